"""Clocks beside that of the case: the lower body that reports up (art. 43), the hearing (art. 47).

They decide nothing and stand on no paper; supervision and the page of a case tell them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from clerk_app.catalogue.model import SpecialKind
from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.clock import Days, Reckoned, hearing_due, iso, review_due
from clerk_app.intake.rules.running import clock_start, stops


@dataclass(frozen=True, slots=True)
class Hearing:
    """Until when a hearing may be asked for, and must be held; None where the day that it counts
    from is not known, or it was not asked for."""

    ask_by: date | None = None
    hold_by: date | None = None
    provisional: bool = False


def review_of(state: CaseState, calendar: Days, on: date) -> Reckoned | None:
    """Until when a body that must examine first (下级先审查) has to report up: 20 workdays from
    acceptance, art. 45 not counted. None where nobody reports up, or no clock runs."""
    start = clock_start(state)
    if not state.terms.reports_up or start is None:
        return None
    return review_due(start, calendar, (*state.suspensions, *stops(state, calendar, on)))


def with_review(state: CaseState, calendar: Days, on: date) -> CaseState:
    """The case with the day it must be reported up by."""
    due = review_of(state, calendar, on)
    return replace(state, review_due=due.day.isoformat()) if due is not None else state


def hearing_of(state: CaseState, calendar: Days) -> Hearing | None:
    """The days of a hearing that runs; None where none does. Who was told of the right asks
    within 5 workdays, and it is held within 20 workdays of being asked for, or of the day it was
    begun where the record does not say when it was asked for."""
    running = state.suspensions[-1] if state.is_suspended else None
    if running is None or running.kind != SpecialKind.HEARING:
        return None
    told = iso(running.told_on)
    asked = iso(running.asked_on) or iso(running.since)
    base = told or asked
    if base is None:
        return Hearing()
    ask, hold = hearing_due(base, asked, calendar)
    loose = hold is not None and hold.provisional
    return Hearing(ask.day if told else None, hold.day if hold else None, loose)
