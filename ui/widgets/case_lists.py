"""The frame of a screen of case lists: title, tabs by digit, table, sums, the line in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.labels import ElidedLabel, PlainLabel
from ui.theme import narrow, px
from ui.widgets.cards import region
from ui.widgets.case_table import CaseTable, Column
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LAMPS, Tag
from ui.widgets.notices import EmptyState, NoticeBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFocusEvent, QShowEvent

    from clerk_app.desk.actions import Action


def show_list(
    table: CaseTable, instead: EmptyState, words: tuple[str, str], *, empty: bool
) -> None:
    """The table, or what an empty list says; the hand goes from the one to the other."""
    instead.title.setText(words[0])
    instead.detail.setText(words[1])
    had = table.hasFocus() or instead.hasFocus()
    table.setVisible(not empty)
    instead.setVisible(empty)
    if had:  # else Qt would give it to the next widget, the search field of the frame
        (instead if empty else table).setFocus()


class CaseListFrame(QFrame):
    """`case_wanted` is emitted with the case to open: its number, and after a slash an act.

    A screen made of it draws its state into the parts, and acts on keys.
    """

    case_wanted = Signal(str)

    def __init__(
        self,
        screen: str,
        title: str,
        columns: tuple[Column, ...],
        acts: tuple[tuple[Action, str], ...],
    ) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.narrow = narrow()
        self._form: QWidget | None = None
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel(title, "title")
        self.fact = ElidedLabel("", "secondary", "text2")
        self.aside = QWidget()
        self.tabs = KeyBar()
        self.table = CaseTable(columns, title, narrow=self.narrow)
        self.empty = EmptyState(screen, "", "")
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sums = PlainLabel("", "secondary", "text2")
        self.name = PlainLabel("", "name", wrap=True)
        self.lamp = Tag(LAMPS["normal"])
        self.number = ElidedLabel("", "caption", "text2", middle=True)
        self.detail = PlainLabel("", "secondary", "text", wrap=True)
        self.buttons = {
            act.id: KeyButton(act.title, act.key, kind, height=34, role="secondary")
            for act, kind in acts
        }
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def show_line(self, name: str, facts: str, detail: str, lamp: str, word: str) -> None:
        """The line in hand, in full; an empty lamp: there is none."""
        self.name.setText(name)
        self.number.setText(facts)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.foot.setVisible(bool(lamp))
        if lamp:
            self.lamp.show_sign(LAMPS[lamp], word)

    def show_empty(self, words: tuple[str, str], *, empty: bool, loading: bool) -> None:
        """Table, or what an empty list says."""
        show_list(self.table, self.empty, words, empty=empty and not loading)

    def hold_form(self, form: QWidget) -> None:
        """A form that takes the place of the list while it is open."""
        self._form = form
        self.column.insertWidget(self.column.indexOf(self.table), form, 1)

    def show_form(self, *, open_now: bool) -> None:
        """The form, or the list."""
        for part in (self.tab_bar, self.sums_line):
            part.setVisible(not open_now)
        if open_now:
            for part in (self.table, self.empty, self.foot):
                part.hide()

    def focus_hand(self) -> None:
        """The table, or what stands for it: digits and letters are keys in both."""
        if self._form is not None and not self._form.isHidden():
            self._form.setFocus()
            return
        (self.empty if self.table.isHidden() else self.table).setFocus()

    def came(self) -> None:
        """The screen came to the front: read again."""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read again whenever the screen comes to the front."""
        super().showEvent(event)
        self.came()
        QTimer.singleShot(0, self, self.focus_hand)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Pass the focus on."""
        super().focusInEvent(event)
        self.focus_hand()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(6))
        head.setSpacing(px(12))
        head.addWidget(self.title)
        head.addWidget(self.fact, 1)
        head.addWidget(self.aside)
        self.tab_bar = QWidget()
        tabs = QHBoxLayout(self.tab_bar)
        tabs.setContentsMargins(px(20), 0, px(16), px(8))
        tabs.addWidget(self.tabs, 1)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addLayout(head)
        column.addWidget(self.tab_bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.sums_line = sums_bar(self.sums)
        column.addWidget(self.sums_line)
        lines = (self.name, (self.lamp, self.number), self.detail)
        self.foot = foot_strip(lines, tuple(self.buttons.values()), px(84))
        column.addWidget(self.foot)


def sums_bar(sums: QWidget) -> QWidget:
    """The line under a list that says how much it holds."""
    bar = region("canvas")
    bar.setFixedHeight(px(32))
    row = QHBoxLayout(bar)
    row.setContentsMargins(px(20), 0, px(16), 0)
    row.addWidget(sums)
    row.addStretch(1)
    return bar


def foot_strip(
    lines: Iterable[QWidget | tuple[QWidget, QWidget]], buttons: Iterable[QWidget], height: int
) -> QWidget:
    """What is said of the line in hand, and its acts. Two widgets of one line: the second takes
    the room."""
    strip = region("foot")
    row = QHBoxLayout(strip)
    row.setContentsMargins(px(20), px(8), px(16), px(8))
    row.setSpacing(px(12))
    words = QVBoxLayout()
    words.setSpacing(px(2))
    for line in lines:
        if isinstance(line, tuple):
            facts = QHBoxLayout()
            facts.setSpacing(px(12))
            facts.addWidget(line[0])
            facts.addWidget(line[1], 1)
            words.addLayout(facts)
        else:
            words.addWidget(line)
    words.addStretch(1)
    row.addLayout(words, 1)
    for button in buttons:
        row.addWidget(button)
    strip.setMinimumHeight(height)
    return strip
