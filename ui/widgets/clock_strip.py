"""The clock of a case as cells, one per counted day: the sum can be counted with a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from clerk_app.desk.case_clock import CELL_WORDS, CellKind
from ui.theme import color, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from clerk_app.desk.case_clock import Cell, ClockFace

WIDEST = 64
_FILLED = {CellKind.PAST: "accent", CellKind.TODAY: "accent"}
_EDGES = {
    CellKind.START: "line2",
    CellKind.PAUSED: "line2",
    CellKind.PAST: "accent",
    CellKind.TODAY: "accent",
    CellKind.LEFT: "accent",
    CellKind.OVER: "danger",
}


class ClockStrip(QWidget):
    """Cells with their days below."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: tuple[Cell, ...] = ()
        self._due = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(40))

    def show_face(self, face: ClockFace) -> None:
        """Draw the cells of a clock."""
        self._cells, self._due = face.cells, face.due
        counts = {kind: sum(c.kind is kind for c in face.cells) for kind in CellKind}
        told = "，".join(
            f"{words} {counts[kind]} 格"
            for kind, words in (
                (CellKind.PAST, "已过"),
                (CellKind.PAUSED, "停"),
                (CellKind.LEFT, "还剩"),
                (CellKind.OVER, "超出"),
            )
            if counts[kind]
        )
        self.setAccessibleName(f"时限格子：{told}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Wide, low."""
        return QSize(px(320), px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Cells and days."""
        if not self._cells:
            return
        painter = QPainter(self)
        width = min(float(px(WIDEST)), self.width() / len(self._cells))
        for at, cell in enumerate(self._cells):
            self._cell(painter, cell, QRectF(at * width, 0, width - px(2), px(18)))
        for text, role, left, wide in self._days(width):
            painter.setFont(font(role))
            painter.setPen(color("text" if role == "figure_strong" else "text2"))
            box = QRectF(left, px(20), wide + 1, px(18))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()

    def _days(self, width: float) -> list[tuple[str, str, float, float]]:
        """The days below the cells: first, today and the end always, others where there is room.
        Each is (text, role, left, width)."""
        placed: list[tuple[str, str, float, float]] = []
        marked = [self._is_marked(at, cell) for at, cell in enumerate(self._cells)]
        for wanted in (True, False):
            for at, cell in enumerate(self._cells):
                if marked[at] is not wanted:
                    continue
                role = "figure_strong" if wanted else "figure"
                text = f"{cell.day:%m-%d}" if wanted or cell.day.day == 1 else f"{cell.day:%d}"
                wide = QFontMetricsF(font(role)).horizontalAdvance(text)
                left = at * width + (width - px(2) - wide) / 2
                left = max(0.0, min(left, self.width() - wide))
                gap = px(4)
                if all(left + wide + gap <= x or x + w + gap <= left for _, _, x, w in placed):
                    placed.append((text, role, left, wide))
        return placed

    def _is_marked(self, at: int, cell: Cell) -> bool:
        return not at or cell.kind is CellKind.TODAY or cell.day.isoformat() == self._due

    def _cell(self, painter: QPainter, cell: Cell, box: QRectF) -> None:
        painter.setPen(QPen(color(_EDGES[cell.kind]), 1))
        fill = _FILLED.get(cell.kind)
        painter.setBrush(color(fill) if fill else Qt.BrushStyle.NoBrush)
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRect(inner)
        if cell.kind is CellKind.PAUSED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(color("line2"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(inner)
        words = CELL_WORDS[cell.kind]
        metrics = QFontMetricsF(font("figure"))
        if words and metrics.horizontalAdvance(words) + px(2) <= box.width():
            painter.setPen(color("on_accent" if fill else _EDGES[cell.kind]))
            painter.setFont(font("figure_strong"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)
