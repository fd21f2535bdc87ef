"""Two messages at once: one over every screen, one of the screen in front. The newest stands
alone, Esc takes that one, and there is room for the work on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clerk_app.desk.messages import Message
from clerk_app.desk.paper_port import DriverSeen, PrinterSeen
from clerk_app.desk.print_settings import NEXT_DOCUMENT
from tests.ui import journey_support as journey
from tests.ui import paper_support as support
from tests.ui.catalogue_support import Hands
from tests.ui.journey_support import LONG_ITEM, Window, settle
from tests.ui.paper_support import paper, prints, settings
from tests.ui.support import SetClock
from ui import theme
from ui.screens.print_settings import PrinterPart
from ui.widgets.notices import NoticeBar

OVER = Message(
    "“一次性告知书”没有打成：打印机缺纸，纸盒里的纸用完了。",
    "办件已经存好，文书编号不变，申请人可以先走，文书打好再通知他来拿。",
    "按 Ctrl P 看“打印”，放好纸按 2 重打。",
)
OWN = Message(
    "这份已经送去打印，没有再送：可能已经打出。",
    "先到打印机那里看出纸口，纸在的话不要再打，不然同一份文书会有两张。",
    "按 Ctrl P 看它到哪一步，有纸按 1，没有纸按 2。",
)


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


def bars(window: Window) -> list[str]:
    """What the bars in sight say first."""
    found = window.shell.findChildren(NoticeBar)
    return [bar.happened.text() for bar in found if bar.isVisible()]


def screens(window: Window) -> Iterator[str]:
    act = journey.at_papers(window, LONG_ITEM, name=support.LONG).presenter
    yield "papers"
    act.all_in_order()
    yield "decision"
    act.confirm()
    act.to_row(0)
    yield "after"
    window.main.show_prints()
    yield "prints"
    window.main.show_print_settings()
    yield "settings"
    window.main.show_local_rules()
    yield "rules"
    assert window.shell.frame is not None
    for name in ("cases", "owed", "limits", "settings"):
        window.shell.frame.go(name)
        yield name
    window.shell.frame.go("intake")
    journey.served(window, journey.ITEM)
    yield "done"
    window.intake._look("")
    yield "preview"


@pytest.mark.parametrize(
    ("name", "wide", "high"),
    [("light", 1366, 728), ("large", 1366, 768), ("light", 911, 472), ("large", 1366, 728)],
)
def test_two_messages_leave_room_for_the_work(
    name: str, wide: int, high: int, hands: Hands, room: None
) -> None:
    window = hands.window
    theme.fit(wide, high)
    window.shell.change_theme(name)
    settle()
    window.shell.resize(wide, high)
    wrong: list[str] = []

    def look(at: str) -> None:
        settle()
        if (window.shell.width(), window.shell.height()) != (wide, high):
            wrong.append(f"{at}: wants {window.shell.width()} x {window.shell.height()}")
            window.shell.resize(wide, high)
        wrong.extend(f"{at}: {each}" for each in journey.cut_parts(window.shell))
        if len(bars(window)) > 1:
            wrong.append(f"{at}: {bars(window)}")

    for at in screens(window):
        frame = window.shell.frame
        assert frame is not None
        frame.dismiss()
        frame.notify(OVER)
        look(f"{at} over")
        front = window.main.screen_of(frame.state.screen)
        for bar in front.findChildren(NoticeBar)[:1]:
            bar.show_message(OWN)
            look(f"{at} own")
            bar.show_message(None)
    assert wrong == []


def test_the_newest_message_stands_alone_and_esc_takes_that_one(hands: Hands) -> None:
    window = hands.window
    frame = window.shell.frame
    assert frame is not None
    window.main.show_prints()
    frame.notify(OVER)
    prints(window).presenter._tell(OWN)
    settle()
    assert bars(window) == [OWN.happened]
    hands.press(Qt.Key.Key_Escape)  # the one in sight; the older comes back unread
    assert bars(window) == [OVER.happened]
    assert hands.screen == "prints"
    prints(window).presenter._tell(OWN)
    again = Message("又有一份没有打成。")
    frame.notify(again)
    settle()
    assert bars(window) == [again.happened]
    hands.press(Qt.Key.Key_Escape)
    assert bars(window) == [OWN.happened]
    hands.press(Qt.Key.Key_Escape)
    assert bars(window) == []
    hands.press(Qt.Key.Key_Escape)
    assert hands.screen == "intake"


def test_a_message_of_another_screen_covers_nothing_here(hands: Hands) -> None:
    window = hands.window
    frame = window.shell.frame
    assert frame is not None
    window.main.show_prints()
    frame.notify(OVER)
    prints(window).presenter._tell(OWN)
    frame.go("cases")
    settle()
    assert bars(window) == [OVER.happened]


def test_the_keys_of_a_page_are_in_sight_on_a_scaled_screen(hands: Hands, room: None) -> None:
    """911 x 472 is what a scale of 150 % leaves of 1366 x 768; large type takes more."""
    window = hands.window
    number = support.delivered(window, "测试甲")
    for name, wide, high in (("light", 911, 472), ("large", 1366, 768)):
        theme.fit(wide, high)
        window.shell.change_theme(name)
        window.shell.resize(wide, high)
        window.main.show_paper(f"{number}/delivery_receipt")
        settle()
        screen = paper(window)
        assert {"sign", "zoom", "save"} <= set(screen.acts.buttons)
        for act, button in screen.acts.buttons.items():
            assert not button.visibleRegion().isEmpty(), (name, act)
            whole = button.visibleRegion().boundingRect().height()
            assert whole == button.height(), (name, act)
    theme.fit(911, 472)
    window.shell.change_theme("light")
    window.shell.resize(911, 472)
    printer = support.with_printer(window)
    for at in range(8):
        journey.served(window, journey.ITEM, name=f"测试{'甲乙丙丁戊己庚辛'[at]}")
        window.intake.presenter.next_citizen()
    for job in list(printer.jobs):
        printer.lose(job)
    support.look(window)
    window.main.show_prints()
    settle()
    listing = prints(window)
    assert len(listing.state.facts.todo) >= 8
    listing.presenter.to_row(0)
    for _ in range(7):
        hands.press(Qt.Key.Key_Down)
    settle()
    for act, button in listing.acts.buttons.items():
        assert button.visibleRegion().boundingRect().height() == button.height(), act
    line = listing.list.visualRect(listing.list.currentIndex())
    assert listing.list.viewport().visibleRegion().boundingRect().contains(line.center())
    assert listing.state.row == 7


def test_a_bundle_that_is_done_shows_its_verdict_and_number_first(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, room: None
) -> None:
    from tests.ui import catalogue_support as catalogue

    theme.fit(911, 472)
    folder = catalogue.made_with_pack(tmp_path_factory).copy(tmp_path / "b")
    with journey.closing(journey.show(folder, SetClock(), tickets=1)) as window:
        window.shell.resize(911, 472)
        act = window.intake.presenter
        act.fill("name", "测试甲")
        act.fill("number", journey.PERSON[1])
        act.take(catalogue.BUNDLE, {f"{k}:场地": "自有" for k in (catalogue.SHOP, catalogue.PARK)})
        act.all_in_order()
        act.confirm()
        settle()
        page = window.intake.done
        assert window.intake.state.done is not None
        for label in (page.title, page.number, page.skip):
            assert label.visibleRegion().boundingRect().height() == label.height()


def test_what_is_typed_and_not_kept_is_said_and_gets_no_test_page(hands: Hands) -> None:
    window = hands.window
    printer = support.with_printer(window)
    hands.press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    screen = settings(window)
    assert screen.test_page.isEnabled()
    screen.document.where.setFocus()
    screen.document.where.setText("HallB")
    settle()
    assert screen.document.state.text() == "还没有存：写好按 Enter 才用它。"
    assert not screen.test_page.isEnabled()
    assert screen.test_slip.isEnabled()
    hands.press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert printer.jobs == {}
    assert screen.state.message is not None
    assert "还没有存" in screen.state.message.happened
    hands.press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)  # asking again drops nothing
    assert screen.document.where.text() == "HallB"
    screen.document.where.setText(support.ADDRESS.partition(":")[2])
    assert screen.test_page.isEnabled()
    hands.press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert len(printer.jobs) == 1


def test_the_printers_of_this_computer_are_named_where_one_is_written(qtbot: QtBot) -> None:
    part = PrinterPart("文书打印机", NEXT_DOCUMENT)
    qtbot.addWidget(part)
    cups = DriverSeen("cups", "打印机", "打印机的名字", ("HallA4", "HallB"))
    part.show_printer(cups, "", PrinterSeen(), unkept=False)
    assert part.found.text() == "这台电脑上有：HallA4、HallB"
    assert not part.found.isHidden()
    part.show_printer(DriverSeen("folder", "文件夹", "位置"), "", PrinterSeen(), unkept=False)
    assert part.found.isHidden()


def test_a_place_that_was_left_unkept_is_forgotten(hands: Hands) -> None:
    window = hands.window
    window.main.show_print_settings()
    screen = settings(window)
    screen.document.where.setText("HallB")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)
    window.main.show_print_settings()
    settle()
    assert screen.document.where.text() == support.ADDRESS.partition(":")[2]


def test_later_on_the_last_line_says_that_it_stays_and_an_empty_list_has_no_foot(
    hands: Hands,
) -> None:
    window = hands.window
    printer = support.with_printer(window)
    hands.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    screen = prints(window)
    assert screen.foot.isHidden()
    hands.press(Qt.Key.Key_Escape)
    journey.served(window, journey.ITEM)
    for job in list(printer.jobs):
        printer.lose(job)
    support.look(window)
    window.main.show_prints()
    settle()
    assert screen.foot.isVisible()
    assert "look" in screen.acts.buttons
    screen.presenter.to_row(len(screen.state.facts.todo) - 1)
    hands.press(Qt.Key.Key_3)
    assert screen.state.message is not None
    assert "留在这里" in screen.state.message.happened
