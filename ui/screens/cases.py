"""The cases screen (办件): a list, and the page of one case. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from clerk_app.desk.actions import Action
from clerk_app.desk.cases import PLACE_WORDS, CasesPresenter, CasesState
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.case_page import CasePage
from ui.theme import current, px
from ui.widgets.cards import region
from ui.widgets.case_table import CaseTable
from ui.widgets.fields import SearchField
from ui.widgets.keys import KeyButton
from ui.widgets.notices import EmptyState, NoticeBar

if TYPE_CHECKING:
    from ui.screens.context import ScreenContext

MINE = Action("mine", "我的", "1")
ALL = Action("all", "全部", "2")
FIND = Action("find", "在办件里找：编号、事项、申请人", "/")
OPEN = Action("open", "打开", "Return")
REPRINT = Action("reprint", "补打", "P")


class CasesScreen(QFrame):
    """Draws a `CasesState`; `bind` it before it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.narrow = current().scale > 1.2
        self.state = CasesState()
        self._presenter: CasesPresenter | None = None
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("办件", "title")
        self.field = SearchField(FIND.title, FIND.key)
        self.mine = _filter(MINE)
        self.all = _filter(ALL)
        self.table = CaseTable(narrow=self.narrow)
        self.empty = EmptyState("cases", "还没有办件", "在受理里办完第一件，这里就有了。")
        self.sums = PlainLabel("", "secondary", "text2")
        self.name = PlainLabel("", "name", wrap=True)
        self.facts = ElidedLabel("", "caption", "text2", middle=True)
        self.open_button = KeyButton(OPEN.title, OPEN.key, "primary", height=34)
        self.open_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = CasePage(narrow=self.narrow)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list())
        self.stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)

    @property
    def presenter(self) -> CasesPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def commands(self) -> tuple[Action, ...]:
        """The two lists and the field, for the search box."""
        return (MINE, ALL, FIND)

    def command(self, name: str) -> None:
        """One of them, as its button does it."""
        if name == FIND.id:
            self.field.setFocus()
        else:
            self.presenter.show_mine(name == MINE.id)

    def bind(self, presenter: CasesPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.mine.clicked.connect(lambda: presenter.show_mine(True))
        self.all.clicked.connect(lambda: presenter.show_mine(False))
        self.field.textEdited.connect(presenter.find)
        self.field.confirmed.connect(self.table.setFocus)
        self.field.left.connect(self._leave_find)
        self.table.moved.connect(presenter.to_row)
        self.table.opened.connect(presenter.open)
        self.open_button.clicked.connect(presenter.open)
        self.page.back.clicked.connect(presenter.close)
        self.page.reprint.clicked.connect(presenter.reprint)
        self.show_state(presenter.state)

    def show_state(self, state: CasesState) -> None:
        """Draw."""
        was_open = self.state.file is not None
        self.state = state
        self.notice.show_message(state.message)
        self.mine.set_kind("chosen" if state.mine else "plain")
        self.all.set_kind("plain" if state.mine else "chosen")
        lines = state.found.lines
        self.table.show_lines(lines, state.row)
        self.table.setVisible(bool(lines) or state.loading)
        self.empty.setVisible(not lines and not state.loading)
        self._show_empty(state)
        self.sums.setText("正在读…" if state.loading else state.sums)
        line = state.line
        self.name.setText(line.item if line else "")
        self.facts.setText(
            f"{line.grouped}  {line.applicant}  {line.state}  收件 {line.received}  "
            f"到期 {line.due}  {PLACE_WORDS[line.place]}"
            if line
            else ""
        )
        self.open_button.setEnabled(line is not None)
        if state.file is not None:
            self.page.show_case(state.file, state.document)
        self.stack.setCurrentIndex(0 if state.file is None else 1)
        if was_open != (state.file is not None) and self.isVisible():
            self.focus_hand()

    def scanned(self, code: str) -> None:
        """A receipt's barcode opens its case."""
        if self._presenter is not None:
            self._presenter.open_number(code)

    def focus_hand(self) -> None:
        """Table or page."""
        if self.state.file is not None:
            self.page.setFocus()
        else:
            (self.table if self.table.isVisible() else self.field).setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read again whenever the screen comes to the front."""
        super().showEvent(event)
        if self._presenter is not None:
            self._presenter.refresh()
        QTimer.singleShot(0, self, self.focus_hand)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Pass the focus on."""
        super().focusInEvent(event)
        self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys, while no field has the focus."""
        if self._presenter is None or not self._act(self._presenter, event):
            super().keyPressEvent(event)

    def _act(self, presenter: CasesPresenter, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text().upper()
        if key == Qt.Key.Key_Escape:
            presenter.close()
        elif text == REPRINT.key and not event.isAutoRepeat():
            presenter.reprint()
        elif self.state.file is not None:
            by = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(key)
            if by is None:
                return False
            presenter.move_document(by)
        elif text in {MINE.key, ALL.key}:
            presenter.show_mine(text == MINE.key)
        elif text == FIND.key:
            self.field.setFocus()
        else:
            return False
        return True

    def _leave_find(self) -> None:
        if self._presenter is not None:
            self._presenter.find("")
        self.focus_hand()

    def _show_empty(self, state: CasesState) -> None:
        if state.text:
            title, detail = "没有这样的办件", "按 / 改几个字，或按 Esc 清空再找。"
        elif state.mine and state.found.total:
            title, detail = (
                "您还没有办件",
                f"这台电脑上共有 {state.found.total:,} 件，按 2 看全部。",
            )
        else:
            title, detail = "还没有办件", "在受理里办完第一件，这里就有了。"
        self.empty.title.setText(title)
        self.empty.detail.setText(detail)

    def _list(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(10))
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addSpacing(px(12))
        head.addWidget(self.mine)
        head.addWidget(self.all)
        head.addStretch(1)
        head.addWidget(self.field)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._sums())
        column.addWidget(self._detail())
        return page

    def _sums(self) -> QWidget:
        bar = region("canvas")
        bar.setFixedHeight(px(32))
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(20), 0, px(16), 0)
        row.addWidget(self.sums)
        row.addStretch(1)
        return bar

    def _detail(self) -> QWidget:
        strip = region("foot")
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.name)
        words.addWidget(self.facts)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.open_button)
        strip.setMinimumHeight(px(72))
        return strip


def _filter(action: Action) -> KeyButton:
    button = KeyButton(action.title, action.key, height=30, role="secondary")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = CasesScreen()

    def show(state: CasesState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(CasesPresenter(context.desk.cases, context.runner, show))
    return screen
