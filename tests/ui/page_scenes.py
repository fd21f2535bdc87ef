"""Scenes of 本地规定 and 责任记录."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.desk.limits import BY, MEASURE, REASON, Tab
from clerk_app.desk.local_rules import SOURCE, VALUE
from clerk_app.desk.opened_local_rules import OpenedLocalRules
from clerk_app.kernel.roles import Role
from tests.ui import journey_support as journey
from tests.ui.case_support import go, scene
from ui.screens.limits import LimitsScreen
from ui.screens.local_rules import LocalRulesScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.ui.journey_support import Window

WHERE = "《青禾县政务服务中心窗口服务管理办法（示例）》第十二条第二款"


def rules(window: Window) -> LocalRulesScreen:
    """The page of 本地规定."""
    screen = window.main.screen_of("local_rules")
    assert isinstance(screen, LocalRulesScreen)
    return screen


def _rules(window: Window) -> None:
    window.desk._local_rules.change("off_duty", "17:00", WHERE)
    window.main.show_local_rules()


def _rules_seen(window: Window) -> None:
    counter = window.desk.counter
    clerk = replace(counter.clerk, roles=frozenset({Role.CLERK}))
    window.desk._local_rules = OpenedLocalRules(replace(counter, clerk=clerk))
    window.main.show_local_rules()
    rules(window).presenter.to_row(4)


def _rule_wrong(window: Window) -> None:
    window.main.show_local_rules()
    act = rules(window).presenter
    act.to_row(2)
    act.change()
    act.fill(SOURCE, WHERE)
    act.fill(VALUE, "31")
    act.next()


def _rule_confirm(window: Window) -> None:
    _rule_wrong(window)
    act = rules(window).presenter
    act.fill(VALUE, "3")
    act.ask()


def _account(window: Window) -> LimitsScreen:
    screen = go(window, "limits")
    assert isinstance(screen, LimitsScreen)
    screen.presenter.go(Tab.RED)
    screen.presenter.account()
    screen.presenter.fill(REASON, "收件后一直没有分到审查人员，到期前没有人看过黄灯")
    screen.presenter.next()
    return screen


def _account_open(window: Window) -> None:
    _account(window)


def _account_refused(window: Window) -> None:
    act = _account(window).presenter
    act.fill(MEASURE, "谈话提醒，改由副岗每天下班前看一遍“今天要做”")
    act.fill(BY, window.desk.counter.clerk.id)
    act.ask()
    act.record()


SCENES: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("rules", journey.scene(_rules)),
    ("rules-seen", journey.scene(_rules_seen)),
    ("rules-wrong", journey.scene(_rule_wrong)),
    ("rules-confirm", journey.scene(_rule_confirm)),
    ("limits-account", scene(_account_open, full=True)),
    ("limits-account-refused", scene(_account_refused, full=True)),
)
"""For `tools/pictures.py`."""
