"""设置 › 打印, without its widgets: printers, their states, test pages, the hall's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clerk_app.desk.actions import Action
from clerk_app.desk.messages import Message, Weight, explain, sentence
from clerk_app.desk.paper_port import DriverSeen, PrintSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.paper_port import PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

DOCUMENT, SLIP = "document", "slip"
NEXT_DOCUMENT = Action("next_document", "换一种", "Alt+A")
NEXT_SLIP = Action("next_slip", "换一种", "Alt+B")
SLIP_WIDTH = Action("slip_width", "小票纸宽", "Alt+W")
TEST_PAGE = Action("test_page", "打测试页", "Alt+T")
TEST_SLIP = Action("test_slip", "打测试小票", "Alt+Y")
ASK_AGAIN = Action("ask_again", "再问一次", "Alt+R")
KEYS: tuple[Action, ...] = (
    NEXT_DOCUMENT, NEXT_SLIP, SLIP_WIDTH, TEST_PAGE, TEST_SLIP, ASK_AGAIN,
)  # fmt: skip
NO_SETTINGS = PrintSettings()
NOBODY = DriverSeen("", "没有")
WIDTHS = {"slip80": "80 毫米", "slip58": "58 毫米"}


@dataclass(frozen=True, slots=True)
class PrintSettingsState:
    """Everything the page shows. `drivers` are the ones in hand (not kept before Enter), `slip`
    is the picture of the test slip, a PNG."""

    loading: bool = True
    settings: PrintSettings = NO_SETTINGS
    document_driver: DriverSeen = NOBODY
    slip_driver: DriverSeen = NOBODY
    document_where: str = ""
    slip_where: str = ""
    slip: bytes = b""
    message: Message | None = None

    @property
    def wording(self) -> str:
        """The hall's own sentences, and what is wrong with them."""
        own = self.settings.wording
        if own.fault:
            return f"大厅用语有错，改好以前不能出文书：{own.fault}"
        if not own.files:
            return f"用程序自带的用语。大厅自己的放在 {own.folder}"
        return f"大厅用语 {own.files} 个文件，检查过没有错。在 {own.folder}"


class PrintSettingsPresenter:
    """Drives the page. Printers are spoken to in `devices`."""

    def __init__(
        self,
        port: PaperPort,
        runner: Runner,
        devices: Runner,
        show: Callable[[PrintSettingsState], None],
    ) -> None:
        self._port, self._runner, self._devices, self._show = port, runner, devices, show
        self.state = PrintSettingsState()

    def refresh(self) -> None:
        """Read again, and ask both printers."""
        self._devices.run(self._port.settings, self._told, self._failed)

    def next_driver(self, which: str) -> None:
        """Another way to reach a printer, in hand only: going past one chooses nothing. It is
        kept by Enter, in its place (`keep`) or, where it needs none, on the page (`keep_hand`)."""
        settings = self.state.settings
        every = (NOBODY, *(settings.documents if which == DOCUMENT else settings.slips))
        now = self.state.document_driver if which == DOCUMENT else self.state.slip_driver
        names = [driver.name for driver in every]
        driver = every[(names.index(now.name) + 1) % len(every)]
        if which == DOCUMENT:
            self._set(replace(self.state, document_driver=driver, document_where=""))
        else:
            self._set(replace(self.state, slip_driver=driver, slip_where=""))

    def keep_hand(self) -> None:
        """Enter on the page: use the way in hand that needs no place. Nothing else is kept."""
        state = self.state
        for which, driver, kept in (
            (DOCUMENT, state.document_driver, state.settings.document),
            (SLIP, state.slip_driver, state.settings.slip),
        ):
            if not driver.where and driver.name != kept.partition(":")[0]:
                self.keep(which, "")
                return

    def keep(self, which: str, where: str) -> None:
        """Enter in the place of a printer: use it from now on."""
        state = self.state
        document = _address(state.document_driver, state.document_where)
        slip = _address(state.slip_driver, state.slip_where)
        driver = state.document_driver if which == DOCUMENT else state.slip_driver
        if driver.where and not where.strip():
            self._tell(Message("还没有写打印机在哪里。", "", f"{driver.where}，按 Enter。"))
            return
        if which == DOCUMENT:
            document = _address(driver, where)
            slip = state.settings.slip
        else:
            slip = _address(driver, where)
            document = state.settings.document
        width = state.settings.slip_sheet
        self._devices.run(
            lambda: self._port.choose(document, slip, width), self._kept, self._failed
        )

    def next_width(self) -> None:
        """The other width of slips."""
        names = list(WIDTHS)
        now = self.state.settings
        width = names[(names.index(now.slip_sheet) + 1) % len(names)]
        self._devices.run(
            lambda: self._port.choose(now.document, now.slip, width), self._kept, self._failed
        )

    def test_page(self) -> None:
        """Print the test page."""
        self._devices.run(self._port.test_page, self._said, self._failed)

    def test_slip(self) -> None:
        """Print the test slip."""
        self._devices.run(self._port.test_slip, self._said, self._failed)

    def dismiss(self) -> None:
        """Esc."""
        self._set(replace(self.state, message=None))

    def _told(self, settings: PrintSettings) -> None:
        drivers = {
            "document_driver": _driver(settings.documents, settings.document),
            "slip_driver": _driver(settings.slips, settings.slip),
            "document_where": settings.document.partition(":")[2],
            "slip_where": settings.slip.partition(":")[2],
        }
        changed = settings.slip_sheet != self.state.settings.slip_sheet
        self._set(replace(self.state, loading=False, settings=settings, **drivers))  # type: ignore[arg-type]  # fields by name
        if changed or not self.state.slip:
            self._runner.run(
                lambda: self._port.slip_picture(settings.slip_sheet), self._pictured, self._failed
            )

    def _kept(self, settings: PrintSettings) -> None:
        self._told(settings)
        self._tell(Message("已存好，下一份就用它。", weight=Weight.TELL))

    def _pictured(self, slip: bytes) -> None:
        self._set(replace(self.state, slip=slip))

    def _said(self, words: str) -> None:
        self._tell(Message(sentence(words), weight=Weight.TELL))

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False))
        self._tell(explain(error))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: PrintSettingsState) -> None:
        self.state = state
        self._show(state)


def _driver(known: tuple[DriverSeen, ...], address: str) -> DriverSeen:
    name = address.partition(":")[0]
    return next((each for each in known if each.name == name), NOBODY)


def _address(driver: DriverSeen, where: str) -> str:
    return f"{driver.name}:{where.strip()}" if driver.name else ""
