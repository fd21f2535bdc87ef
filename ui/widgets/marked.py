"""Text drawn with marks on what was typed, in one line that gives way or in as many as it needs.

Painted, not laid out of labels: a list of these is drawn anew at every keystroke. A text is
drawn letter for letter, never read as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QTextCharFormat, QTextLayout, QTextOption

from ui.theme import color, font

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPainter

Marks = tuple[tuple[int, int], ...]
DOTS = "…"


def shape(
    text: str, role: str, width: float, marks: Marks = (), *, ink: str = "text"
) -> QTextLayout:
    """The text broken into lines of that width; its height is `boundingRect().height()`."""
    layout = QTextLayout(text, font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats = []
    for start, end in marks:
        look = QTextCharFormat()
        look.setBackground(QBrush(color("mark")))
        look.setForeground(QBrush(color("text" if ink != "danger" else ink)))
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, end - start, look
        formats.append(made)
    layout.setFormats(formats)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def height(text: str, role: str, width: float) -> int:
    """How high the text is in that width; 0 for none."""
    return round(shape(text, role, width).boundingRect().height()) if text else 0


def paint_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    role: str,
    width: float,
    *,
    ink: str = "text",
    marks: Marks = (),
    wrap: bool = False,
) -> None:
    """Draw the text from its upper left corner; without `wrap` on one line, its end cut by …"""
    if not text:
        return
    if not wrap:
        text, marks = fitted(text, marks, painter_metrics(role), width)
        width = 1e6
    painter.setPen(color(ink))
    shape(text, role, width, marks, ink=ink).draw(painter, at)


def fitted(text: str, marks: Marks, metrics: QFontMetrics, width: float) -> tuple[str, Marks]:
    """The text that fits, and the marks on what is left of it."""
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))
    if shown == text:
        return text, marks
    kept = len(shown) - len(DOTS)
    return shown, tuple((a, min(b, kept)) for a, b in marks if a < kept)


def painter_metrics(role: str) -> QFontMetrics:
    """The measures of a role's font."""
    from PySide6.QtGui import QFontMetrics

    return QFontMetrics(font(role))
