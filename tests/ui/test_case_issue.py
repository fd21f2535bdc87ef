"""催办单, 材料接收清单, pages and 上报件 by keys alone, in the real window on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clerk_app.desk.actions import DUAL_NOTICE, MATERIAL_LIST, URGE
from clerk_app.desk.small_form import SmallForm
from clerk_app.devices.printing.simulated import SimulatedDocPrinter
from clerk_app.intake import store
from clerk_app.intake.model import CaseState
from tests.ui import journey_support as journey
from tests.ui.case_support import Cases, go, open_case
from tests.ui.catalogue_support import Hands
from tests.ui.hands import ALT, CTRL, type_text
from tests.ui.journey_support import EIGHT_PAPERS, PERSON
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts
from ui.screens.limits import LimitsScreen
from ui.widgets.keys import KeyButton

LATE = "SL-0020"
"""Promised within 7 workdays: received on 5 November, due on Monday 16 November."""
RETURN = Qt.Key.Key_Return
NO_FONT = "测试\U000323af"


@pytest.fixture
def hands(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Hands]:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock)) as window:
        yield Hands(window, clock)


def cases(hands: Hands) -> Cases:
    return Cases(hands.window.desk, hands.clock)


def at() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def state(hands: Hands, number: str) -> CaseState:
    counter = hands.window.desk.counter
    with counter.store.reading() as db:
        return store.case(db, counter.viewer, number)


def printed(hands: Hands, number: str) -> str:
    """The words of a page in the folder of printed pages."""
    (path,) = (hands.window.desk.counter.folder / "printed").glob(f"{number}*.pdf")
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def issue_of(hands: Hands) -> SmallForm:
    form = hands.window.cases.state.issue
    assert form is not None, hands.window.cases.state.message
    return form


def caps(root: QWidget) -> set[tuple[str, str]]:
    """What stands on the buttons: words and key."""
    return {(b.title, b.key) for b in root.findChildren(KeyButton) if b.isVisible()}


def test_a_late_case_is_urged_on_its_page_and_the_order_comes_from_the_printer(
    hands: Hands,
) -> None:
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS)
    hands.clock.pass_seconds(60 * 86_400)
    open_case(hands.window, number)
    page = hands.window.cases.page
    assert {(URGE.title, URGE.key), (MATERIAL_LIST.title, MATERIAL_LIST.key)} <= caps(page)
    hands.press(Qt.Key.Key_9)
    assert issue_of(hands).value("to") == "示例县林业局（委托乡镇人民政府）"
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("示例县林业局")
    hands.press(RETURN)
    hands.press(RETURN)
    hands.type("请三日内答复")
    hands.press(RETURN)
    assert at() is page.issue.button
    documents = len(state(hands, number).documents)
    hands.press(RETURN)
    made = state(hands, number).documents
    assert [each.kind for each in made[documents:]] == ["reminder"]
    assert made[-1].printed == 1
    words = printed(hands, made[-1].number)
    for expected in ("催办单", "示例县林业局", "请三日内答复", "审查和决定"):
        assert expected in words, expected
    shown = hands.window.cases.state
    assert shown.sheet is not None
    assert shown.sheet.documents[shown.document].number == made[-1].number  # in hand, for P
    assert shown.message is not None
    assert shown.message.text.startswith(
        f"已出催办单 {made[-1].number}。 没有打印机，已存成 PDF：催办单（2 份）。"
    )
    assert at() is page


def test_why_a_case_cannot_be_done_and_how_is_typed_and_comes_to_paper(hands: Hands) -> None:
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS, m0="missing")
    open_case(hands.window, number)
    page = hands.window.cases.page
    assert (DUAL_NOTICE.title, DUAL_NOTICE.key) in caps(page)
    hands.press(Qt.Key.Key_7)
    assert issue_of(hands).value("how") == ""
    for _ in range(2):
        hands.press(RETURN)
    hands.type("请先到社区登记")
    hands.press(RETURN)
    hands.press(RETURN)
    assert at() is page.issue.button
    hands.press(RETURN)
    made = state(hands, number).documents
    assert (made[-1].kind, made[-1].printed) == ("dual_notice", 1)
    words = printed(hands, made[-1].number)
    for expected in (
        "为什么不能办1.缺",
        "怎样才能办1.请先到社区登记",
        "第三十二条第一款第（四）项",
    ):
        assert expected in words, expected


def test_a_day_that_is_past_is_refused_beside_its_field(hands: Hands) -> None:
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS)
    hands.clock.pass_seconds(60 * 86_400)
    open_case(hands.window, number)
    hands.press(Qt.Key.Key_9)
    hands.press(RETURN)
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("2026-11-26")
    for _ in range(3):
        hands.press(RETURN)
    page = hands.window.cases.page
    assert at() is page.issue.rows[1].hand
    assert any("已经过去" in text for text in accessible_texts(page))
    hands.press(Qt.Key.Key_Escape)
    assert hands.window.cases.state.issue is None
    assert hands.window.cases.state.sheet is not None
    assert at() is page


def test_pages_counted_at_the_checklist_stand_on_the_list_of_papers(hands: Hands) -> None:
    screen = journey.at_papers(hands.window, EIGHT_PAPERS, name=PERSON[0])
    screen.focus_hand()
    hands.press(Qt.Key.Key_1)
    assert ("页数", "S") in caps(screen)
    hands.press(Qt.Key.Key_S)
    assert at() is screen.papers.list.tools.paged
    hands.type("1734")
    hands.press(RETURN)
    assert at() is screen.papers.list
    assert ("1734 页", "S") in caps(screen)
    hands.press(Qt.Key.Key_Z, CTRL)
    assert screen.state.rows[0].pages == 0
    hands.press(Qt.Key.Key_S)
    hands.type("1743")
    hands.press(RETURN)
    hands.press(Qt.Key.Key_A)
    hands.press(RETURN)
    done = screen.state.done
    assert done is not None, screen.state.message
    hands.press(RETURN)
    open_case(hands.window, done.number)
    hands.press(Qt.Key.Key_8)
    before = state(hands, done.number).documents
    hands.press(RETURN)
    made = state(hands, done.number).documents
    assert [each.kind for each in made[len(before) :]] == ["material_list"]
    words = printed(hands, made[-1].number)
    assert "材料接收清单" in words
    assert "1743" in words


def test_what_is_no_number_of_pages_stays_to_be_mended_and_esc_leaves_it(hands: Hands) -> None:
    screen = journey.at_papers(hands.window, EIGHT_PAPERS, name=PERSON[0])
    screen.focus_hand()
    hands.press(Qt.Key.Key_S)  # nothing was handed in
    assert at() is screen.papers.list
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_S)
    hands.type("many")
    hands.press(RETURN)
    assert at() is screen.papers.list.tools.paged
    assert any("页数填 1–99999 的数字。" in text for text in accessible_texts(screen))
    hands.press(Qt.Key.Key_Escape)
    assert at() is screen.papers.list
    assert screen.state.rows[0].pages == 0


def test_pages_of_what_came_later_are_typed_in_the_act(hands: Hands) -> None:
    number = cases(hands).take(EIGHT_PAPERS, m0="missing")
    open_case(hands.window, number)
    form = hands.window.cases.page.form
    hands.press(Qt.Key.Key_B)
    hands.press(Qt.Key.Key_1)
    hands.press(Qt.Key.Key_S)
    assert at() is form.list.tools.paged
    hands.type("1743")
    hands.press(RETURN)
    assert at() is form.list
    hands.press(RETURN)
    hands.press(RETURN)
    assert state(hands, number).state == "accepted"
    hands.press(Qt.Key.Key_8)
    hands.press(RETURN)
    assert "1743" in printed(hands, state(hands, number).documents[-1].number)


def test_a_licence_a_higher_body_decides_is_said_by_one_key_before_it_is_confirmed(
    hands: Hands,
) -> None:
    screen = journey.at_papers(hands.window, EIGHT_PAPERS, name=PERSON[0])
    screen.focus_hand()
    assert "reports_up" not in screen.papers.acts.buttons
    hands.press(Qt.Key.Key_B)
    assert not screen.state.work.reports_up
    hands.press(Qt.Key.Key_A)
    assert ("须报上级", "B") in caps(screen)
    hands.press(Qt.Key.Key_B)
    assert ("须报上级，已记", "B") in caps(screen)
    hands.press(RETURN)
    done = screen.state.done
    assert done is not None, screen.state.message
    assert state(hands, done.number).terms.reports_up


def test_the_search_box_has_every_new_key_where_it_does_something(hands: Hands) -> None:
    screen = journey.at_papers(hands.window, EIGHT_PAPERS, name=PERSON[0])
    screen.focus_hand()
    assert not {"pages", "reports_up", "boxed"} & {each.id for each in screen.commands()}
    hands.press(Qt.Key.Key_1)
    assert "pages" in {each.id for each in screen.commands()}
    hands.press(Qt.Key.Key_A)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("须报上级")
    hands.press(RETURN)
    assert screen.state.work.reports_up
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS)
    hands.clock.pass_seconds(60 * 86_400)
    open_case(hands.window, number)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("催办单")
    hands.press(RETURN)
    assert issue_of(hands).title.startswith("催办")
    assert hands.window.cases.commands() == ()
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.type("材料接收清单")
    hands.press(RETURN)
    assert issue_of(hands).title == "材料接收清单"


def test_a_case_on_the_limits_is_urged_by_keys(hands: Hands) -> None:
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS)
    hands.clock.pass_seconds(60 * 86_400)
    screen = go(hands.window, "limits")
    assert isinstance(screen, LimitsScreen)
    assert (URGE.title, URGE.key) in caps(screen)
    assert "urge" in {each.id for each in screen.commands()}
    hands.press(Qt.Key.Key_9)
    assert at() is screen.form.rows[0].hand
    for _ in range(4):
        hands.press(RETURN)
    made = state(hands, number).documents[-1]
    assert (made.kind, made.printed) == ("reminder", 1)
    assert f"已出催办单 {made.number}。" in "".join(accessible_texts(screen))
    assert at() is screen.table


def test_a_character_no_font_has_stops_the_paper_until_its_code_is_chosen(hands: Hands) -> None:
    desk = hands.window.desk
    plain = desk.counter
    desk.counter = replace(plain, boxed=True)  # as it was taken in, by choice
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS, name=NO_FONT)
    desk.counter = plain
    open_case(hands.window, number)
    hands.press(Qt.Key.Key_8)
    before = state(hands, number).documents
    hands.press(RETURN)
    form = hands.window.cases.page.issue
    assert state(hands, number).documents == before
    assert (form.boxed.title, "Alt+X") in caps(form)
    assert "U+323AF" in "".join(accessible_texts(form))
    hands.press(Qt.Key.Key_X, ALT)
    assert not form.boxed.isVisible()
    assert at() is form.button
    hands.press(RETURN)
    words = printed(hands, state(hands, number).documents[-1].number)
    assert "U+323AF" in words
    assert "□内为该字的代码" in words


def test_a_scanned_number_issues_nothing(hands: Hands) -> None:
    made = cases(hands).on("2026-11-25")
    first, second = made.take(EIGHT_PAPERS), made.take(EIGHT_PAPERS)
    open_case(hands.window, first)
    before = len(state(hands, first).documents)
    type_text(at(), second + "89")
    QTest.keyClick(at(), RETURN)
    journey.settle()
    assert hands.window.cases.state.issue is None
    assert len(state(hands, first).documents) == before


def test_a_printer_without_paper_leaves_the_order_waiting(hands: Hands) -> None:
    desk = hands.window.desk
    printer = SimulatedDocPrinter(at_once=False)
    desk._papers.talk.found["cups:HallA4"] = printer
    desk._papers.choose("cups:HallA4", "", "slip80")
    number = cases(hands).on("2026-11-25").take(EIGHT_PAPERS)
    open_case(hands.window, number)
    hands.press(Qt.Key.Key_8)
    hands.press(RETURN)
    message = hands.window.cases.state.message
    assert message is not None
    assert "已送打印机：材料接收清单（2 份）。" in message.text
    assert len(printer.jobs) == 1


def test_in_large_type_the_field_for_the_pages_is_in_sight(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    theme.apply(qapp, "large")
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, SetClock())) as window:
        screen = journey.at_papers(window)
        act, listed = screen.presenter, screen.papers.list
        act.all_in_order()
        for row in range(len(screen.state.rows)):
            act.to_row(row)
            journey.settle()
            act.ask_pages()
            journey.settle()
            field = listed.tools.paged
            top = field.mapTo(listed.viewport(), field.rect().topLeft()).y()
            low = field.mapTo(listed.viewport(), field.rect().bottomLeft()).y()
            assert top >= 0, row
            assert low <= listed.viewport().height(), row
            act.dismiss()
