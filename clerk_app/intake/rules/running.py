"""The clock of one case as it runs: from which day, what it stood still for, what it shows.

Beside the special procedures of art. 45 it stands still where the item's own policy for promised
papers says 暂停: from the day after the last day of a paper to the day it came, both included, or
to the end of the grace. That is read off the papers and recorded nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from clerk_app.catalogue.model import OnExpiry
from clerk_app.intake.model import CaseState, HeldPaper, Suspension
from clerk_app.intake.rules.clock import (
    Days,
    Reading,
    Reckoned,
    is_after_hours,
    iso,
    off_duty_of,
    read_clock,
)
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import legal_day, parse_stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.working_days import Due

PAUSED = "容缺补齐期限已过，暂停"
_SHOWN = ("promised_due", "statutory_due")
_DAY = timedelta(days=1)


def clock_start(state: CaseState) -> date | None:
    """The day the clock of a case began, None while none runs: acceptance, or where the item says
    so the day the last promised paper came."""
    start = iso(state.accepted_on)
    if start is None or not state.conditional or state.terms.clock_starts != "made_good":
        return start
    if state.open_papers:
        return None
    came = [day for p in state.papers if p.make_good_by and (day := iso(p.handed_on))]
    return max([start, *came])


def clock_of(
    state: CaseState, calendar: Days, *, on: date | None = None, extended: int | None = None
) -> Reading:
    """The clock of a case as it stands on a day, or with an extension, every date explained.

    What runs on `on` adds nothing yet. Without a day, papers that never came count for nothing.
    """
    paused = () if state.terms.clock_starts == "made_good" else stops(state, calendar, on)
    return read_clock(
        state.terms,
        clock_start(state),
        calendar,
        suspensions=(*state.suspensions, *paused),
        extended=state.extended_workdays if extended is None else extended,
        after_hours=state.accepted_on == state.received_on and came_late(state),
    )


def stops(state: CaseState, calendar: Days, on: date | None) -> tuple[Suspension, ...]:
    """The spans for which late papers stopped the clock, a paper each; `until` is empty for one
    that runs on `on`. A decision ends it, and so does the end of the case."""
    if state.terms.on_expiry != OnExpiry.SUSPEND or not state.accepted_on:
        return ()
    return tuple(_stops(state, calendar, on))


def as_it_runs(state: CaseState, on: date, calendar: Days) -> CaseState:
    """The case with what late papers make of its clock on a day: it stands, or the grace has
    passed and both dates are later than they were told."""
    late = stops(replace(state, papers=state.open_papers), calendar, on)
    running = [stop.since for stop in late if not stop.until]
    if running:
        return replace(state, paused_since=min(running))
    if not late:
        return state
    reading = clock_of(state, calendar, on=on)
    loose = [n for n in _provisional(reading) if getattr(state, n)]  # 暂定 like the day it is of
    return replace(
        state,
        promised_due=_moved(state.promised_due, reading.promised),
        statutory_due=_moved(state.statutory_due, reading.statutory),
        provisional=(*(n for n in state.provisional if n not in _SHOWN), *loose),
    )


def dates_after_papers(before: CaseState, after: CaseState, on: date, calendar: Days) -> Body:
    """The dates to tell anew once papers came: when none is owed any more, and sooner where the
    clock stood still for one that was late. Empty while there is nothing to tell."""
    if not after.open_papers:
        return dates_body(clock_of(after, calendar, on=on))
    found = stops(after, calendar, on)
    reading = clock_of(after, calendar, on=on)
    stands = any(not stop.until for stop in found)
    if stands or reading.due is None or found == stops(before, calendar, on):
        return {}
    told = dates_body(reading)
    kept = [name for name in before.provisional if name not in _SHOWN]
    return {**told, "provisional": [*kept, *_provisional(reading)]}


def expected(
    state: CaseState, special: str, on: date, days: int, calendar: Days
) -> tuple[Due, Reading]:
    """When a special procedure that begins on a day and needs so many workdays is expected to
    end, and what the clock will show if it does: the days are counted as when it has ended."""
    end = calendar.add_workdays(on - _DAY, days)  # both end days are outside the clock
    pause = Suspension(special, since=on.isoformat(), until=end.day.isoformat())
    after = replace(state, suspensions=(*state.suspensions, pause))
    return end, clock_of(after, calendar, on=on)


def dates_body(reading: Reading) -> Body:
    """The dates a clock shows, in a body."""
    body: Body = {}
    for name, due in zip(_SHOWN, (reading.promised, reading.statutory), strict=True):
        if due is not None:
            body[name] = due.day.isoformat()
    body["provisional"] = [*_provisional(reading)]
    return body


def _moved(told: str, counted: Reckoned | None) -> str:
    return counted.day.isoformat() if told and counted is not None else told


def _provisional(reading: Reading) -> list[str]:
    found = zip(_SHOWN, (reading.promised, reading.statutory), strict=True)
    return [name for name, due in found if due and due.provisional]


def _stops(state: CaseState, calendar: Days, on: date | None) -> Iterator[Suspension]:
    for paper in state.papers:
        wanting = paper.state.is_wanting
        by = iso(paper.make_good_by or (state.make_good_by if wanting else ""))
        if by is None:
            continue
        end = calendar.add_workdays(by, state.terms.grace_workdays).day
        until = _ended(state, paper) or (on if on is not None and on > end else None)
        since = by + _DAY
        if until is None:
            if on is not None and since <= on <= end:
                yield Suspension(PAUSED, since=since.isoformat())
        elif since <= min(until, end):
            yield Suspension(PAUSED, since=since.isoformat(), until=min(until, end).isoformat())


def _ended(state: CaseState, paper: HeldPaper) -> date | None:
    """The day a paper came, or what ended the case while it was owed; None while it is."""
    if not paper.state.is_wanting:
        return iso(paper.good_on or paper.handed_on)
    return iso(state.decided_on or state.ended_on)


def came_late(state: CaseState) -> bool:
    """Was the case received after the hall had closed? What was received anew on another day than
    its hour is of tells nothing of that day."""
    try:
        at = parse_stamp(state.received_at)
    except ClerkError:
        return False
    same_day = legal_day(at).isoformat() == state.received_on
    return same_day and is_after_hours(at, off_duty_of(state.terms))
