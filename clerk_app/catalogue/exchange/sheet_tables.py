"""Tables in sheets: where the header stands, which rows are data, what a merged cell covers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from clerk_app.catalogue.exchange.sheet_xml import PartBroken, Sheet
from clerk_app.catalogue.model import ImportWarning
from clerk_app.catalogue.rules.lists_in_words import key_of
from clerk_app.catalogue.rules.table_headers import Heading, heading
from clerk_app.catalogue.rules.table_layout import Layout, Scope, is_header, layout

HEADER_WITHIN: Final = 15
"""Rows of a sheet among which its header is looked for."""

_BANNER_FROM: Final = 3
_SPANS: Final = 200_000
_COLUMNS: Final = 256


@dataclass(slots=True)
class Line:
    """One row of a table: cell text by column, and which texts come from a merged cell above."""

    row: int
    place: str
    cells: dict[int, str]
    filled: frozenset[int] = frozenset()
    notes: list[ImportWarning] = field(default_factory=list)


class Table:
    """One sheet as a table. `layout` is set again when the whole workbook is known."""

    def __init__(self, sheet: Sheet, header: int, headings: dict[int, Heading]) -> None:
        self.sheet = sheet
        self.notes: list[ImportWarning] = []
        self._header = header
        self._headings = headings
        self._words = {at: key_of(said.text) for at, said in headings.items()}
        self._stray: list[int] = []
        self._unread: list[int] = []
        self.layout: Layout = layout(headings, alone=False)
        self._banners: list[tuple[int, int, int, int]] = []
        self._spans = self._spans_by_column()

    def judge(self, *, alone: bool) -> None:
        """Judge the header once more. `alone`: no other sheet holds items."""
        self.layout = layout(self._headings, alone=alone)

    def place(self, row: int) -> str:
        """A row in the words of the report."""
        return f"“{self.sheet.name}”表第 {row} 行"

    def lines(self) -> Iterator[Line]:
        """The rows below the header that say something, merged cells filled in.

        Rows leave the sheet as they are handed on, so that a big one is held once.
        """
        sheet = self.sheet
        rows = sheet.oddities.keys() | sheet.rows.keys()
        for row in sorted(rows):
            if row <= self._header:
                continue
            line = self._line(row)
            if line is not None:
                yield line
        if sheet.odd_untold:
            self._note("notes_cut", f"还有 {sheet.odd_untold} 处公式或错误值没有逐一列出")
        if self._unread:
            self._note("row_without_fields", f"有不是事项的文字，没有读：{_rows(self._unread)}")
        if self._stray:
            self._note(
                "stray_cells", f"表格右边没有表头的地方有内容，没有读：{_rows(self._stray)}"
            )
        hidden = [row for row in sheet.hidden_rows if row > self._header]
        if hidden:
            self._note("hidden_rows", f"有隐藏的行，也读了：{_rows(hidden)}")

    def _note(self, code: str, words: str) -> None:
        self.notes.append(ImportWarning(code, f"“{self.sheet.name}”表", "", words))

    def _line(self, row: int) -> Line | None:
        own = self.sheet.rows.pop(row, {})
        columns = self.layout.columns
        if own and not own.keys() & columns.keys():
            self._stray.append(row)
            return None
        if self._is_banner(row, own) or self._is_header_again(own):
            return None
        if own.keys() - columns.keys():
            self._stray.append(row)
        cells = {at: text for at, text in own.items() if at in columns and text.strip()}
        line = Line(row, self.place(row), cells)
        filled = set()
        for at in self._spans:
            if at not in cells and (text := self._covering(row, at)):
                cells[at] = text
                filled.add(at)
        line.filled = frozenset(filled)
        line.notes = self._oddities(row)
        said = [at for at in cells if columns[at].scope is not Scope.NOTHING]
        if not said or not own:
            self.notes.extend(line.notes)
            if any(not text.strip().isdecimal() for text in own.values()):
                self._unread.append(row)
            return None
        return line

    def _oddities(self, row: int) -> list[ImportWarning]:
        notes = []
        for at, (code, said) in self.sheet.oddities.get(row, {}).items():
            column = self.layout.columns.get(at)
            if column:
                words = f"{self.place(row)}“{column.label}”{said}"
                notes.append(ImportWarning(code, self.place(row), column.label, words))
        return notes

    def _is_banner(self, row: int, own: dict[int, str]) -> bool:
        """A merged line across the table that only names a section."""
        if len(own) != 1:
            return False
        (at,) = own
        return any(
            first == last == row and left <= at <= right and right - left + 1 >= _BANNER_FROM
            for first, left, last, right in self._banners
        )

    def _is_header_again(self, own: dict[int, str]) -> bool:
        """The header printed once more on a further page."""
        said = self._words
        return len(own) >= _BANNER_FROM and all(
            key_of(text) == said.get(at) for at, text in own.items()
        )

    def _spans_by_column(self) -> dict[int, list[tuple[int, int, str]]]:
        """Merged cells below the header: column → first row, last row, text."""
        spans: dict[int, list[tuple[int, int, str]]] = {}
        room = _SPANS
        for first, left, last, right in self.sheet.merged:
            if last <= self._header:
                continue
            if first == last:
                self._banners.append((first, left, last, right))
            text = self.sheet.rows.get(first, {}).get(left, "").strip("\u3000 ")
            if text:
                covered = [at for at in self._headings if left <= at <= right]
                room -= len(covered)
                if room < 0:
                    raise PartBroken(f"“{self.sheet.name}”表里合并的单元格太多")
                for at in covered:
                    spans.setdefault(at, []).append((first, last, text))
        for ranges in spans.values():
            ranges.sort()
        return spans

    def _covering(self, row: int, at: int) -> str:
        ranges = self._spans.get(at)
        if not ranges:
            return ""
        found = bisect_right(ranges, row, key=lambda span: span[0]) - 1
        if found < 0:
            return ""
        first, last, text = ranges[found]
        return text if first <= row <= last else ""


def table_in(sheet: Sheet) -> Table | None:
    """The table of a sheet, or None where no header is found near its top.

    A header may have two rows: group headings above, their parts below. Raises `PartBroken`:
    far too many columns or merged cells.
    """
    for row in sheet.rows:
        if row > HEADER_WITHIN:
            return None
        headings = _headings_in(sheet, row)
        if is_header(headings.values()):
            last, headings = _second_row(sheet, row, headings)
            if len(headings) > _COLUMNS:
                raise PartBroken(f"“{sheet.name}”表有 {len(headings)} 列，最多 {_COLUMNS} 列")
            return Table(sheet, last, headings)
    return None


def _headings_in(sheet: Sheet, row: int) -> dict[int, Heading]:
    """The headings of a row, those merged down into it from above among them."""
    cells = {at: text for at, text in sheet.rows[row].items() if text.strip()}
    for first, left, last, right in sheet.merged:
        if first < row <= last and left == right and left not in cells:
            above = sheet.rows.get(first, {}).get(left, "")
            if above.strip():
                cells[left] = above
    return {at: heading(text) for at, text in cells.items()}


def _second_row(
    sheet: Sheet, row: int, headings: dict[int, Heading]
) -> tuple[int, dict[int, Heading]]:
    """Join a second header row: one that stands under merged group headings only."""
    groups = {
        at: headings[left].text
        for first, left, last, right in sheet.merged
        if first == last == row and left < right and left in headings
        for at in range(left, min(right, left + _COLUMNS) + 1)
    }
    below = {at: text for at, text in sheet.rows.get(row + 1, {}).items() if text.strip()}
    if not groups or len(below) < 2 or not below.keys() <= groups.keys():
        return row, headings
    joined = dict(headings)
    known = 0
    for at, text in below.items():
        tried = [heading(words) for words in (text, text + groups[at], groups[at] + text)]
        joined[at] = next((said for said in tried if said.known), tried[0])
        known += joined[at].known
    return (row + 1, joined) if known >= 2 else (row, headings)


def _rows(rows: list[int]) -> str:
    """Row numbers in words, not too many of them.

    >>> _rows([3, 9])
    '第 3、9 行'
    """
    shown = "、".join(str(row) for row in rows[:5])
    return f"第 {shown} 行" if len(rows) <= 5 else f"第 {shown} 行等 {len(rows)} 行"
