"""The search box in the real window on a real store, by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clerk_app.desk.actions import RAIL
from clerk_app.desk.intake_state import Step
from tests.ui import catalogue_support as support
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import Hands
from tests.ui.hands import ALT, CTRL, SHIFT, click, press, type_text
from tests.ui.journey_support import LONG_ITEM
from tests.ui.support import HOSTILE
from ui.pictures import accessible_texts
from ui.widgets.fields import TextField


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    """One window for the whole module: opening a store takes a second."""
    yield from support.opened(tmp_path_factory)


@pytest.fixture
def hands(opened: Hands) -> Hands:
    return support.at_rest(opened)


def test_it_opens_over_every_screen_and_escape_gives_the_hand_back(hands: Hands) -> None:
    frame = hands.window.shell.frame
    assert frame is not None
    for entry in RAIL:
        frame.go(entry.id)
        journey.settle()
        hands.window.main.setFocus()
        before = QApplication.focusWidget()
        hands.press(Qt.Key.Key_K, CTRL)
        assert hands.box.isVisible(), entry.id
        assert QApplication.focusWidget() is hands.box.field
        hands.press(Qt.Key.Key_Escape)
        assert not hands.box.isVisible()
        assert hands.screen == entry.id
        if before is not None and before is not hands.window.main:
            assert QApplication.focusWidget() is before, entry.id


def test_the_hand_comes_back_to_the_very_field_it_was_in(hands: Hands) -> None:
    fields = [each for each in hands.window.intake.findChildren(TextField) if each.isVisible()]
    assert len(fields) > 2
    for field in fields:
        field.setFocus()
        hands.press(Qt.Key.Key_K, CTRL)
        hands.press(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is field


def test_ctrl_k_in_the_box_selects_what_was_typed(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("sp")
    hands.press(Qt.Key.Key_K, CTRL)
    assert hands.box.field.selectedText() == "sp"


def test_a_few_initials_and_enter_open_the_page_of_the_item(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("spjy")
    assert hands.box.state.lines[0].title == "食品经营许可（新办）"
    texts = accessible_texts(hands.box)
    assert any("食品经营许可（新办）" in text and text.endswith("，选中") for text in texts)
    hands.press(Qt.Key.Key_Return)
    assert not hands.box.isVisible()
    assert hands.screen == "item"
    assert support.item_screen(hands.window).state.title == "食品经营许可（新办）"


def test_lines_of_the_real_catalogue_say_promise_papers_and_what_is_in_a_bundle(
    hands: Hands,
) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("便利店")
    details = {line.title: line.detail for line in hands.box.state.lines}
    assert details["便利店备案（示例）"] == "示例县商务局·公共服务·承诺 5 个工作日·4 份材料"
    assert details["开便利店一件事（示例）"] == "示例县政务服务局·2 个事项"
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("临时停放")
    assert hands.box.state.lines[0].detail.endswith("·其他行政权力·即办件·4 份材料")


def test_control_enter_goes_straight_to_intake(hands: Hands) -> None:
    act = hands.window.intake.presenter
    act.fill("name", "测试甲")
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("gtgs")
    hands.press(Qt.Key.Key_Return, CTRL)
    state = hands.window.intake.state
    assert hands.screen == "intake"
    assert state.item is not None
    assert state.item.key == "SL-0002"
    assert state.step is Step.SITUATION


def test_alt_and_a_digit_belong_to_the_box_and_f1_still_calls(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("bld")
    second = hands.box.state.lines[1].key
    hands.press(Qt.Key.Key_F1)
    assert hands.window.shell.frame is not None
    assert hands.window.shell.frame.state.ticket not in {"", "—"}
    hands.press(Qt.Key.Key_2, ALT)
    assert hands.screen in {"item", "bundle"}
    assert hands.window.shell.frame.state.subject == second


def test_a_favourite_comes_first_the_next_time(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    assert [group.title for group in hands.box.state.groups][-2:] == ["最近办过", "命令"]
    hands.type("sy")
    hands.press(Qt.Key.Key_Down)
    line = hands.box.state.line
    assert line is not None
    hands.press(Qt.Key.Key_D, CTRL)
    assert hands.box.state.line is not None
    assert hands.box.state.line.key == line.key
    assert "★" in hands.box.state.line.note
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_K, CTRL)
    groups = hands.box.state.groups
    assert (groups[0].title, groups[0].lines[0].key) == ("收藏", line.key)


def test_tab_and_shift_tab_narrow_and_the_focus_stays_in_the_field(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    assert hands.box.types.title == f"类别：{hands.box.state.start.types[0]}"
    assert hands.box.state.wish.department == hands.box.state.start.departments[0]
    assert QApplication.focusWidget() is hands.box.field


def test_a_scanner_burst_with_its_enter_opens_nothing(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    type_text(hands.box.field, "SL-0001")  # the clock stands: no hand is that fast
    press(hands.box.field, Qt.Key.Key_Return)
    assert hands.box.isVisible()
    assert hands.screen == "intake"
    assert hands.box.state.lines[0].key == "SL-0001"
    hands.press(Qt.Key.Key_Return)
    assert hands.screen == "item"


def test_a_question_nobody_knows_is_registered_from_the_box(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("飞天扫帚")
    assert hands.box.state.groups[0].title == "没有叫这个的事项"
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    message = hands.box.state.message
    assert message is not None
    assert "ZX" in message.text
    assert hands.box.isVisible()


def test_a_case_is_found_by_its_number_and_opens(hands: Hands) -> None:
    journey.served(hands.window)
    done = hands.window.intake.state.done
    assert done is not None
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type(done.number[-8:])
    assert [group.title for group in hands.box.state.groups][-1] == "按部门找"
    line = next(each for each in hands.box.state.lines if each.key == done.number)
    assert "测*甲" in line.detail
    click(hands.box._rows[hands.box.state.lines.index(line)])
    journey.settle()
    assert hands.screen == "cases"
    assert hands.window.cases.state.file is not None
    assert hands.window.cases.state.file.number == done.number


def test_the_field_of_the_top_bar_opens_the_box_by_click_and_by_typing(hands: Hands) -> None:
    top = hands.window.main.top.search
    QTest.mouseClick(top, Qt.MouseButton.LeftButton)
    assert hands.box.isVisible()
    hands.press(Qt.Key.Key_Escape)
    top.setFocus()
    type_text(top, "s")
    assert hands.box.isVisible()
    assert hands.box.field.text() == "s"
    assert hands.box.state.wish.text == "s"
    assert top.text() == ""


def test_a_command_is_found_and_done(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("办件")
    hands.press(Qt.Key.Key_Return)
    assert hands.screen == "cases"


def test_the_line_in_hand_shows_the_whole_of_a_very_long_name(hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("发包")
    line = hands.box.state.line
    assert line is not None
    assert line.key == LONG_ITEM
    assert len(line.title) > 110
    rows = hands.box._rows
    assert rows[0].height() > rows[0].needed(10_000)


def test_what_is_typed_is_never_markup(hands: Hands) -> None:
    for text in HOSTILE:
        hands.press(Qt.Key.Key_K, CTRL)
        journey.put(hands.box.field, text)
        journey.settle()
        assert any(text.strip() in said for said in accessible_texts(hands.box)), text
        hands.press(Qt.Key.Key_Escape)
