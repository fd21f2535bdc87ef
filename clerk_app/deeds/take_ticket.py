"""取号: one more ticket of this station's own series."""

from __future__ import annotations

from clerk_app.deeds.counter import Counter
from clerk_app.queueing import rules, store
from clerk_app.queueing.model import Ticket, TicketState


def take_ticket(counter: Counter) -> Ticket:
    """Give the next label of the day. Raises `Refused` (`tickets_exhausted`)."""
    act = counter.act()
    day = counter.today().isoformat()
    with counter.store.transaction() as db:
        device = counter.journal.own_device(db).device
        label = rules.label(len(store.tickets_of(db, device, day)) + 1)
        counter.journal.append(db, "ticket.taken", {"day": day, "label": label}, act)
    return Ticket(day, label, TicketState.WAITING, act.at)
