"""A row of buttons with their keys that breaks into as many lines as it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from ui.theme import px
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem

    from clerk_app.desk.actions import Action


class FlowLayout(QLayout):
    """Children from left to right, then in the next line; `right`: each line ends at the edge.
    With more height than they need they stand in its middle."""

    def __init__(self, gap: int, *, right: bool = False) -> None:
        super().__init__()
        self._gap, self._right = gap, right
        self._children: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 (Qt's name)
        """One more child."""
        self._children.append(item)

    def count(self) -> int:
        """Children."""
        return len(self._children)

    def itemAt(self, index: int) -> QLayoutItem:  # noqa: N802
        """The child at a place."""
        return self._children[index] if 0 <= index < len(self._children) else None  # type: ignore[return-value]  # so Qt wants it

    def takeAt(self, index: int) -> QLayoutItem:  # noqa: N802
        """Take a child out."""
        return self._children.pop(index) if 0 <= index < len(self._children) else None  # type: ignore[return-value]  # so Qt wants it

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """How high in that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the children."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All of them in one line."""
        shown = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() + self._gap for size in shown)
        return QSize(wide, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest child."""
        shown = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._children if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._shown():
            size = item.sizeHint()
            if not lines or size.width() > left:
                lines.append([])
                left = rect.width()
            lines[-1].append((item, size))
            left -= size.width() + self._gap
        highs = [max(size.height() for _, size in line) for line in lines]
        high = sum(highs) + self._gap * max(0, len(lines) - 1)
        y = rect.y() + max(0, rect.height() - high) // 2
        for line, tall in zip(lines, highs, strict=True) if move else ():
            wide = sum(size.width() for _, size in line) + self._gap * (len(line) - 1)
            x = rect.x() + (max(0, rect.width() - wide) if self._right else 0)
            for item, size in line:
                top = y + (tall - size.height()) // 2
                item.setGeometry(QRect(QPoint(x, top), size))
                x += size.width() + self._gap
            y += tall + self._gap
        return high


class KeyBar(QWidget):
    """Buttons of acts. `pressed` is emitted with the id of the act; keys are the screen's."""

    pressed = Signal(str)

    def __init__(self, height: int = 30, *, right: bool = False) -> None:
        super().__init__()
        self._height = height
        self._shown: tuple[tuple[Action, str, str], ...] = ()
        self.buttons: dict[str, KeyButton] = {}
        self._flow = FlowLayout(px(6), right=right)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_keys(self, keys: tuple[tuple[Action, str, str], ...]) -> None:
        """Draw (act, kind of button, words after its title)."""
        if keys == self._shown:
            return
        self._shown = keys
        wanted = [act.id for act, _, _ in keys]
        if wanted != list(self.buttons):
            self._build(keys)
        for act, kind, tail in keys:
            button = self.buttons[act.id]
            button.set_kind(kind)
            button.set_title(f"{act.title} {tail}".rstrip())
        self._flow.invalidate()
        self.updateGeometry()

    def _build(self, keys: tuple[tuple[Action, str, str], ...]) -> None:
        for old in self.buttons.values():
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for act, kind, _ in keys:
            button = KeyButton(act.title, act.key, kind, height=self._height, role="secondary")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, name=act.id: self.pressed.emit(name))
            self.buttons[act.id] = button
            self._flow.addWidget(button)
            button.show()
