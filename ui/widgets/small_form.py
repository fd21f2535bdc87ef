"""A small form in place of a list: its fields, then one line to confirm. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.actions import BOXED, LEAVE, RECORD
from ui.labels import PlainLabel
from ui.theme import px, tight
from ui.widgets.act_fields import FieldRow
from ui.widgets.cards import region
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar
from ui.widgets.scrolled import Scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from clerk_app.desk.case_fields import Field
    from clerk_app.desk.small_form import FormActs, SmallForm


class SmallFormView(QFrame):
    """Draws a `SmallForm`, hidden while there is none; `bind` it before it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.form: SmallForm | None = None
        self._acts: FormActs | None = None
        self._fields: tuple[Field, ...] = ()
        self._place: tuple[object, ...] = ()
        self._drawing = False
        self.title = PlainLabel("", "section", wrap=True)
        self.leave = KeyButton(LEAVE.title, LEAVE.key, height=30, role="secondary")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notice = NoticeBar(closable=False)
        self.boxed = KeyButton(BOXED.title, BOXED.key, height=30, role="secondary")
        self.boxed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.about = PlainLabel("", "body", "text2", wrap=True)
        self.rows: list[FieldRow] = []
        self.words = PlainLabel("", "name", wrap=True)
        self.button = KeyButton(RECORD.title, RECORD.key, "primary", height=36)
        self._lay_out()
        self.hide()

    def bind(self, acts: FormActs, leave: Callable[[], None]) -> None:
        """Hand the acts of the hand to a presenter."""
        self._acts = acts
        self.leave.clicked.connect(leave)
        self.button.clicked.connect(acts.record)
        self.boxed.clicked.connect(acts.box)
        does = (("Ctrl+Return", acts.record), ("Ctrl+Enter", acts.record), (BOXED.key, acts.box))
        for key, act in does:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    def show_form(self, form: SmallForm | None) -> None:
        """Draw, and put the hand where the next thing is to do."""
        self.form = form
        self.setVisible(form is not None)
        if form is None:
            self._place = ()
            return
        self._drawing = True  # what is hidden hands the focus on: that is not the clerk's hand
        self.title.setText(form.title)
        self.setAccessibleName(form.title)
        self.notice.show_message(form.message)
        self.boxed.setVisible(form.lacks_glyph)
        self.about.setText(form.about)
        if form.fields != self._fields:
            self._build(form.fields)
        for row in self.rows:
            row.show_row(form)
        self.foot.setVisible(form.asking or form.busy)
        self.words.setText(form.confirm)
        self.button.set_title("正在记录…" if form.busy else RECORD.title)
        self.button.setEnabled(not form.busy)
        self._drawing = False
        place = (
            form.subject, form.at, form.asking, form.busy, tuple(form.faults), form.message,
        )  # fmt: skip
        if place != self._place:
            self._place = place
            if self.isVisible():
                self.focus_hand()

    def focus_hand(self) -> None:
        """The field the hand is at, or the button that records."""
        form = self.form
        if form is None:
            return
        if form.asking or form.busy or not self.rows:
            self.button.setFocus()
            QTimer.singleShot(0, self, self._see)
            return
        row = self.rows[form.at]
        row.hand.setFocus()
        QTimer.singleShot(0, self, self._see)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass it on."""
        super().focusInEvent(event)
        self.focus_hand()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words that wrap find their height late: what the hand is at comes into sight again."""
        super().resizeEvent(event)
        if self.form is not None:
            QTimer.singleShot(0, self, self._see)

    def _see(self) -> None:
        """What the hand is at, and above all a refusal."""
        form = self.form
        if form is None:
            return
        _into_sight(self.foot if form.asking or not self.rows else self.rows[form.at])
        if form.message is not None:
            _into_sight(self.notice)

    def _build(self, fields: tuple[Field, ...]) -> None:
        for row in self.rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._fields = fields
        self.rows = [self._row(at, field) for at, field in enumerate(fields)]
        for at, row in enumerate(self.rows):
            self.column.insertWidget(at + 2, row)

    def _row(self, at: int, field: Field) -> FieldRow:
        row, acts = FieldRow(field), self._acts
        assert acts is not None  # noqa: S101 - bound before it is shown
        row.typed.connect(lambda text: acts.fill(field.id, text))
        row.chosen.connect(lambda place: self._at(at, lambda: acts.choose(place)))
        row.moved.connect(lambda by: self._at(at, lambda: acts.move_choice(by)))
        row.confirmed.connect(lambda: self._at(at, acts.next))
        row.entered.connect(lambda: self._at(at, _nothing))
        return row

    def _at(self, at: int, then: Callable[[], None]) -> None:
        """The hand is at this field; then do it."""
        if self._acts is not None and not self._drawing:
            self._acts.to_field(at)
            then()

    def _lay_out(self) -> None:
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.title, 1)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(px(20), px(12), px(16), px(12))
        self.column.setSpacing(px(8))
        self.column.addWidget(self.boxed, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.about)
        self.column.addStretch(1)
        held: QWidget = inside
        if not tight():  # there the whole screen scrolls: a second scroll would show two lines
            area = Scrolled(inside)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            held = area
        self.foot = region("foot")
        below = QHBoxLayout(self.foot)
        below.setContentsMargins(px(20), px(10), px(16), px(10))
        below.setSpacing(px(12))
        below.addWidget(self.words, 1)
        below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self.notice)
        outer.addWidget(held, 1)
        outer.addWidget(self.foot)


def _into_sight(row: QWidget) -> None:
    """Every scroll round it, once the layout has come to rest."""
    at = row.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(row, 0, px(8))
        at = at.parentWidget()


def _nothing() -> None:
    """Only the hand moved."""
