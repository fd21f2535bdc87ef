"""`status.json`: what the sign-in screen may know before anything is opened, and the witness.

Counts and ages only. The witness is the end of our chain as it stood when a page was last about
to be printed: a store that has forgotten it was rolled back or lost its write-ahead log, and must
not number another paper.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select

from clerk_app.journal.events import Event
from clerk_app.kernel.errors import ClerkError, Damaged
from clerk_app.storage.facts import facts
from clerk_app.storage.files import read_json, write_json, write_over
from clerk_app.storage.journal import Journal
from clerk_app.storage.schema import events

NAME = "status.json"
WITNESS = "witness"
_DEVICE = re.compile(r"[0-9a-f]{16}\Z")
_MOST = 2**53
"""No journal is longer; a larger number was not written here."""


def write_witness(folder: Path, last: Event) -> None:
    """Note the end of our chain after an act, without waiting for the disk: a store that forgets
    it is noticed, unless the power failed at that moment. A page waits for `write_status`.

    Raises `Unavailable` (`disk_full`, `read_only`, …).
    """
    header = last.header
    words = f"{header.device} {header.s} {last.hash.hex()}"
    write_over(folder / WITNESS, words.encode("ascii"))


def write_status(folder: Path, db: Connection, journal: Journal) -> None:
    """Write counts, ages and the witness, whole or not at all; nothing when they stand there."""
    own = journal.own_device(db)
    unsent, oldest = journal.unsent(db)
    known = facts(db)
    content = {
        "format": 1,
        "hall": known.get("hall", ""),
        "hall_name": known.get("hall_name", ""),
        "station": known.get("station", ""),
        "unsent": unsent,
        "oldest_at": oldest,
        "synced_at": known.get("synced_at", ""),
        "witness": {"device": own.device, "s": own.head_s, "hash": own.head_hash.hex()},
    }
    if known.get("practice"):  # a store to learn on says so before it is opened
        content["practice"] = 1
    with suppress(ClerkError):  # absent or torn: written anew
        if read_json(folder / NAME) == content:
            return
    write_json(folder / NAME, content)


def check_witness(folder: Path, db: Connection) -> None:
    """Raise `Damaged` (`journal_rolled_back`) if the store forgot what it once recorded."""
    for device, s, head in (*_of_status(folder / NAME), *_of_act(folder / WITNESS)):
        _require(db, device, s, head)


def _of_status(path: Path) -> list[tuple[str, int, str]]:
    try:
        witness = read_json(path)["witness"] if path.exists() else {}
        return [(str(witness["device"]), int(witness["s"]), str(witness["hash"]))]
    except (ClerkError, KeyError, TypeError, ValueError, OverflowError):
        return []  # the status is a convenience; the journal is checked on its own


def _of_act(path: Path) -> list[tuple[str, int, str]]:
    try:
        device, s, head = path.read_text("ascii").split()
        return [(device, int(s), head)]
    except (OSError, ValueError):
        return []


def _require(db: Connection, device: str, s: int, head: str) -> None:
    if not 0 < s < _MOST or not _DEVICE.match(device):
        return
    found = db.execute(
        select(events.c.hash).where(events.c.device == device, events.c.s == s)
    ).scalar_one_or_none()
    if found is None or found.hex() != head:
        raise Damaged(
            "journal_rolled_back",
            f"数据库比最后一次打印时旧（第 {s} 条记录不见了）。请从备份恢复，不要再编号",
        )
