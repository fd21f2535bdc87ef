"""Rows of tickets, derived from events."""

from __future__ import annotations

from sqlalchemy import Connection, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.journal.events import Event, text
from clerk_app.queueing.model import TicketState
from clerk_app.queueing.tables import tickets
from clerk_app.storage.journal import Projector


def taken(db: Connection, event: Event) -> None:
    """`ticket.taken`: {day, label}."""
    body = event.body or {}
    db.execute(
        insert(tickets)
        .values(
            device=event.header.device,
            day=text(body, "day"),
            label=text(body, "label"),
            state=TicketState.WAITING,
            taken_at=event.header.at,
            called_at="",
            window="",
            calls=0,
        )
        .on_conflict_do_nothing()
    )


def called(db: Connection, event: Event) -> None:
    """`ticket.called`: {day, label, window}; a recall is the same act again."""
    body = event.body or {}
    _change(
        db,
        event,
        state=TicketState.CALLED,
        called_at=event.header.at,
        window=text(body, "window"),
        calls=tickets.c.calls + 1,
    )


def closed(db: Connection, event: Event) -> None:
    """`ticket.closed`: {day, label}."""
    _change(db, event, state=TicketState.CLOSED)


def _change(db: Connection, event: Event, **values: object) -> None:
    body = event.body or {}
    db.execute(
        update(tickets)
        .where(
            tickets.c.device == event.header.device,
            tickets.c.day == text(body, "day"),
            tickets.c.label == text(body, "label"),
        )
        .values(**values)
    )


TICKETS = Projector(
    kinds={"ticket.taken": taken, "ticket.called": called, "ticket.closed": closed},
    tables=(tickets,),
)
