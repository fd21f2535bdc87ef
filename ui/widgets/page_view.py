"""Paints a laid-out page as it will be printed: the same marks the PDF draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_app.notices.page import Bars, Face, Mark, Page, Run
from ui.theme import color, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

FACES = {
    Face.SERIF: ("Noto Serif SC", 400),
    Face.SERIF_BOLD: ("Noto Serif SC", 700),
    Face.SANS: ("Noto Sans SC", 400),
    Face.SANS_MEDIUM: ("Noto Sans SC", 500),
    Face.SANS_BOLD: ("Noto Sans SC", 700),
    Face.RARE: ("HanaMinB", 400),
    Face.KOREAN: ("Noto Serif SC", 400),  # Qt finds another face of the machine
}
EM = 64
"""Fonts are made at this size and scaled, since Qt's sizes are whole pixels."""


class PageView(QWidget):
    """One page, fitted into the width and height there are, on the desk's ground."""

    def __init__(self, page: Page | None = None) -> None:
        super().__init__()
        self.page = page
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_page(page)

    def show_page(self, page: Page | None) -> None:
        """Show another page, or an empty desk."""
        self.page = page
        self.setAccessibleName(page_text(page) if page else "")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """An A4 page in the right panel."""
        return QSize(px(260), px(368))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Desk, paper, marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("desk"))
        if self.page is not None:
            self._paint_page(painter, self.page)
        painter.end()

    def _paint_page(self, painter: QPainter, page: Page) -> None:
        edge = px(8)
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        factor = min(room.width() / page.width, room.height() / page.height)
        left = room.left() + (room.width() - page.width * factor) / 2
        top = room.top() + (room.height() - page.height * factor) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, top)
        painter.scale(factor, factor)
        sheet = QRectF(0, 0, page.width, page.height)
        painter.fillRect(sheet, color("paper"))
        painter.setPen(QPen(color("line2"), 1 / factor))  # white paper on a white desk has an edge
        painter.drawRect(sheet)
        for mark in page.marks:
            paint_mark(painter, mark)


def paint_mark(painter: QPainter, mark: Mark) -> None:
    """Draw one mark; the painter's unit is the point."""
    ink = QColor.fromRgbF(mark.grey, mark.grey, mark.grey)
    if isinstance(mark, Run):
        _paint_run(painter, mark, ink)
    elif isinstance(mark, Bars):
        for box in mark.boxes:
            painter.fillRect(QRectF(*box), ink)
    else:
        pen = QPen(ink, mark.width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if mark.dash:
            pen.setDashPattern([mark.dash / mark.width, mark.dash / mark.width])
        painter.setPen(pen)
        painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))


def _paint_run(painter: QPainter, run: Run, ink: QColor) -> None:
    family, weight = FACES[run.face]
    font = QFont([family, "HanaMinB"])
    font.setPixelSize(EM)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if run.spacing:
        spacing = QFont.SpacingType.AbsoluteSpacing
        font.setLetterSpacing(spacing, run.spacing * EM / run.size)
    painter.save()
    painter.translate(run.x, run.y)
    painter.scale(run.size / EM, run.size / EM)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(0, 0), run.text)
    painter.restore()


def page_text(page: Page) -> str:
    """The words of a page in reading order, for readers of the screen."""
    runs = [mark for mark in page.marks if isinstance(mark, Run)]
    lines: dict[float, list[Run]] = {}
    for run in runs:
        lines.setdefault(round(run.y, 1), []).append(run)
    return "\n".join(
        "".join(run.text for run in sorted(line, key=_left)) for _, line in sorted(lines.items())
    )


def _left(run: Run) -> float:
    return run.x
