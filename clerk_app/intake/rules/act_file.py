"""The file of one act in the life of a case: `case act NUMBER ACTION FILE.json`.

`REQUIRED` is the published table: what each act cannot be without. Anything else a file may hold
is optional, and an unknown field is wrong usage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clerk_app.intake.model import Action, CheckedPaper
from clerk_app.intake.rules.fields import (
    bad,
    flag,
    mapping,
    moment,
    papers,
    path_of,
    text_in,
    wanted,
)
from clerk_app.kernel.clock import legal_day, parse_day
from clerk_app.kernel.errors import Misused

REQUIRED: Mapping[Action, tuple[str, ...]] = {
    Action.CORRECT: ("materials",),
    Action.SUPPLY: ("materials",),
    Action.SUSPEND: ("special", "reason"),
    Action.RESUME: (),
    Action.EXTEND: ("approver", "reason"),
    Action.OPINION: ("reason",),
    Action.CHECK: ("reason",),
    Action.DECIDE: ("approver", "result"),
    Action.DENY: ("approver", "reason"),
    Action.TRANSFER: ("target", "reason"),
    Action.CLOSE: (),
    Action.DELIVER: ("delivery",),
    Action.WITHDRAW: ("reason",),
    Action.RETURN: ("reason",),
    Action.REOPEN: ("approver", "reason"),
}
"""Beside `at`, which every act names."""
_TOP = {
    "at", "operator", "reason", "materials", "approver", "until", "target", "result", "special",
    "days", "workdays", "agrees", "delivery", "override", "undertaking_signed", "abandoned",
}  # fmt: skip
_RESULT = {"name", "number", "valid_until"}
_DELIVERY = {"method", "recipient", "id_number", "waybill", "proxy_reason", "place"}
_OVERRIDE = {"approver", "reason"}
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
class Override:
    """Why a later notice may name what the first did not, and who answers for it."""

    approver: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act, as it was asked for.

    `at` is the clock of the act; `workdays` those of an extension, `days` the time a special
    procedure is expected to need. `abandoned`: the applicant gives up. `seen` is
    `CaseState.acts` as the clerk saw it, -1 where nobody looked.
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
    for name in REQUIRED[action]:
        value = fields.get(name)
        if (value.strip() if isinstance(value, str) else value) in (None, "", [], {}):
            raise bad(f"{action} 缺少字段：{name}")
    result, delivery = fields.get("result"), fields.get("delivery")
    override = fields.get("override")
    return CaseAct(
        action,
        moment(wanted(fields, "at", ""), "at"),
        operator=text_in(fields, "operator", ""),
        reason=text_in(fields, "reason", ""),
        papers=papers(fields.get("materials")),
        approver=text_in(fields, "approver", ""),
        until=_day(fields, "until", ""),
        target=text_in(fields, "target", ""),
        special=text_in(fields, "special", ""),
        days=_count(fields, "days"),
        workdays=_count(fields, "workdays"),
        agrees=flag(fields, "agrees", default=True),
        result=None if result is None else _result(result),
        delivery=None if delivery is None else _delivery(delivery),
        override=None if override is None else _override(override),
        undertaking_signed=flag(fields, "undertaking_signed"),
        abandoned=flag(fields, "abandoned"),
    )


def _result(raw: object) -> Result:
    fields = mapping(raw, "result", _RESULT)
    return Result(
        wanted(fields, "name", "result"),
        text_in(fields, "number", "result"),
        _day(fields, "valid_until", "result"),
    )


def _delivery(raw: object) -> Delivery:
    fields = mapping(raw, "delivery", _DELIVERY)
    wanted(fields, "method", "delivery")
    return Delivery(**{name: text_in(fields, name, "delivery") for name in sorted(_DELIVERY)})


def _override(raw: object) -> Override:
    fields = mapping(raw, "override", _OVERRIDE)
    return Override(wanted(fields, "approver", "override"), wanted(fields, "reason", "override"))


def _day(fields: Mapping[str, Any], name: str, where: str) -> str:
    text = text_in(fields, name, where)
    try:
        return parse_day(text).isoformat() if text else ""
    except Misused as error:
        raise bad(f"{path_of(where, name)}：{error.message}") from error


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise bad(f"{name} 应为 1–{MOST_DAYS} 的整数")
    return value
