"""Electronic supervision (电子监察): lamps, overdue work and what must be answered for.

One place says what colour a case has on a day; lists, boards and reports only show it. Thresholds
are local rules with defaults: yellow from one workday before a date, red once it has passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from clerk_app.intake.model import Accounted, CaseState, Outcome, Stage
from clerk_app.intake.rules.clock import Days, iso
from clerk_app.intake.rules.life import CLOSED, DECIDED, OPEN, REFUSED, UNDER_REVIEW, stage_of
from clerk_app.intake.rules.silence import (
    PROOFS,
    Lapse,
    as_of,
    deem_on,
    lapse,
    paper_given_on,
    paper_owed,
)
from clerk_app.intake.rules.steps import ACCEPTED_STEP, DEEMED_STEP


class Calendar(Days, Protocol):
    """What lamps ask of the calendar."""

    def workdays_between(self, start: date, end: date) -> int: ...


class Lamp(StrEnum):
    """红黄灯. Never colour alone: `LAMPS` has the word for each."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


LAMPS = {
    Lamp.NONE: "已办完",
    Lamp.GREEN: "正常",
    Lamp.YELLOW: "快到期",
    Lamp.RED: "超期",
    Lamp.GREY: "不计时",
}


class Finding(StrEnum):
    """What a red lamp or an odd act is noted for."""

    OVERDUE = "overdue"  # 超过办理时限
    NOTICE_LATE = "notice_late"  # 五日内没有告知
    REVIEW_LATE = "review_late"  # 下级审查二十日内没有报上级
    DEEMED = "deemed"  # 逾期不告知，视为受理
    UNWRITTEN = "unwritten"  # 作了决定，没有按期给书面凭证
    PAPERS_OVERDUE = "papers_overdue"  # 容缺材料过期未补，没有处理
    DELIVERY_OVERDUE = "delivery_overdue"  # 十日内没有送达
    UNCHECKED = "unchecked"  # 告知承诺到期没有核查
    CHECK_FAILED = "check_failed"  # 告知承诺不实
    NO_REASON = "no_reason"  # 不予受理没有理由
    BACK_ENTERED = "back_entered"  # 体外循环：后补录入
    OVERRIDDEN = "overridden"  # 第二次告知加了新的要求
    CONFLICT = "conflict"  # 两处同时办了互相排斥的事


FINDINGS = {
    Finding.OVERDUE: "超过办理时限",
    Finding.NOTICE_LATE: "五个工作日内没有告知",
    Finding.REVIEW_LATE: "二十个工作日内没有审查完毕报上级",
    Finding.DEEMED: "逾期不告知，已视为受理",
    Finding.UNWRITTEN: "作了决定，没有按期给书面凭证",
    Finding.PAPERS_OVERDUE: "容缺材料过期未补，还没有处理",
    Finding.DELIVERY_OVERDUE: "结果没有按期送达",
    Finding.UNCHECKED: "告知承诺到期还没有核查",
    Finding.CHECK_FAILED: "告知承诺核查不实",
    Finding.NO_REASON: "不予受理没有写明理由",
    Finding.BACK_ENTERED: "后补录入",
    Finding.OVERRIDDEN: "第二次告知加了第一次没有的要求",
    Finding.CONFLICT: "有互相冲突的动作",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A case on a day. `workdays_left` counts to `due`, negative when it is past. `papers_late` is
    by how many workdays promised papers are late while their grace runs, else None."""

    number: str
    lamp: Lamp
    due: date | None
    workdays_left: int | None
    findings: tuple[Finding, ...]
    owner: str
    state: CaseState
    papers_late: int | None = None


@dataclass(frozen=True, slots=True)
class RedEntry:
    """责任追究: who had the case when its lamp turned red, and for how many workdays it is.
    `accounted` is what was found and done about it, None while nobody answered for it."""

    owner: str
    number: str
    finding: Finding
    since: date
    workdays: int
    accounted: Accounted | None = None


def watched(state: CaseState, today: date, calendar: Calendar) -> Watched:
    """What supervision says of a case on a day."""
    seen = as_of(state, today, calendar)
    due = next_due(seen)
    left = calendar.workdays_between(today, due) if due is not None else None
    found = findings(state, today, calendar)
    last = seen.steps[-1] if seen.steps else None
    owner = last.owner if last and not last.until else seen.operator
    lamp = _lamp(seen, left, found, calendar.local.yellow_workdays)
    by = iso(seen.make_good_by) if seen.paused_since else None
    late = calendar.workdays_between(by, today) if by is not None else None
    return Watched(seen.number, lamp, due, left, found, owner, seen, late)


def next_due(state: CaseState) -> date | None:
    """The next day this side, or the promise of the applicant, must be met; None when nothing is
    owed, or a special procedure or papers that are late stop the clock."""
    stage = stage_of(state)
    if stage in {Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION}:
        return iso(deem_on(state))
    if stage in UNDER_REVIEW and not state.stands_still:
        review = "" if state.reported_on else state.review_due
        days = [state.make_good_by if state.open_papers else "", _decision_due(state), review]
        return min((day for text in days if (day := iso(text)) is not None), default=None)
    if stage in DECIDED | CLOSED:
        return iso(state.deliver_due)
    return iso(paper_owed(state)) if stage in REFUSED else None


def findings(state: CaseState, today: date, calendar: Calendar) -> tuple[Finding, ...]:
    """What stands against the handling of a case on a day, worst first."""
    seen = as_of(state, today, calendar)
    stage = stage_of(seen)
    found: list[Finding] = []
    decided_by = iso(_decision_due(seen))
    end = iso(seen.decided_on) or (iso(seen.ended_on) if stage not in OPEN else None) or today
    runs = stage in UNDER_REVIEW or bool(seen.decided_on)
    if runs and decided_by is not None and end > decided_by and not seen.stands_still:
        found.append(Finding.OVERDUE)
    if _is_reported_late(seen, end):
        found.append(Finding.REVIEW_LATE)
    if seen.deemed:
        found.append(Finding.DEEMED)
    given, notice_due = iso(state.notice_given_on), iso(state.notice_due)
    if given is not None and notice_due is not None and given > notice_due:
        found.append(Finding.NOTICE_LATE)
    if _is_unwritten(seen, today):
        found.append(Finding.UNWRITTEN)
    if lapse(seen, today, calendar) not in {Lapse.NONE, Lapse.GRACE}:
        found.append(Finding.PAPERS_OVERDUE)
    deliver_by = iso(seen.deliver_due)
    if deliver_by is not None and (iso(seen.delivered_on) or today) > deliver_by:
        found.append(Finding.DELIVERY_OVERDUE)
    check_by = iso(seen.check_on)
    if check_by is not None and (iso(seen.checked_on) or today) > check_by:
        found.append(Finding.UNCHECKED)
    if seen.check_failed:
        found.append(Finding.CHECK_FAILED)
    if seen.outcome == Outcome.NOT_ACCEPTED and not seen.reason_codes:
        found.append(Finding.NO_REASON)
    if seen.back_entered:
        found.append(Finding.BACK_ENTERED)
    if seen.overrides:
        found.append(Finding.OVERRIDDEN)
    if seen.conflicts:
        found.append(Finding.CONFLICT)
    return tuple(found)


def red_list(states: Iterable[CaseState], today: date, calendar: Calendar) -> tuple[RedEntry, ...]:
    """Who answers for what is overdue, by owner, the longest overdue first.

    The owner is whoever had the case on the day it became so (责任环节).
    """
    entries = []
    for state in states:
        look = watched(state, today, calendar)
        for finding in look.findings:
            since = _since(finding, look.state)
            if since is not None:
                of = intake_owner if finding in _OF_THE_INTAKE else owner_on
                owner = of(look.state, since)
                days = calendar.workdays_between(since, today)
                done = _accounted(state, finding, since)
                entries.append(RedEntry(owner, state.number, finding, since, days, done))
    return tuple(sorted(entries, key=lambda e: (e.owner, -e.workdays, e.number, e.finding)))


def _accounted(state: CaseState, finding: Finding, since: date) -> Accounted | None:
    """The first record about a finding since that day: what turns red again on another day, after
    a special procedure or 补件重启, must be answered for anew."""
    day = since.isoformat()
    found = (a for a in state.accounted if (a.finding, a.since) == (str(finding), day))
    return next(found, None)


def owner_on(state: CaseState, day: date) -> str:
    """Whose turn it was on a day; before the first step and between steps, who received it."""
    for step in reversed(state.steps):
        since, until = iso(step.since), iso(step.until)
        if since is not None and since <= day and (until is None or day <= until):
            return step.owner
    return state.operator


def intake_owner(state: CaseState, day: date) -> str:
    """Who had the case at its intake on a day (收件环节). What was not told, or not in writing, is
    theirs: an acceptance, by silence too, hands the case on as of its own day, not the blame."""
    owner = state.operator
    for step in state.steps:
        if step.why in _HANDED_ON and step.since == state.accepted_on:
            break
        since = iso(step.since)
        if since is not None and since <= day:
            owner = step.owner
    return owner


def _is_unwritten(state: CaseState, today: date) -> bool:
    """Has a decision no written proof, or was it late (art. 32, last paragraph)?"""
    due = iso(state.notice_due)
    if due is None or state.outcome not in PROOFS or state.deemed or not state.terms.deems:
        return False
    return (iso(paper_given_on(state)) or iso(state.ended_on) or today) > due


def _is_reported_late(state: CaseState, end: date) -> bool:
    """Was a 上报件 reported up later than art. 43 allows, or is it still here? What was decided or
    given up before is reported no more."""
    due = iso(state.review_due)
    if due is None or (state.stands_still and not state.reported_on):
        return False
    return (iso(state.reported_on) or end) > due


def _since(finding: Finding, state: CaseState) -> date | None:
    """The last day on which it would still have been in time."""
    days = {
        Finding.OVERDUE: _decision_due(state),
        Finding.NOTICE_LATE: state.notice_due,
        Finding.REVIEW_LATE: state.review_due,
        Finding.UNWRITTEN: state.notice_due,
        Finding.DEEMED: state.notice_due,
        Finding.PAPERS_OVERDUE: state.make_good_by,
        Finding.DELIVERY_OVERDUE: state.deliver_due,
        Finding.UNCHECKED: state.check_on,
    }
    return iso(days.get(finding, ""))


def _decision_due(state: CaseState) -> str:
    return state.promised_due or state.statutory_due


_OF_THE_INTAKE = {Finding.NOTICE_LATE, Finding.DEEMED, Finding.UNWRITTEN}
_HANDED_ON = {ACCEPTED_STEP, DEEMED_STEP}
_RED = {Finding.OVERDUE, Finding.DEEMED, Finding.PAPERS_OVERDUE, Finding.DELIVERY_OVERDUE}


def _lamp(state: CaseState, left: int | None, found: tuple[Finding, ...], yellow: int) -> Lamp:
    stage = stage_of(state)
    if stage not in OPEN | CLOSED and not (stage in REFUSED and paper_owed(state)):
        return Lamp.NONE
    if state.stands_still or stage is Stage.COLLECTED:  # its limits run at another hall, later
        return Lamp.GREY
    late = _RED & set(found)
    if paper_owed(state):
        late |= {Finding.UNWRITTEN} & set(found)
    if stage in CLOSED:  # how it was handled is past: only the delivery is still owed
        late &= {Finding.DELIVERY_OVERDUE}
    if late or (left is not None and left < 0):
        return Lamp.RED
    if left is not None and left <= yellow:
        return Lamp.YELLOW
    return Lamp.GREEN
