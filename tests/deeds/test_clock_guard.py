"""A clock set back, or a year forward, dates no receipt; a scripted act has its own clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from clerk_app.kernel.clock import CHINA, clock_fault

LAST = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        (LAST, ""),
        (LAST - 5 * MINUTE, ""),
        (LAST - 5 * MINUTE - timedelta(seconds=1), "clock_back"),
        (LAST - 30 * DAY, "clock_back"),
        (LAST + 366 * DAY, ""),
        (LAST + 366 * DAY + MINUTE, "clock_forward"),
    ],
)
def test_how_far_a_clock_may_be_from_the_last_record(now: datetime, fault: str) -> None:
    assert clock_fault(now, LAST) == fault
    assert clock_fault(now, None) == ""
