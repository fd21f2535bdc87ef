"""The life of a case in the real window, by keys alone; and that it is the deed of the scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.rules.papers import checklist
from clerk_app.catalogue.rules.situations import asked
from clerk_app.cli.main import run
from clerk_app.desk.case_form import Form
from clerk_app.desk.case_words import CaseSheet
from clerk_app.intake.model import PaperState
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import legal_day, stamp
from tests.ui import case_support, journey_support
from tests.ui.case_support import Cases
from tests.ui.hands import ALT, CTRL, NONE, press, type_text
from tests.ui.journey_support import PERSON, SECRET, Made, Window, put
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import accessible_texts
from ui.screens.owed import OwedScreen

ITEM = "SL-0024"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return journey_support.made_once(tmp_path_factory)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def window(made: Made, tmp_path: Path, clock: SetClock) -> Iterator[Window]:
    folder = made.copy(tmp_path / "w")
    with journey_support.closing(journey_support.show(folder, clock)) as opened:
        yield opened


@pytest.fixture
def hand(window: Window) -> Callable[..., None]:
    def keys(*names: str) -> None:
        """Keys where the focus is; a modifier goes before a plus sign."""
        for name in names:
            modifier, _, key = name.rpartition("+")
            held = {"": NONE, "Ctrl": CTRL, "Alt": ALT}[modifier]
            journey_support.press_by_hand(window, getattr(Qt.Key, f"Key_{key}"), held)

    return keys


def at() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def told(kind: str, body: Body | None) -> tuple[str, Body]:
    """An event without what hangs on an event's salt: the code to ask by, the page's digest."""
    salted = {"sha256", "query_code"}
    return kind, {name: value for name, value in (body or {}).items() if name not in salted}


def happened(window: Window, number: str) -> list[tuple[str, Body]]:
    counter = window.desk.counter
    with counter.store.reading() as db:
        return [told(e.kind, e.body) for e in counter.journal.case_events(db, number)]


def form_of(window: Window) -> Form | None:
    return window.cases.state.form


def sheet_of(window: Window) -> CaseSheet:
    sheet = window.cases.state.sheet
    assert sheet is not None
    return sheet


def screen_of(window: Window) -> str:
    assert window.shell.frame is not None
    return window.shell.frame.state.screen


class Script:
    """The same workstation driven by files."""

    def __init__(self, made: Made, folder: Path, clock: SetClock) -> None:
        self.data, self.clock = made.copy(folder / "script"), clock
        self.files = folder / "files"
        self.files.mkdir()

    def __call__(self, *words: str, content: dict[str, Any]) -> None:
        path = self.files / "order.json"
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        args = ["--data", str(self.data), *words, str(path), "--out", str(self.files / "out")]
        assert run([*args, "--json"], Workstation(self.clock)) == 0

    def intake(self, states: dict[int, str], **more: Any) -> None:
        """Every paper in order but those named by their place."""
        opening = Workstation(self.clock).open(self.data, SECRET)
        with opening as counter, counter.store.reading() as db:
            item = catalogue.item_on(db, ITEM, legal_day(self.clock.at))
        answers: dict[str, str] = {}
        while left := [s for s in asked(item, answers) if s.key not in answers]:
            answers[left[0].key] = left[0].answers[0].value
        materials = []
        for place, material in enumerate(checklist(item, answers)):
            state = PaperState(states.get(place, "in_order"))
            copies = material.count_due if state.is_handed_in else 0
            materials.append({"name": material.name, "state": str(state), "copies": copies})
        party = {"kind": "person", "name": PERSON[0], "id_type": "resident_id"}
        content = {
            "item": ITEM,
            "received_at": stamp(self.clock.at),
            "applicant": {**party, "id_number": PERSON[1]},
            "situations": answers,
            "materials": materials,
            **more,
        }
        self("intake", content=content)

    def happened(self, number: str) -> list[tuple[str, Body]]:
        opening = Workstation(self.clock).open(self.data, SECRET)
        with opening as counter, counter.store.reading() as db:
            return [told(e.kind, e.body) for e in counter.journal.case_events(db, number)]


@pytest.fixture
def script(made: Made, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Script:
    monkeypatch.setenv("CLERK_PASSPHRASE", SECRET)
    return Script(made, tmp_path, clock)


def taken_in(window: Window, hand: Callable[..., None], *marks: str) -> str:
    """One citizen at the window: applicant, item, first answers, marks, decision; its number."""
    screen = window.intake
    put(at(), PERSON[0])
    hand("Return")
    put(at(), PERSON[1])
    hand("Return", "Return")
    put(at(), ITEM)
    hand("Return")
    hand(*["1"] * screen.state.situation_count)
    hand(*marks)
    hand("Return")
    done = screen.state.done
    assert done is not None, screen.state.verdict
    hand("Return")
    return done.number


def test_a_returned_case_is_supplied_to_acceptance_and_it_is_the_deed_of_the_script(
    window: Window, hand: Callable[..., None], script: Script, clock: SetClock
) -> None:
    number = taken_in(window, hand, "2", "Down", "2", "A")
    clock.pass_seconds(86_400)
    hand("Alt+3", "Return")
    screen = window.cases
    assert (sheet_of(window).number, sheet_of(window).stage) == (number, "待补正")
    hand("B")
    assert at() is screen.page.form.list
    hand("1", "Return", "1", "Return")
    asked_for = form_of(window)
    assert asked_for is not None
    assert asked_for.confirm == "补交材料：齐全 2 份。记录以后不能撤回。"
    assert at() is screen.page.form.confirm.button
    hand("Return")
    assert form_of(window) is None
    assert sheet_of(window).stage == "已受理"
    titles = [document.title for document in sheet_of(window).documents]
    assert titles == ["一次性告知书", "收件凭证", "补正回执", "受理通知书"]
    clock.pass_seconds(-86_400)
    script.intake({0: "missing", 1: "missing"})
    clock.pass_seconds(86_400)
    names = [paper.name for paper in sheet_of(window).papers][:2]
    papers = [{"name": name, "state": "in_order", "copies": 1} for name in names]
    script("case", "act", number, "supply", content={"at": stamp(clock.at), "materials": papers})
    mine, theirs = happened(window, number), script.happened(number)
    assert [kind for kind, _ in mine] == [kind for kind, _ in theirs]
    assert mine == theirs


def test_a_conditional_case_is_made_good_and_it_is_the_deed_of_the_script(
    window: Window, hand: Callable[..., None], script: Script, clock: SetClock
) -> None:
    number = taken_in(window, hand, "Down", "Down", "Down", "2", "A", "C")
    clock.pass_seconds(86_400)
    hand("Alt+4", "2")
    owed = window.main.screen_of("owed")
    assert isinstance(owed, OwedScreen)
    assert [line.number for line in owed.state.lines] == [number]
    hand("B")
    form = form_of(window)
    assert form is not None
    assert form.rows[0].word == "原来缺"
    hand("1", "Return", "Return")
    sheet = sheet_of(window)
    assert (sheet.stage, sheet.said.sign) == ("容缺受理", "ok")
    assert [document.title for document in sheet.documents][-1] == "补正回执"
    hand("Escape", "Escape")  # the message, then back to where it was asked for
    assert screen_of(window) == "owed"
    assert owed.state.lines == ()
    clock.pass_seconds(-86_400)
    script.intake({3: "missing"}, undertaking_signed=True)
    clock.pass_seconds(86_400)
    wanting = next(paper for paper in sheet.papers if paper.note.endswith("交来"))
    paper = {"name": wanting.name, "state": "in_order", "copies": 1}
    script("case", "act", number, "supply", content={"at": stamp(clock.at), "materials": [paper]})
    assert happened(window, number) == script.happened(number)


def test_a_denial_is_recorded_by_its_own_key_and_by_nothing_else(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    number = Cases(window.desk, clock).take(ITEM)
    hand("Alt+3", "Return", "N")
    form = window.cases.page.form
    put(at(), "不符合采伐条件")
    hand("Return", "Return", "1")
    assert at() is form.confirm.button
    before = len(happened(window, number))
    hand("Return")
    QTest.keyClick(at(), Qt.Key.Key_Return)
    type_text(at(), "51160200012600000163")
    QTest.keyClick(at(), Qt.Key.Key_Return)
    assert len(happened(window, number)) == before
    assert form_of(window) is not None
    hand("Ctrl+Return")
    assert [kind for kind, _ in happened(window, number)][before:] == [
        "case.denied",
        "document.issued",
        "document.printed",
    ]
    assert sheet_of(window).documents[-1].title == "不予许可决定书"


def test_a_held_enter_records_once_and_a_scanned_code_marks_no_paper(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    number = Cases(window.desk, clock).take(ITEM, m0="missing")
    hand("Alt+3", "Return", "B")
    type_text(at(), "1234512345")
    QTest.keyClick(at(), Qt.Key.Key_Return)
    form = form_of(window)
    assert form is not None
    assert {row.state for row in form.rows} == {""}
    hand("A")
    QTest.keyPress(at(), Qt.Key.Key_Return)
    for _ in range(5):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", True)
        QApplication.sendEvent(at(), event)
    assert [kind for kind, _ in happened(window, number)].count("case.supplied") == 1


def test_fields_are_walked_with_enter_and_escape_keeps_what_was_typed(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    Cases(window.desk, clock).take(ITEM)
    hand("Alt+3", "Return", "T")
    form = window.cases.page.form
    assert at() is form.rows[0].hand
    hand("5")
    assert at() is form.rows[1].hand
    put(at(), "要检测")
    hand("Return")
    assert at() is form.rows[2].hand
    hand("Return")
    assert at() is form.rows[2].hand  # the applicant is told how long it takes
    put(at(), "5")
    hand("Return")
    assert at() is form.confirm.button
    hand("Escape")
    assert at() is form.rows[2].hand
    hand("Escape")
    assert form_of(window) is None
    assert at() is window.cases.page
    window.shell.change_theme("dark")
    QApplication.processEvents()
    hand("Alt+3", "Return", "T")
    again = form_of(window)
    assert again is not None
    assert again.typed.values == {"special": "检测", "reason": "要检测", "days": "5"}
    window.shell.change_theme("light")


def test_why_is_a_key_and_every_act_shows_its_own(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    Cases(window.desk, clock).take(ITEM)
    hand("Alt+3", "Return")
    page = window.cases.page
    sheet = sheet_of(window)
    shown = {name: button.key for name, button in page.acts.buttons.items()}
    assert shown == {each.id: each.key for each in sheet.acts}
    assert not any("个工作日，从" in text for text in accessible_texts(page))
    hand("W")
    texts = "\n".join(accessible_texts(page))
    for why in sheet.clock.why:
        assert why in texts
    for words in (sheet.said.title, sheet.said.text, sheet.lamp_word, sheet.clock.note):
        assert words in texts


def test_a_scanned_paper_opens_its_supply_on_owed_and_its_page_elsewhere(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    number = Cases(window.desk, clock).take(ITEM, m0="missing")
    hand("Alt+4")
    type_text(at(), f"{number}-01")
    QTest.keyClick(at(), Qt.Key.Key_Return)
    form = form_of(window)
    assert form is not None
    assert (form.number, form.action) == (number, "supply")
    hand("Escape", "Escape")
    assert screen_of(window) == "owed"
    hand("Alt+5")
    type_text(at(), number)
    QTest.keyClick(at(), Qt.Key.Key_Return)
    assert screen_of(window) == "cases"
    assert form_of(window) is None
    assert sheet_of(window).number == number


def test_owed_and_limits_are_driven_by_keys(
    window: Window, hand: Callable[..., None], clock: SetClock
) -> None:
    cases = Cases(window.desk, clock)
    owing = cases.take(ITEM, m0="missing")
    silent = cases.take(ITEM, m0="missing", given=False)
    cases.on("2026-12-02")
    hand("Alt+4", "3", "N")
    assert happened(window, owing)[-1] == ("case.told", {"message": "correction:2026-11-24"})
    hand("Alt+5", "2", "V")
    assert happened(window, silent)[-1][0] == "case.deemed"
    hand("1", "Return")
    assert sheet_of(window).number == silent
    hand("Escape")
    assert screen_of(window) == "limits"


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "large"])
def test_nothing_is_cut_in_any_theme(
    qapp: Any, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, name: str
) -> None:
    theme.apply(qapp, name)
    source = Made(case_support.full_once(tmp_path_factory))
    folder = source.copy(tmp_path / "w")
    with journey_support.closing(journey_support.show(folder, case_support.now())) as window:
        found: dict[str, list[str]] = {}
        for screen, tabs in (("owed", 3), ("limits", 5), ("cases", 6)):
            case_support.go(window, screen)
            for tab in range(1, tabs + 1):
                press(at(), getattr(Qt.Key, f"Key_{tab}"))
                window.shell.scans.flush()  # type: ignore[union-attr]  # it is there once open
                found[f"{screen} {tab}"] = journey_support.cut_parts(window.main)
        for line in window.cases.state.found.lines[4:7]:
            for act in ("", "supply", "transfer", "withdraw", "suspend", "deliver"):
                case_support.open_case(window, line.number, act)
                found[f"{line.number} {act}"] = journey_support.cut_parts(window.main)
                for _ in range(4):
                    window.cases.presenter.close()
        assert {each: bad for each, bad in found.items() if bad} == {}
        assert (window.shell.width(), window.shell.height()) == (1366, 768)
