"""Labels, buttons and fields: nothing typed becomes markup, nothing harmful hangs on Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QTextDocument
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from clerk_app.desk.messages import Message
from clerk_app.notices.page import Bars, Face, Page, Rule, Run
from tests.ui.hands import click, press, type_text
from tests.ui.support import HOSTILE, LONG_NAME, RARE
from ui import theme
from ui.dialogs.bug import BugDialog, show_bug
from ui.labels import ElidedLabel, PlainLabel, plain_tip
from ui.pictures import accessible_texts
from ui.widgets.chips import StateChips
from ui.widgets.fields import SearchField, TextField
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar
from ui.widgets.page_view import PageView, page_text
from ui.widgets.steps import Step, StepList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitActive(widget).__enter__()
    return widget


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_shows_what_was_typed_letter_for_letter(qtbot: QtBot, text: str) -> None:
    for label in (PlainLabel(text), ElidedLabel(text)):
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == text
        assert accessible_texts(label) == [] or text in accessible_texts(label)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_tool_tip_shows_what_was_typed_letter_for_letter(text: str) -> None:
    page = QTextDocument()
    page.setHtml(plain_tip(text))
    assert page.toPlainText() == text


def test_a_name_that_does_not_fit_ends_in_dots_and_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG_NAME)
    qtbot.addWidget(label)
    label.show()
    label.resize(120, 20)
    assert label.shown_text().endswith("…")
    assert label.toolTip() == LONG_NAME
    label.resize(900, 20)
    assert label.shown_text() == LONG_NAME
    assert label.toolTip() == ""


def test_rare_characters_are_drawn_and_not_as_boxes(qtbot: QtBot, fonts: tuple[str, ...]) -> None:
    if "HanaMinB.ttf" in fonts:
        pytest.skip("the font of rare characters is not installed here")
    pictures = set()
    for char in (*RARE, "\U0003fffd"):  # the last one is in no font: its picture is the box
        label = PlainLabel(char, "title")
        qtbot.addWidget(label)
        label.resize(40, 40)
        pictures.add(bytes(label.grab().toImage().constBits()))
    assert len(pictures) == len(RARE) + 1
    advance = QFontMetrics(theme.font("title")).horizontalAdvance(RARE)
    assert advance == 20 * len(RARE)


def test_enter_in_a_field_stays_in_the_field(qtbot: QtBot) -> None:
    dialog = QDialog()
    column = QVBoxLayout(dialog)
    field, harm, plain = TextField(), KeyButton("作废这份文书", "", "danger"), KeyButton("继续")
    foreign = QPushButton("删除")  # a button that is not of this program, as in a message box
    foreign.setDefault(True)
    pressed: list[str] = []
    foreign.clicked.connect(lambda: pressed.append("foreign"))
    harm.clicked.connect(lambda: pressed.append("harm"))
    plain.clicked.connect(lambda: pressed.append("plain"))
    for widget in (field, harm, plain, foreign):
        column.addWidget(widget)
    shown(qtbot, dialog)
    field.setFocus()
    with qtbot.waitSignal(field.confirmed):
        type_text(field, "6901234567892")
        press(field, Qt.Key.Key_Return)
    assert pressed == []
    assert dialog.isVisible()


def test_enter_presses_a_plain_button_and_never_a_harmful_one(qtbot: QtBot) -> None:
    harm, plain = KeyButton("作废", "", "danger"), KeyButton("补打", "P")
    pressed: list[str] = []
    for button, name in ((harm, "harm"), (plain, "plain")):
        qtbot.addWidget(button)
        button.clicked.connect(lambda _on=False, name=name: pressed.append(name))
        assert not button.isDefault()
        assert not button.autoDefault()
        press(button, Qt.Key.Key_Return)
        press(button, Qt.Key.Key_Enter)
    assert pressed == ["plain", "plain"]
    press(harm, Qt.Key.Key_Space)
    assert pressed[-1] == "harm"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_button_keeps_its_words_and_tells_its_key(qtbot: QtBot, text: str) -> None:
    button = KeyButton(text, "Ctrl+Return")
    qtbot.addWidget(button)
    assert text in accessible_texts(shown(qtbot, button))
    assert button.accessibleDescription() == "Ctrl Enter"
    button.setFixedWidth(60)
    button.grab()
    assert button.toolTip() == plain_tip(text)


def test_the_chips_mark_the_state_and_offer_only_what_may_be_chosen(qtbot: QtBot) -> None:
    chips = StateChips()
    shown(qtbot, chips)
    chips.show_state("missing", offered=frozenset({"in_order", "missing"}))
    assert [name for name, each in chips.buttons.items() if each.kind == "chosen"] == ["missing"]
    with qtbot.waitSignal(chips.chosen) as told:
        click(chips.buttons["in_order"])
    assert told.args == ["in_order"]
    assert not chips.buttons["waived_shared"].isEnabled()


def test_escape_leaves_the_search_field_empty(qtbot: QtBot) -> None:
    field = SearchField()
    shown(qtbot, field)
    field.setText("道路")
    with qtbot.waitSignal(field.left):
        press(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_notice_says_all_three_things_and_goes_when_told(qtbot: QtBot) -> None:
    bar = NoticeBar()
    shown(qtbot, bar)
    bar.show_message(Message("打印机没有应答。", "办件已经存好。", "按 P 补打。"))
    assert accessible_texts(bar)[:2] == ["打印机没有应答。", "办件已经存好。按 P 补打。"]
    bar.show_message(None)
    assert bar.isHidden()


def test_the_steps_say_which_is_done_and_which_is_now(qtbot: QtBot) -> None:
    steps = StepList()
    shown(qtbot, steps)
    steps.show_steps((Step("申请人", LONG_NAME, done=True), Step("材料"), Step("打印")), current=1)
    names = [row.accessibleName() for row in steps.rows]
    assert names == ["第 1 步 申请人，已完成", "第 2 步 材料，现在", "第 3 步 打印"]
    steps.show_steps((Step("申请人"),), current=0)
    assert [row.isHidden() for row in steps.rows] == [False, True, True]


def test_the_page_is_painted_where_the_marks_say(qtbot: QtBot) -> None:
    marks = (
        Run(20, 40, 12, Face.SANS, f"林{RARE}"),
        Run(80, 40, 12, Face.SERIF_BOLD, "告知书", spacing=2),
        Rule(0, 60, 100, 60, 1),
        Bars(((0, 100, 100, 100),)),
    )
    view = PageView(Page(100, 200, 1, 1, marks))
    qtbot.addWidget(view)
    view.resize(116, 216)  # 8 px of desk round the page: one point is one pixel
    image = view.grab().toImage()
    assert QColor(image.pixel(8 + 50, 8 + 150)) == QColor("#000000")
    assert QColor(image.pixel(8 + 50, 8 + 80)) == theme.color("paper")
    assert QColor(image.pixel(2, 2)) == theme.color("desk")
    assert view.accessibleName() == page_text(Page(100, 200, 1, 1, marks)) == f"林{RARE}告知书"


def test_a_bug_is_told_without_closing_the_window(qtbot: QtBot) -> None:
    dialog = show_bug("KeyError")
    qtbot.addWidget(dialog)
    assert isinstance(dialog, BugDialog)
    assert "程序出错了" in accessible_texts(dialog)
    click(dialog.close_button)
