"""Items and bundles back in the published exchange form.

What is written and read again is the same version: same contents, same hash.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from clerk_app.catalogue.model import Bundle, ServiceItem
from clerk_app.catalogue.rules.content import content

_OWN = ("key", "type_text", "extra", "content_hash")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def exchange_form(entry: ServiceItem | Bundle) -> dict[str, Any]:
    """One item or bundle as an object of the exchange file, unknown fields in their places."""
    raw: dict[str, Any] = json.loads(content(entry))
    if isinstance(entry, ServiceItem):
        raw.setdefault("type", entry.type_text)
        if not raw["type"]:
            del raw["type"]
        for paper in raw.get("materials", ()):
            del paper["electronic"]  # the form says so
    else:
        raw["code"] = entry.key
    for name in _OWN:
        raw.pop(name, None)
    kept = json.loads(entry.extra)
    dropped = [place for place in sorted(kept, key=_steps_in_order) if place.endswith("]")]
    for place in dropped:  # first of all: the numbers of the other places count them
        if not place.startswith(tuple(f"{each}." for each in dropped)):
            _put_back(raw, place, kept[place])
    for place, value in kept.items():
        if place not in dropped:
            _put_back(raw, place, value)
    return raw


def _steps_in_order(place: str) -> list[tuple[str, int]]:
    return [(found[1] or "", int(found[2] or 0)) for found in _STEP.finditer(place)]


def _put_back(raw: dict[str, Any], place: str, value: object) -> None:
    """Set a kept value where it stood (`materials[2].weight`), over what was read instead."""
    steps: list[str | int] = [
        int(found[2]) if found[2] else found[1] for found in _STEP.finditer(place)
    ]
    here: Any = raw
    for step, following in pairwise(steps):
        there = _at(here, step)
        if there is None:
            there = [] if isinstance(following, int) else {}
            if not _set(here, step, there):
                return
        here = there
    if steps:
        _set(here, steps[-1], value)


def _at(here: Any, step: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(str(step))
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _set(here: Any, step: str | int, value: object) -> bool:
    if isinstance(here, dict):
        here[str(step)] = value
        return True
    if not isinstance(here, list) or not isinstance(step, int):
        return False
    here.insert(step, value)  # an entry of which nothing was read: it is not in the list
    return True
