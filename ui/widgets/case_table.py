"""The virtual table of cases: a model over the lines, one delegate for all cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from clerk_app.desk.cases import PLACE_WORDS
from ui.theme import color, current, font, px
from ui.widgets.fields import ENTER

if TYPE_CHECKING:
    from clerk_app.desk.cases import CaseLine

Index = QModelIndex | QPersistentModelIndex
HEADS = (
    ("办件编号", 200),
    ("事项", 0),
    ("申请人", 128),
    ("现在", 72),
    ("收件", 56),
    ("到期", 56),
    ("文书", 48),
    ("保存", 72),
)
NARROW = frozenset({"收件", "文书", "保存"})
"""Columns a narrow window leaves to the page of the case."""
_TOP = QModelIndex()


class CaseModel(QAbstractTableModel):
    """The lines of a `CaseList`."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[CaseLine, ...] = ()

    def show_lines(self, lines: tuple[CaseLine, ...]) -> None:
        """Other lines."""
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 (Qt's name)
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        """Columns."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of a cell; the same words for readers of the screen."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cells(self.lines[index.row()])[index.column()]
        if role == Qt.ItemDataRole.FontRole:
            return font("name" if index.column() == 1 else "secondary")
        return None

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
            return HEADS[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return font("caption") if role == Qt.ItemDataRole.FontRole else None


def cells(line: CaseLine) -> tuple[str, ...]:
    """A line in the order of the columns."""
    return (
        line.grouped,
        line.item,
        line.applicant,
        line.state,
        line.received,
        line.due,
        line.printed,
        PLACE_WORDS[line.place],
    )


class _Cells(QStyledItemDelegate):
    """Names are cut in their middle: the ends of legal names tell them apart."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        chosen = isinstance(table, CaseTable) and index.row() == table.currentIndex().row()
        box: QRect = option.rect
        painter.save()
        painter.fillRect(box, color("soft" if chosen else "surface"))
        ink = QColor(color("text" if index.column() < 4 else "text2"))
        painter.setPen(ink)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        room = box.adjusted(px(8), 0, -px(8), 0)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        hair = current().hair
        painter.fillRect(box.adjusted(0, box.height() - hair, 0, 0), color("line"))
        if chosen and isinstance(table, CaseTable) and table.hasFocus():
            width = current().focus_width
            painter.fillRect(QRect(box.x(), box.y(), box.width(), width), color("focus"))
            low = box.y() + box.height() - width
            painter.fillRect(QRect(box.x(), low, box.width(), width), color("focus"))
        painter.restore()


class CaseTable(QTableView):
    """Rows of 32. `moved` is emitted with the row the hand went to, `opened` by Enter."""

    moved = Signal(int)
    opened = Signal()

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.cases = CaseModel()
        self.setModel(self.cases)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("办件")
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(32))
        heads = self.horizontalHeader()
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setFixedHeight(px(30))
        heads.setMinimumSectionSize(px(32))
        for at, (title, width) in enumerate(HEADS):
            heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            if width:
                self.setColumnWidth(at, px(width))
            else:
                heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            self.setColumnHidden(at, narrow and title in NARROW)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_lines(self, lines: tuple[CaseLine, ...], row: int) -> None:
        """Draw; the hand stays at `row`."""
        self.cases.show_lines(lines)
        if lines and self.currentIndex().row() != row:
            self.setCurrentIndex(self.cases.index(row, 1))

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
