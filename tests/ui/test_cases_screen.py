"""The cases screen in the real window on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui import journey_support as journey
from tests.ui.hands import ALT, press, type_text
from tests.ui.journey_support import LONG_ITEM, Made, Window, put
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts
from ui.widgets.case_table import case_row


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A folder with two cases: one accepted, one with a very long item name."""
    made = Made(journey.made_once(tmp_path_factory).copy(tmp_path_factory.mktemp("cases") / "w"))
    desk = journey.opened(made.folder, SetClock())
    for item in (journey.EIGHT_PAPERS, LONG_ITEM):
        act = journey.driven(desk, item)
        act.all_in_order()
        act.confirm()
    desk.close()
    return made


@pytest.fixture
def window(made: Made, tmp_path: Path) -> Iterator[Window]:
    folder = made.copy(tmp_path / "w")
    with journey.closing(journey.show(folder, SetClock())) as opened:
        press(opened.main, Qt.Key.Key_3, ALT)
        QApplication.processEvents()
        yield opened


def hand(window: Window, key: Qt.Key) -> None:
    journey.press_by_hand(window, key)


def test_the_list_is_masked_and_a_reader_hears_its_cells(window: Window) -> None:
    lines = window.cases.state.found.lines
    assert [line.applicant for line in lines] == ["测*甲", "测*甲"]
    assert [line.place for line in lines] == ["here", "here"]
    texts = accessible_texts(window.cases)
    for line in lines:
        assert [cell for cell in case_row(line).texts if cell not in texts] == []
    assert window.cases.state.sums in texts


def test_enter_opens_the_case_p_prints_it_again_and_escape_leads_back(window: Window) -> None:
    screen = window.cases
    hand(window, Qt.Key.Key_Down)
    assert screen.state.row == 1
    hand(window, Qt.Key.Key_Return)
    file = screen.state.sheet
    assert file is not None
    hand(window, Qt.Key.Key_P)
    assert screen.state.message is not None
    assert screen.state.message.happened == "已存成 PDF（补打 1 次）。"
    assert screen.state.sheet is not None
    assert screen.state.sheet.documents[0].printed == 2
    happened = [each.words for each in screen.state.sheet.events if each.kind == "happened"]
    assert happened[-1] == "补打（第 1 次）"
    texts = accessible_texts(screen)
    for words in (file.grouped.split()[0], "已存本机 › 等上传到大厅", *dict(file.dates)):
        assert any(words in text for text in texts), words
    hand(window, Qt.Key.Key_Escape)
    hand(window, Qt.Key.Key_Escape)
    assert screen.stack.currentWidget() is not screen.page
    assert QApplication.focusWidget() is screen.table


def test_the_field_narrows_the_list_and_escape_widens_it(window: Window) -> None:
    screen = window.cases
    hand(window, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is screen.field
    put(screen.field, "林木")
    assert len(screen.state.found.lines) == 1
    put(screen.field, "没有")
    assert screen.empty.isVisible()
    assert screen.empty.title.text() == "没有这样的办件"
    press(screen.field, Qt.Key.Key_Escape)
    assert len(screen.state.found.lines) == 2


def test_a_scanned_receipt_opens_its_case(window: Window) -> None:
    number = window.cases.state.found.lines[0].number
    window.cases.table.setFocus()
    type_text(window.cases.table, number)
    press(window.cases.table, Qt.Key.Key_Return)
    assert window.cases.state.file is not None
    assert window.cases.state.file.number == number


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "large"])
def test_nothing_is_cut_in_any_theme(
    qapp: QApplication, made: Made, tmp_path: Path, name: str
) -> None:
    theme.apply(qapp, name)
    folder = made.copy(tmp_path / "w")
    with journey.closing(journey.show(folder, SetClock())) as window:
        press(window.main, Qt.Key.Key_3, ALT)
        QApplication.processEvents()
        assert journey.cut_parts(window.main) == []
        window.cases.presenter.open()
        QApplication.processEvents()
        assert journey.cut_parts(window.main) == []
        assert (window.shell.width(), window.shell.height()) == (1366, 768)
