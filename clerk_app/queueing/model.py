"""Tickets (号) as every part of the program reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TicketState(StrEnum):
    """排队中 → 已叫号 → 完成."""

    WAITING = "waiting"
    CALLED = "called"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket of a day's series. `label` is what stands on the slip."""

    day: str
    label: str
    state: TicketState
    taken_at: str
    called_at: str = ""
    window: str = ""
    calls: int = 0
