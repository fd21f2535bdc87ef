"""Rows of the search box: a heading, and a line with its marks, note and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_app.desk.actions import cap
from clerk_app.desk.palette_lines import Kind
from ui.glyphs import paint
from ui.theme import color, current, font, px
from ui.widgets.keys import cap_width, draw_cap
from ui.widgets.marked import height, paint_text

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from clerk_app.desk.palette_lines import Group, Line

LEFT, ICON, GAP, RIGHT = 18, 20, 14, 18
ROW, HEAD = 52, 28


class GroupRow(QWidget):
    """The heading of a group, 28 high."""

    def __init__(self) -> None:
        super().__init__()
        self._group: Group | None = None
        self.setFixedHeight(px(HEAD))

    def show_group(self, group: Group) -> None:
        """Draw another one."""
        if self._group is None or (group.title, group.remark) != (
            self._group.title,
            self._group.remark,
        ):
            self._group = group
            self.setAccessibleName(f"{group.title} {group.remark}".strip())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Ground, title, remark."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("canvas"))
        if self._group is not None:
            metrics = QFontMetrics(font("caption_strong"))
            top = (self.height() - metrics.height()) / 2
            x = px(LEFT)
            title = self._group.title
            paint_text(painter, QPointF(x, top), title, "caption_strong", self.width() - 2 * x)
            x += metrics.horizontalAdvance(title) + px(10)
            room = self.width() - x - px(RIGHT)
            remark = self._group.remark
            paint_text(painter, QPointF(x, top), remark, "caption", room, ink="text2")
        painter.end()


class LineRow(QWidget):
    """One line, 52 high; the line in hand shows its whole name. `pressed` by a click."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line: Line | None = None
        self.now = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_line(self, line: Line, *, now: bool) -> None:
        """Draw another line."""
        if (line, now) == (self._line, self.now):
            return
        self._line, self.now = line, now
        words = (line.title, line.detail, line.note)
        said = "，".join(part for part in words if part)
        self.setAccessibleName(said + ("，选中" if now else ""))
        self.setAccessibleDescription(cap(self._key(line)))
        self.updateGeometry()
        self.update()

    def needed(self, width: int) -> int:
        """The height in that width."""
        if not self.now or self._line is None:
            return px(ROW)
        title = height(self._line.title, "name", self._room(width, self._line))
        detail = height(self._line.detail, "caption", self._room(width, self._line))
        return max(px(ROW), title + detail + px(13))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as the box."""
        return QSize(px(400), self.needed(self.width()))

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """This one."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, glyph, words, note, key."""
        if self._line is None:
            return
        line = self._line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "soft" if self.now else "surface"
        painter.fillRect(self.rect(), color(ground))
        if self.now:
            painter.fillRect(QRectF(0, 0, px(3), self.height()), color("accent"))
        side = px(ICON)
        box = QRectF(px(LEFT), (self.height() - side) / 2, side, side)
        ink = "accent" if self.now else "text2"
        paint(painter, line.glyph, box, color(ink), color(ground))
        self._paint_words(painter, line)
        self._paint_right(painter, line, ground)
        hair = current().hair
        painter.fillRect(QRectF(0, self.height() - hair, self.width(), hair), color("line"))
        painter.end()

    def _paint_words(self, painter: QPainter, line: Line) -> None:
        room = self._room(self.width(), line)
        x = px(LEFT + ICON + GAP)
        one = QFontMetrics(font("name")).height()
        title = height(line.title, "name", room) if self.now else one
        detail = height(line.detail, "caption", room) if self.now else _high("caption")
        top = (self.height() - title - (detail if line.detail else 0)) / 2
        at = QPointF(x, top)
        paint_text(painter, at, line.title, "name", room, marks=line.marks, wrap=self.now)
        below = QPointF(x, top + title)
        paint_text(
            painter,
            below,
            line.detail,
            "caption",
            room,
            ink="text2",
            marks=line.detail_marks,
            wrap=self.now,
        )

    def _paint_right(self, painter: QPainter, line: Line, ground: str) -> None:
        key = self._key(line)
        x = self.width() - px(RIGHT)
        if key:
            width = cap_width(key)
            x -= width
            box = QRectF(x, (self.height() - px(20)) / 2, width, px(20))
            draw_cap(painter, box, cap(key), color("line2"), color("text2"), color("surface"))
            x -= px(10)
        note, tone = self._note(line), "warn" if line.warns else "text2"
        if note:
            metrics = QFontMetrics(font("caption"))
            wide = metrics.horizontalAdvance(note)
            at = QPointF(x - wide, (self.height() - metrics.height()) / 2)
            paint_text(painter, at, note, "caption", wide + 1, ink=tone)
            if line.warns:
                side = px(14)
                sign = QRectF(at.x() - side - px(6), (self.height() - side) / 2, side, side)
                paint(painter, "offline", sign, color("warn"), color(ground))

    def _key(self, line: Line) -> str:
        if self.now:
            return "Return"
        return line.cap

    def _note(self, line: Line) -> str:
        if line.kind is Kind.COMMAND and line.note:
            return f"平时按 {cap(line.note)}"
        return line.note

    def _room(self, width: int, line: Line) -> int:
        """What is left for the words beside note and key; the same whether in hand or not."""
        note = self._note(line)
        right = QFontMetrics(font("caption")).horizontalAdvance(note) + px(16) if note else 0
        sign = px(20) if line.warns else 0
        key = max(cap_width("Return"), cap_width("Alt+9")) + px(10)
        return max(px(80), width - px(LEFT + ICON + GAP + RIGHT) - right - sign - key)


def _high(role: str) -> int:
    return QFontMetrics(font(role)).height()
