"""Which fields of an item were written but could not be read, and what that forbids.

What a file says is kept in `ServiceItem.extra` under its place, both fields that the program
does not know and known ones whose value nobody can read. Only the second kind is a loss: the
item says less than its file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, get_args, get_origin, get_type_hints

from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.source import CODE_NAMES
from clerk_app.kernel.text import fault_in

_NOT_IN_FILES = frozenset({"key", "type_text", "extra", "content_hash", "materials[].electronic"})
"""What the program works out itself: a field of that name in a file is an unknown one."""

_ONLY_IN_FILES = frozenset(
    {"codes", "service_object", "onsite_visits", "fee.amount", "fee.currency", "fees[].amount"}
)
_SECOND_NAMES = frozenset(
    {
        *CODE_NAMES[1:],
        *(f"codes.{name}" for name in CODE_NAMES),
        "main_item",
        "fields[].key",
        "fields[].name",
    }
)
"""Other names of a text. A text under one of them could be read: it was not needed."""

_POSITION: Final = re.compile(r"\[\d+\]")
_LISTS_OF_PAPERS: Final = frozenset({"materials", "materials[]", "materials[].applies_when"})
_IN_ORDER: Final = ("charge", "amount", "currency", "value", "unit", "per", "note")


def unreadable(item: ServiceItem) -> tuple[str, ...]:
    """The places of known fields whose value could not be read, in the order of their names.

    Places are those of the file: `legal_limit`, `materials[2].necessity`, `situations[0]` for
    an entry of which nothing is used. Fields that the program does not know are not among them.
    """
    if item.extra == "{}":
        return ()
    kept: dict[str, object] = json.loads(item.extra)
    return tuple(place for place, value in kept.items() if _is_lost(place, value))


def bars_intake(places: Iterable[str]) -> bool:
    """Was something lost about which papers to ask for, and when?

    The list of papers or an entry of it, anything about the questions, and the case in which
    a paper is due. How many, in which form or of which kind a paper must be is read strictly.
    """
    generic = {_generic(place) for place in places}
    return any(
        place in _LISTS_OF_PAPERS
        or place == "situations"
        or place.startswith(("situations[", "situations."))
        for place in generic
    )


def kept_words(item: ServiceItem, place: str) -> str:
    """What the file says at a place that could not be read, as one line of plain text.

    Of an object its amounts, units and notes. Characters that cannot be shown are left out;
    empty where nothing, or nothing in words, is kept there.
    """
    if item.extra == "{}":
        return ""
    kept: object = json.loads(item.extra).get(place)
    if isinstance(kept, dict):
        said = [_word(kept.get(name)) for name in _IN_ORDER]
        return " ".join(dict.fromkeys(filter(None, said)))
    return _word(kept)


def _word(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    lines = str(value).replace("\t", " ").splitlines()
    clean = ("".join(char for char in line if not fault_in(char)).strip() for line in lines)
    return "；".join(line for line in clean if line)


def _is_lost(place: str, value: object) -> bool:
    generic = _generic(place)
    if generic in _SECOND_NAMES:
        return not isinstance(value, (str, int, float)) or isinstance(value, bool)
    return generic in _known()


def _generic(place: str) -> str:
    return _POSITION.sub("[]", place)


@cache
def _known() -> frozenset[str]:
    """The places where the program reads something, lists without their numbers."""
    return frozenset(_places(ServiceItem, "")) - _NOT_IN_FILES | _ONLY_IN_FILES


def _places(kind: type[Any], path: str) -> Iterator[str]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        place = f"{path}{field.name}"
        yield place
        hint = hints[field.name]
        if get_origin(hint) is tuple:
            place += "[]"
            yield place
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner) and isinstance(inner, type):
                yield from _places(inner, f"{place}.")
