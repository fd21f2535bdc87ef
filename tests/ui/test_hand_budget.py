"""The hand budget: key events that reach the real window are counted, not calls of a test.

From "next ticket" to a printed acceptance of an item with 8 papers all in order at most 14 key
presses and no mouse, beyond what is typed as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui import journey_support as journey
from tests.ui.hands import CTRL, NONE
from tests.ui.journey_support import PERSON, Window, put
from tests.ui.support import SetClock
from ui.scanner import ScanFilter

BUDGET = 14
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_HELD = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift}
_MOUSE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}


class KeyCount(QObject):
    """Counts what a keyboard and a mouse send to the window.

    Qt asks every key press once whether it is a shortcut, before it is one or goes to the widget
    in focus: these questions are the presses. A chord is one; a key the scan filter held and
    gave back is not pressed twice; a character that goes into a field is data.
    """

    def __init__(self, scans: ScanFilter) -> None:
        super().__init__()
        self._scans = scans
        self.keys: list[str] = []
        self.data = self.mouse = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in _MOUSE and isinstance(watched, QWidget):
            self.mouse += 1
        asks = event.type() is QEvent.Type.ShortcutOverride and not self._scans.replaying
        if asks and isinstance(event, QKeyEvent) and watched is QApplication.focusWidget():
            if event.key() in _HELD:
                return False
            typed = event.text().isprintable() and bool(event.text())
            if isinstance(watched, QLineEdit) and typed and not event.modifiers() & _COMMANDS:
                self.data += 1
            else:
                self.keys.append(Qt.Key(event.key()).name)
        return False


@pytest.fixture
def window(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Window]:
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, SetClock(), tickets=2)) as opened:
        yield opened


@pytest.fixture
def counted(qapp: QApplication, window: Window) -> Iterator[KeyCount]:
    assert window.shell.scans is not None
    count = KeyCount(window.shell.scans)
    qapp.installEventFilter(count)
    yield count
    qapp.removeEventFilter(count)


def at() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_counter_counts_keys_shortcuts_and_clicks_and_no_data(
    window: Window, counted: KeyCount
) -> None:
    put(at(), "abc")
    assert (counted.keys, counted.data) == ([], 3)
    journey.press_by_hand(window, Qt.Key.Key_Return)
    journey.press_by_hand(window, Qt.Key.Key_F1)
    journey.press_by_hand(window, Qt.Key.Key_G, CTRL)
    assert counted.keys == ["Key_Return", "Key_F1", "Key_G"]
    journey.at_papers(window)
    journey.press_by_hand(window, Qt.Key.Key_3)  # held by the scan filter, and given back
    assert counted.keys[3:] == ["Key_3"]
    assert counted.mouse == 0
    QTest.mouseClick(window.main.bar, Qt.MouseButton.LeftButton)
    assert counted.mouse >= 1


def test_a_whole_service_fits_the_hand(window: Window, counted: KeyCount) -> None:
    """With the number of the card typed as data: eight papers, an agent even."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        journey.press_by_hand(window, key, modifier)

    screen = window.intake
    press(Qt.Key.Key_F1)
    put(at(), PERSON[0])
    press(Qt.Key.Key_Return)
    put(at(), PERSON[1])
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_G, CTRL)
    put(at(), "测试乙")
    for _ in range(3):  # neither number nor telephone of the agent
        press(Qt.Key.Key_Return)
    put(at(), "lmcfxkz")
    press(Qt.Key.Key_Return)
    for _ in range(screen.state.situation_count):
        press(Qt.Key.Key_2)
    assert len(screen.state.rows) == 8
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Return)
    done = screen.state.done
    assert done is not None
    assert done.outcome == "accepted"
    assert Path(done.documents[0].path).read_bytes().startswith(b"%PDF")
    assert len(counted.keys) <= BUDGET, counted.keys
    assert counted.mouse == 0
