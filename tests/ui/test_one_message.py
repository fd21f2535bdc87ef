"""Which message stands when there are several, how long it stands, and that nothing else is
pushed out of sight by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clerk_app.desk.frame import FramePresenter
from clerk_app.desk.messages import Message, Weight
from clerk_app.desk.print_settings import DOCUMENT, SLIP, PrintSettingsPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.devices.printing.port import Condition
from clerk_app.intake.model import PaperState
from clerk_app.notices.wording import OWN_FOLDER
from tests.desk.paper_fakes import SETTINGS, FakePapers
from tests.desk.test_intake import LateRunner
from tests.ui import journey_support as journey
from tests.ui import paper_support as support
from tests.ui.catalogue_support import Hands
from tests.ui.journey_support import Window, settle
from tests.ui.paper_support import look, paper, prints
from tests.ui.support import SetClock
from ui import theme
from ui.labels import ElidedLabel
from ui.pictures import accessible_texts
from ui.screens.intake_side import VerdictBar
from ui.widgets.notices import NoticeBar

CTRL = Qt.KeyboardModifier.ControlModifier
DANGER = Message(
    "办件库里有一条记录对不上。", "现在不能在本机收件，请群众到别的窗口。", "请管理员来看。",
    Weight.DANGER,
)  # fmt: skip


@pytest.fixture
def room() -> Iterator[None]:
    yield
    theme.fit(1366, 768)


@pytest.fixture
def hands(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock, tickets=1)) as window:
        support.with_printer(window)
        yield Hands(window, clock)


def frame_of(window: Window) -> FramePresenter:
    assert window.shell.frame is not None
    return window.shell.frame


def bars(window: Window) -> list[str]:
    """What the bars in sight say first."""
    found = window.shell.findChildren(NoticeBar)
    return [bar.happened.text() for bar in found if bar.isVisible()]


def two_failed(window: Window) -> None:
    """Two pages of two citizens that did not print."""
    printer = support.with_printer(window)
    for name in ("测试甲", "测试丁"):
        journey.served(window, journey.EIGHT_PAPERS, name=name)
        window.intake.presenter.next_citizen()
    look(window)
    for job in list(printer.jobs):
        printer.cancel(job)
    look(window)


# ------------------------------------------------------------ which one stands


def test_danger_stands_before_the_answer_to_a_key(hands: Hands) -> None:
    window = hands.window
    frame_of(window).notify(DANGER)
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_R)
    assert bars(window) == [DANGER.happened]
    hands.press(Qt.Key.Key_Escape)
    assert len(bars(window)) == 1
    assert "日清单" in bars(window)[0]


def test_danger_is_not_replaced_by_less_and_what_waited_comes_after_it(hands: Hands) -> None:
    window = hands.window
    frame = frame_of(window)
    frame.notify(DANGER)
    less, latest = Message("现在没有人等。", weight=Weight.TELL), Message("A004 没有来。")
    frame.notify(less)
    frame.notify(latest)
    settle()
    assert bars(window) == [DANGER.happened]
    frame.correct(latest, Message("A004 来了。"))
    worse = Message("磁盘坏了。", weight=Weight.DANGER)
    frame.notify(worse)
    settle()
    assert bars(window) == [worse.happened]
    hands.press(Qt.Key.Key_Escape)
    assert bars(window) == ["A004 来了。"]
    hands.press(Qt.Key.Key_Escape)
    assert bars(window) == []


def test_a_correction_does_not_cover_the_answer_to_the_key_that_brought_it(hands: Hands) -> None:
    window = hands.window
    two_failed(window)
    assert bars(window) == ["2 份没有打成：测*甲、测*丁。"]
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_2)
    look(window)
    notice = frame_of(window).state.notice
    assert notice is not None
    assert notice.happened.startswith("“受理通知书”没有打成：测*丁，")  # it was corrected
    own = prints(window).state.message
    assert own is not None
    assert own.happened == "“受理通知书”已送打印机。"
    assert bars(window) == [own.happened]
    hands.press(Qt.Key.Key_Escape)
    assert bars(window) == [notice.happened]


def test_many_sent_at_once_are_told_in_sight(hands: Hands) -> None:
    window = hands.window
    two_failed(window)
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_A)
    assert bars(window) == ["已送 2 份。"]


def test_the_same_refusal_told_again_is_in_sight_again(hands: Hands) -> None:
    window = hands.window
    support.with_printer(window).condition = Condition.PAPER_OUT
    look(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    window.intake.presenter.next_citizen()
    look(window)
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_2)
    (refused,) = bars(window)
    assert "缺纸" in refused
    other = Message("A004 没有来。")
    frame_of(window).notify(other)
    settle()
    assert bars(window) == [other.happened]
    hands.press(Qt.Key.Key_2)
    assert bars(window) == [refused]
    frame_of(window).notify(other)  # the very same words over the screen, once more
    settle()
    assert bars(window) == [other.happened]


# ------------------------------------------------------------ how long it stands


def test_another_theme_leaves_no_message_that_is_no_longer_so(hands: Hands) -> None:
    window = hands.window
    printer = support.with_printer(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    look(window)
    printer.cancel("1")
    look(window)
    window.shell.change_theme("large")
    settle()
    try:
        assert len(bars(window)) == 1
        hands.press(Qt.Key.Key_P, CTRL)
        hands.press(Qt.Key.Key_2)
        printer.finish("2")
        look(window)
        assert frame_of(window).state.notice is None
        assert window.main.top.papers.isHidden()
    finally:
        window.shell.change_theme("light")


# ------------------------------------------------------------ what it leaves in sight


@pytest.mark.parametrize(
    ("name", "wide", "high"), [("light", 911, 472), ("large", 1366, 768), ("light", 1366, 728)]
)
def test_a_citizen_can_rate_while_something_stands_over_the_screen(
    name: str, wide: int, high: int, hands: Hands, room: None
) -> None:
    window = hands.window
    theme.fit(wide, high)
    window.shell.change_theme(name)
    settle()
    window.shell.resize(wide, high)
    support.with_printer(window).condition = Condition.PAPER_OUT
    look(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    look(window)
    try:
        assert len(bars(window)) == 1
        assert (window.shell.width(), window.shell.height()) == (wide, high)
        page = window.intake.done
        assert len(page.levels) == 5
        for part in (page.title, page.number, *page.levels, page.skip):
            assert part.visibleRegion().boundingRect().height() == part.height(), part
        assert journey.cut_parts(window.shell) == []
    finally:
        window.shell.change_theme("light")


@pytest.mark.parametrize(("name", "wide", "high"), [("light", 911, 472), ("large", 1366, 768)])
def test_a_note_on_the_name_leaves_why_and_how_in_sight(
    name: str, wide: int, high: int, hands: Hands, room: None
) -> None:
    window = hands.window
    theme.fit(wide, high)
    window.shell.change_theme(name)
    settle()
    window.shell.resize(wide, high)
    try:
        screen = journey.at_papers(window, journey.ITEM, name="张\u0f56示例")
        screen.presenter.all_in_order()
        screen.presenter.to_row(0)
        screen.presenter.mark(PaperState.MISSING)
        settle()
        how = screen.state.verdict.how
        assert how
        line = screen.side
        assert isinstance(line, VerdictBar)
        assert line.isVisible()
        assert line.why.text() == how
        assert "姓名第 2 个字没有字形" in line.amiss.text()
        for label in (line.why, line.amiss):
            assert label.visibleRegion().boundingRect().height() == label.height()
        assert journey.cut_parts(window.shell) == []
        assert (window.shell.width(), window.shell.height()) == (wide, high)
    finally:
        window.shell.change_theme("light")


def test_a_wording_that_stops_every_paper_stands_alone(hands: Hands, room: None) -> None:
    window = hands.window
    theme.fit(911, 472)
    window.shell.change_theme("light")
    own = window.desk.counter.folder / OWN_FOLDER
    own.mkdir(exist_ok=True)
    (own / "acceptance.toml").write_text('没有 = "{乱写}"', "utf-8")
    screen = journey.at_papers(window, journey.EIGHT_PAPERS, name="测试甲")
    screen.presenter.all_in_order()
    settle()
    assert screen.state.page_stops
    assert isinstance(screen.side, VerdictBar)
    assert (screen.side.why.isVisible(), screen.side.amiss.isVisible()) == (False, True)


@pytest.mark.parametrize(
    ("name", "wide", "high"),
    [("light", 683, 344), ("light", 780, 400), ("light", 911, 472), ("large", 1366, 768)],
)
def test_the_top_bar_stays_in_the_window_and_sheds_the_least_needed_first(
    name: str, wide: int, high: int, hands: Hands, room: None
) -> None:
    window = hands.window
    theme.fit(wide, high)
    window.shell.change_theme(name)
    settle()
    window.shell.resize(wide, high)
    top = window.main.top
    window.main._second.stop()  # what is shown here is written by hand
    try:
        for clerk in ("周禾", "欧阳示例"):
            top.clerk.setText(clerk)
            for badge, count in (("待打印 3", "20 条未上传"), ("没有回答 12", "1,280 条未上传")):
                top.show_papers(badge)
                top.link_detail.setText(f"{count}，最早 10:41")
                settle()
                assert (window.shell.width(), window.shell.height()) == (wide, high)
                assert isinstance(top.link_detail, ElidedLabel)
                if wide < 800:  # the page that is not out goes before it
                    assert top.link_detail.isHidden()
                    assert top.link_word.isVisible()
                    continue
                assert top.link_detail.shown_text() in {count, f"{count}，最早 10:41"}
                assert top.clerk.shown_text() == clerk
                assert journey.cut_parts(window.shell) == []
        top.show_papers("")
        assert (top.link_detail.isVisible(), top.hall.isVisible()) == (True, True)
    finally:
        window.shell.change_theme("light")


# ------------------------------------------------------------ what is typed


def slow_settings(port: FakePapers) -> tuple[PrintSettingsPresenter, LateRunner]:
    """The settings of a hall whose printer answers late; the first answer is there."""
    late = LateRunner()
    act = PrintSettingsPresenter(port, ImmediateRunner(), late, lambda _state: None)
    act.open()
    late.catch_up()
    return act, late


def test_a_late_answer_overwrites_nothing_that_was_typed_since() -> None:
    port = FakePapers(kept=replace(SETTINGS, document="cups:HallA4", slip="tcp:10.1.0.9"))
    act, late = slow_settings(port)
    assert (act.state.document_where, act.state.slip_where) == ("HallA4", "10.1.0.9")
    act.open()
    act.typed(DOCUMENT, "HallB")
    act.next_driver(SLIP)
    late.catch_up()
    assert act.state.document_where == "HallB"
    assert act.state.unkept(DOCUMENT)
    assert (act.state.slip_driver.name, act.state.slip_where) == ("", "")
    act.refresh()
    act.typed(DOCUMENT, "HallA4")  # typed back, and then another was chosen elsewhere
    act.typed(DOCUMENT, "HallC")
    late.catch_up()
    assert act.state.document_where == "HallC"


def test_what_was_never_kept_is_gone_before_the_answer_comes() -> None:
    port = FakePapers(kept=replace(SETTINGS, document="cups:HallA4"))
    act, late = slow_settings(port)
    act.typed(DOCUMENT, "HallB")
    act.open()
    assert act.state.document_where == "HallA4"
    assert not act.state.unkept(DOCUMENT)
    port.kept = replace(port.kept, document="cups:Other")  # chosen by another window
    late.catch_up()
    assert act.state.document_where == "Other"


def test_typing_on_while_a_place_is_being_kept_is_not_lost() -> None:
    port = FakePapers(kept=replace(SETTINGS, document="cups:HallA4"))
    act, late = slow_settings(port)
    act.typed(DOCUMENT, " HallC ")
    act.keep(DOCUMENT, " HallC ")
    act.typed(DOCUMENT, " HallC 2")
    late.catch_up()
    assert port.kept.document == "cups:HallC"
    assert act.state.document_where == " HallC 2"
    assert act.state.unkept(DOCUMENT)
    act.typed(DOCUMENT, " HallD ")
    act.keep(DOCUMENT, " HallD ")
    late.catch_up()
    assert act.state.document_where == "HallD"  # as it is kept, without blanks
    port.kept = replace(port.kept, document="cups:Other")
    act.refresh()
    late.catch_up()
    assert act.state.document_where == "Other"


# ------------------------------------------------------------ words of the preview


def test_the_preview_says_what_the_next_page_will_bear_not_this_one(hands: Hands) -> None:
    window = hands.window
    printer = support.with_printer(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    look(window)
    window.intake._look("")
    screen = paper(window)
    assert screen.go.title == "在打印机那里"
    assert "补打" not in screen.stage.text()
    printer.finish("1")
    look(window)
    assert screen.stage.text().startswith("已打出 ")
    assert screen.stage.text().endswith("；再打的页上会有“补打 1 次”")
    assert screen.go.title == "补打"


def test_a_page_without_an_answer_is_looked_for_not_printed(hands: Hands) -> None:
    window = hands.window
    printer = support.with_printer(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    look(window)
    printer.lose("1")
    look(window)
    window.intake._look("")
    assert paper(window).go.title == "先看出纸口"


def test_a_printer_that_is_not_ready_names_the_ways_on(hands: Hands) -> None:
    window = hands.window
    support.with_printer(window).condition = Condition.PAPER_OUT
    look(window)
    journey.served(window, journey.EIGHT_PAPERS, name="测试甲")
    look(window)
    window.intake._look("")
    screen = paper(window)
    said = " ".join(accessible_texts(screen))
    assert screen.go.title == "打印机没有备好"
    assert "按 Alt 0 换一台" in said
    assert "按 F 存成 PDF" in said
    hands.press(Qt.Key.Key_Return)
    told = screen.state.message
    assert told is not None
    assert told.press == "好了再按 Enter；或按 Alt 0 换一台，按 F 存成 PDF。"
