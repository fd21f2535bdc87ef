"""A hall with five clerks on a real encrypted store, opened without a password."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.initialise import record_device
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.working_days import Calendar
from clerk_app.staff import store
from clerk_app.storage.facts import set_fact
from tests.support.stores import ACT, HALL, HandClock, make_template, opened, projection_rows

BOSS, ONE, TWO, ADMIN, AUDITOR = "c1", "c2", "c3", "c4", "c5"
CLERKS = (
    (BOSS, "测试主管", ["clerk", "supervisor"]),
    (ONE, "测试窗口甲", ["clerk"]),
    (TWO, "测试窗口乙", ["clerk"]),
    (ADMIN, "测试管理员", ["administrator"]),
    (AUDITOR, "测试审计员", ["auditor"]),
)
TODAY = date(2026, 3, 2)
"""A Monday: the day of the hand clock."""


@dataclass
class Place:
    """One open workstation; `at` is its counter with a clerk at it."""

    counter: Counter
    clock: HandClock

    def at(self, clerk: str) -> Counter:
        with self.counter.store.reading() as db:
            return replace(self.counter, clerk=store.clerk(db, clerk))

    def record(self, kind: str, body: Body) -> None:
        with self.counter.store.transaction() as db:
            self.counter.journal.append(db, kind, body, ACT)

    def events(self) -> int:
        with self.counter.store.reading() as db:
            return self.counter.journal.count(db)

    def rebuilt(self) -> bool:
        """Whether the rows are those the journal gives when it is read again."""
        with self.counter.store.transaction() as db:
            before = projection_rows(db)
            self.counter.journal.rebuild(db)
            return projection_rows(db) == before


def make_hall(folder: Path) -> Path:
    """A folder to copy: hall, station 0001, five clerks."""
    make_template(folder)
    with opened(folder) as station, station.store.transaction() as db:
        station.journal.new_device(db)
        set_fact(db, "hall", HALL)
        set_fact(db, "hall_name", "测试县便民服务中心")
        set_fact(db, "station", "0001")
        record_device(db, station.journal, "workstation.initialised", {"hall": HALL}, ACT)
        for clerk, name, roles in CLERKS:
            body: Body = {"clerk": clerk, "name": name, "roles": [*roles]}
            station.journal.append(db, "clerk.added", body, ACT)
    return folder


@contextmanager
def place(template: Path, folder: Path) -> Iterator[Place]:
    """A copy of the hall, open, the supervisor at the counter."""
    shutil.copytree(template, folder)
    clock = HandClock()
    with opened(folder) as station:
        with station.store.reading() as db:
            boss = store.clerk(db, BOSS)
        calendar = Calendar.shipped()
        yield Place(Counter(folder, station.store, station.journal, clock, calendar, boss), clock)


def code(call: Any, *args: Any, **more: Any) -> str:
    """The code a call is refused with."""
    with pytest.raises(ClerkError) as caught:
        call(*args, **more)
    assert caught.value.message
    return caught.value.code
