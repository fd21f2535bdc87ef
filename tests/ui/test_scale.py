"""A screen of 1366 × 768 at every scale from 100 to 200 % (screens.md rule 6): nothing is cut.

A desktop that scales hands the window fewer logical pixels, and Qt draws each of them larger: a
window of 683 × 384 is what QT_SCALE_FACTOR=2 leaves of 1366 × 768.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from clerk_app.intake.model import PaperState
from tests.ui import catalogue_support as catalogue
from tests.ui import journey_support as journey
from tests.ui.catalogue_support import BUNDLE, made_with_pack
from tests.ui.journey_support import LONG_ITEM, Made, Window, cut_parts, settle
from tests.ui.support import RARE, SetClock
from ui import theme
from ui.screens.local_rules import LocalRulesScreen

SCALES = (100, 125, 150, 175, 200)
SIZE = (1366, 768)
TASK_BAR = 40
"""Physical pixels at 100 % that the desktop keeps; it grows with the scale."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_with_pack(tmp_path_factory)


@pytest.fixture
def room() -> Iterator[None]:
    yield
    theme.fit(*SIZE)


def too_wide(root: QWidget) -> list[str]:
    """What a scroll area holds and cannot show without scrolling sideways: nobody reads so."""
    found = []
    for area in root.findChildren(QScrollArea):
        inside, view = area.widget(), area.viewport()
        if area.isVisible() and inside is not None and inside.width() > view.width():
            found.append(f"too wide: {type(inside).__name__} {inside.width()} > {view.width()}")
    return found


def walk(window: Window) -> Iterator[str]:
    """Every main screen, with a name of 122 characters, rare characters and nothing short."""
    frame, act = window.shell.frame, window.intake.presenter
    assert frame is not None
    yield "empty intake"
    act.toggle_agent()
    act.fill("name", f"欧阳{RARE}·买买提艾力·阿布都热依木·吐尔逊江")
    act.fill("number", "110105194912310021")
    act.check_number()
    yield "applicant with an agent and a bad number"
    act.toggle_agent()
    act.ask_arrival()
    yield "arrival"
    act.leave_asking()
    act.ask_online()
    yield "online"
    act.leave_asking()
    act.ask_collect()
    yield "collect"
    act.leave_asking()
    journey.to_papers(act, LONG_ITEM, f"欧阳{RARE}")
    act.mark(PaperState.DEFECTIVE)
    yield "papers"
    act.all_in_order()
    yield "decision"
    act.confirm()
    yield "one more step"
    act.to_row(0)
    act.mark(PaperState.IN_ORDER)
    act.go_on()
    act.confirm()
    yield "done"
    window.intake._look("")
    yield "preview"
    window.main.show_prints()
    yield "prints"
    window.main.show_print_settings()
    yield "print settings"
    window.main.show_local_rules()
    yield "local rules"
    rules = window.main.screen_of("local_rules")
    assert isinstance(rules, LocalRulesScreen)
    rules.presenter.change()
    rules.presenter.fill("value", "x")
    rules.presenter.next()
    yield "a rule is changed"
    rules.presenter.leave()
    frame.go("intake")
    act.next_citizen()
    act.fill("name", "测试甲")
    act.fill("number", journey.PERSON[1])
    act.take(BUNDLE, {f"{k}:场地": "自有" for k in (catalogue.SHOP, catalogue.PARK)})
    act.all_in_order()
    yield "bundle decided"
    act.confirm()
    yield "bundle done"
    act.next_citizen()
    for name in ("cases", "owed", "limits", "settings", "queue"):
        frame.go(name)
        yield name
    frame.go("cases")
    window.cases.presenter.open()
    window.cases.presenter.unmask()
    yield "case"
    window.cases.presenter.fields()
    yield "fields"
    window.cases.presenter.close()
    window.cases.presenter.act("extend")
    yield "form"
    window.cases.presenter.close()
    catalogue.show_page(window, "item", LONG_ITEM)
    yield "item"
    catalogue.show_page(window, "bundle", BUNDLE)
    yield "bundle"
    window.main.search("dj")
    yield "search"
    window.main.close_search()
    window.shell.lock()
    yield "locked"


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_at_any_scale(
    scale: int, made: Made, room: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wide = SIZE[0] * 100 // scale
    high = SIZE[1] * 100 // scale - TASK_BAR
    theme.fit(wide, high)
    folder = made.copy(tmp_path_factory.mktemp("scale") / "w")
    with journey.closing(journey.show(folder, SetClock(), tickets=3)) as window:
        window.shell.resize(wide, high)
        wrong: list[str] = []
        for at in walk(window):
            settle()
            if (window.shell.width(), window.shell.height()) != (wide, high):
                size = f"{window.shell.width()} x {window.shell.height()}"
                wrong.append(f"{at}: wants {size}")
                window.shell.resize(wide, high)
            wrong += [
                f"{at}: {each}" for each in (*cut_parts(window.shell), *too_wide(window.shell))
            ]
        assert wrong == []


def test_what_the_hand_is_at_is_scrolled_into_sight(
    made: Made, room: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    theme.fit(683, 344)
    folder = made.copy(tmp_path_factory.mktemp("sight") / "w")
    with journey.closing(journey.show(folder, SetClock())) as window:
        window.shell.resize(683, 344)
        window.shell.activateWindow()
        settle()
        party = window.intake.applicant.party
        for field in (party.name, party.number, party.phone):
            field.setFocus()
            settle()
            corner = field.mapTo(window.main.stack, field.rect().bottomLeft())
            assert 0 <= corner.y() <= window.main.stack.height(), field.accessibleName()


def test_the_room_decides_the_layout_whatever_makes_it_small(
    room: None, qapp: QApplication
) -> None:
    theme.fit(1366, 768)
    assert (theme.narrow(), theme.low(), theme.tight()) == (False, False, False)
    theme.fit(1366, 507)
    assert (theme.narrow(), theme.low(), theme.tight()) == (False, True, False)
    theme.fit(1099, 768)
    assert (theme.narrow(), theme.low(), theme.tight()) == (True, False, False)
    theme.fit(799, 600)
    assert (theme.narrow(), theme.low(), theme.tight()) == (True, False, True)
    theme.fit(1366, 768)
    theme.apply(qapp, "large")
    assert (theme.narrow(), theme.low(), theme.tight()) == (True, False, False)
    theme.apply(qapp, "light")
