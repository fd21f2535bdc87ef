"""A scanned number is never taken for the keys of a hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.ui.hands import press, type_text
from tests.ui.support import SetClock
from ui.scanner import ScanFilter
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent
    from pytestqt.qtbot import QtBot

CODE = "51160200012600000163"


class Checklist(QWidget):
    """Notes each key it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.field = TextField()
        QVBoxLayout(self).addWidget(self.field)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.keys.append(event.text())


class Scene:
    def __init__(self, qtbot: QtBot) -> None:
        self.clock = SetClock()
        self.filter = ScanFilter(self.clock.monotonic_ms)
        self.codes: list[str] = []
        self.filter.scanned.connect(self.codes.append)
        self.screen = Checklist()
        qtbot.addWidget(self.screen)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.setFocus()

    def by_hand(self, text: str) -> None:
        for char in text:
            self.clock.pass_seconds(0.2)
            type_text(self.screen, char)


@pytest.fixture
def scene(qtbot: QtBot, qapp: QApplication) -> Iterator[Scene]:
    made = Scene(qtbot)
    made.filter.follow(qapp)
    yield made
    made.filter.stop(qapp)


def test_a_scanned_number_is_one_code_and_no_key(scene: Scene) -> None:
    type_text(scene.screen, CODE)
    press(scene.screen, Qt.Key.Key_Return)
    assert scene.codes == [CODE]
    scene.filter.flush()
    assert scene.screen.keys == []


def test_keys_of_a_hand_arrive_in_their_order(scene: Scene) -> None:
    scene.by_hand("1352")
    scene.clock.pass_seconds(0.2)
    press(scene.screen, Qt.Key.Key_Return)
    assert scene.screen.keys == ["1", "3", "5", "2", "\r"]
    assert scene.codes == []


def test_one_key_alone_arrives_without_another(qtbot: QtBot, scene: Scene) -> None:
    scene.by_hand("3")
    assert scene.screen.keys == []
    qtbot.waitUntil(lambda: scene.screen.keys == ["3"], timeout=60_000)


def test_a_short_burst_is_no_code(scene: Scene) -> None:
    type_text(scene.screen, "12")
    press(scene.screen, Qt.Key.Key_Return)
    assert scene.codes == []
    assert scene.screen.keys == ["1", "2", "\r"]


def test_inside_a_field_the_code_is_typed_and_enter_confirms_only_it(
    qtbot: QtBot, scene: Scene
) -> None:
    scene.screen.field.setFocus()
    with qtbot.waitSignal(scene.screen.field.confirmed):
        type_text(scene.screen.field, CODE)
        press(scene.screen.field, Qt.Key.Key_Return)
    assert scene.screen.field.text() == CODE
    assert scene.codes == []
    assert scene.screen.keys == []


def test_keys_with_ctrl_are_never_held(scene: Scene) -> None:
    press(scene.screen, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert len(scene.screen.keys) == 2  # Ctrl itself, then Ctrl+Q, at once
