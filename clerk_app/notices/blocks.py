"""Blocks to strips: how each block of a document looks on a sheet.

No vertical rules, no boxes round text; the seal's place is 45 mm square with corner marks only.
Sizes in points, lengths in millimetres × `MM`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import (
    Closing,
    Field,
    Fields,
    Heading,
    Highlight,
    Highlights,
    Listing,
    Masthead,
    Note,
    Paragraph,
    Signature,
)
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import MM, Mark, Rule, moved
from clerk_app.notices.sheets import (
    BIG,
    BODY,
    CELL,
    FIGURE,
    HALL,
    HEADING,
    LABEL,
    NUMBER,
    SIGNER,
    SMALL,
    TITLE,
    VALUE,
    Ground,
)
from clerk_app.notices.typeset import Style

BARCODE = (60 * MM, 8.5 * MM)
QR_SIDE = 15 * MM
SEAL = 45 * MM
_NARROWEST = 55 * MM
"""A column of text narrower than this does not stand beside the seal."""


def masthead(block: Masthead, on: Ground, reprint: int) -> list[Strip]:
    """Codes, hall, title, number: the head of page 1."""
    marks: list[Mark] = []
    ts, small, scale = on.ts, on.style(SMALL), on.scale
    y = 9 * MM + 4 * MM * scale
    if block.case_number:
        marks.append(moved(code128(block.case_number, *BARCODE), on.left, 0.5 * MM))
        marks += ts.set_line(f"{block.case_label} {block.case_number}", small, on.left, y)
    if block.query:
        code = qr(block.query, QR_SIDE, settled=not on.first_look)
        marks.append(moved(code, on.right - QR_SIDE, 0))
        marks += ts.ending(block.query_note, small, on.right - QR_SIDE - 3 * MM, y)
    middle = on.left + on.width / 2
    y += 6.5 * MM * scale
    hall, title, number = on.style(HALL), on.style(TITLE), on.style(NUMBER)
    for line in ts.lines(block.hall, hall, on.width):
        marks += ts.centred(line, hall, middle, y)
        y += hall.leading
    y += 4.2 * MM * scale
    if on.first_look:
        marks += ts.centred(block.title, title, middle, y)
    else:
        for at, line in enumerate(ts.lines(block.title, title, on.width)):
            y += title.leading if at else 0.0
            marks += ts.centred(line, title, middle, y)
    y += 8.5 * MM * scale
    if block.agency_number:
        for line in _whole(block.agency_number, number, on):
            marks += ts.ending(line, number, on.right, y)
            y += number.leading
    told = f"{block.number_label} {block.number}"
    if reprint:
        told += f"　补打 {reprint} 次"
    room = on.width - ts.width(told, number) - 3 * MM
    if not on.first_look and ts.width(block.copies, small) > room:
        for line in ts.lines(block.copies, small, on.width):
            marks += ts.set_line(line, small, on.left, y)
            y += small.leading * 1.2
    else:
        marks += ts.set_line(block.copies, small, on.left, y)
    for at, line in enumerate(_whole(told, number, on)):
        y += number.leading if at else 0.0
        marks += ts.ending(line, number, on.right, y)
    y += 2 * MM
    marks.append(Rule(on.left, y, on.right, y, 0.5 * MM))
    return [Strip(y, tuple(marks))]


def _whole(text: str, style: Style, on: Ground) -> list[str]:
    return [text] if on.first_look else on.ts.lines(text, style, on.width)


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


def rule_strip(thickness: float, gap: float, on: Ground, dash: float = 0.0) -> Strip:
    """A line across the text."""
    rule = Rule(on.left, 0, on.right, 0, thickness, 0.4, dash)
    return Strip(thickness, (rule,), gap=gap)


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


def text_strips(
    text: str, on: Ground, style: Style, left: float, room: float, indent: int, gap: float
) -> list[Strip]:
    """A paragraph as strips of one line; its first two and last two lines stay together."""
    first = indent * style.size
    lines = on.ts.lines(text, style, room, indent=first)
    strips = []
    for at, line in enumerate(lines):
        x = left + (first if at == 0 else 0)
        last = at == len(lines) - 1
        fill = None if last else room - (x - left)
        strips.append(
            Strip(
                style.leading,
                tuple(on.ts.set_line(line, style, x, style.size + 1, fill=fill)),
                gap=gap if at == 0 else 0,
                keep=not last and (at in {0, len(lines) - 2}),
            )
        )
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


def closing(block: Closing, on: Ground) -> list[Strip]:
    """Text left of the seal where it is short enough, else above it; the seal never alone."""
    side = _side(on)
    room = on.width - side - 12 * MM
    if room >= _NARROWEST:
        beside = _column(block, on, room)
        height = sum(strip.height + strip.gap for strip in beside)
        if height <= 1.6 * side:
            marks: list[Mark] = list(seal(block, on))
            y = 0.0
            for strip in beside:
                y += strip.gap
                marks += [moved(mark, 0, y) for mark in strip.marks]
                y += strip.height
            return [Strip(max(y, side + 1 * MM), tuple(marks), gap=4 * MM, keep=True)]
    above = _column(block, on, on.width)
    if above:
        above[-1] = replace(above[-1], keep=True)
        if not on.first_look:
            above[0] = replace(above[0], gap=4 * MM)
    return [*above, Strip(side + 1 * MM, seal(block, on), gap=3 * MM, keep=True)]


def _side(on: Ground) -> float:
    """45 mm; 60 mm where the type is large, so that who seals stands on a line."""
    return SEAL * min(max(on.scale, 1.0), 60 / 45)


def _column(block: Closing, on: Ground, room: float) -> list[Strip]:
    strips: list[Strip] = []
    if block.heading:
        style = on.style(HEADING)
        for line in _whole_in(block.heading, style, room, on):
            marks = tuple(on.ts.set_line(line, style, on.left, style.size))
            strips.append(Strip(style.leading, marks, keep=True))
    for text in block.paragraphs:
        strips += text_strips(text, on, on.style(BODY), on.left, room, 0, gap=0.7 * MM)
    return strips


def seal(block: Closing, on: Ground) -> tuple[Mark, ...]:
    """The free square, its corner marks, who seals and the day."""
    side = _side(on)
    much = side / SEAL
    edge = 3 * MM if on.width > side + 6 * MM else 0.0
    left, right = on.right - side - edge, on.right - edge
    middle, tick = (left + right) / 2, 4 * MM
    marks: list[Mark] = []
    for x, inward in ((left, tick), (right, -tick)):
        for y, down in ((0.0, tick), (side, -tick)):
            marks.append(Rule(x, y, x + inward, y, 0.4, 0.55))
            marks.append(Rule(x, y, x, y + down, 0.4, 0.55))
    marks += on.ts.centred(block.seal_label, on.style(LABEL), middle, 12 * MM * much)
    style = on.style(SIGNER)
    room = side + 4 * MM if on.first_look else side - 1 * MM
    lines = on.ts.lines(block.signer, style, room)
    y = 23.5 * MM * much
    if not on.first_look:  # three lines and more begin higher, so that the day stays inside
        y -= max(0, len(lines) - 2) * style.leading / 2
    for line in lines:
        marks += on.ts.centred(line, style, middle, y)
        y += style.leading
    marks += on.ts.centred(block.date, style, middle, y + 1.6 * MM)
    return tuple(marks)


def signature(block: Signature, on: Ground) -> list[Strip]:
    """Lines to sign on: side by side, one under the other on a narrow sheet."""
    if on.sheet.narrow:
        lines = [_sign(label, on, on.left, on.right, 9 * MM) for label in block.labels]
        return [Strip(9 * MM + 3, tuple(line), gap=1 * MM, keep=True) for line in lines]
    marks: list[Mark] = []
    pitch = on.width / len(block.labels)
    y = 9 * MM
    for at, label in enumerate(block.labels):
        x = on.left + at * pitch
        end = x + pitch - (4 * MM if at + 1 < len(block.labels) else 0)
        marks += _sign(label, on, x, end, y)
    return [Strip(y + 3, tuple(marks), gap=1 * MM, keep=True)]


def _sign(label: str, on: Ground, x: float, end: float, y: float) -> list[Mark]:
    style = on.style(LABEL)
    begin = x + on.ts.width(label, style) + 2 * MM
    return [*on.ts.set_line(label, style, x, y), Rule(begin, y + 2, end, y + 2, 0.5, 0.2)]


def note(block: Note, on: Ground) -> list[Strip]:
    """Small text under the signatures."""
    return text_strips(block.text, on, on.style(SMALL), on.left, on.width, 0, gap=2 * MM)
