"""Rules of delivery: the limit after a decision."""

from __future__ import annotations

from datetime import date

from clerk_app.kernel.working_days import Calendar, Due

DELIVERY_WORKDAYS = 10
"""A licence is issued and delivered within 10 days of the decision (行政许可法 art. 44)."""


def deliver_due(decided_on: date, calendar: Calendar) -> Due:
    """Until when a granted licence must be in the applicant's hands."""
    return calendar.add_workdays(decided_on, DELIVERY_WORKDAYS)
