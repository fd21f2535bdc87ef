"""收件 and 决定: one application decided, numbered and put on paper, in one transaction.

What is committed here is what the paper says: the facts of every document stand in its
`document.issued` event before a page exists, so a page can be made again for ever.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import Connection

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.agency_numbers import with_agency_number
from clerk_app.deeds.agents import with_order
from clerk_app.deeds.authority import answer_for_provisional
from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, Hall, hall
from clerk_app.deeds.credit import LIST_ON, is_stale
from clerk_app.deeds.facts import (
    COMMITMENT,
    code_of,
    commitment_facts,
    copies_of,
    document_facts,
    documents_for,
)
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, Decision, Outcome, Reason
from clerk_app.intake.rules.bodies import decided_body, received_body
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.scripted import require_named
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.ids import case_number, document_number
from clerk_app.notices.render import as_printable
from clerk_app.queueing.model import Ticket
from clerk_app.staff import store as staff
from clerk_app.staff.rules import require_authority
from clerk_app.storage.facts import fact
from clerk_app.storage.journal import Entry
from clerk_app.storage.practice import is_practice
from clerk_app.storage.status import write_witness

SAMPLE_STATION = "0000"
"""Numbers of a sample hall that was given no station; its papers are marked 示例."""


@dataclass(frozen=True, slots=True)
class Issued:
    """One document that was numbered and may now be printed."""

    kind: str
    number: str
    copies: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What one intake came to."""

    number: str
    decision: Decision
    item: ServiceItem
    documents: tuple[Issued, ...]
    back_entered: bool


def take_in(
    counter: Counter,
    application: Application,
    *,
    ticket: Ticket | None = None,
    expected: Outcome | None = None,
) -> Taken:
    """Decide an application, give it its number and its documents.

    `expected` is the outcome the clerk was shown: what the store alone knows (失信名单, a promise
    that was not kept) may make another, and then she looks again before anything is numbered.

    The number counts per station and year of receipt; it is taken in the same transaction that
    records the case, so a refused intake burns none and no two cases share one.

    Raises `Refused` as `decide` and `require_named`, `unknown_item`, `no_station`, `not_allowed`,
    `barred_for_a_year`, `for_other_hall`, `agent_without_authority`, `provisional_unapproved`,
    `verdict_changed`, `agency_numbers_exhausted`, `clock_back`, `clock_forward`; `Unavailable`
    (`fonts_absent`, `missing_glyph`, `disk_full`, …). Nothing is written then.
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, application.received_at)
        item = item_for(db, application)
        prepared = prepare(db, counter, application, item, hall(db), ticket=ticket)
        outcome = prepared.taken.decision.outcome
        if expected is not None and outcome is not expected:
            why = prepared.taken.decision.reasons[0].text
            raise Refused("verdict_changed", f"结论变了：{why}。请看过再定，什么都还没有记下")
        made = counter.journal.append_all(db, prepared.entries, counter.act(db))
    # The witness stands before anyone hears the number. Where it cannot be written the case
    # stands all the same: its number must be told, and no page is made without the witness.
    with suppress(ClerkError):
        write_witness(counter.folder, made[-1])
    return prepared.taken


@dataclass(frozen=True, slots=True)
class Prepared:
    """An application decided, and the events that will say so. Nothing is written yet."""

    taken: Taken
    entries: tuple[Entry, ...]


def prepare(
    db: Connection,
    counter: Counter,
    application: Application,
    item: ServiceItem,
    here: Hall,
    *,
    ticket: Ticket | None = None,
    number: str = "",
    more: Body | None = None,
) -> Prepared:
    """Decide an application and word everything it leaves, on the connection given.

    `number` is one the caller took itself, `more` what else the receipt records. Raises as
    `take_in`.
    """
    application, decision, answered = _judged(db, counter, application, item)
    late = is_back_entered(counter, application)
    if late:
        text = f"收件时间为 {legal_day(application.received_at)}，系后补录入"
        decision = replace(decision, reasons=(*decision.reasons, Reason("back_entered", text)))
    number = number or next_number(db, here, application)
    sample = is_sample(here, item)
    body = receipt_body(counter, application, item, number, ticket, sample=sample, late=late)
    body["notice_due"] = decision.notice_due.isoformat()
    body.update(more or {})
    entries = [
        Entry("case.received", body, number, 0),
        Entry("case.decided", {**decided_body(application, decision), **answered}, number, 1),
    ]
    issued = []
    for index, kind in enumerate(documents_for(application, decision), start=1):
        facts = document_facts(
            counter,
            here,
            kind=kind,
            number=document_number(number, index),
            case=number,
            item=item,
            application=application,
            decision=decision,
            sample=sample,
        )
        if kind == COMMITMENT:
            facts = commitment_facts(facts, item, application, decision.check_on)
        facts = with_agency_number(db, counter, facts)
        facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
        code = partial(code_of, kind, number)
        entries.append(Entry("document.issued", facts.to_body(), number, more=code))
        issued.append(Issued(kind, facts.number, copies_of(kind)))
    return Prepared(Taken(number, decision, item, tuple(issued), late), tuple(entries))


def receipt_body(
    counter: Counter,
    application: Application,
    item: ServiceItem,
    number: str,
    ticket: Ticket | None,
    *,
    sample: bool,
    late: bool,
) -> Body:
    """What every receipt records, whoever decides the case."""
    body = received_body(application, item, counter.calendar.local)
    body["number"] = number
    body["window"] = counter.window
    flags = {"sample": sample, "back_entered": late}
    body.update({name: 1 for name, is_set in flags.items() if is_set})
    if ticket is not None:
        body["ticket"] = ticket.label
    return body


def _judged(
    db: Connection, counter: Counter, application: Application, item: ServiceItem
) -> tuple[Application, Decision, Body]:
    """The application with what is known here of it, its decision, and who answers for dates that
    are 暂定."""
    require_named(application)
    if application.for_hall is not None:
        raise Refused("for_other_hall", "这件由别的机关决定，本窗口只能代收，不能受理")
    application = with_credit(db, counter, with_order(db, counter, application, item))
    refuse_barred(db, application, item)
    decision = decide(application, item, counter.calendar)
    loose = printed_provisional(decision)
    by, day = application.provisional_approved_by, decision.received_on
    answered = answer_for_provisional(db, counter, loose, by, day, item.department)
    return application, decision, answered


def printed_provisional(decision: Decision) -> dict[str, date | None]:
    """The dates of a decision that are 暂定 and stand on its paper: an acceptance prints no day
    of notice."""
    accepted = decision.accepted_on is not None
    names = [n for n in decision.provisional if not (accepted and n == "notice_due")]
    return {name: getattr(decision, name) for name in names}


def refuse_barred(
    db: Connection, application: Application, item: ServiceItem, day: date | None = None
) -> None:
    """Who concealed or forged may not apply again within a year, where public safety, health, life
    or property is at stake (行政许可法 art. 78); the day of the year's end still counts. `day` is
    that of a receipt anew, else that of `application`.

    Raises `Refused` (`barred_for_a_year`).
    """
    if not item.public_safety or not application.needed or not application.competent:
        return
    party, day = application.applicant, day or legal_day(application.received_at)
    since = intake.concealed_on(db, party.id_type, party.id_number, item.key, day)
    if since:
        raise Refused(
            "barred_for_a_year",
            f"申请人曾在 {since} 因隐瞒或提供虚假材料未被受理，"
            "本事项直接关系公共安全等，一年内不得再次申请",
        )


def with_credit(db: Connection, counter: Counter, application: Application) -> Application:
    """The application with what is known here of the applicant's credit: the hall's list, and
    promises of papers that were not kept. A list too old to rely on needs a supervisor.

    Raises `Refused` (`unknown_clerk`, `approver_not_authorised`, …).
    """
    application = known_credit(db, counter, application, legal_day(application.received_at))
    if application.credit_stale and application.credit_approved_by:
        clerk = staff.clerk(db, application.credit_approved_by)
        require_authority(clerk, staff.letters_of(db, clerk.id), "override", counter.today())
        application = replace(application, credit_approved_by=clerk.name)
    return application


def known_credit(
    db: Connection, counter: Counter, application: Application, day: date
) -> Application:
    """The application with what is known here of the applicant's credit on a day: what was found
    before stays found, and whether the list is too old is that day's."""
    party = application.applicant
    listed = intake.on_credit_list(db, party.id_type, party.id_number)
    broken = intake.blocked_until(db, party.id_type, party.id_number, day)
    stale = is_stale(fact(db, LIST_ON), day, counter.calendar.local.credit_days)
    discredited = application.discredited or listed or bool(broken)
    return replace(application, discredited=discredited, credit_stale=stale)


def item_for(db: Connection, application: Application) -> ServiceItem:
    """The version an application is decided under: the one it was opened under, if it says so,
    else the one in force on the day of receipt.

    Raises `Refused` (`unknown_item`, `unknown_item_version`, `is_bundle`).
    """
    if application.item_hash:
        return catalogue.item_version(db, application.item, application.item_hash)
    return catalogue.item_on(db, application.item, legal_day(application.received_at))


def next_number(db: Connection, here: Hall, application: Application) -> str:
    """The number the next case gets.

    Raises `Refused` (`no_station`, `forked`, `numbers_exhausted`).
    """
    return next_numbers(db, here, application, 1)[0]


def next_numbers(db: Connection, here: Hall, application: Application, count: int) -> list[str]:
    """The numbers the next cases get, in a row. Raises as `next_number`."""
    station = numbering_station(db, here)
    year = legal_day(application.received_at).year
    last = intake.last_sequence(db, here.county + station, year)
    return [case_number(here.county, station, year, last + n) for n in range(1, count + 1)]


def numbering_station(db: Connection, here: Hall) -> str:
    """The station this workstation may number under now: of cases and of enquiries alike.

    Raises `Refused` (`no_station`, `forked`).
    """
    if fact(db, "forked"):
        raise Refused(
            "forked",
            "大厅发现这份数据有两个版本，本机不能再编号。请从备份恢复并领新的站点编号",
        )
    may_sample = here.sample and (is_practice(db) or not fact(db, "restored"))
    station = here.station or (SAMPLE_STATION if may_sample else "")
    if not station:
        raise Refused(
            "no_station",
            "本机还没有站点编号，不能编号出具文书。请先 enrol，或用 station NNNN 登记大厅给的号",
        )
    return station


def is_sample(here: Hall, item: ServiceItem) -> bool:
    """Whether papers are marked 示例: sample items, or a sample hall with no station."""
    return item.sample or (here.sample and not here.station)


def is_back_entered(counter: Counter, application: Application) -> bool:
    """Whether the intake was entered later than the hall's limit after the act."""
    return entered_late(counter, legal_day(application.received_at))


def entered_late(counter: Counter, day: date) -> bool:
    """Whether what happened on `day` is entered today, later than the hall's limit after it."""
    today = counter.today()
    if day >= today:
        return False
    gap = counter.calendar.workdays_between(day, today)
    return gap > counter.calendar.local.back_entered_workdays
