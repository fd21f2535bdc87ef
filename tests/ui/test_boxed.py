"""A character no font has, at the window: named, and one key to go on. Never tofu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clerk_app.deeds.print_document import find_document
from clerk_app.desk.messages import Message
from clerk_app.desk.paper_preview import PreviewState
from clerk_app.notices.page import Run
from clerk_app.notices.wording import OWN_FOLDER
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import Hands
from tests.ui.hands import ALT
from tests.ui.paper_support import paper
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts

TIBETAN = "བཀྲ"


@pytest.fixture
def hands(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    clock = SetClock()
    folder = journey.made_once(tmp_path_factory).copy(tmp_path / "w")
    with journey.closing(journey.show(folder, clock, tickets=1)) as window:
        yield Hands(window, clock)


def test_the_paper_is_refused_by_name_and_one_key_prints_the_code(hands: Hands) -> None:
    window = hands.window
    screen = journey.at_papers(window, journey.EIGHT_PAPERS, name=f"{TIBETAN}示例")
    screen.presenter.all_in_order()
    screen.presenter.confirm()
    told = screen.state.message
    assert told is not None
    assert "U+0F56" in told.happened
    assert "make" not in told.text
    assert "Alt X" in told.press
    hands.press(Qt.Key.Key_X, ALT)
    done = screen.state.done
    assert done is not None, screen.state.message
    (document,) = done.documents
    found = find_document(window.desk.counter, done.number, document.number)
    assert found.facts.boxed
    window.main.show_paper(f"{done.number}/{document.number}")
    copy = paper(window).state.copy
    assert copy is not None
    words = "".join(mark.text for mark in copy.pages[0].marks if isinstance(mark, Run))
    assert "0F56" in words
    assert TIBETAN[0] not in words
    assert "字库里没有这个字" in "".join(
        mark.text for page in copy.pages for mark in page.marks if isinstance(mark, Run)
    )


def test_the_live_page_says_so_before_anybody_confirms(hands: Hands) -> None:
    window = hands.window
    journey.at_papers(
        window, journey.EIGHT_PAPERS, name=f"张{TIBETAN[0]}"
    ).presenter.all_in_order()
    journey.settle()
    said = " ".join(accessible_texts(window.intake.side))
    assert "姓名第 2 个字没有字形" in said
    assert "随勾选更新" not in said
    assert window.intake.side.confirm.isEnabled()
    assert journey.cut_parts(window.shell) == []


@pytest.mark.parametrize(("name", "wide", "high"), [("light", 1366, 728), ("large", 1366, 768)])
def test_wording_that_stops_a_paper_is_told_whole_beside_the_verdict(
    name: str, wide: int, high: int, hands: Hands
) -> None:
    window = hands.window
    theme.fit(wide, high)
    window.shell.change_theme(name)
    journey.settle()
    window.shell.resize(wide, high)
    own = window.desk.counter.folder / OWN_FOLDER
    own.mkdir()
    bad = own / "acceptance.toml"
    bad.write_text('sentence_of_old = "请妥善保管。"\n', encoding="utf-8")
    screen = journey.at_papers(window, journey.EIGHT_PAPERS)
    screen.presenter.all_in_order()
    journey.settle()
    said = " ".join(accessible_texts(screen.side))
    for words in ("acceptance.toml", "sentence_of_old", "请管理员改好", "先请到别的窗口"):
        assert words in said
    assert not screen.side.confirm.isEnabled()
    assert "受理并打印" not in said
    assert journey.cut_parts(window.shell) == []
    assert (window.shell.width(), window.shell.height()) == (wide, high)
    bad.unlink()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # tries again
    assert screen.state.done is not None


def test_a_page_that_cannot_be_laid_out_says_so_and_keeps_its_key(hands: Hands) -> None:
    window = hands.window
    window.main.show_paper("none/none-01")
    journey.settle()
    screen = paper(window)
    assert screen.title.text() == "这份文书排不出来"
    assert screen.notice.isVisible()
    assert screen.copies.text() == "—"
    hands.press(Qt.Key.Key_Escape)
    assert hands.screen == "intake"
    window.main.show_paper("none/none-01")
    told = Message("“申请人”里有字库没有的字：U+20BB7（第 1 个字）。", "", "按 Alt X。")
    screen.show_state(PreviewState(fault=told, lacking=True))
    assert list(screen.acts.buttons) == ["boxed"]
    assert "U+20BB7" in screen.notice.happened.text()
