"""咨询: a question answered, registered and, where it is about an item, told once on paper."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.papers import require_effective
from clerk_app.deeds.call_ticket import current, todays
from clerk_app.deeds.counter import Counter, Hall, hall
from clerk_app.deeds.explanation import check_known_answers, explanation
from clerk_app.deeds.print_document import Printed, find_document, print_facts
from clerk_app.deeds.take_in import Issued, is_sample, numbering_station
from clerk_app.enquiry import store
from clerk_app.enquiry.model import (
    Asked,
    EnquiryDocument,
    Handover,
    Holder,
    HolderKind,
    Outcome,
    Way,
)
from clerk_app.enquiry.projection import CLOSED, HANDED_OVER, NOTED, RECORDED
from clerk_app.enquiry.rules import (
    SUBJECT_LIMIT,
    check_asked,
    check_handover,
    enquiry_document_number,
    enquiry_number,
    follow_ups_for,
)
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.text import plain
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.render import as_printable
from clerk_app.staff import store as staff
from clerk_app.storage.journal import Act, read_event
from clerk_app.storage.status import write_status

NOTICE = "enquiry_notice"
POST_LICENCE = "post_licence_notice"
WAYS = {
    Way.COUNTER: "窗口",
    Way.PHONE: "电话",
    Way.ONLINE: "网上",
    Way.LETTER: "信函",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one enquiry came to. `item` is None where it was about none."""

    number: str
    item: ServiceItem | None
    outcome: Outcome
    ticket: str
    documents: tuple[Issued, ...]


def record_enquiry(counter: Counter, asked: Asked) -> Recorded:
    """Give an enquiry its number, register it, and issue what is handed to the person.

    An enquiry about an item gets the one-time notice, with a kind of enterprise also the list
    of the licences that follow, unless it is answered by word only; one about none is a line
    of the register (首问登记). The number
    counts per station and year and is taken in the transaction that records it. The ticket
    called to this window now is linked to an enquiry at the counter.

    Raises `Refused` as `check_asked`, `numbering_station`, `unknown_item`, `unknown_answer`,
    `item_not_yet`, `item_expired`,
    `unknown_enterprise`, `not_allowed`; `Unavailable` (`fonts_absent`, `missing_glyph`,
    `disk_full`, …). Nothing is written then.
    """
    counter.viewer.require_cases()
    asked = check_asked(asked)
    with counter.store.transaction() as db:
        here = hall(db)
        item = catalogue.item_on(db, asked.item, counter.today()) if asked.item else None
        if item is not None:
            require_effective(item, counter.today())
        number = next_enquiry_number(db, here, counter)
        act = counter.act()
        ticket = ""
        if asked.way is Way.COUNTER:
            called = current(todays(db, counter), counter.window)
            ticket = called.label if called else ""
        body = _recorded_body(counter, asked, item, number, ticket)
        counter.journal.append(db, RECORDED, body, act)
        words = {
            "subject": asked.subject,
            "follow": asked.follow,
            "caller": asked.caller,
            "phone": asked.phone,
        }
        if said := {key: text for key, text in words.items() if text}:
            counter.journal.append(db, NOTED, {"number": number, **said}, act)
        issued: tuple[Issued, ...] = ()
        if item is not None:
            issued = _issue(db, counter, here, asked, item, number, act)
    # as with a case: the number is told even where the witness cannot be written
    with suppress(ClerkError), counter.store.reading() as db:
        write_status(counter.folder, db, counter.journal)
    return Recorded(number, item, asked.outcome, ticket, issued)


def next_enquiry_number(db: Connection, here: Hall, counter: Counter) -> str:
    """The number the next enquiry gets; raises as `numbering_station`, `numbers_exhausted`."""
    station = numbering_station(db, here)
    year = counter.today().year
    last = store.last_sequence(db, here.county + station, year)
    return enquiry_number(here.county, station, year, last + 1)


def close_enquiry(counter: Counter, number: str, answer: str) -> None:
    """Record the answer to an enquiry that stayed open (首问负责: until it is answered).

    Raises `Refused` (`unknown_enquiry`, `enquiry_closed`, `answer_missing`, `not_allowed`).
    """
    answer = plain(answer, "答复", limit=SUBJECT_LIMIT, multiline=True)
    if not answer:
        raise Refused("answer_missing", "请写明怎样答复的")
    with counter.store.transaction() as db:
        if not store.enquiry(db, counter.viewer, number).is_open:
            raise Refused("enquiry_closed", f"咨询 {number} 已经答复，不用再办")
        counter.journal.append(db, CLOSED, {"number": number, "answer": answer}, counter.act())


def hand_over_enquiry(
    counter: Counter, number: str, to: str, reason: str, kind: HolderKind = HolderKind.BODY
) -> Handover:
    """Hand an open question on; whoever was asked first still answers for it (首问负责).

    `to` is a window, a body, or a clerk of this workstation by id or name. Raises `Refused`
    (`unknown_enquiry`, `enquiry_closed`, `unknown_clerk`, `holder_cannot_act`, `holder_missing`,
    `reason_missing`, `already_there`, `not_allowed`), `Misused` (`bad_text`).
    """
    with counter.store.transaction() as db:
        enquiry = store.enquiry(db, counter.viewer, number)
        if kind is HolderKind.CLERK and to.strip():
            who = staff.clerk(db, to.strip())
            if not who.viewer.may_see_cases():
                raise Refused("holder_cannot_act", "这位工作人员的角色不能办理咨询")
            to = who.id
        own = staff.own_devices(db)
        holder, reason = check_handover(enquiry, Holder(kind, to), reason, own)
        on = counter.today().isoformat()
        body: Body = {
            "number": number,
            "n": len(enquiry.handovers) + 1,
            "kind": str(holder.kind),
            "to": holder.to,
            "on": on,
            "reason": reason,
        }
        made = counter.journal.append(db, HANDED_OVER, body, counter.act()).header
    return Handover(on, made.device, made.operator, str(holder.kind), holder.to, reason)


def print_enquiry_document(counter: Counter, enquiry: str, number: str, path: Path) -> Printed:
    """As `print_document`, for a paper of an enquiry; `number` may also be a kind.

    Raises `Refused` (`unknown_enquiry`, `unknown_document`, `not_allowed`), `Unavailable`.
    """
    with counter.store.reading() as db:
        found = store.enquiry(db, counter.viewer, enquiry)
        document = _document(found.documents, number, enquiry)
        event = read_event(db, document.device, document.s)
    if event.body is None:
        raise Refused("unknown_document", f"文书 {document.number} 的内容已依法删除，不能补打")
    made = find_document(counter, "", document.number)
    return print_facts(counter, made.facts, made.code, document.printed, path)


def _document(
    documents: tuple[EnquiryDocument, ...], number: str, enquiry: str
) -> EnquiryDocument:
    fitting = [d for d in documents if number in {d.number, d.kind}]
    if not fitting:
        raise Refused("unknown_document", f"咨询 {enquiry} 没有这份文书：{number}")
    return fitting[-1]


def _recorded_body(
    counter: Counter, asked: Asked, item: ServiceItem | None, number: str, ticket: str
) -> Body:
    """Codes and the catalogue's words only: nothing a person said stands in it."""
    body: Body = {
        "number": number,
        "day": counter.today().isoformat(),
        "way": str(asked.way),
        "outcome": str(asked.outcome),
        "window": counter.window,
    }
    if ticket:
        body["ticket"] = ticket
    if item is not None:
        body["item"] = item.key
        body["item_name"] = item.name
        body["item_hash"] = item.content_hash
        if item.department:
            body["department"] = item.department
        if asked.answers:
            body["answers"] = [{"key": key, "answer": value} for key, value in asked.answers]
        if asked.enterprise:
            body["enterprise"] = asked.enterprise
    return body


def _issue(
    db: Connection,
    counter: Counter,
    here: Hall,
    asked: Asked,
    item: ServiceItem,
    number: str,
    act: Act,
) -> tuple[Issued, ...]:
    chosen = follow_ups_for(item, asked.enterprise) if asked.enterprise else item.follow_ups
    check_known_answers(item, dict(asked.answers))
    kinds = (NOTICE, POST_LICENCE) if asked.enterprise else (NOTICE,)
    if not asked.on_paper:
        return ()
    issued = []
    for index, kind in enumerate(kinds, start=1):
        facts = explanation(
            counter,
            here,
            item,
            dict(asked.answers),
            kind=kind,
            number=enquiry_document_number(number, index),
            sample=is_sample(here, item),
            follow_ups=chosen,
        )
        facts = replace(
            facts,
            enquiry=number,
            way=WAYS[asked.way],
            enterprise=asked.enterprise,
            query=f"hall:{here.code}:{number}",
        )
        facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
        counter.journal.append(db, "document.issued", facts.to_body(), act)
        issued.append(Issued(kind, facts.number, kind_of(kind).COPIES))
    return tuple(issued)
