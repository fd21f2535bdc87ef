"""The scripted intake file: how an application is written down outside the window.

Every text is refused at the edge if it holds what cannot be stored, shown or printed. An error
names its field as a path (`materials[2].copies`), never the value: it may be a person's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from clerk_app.intake.model import (
    Application,
    Arrival,
    Concealment,
    IdType,
    OtherHall,
    Party,
)
from clerk_app.intake.rules.fields import (
    MAX_ENTRIES,
    bad,
    flag,
    is_visible,
    mapping,
    moment,
    named,
    papers,
    shown,
    string,
    text_in,
    wanted,
    wanted_name,
)
from clerk_app.kernel import identity, uscc
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.text import half_width, is_name, person_name, plain

_TOP = {
    "item", "received_at", "competent", "needed", "target_agency", "situations", "applicant",
    "agent", "materials", "undertaking_signed", "discredited", "concealment", "arrival", "joint",
    "commitment", "deposit", "credit_approved_by", "for_hall",
    "provisional_approved_by", "reports_up",
}  # fmt: skip
_PARTY = {"kind", "name", "id_type", "id_number", "phone"}
_AGENT = _PARTY | {"order"}
_REGION = re.compile(r"[0-9]{6,12}")
_CONCEALMENT = {"fact", "evidence", "found_by", "approved_by"}
_KINDS = {"": "person", "person": "person"} | dict.fromkeys(
    ("organisation", "organization"), "organisation"
)


def read_application(raw: object, *, today: date) -> Application:
    """Read a scripted intake file.

    Absent or null: `competent` and `needed` are true, other flags false, `kind` person, `copies`
    1 of a paper that was handed in; what was not handed in has 0. A blank answer is none.
    An `id_type` other than `resident_id` and `uscc` is kept as it is, its number unchecked.
    `received_at` lies in the years a case number can hold.

    Raises `Misused` (`bad_intake_file`, `bad_time`, `bad_text`) naming the field, `Refused`
    (`id_invalid`) for a resident id or credit code that cannot be one.
    """
    fields = mapping(raw, "", _TOP)
    agent = fields.get("agent")
    concealment = fields.get("concealment")
    for_hall = fields.get("for_hall")
    return Application(
        item=wanted(fields, "item", ""),
        received_at=moment(wanted(fields, "received_at", "")),
        applicant=_party(fields.get("applicant"), "applicant", today),
        competent=flag(fields, "competent", default=True),
        needed=flag(fields, "needed", default=True),
        target_agency=named(fields, "target_agency", ""),
        situations=_situations(fields.get("situations")),
        agent=None if agent is None else _party(agent, "agent", today, _AGENT),
        agent_order=_order(agent),
        papers=papers(fields.get("materials")),
        undertaking_signed=flag(fields, "undertaking_signed"),
        discredited=flag(fields, "discredited"),
        concealment=None if concealment is None else _concealment(concealment),
        arrival=_arrival(text_in(fields, "arrival", "")),
        joint=flag(fields, "joint"),
        reports_up=flag(fields, "reports_up"),
        deposit=flag(fields, "deposit"),
        credit_approved_by=named(fields, "credit_approved_by", ""),
        provisional_approved_by=named(fields, "provisional_approved_by", ""),
        for_hall=None if for_hall is None else _for_hall(for_hall),
        **_commitment(fields.get("commitment")),
    )


def require_named(application: Application) -> None:
    """Nobody can apply without a name, nor for somebody else: the papers would have a blank there.

    Raises `Refused` (`no_applicant`, `no_agent_name`).
    """
    if not is_name(application.applicant.name):
        raise Refused("no_applicant", "还没有填申请人姓名或名称")
    if application.agent is not None and not is_name(application.agent.name):
        raise Refused("no_agent_name", "还没有填代办人姓名")


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


def _commitment(raw: object) -> dict[str, Any]:
    """告知承诺: `{"papers": [...], "signed": true}`."""
    if raw is None:
        return {}
    fields = mapping(raw, "commitment", {"papers", "signed"})
    names = fields.get("papers")
    if not isinstance(names, list) or not names or len(names) > MAX_ENTRIES:
        raise bad("commitment.papers 应为材料名称的列表")
    listed = [plain(string(name, "commitment.papers"), "commitment.papers") for name in names]
    if not all(map(is_visible, listed)):
        raise bad("commitment.papers 里有没有名称的材料")
    return {"committed": tuple(dict.fromkeys(listed)), "commitment_signed": flag(fields, "signed")}


def _arrival(text: str) -> str:
    if text and text not in set(Arrival):
        raise bad(f"arrival 应为 {'、'.join(Arrival)} 之一")
    return text


def _for_hall(raw: object) -> OtherHall:
    """异地代收: `{"region": "511602", "name": "…"}`, the body that decides."""
    fields = mapping(raw, "for_hall", {"region", "name"})
    region = wanted(fields, "region", "for_hall")
    if not is_region(region):
        raise bad("for_hall.region 应为 6–12 位数字的行政区划或大厅代码")
    return OtherHall(region, wanted_name(fields, "name", "for_hall"))


def is_region(text: str) -> bool:
    """Is it a 行政区划 or a code of a hall: 6 to 12 digits?"""
    return _REGION.fullmatch(text) is not None


def _order(raw: object) -> str:
    """The 帮办代办单 an agent names."""
    return text_in(raw, "order", "agent") if isinstance(raw, Mapping) else ""


def _party(raw: object, where: str, today: date, known: set[str] = _PARTY) -> Party:
    if raw is None:
        raise bad(f"缺少字段：{where}")
    fields = mapping(raw, where, known)
    kind = _KINDS.get(text_in(fields, "kind", where))
    if kind is None:
        raise bad(f"{where}.kind 应为 person 或 organisation")
    party = Party(
        kind,
        person_name(wanted(fields, "name", where), f"{where}.name"),
        text_in(fields, "id_type", where),
        half_width(text_in(fields, "id_number", where)).strip(),
        half_width(text_in(fields, "phone", where)).strip(),
    )
    try:
        return check_party(party, today)
    except Refused as error:
        raise Refused(error.code, f"{where}.id_number：{error.message}") from error


def _situations(raw: object) -> tuple[tuple[str, str], ...]:
    if raw is None:
        return ()
    if not isinstance(raw, Mapping) or len(raw) > MAX_ENTRIES:
        raise bad(f"situations 应为 {{问题: 答案}}，最多 {MAX_ENTRIES} 个")
    answers: dict[str, str] = {}
    for key, value in raw.items():
        name = plain(string(key, "situations"), "situations")
        if not is_visible(name):
            raise bad("situations 里有没有名称的问题")
        if name in answers:
            raise bad(f"situations 里“{shown(name)}”写了两遍")
        where = f"situations.{shown(name)}"
        answers[name] = plain(string(value, where), where)
    return tuple((name, answer) for name, answer in answers.items() if is_visible(answer))


def _concealment(raw: object) -> Concealment:
    """Without an approver it is read all the same: the law refuses it, not the form."""
    where = "concealment"
    fields = mapping(raw, where, _CONCEALMENT)
    return Concealment(
        wanted(fields, "fact", where),
        text_in(fields, "evidence", where),
        named(fields, "found_by", where),
        named(fields, "approved_by", where),
    )
