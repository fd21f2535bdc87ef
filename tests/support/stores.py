"""Encrypted stores, journals and a hall's log to test against."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from clerk_app.bootstrap import PROJECTORS, Workstation
from clerk_app.deeds.initialise import Created, record_device
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, Header, device_id, genesis, make_event
from clerk_app.journal.keys import new_private_key, public_key
from clerk_app.kernel.clock import CHINA
from clerk_app.storage.engine import NAME, Store, open_store
from clerk_app.storage.journal import Act, Journal
from clerk_app.storage.migrate import HEAD, migrate

PASSPHRASE = "test-passphrase-1"
HALL = "511602101000"
HALL_NAME = "测试县便民服务中心"
OPERATOR = "测试𬱖䶮"
KEY = bytes(range(32))
AT = "2026-03-02T10:05:00.000+08:00"
ACT = Act(AT, "c1")
CASE = "51160200012600000163"
OTHER_CASE = "51160200012600000260"


class HandClock:
    """A clock that goes only when a test moves it, forwards or back."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 10, 5, tzinfo=CHINA)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic_ms(self) -> int:
        return 0

    def move(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def create(folder: Path, *, clock: HandClock | None = None) -> Created:
    """A workstation as `init` makes it, with station 0001 and one clerk."""
    return Workstation(clock or HandClock()).create(
        folder,
        hall=HALL,
        name=HALL_NAME,
        station="0001",
        operator=OPERATOR,
        passphrase=PASSPHRASE,
        sample=False,
    )


def a_journal() -> Journal:
    """A journal with every projection of the program."""
    return Journal(PROJECTORS)


@dataclass
class Station:
    """One open store with its journal. `record` is one committed act."""

    folder: Path
    store: Store
    journal: Journal

    def record(self, kind: str = "note.made", body: Body | None = None, **more: Any) -> Event:
        with self.store.transaction() as db:
            return self.journal.append(db, kind, body or {"text": "记"}, ACT, **more)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every projection."""
        with self.store.reading() as db:
            return projection_rows(db)

    @staticmethod
    def rows_in(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
        """The same, in a transaction of the caller's."""
        return projection_rows(db)

    def events(self) -> list[tuple[str, int]]:
        with self.store.reading() as db:
            found = db.exec_driver_sql("SELECT device, s FROM events ORDER BY device, s").all()
        return [(str(device), int(s)) for device, s in found]

    def first_bad(self) -> str:
        with self.store.reading() as db:
            return self.journal.verify(db).first_bad

    def change(self, statement: str, *values: Any) -> None:
        """Change the store behind the journal's back."""
        with self.store.transaction() as db:
            db.exec_driver_sql(statement, values)


def projection_rows(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
    tables = [table for projector in PROJECTORS for table in projector.tables]
    return {t.name: sorted(tuple(row) for row in db.execute(select(t))) for t in tables}


def make_template(folder: Path) -> Path:
    """A folder with an empty store at the newest schema: no device yet."""
    folder.mkdir()
    store = open_store(folder / NAME, KEY, create=True)
    with store.transaction() as db:
        migrate(db, a_journal(), to=HEAD)
    store.close()
    return folder


@contextmanager
def station(template: Path, folder: Path) -> Iterator[Station]:
    """A station of its own, made from the template: one device, one event."""
    shutil.copytree(template, folder)
    with opened(folder) as found:
        with found.store.transaction() as db:
            found.journal.new_device(db)
            record_device(db, found.journal, "workstation.initialised", {"hall": HALL}, ACT)
        yield found


@contextmanager
def opened(folder: Path, key: bytes = KEY) -> Iterator[Station]:
    """The store of a folder, opened without a password."""
    store = open_store(folder / NAME, key)
    try:
        yield Station(folder, store, a_journal())
    finally:
        store.close()


class Foreign:
    """A device of another workstation, as its chain looks from outside."""

    def __init__(self) -> None:
        self.public_key = public_key(new_private_key())
        self.device = device_id(self.public_key)
        self.events: list[Event] = []
        self.add("workstation.initialised", {"public_key": self.public_key.hex()})

    def add(self, kind: str, body: Body, *, case: str = "", base_ver: int = -1) -> Event:
        header = Header(
            device=self.device,
            s=len(self.events) + 1,
            kind=kind,
            at=AT,
            operator="c1",
            case=case,
            base_ver=base_ver,
        )
        before = self.events[-1].hash if self.events else genesis(self.public_key)
        self.events.append(make_event(header, body, salt=bytes(16), prev_hash=before))
        return self.events[-1]


def erased(event: Event) -> Event:
    """The same event after its content was erased by law."""
    return replace(event, body=None, salt=None)
