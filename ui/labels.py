"""Labels that show what was typed, letter for letter: never markup.

Qt reads a text with tags as a little web page by default (a name `张<b>三` loses letters, an
image address is fetched). Every label of this program is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` letter for letter, whatever it holds."""
    if not GuiQt.mightBeRichText(text):
        return text
    from html import escape  # rarely needed, never before the first paint

    return f"<qt>{escape(text)}</qt>"


class PlainLabel(QLabel):
    """A label of plain text in one of the roles and tones of the theme."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "text", *, wrap: bool = False
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        self.setProperty("tone", tone)
        self.setText(text)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_tone(self, tone: str) -> None:
        """Another tone of the theme."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().polish(self)
            self.update()


class ElidedLabel(PlainLabel):
    """One line that gives way: too long a text ends in …, the whole of it is the tool tip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        middle: bool = False,
        least: int = 48,
    ) -> None:
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._least = px(least)
        super().__init__(text, role, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show another text; readers of the screen always get all of it."""
        super().setText(text)
        if self.isVisible():  # before, its width means nothing
            self._tell_rest()

    def shown_text(self) -> str:
        """What fits into the width there is."""
        return self.fontMetrics().elidedText(self.text(), self._mode, self.width())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """A few characters at least."""
        whole = super().minimumSizeHint()
        return QSize(min(self._least, whole.width()), whole.height())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The width is known now."""
        super().showEvent(event)
        self._tell_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Tell the rest in a tool tip when it does not fit."""
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the text that fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(self.rect(), flags, self.shown_text())
        painter.end()

    def _tell_rest(self) -> None:
        cut = bool(self.text()) and self.shown_text() != self.text()
        self.setToolTip(plain_tip(self.text()) if cut else "")
