"""The frame at 1366 × 768: eight keys, nine screens, long names, nothing cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from clerk_app.desk.actions import CALL_KEYS, RAIL, CallAct
from clerk_app.desk.frame import FrameFacts
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.desk.sign_in import ClerkChoice, Place
from clerk_app.kernel.errors import Refused
from tests.ui.hands import ALT, click, press, type_text
from tests.ui.support import (
    FACTS,
    HOSTILE,
    LONG,
    LONG_NAME,
    OFFLINE,
    PASSWORD,
    FakeSignIn,
    SetClock,
)
from ui import theme
from ui.app import tell_bug
from ui.dialogs.bug import BugDialog
from ui.labels import ElidedLabel
from ui.main_window import SCREENS, MainWindow
from ui.pictures import accessible_texts
from ui.screens.cases import CasesScreen
from ui.screens.context import ScreenContext, ScreenSpec
from ui.shell import Shell
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

F_KEYS = [getattr(Qt.Key, f"Key_F{number}") for number in range(1, 9)]


def opened(qtbot: QtBot, facts: FrameFacts = FACTS, port: FakeSignIn | None = None) -> Shell:
    port = port or FakeSignIn()
    port.desk.frame.told = facts
    shell = Shell(port, ImmediateRunner(), SetClock())
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.presenter.submit(PASSWORD)
    QApplication.processEvents()
    return shell


def main_of(shell: Shell) -> MainWindow:
    assert shell.main is not None
    return shell.main


def test_the_eight_keys_call_the_port_from_anywhere(qtbot: QtBot) -> None:
    port = FakeSignIn()
    shell = opened(qtbot, port=port)
    main_of(shell).top.search.setFocus()
    for key in F_KEYS:
        press(main_of(shell).top.search, key)
    assert port.desk.frame.acts == [each.act for each in CALL_KEYS] == list(CallAct)


def test_a_click_on_a_key_does_the_same_and_takes_no_focus(qtbot: QtBot) -> None:
    port = FakeSignIn()
    main = main_of(opened(qtbot, port=port))
    main.top.search.setFocus()
    click(main.bar.keys[CallAct.RATE])
    assert port.desk.frame.acts == [CallAct.RATE]
    assert main.top.search.hasFocus()


def test_a_refused_call_is_told_over_the_screen_and_goes_with_escape(qtbot: QtBot) -> None:
    port = FakeSignIn()
    port.desk.frame.refuse = Refused("no_ticket", "现在没有人等。")
    main = main_of(opened(qtbot, port=port))
    press(main, Qt.Key.Key_F1)
    assert main.notice.isVisible()
    assert main.notice.happened.text() == "现在没有人等。"
    press(main, Qt.Key.Key_Escape)
    assert main.notice.isHidden()


def test_the_rail_opens_each_screen_by_its_key_and_unbuilt_ones_say_so(qtbot: QtBot) -> None:
    shell = opened(qtbot)
    main = main_of(shell)
    for number, entry in enumerate(RAIL, start=1):
        key = getattr(Qt.Key, f"Key_{number}")
        press(main, key, ALT)
        assert shell.frame is not None
        assert shell.frame.state.screen == entry.id
        texts = accessible_texts(main.screen_of(entry.id))
        built = entry.id in {spec.id for spec in SCREENS}
        assert (f"{entry.title}：此功能尚未提供" in texts) is not built


def test_a_screen_is_built_when_first_shown_and_not_before(qtbot: QtBot) -> None:
    built: list[ScreenContext] = []

    def build(context: ScreenContext) -> QWidget:
        built.append(context)
        return QWidget()

    shell = opened(qtbot)
    assert shell.desk is not None
    assert shell.frame is not None
    shell.frame.go("cases")
    context = ScreenContext(shell.desk, ImmediateRunner(), ImmediateRunner(), shell.frame)
    main = MainWindow(context, (ScreenSpec("intake", build),))
    qtbot.addWidget(main)
    main.show_state(shell.frame.state)
    assert built == []
    main.screen_of("intake")
    main.screen_of("intake")
    assert built == [context]


def test_the_accessible_words_are_the_state(qtbot: QtBot) -> None:
    shell = opened(qtbot, OFFLINE)
    assert shell.frame is not None
    state = shell.frame.state
    texts = accessible_texts(shell)
    for expected in (
        state.hall,
        state.window,
        state.clerk,
        state.day,
        state.time,
        state.link_word,
        state.link_detail,
        state.ticket,
        state.timer,
        state.waiting,
        state.longest,
        *(key.title for key in state.keys),
    ):
        assert expected in texts, expected
    assert "7 条未上传，最早 10:32" in texts
    assert "11月24日 周二·工作日" in texts
    assert "时限 3 件" in texts


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "large"])
@pytest.mark.parametrize(
    "facts", [FACTS, LONG, replace(LONG, queue=replace(LONG.queue, ticket=""))]
)
def test_nothing_is_cut_at_1366_by_768(
    qtbot: QtBot, qapp: QApplication, name: str, facts: FrameFacts
) -> None:
    theme.apply(qapp, name)
    place = Place(facts.hall, facts.window, "0005")
    port = FakeSignIn(where=place, known=(ClerkChoice("c1", LONG_NAME),))
    shell = opened(qtbot, facts, port)
    for screen in (shell.sign_in, main_of(shell)):
        shell.setCurrentWidget(screen)
        QApplication.processEvents()
        assert (shell.width(), shell.height()) == (1366, 768)
        assert cut(screen) == []


def cut(root: QWidget) -> list[str]:
    """Buttons smaller than their words, labels whose rest is nowhere, widgets outside."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        corner = widget.mapTo(root, widget.rect().bottomRight())
        if corner.x() > root.width() or corner.y() > root.height():
            found.append(f"outside: {type(widget).__name__} {corner.toTuple()}")
        if isinstance(widget, KeyButton):
            hint = widget.sizeHint()
            if hint.width() > widget.width() or hint.height() > widget.height():
                found.append(f"button: {widget.title}")
        elif isinstance(widget, ElidedLabel):
            if widget.shown_text() != widget.text() and not widget.toolTip():
                found.append(f"no tip: {widget.text()}")
            if widget.text() and widget.shown_text() in {"", "…"}:
                found.append(f"nothing left: {widget.text()}")
        elif isinstance(widget, QLabel):
            needed = (
                widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint()
            )
            high = needed if isinstance(needed, int) else needed.height()
            wide = 0 if isinstance(needed, int) else needed.width()
            if high > widget.height() or wide > widget.width():
                found.append(f"label: {widget.text()}")
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_label_anywhere_takes_a_name_for_markup(qtbot: QtBot, text: str) -> None:
    facts = replace(
        LONG,
        hall=text,
        window=text,
        clerk=text * 20,
        queue=replace(LONG.queue, ticket=text, what=text),
    )
    port = FakeSignIn(where=Place(text, text, text), known=(ClerkChoice("c1", text),))
    port.desk.frame.refuse = Refused("x", text)
    shell = opened(qtbot, facts, port)
    press(main_of(shell), Qt.Key.Key_F1)
    for entry in RAIL:
        main_of(shell).screen_of(entry.id)
    seen = 0
    for widget in (shell, *shell.findChildren(QWidget)):
        if isinstance(widget, QLabel):
            seen += 1
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
        tip = widget.toolTip()
        assert not GuiQt.mightBeRichText(tip) or tip.startswith("<qt>"), tip
        assert "<img" not in tip
        assert "<b>" not in tip
    assert seen > 30
    assert main_of(shell).notice.happened.text() == f"{text}。"
    assert text in accessible_texts(shell)


def test_no_button_is_a_default_button(qtbot: QtBot) -> None:
    shell = opened(qtbot)
    buttons = shell.findChildren(QPushButton)
    assert len(buttons) > 20
    for button in buttons:
        assert not button.isDefault()
        assert not button.autoDefault()


def test_the_tab_key_goes_from_the_screen_to_the_rail_to_the_top_and_never_to_the_call_bar(
    qtbot: QtBot,
) -> None:
    main = main_of(opened(qtbot))
    chain: list[QWidget] = []
    at: QWidget | None = main.rail.buttons["queue"]
    for _ in range(2000):
        assert at is not None
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and main.isAncestorOf(at) and at.isVisible():
            chain.append(at)
        at = at.nextInFocusChain()
        if at is main.rail.buttons["queue"]:
            break
    assert main.top.search in chain
    assert chain.index(main.top.search) > chain.index(main.rail.buttons["settings"])
    assert not any(main.bar.isAncestorOf(widget) for widget in chain)


class ShownWindows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
        ):
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(qtbot: QtBot, qapp: QApplication) -> None:
    watch = ShownWindows()
    qapp.installEventFilter(watch)
    shell = opened(qtbot, LONG)
    for entry in RAIL:
        if shell.frame is not None:
            shell.frame.go(entry.id)
    shell.lock()
    shell.change_theme("dark")
    qapp.removeEventFilter(watch)
    assert watch.seen == ["Shell"]


def test_a_scanned_receipt_opens_its_case_and_presses_nothing(qtbot: QtBot) -> None:
    port = FakeSignIn()
    shell = opened(qtbot, port=port)
    main = main_of(shell)
    main.setFocus()
    type_text(main, "51160200012600000163")
    press(main, Qt.Key.Key_Return)
    assert shell.frame is not None
    assert shell.frame.state.screen == "cases"
    screen = main.screen_of("cases")
    assert isinstance(screen, CasesScreen)
    assert screen.state.file is not None
    assert screen.state.file.number == "51160200012600000163"
    assert port.desk.frame.acts == []


def test_minimised_the_call_bar_stays_on_top_and_takes_no_focus(qtbot: QtBot) -> None:
    port = FakeSignIn()
    shell = opened(qtbot, OFFLINE, port)
    shell.showMinimized()
    qtbot.waitUntil(lambda: shell.strip is not None)
    strip = shell.strip
    assert strip is not None
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    click(strip.bar.keys[CallAct.RECALL])
    assert port.desk.frame.acts == [CallAct.RECALL]
    assert cut(strip) == []
    assert "离线·最久 23 分" in accessible_texts(strip)
    shell.showNormal()
    qtbot.waitUntil(lambda: shell.strip is None)


def test_a_locked_window_shows_no_strip(qtbot: QtBot) -> None:
    shell = opened(qtbot)
    shell.lock()
    shell.showMinimized()
    QApplication.processEvents()
    assert shell.isMinimized()
    assert shell.strip is None


def test_the_log_of_a_bug_holds_places_and_no_words(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise KeyError(LONG_NAME)
    except KeyError as error:
        tell_bug(KeyError, error, error.__traceback__)
    assert "KeyError" in caplog.text
    assert "test_main_window" in caplog.text
    assert LONG_NAME not in caplog.text
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, BugDialog):
            dialog.reject()
