"""The scripted intake file: how an application is written down outside the window.

Every text is refused at the edge if it holds what cannot be stored, shown or printed. An error
names its field as a path (`materials[2].copies`), never the value: it may be a person's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
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
from clerk_app.kernel.text import fault_in, half_width, person_name, plain

_TOP = {
    "item", "received_at", "competent", "needed", "target_agency", "situations", "applicant",
    "agent", "materials", "undertaking_signed", "discredited", "concealment",
}  # fmt: skip
_PAPER = {"name", "state", "fault", "correction", "copies"}
_PARTY = {"kind", "name", "id_type", "id_number", "phone"}
_CONCEALMENT = {"fact", "evidence", "found_by", "approved_by"}
_KINDS = {"": "person", "person": "person"} | dict.fromkeys(
    ("organisation", "organization"), "organisation"
)
MAX_COPIES = 9999
MAX_ENTRIES = 1000
"""Most papers and most answers of one file; real items have fewer than 60."""
_SHOWN_KEY = 40


def read_application(raw: object, *, today: date) -> Application:
    """Read a scripted intake file.

    Absent or null: `competent` and `needed` are true, other flags false, `kind` person, `copies`
    1 of a paper that was handed in, else 0. An `id_type` other than `resident_id` and `uscc` is
    kept as it is, its number unchecked. `received_at` lies in the years a case number can hold.

    Raises `Misused` (`bad_intake_file`, `bad_time`, `bad_text`) naming the field, `Refused`
    (`id_invalid`) for a resident id or credit code that cannot be one.
    """
    fields = _mapping(raw, "", _TOP)
    agent = fields.get("agent")
    concealment = fields.get("concealment")
    return Application(
        item=_wanted(fields, "item", ""),
        received_at=_received_at(_wanted(fields, "received_at", "")),
        applicant=_party(fields.get("applicant"), "applicant", today),
        competent=_flag(fields, "competent", default=True),
        needed=_flag(fields, "needed", default=True),
        target_agency=_text(fields, "target_agency", ""),
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


def _received_at(text: str) -> datetime:
    try:
        at = parse_stamp(text)
    except Misused as error:
        raise Misused(error.code, f"received_at：{error.message}") from error
    if not 2000 <= at.year <= 2099:
        raise Misused("bad_time", "received_at 的年份应在 2000 到 2099 之间")
    return at


def _party(raw: object, where: str, today: date) -> Party:
    if raw is None:
        raise _bad(f"缺少字段：{where}")
    fields = _mapping(raw, where, _PARTY)
    kind = _KINDS.get(_text(fields, "kind", where))
    if kind is None:
        raise _bad(f"{where}.kind 应为 person 或 organisation")
    party = Party(
        kind,
        person_name(_wanted(fields, "name", where), f"{where}.name"),
        _text(fields, "id_type", where),
        half_width(_text(fields, "id_number", where)).strip(),
        half_width(_text(fields, "phone", where)).strip(),
    )
    try:
        return check_party(party, today)
    except Refused as error:
        raise Refused(error.code, f"{where}.id_number：{error.message}") from error


def _situations(raw: object) -> tuple[tuple[str, str], ...]:
    if raw is None:
        return ()
    if not isinstance(raw, Mapping) or len(raw) > MAX_ENTRIES:
        raise _bad(f"situations 应为 {{问题: 答案}}，最多 {MAX_ENTRIES} 个")
    answers: dict[str, str] = {}
    for key, value in raw.items():
        name = plain(_string(key, "situations"), "situations")
        if name in answers:
            raise _bad(f"situations 里“{_shown(name)}”写了两遍")
        where = f"situations.{_shown(name)}"
        answers[name] = plain(_string(value, where), where)
    return tuple(answers.items())


def _papers(raw: object) -> tuple[CheckedPaper, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MAX_ENTRIES:
        raise _bad(f"materials 应为列表，最多 {MAX_ENTRIES} 份")
    papers = tuple(_paper(entry, f"materials[{index}]") for index, entry in enumerate(raw))
    names: set[str] = set()
    for index, paper in enumerate(papers):
        if paper.name in names:
            raise _bad(f"materials[{index}].name：同一份材料写了两遍")
        names.add(paper.name)
    return papers


def _paper(raw: object, where: str) -> CheckedPaper:
    fields = _mapping(raw, where, _PAPER)
    name = _wanted(fields, "name", where)
    try:
        state = PaperState(_wanted(fields, "state", where))
    except ValueError as error:
        raise _bad(f"{where}.state 应为 {'、'.join(PaperState)} 之一") from error
    copies = fields.get("copies")
    if copies is None:
        copies = 1 if state.is_handed_in else 0
    if isinstance(copies, bool) or not isinstance(copies, int) or not 0 <= copies <= MAX_COPIES:
        raise _bad(f"{where}.copies 应为 0–{MAX_COPIES} 的整数")
    fault, correction = _text(fields, "fault", where), _text(fields, "correction", where)
    return CheckedPaper(name, state, fault, correction, copies)


def _concealment(raw: object) -> Concealment:
    """Without an approver it is read all the same: the law refuses it, not the form."""
    where = "concealment"
    fields = _mapping(raw, where, _CONCEALMENT)
    return Concealment(
        _wanted(fields, "fact", where),
        _text(fields, "evidence", where),
        _text(fields, "found_by", where),
        _text(fields, "approved_by", where),
    )


def _mapping(raw: object, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise _bad(f"{where or '文件'}应为一个对象")
    unknown = sorted(_shown(key) for key in raw if key not in known)
    if unknown:
        raise _bad(f"{where or '文件'}里有不认识的字段：{unknown[0]}")
    return raw


def _wanted(fields: Mapping[str, Any], name: str, where: str) -> str:
    text = _text(fields, name, where)
    if not text:
        raise _bad(f"缺少字段：{_path(where, name)}")
    return text


def _text(fields: Mapping[str, Any], name: str, where: str) -> str:
    value, path = fields.get(name), _path(where, name)
    return "" if value is None else plain(_string(value, path), path)


def _string(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise _bad(f"{path} 应为文字")
    return value


def _flag(fields: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise _bad(f"{name} 应为 true 或 false")
    return value


def _path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(key: object) -> str:
    """A key of the file as a message may carry it: short, and free of what cannot be shown."""
    text = str(key)
    return (ascii(text) if fault_in(text) else text)[:_SHOWN_KEY]


def _bad(message: str) -> Misused:
    return Misused("bad_intake_file", message)
