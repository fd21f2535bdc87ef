"""查共享材料: whether a register already has what a paper would show, and who asked why.

Every look-up is on the record, found or not: a register of people is asked for a case or an item
and for nothing else (国务院令第716号; 个人信息保护法 art. 6).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.practice import require_real
from clerk_app.intake import store as intake
from clerk_app.intake.rules.given import applicant_key
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import text
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import half_width, plain
from clerk_app.reporting.model import Found
from clerk_app.reporting.rules.sharing import Waiver, waiver
from clerk_app.reporting.shared_records import SharedRecords

ON_A_CASE, BEFORE_ONE = "case.looked_up", "lookup.made"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked up, for whom and why: for a case, or for an item before one exists.

    With a case the person may be left out: then it is the applicant. `paper` is the paper that
    would be waived.
    """

    kind: str
    id_type: str = ""
    id_number: str = ""
    case: str = ""
    item: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found, None when the register has nothing, and whether the paper may be waived."""

    found: Found | None
    waiver: Waiver

    @property
    def waivable(self) -> bool:
        """May the paper be `waived_shared`?"""
        return self.waiver is Waiver.YES


def look_up(counter: Counter, records: SharedRecords, wanted: Wanted) -> LookedUp:
    """Ask a register, record that it was asked, and say whether a paper may be waived.

    Raises `Refused` (`not_allowed`, `unknown_case`, `unknown_item`, `unknown_item_version`,
    `unknown_material`, `other_person`: with a case only its applicant and agent may be looked up;
    `person_missing`, `practice`), `Misused` (`no_purpose`, `bad_text`), `Unavailable` as the
    register says. Nothing is recorded then.
    """
    counter.viewer.require_cases()
    require_real(counter, "不查真实的共享材料")
    kind = plain(wanted.kind, "材料种类", limit=200)
    if not kind or bool(wanted.case) == bool(wanted.item):
        raise Misused("no_purpose", "请写明查哪一种材料，以及为哪个办件或哪个事项查")
    with counter.store.reading() as db:
        purpose = _purpose(db, counter, wanted)
    item = purpose.item
    id_type, id_number = _person(wanted, purpose)
    paper = item.material(wanted.paper) if wanted.paper else None
    if wanted.paper and paper is None:
        raise Refused("unknown_material", f"事项没有这份材料：{plain(wanted.paper, '材料')}")
    found = records.find(kind, id_type, id_number)
    answer = waiver(found, paper, counter.today())
    body: Body = {
        "on": counter.today().isoformat(),
        "kind": kind,
        "source": records.source,
        "id_type": id_type,
        "id_number": id_number,
        "item": item.key,
        "found": int(found is not None),
        "waiver": str(answer),
    }
    if paper is not None:
        body["paper"] = paper.name
    if found is not None:
        told = {
            "record": found.number,
            "issued_by": found.issued_by,
            "valid_until": found.valid_until,
            "status": str(found.status),
        }
        body.update({name: value for name, value in told.items() if value})
    with counter.store.transaction() as db:
        event = ON_A_CASE if wanted.case else BEFORE_ONE
        counter.journal.append(db, event, body, counter.act(db), case=wanted.case)
    return LookedUp(found, answer)


@dataclass(frozen=True, slots=True)
class _Purpose:
    """What it is looked up for. With a case its applicant, and everyone it may be looked up of."""

    item: ServiceItem
    applicant: tuple[str, str] = ("", "")
    allowed: frozenset[str] = frozenset()


def _purpose(db: Connection, counter: Counter, wanted: Wanted) -> _Purpose:
    if not wanted.case:
        return _Purpose(catalogue.item_on(db, wanted.item, counter.today()))
    state = intake.case(db, counter.viewer, wanted.case)
    events = counter.journal.case_events(db, wanted.case)
    received = next((e.body or {} for e in events if e.kind == "case.received"), {})
    persons = [
        (text(party, "id_type"), text(party, "id_number")) if isinstance(party, dict) else ("", "")
        for party in (received.get("applicant"), received.get("agent"))
    ]
    return _Purpose(
        catalogue.item_version(db, state.item, state.item_hash),
        persons[0],
        frozenset(key for person in persons if (key := applicant_key(*person))),
    )


def _person(wanted: Wanted, purpose: _Purpose) -> tuple[str, str]:
    id_type = plain(wanted.id_type, "证件类型", limit=100)
    id_number = plain(half_width(wanted.id_number), "证件号码", limit=100)
    if not id_number and wanted.case:
        id_type, id_number = purpose.applicant
    key = applicant_key(id_type, id_number)
    if not key:
        raise Refused("person_missing", "没有证件号码，无法查共享材料")
    if wanted.case and key not in purpose.allowed:
        raise Refused("other_person", "只能查本办件申请人或代办人的材料")
    return id_type, id_number
