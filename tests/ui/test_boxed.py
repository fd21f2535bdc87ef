"""A character no font has, at the window: named, and one key to go on. Never tofu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clerk_app.deeds.print_document import find_document
from clerk_app.notices.page import Run
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import Hands
from tests.ui.hands import ALT
from tests.ui.paper_support import paper
from tests.ui.support import SetClock

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
