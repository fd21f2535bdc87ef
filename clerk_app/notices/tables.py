"""Tables: rules above, below and between rows, none upright; the heading on every page."""

from __future__ import annotations

from clerk_app.notices.document import Cell, Column, Table
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import MM, Face, Mark, Rule
from clerk_app.notices.typeset import Style, Typesetter

CELL = Style(Face.SERIF, 9.5, 13.5)
FIGURE = Style(Face.SANS, 9, 13.5)
_HEAD = Style(Face.SANS_MEDIUM, 9, 13.5)
_REMARK = Style(Face.SANS, 8, 12, 0.32)
_PAD = 1.5 * MM
_GUTTER = 3 * MM
_THICK = 0.4 * MM
_THIN = 0.15 * MM

Line = tuple[str, Style]


def table_strips(table: Table, ts: Typesetter, left: float, room: float) -> list[Strip]:
    """One strip a row; a row taller than `room` is cut between lines, the only one that is."""
    width = sum(column.width_mm for column in table.columns) * MM
    head = _head(table, ts, left, width)
    strips = [head]
    for at, row in enumerate(table.rows):
        last_row = at == len(table.rows) - 1
        cells = [
            _cell_lines(cell, column, ts) for cell, column in zip(row, table.columns, strict=True)
        ]
        parts = _parts(cells, room - head.height - 4 * _PAD)
        for n, part in enumerate(parts):
            ends = n == len(parts) - 1
            strips.append(
                _row(
                    part,
                    table.columns,
                    ts,
                    left,
                    width,
                    head,
                    thick=last_row and ends,
                    open_=not ends,
                )
            )
    return strips


def _head(table: Table, ts: Typesetter, left: float, width: float) -> Strip:
    marks: list[Mark] = [Rule(left, 0, left + width, 0, _THICK)]
    x = left
    y = _PAD + _HEAD.size
    for column in table.columns:
        if column.figures:
            marks += ts.ending(column.title, _HEAD, x + column.width_mm * MM - _GUTTER, y)
        else:
            marks += ts.set_line(column.title, _HEAD, x, y)
        x += column.width_mm * MM
    height = y + _PAD + 1
    marks.append(Rule(left, height, left + width, height, 0.2 * MM))
    return Strip(height, tuple(marks), gap=1.2 * MM, keep=True)


def _cell_lines(cell: Cell, column: Column, ts: Typesetter) -> list[Line]:
    room = column.width_mm * MM - _GUTTER
    style = FIGURE if column.figures else CELL
    lines: list[Line] = [(line, style) for line in ts.lines(cell.text, style, room)]
    if cell.remark:
        lines += [(line, _REMARK) for line in ts.lines(cell.remark, _REMARK, room)]
    return lines


def _parts(cells: list[list[Line]], room: float) -> list[list[list[Line]]]:
    """The row whole, or in slices of as many lines as a page takes."""
    most = max(1, int(room / CELL.leading))
    deepest = max(len(lines) for lines in cells)
    return [[lines[at : at + most] for lines in cells] for at in range(0, max(deepest, 1), most)]


def _row(
    cells: list[list[Line]],
    columns: tuple[Column, ...],
    ts: Typesetter,
    left: float,
    width: float,
    head: Strip,
    *,
    thick: bool,
    open_: bool,
) -> Strip:
    marks: list[Mark] = []
    x = left
    deepest = 0.0
    for lines, column in zip(cells, columns, strict=True):
        y = _PAD - 3
        for line, style in lines:
            y += style.leading
            if column.figures:
                marks += ts.ending(line, style, x + column.width_mm * MM - _GUTTER, y)
            else:
                marks += ts.set_line(line, style, x, y)
        deepest = max(deepest, y)
        x += column.width_mm * MM
    height = deepest + _PAD + 2
    if not open_:
        thickness, grey = (_THICK, 0.0) if thick else (_THIN, 0.5)
        marks.append(Rule(left, height, left + width, height, thickness, grey))
    return Strip(height, tuple(marks), head=(head,))
