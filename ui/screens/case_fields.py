"""上报字段: the fields of a case to copy into a platform by hand, name and value a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.actions import COPY
from clerk_app.desk.case_private import EMPTY_VALUE
from ui.labels import PlainLabel
from ui.theme import color, current, px
from ui.widgets.cards import region
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from clerk_app.desk.case_private import CopyPanel, CopyRow

COPIED = "已复制"


class FieldLine(QWidget):
    """One field: its name, its value, what a code means; the one in hand has the ring."""

    pressed = Signal()

    def __init__(self, row: CopyRow) -> None:
        super().__init__()
        self.row, self.now = row, False
        name = PlainLabel(row.label, "secondary", "text2", wrap=True)
        name.setFixedWidth(px(150))
        tone = "text" if row.value else "text3"
        value = PlainLabel(row.value or EMPTY_VALUE, "name", tone, wrap=True)
        self.state = PlainLabel("", "state", "ok")
        grid = QGridLayout(self)
        grid.setContentsMargins(px(10), px(4), px(10), px(4))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(0)
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, 0, 1)
        grid.addWidget(self.state, 0, 2, Qt.AlignmentFlag.AlignTop)
        if row.words and row.words != row.value:
            grid.addWidget(PlainLabel(row.words, "caption", "text2", wrap=True), 1, 1)
        grid.setColumnStretch(1, 1)

    def show_line(self, *, now: bool, copied: bool) -> None:
        """Whether the hand is here, and whether it was copied last."""
        self.now = now
        self.state.setText(COPIED if copied else "")
        words = f"{self.row.label} {self.row.value or EMPTY_VALUE}"
        self.setAccessibleName(words + ("，选中" if now else "") + ("，已复制" if copied else ""))
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """This one."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground and ring, or the lower line."""
        painter = QPainter(self)
        if self.now:
            painter.fillRect(self.rect(), color("soft"))
            painter.setPen(color("focus"))
            for inset in range(current().focus_width):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        else:
            painter.fillRect(
                self.rect().adjusted(0, self.height() - current().hair, 0, 0), color("line")
            )
        painter.end()


class CopyView(QFrame):
    """Draws a `CopyPanel`. `copy_wanted` by the button, `row_pressed` by a click; the keys are
    the screen's."""

    copy_wanted = Signal()
    row_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: tuple[CopyRow, ...] | None = None
        self.lines: list[FieldLine] = []
        self.title = PlainLabel("", "group", wrap=True)
        self.hint = PlainLabel(
            "复制的是上报的值；看过、复制过都有记录。", "caption", "text2", wrap=True
        )
        self.copy = KeyButton(COPY.title, COPY.key, "primary", height=34, role="secondary")
        self.copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy.clicked.connect(self.copy_wanted)
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(16), px(8), px(12), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        row.addLayout(words, 1)
        row.addWidget(self.copy)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.area, 1)

    def show_panel(self, panel: CopyPanel) -> None:
        """Draw; the row in hand is scrolled into sight."""
        if panel.rows != self._shown:
            self._build(panel.rows)
        full = sum(bool(row.value) for row in panel.rows)
        self.title.setText(f"上报字段  {len(panel.rows)} 项，这里有 {full} 项")
        for at, line in enumerate(self.lines):
            line.show_line(now=at == panel.at, copied=at == panel.copied)
        if 0 <= panel.at < len(self.lines):
            line = self.lines[panel.at]
            QTimer.singleShot(0, line, lambda: self.area.ensureWidgetVisible(line, 0, px(40)))
        self.setAccessibleName(self.title.text())

    def _build(self, rows: tuple[CopyRow, ...]) -> None:
        self._shown = rows
        self.lines = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(0)
        group = ""
        for at, row in enumerate(rows):
            if row.group != group:
                group = row.group
                column.addWidget(PlainLabel(group, "caption_strong", "accent"))
            line = FieldLine(row)
            line.pressed.connect(lambda at=at: self.row_pressed.emit(at))
            self.lines.append(line)
            column.addWidget(line)
        column.addStretch(1)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's
