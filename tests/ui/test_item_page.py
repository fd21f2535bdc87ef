"""The item page in the real window on a real store, by keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clerk_app.desk.guide_lines import RowKind
from clerk_app.enquiry import store
from tests.ui import catalogue_support as support
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import PARK, SHOP, Hands
from tests.ui.hands import CTRL, press, type_text
from ui.pictures import accessible_texts


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    yield from support.opened(tmp_path_factory)


@pytest.fixture
def hands(opened: Hands) -> Hands:
    """The page of the shop, as the box opens it."""
    support.at_rest(opened)
    opened.press(Qt.Key.Key_K, CTRL)
    opened.type("小卖部")
    opened.press(Qt.Key.Key_Return)
    assert opened.screen == "item"
    return opened


def words_of(path: Path) -> str:
    """The text of a PDF by another reader, without blanks and line ends."""
    document = pypdfium2.PdfDocument(path)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return "".join(text.split())


def papers(hands: Hands) -> list[str]:
    rows = support.item_screen(hands.window).state.rows
    return [row.title for row in rows if row.kind is RowKind.PAPER]


def test_digits_answer_nested_questions_and_the_list_is_heard_by_a_reader(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    assert papers(hands) == ["《备案申请书》", "身份证"]
    hands.press(Qt.Key.Key_2)
    assert screen.state.rows[screen.state.at].title == "租期满一年吗？"
    hands.press(Qt.Key.Key_2)
    assert papers(hands) == ["《备案申请书》", "身份证", "场地租赁合同", "租期说明"]
    texts = accessible_texts(screen)
    for name in papers(hands):
        assert any(name in text for text in texts), name
    assert any("2 租来的，已选" in text for text in texts)
    assert screen.state.sums in texts


def test_enter_opens_a_paper_in_place_and_again_closes_it(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    hands.press(Qt.Key.Key_1)
    row = screen.list.rows[screen.state.at]
    closed = row.height()
    hands.press(Qt.Key.Key_Return)
    assert row.height() > closed
    assert any("写明店名和地址" in text for text in accessible_texts(screen))
    hands.press(Qt.Key.Key_Return)
    assert row.height() == closed


def test_p_prints_the_guide_into_the_folder_of_the_program(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    hands.press(Qt.Key.Key_P)
    message = screen.state.message
    assert message is not None
    path = Path(message.means.removeprefix("文件在 "))
    assert path.read_bytes().startswith(b"%PDF")
    assert path.parent.name == "printed"
    hands.press(Qt.Key.Key_Escape)
    assert screen.state.message is None
    assert hands.screen == "item"


def test_n_registers_the_enquiry_and_prints_its_notice(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_N)
    message = screen.state.message
    assert message is not None
    assert message.happened == "咨询已登记，告知书已印好。"
    number = message.means.split("，")[0].removeprefix("咨询编号 ")
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        enquiry = store.enquiry(db, counter.viewer, number)
    assert (enquiry.item, enquiry.outcome) == (SHOP, "answered")
    assert [document.printed for document in enquiry.documents] == [1]


def test_e_asks_for_the_kind_of_enterprise_and_prints_the_licences_of_that_kind(
    hands: Hands,
) -> None:
    screen = support.item_screen(hands.window)
    assert not screen.buttons["licences"].isEnabled()  # nothing follows for the shop
    hands.press(Qt.Key.Key_E)
    assert support.item_screen(hands.window).state.message is None
    support.show_page(hands.window, "item", "SL-0002")
    journey.settle()
    assert screen.buttons["licences"].isEnabled()
    hands.press(Qt.Key.Key_1)
    answers = screen.state.answers
    assert len(answers) == 1
    hands.press(Qt.Key.Key_E)
    assert any("2，理发店、旅店、浴室" in text for text in accessible_texts(screen))
    hands.press(Qt.Key.Key_Escape)
    assert not screen.state.choosing
    hands.press(Qt.Key.Key_E)
    hands.press(Qt.Key.Key_2)
    message = screen.state.message
    assert message is not None
    assert message.happened == "咨询已登记，告知书和后置审批告知书已印好。"
    number, notice, licences = (part.split(" ")[1] for part in message.means.split("，"))
    assert Path(notice).read_bytes().startswith(b"%PDF")
    told = words_of(Path(licences))
    assert "经营类别理发店、旅店、浴室" in told
    assert "公共场所卫生许可（理发店、旅店、浴室等）" in told
    assert "动物防疫条件合格证" not in told
    assert "食品生产加工小作坊登记" not in told
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        enquiry = store.enquiry(db, counter.viewer, number)
        said = db.exec_driver_sql(
            "SELECT body FROM events WHERE kind = 'enquiry.recorded' ORDER BY s DESC"
        ).scalars()
        body = json.loads(said.all()[0])
    assert (enquiry.item, enquiry.outcome) == ("SL-0002", "answered")
    assert [(d.kind, d.printed) for d in enquiry.documents] == [
        ("enquiry_notice", 1),
        ("post_licence_notice", 1),
    ]
    assert body["enterprise"] == "理发店、旅店、浴室"
    assert [(each["key"], each["answer"]) for each in body["answers"]] == list(answers)


def test_e_prints_at_once_where_the_licences_are_for_everyone(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    support.show_page(hands.window, "item", PARK)
    journey.settle()
    hands.press(Qt.Key.Key_E)
    message = screen.state.message
    assert message is not None
    assert message.happened == "咨询已登记，写有后置审批的告知书已印好。"
    assert "户外广告设施登记（示例）" in words_of(Path(message.means.split(" ")[2]))


def test_d_lists_what_changed_and_escape_leads_back_step_by_step(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    hands.press(Qt.Key.Key_D)
    details = [row.detail for row in screen.state.rows]
    assert "9 个工作日 → 5 个工作日" in details
    hands.press(Qt.Key.Key_Escape)
    assert papers(hands)
    assert hands.screen == "item"
    hands.press(Qt.Key.Key_Escape)
    assert hands.screen == "intake"


def test_control_enter_takes_the_item_and_b_leads_back_where_it_was_asked_for(
    hands: Hands,
) -> None:
    hands.press(Qt.Key.Key_B)
    assert hands.screen == "intake"
    support.show_page(hands.window, "item", SHOP)
    journey.settle()
    hands.press(Qt.Key.Key_Return, CTRL)
    assert hands.screen == "intake"
    item = hands.window.intake.state.item
    assert item is not None
    assert item.key == SHOP


def test_a_burst_of_digits_answers_nothing(hands: Hands) -> None:
    screen = support.item_screen(hands.window)
    at = QApplication.focusWidget()
    assert at is not None
    type_text(at, "2222")
    press(at, Qt.Key.Key_Return)
    assert screen.state.answers == ()


def test_the_page_comes_back_when_the_theme_is_changed(hands: Hands) -> None:
    shell = hands.window.shell
    shell.change_theme("dark")
    journey.settle()
    assert support.item_screen(hands.window).state.title == "便利店备案（示例）"
    shell.change_theme("light")
    journey.settle()
