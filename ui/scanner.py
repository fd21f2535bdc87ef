"""A barcode scanner is a keyboard: its bursts are caught before they are taken for keys.

On a checklist the keys 1–5 set a paper's state; a scanned number must not. Characters that
come within a few milliseconds of each other and end with Enter are one code. Keys typed by
hand reach the screen 40 ms later, which no hand feels. Inside a text field nothing is caught:
there the code is typed, and its Enter confirms that field only.

Single-key acts of a screen belong into its `keyPressEvent`, not into a `QShortcut`, which
would fire before this filter is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

GAP_MS = 40
"""Longest pause between two characters of a scanner; a fast typist needs 60 ms and more."""
LEAST = 4
"""Fewer characters are never a code."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SIGNS = frozenset("-./:_+?=&#%~")
_PLAIN = Qt.KeyboardModifier.NoModifier
_TYPING = (QLineEdit, QPlainTextEdit, QComboBox)


class _Held(NamedTuple):
    key: int
    modifiers: Qt.KeyboardModifier
    text: str


class ScanFilter(QObject):
    """Watches the widget that has the focus. `scanned` is emitted with each code."""

    scanned = Signal(str)

    def __init__(self, monotonic_ms: Callable[[], int]) -> None:
        super().__init__()
        self._now = monotonic_ms
        self._held: list[_Held] = []
        self._last = 0
        self._replaying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GAP_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def replaying(self) -> bool:
        """Are keys that were held being given to the screen now?"""
        return self._replaying

    def follow(self, app: QApplication) -> None:
        """Begin to watch. Only the widget in focus is filtered: a filter over the whole
        application would be asked for every paint."""
        app.focusChanged.connect(self._moved)
        self._moved(None, QApplication.focusWidget())

    def stop(self, app: QApplication) -> None:
        """Watch no more."""
        app.focusChanged.disconnect(self._moved)
        self._moved(QApplication.focusWidget(), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Hold what may be a code; let everything else pass."""
        if event.type() is not QEvent.Type.KeyPress or self._replaying:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if isinstance(watched, _TYPING):
            self.flush()
            return False
        return self._hold(event)

    def flush(self) -> None:
        """It was no code: give the keys to the screen, in their order."""
        self._timer.stop()
        held, self._held = self._held, []
        target = QApplication.focusWidget()
        if target is None:
            return
        self._replaying = True
        for key, modifiers, text in held:
            press = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
            QApplication.sendEvent(target, press)
        self._replaying = False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def _hold(self, event: QKeyEvent) -> bool:
        gap, self._last = self._now() - self._last, self._now()
        if self._held and gap > GAP_MS:
            self.flush()
        if event.key() in _ENTER and len(self._held) >= LEAST:
            self._timer.stop()
            code = "".join(held.text for held in self._held)
            self._held = []
            self.scanned.emit(code)
            return True
        text = event.text()
        shift = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        part = len(text) == 1 and (text.isalnum() or text in _SIGNS)
        if part and shift in {_PLAIN, Qt.KeyboardModifier.KeypadModifier}:
            self._held.append(_Held(event.key(), event.modifiers(), text))
            self._timer.start()
            return True
        self.flush()
        return False
