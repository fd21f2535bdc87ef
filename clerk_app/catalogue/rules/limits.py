"""Time limits: what they count in, when they run out, and whether a promise exceeds the law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from clerk_app.catalogue.model import ItemType, LimitUnit, ServiceItem, TimeLimit
from clerk_app.kernel.working_days import Due

LICENSING_DEFAULT = TimeLimit(20, LimitUnit.WORKDAY)
"""Limit of a licence where none is published: 20 workdays (行政许可法 art. 42, art. 82)."""

_SAME_DAY = (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY)


class DayCounter(Protocol):
    """What a limit asks of the calendar; `kernel.working_days.Calendar` answers it."""

    def add_workdays(self, start: date, n: int) -> Due:
        """The `n`th workday after `start`, the start day not counted."""
        ...

    def roll_forward(self, day: date) -> Due:
        """`day` if it is a workday, else the next one."""
        ...


def workdays_in(limit: TimeLimit | None, item_type: ItemType | None) -> int | None:
    """The limit in workdays, or None if it counts in natural days or is not given.

    即时 and 当日 are 0 workdays. 日 is a workday for 行政许可 (行政许可法 art. 82), elsewhere a
    natural day.
    """
    if limit is None:
        return None
    if limit.unit in _SAME_DAY:
        return 0
    if limit.unit is LimitUnit.WORKDAY or item_type is ItemType.LICENSING:
        return limit.value
    return None


def limit_due(
    limit: TimeLimit, item_type: ItemType | None, start_date: date, calendar: DayCounter
) -> Due:
    """The last day of a limit that starts on `start_date`, the start day not counted.

    Natural days that end on a day off run to the next workday. Same-day limits are due on
    the start day itself.
    """
    workdays = workdays_in(limit, item_type)
    if workdays is not None:
        return calendar.add_workdays(start_date, workdays)
    return calendar.roll_forward(start_date + timedelta(days=limit.value))


def statutory_limit(item: ServiceItem) -> TimeLimit | None:
    """法定时限: the published one; for 行政许可 without one `LICENSING_DEFAULT`; else None."""
    if item.legal_limit is None and item.type is ItemType.LICENSING:
        return LICENSING_DEFAULT
    return item.legal_limit


def promise_exceeds_law(
    promised: TimeLimit | None, legal: TimeLimit | None, item_type: ItemType | None
) -> bool:
    """Is the promised limit longer than the legal one? Only like units are compared."""
    if promised is None or legal is None:
        return False
    in_workdays = workdays_in(promised, item_type), workdays_in(legal, item_type)
    if in_workdays[0] is not None and in_workdays[1] is not None:
        return in_workdays[0] > in_workdays[1]
    return in_workdays == (None, None) and promised.value > legal.value
