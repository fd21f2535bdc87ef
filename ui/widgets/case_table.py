"""The virtual tables of cases: a model over the lines, one delegate for all cells.

The first column is a lamp: shape, word and colour say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from clerk_app.desk.case_port import PLACE_WORDS
from ui.glyphs import paint
from ui.theme import color, current, font, px, tight
from ui.widgets.fields import ENTER
from ui.widgets.lamps import LAMPS

if TYPE_CHECKING:
    from clerk_app.desk.case_port import CaseLine

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and width (0: what is left). A narrow window hides `wide` ones, a tight
    one those that stand in the strip below as well (`folds`); `strong` is the subject of the row,
    `quiet` text is secondary."""

    title: str
    width: int = 0
    wide: bool = False
    strong: bool = False
    quiet: bool = False
    folds: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line: the id of its lamp, its words, and the other cells."""

    lamp: str
    word: str
    cells: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All cells from left to right."""
        return (self.word, *self.cells)


CASE_COLUMNS = (
    Column("时限", 124),
    Column("办件编号", 192, folds=True),
    Column("事项", strong=True),
    Column("申请人", 128),
    Column("承办", 112, wide=True, quiet=True),
    Column("现在", 104),
    Column("到期", 56, quiet=True),
    Column("保存", 76, wide=True, quiet=True),
)
_TOP = QModelIndex()


def case_row(line: CaseLine) -> TableRow:
    """A line of the list of cases."""
    return TableRow(
        line.lamp,
        line.left,
        (
            line.grouped,
            line.item,
            line.applicant,
            line.owner or "—",
            line.state,
            line.due,
            PLACE_WORDS[line.place],
        ),
    )


class RowModel(QAbstractTableModel):
    """The rows under their columns."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: tuple[TableRow, ...] = ()

    def show_rows(self, rows: tuple[TableRow, ...]) -> None:
        """Other rows."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 (Qt's name)
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of a cell; the same words for readers of the screen."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.texts[index.column()]
        if role == Qt.ItemDataRole.FontRole:
            strong = "name" if column.strong else "secondary"
            return font("state" if index.column() == 0 else strong)
        return row if role == Qt.ItemDataRole.UserRole else None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Column heads."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return font("caption") if role == Qt.ItemDataRole.FontRole else None


class _Cells(QStyledItemDelegate):
    """Names are cut in their middle: the ends of legal names tell them apart."""

    def __init__(self, table: CaseTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self._table
        chosen = index.row() == table.currentIndex().row()
        ground = "soft" if chosen else "surface"
        box: QRect = option.rect
        painter.save()
        painter.fillRect(box, color(ground))
        row: TableRow = index.data(Qt.ItemDataRole.UserRole)
        room = box.adjusted(px(8), 0, -px(8), 0)
        tone = "text2" if table.rows.columns[index.column()].quiet else "text"
        if index.column() == 0:
            sign = LAMPS[row.lamp]
            tone, side = sign.tone, px(16)
            place = QRectF(room.x(), box.center().y() - side / 2, side, side)
            paint(painter, sign.glyph, place, color(tone), color(ground))
            room.setLeft(room.left() + side + px(8))
        painter.setPen(color(tone))
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        hair = current().hair
        painter.fillRect(box.adjusted(0, box.height() - hair, 0, 0), color("line"))
        if chosen and table.hasFocus():
            width = current().focus_width
            painter.fillRect(QRect(box.x(), box.y(), box.width(), width), color("focus"))
            low = box.y() + box.height() - width
            painter.fillRect(QRect(box.x(), low, box.width(), width), color("focus"))
        painter.restore()


class CaseTable(QTableView):
    """Rows of 32. `moved` is emitted with the row the hand went to, `opened` by Enter."""

    moved = Signal(int)
    opened = Signal()

    def __init__(self, columns: tuple[Column, ...], name: str, *, narrow: bool) -> None:
        super().__init__()
        self.rows = RowModel(columns)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(32))
        heads = self.horizontalHeader()
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setFixedHeight(px(30))
        heads.setMinimumSectionSize(px(32))
        for at, column in enumerate(columns):
            heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            if column.width:
                self.setColumnWidth(at, px(column.width))
            else:
                heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            gone = (narrow and column.wide) or (tight() and column.folds)
            self.setColumnHidden(at, gone)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_rows(self, rows: tuple[TableRow, ...], at: int) -> None:
        """Draw; the hand stays at row `at`."""
        self.rows.show_rows(rows)
        if rows and self.currentIndex().row() != at:
            self.setCurrentIndex(self.rows.index(at, 1))

    def currentChanged(self, now: Index, before: Index) -> None:  # noqa: N802
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
