"""The page of a bundle (一件事): widgets only, see `clerk_app.desk.bundle`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from shiboken6 import isValid

from clerk_app.desk.bundle import ACTIONS, BACK, PAGE, TAKE, TAKE_ALL, BundlePresenter, BundleState
from clerk_app.desk.guide_lines import CHOICE_KEYS
from ui.widgets.guide_page import GuidePage, key_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.actions import Action
    from ui.screens.context import ScreenContext

_PAGE = 5


class BundleScreen(GuidePage):
    """Draws a `BundleState`. `taken` with the key of an item, or of the bundle, and answers,
    `item_wanted` with its key,
    `left` by B."""

    taken = Signal(str, object)
    item_wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(ACTIONS, "情形、材料、表单和事项")
        self.state = BundleState()
        self._presenter: BundlePresenter | None = None

    @property
    def presenter(self) -> BundlePresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: BundlePresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.list.pressed.connect(presenter.to)
        self.list.chosen.connect(presenter.choose)
        self.buttons[TAKE_ALL.id].clicked.connect(self.take_all)
        self.buttons[TAKE.id].clicked.connect(self.take)
        self.buttons[PAGE.id].clicked.connect(self.open_item)
        self.buttons[BACK.id].clicked.connect(self.left)
        for key in (TAKE.key, "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.take)
        self.show_state(presenter.state)

    def open(self, key: str) -> None:
        """Show a bundle; called when the screen comes to the front."""
        self.presenter.open(key)

    def take(self) -> None:
        """受理 the item in hand."""
        wanted = self.presenter.wanted()
        if wanted is not None:
            self.taken.emit(*wanted)

    def take_all(self) -> None:
        """一起受理: one form and one set of papers for all of it."""
        wanted = self.presenter.wanted_all()
        if wanted is not None:
            self.taken.emit(*wanted)

    def open_item(self) -> None:
        """The page of the item in hand."""
        key = self.presenter.item_in_hand()
        if key:
            self.item_wanted.emit(key)

    def commands(self) -> tuple[Action, ...]:
        """Those whose button is not grey."""
        return tuple(act for act in ACTIONS if self.buttons[act.id].isEnabled())

    def command(self, name: str) -> None:
        """As its button."""
        self.buttons[name].click()

    def show_state(self, state: BundleState) -> None:
        """Draw."""
        self.state = state
        self.show_message(state.message)
        self.show_head(state.title, state.facts, state.sums)
        there = state.bundle is not None
        self.buttons[TAKE.id].setEnabled(there)
        self.buttons[PAGE.id].setEnabled(there)
        self.show_rows(state.rows, state.at, state.opened, state.side)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Single keys; not shortcuts, see `ui.scanner`."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = key_name(event.text(), event.key())
        if held or self._presenter is None or not self._act(name, again=event.isAutoRepeat()):
            super().keyPressEvent(event)

    def _act(self, name: str, *, again: bool) -> bool:
        presenter = self.presenter
        moves = {"Up": -1, "Down": 1, "PageUp": -_PAGE, "PageDown": _PAGE}
        if name in moves:
            presenter.move(moves[name])
            return True
        if again:
            return name == "Return"
        if len(name) == 1 and name in CHOICE_KEYS:
            presenter.answer(CHOICE_KEYS.index(name))
            return True
        acts: dict[str, Callable[[], object]] = {
            "Return": self._enter,
            TAKE_ALL.key: self.take_all,
            PAGE.key: self.open_item,
            BACK.key: self.left.emit,
            "Esc": self._escape,
        }
        if name not in acts:
            return False
        acts[name]()
        return True

    def _enter(self) -> None:
        """An item opens its page, any other row opens in place."""
        rows, at = self.state.rows, self.state.at
        if 0 <= at < len(rows) and rows[at].id.startswith("i:"):
            self.open_item()
        else:
            self.presenter.toggle()

    def _escape(self) -> None:
        if not self.presenter.dismiss():
            self.left.emit()


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = BundleScreen()

    def show(state: BundleState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(BundlePresenter(context.desk.bundles, context.runner, show))
    return screen
