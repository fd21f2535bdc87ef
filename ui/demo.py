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
from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.kernel.ids import group_digits
from ui.pictures import accessible_texts, grab
from ui.screens.cases import CasesScreen
from ui.screens.intake import IntakeScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.shell import Shell

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

    def picture(self, name: str, *says: str) -> None:
        """Take a picture of the whole window.

        `says` are texts of the presenter's state: each must stand in the accessibility tree of
        what is pictured, else the picture shows something else than the program means. Raises
        `Damaged` (`picture_differs`).
        """
        path = self._out / f"{len(self.pictures) + 1:02d}-{name}.png"
        grab(self.shell, path)
        shown = "\n".join(accessible_texts(self.shell))
        absent = [text for text in says if text not in shown]
        if absent:
            raise Damaged("picture_differs", f"画面 {name} 上没有：{'、'.join(absent)}")
        self.pictures.append(path)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.shell


def play(shell: Shell, out: Path, passphrase: str) -> list[Path]:
    """Sign in, serve one citizen, look at the cases; returns the pictures."""
    hand = Hand(shell, out)
    hand.until("登录窗口", shell.isVisible)
    state = shell.presenter.state
    hand.picture("sign-in", state.place.hall, state.button, *(line.title for line in state.lines))
    hand.type(passphrase)
    hand.press(Qt.Key.Key_Return)
    hand.until("进入窗口", lambda: shell.main is not None and shell.currentWidget() is shell.main)
    screen = _intake(shell)
    hand.until("受理", lambda: not screen.state.loading)
    hand.press(Qt.Key.Key_F1)
    frame = shell.frame
    assert frame is not None  # noqa: S101 - the window is there
    hand.until("叫号", lambda: frame.state.ticket not in {"", "—"})
    top = frame.state
    hand.picture(
        "intake-applicant", top.hall, top.window, top.clerk, top.ticket, *_intake_says(screen)
    )
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
    hand.picture("intake-search", *_intake_says(screen), screen.state.hits[0].name)
    hand.press(Qt.Key.Key_Return)
    hand.until("事项", lambda: screen.state.item is not None)
    while screen.state.step is Step.SITUATION:
        before = screen.state.work
        if not before.answers:
            situation = screen.state.situation
            question = situation.question if situation else ""
            hand.picture("intake-situation", *_intake_says(screen), question)
        hand.press(Qt.Key.Key_1)
        hand.until("下一题", lambda before=before: screen.state.work != before)  # type: ignore[misc]  # the loop's own value
    hand.until("材料", lambda: screen.state.step is Step.PAPERS)


def _decide(hand: Hand, screen: IntakeScreen) -> None:
    hand.press(Qt.Key.Key_2)  # the first paper is missing: what would the law say?
    hand.until("预览", lambda: any(row.state for row in screen.state.rows))
    hand.until("告知书", lambda: bool(screen.state.pages))
    hand.picture("intake-shortfall", *_intake_says(screen), *_rows_say(screen))
    hand.press(Qt.Key.Key_Z, _CONTROL)
    hand.until("撤回", lambda: not any(row.state for row in screen.state.rows))
    hand.press(Qt.Key.Key_A)
    hand.until("齐全", lambda: all(row.state for row in screen.state.rows))
    hand.until(
        "受理通知书", lambda: "受理" in screen.state.page_title and bool(screen.state.pages)
    )
    hand.picture("intake-in-order", *_intake_says(screen), *_rows_say(screen))
    hand.press(Qt.Key.Key_Return, _CONTROL)
    hand.until("办好", lambda: screen.state.done is not None and not screen.state.busy)
    done = screen.state.done
    number = group_digits(done.number) if done else ""
    hand.picture("intake-done", number, *(line.title for line in screen.state.steps))
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
    lines = screen.state.found.lines
    hand.picture("cases", screen.state.sums, *(line.grouped for line in lines))


def _intake_says(screen: IntakeScreen) -> tuple[str, ...]:
    state = screen.state
    return (
        *(line.title for line in state.steps),
        state.head,
        state.verdict.word,
        state.page_title,
    )


def _rows_say(screen: IntakeScreen) -> tuple[str, ...]:
    return tuple(row.name for row in screen.state.rows)


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
