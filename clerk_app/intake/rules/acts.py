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
from clerk_app.intake.rules.clock import (
    Days,
    Reading,
    is_after_hours,
    iso,
    most_extension,
    read_clock,
)
from clerk_app.intake.rules.decide import NOTICE_WORKDAYS
from clerk_app.intake.rules.life import require_lawful
from clerk_app.intake.rules.silence import Lapse, blocked_until, lapse
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Refused

NEEDS_AUTHORITY = frozenset({Action.EXTEND, Action.DECIDE, Action.DENY, Action.REOPEN})
"""Acts of the head of the body (本机关负责人) or of whom a letter empowers."""
_BACK = frozenset({Lapse.RETURN, Lapse.GRACE_OVER, Lapse.TERMINATE})
"""Promised papers did not come, and the item's policy ends the case."""

Judge = Callable[[CaseState, CaseAct, Days], Body]


def judge(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    """The body of the event an act is recorded as.

    `state` is the case as the law sees it on the day of the act (`silence.as_of`). Raises
    `Refused`: as `life.require_lawful`; `before_last_act` (an act cannot be older than what it
    follows); and for the single acts `special_unknown`, `before_acceptance`,
    `extension_too_long`, `overdue_already`, `no_limit`, `not_lapsed`. Authority and proof of
    delivery are judged by whoever knows clerks and deliveries.
    """
    require_lawful(state, act.action)
    last = last_day(state)
    if last is not None and act.on < last:
        raise Refused("before_last_act", f"这件事的日期早于办件的上一个动作（{last}），请核对日期")
    body: Body = {"on": act.on.isoformat()}
    if act.reason:
        body["reason"] = act.reason
    body.update(_JUDGES.get(act.action, _nothing)(state, act, calendar))
    return body


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
    ]  # fmt: skip
    return max((day for text in days if (day := iso(text)) is not None), default=None)


def clock_start(state: CaseState) -> date | None:
    """The day the clock of a case began, None while none runs: acceptance, or where the item says
    so the day the last promised paper came."""
    start = iso(state.accepted_on)
    if start is None or not state.conditional or state.terms.clock_starts != "made_good":
        return start
    if state.open_papers:
        return None
    came = [day for p in state.papers if p.make_good_by and (day := iso(p.handed_on))]
    return max([start, *came])


def clock_of(state: CaseState, calendar: Days, *, extended: int | None = None) -> Reading:
    """The clock of a case as it stands, or with an extension, every date explained."""
    return read_clock(
        state.terms,
        clock_start(state),
        calendar,
        suspensions=state.suspensions,
        extended=state.extended_workdays if extended is None else extended,
        after_hours=state.accepted_on == state.received_on and _came_late(state),
    )


def _came_late(state: CaseState) -> bool:
    try:
        return is_after_hours(parse_stamp(state.received_at))
    except ClerkError:
        return False


def dates_body(reading: Reading) -> Body:
    """The dates a clock shows, in a body."""
    body: Body = {}
    found = {"promised_due": reading.promised, "statutory_due": reading.statutory}
    for name, due in found.items():
        if due is not None:
            body[name] = due.day.isoformat()
    body["provisional"] = [name for name, due in found.items() if due and due.provisional]
    return body


def _nothing(_state: CaseState, _act: CaseAct, _calendar: Days) -> Body:
    return {}


def _suspend(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    if act.special not in set(SpecialKind):  # art. 45 names these and no other
        kinds = "、".join(SpecialKind)
        raise Refused("special_unknown", f"不计时的只有：{kinds}（行政许可法第四十五条）")
    body: Body = {"special": act.special}
    if act.days:
        body["days"] = act.days
    return body


def _resume(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    *before, running = state.suspensions
    since = iso(running.since) or act.on
    workdays = calendar.workdays_inside(since, act.on)
    ended = replace(running, until=act.on.isoformat(), workdays=workdays)
    after = clock_of(replace(state, suspensions=(*before, ended)), calendar)
    return {"workdays": workdays, **dates_body(after)}


def _extend(state: CaseState, act: CaseAct, calendar: Days) -> Body:
    most = most_extension(state.terms)
    workdays = act.workdays or most
    if workdays > most:
        raise Refused("extension_too_long", f"延期最多 {most} 个工作日（行政许可法第四十二条）")
    now = clock_of(state, calendar)
    if now.statutory is None and now.promised is None:
        raise Refused("no_limit", "办件没有正在走的时限，不用延期")
    last = now.statutory or now.promised
    if last is not None and act.on > last.day:
        raise Refused("overdue_already", f"办理期限已在 {last.day} 届满，不能再延期")
    after = clock_of(state, calendar, extended=workdays)
    return {"workdays": workdays, **dates_body(after)}


def _decide(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    result = act.result or Result()
    values = {"name": result.name, "number": result.number, "valid_until": result.valid_until}
    return {"result": {name: value for name, value in values.items() if value}}


def _transfer(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    return {"target": act.target}


def _opinion(_state: CaseState, act: CaseAct, _calendar: Days) -> Body:
    by = act.target  # the body that gives it, where it is not the clerk's own
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


def _reopen(_state: CaseState, act: CaseAct, calendar: Days) -> Body:
    due = calendar.add_workdays(act.on, NOTICE_WORKDAYS)
    return {"notice_due": due.day.isoformat()}


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
}
