"""How blocks looked on pages of the first two looks, kept mark for mark for what was issued so.

Nothing here changes any more: what looks otherwise today is drawn by `blocks` and `signing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from clerk_app.notices.document import (
    Closing,
    Field,
    Fields,
    Highlight,
    Highlights,
    Listing,
)
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import MM, Mark, Rule
from clerk_app.notices.sheets import (
    BIG,
    CELL,
    FIGURE,
    LABEL,
    SIGNER,
    SMALL,
    VALUE,
    Ground,
)
from clerk_app.notices.texts import rule_strip
from clerk_app.notices.typeset import Style


def fields(block: Fields, on: Ground) -> list[Strip]:
    """The facts under the head, two a line where the sheet is wide enough."""
    strips = []
    rows = [(row,) for row in block.rows] if on.sheet.narrow else _pairs(block.rows)
    label_room = _label_room(block, on)
    for at, row in enumerate(rows):
        strips += _field_row(row, on, label_room, gap=2.4 * MM if at == 0 else 0.8 * MM)
    strips.append(rule_strip(0.15 * MM, 1.6 * MM, on))
    return strips


def _label_room(block: Fields, on: Ground) -> float:
    """Where the values begin: after the longest label, and after 20 mm on the first look."""
    if on.first_look:
        return 20 * MM
    longest = max((on.ts.width(row.label, on.style(LABEL)) for row in block.rows), default=0.0)
    return max(20 * MM * on.width / (168 * MM) if not on.sheet.narrow else 0.0, longest + 2.5 * MM)


def _pairs(rows: Sequence[Field]) -> list[tuple[Field, ...]]:
    """Narrow neighbours share a line."""
    out: list[tuple[Field, ...]] = []
    for row in rows:
        if not row.wide and out and len(out[-1]) == 1 and not out[-1][0].wide:
            out[-1] += (row,)
        else:
            out.append((row,))
    return out


def _field_row(row: tuple[Field, ...], on: Ground, label_room: float, gap: float) -> list[Strip]:
    """One strip; a field taller than a page is cut between lines."""
    marks: list[Mark] = []
    deepest = 1
    label, value = on.style(LABEL), on.style(VALUE)
    half = 104 * MM * on.width / (168 * MM)
    places = (
        (0.0, label_room, half - label_room - 4 * MM),
        (half, half + label_room, on.width - half - label_room),
    )
    for field, (label_at, value_at, share) in zip(row, places, strict=False):
        room = on.width - value_at if len(row) == 1 else share
        marks += on.ts.set_line(field.label, label, on.left + label_at, value.size + 1)
        lines = on.ts.lines(field.value, value, room)
        if len(row) == 1 and len(lines) * value.leading > on.room:
            return _cut_field(field, lines, on, on.left + value_at, gap)
        for at, line in enumerate(lines):
            y = value.size + 1 + at * value.leading
            marks += on.ts.set_line(line, value, on.left + value_at, y)
        deepest = max(deepest, len(lines))
    return [Strip(deepest * value.leading - 1, tuple(marks), gap=gap)]


def _cut_field(field: Field, lines: list[str], on: Ground, left: float, gap: float) -> list[Strip]:
    label, value = on.style(LABEL), on.style(VALUE)
    baseline = value.size + 1
    strips = []
    for at, line in enumerate(lines):
        named = on.ts.set_line(field.label, label, on.left, baseline) if at == 0 else []
        marks = (*named, *on.ts.set_line(line, value, left, baseline))
        strips.append(Strip(value.leading, marks, gap=0 if at else gap, keep=at == 0))
    return strips


def highlights(block: Highlights, on: Ground) -> list[Strip]:
    """What is looked for first: side by side, or one under the other on a narrow sheet."""
    if on.sheet.narrow:
        return [_highlight(cell, on) for cell in block.cells]
    count = len(block.cells)
    pitch = on.width / max(count, 1)
    marks: list[Mark] = []
    deepest = 0.0
    ts, label, big, small = on.ts, on.style(LABEL), on.style(BIG), on.style(SMALL)
    for at, cell in enumerate(block.cells):
        x = on.left + at * pitch + (4 * MM if at else 0)
        room = pitch - (6 * MM if at else 2 * MM)
        y = label.size
        for n, line in enumerate(_whole_in(cell.label, label, room, on)):
            y += label.leading if n else 0.0
            marks += ts.set_line(line, label, x, y)
        for line in ts.lines(cell.value, big, room):
            y += big.leading
            marks += ts.set_line(line, big, x, y)
        for line in ts.lines(cell.note, small, room) if cell.note else []:
            y += 14 * on.scale
            marks += ts.set_line(line, small, x, y)
        deepest = max(deepest, y)
    for at in range(1, count):
        x = on.left + at * pitch
        marks.append(Rule(x, 0, x, deepest + 2, 0.15 * MM, 0.5))
    return [Strip(deepest + 3, tuple(marks), gap=2.6 * MM)]


def _whole_in(text: str, style: Style, room: float, on: Ground) -> list[str]:
    return [text] if on.first_look else on.ts.lines(text, style, room)


def _highlight(cell: Highlight, on: Ground) -> Strip:
    marks: list[Mark] = []
    y = 0.0
    for text, style in ((cell.label, LABEL), (cell.value, BIG), (cell.note, SMALL)):
        scaled = on.style(style)
        for line in on.ts.lines(text, scaled, on.width) if text else []:
            y += scaled.leading
            marks += on.ts.set_line(line, scaled, on.left, y)
    return Strip(y + 3 * on.scale, tuple(marks), gap=1.6 * MM)


def listing(block: Listing, on: Ground) -> list[Strip]:
    """Short entries, in two columns where the sheet is wide enough."""
    style, figure = on.style(CELL), on.style(FIGURE)
    columns = 1 if on.sheet.narrow else 2
    pitch = on.width / columns
    strips = []
    indent = 7 * MM
    if not on.first_look:
        widest = max((on.ts.width(number, figure) for number, _ in block.entries), default=0.0)
        indent = max(7 * MM * min(1.0, on.scale), widest + 1.5 * MM)
    for at in range(0, len(block.entries), columns):
        marks: list[Mark] = []
        deepest = 1
        for column, (number, text) in enumerate(block.entries[at : at + columns]):
            x = on.left + column * pitch
            marks += on.ts.set_line(number, figure, x, style.size + 1)
            lines = on.ts.lines(text, style, pitch - indent - 4 * MM)
            for n, line in enumerate(lines):
                y = style.size + 1 + n * style.leading
                marks += on.ts.set_line(line, style, x + indent, y)
            deepest = max(deepest, len(lines))
        strips.append(Strip(deepest * style.leading + 1, tuple(marks), gap=0.6 * MM))
    return strips


def sealed(block: Closing, on: Ground, side: float, middle: float) -> list[Mark]:
    """What stands in the square of the seal of that side, without its corners."""
    much = side / (45 * MM)
    marks = on.ts.centred(block.seal_label, on.style(LABEL), middle, 12 * MM * much)
    style = on.style(SIGNER)
    room = side + 4 * MM if on.first_look else side - 1 * MM
    lines = on.ts.lines(block.signer, style, room)
    y = 23.5 * MM * much
    if not on.first_look:  # three lines and more begin higher, so that the day stays inside
        y -= max(0, len(lines) - 2) * style.leading / 2
    for line in lines:
        marks += on.ts.centred(line, style, middle, y)
        y += style.leading
    return marks + on.ts.centred(block.date, style, middle, y + 1.6 * MM)


def signed(labels: Sequence[str], style: Style, on: Ground, y: float) -> list[Mark]:
    """Lines to sign on, all on one line however short."""
    marks: list[Mark] = []
    pitch = on.width / len(labels)
    for at, label in enumerate(labels):
        x = on.left + at * pitch
        end = x + pitch - (4 * MM if at + 1 < len(labels) else 0)
        begin = x + on.ts.width(label, style) + 2 * MM
        marks += on.ts.set_line(label, style, x, y)
        marks.append(Rule(begin, y + 2, end, y + 2, 0.5, 0.2))
    return marks
