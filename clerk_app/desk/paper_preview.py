"""The preview of a document before it is printed, without its widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from clerk_app.desk.actions import LACKS_GLYPH
from clerk_app.desk.messages import Message, Weight, explain
from clerk_app.desk.paper_port import Copy, PaperFacts, PaperJob, PrinterSeen, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.paper_port import PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

T = TypeVar("T")

LARGE = "a4-large"
"""大字版: every notice may be printed so (适老化)."""
MOST_COPIES = 9


NO_PRINTER = PrinterSeen()
IN_HAND = {Stage.SENT: "在打印机那里", Stage.UNANSWERED: "先看出纸口"}
WAYS_ON = "按 Alt 0 换一台，按 F 存成 PDF。"


@dataclass(frozen=True, slots=True)
class PreviewState:
    """Everything the preview shows. `place` is the page in sight, from 0; `stage` where this
    document stands, in words, `where` the same as a stage. `signature` is a PNG while it is
    shown. `lacking`: a character no font has stopped it, and may be printed as its code. `fault`:
    why there is no `copy` at all; it stands until there is one."""

    copy: Copy | None = None
    copies: int = 1
    place: int = 0
    printer: PrinterSeen = NO_PRINTER
    stage: str = ""
    where: Stage | None = None
    busy: bool = False
    signature: bytes = b""
    message: Message | None = None
    lacking: bool = False
    fault: Message | None = None

    @property
    def button(self) -> str:
        """What Enter does."""
        if self.busy:
            return "正在送…"
        if self.where in IN_HAND:  # nothing is sent before it is known what became of that
            return IN_HAND[self.where]
        if not self.printer.ready:
            return "打印机没有备好"
        again = self.copy is not None and self.copy.reprint > 0
        return "存成 PDF" if not self.printer.name else "补打" if again else "打印"

    @property
    def ways_on(self) -> str:
        """What can be done where the printer can not."""
        return "" if self.printer.ready else WAYS_ON

    @property
    def next_mark(self) -> str:
        """What the next page will bear; the one that is out, or on its way, may bear none."""
        if self.copy is None or not self.copy.reprint or self.where in IN_HAND:
            return ""
        return f"再打的页上会有“补打 {self.copy.reprint} 次”"

    @property
    def pages(self) -> str:
        """第 n 页，共 m 页."""
        count = len(self.copy.pages) if self.copy else 0
        return f"第 {self.place + 1} 页，共 {count} 页" if count else ""


class PreviewPresenter:
    """Drives the preview. `sent` is called when a page was handed over, which is done in
    `devices`, the runner of what speaks to printers."""

    def __init__(
        self,
        port: PaperPort,
        runner: Runner,
        devices: Runner,
        show: Callable[[PreviewState], None],
        sent: Callable[[PaperJob], None],
    ) -> None:
        self._port, self._runner, self._devices = port, runner, devices
        self._show, self._sent = show, sent
        self._facts = PaperFacts()
        self._wish = ("", "", "")
        self._why_not: Message | None = None  # why it was not printed
        self.state = PreviewState()

    def open(self, case: str, document: str, sheet: str = "") -> None:
        """This document, on this sheet."""
        self._wish = (case, document, sheet)
        facts = self._facts
        self._set(PreviewState(printer=facts.printer))
        self._read(self._opened)

    def told(self, facts: PaperFacts) -> None:
        """What was heard of the printer and of the pages."""
        before, now = (each.stages.get(self._wish[1]) for each in (self._facts, facts))
        self._facts = facts
        self._set(replace(self.state, printer=facts.printer, **self._stage()))
        copy = self.state.copy
        if copy is None or before is None or now is None:
            return
        if (before.id, before.stage) != (now.id, now.stage):  # the next page may be 补打
            if self.state.message is not None and self.state.message == self._why_not:
                self._set(replace(self.state, message=None))  # of the page of before
            self._read(self._renewed)

    def move(self, by: int) -> None:
        """PgUp and PgDn: the page in sight."""
        copy = self.state.copy
        if copy is not None:
            last = len(copy.pages) - 1
            self._set(replace(self.state, place=max(0, min(last, self.state.place + by))))

    def see(self, place: int) -> None:
        """The page in sight after scrolling."""
        if place != self.state.place:
            self._set(replace(self.state, place=place))

    def count(self, by: int) -> None:
        """+ and -: copies."""
        copies = max(1, min(MOST_COPIES, self.state.copies + by))
        self._set(replace(self.state, copies=copies))

    def next_sheet(self) -> None:
        """S: the next sheet this document may go on."""
        copy = self.state.copy
        if copy is not None:
            names = [name for name, _ in copy.sheets]
            self._on(names[(names.index(copy.sheet) + 1) % len(names)])

    def toggle_large(self) -> None:
        """I: the large version in plain words, or back."""
        copy = self.state.copy
        if copy is None:
            return
        names = [name for name, _ in copy.sheets]
        if LARGE not in names:
            self._tell(Message("这种文书没有大字版。", weight=Weight.TELL))
            return
        self._on(names[0] if copy.sheet == LARGE else LARGE)

    def print(self) -> None:
        """Enter: hand it over."""
        copy, state = self.state.copy, self.state
        if copy is None or state.busy:
            return
        if not state.printer.ready:
            press = f"好了再按 Enter；或{state.ways_on}"
            self._tell(Message(f"{state.printer.words}。", "没有送去打印。", press))
            return
        self._set(replace(state, busy=True, message=None))
        self._devices.run(
            lambda: self._port.send(
                copy.case, copy.document, sheet=copy.sheet, copies=state.copies
            ),
            self._while_in_hand(self._handed),
            self._failing(copy, self._not_handed),
        )

    def box(self) -> None:
        """Alt+X, after it could not be laid out for a character no font has: print it as its code,
        on this and on all later pages of the document."""
        case, document, _ = self._wish
        if self.state.lacking:
            self._set(replace(self.state, message=None, fault=None, lacking=False))
            self._runner.run(lambda: self._port.box(case, document), self._boxed, self._failed)

    def save(self, path: str) -> None:
        """F: save a copy as PDF."""
        copy = self.state.copy
        if copy is not None and path.strip():
            self._runner.run(
                lambda: self._port.save(copy.case, copy.document, copy.sheet, path.strip()),
                self._saved,
                self._failing(copy, self._failed),
            )

    def seal(self) -> None:
        """E: 电子盖章 by the chosen service."""
        copy = self.state.copy
        if copy is not None and copy.sealable and not self.state.busy:
            self._set(replace(self.state, busy=True, message=None))
            self._devices.run(
                lambda: self._port.seal(copy.case, copy.document),
                self._while_in_hand(self._sealed),
                self._failing(copy, self._not_handed),
            )

    def save_sealed(self, path: str) -> None:
        """E, once it is sealed: save the sealed file."""
        copy = self.state.copy
        if copy is not None and copy.sealed and path.strip():
            self._runner.run(
                lambda: self._port.save_sealed(copy.case, copy.document, path.strip()),
                self._saved_sealed,
                self._failing(copy, self._failed),
            )

    def sign(self, path: str) -> None:
        """Q: the picture of the signature pad, kept with the 送达回证."""
        copy = self.state.copy
        if copy is None or not path.strip():
            return
        if not copy.signable:
            self._tell(Message("只有送达回证要领取人签名。", weight=Weight.TELL))
            return
        self._runner.run(
            lambda: self._port.sign(copy.case, copy.document, path.strip()),
            self._while_in_hand(self._signed),
            self._failing(copy, self._failed),
        )

    def toggle_signature(self) -> None:
        """V: the picture that is kept, or away again. Every showing is on the record."""
        copy = self.state.copy
        if copy is None or not copy.signed:
            return
        if self.state.signature:
            self._set(replace(self.state, signature=b""))
            return
        self._runner.run(
            lambda: self._port.signature(copy.case, copy.document),
            self._while_in_hand(self._shown),
            self._failing(copy, self._failed),
        )

    def dismiss(self) -> bool:
        """Esc: whether a message was put away."""
        state = self.state
        there = state.message is not None
        # with its words goes its key; where there is no page both stand
        self._set(replace(state, message=None, lacking=state.lacking and state.copy is None))
        return there

    def leave(self) -> None:
        """The page is left: nobody's signature stays on the screen."""
        self._set(replace(self.state, signature=b""))

    def _on(self, sheet: str) -> None:
        copy = self.state.copy
        if copy is not None and not self.state.busy:
            self._wish = (copy.case, copy.document, sheet)
            self._read(self._turned)

    def _read(self, then: Callable[[Copy], None]) -> None:
        wish = self._wish
        self._runner.run(
            lambda: self._port.copy(*wish),
            lambda copy: then(copy) if wish == self._wish else None,
            lambda error: self._failed(error) if wish == self._wish else None,
        )

    def _while_in_hand(self, then: Callable[[T], None]) -> Callable[[T], None]:
        """What came of one paper changes nothing of the next: nobody's signature stands beside
        it, its keys are not freed, it is not left. The list and the bar tell what was printed."""
        document = self._wish[:2]
        return lambda came: then(came) if document == self._wish[:2] else None

    def _failing(
        self, copy: Copy, failed: Callable[[ClerkError], None]
    ) -> Callable[[ClerkError], None]:
        """What went wrong with one paper is told over the next with the name of its own."""

        def told(error: ClerkError) -> None:
            if (copy.case, copy.document) == self._wish[:2]:
                failed(error)
                return
            message = explain(error)
            of_it = f"{copy.title}（{copy.document}）：{message.happened}"
            self._tell(replace(message, happened=of_it))

        return told

    def _stage(self) -> dict[str, Any]:
        job = self._facts.stages.get(self._wish[1])
        if job is None or job.stage is Stage.WAITING:
            return {"stage": "", "where": None}
        return {"stage": job.words + (f" {job.at}" if job.at else ""), "where": job.stage}

    def _boxed(self, _nothing: None) -> None:
        self._read(self._opened)

    def _opened(self, copy: Copy) -> None:
        self._set(replace(self.state, copy=copy, copies=copy.copies, place=0, fault=None))
        self._set(replace(self.state, **self._stage()))

    def _renewed(self, copy: Copy) -> None:
        self._set(replace(self.state, copy=copy, fault=None))

    def _turned(self, copy: Copy) -> None:
        self._set(replace(self.state, copy=copy, place=0, message=None, lacking=False))

    def _handed(self, job: PaperJob) -> None:
        self._set(replace(self.state, busy=False))
        self._sent(job)

    def _not_handed(self, error: ClerkError) -> None:
        self._set(replace(self.state, busy=False))
        self._failed(error)
        self._why_not = self.state.message

    def _saved(self, path: str) -> None:
        self._tell(Message("已存成 PDF，不算打印。", f"文件在 {path}", weight=Weight.TELL))

    def _sealed(self, serial: str) -> None:
        copy = self.state.copy
        sealed = replace(copy, sealable=False, sealed=True) if copy else None
        self._set(replace(self.state, busy=False, copy=sealed))
        said = f"已电子盖章，流水号 {serial}。"
        self._tell(Message(said, "盖好章的文件存在本机。", "按 E 另存一份。", Weight.TELL))

    def _saved_sealed(self, path: str) -> None:
        self._tell(Message("盖好章的文件已存。", f"文件在 {path}", weight=Weight.TELL))

    def _signed(self, picture: bytes) -> None:
        copy = self.state.copy
        if copy is not None:
            kept = replace(copy, signed=copy.signed + 1)
            self._set(replace(self.state, copy=kept, signature=picture))
            self._tell(Message("签名图已存好。", "存在本机，加密保存。", weight=Weight.TELL))

    def _shown(self, picture: bytes) -> None:
        self._set(replace(self.state, signature=picture))

    def _failed(self, error: ClerkError) -> None:
        message, lacking = explain(error), error.code == LACKS_GLYPH
        if self.state.copy is None:  # it stands on the page itself
            self._set(replace(self.state, fault=message, lacking=lacking))
        else:
            self._set(replace(self.state, message=message, lacking=lacking))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: PreviewState) -> None:
        self.state = state
        self._show(state)
