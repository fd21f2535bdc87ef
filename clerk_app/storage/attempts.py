"""Wrong passwords, kept outside the encrypted store until the next good sign-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.kernel.clock import parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import read_json, write_json

NAME = "attempts.json"
KEPT = 200


def failures(folder: Path) -> list[dict[str, str]]:
    """The wrong attempts since the last good sign-in, oldest first: {"at", "clerk"}."""
    path = folder / NAME
    if not path.exists():
        return []
    try:
        raw: Any = read_json(path).get("failures")
    except ClerkError:  # a damaged list must not lock the counter out; the count starts anew
        return []
    return [entry for entry in map(_entry, raw if isinstance(raw, list) else []) if entry]


def _entry(raw: Any) -> dict[str, str]:
    """One attempt, or nothing where it is not what `add_failure` writes."""
    try:
        at, clerk = stamp(parse_stamp(raw["at"])), raw["clerk"]
    except (ClerkError, TypeError, KeyError):
        return {}
    return {"at": at, "clerk": clerk} if isinstance(clerk, str) else {}


def add_failure(folder: Path, at: str, clerk: str) -> None:
    """Note one more wrong password."""
    kept = [*failures(folder), {"at": at, "clerk": clerk}][-KEPT:]
    write_json(folder / NAME, {"failures": kept})


def restamp(folder: Path, at: str) -> None:
    """The last wrong attempt counts from `at`: its own time lies in the future."""
    kept = failures(folder)
    if kept:
        kept[-1] = {**kept[-1], "at": at}
        write_json(folder / NAME, {"failures": kept})


def clear(folder: Path) -> None:
    """Forget them: they stand in the journal now. Raises `Unavailable` (`read_only`, …)."""
    with disk_faults():
        (folder / NAME).unlink(missing_ok=True)
