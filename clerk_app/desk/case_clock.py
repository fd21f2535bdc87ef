"""The clock of a case as one cell per counted day, and why it ends on that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import LimitUnit
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.running import clock_of, clock_start, stops
from clerk_app.intake.rules.sub_clocks import hearing_of

if TYPE_CHECKING:
    from clerk_app.intake.model import CaseState
    from clerk_app.kernel.working_days import Calendar

MOST_CELLS = 90
"""More days than this are not drawn: the numbers are said, the cells would be hairs."""
MOST_OVER = 10
"""Days past the end that are drawn."""
_DAY = timedelta(days=1)


class CellKind(StrEnum):
    """What a day of the clock is."""

    START = "start"  # 起：当日不计入
    PAUSED = "paused"  # 特别程序，或容缺材料迟交：不计入
    PAST = "past"
    TODAY = "today"
    LEFT = "left"
    OVER = "over"  # past the end


CELL_WORDS = {
    CellKind.START: "起",
    CellKind.PAUSED: "",  # hatched
    CellKind.PAST: "",
    CellKind.TODAY: "今",
    CellKind.LEFT: "",
    CellKind.OVER: "超",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One counted day."""

    day: date
    kind: CellKind


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the clock shows. `due` is empty while it stands (顺延); `note` is the
    sum in words; `why` explains each date, a sentence a step."""

    title: str
    due: str
    note: str
    cells: tuple[Cell, ...] = ()
    why: tuple[str, ...] = ()
    provisional: bool = False


NO_CLOCK = ClockFace("时限", "", "还没有受理，办理时限没有开始。")


def clock_face(seen: CaseState, today: date, calendar: Calendar) -> ClockFace:
    """The clock of a case on a day; `seen` is the case as the law sees it then.

    The date is the one last told on paper. Where the sum gives another, both are said: the
    paper stands until somebody corrects it.
    """
    start = clock_start(seen)
    if not seen.accepted_on:
        return NO_CLOCK
    if start is None:
        words = "容缺材料补齐那天才开始计时。"
        return ClockFace("时限", "", words)
    reading = clock_of(seen, calendar, on=today)
    promised, statutory = reading.promised, reading.statutory
    told = iso(seen.promised_due) or iso(seen.statutory_due)
    why = tuple(line for one in (promised, statutory) if one for line in one.why)
    title = "承诺时限" if seen.promised_due or promised else "法定时限"
    if told is None:
        return ClockFace(title, "", "本事项没有写办理时限。", why=why)
    counted = reading.due
    if not seen.stands_still and counted is not None and counted.day != told:
        why = (*why, f"文书上写的是 {told}，以文书为准")
    if seen.is_suspended:
        why = (*why, "特别程序还没有结束，结束后到期日顺延")
    elif seen.paused_since:
        why = (*why, "容缺材料还没有补齐，补齐后到期日顺延")
    why = (*why, *_beside(seen, calendar))
    end = iso(seen.decided_on) or today
    cells = _cells(seen, start, told, end, calendar)
    due = "" if seen.stands_still else told.isoformat()
    shown = ("promised_due", "statutory_due")
    rests = any(name in shown for name in seen.provisional)
    return ClockFace(title, due, _note(seen, told, end, calendar), cells, why, provisional=rests)


def _beside(seen: CaseState, calendar: Calendar) -> tuple[str, ...]:
    """The days of the clocks beside: the report to the higher body, the hearing."""
    found = []
    if seen.review_due:
        done = f"，已在 {seen.reported_on} 报上级" if seen.reported_on else ""
        found.append(f"须在 {seen.review_due} 前审查完毕报上级{done}（第四十三条）")
    hearing = hearing_of(seen, calendar)
    if hearing is not None and hearing.ask_by:
        found.append(f"申请人可以在 {hearing.ask_by} 前申请听证（第四十七条）")
    if hearing is not None and hearing.hold_by:
        found.append(f"听证须在 {hearing.hold_by} 前组织（第四十七条）")
    return tuple(found)


def _cells(
    seen: CaseState, start: date, due: date, end: date, calendar: Calendar
) -> tuple[Cell, ...]:
    """The days from the start to the end of the clock; weekends and holidays of a clock of
    workdays are not drawn."""
    if (due - start).days > MOST_CELLS * 2:
        return ()
    natural = _is_natural(seen)
    last = max(due, end) if not seen.stands_still else max(end, start)
    pauses = _pauses(seen, end, calendar)
    cells = [Cell(start, CellKind.START)]
    day, over = start, 0
    while day < last and len(cells) < MOST_CELLS and over < MOST_OVER:
        day += _DAY
        if not natural and not calendar.is_workday(day):
            continue
        if any(since <= day <= until for since, until in pauses):
            kind = CellKind.PAUSED
        elif day > due and not seen.stands_still:
            kind, over = CellKind.OVER, over + 1
        elif day == end:
            kind = CellKind.TODAY
        else:
            kind = CellKind.PAST if day < end else CellKind.LEFT
        cells.append(Cell(day, kind))
    return tuple(cells)


def _is_natural(seen: CaseState) -> bool:
    """Whether days, not workdays, are counted."""
    limit = seen.terms.promised or seen.terms.statutory
    return limit is not None and not seen.terms.licensing and limit[1] == LimitUnit.DAY


def _note(seen: CaseState, due: date, end: date, calendar: Calendar) -> str:
    natural = _is_natural(seen)
    unit = "天" if natural else "个工作日"
    paused = _paused(seen, end, calendar, natural=natural)
    late = any(stops(seen, calendar, end))
    cause = "" if late and seen.suspensions else "容缺材料迟交" if late else "特别程序"
    stopped = f"{cause}停了 {paused} {unit}，" if paused else ""
    if seen.paused_since and not seen.is_suspended:
        return f"{stopped}现在不计时，补齐后到期日顺延。"
    if seen.is_suspended:
        return f"{stopped}现在不计时，结束后到期日顺延。"
    if seen.decided_on:
        kept = "按期" if end <= due else "超过了期限"
        return f"{stopped}{seen.decided_on} 已作出决定，{kept}。"
    if end > due:
        return f"{stopped}已经超过期限。"
    if end == due:
        return f"{stopped}今天是最后一天。"
    left = (due - end).days if natural else calendar.workdays_between(end, due)
    return f"受理当天不计入，{stopped}还剩 {left} {unit}。"


def _paused(seen: CaseState, end: date, calendar: Calendar, *, natural: bool) -> int:
    """Days that did not count so far, none of them twice."""
    days = {
        since + timedelta(days=n)
        for since, until in _pauses(seen, end, calendar)
        for n in range((until - since).days + 1)
    }
    return len(days) if natural else sum(map(calendar.is_workday, days))


def _pauses(seen: CaseState, end: date, calendar: Calendar) -> list[tuple[date, date]]:
    """The spans that do not count, special procedures and late papers alike."""
    return [
        (since, iso(each.until) or end)
        for each in (*seen.suspensions, *stops(seen, calendar, end))
        if (since := iso(each.since)) is not None
    ]
