"""The cases screen (办件), without its widgets: a list, and the page of one case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from clerk_app.desk.messages import Message, Weight, explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

STATE_WORDS: dict[str, str] = {
    "received": "已收件",
    "accepted": "已受理",
    "conditionally_accepted": "容缺受理",
    "returned_for_correction": "待补正",
    "not_accepted": "不予受理",
    "not_needed": "不受理",
}
HERE, AT_HALL = "here", "at_hall"
"""Place of the record: 已存本机 → 已到大厅."""
PLACE_WORDS = {HERE: "已存本机", AT_HALL: "已到大厅"}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list. `applicant` is masked; dates are short, empty cells are —."""

    number: str
    grouped: str
    item: str
    applicant: str
    state: str
    received: str
    due: str
    printed: str  # 已印, 未印, 无
    place: str  # HERE or AT_HALL


@dataclass(frozen=True, slots=True)
class CaseList:
    """What a filter found: the newest lines and how many there are in all."""

    lines: tuple[CaseLine, ...]
    found: int
    total: int


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of the time line."""

    at: str
    words: str
    detail: str = ""
    who: str = ""
    place: str = HERE


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One paper as it was decided on."""

    name: str
    state: str  # id as in the scripted intake file
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One numbered document."""

    kind: str
    title: str
    number: str
    printed: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The page of one case."""

    number: str
    grouped: str
    item: str
    department: str
    applicant: str
    state: str
    place: str
    dates: tuple[tuple[str, str], ...] = ()
    events: tuple[CaseEvent, ...] = ()
    papers: tuple[CasePaper, ...] = ()
    documents: tuple[CaseDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A page that was made again; `times` counts 补打."""

    path: str
    times: int


class CasesPort(Protocol):
    """What the screen needs of the workstation; everything is called in the runner."""

    def cases(self, *, mine: bool, text: str) -> CaseList:
        """Cases, newest first, whose number, item or applicant holds `text`."""
        ...

    def case(self, number: str) -> CaseFile:
        """One case. Raises `Refused` (`unknown_case`)."""
        ...

    def reprint(self, case: str, document: str) -> Reprinted:
        """Print a document again; logged and marked. Raises `Unavailable`; nothing is lost."""
        ...


@dataclass(frozen=True, slots=True)
class CasesState:
    """Everything the screen shows."""

    loading: bool = True
    mine: bool = True
    text: str = ""
    found: CaseList = CaseList((), 0, 0)
    row: int = 0
    file: CaseFile | None = None
    document: int = 0
    message: Message | None = None

    @property
    def line(self) -> CaseLine | None:
        """The line the hand is at."""
        lines = self.found.lines
        return lines[self.row] if 0 <= self.row < len(lines) else None

    @property
    def sums(self) -> str:
        """What the list holds, in words."""
        whose = "我的" if self.mine else "全部"
        shown = len(self.found.lines)
        tail = f"，显示最近 {shown:,} 件" if shown < self.found.found else ""
        return f"{whose} {self.found.found:,} 件{tail}·按收件先后"


class CasesPresenter:
    """Drives the list and the page of one case."""

    def __init__(
        self, port: CasesPort, runner: Runner, show: Callable[[CasesState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._wish: tuple[bool, str] | None = None
        self.state = CasesState()
        self.refresh()

    def refresh(self) -> None:
        """Read the list (and the open case) again."""
        self._wish = (self.state.mine, self.state.text)
        self._runner.run(self._list_job, self._listed, self._failed)
        if self.state.file is not None:
            self._read(self.state.file.number)

    def show_mine(self, mine: bool) -> None:
        """我的 or 全部."""
        self._set(replace(self.state, mine=mine, row=0))
        self.refresh()

    def find(self, text: str) -> None:
        """A keystroke in the field of the list."""
        self._set(replace(self.state, text=text, row=0))
        self.refresh()

    def move(self, by: int) -> None:
        """Up or Down."""
        self.to_row(self.state.row + by)

    def to_row(self, row: int) -> None:
        """This line."""
        last = len(self.state.found.lines) - 1
        self._set(replace(self.state, row=max(0, min(last, row))))

    def open(self) -> None:
        """Enter: the page of the case in the line."""
        if self.state.line is not None:
            self._read(self.state.line.number)

    def open_number(self, number: str) -> None:
        """A scanned or typed case number."""
        self._read(number)

    def close(self) -> None:
        """Esc: a message first, then back to the list."""
        if self.state.message is not None:
            self._set(replace(self.state, message=None))
        elif self.state.file is not None:
            self._set(replace(self.state, file=None, document=0))

    def move_document(self, by: int) -> None:
        """Up or Down in the documents of the open case."""
        if self.state.file is not None:
            last = len(self.state.file.documents) - 1
            self._set(replace(self.state, document=max(0, min(last, self.state.document + by))))

    def reprint(self) -> None:
        """P: the chosen document of the open case again; in the list, open the case first."""
        file = self.state.file
        if file is None:
            self.open()
            return
        if not file.documents:
            self._tell(Message("这个办件没有文书。", weight=Weight.TELL))
            return
        document = file.documents[self.state.document]
        self._runner.run(
            lambda: self._port.reprint(file.number, document.number),
            self._reprinted,
            self._failed,
        )

    def _read(self, number: str) -> None:
        self._runner.run(lambda: self._port.case(number), self._told, self._failed)

    def _list_job(self) -> tuple[tuple[bool, str], CaseList] | None:
        wish = self._wish
        if wish is None:
            return None
        self._wish = None
        return wish, self._port.cases(mine=wish[0], text=wish[1])

    def _listed(self, answer: tuple[tuple[bool, str], CaseList] | None) -> None:
        if answer is None or answer[0] != (self.state.mine, self.state.text):
            return
        row = max(0, min(self.state.row, len(answer[1].lines) - 1))
        self._set(replace(self.state, loading=False, found=answer[1], row=row))

    def _told(self, file: CaseFile) -> None:
        same = self.state.file is not None and self.state.file.number == file.number
        document = self.state.document if same else 0
        self._set(replace(self.state, file=file, document=document))

    def _reprinted(self, done: Reprinted) -> None:
        times = f"补打 {done.times} 次" if done.times else "首次打印"
        self._tell(Message(f"已印（{times}）。", f"文件在 {done.path}", weight=Weight.TELL))
        self.refresh()

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False))
        self._tell(explain(error))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: CasesState) -> None:
        self.state = state
        self._show(state)
