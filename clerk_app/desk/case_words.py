"""One case in the hall's words: what the law says today, its papers, and whose turn it was.

Plain functions over a `CaseFile`; nothing here asks for the time or the store.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_app.desk import actions as keys
from clerk_app.desk.case_clock import NO_CLOCK, ClockFace, clock_face
from clerk_app.desk.case_events import CaseEvent, time_line, told_event, told_words
from clerk_app.desk.case_port import AT_HALL, HERE
from clerk_app.desk.case_said import Said, said_of
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.cannot import cannot_be_done
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import (
    CLOSED,
    DECIDED,
    LAID_DOWN,
    REFUSED,
    lawful,
    stage_of,
    words_of,
)
from clerk_app.intake.rules.silence import Lapse, as_of, deem_on, deemed, lapse
from clerk_app.intake.rules.supervision import FINDINGS, Finding, Lamp, Watched, watched
from clerk_app.intake.rules.urging import waiting
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.masking import mask_name

if TYPE_CHECKING:
    from datetime import date

    from clerk_app.desk.actions import Action
    from clerk_app.desk.case_port import CaseFile
    from clerk_app.intake.model import CaseState, HeldPaper
    from clerk_app.kernel.working_days import Calendar

LAMP_SIGNS = {
    Lamp.GREEN: "normal",
    Lamp.YELLOW: "soon",
    Lamp.RED: "overdue",
    Lamp.GREY: "suspended",
    Lamp.NONE: "closed",
}
"""The glyph of a lamp; the word beside it says what is left."""
_BEFORE = {Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION}


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One paper as it stands; `state` as in the scripted intake file."""

    name: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One numbered document."""

    kind: str
    title: str
    number: str
    printed: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines of (label, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """The page of one case. `acts` are exactly what is lawful today, in the order of the law's
    table; `likely` is the one a clerk does next; `issues` are the papers that are no act."""

    number: str
    grouped: str
    item: str
    department: str
    applicant: str
    agent: str
    stage: str
    lamp: str
    lamp_word: str
    place: str
    said: Said
    clock: ClockFace = NO_CLOCK
    dates: tuple[tuple[str, str], ...] = ()
    events: tuple[CaseEvent, ...] = ()
    papers: tuple[CasePaper, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    sections: tuple[Section, ...] = ()
    acts: tuple[Action, ...] = ()
    likely: str = ""
    issues: tuple[Action, ...] = ()


def sheet_of(file: CaseFile) -> CaseSheet:
    """The page of a case, as the law sees it on `file.today`."""
    state, today, calendar = file.state, file.today, file.calendar
    seen = as_of(state, today, calendar)
    look = watched(state, today, calendar)
    sign, word = lamp_of(look, today)
    unrecorded = deemed(state, today, calendar) is not None
    offered = [each for act in lawful(seen) for each in keys.CASE_ACTS if each.id == act]
    if unrecorded:
        offered.append(keys.DEEM)
    return CaseSheet(
        number=state.number,
        grouped=group_digits(state.number),
        item=state.item_name,
        department=state.department,
        applicant=mask_name(state.applicant, person=file.person),
        agent=mask_name(state.agent) if state.agent else "",
        stage=words_of(seen),
        lamp=sign,
        lamp_word=word,
        place=HERE if file.here else AT_HALL,
        said=said_of(seen, today, calendar, unrecorded=unrecorded),
        clock=clock_face(seen, today, calendar),
        dates=dates_of(seen),
        events=time_line(file, seen),
        papers=tuple(_paper(paper) for paper in seen.papers),
        documents=tuple(
            CaseDocument(d.kind, file.titles.get(d.number, d.kind), d.number, d.printed)
            for d in state.documents
        ),
        sections=tuple(s for s in _sections(file, seen, look) if s.lines),
        acts=tuple(offered),
        likely=_likely(seen, today, calendar, unrecorded=unrecorded),
        issues=_issues(look, today, calendar),
    )


def lamp_of(look: Watched, today: date) -> tuple[str, str]:
    """The glyph of a lamp and its words: what is left, of what."""
    state, left, due = look.state, look.workdays_left, look.due
    sign = LAMP_SIGNS[look.lamp]
    stage = stage_of(state)
    if look.lamp is Lamp.NONE:
        return sign, "已办完"
    if look.papers_late is not None and not state.is_suspended:
        return sign, f"宽限中，迟 {look.papers_late} 天"
    if look.lamp is Lamp.GREY:
        return sign, "已暂停"
    of = _due_of(look)
    if due is None or left is None:
        if look.lamp is Lamp.RED:
            return sign, _red_words(look)
        return sign, "等补正" if stage in _BEFORE else "正常"
    if due < today and stage in REFUSED:
        return sign, _red_words(look)
    if due < today:
        return sign, f"{of}超期 {-left} 天" if left < 0 else f"{of}超期"
    if look.lamp is Lamp.RED:  # red although its day is still to come
        return sign, _red_words(look)
    if stage in _BEFORE:
        return sign, f"{left} 天内告知" if left else "今天须告知"
    return sign, f"{of}剩 {left} 天" if left else f"{of}今天到期"


def _red_words(look: Watched) -> str:
    """Why a lamp is red although no day of the case has passed."""
    if look.state.deemed:
        return "视为受理"
    return "没给凭证" if Finding.UNWRITTEN in look.findings else "超期"


def _due_of(look: Watched) -> str:
    state = look.state
    if stage_of(state) in DECIDED | CLOSED:
        return "送达"
    if stage_of(state) in REFUSED:
        return "凭证"
    soft = bool(state.open_papers) and look.due == iso(state.make_good_by)
    return "容缺" if soft else ""


def dates_of(state: CaseState) -> tuple[tuple[str, str], ...]:
    """The dates of a case that mean something now."""
    dates = (
        ("收件", state.received_on, ""),
        ("受理", state.accepted_on, ""),
        ("最迟告知", deem_on(state), "notice_due"),
        ("最早补齐", state.make_good_by, "make_good_by"),
        ("承诺办结", state.promised_due, "promised_due"),
        ("法定到期", state.statutory_due, "statutory_due"),
        ("决定", state.decided_on, ""),
        ("办结", state.closed_on, ""),
        ("送达期限", state.deliver_due if not state.delivered_on else "", ""),
        ("送达", state.delivered_on, ""),
        ("核查期限", state.check_on if not state.checked_on else "", ""),
        ("结束", state.ended_on, ""),
    )
    moves = {"promised_due", "statutory_due"} if state.stands_still else set()
    tails = dict.fromkeys(moves, "（将顺延）")
    tails.update({name: "（暂定）" for name in state.provisional if name not in moves})
    return tuple((label, day + tails.get(name, "")) for label, day, name in dates if day)


def _likely(seen: CaseState, today: date, calendar: Calendar, *, unrecorded: bool) -> str:
    if unrecorded:
        return keys.DEEM.id
    stage = stage_of(seen)
    if lapse(seen, today, calendar) not in {Lapse.NONE, Lapse.GRACE} and not seen.is_suspended:
        return "return"
    if stage in _BEFORE or seen.open_papers:
        return "supply" if stage in {*_BEFORE, Stage.CONDITIONALLY_ACCEPTED} else ""
    if seen.is_suspended:
        return "resume"
    if stage in DECIDED:
        return "close"
    return "deliver" if stage in CLOSED else ""


def _issues(look: Watched, today: date, calendar: Calendar) -> tuple[Action, ...]:
    """What of them could be issued: whether its papers lie here, the deed looks itself."""
    here = stage_of(look.state) not in LAID_DOWN | {Stage.HANDED_OVER}
    found = [keys.DUAL_NOTICE] if cannot_be_done(look.state) else []
    found += [keys.MATERIAL_LIST] if here else []
    with suppress(Refused):
        waiting(look, today, calendar)
        found.append(keys.URGE)
    return tuple(found)


def _paper(paper: HeldPaper) -> CasePaper:
    if not paper.state.is_wanting:
        handed = f"{paper.handed_on} 交来" if paper.again and paper.handed_on else ""
        return CasePaper(paper.name, str(paper.state), handed)
    note = paper.fault or "未提交"
    if paper.make_good_by:
        note += f"；容缺，{paper.make_good_by} 前补齐"
    return CasePaper(paper.name, str(paper.state), note)


def _sections(file: CaseFile, seen: CaseState, look: Watched) -> tuple[Section, ...]:
    names = file.names
    opinions = tuple(
        (names.get(o.by, o.by), f"{'同意' if o.agrees else '不同意'}：{o.text}（{o.on}）")
        for o in seen.opinions
    )
    steps = tuple(
        (names.get(s.owner, s.owner), f"{s.since} 至 {s.until or '现在'}  {s.why}".rstrip())
        for s in seen.steps
    )
    pauses = tuple(
        (s.kind, f"{s.since} 至 {s.until or '现在'}{_workdays(s.workdays)}")
        for s in seen.suspensions
    )
    visits = ((f"{len(seen.visits)} 次", "、".join(seen.visits)),) if seen.visits else ()
    return (
        Section("监察", tuple((FINDINGS[f], "") for f in look.findings)),
        Section("冲突：要有人来定", _conflicts(file)),
        Section("特别程序", pauses),
        Section("告知承诺", _commitment(seen)),
        Section("审查意见", opinions),
        Section("责任环节", steps),
        Section("结果", _result(seen)),
        Section("来过", visits),
        Section("通知过", tuple((told_words(key), "") for key in seen.told)),
        Section("别的编号", tuple((number, "") for number in seen.linked)),
    )


def _workdays(count: int) -> str:
    return f"，{count} 个工作日不计时" if count else ""


def _commitment(seen: CaseState) -> tuple[tuple[str, str], ...]:
    """What a promise stands in for, and whether it was kept."""
    checked = "不属实" if seen.check_failed else "属实"
    state = f"{seen.checked_on} 核查{checked}" if seen.checked_on else f"{seen.check_on} 前核查"
    return tuple((name, state) for name in seen.committed)


def _result(seen: CaseState) -> tuple[tuple[str, str], ...]:
    named = "  ".join(part for part in (seen.result_name, seen.result_number) if part)
    return ((named, ""),) if named else ()


def _conflicts(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """The acts that came in conflict with what stands, each by its time, its clerk and words."""
    marked = set(file.state.conflicts)
    found = [
        told_event(event, file)
        for event in file.events
        if f"{event.header.device}/{event.header.s}" in marked
    ]
    return tuple(
        (f"{each.at} {each.words}", f"{each.who} {each.detail}".strip()) for each in found
    )
