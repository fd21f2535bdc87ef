"""The cases screen (办件): a list, and the page of one case. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from clerk_app.desk.actions import (
    CASE_FILTERS,
    CASE_KEYS,
    DUAL_NOTICE,
    FIELDS,
    FIND,
    LOOK,
    LOOK_LARGE,
    MATERIAL_LIST,
    OPEN,
    PRINT_ALL,
    REPRINT,
    UNMASK,
    URGE,
    WHY,
    Action,
)
from clerk_app.desk.case_port import PLACE_WORDS, Filter
from clerk_app.desk.case_private import CopyPanel
from clerk_app.desk.cases import CasesPresenter, CasesState
from clerk_app.desk.paper_preview import LARGE
from clerk_app.kernel.ids import check_case_number
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.case_page import CasePage
from ui.theme import narrow, px
from ui.widgets.case_lists import foot_strip, show_list, sums_bar
from ui.widgets.case_table import CASE_COLUMNS, CaseTable, case_row
from ui.widgets.fields import ENTER, SearchField
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LAMPS, Tag
from ui.widgets.notices import EmptyState, NoticeBar

if TYPE_CHECKING:
    from clerk_app.desk.paper_port import PaperFacts
    from ui.screens.context import ScreenContext

CASE_DIGITS = 20
_NO_PANEL = CopyPanel("", ())


class CasesScreen(QFrame):
    """Draws a `CasesState`; `bind` it before it is shown.

    `left` is emitted when a page that another screen asked for is put away, `paper_wanted` with
    case/document/sheet for the preview, `all_wanted` with a case to print all papers of.
    """

    left = Signal()
    paper_wanted = Signal(str)
    all_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.narrow = narrow()
        self.state = CasesState()
        self._presenter: CasesPresenter | None = None
        self._asked_for = False
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("办件", "title")
        self.field = SearchField(FIND.title, FIND.key)
        self.filters = KeyBar()
        self.table = CaseTable(CASE_COLUMNS, "办件", narrow=self.narrow)
        self.empty = EmptyState("cases", "还没有办件", "在受理里办完第一件，这里就有了。")
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sums = PlainLabel("", "secondary", "text2")
        self.name = PlainLabel("", "name", wrap=True)
        self.lamp = Tag(LAMPS["normal"])
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
        """The lists and the field; on the page of a case what is lawful there."""
        if self.state.writes:
            return ()
        if self.state.sheet is not None:
            papers = (LOOK, LOOK_LARGE, REPRINT, PRINT_ALL) if self.state.sheet.documents else ()
            return (*self.state.sheet.acts, *self.state.sheet.issues, WHY, *papers, UNMASK, FIELDS)
        return (*CASE_FILTERS, FIND)

    def command(self, name: str) -> None:
        """One of them, as its button does it."""
        if self.state.sheet is not None:
            self._page_act(self.presenter, name)
        elif name == FIND.id:
            self.field.setFocus()
        else:
            self.presenter.show(Filter(name))

    def bind(self, presenter: CasesPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.filters.pressed.connect(lambda name: presenter.show(Filter(name)))
        self.field.textEdited.connect(presenter.find)
        self.field.confirmed.connect(self.table.setFocus)
        self.field.left.connect(self._leave_find)
        self.table.moved.connect(presenter.to_row)
        self.table.opened.connect(presenter.open)
        self.open_button.clicked.connect(presenter.open)
        self.page.back.clicked.connect(self._close)
        self.page.reprint.clicked.connect(presenter.reprint)
        self.page.paper_acted.connect(lambda name: self._page_act(presenter, name))
        self.page.unmask.clicked.connect(presenter.unmask)
        self.page.fields.clicked.connect(presenter.fields)
        self.page.copying.copy_wanted.connect(self.copy_field)
        self.page.copying.row_pressed.connect(
            lambda at: presenter.move_field(at - (presenter.state.panel or _NO_PANEL).at)
        )
        self.page.acted.connect(presenter.act)
        self.page.why_wanted.connect(presenter.toggle_why)
        self.page.form.bind(presenter.acting)
        self.page.issue.bind(presenter.issuing, presenter.issuing.escape)
        self.show_state(presenter.state)

    def show_state(self, state: CasesState) -> None:
        """Draw."""
        before = _layers(self.state)
        self.state = state
        self.notice.show_message(state.message)
        self.filters.show_keys(
            tuple(
                (
                    each,
                    "chosen" if each.id == state.which else "plain",
                    f"{state.counts[Filter(each.id)]:,}" if each.id in state.counts else "",
                )
                for each in CASE_FILTERS
            )
        )
        lines = state.found.lines
        self.table.show_rows(tuple(case_row(line) for line in lines), state.row)
        show_list(self.table, self.empty, state.empty, empty=not lines and not state.loading)
        self.sums.setText("正在读…" if state.loading else state.sums)
        self._show_detail(state)
        self.page.show_page(state)
        self.stack.setCurrentIndex(0 if state.sheet is None else 1)
        if before != _layers(state) and self.isVisible():
            self.focus_hand()

    def open(self, subject: str) -> None:
        """The page of a case another screen asks for: its number, and after a slash an act to
        begin there."""
        number, _, act = subject.partition("/")
        if number:
            self._asked_for = True
            self.presenter.open_number(number, act)

    def show_papers(self, facts: PaperFacts) -> None:
        """What was heard of the printer."""
        if self._presenter is not None:
            self._presenter.papers_told(facts)

    def copy_field(self) -> None:
        """Enter in the fields: the value to the clipboard, the hand to the next one."""
        value = self.presenter.copy_field()
        if value:
            QGuiApplication.clipboard().setText(value)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Another screen, or the lock: nobody's number stays behind."""
        super().hideEvent(event)
        if self._presenter is not None:
            self._presenter.mask()

    def scanned(self, code: str) -> None:
        """The barcode of a receipt or of any paper of a case opens it; what else was scanned is
        looked for."""
        number = code[:CASE_DIGITS]
        if check_case_number(number):
            self.presenter.open_number(number)
        elif self.state.sheet is None:
            self.field.setText(code)
            self.presenter.find(code)

    def focus_hand(self) -> None:
        """Form, page or table."""
        if self.state.sheet is not None:
            self.page.focus_hand()
        else:
            (self.empty if self.table.isHidden() else self.table).setFocus()

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
            self._close()
            return True
        if self.state.writes or event.isAutoRepeat():
            return False
        if self.state.sheet is not None:
            return self._page_key(presenter, key, text)
        filters = {each.key: Filter(each.id) for each in CASE_FILTERS}
        if text in filters:
            presenter.show(filters[text])
        elif text == FIND.key:
            self.field.setFocus()
        elif text == REPRINT.key:
            presenter.reprint()
        else:
            return False
        return True

    def _page_key(self, presenter: CasesPresenter, key: int, text: str) -> bool:
        by = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(key)
        page = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}.get(key)
        named = next((each.id for each in CASE_KEYS if text and each.key == text), "")
        if self.state.panel is not None and (by is not None or key in ENTER):
            if by is not None:
                presenter.move_field(by)
            else:
                self.copy_field()
        elif by is not None:
            presenter.move_document(by)
        elif page is not None:
            self.page.right.page(page)
        elif key in ENTER:
            self._look("")
        elif named:
            self._page_act(presenter, named)
        else:
            return False
        return True

    def _page_act(self, presenter: CasesPresenter, name: str) -> None:
        if name == WHY.id:
            presenter.toggle_why()
        elif name == REPRINT.id:
            presenter.reprint()
        elif name == UNMASK.id:
            presenter.unmask()
        elif name == FIELDS.id:
            presenter.fields()
        elif name in {LOOK.id, LOOK_LARGE.id}:
            self._look(LARGE if name == LOOK_LARGE.id else "")
        elif name in {DUAL_NOTICE.id, MATERIAL_LIST.id, URGE.id}:
            presenter.issue(name)
        elif name == PRINT_ALL.id and self.state.sheet is not None:
            self.all_wanted.emit(self.state.sheet.number)
        else:
            presenter.act(name)

    def _look(self, sheet: str) -> None:
        """The preview of the chosen document."""
        shown = self.state.sheet
        if shown is not None and shown.documents:
            document = shown.documents[self.state.document]
            self.paper_wanted.emit(f"{shown.number}/{document.number}/{sheet}")

    def _close(self) -> None:
        """Esc: the topmost layer; a page another screen asked for leads back there."""
        was_open = self.state.sheet is not None
        self.presenter.close()
        if was_open and self.state.sheet is None and self._asked_for:
            self._asked_for = False
            self.left.emit()

    def _leave_find(self) -> None:
        if self._presenter is not None:
            self._presenter.find("")
        self.focus_hand()

    def _show_detail(self, state: CasesState) -> None:
        line = state.line
        self.name.setText(line.item if line else "")
        self.foot.setVisible(line is not None)
        if line is not None:
            self.lamp.show_sign(LAMPS[line.lamp], line.left)
        self.facts.setText(
            f"{line.grouped}  {line.applicant}  {line.state}  收件 {line.received}  "
            f"到期 {line.due}  文书{line.printed}  {PLACE_WORDS[line.place]}"
            if line
            else ""
        )
        self.open_button.setEnabled(line is not None)

    def _list(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(6))
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.field)
        lists = QHBoxLayout()
        lists.setContentsMargins(px(20), 0, px(16), px(8))
        lists.addWidget(self.filters, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(lists)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(sums_bar(self.sums))
        lines = (self.name, (self.lamp, self.facts))
        self.foot = foot_strip(lines, (self.open_button,), px(72))
        column.addWidget(self.foot)
        return page


def _layers(state: CasesState) -> tuple[bool, bool, bool]:
    """What lies over the list: the page, the form of an act, that of a paper."""
    return state.sheet is not None, state.form is not None, state.issue is not None


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = CasesScreen()

    def show(state: CasesState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(CasesPresenter(context.desk.cases, context.runner, context.devices, show))
    return screen
