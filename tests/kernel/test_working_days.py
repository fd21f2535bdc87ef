"""Legal days are counted as the State Council's calendar and the law have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.working_days import MOST_WORKDAYS, Calendar, Due
from tests.kernel.vectors import law, rows

SHIPPED = Calendar.shipped()
WORKDAY = {
    date.fromisoformat(row["date"]): row["is_workday"] == "1"
    for row in rows("workdays_2024_2026.csv")
}
FIRST, LAST = min(WORKDAY), max(WORKDAY)
ANY_DAY = st.dates(date(2022, 6, 1), date(2028, 6, 1))
KNOWN_DAY = st.dates(FIRST, LAST)


def naive_count(after: date, until: date) -> int:
    """Workdays after one day until another, one row of the table at a time."""
    return sum(is_work for day, is_work in WORKDAY.items() if after < day <= until)


def test_all_1096_days_are_what_six_independent_tables_say() -> None:
    assert len(WORKDAY) == 1096
    assert {day: SHIPPED.is_workday(day) for day in WORKDAY} == WORKDAY


def test_all_319_due_dates_are_right_and_firm() -> None:
    vectors = rows("workday_due_vectors.csv")
    assert len(vectors) == 319
    for row in vectors:
        start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
        assert SHIPPED.add_workdays(start, int(row["workdays"])) == Due(due, False), row
        assert SHIPPED.workdays_between(start, due) == int(row["workdays"]), row
        assert due - start == timedelta(days=int(row["calendar_days"])), row


@pytest.mark.parametrize("vector", law()["deadline_vectors_start_day_excluded"])
def test_deadlines_of_2026_exclude_the_start_day(vector: dict[str, str | int]) -> None:
    due = SHIPPED.add_workdays(date.fromisoformat(str(vector["start"])), int(vector["workdays"]))
    assert due == Due(date.fromisoformat(str(vector["deadline"])), False)


def test_a_suspension_counts_both_its_end_days_and_moves_the_deadline() -> None:
    vector = law()["suspend_vector"]
    accepted = date.fromisoformat(vector["accepted"])
    first, last = map(date.fromisoformat, vector["special_procedure"])
    promise = vector["promise_workdays"]
    suspended = SHIPPED.workdays_inside(first, last)
    assert suspended == vector["suspended_workdays"]
    assert SHIPPED.add_workdays(accepted, promise).day.isoformat() == vector["base_deadline"]
    moved = SHIPPED.add_workdays(accepted, promise + suspended).day
    assert moved.isoformat() == vector["new_deadline"]


def test_a_limit_that_runs_into_a_year_without_a_calendar_is_provisional() -> None:
    vector = law()["provisional_vector"]
    start = date.fromisoformat(vector["start"])
    assert SHIPPED.add_workdays(start, vector["workdays"]) == Due(date(2027, 1, 1), True)
    assert SHIPPED.add_workdays(start, 4) == Due(date(2026, 12, 31), False)


def test_only_weekends_are_left_out_in_an_unknown_year() -> None:
    # 2027-09-30 is a Thursday; 国庆节 of 2027 is not published, so it cannot be left out
    assert SHIPPED.add_workdays(date(2027, 9, 30), 2) == Due(date(2027, 10, 4), True)


def test_a_limit_that_starts_on_the_last_day_of_an_unknown_year_is_firm() -> None:
    assert SHIPPED.add_workdays(date(2023, 12, 31), 1) == Due(date(2024, 1, 2), False)


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 10, 1), date(2030, 5, 4)])
def test_zero_workdays_is_the_same_day_even_on_a_holiday(day: date) -> None:
    assert SHIPPED.add_workdays(day, 0) == Due(day, False)


@pytest.mark.parametrize("n", [-1, MOST_WORKDAYS + 1, 10**12])
def test_a_number_of_workdays_no_limit_has_is_refused_at_once(n: int) -> None:
    with pytest.raises(Misused) as caught:
        SHIPPED.add_workdays(date(2026, 3, 2), n)
    assert caught.value.code == "bad_workdays"


def test_counting_past_the_last_day_a_date_can_hold_is_a_bad_date() -> None:
    with pytest.raises(Misused) as caught:
        SHIPPED.add_workdays(date(9999, 12, 30), 5)
    assert caught.value.code == "bad_date"


def test_a_moment_is_not_taken_for_a_legal_day() -> None:
    # 20:00 UTC is already the next legal day
    moment = datetime(2026, 3, 2, 20, tzinfo=UTC)
    for call in (SHIPPED.is_workday, SHIPPED.roll_forward):
        with pytest.raises(TypeError):
            call(moment)
    with pytest.raises(TypeError):
        SHIPPED.add_workdays(moment, 1)
    with pytest.raises(TypeError):
        SHIPPED.workdays_between(date(2026, 3, 2), moment)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 2), Due(date(2026, 3, 2), False)),
        (date(2026, 10, 1), Due(date(2026, 10, 8), False)),
        (date(2026, 2, 14), Due(date(2026, 2, 14), False)),  # a Saturday worked for 春节
        (date(2026, 2, 15), Due(date(2026, 2, 24), False)),
        (date(2027, 1, 2), Due(date(2027, 1, 4), True)),
        (date(2023, 12, 30), Due(date(2024, 1, 2), True)),
    ],
)
def test_a_day_off_rolls_to_the_next_workday(day: date, due: Due) -> None:
    assert SHIPPED.roll_forward(day) == due


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 1),
        (date(2026, 10, 1), date(2026, 10, 1), 0),
        (date(2026, 9, 28), date(2026, 10, 9), 5),
        (date(2026, 3, 3), date(2026, 3, 2), 0),
    ],
)
def test_workdays_inside_include_both_ends(first: date, last: date, inside: int) -> None:
    assert SHIPPED.workdays_inside(first, last) == inside


@given(KNOWN_DAY, KNOWN_DAY)
@settings(max_examples=60, deadline=None)
def test_workdays_between_are_the_rows_of_the_table(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert SHIPPED.workdays_between(start, end) == naive_count(start, end)
    assert SHIPPED.workdays_between(end, start) == -naive_count(start, end)


@given(ANY_DAY, st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_workdays_between_is_the_inverse_of_add_workdays(start: date, n: int) -> None:
    due = SHIPPED.add_workdays(start, n).day
    assert SHIPPED.workdays_between(start, due) == n
    assert n == 0 or SHIPPED.is_workday(due)


@given(ANY_DAY, st.integers(0, 10), st.integers(0, 300), st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    start: date, later: int, n: int, more: int
) -> None:
    due = SHIPPED.add_workdays(start, n)
    longer = SHIPPED.add_workdays(start + timedelta(days=later), n + more)
    assert longer.day >= due.day
    assert (more == 0) or longer.day > due.day


@given(ANY_DAY, st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_a_date_is_provisional_exactly_when_a_day_passed_lies_in_an_unknown_year(
    start: date, n: int
) -> None:
    due = SHIPPED.add_workdays(start, n)
    passed = range(1, (due.day - start).days + 1)
    unknown = any((start + timedelta(days=k)).year not in (2024, 2025, 2026) for k in passed)
    assert due.provisional is unknown


@given(ANY_DAY)
@settings(max_examples=60, deadline=None)
def test_rolling_forward_gives_a_workday_with_none_before_it(day: date) -> None:
    due = SHIPPED.roll_forward(day).day
    assert SHIPPED.is_workday(due)
    assert not any(SHIPPED.is_workday(day + timedelta(days=k)) for k in range((due - day).days))


def test_a_calendar_of_nothing_knows_no_year_and_says_so() -> None:
    empty = Calendar.load([])
    assert empty.years == ()
    assert empty.add_workdays(date(2026, 9, 30), 1) == Due(date(2026, 10, 1), True)


def test_a_folder_beside_the_data_brings_a_later_year(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'year = 2027\nsource = "constructed for this test"\n'
        '[[holiday]]\nname = "元旦"\noff = [2026-12-31, 2027-01-01]\nwork = [2026-12-27]\n',
        "utf-8",
    )
    shipped = Path(__file__).resolve().parents[2] / "resources" / "calendar"
    calendar = Calendar.load([shipped, tmp_path])
    assert calendar.years == (2024, 2025, 2026, 2027)
    assert calendar.sources[2027] == "constructed for this test"
    # the December days the new notice moves are moved too
    assert calendar.add_workdays(date(2026, 12, 25), 5) == Due(date(2027, 1, 4), False)
