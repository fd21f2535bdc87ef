"""The real window on a real store, driven by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.desk.case_port import Filter
from clerk_app.desk.case_words import sheet_of
from clerk_app.desk.intake_state import Step
from clerk_app.intake.model import PaperState
from clerk_app.kernel.clock import parse_stamp
from tests.ui import journey_support as journey
from tests.ui.hands import CTRL, NONE, type_text
from tests.ui.journey_support import EIGHT_PAPERS, LONG_ITEM, PERSON, SECRET, Made, Window, put
from tests.ui.support import HOSTILE, RARE, SetClock
from tests.ui.test_main_window import ShownWindows
from ui import theme
from ui.pictures import accessible_texts
from ui.runner import QtRunner
from ui.shell import Shell

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return journey.made_once(tmp_path_factory)


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    return made.copy(tmp_path / "w")


@pytest.fixture
def window(folder: Path) -> Iterator[Window]:
    with journey.closing(journey.show(folder, SetClock(), tickets=2)) as opened:
        yield opened


@dataclass
class Hand:
    """Presses keys where the focus is, and counts what is not typed data."""

    window: Window
    presses: list[str] = field(default_factory=list)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.presses.append(key.name)
        journey.press_by_hand(self.window, key, modifier)

    def type(self, text: str) -> None:
        put(at(), text)


def at() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_from_the_next_ticket_to_the_printed_acceptance_in_fourteen_presses(
    window: Window, folder: Path
) -> None:
    """Eight papers, an agent even; what is typed as data is not counted."""
    hand = Hand(window)
    screen = window.intake
    hand.press(Qt.Key.Key_F1)
    hand.type(PERSON[0])
    hand.press(Qt.Key.Key_Return)
    hand.type(PERSON[1])
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_G, CTRL)
    hand.type("测试乙")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)  # neither number
    hand.press(Qt.Key.Key_Return)  # nor telephone
    hand.type("lmcfxkz")
    hand.press(Qt.Key.Key_Return)
    for _ in range(screen.state.situation_count):
        hand.press(Qt.Key.Key_2)
    assert len(screen.state.rows) == 8
    hand.press(Qt.Key.Key_A)
    assert screen.state.step is Step.DECIDE
    assert screen.state.verdict.sign == "accepted"
    hand.press(Qt.Key.Key_Return)
    done = screen.state.done
    assert done is not None
    assert Path(done.documents[0].path).read_bytes().startswith(b"%PDF")
    assert Path(done.documents[0].path).is_relative_to(folder)
    assert len(hand.presses) <= 14, hand.presses
    hand.press(Qt.Key.Key_5)
    assert screen.state.done is None
    sheet = sheet_of(window.desk.cases.case(done.number))
    assert [each.detail for each in sheet.events if each.words == "评价"] == ["非常满意"]
    assert window.desk.frame.facts().queue.ticket == ""
    assert at() is screen.applicant.party.name


def test_a_scanners_enter_confirms_its_field_and_nothing_else(window: Window) -> None:
    screen = window.intake
    hand = Hand(window)
    hand.type("测试甲")
    hand.press(Qt.Key.Key_Return)
    hand.type(PERSON[1])
    QTest.keyClick(at(), Qt.Key.Key_Return)
    assert screen.state.step is Step.APPLICANT
    assert at() is screen.applicant.party.phone
    journey.at_papers(window).presenter.all_in_order()
    QApplication.processEvents()
    assert at() is screen.side.confirm
    type_text(at(), "51160200012600000163")
    QTest.keyClick(at(), Qt.Key.Key_Return)
    assert screen.state.done is None
    with window.desk.counter.store.reading() as db:
        assert window.desk.counter.journal.count(db) > 0
    assert window.desk.cases.cases(Filter.ALL).total == 0


def test_states_faults_and_undo_by_single_keys(window: Window) -> None:
    screen = journey.at_papers(window)
    hand = Hand(window)
    assert at() is screen.papers.list
    hand.press(Qt.Key.Key_3)
    hand.press(Qt.Key.Key_Q)
    assert screen.state.rows[0].fault == "有空栏没有填写"
    assert screen.state.verdict.word == "还差一步"
    hand.press(Qt.Key.Key_4)
    assert screen.state.rows[0].state == "corrected_on_the_spot"
    hand.press(Qt.Key.Key_Z, CTRL)
    assert screen.state.rows[0].state == "defective"
    hand.press(Qt.Key.Key_T)  # the one after the last of the list: typed
    assert at() is screen.papers.list.tools.typed
    hand.type("页码不连续")
    hand.press(Qt.Key.Key_Return)
    assert screen.state.rows[0].fault == "页码不连续"
    assert at() is screen.papers.list
    hand.press(Qt.Key.Key_Return)
    assert screen.state.work.row == 1
    hand.press(Qt.Key.Key_2)
    assert screen.state.rows[1].state == "missing"


def test_what_the_state_says_is_what_a_reader_hears(window: Window) -> None:
    journey.with_shortfall(window)
    QApplication.processEvents()
    state, texts = window.intake.state, accessible_texts(window.intake)
    wanted = [
        state.verdict.word,
        state.verdict.why,
        state.verdict.how,
        state.verdict.day,
        state.head,
        state.facts,
        *(row.name for row in state.rows),
        *(row.note for row in state.rows if row.note),
        *(words for _, words in state.sums),
        *(step.title for step in state.steps),
        "出具告知书",
    ]
    assert [words for words in wanted if words not in texts] == []
    assert any("一次性告知书" in text and "生熟流程交叉" in text for text in texts)


def test_the_draft_is_there_again_after_closing(folder: Path) -> None:
    clock = SetClock()
    with journey.closing(journey.show(folder, clock)) as first:
        journey.with_shortfall(first)
        kept = first.intake.state
    with journey.closing(journey.show(folder, clock)) as second:
        screen = second.intake
        assert screen.state.work == kept.work
        assert screen.state.rows == kept.rows
        assert screen.notice.isVisible()
        assert screen.notice.happened.text() == "已恢复上次没办完的草稿。"


def test_a_change_of_theme_loses_nothing(window: Window, qapp: QApplication) -> None:
    journey.with_shortfall(window)
    kept = window.intake.state.work
    window.shell.change_theme("dark")
    QApplication.processEvents()
    assert window.intake.state.work == kept
    theme.apply(qapp, "light")


def test_not_competent_by_keys_asks_for_the_agency(window: Window) -> None:
    screen = journey.at_papers(window)
    hand = Hand(window)
    hand.press(Qt.Key.Key_M, CTRL)
    hand.press(Qt.Key.Key_2)
    assert at() is screen.matter.agency
    hand.type("县自然资源局")
    hand.press(Qt.Key.Key_Return)
    assert screen.state.verdict.sign == "not_accepted"
    hand.press(Qt.Key.Key_Return)
    assert screen.state.done is not None
    assert screen.done.title.text() == "已作出不予受理决定"


def test_the_page_opens_at_reading_size_and_closes_again(window: Window) -> None:
    screen = journey.at_papers(window)
    hand = Hand(window)
    hand.press(Qt.Key.Key_F9)
    assert screen.paper.isVisible()
    hand.press(Qt.Key.Key_Escape)
    assert screen.papers.isVisible()
    assert at() is screen.papers.list


def test_a_held_enter_decides_once(window: Window) -> None:
    screen = journey.at_papers(window)
    screen.presenter.all_in_order()
    QApplication.processEvents()
    confirm = at()
    QTest.keyPress(confirm, Qt.Key.Key_Return)
    for _ in range(5):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", True)
        QApplication.sendEvent(at(), event)
    assert screen.state.done is not None
    assert window.desk.cases.cases(Filter.ALL).total == 1


def test_a_held_enter_answers_no_question(window: Window) -> None:
    screen = journey.at_papers(window)
    screen.presenter.back()
    QApplication.processEvents()
    before = screen.state.work
    for _ in range(5):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", True)
        QApplication.sendEvent(at(), event)
    assert screen.state.work == before
    assert before.step is Step.SITUATION


def test_a_person_called_like_markup_is_shown_letter_for_letter(window: Window) -> None:
    screen = journey.at_papers(window, name=HOSTILE[0])
    assert screen.applicant.party.name.text() == HOSTILE[0]
    screen.presenter.all_in_order()
    screen.presenter.confirm()
    labels = [w for w in window.main.findChildren(QWidget) if isinstance(w, QLabel)]
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert not GuiQt.mightBeRichText(label.toolTip()) or label.toolTip().startswith("<qt>")


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "large"])
def test_nothing_is_cut_in_any_theme(qapp: QApplication, folder: Path, name: str) -> None:
    theme.apply(qapp, name)
    with journey.closing(journey.show(folder, SetClock())) as window:
        screen = window.intake
        act = screen.presenter
        found = {"applicant": journey.cut_parts(window.main)}
        journey.at_papers(window, LONG_ITEM, name=f"欧阳{RARE}")
        QApplication.processEvents()
        found["papers"] = journey.cut_parts(window.main)
        act.mark(PaperState.DEFECTIVE)
        QApplication.processEvents()
        found["faults"] = journey.cut_parts(window.main)
        act.undo()
        act.all_in_order()
        QApplication.processEvents()
        found["decide"] = journey.cut_parts(window.main)
        act.confirm()
        QApplication.processEvents()
        found["done"] = journey.cut_parts(window.main)
        assert {step: bad for step, bad in found.items() if bad} == {}
        assert (window.shell.width(), window.shell.height()) == (1366, 768)


def test_no_part_flashes_up_as_a_window_of_its_own(folder: Path, qapp: QApplication) -> None:
    watch = ShownWindows()
    qapp.installEventFilter(watch)
    with journey.closing(journey.show(folder, SetClock())) as window:
        journey.with_shortfall(window)
        QApplication.processEvents()
    qapp.removeEventFilter(watch)
    assert watch.seen == ["Shell"]


def test_with_the_worker_the_window_never_waits(qtbot: QtBot, folder: Path) -> None:
    clock, runner = SetClock(parse_stamp("2026-11-24T10:41:12+08:00")), QtRunner()
    shell = Shell(journey.entrance(folder, clock), runner, clock)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    shell.presenter.submit(SECRET)
    qtbot.waitUntil(lambda: shell.main is not None)
    assert shell.desk is not None
    window = Window(shell, shell.desk)  # type: ignore[arg-type]  # it is the real desk
    runner.run(lambda: take_ticket(window.desk.counter), lambda _ticket: None, print)
    screen = window.intake
    qtbot.waitUntil(lambda: not screen.state.loading)
    act = screen.presenter
    act.fill("name", PERSON[0])
    act.applicant_done()
    act.search(EIGHT_PAPERS)
    act.pick()
    qtbot.waitUntil(lambda: screen.state.item is not None)
    for _ in range(screen.state.situation_count):
        act.answer(0)
    act.all_in_order()
    act.confirm()
    assert screen.state.busy
    qtbot.waitUntil(lambda: screen.state.done is not None)
    act.next_citizen()
    act.fill("name", "最后一个字")
    shell.close()
    runner.close()
    with journey.closing(journey.show(folder, clock)) as again:
        assert again.intake.state.work.applicant.name == "最后一个字"
