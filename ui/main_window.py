"""The frame round every screen: top bar, rail, the screen, call bar. Widgets only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clerk_app.desk.actions import CALL_KEYS, DISMISS, LOCK, RAIL, SEARCH
from clerk_app.desk.messages import Message, Weight
from clerk_app.kernel.ids import check_case_number
from ui.screens import cases, intake
from ui.screens.context import Scannable, ScreenContext, ScreenSpec, Searchable
from ui.theme import current
from ui.widgets.call_bar import CallBar
from ui.widgets.cards import region
from ui.widgets.notices import EmptyState, NoticeBar
from ui.widgets.rail import Rail
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.frame import FrameState


# To add a screen:
# 1. clerk_app/desk/x.py: `XPort` (Protocol), `XState` (frozen), `XPresenter(port, runner, show)`;
#    one read-only property `x` on `clerk_app.desk.frame.Desk`.
# 2. ui/screens/x.py: a QWidget that draws XState, and
#    `def build(context: ScreenContext) -> QWidget` (ui/screens/context.py).
# 3. One line here; its id is the id of the rail entry. Built on first showing, never before.
# 4. tests/desk/test_x.py, tests/ui/test_x.py, and a scene in tools/pictures.py.
SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec("intake", intake.build),
    ScreenSpec("cases", cases.build),
)

SEARCH_SCREEN = "intake"
CASE_SCREEN = "cases"
CASE_DIGITS = 20
NOT_YET = "此功能尚未提供"
NOT_YET_DETAIL = "请照大厅原来的办法办理，本机在这里没有记下任何内容。"


class MainWindow(QWidget):
    """Draws a `FrameState` and holds the screens. `lock_wanted` is emitted by Ctrl+L."""

    lock_wanted = Signal()

    def __init__(self, context: ScreenContext, screens: tuple[ScreenSpec, ...] = SCREENS) -> None:
        super().__init__()
        narrow = current().scale > 1.2
        self._context, self._specs = context, {spec.id: spec for spec in screens}
        self._presenter = context.frame
        self._built: dict[str, QWidget] = {}
        # in the order of the Tab key: screen, rail, top bar; the call bar is not in it
        self.stack = QStackedWidget()
        self.rail = Rail(narrow=narrow)
        self.top = TopBar(narrow=narrow)
        self.notice = NoticeBar()
        self.bar = CallBar(narrow=narrow)
        self._lay_out()
        self._connect()
        self._shortcuts()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._presenter.tick)
        self._second.start()

    def show_state(self, state: FrameState) -> None:
        """Draw the state."""
        self.top.show_bar(state)
        self.rail.show_rail(state.screen, state.badges)
        self.bar.show_bar(state)
        self.notice.show_message(state.notice)
        self._dismiss.setEnabled(state.notice is not None)
        self.stack.setCurrentWidget(self.screen_of(state.screen))

    def screen_of(self, name: str) -> QWidget:
        """The screen of a rail entry; built when it is first asked for."""
        if name not in self._built:
            spec = self._specs.get(name)
            widget = spec.build(self._context) if spec else _not_yet(name)
            self._built[name] = widget
            self.stack.addWidget(widget)
        return self._built[name]

    def search(self) -> None:
        """Enter in the search field: ask the screen that answers it."""
        text = self.top.search.text().strip()
        if not text:
            return
        screen = self.screen_of(SEARCH_SCREEN)
        if isinstance(screen, Searchable):
            self._presenter.go(SEARCH_SCREEN)
            screen.search(text)
        else:
            self._presenter.notify(Message("搜索尚未提供。", NOT_YET_DETAIL, weight=Weight.TELL))

    def take_scan(self, code: str) -> None:
        """A scanner read a code while no field had the focus: the barcode of a paper opens its
        case, anything else is the screen's, or a search."""
        screen = self.screen_of(self._presenter.state.screen)
        if check_case_number(code[:CASE_DIGITS]):
            found = self.screen_of(CASE_SCREEN)
            if isinstance(found, Scannable):
                self._presenter.go(CASE_SCREEN)
                screen, code = found, code[:CASE_DIGITS]
        if isinstance(screen, Scannable):
            screen.scanned(code)
        else:
            self.top.search.setText(code)
            self.search()

    def _lay_out(self) -> None:
        body = QFrame()
        inner = _column(body)
        inner.addWidget(self.notice)
        inner.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(body, 1)
        outer = _column(self)
        outer.addWidget(self.top)
        outer.addLayout(middle, 1)
        outer.addWidget(self.bar)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._presenter.go)
        self.bar.pressed.connect(self._presenter.press)
        self.notice.dismissed.connect(self._presenter.dismiss)
        self.top.lock.clicked.connect(self.lock_wanted)
        self.top.search.confirmed.connect(self.search)
        self.top.search.left.connect(self._to_screen)

    def _shortcuts(self) -> None:
        for each in CALL_KEYS:
            self._on(each.key, partial(self._presenter.press, each.act))
        for entry in RAIL:
            self._on(entry.key, partial(self._presenter.go, entry.id))
        self._on(SEARCH.key, self.top.search.setFocus)
        self._on(LOCK.key, self.lock_wanted.emit)
        self._dismiss = self._on(DISMISS.key, self._presenter.dismiss)

    def _on(self, key: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)  # a key held down calls one citizen, not ten
        shortcut.activated.connect(act)
        return shortcut

    def _to_screen(self) -> None:
        self.screen_of(self._presenter.state.screen).setFocus()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _not_yet(name: str) -> QWidget:
    """The honest empty state of a screen that is not built."""
    title = next(entry.title for entry in RAIL if entry.id == name)
    frame = region("surface")
    _column(frame).addWidget(EmptyState(name, f"{title}：{NOT_YET}", NOT_YET_DETAIL))
    return frame
