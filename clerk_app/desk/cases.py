"""The cases screen (办件), without its widgets: the lists, and the page of one case."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clerk_app.desk.actions import CASE_FILTERS, DEEM
from clerk_app.desk.case_acts import ActPresenter
from clerk_app.desk.case_form import Form
from clerk_app.desk.case_issue import IssuePresenter, issued_words, paper_words
from clerk_app.desk.case_port import CaseFile, CaseLine, CaseList, Done, Filter, Reprinted
from clerk_app.desk.case_private import CopyPanel, FullParty
from clerk_app.desk.case_words import CaseSheet, sheet_of
from clerk_app.desk.messages import UNREAD, Message, Weight, elsewhere, explain
from clerk_app.desk.paper_port import OPEN, STAGE_WORDS, Stage
from clerk_app.intake.model import Action
from clerk_app.intake.rules.life import obstacle
from clerk_app.intake.rules.silence import as_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clerk_app.desk.case_port import CasesPort
    from clerk_app.desk.paper_port import PaperFacts
    from clerk_app.desk.runner import Runner
    from clerk_app.desk.small_form import SmallForm
    from clerk_app.kernel.errors import ClerkError

TITLES = {Filter(each.id): each.title for each in CASE_FILTERS}
EMPTY = {
    Filter.MINE: ("您手上没有在办的件", "在受理里办完一件，这里就有了。按 6 看全部。"),
    Filter.SOON: ("没有快到期的办件", "按 3 看超期的，按 6 看全部。"),
    Filter.OVERDUE: ("没有超期的办件", "按 2 看快到期的，按 6 看全部。"),
    Filter.WAITING: ("没有等材料的办件", "补正和容缺都齐了。按 6 看全部。"),
    Filter.CONFLICT: ("没有冲突", "两台电脑没有办过互相排斥的事。按 6 看全部。"),
    Filter.ALL: ("还没有办件", "在受理里办完第一件，这里就有了。"),
}
NO_LIST = CaseList((), 0, 0)


@dataclass(frozen=True, slots=True)
class CasesState:
    """Everything the screen shows. `sheet` is the open case in words, `form` an act begun."""

    loading: bool = True
    which: Filter = Filter.MINE
    text: str = ""
    found: CaseList = NO_LIST
    counts: Mapping[Filter, int] = field(default_factory=dict)
    row: int = 0
    failed: bool = False  # the list could not be read: an empty one says nothing
    file: CaseFile | None = None
    sheet: CaseSheet | None = None
    document: int = 0
    why: bool = False
    form: Form | None = None
    issue: SmallForm | None = None  # 催办单 or 材料接收清单 before it is numbered
    persons: tuple[FullParty, ...] = ()  # shown in full on request
    panel: CopyPanel | None = None  # 上报字段
    stages: Mapping[str, str] = field(default_factory=dict)  # of documents on their way to paper
    message: Message | None = None

    @property
    def writes(self) -> bool:
        """Is a form open: single keys mean nothing then, and the case stays."""
        return self.form is not None or self.issue is not None

    @property
    def line(self) -> CaseLine | None:
        """The line the hand is at."""
        lines = self.found.lines
        return lines[self.row] if 0 <= self.row < len(lines) else None

    @property
    def sums(self) -> str:
        """What the list holds, in words."""
        if self.failed:
            return UNREAD[0]
        newest = self.which is Filter.ALL
        shown = len(self.found.lines)
        tail = ""
        if self.found.more:
            tail = f"，显示{'最近' if newest else '最先到期的'} {shown:,} 件"
        order = "收件" if newest else "到期"
        more = " 件以上" if self.found.more and self.text else " 件"
        return f"{TITLES[self.which]} {self.found.found:,}{more}{tail}·按{order}先后"

    @property
    def empty(self) -> tuple[str, str]:
        """What an empty list says, and what to press."""
        if self.failed:
            return UNREAD
        if self.text:
            return "没有这样的办件", "按 / 改几个字，按 Esc 清空，或按 6 在全部里找。"
        return EMPTY[self.which]


class CasesPresenter:
    """Drives the lists, the page of one case and the form of an act."""

    def __init__(
        self,
        port: CasesPort,
        runner: Runner,
        devices: Runner,
        show: Callable[[CasesState], None],
    ) -> None:
        self._port, self._runner, self._devices, self._show = port, runner, devices, show
        self._wish: tuple[Filter, str] | None = None
        self._printing = False
        self._then = ""  # the act to begin when the case is read
        self._fresh = 0  # documents there were before an act
        self.state = CasesState()
        self.acting = ActPresenter(port, runner, self._form_changed, self._recorded)
        self.issuing = IssuePresenter(port, runner, self._issue_changed, self._issued, self._tell)
        self.refresh()

    def refresh(self) -> None:
        """Read list, counts and the open case again."""
        self._list()
        self._runner.run(self._port.counts, self._counted, self._failed)
        if self.state.file is not None and not self.state.writes:
            self._read(self.state.file.number)

    def show(self, which: Filter) -> None:
        """Another list."""
        self._set(replace(self.state, which=which, row=0))
        self.refresh()

    def find(self, text: str) -> None:
        """A keystroke in the field of the list."""
        self._set(replace(self.state, text=text, row=0))
        self._list()

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

    def open_number(self, number: str, then: str = "") -> None:
        """A scanned or typed case number; `then` an act to begin there. While an act is being
        recorded, or typed, the page stays: a scan never puts a form away."""
        if self.state.writes:
            self._tell(
                Message("先办完或放下手上这一件。", "扫到的办件没有打开。", "按 Esc 放下。")
            )
            return
        self._then = then
        self._read(number)

    def close(self) -> None:
        """Esc: form, then message, then back to the list."""
        if self.state.form is not None:
            self.acting.escape()
        elif self.state.issue is not None:
            self.issuing.escape()
        elif self.state.message is not None:
            self._set(replace(self.state, message=None))
        elif self.state.panel is not None:
            self._set(replace(self.state, panel=None))
        elif self.state.file is not None:
            self.mask()
            self._set(replace(self.state, file=None, sheet=None, document=0, why=False))
            self.refresh()

    def mask(self) -> None:
        """The page is left: nobody's number stays on the screen."""
        if self.state.persons or self.state.panel is not None:
            self._set(replace(self.state, persons=(), panel=None))

    def unmask(self) -> None:
        """X: the numbers in full, or masked again. Every showing is on the record."""
        file = self.state.file
        if file is None or self.state.writes:
            return
        if self.state.persons:
            self._set(replace(self.state, persons=()))
            return
        number = file.number
        self._runner.run(lambda: (number, self._port.person(number)), self._unmasked, self._failed)

    def fields(self) -> None:
        """L: the fields a provincial platform asks for, to copy one by one; or put them away."""
        file = self.state.file
        if file is None or self.state.writes:
            return
        if self.state.panel is not None:
            self._set(replace(self.state, panel=None))
            return
        number = file.number
        self._runner.run(
            lambda: CopyPanel(number, self._port.fields(number)), self._panelled, self._failed
        )

    def move_field(self, by: int) -> None:
        """Up or Down in the fields."""
        panel = self.state.panel
        if panel is not None:
            self._set(replace(self.state, panel=replace(panel, at=panel.moved(by))))

    def copy_field(self) -> str:
        """Enter: the value in hand, for the clipboard; the hand goes to the next one. Empty where
        there is nothing to copy."""
        panel = self.state.panel
        if panel is None or panel.row is None:
            return ""
        value = panel.row.value
        if not value:
            self._tell(
                Message(f"“{panel.row.label}”这里没有，要在平台上填。", "", "按 ↓ 看下一项。")
            )
            return ""
        moved = replace(panel, copied=panel.at, at=panel.after())
        self._set(replace(self.state, panel=moved, message=None))
        return value

    def move_document(self, by: int) -> None:
        """Up or Down in the documents of the open case."""
        if self.state.sheet is not None:
            last = len(self.state.sheet.documents) - 1
            self._set(replace(self.state, document=max(0, min(last, self.state.document + by))))

    def toggle_why(self) -> None:
        """W: why the clock ends on that day."""
        if self.state.sheet is not None:
            self._set(replace(self.state, why=not self.state.why))

    def act(self, name: str) -> None:
        """The key of an act: its form, or why it is not lawful now."""
        file, sheet = self.state.file, self.state.sheet
        if file is None or sheet is None or self.state.writes:
            return
        offered = {each.id for each in sheet.acts}
        if name == DEEM.id:
            if name in offered:
                self._runner.run(lambda: self._port.deem(file.number), self._deemed, self._failed)
            return
        action = Action(name)
        if name not in offered:
            seen = as_of(file.state, file.today, file.calendar)
            words = obstacle(seen, action) or "现在不能做这个动作"
            self._tell(Message(f"{words}。", "", "可以做的写在上面。"))
            return
        self._fresh = len(sheet.documents)
        self._set(replace(self.state, message=None))
        self.acting.begin(action, file)

    def issue(self, name: str) -> None:
        """8 or 9: a paper that is no act, after its line to confirm."""
        file, sheet = self.state.file, self.state.sheet
        if file is None or sheet is None or self.state.writes:
            return
        self._fresh = len(sheet.documents)
        self._set(replace(self.state, message=None))
        self.issuing.begin(name, file)

    def reprint(self) -> None:
        """P: the chosen document of the open case again; in the list, open the case first."""
        file, sheet = self.state.file, self.state.sheet
        if file is None or sheet is None:
            self.open()
            return
        if not sheet.documents:
            self._tell(Message("这个办件没有文书。", weight=Weight.TELL))
            return
        if self._printing:
            return  # pressed again because nothing moved yet
        self._printing = True
        case, document = file.number, sheet.documents[self.state.document].number

        def work() -> Reprinted:
            try:
                return self._port.reprint(case, document)
            finally:
                self._printing = False

        self._devices.run(work, self._reprinted, self._not_printed)

    def _not_printed(self, error: ClerkError) -> None:
        self._tell(elsewhere(error))

    # ------------------------------------------------------------ answers of the runner

    def _list(self) -> None:
        self._wish = (self.state.which, self.state.text)
        self._runner.run(self._list_job, self._listed, self._unread)

    def _read(self, number: str) -> None:
        self._runner.run(lambda: self._port.case(number), self._told, self._failed)

    def _list_job(self) -> tuple[tuple[Filter, str], CaseList] | None:
        wish = self._wish
        if wish is None:
            return None
        self._wish = None
        return wish, self._port.cases(*wish)

    def _listed(self, answer: tuple[tuple[Filter, str], CaseList] | None) -> None:
        if answer is None or answer[0] != (self.state.which, self.state.text):
            return
        row = max(0, min(self.state.row, len(answer[1].lines) - 1))
        self._set(replace(self.state, loading=False, failed=False, found=answer[1], row=row))

    def _counted(self, counts: Mapping[Filter, int]) -> None:
        self._set(replace(self.state, counts=counts))

    def _told(self, file: CaseFile) -> None:
        before = self.state.file
        same = before is not None and before.number == file.number
        sheet = sheet_of(file)
        document = self.state.document if same else 0
        if same and len(sheet.documents) > self._fresh > 0:
            document, self._fresh = self._fresh, 0  # the first paper the act made
        why = self.state.why and same
        if not same:
            self.mask()
        self._set(replace(self.state, file=file, sheet=sheet, document=document, why=why))
        then, self._then = self._then, ""
        if then:
            self.act(then)

    def _unmasked(self, answer: tuple[str, tuple[FullParty, ...]]) -> None:
        number, persons = answer
        if self.state.file is not None and self.state.file.number == number:
            self._set(replace(self.state, persons=persons))

    def _panelled(self, panel: CopyPanel) -> None:
        if self.state.file is not None and self.state.file.number == panel.number:
            self._set(replace(self.state, panel=panel))

    def papers_told(self, facts: PaperFacts) -> None:
        """What was heard of the printer. A page that came out is in the journal by now."""
        stages = stage_words(facts)
        before = self.state.stages
        if stages == before:
            return
        self._set(replace(self.state, stages=stages))
        sheet = self.state.sheet
        numbers = {each.number for each in sheet.documents} if sheet is not None else set()
        if not self.state.writes and numbers & (set(before) - set(stages)):
            self.refresh()

    def _reprinted(self, done: Reprinted) -> None:
        times = f"补打 {done.times} 次" if done.times else "首次打印"
        if done.stage:
            words = STAGE_WORDS[Stage(done.stage)]
            self._tell(Message(f"{words}（{times}）。", weight=Weight.TELL))
            self.refresh()
            return
        self._tell(Message(f"已存成 PDF（{times}）。", f"文件在 {done.path}", weight=Weight.TELL))
        self.refresh()

    def _recorded(self, form: Form, done: Done) -> None:
        self._tell(recorded_words(form.title, done))
        self._list()
        self._runner.run(self._port.counts, self._counted, self._failed)

    def _deemed(self, recorded: bool) -> None:
        words = "已记录视为受理。" if recorded else "已经有人记录过了。"
        self._tell(Message(words, "办理时限从收件那天算。", weight=Weight.TELL))
        self.refresh()

    def _form_changed(self, form: Form | None) -> None:
        left = form is None and self.state.form is not None
        self._set(replace(self.state, form=form))
        if left and self.state.file is not None:
            self._read(self.state.file.number)  # somebody else may have acted meanwhile

    def _issue_changed(self, form: SmallForm | None) -> None:
        left = form is None and self.state.issue is not None
        self._set(replace(self.state, issue=form))
        if left and self.state.file is not None:
            self._read(self.state.file.number)

    def _issued(self, done: Done) -> None:
        self._tell(issued_words(done))

    def _unread(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False, failed=not self.state.found.lines))
        self._tell(explain(error))

    def _failed(self, error: ClerkError) -> None:
        self._then = ""
        self._tell(explain(error))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: CasesState) -> None:
        self.state = state
        self._show(state)


def stage_words(facts: PaperFacts) -> dict[str, str]:
    """What a case says of its papers beside how often they came out, by their numbers: those on
    their way, and those a clerk took off."""
    said = OPEN | {Stage.PUT_AWAY}
    return {number: job.words for number, job in facts.stages.items() if job.stage in said}


def recorded_words(title: str, done: Done) -> Message:
    """What stands after an act: the stage, the papers to hand over, what did not print."""
    return paper_words(f"已记录：{title}。现在是“{done.stage}”。", done)
