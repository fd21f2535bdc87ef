"""From Ctrl+K and a few initials to the merged checklist, by keys in the real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from clerk_app.desk.guide_lines import RowKind
from tests.ui import catalogue_support as support
from tests.ui.catalogue_support import BUNDLE_LETTERS, PARK, Hands
from tests.ui.hands import CTRL
from ui.pictures import accessible_texts


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    yield from support.opened(tmp_path_factory)


@pytest.fixture
def hands(opened: Hands) -> Hands:
    support.at_rest(opened)
    opened.press(Qt.Key.Key_K, CTRL)
    opened.type(BUNDLE_LETTERS)
    opened.press(Qt.Key.Key_Return)
    assert opened.screen == "bundle"
    return opened


def titles(hands: Hands, kind: RowKind) -> list[str]:
    rows = support.bundle_screen(hands.window).state.rows
    return [row.title for row in rows if row.kind is kind]


def test_six_keys_after_the_initials_show_the_merged_checklist(hands: Hands) -> None:
    screen = support.bundle_screen(hands.window)
    assert screen.state.title == "开便利店一件事（示例）"
    hands.press(Qt.Key.Key_2)  # the place is rented: asked once for both items
    hands.press(Qt.Key.Key_2)  # for less than a year
    assert titles(hands, RowKind.PAPER) == [
        "《备案申请书》",
        "身份证",
        "场地租赁合同",
        "租期说明",
        "备案申请书",  # the other body's own form
        "位置图",
    ]
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    texts = accessible_texts(screen)
    card = next(text for text in texts if "身份证" in text and "选中" in text)
    assert "原件1份、复印件2份" in card
    assert "便利店备案（示例）：必要，复印件1份，收取" in card
    assert "门前临时停放点登记（示例）：必要，原件1份、复印件2份，收取" in card
    assert "照现在的回答共要 6 份材料，分开办要交 8 份" in texts


def test_the_form_is_merged_and_a_conflict_says_why(hands: Hands) -> None:
    rows = support.bundle_screen(hands.window).state.rows
    kind = next(row for row in rows if row.title == "经营方式")
    assert (kind.right, kind.tone) == ("要分别问", "warn")
    assert titles(hands, RowKind.FIELD) == ["经营者姓名", "经营方式"]


def test_an_item_inside_is_opened_and_taken_by_keys(hands: Hands) -> None:
    screen = support.bundle_screen(hands.window)
    while screen.state.rows[screen.state.at].id != f"i:{PARK}":
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    assert hands.screen == "item"
    assert support.item_screen(hands.window).state.title == "门前临时停放点登记（示例）"
    hands.press(Qt.Key.Key_B)
    assert hands.screen == "bundle"
    assert screen.state.rows[screen.state.at].id == f"i:{PARK}"
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.screen == "intake"
    item = hands.window.intake.state.item
    assert item is not None
    assert item.key == PARK
