"""Intake on a real workstation: the deeds behind the intake screen. Runs in the worker."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.catalogue import store
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.search.usage import record_use
from clerk_app.deeds.call_ticket import close_ticket, current, todays
from clerk_app.deeds.count_uses import count_hall_uses
from clerk_app.deeds.counter import hall
from clerk_app.deeds.facts import document_facts, documents_for
from clerk_app.deeds.rate import rate
from clerk_app.deeds.take_in import is_sample, item_for, next_number, take_in
from clerk_app.desk.intake_port import Begin
from clerk_app.desk.intake_state import Handed, Handled
from clerk_app.desk.opened_documents import print_issued
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.clock import legal_day, stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.notices.render import lay_out
from clerk_app.storage.schema import drafts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from clerk_app.catalogue.model import SearchHit, ServiceItem
    from clerk_app.deeds.counter import Counter
    from clerk_app.intake.model import Application, Decision
    from clerk_app.notices.page import Page

DRAFT = "intake"
"""One unfinished intake per clerk."""
NO_NUMBER = "0" * 20
"""Stands on the page before there is a station to number from."""
UNNUMBERED = "确认后编号"


class OpenedIntake:
    """`desk.intake_port.IntakePort` on a `Counter`. Pages are printed into `out`."""

    def __init__(self, counter: Counter, out: Path) -> None:
        self._counter, self._out = counter, out

    def now(self) -> datetime:
        """The clock of the workstation."""
        return self._counter.clock.now()

    def begin(self) -> Begin:
        """Calendar, number of items, draft; once a day the uses of the hall are counted."""
        counter = self._counter
        with suppress(ClerkError):  # a full disk is told when something is to be kept
            count_hall_uses(counter)
        with counter.store.reading() as db:
            mine = (drafts.c.clerk == counter.clerk.id, drafts.c.draft == DRAFT)
            draft = db.execute(select(drafts.c.content).where(*mine)).scalar_one_or_none()
            return Begin(counter.calendar, store.count(db), draft or "")

    def search(self, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Items, best first."""
        with self._counter.store.reading() as db:
            return highlighted(db, text, search(db, text, limit))

    def item(self, key: str) -> ServiceItem:
        """The version in force today."""
        with self._counter.store.reading() as db:
            return store.item_on(db, key, self._counter.today())

    def version(self, key: str, content_hash: str) -> ServiceItem:
        """A version that was loaded once, in use or not."""
        with self._counter.store.reading() as db:
            return store.item_version(db, key, content_hash)

    def preview(self, application: Application, decision: Decision) -> tuple[Page, ...]:
        """The page as it would be printed now, without its document number."""
        counter = self._counter
        with counter.store.reading() as db:
            here = hall(db)
            item = item_for(db, application)
            try:
                number = next_number(db, here, application)
            except Refused:
                number = NO_NUMBER
        facts = document_facts(
            counter,
            here,
            kind=documents_for(application, decision)[0],
            number=UNNUMBERED,
            case=number,
            item=item,
            application=application,
            decision=decision,
            sample=is_sample(here, item),
        )
        return lay_out(facts, counter.fonts, journal_code="-" * 8, boxed=True)

    def save_draft(self, content: str) -> None:
        """Overwrite the draft in place; an empty one is removed."""
        counter = self._counter
        mine = (drafts.c.clerk == counter.clerk.id, drafts.c.draft == DRAFT)
        with counter.store.transaction() as db:
            if not content:
                db.execute(delete(drafts).where(*mine))
                return
            values = {"content": content, "saved_at": stamp(counter.clock.now())}
            row = insert(drafts).values(clerk=counter.clerk.id, draft=DRAFT, **values)
            db.execute(row.on_conflict_do_update(index_elements=["clerk", "draft"], set_=values))

    def decide(self, application: Application) -> Handled:
        """Number and decide, forget the draft, print."""
        counter = self._counter
        with counter.store.reading() as db:
            ticket = current(todays(db, counter), counter.window)
            shown = decide(application, item_for(db, application), counter.calendar)
        taken = take_in(counter, application, ticket=ticket, expected=shown.outcome)
        self._count_use(taken.item.key)
        trouble = ""
        try:
            self.save_draft("")
        except ClerkError as error:  # the case stands; only its draft is left behind
            trouble = error.message
        documents = []
        day = legal_day(application.received_at)
        for issued in taken.documents:
            page, why = print_issued(counter, self._out, taken.number, issued, day)
            documents.append(
                Handed(issued.kind, page.title, issued.number, page.path, issued.copies)
            )
            trouble = trouble or why
        return Handled(taken.number, str(taken.decision.outcome), tuple(documents), trouble)

    def rate(self, number: str, level: int) -> None:
        """The citizen's rating."""
        rate(self._counter, number, level)

    def finish(self) -> None:
        """Close the ticket at this window, if there is one."""
        counter = self._counter
        with counter.store.reading() as db:
            ticket = current(todays(db, counter), counter.window)
        if ticket is not None:
            close_ticket(counter)

    def _count_use(self, key: str) -> None:
        """What is taken in here comes up first next time. The case stands without it."""
        counter = self._counter
        with suppress(ClerkError), counter.store.transaction() as db:
            record_use(db, key, stamp(counter.clock.now()))
