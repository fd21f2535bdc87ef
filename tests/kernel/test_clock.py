"""Legal days are days at +08:00, and a time without an offset is no time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.clock import CHINA, SystemClock, legal_day, parse_day, parse_stamp, stamp
from clerk_app.kernel.errors import Misused

NOON = datetime(2026, 3, 2, 10, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T10:05:00+08:00",
        "2026-03-02T10:05:00.000+08:00",
        "2026-03-02T10:05+08:00",
        "2026-03-02T02:05:00Z",
        "2026-03-02T02:05:00+00:00",
        "2026-03-01T18:05:00-08:00",
        "2026-03-02T07:50:00+05:45",
    ],
)
def test_any_offset_names_the_same_moment(text: str) -> None:
    at = parse_stamp(text)
    assert at == NOON
    assert at.utcoffset() == timedelta(hours=8)
    assert stamp(at) == "2026-03-02T10:05:00.000+08:00"


@pytest.mark.parametrize(
    "text", ["", "now", "2026-03-02", "2026-03-02T10:05:00", "2026-02-30T10:05:00+08:00", "10:05"]
)
def test_a_time_without_offset_or_form_is_misused(text: str) -> None:
    with pytest.raises(Misused) as caught:
        parse_stamp(text)
    assert caught.value.code == "bad_time"


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026/03/02", "today", "2026-03-02T00:00"])
def test_what_is_no_iso_date_is_misused(text: str) -> None:
    with pytest.raises(Misused) as caught:
        parse_day(text)
    assert caught.value.code == "bad_date"


def test_an_iso_date_is_read() -> None:
    assert parse_day("2026-03-02") == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 2, 16, 0, 0, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2026, 3, 1)),
        (NOON, date(2026, 3, 2)),
    ],
)
def test_a_moment_belongs_to_the_day_it_is_at_plus_eight(at: datetime, day: date) -> None:
    assert legal_day(at) == day


@given(st.timedeltas(timedelta(days=-13_000), timedelta(days=26_000)), st.integers(-12, 14))
@settings(max_examples=60, deadline=None)
def test_a_stamp_reads_back_to_the_millisecond(later: timedelta, hours: int) -> None:
    at = (NOON + later).astimezone(timezone(timedelta(hours=hours)))
    back = parse_stamp(stamp(at))
    assert timedelta(0) <= at - back < timedelta(milliseconds=1)


def test_the_machines_clock_is_aware_and_its_other_clock_never_goes_back() -> None:
    clock = SystemClock()
    first, second = clock.monotonic_ms(), clock.monotonic_ms()
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert 0 <= first <= second


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:00:00-08:00"])
def test_a_time_beyond_the_calendar_is_misuse(text: str) -> None:
    with pytest.raises(Misused) as caught:
        parse_stamp(text)
    assert caught.value.code == "bad_time"


@pytest.mark.parametrize("text", ["20260302", "2026-W10-1", "2026-3-2", ""])
def test_a_day_has_one_spelling(text: str) -> None:
    with pytest.raises(Misused):
        parse_day(text)
