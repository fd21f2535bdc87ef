"""The XML parts of a workbook, read as a stream: strings, date styles, sheets.

No tree is built, so nesting, empty rows and cells at the far corner cost nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

CELL_LIMIT: Final = 600_000
TEXT_LIMIT: Final = 24_000_000
"""Cells with something in them, and their characters together, over the whole workbook."""

ROW_LIMIT: Final = 120_000
"""Rows of one sheet with something in them."""

ODD_LIMIT: Final = 10_000
"""Odd cells told one by one; of the rest only their number."""

CELL_TEXT: Final = 32_767
"""Characters in one cell: the limit of the spreadsheet programs themselves."""

_DEPTH: Final = 64
_ELEMENTS: Final = 5_000_000  # of one part: half a minute of reading, no more
_TOKEN_LIMIT: Final = 1024 * 1024
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576
_MERGES: Final = 100_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show dates or times, the East Asian ones among them."""


class PartBroken(Exception):
    """A part that is not read on; the words are for the clerk."""


class Number(str):
    """Text of a cell that holds a number: leading zeros, and digits beyond 15, are gone."""

    __slots__ = ()


@dataclass(slots=True)
class Budget:
    """What the cells of one workbook may hold together."""

    cells: int = CELL_LIMIT
    text: int = TEXT_LIMIT
    odd: int = ODD_LIMIT

    def take(self, length: int, cells: int = 1) -> None:
        """Count one cell. Raises `PartBroken`."""
        self.cells -= cells
        self.text -= length
        if self.cells < 0 or self.text < 0:
            raise PartBroken("内容太多，请分成几个文件")


@dataclass(slots=True)
class Sheet:
    """One sheet: its filled cells by row and column (from 1), and what is odd about them.

    `oddities`: row → column → code and words; `odd_untold` counts those beyond the limit.
    `merged`: first row, first column, last row, last column.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    oddities: dict[int, dict[int, tuple[str, str]]] = field(default_factory=dict)
    odd_untold: int = 0


def parse(pieces: Iterator[bytes], reader: PartReader) -> None:
    """Feed a part to its reader. Raises `PartBroken`: broken XML, entities, a DTD."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    since = 0
    try:
        for data in pieces:
            # one token is held whole by the parser, so none may be long
            last = data.rfind(b"<")
            since = since + len(data) if last < 0 else len(data) - last
            if since > _TOKEN_LIMIT:
                raise PartBroken("有一处内容太长，不打开这样的文件")
            parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise PartBroken("里面有实体定义，不打开这样的文件") from error
    except SAXException as error:
        raise PartBroken("里面的 XML 不完整，请重新另存为 xlsx") from error


class PartReader(ContentHandler):
    """Elements by their names without prefixes; nesting is bounded."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  # SAX names it
        """SAX: an element begins."""
        self._depth += 1
        self._elements += 1
        if self._depth > _DEPTH:
            raise PartBroken("里面的层次太深，不打开这样的文件")
        if self._elements > _ELEMENTS:
            raise PartBroken("内容太多，请分成几个文件")
        self.begin(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX names it
        """SAX: an element ends."""
        self._depth -= 1
        self.end(name.rpartition(":")[2])

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class WorkbookReader(PartReader):
    """workbook.xml, and the links beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.targets: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self.epoch = datetime(1899, 12, 30)  # noqa: DTZ001  # the zero of sheet dates

    def by_kind(self, kind: str, default: str) -> str:
        """The target of the first link of that kind."""
        return self._kinds.get(kind, default)

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "sheet":
            link = next((v for k, v in attrs.items() if k.rpartition(":")[2] == "id"), "")
            title = attrs.get("name", "")[:80]
            self.sheets.append((title, link, attrs.get("state", "visible") != "visible"))
        elif name == "workbookPr" and attrs.get("date1904") in {"1", "true"}:
            self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  # the same for old Macs
        elif name == "Relationship" and attrs.get("TargetMode") != "External":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")
            kind = attrs.get("Type", "").rpartition("/")[2]
            self._kinds.setdefault(kind, attrs.get("Target", ""))


class StylesReader(PartReader):
    """Which cell styles show a number as a date."""

    def __init__(self) -> None:
        super().__init__()
        self.dates: list[bool] = []
        self._custom: dict[str, str] = {}
        self._in_cells = False

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._custom[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells and len(self.dates) < CELL_LIMIT:
            self.dates.append(self._is_date(attrs.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def _is_date(self, number: str) -> bool:
        from openpyxl.styles.numbers import is_date_format

        if number in self._custom:
            return bool(is_date_format(self._custom[number]))
        return number.isdecimal() and int(number[:9]) in _DATES


class _TextReader(PartReader):
    """Gathers the text of `t` and `v` elements, phonetic readings left out."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self._pieces: list[str] = []
        self._length = 0
        self._wanted = False
        self._phonetic = 0

    def characters(self, content: str) -> None:
        """SAX: a piece of text."""
        if self._wanted:
            self._length += len(content)
            if self._length <= CELL_TEXT:  # beyond that no program keeps it
                self._pieces.append(content)

    def _collect(self, name: str, *, wanted: frozenset[str], begins: bool) -> None:
        if name == "rPh":
            self._phonetic += 1 if begins else -1
        elif name in wanted and not self._phonetic:
            self._wanted = begins

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class StringsReader(_TextReader):
    """sharedStrings.xml."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: list[str] = []

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:  # noqa: ARG002  # SAX gives it
        self._collect(name, wanted=frozenset({"t"}), begins=True)

    def end(self, name: str) -> None:
        self._collect(name, wanted=frozenset({"t"}), begins=False)
        if name == "si":
            text = self._taken()
            self.budget.take(len(text))
            self.texts.append(text)


class SheetReader(_TextReader):
    """One sheet. Cells without content are not kept."""

    _KINDS = frozenset({"v", "t"})

    def __init__(
        self,
        name: str,
        strings: Sequence[str],
        dates: Sequence[bool],
        budget: Budget,
        *,
        hidden: bool,
        epoch: datetime,
    ) -> None:
        super().__init__(budget)
        self._sheet = Sheet(name, hidden)
        self._strings = strings
        self._dates = dates
        self._epoch = epoch
        self._row = 0
        self._column = 0
        self._hidden_row = False
        self._kind = "n"
        self._style = ""
        self._formula = False
        self._data = False

    def finished(self) -> Sheet:
        """The sheet, its rows in order."""
        sheet = self._sheet
        if list(sheet.rows) != sorted(sheet.rows):
            sheet.rows = dict(sorted(sheet.rows.items()))
        return sheet

    def begin(self, name: str, attrs: Mapping[str, str]) -> None:
        if name == "sheetData":
            self._data = True
        elif name == "row" and self._data:
            said = attrs.get("r", "")
            self._row = (
                int(said)
                if said.isascii() and said.isdigit() and len(said) < 8
                else (self._row + 1)
            )
            self._column = 0
            self._hidden_row = attrs.get("hidden") in {"1", "true"}
        elif name == "c" and self._data:
            self._begin_cell(attrs)
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._merge(attrs.get("ref", ""))
        else:
            self._collect(name, wanted=self._KINDS, begins=True)

    def _begin_cell(self, attrs: Mapping[str, str]) -> None:
        place = _REFERENCE.fullmatch(attrs.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        if place:
            self._row = int(place[2])
        if not (1 <= self._row <= _LAST_ROW and 1 <= self._column <= _LAST_COLUMN):
            raise PartBroken(f"“{self._sheet.name}”表里有越界的单元格，请重新另存为 xlsx")
        self._kind = attrs.get("t", "n")
        self._style = attrs.get("s", "")
        self._formula = False
        self._pieces.clear()
        self._length = 0

    def end(self, name: str) -> None:
        if name == "sheetData":
            self._data = False
        elif name == "c" and self._data:
            self._end_cell()
        else:
            self._collect(name, wanted=self._KINDS, begins=False)

    def _end_cell(self) -> None:
        if self._length > CELL_TEXT:
            self._odd("cell_too_long", f"有 {self._length} 个字，只读前面的部分")
        text = self._taken()
        value = self._value(text) if text else ""
        if self._formula:
            if value:
                self._odd("formula", "是公式，采用表里存着的结果，请核对")
            elif not text:
                self._odd("formula_without_value", "是公式而没有存着结果，没有采用；请改成文字")
        if not value:
            return
        self.budget.take(0 if self._kind == "s" else len(value))
        cells = self._sheet.rows.get(self._row)
        if cells is None:
            if len(self._sheet.rows) >= ROW_LIMIT:
                raise PartBroken(f"“{self._sheet.name}”表超过 {ROW_LIMIT} 行，请分成几个文件")
            cells = self._sheet.rows[self._row] = {}
            if self._hidden_row:
                self._sheet.hidden_rows.append(self._row)
        cells[self._column] = value

    def _odd(self, code: str, words: str) -> None:
        if self.budget.odd > 0:
            self.budget.odd -= 1
            self._sheet.oddities.setdefault(self._row, {}).setdefault(self._column, (code, words))
        else:
            self._sheet.odd_untold += 1

    def _value(self, text: str) -> str:
        if self._kind == "s":
            at = int(text) if text.isdecimal() and len(text) < 9 else -1
            if 0 <= at < len(self._strings):
                return self._strings[at]
            self._odd("cell_error", "指向不存在的文字，没有采用")
            return ""
        if self._kind == "b":
            return "是" if text.strip() in {"1", "true"} else "否"
        if self._kind == "e":
            self._odd("cell_error", f"是错误值 {text[:20]}，没有采用")
            return ""
        if self._kind in {"str", "inlineStr"}:
            return text
        if self._kind == "d":
            return text[:10]
        return self._number(text.strip())

    def _number(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._odd("cell_error", f"不是数字：{text[:20]}，没有采用")
            return ""
        if self._is_date():
            shown = _day(number, self._epoch)
            if not shown:
                self._odd("cell_error", f"不是日期：{text[:20]}，没有采用")
            return shown
        return Number(number_text(text, number))

    def _is_date(self) -> bool:
        style = self._style
        at = int(style) if style.isdecimal() and len(style) < 7 else len(self._dates)
        return at < len(self._dates) and self._dates[at]

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_REFERENCE.fullmatch(corner) for corner in (first, last)]
        if len(self._sheet.merged) >= _MERGES:
            raise PartBroken(f"“{self._sheet.name}”表里合并的单元格太多")
        start, end = corners
        if start and end:
            columns = sorted((_column(start[1]), _column(end[1])))
            rows = sorted((int(start[2]), int(end[2])))
            self._sheet.merged.append((rows[0], columns[0], rows[1], columns[1]))


def _column(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column("A"), _column("AA"), _column("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def number_text(text: str, number: float) -> str:
    """A number as a person reads it: without float noise, without a needless point.

    >>> number_text("20.0", 20.0), number_text("0.30000000000000004", 0.30000000000000004)
    ('20', '0.3')
    >>> number_text("1.2345678901234567E+17", 1.2345678901234567e17)
    '123456789012346000'
    """
    if re.fullmatch(r"-?[0-9]{1,20}", text):
        return text
    short = f"{number:.15g}"
    if "e" not in short:
        return short
    return f"{Decimal(short):f}" if 1 <= abs(number) < 1e21 else short


def _day(number: float, epoch: datetime) -> str:
    """A date of the sheet in ISO form, with the time where there is one; "" if it is none."""
    from openpyxl.utils.datetime import from_excel

    try:
        moment = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return ""
    if isinstance(moment, datetime):
        whole = moment.time() == time(0)
        return moment.date().isoformat() if whole else moment.isoformat(" ", "minutes")
    if isinstance(moment, time):
        return moment.isoformat("minutes")
    return moment.isoformat() if isinstance(moment, date) else ""
