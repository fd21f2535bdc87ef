"""The time line of a case in the hall's words: what happened, what is now, what must come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clerk_app.desk.case_port import AT_HALL, HERE
from clerk_app.intake.model import PaperState, Stage
from clerk_app.intake.rules.act_file import PARCEL_WAYS
from clerk_app.intake.rules.custody import texts
from clerk_app.intake.rules.life import ACTS, STAGES, UNDER_REVIEW, stage_of
from clerk_app.intake.rules.steps import ACTION_OF
from clerk_app.intake.rules.supervision import FINDINGS, Finding
from clerk_app.journal.events import items, number, text
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.desk.case_port import CaseFile
    from clerk_app.intake.model import CaseState
    from clerk_app.journal.canonical import Body
    from clerk_app.journal.events import Event

HAPPENED, NOW, COMING = "happened", "now", "coming"
RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
METHODS = {"counter": "窗口领取", "ems": "邮寄", "home": "上门送达", "online": "电子送达"}
CAUSES = {
    "abandoned": "申请人放弃",
    "not_corrected": "没有补正",
    "return": "容缺材料过期未补",
    "grace_over": "宽限期满仍未补齐",
    "terminate": "容缺材料过期未补，终止办理",
}
MESSAGES = {
    "correction": "告诉过申请人补正",
    "papers_soon": "提醒过补齐容缺材料",
    "papers_late": "告诉过容缺材料已过期",
    "result": "告诉过来领结果",
}
_STATES = {
    PaperState.IN_ORDER: "齐全",
    PaperState.MISSING: "缺",
    PaperState.DEFECTIVE: "有误",
    PaperState.CORRECTED_ON_THE_SPOT: "已更正",
    PaperState.WAIVED_SHARED: "免交",
}
_WORDS = {
    "case.received": "收件",
    "case.decided": "作出决定",
    "case.deemed": "逾期不告知，视为受理",
    "case.overridden": "第二次告知加了要求",
    "case.visited": "申请人来过",
    "case.told": "通知申请人",
    "case.accounted": "登记责任",
    "case.linked": "关联别的编号",
    "case.rated": "评价",
    "document.issued": "出具文书",
    "document.printed": "打印",
    "document.boxed": "字库没有的字以代码印出",
}
_PAPERS_MADE = {"document.issued", "document.printed"}
ERASED = "内容已依法删除"


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of the time line; `kind` is `HAPPENED`, `NOW` or `COMING`."""

    at: str
    words: str
    detail: str = ""
    who: str = ""
    place: str = HERE
    kind: str = HAPPENED
    conflict: bool = False


def time_line(file: CaseFile, seen: CaseState) -> tuple[CaseEvent, ...]:
    """Everything that happened in hall order, then what is now and what must still come.

    `seen` is the case as the law sees it today.
    """
    told = [(event.kind, told_event(event, file)) for event in file.events]
    return (*_folded(told), *_now(seen), *_coming(seen, file))


def _folded(told: list[tuple[str, CaseEvent]]) -> tuple[CaseEvent, ...]:
    """Papers that were made, or printed for the first time, in one go are one line."""
    found: list[CaseEvent] = []
    before = ""
    for kind, event in told:
        last = found[-1] if found else None
        same = last is not None and kind == before and kind in _PAPERS_MADE
        if last is not None and same and (last.at, last.words) == (event.at, event.words):
            found[-1] = replace(last, detail=f"{last.detail}；{event.detail}")
        else:
            found.append(event)
        before = kind
    return tuple(found)


def told_event(event: Event, file: CaseFile) -> CaseEvent:
    """One event in words. A recipient is masked like an applicant."""
    header = event.header
    words, detail = _said(event, file)
    if event.body is None:
        detail = ERASED
    at = parse_stamp(header.at)
    who = file.names.get(header.operator, header.operator)
    behalf = text(event.body or {}, "for")
    if behalf:  # AB角
        who += f"（代{file.names.get(behalf, behalf)}）"
    return CaseEvent(
        at=f"{at:%m-%d %H:%M}",
        words=words,
        detail=detail,
        who=who,
        place=HERE if (header.device, header.s) in file.here else AT_HALL,
        conflict=f"{header.device}/{header.s}" in file.state.conflicts,
    )


def _said(event: Event, file: CaseFile) -> tuple[str, str]:
    """Words and detail of one event."""
    body = event.body or {}
    action = ACTION_OF.get(event.kind)
    if action is not None:
        return ACTS[action], _act_detail(event.kind, body, file)
    words = _WORDS.get(event.kind)
    if words is None:
        return "别的程序记的动作", f"本程序不认识：{event.kind}"
    if event.kind == "case.decided":
        return _decided(words, body)
    if event.kind in {"document.issued", "document.printed"}:
        return _document(words, body, file.titles)
    return words, _detail(event.kind, body)


def _detail(kind: str, body: Body) -> str:
    match kind:
        case "case.received":
            window, ticket = text(body, "window"), text(body, "ticket")
            parts = (f"{window} 号窗口" if window else "", f"{ticket} 号" if ticket else "")
            return "，".join(part for part in parts if part)
        case "case.rated":
            return RATINGS.get(number(body, "level"), "")
        case "case.deemed":
            since, last = text(body, "accepted_on"), text(body, "notice_due")
            return f"自 {since} 起，本应在 {last} 前告知"
        case "case.overridden":
            return f"{text(body, 'approver_name')}批准：{text(body, 'reason')}"
        case "case.accounted":
            name = text(body, "finding")
            what = FINDINGS[Finding(name)] if name in set(Finding) else name
            said = [text(body, each) for each in ("reason", "measure", "by_name")]
            return "，".join(part for part in (what, *said) if part)
        case "case.told":
            return told_words(text(body, "message"))
        case "case.linked":
            return text(body, "number")
    return ""


def told_words(key: str) -> str:
    """What a message that was told once was about.

    >>> told_words("papers_soon:2026-03-10:1")
    '提醒过补齐容缺材料'
    """
    return MESSAGES.get(key.partition(":")[0], key)


def _decided(words: str, body: Body) -> tuple[str, str]:
    outcome = text(body, "outcome")
    reasons = items(body, "reasons")
    stage = STAGES[Stage(outcome)] if outcome in set(Stage) else words
    said = [text(reason, "text") for reason in reasons]
    by, why = text(body, "approver_name"), text(body, "reason")
    said += [f"{by}批准"] if by else []
    return stage, "；".join([*said, why] if why else said)


def _document(words: str, body: Body, titles: Mapping[str, str]) -> tuple[str, str]:
    named = text(body, "number")
    times = number(body, "reprint")
    if times:
        words = f"补打（第 {times} 次）"
    short = named[-2:] if "-" in named else group_digits(named)
    return words, f"{titles.get(named, text(body, 'kind'))} {short}"


def _act_detail(kind: str, body: Body, file: CaseFile) -> str:
    if kind in {"case.supplied", "case.corrected"}:
        return _papers(body)
    if kind == "case.checked":
        kept = "属实" if number(body, "agrees", 1) else "不属实"
        return f"{kept}，{text(body, 'text')}"
    if kind == "case.opined":
        agrees = "同意" if number(body, "agrees", 1) else "不同意"
        by = text(body, "by")
        return f"{by}{'：' if by else ''}{agrees}，{text(body, 'text')}"
    if kind == "case.delivered":
        return _delivered(body, file)
    return "，".join(part for part in _parts(kind, body, file) if part)


def _parts(kind: str, body: Body, file: CaseFile) -> tuple[str, ...]:
    reason, by = text(body, "reason"), text(body, "approver_name")
    approved = f"{by}批准" if by else ""
    match kind:
        case "case.suspended":
            days = number(body, "days")
            return text(body, "special"), f"预计 {days} 天" if days else "", reason
        case "case.resumed":
            return f"停了 {number(body, 'workdays')} 个工作日", reason
        case "case.extended":
            return f"{number(body, 'workdays')} 个工作日", approved, reason
        case "case.granted":
            result = body.get("result")
            named = result if isinstance(result, dict) else {}
            return text(named, "name"), text(named, "number"), approved
        case "case.transferred":
            target = text(body, "target")
            return f"交给 {file.names.get(target, target)}", reason
        case "case.dispatched":
            way, waybill = text(body, "method"), text(body, "waybill")
            sent = PARCEL_WAYS.get(way, way)
            return text(body, "to"), sent, f"运单 {waybill}" if waybill else ""
        case "case.taken_over" | "case.sent_back":
            signed, lost = text(body, "by"), "、".join(texts(body.get("missing")))
            torn = "；".join(
                f"{text(d, 'name')}：{text(d, 'fault')}" for d in items(body, "damaged")
            )
            found = f"缺：{lost}" if lost else "", f"损坏：{torn}" if torn else ""
            return f"{signed}签收" if signed else "", *found, reason
        case "case.given_back":
            until = text(body, "blocked_until")
            barred = f"{until} 以前不再适用容缺" if until else ""
            return CAUSES.get(text(body, "cause"), ""), approved, reason, barred
    return approved, reason


def _papers(body: Body) -> str:
    """The papers that came, by name; those of one state together."""
    groups: dict[str, list[str]] = {}
    for paper in items(body, "papers"):
        state = text(paper, "state")
        said = _STATES[PaperState(state)] if state in set(PaperState) else state
        groups.setdefault(said, []).append(text(paper, "name"))
    return "；".join(f"{said}：{'、'.join(names)}" for said, names in groups.items())


def _delivered(body: Body, file: CaseFile) -> str:
    method = text(body, "method")
    who = text(body, "recipient")
    party = who == file.state.applicant
    signed = f"{mask_name(who, person=file.person if party else True)}签收" if who else ""
    waybill = text(body, "waybill")
    parts = (METHODS.get(method, method), signed, f"运单 {waybill}" if waybill else "")
    return "，".join(part for part in (*parts, text(body, "proxy_reason")) if part)


_NOWS = {
    Stage.RECEIVED: "等决定",
    Stage.COLLECTED: "代收的材料等移交",
    Stage.RETURNED_FOR_CORRECTION: "等申请人补正",
    Stage.ACCEPTED: "正在审查",
    Stage.CONDITIONALLY_ACCEPTED: "正在审查，容缺材料待补",
    Stage.GRANTED: "等办结",
    Stage.DENIED: "等办结",
    Stage.CLOSED: "等送达",
    Stage.CLOSED_CONDITIONAL: "等送达",
    Stage.CLOSED_DENIED: "等送达",
}


def _now(seen: CaseState) -> tuple[CaseEvent, ...]:
    stage = stage_of(seen)
    words = _NOWS.get(stage, "") if stage else ""
    if stage is Stage.CONDITIONALLY_ACCEPTED and not seen.open_papers:
        words = "正在审查"
    if seen.is_suspended and stage in UNDER_REVIEW:
        words = f"{seen.suspensions[-1].kind}，暂停计时"
    elif seen.paused_since:
        words = "容缺材料迟交，宽限中，暂停计时"
    return (CaseEvent("今天", words, kind=NOW),) if words else ()


def _coming(seen: CaseState, file: CaseFile) -> tuple[CaseEvent, ...]:
    """What must still come, and until when: the applicant's side first."""
    stage = stage_of(seen)
    found: list[CaseEvent] = []
    if stage is Stage.CONDITIONALLY_ACCEPTED:
        found += [
            CaseEvent(
                _until(paper.make_good_by, file),
                f"补交{paper.name}",
                "补齐前不能出结果",
                "申请人",
                kind=COMING,
            )
            for paper in seen.open_papers
        ]
    if stage in UNDER_REVIEW:
        due = "" if seen.stands_still else seen.promised_due or seen.statutory_due
        owner = seen.steps[-1].owner if seen.steps else seen.department
        owner = file.names.get(owner, owner)
        found.append(CaseEvent(_until(due, file), "作出决定", "", owner, kind=COMING))
    if seen.deliver_due and not seen.delivered_on:
        found.append(CaseEvent(_until(seen.deliver_due, file), "送达", "", "", kind=COMING))
    return tuple(found)


def _until(day: str, file: CaseFile) -> str:
    if not day:
        return "以后"
    return f"已过 {day[5:]}" if day < file.today.isoformat() else f"{day[5:]} 前"
