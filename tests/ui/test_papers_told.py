"""What stands over every screen of the real window as long as a page is not out, and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clerk_app.desk.frame import FramePresenter
from tests.ui import journey_support as journey
from tests.ui import paper_support as support
from tests.ui.catalogue_support import Hands
from tests.ui.paper_support import look, paper, prints
from tests.ui.support import SetClock


def told(frame: FramePresenter) -> str:
    """What stands over the screen."""
    notice = frame.state.notice
    return notice.happened if notice is not None else ""


@pytest.mark.parametrize("theme", ["light", "large"])
def test_what_went_wrong_is_counted_told_and_taken_back(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, theme: str
) -> None:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock, tickets=1)) as window:
        window.shell.change_theme(theme)
        frame, hands = window.shell.frame, Hands(window, clock)
        assert frame is not None
        printer = support.with_printer(window)
        badge = window.main.top.papers
        assert badge.isHidden()
        journey.served(window, journey.EIGHT_PAPERS)
        look(window)
        printer.cancel("1")
        look(window)
        assert (badge.isHidden(), badge.title) == (False, "待打印 1")
        assert told(frame).startswith("“受理通知书”没有打成：测*甲，")
        assert journey.cut_parts(window.shell) == []
        window.intake.presenter.next_citizen()  # and with the next citizen it stands there still
        assert (badge.isHidden(), badge.title) == (False, "待打印 1")
        assert window.intake.state.last.endswith("已办，文书 1 份，待打印 1 份")
        badge.click()
        journey.settle()
        assert frame.state.screen == "prints"
        hands.press(Qt.Key.Key_2)
        look(window)
        assert badge.isHidden()
        assert told(frame) == ""
        hands.press(Qt.Key.Key_4)  # and taken off it is gone: no other key prints it
        look(window)
        shown = prints(window).state
        assert shown.message is not None
        assert shown.message.happened == "“受理通知书”已撤下，不再打。"
        assert (shown.facts.todo, badge.isHidden()) == ((), True)
        hands.press(Qt.Key.Key_A)
        look(window)
        assert [job.state.value for job in printer.jobs.values()] == ["failed", "failed"]


def test_the_slip_of_the_day_can_be_looked_at_though_no_list_has_it(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock, tickets=1)) as window:
        hands = Hands(window, clock)
        window.main.show_prints()
        journey.settle()
        hands.press(Qt.Key.Key_R)
        slip = prints(window).state.slip
        assert slip.startswith("RQ")
        hands.press(Qt.Key.Key_O)
        assert hands.screen == "paper"
        shown = paper(window).state.copy
        assert shown is not None
        assert (shown.document, shown.title) == (slip, "日清单")
