"""Fields to type into. Enter confirms the field it was typed into and nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QStyledItemDelegate, QWidget

from clerk_app.desk.actions import SEARCH, cap
from ui.glyphs import paint
from ui.theme import color, font, px
from ui.widgets.keys import cap_width, draw_cap

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TextField(QLineEdit):
    """One line of text.

    `confirmed` is emitted by Enter; the key goes no further, so that a scanner's Enter can
    never press a button.
    """

    confirmed = Signal()

    def __init__(self, placeholder: str = "", *, height: int = 36, role: str = "body") -> None:
        super().__init__()
        self.setFont(font(role))
        self.setFixedHeight(px(height))
        self.setPlaceholderText(placeholder)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep Enter here."""
        if event.key() in ENTER:
            event.accept()
            if not event.isAutoRepeat():
                self.confirmed.emit()
            return
        super().keyPressEvent(event)


class PasswordField(TextField):
    """A password. `pressed_key` tells each typed character and whether Shift was down."""

    pressed_key = Signal(str, bool)

    def __init__(self, *, height: int = 44) -> None:
        super().__init__(height=height, role="field")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhHiddenText)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tell the key, then type it."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.text():
            self.pressed_key.emit(event.text(), shift)
        super().keyPressEvent(event)

    def show_letters(self, shown: bool) -> None:
        """Show or hide what was typed."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        if self.echoMode() != mode:
            self.setEchoMode(mode)


class ChoiceField(QComboBox):
    """One of a short list, e.g. the clerks of this machine. Enter goes on, it does not open."""

    confirmed = Signal()

    def __init__(self, *, height: int = 44) -> None:
        super().__init__()
        self.setFont(font("field"))
        self.setFixedHeight(px(height))
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes to the next field."""
        if event.key() in ENTER:
            event.accept()
            self.confirmed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The field and its arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = px(18)
        box = QRectF(self.width() - side - px(10), (self.height() - side) / 2, side, side)
        paint(painter, "down", box, color("text2"), color("surface"))
        painter.end()


class SearchField(TextField):
    """The search field of the top bar: lens at the left, its key at the right.

    `confirmed` is emitted by Enter, `left` by Esc.
    """

    left = Signal()

    def __init__(self, placeholder: str = SEARCH.title, key: str = SEARCH.key) -> None:
        super().__init__(placeholder, height=32, role="secondary")
        self.key = key
        self.setTextMargins(px(18), 0, cap_width(key), 0)
        self.setMaximumWidth(px(320))
        self.setAccessibleName(placeholder)

    def sizeHint(self) -> QSize:  # noqa: N802
        """320 wide where there is room."""
        return QSize(px(320), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Gives way first when the bar is full."""
        return QSize(px(140), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc leaves the field."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Select what is there, to type over it."""
        super().focusInEvent(event)
        self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Field, lens, cap."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = px(16), self.height() / 2
        paint(
            painter,
            "search",
            QRectF(QPointF(px(8), middle - side / 2), QPointF(px(8) + side, middle + side / 2)),
            color("text3"),
            color("surface"),
        )
        width = cap_width(self.key)
        box = QRectF(self.width() - width - px(6), middle - px(10), width, px(20))
        draw_cap(painter, box, cap(self.key), color("line2"), color("text2"), color("surface"))
        painter.end()


def tab_chain(*widgets: QWidget) -> None:
    """Make the Tab key visit the widgets in this order."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
