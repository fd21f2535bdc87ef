"""What each act in the life of a case needs, and what it records: plain functions.

An act that only looks at the case and the calendar is judged here; papers that come later are
decided like an application (`decide`), see `papers_later`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from clerk_app.catalogue.model import SpecialKind
from clerk_app.intake.model import Action, CaseState, Stage
from clerk_app.intake.rules.act_file import CaseAct, Result
from clerk_app.intake.rules.clock import Days, iso, most_extension
from clerk_app.intake.rules.custody import (
    dispatch_body,
    reopened_body,
    send_back_body,
    take_over_body,
)
from clerk_app.intake.rules.decide import NOTICE_WORKDAYS
from clerk_app.intake.rules.life import UNDER_REVIEW, require_lawful, stage_of
from clerk_app.intake.rules.running import as_it_runs, clock_of, dates_body
from clerk_app.intake.rules.silence import Lapse, blocked_until, lapse
from clerk_app.intake.rules.steps import DEEMED_STEP
from clerk_app.journal.canonical import Body, Value
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused

NEEDS_AUTHORITY = frozenset({Action.EXTEND, Action.DECIDE, Action.DENY, Action.REOPEN})
"""Acts of the head of the body (本机关负责人) or of whom a letter empowers."""
_BACK = frozenset({Lapse.RETURN, Lapse.GRACE_OVER, Lapse.TERMINATE})
"""Promised papers did not come, and the item's policy ends the case."""

Judge = Callable[[CaseState, CaseAct, Days], Body]


def judge(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    """The body of the event an act is recorded as.

    `state` is the case as the law sees it on the day of the act (`silence.as_of`). Raises
    `Refused`: as `life.require_lawful`; `before_last_act` (an act cannot be older than what it
    follows); and for the single acts `special_unknown`, `days_missing`, `suspended`,
    `extension_too_long`, `overdue_already`, `no_limit`, `not_lapsed`; of papers held for another
    hall as `custody`. Authority and proof of
    delivery are judged by whoever knows clerks and deliveries.
    """
    require_lawful(state, act.action)
    require_order(state, act.on)
    body: Body = {"on": act.on.isoformat()}
    if act.reason:
        body["reason"] = act.reason
    if act.basis and act.action is Action.DENY:
        body["basis"] = act.basis
    body.update(_JUDGES.get(act.action, _nothing)(state, act, calendar))
    return body


def require_order(state: CaseState, on: date) -> None:
    """Raises `Refused` (`before_last_act`): an act cannot be older than what it follows."""
    last = last_day(state)
    if last is not None and on < last:
        raise Refused("before_last_act", f"这件事的日期早于办件的上一个动作（{last}），请核对日期")


def needs_approver(state: CaseState, act: CaseAct, calendar: Days) -> bool:
    """Whether somebody with authority must stand for it. Giving papers back that the applicant
    still owes needs it, unless the applicant gives up or the day agreed on has passed."""
    if act.action is Action.RETURN:
        owed = state.state == Stage.RETURNED_FOR_CORRECTION and not act.abandoned
        return owed and lapse(state, act.on, calendar) not in _BACK
    return act.action in NEEDS_AUTHORITY


def last_day(state: CaseState) -> date | None:
    """The day of the last act that is known of a case."""
    days = [
        state.received_on, state.decided_on, state.closed_on, state.ended_on,
        *(s.since for s in state.suspensions), *(s.until for s in state.suspensions),
        *(p.handed_on for p in state.papers), "" if state.deemed else state.accepted_on,
        *(o.on for o in state.opinions), state.checked_on,
        *(s.since for s in state.steps if not (state.deemed and s.why == DEEMED_STEP)),
        state.acted_on,
    ]  # fmt: skip
    return max((day for text in days if (day := iso(text)) is not None), default=None)


def _nothing(_state: CaseState, _act: CaseAct, _calendar: Days) -> Body:
    return {}


def _suspend(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    if act.special not in set(SpecialKind):  # art. 45 names these and no other
        kinds = "、".join(SpecialKind)
        raise Refused("special_unknown", f"不计时的只有：{kinds}（行政许可法第四十五条）")
    if act.days <= 0:
        raise Refused(
            "days_missing",
            "特别程序须把所需时间书面告知申请人，请写明预计多少个工作日（行政许可法第四十五条）",
        )
    return {"special": act.special, "days": act.days, **_hearing(act)}


def _hearing(act: CaseAct) -> Body:
    """When the right to a hearing was told, and it was asked for (art. 47)."""
    days = {"told_on": act.told_on, "asked_on": act.asked_on}
    given: Body = {name: day for name, day in days.items() if day}
    if given and act.special != SpecialKind.HEARING:
        raise Refused("not_a_hearing", "告知和申请听证的日期只用于听证，请删去")
    told, asked = act.told_on or act.asked_on, act.asked_on or act.on.isoformat()
    if given and not told <= asked <= act.on.isoformat():
        raise Refused("hearing_days_wrong", "听证先告知，后申请，都不会晚于今天，请核对日期")
    return given


def _resume(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    *before, running = state.suspensions
    since = iso(running.since) or act.on
    workdays = calendar.workdays_inside(since, act.on)
    ended = replace(running, until=act.on.isoformat(), workdays=workdays)
    after = clock_of(replace(state, suspensions=(*before, ended)), calendar, on=act.on)
    return {"workdays": workdays, **dates_body(after)}


def _extend(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    most = most_extension(state.terms)
    workdays = act.workdays or most
    if workdays > most:
        raise Refused("extension_too_long", f"延期最多 {most} 个工作日（行政许可法第四十二条）")
    if as_it_runs(state, act.on, calendar).paused_since:
        raise Refused("suspended", "容缺补齐期限已过，时限正在暂停，不用延期")
    now = clock_of(state, calendar, on=act.on)
    if now.statutory is None and now.promised is None:
        raise Refused("no_limit", "办件没有正在走的时限，不用延期")
    last = now.statutory or now.promised
    if last is not None and act.on > last.day:
        raise Refused("overdue_already", f"办理期限已在 {last.day} 届满，不能再延期")
    after = clock_of(state, calendar, on=act.on, extended=workdays)
    return {"workdays": workdays, **dates_body(after)}


def _decide(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    result = act.result or Result()
    values = {"name": result.name, "number": result.number, "valid_until": result.valid_until}
    return {"result": {name: value for name, value in values.items() if value}}


def _transfer(state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    body: Body = {"target": act.target}
    if not act.report_up:
        return body
    if not state.terms.reports_up:
        raise Refused("not_reported_up", "收件时没有登记这件须报上级机关决定，按一般移交办")
    if stage_of(state) not in UNDER_REVIEW or state.reported_on:
        raise Refused("not_to_report", "已受理、还没有报上级的件才能报（行政许可法第四十三条）")
    return {**body, "report_up": 1}


def _opinion(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    by = act.target or act.operator  # who gives it, where it is not the clerk
    return {"text": act.reason, "agrees": int(act.agrees), **({"by": by} if by else {})}


def _check(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    return {"text": act.reason, "agrees": int(act.agrees)}


def _deliver(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    handed = act.delivery
    names = ("method", "recipient", "id_number", "waybill", "proxy_reason", "place")
    return {name: getattr(handed, name) for name in names if handed and getattr(handed, name)}


def _return(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    if act.abandoned:
        return {"cause": "abandoned"}
    found = lapse(state, act.on, calendar)
    if state.state != Stage.CONDITIONALLY_ACCEPTED:
        if found is Lapse.GRACE:  # the notice said so in writing, whoever approves
            raise Refused("not_lapsed", "告知书写明的宽限期还没有满，不能退件")
        return {"cause": str(found) if found in _BACK else "not_corrected"}
    if found not in _BACK:
        words = (
            "还在宽限期内"
            if found is Lapse.GRACE
            else f"补齐期限是 {state.make_good_by}，还没有过"
        )
        raise Refused("not_lapsed", f"容缺的材料{words}，不能退件")
    body: Body = {"cause": str(found)}
    until = blocked_until(state, act.on)
    if until is not None:
        body["blocked_until"] = until.isoformat()
    return body


def _dispatch(state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    return dispatch_body(state, act)


def _take_over(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    return take_over_body(state, act, calendar, NOTICE_WORKDAYS)


def _send_back(state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    return send_back_body(state, act)


def _reopen(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    due = calendar.add_workdays(act.on, NOTICE_WORKDAYS)
    return {
        "received_at": stamp(act.at),
        "notice_due": due.day.isoformat(),
        **_went_back(state),
        **reopened_body(state),
    }


def _went_back(state: CaseState) -> Body:
    """The papers the applicant has: all that had been handed in went back as the case ended."""
    gone: list[Value] = [paper.name for paper in state.papers if paper.state.is_handed_in]
    return {"went_back": gone} if gone else {}


_JUDGES: Mapping[Action, Judge] = {
    Action.SUSPEND: _suspend,
    Action.RESUME: _resume,
    Action.EXTEND: _extend,
    Action.OPINION: _opinion,
    Action.CHECK: _check,
    Action.DECIDE: _decide,
    Action.TRANSFER: _transfer,
    Action.DELIVER: _deliver,
    Action.RETURN: _return,
    Action.REOPEN: _reopen,
    Action.DISPATCH: _dispatch,
    Action.TAKE_OVER: _take_over,
    Action.SEND_BACK: _send_back,
}
