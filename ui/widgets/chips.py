"""The states of a paper as keys 1–5, shown only in the row that has the focus; 6 stands for a
告知承诺, where the item lets one stand in for the paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_app.desk.intake_keys import COMMITTED
from ui.theme import px
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import PAPER_STATES

CHOICES = (
    ("in_order", "1"),
    ("missing", "2"),
    ("defective", "3"),
    ("corrected_on_the_spot", "4"),
    ("waived_shared", "5"),
)
PROMISED = (COMMITTED, "6")


class StateChips(QWidget):
    """齐全 缺 有误 当场更正 免交. `chosen` is emitted with the id of the state."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(px(6))
        self.setLayout(row)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.buttons: dict[str, KeyButton] = {}
        for state, key in (*CHOICES, PROMISED):
            button = KeyButton(PAPER_STATES[state].word, key, height=28, role="secondary")
            button.clicked.connect(lambda _checked=False, state=state: self.chosen.emit(state))
            self.buttons[state] = button
            row.addWidget(button)
        self.buttons[COMMITTED].hide()

    def show_state(self, state: str, *, offered: frozenset[str] | None = None) -> None:
        """Mark the state in force; states that are not offered are disabled."""
        for name, button in self.buttons.items():
            button.set_kind("chosen" if name == state else "plain")
            button.setEnabled(offered is None or name in offered)
        self.buttons[COMMITTED].setVisible(offered is not None and COMMITTED in offered)
