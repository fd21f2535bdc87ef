"""The fields of an act: a line to type into, or answers with the digit that chooses each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clerk_app.desk.case_fields import Kind
from ui.labels import PlainLabel
from ui.theme import color, current, px
from ui.widgets.fields import ENTER, TextField
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from clerk_app.desk.case_fields import Field, Option

DIGITS = "123456789"
OPTIONAL = "（可不填）"


class Filled(Protocol):
    """A form as far as one row of it goes."""

    @property
    def faults(self) -> Mapping[str, str]:
        """What is wrong, by field."""
        ...

    def value(self, name: str) -> str:
        """What was typed into a field."""
        ...


class TypedField(TextField):
    """One line of the form. `entered` is emitted when the hand comes."""

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell."""
        super().focusInEvent(event)
        self.entered.emit()


class ChoiceBox(QWidget):
    """Answers as buttons; a digit chooses one. `chosen` and `moved` tell the hand's keys,
    `confirmed` Enter."""

    chosen = Signal(int)
    moved = Signal(int)
    confirmed = Signal()
    entered = Signal()

    def __init__(self, options: tuple[Option, ...]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons: list[KeyButton] = []
        flow = FlowLayout(px(6))
        for at, option in enumerate(options):
            words = f"{option.title}（{option.detail}）" if option.detail else option.title
            key = DIGITS[at] if at < len(DIGITS) else ""
            button = KeyButton(words, key, height=32, role="secondary")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, at=at: self.chosen.emit(at))
            self.buttons.append(button)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(6), px(6), px(6), px(6))
        column.addLayout(flow)

    def show_choice(self, at: int) -> None:
        """Mark the answer in force."""
        for place, button in enumerate(self.buttons):
            button.set_kind("chosen" if place == at else "plain")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A digit, an arrow, Enter."""
        text = event.text()
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        by = next((step for key, step in arrows.items() if event.key() == key), 0)
        if len(text) == 1 and text in DIGITS[: len(self.buttons)] and not event.isAutoRepeat():
            self.chosen.emit(DIGITS.index(text))
        elif by:
            self.moved.emit(by)
        elif event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self.confirmed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """The hand comes here."""
        self.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell, and show the ring."""
        super().focusInEvent(event)
        self.update()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """No ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The ring."""
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(color("focus"))
        for inset in range(current().focus_width):
            painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()


class FieldRow(QWidget):
    """Title, field, and below what is wrong or worth knowing.

    `typed` is emitted with every change, `chosen` and `moved` by a choice, `confirmed` by Enter,
    `entered` when the hand comes.
    """

    typed = Signal(str)
    chosen = Signal(int)
    moved = Signal(int)
    confirmed = Signal()
    entered = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        title = field.title if field.required else field.title + OPTIONAL
        self.title = PlainLabel(title, "name")
        self.hint = PlainLabel("", "caption", "text2", wrap=True)
        self.choice = ChoiceBox(field.options) if field.kind is Kind.CHOICE else None
        self.line = TypedField(field.hint) if self.choice is None else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(4))
        column.addWidget(self.title)
        if self.choice is not None:
            self.choice.setAccessibleName(title)
            self.choice.chosen.connect(self.chosen)
            self.choice.moved.connect(self.moved)
            self.choice.confirmed.connect(self.confirmed)
            self.choice.entered.connect(self.entered)
            column.addWidget(self.choice)
        if self.line is not None:
            self.line.setAccessibleName(title)
            self.line.textEdited.connect(self.typed)
            self.line.confirmed.connect(self.confirmed)
            self.line.entered.connect(self.entered)
            column.addWidget(self.line)
        column.addWidget(self.hint)

    @property
    def hand(self) -> QWidget:
        """What takes the focus."""
        found = self.choice or self.line
        assert found is not None  # noqa: S101 - one of both is made
        return found

    def show_row(self, form: Filled) -> None:
        """Draw its value and what is wrong with it."""
        value = form.value(self.field.id)
        if self.choice is not None:
            values = [option.value for option in self.field.options]
            self.choice.show_choice(values.index(value) if value in values else -1)
        if self.line is not None and self.line.text() != value:
            self.line.setText(value)
        fault = form.faults.get(self.field.id, "")
        hint = self.field.hint if self.choice is not None else ""
        self.hint.setText(fault or hint)
        self.hint.set_tone("warn" if fault else "text2")
        self.hint.setVisible(bool(fault or hint))
        if self.line is not None:
            marked = "1" if fault else ""
            if self.line.property("fault") != marked:
                self.line.setProperty("fault", marked)
                self.line.style().polish(self.line)
