"""叫号, 重呼 and 办完: calling the next ticket, calling it again, closing it."""

from __future__ import annotations

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.queueing import rules, store
from clerk_app.queueing.model import Ticket, TicketState


def call_next(counter: Counter) -> Ticket:
    """Call the ticket that waits longest to this window, in one transaction, so that no other
    process of this workstation can call it too.

    Raises `Refused` (`window_busy`, `nobody_waits`).
    """
    with counter.store.transaction() as db:
        tickets = todays(db, counter)
        rules.check_free_to_call(tickets, counter.window)
        ticket = rules.next_ticket(tickets)
        _record(db, counter, "ticket.called", ticket, window=True)
        return current(todays(db, counter), counter.window) or ticket


def recall(counter: Counter) -> Ticket:
    """Call the ticket at this window once more. Raises `Refused` (`nobody_called`)."""
    with counter.store.transaction() as db:
        ticket = _at_window(db, counter)
        _record(db, counter, "ticket.called", ticket, window=True)
        return current(todays(db, counter), counter.window) or ticket


def close_ticket(counter: Counter) -> Ticket:
    """The business of the ticket at this window is done. Raises `Refused` (`nobody_called`)."""
    with counter.store.transaction() as db:
        ticket = _at_window(db, counter)
        _record(db, counter, "ticket.closed", ticket)
        return ticket


def current(tickets: tuple[Ticket, ...], window: str) -> Ticket | None:
    """The ticket being served at a window."""
    for ticket in tickets:
        if ticket.state is TicketState.CALLED and ticket.window == window:
            return ticket
    return None


def todays(db: Connection, counter: Counter) -> tuple[Ticket, ...]:
    """This station's tickets of today."""
    device = counter.journal.own_device(db).device
    return store.tickets_of(db, device, counter.today().isoformat())


def _at_window(db: Connection, counter: Counter) -> Ticket:
    ticket = current(todays(db, counter), counter.window)
    if ticket is None:
        raise Refused("nobody_called", "本窗口还没有叫号")
    return ticket


def _record(
    db: Connection, counter: Counter, kind: str, ticket: Ticket, *, window: bool = False
) -> None:
    body: Body = {"day": ticket.day, "label": ticket.label}
    if window:
        body["window"] = counter.window
    counter.journal.append(db, kind, body, counter.act())
