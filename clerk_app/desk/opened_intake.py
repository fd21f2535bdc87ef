"""Intake on a real workstation: the deeds behind the intake screen. Runs in the worker."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.catalogue import store
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.search.usage import record_use
from clerk_app.deeds.agents import with_order
from clerk_app.deeds.call_ticket import close_ticket, current, todays
from clerk_app.deeds.collect import collect, receipt_unnumbered
from clerk_app.deeds.count_uses import count_hall_uses
from clerk_app.deeds.counter import hall
from clerk_app.deeds.credit import LIST_ON, is_stale
from clerk_app.deeds.facts import document_facts, documents_for
from clerk_app.deeds.import_online import import_online
from clerk_app.deeds.link_case import holder_among
from clerk_app.deeds.rate import rate
from clerk_app.deeds.take_in import is_sample, item_for, next_number, take_in
from clerk_app.deeds.take_in_bundle import take_in_bundle
from clerk_app.desk.intake_port import Begin, OnlineSeen
from clerk_app.desk.intake_state import Handed, Handled, HandledPart
from clerk_app.desk.opened_catalogue import bundle_file
from clerk_app.desk.opened_signers import signers_of
from clerk_app.intake.model import OtherHall
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.clock import legal_day, stamp
from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.notices.fonts import places
from clerk_app.notices.render import lay_out
from clerk_app.reporting.rules.online_file import read_online
from clerk_app.reporting.store import linked_to
from clerk_app.staff import store as staff
from clerk_app.staff.model import Signing
from clerk_app.staff.rules import require_authority
from clerk_app.storage.facts import fact
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.schema import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from clerk_app.catalogue.model import SearchHit, ServiceItem
    from clerk_app.deeds.collect import Collected
    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Taken
    from clerk_app.desk.bundle_port import BundleFile
    from clerk_app.desk.opened_papers import OpenedPapers
    from clerk_app.intake.model import Application, Decision, Outcome
    from clerk_app.notices.page import Page
    from clerk_app.queueing.model import Ticket
    from clerk_app.reporting.rules.online_file import OnlineCase

DRAFT = "intake"
"""One unfinished intake per clerk."""
MOST_BYTES = 4 * 1024 * 1024
"""Of the file of an online case, as on the command line."""
NO_NUMBER = "0" * 20
"""Stands on the page before there is a station to number from."""
UNNUMBERED = "确认后编号"


class OpenedIntake:
    """`desk.intake_port.IntakePort` on a `Counter`. `papers` brings its pages to paper."""

    def __init__(self, counter: Counter, papers: OpenedPapers) -> None:
        self._counter, self._papers = counter, papers

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
            stale = is_stale(
                fact(db, LIST_ON), counter.today(), counter.calendar.local.credit_days
            )
            who = signers_of(db, counter)
            here = hall(db)
            where = OtherHall(here.code, here.name)
            return Begin(counter.calendar, store.count(db), draft or "", stale, who, where)

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
        """The page as it would be printed now, without its document number. An order that gives
        its agent no authority is said here already (`agent_without_authority`)."""
        counter = self._counter
        with counter.store.reading() as db:
            here = hall(db)
            item = item_for(db, application)
            application = with_order(db, counter, application, item)
            try:
                number = next_number(db, here, application)
            except Refused:
                number = NO_NUMBER
        if application.for_hall is not None:
            receipt = receipt_unnumbered(counter, here, application, item, number)
            receipt = replace(receipt, number=UNNUMBERED)
            return lay_out(receipt, counter.fonts, journal_code="-" * 8, boxed=True)
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

    def undrawn(self, text: str) -> tuple[int, ...]:
        """By the fonts the page is drawn with."""
        return places(self._counter.fonts, text)

    def bundle(self, key: str) -> BundleFile:
        """一件事, with those of its items that are here."""
        with self._counter.store.reading() as db:
            return bundle_file(db, key)

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

    def decide(self, application: Application, *, boxed: bool = False) -> Handled:
        """Number and decide, forget the draft, print."""
        counter = replace(self._counter, boxed=boxed)
        with counter.store.reading() as db:
            ticket = current(todays(db, counter), counter.window)
            if application.for_hall is not None:
                return self._collect(counter, application, ticket)
            shown = decide(application, item_for(db, application), counter.calendar)
            application = self._approved(db, application)
        taken = take_in(counter, application, ticket=ticket, expected=shown.outcome)
        trouble = self._forget_draft()
        documents, why = self._printed(taken, application)
        return Handled(taken.number, str(taken.decision.outcome), documents, trouble or why)

    def _collect(
        self, counter: Counter, application: Application, ticket: Ticket | None
    ) -> Handled:
        """异地代收: number, keep the papers, give the receipt."""
        made = collect(counter, application, ticket=ticket)
        trouble = self._forget_draft()
        documents, why = self._printed(made, application)
        return Handled(
            made.number, "collected", documents, trouble or why, for_hall=made.for_hall.name
        )

    def decide_bundle(
        self, application: Application, expected: Mapping[str, Outcome], *, boxed: bool = False
    ) -> Handled:
        """Every item of a 一件事, all or nothing."""
        counter = replace(self._counter, boxed=boxed)
        with counter.store.reading() as db:
            ticket = current(todays(db, counter), counter.window)
            application = self._approved(db, application)
        made = take_in_bundle(counter, application, ticket=ticket, expected=expected)
        trouble, parts = self._forget_draft(), []
        for taken in made.cases:
            documents, why = self._printed(taken, application)
            outcome = str(taken.decision.outcome)
            parts.append(HandledPart(taken.item.name, taken.number, outcome, documents))
            trouble = trouble or why
        first = parts[0]
        return Handled(first.number, first.outcome, (), trouble, tuple(parts))

    def read_online(self, path: str) -> OnlineSeen:
        """The file of a pre-reviewed online case, and what would be decided on it now."""
        counter, now = self._counter, self.now()
        online = read_online(_read_json(Path(path)), now=now, today=legal_day(now))
        name = ""
        with counter.store.reading() as db:
            others = linked_to(db, counter.viewer, online.link.number)
            known = holder_among(db, counter, others, online.link)
            try:
                item = item_for(db, online.application)
                name = item.name
                decision = decide(online.application, item, counter.calendar)
            except ClerkError as error:
                return OnlineSeen(online, name, known, refused=error)
        return OnlineSeen(online, name, known, decision)

    def import_online(self, case: OnlineCase) -> Handled:
        """Taken in exactly once; the draft at this window stays."""
        made = import_online(self._counter, case)
        if made.taken is None:
            words = f"这件早已收过，办件编号 {made.number}"
            raise Refused("already_taken", words)
        documents, trouble = self._printed(made.taken, case.application)
        outcome = str(made.taken.decision.outcome)
        return Handled(made.number, outcome, documents, trouble, online=case.link.number)

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

    def _approved(self, db: Connection, application: Application) -> Application:
        """The names a paper gives: who found a concealment, and who approved the refusal.

        Raises `Refused` (`approver_not_authorised`, …): the letter is looked at here, since the
        file of a scripted intake names a person where the window names a clerk. Whether the list
        of the discredited is stale is the deed's to say.
        """
        counter = self._counter
        application = replace(application, credit_stale=False)
        found = application.concealment
        if found is None:
            return application
        clerk = staff.clerk(db, found.approved_by)
        letters = staff.letters_of(db, clerk.id)
        department = item_for(db, application).department
        day = counter.today()
        require_authority(clerk, letters, Signing.CONCEALMENT, day, department)
        named = replace(found, found_by=counter.clerk.name, approved_by=clerk.name)
        return replace(application, concealment=named)

    def _forget_draft(self) -> str:
        """The case stands; why only its draft is left behind, if it is."""
        try:
            self.save_draft("")
        except ClerkError as error:
            return error.message
        return ""

    def _printed(
        self, taken: Taken | Collected, application: Application
    ) -> tuple[tuple[Handed, ...], str]:
        """The papers of a case that was just numbered, and why one was not printed."""
        self._count_use(taken.item.key)
        documents, trouble = [], ""
        day = legal_day(application.received_at)
        for issued in taken.documents:
            page, why = self._papers.hand_over(taken.number, issued, day)
            documents.append(
                Handed(
                    issued.kind, page.title, issued.number, page.path, issued.copies, page.stage
                )
            )
            trouble = trouble or why
        return tuple(documents), trouble

    def _count_use(self, key: str) -> None:
        """What is taken in here comes up first next time. The case stands without it."""
        counter = self._counter
        with suppress(ClerkError), counter.store.transaction() as db:
            record_use(db, key, stamp(counter.clock.now()))


def _read_json(path: Path) -> object:
    """The file of an online case. Raises `Misused` (`bad_online_file`), `Unavailable`."""
    with disk_faults(path):
        if path.stat().st_size > MOST_BYTES:
            raise Misused("bad_online_file", f"文件太大：{path.name}")
        data = path.read_bytes()
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Misused("bad_online_file", f"{path.name} 不是网上预审件的文件") from error
