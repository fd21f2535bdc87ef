"""Looking the store over: version, settings, pages, counters, chains."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select
from sqlcipher3 import dbapi2

from clerk_app.journal.canonical import parse
from clerk_app.journal.events import Event, Header, check_event, genesis
from clerk_app.kernel.errors import Damaged
from clerk_app.kernel.sqlite_safety import PRAGMAS, fault_in_pragmas
from clerk_app.wire.exchange import next_place
from clerk_app.wire.messages import Place
from hall_server.devices import Device, of_hall
from hall_server.halls import Hall, get_hall, hall_codes
from hall_server.store.hall_store import HallStore
from hall_server.store.migrations import version_of
from hall_server.store.tables import changes, events
from hall_server.summary import held_segments, summary


def examine(store: HallStore, now: str) -> dict[str, Any]:
    """What the doctor says; `ok` is false if anything in `problems` stands. Holds no names of
    persons and no contents of events."""
    problems: list[str] = []
    with store.reading() as db:
        pragmas = {name: db.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PRAGMAS}
        fault = fault_in_pragmas(pragmas)
        problems += [fault] if fault else []
        problems += _pages(db)
        halls = [_hall(db, get_hall(db, code), now, problems) for code in hall_codes(db)]
        return {
            "ok": not problems,
            "sqlite": dbapi2.sqlite_version,
            "pragmas": pragmas,
            "schema": version_of(db),
            "halls": halls,
            "problems": problems,
        }


def _pages(db: Connection) -> list[str]:
    found = [f"第 {row} 页" for row in db.exec_driver_sql("PRAGMA cipher_integrity_check")]
    checked = [row[0] for row in db.exec_driver_sql("PRAGMA integrity_check")]
    found += [] if checked == ["ok"] else [str(row) for row in checked]
    found += [str(tuple(row)) for row in db.exec_driver_sql("PRAGMA foreign_key_check")]
    return found


def _hall(db: Connection, hall: Hall, now: str, problems: list[str]) -> dict[str, Any]:
    counts = summary(db, hall, now)
    if _end_of_log(db, hall) != hall.head:
        problems.append(f"大厅 {hall.hall} 的变更记录接不上")
    if counts.events != hall.head.seq:
        problems.append(f"大厅 {hall.hall} 的事件数和变更记录对不上")
    for device in of_hall(db, hall.hall):
        if not _is_whole(db, device, held_segments(db, hall.hall) > 0):
            problems.append(f"设备 {device.device} 的事件链接不上")
    return {
        "hall": hall.hall,
        "name": hall.name,
        "events": counts.events,
        "cases": counts.cases,
        "unknown": counts.unknown,
        "quarantined": counts.quarantined,
        "held": held_segments(db, hall.hall),
        "devices": len(counts.devices),
        "head": {"seq": hall.head.seq, "h": hall.head.h},
    }


def _end_of_log(db: Connection, hall: Hall) -> Place:
    place = Place()
    rows = db.execute(
        select(changes.c.seq, changes.c.h, events.c.hash)
        .join(
            events,
            (events.c.hall_id == changes.c.hall_id)
            & (events.c.device == changes.c.device)
            & (events.c.s == changes.c.s),
        )
        .where(changes.c.hall_id == hall.hall)
        .order_by(changes.c.seq)
    )
    for row in rows:
        following = next_place(place, row.hash)
        if (row.seq, row.h.hex()) != (following.seq, following.h):
            return place
        place = following
    return place


def _is_whole(db: Connection, device: Device, some_held: bool) -> bool:
    """Whether the device's events hang together and end at its head (or, where segments are
    held apart, before it)."""
    previous, s = genesis(device.public_key), 0
    rows = db.execute(
        select(events)
        .where(events.c.hall_id == device.hall, events.c.device == device.device)
        .order_by(events.c.s)
    )
    for row in rows:
        try:
            header = Header.from_bytes(row.header)
            body = None if row.body is None else parse(row.body)
            check_event(Event(header, body, row.salt, row.body_hash, row.hash), previous)
        except Damaged:
            return False
        if row.s != s + 1 or header.s != row.s:
            return False
        previous, s = row.hash, row.s
    return (s, previous) == (device.s, device.hash) or (some_held and s < device.s)
