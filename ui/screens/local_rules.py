"""设置 › 本地规定: widgets only, see `clerk_app.desk.local_rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clerk_app.desk.actions import GO_BACK, Action
from clerk_app.desk.local_rules import CHANGE, NOTE, LocalRulesPresenter, LocalRulesState
from ui.labels import PlainLabel
from ui.theme import px
from ui.widgets.admin_list import AdminList
from ui.widgets.cards import region
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar
from ui.widgets.small_form import SmallFormView

if TYPE_CHECKING:
    from ui.screens.context import ScreenContext


class LocalRulesScreen(QFrame):
    """Draws a `LocalRulesState`; `bind` it before it is shown. `left` by Esc."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = LocalRulesState()
        self._presenter: LocalRulesPresenter | None = None
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("设置 › 本地规定", "title")
        self.back = KeyButton(GO_BACK.title, GO_BACK.key, height=30, role="secondary")
        self.note = PlainLabel(NOTE, "secondary", "text2", wrap=True)
        self.who = PlainLabel("", "state", "warn", wrap=True)
        self.list = AdminList()
        self.list.setAccessibleName("本地规定")
        self.form = SmallFormView()
        self.name = PlainLabel("", "name", wrap=True)
        self.detail = PlainLabel("", "secondary", wrap=True)
        self.change = KeyButton(CHANGE.title, CHANGE.key, "primary", height=34)
        for button in (self.back, self.change):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    @property
    def presenter(self) -> LocalRulesPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: LocalRulesPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.back.clicked.connect(self.left)
        self.change.clicked.connect(presenter.change)
        self.list.moved.connect(presenter.to_row)
        self.list.opened.connect(presenter.change)
        self.form.bind(presenter, presenter.leave)
        self.show_state(presenter.state)

    def show_state(self, state: LocalRulesState) -> None:
        """Draw."""
        had, opened = self.state.form is not None, state.form is not None
        self.state = state
        self.notice.show_message(state.message)
        self.who.setText(state.who)
        self.who.setVisible(bool(state.who))
        self.list.show_lines(state.lines, state.row)
        for part in (self.list, self.foot, self.note):
            part.setVisible(not opened)
        self.name.setText(state.rule.words if state.rule else "")
        self.detail.setText(state.detail)
        self.change.setVisible(state.seen.may_change)
        self.form.show_form(state.form)
        if had and not opened and self.isVisible():
            self.list.setFocus()

    def focus_hand(self) -> None:
        """The list, or the form."""
        (self.form if self.state.form is not None else self.list).setFocus()

    def commands(self) -> tuple[Action, ...]:
        """Its one key, for whom may."""
        return (CHANGE,) if self.state.seen.may_change and self.state.form is None else ()

    def command(self, _name: str) -> None:
        """It."""
        self.presenter.change()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read again whenever the page comes to the front."""
        super().showEvent(event)
        if self._presenter is not None:
            self._presenter.refresh()
        QTimer.singleShot(0, self, self.focus_hand)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Pass it on."""
        super().focusInEvent(event)
        self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc: the message, the form, then back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.state.message is not None or self.state.form is not None:
            self.presenter.leave()
        else:
            self.left.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        said = QVBoxLayout()
        said.setContentsMargins(px(20), 0, px(16), px(8))
        said.setSpacing(px(4))
        said.addWidget(self.note)
        said.addWidget(self.who)
        self.foot = region("foot")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.name)
        words.addWidget(self.detail)
        row.addLayout(words, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice)
        outer.addLayout(head)
        outer.addLayout(said)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.form, 1)
        outer.addWidget(self.foot)


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = LocalRulesScreen()

    def show(state: LocalRulesState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(LocalRulesPresenter(context.desk.local_rules, context.runner, show))
    return screen
