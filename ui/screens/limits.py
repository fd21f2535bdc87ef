"""时限: widgets only, see `clerk_app.desk.limits`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout
from shiboken6 import isValid

from clerk_app.desk.actions import ACCOUNT, DEEM, LIMIT_TABS, OPEN, URGE, Action
from clerk_app.desk.limits import (
    ALONE,
    ALONE_DETAIL,
    LAMP_WORDS,
    LimitsPresenter,
    LimitsState,
    Tab,
)
from ui.theme import px
from ui.widgets.case_lists import CaseListFrame
from ui.widgets.case_table import Column, TableRow
from ui.widgets.lamps import LAMPS, Tag
from ui.widgets.small_form import SmallFormView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.limits import LimitLine
    from ui.screens.context import ScreenContext

COLUMNS = (
    Column("时限", 124),
    Column("办件编号", 192, wide=True),
    Column("事项", strong=True),
    Column("申请人", 112, folds=True),
    Column("谁在办", 112, folds=True),
    Column("要做什么", 232),
    Column("日期", 56, quiet=True),
)


class LimitsScreen(CaseListFrame):
    """Draws a `LimitsState`; `bind` it before it is shown."""

    def __init__(self) -> None:
        acts = ((OPEN, "primary"), (URGE, "plain"), (DEEM, "plain"), (ACCOUNT, "plain"))
        super().__init__("limits", "时限", COLUMNS, acts)
        self.form = SmallFormView()
        self.hold_form(self.form)
        self.state = LimitsState()
        self._presenter: LimitsPresenter | None = None
        row = QHBoxLayout(self.aside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        self.lamps = [Tag(LAMPS["normal"]) for _ in LAMP_WORDS]
        for lamp in self.lamps:
            row.addWidget(lamp)

    @property
    def presenter(self) -> LimitsPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: LimitsPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.tabs.pressed.connect(lambda name: presenter.go(Tab(name)))
        self.table.moved.connect(presenter.to_row)
        self.table.opened.connect(self._open)
        self.buttons[OPEN.id].clicked.connect(self._open)
        self.buttons[DEEM.id].clicked.connect(presenter.deem)
        self.buttons[ACCOUNT.id].clicked.connect(presenter.account)
        self.buttons[URGE.id].clicked.connect(presenter.urge)
        self.form.bind(presenter, presenter.dismiss)
        self.show_state(presenter.state)

    def commands(self) -> tuple[Action, ...]:
        """The lists, and what is done with the line in hand, for the search box."""
        if self.state.form is not None:
            return ()
        return (*LIMIT_TABS, URGE) if self.state.line is not None else LIMIT_TABS

    def command(self, name: str) -> None:
        """One of them."""
        if name == URGE.id:
            self.presenter.urge()
        else:
            self.presenter.go(Tab(name))

    def came(self) -> None:
        """Read again."""
        if self._presenter is not None:
            self._presenter.refresh()

    def show_state(self, state: LimitsState) -> None:
        """Draw."""
        closed = self.state.form is not None and state.form is None
        self.state = state
        sheet = state.sheet
        self.notice.show_message(state.message)
        self.fact.setText(f"{sheet.day}  {ALONE}：{ALONE_DETAIL}" if sheet.alone else sheet.day)
        self.fact.set_tone("warn" if sheet.alone else "text2")
        for lamp, (sign, words) in zip(self.lamps, sheet.lamps, strict=False):
            lamp.show_sign(LAMPS[sign], words)
        self.aside.setVisible(bool(sheet.lamps) and not self.narrow)
        self.tabs.show_keys(
            tuple(
                (
                    each,
                    "chosen" if each.id == state.tab else "plain",
                    ""
                    if state.loading or state.failed
                    else f"{len(sheet.lists.get(Tab(each.id), ())):,}",
                )
                for each in LIMIT_TABS
            )
        )
        self.table.show_rows(tuple(_row(line) for line in state.lines), state.row)
        self.show_empty(state.empty, empty=not state.lines, loading=state.loading)
        self.sums.setText("正在读…" if state.loading else state.sums)
        line = state.line
        if line is None:
            self.show_line("", "", "", "", "")
        else:
            facts = f"{line.grouped}  {line.applicant}  {line.owner}"
            detail = f"{line.todo}。{line.how}"
            self.show_line(line.item, facts, detail, line.lamp, line.word)
        self.buttons[OPEN.id].setEnabled(line is not None)
        self.buttons[DEEM.id].setEnabled(line is not None and line.unrecorded)
        account, urge = self.buttons[ACCOUNT.id], self.buttons[URGE.id]
        answers = state.tab is Tab.RED and sheet.may_account
        silent = state.tab is Tab.DEEMING or (line is not None and line.unrecorded)
        deems = silent and not answers
        account.setVisible(answers)
        account.setEnabled(line is not None and not line.answered)
        self.buttons[DEEM.id].setVisible(deems)
        others = answers or deems
        urge.setVisible(not (others and self.narrow))  # three leave the table no room in 大字
        urge.setEnabled(line is not None)
        self.show_form(open_now=state.form is not None)
        self.form.show_form(state.form)
        if closed and self.isVisible():  # Qt would give the hand to the next widget of the frame
            self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Single keys."""
        text = event.text().upper()
        tabs = {each.key: Tab(each.id) for each in LIMIT_TABS}
        if event.key() == Qt.Key.Key_Escape:
            self.presenter.dismiss()
        elif event.isAutoRepeat() or self.state.form is not None:
            super().keyPressEvent(event)
        elif text in tabs:
            self.presenter.go(tabs[text])
        elif text == DEEM.key:
            self.presenter.deem()
        elif text == ACCOUNT.key:
            self.presenter.account()
        elif text == URGE.key:
            self.presenter.urge()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.state.line is not None:
            self.case_wanted.emit(self.state.line.number)


def _row(line: LimitLine) -> TableRow:
    return TableRow(
        line.lamp,
        line.word,
        (
            line.grouped,
            line.item,
            line.applicant,
            line.owner or "—",
            line.todo,
            line.day[5:] or "—",
        ),
    )


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = LimitsScreen()

    def show(state: LimitsState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(LimitsPresenter(context.desk.limits, context.runner, show))
    return screen
