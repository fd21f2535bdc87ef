"""The legal clock of a case: when it is due, and why on that day.

Limits count workdays without statutory holidays (行政许可法 art. 82); the day something happens
is not counted (民法典 art. 201) unless a hall says otherwise. Special procedures do not count
(art. 45), one extension adds its workdays (art. 42). Natural days of other items stand still for
natural days and end on a workday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from clerk_app.catalogue.model import ItemType, LimitUnit, ServiceItem, TimeLimit
from clerk_app.catalogue.rules.limits import statutory_limit
from clerk_app.intake.model import LegalTerms, Suspension
from clerk_app.kernel.clock import CHINA, parse_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.local_rules import DEFAULT, LocalRules
from clerk_app.kernel.working_days import Due

JOINT_DEFAULT = (45, str(LimitUnit.WORKDAY))
"""统一、联合、集中办理: 45 days (行政许可法 art. 42(2))."""
EXTENSION, JOINT_EXTENSION = 10, 15
"""Most workdays of the one extension (art. 42(1) and 42(2))."""
REVIEW_WORKDAYS = 20
"""下级先审查: within 20 days of acceptance (art. 43)."""
HEARING_ASKED, HEARING_HELD = 5, 20
"""听证: asked for within 5 days of being told, held within 20 (art. 47)."""
OFF_DUTY = time(17, 30)
"""下班时间 of cases whose terms name none, for ever; what halls set today is `LocalRules`."""
_DAY = timedelta(days=1)


class Days(Protocol):
    """What a clock asks of the calendar."""

    @property
    def local(self) -> LocalRules: ...

    def add_workdays(self, start: date, n: int) -> Due: ...

    def roll_forward(self, day: date) -> Due: ...

    def workdays_inside(self, first: date, last: date) -> int: ...

    def is_workday(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A date with how it was counted, a sentence a step, for whoever asks why that day."""

    day: date
    provisional: bool
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows; None where there is no such limit, or it does not run yet."""

    promised: Reckoned | None = None
    statutory: Reckoned | None = None

    @property
    def due(self) -> Reckoned | None:
        """The day the case must be decided by: what was promised, else the law's."""
        return self.promised or self.statutory


def terms_of(item: ServiceItem, *, joint: bool = False, local: LocalRules = DEFAULT) -> LegalTerms:
    """What the clock of a case of this item counts by, with what the hall sets itself today."""
    statutory = _pair(statutory_limit(item))
    if joint and item.type is ItemType.LICENSING and item.legal_limit is None:
        statutory = JOINT_DEFAULT
    policy = item.deferral
    return LegalTerms(
        promised=_pair(item.promised_limit),
        statutory=statutory,
        licensing=item.type is ItemType.LICENSING,
        joint=joint,
        clock_starts=str(policy.clock_starts),
        on_expiry=str(policy.on_expiry) if policy.enabled else "",
        grace_workdays=policy.grace_workdays if policy.enabled else 0,
        block_months=policy.block_months if policy.enabled else 0,
        off_duty="" if local.off_duty == OFF_DUTY else local.off_duty.strftime("%H:%M"),
        start_counts=local.start_day_counts,
    )


def local_of(terms: LegalTerms, local: LocalRules) -> LocalRules:
    """The local rules a case was opened under, the others as they are now."""
    return replace(local, off_duty=off_duty_of(terms), start_day_counts=terms.start_counts)


def off_duty_of(terms: LegalTerms) -> time:
    """下班时间 of the hall when a case was opened; a text nobody can read is none."""
    try:
        return time.fromisoformat(terms.off_duty) if terms.off_duty else OFF_DUTY
    except ValueError:
        return OFF_DUTY


def read_clock(
    terms: LegalTerms,
    start: date | None,
    calendar: Days,
    *,
    suspensions: Iterable[Suspension] = (),
    extended: int = 0,
    start_counts: bool = False,
    after_hours: bool = False,
) -> Reading:
    """When the case is due. `start` is the day of acceptance; None: no clock runs.

    A special procedure that still runs adds nothing yet: while it does, no day is due. A same-day
    limit met on a day of rest, or `after_hours`, ends on the next workday.
    """
    if start is None:
        return Reading()
    start_counts = start_counts or terms.start_counts
    calendar_start = calendar.add_workdays(start, 1).day if after_hours else start
    pauses = _apart(suspensions, start)
    how = _How(terms.licensing, start, calendar_start, calendar, pauses, extended, start_counts)
    return Reading(
        _reckon("承诺时限", terms.promised, how), _reckon("法定时限", terms.statutory, how)
    )


@dataclass(frozen=True, slots=True)
class _How:
    """What both limits of a case are counted with."""

    licensing: bool
    start: date
    same_day: date
    calendar: Days
    pauses: list[tuple[str, date, date]]
    extended: int
    start_counts: bool


def _reckon(name: str, limit: tuple[int, str] | None, how: _How) -> Reckoned | None:
    if limit is None:
        return None
    value, unit = limit
    start, calendar = how.start, how.calendar
    first = start - _DAY if how.start_counts else start
    counted = "当日计入" if how.start_counts else "当日不计入"
    workdays = True
    if unit in {LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY} or not value:
        due = calendar.roll_forward(how.same_day)
        moved = "" if due.day == start else f"，遇下班后或休息日，顺延到 {due.day}"
        why = [f"{name}{unit}，从 {start} 起算{moved}"]
    elif unit == LimitUnit.WORKDAY or how.licensing:
        due = calendar.add_workdays(first, value)
        why = [f"{name} {value} 个工作日，从 {start} 起算（{counted}），到 {due.day}"]
    else:
        due = calendar.roll_forward(first + timedelta(days=value))
        why = [f"{name} {value} 日（自然日），从 {start} 起算（{counted}），到 {due.day}"]
        workdays = False
    days = 0
    for kind, since, until in how.pauses:
        more = calendar.workdays_inside(since, until) if workdays else (until - since).days + 1
        days += more
        unit_text = "个工作日" if workdays else "日"
        why.append(f"{kind} {since} 至 {until}，{more} {unit_text}不计入")
    if days and workdays:
        due = _later(due, calendar.add_workdays(due.day, days))
    elif days:
        due = _later(due, calendar.roll_forward(first + timedelta(days=value + days)))
    if how.extended:
        due = _later(due, calendar.add_workdays(due.day, how.extended))
        why.append(f"经批准延期 {how.extended} 个工作日")
    if days or how.extended:
        why.append(f"所以到 {due.day} 为止")
    if due.provisional:
        why.append("其中有的日子国务院还没有公布放假安排，日期暂定")
    return Reckoned(due.day, due.provisional, tuple(why))


def most_extension(terms: LegalTerms) -> int:
    """Most workdays of the one extension (art. 42)."""
    return JOINT_EXTENSION if terms.joint else EXTENSION


def is_after_hours(at: datetime, off_duty: time = OFF_DUTY) -> bool:
    """Did it come after the hall had closed? The minute of closing is still in time."""
    return at.astimezone(CHINA).time().replace(second=0, microsecond=0) > off_duty


def review_due(
    accepted_on: date, calendar: Days, suspensions: Iterable[Suspension] = ()
) -> Reckoned:
    """Until when a lower body that examines first must report up (art. 43); what art. 45 leaves
    out of the limits of its section is left out of this one too."""
    how = _How(
        True, accepted_on, accepted_on, calendar, _apart(suspensions, accepted_on), 0, False
    )
    found = _reckon("下级审查", (REVIEW_WORKDAYS, str(LimitUnit.WORKDAY)), how)
    assert found is not None  # noqa: S101 - a limit is always reckoned
    return found


def hearing_due(told_on: date, asked_on: date | None, calendar: Days) -> tuple[Due, Due | None]:
    """Until when a hearing may be asked for, and, once it was, must be held (art. 47)."""
    asked = calendar.add_workdays(told_on, HEARING_ASKED)
    return asked, calendar.add_workdays(asked_on, HEARING_HELD) if asked_on else None


def iso(day: str) -> date | None:
    """A date in a body, or None where there is none or nobody can read it."""
    try:
        return parse_day(day) if day else None
    except ClerkError:
        return None


def _span(suspension: Suspension) -> tuple[date, date] | None:
    since, until = iso(suspension.since), iso(suspension.until)
    return (since, until) if since and until and since <= until else None


def _apart(suspensions: Iterable[Suspension], start: date) -> list[tuple[str, date, date]]:
    """The spans outside the clock, no day twice and none before it began to run."""
    spans = [(*span, s.kind) for s in suspensions if (span := _span(s)) is not None]
    found: list[tuple[str, date, date]] = []
    free = start
    for since, until, kind in sorted(spans):
        first = max(since, free)
        if first <= until:
            found.append((kind, first, until))
            free = until + _DAY
    return found


def _later(before: Due, after: Due) -> Due:
    return Due(after.day, before.provisional or after.provisional)


def _pair(limit: TimeLimit | None) -> tuple[int, str] | None:
    return (limit.value, str(limit.unit)) if limit else None
