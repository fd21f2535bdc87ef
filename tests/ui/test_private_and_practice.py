"""Full numbers and reporting fields on the record, and a store to learn on, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clerk_app.bootstrap import Workstation
from clerk_app.desk.frame import Link
from clerk_app.journal.canonical import Body
from clerk_app.storage.journal import events_of
from tests.ui import journey_support as journey
from tests.ui.hands import ALT
from tests.ui.journey_support import CLERK, HALL, HALL_NAME, PERSON, SECRET, Window
from tests.ui.support import FACTS, FakeSignIn, SetClock
from tests.ui.test_main_window import main_of, opened
from ui.pictures import accessible_texts
from ui.shell import TITLE


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    folder = journey.made_once(tmp_path_factory).copy(tmp_path_factory.mktemp("private") / "w")
    with journey.closing(journey.show(folder, SetClock())) as made:
        journey.served(made)
        made.intake.presenter.next_citizen()
        yield made


@pytest.fixture
def page(window: Window) -> Window:
    # windows of other tests end here: a scan filter of theirs would still hold keys back
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.shell.frame is not None
    window.shell.frame.go("cases")
    for _ in range(3):
        window.cases.presenter.close()
    window.cases.presenter.open()
    window.shell.activateWindow()
    journey.settle()
    window.cases.focus_hand()
    return window


def shown(window: Window) -> list[Body]:
    counter = window.desk.counter
    with counter.store.reading() as db:
        device = counter.journal.own_device(db).device
        found = events_of(db, device, 1, 999)
        return [e.body or {} for e in found if e.kind == "person.shown"]


def texts(window: Window) -> str:
    return " ".join(accessible_texts(window.cases.page))


def test_the_number_is_seen_on_its_key_only_on_the_record_and_not_after_leaving(
    page: Window,
) -> None:
    before = len(shown(page))
    assert PERSON[1] not in texts(page)
    journey.press_by_hand(page, Qt.Key.Key_X)
    assert f"申请人 测试甲  居民身份证 {PERSON[1]}" in texts(page)
    made = shown(page)[before:]
    number = page.cases.state.file.number if page.cases.state.file else ""
    assert made == [{"case": number, "on": "2026-11-24", "what": "identity"}]
    journey.press_by_hand(page, Qt.Key.Key_2, ALT)
    journey.press_by_hand(page, Qt.Key.Key_3, ALT)
    journey.settle()
    assert PERSON[1] not in texts(page)
    assert len(shown(page)) == before + 1


def test_the_lock_leaves_no_number_behind(page: Window) -> None:
    journey.press_by_hand(page, Qt.Key.Key_X)
    page.shell.lock()
    assert page.cases.state.persons == ()
    page.shell.presenter.submit(SECRET)
    journey.settle()


def test_the_reporting_fields_are_copied_one_by_one(page: Window) -> None:
    before = len(shown(page))
    journey.press_by_hand(page, Qt.Key.Key_L)
    panel = page.cases.state.panel
    assert panel is not None
    assert shown(page)[before:][0]["what"] == "report"
    values = [row.value for row in panel.rows if row.value]
    copied = []
    for _ in values:
        if panel.rows[page.cases.state.panel.at].value == "":  # type: ignore[union-attr]  # open
            journey.press_by_hand(page, Qt.Key.Key_Down)
            continue
        journey.press_by_hand(page, Qt.Key.Key_Return)
        copied.append(QGuiApplication.clipboard().text())
    assert copied == values[: len(copied)]
    assert PERSON[1] in copied
    assert "已复制" in texts(page)
    journey.press_by_hand(page, Qt.Key.Key_Escape)
    assert page.cases.state.panel is None
    assert page.cases.state.file is not None


def test_a_store_to_learn_on_says_so_from_the_sign_in_to_the_title(tmp_path: Path) -> None:
    clock = SetClock()
    Workstation(clock).create(
        tmp_path / "w",
        hall=HALL,
        name=HALL_NAME,
        station="",
        operator=CLERK,
        passphrase=SECRET,
        sample=False,
        practice=True,
    )
    with journey.closing(journey.show(tmp_path / "w", clock)) as made:
        assert made.shell.presenter.state.place.hall == f"{HALL_NAME}（练习，不上传）"
        assert made.shell.windowTitle() == f"{TITLE}·练习，不上传"
        assert made.main.band.isVisible()
        assert "练习，不上传。这里办的都不是真的" in " ".join(accessible_texts(made.main))
        assert (made.main.top.link_word.text(), made.main.top.link_detail.text()) == (
            "练习",
            "不上传",
        )


def test_a_real_store_has_no_band(qtbot: object) -> None:
    port = FakeSignIn()
    port.desk.frame.told = replace(FACTS, link=Link(online=True))
    shell = opened(qtbot, port=port)  # type: ignore[arg-type]  # pytest-qt's own
    assert shell.windowTitle() == TITLE
    assert main_of(shell).band.isHidden()
