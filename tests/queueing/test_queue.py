"""A station's own queue: labels, whose turn it is, and rows that follow from events."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from clerk_app.kernel.errors import Refused
from clerk_app.queueing.model import Ticket, TicketState
from clerk_app.queueing.projection import TICKETS
from clerk_app.queueing.rules import check_free_to_call, label, next_ticket
from clerk_app.queueing.store import tickets_of
from tests.support.items import event, memory_store

DAY, NEXT_DAY = "2026-03-02", "2026-03-03"
HERE, THERE = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def db() -> Iterator[Connection]:
    """An empty store inside one transaction."""
    with memory_store() as connection:
        yield connection


def ticket(name: str, state: str = "waiting", window: str = "") -> Ticket:
    return Ticket(DAY, name, TicketState(state), f"{DAY}T09:00:00.000+08:00", window=window)


@pytest.mark.parametrize(("n", "text"), [(1, "A001"), (42, "A042"), (999, "A999")])
def test_labels_count_in_three_digits(n: int, text: str) -> None:
    assert label(n) == text
    assert label(n, "V") == "V" + text[1:]


@pytest.mark.parametrize("n", [0, -1, 1000])
def test_after_999_a_day_has_no_more_labels(n: int) -> None:
    with pytest.raises(Refused) as refusal:
        label(n)
    assert refusal.value.code == "tickets_exhausted"


def test_the_one_who_waits_longest_is_next() -> None:
    queue = [
        ticket("A010"),
        ticket("A002", "called", "1"),
        ticket("A009"),
        ticket("A001", "closed"),
    ]
    assert next_ticket(queue).label == "A009"


@pytest.mark.parametrize("queue", [[], [ticket("A001", "called", "2"), ticket("A002", "closed")]])
def test_with_nobody_waiting_nobody_is_called(queue: list[Ticket]) -> None:
    with pytest.raises(Refused) as refusal:
        next_ticket(queue)
    assert refusal.value.code == "nobody_waits"


def test_a_window_serves_one_ticket_at_a_time_and_others_do_not_hold_it_up() -> None:
    queue = [ticket("A001", "called", "1"), ticket("A002", "closed", "2"), ticket("A003")]
    with pytest.raises(Refused) as refusal:
        check_free_to_call(queue, "1")
    assert refusal.value.code == "window_busy"
    assert "A001" in refusal.value.message
    check_free_to_call(queue, "2")


# ---------------------------------------------------------------- rows


def act(
    db: Connection,
    kind: str,
    name: str,
    *,
    window: str = "",
    day: str = DAY,
    device: str = HERE,
    at: str = "09:00:00",
) -> None:
    body = {"day": day, "label": name} | ({"window": window} if window else {})
    done = event(kind, dict(body), device=device, at=f"{day}T{at}.000+08:00")
    TICKETS.kinds[kind](db, done)


def test_a_ticket_waits_is_called_called_again_and_closed(db: Connection) -> None:
    act(db, "ticket.taken", "A001", at="09:00:00")
    taken = f"{DAY}T09:00:00.000+08:00"
    assert tickets_of(db, HERE, DAY) == (Ticket(DAY, "A001", TicketState.WAITING, taken),)
    act(db, "ticket.called", "A001", window="3", at="09:10:00")
    act(db, "ticket.called", "A001", window="3", at="09:11:00")
    called = f"{DAY}T09:11:00.000+08:00"
    assert tickets_of(db, HERE, DAY) == (
        Ticket(DAY, "A001", TicketState.CALLED, taken, called, "3", 2),
    )
    act(db, "ticket.closed", "A001", at="09:30:00")
    assert tickets_of(db, HERE, DAY)[0].state is TicketState.CLOSED


def test_the_tickets_of_a_day_come_in_their_order(db: Connection) -> None:
    for name in ("A010", "A002", "A001"):
        act(db, "ticket.taken", name)
    act(db, "ticket.taken", "A001", day=NEXT_DAY)
    assert [t.label for t in tickets_of(db, HERE, DAY)] == ["A001", "A002", "A010"]
    assert [t.label for t in tickets_of(db, HERE, NEXT_DAY)] == ["A001"]


def test_two_stations_never_share_a_ticket(db: Connection) -> None:
    act(db, "ticket.taken", "A001", device=HERE)
    act(db, "ticket.taken", "A001", device=THERE)
    act(db, "ticket.called", "A001", window="1", device=THERE)
    assert [t.state for t in tickets_of(db, HERE, DAY)] == [TicketState.WAITING]
    assert [t.state for t in tickets_of(db, THERE, DAY)] == [TicketState.CALLED]


def test_a_ticket_taken_twice_stays_as_it_was(db: Connection) -> None:
    act(db, "ticket.taken", "A001")
    act(db, "ticket.called", "A001", window="1")
    act(db, "ticket.taken", "A001")
    assert [t.state for t in tickets_of(db, HERE, DAY)] == [TicketState.CALLED]


def test_calling_a_ticket_nobody_took_makes_none(db: Connection) -> None:
    act(db, "ticket.called", "A007", window="1")
    assert tickets_of(db, HERE, DAY) == ()
