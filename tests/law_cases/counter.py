"""Counts days over the calendar table by itself, to check what the hand wrote down.

Shares no line with the program. Days the table does not hold are workdays from Monday to Friday,
and an answer that rests on one is provisional.
"""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

TABLE = Path(__file__).parents[1] / "data" / "workdays_2024_2026.csv"
STEPS = re.compile(r"(?:(当日)|(\d+) (工作日|日)(?: 前 (\d+) 工作日)?)\Z")

with TABLE.open(encoding="utf-8", newline="") as _file:
    _ROWS = list(csv.DictReader(line for line in _file if not line.startswith("#")))
WORKED = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in _ROWS}


def count(start: date, steps: str) -> tuple[date, bool]:
    """The day that `steps` after `start` is, the start not counted; and whether provisional.

    `5 工作日` counts workdays; `12 日` natural days, running on over days of rest; `当日` is the
    start, running on likewise; `11 日 前 2 工作日` goes two workdays back from the end.
    """
    found = STEPS.match(steps)
    assert found is not None, steps
    same_day, number, unit, back = found.groups()
    if unit == "工作日":
        assert back is None, steps
        return _walk(start, int(number), 1)
    day = start if same_day else start + timedelta(days=int(number))
    loose = day not in WORKED
    while not _is_worked(day):
        day += timedelta(days=1)
        loose = loose or day not in WORKED
    if back is None:
        return day, loose
    day, looser = _walk(day, int(back), -1)
    return day, loose or looser


def _walk(day: date, left: int, step: int) -> tuple[date, bool]:
    loose = False
    while left:
        day += timedelta(days=step)
        loose = loose or day not in WORKED
        left -= _is_worked(day)
    return day, loose


def _is_worked(day: date) -> bool:
    return WORKED.get(day, day.weekday() < 5)
