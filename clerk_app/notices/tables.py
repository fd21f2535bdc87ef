"""Tables: rules above, below and between rows, none upright; the heading on every page.

On a narrow sheet a row is an entry: its number and name, under them what the other columns say.
"""

from __future__ import annotations

import re

from clerk_app.notices.document import Cell, Column, Table
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import MM, Mark, Rule
from clerk_app.notices.sheets import BODY, CELL, COLUMN_HEAD, FIGURE, REMARK, Ground
from clerk_app.notices.texts import pieces
from clerk_app.notices.typeset import Style

_PAD = 1.5 * MM
_GUTTER = 3 * MM
_THICK = 0.4 * MM
_THIN = 0.15 * MM
_WHOLE = 168 * MM
"""The width the columns of the kinds are given for."""
_SHORT = 8
"""Cells of at most so many characters share a line of an entry."""
_LONG = 0.25
"""A row taller than this part of a page is not moved to the next one whole."""
_NAMED = 4
"""A cell that names what it says within so many characters (缺：…) does not repeat its column."""
_PADDED = 4
_BLANK = "　"
_NUMBERING = "序"
_EVEN = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9][0-9.:/ -]*$|—+$")
"""What stands in a column of dates or numbers: a date and what is remarked on it, or a dash."""

Line = tuple[str, Style]


def table_strips(table: Table, on: Ground) -> list[Strip]:
    """One strip a row. A row of more than a quarter of a page may be cut between lines, or the
    page it begins on stays half empty; before look 3 only one taller than a page was cut."""
    if on.sheet.narrow:
        return _entries(table, on)
    widths = _widths(table, on)
    head = _head(table, on, widths)
    styles = [_style(table, at, on) for at in range(len(table.columns))]
    strips = [head]
    for at, row in enumerate(table.rows):
        last_row = at == len(table.rows) - 1
        cells = [
            _cell_lines(cell, style, width, on)
            for cell, style, width in zip(row, styles, widths, strict=True)
        ]
        if on.since(3) and _depth(cells) > on.room * _LONG:
            strips += _line_by_line(cells, table.columns, widths, on, head, thick=last_row)
            continue
        parts = _parts(cells, on.room - head.height - _PADDED * _PAD, on)
        for n, part in enumerate(parts):
            ends = n == len(parts) - 1
            thick = last_row and ends
            strips.append(_row(part, table.columns, widths, on, head, thick=thick, open_=not ends))
    return strips


def _widths(table: Table, on: Ground) -> list[float]:
    """The columns at the sheet's width, none narrower than its heading."""
    given = [column.width_mm * MM for column in table.columns]
    if on.first_look:
        return given
    widths = [width * on.width / _WHOLE for width in given]
    style = on.style(COLUMN_HEAD)
    widest = widths.index(max(widths))
    for at, column in enumerate(table.columns):
        needed = on.ts.width(column.title, style) + _GUTTER
        if at != widest and widths[at] < needed:
            widths[widest] -= needed - widths[at]
            widths[at] = needed
    return widths


def _head(table: Table, on: Ground, widths: list[float]) -> Strip:
    width = sum(widths)
    style = on.style(COLUMN_HEAD)
    marks: list[Mark] = [Rule(on.left, 0, on.left + width, 0, _THICK)]
    x = on.left
    y = _PAD + style.size
    for column, share in zip(table.columns, widths, strict=True):
        if column.figures:
            marks += on.ts.ending(column.title, style, x + share - _GUTTER, y)
        else:
            marks += on.ts.set_line(column.title, style, x, y)
        x += share
    height = y + _PAD + 1
    marks.append(Rule(on.left, height, on.left + width, height, 0.2 * MM))
    return Strip(height, tuple(marks), gap=1.2 * MM, keep=True)


def _style(table: Table, at: int, on: Ground) -> Style:
    """Figures under each other are all as wide: those of the serif are not."""
    column = table.columns[at]
    even = column.figures
    if on.since(3) and not even:
        texts = [row[at].text for row in table.rows if row[at].text]
        even = column.title == _NUMBERING or (bool(texts) and all(map(_EVEN.match, texts)))
    return on.style(FIGURE if even else CELL)


def _cell_lines(cell: Cell, style: Style, width: float, on: Ground) -> list[Line]:
    room = width - _GUTTER
    remark = on.style(REMARK)
    lines: list[Line] = [(line, style) for line in on.ts.lines(cell.text, style, room)]
    if cell.remark:
        lines += [(line, remark) for line in on.ts.lines(cell.remark, remark, room)]
    return lines


def _parts(cells: list[list[Line]], room: float, on: Ground) -> list[list[list[Line]]]:
    """The row whole, or in slices of as many lines as a page takes."""
    most = max(1, int(room / on.style(CELL).leading))
    deepest = max(len(lines) for lines in cells)
    return [[lines[at : at + most] for lines in cells] for at in range(0, max(deepest, 1), most)]


def _depth(cells: list[list[Line]]) -> float:
    return max(sum(style.leading for _, style in lines) for lines in cells)


def _line_by_line(
    cells: list[list[Line]],
    columns: tuple[Column, ...],
    widths: list[float],
    on: Ground,
    head: Strip,
    *,
    thick: bool,
) -> list[Strip]:
    """A long row with each of its lines a strip; the first two and the last two stay together."""
    count = max(len(lines) for lines in cells)
    strips = []
    for at in range(count):
        here = [lines[at : at + 1] for lines in cells]
        above = _PAD - 3 if at == 0 else 0.0
        strip = _row(here, columns, widths, on, head, thick=thick, open_=True, above=above)
        leading = max(style.leading for lines in here for _, style in lines)
        marks, height = strip.marks, above + leading
        if at == count - 1:
            height += _PAD + 2
            marks += (_under(on, widths, height, thick=thick),)
        kept = at < count - 1 and at in {0, count - 2}
        strips.append(Strip(height, marks, keep=kept, head=(head,)))
    return strips


def _under(on: Ground, widths: list[float], height: float, *, thick: bool) -> Rule:
    thickness, grey = (_THICK, 0.0) if thick else (_THIN, 0.5)
    return Rule(on.left, height, on.left + sum(widths), height, thickness, grey)


def _row(
    cells: list[list[Line]],
    columns: tuple[Column, ...],
    widths: list[float],
    on: Ground,
    head: Strip,
    *,
    thick: bool,
    open_: bool,
    above: float = _PAD - 3,
) -> Strip:
    marks: list[Mark] = []
    x = on.left
    deepest = 0.0
    for lines, column, width in zip(cells, columns, widths, strict=True):
        y = above
        for line, style in lines:
            y += style.leading
            if column.figures:
                marks += on.ts.ending(line, style, x + width - _GUTTER, y)
            else:
                marks += on.ts.set_line(line, style, x, y)
        deepest = max(deepest, y)
        x += width
    height = deepest + _PAD + 2
    if not open_:
        marks.append(_under(on, widths, height, thick=thick))
    return Strip(height, tuple(marks), head=(head,))


def _entries(table: Table, on: Ground) -> list[Strip]:
    """Each row under the one before it, parted by a thin rule."""
    strips = [Strip(_THICK, (Rule(on.left, 0, on.right, 0, _THICK),), gap=1.2 * MM, keep=True)]
    for at, row in enumerate(table.rows):
        lines = _entry(table, row, on)
        last = at == len(table.rows) - 1
        whole = sum(style.leading for _, style, _ in lines) <= on.room / 2
        for n, (text, style, indent) in enumerate(lines):
            marks = on.ts.set_line(text, style, on.left + indent, style.size + 1)
            ends = n == len(lines) - 1
            strips.append(
                Strip(
                    style.leading,
                    tuple(marks),
                    gap=1.2 * MM if n == 0 else 0.0,
                    keep=not ends and (whole or n in {0, len(lines) - 2}),
                )
            )
        thickness, grey = (_THICK, 0.0) if last else (_THIN, 0.5)
        strips[-1] = _ruled(strips[-1], on, thickness, grey)
    return strips


def _ruled(strip: Strip, on: Ground, thickness: float, grey: float) -> Strip:
    y = strip.height + 1.2 * MM
    rule = Rule(on.left, y, on.right, y, thickness, grey)
    return Strip(y + thickness, (*strip.marks, rule), strip.gap, strip.keep, strip.head)


def _entry(table: Table, row: tuple[Cell, ...], on: Ground) -> list[tuple[str, Style, float]]:
    """The lines of one entry: (text, style, indent)."""
    body, cell_style, remark = on.style(BODY), on.style(CELL), on.style(REMARK)
    numbered = table.columns[0].title == _NUMBERING
    name = row[1] if numbered else row[0]
    first = f"{row[0].text}. {name.text}" if numbered else name.text
    lines = [(line, body, 0.0) for line in on.ts.lines(first, body, on.width)]
    indent = 2 * MM
    room = on.width - indent
    told: list[Line] = [(line, remark) for line in _lines(name.remark, remark, room, on)]
    short: list[str] = []
    start = 2 if numbered else 1
    for column, cell in list(zip(table.columns, row, strict=True))[start:]:
        named = "：" in cell.text[:_NAMED]
        text = cell.text if named else f"{column.title}：{cell.text}"
        if len(text) <= _SHORT and not cell.remark:
            short.append(text)
            continue
        if on.since(3):  # in the order of the columns
            told += [(line, cell_style) for line in pieces(short, _BLANK, cell_style, room, on)]
            short = []
        told += [(line, cell_style) for line in _lines(text, cell_style, room, on)]
        told += [(line, remark) for line in _lines(cell.remark, remark, room, on)]
    if on.since(3):  # never 方式：收 | 取
        told += [(line, cell_style) for line in pieces(short, _BLANK, cell_style, room, on)]
    else:
        told += [(line, cell_style) for line in _lines(_BLANK.join(short), cell_style, room, on)]
    return lines + [(line, style, indent) for line, style in told]


def _lines(text: str, style: Style, room: float, on: Ground) -> list[str]:
    return on.ts.lines(text, style, room) if text else []
