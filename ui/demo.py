"""The day through the window: a citizen served by keys, with a picture of each screen.

Entered by the `demo` command through `ui.app.play_day`. The window, the store and the paper are
the real ones; only the hand on the keyboard is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clerk_app.desk.intake_state import Step
from clerk_app.kernel.errors import Unavailable
from ui.pictures import grab
from ui.screens.cases import CasesScreen
from ui.screens.intake import IntakeScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.app import Shell

NAME = "示例申请人㛃𫖯"
ITEM = "spjy"
PATIENCE_MS = 30_000
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Hand:
    """Presses keys where the focus is, waits for the window, takes pictures."""

    def __init__(self, shell: Shell, out: Path) -> None:
        self.shell, self._out = shell, out
        self.pictures: list[Path] = []

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        widget = self._focus()
        # through the input method, as a Chinese keyboard does: no key exists for 㛃
        QTest.keyClicks(widget, text) if text.isascii() else _compose(widget, text)
        _settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key."""
        QTest.keyClick(self._focus(), key, modifier or Qt.KeyboardModifier.NoModifier)
        _settle()

    def until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait until the window shows it. Raises `Unavailable` (`no_answer`) in the end."""
        timer = QElapsedTimer()
        timer.start()
        while not is_so():
            if timer.elapsed() > PATIENCE_MS:
                raise Unavailable("no_answer", f"演示时等不到：{what}")
            QTest.qWait(10)
        _settle()

    def picture(self, name: str) -> None:
        """Take a picture of the whole window."""
        path = self._out / f"{len(self.pictures) + 1:02d}-{name}.png"
        grab(self.shell, path)
        self.pictures.append(path)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.shell


def play(shell: Shell, out: Path, passphrase: str) -> list[Path]:
    """Sign in, serve one citizen, look at the cases; returns the pictures."""
    hand = Hand(shell, out)
    hand.until("登录窗口", shell.isVisible)
    hand.picture("sign-in")
    hand.type(passphrase)
    hand.press(Qt.Key.Key_Return)
    hand.until("进入窗口", lambda: shell.main is not None and shell.currentWidget() is shell.main)
    screen = _intake(shell)
    hand.until("受理", lambda: not screen.state.loading)
    hand.press(Qt.Key.Key_F1)
    frame = shell.frame
    assert frame is not None  # noqa: S101 - the window is there
    hand.until("叫号", lambda: frame.state.ticket not in {"", "—"})
    hand.picture("intake-applicant")
    _fill_in(hand, screen)
    _decide(hand, screen)
    _look_at_cases(hand, shell)
    return hand.pictures


def _fill_in(hand: Hand, screen: IntakeScreen) -> None:
    hand.type(NAME)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    hand.until("选事项", lambda: screen.state.step is Step.ITEM)
    hand.type(ITEM)
    hand.until("搜索结果", lambda: screen.state.answered == ITEM and bool(screen.state.hits))
    hand.picture("intake-search")
    hand.press(Qt.Key.Key_Return)
    hand.until("事项", lambda: screen.state.item is not None)
    while screen.state.step is Step.SITUATION:
        before = screen.state.work
        if not before.answers:
            hand.picture("intake-situation")
        hand.press(Qt.Key.Key_1)
        hand.until("下一题", lambda before=before: screen.state.work != before)  # type: ignore[misc]  # the loop's own value
    hand.until("材料", lambda: screen.state.step is Step.PAPERS)


def _decide(hand: Hand, screen: IntakeScreen) -> None:
    hand.press(Qt.Key.Key_2)  # the first paper is missing: what would the law say?
    hand.until("预览", lambda: bool(screen.state.pages))
    hand.picture("intake-shortfall")
    hand.press(Qt.Key.Key_Z, _CONTROL)
    hand.press(Qt.Key.Key_A)
    hand.until("齐全", lambda: bool(screen.state.pages) and not screen.state.busy)
    hand.picture("intake-in-order")
    hand.press(Qt.Key.Key_Return, _CONTROL)
    hand.until("办好", lambda: screen.state.done is not None and not screen.state.busy)
    hand.picture("intake-done")
    hand.press(Qt.Key.Key_5)
    hand.until("评价", lambda: screen.state.done is None)


def _look_at_cases(hand: Hand, shell: Shell) -> None:
    frame, main = shell.frame, shell.main
    assert frame is not None  # noqa: S101 - the window is there
    assert main is not None  # noqa: S101 - the window is there
    frame.go("cases")
    screen = main.screen_of("cases")
    assert isinstance(screen, CasesScreen)  # noqa: S101 - its own entry
    hand.until("办件", lambda: bool(screen.state.found.lines))
    hand.picture("cases")


def _intake(shell: Shell) -> IntakeScreen:
    assert shell.main is not None  # noqa: S101 - waited for
    screen = shell.main.screen_of("intake")
    assert isinstance(screen, IntakeScreen)  # noqa: S101 - its own entry
    return screen


def _compose(widget: QWidget, text: str) -> None:
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def _settle() -> None:
    QApplication.processEvents()
