"""Cases on a real workstation: lists, one case, its acts. Runs in the worker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.catalogue import store as catalogue
from clerk_app.deeds.act_on_case import act_on_case, record_deemed
from clerk_app.deeds.show_person import show_person, show_report
from clerk_app.desk.case_port import CaseFile, Done, Reprinted
from clerk_app.desk.case_private import full_party
from clerk_app.desk.opened_case_lists import CaseLists, persons
from clerk_app.desk.opened_documents import title_of_event
from clerk_app.desk.opened_issue import Issuing
from clerk_app.desk.opened_signers import signers_of
from clerk_app.desk.paper_port import Stage
from clerk_app.intake import store
from clerk_app.intake.rules.life import words_of
from clerk_app.journal.events import text as text_of
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.staff import store as staff
from clerk_app.storage.schema import drafts, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.deeds.counter import Counter
    from clerk_app.desk.case_port import CaseList, Filter
    from clerk_app.desk.case_private import FullParty
    from clerk_app.desk.opened_papers import OpenedPapers
    from clerk_app.intake.model import CaseState
    from clerk_app.intake.rules.act_file import CaseAct
    from clerk_app.journal.events import Event
    from clerk_app.reporting.model import PanelRow

DRAFT = "case_acts"
"""The acts a clerk began and did not record."""
MOST_TITLES = 5_000
"""Documents whose titles are remembered."""


class OpenedCases(Issuing):
    """`desk.case_port.CasesPort` on a `Counter`. `papers` brings its pages to paper."""

    def __init__(self, counter: Counter, papers: OpenedPapers) -> None:
        super().__init__(counter, papers)
        self._lists = CaseLists(counter)
        self._titles: dict[str, str] = {}

    def now(self) -> datetime:
        """The clock of the workstation."""
        return self._counter.clock.now()

    def cases(self, which: Filter, text: str = "") -> CaseList:
        """The first lines of a list, masked."""
        with self._counter.store.reading() as db:
            return self._lists.found(db, which, text)

    def counts(self) -> Mapping[Filter, int]:
        """How many each list holds."""
        self._counter.viewer.require_cases()
        with self._counter.store.reading() as db:
            return self._lists.counts(db)

    def case(self, number: str) -> CaseFile:
        """One case with all that happened to it."""
        counter = self._counter
        with counter.store.reading() as db:
            state = store.case(db, counter.viewer, number)
            journal = counter.journal.case_events(db, number)
            return CaseFile(
                state=state,
                today=counter.today(),
                calendar=counter.calendar,
                person=number in persons(db, [number]),
                events=tuple(journal),
                here=_unnumbered(db, number),
                names=staff.clerk_names(db),
                titles=self._titles_of(journal),
                item=_item(db, state),
                signers=signers_of(db, counter, state.department),
            )

    def reprint(self, case: str, document: str) -> Reprinted:
        """补打, to the printer or into the folder of the first print."""
        job = self._papers.send(case, document)
        stage = "" if job.stage in {Stage.PRINTED, Stage.SAVED} else str(job.stage)
        return Reprinted(job.path, job.reprint, stage)

    def act(self, number: str, act: CaseAct, *, boxed: bool = False) -> Done:
        """Record, then print what was numbered."""
        acted = act_on_case(replace(self._counter, boxed=boxed), number, act)
        pages, trouble = [], ""
        for issued in acted.documents:
            page, why = self._papers.hand_over(number, issued, act.on)
            pages.append(page)
            trouble = trouble or why
        return Done(number, words_of(acted.state), tuple(pages), trouble)

    def deem(self, number: str) -> bool:
        """Record that silence accepted the case, once."""
        return record_deemed(self._counter, number)

    def person(self, number: str) -> tuple[FullParty, ...]:
        """The parties in full, on the record."""
        shown = show_person(self._counter, number)
        agent = (full_party(shown.agent, "代办人"),) if shown.agent else ()
        return (full_party(shown.applicant, "申请人"), *agent)

    def fields(self, number: str) -> tuple[PanelRow, ...]:
        """The reporting fields, on the record."""
        return show_report(self._counter, number)

    def forms(self) -> str:
        """What this clerk typed and did not record."""
        mine = (drafts.c.clerk == self._counter.clerk.id, drafts.c.draft == DRAFT)
        with self._counter.store.reading() as db:
            return db.execute(select(drafts.c.content).where(*mine)).scalar_one_or_none() or ""

    def keep_forms(self, content: str) -> None:
        """Overwrite it in place; an empty one is removed."""
        counter = self._counter
        mine = (drafts.c.clerk == counter.clerk.id, drafts.c.draft == DRAFT)
        with counter.store.transaction() as db:
            if not content:
                db.execute(delete(drafts).where(*mine))
                return
            values = {"content": content, "saved_at": stamp(counter.clock.now())}
            row = insert(drafts).values(clerk=counter.clerk.id, draft=DRAFT, **values)
            db.execute(row.on_conflict_do_update(index_elements=["clerk", "draft"], set_=values))

    def _titles_of(self, journal: Iterable[Event]) -> dict[str, str]:
        """The titles of a case's documents; a document never changes, so each is read once."""
        found: dict[str, str] = {}
        if len(self._titles) > MOST_TITLES:
            self._titles.clear()
        for event in journal:
            if event.kind == "document.issued" and event.body is not None:
                number, kind = text_of(event.body, "number"), text_of(event.body, "kind")
                if number not in self._titles:
                    self._titles[number] = title_of_event(event, kind)
                found[number] = self._titles[number]
        return found


def _item(db: Connection, state: CaseState) -> ServiceItem | None:
    try:
        return catalogue.item_version(db, state.item, state.item_hash)
    except Refused:  # taken in at another station, under a version this one never had
        return None


def _unnumbered(db: Connection, number: str) -> frozenset[tuple[str, int]]:
    query = select(events.c.device, events.c.s).where(
        events.c.case_number == number, events.c.hall_seq.is_(None)
    )
    return frozenset((row.device, row.s) for row in db.execute(query))
