"""A bar with its count and the key that stops the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.labels import PlainLabel
from ui.theme import color, px
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class ProgressBar(QWidget):
    """Words, bar, stop key. `stopped` is emitted by its button; the key is the screen's."""

    stopped = Signal()

    def __init__(self, title: str, key: str) -> None:
        super().__init__()
        self.words = PlainLabel("", "body")
        self.stop = KeyButton(title, key, height=30, role="secondary")
        self.stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stop.clicked.connect(self.stopped)
        self.bar = _Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(8), px(16), px(8))
        column.setSpacing(px(6))
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_progress(self, words: str, done: int, total: int, *, stoppable: bool) -> None:
        """How far it is."""
        self.words.setText(words)
        self.stop.setVisible(stoppable)
        self.bar.share = done / total if total else 0.0
        self.setAccessibleName(words)
        self.bar.update()


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedHeight(px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setPen(color("line2"))
        painter.setBrush(color("surface"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        inside.setWidth(inside.width() * min(1.0, self.share))
        painter.fillRect(inside, color("accent"))
        painter.end()
