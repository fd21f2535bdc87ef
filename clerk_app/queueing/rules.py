"""Rules of a station's own queue: labels and whose turn it is.

A station alone authors its own series; the hall's series and leases live on the hall server.
"""

from __future__ import annotations

from collections.abc import Iterable

from clerk_app.kernel.errors import Refused
from clerk_app.queueing.model import Ticket, TicketState

LAST_OF_DAY = 999
PREFIX = "A"


def label(number: int, prefix: str = PREFIX) -> str:
    """The text of the n-th ticket of a day. Raises `Refused` (`tickets_exhausted`).

    >>> label(1)
    'A001'
    """
    if not 1 <= number <= LAST_OF_DAY:
        raise Refused("tickets_exhausted", "今天的号已取完")
    return f"{prefix}{number:03d}"


def next_ticket(tickets: Iterable[Ticket]) -> Ticket:
    """The ticket to call: the one that waits longest. Raises `Refused` (`nobody_waits`)."""
    waiting = [t for t in tickets if t.state is TicketState.WAITING]
    if not waiting:
        raise Refused("nobody_waits", "现在没有人在等候")
    return min(waiting, key=lambda t: (t.day, t.label))


def waiting_before(tickets: Iterable[Ticket], ticket: Ticket) -> int:
    """How many wait who took a number before this one."""
    return sum(t.state is TicketState.WAITING and t.label < ticket.label for t in tickets)


def check_free_to_call(tickets: Iterable[Ticket], window: str) -> None:
    """A window serves one ticket at a time. Raises `Refused` (`window_busy`)."""
    for ticket in tickets:
        if ticket.state is TicketState.CALLED and ticket.window == window:
            raise Refused("window_busy", f"{ticket.label} 号还没有办完，请先办完再叫下一个")
