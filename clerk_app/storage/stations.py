"""Which station numbers this workstation ever numbered under: none of them may come again."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clerk_app.journal.canonical import parse
from clerk_app.journal.events import text
from clerk_app.kernel.errors import Refused
from clerk_app.storage.schema import devices, events


def stations_held(db: Connection) -> frozenset[str]:
    """Every station number this workstation ever held, under whatever identity."""
    query = (
        select(events.c.body)
        .join(devices, devices.c.device == events.c.device)
        .where(events.c.kind == "station.assigned", devices.c.private_key.is_not(None))
    )
    bodies = [parse(body) for body in db.execute(query).scalars() if body is not None]
    return frozenset(text(body, "station") for body in bodies)


def check_never_held(db: Connection, station: str) -> None:
    """Raise `Refused` (`station_spent`) for a number this workstation numbered under before it
    was restored: what it printed after the backup cannot be known, so its numbers would repeat.
    """
    if station in stations_held(db):
        raise Refused(
            "station_spent", f"站点编号 {station} 已用过，恢复后的工作站要由大厅另给新的站点编号"
        )
