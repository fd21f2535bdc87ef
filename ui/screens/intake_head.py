"""The head of the intake screen: which item, its facts, and the keys that lead back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.intake_state import Step
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from clerk_app.desk.intake_state import IntakeState

LONG_NAME = 44
"""A longer item name is set smaller, so that it takes no more than three lines; in a narrow
window on one line, cut in its middle."""


class ItemHead(QFrame):
    """Name and facts of the item. In a narrow window it also holds the `buttons`."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.name = PlainLabel("", "title", wrap=True)
        self.short_name: PlainLabel = PlainLabel("", "lead", wrap=True)
        if narrow:
            self.short_name = ElidedLabel("", "lead", middle=True)
        self.facts = ElidedLabel("", "secondary", "text2")
        self.back = KeyButton(keys.BACK.title, keys.BACK.key, "quiet", height=28, role="secondary")
        self.undo = KeyButton(keys.UNDO.title, keys.UNDO.key, "quiet", height=28, role="secondary")
        self.matter = KeyButton("不受理…", keys.MATTER.key, "quiet", height=28, role="secondary")
        self.buttons = (self.undo, self.matter, self.back)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(8), px(12), px(4))
        column.setSpacing(px(2))
        column.addWidget(self.name)
        column.addWidget(self.short_name)
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addWidget(self.facts, 1)
        if narrow:
            for button in self.buttons:
                row.addWidget(button)
        column.addLayout(row)

    def show_head(self, state: IntakeState) -> None:
        """Draw."""
        long = len(state.head) > LONG_NAME
        self.name.setText("" if long else state.head)
        self.short_name.setText(state.head if long else "")
        self.name.setVisible(bool(state.head) and not long)
        self.short_name.setVisible(long)
        self.facts.setText(state.facts)
        going = state.done is None
        self.back.setVisible(going and state.step > Step.APPLICANT)
        self.undo.setVisible(going and state.can_undo)
        self.matter.setVisible(going and state.item is not None)
