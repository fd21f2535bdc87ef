"""Reads blocks of agency numbers."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clerk_app.numbering.model import Block
from clerk_app.numbering.tables import number_blocks
from clerk_app.storage.prepared import Prepared
from clerk_app.storage.schema import devices

_ALL = Prepared(
    select(number_blocks).order_by(number_blocks.c.at, number_blocks.c.device, number_blocks.c.s)
)


def blocks(db: Connection) -> tuple[Block, ...]:
    """Every block known here, of this and of other stations."""
    return tuple(
        Block(device, s, agency, template, year, tuple(kinds.split()), first, last, next_, at)
        for device, s, agency, template, year, kinds, first, last, next_, at in _ALL.rows(db)
    )


def own_devices(db: Connection) -> frozenset[str]:
    """The devices this workstation is and was."""
    query = select(devices.c.device).where(devices.c.private_key.is_not(None))
    return frozenset(str(name) for name in db.scalars(query))
