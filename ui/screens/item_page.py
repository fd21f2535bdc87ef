"""The item page (办事指南): widgets only, see `clerk_app.desk.item_page`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from shiboken6 import isValid

from clerk_app.desk.guide_lines import CHOICE_KEYS
from clerk_app.desk.item_page import (
    ACTIONS,
    BACK,
    COMPARE,
    LICENCES,
    NOTE,
    PRINT,
    TAKE,
    ItemPresenter,
    ItemState,
)
from ui.widgets.guide_page import GuidePage, key_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.actions import Action
    from clerk_app.desk.item_port import Person
    from ui.screens.context import ScreenContext

_PAGE = 5


class ItemScreen(GuidePage):
    """Draws an `ItemState`. `taken` is emitted with key and answers, `left` by B."""

    taken = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(ACTIONS, "情形和材料")
        self.state = ItemState()
        self._presenter: ItemPresenter | None = None

    @property
    def presenter(self) -> ItemPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: ItemPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.list.pressed.connect(presenter.to)
        self.list.chosen.connect(presenter.choose)
        self.buttons[TAKE.id].clicked.connect(self.take)
        self.buttons[PRINT.id].clicked.connect(presenter.print_guide)
        self.buttons[NOTE.id].clicked.connect(presenter.note)
        self.buttons[LICENCES.id].clicked.connect(presenter.licences)
        self.buttons[COMPARE.id].clicked.connect(presenter.compare)
        self.buttons[BACK.id].clicked.connect(self.left)
        for key in (TAKE.key, "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.take)
        self.show_state(presenter.state)

    def open(self, key: str, person: Person | None = None) -> None:
        """Show an item; called when the screen comes to the front."""
        self.presenter.open(key, person)

    def take(self) -> None:
        """受理: only a usable item."""
        wanted = self.presenter.wanted()
        if wanted is not None:
            self.taken.emit(*wanted)

    def commands(self) -> tuple[Action, ...]:
        """Those whose button is not grey."""
        return tuple(act for act in ACTIONS if self.buttons[act.id].isEnabled())

    def command(self, name: str) -> None:
        """As its button."""
        self.buttons[name].click()

    def show_state(self, state: ItemState) -> None:
        """Draw."""
        self.state = state
        self.show_message(state.message)
        self.show_head(state.title, state.facts, state.sums)
        there = state.item is not None
        for button in self.buttons.values():
            button.setEnabled(there and not state.busy and not state.choosing)
        self.buttons[BACK.id].setEnabled(True)
        self.buttons[TAKE.id].setEnabled(state.usable)
        older = bool(state.file and state.file.versions)
        self.buttons[COMPARE.id].setEnabled(older and not state.choosing)
        if not state.has_licences:
            self.buttons[LICENCES.id].setEnabled(False)
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
            return name in {"Return", PRINT.key, NOTE.key, LICENCES.key}
        if len(name) == 1 and name in CHOICE_KEYS:
            presenter.answer(CHOICE_KEYS.index(name))
            return True
        acts: dict[str, Callable[[], object]] = {
            "Return": presenter.toggle,
            PRINT.key: presenter.print_guide,
            NOTE.key: presenter.note,
            LICENCES.key: presenter.licences,
            COMPARE.key: presenter.compare,
            BACK.key: self.left.emit,
            "Esc": self._escape,
        }
        if name not in acts:
            return False
        acts[name]()
        return True

    def _escape(self) -> None:
        """The topmost layer only; with none left, back."""
        if not self.presenter.dismiss():
            self.left.emit()


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = ItemScreen()

    def show(state: ItemState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(ItemPresenter(context.desk.items, context.runner, show))
    return screen
