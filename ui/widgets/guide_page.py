"""A page that explains: head with its keys, a list of rows, a side of facts. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clerk_app.desk.actions import cap
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import current, narrow, px
from ui.widgets.cards import region
from ui.widgets.guide_rows import GuideList
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QShowEvent

    from clerk_app.desk.actions import Action
    from clerk_app.desk.guide_lines import Row, Section
    from clerk_app.desk.messages import Message

LONG_NAME = 44
"""A longer name is set smaller, so that it takes no more than three lines."""
SIDE = 328


class Side(QWidget):
    """Sections of facts; drawn anew only when they change."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Section, ...] = ()
        self._labels: list[QWidget] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(16), px(12), px(16), px(16))
        self.column.setSpacing(px(2))
        self.column.addStretch(1)

    def show_sections(self, sections: tuple[Section, ...]) -> None:
        """Draw."""
        if sections == self._shown:
            return
        self._shown = sections
        for label in self._labels:
            self.column.removeWidget(label)
            label.deleteLater()
        self._labels = []
        for section in sections:
            self._add(PlainLabel(section.title, "caption_strong", "accent"))
            for line in section.lines:
                self._add(PlainLabel(line, "body", wrap=True))
            gap = QWidget()
            gap.setFixedHeight(px(8))
            self._add(gap)

    def _add(self, widget: QWidget) -> None:
        self.column.insertWidget(len(self._labels), widget)
        self._labels.append(widget)


class GuidePage(QFrame):
    """Frame of the item page and the page of a bundle. Keys are the screen's own."""

    def __init__(self, actions: tuple[Action, ...], list_name: str) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.narrow = narrow()
        self.notice = NoticeBar(closable=False)
        self.name = PlainLabel("", "title", wrap=True)
        self.long_name = PlainLabel("", "lead", wrap=True)
        self.facts = ElidedLabel("", "secondary", "text2")
        self.sums = ElidedLabel("", "secondary", "text2")
        self.buttons = {
            action.id: KeyButton(
                action.title,
                action.key,
                "primary" if at == 0 else "plain",
                height=32,
                role="secondary",
            )
            for at, action in enumerate(actions)
        }
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = GuideList()
        self.list.setAccessibleName(list_name)
        self.side = Side()
        self._lay_out()

    def show_head(self, title: str, facts: str, sums: str) -> None:
        """Name and sums."""
        long = len(title) > LONG_NAME or self.narrow
        self.name.setText("" if long else title)
        self.long_name.setText(title if long else "")
        self.name.setVisible(not long)
        self.long_name.setVisible(long)
        self.facts.setText(facts)
        self.sums.setText(sums)
        self.setAccessibleName(title)

    def show_rows(
        self,
        rows: tuple[Row, ...],
        at: int,
        opened: frozenset[str],
        side: tuple[Section, ...],
    ) -> None:
        """The list and the side."""
        self.side.show_sections(side)
        self.side.setVisible(bool(side))
        self.list.show_rows(rows, at, opened)

    def show_message(self, message: Message | None) -> None:
        """Over the page."""
        self.notice.show_message(message)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The hand is in the list."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._come)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The ring is the row's."""
        super().focusInEvent(event)
        self.list.follow()

    def _come(self) -> None:
        self.setFocus()
        self.list.follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._head())
        if self.narrow:
            self.list.add_below(self.side)
            column.addWidget(self.list, 1)
            return
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self._right())
        column.addLayout(row, 1)

    def _right(self) -> QWidget:
        panel = region("right")
        panel.setFixedWidth(px(SIDE))
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(current().hair, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.side)
        self.side.setAutoFillBackground(False)
        inner.addWidget(area)
        return panel

    def _head(self) -> QWidget:
        head = region("head")
        column = QVBoxLayout(head)
        column.setContentsMargins(px(16), px(8), px(16), px(8))
        column.setSpacing(px(4))
        top = QHBoxLayout()
        top.setSpacing(px(8))
        names = QVBoxLayout()
        names.setSpacing(px(2))
        names.addWidget(self.name)
        names.addWidget(self.long_name)
        names.addWidget(self.facts)
        names.addWidget(self.sums)
        names.addStretch(1)
        top.addLayout(names, 1)
        if not self.narrow:
            top.addWidget(self._keys(), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        if self.narrow:
            column.addWidget(self._keys())
        return head

    def _keys(self) -> QWidget:
        """The buttons: in two rows beside the name, or below it in as many as they need."""
        holder = QWidget()
        if self.narrow:
            flow = FlowLayout(px(6))
            for button in self.buttons.values():
                flow.addWidget(button)
            holder.setLayout(flow)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            holder.setSizePolicy(policy)
            return holder
        holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        every = list(self.buttons.values())
        for first in range(0, len(every), 3):
            row = QHBoxLayout()
            row.setSpacing(px(6))
            row.addStretch(1)
            for button in every[first : first + 3]:
                row.addWidget(button)
            column.addLayout(row)
        return holder


def key_name(text: str, key: int) -> str:
    """The name a single key has in the acts of a page."""
    names = {
        int(Qt.Key.Key_Up): "Up",
        int(Qt.Key.Key_Down): "Down",
        int(Qt.Key.Key_PageUp): "PageUp",
        int(Qt.Key.Key_PageDown): "PageDown",
        int(Qt.Key.Key_Return): "Return",
        int(Qt.Key.Key_Enter): "Return",
        int(Qt.Key.Key_Escape): "Esc",
    }
    return names.get(key, cap(text.upper()))
