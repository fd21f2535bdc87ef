"""The checklist: one row per paper; the row in hand opens in place with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.intake_keys import DECLINED, FAULTS, FEWER, IMPOSSIBLE, MORE, PAGES
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import color, current, px
from ui.widgets.cards import region
from ui.widgets.chips import StateChips
from ui.widgets.fields import TextField
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import PAPER_STATES, Tag

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from clerk_app.desk.intake_state import PaperRow

COLUMNS = (("必要性", 46), ("应交", 60), ("实收", 32), ("方式", 32), ("状态", 84))
"""Heads and widths of the columns right of the name."""
FOLDED = ("应交", "实收", "方式")
"""Columns that fold into the row in hand when the window is narrow."""
LONGEST_CHIP = 18


def checklist_heads(listed: Checklist, *, narrow: bool) -> QWidget:
    """The heads of the columns; their right margin follows the scroll bar of the list."""
    head = region("canvas")
    head.setFixedHeight(px(28))
    row = QHBoxLayout(head)
    row.setContentsMargins(px(48), 0, px(12), 0)
    bar = listed.verticalScrollBar()

    def follow(_low: int, high: int) -> None:
        room = bar.sizeHint().width() if high > 0 else 0
        row.setContentsMargins(px(48), 0, px(12) + room, 0)

    bar.rangeChanged.connect(follow)
    row.setSpacing(px(12))
    row.addWidget(PlainLabel("材料", "caption", "text2"), 1)
    for title, width in COLUMNS:
        if not (narrow and title in FOLDED):
            label = PlainLabel(title, "caption", "text2")
            label.setFixedWidth(px(width))
            row.addWidget(label)
    return head


class PaperRowView(QWidget):
    """One paper. `pressed` is emitted by a click."""

    pressed = Signal()

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.narrow, self.now = narrow, False
        self.number = PlainLabel("", "body", "text3")
        self.name = PlainLabel("", "name", wrap=True)
        self.note = ElidedLabel("", "caption", "text2")
        self.necessity = PlainLabel("", "secondary", "text2")
        self.due = PlainLabel("", "secondary", "text2")
        self.copies_in = PlainLabel("", "secondary", "text2")
        self.keep = PlainLabel("", "secondary", "text2")
        self.tag = Tag(PAPER_STATES["unseen"])
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.note)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(px(16), px(4), px(12), px(4))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnMinimumWidth(0, px(20))
        self._grid.addWidget(self.number, 0, 0, Qt.AlignmentFlag.AlignRight)
        self._grid.addLayout(words, 0, 1)
        self._grid.setColumnStretch(1, 1)
        cells = (self.necessity, self.due, self.copies_in, self.keep, self.tag)
        self._span = 1
        for cell, (title, width) in zip(cells, COLUMNS, strict=True):
            if narrow and title in FOLDED:
                cell.setParent(self)
                cell.hide()
                continue
            self._span += 1
            cell.setMinimumWidth(px(width))
            self._grid.addWidget(cell, 0, self._span)

    def show_row(self, row: PaperRow, *, now: bool) -> None:
        """Draw one line."""
        self.now = now
        sign = PAPER_STATES[row.state or "unseen"]
        self.number.setText(str(row.number))
        self.name.setText(row.name)
        pages = f"{row.pages} 页" if row.pages else ""
        note = "  ".join(part for part in (pages, row.note) if part)
        if self.narrow and now:
            note = f"应交 {row.due}·实收 {row.copies_in}·{row.keep}  {note}"
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.note.set_tone("warn" if row.wanting else "text2")
        self.necessity.setText(row.necessity)
        self.necessity.set_tone("accent" if row.necessity == "可容缺" else "text2")
        self.due.setText(row.due)
        self.copies_in.setText(row.copies_in)
        self.copies_in.set_tone("warn" if row.short else "text2")
        self.keep.setText(row.keep)
        word = "可不交" if not row.state and row.necessity == "非必要" else row.word or sign.word
        self.tag.show_sign(sign, word)
        self.setAccessibleName(f"{row.number} {row.name} {row.necessity} {word} {pages}".rstrip())
        self.update()

    def put(self, tools: QWidget | None) -> None:
        """Open the row with these tools, or close it."""
        if tools is not None and self._grid.indexOf(tools) < 0:
            self._grid.addWidget(tools, 1, 1, 1, self._span)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """This row."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, lower line, ring round the row in hand."""
        painter = QPainter(self)
        if self.now:
            painter.fillRect(self.rect(), color("soft"))
            painter.setPen(color("focus"))
            for inset in range(current().focus_width):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        else:
            line = self.rect().adjusted(0, self.height() - current().hair, 0, 0)
            painter.fillRect(line, color("line"))
        painter.end()


class RowTools(QWidget):
    """The keys of the row in hand: state, fault, correction, pieces and their pages."""

    state_chosen = Signal(str)
    fault_chosen = Signal(int)
    fault_typed = Signal(str)
    correction_chosen = Signal(str)
    counted = Signal(int)
    pages_wanted = Signal()
    pages_typed = Signal(str)

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self._room = px(700 if narrow else 640)
        self._shown: tuple[object, ...] = ()
        self.chips = StateChips()
        for button in self.chips.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chips.chosen.connect(self.state_chosen)
        self.typed = TextField("写明错在哪里，按 Enter", height=32)
        self.typed.setAccessibleName("错在哪里")
        self.typed.confirmed.connect(lambda: self.fault_typed.emit(self.typed.text()))
        self.paged = TextField("一共几页，按 Enter；没有数就空着", height=32)
        self.paged.setAccessibleName("页数")
        self.paged.confirmed.connect(lambda: self.pages_typed.emit(self.paged.text()))
        self._faults = QWidget()
        self._fault_rows = QVBoxLayout(self._faults)
        self._fault_rows.setContentsMargins(0, 0, 0, 0)
        self._fault_rows.setSpacing(px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(px(6))
        top = QHBoxLayout()
        top.setSpacing(px(6))
        top.addWidget(self.chips, 1)
        self.more = _tool(MORE.title, MORE.key)
        self.fewer = _tool(FEWER.title, FEWER.key)
        self.more.clicked.connect(lambda: self.counted.emit(1))
        self.fewer.clicked.connect(lambda: self.counted.emit(-1))
        self.pages = _tool(PAGES.title, PAGES.key)
        self.pages.clicked.connect(self.pages_wanted)
        for button in (self.more, self.fewer, self.pages):
            top.addWidget(button)
        column.addLayout(top)
        column.addWidget(self._faults)
        column.addWidget(self.typed)
        column.addWidget(self.paged)

    def show_tools(self, row: PaperRow, *, typing: bool, paging: bool) -> None:
        """The keys that fit the row as it is."""
        self.chips.show_state(row.state, offered=row.offered)
        handed = row.state in {"in_order", "defective", "corrected_on_the_spot"}
        self.more.setVisible(handed)
        self.fewer.setVisible(handed)
        self.pages.setVisible(handed and row.copies_in != "0")
        self.pages.set_title(f"{row.pages} 页" if row.pages else PAGES.title)
        wanted = row.state in {"defective", "corrected_on_the_spot"}
        self._faults.setVisible(wanted and not typing and not paging)
        if typing and self.typed.isHidden():
            self.typed.setText("" if row.fault in row.faults else row.fault)
        self.typed.setVisible(typing)
        if paging and self.paged.isHidden():
            self.paged.setText(str(row.pages or ""))
            self.paged.selectAll()
        self.paged.setVisible(paging)
        shown = (row.faults, row.fault, row.correctable, row.state)
        if wanted and shown != self._shown:
            self._shown = shown
            self._build(row)

    @property
    def hand(self) -> TextField:
        """The field that is open."""
        return self.typed if self.paged.isHidden() else self.paged

    def _build(self, row: PaperRow) -> None:
        while self._fault_rows.count():
            item = self._fault_rows.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        buttons = []
        for at, text in enumerate((*row.faults, "其他…")):
            words = text if len(text) <= LONGEST_CHIP else text[: LONGEST_CHIP - 1] + "…"
            own = row.fault and row.fault not in row.faults and at == len(row.faults)
            kind = "chosen" if text == row.fault or own else "plain"
            button = _tool(words, FAULTS[at], kind)
            button.setAccessibleName(text)
            button.clicked.connect(lambda _on=False, at=at: self.fault_chosen.emit(at))
            buttons.append(button)
        if row.correctable:
            for action, answer in ((DECLINED, "declined"), (IMPOSSIBLE, "impossible")):
                button = _tool(action.title, action.key)
                button.clicked.connect(
                    lambda _on=False, answer=answer: self.correction_chosen.emit(answer)
                )
                buttons.append(button)
        self._flow(buttons)

    def _flow(self, buttons: list[KeyButton]) -> None:
        """As many in a line as fit."""
        line, left = None, 0
        for button in buttons:
            width = button.sizeHint().width() + px(6)
            if line is None or width > left:
                holder = QWidget()
                line, left = QHBoxLayout(holder), self._room
                line.setContentsMargins(0, 0, 0, 0)
                line.setSpacing(px(6))
                line.addStretch(1)
                self._fault_rows.addWidget(holder)
            line.insertWidget(line.count() - 1, button)
            left -= width


class Checklist(QScrollArea):
    """All rows. It has the focus; its keys are the screen's (single keys, see intake_keys)."""

    row_pressed = Signal(int)

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self._narrow = narrow
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("材料清单")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's
        self.rows: list[PaperRowView] = []
        self.tools = RowTools(narrow=narrow)
        self.tools.setParent(inside)
        self.tools.hide()

    def show_rows(
        self, rows: tuple[PaperRow, ...], at: int, *, typing: bool, paging: bool
    ) -> None:
        """Draw the rows; the one at `at` is in hand, with a field for its fault (`typing`) or for
        its pages (`paging`)."""
        while len(self.rows) < len(rows):
            view, index = PaperRowView(narrow=self._narrow), len(self.rows)
            view.pressed.connect(lambda index=index: self.row_pressed.emit(index))
            self._column.insertWidget(index, view)
            self.rows.append(view)
        for index, view in enumerate(self.rows):
            if index < len(rows):
                view.show_row(rows[index], now=index == at)
            view.setVisible(index < len(rows))
        if 0 <= at < len(rows):
            self.rows[at].put(self.tools)
            self.tools.show_tools(rows[at], typing=typing, paging=paging)
            self.tools.show()
        else:
            self.tools.hide()

    def see(self, at: int) -> None:
        """Scroll the row in hand, all of it, into sight; a field that was just opened in it finds
        its height late."""
        self._see(at)
        QTimer.singleShot(0, self, partial(self._see, at))

    def _see(self, at: int) -> None:
        if 0 <= at < len(self.rows):
            self._column.activate()
            row, room = self.rows[at], self.viewport().height()
            self.ensureWidgetVisible(row, 0, px(8))
            if row.height() > room:  # its keys are wanted more than its name
                self.verticalScrollBar().setValue(row.geometry().bottom() + 1 - room)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Not for scrolling: the screen moves the hand."""
        event.ignore()


def _tool(title: str, key: str, kind: str = "plain") -> KeyButton:
    button = KeyButton(title, key, kind, height=28, role="secondary")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
