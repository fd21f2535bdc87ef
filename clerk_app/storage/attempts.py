"""Wrong passwords, kept outside the encrypted store until the next good sign-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.files import read_json, write_json

NAME = "attempts.json"
KEPT = 200


def failures(folder: Path) -> list[dict[str, str]]:
    """The wrong attempts since the last good sign-in, oldest first: {"at", "clerk"}."""
    path = folder / NAME
    if not path.exists():
        return []
    try:
        raw: Any = read_json(path).get("failures", [])
    except ClerkError:  # a damaged list must not lock the counter out; the count starts anew
        return []
    return [{"at": str(f["at"]), "clerk": str(f["clerk"])} for f in raw if isinstance(f, dict)]


def add_failure(folder: Path, at: str, clerk: str) -> None:
    """Note one more wrong password."""
    kept = [*failures(folder), {"at": at, "clerk": clerk}][-KEPT:]
    write_json(folder / NAME, {"failures": kept})


def clear(folder: Path) -> None:
    """Forget them: they stand in the journal now."""
    (folder / NAME).unlink(missing_ok=True)
