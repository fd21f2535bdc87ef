"""Reads tickets."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clerk_app.queueing.model import Ticket, TicketState
from clerk_app.queueing.tables import tickets


def tickets_of(db: Connection, device: str, day: str) -> tuple[Ticket, ...]:
    """The tickets of one device's series on one day, in their order."""
    rows = db.execute(
        select(tickets)
        .where(tickets.c.device == device, tickets.c.day == day)
        .order_by(tickets.c.label)
    )
    return tuple(
        Ticket(r.day, r.label, TicketState(r.state), r.taken_at, r.called_at, r.window, r.calls)
        for r in rows
    )
