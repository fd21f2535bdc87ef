"""The form of one act of a case: field after field, then one line to confirm. Widgets only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.actions import BOXED, LEAVE, RECORD, RECORD_SURELY, Action
from clerk_app.desk.case_fields import PAPER_ACTS, Kind
from clerk_app.desk.case_form import CORRECTION, PAGES
from ui.labels import PlainLabel
from ui.theme import color, px
from ui.widgets.act_fields import FieldRow
from ui.widgets.cards import region
from ui.widgets.fields import ENTER
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar
from ui.widgets.paper_rows import Checklist, checklist_heads

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from clerk_app.desk.case_acts import ActPresenter
    from clerk_app.desk.case_fields import Field
    from clerk_app.desk.case_form import Form

ALL_CAME = Action("all_came", "缺的都交齐了", "A")
SIGNED = Action("signed", keys.UNDERTAKING.title, keys.UNDERTAKING.key)
GO_ON = "Enter 下一项，Ctrl Enter 填好了"
_WORDS = {CORRECTION: "写明更正了什么，按 Enter"}


class _ConfirmBar(QWidget):
    """What will stand, and that it stands for good; on a warm ground, above its button."""

    def __init__(self) -> None:
        super().__init__()
        self.words = PlainLabel("", "name", wrap=True)
        self.button = KeyButton(RECORD.title, RECORD.key, "primary", height=36)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(10), px(16), px(10))
        row.setSpacing(px(12))
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_confirm(self, form: Form) -> None:
        """Words and key."""
        self.words.setText(form.confirm)
        act = RECORD_SURELY if form.grave else RECORD
        self.button.key = act.key
        self.button.set_kind("danger" if form.grave else "primary")
        self.button.set_title("正在记录…" if form.busy else act.title)
        self.button.setEnabled(not form.busy)
        self.button.updateGeometry()
        self.button.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Ground and mark."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("warn_soft"))
        painter.fillRect(0, 0, px(4), self.height(), color("warn"))
        painter.end()


class ActForm(QFrame):
    """Draws a `Form`; `bind` it before it is shown."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form: Form | None = None
        self.acting: ActPresenter | None = None
        self._fields: tuple[Field, ...] = ()
        self._place: tuple[object, ...] = ()
        self._drawing = False
        self.title = PlainLabel("", "section")
        self.leave = KeyButton(LEAVE.title, LEAVE.key, height=30, role="secondary")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notice = NoticeBar(closable=False)
        self.list = Checklist(narrow=narrow)
        self.heads = checklist_heads(self.list, narrow=narrow)
        self.tools = KeyBar(height=28)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[FieldRow] = []
        self.foot = PlainLabel(GO_ON, "caption", "text2")
        self.confirm = _ConfirmBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.notice)
        column.addWidget(self.heads)
        column.addWidget(self.list, 1)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot())
        column.addWidget(self.confirm)
        for part in (self.heads, self.list, self.confirm):
            part.hide()  # until an act needs it: hidden pages ask for room too

    def bind(self, acting: ActPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self.acting = acting
        self.leave.clicked.connect(acting.escape)
        self.confirm.button.clicked.connect(lambda: acting.record(surely=True))
        self.list.row_pressed.connect(acting.to_row)
        tools = self.list.tools
        states = {str(state): state for state in keys.STATES.values()}
        tools.state_chosen.connect(lambda state: acting.mark(states[state]))
        tools.fault_chosen.connect(acting.fault)
        tools.fault_typed.connect(acting.typed_text)
        tools.correction_chosen.connect(acting.correction)
        tools.counted.connect(acting.count)
        tools.pages_wanted.connect(acting.ask_pages)
        tools.pages_typed.connect(acting.typed_text)
        self.tools.pressed.connect(self._tool)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # the second is the one of the number block
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda: acting.record(surely=True))
        boxed = QShortcut(QKeySequence(BOXED.key), self)
        boxed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        boxed.activated.connect(acting.box)

    def show_form(self, form: Form) -> None:
        """Draw, and put the hand where the next thing is to do."""
        self._drawing = True  # what is hidden hands the focus on: that is not the clerk's hand
        self._draw(form)
        self._drawing = False
        self._follow(form)

    def _draw(self, form: Form) -> None:
        self.form = form
        self.title.setText(form.title)
        self.setAccessibleName(form.title)
        self.notice.show_message(form.message)
        papers = form.action in PAPER_ACTS
        self.list.setVisible(papers)
        self.heads.setVisible(papers)
        if papers:
            self.list.tools.typed.setPlaceholderText(
                _WORDS.get(form.typing, "写明错在哪里，按 Enter")
            )
            paging = form.typing == PAGES
            typing = bool(form.typing) and not paging
            self.list.show_rows(form.rows, form.row, typing=typing, paging=paging)
        self._show_tools(form)
        if form.fields != self._fields:
            self._build(form.fields)
        for row in self.rows:
            row.show_row(form)
        self.area.setVisible(bool(self.rows))
        self.foot.setText(GO_ON)
        self.foot_bar.setVisible(not form.asking)
        self.confirm.setVisible(form.asking or form.busy)
        self.confirm.show_confirm(form)

    def focus_hand(self) -> None:
        """Give the focus to the first thing to do."""
        self._target().setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass it on."""
        super().focusInEvent(event)
        self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys of the papers, while no field has the focus."""
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        form, acting = self.form, self.acting
        if form is None or acting is None or plain or not form.in_papers or form.busy:
            super().keyPressEvent(event)
            return
        enter = event.key() in ENTER
        if enter and event.isAutoRepeat():
            return
        name = "Enter" if enter else _NAMES.get(event.key(), event.text().upper())
        if not self._act(acting, name):
            super().keyPressEvent(event)

    def _act(self, acting: ActPresenter, name: str) -> bool:
        """Whether the key meant something among the papers."""
        if name in keys.STATES:
            acting.mark(keys.STATES[name])
            return True
        if len(name) == 1 and name in keys.FAULTS:
            acting.fault(keys.FAULTS.index(name))
            return True
        acts: dict[str, Callable[[], None]] = {
            "Up": lambda: acting.move_row(-1),
            "Down": lambda: acting.move_row(1),
            "Enter": acting.next,
            ALL_CAME.key: acting.all_came,
            SIGNED.key: acting.sign,
            keys.DECLINED.key: lambda: acting.correction("declined"),
            keys.IMPOSSIBLE.key: lambda: acting.correction("impossible"),
            "+": lambda: acting.count(1),
            "=": lambda: acting.count(1),
            keys.FEWER.key: lambda: acting.count(-1),
            keys.PAGES.key: acting.ask_pages,
        }
        if name not in acts:
            return False
        acts[name]()
        return True

    def _tool(self, name: str) -> None:
        acting = self.acting
        if acting is not None:
            acts = {SIGNED.id: acting.sign, ALL_CAME.id: acting.all_came, BOXED.id: acting.box}
            acts[name]()

    def _show_tools(self, form: Form) -> None:
        shown: list[tuple[Action, str, str]] = []
        left = any(row.word and "in_order" in row.offered for row in form.rows)
        if form.action in PAPER_ACTS and left:
            shown.append((ALL_CAME, "plain", ""))
        if form.may_sign:
            shown.append((SIGNED, "chosen" if form.typed.signed else "plain", ""))
        if self.acting is not None and self.acting.may_box:
            shown.append((BOXED, "primary", ""))
        self.tools.show_keys(tuple(shown))
        self.tools.setVisible(bool(shown))

    def _build(self, fields: tuple[Field, ...]) -> None:
        """Other fields: rows that stay keep what is typed, and the hand."""
        self._fields, self._place = fields, ()  # the hand is put anew
        kept = {row.field.id: row for row in self.rows}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(12), px(16), px(12))
        column.setSpacing(px(4))
        self.rows = []
        for field in fields:
            if field.kind is Kind.PAPERS:
                continue
            old = kept.get(field.id)
            row = old if old is not None and old.field == field else self._row(field)
            self.rows.append(row)
            column.addWidget(row)
        column.addStretch(1)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's

    def _row(self, field: Field) -> FieldRow:
        row = FieldRow(field)
        acting = self.acting
        assert acting is not None  # noqa: S101 - bound before it is shown
        row.typed.connect(lambda text: acting.fill(field.id, text))
        row.chosen.connect(lambda place: self._at(field, lambda: acting.choose(place)))
        row.moved.connect(lambda by: self._at(field, lambda: acting.move_choice(by)))
        row.confirmed.connect(lambda: self._at(field, acting.next))
        row.entered.connect(lambda: self._came(field))
        return row

    def _came(self, field: Field) -> None:
        """The hand went to a field by itself: a click, Tab."""
        if not self._drawing:
            self._at(field, _nothing)

    def _at(self, field: Field, then: Callable[[], None]) -> None:
        """The hand is at this field; then do it."""
        if self.form is not None and self.acting is not None:
            ids = [each.id for each in self.form.fields]
            if field.id in ids and not self.form.asking:
                self.acting.to_field(ids.index(field.id))
            then()

    def _follow(self, form: Form) -> None:
        """Move the focus only when the thing to do has changed, never while someone types."""
        place = (form.number, form.action, form.at, form.typing, form.asking, form.busy)
        if form.in_papers:
            self.list.see(form.row)
        if place == self._place:
            return
        self._place = place
        if self.isVisible():
            self.focus_hand()

    def _target(self) -> QWidget:
        form = self.form
        if form is None:
            return self
        if form.asking:
            return self.confirm.button
        if form.typing:
            return self.list.tools.hand
        field = form.field
        for row in self.rows:
            if field is not None and row.field.id == field.id:
                QTimer.singleShot(0, row, partial(self.area.ensureWidgetVisible, row))
                return row.hand
        return self.list if self.list.isVisible() else self.confirm.button

    def _head(self) -> QWidget:
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.title, 1)
        row.addWidget(self.leave)
        return head

    def _foot(self) -> QWidget:
        self.foot_bar = region("foot")
        row = QHBoxLayout(self.foot_bar)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.tools, 1)
        row.addWidget(self.foot, 0, Qt.AlignmentFlag.AlignVCenter)
        return self.foot_bar


def _nothing() -> None:
    """Only the hand moved."""


_NAMES = {int(Qt.Key.Key_Up): "Up", int(Qt.Key.Key_Down): "Down"}
