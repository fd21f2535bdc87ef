"""A paper of a case that is no act: it says what stands, and moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.act_facts import decision_of
from clerk_app.deeds.agency_numbers import with_agency_number
from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, Hall, hall
from clerk_app.deeds.document_numbers import next_document
from clerk_app.deeds.facts import copies_of, document_facts, of_the_case
from clerk_app.deeds.take_in import Issued
from clerk_app.intake import store
from clerk_app.intake.model import Application, CaseState
from clerk_app.intake.rules.papers_now import application_now
from clerk_app.intake.rules.silence import as_of
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.render import as_printable
from clerk_app.storage.status import write_witness


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a paper of a case may say: the case as the law sees it today, its item's version, its
    papers as they lie, and what happened to it."""

    here: Hall
    state: CaseState
    item: ServiceItem
    application: Application
    happened: tuple[Event, ...] = ()


Word = Callable[[CaseFile, DocumentFacts], DocumentFacts]
"""What a kind of paper says beside the case; raises `Refused` where there is no ground for it."""


def issue_paper(counter: Counter, number: str, kind: str, word: Word) -> Issued:
    """Number a paper of a case, record what it says, and answer with it: print it afterwards.

    It is `document.issued` and nothing else: no state and no limit moves by it. Raises `Refused`
    (`unknown_case`, `not_allowed`, `clock_back`, `clock_forward`, as `next_document`, as `word`,
    `agency_numbers_exhausted`), `Unavailable` (`missing_glyph`, `fonts_absent`), `Damaged`
    (`bad_body`). Nothing is written then.
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, counter.clock.now())
        here = hall(db)
        state = store.case(db, counter.viewer, number)
        happened = counter.journal.case_events(db, number)
        item = catalogue.item_version(db, state.item, state.item_hash)
        seen = as_of(state, counter.today(), counter.calendar)  # what silence made of it
        file = CaseFile(here, seen, item, application_now(happened, state), tuple(happened))
        facts = document_facts(
            counter,
            here,
            kind=kind,
            number=next_document(db, counter, state, happened),
            case=number,
            item=item,
            application=file.application,
            decision=decision_of(seen),
            sample=state.sample,
        )
        facts = of_the_case(word(file, facts), state, happened)
        facts = with_agency_number(db, counter, facts)
        facts = as_printable(facts, counter.fonts, boxed=counter.boxed)
        made = counter.journal.append(
            db, "document.issued", facts.to_body(), counter.act(db), case=number
        )
    with suppress(ClerkError):
        write_witness(counter.folder, made)
    return Issued(kind, facts.number, copies_of(kind))
