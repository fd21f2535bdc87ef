"""送达: ten workdays after the decision (行政许可法 art. 44, 82)."""

from __future__ import annotations

from datetime import date

import pytest

from clerk_app.delivery.rules import deliver_due
from clerk_app.kernel.working_days import Calendar
from tests.kernel.vectors import law

CALENDAR = Calendar.shipped()


def test_the_published_ten_day_vector_comes_out() -> None:
    vector = next(v for v in law()["deadline_vectors_start_day_excluded"] if v["workdays"] == 10)
    due = deliver_due(date.fromisoformat(vector["start"]), CALENDAR)
    assert (due.day.isoformat(), due.provisional) == (vector["deadline"], False)


@pytest.mark.parametrize(
    ("decided", "due"), [("2026-03-02", "2026-03-16"), ("2026-02-13", "2026-03-05")]
)
def test_ten_workdays_skip_days_of_rest(decided: str, due: str) -> None:
    assert deliver_due(date.fromisoformat(decided), CALENDAR).day.isoformat() == due


def test_without_a_calendar_the_day_is_provisional() -> None:
    assert deliver_due(date(2026, 12, 25), CALENDAR).provisional
