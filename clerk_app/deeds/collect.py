"""异地代收: an application taken in for another hall, which alone decides it.

Form and identity are looked at here, the papers are kept and a receipt is given; nothing is
decided, so no limit of the law runs: 行政许可法 art. 32 speaks of the body that decides receiving
the application. Where the papers go from here is told by the acts of the case.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.agency_numbers import with_agency_number
from clerk_app.deeds.agents import with_order
from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, Hall, hall
from clerk_app.deeds.facts import RECEIPT, code_of, copies_of, document_facts
from clerk_app.deeds.take_in import (
    Issued,
    is_back_entered,
    is_sample,
    item_for,
    next_number,
    receipt_body,
)
from clerk_app.intake.model import Application, OtherHall, Shortfall
from clerk_app.intake.rules.collecting import (
    kept_papers,
    nothing_decided,
    require_collectable,
    wanting_papers,
)
from clerk_app.intake.rules.custody import paper_lines
from clerk_app.intake.rules.scripted import require_named
from clerk_app.kernel.clock import legal_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.ids import document_number
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.render import as_printable
from clerk_app.queueing.model import Ticket
from clerk_app.storage.journal import Entry
from clerk_app.storage.status import write_witness


@dataclass(frozen=True, slots=True)
class Collected:
    """What was taken in for another hall. `wanting` are papers of the list that did not come, or
    came with a fault: whether they are asked for is decided there.
    """

    number: str
    for_hall: OtherHall
    item: ServiceItem
    wanting: tuple[Shortfall, ...]
    documents: tuple[Issued, ...]
    back_entered: bool


def collect(
    counter: Counter, application: Application, *, ticket: Ticket | None = None
) -> Collected:
    """Take in an application for the hall it names, number it and give the receipt.

    Raises `Refused`: `own_hall` (it is this hall's to decide), `collecting_decides_nothing` (a
    deferral, a promise or a refusal is the other body's), `nothing_to_collect` (no paper stays
    here), `agent_without_authority`, as `decide.check_papers` and `require_named`;
    `unknown_item`, `no_station`, `not_allowed`, `clock_back`, `clock_forward`; `Unavailable` as
    `take_in`. Nothing is written then.
    """
    counter.viewer.require_cases()
    require_named(application)
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, application.received_at)
        here = hall(db)
        where = require_collectable(application, OtherHall(here.code, here.name))
        item = item_for(db, application)
        application = with_order(db, counter, application, item)
        wanting = wanting_papers(application, item)
        made, collected = _entries(db, counter, application, item, here, wanting, ticket)
        written = counter.journal.append_all(db, made, counter.act(db))
    with suppress(ClerkError):
        write_witness(counter.folder, written[-1])
    return replace(collected, for_hall=where)


def receipt_unnumbered(
    counter: Counter, here: Hall, application: Application, item: ServiceItem, case: str
) -> DocumentFacts:
    """The 收件凭证 as it would be given now, for the window to show; `case` may be no real
    number yet. Nothing is written. Raises as `wanting_papers`."""
    wanting = wanting_papers(application, item)
    sample = is_sample(here, item)
    return _receipt(counter, here, application, item, case, wanting, sample=sample, late=False)


def _entries(
    db: Connection,
    counter: Counter,
    application: Application,
    item: ServiceItem,
    here: Hall,
    wanting: tuple[Shortfall, ...],
    ticket: Ticket | None,
) -> tuple[tuple[Entry, ...], Collected]:
    where = application.for_hall or OtherHall("", "")
    kept = kept_papers(application, item)
    number = next_number(db, here, application)
    late, sample = is_back_entered(counter, application), is_sample(here, item)
    body = receipt_body(counter, application, item, number, ticket, sample=sample, late=late)
    body["custody"] = {"holder": here.name, "papers": paper_lines(kept)}
    facts = _receipt(counter, here, application, item, number, wanting, sample=sample, late=late)
    facts = with_agency_number(db, counter, facts)
    facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
    entries = (
        Entry("case.received", body, number, 0),
        Entry("document.issued", facts.to_body(), number, more=partial(code_of, RECEIPT, number)),
    )
    issued = Issued(RECEIPT, facts.number, copies_of(RECEIPT))
    return entries, Collected(number, where, item, wanting, (issued,), late)


def _receipt(
    counter: Counter,
    here: Hall,
    application: Application,
    item: ServiceItem,
    number: str,
    wanting: tuple[Shortfall, ...],
    *,
    sample: bool,
    late: bool,
) -> DocumentFacts:
    """收件凭证 with 代收 on it; it names no day, for none runs yet."""
    nothing = nothing_decided(legal_day(application.received_at), wanting)
    facts = document_facts(
        counter,
        here,
        kind=RECEIPT,
        number=document_number(number, 1),
        case=number,
        item=item,
        application=application,
        decision=nothing,
        sample=sample,
        back_entered=late,
    )
    name = application.for_hall.name if application.for_hall else ""
    return replace(facts, notice_due="", collected_for=name)
