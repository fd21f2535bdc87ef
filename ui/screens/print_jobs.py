"""打印: the pages something is still to be done about. Widgets, see `clerk_app.desk.papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.actions import DAILY, GO_BACK, LOOK, PRINT_ACTS, REPRINT_LAST, Action
from clerk_app.desk.catalogue_lines import AdminLine
from clerk_app.desk.paper_port import Stage
from clerk_app.desk.papers import PapersPresenter, PapersState, empty_words
from clerk_app.kernel.ids import group_digits
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px, tight
from ui.widgets.admin_list import AdminList
from ui.widgets.cards import region
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.notices import EmptyState, NoticeBar

if TYPE_CHECKING:
    from clerk_app.desk.paper_port import PaperJob

SHORT = {
    Stage.WAITING: "待打印",
    Stage.SENT: "已送打印机",
    Stage.PRINTED: "已打出",
    Stage.SAVED: "已存成 PDF",
    Stage.UNANSWERED: "没有回答",
    Stage.FAILED: "没有打成",
    Stage.PUT_AWAY: "不再打",
}
ROWS = 2
"""Lines of the list that a low window leaves in sight, above the keys."""
OFFERED = (
    "没有等到打印机的回答。先看出纸口，不是今天的在那天的纸里找："
    "有纸按 1，没有纸按 2 重打，一时说不准按 3。"
)


class PrintJobsScreen(QFrame):
    """Draws a `PapersState`. `left` by Esc; `paper_wanted` with case/document of a line."""

    left = Signal()
    paper_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = PapersState()
        self._presenter: PapersPresenter | None = None
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("打印", "title")
        self.printer = ElidedLabel("", "secondary", "text2")
        self.back = KeyButton(GO_BACK.title, GO_BACK.key, height=30, role="secondary")
        self.last = KeyButton(REPRINT_LAST.title, REPRINT_LAST.key, height=30, role="secondary")
        self.daily = KeyButton(DAILY.title, DAILY.key, height=30, role="secondary")
        for button in (self.back, self.last, self.daily):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.why = PlainLabel(OFFERED, "body", "warn", wrap=True)
        self.list = AdminList()
        self.list.setAccessibleName("要打印的文书")
        self.list.setMinimumHeight(px(ROWS * 32))
        self.empty = EmptyState("told", *empty_words(self.state))
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name = PlainLabel("", "name", wrap=True)
        self.said = PlainLabel("", "secondary", "text2", wrap=True)
        self.acts = KeyBar(height=30 if tight() else 34)
        self.foot = region("foot")
        self.area: QScrollArea | None = None
        self._lay_out()

    @property
    def presenter(self) -> PapersPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - the main window binds
        return self._presenter

    def bind(self, presenter: PapersPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.list.moved.connect(presenter.to_row)
        self.list.opened.connect(self._open)
        self.acts.pressed.connect(self.command)
        self.back.clicked.connect(self.left)
        self.last.clicked.connect(presenter.reprint_last)
        self.daily.clicked.connect(presenter.daily)
        self.show_state(presenter.state)

    def show_state(self, state: PapersState) -> None:
        """Draw."""
        self.state = state
        self.notice.show_message(state.message)
        printer = state.facts.printer
        name = f"{printer.name}：" if printer.name else ""
        self.printer.setText("正在问打印机…" if state.busy else f"{name}{printer.words}")
        self.printer.set_tone("text2" if printer.ready else "warn")
        todo = state.facts.todo
        offered = any(job.stage is Stage.UNANSWERED for job in todo)
        self.why.setVisible(offered)
        self.list.show_lines(tuple(_line(job) for job in todo), state.row)
        before = self.list.isHidden()
        self.list.setVisible(bool(todo))
        self.empty.setVisible(not todo)
        self.empty.detail.setText(empty_words(state)[1])
        job = state.job
        for label in (self.name, self.said):
            label.setVisible(job is not None)
        self.name.setText("  ".join(part for part in (job.title, job.who) if part) if job else "")
        copies = f"{job.copies} 份" if job else ""
        where = f"，{job.printer}" if job and job.printer else ""
        self.said.setText(
            f"{group_digits(job.document)}  {job.words}，{copies}{where}。{job.said}"
            if job
            else ""
        )
        keys = _keys(state)
        self.foot.setVisible(bool(keys))
        self.acts.show_keys(
            tuple((act, "primary" if act.id == _likely(job) else "plain", "") for act in keys)
        )
        if before != self.list.isHidden() and self.isVisible():
            self.focus_hand()
        QTimer.singleShot(0, self, self._see)

    def focus_hand(self) -> None:
        """The list, or the empty page."""
        (self.empty if self.list.isHidden() else self.list).setFocus()

    def commands(self) -> tuple[Action, ...]:
        """What can be done with the page in hand, and the slip of the day."""
        return (*_keys(self.state), DAILY)

    def command(self, name: str) -> None:
        """One of them, as its key does it."""
        act = self.presenter
        {
            "confirm": act.confirm,
            "again": act.again,
            "later": act.later,
            "drop": act.drop,
            "waiting": act.print_waiting,
            DAILY.id: act.daily,
            LOOK.id: self._look,
        }[name]()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask again whenever the screen comes to the front."""
        super().showEvent(event)
        if self._presenter is not None:
            self._presenter.refresh()
        QTimer.singleShot(0, self, self.focus_hand)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Pass the focus on."""
        super().focusInEvent(event)
        self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys."""
        named = {each.key: each.id for each in self.commands()}
        name = named.get(event.text().upper())
        if event.key() == Qt.Key.Key_Escape:
            if not self.presenter.dismiss():
                self.left.emit()
        elif name and not event.isAutoRepeat():
            self.command(name)
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        if self.state.look:
            self.paper_wanted.emit(self.state.look)

    def _open(self) -> None:
        job = self.state.job
        if job is not None:
            self.paper_wanted.emit(f"{job.case}/{job.document}")

    def _see(self) -> None:
        """The line in hand, where the window is too low for all that stands over the keys."""
        held = self.area.widget() if self.area is not None else None
        if self.area is not None and held is not None and not self.list.isHidden():
            line = self.list.visualRect(self.list.currentIndex())
            at = self.list.viewport().mapTo(held, line.center())
            self.area.ensureVisible(at.x(), at.y(), 0, line.height())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(8))
        head.setSpacing(px(12))
        head.addWidget(self.title)
        head.addWidget(self.printer, 1)
        head.addWidget(self.daily)
        head.addWidget(self.last)
        head.addWidget(self.back)
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(px(20), px(8), px(16), px(8))
        below.setSpacing(px(4))
        for widget in (self.name, self.said, self.acts):
            below.addWidget(widget)
        why = QVBoxLayout()
        why.setContentsMargins(px(20), 0, px(16), px(8))
        why.addWidget(self.why)
        above = QWidget()
        over = QVBoxLayout(above)
        over.setContentsMargins(0, 0, 0, 0)
        over.setSpacing(0)
        over.addLayout(head)
        over.addLayout(why)
        over.addWidget(self.list, 1)
        over.addWidget(self.empty, 1)
        if tight():  # the keys of a page stay in sight, what stands over them scrolls
            self.area = QScrollArea()
            self.area.setWidgetResizable(True)
            self.area.setFrameShape(QFrame.Shape.NoFrame)
            self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.area.setWidget(above)
            above.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.area or above, 1)
        column.addWidget(self.foot)


def _likely(job: PaperJob | None) -> str:
    return "again" if job is not None and job.stage in {Stage.WAITING, Stage.FAILED} else ""


def _keys(state: PapersState) -> tuple[Action, ...]:
    """What stands below the list."""
    return (*_for(state.job), *((LOOK,) if state.look else ()))


def _for(job: PaperJob | None) -> tuple[Action, ...]:
    """The acts that mean something for a page."""
    if job is None:
        return ()
    means = {
        Stage.WAITING: {"again", "later", "drop", "waiting"},
        Stage.FAILED: {"again", "later", "drop", "waiting"},
        Stage.SENT: {"confirm", "later", "drop"},
        Stage.UNANSWERED: {"confirm", "again", "later", "drop"},
        Stage.PRINTED: set[str](),
        Stage.SAVED: set[str](),
        Stage.PUT_AWAY: set[str](),
    }[job.stage]
    return tuple(
        Action(act.id, "打印", act.key)
        if act.id == "again" and job.stage is Stage.WAITING
        else act
        for act in PRINT_ACTS
        if act.id in means
    )


def _line(job: PaperJob) -> AdminLine:
    parts = (job.at, job.who, group_digits(job.document), job.said)
    detail = "  ".join(part for part in parts if part)
    return AdminLine(
        job.title,
        detail,
        str(job.stage),
        SHORT[job.stage],
        job.stage in {Stage.UNANSWERED, Stage.FAILED},
        job.document,
    )


def build_jobs(presenter: PapersPresenter) -> QWidget:
    """The screen on the presenter of the window."""
    screen = PrintJobsScreen()
    screen.bind(presenter)
    return screen
