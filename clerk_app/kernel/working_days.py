"""Workdays (工作日): the State Council's calendar and the counting of legal days.

Limits of the Administrative Licensing Law count workdays without statutory holidays
(行政许可法 第八十二条), and the day something happens is not counted (民法典 第二百零一条).
Which days those are is published once a year; one TOML file holds one notice:

    year = 2026
    source = "address of the notice"
    [[holiday]]
    name = "元旦"
    off = [2026-01-01, 2026-01-02, 2026-01-03]
    work = [2026-01-04]

Nothing is guessed. In a year whose notice is not loaded only weekends are left out, and
the answer is provisional (暂定) and says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from clerk_app.kernel.errors import ClerkError, Damaged, Misused
from clerk_app.kernel.local_rules import DEFAULT, LocalRules
from clerk_app.kernel.paths import resource

MOST_WORKDAYS = 5000
"""Longest limit that is counted, in workdays (about twenty years)."""

_DAY = timedelta(days=1)
_FILE_KEYS = {"year", "source", "holiday"}
_HOLIDAY_KEYS = {"name", "off", "work"}


@dataclass(frozen=True, slots=True)
class Due:
    """A day that was counted out. `provisional` (暂定): it rests on an unpublished calendar."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Notice:
    """What one calendar file says. Days lie in `year` or in the December before it."""

    year: int
    source: str
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are workdays, for the years whose notice is loaded.

    Days are legal days (`clock.legal_day`); a `datetime` is refused as a bug, since its
    own date could be another legal day.
    """

    sources: Mapping[int, str]
    """Address of the notice by year."""
    off: frozenset[date]
    work: frozenset[date]
    local: LocalRules = DEFAULT
    """What the hall counts by where no national rule does."""

    @classmethod
    def shipped(cls) -> Calendar:
        """The calendars this program was built with.

        Raises `Damaged` (`bad_calendar`): the program's own files are not as built.
        """
        try:
            calendar = cls.load([resource("calendar")])
        except ClerkError as error:
            raise Damaged(error.code, f"程序自带的{error.message}，请重新安装") from error
        if not calendar.sources:
            raise Damaged("bad_calendar", "程序自带的节假日日历不见了，请重新安装")
        return calendar

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Calendar:
        """Read calendar files, or every `*.toml` of a folder.

        The notice of a later path replaces that of an earlier one for the same year, so a
        folder beside the data can bring new years and corrections: `load([shipped, own])`.
        Raises `Misused` (`bad_calendar`) naming the file that is not in the form.
        """
        notices: dict[int, _Notice] = {}
        for path in paths:
            notices |= _read_path(path)
        off = frozenset[date]().union(*(notice.off for notice in notices.values()))
        work = frozenset[date]().union(*(notice.work for notice in notices.values()))
        if off & work:
            day = min(off & work)
            raise Misused("bad_calendar", f"节假日日历互相矛盾：{day} 既放假又上班")
        return cls({year: notices[year].source for year in sorted(notices)}, off, work)

    @property
    def years(self) -> tuple[int, ...]:
        """Years whose notice is loaded, in order."""
        return tuple(self.sources)

    def knows(self, year: int) -> bool:
        """Is the notice of this year loaded?"""
        return year in self.sources

    def is_workday(self, day: date) -> bool:
        """Is it a workday? In a year that is not known: any Monday to Friday."""
        _must_be_a_day(day)
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def add_workdays(self, start: date, n: int) -> Due:
        """The `n`th workday after `start`; the start day is not counted.

        0 workdays (即时, 当日) is the start day itself, workday or not. Provisional when a
        day that was counted or passed over lies in a year that is not known.
        Raises `Misused`: `bad_workdays` (below 0 or above `MOST_WORKDAYS`), `bad_date`.
        """
        _must_be_a_day(start)
        if not 0 <= n <= MOST_WORKDAYS:
            raise Misused("bad_workdays", f"工作日数应在 0 到 {MOST_WORKDAYS} 之间")
        day, left, provisional = start, n, False
        while left:
            day = _next(day)
            provisional = provisional or not self.knows(day.year)
            left -= self.is_workday(day)
        return Due(day, provisional)

    def back_workdays(self, end: date, n: int) -> date:
        """The `n`th workday before `end`; 0 is the day itself."""
        day = end
        while n:
            day -= _DAY
            n -= self.is_workday(day)
        return day

    def roll_forward(self, day: date) -> Due:
        """`day` if it is a workday, else the next one. Raises `Misused` (`bad_date`)."""
        provisional = not self.knows(day.year)
        while not self.is_workday(day):
            day = _next(day)
            provisional = provisional or not self.knows(day.year)
        return Due(day, provisional)

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays after `start` up to and including `end`; negative when `end` is earlier.

        The inverse of `add_workdays`: what is left of a limit, or by how much it is over.
        """
        _must_be_a_day(start)
        _must_be_a_day(end)
        if end < start:
            return -self.workdays_between(end, start)
        weekdays = _weekdays_to(end) - _weekdays_to(start)
        off = sum(1 for day in self.off if start < day <= end and day.weekday() < 5)
        work = sum(1 for day in self.work if start < day <= end)
        return weekdays - off + work

    def workdays_inside(self, first: date, last: date) -> int:
        """Workdays from `first` to `last`, both included (a suspension, 不计时); 0 if reversed."""
        if last < first:
            return 0
        return self.is_workday(first) + self.workdays_between(first, last)


def _must_be_a_day(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError("a legal day is wanted, not a moment: see clock.legal_day")


def _next(day: date) -> date:
    try:
        return day + _DAY
    except OverflowError as error:
        raise Misused("bad_date", "日期太晚，超出了日历的范围") from error


def _weekdays_to(day: date) -> int:
    """Mondays to Fridays from 0001-01-01, a Monday, to `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def _read_path(path: Path) -> dict[int, _Notice]:
    """The notices of a file or folder. Two of one year in a folder: nobody knows which counts."""
    if not path.is_dir():
        notice = _read(path)
        return {notice.year: notice}
    found: dict[int, _Notice] = {}
    for file in sorted(path.glob("*.toml")):
        notice = _read(file)
        if notice.year in found:
            raise _bad(file, f"同一文件夹里已有 {notice.year} 年的日历")
        found[notice.year] = notice
    return found


def _read(path: Path) -> _Notice:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _bad(path, "读不出来") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, "不是 UTF-8 的 TOML 文件") from error
    unknown = content.keys() ^ _FILE_KEYS
    if unknown:
        raise _bad(path, f"应有且只有 year、source、holiday，不合的是 {min(unknown)}")
    year, source, holidays = content["year"], content["source"], content["holiday"]
    if type(year) is not int or not 1950 <= year <= 2999:
        raise _bad(path, "year 不是年份")
    if not isinstance(source, str) or not source.strip():
        raise _bad(path, "source 未写明通知出处")
    if not isinstance(holidays, list) or not holidays:
        raise _bad(path, "没有一个 holiday")
    off: set[date] = set()
    work: set[date] = set()
    for holiday in holidays:
        _read_holiday(path, year, holiday, off, work)
    if not off:
        # a year always has statutory holidays; an empty list would make wrong dates firm
        raise _bad(path, "没有放假的日子")
    return _Notice(year, source, frozenset(off), frozenset(work))


def _read_holiday(path: Path, year: int, holiday: Any, off: set[date], work: set[date]) -> None:
    if not isinstance(holiday, dict) or holiday.keys() != _HOLIDAY_KEYS:
        raise _bad(path, "每个 holiday 应有且只有 name、off、work")
    for key, days in (("off", off), ("work", work)):
        listed = holiday[key]
        if not isinstance(listed, list):
            raise _bad(path, f"{key} 不是日期的列表")
        for day in listed:
            if type(day) is not date:
                raise _bad(path, f"{key} 里有一项不是日期")
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                raise _bad(path, f"{day} 不属于 {year} 年")
            if day in off or day in work:
                raise _bad(path, f"{day} 写了两次")
            if key == "work" and day.weekday() < 5:
                raise _bad(path, f"{day} 本是工作日，不能调休上班")
            days.add(day)


def _bad(path: Path, what: str) -> Misused:
    return Misused("bad_calendar", f"节假日日历 {path.name} 有误：{what}")
