"""Blocks to strips: how each block of a document looks on a sheet.

No vertical rules but between highlights, no boxes round text. Sizes in points, lengths in
millimetres × `MM`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from clerk_app.notices import before
from clerk_app.notices.document import (
    Field,
    Fields,
    Heading,
    Highlight,
    Highlights,
    Listing,
    Note,
    Paragraph,
    Whose,
)
from clerk_app.notices.flow import Strip, holding, in_lines
from clerk_app.notices.page import MM, Mark, Rule
from clerk_app.notices.sheets import BIG, BODY, CELL, FIGURE, HEADING, LABEL, SMALL, VALUE, Ground
from clerk_app.notices.texts import rule_strip, text_strips

_WHOLE = 168 * MM
"""The width of the text the halves are given for."""
_SHORT = 6
"""An entry of a listing of more lines than this in its column takes the whole width."""
_GLANCE = 3
"""A highlight, or its note, of more lines than this is words to be read: it stands below."""


def fields(block: Fields, on: Ground) -> list[Strip]:
    """The facts under the head, two a line where both stand on one; a long one is cut between
    lines."""
    if not on.since(3):
        return before.fields(block, on)
    label, value = on.style(LABEL), on.style(VALUE)
    longest = max((on.ts.width(row.label, label) for row in block.rows), default=0.0)
    least = 20 * MM * on.width / _WHOLE if not on.sheet.narrow else 0.0
    indent = max(least, longest + 2.5 * MM)
    base = value.size + 1
    strips: list[Strip] = []
    for row in _pairs(block.rows, on, indent):
        rows: list[list[Mark]] = []
        for at, field in enumerate(row):
            begin = on.left + at * _half(on)
            room = on.width - indent  # of two on a line each is known to fit
            rows += [] if rows else [[]]
            rows[0] += on.ts.set_line(field.label, label, begin, base)  # first: it is read first
            for n, line in enumerate(on.ts.lines(field.value, value, room)):
                rows += [[]] if n == len(rows) else []
                rows[n] += on.ts.set_line(line, value, begin + indent, base)
        strips += in_lines(rows, value.leading, gap=0.8 * MM if strips else 2.4 * MM, below=-1)
    # on half a sheet by two: the last one alone at the head of a page belongs to nothing
    held = 2 if on.width < _WHOLE else 1
    return [*holding(strips, held), rule_strip(0.15 * MM, 1.6 * MM, on)]


def _half(on: Ground) -> float:
    """Where the second of two fields begins."""
    return 104 * MM * on.width / _WHOLE


def _pairs(rows: Sequence[Field], on: Ground, indent: float) -> list[tuple[Field, ...]]:
    """Narrow neighbours share a line where each stands on one line of its half: no name is
    broken for want of width that the line has. The right half is the smaller: where the second
    does not go there, they change places if the first does. Whoever a number stands for begins a
    line with it, and nobody else is named beside it."""
    left, right = _half(on) - indent - 4 * MM, on.width - _half(on) - indent
    out: list[tuple[Field, ...]] = []
    waits = left + 1  # the width of a field that may still get a neighbour; else none may
    for row, after in zip_longest(rows, rows[1:]):
        alone = on.sheet.narrow or row.wide or "\n" in row.value
        width = left + 1 if alone else on.ts.width(row.value, on.style(VALUE))
        numbered = after is not None and after.whose is Whose.BEFORE
        if numbered and width <= left and on.ts.width(after.value, on.style(VALUE)) <= right:
            out.append((row,))
            waits = width
        elif waits <= left and width <= right and share_a_line(out[-1][0], row):
            out[-1] += (row,)
            waits = left + 1
        elif waits <= right and width <= left and share_a_line(row, out[-1][0], swapped=True):
            out[-1] = (row, *out[-1])
            waits = left + 1
        else:
            out.append((row,))
            waits = width
    return out


def share_a_line(first: Field, second: Field, *, swapped: bool = False) -> bool:
    """Whether both may stand on a line in this order: no number beside another's name, nor
    before the name it belongs to."""
    if swapped and first.whose is Whose.BEFORE:
        return False
    return not (first.whose and second.whose)


def heading(block: Heading, on: Ground) -> list[Strip]:
    """一级标题."""
    style = on.style(HEADING)
    return [
        Strip(
            style.leading,
            tuple(on.ts.set_line(line, style, on.left, style.size)),
            gap=4 * MM if at == 0 else 0,
            keep=True,
        )
        for at, line in enumerate(on.ts.lines(block.text, style, on.width))
    ]


def paragraph(block: Paragraph, on: Ground) -> list[Strip]:
    """Running text."""
    style = on.style(CELL if block.small else BODY)
    strips = text_strips(block.text, on, style, on.left, on.width, block.indent, gap=1.6 * MM)
    return [replace(strip, keep=True) for strip in strips] if block.keep else strips


def highlights(block: Highlights, on: Ground) -> list[Strip]:
    """What is looked for first: side by side, or one under the other on a narrow sheet. A note
    longer than a glance is a paragraph below; so is a value, with its label before it."""
    if not on.since(3):
        return before.highlights(block, on)
    pitch = on.width / (1 if on.sheet.narrow else max(len(block.cells), 1))
    seen: list[Highlight] = []
    told: list[str] = []
    for at, cell in enumerate(block.cells):
        room = pitch if on.sheet.narrow else pitch - (6 if at else 2) * MM
        short = cell.label.split("，")[0]
        if len(on.ts.lines(cell.value, on.style(BIG), room)) > _GLANCE:
            told.append(f"{cell.label}：{cell.value}" + (f"（{cell.note}）" if cell.note else ""))
        elif cell.note and len(on.ts.lines(cell.note, on.style(SMALL), room)) > _GLANCE:
            seen.append(replace(cell, note=""))
            told.append(f"{short}：{cell.note}")
        else:
            seen.append(cell)
    strips = [_under_each_other(cell, on) for cell in seen] if on.sheet.narrow else []
    if seen and not on.sheet.narrow:
        strips = [_side_by_side(seen, on)]
    body = on.style(BODY)
    for text in told:
        strips += text_strips(text, on, body, on.left, on.width, 0, gap=1.6 * MM)
    return strips


def _side_by_side(cells: Sequence[Highlight], on: Ground) -> Strip:
    pitch = on.width / len(cells)
    marks: list[Mark] = []
    deepest = 0.0
    for at, cell in enumerate(cells):
        x = on.left + at * pitch + (4 * MM if at else 0)
        drawn, y = _cell(cell, on, x, pitch - (6 * MM if at else 2 * MM))
        marks += drawn
        deepest = max(deepest, y)
    for at in range(1, len(cells)):
        x = on.left + at * pitch
        marks.append(Rule(x, 0, x, deepest + 2, 0.15 * MM, 0.5))
    return Strip(deepest + 3, tuple(marks), gap=2.6 * MM)


def _under_each_other(cell: Highlight, on: Ground) -> Strip:
    marks, y = _cell(cell, on, on.left, on.width)
    return Strip(y + 3 * on.scale, tuple(marks), gap=1.6 * MM)


def _cell(cell: Highlight, on: Ground, x: float, room: float) -> tuple[list[Mark], float]:
    """Label, value and note under each other, and how deep they reach."""
    marks: list[Mark] = []
    y = 0.0
    for text, style in ((cell.label, LABEL), (cell.value, BIG), (cell.note, SMALL)):
        scaled = on.style(style)
        for line in on.ts.lines(text, scaled, room) if text else []:
            y += scaled.leading if y else scaled.size
            marks += on.ts.set_line(line, scaled, x, y)
    return marks, y


def listing(block: Listing, on: Ground) -> list[Strip]:
    """Short entries in two columns where the sheet is wide enough, long ones over the whole
    width; what is longer than a few lines is cut between them."""
    if not on.since(3):
        return before.listing(block, on)
    style, figure = on.style(CELL), on.style(FIGURE)
    pitch = on.width if on.sheet.narrow else on.width / 2
    widest = max((on.ts.width(number, figure) for number, _ in block.entries), default=0.0)
    indent = max(7 * MM * min(1.0, on.scale), widest + 1.5 * MM)
    base = style.size + 1
    strips: list[Strip] = []
    waiting: list[list[Mark]] = []

    def add(rows: list[list[Mark]]) -> None:
        strips.extend(in_lines(rows, style.leading, gap=0.6 * MM, below=1))

    for number, text in block.entries:
        column = bool(waiting)
        lines = on.ts.lines(text, style, pitch - indent - 4 * MM)
        whole = on.sheet.narrow or len(lines) > _SHORT
        if whole:
            column = False
            lines = on.ts.lines(text, style, on.width - indent)
        x = on.left + (pitch if column else 0.0)
        rows = [on.ts.set_line(line, style, x + indent, base) for line in lines]
        rows[0] = [*on.ts.set_line(number, figure, x, base), *rows[0]]
        if column:
            deepest = max(len(waiting), len(rows))
            add([_row(waiting, at) + _row(rows, at) for at in range(deepest)])
            waiting = []
            continue
        if waiting:
            add(waiting)
            waiting = []
        if whole:
            add(rows)
        else:
            waiting = rows
    if waiting:
        add(waiting)
    return strips


def _row(rows: Sequence[list[Mark]], at: int) -> list[Mark]:
    return rows[at] if at < len(rows) else []


def note(block: Note, on: Ground) -> list[Strip]:
    """Small text under the signatures."""
    return text_strips(block.text, on, on.style(SMALL), on.left, on.width, 0, gap=2 * MM)
