"""Messages over a screen, and what an empty screen says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk.actions import DISMISS
from clerk_app.desk.messages import Message, Weight
from ui.glyphs import GlyphView
from ui.labels import PlainLabel
from ui.theme import color, current, px
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WEIGHTS = {
    # weight -> glyph, tone, ground
    Weight.TELL: ("told", "accent", "soft"),
    Weight.WARN: ("offline", "warn", "warn_soft"),
    Weight.DANGER: ("failing", "danger", "danger_soft"),
}


class NoticeBar(QWidget):
    """What happened, what it means for the citizen, what to press.

    `dismissed` is emitted when the clerk is done with it. Hidden while there is no message.
    """

    dismissed = Signal()

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self._ground, self._tone = "soft", "accent"
        self.glyph = GlyphView("told", "accent", 20)
        self.happened = PlainLabel("", "group", wrap=True)
        self.rest = PlainLabel("", "secondary", "text", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.happened)
        words.addWidget(self.rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.close_button = KeyButton(DISMISS.title, DISMISS.key, height=30, role="secondary")
        self.close_button.clicked.connect(self.dismissed)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button.setVisible(closable)  # after it has a parent, or it flashes up alone
        self.hide()

    def show_message(self, message: Message | None) -> None:
        """Show a message, or nothing."""
        if message is None:
            self.hide()
            return
        glyph, self._tone, self._ground = WEIGHTS[message.weight]
        self.glyph.ground = self._ground
        self.glyph.show_glyph(glyph, self._tone)
        self.happened.setText(message.happened)
        rest = "".join(part for part in (message.means, message.press) if part)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Soft ground, mark at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._ground))
        painter.fillRect(QRectF(0, 0, px(4), self.height()), color(self._tone))
        hair = current().hair
        painter.fillRect(QRectF(0, self.height() - hair, self.width(), hair), color("line"))
        painter.end()


class Band(PlainLabel):
    """One line across the window that stays: a store to learn on. Hidden without words."""

    def __init__(self) -> None:
        super().__init__("", "state", "warn", wrap=True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(px(12), px(3), px(12), px(3))
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Soft ground under the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("warn_soft"))
        painter.end()
        super().paintEvent(event)


class EmptyState(QWidget):
    """What a screen without content says, and the first thing to do there."""

    def __init__(
        self, glyph: str, title: str, detail: str, action: KeyButton | None = None
    ) -> None:
        super().__init__()
        middle = Qt.AlignmentFlag.AlignHCenter
        self.title = PlainLabel(title, "title")
        self.detail = PlainLabel(detail, "body", "text2", wrap=True)
        self.detail.setAlignment(middle)
        self.detail.setMinimumWidth(px(320))
        self.detail.setMaximumWidth(px(480))
        column = QVBoxLayout(self)
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addWidget(GlyphView(glyph, "text3", 40), 0, middle)
        column.addWidget(self.title, 0, middle)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.detail, 20)
        row.addStretch(1)
        column.addLayout(row)
        if action is not None:
            column.addWidget(action, 0, middle)
        column.addStretch(3)
