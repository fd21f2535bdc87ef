"""The search field of the top bar: it opens the search box, where everything is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.widgets.fields import SearchField

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class SearchOpener(SearchField):
    """`wanted` is emitted by a click, by Enter, and with the first letters by typing."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self.wanted)
        self.confirmed.connect(lambda: self.wanted.emit(self.text()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Straight to the box."""
        event.accept()
        self.wanted.emit(self.text())
