"""Rows of a page that explains, painted: headings, questions with their keys, papers, facts.

One widget per row, drawn anew only when its row changed, so that a digit changes the list of
papers at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from clerk_app.desk.guide_lines import RowKind
from ui.theme import color, current, px
from ui.widgets.keys import cap_width, draw_cap
from ui.widgets.marked import height, paint_text, painter_metrics

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from clerk_app.desk.guide_lines import Choice, Row

LEFT, RIGHT, NUMBER, STEP = 16, 16, 28, 24
LABEL = 92


class Bit(NamedTuple):
    """A piece of text in its place."""

    x: float
    y: float
    width: float
    text: str
    role: str
    ink: str


@dataclass(frozen=True)
class Chip:
    """An answer in its place."""

    box: QRectF
    choice: Choice


class GuideRow(QWidget):
    """One row. `pressed` by a click beside the answers, `chosen` with the value of an answer."""

    pressed = Signal(str)
    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.row: Row | None = None
        self.now = self.open = False
        self._bits: list[Bit] = []
        self._chips: list[Chip] = []
        self._high = 0
        self._laid: tuple[object, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: Row, *, now: bool, opened: bool) -> None:
        """Draw another row."""
        if (row, now, opened) == (self.row, self.now, self.open):
            return
        self.row, self.now, self.open = row, now, opened
        self.setAccessibleName(_said(row, now=now, opened=opened))
        self._lay()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As high as its words."""
        return QSize(px(240), self._high)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The words break anew."""
        super().resizeEvent(event)
        self._lay()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """An answer, else the row."""
        if self.row is None:
            return
        for chip in self._chips:
            if chip.box.contains(event.position()):
                self.chosen.emit(self.row.id, chip.choice.value)
                return
        self.pressed.emit(self.row.id)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, words, answers, ring."""
        if self.row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self.row.kind is RowKind.HEADING
        ground = "canvas" if head else "soft" if self.now else "surface"
        painter.fillRect(self.rect(), color(ground))
        for bit in self._bits:
            at = QPointF(bit.x, bit.y)
            paint_text(painter, at, bit.text, bit.role, bit.width, ink=bit.ink, wrap=True)
        for chip in self._chips:
            _paint_chip(painter, chip)
        hair = current().hair
        painter.fillRect(QRectF(0, self.height() - hair, self.width(), hair), color("line"))
        if self.now:
            _paint_ring(painter, QRectF(self.rect()))
        painter.end()

    # ------------------------------------------------------------ layout

    def _lay(self) -> None:
        row = self.row
        mark = (row, self.now, self.open, self.width())
        if row is None or mark == self._laid:
            return
        self._laid = mark
        self._bits, self._chips = [], []
        high = self._lay_heading(row) if row.kind is RowKind.HEADING else self._lay_row(row)
        self._high = high
        self.setFixedHeight(high)

    def _lay_heading(self, row: Row) -> int:
        x, room = px(LEFT), self.width() - px(LEFT + RIGHT)
        wide = painter_metrics("group").horizontalAdvance(row.title) + px(12)
        top = px(8)
        title = self._put(x, top, room, row.title, "group", "text")
        rest = room - wide
        if rest > painter_metrics("caption").horizontalAdvance(row.detail):
            self._put(x + wide, top + px(2), rest, row.detail, "caption", "text2")
            return top + title + px(6)
        return (
            top + title + self._put(x, top + title, room, row.detail, "caption", "text2") + px(6)
        )

    def _lay_row(self, row: Row) -> int:
        left = px(LEFT + STEP * row.depth)
        x = left + px(NUMBER)
        right = painter_metrics("state").horizontalAdvance(row.right)
        room = self.width() - x - px(RIGHT) - (right + px(12) if row.right else 0)
        y = float(px(8))
        if row.number:
            self._put(left, y, px(NUMBER), row.number, "body", "text3")
        if row.right:
            at = self.width() - px(RIGHT) - right
            self._put(at, y, right + 2, row.right, "state", row.tone)
        role = "group" if self.now else "name"
        y += self._put(x, y, room, row.title, role, "text")
        ink = row.tone if row.warns else "text2"
        y += self._put(x, y, room, row.detail, "caption", ink)
        if row.choices:
            y = self._lay_choices(row, x, y + px(6))
        if self.open:
            y = self._lay_facts(row, x, y + px(6))
        return max(px(44), int(y) + px(8))

    def _lay_choices(self, row: Row, left: int, top: float) -> float:
        x, y, high = float(left), top, px(28)
        room = self.width() - px(RIGHT)
        metrics = painter_metrics("secondary")
        line = high
        for choice in row.choices:
            key = cap_width(choice.key) + px(8) if choice.key else 0
            wide = metrics.horizontalAdvance(choice.label) + key + px(20)
            if x > left and x + wide > room:
                x, y, line = float(left), y + line + px(6), high
            wide = min(wide, room - int(x))
            tall = height(choice.label, "secondary", wide - key - px(20)) + px(8)
            line = max(line, tall, high)
            self._chips.append(Chip(QRectF(x, y, wide, max(tall, high)), choice))
            x += wide + px(8)
        return y + line

    def _lay_facts(self, row: Row, left: int, top: float) -> float:
        y = top
        room = self.width() - left - px(RIGHT)
        label = min(px(LABEL), room // 3)
        for name, text in row.facts:
            long = painter_metrics("caption").horizontalAdvance(name) > label - px(8)
            if long:  # the name of an item: on a line of its own
                y += self._put(left, y, room, name, "caption_strong", "text2")
                y += self._put(left + px(16), y, room - px(16), text, "body", "text") + px(2)
                continue
            self._put(left, y + px(1), label, name, "caption", "text2")
            y += self._put(left + label, y, room - label, text, "body", "text") + px(2)
        return y

    def _put(self, x: float, y: float, width: float, text: str, role: str, ink: str) -> int:
        if text:
            self._bits.append(Bit(x, y, width, text, role, ink))
        return height(text, role, width)


class GuideList(QScrollArea):
    """Rows in a column that scrolls to the row in hand."""

    pressed = Signal(str)
    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[GuideRow] = []
        self._at = -1
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's

    def show_rows(self, rows: tuple[Row, ...], at: int, opened: frozenset[str]) -> None:
        """Draw."""
        while len(self.rows) < len(rows):
            made = GuideRow()
            made.pressed.connect(self.pressed)
            made.chosen.connect(self.chosen)
            self.column.insertWidget(len(self.rows), made)
            self.rows.append(made)
        for place, widget in enumerate(self.rows):
            if place < len(rows):
                widget.show_row(rows[place], now=place == at, opened=rows[place].id in opened)
            widget.setVisible(place < len(rows))
        self._at = at
        self.follow()

    def add_below(self, widget: QWidget) -> None:
        """Something after the rows (the side, in a narrow window)."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def follow(self) -> None:
        """Scroll to the row in hand; of a row higher than the view its beginning."""
        if not 0 <= self._at < len(self.rows) or not self.isVisible():
            return
        inside = self.widget()
        layout = self.column
        layout.activate()
        if inside is not None:
            inside.adjustSize()
        row = self.rows[self._at]
        first = all(not each.row or not each.row.is_stop for each in self.rows[: self._at])
        top = 0 if first else row.y()
        self.ensureVisible(0, row.y() + row.height(), 0, px(8))
        self.ensureVisible(0, top, 0, 0)


def _paint_chip(painter: QPainter, chip: Chip) -> None:
    choice, box = chip.choice, chip.box.adjusted(0.5, 0.5, -0.5, -0.5)
    ink = "on_accent" if choice.chosen else "text"
    painter.setPen(QPen(color("accent" if choice.chosen else "line2"), 1))
    painter.setBrush(color("accent" if choice.chosen else "surface"))
    painter.drawRoundedRect(box, px(4), px(4))
    x = chip.box.x() + px(8)
    if choice.key:
        wide = cap_width(choice.key)
        cap_box = QRectF(x, chip.box.y() + px(4), wide, px(20))
        edge = color("on_accent" if choice.chosen else "line2")
        draw_cap(
            painter, cap_box, choice.key, edge, color(ink if choice.chosen else "text2"), None
        )
        x += wide + px(8)
    room = chip.box.right() - x - px(4)
    at = QPointF(x, chip.box.y() + px(4))
    paint_text(painter, at, choice.label, "secondary", room, ink=ink, wrap=True)


def _paint_ring(painter: QPainter, box: QRectF) -> None:
    width = current().focus_width
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("focus"), width))
    half = width / 2
    painter.drawRect(box.adjusted(half, half, -half, -half))


def _said(row: Row, *, now: bool, opened: bool) -> str:
    answers = [
        f"{choice.key} {choice.label}{'，已选' if choice.chosen else ''}" for choice in row.choices
    ]
    facts = [f"{name}：{text}" for name, text in row.facts] if opened else []
    words = [row.number, row.title, row.detail, row.right, *answers, *facts]
    return "，".join(word for word in words if word) + ("，选中" if now else "")
