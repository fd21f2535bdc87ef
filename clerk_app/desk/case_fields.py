"""The fields each act asks for, and how what was typed becomes the act.

What was typed is handed to the reader of act files (`intake.rules.act_file`), so the window and
`case act` come to the very same act; this module only decides what is asked, in which order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from clerk_app.catalogue.model import SpecialKind
from clerk_app.desk.case_events import METHODS
from clerk_app.desk.messages import sentence
from clerk_app.intake.model import Action, Stage
from clerk_app.intake.rules.act_file import (
    CONCEALED,
    GROUNDS,
    MOST_DAYS,
    NOT_COMPETENT,
    PARCEL_WAYS,
)
from clerk_app.intake.rules.clock import most_extension
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.masking import mask_name
from clerk_app.kernel.text import fault_in, half_width, is_name, to_mend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.desk.case_port import CaseFile, Signer
    from clerk_app.intake.model import CaseState

YES, NO = "yes", "no"
APPLICANT, AGENT, OTHER = "applicant", "agent", "other"
IN_PERSON = frozenset({"counter", "home"})
TEXT_LIMIT = 2000
OVERRIDE = "override"
"""The word of a letter that lets its holder sign for a second notice."""
PROVISIONAL_BY = "provisional_approved_by"
"""Asked for once the act was refused without: dates that are 暂定."""
PAPER_ACTS = frozenset({Action.CORRECT, Action.SUPPLY})
GRAVE = frozenset({Action.DENY, Action.REFUSE, Action.WITHDRAW, Action.RETURN})
"""Acts that refuse an application or give it up: never on Enter."""


class Kind(StrEnum):
    """How a field is filled."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    CHOICE = "choice"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    value: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. A choice is answered by the digit of its place."""

    id: str
    title: str
    kind: Kind = Kind.TEXT
    required: bool = True
    hint: str = ""
    options: tuple[Option, ...] = ()


def fields_of(
    action: Action,
    file: CaseFile,
    seen: CaseState,
    values: Mapping[str, str],
    *,
    override: bool = False,
) -> tuple[Field, ...]:
    """The fields of an act as far as the answers given lead. `seen` is the case as the law sees
    it today; `override`: a second notice names what the first did not."""
    if PROVISIONAL_BY in values:  # its paper names a day that is 暂定
        rest = {name: value for name, value in values.items() if name != PROVISIONAL_BY}
        found = fields_of(action, file, seen, rest, override=override)
        return (*found, _approver("provisional", file, PROVISIONAL_BY))
    if action in PAPER_ACTS:
        found = (Field("materials", "材料", Kind.PAPERS),)
        if override:
            found += _override(file)
        return found
    if action is Action.DELIVER:
        return _delivery(file, seen, values)
    if action is Action.RETURN:
        return _return(file, seen, values)
    if action is Action.REFUSE:
        return _refusal(file, seen, values)
    if action is Action.SUSPEND and values.get("special") == SpecialKind.HEARING:
        return (*_PLAIN[action], *_HEARING)
    if action is Action.TRANSFER and seen.terms.reports_up and not seen.reported_on:
        return (*_PLAIN[action], _REPORT_UP)
    if action in _PLAIN:
        return _PLAIN[action]
    reason, approver = _reason(_REASONS[action]), _approver(action, file)
    if action is Action.EXTEND:
        hint = f"空着就是 {most_extension(seen.terms)} 个工作日，不能更多"
        days = Field("workdays", "延几个工作日", Kind.COUNT, required=False, hint=hint)
        return (approver, reason, days)
    longer = {Action.DENY: (reason, _BASIS, approver), Action.DECIDE: (*_RESULT, approver)}
    return longer.get(action, (reason, approver))


def raw_of(action: Action, fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as an act file has it, without time and papers."""
    raw: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.id, "").strip()
        if not value or field.kind is Kind.PAPERS:
            continue
        put: Any = int(half_width(value)) if field.kind is Kind.COUNT else value
        if field.kind is Kind.DAY:
            put = half_width(value)
        if field in _FOUND:
            put = _listed(value, with_fault=field is _FOUND[1])
        outer, _, inner = field.id.partition(".")
        if inner:
            raw.setdefault(outer, {})[inner] = put
        else:
            raw[outer] = put
    if action in {Action.OPINION, Action.CHECK}:
        raw["agrees"] = values.get("agrees") != NO
    for name in ("abandoned", "report_up"):
        if raw.pop(name, "") == YES:
            raw[name] = True
    return raw


def _listed(value: str, *, with_fault: bool) -> list[Any]:
    """Papers of a transfer slip, divided by ；; with what is wrong behind ： each."""
    entries = [part.strip() for part in value.replace(";", "；").split("；") if part.strip()]
    if not with_fault:
        return entries
    parted = [part.replace(":", "：").partition("：") for part in entries]
    return [{"name": name.strip(), "fault": fault.strip()} for name, _, fault in parted]


def recipient_of(seen: CaseState, values: Mapping[str, str]) -> str:
    """Who signed for the result, by the full name."""
    who = values.get("who", "")
    if who == OTHER:
        return values.get("delivery.recipient", "").strip()
    return {APPLICANT: seen.applicant, AGENT: seen.agent}.get(who, "")


_NAMES = frozenset(
    {
        "delivery.recipient",
        "target_agency",
        "concealment.found_by",
        "handover.by",
        "target",
        "parcel.to",
        "result.name",
    }
)
"""Fields that name a person, a body or a paper."""


def fault_of(field: Field, value: str) -> str:
    """What is wrong with what was typed, in the hall's words; empty when nothing is."""
    value = value.strip()
    if not value:
        verb = "选" if field.kind is Kind.CHOICE else "填"
        return f"请{verb}“{field.title}”。" if field.required else ""
    match field.kind:
        case Kind.COUNT:
            digits = half_width(value)
            good = digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= MOST_DAYS
            return "" if good else f"“{field.title}”填 1–{MOST_DAYS} 的数字。"
        case Kind.DAY:
            try:
                parse_day(half_width(value))
            except Misused:
                return f"“{field.title}”的写法如 2027-03-02。"
        case Kind.TEXT:
            bad = fault_in(value)
            if bad:
                return sentence(f"“{field.title}”里有{bad}，{to_mend(bad)}")
            if field.id in _NAMES and not is_name(value):
                return f"“{field.title}”里没有一个能读的字，请照原件重填。"
            if len(value) > TEXT_LIMIT:
                return f"“{field.title}”最多 {TEXT_LIMIT} 个字。"
    return ""


def _reason(title: str, *, required: bool = True, hint: str = "") -> Field:
    return Field("reason", title, required=required, hint=hint)


def _approver(act: str, file: CaseFile, name: str = "approver") -> Field:
    """Who approved: supervisors, and whom a letter lets sign this act today."""
    able = [each for each in file.signers if each.supervisor or act in each.acts]
    options = tuple(Option(each.id, each.name, _office(each)) for each in able)
    hint = "" if options else "本机没有可以批准这件事的人，请主管先登记授权"
    return Field(name, "谁批准的", Kind.CHOICE, hint=hint, options=options)


def _office(signer: Signer) -> str:
    return "主管" if signer.supervisor else "有授权书"


def _override(file: CaseFile) -> tuple[Field, ...]:
    return (
        Field("override.reason", "为什么第二次告知还要这份", hint="计入监察，主管负责"),
        _approver(OVERRIDE, file, "override.approver"),
    )


def _delivery(file: CaseFile, seen: CaseState, values: Mapping[str, str]) -> tuple[Field, ...]:
    ways = tuple(Option(value, title) for value, title in METHODS.items())
    found = [Field("delivery.method", "怎样送达", Kind.CHOICE, options=ways)]
    method = values.get("delivery.method", "")
    if method == "ems":
        found.append(Field("delivery.waybill", "运单号"))
    if method in IN_PERSON:
        party = mask_name(seen.applicant, person=file.person)
        who = [Option(APPLICANT, "申请人", party)]
        if seen.agent:
            who.append(Option(AGENT, "代办人", mask_name(seen.agent)))
        who.append(Option(OTHER, "别的人"))
        found.append(Field("who", "谁签收的", Kind.CHOICE, options=tuple(who)))
        if values.get("who") == OTHER:
            found.append(Field("delivery.recipient", "签收人姓名"))
            found.append(Field("delivery.proxy_reason", "为什么代收"))
        if values.get("who") == AGENT:
            hint = "委托里写明可以领取的空着"
            found.append(Field("delivery.proxy_reason", "为什么代收", required=False, hint=hint))
        found.append(Field("delivery.id_number", "签收人证件号码", required=False))
    if method == "home":
        found.append(Field("delivery.place", "送到哪里", required=False))
    return tuple(found)


def _return(file: CaseFile, seen: CaseState, values: Mapping[str, str]) -> tuple[Field, ...]:
    before = seen.state == Stage.RETURNED_FOR_CORRECTION
    late = "没有按期补正" if before else "到期没有补齐"
    causes = (Option(YES, "申请人放弃"), Option(NO, late))
    found = (Field("abandoned", "为什么退件", Kind.CHOICE, options=causes), _reason("说明"))
    if before and values.get("abandoned") == NO:
        return (*found, _approver(Action.RETURN, file))
    return found


def _refusal(file: CaseFile, seen: CaseState, values: Mapping[str, str]) -> tuple[Field, ...]:
    """On what ground; after the one notice also why it was not said there, and who answers."""
    grounds = tuple(Option(value, title) for value, title in GROUNDS.items())
    found = [Field("grounds", "为什么不受理", Kind.CHOICE, options=grounds)]
    chosen = values.get("grounds", "")
    if chosen == NOT_COMPETENT:
        found.append(Field("target_agency", "应向哪个机关申请", hint="印在不予受理通知书上"))
    if chosen == CONCEALED:
        found += _CONCEALED
    told = seen.state == Stage.RETURNED_FOR_CORRECTION
    if told:
        found.append(_reason("一次告知时为什么没有说", hint="记入办件"))
    if chosen == CONCEALED or told:
        found.append(_approver(CONCEALED if chosen == CONCEALED else OVERRIDE, file))
    return tuple(found)


_CONCEALED = (
    Field("concealment.fact", "隐瞒或者虚假的是什么", hint="写事实，印在通知书上"),
    Field("concealment.evidence", "依据什么认定", required=False, hint="没有就空着"),
    Field("concealment.found_by", "谁发现的"),
)
_REASONS = {
    Action.EXTEND: "延期的理由",
    Action.DECIDE: "理由",
    Action.DENY: "不予许可的理由",
    Action.REOPEN: "为什么重启",
}
_FOUND = (
    Field("handover.missing", "缺哪些材料", required=False, hint="几份用；分开，没有就空着"),
    Field("handover.damaged", "哪些损坏", required=False, hint="材料：损坏情况；没有就空着"),
)
_HEARING = (
    Field("told_on", "哪天告知听证权利", Kind.DAY, required=False, hint="2026-03-02；没有就空着"),
    Field("asked_on", "哪天申请听证", Kind.DAY, required=False, hint="空着就从今天算二十个工作日"),
)
_REPORT_UP = Field(
    "report_up",
    "是不是报上级机关",
    Kind.CHOICE,
    hint="受理后二十个工作日内审查完毕（第四十三条）",
    options=(Option(YES, "报上级决定"), Option(NO, "一般移交")),
)
_BASIS = Field(
    "basis", "依据（条款）", required=False, hint="如《…条例》第几条，印在理由后面；没有就空着"
)
_SPOKEN = _reason("说明", required=False, hint="没有要说的就按 Enter")
_PLAIN: Mapping[Action, tuple[Field, ...]] = {
    Action.SUSPEND: (
        Field(
            "special",
            "哪一种特别程序",
            Kind.CHOICE,
            options=tuple(Option(kind, kind) for kind in SpecialKind),
        ),
        _reason("为什么要做", hint="写明依据的事实，印在告知书上"),
        Field("days", "预计多少个工作日", Kind.COUNT, hint="印在告知书上（第四十五条）"),
    ),
    Action.RESUME: (_SPOKEN,),
    Action.CLOSE: (_SPOKEN,),
    Action.OPINION: (
        Field(
            "agrees",
            "同意不同意",
            Kind.CHOICE,
            options=(Option(YES, "同意"), Option(NO, "不同意")),
        ),
        _reason("意见"),
        Field("target", "哪个部门的意见", required=False, hint="空着就是本窗口"),
    ),
    Action.CHECK: (
        Field(
            "agrees",
            "承诺属实不属实",
            Kind.CHOICE,
            options=(Option(YES, "属实"), Option(NO, "不属实")),
        ),
        _reason("核查的情况"),
    ),
    Action.TRANSFER: (
        Field("target", "交给谁", hint="部门或工作人员"),
        _reason("为什么移交"),
    ),
    Action.WITHDRAW: (_reason("申请人为什么撤回"),),
    Action.DISPATCH: (
        Field(
            "parcel.method",
            "怎样移交",
            Kind.CHOICE,
            options=tuple(Option(way, title) for way, title in PARCEL_WAYS.items()),
        ),
        Field("parcel.waybill", "运单号", required=False, hint="当面移交的空着"),
    ),
    Action.TAKE_OVER: (Field("handover.by", "谁收到的", hint="移交单上签收的人"), *_FOUND),
    Action.SEND_BACK: (_reason("为什么退回", hint="例如地址有误，没有人接收"), *_FOUND),
}
_RESULT = (
    Field("result.name", "结果名称", hint="证照或文书的名称"),
    Field("result.number", "文号或证号", required=False, hint="还没有就空着"),
    Field("result.valid_until", "有效期到", Kind.DAY, required=False, hint="2027-03-02"),
)
