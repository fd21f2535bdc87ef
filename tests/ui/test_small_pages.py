"""本地规定 and 责任记录 by keys, on real stores."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clerk_app.desk.limits import BY, MEASURE, REASON, LimitsPresenter, Tab
from clerk_app.desk.opened_limits import OpenedLimits
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.desk.runner import ImmediateRunner
from tests.deeds.test_account import DAY, late, red
from tests.staff.halls import ADMIN, ONE, make_hall, place
from tests.support.stores import CASE
from tests.ui import journey_support as journey
from tests.ui.case_support import full_once, go, now
from tests.ui.catalogue_support import Hands
from tests.ui.hands import ALT, press
from tests.ui.page_scenes import rules
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts
from ui.screens.limits import LimitsScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_rule_is_changed_by_keys_after_a_line_to_confirm(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock)) as window:
        hands = Hands(window, clock)
        hands.press(Qt.Key.Key_9, ALT)
        hands.press(Qt.Key.Key_G, ALT)
        assert hands.screen == "local_rules"
        screen = rules(window)
        assert QApplication.focusWidget() is screen.list
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Return)
        hands.type("367")
        hands.press(Qt.Key.Key_Return)
        assert "应为 1 到 366 的整数。" in accessible_texts(screen)
        hands.press(Qt.Key.Key_Backspace)
        hands.press(Qt.Key.Key_Return)
        hands.type("测试县规定第一条")
        hands.press(Qt.Key.Key_Return)
        assert screen.state.seen.rules[1].own is False  # not before its line is confirmed
        assert QApplication.focusWidget() is screen.form.button
        hands.press(Qt.Key.Key_Return)
        rule = screen.state.seen.rules[1]
        assert (rule.own, rule.said, rule.source) == (True, "36 天", "测试县规定第一条")
        assert QApplication.focusWidget() is screen.list
        hands.press(Qt.Key.Key_Escape)
        hands.press(Qt.Key.Key_Escape)
        assert hands.screen == "settings"


def test_a_red_entry_is_answered_for_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    with place(make_hall(tmp_path / "hall"), tmp_path / "here") as here:
        late(here.counter, CASE, ONE)
        here.clock.move(16 * DAY)
        screen = LimitsScreen()
        qtbot.addWidget(screen)
        port = OpenedLimits(here.counter, OpenedPapers(here.counter, tmp_path / "out", None))
        screen.bind(LimitsPresenter(port, ImmediateRunner(), screen.show_state))
        screen.resize(1100, 640)
        screen.show()
        screen.activateWindow()
        journey.settle()

        def at() -> object:
            found = QApplication.focusWidget()
            assert found is not None
            return found

        def key(name: Qt.Key) -> None:
            found = QApplication.focusWidget()
            assert found is not None
            press(found, name)
            journey.settle()

        def text(words: str) -> None:
            found = QApplication.focusWidget()
            assert found is not None
            journey.put(found, words)

        key(Qt.Key.Key_4)
        assert screen.state.tab is Tab.RED
        key(Qt.Key.Key_Z)
        text("漏看了到期日")
        key(Qt.Key.Key_Return)
        text("谈话提醒")
        key(Qt.Key.Key_Return)
        key(Qt.Key.Key_2)  # the administrator, not the supervisor who writes it down
        assert at() is screen.form.button
        assert red(here.counter) == {CASE: ""}
        key(Qt.Key.Key_Return)
        assert red(here.counter) == {CASE: ADMIN}
        said = "超过办理时限。2026-03-18 测试管理员登记了责任：谈话提醒。"
        assert said in accessible_texts(screen)
        assert at() is screen.table


def test_at_200_percent_the_field_in_hand_is_in_sight(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    theme.fit(683, 344)
    folder = tmp_path / "w"
    shutil.copytree(full_once(tmp_path_factory), folder)
    try:
        with journey.closing(journey.show(folder, now())) as window:
            window.shell.resize(683, 344)
            screen = go(window, "limits")
            assert isinstance(screen, LimitsScreen)
            screen.presenter.go(Tab.RED)
            screen.presenter.account()
            assert screen.state.form is not None
            for at, _field in enumerate(screen.state.form.fields):
                screen.presenter.to_field(at)
                assert journey.cut_parts(window.shell) == []
                hand = screen.form.rows[at].hand
                assert hand.hasFocus()
                corner = hand.mapTo(window.main.stack, hand.rect().bottomLeft())
                assert 0 <= corner.y() <= window.main.stack.height(), at
                seen = hand.visibleRegion().boundingRect()
                assert seen.height() == hand.height(), at
            act = screen.presenter
            for name in (REASON, MEASURE):
                act.fill(name, "漏看了")
            act.fill(BY, window.desk.counter.clerk.id)
            act.ask()
            journey.settle()
            button = screen.form.button
            assert button.visibleRegion().boundingRect().height() == button.height()
            act.record()  # their own: refused, and the words are in sight
            journey.settle()
            words = screen.form.notice.happened
            assert "另一位主管" in words.text()
            assert words.visibleRegion().boundingRect().height() == words.height()
    finally:
        theme.fit(1366, 768)
