"""What the window needs of the printers: where each page stands, what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.notices.page import Page


class Stage(StrEnum):
    """Where a page stands."""

    WAITING = "waiting"
    SENT = "sent"
    PRINTED = "printed"
    SAVED = "saved"  # as PDF: no sheet of paper exists
    UNANSWERED = "unanswered"
    FAILED = "failed"
    PUT_AWAY = "put_away"


STAGE_WORDS: dict[Stage, str] = {
    Stage.WAITING: "待打印",
    Stage.SENT: "已送打印机",
    Stage.PRINTED: "已打出",
    Stage.SAVED: "已存成 PDF",
    Stage.UNANSWERED: "没有回答（可能已打出）",
    Stage.FAILED: "没有打成",
    Stage.PUT_AWAY: "已撤下，不再打",
}
PERHAPS_OUT = "已撤下；可能已经打出一份"
"""Of a page that was put away when nobody could say whether it had come out."""
OUT = frozenset({Stage.SENT, Stage.PRINTED, Stage.SAVED})
"""Where nobody has to do anything about it."""
OPEN = frozenset({Stage.WAITING, Stage.SENT, Stage.UNANSWERED, Stage.FAILED})
"""Where somebody still has to do something, or to wait."""


@dataclass(frozen=True, slots=True)
class PaperJob:
    """One page on its way to paper. `id` is 0 for a document that was never sent (待打印).
    `said` is the last sentence of the printer; `printer` its name as the clerk knows it. `who`
    applied, masked; empty for a page of no case."""

    id: int
    case: str
    document: str
    title: str
    stage: Stage
    copies: int = 1
    printer: str = ""
    said: str = ""
    at: str = ""  # 10:41 of the day it was sent or made; 11-24 10:41 of another day
    reprint: int = 0
    path: str = ""  # where it was saved
    who: str = ""
    perhaps: bool = False  # put away, and yet it may have come out

    @property
    def words(self) -> str:
        """Where it stands."""
        if self.stage is Stage.PUT_AWAY and self.perhaps:
            return PERHAPS_OUT
        return f"{self._without}{STAGE_WORDS[self.stage]}"

    @property
    def told(self) -> str:
        """The same with its title: what happened to it."""
        if self._without:
            return f"{self._without}“{self.title}”{STAGE_WORDS[self.stage]}"
        return f"“{self.title}”{self.words}"

    @property
    def _without(self) -> str:
        return "没有打印机，" if self.stage is Stage.SAVED and not self.printer else ""


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """The printer of documents. `name` empty: none was chosen, pages are saved as PDF.

    `known`: its state was asked. `ready`: a page sent now would print; a printer that tells
    nothing counts as ready.
    """

    name: str = ""
    ready: bool = True
    words: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The printer, the pages something is still to be done about, oldest first, and where every
    document of late stands, by its number. `news`: pages handed over while nobody waited for the
    printer, which went wrong since the last look; each is told once. `told`: jobs
    that went wrong while a key was pressed for them, which said so itself."""

    printer: PrinterSeen = PrinterSeen()
    todo: tuple[PaperJob, ...] = ()
    stages: Mapping[str, PaperJob] = field(default_factory=dict)
    news: tuple[PaperJob, ...] = ()
    told: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Copy:
    """One document as it would be printed now: its pages on a sheet, and what it may go on.

    `sheets` are (name, words). `signed` counts the signature pictures kept with it; `signable`:
    one may be added (送达回证). `sealable`: a seal service is chosen and this is not `sealed` yet.
    """

    case: str
    document: str
    kind: str
    title: str
    pages: tuple[Page, ...]
    sheet: str
    sheets: tuple[tuple[str, str], ...]
    copies: int = 1
    reprint: int = 0
    signable: bool = False
    signed: int = 0
    sealable: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of printing many: how many were handed over, the titles that were not, and why.
    `saved` of those handed over became files in `folder`, and no sheet of paper."""

    sent: int
    remaining: tuple[str, ...] = ()
    trouble: str = ""
    saved: int = 0
    folder: str = ""


@dataclass(frozen=True, slots=True)
class DriverSeen:
    """One way to reach a printer. `where` says what to write after it; empty: nothing. `found`:
    what this computer knows that could be written there."""

    name: str
    label: str
    where: str = ""
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingSeen:
    """The hall's own sentences: where they lie, how many files, what is wrong in them, and the
    titles of the papers that cannot be issued until it is put right."""

    folder: str
    files: int = 0
    faults: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    every: bool = False

    @property
    def fault(self) -> str:
        """All that is wrong, in words."""
        return "；".join(self.faults)


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What 设置 › 打印 shows. Addresses are `driver:where`; empty where none was chosen."""

    document: str = ""
    slip: str = ""
    slip_sheet: str = "slip80"
    documents: tuple[DriverSeen, ...] = ()
    slips: tuple[DriverSeen, ...] = ()
    document_state: PrinterSeen = PrinterSeen()
    slip_state: PrinterSeen = PrinterSeen()
    wording: WordingSeen = WordingSeen("")


class PaperPort(Protocol):
    """None waits for a page to come out. `confirm`, `again`, `send`, `drop`, `reprint_last`,
    `batch`, `waiting`, `daily`, `seal`, `settings`, `choose`, `test_page` and `test_slip` speak to
    a printer or a service, which may be silent for half a minute: they are called in a runner of
    their own. All others are called in the runner of the store; `facts` tells what was last heard.
    """

    def start(self) -> PaperFacts | None:
        """After signing in: what the last run left open; None where that was told already, to a
        window that was since built again. Nothing is sent."""
        ...

    def wording(self) -> WordingSeen:
        """The hall's own sentences, every kind looked over. Speaks to no printer and no store."""
        ...

    def facts(self) -> PaperFacts:
        """Where everything stands, as last heard. Raises `Unavailable` of the store."""
        ...

    def copy(self, case: str, document: str, sheet: str = "") -> Copy:
        """A document laid out; an empty sheet is the first of its kind. Raises `Refused`
        (`unknown_case`, `unknown_document`), `Misused` (`unknown_sheet`), `Unavailable`."""
        ...

    def box(self, case: str, document: str) -> None:
        """What no font has is printed as its code from now on. Raises as `deeds.box_document`."""
        ...

    def send(self, case: str, document: str, *, sheet: str = "", copies: int = 0) -> PaperJob:
        """Hand a page to the printer; 0 copies are those of the kind. Raises as
        `deeds.send_to_printer`: the case stays as it is."""
        ...

    def confirm(self, job: int) -> PaperJob:
        """已打出: the clerk looked. Raises as `deeds.confirm_printed`."""
        ...

    def again(self, job: int) -> PaperJob:
        """重打. Raises as `deeds.print_again`."""
        ...

    def drop(self, job: int) -> PaperJob:
        """撤下, and one that failed put away. Raises as `deeds.drop_job`."""
        ...

    def put_away(self, case: str, document: str) -> PaperJob:
        """A paper that was never sent: it is not printed here. Raises as `deeds.put_away`."""
        ...

    def reprint_last(self) -> PaperJob:
        """补打 what was printed last here. Raises as `deeds.reprint_last`."""
        ...

    def batch(self, case: str) -> BatchDone:
        """Every paper of the case, or of its whole 一件事, that was never printed."""
        ...

    def waiting(self) -> BatchDone:
        """Everything that waits at this workstation, in order."""
        ...

    def save(self, case: str, document: str, sheet: str, path: str) -> str:
        """Save a copy as PDF; where it lies. Raises as `deeds.save_pdf`."""
        ...

    def seal(self, case: str, document: str) -> str:
        """电子盖章 by the chosen service; its serial number. Raises as `deeds.seal_document`."""
        ...

    def save_sealed(self, case: str, document: str, path: str) -> str:
        """Save the sealed file as the service gave it; where it lies. Raises as `save`."""
        ...

    def daily(self, *, again: bool = False) -> PaperJob:
        """日清单 of today, issued and handed to the ticket printer, or to the printer of documents
        where none is chosen; `again` the latest of today, under the number it has.

        Raises `NothingSince` (this workstation recorded nothing since the latest, so
        that a new one would only say the same), as `deeds.issue_daily_slip` and the printer."""
        ...

    def sign(self, case: str, document: str, path: str) -> bytes:
        """Keep a PNG of the signature pad with a 送达回证; the picture as it was kept. Raises as
        `deeds.attach`, and `Unavailable` where the file cannot be read."""
        ...

    def signature(self, case: str, document: str) -> bytes:
        """The latest signature of a paper; that it was shown is recorded. Raises as
        `deeds.show_attachment`."""
        ...

    def settings(self) -> PrintSettings:
        """Printers, drivers, states, wording."""
        ...

    def choose(self, document: str, slip: str, slip_sheet: str) -> PrintSettings:
        """Other printers; an empty address is none. Raises `Misused` (`bad_printer`)."""
        ...

    def test_page(self) -> str:
        """Print the test page; what became of it in words. Raises as `deeds.print_test_page`."""
        ...

    def slip_picture(self, slip_sheet: str) -> bytes:
        """The test slip as the printer would burn it: a PNG made from the very bytes."""
        ...

    def test_slip(self) -> str:
        """Print it. Raises `Unavailable` as the printer, `Misused` (`no_slip_printer`)."""
        ...
