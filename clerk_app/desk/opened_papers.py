"""Paper on a real workstation: the printer deeds behind the window.

Nobody who holds up a clerk waits for a printer. What she asks of one runs in a runner of its own;
the papers of an act are drawn in the store's runner, lie ready and are handed over beside it; how
a printer is and what became of a page is asked beside it too, and what was last heard is told.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from clerk_app.deeds import attach as attached
from clerk_app.deeds import print_jobs, print_more
from clerk_app.deeds.daily_slip import KIND as DAILY
from clerk_app.deeds.daily_slip import issue_daily_slip, unchanged_slip
from clerk_app.deeds.print_document import (
    Found,
    box_document,
    find_document,
    print_document,
)
from clerk_app.deeds.print_slip import print_slip, print_slip_again
from clerk_app.deeds.printers import SEAL, address, require_address
from clerk_app.deeds.same_slip import NothingSince
from clerk_app.deeds.seal_document import seal_document, sealed_file
from clerk_app.desk.case_port import PrintedPage
from clerk_app.desk.opened_case_lists import applicants
from clerk_app.desk.opened_documents import page_path, print_issued, title_of_kind
from clerk_app.desk.opened_printers import PrinterTalk
from clerk_app.desk.opened_waiting import Waiting
from clerk_app.desk.paper_port import (
    BatchDone,
    Copy,
    PaperFacts,
    PaperJob,
    PrintSettings,
    Stage,
    WordingSeen,
)
from clerk_app.desk.seen_jobs import seen_job
from clerk_app.devices.printing.port import refuse_unready
from clerk_app.devices.seal import seal_service
from clerk_app.kernel.errors import ClerkError, Refused, Unavailable
from clerk_app.notices.kinds import kind_of, sheets_for
from clerk_app.notices.render import lay_out, title_of
from clerk_app.notices.sheets import sheet_of
from clerk_app.storage import spool
from clerk_app.storage.faults import disk_faults, room_at
from clerk_app.storage.files import write_whole
from clerk_app.storage.places import written
from clerk_app.storage.spool import JobStage, PrintJob

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Issued
    from clerk_app.desk.runner import Runner

LATEST = 50
DELIVERY_RECEIPT = "delivery_receipt"
PERHAPS = "可能已经打出"
_BAD = (JobStage.FAILED, JobStage.UNANSWERED)
_NO_PAGE = (JobStage.FAILED, JobStage.PUT_AWAY)


class OpenedPapers:
    """`desk.paper_port.PaperPort` on a `Counter`. `out` is where pages lie when no printer is
    chosen, `background` hands over the papers of acts and asks the printer."""

    def __init__(self, counter: Counter, out: Path, background: Runner | None) -> None:
        self._counter, self._out = counter, out.absolute()  # it stands in jobs as an address
        self.talk = PrinterTalk(counter, self._out, background)
        # one key at a time speaks to a printer, and none to a store that is closing
        self._with_printer, self._reading = RLock(), RLock()
        self._closed = self._started = False
        self._unheard: set[int] = set()  # handed over beside the runner; nobody was told yet
        self._beside: set[int] = set()  # every page that was; a key has no part in them
        self._told: set[int] = set()  # pages a key itself said the trouble of
        self._waiting = Waiting(counter)
        self._left = print_jobs.last_run(counter)

    # ------------------------------------------------------------ where pages stand

    def start(self) -> PaperFacts | None:
        """What the last run left open, once; asked again where a full disk stopped it, whatever
        this run has printed meanwhile."""
        if self._started:
            return None
        print_jobs.recover_jobs(self._counter, self._left)
        self._started = True
        return self.facts()

    def wording(self) -> WordingSeen:
        """The hall's own sentences, every kind looked over."""
        return self.talk.wording()

    def facts(self) -> PaperFacts:
        """As last heard; asks anew beside the runner when it is time."""
        self.talk.raise_bug()
        with self._reading:
            facts, jobs = self._facts()
            told = frozenset(self._told)
            # on its way again, or settled: what becomes of it then is news
            self._told -= {job.id for job in jobs if job.state not in _BAD}
            return replace(facts, news=self._news(jobs), told=told)

    def _standing(self) -> PaperFacts:
        """The same for an act of our own: what nobody was told yet stays to be told."""
        with self._reading:
            return self._facts()[0]

    def _facts(self) -> tuple[PaperFacts, list[PrintJob]]:
        chosen = self.talk.chosen()
        latest = print_jobs.latest_jobs(self._counter, LATEST)
        known = {job.id for job in latest}
        older = [j for j in print_jobs.open_jobs(self._counter) if j.id not in known]
        jobs = [*reversed(latest), *older]
        self.talk.wonder(chosen.document, jobs)
        latest_of = {job.number: job for job in sorted(jobs, key=lambda j: j.id)}
        stages = {number: self._seen(job) for number, job in latest_of.items()}
        self._add_waiting(stages)
        self._add_saved(stages, latest_of)
        todo = [
            each
            for number, each in stages.items()
            if each.stage in {Stage.WAITING, Stage.SENT, Stage.UNANSWERED}
            or (each.stage is Stage.FAILED and self._still_wanted(latest_of[number]))
        ]
        printer = self.talk.seen(chosen.document)
        return PaperFacts(printer, self._of_whom(todo), stages), jobs

    def _of_whom(self, todo: list[PaperJob]) -> tuple[PaperJob, ...]:
        """With the applicants, so that two pages of one kind are told apart."""
        if not self._counter.viewer.may_see_cases():
            return tuple(todo)
        with self._counter.store.reading() as db:
            names = applicants(db, sorted({each.case for each in todo if each.case}))
        return tuple(replace(each, who=names.get(each.case, "")) for each in todo)

    def _add_waiting(self, stages: dict[str, PaperJob]) -> None:
        """The documents nobody sent yet, but for those a clerk put away longer ago."""
        waiting = self._waiting.documents()
        unknown = [each.document for each in waiting if each.document not in stages]
        with self._counter.store.reading() as db:
            given_up = spool.put_away(db, unknown)
        for document in waiting:
            found = stages.get(document.document)
            new = found is None or found.stage in {Stage.PRINTED, Stage.SAVED}
            if new and document.document not in given_up:
                stages[document.document] = document
        with self._counter.store.reading() as db:
            for number in given_up:  # a case says of them that they were taken off
                if job := spool.newest_of(db, number):
                    stages[number] = self._seen(job)

    def _add_saved(self, stages: dict[str, PaperJob], latest_of: dict[str, PrintJob]) -> None:
        """What was made into a file by no job: nothing of it waits any more."""
        for number, saved in self._waiting.made.items():
            job = latest_of.get(number)
            if job is None:
                if number in self._waiting.jobless:
                    stages[number] = saved
            elif job.state in _NO_PAGE and not self._still_wanted(job):
                stages[number] = saved

    def _still_wanted(self, failed: PrintJob) -> bool:
        """A page that failed, unless its document was printed some other way since."""
        return self._waiting.printed.get(failed.number, "") <= failed.made_at

    def _news(self, jobs: list[PrintJob]) -> tuple[PaperJob, ...]:
        """Of the pages handed over beside the runner, those that went wrong: told once."""
        away = (JobStage.MADE, JobStage.HANDED)
        settled = [j for j in jobs if j.id in self._unheard and j.state not in away]
        self._unheard -= {job.id for job in settled}
        return self._of_whom([self._seen(job) for job in settled if job.state in _BAD])

    def box(self, case: str, document: str) -> None:
        """What no font has stands as its code on every page of this document from now on."""
        box_document(self._counter, case, document)

    def copy(self, case: str, document: str, sheet: str = "") -> Copy:
        """A document as it would be printed now."""
        found = find_document(self._counter, case, document)
        facts = found.facts
        kind = kind_of(facts.kind)
        known = tuple(each for each in sheets_for(kind.KIND) if not each.endless)
        wanted = sheet_of(sheet) if sheet else known[0]
        pages = lay_out(
            facts,
            self._counter.fonts,
            journal_code=found.code,
            reprint=found.out,
            sheet=wanted,
        )
        signable = facts.kind == DELIVERY_RECEIPT
        signed = len(self._signatures(case, facts.number)) if signable else 0
        sealed, sealable = self._seal_of(case, facts.number)
        return Copy(
            case,
            facts.number,
            facts.kind,
            title_of(facts),
            pages,
            wanted.name,
            tuple((each.name, each.title) for each in known),
            kind.COPIES,
            found.out,
            signable,
            signed,
            sealable,
            sealed,
        )

    def _seal_of(self, case: str, number: str) -> tuple[bool, bool]:
        """Whether it is sealed, and whether it can be."""
        if not case:
            return False, False
        kept = attached.attachments_of(self._counter, case)
        done = any(each.document == number and each.purpose == attached.SEALED for each in kept)
        with self._counter.store.reading() as db:
            return done, not done and bool(address(db, SEAL))

    # ------------------------------------------------------------ to paper

    def send(self, case: str, document: str, *, sheet: str = "", copies: int = 0) -> PaperJob:
        """To the printer, or as PDF into the folder where none is chosen."""
        with self._talking():
            return self._send(case, document, sheet, copies)

    def _send(self, case: str, document: str, sheet: str = "", copies: int = 0) -> PaperJob:
        chosen = self.talk.chosen()
        address = chosen.document
        found = find_document(self._counter, case, document)
        if chosen.slip and found.facts.kind == DAILY and not (sheet or copies):
            return self._seen(print_slip(self._counter, document, find=self.talk.slip))
        if sheet == sheets_for(kind_of(found.facts.kind).KIND)[0].name:
            sheet = ""
        if address:
            self.talk.ask_unready(address)
        elif not sheet:
            return self._saved(found)
        else:
            self._make_folder()
            address = f"folder:{self._out}"
        job = print_jobs.send_to_printer(
            self._counter, case, document, address, copies=copies, sheet=sheet, find=self.talk.find
        )
        return self._heard(job)

    def hand_over(self, case: str, issued: Issued, on: date) -> tuple[PrintedPage, str]:
        """A document that was just numbered, on the day of the act: its page, and why it is not
        on its way. It waits (待打印) where the printer has no paper."""
        chosen = self.talk.chosen()
        if not chosen.document:
            page, why = print_issued(self._counter, self._out, case, issued, on)
            return (replace(page, stage=Stage.WAITING) if why else page), why
        page = PrintedPage(
            title_of_kind(issued.kind), issued.number, "", issued.copies, Stage.WAITING
        )
        try:
            found = find_document(self._counter, case, issued.number)
            page = replace(page, title=title_of(found.facts))
            self.talk.refuse_unready(chosen.document)
            made = print_jobs.make_job(
                self._counter,
                case,
                issued.number,
                chosen.document,
                copies=issued.copies,
                on=on,
                find=self.talk.find,
            )
        except ClerkError as error:
            return page, error.message
        self._beside.add(made.id)
        self.talk.beside(lambda: self._hand(made.id))
        with self._counter.store.reading() as db:
            job = spool.job(db, made.id)
        if job.state is JobStage.MADE or (job.state is JobStage.HANDED and not job.spool_job):
            self._unheard.add(job.id)  # a slow one: what becomes of it is heard later
            return replace(page, stage=Stage.SENT), ""
        stage = self._heard(job).stage
        trouble = {Stage.FAILED: job.said, Stage.UNANSWERED: PERHAPS}.get(stage, "")
        return replace(page, stage=Stage.WAITING if stage is Stage.FAILED else stage), trouble

    def _hand(self, job: int) -> None:
        print_jobs.hand_over_job(self._counter, job, look=True, find=self.talk.find)

    def confirm(self, job: int) -> PaperJob:
        """The clerk looked: it came out."""
        with self._talking(job):
            return self._seen(print_jobs.confirm_printed(self._counter, job, find=self.talk.find))

    def again(self, job: int) -> PaperJob:
        """Once more, on the printer chosen now."""
        with self._talking(job):
            with self._counter.store.reading() as db:
                failed = spool.job(db, job)
            if failed.printer.startswith(print_jobs.SLIP):
                return self._slip_again(failed)
            address = self._ready_address()
            made = print_jobs.print_again(self._counter, job, address, find=self.talk.find)
            return self._heard(made)

    def _slip_again(self, failed: PrintJob) -> PaperJob:
        """Where no ticket printer is chosen any more, on a page, as one that waits is sent."""
        if self.talk.chosen().slip:
            return self._seen(print_slip_again(self._counter, failed.id, find=self.talk.slip))
        if failed.state is JobStage.PRINTED:
            raise Refused("already_printed", "这份已经打出；还要再打一份，请用补打")
        counter, find = self._counter, self.talk.find
        address = self._ready_address()  # first: nothing is taken back for one without paper
        if failed.is_open:
            print_jobs.take_off(counter, failed.id)
        number, instead = failed.number, failed.id
        made = print_jobs.send_to_printer(counter, "", number, address, instead=instead, find=find)
        return self._heard(made)

    def drop(self, job: int) -> PaperJob:
        """It shall not come out any more."""
        with self._talking(job):
            return self._seen(print_jobs.drop_job(self._counter, job, find=self.talk.find))

    def put_away(self, case: str, document: str) -> PaperJob:
        """It was given some other way, or is not wanted."""
        with self._talking():
            return self._seen(print_jobs.put_away(self._counter, case, document))

    def reprint_last(self) -> PaperJob:
        """The last page again."""
        with self._talking():
            address = self._ready_address()
            made = print_more.reprint_last(self._counter, address, find=self.talk.find)
            return self._heard(made)

    def _ready_address(self) -> str:
        """Where pages go now: the printer, which must be ready, or the folder."""
        address = self.talk.chosen().document
        if address:
            self.talk.ask_unready(address)
            return address
        self._make_folder()
        return f"folder:{self._out}"

    def batch(self, case: str) -> BatchDone:
        """The papers of the case or its 一件事 that were never printed and not taken off."""
        on_the_way = {Stage.SENT, Stage.UNANSWERED}
        away = {d for d, job in self._standing().stages.items() if job.stage in on_the_way}
        papers = print_more.papers_of(self._counter, case, bundle=True)
        with self._counter.store.reading() as db:
            away |= spool.put_away(db, [each[1] for each in papers])
        return self._all([(0, *each) for each in papers if each[1] not in away])

    def waiting(self) -> BatchDone:
        """Everything that waits here."""
        wanted = [
            (job.id, job.case, job.document)
            for job in self._standing().todo
            if job.stage in {Stage.WAITING, Stage.FAILED}
        ]
        return self._all(wanted)

    def save(self, case: str, document: str, sheet: str, path: str) -> str:
        """A copy as PDF."""
        where = print_more.save_place(self._counter, written(path))
        print_more.save_pdf(self._counter, case, document, where, sheet=sheet)
        return str(where)

    def daily(self, *, again: bool = False) -> PaperJob:
        """Count, issue, print; `again` what was issued and printed before."""
        with self._talking():
            latest = unchanged_slip(self._counter)
            if latest and again:
                return self._send("", latest)
            if latest:
                raise NothingSince(latest)
            chosen = self.talk.chosen()
            if chosen.slip:  # asked before a number is used up
                refuse_unready(self.talk.slip(chosen.slip).state().condition)
            else:
                self._ready_address()
            number = issue_daily_slip(self._counter).number
            return self._send("", number)

    # ------------------------------------------------------------ seals

    def seal(self, case: str, document: str) -> str:
        """By the service that is chosen."""
        with self._talking():
            service = seal_service(require_address(self._counter, SEAL))
            return seal_document(self._counter, service, case, document).serial

    def save_sealed(self, case: str, document: str, path: str) -> str:
        """As the service gave it."""
        where = print_more.save_place(self._counter, written(path))
        content = sealed_file(self._counter, case, document)
        if content is None:
            raise Refused("unknown_attachment", "这份文书还没有电子盖章")
        with room_at(where, self._counter.folder):
            write_whole(where, content, private=True)
        return str(where)

    # ------------------------------------------------------------ signatures

    def sign(self, case: str, document: str, path: str) -> bytes:
        """Keep a picture of the signature pad."""
        content = attached.read_file(Path(path))
        attached.attach(self._counter, case, content, attached.COLLECTOR, document=document)
        return content

    def signature(self, case: str, document: str) -> bytes:
        """The latest one, on the record."""
        kept = self._signatures(case, document)
        if not kept:
            raise Refused("unknown_attachment", "这份文书还没有签名图")
        return attached.show_attachment(self._counter, case, kept[-1])

    def _signatures(self, case: str, document: str) -> tuple[str, ...]:
        return tuple(
            each.sha256
            for each in attached.attachments_of(self._counter, case)
            if each.document == document and each.purpose == attached.COLLECTOR
        )

    # ------------------------------------------------------------ the printers

    def settings(self) -> PrintSettings:
        """Printers, drivers, states; both printers are asked now."""
        with self._talking():
            return self.talk.settings()

    def choose(self, document: str, slip: str, slip_sheet: str) -> PrintSettings:
        """Other printers."""
        with self._talking():
            return self.talk.choose(document, slip, slip_sheet)

    def test_page(self) -> str:
        """To the printer, or into the folder."""
        with self._talking():
            return self.talk.test_page()

    def test_slip(self) -> str:
        """To the ticket printer."""
        with self._talking():
            return self.talk.test_slip()

    def slip_picture(self, slip_sheet: str) -> bytes:
        """The test slip, drawn from its bytes."""
        return self.talk.slip_picture(slip_sheet)

    def close(self) -> None:
        """Before the store closes: wait for the page that is being sent; no other is sent."""
        self._closed = True  # first: a batch has many pages, and this waits for one
        with self._with_printer:
            pass

    # ------------------------------------------------------------ small parts

    @contextmanager
    def _talking(self, about: int = 0) -> Iterator[None]:
        """One key speaks to a printer, `about` a job of before. What goes wrong with that one and
        with those it made itself it says itself."""
        with self._with_printer:
            if self._closed:
                raise Unavailable("closing", "程序正在关闭，什么都没有送出")
            newest = max((j.id for j in print_jobs.latest_jobs(self._counter, 1)), default=0)
            try:
                yield
            except ClerkError:
                with suppress(ClerkError):  # a store that cannot be read: told twice, then
                    jobs = print_jobs.latest_jobs(self._counter, LATEST)
                    bad = {job.id for job in jobs if job.state in _BAD}
                    mine = {job for job in bad if job > newest} - self._beside | bad & {about}
                    self._told |= mine
                    self._unheard -= mine
                raise

    def _heard(self, job: PrintJob) -> PaperJob:
        """What a quick printer has said by now; a slow one is asked later."""
        if job.printer.startswith("folder:"):
            job = print_jobs.poll_job(self._counter, job.id, find=self.talk.find)
        return self._seen(job)

    def _seen(self, job: PrintJob) -> PaperJob:
        name = self.talk.name(job.printer)
        return seen_job(job, name, self._out, self._counter.today())

    def _saved(self, found: Found) -> PaperJob:
        facts = found.facts
        self._make_folder()
        path = page_path(self._out, facts.number, facts.kind)
        done = print_document(self._counter, facts.case_number, facts.number, path)
        title, copies = title_of(facts), kind_of(facts.kind).COPIES
        return PaperJob(
            0,
            facts.case_number,
            facts.number,
            title,
            Stage.SAVED,
            copies,
            reprint=done.reprint,
            path=str(done.path),
        )

    def _all(self, papers: list[tuple[int, str, str]]) -> BatchDone:
        """Each as (job that failed, or 0; case; document): a job is sent as it was asked for
        (大字, copies). Trouble of the printer stops it, that of one paper leaves that one out."""
        sent, left, trouble, stopped = 0, list[str](), "", False
        files: list[str] = []
        slips = self._slips_of(papers)  # another printer: what is wrong with it stops no page
        for job, case, number in papers:
            if not stopped:
                try:
                    with self._talking():
                        made = self.again(job) if job else self._send(case, number)
                except ClerkError as error:
                    trouble = trouble or error.message
                    stopped = print_more.stops_a_batch(error) and job not in slips
                else:
                    sent += 1
                    files += [made.path] if made.path else []
                    continue
            left.append(self._title((case, number)))
        folder = str(Path(files[0]).parent) if files else ""
        return BatchDone(sent, tuple(left), trouble, len(files), folder)

    def _slips_of(self, papers: list[tuple[int, str, str]]) -> set[int]:
        with self._counter.store.reading() as db:
            jobs = [spool.job(db, each[0]) for each in papers if each[0]]
        return {job.id for job in jobs if job.printer.startswith(print_jobs.SLIP)}

    def _title(self, paper: tuple[str, str]) -> str:
        try:
            return title_of(find_document(self._counter, *paper).facts)
        except ClerkError:
            return paper[1]

    def _make_folder(self) -> None:
        with room_at(self._out, self._counter.folder), disk_faults(self._out):
            self._out.mkdir(parents=True, exist_ok=True)
