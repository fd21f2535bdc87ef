"""Glyphs: shape first, then word, then colour. One table of shapes in a 24-unit box.

Any two glyphs of one family differ in silhouette, so that a black-and-white picture or a
colour-blind reader loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.theme import color, px

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QColor, QPaintEvent

THIN, BOLD = 1.7, 2.3
Shape = tuple[str, str]
# ("disc", "x y r") filled · ("ring" | "dots", "x y r") outline · ("half", "x y r")
# ("fill" | "line" | "dash", "x,y x,y …") · ("arc", "x y r from° span°")
# "!" after the kind draws in the ground's colour, "+" with the bold pen.

GLYPHS: Mapping[str, tuple[Shape, ...]] = {
    # papers 材料状态
    "in_order": (
        ("disc", "12 12 9"),
        ("line+!", "8.2,12.3 10.9,15 16,9.4"),
    ),
    "missing": (
        ("dash+", "4,4 20,4 20,20 4,20 4,4"),
        ("line+", "8.5,12 15.5,12"),
    ),
    "defective": (
        ("fill", "12,2.8 22,20.5 2,20.5"),
        ("line+!", "12,9 12,14"),
        ("disc!", "12 17.4 1.4"),
    ),
    "corrected": (
        ("disc", "12 12 9"),
        ("line+!", "8,16 8.6,13.4 14.9,7.1 16.9,9.1 10.6,15.4 8,16"),
    ),
    "waived": (
        ("ring+", "12 12 8"),
        ("line+", "8.2,12.3 10.9,15 16,9.4"),
    ),
    "promised": (
        ("line", "5,3 19,3 19,21 5,21 5,3"),
        ("line", "8.5,8 15.5,8"),
        ("line+", "8,16.5 10.4,13.4 12,16.5 14,14 16,16"),
    ),
    "unseen": (("dots+", "12 12 8"),),
    # clocks 时限
    "normal": (("disc", "12 12 8.5"),),
    "soon": (("fill", "12,2.8 22,20.5 2,20.5"),),
    "overdue": (
        ("fill", "7.6,2.5 16.4,2.5 22,8.1 22,15.9 16.4,21.5 7.6,21.5 2,15.9 2,8.1"),
        ("line+!", "12,7 12,13"),
        ("disc!", "12 16.6 1.4"),
    ),
    "suspended": (
        ("ring+", "12 12 8"),
        ("line+", "9.8,9 9.8,15"),
        ("line+", "14.2,9 14.2,15"),
    ),
    "closed": (
        ("ring+", "12 12 8"),
        ("line+", "8.2,12.3 10.9,15 16,9.4"),
    ),
    # link and place 链路与保存
    "online": (("disc", "12 12 7"),),
    "offline": (
        ("fill", "12,2.8 22,20.5 2,20.5"),
        ("line+!", "12,9 12,14"),
        ("disc!", "12 17.4 1.4"),
    ),
    "failing": (
        ("fill", "7.6,2.5 16.4,2.5 22,8.1 22,15.9 16.4,21.5 7.6,21.5 2,15.9 2,8.1"),
        ("line+!", "12,7 12,13"),
        ("disc!", "12 16.6 1.4"),
    ),
    "computer": (
        ("line", "3.5,5 20.5,5 20.5,16 3.5,16 3.5,5"),
        ("line", "9,20 15,20"),
        ("line", "12,16 12,20"),
    ),
    "hall": (
        ("line", "3.5,9.5 12,4.5 20.5,9.5 3.5,9.5"),
        ("line", "6,10 6,18"),
        ("line", "10,10 10,18"),
        ("line", "14,10 14,18"),
        ("line", "18,10 18,18"),
        ("line", "3.5,19.5 20.5,19.5"),
    ),
    "backed_up": (
        ("line", "12,3.8 19,6.4 19,11.5 17,16.5 12,20.3 7,16.5 5,11.5 5,6.4 12,3.8"),
        ("line", "8.2,12.3 10.9,15 16,9.4"),
    ),
    # verdicts 结论
    "accept": (
        ("disc", "12 12 9"),
        ("line+!", "8.2,12.3 10.9,15 16,9.4"),
    ),
    "conditional": (
        ("ring+", "12 12 8"),
        ("half", "12 12 8"),
    ),
    "notice": (
        ("fill", "12,2.8 22,20.5 2,20.5"),
        ("line+!", "12,9 12,14"),
        ("disc!", "12 17.4 1.4"),
    ),
    "elsewhere": (
        ("ring+", "12 12 8"),
        ("line+", "8,12 15.5,12"),
        ("line+", "12.5,8.8 15.7,12 12.5,15.2"),
    ),
    "deemed": (
        ("fill", "7.6,2.5 16.4,2.5 22,8.1 22,15.9 16.4,21.5 7.6,21.5 2,15.9 2,8.1"),
        ("line+!", "12,7 12,13"),
        ("disc!", "12 16.6 1.4"),
    ),
    # rail 导轨
    "queue": (
        ("line", "4,10 4,14 7,14 13,18 13,6 7,10 4,10"),
        ("arc", "13.5 12 4 -48 96"),
        ("arc", "13.5 12 7.4 -48 96"),
    ),
    "intake": (
        ("line", "6,4 15,4 18,7 18,20 6,20 6,4"),
        ("line", "9,13 11.2,15.2 15.2,11"),
    ),
    "cases": (
        ("line", "3.5,7 3.5,5.5 9.5,5.5 11.3,7.5 20.5,7.5 20.5,19 3.5,19 3.5,7"),
        ("line", "3.5,11 20.5,11"),
    ),
    "owed": (
        ("line", "12,20 6,20 6,4 14,4 18,8 18,13"),
        ("line", "14,4 14,8 18,8"),
        ("line", "18.5,15 18.5,21"),
        ("line", "15.5,18 21.5,18"),
    ),
    "limits": (
        ("ring", "12 12 8.2"),
        ("line", "12,7.2 12,12 15.2,14"),
    ),
    "delivery": (
        ("line", "3.8,6.5 20.2,6.5 20.2,17.5 3.8,17.5 3.8,6.5"),
        ("line", "4.2,7 12,13 19.8,7"),
    ),
    "rating": (
        (
            "line",
            "12,4 14.4,9 20,10 16,14 17,19 12,16.4 7,19 8,14 4,10 9.6,9 12,4",
        ),
    ),
    "reports": (
        ("line", "4.5,4 4.5,19.5 20,19.5"),
        ("line", "8.5,16 8.5,12"),
        ("line", "12.5,16 12.5,8"),
        ("line", "16.5,16 16.5,10"),
    ),
    "settings": (
        ("line", "4,7 13,7"),
        ("line", "17,7 20,7"),
        ("ring", "15 7 2"),
        ("line", "4,12 16.5,12"),
        ("ring", "18.5 12 2"),
        ("line", "4,17 7,17"),
        ("line", "11,17 20,17"),
        ("ring", "9 17 2"),
    ),
    # the catalogue
    "bundle": (
        ("line", "8,4 19,4 19,15 8,15 8,4"),
        ("line", "5,8 5,19 16,19"),
        ("line", "11,9.5 13,11.5 16.2,8"),
    ),
    # small signs
    "search": (
        ("ring", "10.8 10.8 6"),
        ("line", "15.4,15.4 20,20"),
    ),
    "chevron": (("line", "9,6 15,12 9,18"),),
    "down": (("line", "6,9 12,15 18,9"),),
    "draft": (
        ("line", "6,4 15,4 18,7 18,20 6,20 6,4"),
        ("line", "9,10 15,10"),
        ("line", "9,14 13,14"),
    ),
    "told": (
        ("ring+", "12 12 8"),
        ("line+", "12,11.5 12,16"),
        ("disc", "12 8 1.4"),
    ),
    "fixing": (
        ("ring+", "12 12 8"),
        ("line+", "7,17 17,7"),
    ),
}


def paint(painter: QPainter, name: str, box: QRectF, ink: QColor, ground: QColor) -> None:
    """Draw a glyph into `box`; `ground` is the colour of what is cut out of it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    for kind, numbers in GLYPHS[name]:
        _shape(painter, kind, numbers, ground if kind.endswith("!") else ink)
    painter.restore()


def _shape(painter: QPainter, kind: str, numbers: str, ink: QColor) -> None:
    pen = QPen(ink, BOLD if "+" in kind else THIN)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    base = kind.rstrip("+!")
    if base in {"dash", "dots"}:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.6, 1.2] if base == "dash" else [1.1, 1.08])
    solid = base in {"disc", "fill", "half"}
    painter.setPen(Qt.PenStyle.NoPen if solid else pen)
    painter.setBrush(ink if solid else Qt.BrushStyle.NoBrush)
    values = [float(number) for number in numbers.replace(",", " ").split()]
    if base in {"line", "dash", "fill"}:
        points = QPolygonF(list(map(QPointF, values[::2], values[1::2])))
        if base == "fill":
            painter.drawPolygon(points)
        else:
            painter.drawPolyline(points)
        return
    box = _square(*values[:3])
    if base == "half":
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif base == "arc":
        painter.drawArc(box, round(values[3] * 16), round(values[4] * 16))
    else:
        painter.drawEllipse(box)


def _square(x: float, y: float, radius: float) -> QRectF:
    return QRectF(x - radius, y - radius, 2 * radius, 2 * radius)


class GlyphView(QWidget):
    """A glyph as a widget. It is never the only bearer of a meaning: a word stands beside it."""

    def __init__(
        self, name: str, tone: str = "text2", size: int = 18, ground: str = "surface"
    ) -> None:
        super().__init__()
        self.name, self.tone, self.ground = name, tone, ground
        self.setFixedSize(px(size), px(size))

    def show_glyph(self, name: str, tone: str) -> None:
        """Another shape in another tone."""
        self.name, self.tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        paint(painter, self.name, QRectF(self.rect()), color(self.tone), color(self.ground))
        painter.end()
