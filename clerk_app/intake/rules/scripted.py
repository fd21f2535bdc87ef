"""The scripted intake file and the body of `case.received`: two spellings of an application.

Every text is refused at the edge if it holds what cannot be stored, shown or printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clerk_app.intake.model import (
    Application,
    CheckedPaper,
    Concealment,
    IdType,
    PaperState,
    Party,
)
from clerk_app.kernel import identity, uscc
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import half_width, person_name, plain

_TOP = {
    "item", "received_at", "competent", "needed", "target_agency", "situations", "applicant",
    "agent", "materials", "undertaking_signed", "discredited", "concealment",
}  # fmt: skip
_PAPER = {"name", "state", "fault", "correction", "copies"}
_PARTY = {"kind", "name", "id_type", "id_number", "phone"}
_CONCEALMENT = {"fact", "evidence", "found_by", "approved_by"}
MAX_COPIES = 9999


def read_application(raw: object, *, today: date) -> Application:
    """Read a scripted intake file.

    Raises `Misused` (`bad_intake_file`, `bad_time`, `bad_text`) naming the field, `Refused`
    (`id_invalid`) for a resident id or credit code that cannot be one.
    """
    fields = _mapping(raw, "文件", _TOP)
    for name in ("item", "received_at", "applicant"):
        if not fields.get(name):
            raise Misused("bad_intake_file", f"缺少字段：{name}")
    agent = fields.get("agent")
    concealment = fields.get("concealment")
    return Application(
        item=_text(fields, "item"),
        received_at=parse_stamp(_text(fields, "received_at")),
        applicant=_party(fields["applicant"], "applicant", today),
        competent=_flag(fields, "competent", default=True),
        needed=_flag(fields, "needed", default=True),
        target_agency=_text(fields, "target_agency"),
        situations=_situations(fields.get("situations")),
        agent=None if agent is None else _party(agent, "agent", today),
        papers=_papers(fields.get("materials")),
        undertaking_signed=_flag(fields, "undertaking_signed"),
        discredited=_flag(fields, "discredited"),
        concealment=None if concealment is None else _concealment(concealment),
    )


def check_party(party: Party, today: date) -> Party:
    """Even out a party's numbers; raises `Refused` (`id_invalid`) for one that cannot be."""
    if not party.id_number:
        return party
    if party.id_type == IdType.RESIDENT_ID:
        verdict = identity.check_id(party.id_number, today=today)
    elif party.id_type == IdType.USCC:
        verdict = uscc.check_uscc(party.id_number)
    else:
        return party
    if verdict.verdict == "invalid":
        raise Refused("id_invalid", f"证件号码不对：{verdict.reason}")
    number = verdict.normalised or party.id_number
    return Party(party.kind, party.name, party.id_type, number, party.phone)


def _party(raw: object, where: str, today: date) -> Party:
    fields = _mapping(raw, where, _PARTY)
    kind = _text(fields, "kind") or "person"
    if kind not in {"person", "organisation", "organization"}:
        raise Misused("bad_intake_file", f"{where}.kind 应为 person 或 organisation")
    name = person_name(_text(fields, "name"), f"{where}.name")
    if not name:
        raise Misused("bad_intake_file", f"缺少字段：{where}.name")
    party = Party(
        "person" if kind == "person" else "organisation",
        name,
        _text(fields, "id_type"),
        half_width(_text(fields, "id_number")).strip(),
        half_width(_text(fields, "phone")).strip(),
    )
    return check_party(party, today)


def _situations(raw: object) -> tuple[tuple[str, str], ...]:
    if raw is None:
        return ()
    if not isinstance(raw, Mapping):
        raise Misused("bad_intake_file", "situations 应为 {问题: 答案}")
    return tuple(
        (plain(str(key), "situations"), plain(_string(value, f"situations.{key}"), str(key)))
        for key, value in raw.items()
    )


def _papers(raw: object) -> tuple[CheckedPaper, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise Misused("bad_intake_file", "materials 应为列表")
    return tuple(_paper(entry, index) for index, entry in enumerate(raw))


def _paper(raw: object, index: int) -> CheckedPaper:
    where = f"materials[{index}]"
    fields = _mapping(raw, where, _PAPER)
    name = _text(fields, "name")
    try:
        state = PaperState(_text(fields, "state"))
    except ValueError as error:
        raise Misused("bad_intake_file", f"{where}.state 不认识") from error
    copies = fields.get("copies")
    if copies is None:
        copies = 1 if state.is_handed_in else 0
    if isinstance(copies, bool) or not isinstance(copies, int) or not 0 <= copies <= MAX_COPIES:
        raise Misused("bad_intake_file", f"{where}.copies 应为 0–{MAX_COPIES} 的整数")
    if not name:
        raise Misused("bad_intake_file", f"缺少字段：{where}.name")
    return CheckedPaper(name, state, _text(fields, "fault"), _text(fields, "correction"), copies)


def _concealment(raw: object) -> Concealment:
    fields = _mapping(raw, "concealment", _CONCEALMENT)
    fact = _text(fields, "fact")
    if not fact:
        raise Misused("bad_intake_file", "缺少字段：concealment.fact")
    return Concealment(
        fact, _text(fields, "evidence"), _text(fields, "found_by"), _text(fields, "approved_by")
    )


def _mapping(raw: object, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise Misused("bad_intake_file", f"{where}应为一个对象")
    unknown = sorted(str(key) for key in raw if key not in known)
    if unknown:
        raise Misused("bad_intake_file", f"{where}里有不认识的字段：{unknown[0]}")
    return raw


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else plain(_string(value, name), name)


def _string(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise Misused("bad_intake_file", f"{name} 应为文字")
    return value


def _flag(fields: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise Misused("bad_intake_file", f"{name} 应为 true 或 false")
    return value
