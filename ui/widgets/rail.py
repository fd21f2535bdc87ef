"""The left rail: words, not only icons; one entry per screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clerk_app.desk.actions import RAIL, RailEntry, cap
from ui.glyphs import paint
from ui.theme import color, current, font, low, px, short
from ui.widgets.cards import region

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from clerk_app.desk.frame import Badge


class RailButton(QPushButton):
    """One entry: its digit, glyph, word and perhaps a count."""

    def __init__(self, entry: RailEntry, *, narrow: bool) -> None:
        super().__init__(entry.title)
        self.entry, self.narrow = entry, narrow or short()
        self.now, self.badge = False, None
        self.setAutoDefault(False)
        self.setFixedSize(px(80), px(26 if low() else 44 if self.narrow else 60))
        self.setAccessibleDescription(cap(entry.key))
        self.show_entry(now=False, badge=None)

    badge: Badge | None

    def show_entry(self, *, now: bool, badge: Badge | None) -> None:
        """Whether it is the screen shown, and its count."""
        self.now, self.badge = now, badge
        count = f" {badge.count} 件" if badge else ""
        self.setAccessibleName(f"{self.entry.title}{count}{'，当前' if now else ''}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Fixed by the rail."""
        return self.minimumSize()

    def _paint_glyph(self, painter: QPainter, ink: QColor, ground: str) -> QRectF:
        """The glyph over its word; without the height for it the word stands alone."""
        if low():
            return QRectF(0, 0, 0, 0)
        side = px(18 if self.narrow else 22)
        top = px(4 if self.narrow else 9)
        box = QRectF((self.width() - side) / 2, top, side, side)
        paint(painter, self.entry.id, box, ink, color(ground))
        return box

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Mark, digit, glyph, word, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = color("accent" if self.now else "text2")
        ground = "soft" if self.now else "sunken" if self.underMouse() else "canvas"
        painter.fillRect(self.rect(), color(ground))
        if self.now:
            painter.fillRect(QRectF(0, 0, px(3), self.height()), color("accent"))
        box = self._paint_glyph(painter, ink, ground)
        painter.setPen(color("accent" if self.now else "text3"))
        painter.setFont(font("figure"))
        digit = self.entry.key.rpartition("+")[2]
        painter.drawText(QRectF(px(5 if low() else 9), px(4), px(16), px(16)), 0, digit)
        if self.badge:
            painter.setPen(color("danger" if self.badge.urgent else "text2"))
            painter.setFont(font("figure_strong"))
            right = QRectF(self.width() - px(36), px(4), px(28), px(16))
            painter.drawText(right, int(Qt.AlignmentFlag.AlignRight), str(self.badge.count))
        painter.setPen(ink)
        painter.setFont(font("caption_strong" if self.now else "caption"))
        left = px(16) if low() else 0  # beside the digit
        words = QRectF(left, box.bottom(), self.width() - left, self.height() - box.bottom())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.entry.title)
        if self.hasFocus():
            width = current().focus_width
            painter.setPen(color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for inset in range(width):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()


class Rail(QWidget):
    """All entries. `chosen` is emitted with the id of the screen."""

    chosen = Signal(str)

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        frame = region("rail")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        edge = 0 if low() else px(4)
        column.setContentsMargins(0, edge, 0, edge)
        column.setSpacing(0)
        self.buttons: dict[str, RailButton] = {}
        for entry in RAIL:
            button = RailButton(entry, narrow=narrow)
            button.clicked.connect(lambda _on=False, screen=entry.id: self.chosen.emit(screen))
            self.buttons[entry.id] = button
            column.addWidget(button)
        column.addStretch(1)
        self.setFixedWidth(px(80) + current().hair)

    def show_rail(self, screen: str, badges: tuple[Badge, ...]) -> None:
        """Which screen is shown, and the counts."""
        counts = {badge.screen: badge for badge in badges if badge.count}
        for name, button in self.buttons.items():
            button.show_entry(now=name == screen, badge=counts.get(name))
