"""Paper on a real workstation: the printer deeds behind the window.

Everything runs in the worker but the asking of the printer, which may wait on a network: that
has a runner of its own, and what was last heard is told.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from clerk_app.deeds import attach as attached
from clerk_app.deeds import print_jobs, print_more, printers
from clerk_app.deeds.counter import hall
from clerk_app.deeds.print_document import Found, find_document, print_document
from clerk_app.desk.background import BackgroundRunner
from clerk_app.desk.case_port import PrintedPage
from clerk_app.desk.opened_documents import page_path, print_issued, title_of_kind
from clerk_app.desk.opened_waiting import Waiting
from clerk_app.desk.paper_port import (
    BatchDone,
    Copy,
    DriverSeen,
    PaperFacts,
    PaperJob,
    PrinterSeen,
    PrintSettings,
    Stage,
    WordingSeen,
)
from clerk_app.devices.printing import (
    DOCUMENT_DRIVERS,
    SLIP_DRIVERS,
    document_printer,
    slip_printer,
)
from clerk_app.devices.printing.port import Condition, refuse_unready
from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.notices.facts import DocumentFacts, TicketFacts
from clerk_app.notices.kinds import EVERY, kind_of, sheets_for
from clerk_app.notices.page import Face
from clerk_app.notices.render import lay_out, title_of
from clerk_app.notices.sheets import sheet_of
from clerk_app.notices.wording import OWN_FOLDER, own
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.spool import JobStage, PrintJob

if TYPE_CHECKING:
    from datetime import date

    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Issued
    from clerk_app.desk.runner import Runner
    from clerk_app.devices.printing.port import DocPrinter, SlipPrinter, State

ASK_MS, STATE_MS = 2_000, 10_000
"""Between two askings of the printer: while pages are on their way, and of its state alone."""
LATEST = 50
STAGES = {
    JobStage.MADE: Stage.SENT,
    JobStage.HANDED: Stage.SENT,
    JobStage.UNANSWERED: Stage.UNANSWERED,
    JobStage.PRINTED: Stage.PRINTED,
    JobStage.FAILED: Stage.FAILED,
}
WHERE = {
    # what is written after a driver
    ("document", "cups"): "打印队列的名字，如 HallA4；别的服务器写 HallA4@主机:631",
    ("document", "windows"): "Windows 里打印机的名字",
    ("document", "folder"): "文件夹的完整位置",
    ("slip", "tcp"): "小票机的网络地址，如 10.1.0.9 或 10.1.0.9:9100",
    ("slip", "file"): "设备文件，如 /dev/usb/lp0",
    ("slip", "windows"): "Windows 里小票机的名字",
}
DELIVERY_RECEIPT = "delivery_receipt"
READY = frozenset({Condition.READY, Condition.UNKNOWN})
"""A printer that tells nothing may print well."""
NO_PRINTER = "没有选打印机，文书存成 PDF"


class OpenedPapers:
    """`desk.paper_port.PaperPort` on a `Counter`. `out` is where pages lie when no printer is
    chosen, `background` asks the printer."""

    def __init__(self, counter: Counter, out: Path, background: Runner | None) -> None:
        self._counter, self._out, self._background = counter, out, background
        self._found: dict[str, DocPrinter] = {}
        self._slips: dict[str, SlipPrinter] = {}
        self._state: State | None = None
        self._started = self._asking = False
        self._asked_ms = self._state_ms = -STATE_MS
        self._waiting = Waiting(counter)

    # ------------------------------------------------------------ where pages stand

    def start(self) -> PaperFacts | None:
        """What the last run left open, once."""
        if self._started:
            return None
        print_jobs.recover_jobs(self._counter)
        self._started = True
        return self.facts()

    def facts(self) -> PaperFacts:
        """As last heard; asks anew beside the runner when it is time."""
        if isinstance(self._background, BackgroundRunner):
            self._background.raise_bug()
        chosen = self._chosen()
        latest = print_jobs.latest_jobs(self._counter, LATEST)
        known = {job.id for job in latest}
        older = [j for j in print_jobs.open_jobs(self._counter) if j.id not in known]
        jobs = [*reversed(latest), *older]
        self._wonder(chosen.document, [job for job in jobs if job.state is JobStage.HANDED])
        stages = {job.number: self._seen(job) for job in sorted(jobs, key=lambda j: j.id)}
        for document in self._waiting.documents():
            found = stages.get(document.document)
            if found is None or found.stage is Stage.PRINTED:
                stages[document.document] = document
        printed = self._waiting.printed
        todo = [
            each
            for each in stages.values()
            if each.stage in {Stage.WAITING, Stage.SENT, Stage.UNANSWERED}
            or (each.stage is Stage.FAILED and each.document not in printed)
        ]
        return PaperFacts(self._printer(chosen.document), tuple(todo), stages)

    def copy(self, case: str, document: str, sheet: str = "") -> Copy:
        """A document as it would be printed now."""
        found = find_document(self._counter, case, document)
        facts = found.facts
        kind = kind_of(facts.kind)
        known = sheets_for(kind.KIND)
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
        )

    # ------------------------------------------------------------ to paper

    def send(self, case: str, document: str, *, sheet: str = "", copies: int = 0) -> PaperJob:
        """To the printer, or as PDF into the folder where none is chosen."""
        address = self._chosen().document
        found = find_document(self._counter, case, document)
        if sheet == sheets_for(kind_of(found.facts.kind).KIND)[0].name:
            sheet = ""
        if address:
            self._refuse_unready(address)
        elif not sheet:
            return self._saved(found)
        else:
            self._make_folder()
            address = f"folder:{self._out}"
        job = print_jobs.send_to_printer(
            self._counter, case, document, address, copies=copies, sheet=sheet, find=self._find
        )
        return self._heard(job)

    def hand_over(self, case: str, issued: Issued, on: date) -> tuple[PrintedPage, str]:
        """A document that was just numbered, on the day of the act: its page, and why it is not
        on its way. It waits (待打印) where the printer has no paper."""
        chosen = self._chosen()
        if not chosen.document:
            return print_issued(self._counter, self._out, case, issued, on)
        page = PrintedPage(
            title_of_kind(issued.kind), issued.number, "", issued.copies, Stage.WAITING
        )
        try:
            found = find_document(self._counter, case, issued.number)
            page = replace(page, title=title_of(found.facts))
            self._refuse_unready(chosen.document, ask=False)
            job = print_jobs.send_to_printer(
                self._counter,
                case,
                issued.number,
                chosen.document,
                copies=issued.copies,
                on=on,
                find=self._find,
            )
        except ClerkError as error:
            stage = Stage.UNANSWERED if error.code == "printer_gone" else Stage.WAITING
            return replace(page, stage=stage), error.message
        return replace(page, stage=self._heard(job).stage), ""

    def confirm(self, job: int) -> PaperJob:
        """The clerk looked: it came out."""
        return self._seen(print_jobs.confirm_printed(self._counter, job, find=self._find))

    def again(self, job: int) -> PaperJob:
        """Once more, on the printer chosen now."""
        address = self._chosen().document
        if address:
            self._refuse_unready(address)
        made = print_jobs.print_again(self._counter, job, address, find=self._find)
        return self._heard(made)

    def drop(self, job: int) -> PaperJob:
        """It shall not come out any more."""
        return self._seen(print_jobs.drop_job(self._counter, job, find=self._find))

    def reprint_last(self) -> PaperJob:
        """The last page again."""
        address = self._chosen().document
        if address:
            self._refuse_unready(address)
        else:
            self._make_folder()
            address = f"folder:{self._out}"
        return self._heard(print_more.reprint_last(self._counter, address, find=self._find))

    def batch(self, case: str) -> BatchDone:
        """All papers of the case or its 一件事 that were never printed."""
        on_the_way = {Stage.SENT, Stage.UNANSWERED}
        away = {d for d, job in self.facts().stages.items() if job.stage in on_the_way}
        papers = print_more.papers_of(self._counter, case, bundle=True)
        return self._all(tuple(each for each in papers if each[1] not in away))

    def waiting(self) -> BatchDone:
        """Everything that waits here."""
        wanted = [
            (job.case, job.document)
            for job in self.facts().todo
            if job.stage in {Stage.WAITING, Stage.FAILED}
        ]
        return self._all(tuple(wanted))

    def save(self, case: str, document: str, sheet: str, path: str) -> str:
        """A copy as PDF."""
        where = Path(path)
        if where.suffix.lower() != ".pdf":
            where = where.with_name(f"{where.name}.pdf")
        print_more.save_pdf(self._counter, case, document, where, sheet=sheet)
        return str(where)

    # ------------------------------------------------------------ signatures

    def sign(self, case: str, document: str, path: str) -> bytes:
        """Keep a picture of the signature pad."""
        with disk_faults(Path(path)):
            content = Path(path).read_bytes()
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

    # ------------------------------------------------------------ settings

    def settings(self) -> PrintSettings:
        """Printers, drivers, states; both printers are asked now."""
        chosen = self._chosen()
        return PrintSettings(
            chosen.document,
            chosen.slip,
            chosen.slip_sheet,
            _drivers("document", DOCUMENT_DRIVERS),
            _drivers("slip", SLIP_DRIVERS),
            self._ask_state(chosen.document),
            self._slip_state(chosen.slip),
            self._wording(),
        )

    def choose(self, document: str, slip: str, slip_sheet: str) -> PrintSettings:
        """Other printers."""
        printers.choose(self._counter, printers.Printers(document, slip, slip_sheet))
        self._state, self._state_ms = None, -STATE_MS
        return self.settings()

    def test_page(self) -> str:
        """To the printer, or into the folder."""
        address = self._chosen().document
        if not address:
            self._make_folder()
            where = self._out / "test.pdf"
            print_more.save_test_page(self._counter, where, NO_PRINTER)
            return f"没有选打印机，测试页存在 {where}"
        self._refuse_unready(address)
        print_more.print_test_page(self._counter, address, find=self._find)
        return "测试页已送打印机。量一量尺子是不是 100 毫米，看一看生僻字有没有缺"

    def slip_picture(self, slip_sheet: str) -> bytes:
        """The test slip, drawn from its bytes."""
        from clerk_app.devices.escpos_picture import pictures

        fonts, sheet = self._counter.fonts, sheet_of(slip_sheet)
        dots = round(sheet.width * 203 / 72)
        made = pictures(self._slip_bytes(slip_sheet), dots, lambda _char: fonts.path(Face.SANS))
        file = BytesIO()
        made[0].save(file, "PNG")
        return file.getvalue()

    def test_slip(self) -> str:
        """To the ticket printer."""
        chosen = self._chosen()
        if not chosen.slip:
            raise Misused("no_slip_printer", "还没有选小票打印机")
        with self._counter.store.reading() as db:
            printers.refuse_simulated(db, chosen.slip)
        answer = self._slip(chosen.slip).write(self._slip_bytes(chosen.slip_sheet))
        return f"测试小票：{answer.words}"

    def _slip_bytes(self, slip_sheet: str) -> bytes:
        from clerk_app.notices.escpos import slip_bytes

        counter = self._counter
        with counter.store.reading() as db:
            here = hall(db)
        now = f"{counter.clock.now():%Y-%m-%d %H:%M}"
        facts = DocumentFacts(
            kind="ticket",
            number="T0001",
            hall=here.name,
            issued_at=now,
            sample=True,
            ticket=TicketFacts("A001", "测试小票", "0", windows=counter.window, taken_at=now),
        )
        page = lay_out(facts, counter.fonts, journal_code="", sheet=sheet_of(slip_sheet))[0]
        return slip_bytes(page, counter.fonts)

    def _wording(self) -> WordingSeen:
        folder = self._counter.folder / OWN_FOLDER
        files = len(list(folder.glob("*.toml"))) if folder.is_dir() else 0
        try:
            for kind in EVERY:
                own(kind.KIND, folder)
        except ClerkError as error:
            return WordingSeen(str(folder), files, error.message)
        return WordingSeen(str(folder), files)

    # ------------------------------------------------------------ the printer

    def _chosen(self) -> printers.Printers:
        with self._counter.store.reading() as db:
            return printers.chosen(db)

    def _find(self, address: str) -> DocPrinter:
        """The same printer for the same address: a simulated one remembers its jobs."""
        if address not in self._found:
            self._found[address] = document_printer(address)
        return self._found[address]

    def _slip(self, address: str) -> SlipPrinter:
        if address not in self._slips:
            self._slips[address] = slip_printer(address)
        return self._slips[address]

    def _refuse_unready(self, address: str, *, ask: bool = True) -> None:
        """A page is not sent to a printer that was last seen without paper: it would come out
        whenever somebody fills the tray, with nobody there to hand it over. `ask` again where a
        clerk just pressed a key, since she may have put paper in."""
        state = self._state
        if state is None or (ask and state.condition not in READY):
            state = self._state = self._find(address).state()
        refuse_unready(state.condition)

    def _printer(self, address: str) -> PrinterSeen:
        if not address:
            return PrinterSeen(words=NO_PRINTER, known=True)
        name = self._name(address)
        if self._state is None:
            return PrinterSeen(name, words="正在问打印机")
        ready = self._state.condition in READY
        return PrinterSeen(name, ready, self._state.words, known=True)

    def _name(self, address: str) -> str:
        """What the clerk calls a printer: what stands after its driver, or its own name."""
        try:
            return address.partition(":")[2] or self._find(address).name
        except ClerkError:
            return address

    def _ask_state(self, address: str) -> PrinterSeen:
        if address:
            with suppress(ClerkError):
                self._state = self._find(address).state()
        return self._printer(address)

    def _slip_state(self, address: str) -> PrinterSeen:
        if not address:
            return PrinterSeen(words="没有选小票打印机", known=True)
        try:
            state = self._slip(address).state()
        except ClerkError as error:
            return PrinterSeen(address, ready=False, words=error.message, known=True)
        ready = state.condition in READY
        return PrinterSeen(address.partition(":")[2] or address, ready, state.words, known=True)

    def _wonder(self, address: str, waiting: list[PrintJob]) -> None:
        """Ask the printer beside the runner: of pages on their way often, of itself seldom."""
        now = self._counter.clock.monotonic_ms()
        due = bool(waiting) and now - self._asked_ms >= ASK_MS
        due = due or (bool(address) and now - self._state_ms >= STATE_MS)
        if not due or self._asking or self._background is None:
            return
        self._asking, self._asked_ms = True, now
        ids = [job.id for job in waiting]
        self._background.run(lambda: self._ask(address, ids), _ignore, _ignore)

    def _ask(self, address: str, ids: list[int]) -> None:
        """Whatever goes wrong, a bug too: the next asking tries again."""
        try:
            if address:
                self._state = self._find(address).state()
            for job in ids:
                print_jobs.poll_job(self._counter, job, find=self._find)
        finally:
            self._state_ms = self._counter.clock.monotonic_ms()
            self._asking = False

    # ------------------------------------------------------------ small parts

    def _heard(self, job: PrintJob) -> PaperJob:
        """What a quick printer has said by now; a slow one is asked later."""
        if job.printer.startswith("folder:"):
            job = print_jobs.poll_job(self._counter, job.id, find=self._find)
        return self._seen(job)

    def _seen(self, job: PrintJob) -> PaperJob:
        moment = job.ended_at or job.handed_at or job.made_at
        return PaperJob(
            job.id,
            job.case_number,
            job.number,
            title_of_kind(job.kind),
            STAGES[job.state],
            job.copies,
            self._name(job.printer),
            job.said,
            moment[11:16],
            job.reprint,
        )

    def _saved(self, found: Found) -> PaperJob:
        facts = found.facts
        self._make_folder()
        path = page_path(self._out, facts.number, facts.kind)
        done = print_document(self._counter, facts.case_number, facts.number, path)
        said = f"文件在 {done.path}"
        title, copies = title_of(facts), kind_of(facts.kind).COPIES
        return PaperJob(
            0,
            facts.case_number,
            facts.number,
            title,
            Stage.PRINTED,
            copies,
            said=said,
            reprint=done.reprint,
            path=str(done.path),
        )

    def _all(self, papers: tuple[tuple[str, str], ...]) -> BatchDone:
        sent = 0
        for at, (case, number) in enumerate(papers):
            try:
                self.send(case, number)
            except ClerkError as error:
                left = tuple(self._title(each) for each in papers[at:])
                return BatchDone(sent, left, error.message)
            sent += 1
        return BatchDone(sent)

    def _title(self, paper: tuple[str, str]) -> str:
        try:
            return title_of(find_document(self._counter, *paper).facts)
        except ClerkError:
            return paper[1]

    def _make_folder(self) -> None:
        with disk_faults(self._out):
            self._out.mkdir(parents=True, exist_ok=True)


def _ignore(_said: object) -> None:
    """What was heard is kept by `_ask` itself."""


def _drivers(what: str, drivers: tuple[object, ...]) -> tuple[DriverSeen, ...]:
    return tuple(
        DriverSeen(d.name, d.label, WHERE.get((what, d.name), ""))  # type: ignore[attr-defined]  # one of two kinds of Driver
        for d in drivers
    )
