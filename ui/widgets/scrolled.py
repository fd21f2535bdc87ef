"""A screen in a window too small for it: it scrolls, and what the hand is at stays in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget
from shiboken6 import isValid

from ui.theme import px


class Pages(QStackedWidget):
    """Pages of which each takes the room there is: none asks for height by its width."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Or the highest page would hold for all of them."""
        return False


class Scrolled(QScrollArea):
    """Holds one screen. It takes no focus and no keys of its own."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__()
        self.held = screen
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(screen)
        screen.setAutoFillBackground(False)  # the ground is what lies below
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A focus that moved by a key is scrolled into sight."""
        if not isValid(self) or now is None or not self.held.isAncestorOf(now):
            return
        if now.height() < self.viewport().height():
            self.ensureWidgetVisible(now, px(8), px(8))
