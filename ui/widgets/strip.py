"""The call bar alone, on top of other programs, while the window is minimised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_app.desk.actions import CallAct
from ui.theme import color, px
from ui.widgets.call_bar import CallBar

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from clerk_app.desk.frame import FrameState


class CallStrip(QWidget):
    """Takes no focus. `pressed` carries the act; `restore` is emitted by a double click.

    It is dragged by its handle at the left.
    """

    pressed = Signal(CallAct)
    restore = Signal()

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle("叫号条")
        self.bar = CallBar(narrow=True)
        self.bar.pressed.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        handle = _Handle()
        handle.setToolTip("拖动，双击回到窗口")
        row.addWidget(handle)
        row.addWidget(self.bar)
        self.setFixedHeight(self.bar.height())

    def show_bar(self, state: FrameState) -> None:
        """Draw the state; with the top bar away, being offline is said here."""
        self.bar.show_bar(state)
        if state.link_glyph != "online":
            self.bar.longest.setText(f"{state.link_word}·{state.longest}")
            self.bar.longest.show()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Back to the whole window."""
        event.accept()
        self.restore.emit()


class _Handle(QWidget):
    """Six dots to drag the strip by."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(px(24))
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The window system moves the strip."""
        handle = self.window().windowHandle()
        if handle is not None and event.button() is Qt.MouseButton.LeftButton:
            handle.startSystemMove()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Dots on the ground of the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color("bar"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("bar_text2"))
        for x in (px(9), px(15)):
            for y in (-px(6), 0, px(6)):
                painter.drawEllipse(QPointF(x, self.height() / 2 + y), px(1), px(1))
        painter.end()
