"""What happened to a case, act by act, as the platform wants it told (办理过程).

Only what stands is told: an act that was in conflict with the one before it changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from clerk_app.intake.model import CaseState, Outcome
from clerk_app.intake.rules.fold import fold
from clerk_app.intake.rules.steps import on_day
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, items, number, text
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError

PASSED, BACK, OTHER = "通过", "退回", "其他"
"""业务动作: the three words of GB/T 39046—2020, table 7."""
_OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.ACCEPTED: ("受理", PASSED),
    Outcome.CONDITIONALLY_ACCEPTED: ("容缺受理", PASSED),
    Outcome.RETURNED_FOR_CORRECTION: ("一次性告知补正", BACK),
    Outcome.NOT_ACCEPTED: ("不予受理", BACK),
    Outcome.NOT_NEEDED: ("不受理", BACK),
}
_ACTS: Mapping[str, tuple[str, str]] = {
    "case.received": ("收件", OTHER),
    "case.corrected": ("当场更正", OTHER),
    "case.supplied": ("补交材料", OTHER),
    "case.suspended": ("特别程序开始", OTHER),
    "case.resumed": ("特别程序结束", OTHER),
    "case.extended": ("延期", OTHER),
    "case.granted": ("决定", PASSED),
    "case.denied": ("决定", BACK),
    "case.transferred": ("移交", OTHER),
    "case.closed": ("办结", OTHER),
    "case.delivered": ("送达", OTHER),
    "case.withdrawn": ("撤回", OTHER),
    "case.given_back": ("退件", BACK),
    "case.reopened": ("补件重启", OTHER),
    "case.deemed": ("视为受理", PASSED),
}
_DEEMED = "逾期没有告知补正，自收到申请材料之日起即为受理"
_METHODS = {"counter": "窗口领取", "ems": "邮寄", "home": "上门送达", "online": "网上送达"}


@dataclass(frozen=True, slots=True)
class Told:
    """One act that stands, and the case before and after it. `name` is 环节名称, empty for what
    is no stretch of the work; `action` 业务动作; `words` 办理意见; `moment` as `moment_of`."""

    event: Event
    before: CaseState
    after: CaseState
    name: str
    action: str
    words: str
    moment: str


def history(events: Iterable[Event]) -> Iterator[Told]:
    """Every act that stands, in the order it is folded; none whose content was erased by law."""
    state: CaseState | None = None
    received = ""
    for event in events:
        before = state or CaseState(number=event.case)
        state = fold(state, event)
        if event.body is None or _changed_nothing(before, state):
            continue
        received = received or text(event.body, "received_at")
        name, action = _name(event)
        told = _words(event, event.body) or name
        yield Told(event, before, state, name, action, told, moment_of(event, received))


def moment_of(event: Event, received_at: str) -> str:
    """When an act was done: day and time of day where both are known, else the day alone.

    The legal day is that of the act; the time of day is the journal's if it was recorded on that
    day. Receipt, and the decision made with it, have the time of the receipt.
    """
    body = event.body or {}
    if event.kind == "case.received" or (event.kind == "case.decided" and not text(body, "on")):
        return in_hall_time(received_at) or on_day(event)
    day = on_day(event)
    at = in_hall_time(event.header.at)
    return at if at.startswith(day) else day


def in_hall_time(stamp: str) -> str:
    """A time of the journal as the library writes it; empty for one that cannot be read.

    >>> in_hall_time("2026-03-02T10:05:00.000+08:00")
    '2026-03-02 10:05:00'
    """
    try:
        return parse_stamp(stamp).strftime("%Y-%m-%d %H:%M:%S")
    except ClerkError:
        return ""


def _changed_nothing(before: CaseState, after: CaseState) -> bool:
    if len(after.conflicts) == len(before.conflicts):
        return False
    return replace(after, version=before.version, conflicts=before.conflicts) == before


def _name(event: Event) -> tuple[str, str]:
    body = event.body or {}
    if event.kind == "case.decided":
        return _OUTCOMES.get(text(body, "outcome"), ("", OTHER))
    if event.kind == "case.opined":
        return "审查", PASSED if number(body, "agrees", 1) == 1 else BACK
    return _ACTS.get(event.kind, ("", OTHER))


def _words(event: Event, body: Body) -> str:
    """What was said of it. Never an opinion nobody gave: an act without words is told by name."""
    match event.kind:
        case "case.received":
            count = sum(1 for paper in items(body, "papers") if number(paper, "copies") > 0)
            return f"收到申请材料 {count} 种"
        case "case.decided":
            return "；".join(filter(None, (text(r, "text") for r in items(body, "reasons"))))
        case "case.granted":
            result = body.get("result")
            return text(result, "name") if isinstance(result, dict) else ""
        case "case.transferred":
            return f"移交 {text(body, 'target')}：{text(body, 'reason')}"
        case "case.delivered":
            return _METHODS.get(text(body, "method"), "")
        case "case.deemed":
            return _DEEMED
    return text(body, "reason") or text(body, "text")
