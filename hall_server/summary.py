"""Counts of a hall, as the summary tells them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, func, select

from clerk_app.wire.messages import DeviceView, Summary
from hall_server.devices import of_hall
from hall_server.entities.registry import is_known
from hall_server.halls import Hall
from hall_server.store.tables import cases, events, quarantine, segments


def summary(db: Connection, hall: Hall, now: str) -> Summary:
    """What a hall holds, in one steady picture."""
    kinds = db.execute(
        select(events.c.kind, func.count())
        .where(events.c.hall_id == hall.hall)
        .group_by(events.c.kind)
    ).all()
    return Summary(
        hall=hall.hall,
        now=now,
        events=sum(count for _, count in kinds),
        cases=count_of(db, cases, hall.hall),
        unknown=sum(count for kind, count in kinds if not is_known(kind)),
        quarantined=count_of(db, quarantine, hall.hall),
        head=hall.head,
        devices=tuple(
            DeviceView(d.device, d.station, d.state.value, d.n, d.s)
            for d in of_hall(db, hall.hall)
        ),
    )


def count_of(db: Connection, table: Table, hall: str, *where: Any) -> int:
    """How many rows of a table belong to a hall."""
    query = select(func.count()).select_from(table).where(table.c.hall_id == hall, *where)
    return int(db.scalar(query) or 0)


def held_segments(db: Connection, hall: str) -> int:
    """Segments of revoked devices, held apart from the log."""
    return count_of(db, segments, hall, segments.c.held == 1)
