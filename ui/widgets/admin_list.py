"""A virtual list of one-line findings: what is said of what, and of which kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.glyphs import paint
from ui.theme import color, current, px
from ui.widgets.fields import ENTER
from ui.widgets.marked import paint_text, painter_metrics

if TYPE_CHECKING:
    from clerk_app.desk.catalogue_lines import AdminLine

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
RIGHT = 88


class LineModel(QAbstractListModel):
    """The lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[AdminLine, ...] = ()

    def show_lines(self, lines: tuple[AdminLine, ...]) -> None:
        """Other lines."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 (Qt's name)
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The whole line for readers of the screen; the line itself for the delegate."""
        line = self.lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            words = (line.right, line.title, line.detail)
            return "，".join(word for word in words if word)
        return line if role == Qt.ItemDataRole.UserRole else None


class _Lines(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(px(300), px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: AdminLine = index.data(Qt.ItemDataRole.UserRole)
        table = self.parent()
        chosen = isinstance(table, AdminList) and index.row() == table.currentIndex().row()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "soft" if chosen else "surface"
        painter.fillRect(box, color(ground))
        tone, glyph = ("warn", "notice") if line.stands else ("text2", "told")
        side = px(16)
        x = box.x() + px(16)
        sign = QRectF(x, box.y() + (box.height() - side) / 2, side, side)
        paint(painter, glyph, sign, color(tone), color(ground))
        x += side + px(10)
        high = painter_metrics("secondary").height()
        top = box.y() + (box.height() - high) / 2
        end = box.right() - px(16)
        if line.right:
            at = sign.topLeft()
            at.setX(end - px(RIGHT))
            at.setY(top)
            paint_text(painter, at, line.right, "state", px(RIGHT), ink=tone)
            end -= px(RIGHT) + px(12)
        room = end - x
        wide = min(painter_metrics("name").horizontalAdvance(line.title), room * 0.45)
        at = sign.topLeft()
        at.setX(x)
        at.setY(box.y() + (box.height() - painter_metrics("name").height()) / 2)
        paint_text(painter, at, line.title, "name", wide + 1)
        at.setX(x + wide + px(16))
        at.setY(top)
        paint_text(painter, at, line.detail, "secondary", room - wide - px(16), ink="text2")
        hair = current().hair
        painter.fillRect(QRectF(box.x(), box.bottom() - hair, box.width(), hair), color("line"))
        if chosen and isinstance(table, AdminList) and table.hasFocus():
            width = current().focus_width
            painter.fillRect(QRectF(box.x(), box.y(), box.width(), width), color("focus"))
            low = QRectF(box.x(), box.bottom() - width, box.width(), width)
            painter.fillRect(low, color("focus"))
        painter.restore()


class AdminList(QListView):
    """Rows of 32. `moved` is emitted with the row the hand went to, `opened` by Enter."""

    moved = Signal(int)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines = LineModel()
        self.setModel(self.lines)
        self.setItemDelegate(_Lines(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("逐条列出")
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_lines(self, lines: tuple[AdminLine, ...], row: int) -> None:
        """Draw; the hand stays at `row`."""
        self.lines.show_lines(lines)
        if lines and self.currentIndex().row() != row:
            self.setCurrentIndex(self.lines.index(row, 0))

    def currentChanged(self, now: Index, before: Index) -> None:  # noqa: N802 (Qt's name)
        """Tell where the hand is."""
        super().currentChanged(now, before)
        self.viewport().update()
        if now.isValid():
            self.moved.emit(now.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens; letters and digits are the screen's."""
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self.opened.emit()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
