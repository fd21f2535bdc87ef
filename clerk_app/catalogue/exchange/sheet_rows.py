"""Workbooks as rows of the exchange file: sheets joined, one row per item."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from clerk_app.catalogue.exchange.rows import BrokenFile, Row
from clerk_app.catalogue.exchange.sheet_tables import Line, Table, table_in
from clerk_app.catalogue.exchange.sheet_xml import TEXT_LIMIT, Number, PartBroken
from clerk_app.catalogue.exchange.workbook import Workbook, read_workbook
from clerk_app.catalogue.model import ImportWarning
from clerk_app.catalogue.rules.lists_in_words import key_of
from clerk_app.catalogue.rules.table_layout import GATHERED, IDENTITY, Column, Kind, Scope
from clerk_app.catalogue.rules.table_values import (
    ITEM_RULES,
    PAPER_RULES,
    SITUATION_RULES,
    Reading,
    finish_item,
    read_cell,
)

_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; the rest become zeros."""
_EXPLAINS = "说明"
_RULES = {Scope.ITEM: ITEM_RULES, Scope.PAPER: PAPER_RULES, Scope.SITUATION: SITUATION_RULES}


LINES: Final = 60_000
"""Rows of all tables of one workbook together: about 6 000 items with their papers."""

NOTES: Final = 10_000
"""Notes told one by one; of the rest only their number."""


@dataclass(slots=True)
class _Room:
    """What one workbook may still fill. Raises `PartBroken`."""

    lines: int = LINES
    text: int = TEXT_LIMIT
    notes: int = NOTES
    untold: int = 0

    def line(self, line: Line) -> None:
        """Count a row, and what merged cells write into it once more."""
        self.lines -= 1
        self.text -= sum(len(line.cells[at]) for at in line.filled)
        if self.lines < 0 or self.text < 0:
            raise PartBroken(f"超过 {LINES} 行，或合并的单元格内容太多，请分成几个文件")

    def note(self, notes: list[ImportWarning], *said: ImportWarning) -> None:
        """Add notes while there is room."""
        told = said[: max(0, self.notes)]
        self.notes -= len(told)
        self.untold += len(said) - len(told)
        notes.extend(told)


@dataclass(frozen=True, slots=True)
class Book:
    """The items of one workbook."""

    found: tuple[Row, ...]
    meta: Mapping[str, object]
    bundles: tuple[object, ...] = ()
    notes: tuple[ImportWarning, ...] = ()

    @property
    def total(self) -> int:
        """How many rows there are to read."""
        return len(self.found)

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the workbook."""
        return iter(self.found)


@dataclass(slots=True)
class _Item:
    """One item while its rows are gathered."""

    place: str
    known: dict[str, str]
    read: Reading = field(default_factory=Reading)
    papers: list[dict[str, Any]] = field(default_factory=list)
    situations: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[ImportWarning] = field(default_factory=list)
    problem: ImportWarning | None = None
    last_question: str = ""

    def row(self) -> Row:
        """What was gathered, in the field names of the exchange file."""
        finish_item(self.read)
        raw = self.read.fields
        listed = raw.get("materials", [])
        if self.papers:
            names = {key_of(str(paper.get("name", ""))) for paper in self.papers}
            raw["materials"] = self.papers + [name for name in listed if key_of(name) not in names]
        if self.situations:
            raw["situations"] = list(self.situations.values())
        return Row(self.place, raw, self.problem, tuple(self.notes))


def read_book(name: str, file: BinaryIO) -> Book:
    """Read a workbook: one big sheet, or sheets of items, papers and situations.

    Raises `BrokenFile` where it cannot be opened, or no sheet has a header this program
    knows.
    """
    workbook = read_workbook(name, file)
    try:
        tables, notes = _tables(workbook)
        gathered = _gather(tables)
    except PartBroken as error:
        raise BrokenFile(name, str(error)) from error
    if not tables:
        words = "没有一张表有认识的表头（至少三个，如 事项名称、事项编码、实施主体）"
        raise BrokenFile(name, words)
    for table in tables:
        notes.extend(table.notes)
    if gathered.room.untold:
        words = f"还有 {gathered.room.untold} 条提醒没有逐一列出"
        notes.append(ImportWarning("notes_cut", name, "", words))
    return Book(tuple(gathered.rows()), {}, notes=tuple(notes))


def _gather(tables: list[Table]) -> _Gathered:
    gathered = _Gathered()
    for kinds in ({Kind.ITEMS, Kind.BOTH}, {Kind.PAPERS}, {Kind.SITUATIONS}):
        for table in tables:
            if table.layout.kind in kinds:
                gathered.add(table)
    return gathered


def _tables(workbook: Workbook) -> tuple[list[Table], list[ImportWarning]]:
    tables: list[Table] = []
    notes = [
        ImportWarning("sheet_unread", f"“{title}”表", "", "这张表在文件里找不到，没有读")
        for title in workbook.unread
    ]
    for sheet in workbook.sheets:
        place = f"“{sheet.name}”表"
        table = table_in(sheet)
        if table is None:
            if sheet.rows and sheet.name != _EXPLAINS:
                words = "前 15 行里没有认识的表头，整张表没有读"
                notes.append(ImportWarning("sheet_skipped", place, "", words))
            continue
        if sheet.hidden:
            notes.append(ImportWarning("hidden_sheet", place, "", "是隐藏的表，也读了"))
        tables.append(table)
    if not any(table.layout.kind in {Kind.ITEMS, Kind.BOTH} for table in tables):
        for table in tables:
            table.judge(alone=True)
    return tables, notes


class _Gathered:
    """The items of all sheets, found again by code, id or name."""

    def __init__(self) -> None:
        self.room = _Room()
        self._items: list[_Item] = []
        self._astray: list[Row] = []
        self._by: dict[str, dict[str, list[_Item]]] = {name: {} for name in IDENTITY}

    def rows(self) -> Iterator[Row]:
        """The items in their order, then the rows that belong to none."""
        self._by.clear()
        items = deque(self._items)
        self._items.clear()
        while items:  # let go of each as it is handed on
            yield items.popleft().row()
        yield from self._astray

    def add(self, table: Table) -> None:
        """Take in one table."""
        last: _Item | None = None
        for line in table.lines():
            self.room.line(line)
            known = _identity(table, line)
            if table.layout.kind in {Kind.ITEMS, Kind.BOTH}:
                last = self._own(table, line, known, last)
            else:
                last = self._joined(table, line, known, last)

    def _own(
        self, table: Table, line: Line, known: dict[str, str], last: _Item | None
    ) -> _Item | None:
        """A row of a table that holds items."""
        both = table.layout.kind is Kind.BOTH
        item = self._again(table, line, known, last)
        if item is None and both and known:
            found = self._find(known)
            item = found[0] if len(found) == 1 else None
        if item is None:
            item = _Item(line.place, known)
            _read(self.room, table, line, Scope.ITEM, item.read, item.notes, first=True)
            self._items.append(item)
            item.problem = _lost_digits(table, line)
            for name, key in known.items():
                self._by[name].setdefault(key, []).append(item)
        else:
            _read(self.room, table, line, Scope.ITEM, item.read, item.notes, first=False)
        self.room.note(item.notes, *line.notes)
        if both:
            _add_paper(self.room, table, line, item)
        return item

    def _again(
        self, table: Table, line: Line, known: dict[str, str], last: _Item | None
    ) -> _Item | None:
        """The item above, where this row goes on with it: merged identity, or none at all."""
        if last is None:
            return None
        columns = table.layout.columns
        written = [columns[at] for at in line.cells if at not in line.filled and columns[at].field]
        own = [column for column in written if column.scope is Scope.ITEM]
        if any(column.field in IDENTITY for column in own):
            return None
        if known:  # all of it from merged cells
            return last
        has_paper = any(column.scope is Scope.PAPER for column in written)
        if has_paper or all(column.field in GATHERED for column in own):
            words = f"{line.place}没有写事项，算作上一行事项的"
            self.room.note(last.notes, ImportWarning("row_joined_above", line.place, "", words))
            return last
        return None

    def _joined(
        self, table: Table, line: Line, known: dict[str, str], last: _Item | None
    ) -> _Item | None:
        """A row of a sheet of papers or situations."""
        item = last
        if known:
            found = self._find(known)
            item = found[0] if len(found) == 1 else None
            if item is None:
                which = "不止一个" if found else "没有"
                words = f"{line.place}所属的事项在事项表里{which}，这一行没有收"
                self._stray(line, "item_not_in_sheet", words)
                return None
        elif last is None:
            self._stray(line, "row_without_item", f"{line.place}没有写是哪个事项的，这一行没有收")
            return None
        if item is None:
            return None
        self.room.note(item.notes, *line.notes)
        if table.layout.kind is Kind.PAPERS:
            _add_paper(self.room, table, line, item)
        else:
            _add_answer(self.room, table, line, item)
        return item

    def _stray(self, line: Line, code: str, words: str) -> None:
        problem = ImportWarning(code, line.place, "", words)
        self._astray.append(Row(line.place, dict[str, Any](), problem, tuple(line.notes)))

    def _find(self, known: Mapping[str, str]) -> list[_Item]:
        """The items a row means: of its code, else its id, else its name.

        An item that has a code of its own is not the one of another code, whatever its name.
        """
        for said, held in (("code", "code"), ("code", "id"), ("id", "id"), ("name", "name")):
            found = self._by[held].get(known.get(said, ""), [])
            fits = [item for item in found if not _contradicts(item.known, known, held)]
            if fits:
                return fits
        return []


def _contradicts(item: Mapping[str, str], row: Mapping[str, str], held: str) -> bool:
    surer = IDENTITY[: IDENTITY.index(held)]
    return any(name in item and name in row and item[name] != row[name] for name in surer)


def _identity(table: Table, line: Line) -> dict[str, str]:
    """What a row says about which item it is of, as it is compared."""
    columns = table.layout.columns
    said = {
        columns[at].field: key_of(text)
        for at, text in line.cells.items()
        if columns[at].scope is Scope.ITEM and columns[at].field in IDENTITY
    }
    return {name: key for name, key in said.items() if key}


def _lost_digits(table: Table, line: Line) -> ImportWarning | None:
    """A code that a spreadsheet made a number of more digits than it keeps: not that code."""
    for at, text in line.cells.items():
        column = table.layout.columns[at]
        is_code = column.scope is Scope.ITEM and column.field in {"code", "id"}
        if is_code and isinstance(text, Number) and len(text) > _DIGITS:
            words = (
                f"{line.place}“{column.label}”存成了数字，{_DIGITS} 位以后的数字已经丢失；"
                "请把这一列设成文本，重新填写"
            )
            return ImportWarning("code_digits_lost", line.place, column.label, words)
    return None


def _read(
    room: _Room,
    table: Table,
    line: Line,
    scope: Scope,
    read: Reading,
    notes: list[ImportWarning],
    *,
    first: bool,
) -> None:
    """Read the cells of one scope. Later rows of an item only add; what differs is kept."""
    read.odd.clear()
    for at, text in sorted(line.cells.items()):
        column = table.layout.columns[at]
        if column.scope is not scope or (not first and at in line.filled):
            continue
        if not column.field:
            _keep(read.fields, column.label, text, line, first=first)
        elif first or column.field in GATHERED:
            read_cell(_RULES[scope], read, column.field, column.label, text, column.unit)
        elif column.field not in IDENTITY:
            _differing(room, line, column, text, read, notes)
        if first and isinstance(text, Number) and column.field in {"code", "id"}:
            words = "是数字，按文字收下；请核对开头的 0"
            read.odd.append(("number_as_text", column.label, f"“{column.label}”{words}"))
    for code, label, words in read.odd:
        room.note(notes, ImportWarning(code, line.place, label, f"{line.place}{words}"))


def _keep(fields: dict[str, Any], label: str, text: str, line: Line, *, first: bool) -> None:
    """Keep a column the program does not know, under its own heading."""
    if first or label not in fields:
        fields.setdefault(label, text.strip())
    elif fields[label] != text.strip():
        fields[f"{label}（第 {line.row} 行）"] = text.strip()


def _differing(
    room: _Room, line: Line, column: Column, text: str, read: Reading, notes: list[ImportWarning]
) -> None:
    """A further row of an item that says more about the item, or something else."""
    said = Reading()
    read_cell(ITEM_RULES, said, column.field, column.label, text, column.unit)
    for name, value in said.fields.items():
        if read.fields.setdefault(name, value) != value:
            read.fields[f"{column.label}（第 {line.row} 行）"] = text.strip()
            words = (
                f"{line.place}“{column.label}”与这个事项的前一行不同，以前一行为准，这里的已保留"
            )
            room.note(notes, ImportWarning("row_differs", line.place, column.label, words))
            return
    read.odd.extend(said.odd)


def _add_paper(room: _Room, table: Table, line: Line, item: _Item) -> None:
    """The paper of a row, if the row has one of its own."""
    columns = table.layout.columns
    own = [at for at in line.cells if columns[at].scope is Scope.PAPER and at not in line.filled]
    if not any(columns[at].field for at in own):
        if item.papers:
            for at in own:
                _keep(item.papers[-1], columns[at].label, line.cells[at], line, first=False)
        return
    paper = Reading()
    _read(room, table, line, Scope.PAPER, paper, item.notes, first=True)
    if not paper.fields.get("name"):
        words = f"{line.place}没有材料名称"
        room.note(item.notes, ImportWarning("material_without_name", line.place, "", words))
    item.papers.append(paper.fields)


def _add_answer(room: _Room, table: Table, line: Line, item: _Item) -> None:
    """One answer of a question; a row without its question goes on with the one above."""
    read = Reading()
    _read(room, table, line, Scope.SITUATION, read, item.notes, first=True)
    key, question = read.fields.pop("key", ""), read.fields.pop("question", "")
    mark = key or question or item.last_question
    if not mark:
        words = f"{line.place}没有写是哪个问题，没有收"
        room.note(item.notes, ImportWarning("answer_without_question", line.place, "", words))
        return
    item.last_question = mark
    situation = item.situations.setdefault(
        mark, {"key": mark, "question": question or mark, "answers": []}
    )
    if said := read.fields.pop("help", ""):
        situation["help"] = said
    situation["answers"].append(read.fields)
