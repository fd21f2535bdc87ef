"""A real workstation for the window: made once, copied for each test, driven through Entrance."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.desk.entrance import Entrance, Opener
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_state import Step
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import PaperState
from clerk_app.kernel.paths import resource
from tests.ui.hands import NONE, type_text
from tests.ui.support import RARE, SetClock
from tests.ui.test_main_window import cut
from ui.main_window import MainWindow
from ui.screens.cases import CasesScreen
from ui.screens.intake import IntakeScreen
from ui.shell import Shell

if TYPE_CHECKING:
    import pytest

HALL, HALL_NAME, CLERK, SECRET = "511602101000", "青禾县云溪镇便民服务中心", "周禾", "Qinghe-2026"
PERSON = ("测试甲", "11010519491231002X")
"""The number is the example of GB 11643-1999 itself."""
ITEM, EIGHT_PAPERS = "SL-0001", "SL-0024"
LONG_ITEM = "SL-0027"
"""An item whose name has 122 characters."""


@dataclass(frozen=True)
class Made:
    """A data folder with the sample catalogue, as `init --sample` and an import leave it."""

    folder: Path

    def copy(self, to: Path) -> Path:
        """A folder of one's own."""
        shutil.copytree(self.folder, to)
        return to


def make(folder: Path, clock: SetClock) -> Made:
    """Make the folder: about a second, so once per session."""
    workstation = Workstation(clock)
    workstation.create(
        folder,
        hall=HALL,
        name=HALL_NAME,
        station="0005",
        operator=CLERK,
        passphrase=SECRET,
        sample=False,
    )
    with workstation.open(folder, SECRET, operator=CLERK) as counter:
        import_catalogue(counter, [resource("seed/catalogue_sample.json")])
    return Made(folder)


_made: list[Made] = []


def made_once(folders: pytest.TempPathFactory) -> Made:
    """The folder all tests of a session copy from."""
    if not _made:
        _made.append(make(folders.mktemp("made") / "w", SetClock()))
    return _made[0]


def entrance(folder: Path, clock: SetClock, *, threads: bool = False) -> Entrance:
    """The real sign-in on a folder; nothing is exchanged with a hall. What is done beside the
    runner is done at once, or in `threads` as it ships."""

    def opener() -> Opener:
        return Workstation(clock).open

    return Entrance(folder, opener, clock, background=None if threads else ImmediateRunner())


def opened(folder: Path, clock: SetClock) -> OpenedDesk:
    """A desk on a real store, without a window."""
    desk = entrance(folder, clock).open("c1", SECRET)
    assert isinstance(desk, OpenedDesk)
    return desk


def driven(desk: OpenedDesk, item: str = ITEM, *, name: str = PERSON[0]) -> IntakePresenter:
    """An intake without a window, at its checklist with the first answers."""
    act = IntakePresenter(desk.intake, ImmediateRunner(), lambda _state: None)
    return to_papers(act, item, name)


def to_papers(act: IntakePresenter, item: str, name: str) -> IntakePresenter:
    """Give applicant and item, and the first answer to every question."""
    act.fill("name", name)
    act.fill("number", PERSON[1])
    act.applicant_done()
    act.search(item)
    act.pick()
    while act.state.step is Step.SITUATION:
        act.answer(0)
    return act


@dataclass
class Window:
    """The program's window with someone signed in."""

    shell: Shell
    desk: OpenedDesk

    @property
    def main(self) -> MainWindow:
        """The frame."""
        assert self.shell.main is not None
        return self.shell.main

    @property
    def intake(self) -> IntakeScreen:
        """The intake screen."""
        screen = self.main.screen_of("intake")
        assert isinstance(screen, IntakeScreen)
        return screen

    @property
    def cases(self) -> CasesScreen:
        """The cases screen."""
        screen = self.main.screen_of("cases")
        assert isinstance(screen, CasesScreen)
        return screen


def show(folder: Path, clock: SetClock, *, tickets: int = 0) -> Window:
    """Open the window on a folder and sign in."""
    # windows of earlier tests end here: a scan filter of theirs would still hold keys back
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shell = Shell(entrance(folder, clock), ImmediateRunner(), clock)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    QApplication.processEvents()
    shell.presenter.submit(SECRET)
    QApplication.processEvents()
    assert isinstance(shell.desk, OpenedDesk), shell.presenter.state.message
    for _ in range(tickets):
        take_ticket(shell.desk.counter)
    QApplication.processEvents()
    return Window(shell, shell.desk)


def at_papers(window: Window, item: str = ITEM, *, name: str = f"欧阳{RARE}") -> IntakeScreen:
    """Applicant and item given, the first answers chosen: the checklist is open."""
    screen = window.intake
    to_papers(screen.presenter, item, name)
    QApplication.processEvents()
    return screen


def scene(build: Callable[[Window], None]) -> Callable[[], Shell]:
    """A picture of the real window; its folder goes with the process."""

    def made() -> Shell:
        clock = SetClock()
        folder = Path(mkdtemp(prefix="scene-"))
        window = show(make(folder / "w", clock).folder, clock, tickets=3)
        build(window)
        QApplication.processEvents()
        return window.shell

    return made


def served(window: Window, item: str = EIGHT_PAPERS, *, name: str = PERSON[0]) -> None:
    """One citizen served with everything in order, not rated."""
    act = at_papers(window, item, name=name).presenter
    act.all_in_order()
    act.confirm()


def with_shortfall(window: Window) -> None:
    """The sample licence with one faulty and one missing paper."""
    act = at_papers(window).presenter
    act.all_in_order()
    act.to_row(2)
    act.mark(PaperState.DEFECTIVE)
    act.fault(1)
    act.to_row(3)
    act.mark(PaperState.MISSING)
    act.to_row(2)


def conditional(window: Window) -> None:
    """Only a deferrable paper is missing and the undertaking is signed."""
    act = at_papers(window).presenter
    act.all_in_order()
    act.to_row(3)
    act.mark(PaperState.MISSING)
    act.toggle_undertaking()
    act.go_on()


def in_order(window: Window) -> None:
    """Everything in order, the button has the focus."""
    at_papers(window).presenter.all_in_order()


def counting_pages(window: Window) -> None:
    """The field for the pages of a paper is open; another paper has its pages."""
    act = at_papers(window).presenter
    act.all_in_order()
    act.to_row(0)
    act.ask_pages()
    act.typed_pages("128")
    act.to_row(2)
    act.ask_pages()


def reporting_up(window: Window) -> None:
    """A licence with a deferred paper that a higher body decides: every key under the list."""
    conditional(window)
    window.intake.presenter.toggle_reports_up()


def searching(window: Window) -> None:
    """A few letters typed in the item search."""
    act = window.intake.presenter
    act.fill("name", PERSON[0])
    act.applicant_done()
    act.search("dj")


def some_cases(window: Window) -> None:
    """Several cases, the list in front."""
    for item in (ITEM, EIGHT_PAPERS, LONG_ITEM, "SL-0003", "SL-0026"):
        served(window, item)
        window.intake.presenter.next_citizen()
    with_shortfall(window)
    window.intake.presenter.confirm()
    assert window.shell.frame is not None
    window.shell.frame.go("cases")


def one_case(window: Window) -> None:
    """The page of a case."""
    some_cases(window)
    window.cases.presenter.open()


SCENES: tuple[tuple[str, Callable[[], Shell]], ...] = (
    ("intake-empty", scene(lambda _window: None)),
    ("intake-search", scene(searching)),
    ("intake-checklist", scene(with_shortfall)),
    ("intake-untouched", scene(lambda window: _drop(at_papers(window)))),
    ("intake-long-name", scene(lambda window: _drop(at_papers(window, LONG_ITEM)))),
    ("intake-conditional", scene(conditional)),
    ("intake-in-order", scene(in_order)),
    ("intake-pages", scene(counting_pages)),
    ("intake-reports-up", scene(reporting_up)),
    ("intake-done", scene(served)),
    ("cases", scene(some_cases)),
    ("case", scene(one_case)),
)
"""For `tools/pictures.py`."""


def _drop(_screen: object) -> None:
    """A scene returns nothing."""


def press_by_hand(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the focus is, slower than a scanner, which makes no pauses."""
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, key, modifier)
    assert window.shell.scans is not None
    window.shell.scans.flush()
    QApplication.processEvents()


def put(widget: QWidget, text: str) -> None:
    """Type: letters as keys, hanzi as an input method hands them over."""
    if text.isascii():
        type_text(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def settle() -> None:
    """Let every layout that a change set off come to rest."""
    for _ in range(4):
        QApplication.processEvents()


def cut_parts(root: QWidget) -> list[str]:
    """What is cut, or outside the window without being in a scroll area."""
    settle()
    found = [each for each in cut(root) if not each.startswith("outside")]
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not _scrolls(widget):
            corner = widget.mapTo(root, widget.rect().bottomRight())
            if corner.x() > root.width() or corner.y() > root.height():
                found.append(f"outside: {type(widget).__name__}")
    return found


def _scrolls(widget: QWidget) -> bool:
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QAbstractScrollArea):
            return True
        at = at.parentWidget()
    return False


@contextmanager
def closing(window: Window) -> Iterator[Window]:
    """Close the window, and with it the store, whatever happens inside."""
    try:
        yield window
    finally:
        window.shell.close()
        window.shell.deleteLater()  # with its scan filter, which watches the whole program
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
