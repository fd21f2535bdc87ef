"""Lists to choose one line from by a key: hits of a search, answers of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.labels import ElidedLabel, PlainLabel
from ui.theme import color, current, px
from ui.widgets.keys import KeyCap

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent


class ChoiceRow(QWidget):
    """One line: words, a second line, its key. `pressed` is emitted by a click."""

    pressed = Signal()

    def __init__(self, key: str, *, wrap: bool = False) -> None:
        super().__init__()
        self.now = False
        self.title = (
            PlainLabel("", "name", wrap=True) if wrap else ElidedLabel("", "name", middle=True)
        )
        self.detail = ElidedLabel("", "caption", "text2")
        self.cap = KeyCap(key)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(6), px(12), px(6))
        row.setSpacing(px(12))
        row.addLayout(words, 1)
        row.addWidget(self.cap, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_choice(self, title: str, detail: str, *, now: bool) -> None:
        """Draw the line."""
        self.now = now
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(title + ("，选中" if now else ""))
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """This one."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, mark, lower line."""
        painter = QPainter(self)
        if self.now:
            painter.fillRect(self.rect(), color("soft"))
            painter.fillRect(0, 0, px(3), self.height(), color("accent"))
        line = self.rect().adjusted(0, self.height() - current().hair, 0, 0)
        painter.fillRect(line, color("line"))
        painter.end()


class ChoiceList(QWidget):
    """Lines with keys. `chosen` is emitted with the place of the line."""

    chosen = Signal(int)

    def __init__(self, keys: tuple[str, ...], *, wrap: bool = False) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows = [ChoiceRow(key, wrap=wrap) for key in keys]
        for at, row in enumerate(self.rows):
            row.pressed.connect(lambda at=at: self.chosen.emit(at))
            self._column.addWidget(row)
        self._column.addStretch(1)

    def show_choices(
        self, choices: tuple[tuple[str, str], ...], now: int, *, cap_only: bool = False
    ) -> None:
        """Draw (title, detail) lines; `now` is marked, with `cap_only` only it has its key."""
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(choices))
            if at < len(choices):
                row.show_choice(*choices[at], now=at == now)
                row.cap.setVisible(not cap_only or at == now)
