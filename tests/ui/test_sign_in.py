"""Signing in at the window, with the keyboard, as a clerk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.errors import Damaged, Unavailable
from tests.ui.hands import ALT, CTRL, SHIFT, press, type_text
from tests.ui.support import PASSWORD, RARE, FakeSignIn, SetClock
from ui import theme
from ui.app import require_display
from ui.main_window import MainWindow
from ui.pictures import accessible_texts
from ui.runner import QtRunner
from ui.shell import Shell

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def port() -> FakeSignIn:
    return FakeSignIn()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def shell(qtbot: QtBot, port: FakeSignIn, clock: SetClock) -> Shell:
    made = Shell(port, ImmediateRunner(), clock)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def give(qtbot: QtBot, shell: Shell, password: str) -> None:
    type_text(shell.sign_in.password, password)
    press(shell.sign_in.password, Qt.Key.Key_Return)


def test_the_password_and_enter_open_the_window(
    qtbot: QtBot, shell: Shell, port: FakeSignIn
) -> None:
    assert shell.sign_in.password.hasFocus()
    give(qtbot, shell, PASSWORD)
    assert port.tried == [("c1", PASSWORD)]
    assert isinstance(shell.currentWidget(), MainWindow)
    assert shell.sign_in.password.text() == ""


def test_warming_begins_only_after_the_first_paint(qtbot: QtBot, port: FakeSignIn) -> None:
    made = Shell(port, ImmediateRunner(), SetClock())
    qtbot.addWidget(made)
    assert port.warmed == 0
    made.show()
    qtbot.waitUntil(lambda: port.warmed == 1)
    made.repaint()
    assert port.warmed == 1


def test_another_clerk_with_a_rare_name_signs_in(
    qtbot: QtBot, shell: Shell, port: FakeSignIn
) -> None:
    clerk = shell.sign_in.clerk
    clerk.setFocus()
    press(clerk, Qt.Key.Key_Down)
    assert clerk.currentText() == f"林{RARE}"
    clerk.setFocus()
    press(clerk, Qt.Key.Key_Return)
    assert shell.sign_in.password.hasFocus()
    give(qtbot, shell, PASSWORD)
    assert port.tried == [("c2", PASSWORD)]


def test_a_wrong_password_is_told_and_selected_for_typing_over(qtbot: QtBot, shell: Shell) -> None:
    give(qtbot, shell, "qinghe-2026")
    assert shell.sign_in.message.isVisible()
    assert "密码不对" in shell.sign_in.message.happened.text()
    assert shell.sign_in.password.selectedText() != ""
    assert shell.currentWidget() is shell.sign_in


def test_after_three_wrong_ones_the_delay_counts_down_on_the_screen(
    qtbot: QtBot, shell: Shell, port: FakeSignIn, clock: SetClock
) -> None:
    for _ in range(3):
        give(qtbot, shell, "nonsense")
    assert "30 秒" in shell.sign_in.message.happened.text()
    assert not shell.sign_in.enter.isEnabled()
    give(qtbot, shell, PASSWORD)
    assert len(port.tried) == 3
    clock.pass_seconds(12)
    shell.presenter.tick()
    assert "18 秒" in shell.sign_in.message.happened.text()
    clock.pass_seconds(18)
    shell.presenter.tick()
    assert shell.sign_in.enter.isEnabled()


def test_caps_lock_is_seen_from_the_letters(qtbot: QtBot, shell: Shell) -> None:
    field = shell.sign_in.password
    press(field, Qt.Key.Key_A, SHIFT)
    shell.presenter.typed("A", shift=True)
    assert shell.sign_in.caps.text() == ""
    field.pressed_key.emit("A", False)
    assert "Caps Lock" in shell.sign_in.caps.text()
    field.pressed_key.emit("a", False)
    assert shell.sign_in.caps.text() == ""


def test_the_password_can_be_shown_and_is_hidden_first(qtbot: QtBot, shell: Shell) -> None:
    field = shell.sign_in.password
    hidden = field.echoMode()
    press(shell, Qt.Key.Key_P, ALT)
    after = field.echoMode()
    assert hidden is QLineEdit.EchoMode.Password
    assert after is QLineEdit.EchoMode.Normal
    assert shell.sign_in.show_letters.title == "隐藏密码"


def test_a_damaged_store_says_what_to_do_with_the_citizen(
    qtbot: QtBot, shell: Shell, port: FakeSignIn
) -> None:
    port.fails = Damaged("bad_chain", "存下的内容与写入时不一样。")
    give(qtbot, shell, PASSWORD)
    assert "别的窗口" in shell.sign_in.message.rest.text()


def test_the_accessible_words_are_the_state(shell: Shell) -> None:
    texts = accessible_texts(shell)
    state = shell.presenter.state
    for expected in (
        state.place.hall,
        state.place.window,
        "站点号 0005",
        "周禾",
        "进入窗口",
        *(line.title for line in state.lines),
        *(line.detail for line in state.lines),
    ):
        assert expected in texts, expected
    assert "7 条还没上传" in texts


def test_locking_hides_everything_until_the_same_clerk_unlocks(
    qtbot: QtBot, shell: Shell, port: FakeSignIn
) -> None:
    give(qtbot, shell, PASSWORD)
    assert shell.main is not None
    press(shell.main, Qt.Key.Key_L, CTRL)
    assert shell.currentWidget() is shell.sign_in
    assert not shell.sign_in.clerk.isEnabled()
    assert shell.sign_in.enter.title == "解锁"
    press(shell, Qt.Key.Key_F1)
    assert port.desk.frame.acts == []
    give(qtbot, shell, "nonsense")
    assert shell.currentWidget() is shell.sign_in
    shell.sign_in.password.clear()
    give(qtbot, shell, PASSWORD)
    assert isinstance(shell.currentWidget(), MainWindow)


def test_larger_type_keeps_the_clerk_and_fits(qtbot: QtBot, shell: Shell) -> None:
    shell.presenter.choose("c2")
    remembered: list[str] = []
    shell._remember_theme = remembered.append
    shell.sign_in.theme_wanted.emit("large")
    assert remembered == ["large"]
    assert shell.sign_in.clerk.currentText() == f"林{RARE}"
    assert shell.sign_in.hall.font().pixelSize() == 42
    assert theme.current().name == "large"


def test_with_the_real_runner_the_window_says_opening_and_then_opens(qtbot: QtBot) -> None:
    port, runner = FakeSignIn(), QtRunner()
    made = Shell(port, runner, SetClock())
    qtbot.addWidget(made)
    made.show()
    made.presenter.submit(PASSWORD)
    assert made.sign_in.enter.title == "正在打开…"
    assert not made.sign_in.enter.isEnabled()
    qtbot.waitUntil(lambda: made.main is not None)
    made.close()
    runner.close()
    assert port.desk.closed


@pytest.mark.parametrize(
    ("platform", "environ", "refused"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, False),
    ],
)
def test_without_a_display_the_window_is_refused_in_words(
    platform: str, environ: dict[str, str], refused: bool
) -> None:
    if not refused:
        require_display(platform, environ)
        return
    with pytest.raises(Unavailable) as error:
        require_display(platform, environ)
    assert error.value.code == "no_display"
