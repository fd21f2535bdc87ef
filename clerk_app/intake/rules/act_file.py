"""The file of one act in the life of a case: `case act NUMBER ACTION FILE.json`.

`REQUIRED` is the published table: what each act cannot be without. Anything else a file may hold
is optional, and an unknown field is wrong usage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clerk_app.intake.model import Action, CheckedPaper, Concealment
from clerk_app.intake.rules.fields import (
    DAY,
    MAX_ENTRIES,
    bad,
    flag,
    mapping,
    moment,
    named,
    papers,
    path_of,
    text_in,
    wanted,
    wanted_name,
)
from clerk_app.kernel.clock import legal_day, parse_day
from clerk_app.kernel.errors import Misused

REQUIRED: Mapping[Action, tuple[str, ...]] = {
    Action.CORRECT: ("materials",),
    Action.SUPPLY: ("materials",),
    Action.SUSPEND: ("special", "reason", "days"),
    Action.RESUME: (),
    Action.EXTEND: ("approver", "reason"),
    Action.OPINION: ("reason",),
    Action.CHECK: ("reason",),
    Action.DECIDE: ("approver", "result"),
    Action.DENY: ("approver", "reason"),
    Action.REFUSE: ("grounds",),
    Action.TRANSFER: ("target", "reason"),
    Action.CLOSE: (),
    Action.DELIVER: ("delivery",),
    Action.WITHDRAW: ("reason",),
    Action.RETURN: ("reason",),
    Action.REOPEN: ("approver", "reason"),
    Action.DISPATCH: ("parcel",),
    Action.TAKE_OVER: ("handover",),
    Action.SEND_BACK: ("reason",),
}
"""Beside `at`, which every act names."""
_TOP = {
    "at", "operator", "reason", "materials", "approver", "until", "target", "result", "special",
    "days", "workdays", "agrees", "delivery", "override", "undertaking_signed", "abandoned",
    "parcel", "handover", "provisional_approved_by", "grounds", "target_agency", "concealment",
    "report_up", "told_on", "asked_on", "basis",
}  # fmt: skip
_RESULT = {"name", "number", "valid_until"}
_DELIVERY = {"method", "recipient", "id_number", "waybill", "proxy_reason", "place"}
_OVERRIDE = {"approver", "reason"}
_CONCEALMENT = {"fact", "evidence", "found_by"}
_PARCEL = {"to", "method", "waybill", "papers"}
_HANDOVER = {"by", "missing", "damaged"}
PARCEL_WAYS: Mapping[str, str] = {"counter": "当面移交", "mail": "邮寄", "courier": "快递"}
"""How papers go from one hall to another, in the hall's words."""
NOT_NEEDED, NOT_COMPETENT, CONCEALED = "not_needed", "not_competent", "concealment"
GROUNDS: Mapping[str, str] = {
    NOT_NEEDED: "依法不需要办理",
    NOT_COMPETENT: "不属本机关职权",
    CONCEALED: "隐瞒或者提供虚假材料",
}
"""Why an application may be refused without review (行政许可法 art. 32(1), 32(2), 78): these and
no other. Missing papers are never one."""
MOST_DAYS = 999


@dataclass(frozen=True, slots=True)
class Result:
    """What an application came to: name and number of the licence or other paper."""

    name: str = ""
    number: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a result was handed over (送达)."""

    method: str
    recipient: str = ""
    id_number: str = ""
    waybill: str = ""
    proxy_reason: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """How collected papers leave. No `papers`: all that are held; `to` empty: the body that
    decides."""

    method: str
    waybill: str = ""
    to: str = ""
    papers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """What the other side found against the slip. `damaged` are names with what is wrong."""

    by: str = ""
    missing: tuple[str, ...] = ()
    damaged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """Why a later notice may name what the first did not, and who answers for it."""

    approver: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act, as it was asked for.

    `at` is the clock of the act; `workdays` those of an extension, `days` the workdays a special
    procedure is expected to need (art. 45: the applicant is told in writing). `abandoned`: the
    applicant gives up. `seen` is `CaseState.acts` as the clerk saw it, -1 where nobody looked.
    `provisional_approved_by` answers for dates that are 暂定. `by_slip` is not of the file: the
    sending side writes down what the signed slip of the other side says. `grounds` is a key of
    `GROUNDS`; who approves a `concealment` is the `approver` of the act. `report_up`: the transfer
    reports a 上报件 to the higher body. `told_on`, `asked_on`: ISO days of a hearing. `basis` is
    the article a denial rests on, in words.
    """

    action: Action
    at: datetime
    operator: str = ""
    reason: str = ""
    papers: tuple[CheckedPaper, ...] = ()
    approver: str = ""
    until: str = ""
    target: str = ""
    special: str = ""
    days: int = 0
    workdays: int = 0
    agrees: bool = True
    seen: int = -1
    result: Result | None = None
    delivery: Delivery | None = None
    override: Override | None = None
    undertaking_signed: bool = False
    abandoned: bool = False
    provisional_approved_by: str = ""
    parcel: Parcel | None = None
    handover: Handover | None = None
    grounds: str = ""
    target_agency: str = ""
    concealment: Concealment | None = None
    report_up: bool = False
    told_on: str = ""
    asked_on: str = ""
    basis: str = ""
    by_slip: bool = False

    @property
    def on(self) -> date:
        """The legal day of the act."""
        return legal_day(self.at)


def read_action(name: str) -> Action:
    """Raises `Misused` (`unknown_action`) naming those there are."""
    if name not in set(Action):
        raise Misused("unknown_action", f"没有“{name}”这个动作，可用的有：{'、'.join(Action)}")
    return Action(name)


def read_act(name: str, raw: object) -> CaseAct:
    """Read the file of an act.

    Raises `Misused` (`unknown_action`, `bad_act_file`, `bad_time`, `bad_text`) naming the field.
    """
    action = read_action(name)
    try:
        return _read(action, mapping(raw, "", _TOP))
    except Misused as error:
        code = "bad_act_file" if error.code == "bad_intake_file" else error.code
        raise Misused(code, error.message) from error


def _read(action: Action, fields: Mapping[str, Any]) -> CaseAct:
    signs = action is Action.SUPPLY and fields.get("undertaking_signed") is True
    for name in REQUIRED[action]:
        if name == "materials" and signs:
            continue  # the signature alone is what was brought
        value = fields.get(name)
        if (value.strip() if isinstance(value, str) else value) in (None, "", [], {}):
            raise bad(f"{action} 缺少字段：{name}")
    result, delivery = fields.get("result"), fields.get("delivery")
    override = fields.get("override")
    parcel, handover = fields.get("parcel"), fields.get("handover")
    return CaseAct(
        action,
        moment(wanted(fields, "at", ""), "at"),
        operator=named(fields, "operator", ""),
        reason=text_in(fields, "reason", ""),
        papers=papers(fields.get("materials")),
        approver=named(fields, "approver", ""),
        until=_day(fields, "until", ""),
        target=named(fields, "target", ""),
        special=text_in(fields, "special", ""),
        days=_count(fields, "days"),
        workdays=_count(fields, "workdays"),
        agrees=flag(fields, "agrees", default=True),
        result=None if result is None else _result(result),
        delivery=None if delivery is None else _delivery(delivery),
        override=None if override is None else _override(override),
        undertaking_signed=flag(fields, "undertaking_signed"),
        abandoned=flag(fields, "abandoned"),
        provisional_approved_by=named(fields, "provisional_approved_by", ""),
        parcel=None if parcel is None else _parcel(parcel),
        handover=None if handover is None else _handover(handover, action),
        grounds=_grounds(fields),
        target_agency=named(fields, "target_agency", ""),
        concealment=_concealment(fields),
        report_up=flag(fields, "report_up"),
        told_on=_day(fields, "told_on", ""),
        asked_on=_day(fields, "asked_on", ""),
        basis=text_in(fields, "basis", ""),
    )


def _result(raw: object) -> Result:
    fields = mapping(raw, "result", _RESULT)
    return Result(
        wanted_name(fields, "name", "result"),
        text_in(fields, "number", "result"),
        _day(fields, "valid_until", "result"),
    )


def _delivery(raw: object) -> Delivery:
    fields = mapping(raw, "delivery", _DELIVERY)
    wanted(fields, "method", "delivery")
    named(fields, "recipient", "delivery")
    return Delivery(**{name: text_in(fields, name, "delivery") for name in sorted(_DELIVERY)})


def _override(raw: object) -> Override:
    fields = mapping(raw, "override", _OVERRIDE)
    return Override(
        wanted_name(fields, "approver", "override"), wanted(fields, "reason", "override")
    )


def _grounds(fields: Mapping[str, Any]) -> str:
    value = text_in(fields, "grounds", "")
    if value and value not in GROUNDS:
        raise bad(f"grounds 应为 {'、'.join(GROUNDS)} 之一")
    if value == CONCEALED and fields.get("concealment") is None:
        raise bad("refuse 缺少字段：concealment")
    return value


def _concealment(fields: Mapping[str, Any]) -> Concealment | None:
    raw = fields.get("concealment")
    if raw is None:
        return None
    where = "concealment"
    told = mapping(raw, where, _CONCEALMENT)
    fact, by = wanted(told, "fact", where), wanted_name(told, "found_by", where)
    return Concealment(fact, text_in(told, "evidence", where), by, "")


def _parcel(raw: object) -> Parcel:
    fields = mapping(raw, "parcel", _PARCEL)
    method = wanted(fields, "method", "parcel")
    if method not in PARCEL_WAYS:
        raise bad(f"parcel.method 应为 {'、'.join(PARCEL_WAYS)} 之一")
    lines = []
    for index, entry in enumerate(_list(fields, "papers", "parcel")):
        where = f"parcel.papers[{index}]"
        line = mapping(entry, where, {"name", "copies"})
        lines.append((wanted(line, "name", where), _count(line, "copies") or 1))
    _no_twice([name for name, _ in lines], "parcel.papers")
    waybill, to = text_in(fields, "waybill", "parcel"), named(fields, "to", "parcel")
    return Parcel(method, waybill, to, tuple(lines))


def _handover(raw: object, action: Action) -> Handover:
    fields = mapping(raw, "handover", _HANDOVER)
    read = wanted_name if action is Action.TAKE_OVER else named
    by = read(fields, "by", "handover")
    missing = [
        wanted({"name": entry}, "name", "handover.missing")
        for entry in _list(fields, "missing", "handover")
    ]
    damaged = []
    for index, entry in enumerate(_list(fields, "damaged", "handover")):
        where = f"handover.damaged[{index}]"
        line = mapping(entry, where, {"name", "fault"})
        damaged.append((wanted(line, "name", where), wanted(line, "fault", where)))
    _no_twice([*missing, *(name for name, _ in damaged)], "handover")
    return Handover(by, tuple(missing), tuple(damaged))


def _list(fields: Mapping[str, Any], name: str, where: str) -> list[Any]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MAX_ENTRIES:
        raise bad(f"{path_of(where, name)} 应为列表，最多 {MAX_ENTRIES} 份")
    return value


def _no_twice(names: list[str], where: str) -> None:
    if len(set(names)) < len(names):
        raise bad(f"{where}：同一份材料写了两遍")


def _day(fields: Mapping[str, Any], name: str, where: str) -> str:
    text = text_in(fields, name, where)
    try:
        return parse_day(text).isoformat() if text else ""
    except Misused as error:
        raise bad(f"{path_of(where, name)} 应为日期，如 {DAY}") from error


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise bad(f"{name} 应为 1–{MOST_DAYS} 的整数")
    return value
