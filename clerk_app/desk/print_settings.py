"""设置 › 打印, without its widgets: printers, their states, test pages, the hall's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from clerk_app.desk.actions import Action
from clerk_app.desk.messages import Message, Weight, explain, of_a_test, sentence
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
    """Everything the page shows. Drivers and places are those in hand, as they are typed (not
    kept before Enter); `slip` is the picture of the test slip, a PNG."""

    loading: bool = True
    settings: PrintSettings = NO_SETTINGS
    document_driver: DriverSeen = NOBODY
    slip_driver: DriverSeen = NOBODY
    document_where: str = ""
    slip_where: str = ""
    slip: bytes = b""
    message: Message | None = None

    def unkept(self, which: str) -> bool:
        """Whether the printer in hand is another than the one pages go to."""
        if which == DOCUMENT:
            return _address(self.document_driver, self.document_where) != self.settings.document
        return _address(self.slip_driver, self.slip_where) != self.settings.slip

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
        self._edited: set[str] = set()  # what is in hand, and an answer leaves there
        self.state = PrintSettingsState()

    def open(self) -> None:
        """The page comes to the front: what was in hand and never kept is forgotten, at once; a
        printer that answers late finds another hand there."""
        self._edited.clear()
        self._set(replace(self.state, **self._kept_hand(self.state.settings)))
        self.refresh()

    def refresh(self) -> None:
        """Ask both printers again; what is in hand stays there."""
        self._devices.run(self._port.settings, self._told, self._failed)

    def typed(self, which: str, where: str) -> None:
        """A place as it stands in its field; Enter keeps it."""
        field = "document_where" if which == DOCUMENT else "slip_where"
        if getattr(self.state, field) != where:
            self._edited.add(which)
            self._set(replace(self.state, **{field: where}))  # type: ignore[arg-type]  # by name

    def next_driver(self, which: str) -> None:
        """Another way to reach a printer, in hand only: going past one chooses nothing. It is
        kept by Enter, in its place (`keep`) or, where it needs none, on the page (`keep_hand`)."""
        settings = self.state.settings
        every = (NOBODY, *(settings.documents if which == DOCUMENT else settings.slips))
        now = self.state.document_driver if which == DOCUMENT else self.state.slip_driver
        names = [driver.name for driver in every]
        driver = every[(names.index(now.name) + 1) % len(every)]
        if driver != now:
            self._edited.add(which)
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
        hand = self._hand(which)
        self._devices.run(
            lambda: self._port.choose(document, slip, width),
            partial(self._kept, which, hand),
            self._failed,
        )

    def next_width(self) -> None:
        """The other width of slips."""
        names = list(WIDTHS)
        now = self.state.settings
        width = names[(names.index(now.slip_sheet) + 1) % len(names)]
        self._devices.run(
            lambda: self._port.choose(now.document, now.slip, width), self._widened, self._failed
        )

    def test_page(self) -> None:
        """Print the test page; on the printer that is kept, so not while another is in hand."""
        if self._holds(DOCUMENT, "测试页"):
            return
        self._devices.run(self._port.test_page, self._said, self._test_failed)

    def test_slip(self) -> None:
        """Print the test slip, as the test page."""
        if self._holds(SLIP, "测试小票"):
            return
        self._devices.run(self._port.test_slip, self._said, self._test_failed)

    def dismiss(self) -> None:
        """Esc."""
        self._set(replace(self.state, message=None))

    def _holds(self, which: str, what: str) -> bool:
        held = self.state.unkept(which)
        if held:
            means = f"没有打{what}：它会打到原来的打印机。"
            self._tell(Message("换的打印机还没有存。", means, "写好按 Enter 存下，再打。"))
        return held

    def _hand(self, which: str) -> tuple[DriverSeen, str]:
        state = self.state
        if which == DOCUMENT:
            return state.document_driver, state.document_where
        return state.slip_driver, state.slip_where

    def _kept_hand(self, settings: PrintSettings) -> dict[str, Any]:
        """The printers that are kept, where nobody has begun to choose others."""
        hand: dict[str, Any] = {}
        if DOCUMENT not in self._edited:
            hand["document_driver"] = _driver(settings.documents, settings.document)
            hand["document_where"] = settings.document.partition(":")[2]
        if SLIP not in self._edited:
            hand["slip_driver"] = _driver(settings.slips, settings.slip)
            hand["slip_where"] = settings.slip.partition(":")[2]
        return hand

    def _told(self, settings: PrintSettings) -> None:
        hand = self._kept_hand(settings)
        changed = settings.slip_sheet != self.state.settings.slip_sheet
        self._set(replace(self.state, loading=False, settings=settings, **hand))
        if changed or not self.state.slip:
            self._runner.run(
                lambda: self._port.slip_picture(settings.slip_sheet), self._pictured, self._failed
            )

    def _kept(self, which: str, hand: tuple[DriverSeen, str], settings: PrintSettings) -> None:
        if self._hand(which) == hand:  # else she types on already
            self._edited.discard(which)
        self._told(settings)
        of_documents = which == DOCUMENT
        seen = settings.document_state if of_documents else settings.slip_state
        if not (settings.document if of_documents else settings.slip):
            without = "文书存成 PDF" if of_documents else "小票不打"
            self._tell(Message(f"已存好：没有打印机，{without}。", weight=Weight.TELL))
        elif seen.ready:
            self._tell(Message("已存好，下一份就用它。", weight=Weight.TELL))
        else:
            check = "核对名字和位置；弄好按 Alt R 再问一次。"
            self._tell(Message("已存好，但现在打不了。", sentence(seen.words), check))

    def _widened(self, settings: PrintSettings) -> None:
        self._told(settings)
        self._tell(Message("已存好，下一张小票就用它。", weight=Weight.TELL))

    def _pictured(self, slip: bytes) -> None:
        self._set(replace(self.state, slip=slip))

    def _said(self, words: str) -> None:
        self._tell(Message(sentence(words), weight=Weight.TELL))

    def _test_failed(self, error: ClerkError) -> None:
        self._tell(of_a_test(error))

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
