"""The call bar at the bottom edge: ticket and its time, eight keys, who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk.actions import CALL_KEYS, CallAct
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px, tight
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from clerk_app.desk.frame import FrameState, KeyState


class CallKeyButton(KeyButton):
    """A key of the call bar. Its width is fixed: nothing moves between states."""

    def __init__(self, act: CallAct, title: str, key: str) -> None:
        super().__init__(
            title,
            key,
            "bar",
            height=30 if tight() else 36,
            role="secondary" if tight() else "name",
            cap_width=22 if tight() else 26,
        )
        self.act = act
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_key(self, state: KeyState) -> None:
        """Words, enabled or not, likely or not."""
        self.set_title(state.title)
        self.setEnabled(state.enabled)
        self.set_kind("bar_likely" if state.likely else "bar")


class CallBar(QFrame):
    """Always there. `pressed` is emitted with the act of the key that was clicked."""

    pressed = Signal(CallAct)

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setFixedHeight(px(40 if tight() else 56))
        self.narrow = narrow
        self.ticket = PlainLabel("—", "section" if tight() else "number", "bar_text")
        self.what = ElidedLabel("", "caption", "bar_text2", least=60)
        self.timer = PlainLabel("", "group", "bar_accent")
        self.waiting = PlainLabel("", "group", "bar_text")
        self.longest = PlainLabel("", "caption", "bar_text2")
        self.classes = (ElidedLabel("", "caption", "bar_text2"), ElidedLabel("", "caption"))
        self.classes[1].set_tone("bar_text2")
        self._wide: tuple[PlainLabel, ...] = (self.what, *self.classes)
        if tight():  # a high number of minutes does not fit beside the keys
            self._wide = (*self._wide, self.timer, self.longest)
        self.keys = {each.act: CallKeyButton(each.act, each.title, each.key) for each in CALL_KEYS}
        for act, button in self.keys.items():
            button.clicked.connect(lambda _on=False, act=act: self.pressed.emit(act))
        row = QHBoxLayout(self)
        edge = px(6 if tight() else 16)
        row.setContentsMargins(edge, 0, edge, 0)
        row.setSpacing(px(4 if tight() else 8))
        row.addWidget(self._now(), 1)
        row.addLayout(self._key_row())
        row.addWidget(self._queue(), 1)

    def show_bar(self, state: FrameState) -> None:
        """Draw the state."""
        self.ticket.setText(state.ticket)
        self.what.setText(state.what)
        self.timer.setText(state.timer)
        self.waiting.setText(state.waiting)
        self.longest.setText(state.longest)
        half = (len(state.classes) + 1) // 2
        self.classes[0].setText("·".join(state.classes[:half]))
        self.classes[1].setText("·".join(state.classes[half:]))
        labels: tuple[PlainLabel, ...] = (self.what, self.timer, self.longest, *self.classes)
        for label in labels:
            label.setVisible(bool(label.text()) and not (self.narrow and label in self._wide))
        for key in state.keys:
            self.keys[key.act].show_key(key)

    def _now(self) -> QWidget:
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.ticket)
        row.addLayout(_stack(self.what, self.timer), 1)
        return room

    def _key_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(2 if tight() else 4 if self.narrow else 6))
        for index, button in enumerate(self.keys.values()):
            row.addWidget(button)
            if index == 3:
                row.addSpacing(px(2 if tight() else 6))
        return row

    def _queue(self) -> QWidget:
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addStretch(1)
        for label in (self.waiting, self.longest):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(_stack(self.waiting, self.longest))
        row.addLayout(_stack(*self.classes))
        return room


def _stack(upper: QWidget, lower: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    column.addWidget(upper)
    column.addWidget(lower)
    column.addStretch(1)
    return column
