"""Buttons that show their key. Painted by hand: all states of the tokens page in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from clerk_app.desk.actions import cap
from ui.labels import plain_tip
from ui.theme import color, current, font, px, tight

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent


@dataclass(frozen=True, slots=True)
class Look:
    """Tokens of one kind of button: ground, edge, text, key cap; hover and pressed ground."""

    ground: str
    edge: str
    text: str
    cap_ground: str
    cap_edge: str
    hover: str
    press: str


KINDS = {
    "plain": Look("surface", "line2", "text", "surface", "line2", "canvas", "sunken"),
    "primary": Look(
        "accent", "accent", "on_accent", "accent", "on_accent", "accent_hover", "accent_press"
    ),
    "quiet": Look("", "", "text", "surface", "line2", "canvas", "sunken"),
    "chosen": Look(
        "accent", "accent", "on_accent", "accent", "on_accent", "accent_hover", "accent_press"
    ),
    "danger": Look("surface", "danger", "danger", "surface", "danger", "canvas", "sunken"),
    "bar": Look("bar_key", "bar_line", "bar_text", "bar", "bar_text2", "bar_hover", "bar_line"),
    "bar_likely": Look(
        "bar_accent",
        "bar_accent",
        "on_bar_accent",
        "bar_accent",
        "on_bar_accent",
        "bar_accent",
        "bar_accent",
    ),
}


class KeyButton(QPushButton):
    """A button with its words and its key cap.

    Enter presses it when it has the focus, except the danger kind, which only answers to the
    space bar and the mouse: a scanner ends every code with Enter.
    """

    def __init__(
        self,
        title: str,
        key: str = "",
        kind: str = "plain",
        *,
        height: int = 36,
        role: str = "name",
        cap_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.key, self.kind = key, kind
        self._title, self._cap_width = "", cap_width
        self._height = px(height)
        self.setFont(font(role))
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_title(title)

    @property
    def title(self) -> str:
        """The words on the button."""
        return self._title

    def set_title(self, title: str) -> None:
        """Other words; an ampersand is an ampersand."""
        if title == self._title:
            return
        self._title = title
        self.setText(title.replace("&", "&&"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(cap(self.key))
        self.updateGeometry()
        self.update()

    @property
    def _is_bar(self) -> bool:
        return self.kind.startswith("bar")

    def set_kind(self, kind: str) -> None:
        """Another look, e.g. the one likely key of the call bar."""
        if kind != self.kind:
            self.kind = kind
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words and the cap."""
        # a digit's width is no whole number: rounded down, the last one would be cut
        width = self.fontMetrics().horizontalAdvance(self._title) + 1 + 2 * self._pad()
        if self.key:
            width += self._cap_room() + self._gap()
        return QSize(width, self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses, except where pressing could harm."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.kind != "danger" and not event.isAutoRepeat():
                self.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Drawn anew when enabled or disabled."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, words, cap, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = KINDS["bar" if self._is_bar and not self.isEnabled() else self.kind]
        self._paint_ground(painter, look)
        ink = color(self._ink(look))
        left, room = self._pad(), self.width() - 2 * self._pad()
        if self.key:
            width = self._cap_room()
            bar = self._is_bar
            x = left if bar else self.width() - left - width
            self._paint_cap(painter, look, QRectF(x, (self.height() - px(20)) / 2, width, px(20)))
            room -= width + self._gap()
            left += width + self._gap() if bar else 0
        painter.setFont(self.font())
        painter.setPen(ink)
        words = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(self._title) if words != self._title else "")
        box = QRectF(left, 0, room, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _paint_ground(self, painter: QPainter, look: Look) -> None:
        ground, edge = look.ground, look.edge
        if not self.isEnabled() and not self._is_bar:
            ground, edge = "", "line" if self.kind != "quiet" else ""
        elif self.isDown():
            ground = look.press
        elif self.underMouse() and self.isEnabled():
            ground = look.hover
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = px(4)
        painter.setPen(color(edge) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(color(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            self._paint_ring(painter, radius)

    def _paint_ring(self, painter: QPainter, radius: int) -> None:
        width = current().focus_width
        bar = self._is_bar
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset, token in ((width / 2, "bar_accent" if bar else "focus"), (width * 1.5, "")):
            ink = color(token) if token else color("bar" if bar else "surface")
            painter.setPen(QPen(ink, width))
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, radius, radius)

    def _paint_cap(self, painter: QPainter, look: Look, box: QRectF) -> None:
        edge, ink, ground = color(look.cap_edge), color(self._ink(look)), look.cap_ground
        if not self.isEnabled():
            edge = color("bar_line" if self._is_bar else "line")
            ground = ""
        elif self.kind in {"plain", "quiet"}:
            ink = color("text2")
        draw_cap(painter, box, cap(self.key), edge, ink, color(ground) if ground else None)

    def _ink(self, look: Look) -> str:
        if self.isEnabled():
            return look.text
        return "bar_text2" if self._is_bar else "text3"

    def _cap_room(self) -> int:
        return px(self._cap_width) if self._cap_width else cap_width(self.key)

    def _pad(self) -> int:
        if self._is_bar and tight():
            return px(3)
        return px(12) if self._height >= px(34) and not self._is_bar else px(8)

    def _gap(self) -> int:
        if self._is_bar:
            return px(3 if tight() else 6)
        return px(8)


class KeyCap(QWidget):
    """A key cap alone, beside words that are not a button."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.setFont(font("key"))
        self.setFixedSize(cap_width(key), px(20))
        self.setAccessibleName(cap(key))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, ground = QRectF(self.rect()), color("surface")
        draw_cap(painter, box, cap(self.key), color("line2"), color("text2"), ground)
        painter.end()


def cap_width(key: str) -> int:
    """How wide the cap of a key is."""
    advance = QFontMetrics(font("key")).horizontalAdvance(cap(key))
    return max(px(20), advance + 2 * px(5))


def draw_cap(
    painter: QPainter, box: QRectF, text: str, edge: QColor, ink: QColor, ground: QColor | None
) -> None:
    """Draw a key cap: 1 px edge, 2 px lower edge."""
    painter.setFont(font("key"))
    painter.setPen(edge)
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, px(3), px(3))
    painter.setPen(QPen(edge, 1))
    low = inner.bottom() - 1
    painter.drawLine(QPointF(inner.left() + px(2), low), QPointF(inner.right() - px(2), low))
    painter.setPen(ink)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
