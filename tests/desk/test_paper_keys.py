"""The keys of the preview on its own widget: what a hand that rests on Enter must not do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clerk_app.desk.paper_preview import PreviewPresenter
from clerk_app.desk.runner import ImmediateRunner
from tests.desk.paper_fakes import FakePapers
from ui.screens.paper import PaperScreen


def test_enter_held_down_prints_nothing_and_pressed_once_prints_one(qtbot: QtBot) -> None:
    """Whoever opens a paper with Enter and keeps it down has not looked at it."""
    port, screen = FakePapers(), PaperScreen()
    qtbot.addWidget(screen)
    runner = ImmediateRunner()
    act = PreviewPresenter(port, runner, runner, screen.show_state, screen.sent.emit)
    screen.bind(act)
    act.told(port.facts())
    act.open("N", "N-01")

    def enter(*, held: bool) -> None:
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", held)
        QApplication.sendEvent(screen, event)

    for _ in range(3):
        enter(held=True)
    assert port.sent == []
    enter(held=False)
    for _ in range(3):
        enter(held=True)
    assert [each[1] for each in port.sent] == ["N-01"]
