"""补正与容缺: widgets only, see `clerk_app.desk.owed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from shiboken6 import isValid

from clerk_app.desk.actions import OPEN, OWED_TABS, SUPPLY_HERE, TELL, Action
from clerk_app.desk.owed import OwedPresenter, OwedState, Tab
from ui.widgets.case_lists import CaseListFrame
from ui.widgets.case_table import Column, TableRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.owed import OwedLine
    from ui.screens.context import ScreenContext

SCAN = "扫告知书或收件凭证的条码，直接补交那一件"
COLUMNS = (
    Column("时限", 124),
    Column("办件编号", 192, wide=True),
    Column("事项", strong=True),
    Column("申请人", 112, folds=True),
    Column("还差", 184),
    Column("期限", 56, quiet=True),
    Column("到期怎样", 104, wide=True, quiet=True),
    Column("通知", 64),
)


class OwedScreen(CaseListFrame):
    """Draws an `OwedState`; `bind` it before it is shown."""

    def __init__(self) -> None:
        acts = ((SUPPLY_HERE, "primary"), (TELL, "plain"), (OPEN, "plain"))
        super().__init__("owed", "补正与容缺", COLUMNS, acts)
        self.state = OwedState()
        self._presenter: OwedPresenter | None = None
        self.fact.setText(SCAN)

    @property
    def presenter(self) -> OwedPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: OwedPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.tabs.pressed.connect(lambda name: presenter.go(Tab(name)))
        self.table.moved.connect(presenter.to_row)
        self.table.opened.connect(self._open)
        self.buttons[OPEN.id].clicked.connect(self._open)
        self.buttons[SUPPLY_HERE.id].clicked.connect(self._supply)
        self.buttons[TELL.id].clicked.connect(presenter.tell)
        self.show_state(presenter.state)

    def commands(self) -> tuple[Action, ...]:
        """Lists and acts, for the search box."""
        own = (SUPPLY_HERE, TELL) if self.state.line is not None else ()
        return (*OWED_TABS, *own)

    def command(self, name: str) -> None:
        """One of them, as its key does it."""
        if name == SUPPLY_HERE.id:
            self._supply()
        elif name == TELL.id:
            self.presenter.tell()
        else:
            self.presenter.go(Tab(name))

    def scanned(self, code: str) -> None:
        """A receipt's barcode opens 补交材料 of its case."""
        number = self.presenter.scanned(code)
        if number:
            self.case_wanted.emit(f"{number}/{SUPPLY_HERE.id}")

    def came(self) -> None:
        """Read again."""
        if self._presenter is not None:
            self._presenter.refresh()

    def show_state(self, state: OwedState) -> None:
        """Draw."""
        self.state = state
        self.notice.show_message(state.message)
        self.tabs.show_keys(
            tuple(
                (
                    each,
                    "chosen" if each.id == state.tab else "plain",
                    ""
                    if state.loading or state.failed
                    else f"{len(state.lists.get(Tab(each.id), ())):,}",
                )
                for each in OWED_TABS
            )
        )
        self.table.show_rows(tuple(_row(line) for line in state.lines), state.row)
        self.show_empty(state.empty, empty=not state.lines, loading=state.loading)
        self.sums.setText("正在读…" if state.loading else state.sums)
        line = state.line
        if line is None:
            self.show_line("", "", "", "", "")
        else:
            facts = f"{line.grouped}  {line.applicant}  {line.stage}"
            asked = f"要告诉申请人：{line.message.words}。" if line.message else ""
            told = f"{line.told[-1]}。" if line.told and not asked else ""
            detail = line.detail + told if line.late or not asked else ""
            self.show_line(line.item, facts, asked + detail, line.lamp, line.word)
        first = line is not None and (line.late or line.ungiven)  # nothing to supply yet, or more
        self.buttons[SUPPLY_HERE.id].set_kind("plain" if first else "primary")
        self.buttons[OPEN.id].set_kind("primary" if first else "plain")
        self.buttons[TELL.id].setEnabled(line is not None and line.message is not None)
        for name in (OPEN.id, SUPPLY_HERE.id):
            self.buttons[name].setEnabled(line is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Single keys."""
        text = event.text().upper()
        tabs = {each.key: Tab(each.id) for each in OWED_TABS}
        if event.key() == Qt.Key.Key_Escape:
            self.presenter.dismiss()
        elif event.isAutoRepeat():
            super().keyPressEvent(event)
        elif text in tabs:
            self.presenter.go(tabs[text])
        elif text == TELL.key:
            self.presenter.tell()
        elif text == SUPPLY_HERE.key:
            self._supply()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.state.line is not None:
            self.case_wanted.emit(self.state.line.number)

    def _supply(self) -> None:
        if self.state.line is not None:
            self.case_wanted.emit(f"{self.state.line.number}/{SUPPLY_HERE.id}")


def _row(line: OwedLine) -> TableRow:
    return TableRow(
        line.lamp,
        line.word,
        (
            line.grouped,
            line.item,
            line.applicant,
            "、".join(line.papers) or "—",
            line.until[5:] or "—",
            line.lapse or "—",
            line.note,
        ),
    )


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = OwedScreen()

    def show(state: OwedState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(OwedPresenter(context.desk.owed, context.runner, show))
    return screen
