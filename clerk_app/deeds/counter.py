"""What every deed stands on: the store, the journal, the clock, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.kernel.clock import Clock, boot_id, legal_day, stamp
from clerk_app.kernel.roles import Viewer
from clerk_app.kernel.working_days import Calendar
from clerk_app.notices.fonts import FontSet, installed
from clerk_app.staff.model import Clerk
from clerk_app.storage.engine import Store
from clerk_app.storage.facts import facts, mark
from clerk_app.storage.journal import Act, Journal

SYSTEM = "system"
"""The operator of what the program does by itself (a restore, a pairing)."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What this workstation knows of itself. `station` is empty until the hall gave one."""

    code: str
    name: str
    station: str = ""
    sample: bool = False
    url: str = ""

    @property
    def county(self) -> str:
        return self.code[:6]


@dataclass(frozen=True)
class Counter:
    """One open workstation with a clerk at it. Deeds take it as their first argument.

    `boxed`: the clerk chose that a character no font has is printed as its code in a box.
    """

    folder: Path
    store: Store
    journal: Journal
    clock: Clock
    calendar: Calendar
    clerk: Clerk
    window: str = "1"
    boxed: bool = False

    @property
    def viewer(self) -> Viewer:
        return self.clerk.viewer

    @cached_property
    def fonts(self) -> FontSet:
        """The fonts of the paper, loaded once. Raises `Unavailable` (`fonts_absent`)."""
        return installed()

    def act(self, db: Connection | None = None) -> Act:
        """This clerk, now. `clock`: boot id, running milliseconds, last time the hall told.

        `db` is a transaction that is open already.
        """
        if db is None:
            with self.store.reading() as own:
                return self.act(own)
        anchor = mark(db, "anchor")
        running = f"{boot_id()}/{self.clock.monotonic_ms()}/{anchor}"
        return Act(stamp(self.clock.now()), self.clerk.id, running)

    def today(self) -> date:
        return legal_day(self.clock.now())


def hall(db: Connection) -> Hall:
    """The hall this store belongs to."""
    known = facts(db)
    return Hall(
        code=known.get("hall", ""),
        name=known.get("hall_name", ""),
        station=known.get("station", ""),
        sample=known.get("sample") == "1",
        url=known.get("hall_url", ""),
    )
