"""The printers of a workstation: which they are, how they stand, what can be tried on them."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from clerk_app.deeds import print_jobs, print_more, printers
from clerk_app.deeds.counter import hall
from clerk_app.desk.background import BackgroundRunner
from clerk_app.desk.paper_port import DriverSeen, PrinterSeen, PrintSettings, WordingSeen
from clerk_app.devices.printing import (
    DOCUMENT_DRIVERS,
    SLIP_DRIVERS,
    document_printer,
    slip_printer,
)
from clerk_app.devices.printing.port import Condition, refuse_unready
from clerk_app.kernel.errors import ClerkError, Misused
from clerk_app.notices.facts import DocumentFacts, TicketFacts
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.page import Face
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import sheet_of
from clerk_app.notices.wording import OWN_FOLDER, own
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.spool import JobStage, PrintJob

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clerk_app.deeds.counter import Counter
    from clerk_app.desk.runner import Runner
    from clerk_app.devices.printing.port import DocPrinter, SlipPrinter, State

ASK_MS, STATE_MS = 2_000, 10_000
"""Between two askings of the printer: while pages are on their way, and of its state alone."""
WHERE = {
    # what is written after a driver
    ("document", "cups"): "打印机的名字，如 HallA4；在打印服务器上的写 HallA4@服务器",
    ("document", "windows"): "Windows 里打印机的名字",
    ("document", "folder"): "文件夹的完整位置",
    ("slip", "tcp"): "小票机的网络地址，如 10.1.0.9 或 10.1.0.9:9100",
    ("slip", "file"): "接口的位置，如 /dev/usb/lp0",
    ("slip", "windows"): "Windows 里小票机的名字",
}
READY = frozenset({Condition.READY, Condition.UNKNOWN})
"""A printer that tells nothing may print well."""
NO_PRINTER = "没有选打印机，文书存成 PDF"


class PrinterTalk:
    """What is said to the printers and heard of them. `out` is where pages lie when none is
    chosen, `background` runs what nobody waits for; without one it is done at once."""

    def __init__(self, counter: Counter, out: Path, background: Runner | None) -> None:
        self._counter, self._out, self._background = counter, out, background
        self.found: dict[str, DocPrinter] = {}
        self.slips: dict[str, SlipPrinter] = {}
        self._states: dict[str, State] = {}
        self._asking = False
        self._asked_ms = self._state_ms = -STATE_MS

    def chosen(self) -> printers.Printers:
        """The printers of this workstation."""
        with self._counter.store.reading() as db:
            return printers.chosen(db)

    def find(self, address: str) -> DocPrinter:
        """The same printer for the same address: a simulated one remembers its jobs. Raises
        `Misused` (`bad_printer`)."""
        if address not in self.found:
            self.found.setdefault(address, document_printer(address))
        return self.found[address]

    def name(self, address: str) -> str:
        """What the clerk calls a printer: what stands after its driver, or its own name."""
        try:
            return address.partition(":")[2] or self.find(address).name
        except ClerkError:
            return address

    def seen(self, address: str) -> PrinterSeen:
        """The printer of documents as last heard."""
        if not address:
            return PrinterSeen(words=NO_PRINTER, known=True)
        name, state = self.name(address), self._states.get(address)
        if state is None:
            return PrinterSeen(name, words="正在问打印机")
        return PrinterSeen(name, state.condition in READY, state.words, known=True)

    def ask_unready(self, address: str) -> None:
        """A page is not sent to a printer without paper: it would come out whenever somebody fills
        the tray, with nobody there to hand it over. Asked anew where it was not ready when last
        heard of, since the clerk may have put paper in. Raises `Unavailable` as the printer."""
        state = self._states.get(address)
        if state is None or state.condition not in READY:
            state = self._states[address] = self.find(address).state()
        refuse_unready(state.condition)

    def refuse_unready(self, address: str) -> None:
        """The same by what was last heard, without asking."""
        state = self._states.get(address)
        if state is not None:
            refuse_unready(state.condition)

    def beside(self, job: Callable[[], object]) -> None:
        """Do this beside the runner. A `ClerkError` is left to what the job itself records."""
        if self._background is None:
            with suppress(ClerkError):
                job()
        else:
            self._background.run(job, _ignore, _ignore)

    def raise_bug(self) -> None:
        """Raise what went wrong beside the runner, once."""
        if isinstance(self._background, BackgroundRunner):
            self._background.raise_bug()

    def wonder(self, address: str, jobs: list[PrintJob]) -> None:
        """Ask the printer beside the runner: of pages on their way often; seldom of itself and of
        those it did not answer for, since a spooler that answers again is believed."""
        now = self._counter.clock.monotonic_ms()
        waiting = [job.id for job in jobs if job.state is JobStage.HANDED]
        silent = [j.id for j in jobs if j.state is JobStage.UNANSWERED and j.spool_job]
        seldom = bool(address or silent) and now - self._state_ms >= STATE_MS
        due = seldom or (bool(waiting) and now - self._asked_ms >= ASK_MS)
        if not due or self._asking or self._background is None:
            return
        self._asking, self._asked_ms = True, now
        ids = waiting + silent if seldom else waiting
        self.beside(lambda: self._ask(address, ids))

    # ------------------------------------------------------------ settings

    def settings(self) -> PrintSettings:
        """Printers, drivers, states; both printers are asked now."""
        chosen = self.chosen()
        return PrintSettings(
            chosen.document,
            chosen.slip,
            chosen.slip_sheet,
            _drivers("document", DOCUMENT_DRIVERS),
            _drivers("slip", SLIP_DRIVERS),
            self._ask_state(chosen.document),
            self._slip_state(chosen.slip),
            self.wording(),
        )

    def choose(self, document: str, slip: str, slip_sheet: str) -> PrintSettings:
        """Other printers."""
        printers.choose(self._counter, printers.Printers(document, slip, slip_sheet))
        self._states.clear()
        self._state_ms = -STATE_MS
        return self.settings()

    def test_page(self) -> str:
        """To the printer, or into the folder."""
        address = self.chosen().document
        if not address:
            with disk_faults(self._out):
                self._out.mkdir(parents=True, exist_ok=True)
            where = self._out / "test.pdf"
            print_more.save_test_page(self._counter, where, NO_PRINTER)
            return f"没有选打印机，测试页存在 {where}"
        self.ask_unready(address)
        print_more.print_test_page(self._counter, address, find=self.find)
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
        chosen = self.chosen()
        if not chosen.slip:
            raise Misused("no_slip_printer", "还没有选小票打印机")
        with self._counter.store.reading() as db:
            printers.refuse_simulated(db, chosen.slip)
        answer = self.slip(chosen.slip).write(self._slip_bytes(chosen.slip_sheet))
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
            query=f"hall:{here.code}:T0001",  # a slip is tried with its code, for the scanner
            ticket=TicketFacts("A001", "测试小票", "0", windows=counter.window, taken_at=now),
        )
        page = lay_out(facts, counter.fonts, journal_code="", sheet=sheet_of(slip_sheet))[0]
        return slip_bytes(page, counter.fonts)

    def wording(self) -> WordingSeen:
        """The hall's own sentences, every kind looked over."""
        folder = self._counter.folder / OWN_FOLDER
        files = len(list(folder.glob("*.toml"))) if folder.is_dir() else 0
        faults: dict[str, str] = {}
        for kind in EVERY:
            try:
                own(kind.KIND, folder)
            except ClerkError as error:
                faults[kind.TITLE] = error.message
        said = tuple(dict.fromkeys(faults.values()))
        return WordingSeen(str(folder), files, said, tuple(faults), len(faults) == len(EVERY))

    # ------------------------------------------------------------ asking

    def _ask_state(self, address: str) -> PrinterSeen:
        if address:
            with suppress(ClerkError):
                self._states[address] = self.find(address).state()
        return self.seen(address)

    def _slip_state(self, address: str) -> PrinterSeen:
        if not address:
            return PrinterSeen(words="没有选小票打印机", known=True)
        try:
            state = self.slip(address).state()
        except ClerkError as error:
            return PrinterSeen(address, ready=False, words=error.message, known=True)
        ready = state.condition in READY
        return PrinterSeen(address.partition(":")[2] or address, ready, state.words, known=True)

    def slip(self, address: str) -> SlipPrinter:
        """The same ticket printer for the same address. Raises `Misused` (`bad_printer`)."""
        if address not in self.slips:
            self.slips.setdefault(address, slip_printer(address))
        return self.slips[address]

    def _ask(self, address: str, ids: list[int]) -> None:
        """Whatever goes wrong, a bug too: the next asking tries again."""
        try:
            if address:
                self._states[address] = self.find(address).state()
            for job in ids:
                print_jobs.poll_job(self._counter, job, find=self.find)
        finally:
            self._state_ms = self._counter.clock.monotonic_ms()
            self._asking = False


def _ignore(_said: object) -> None:
    """What was heard is kept where it was heard."""


def _drivers(what: str, drivers: tuple[object, ...]) -> tuple[DriverSeen, ...]:
    return tuple(
        DriverSeen(d.name, d.label, WHERE.get((what, d.name), ""), d.found())  # type: ignore[attr-defined]  # one of two kinds of Driver
        for d in drivers
    )
