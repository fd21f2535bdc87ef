"""Paper in the real window: a simulated printer whose tray a test fills, and scenes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from clerk_app.devices.printing.port import Condition
from clerk_app.devices.printing.simulated import SimulatedDocPrinter, SimulatedSlipPrinter
from clerk_app.intake.model import Action
from clerk_app.notices.wording import OWN_FOLDER
from tests.ui import journey_support as journey
from tests.ui.case_support import Cases
from tests.ui.journey_support import LONG_ITEM, Made, Window
from tests.ui.support import RARE, SetClock
from ui.screens.paper import PaperScreen
from ui.screens.print_jobs import PrintJobsScreen
from ui.screens.print_settings import PrintSettingsScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ui.shell import Shell

ADDRESS, SLIPS = "cups:模拟打印机", "tcp:10.1.0.9"
"""A real hall refuses simulated printers: they stand behind addresses of real ones."""
LONG = f"欧阳{RARE}·买买提艾力·阿布都热依木·吐尔逊江"


def with_printer(window: Window) -> SimulatedDocPrinter:
    """A printer that waits to be told that a page came out."""
    papers = window.desk._papers
    if not isinstance(papers.talk.found.get(ADDRESS), SimulatedDocPrinter):
        papers.talk.found[ADDRESS] = SimulatedDocPrinter()
        papers.talk.slips[SLIPS] = SimulatedSlipPrinter()
    papers.choose(ADDRESS, SLIPS, "slip80")
    printer = papers.talk.find(ADDRESS)
    assert isinstance(printer, SimulatedDocPrinter)
    printer.at_once = False
    look(window)
    return printer


def look(window: Window) -> None:
    """Some seconds go by: the printer is asked again."""
    clock = window.desk.clock
    clock.pass_seconds(11)  # type: ignore[attr-defined]  # the clock of a test
    window.main.papers.refresh()
    window.main.papers.refresh()
    journey.settle()


def prints(window: Window) -> PrintJobsScreen:
    screen = window.main.screen_of("prints")
    assert isinstance(screen, PrintJobsScreen)
    return screen


def paper(window: Window) -> PaperScreen:
    screen = window.main.screen_of("paper")
    assert isinstance(screen, PaperScreen)
    return screen


def settings(window: Window) -> PrintSettingsScreen:
    screen = window.main.screen_of("print_settings")
    assert isinstance(screen, PrintSettingsScreen)
    return screen


def delivered(window: Window, name: str) -> str:
    """A case that is decided, closed and handed over: it has a 送达回证. A day goes by."""
    clock = window.desk.clock
    assert isinstance(clock, SetClock)
    cases = Cases(window.desk, clock)
    number = cases.take(journey.EIGHT_PAPERS, name=name)
    clock.pass_seconds(3600)
    cases.act(number, Action.DECIDE, approver=cases.approver(), result={"name": "林木采伐许可证"})
    cases.act(number, Action.CLOSE)
    delivery = {"method": "counter", "recipient": name}
    cases.act(number, Action.DELIVER, delivery=delivery)
    return number


def signature(path: Path) -> Path:
    """A picture as a signature pad makes it."""
    picture = Image.new("L", (480, 160), 255)
    ImageDraw.Draw(picture).line([(40, 120), (140, 30), (220, 130), (420, 50)], fill=0, width=7)
    file = BytesIO()
    picture.save(file, "PNG")
    path.write_bytes(file.getvalue())
    return path


_source: list[Made] = []
_folders: list[TemporaryDirectory[str]] = []  # they go with the process


def _fresh() -> Path:
    _folders.append(TemporaryDirectory(prefix="paper-"))
    return Path(_folders[-1].name)


def scene(build: Callable[[Window], None]) -> Callable[[], Shell]:
    """A picture of the real window on a copy of one folder."""

    def made() -> Shell:
        if not _source:
            _source.append(journey.make(_fresh() / "w", SetClock()))
        window = journey.show(_source[0].copy(_fresh() / "w"), SetClock(), tickets=3)
        build(window)
        journey.settle()
        return window.shell

    return made


def _sent(window: Window) -> None:
    with_printer(window)
    journey.served(window, LONG_ITEM, name=LONG)
    look(window)


def _later(window: Window) -> None:
    with_printer(window).condition = Condition.PAPER_OUT
    look(window)
    journey.at_papers(window, LONG_ITEM, name=LONG).presenter.all_in_order()


def _waiting(window: Window) -> None:
    _later(window)
    window.intake.presenter.confirm()
    look(window)


def _list(window: Window) -> None:
    printer = with_printer(window)
    journey.served(window, LONG_ITEM, name=LONG)
    look(window)
    for job in list(printer.jobs):
        printer.lose(job)
    window.intake.presenter.next_citizen()
    journey.served(window, journey.ITEM, name=LONG)
    printer.condition = Condition.PAPER_OUT
    look(window)
    window.intake.presenter.next_citizen()
    journey.served(window, journey.ITEM, name=LONG)
    look(window)
    window.main.show_prints()


def _preview(sheet: str) -> Callable[[Window], None]:
    def build(window: Window) -> None:
        with_printer(window)
        journey.at_papers(window, LONG_ITEM, name=LONG).presenter.all_in_order()
        window.intake.presenter.confirm()
        window.intake._look(sheet)

    return build


def _settings(window: Window) -> None:
    with_printer(window)
    own = window.desk.counter.folder / OWN_FOLDER
    own.mkdir(exist_ok=True)
    (own / "acceptance.toml").write_text('没有 = "{乱写}"', "utf-8")
    window.main.show_print_settings()


def _case(window: Window) -> None:
    _sent(window)
    number = window.intake.state.done
    assert number is not None
    window.main._to_case(number.number)


def _signed(window: Window) -> None:
    with_printer(window)
    case = delivered(window, LONG)
    window.main.show_paper(f"{case}/delivery_receipt")
    pad = signature(_fresh() / "s.png")
    paper(window).presenter.sign(str(pad))


SCENES: tuple[tuple[str, Callable[[], QWidget | Shell]], ...] = (
    ("paper-sent", scene(_sent)),
    ("paper-later", scene(_later)),
    ("paper-waiting", scene(_waiting)),
    ("paper-list", scene(_list)),
    ("paper-preview", scene(_preview(""))),
    ("paper-preview-large-type", scene(_preview("a4-large"))),
    ("paper-settings", scene(_settings)),
    ("paper-case", scene(_case)),
    ("paper-signed", scene(_signed)),
)
"""For `tools/pictures.py`."""
