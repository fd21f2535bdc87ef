"""Blocks to strips: how each block of a document looks on A4.

Left 22 mm, right 20 mm, text width 168 mm. No vertical rules, no boxes round text; the seal's
place is 45 mm square with corner marks only. Sizes in points, lengths in millimetres × `MM`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clerk_app.notices import tables
from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Field,
    Fields,
    Heading,
    Highlights,
    Listing,
    Masthead,
    Note,
    Paragraph,
    Signature,
    Table,
)
from clerk_app.notices.flow import Strip, fewest_pages
from clerk_app.notices.page import A4, MM, Face, Mark, Page, Rule, moved
from clerk_app.notices.typeset import Style, Typesetter

LEFT = 22 * MM
WIDTH = 168 * MM
RIGHT = LEFT + WIDTH
_FIRST_TOP = 11.5 * MM
_TOP = 24 * MM
_BOTTOM = 279.5 * MM
_FOOT_LINE = 286 * MM

HALL = Style(Face.SERIF, 14, 20)
TITLE = Style(Face.SERIF_BOLD, 25, 34, tracking=0.08)
NUMBER = Style(Face.SERIF, 10.5, 15)
SMALL = Style(Face.SANS, 8.5, 12.5, 0.32)
LABEL = Style(Face.SANS, 9.5, 17, 0.32)
VALUE = Style(Face.SERIF, 10.5, 16.5)
BODY = Style(Face.SERIF, 11, 17)
HEADING = Style(Face.SANS_BOLD, 11.5, 17)
BIG = Style(Face.SERIF_BOLD, 12.5, 17)
_WATERMARK = Style(Face.SANS_MEDIUM, 150, 150, 0.93)
_SEAL = 45 * MM


def paginate(
    document: Document, typesetter: Typesetter, *, journal_code: str, reprint: int = 0
) -> tuple[Page, ...]:
    """Lay the document out on A4 pages. Nothing is drawn here, nothing is written."""
    strips: list[Strip] = []
    for block in document.blocks:
        strips += _strips(block, typesetter, reprint)
    bodies = fewest_pages(strips, _FIRST_TOP, _TOP, _BOTTOM)
    total = len(bodies)
    pages = []
    for number, body in enumerate(bodies, 1):
        marks = _watermark(document, typesetter)
        if number > 1:
            marks += _running_head(document, typesetter)
        marks += body
        marks += _foot(document, typesetter, journal_code, reprint, number, total)
        pages.append(Page(A4[0], A4[1], number, total, tuple(marks)))
    return tuple(pages)


def _strips(block: Block, ts: Typesetter, reprint: int) -> list[Strip]:
    if isinstance(block, Masthead):
        return [_masthead(block, ts, reprint)]
    if isinstance(block, Table):
        return tables.table_strips(block, ts, LEFT, _BOTTOM - _TOP)
    drawers: dict[type, Callable[..., list[Strip]]] = {
        Fields: _fields,
        Heading: _heading,
        Paragraph: _paragraph,
        Highlights: _highlights,
        Listing: _listing,
        Closing: _closing,
        Signature: _signature,
        Note: _note,
    }
    return drawers[type(block)](block, ts)


def _masthead(block: Masthead, ts: Typesetter, reprint: int) -> Strip:
    marks: list[Mark] = []
    if block.case_number:
        marks.append(moved(code128(block.case_number, 60 * MM, 8.5 * MM), LEFT, 0.5 * MM))
        marks += ts.set_line(f"{block.case_label} {block.case_number}", SMALL, LEFT, 13 * MM)
    if block.query:
        side = 15 * MM
        marks.append(moved(qr(block.query, side), RIGHT - side, 0))
        marks += ts.ending(block.query_note, SMALL, RIGHT - side - 3 * MM, 13 * MM)
    middle = LEFT + WIDTH / 2
    y = 19.5 * MM
    for line in ts.lines(block.hall, HALL, WIDTH):
        marks += ts.centred(line, HALL, middle, y)
        y += HALL.leading
    y += 4.2 * MM
    marks += ts.centred(block.title, TITLE, middle, y)
    y += 8.5 * MM
    if block.agency_number:
        marks += ts.ending(block.agency_number, NUMBER, RIGHT, y)
        y += NUMBER.leading
    marks += ts.set_line(block.copies, SMALL, LEFT, y)
    number = f"{block.number_label} {block.number}"
    if reprint:
        number += f"　补打 {reprint} 次"
    marks += ts.ending(number, NUMBER, RIGHT, y)
    y += 2 * MM
    marks.append(Rule(LEFT, y, RIGHT, y, 0.5 * MM))
    return Strip(y, tuple(marks))


def _fields(block: Fields, ts: Typesetter) -> list[Strip]:
    strips = []
    rows = _pairs(block.rows)
    for at, row in enumerate(rows):
        strips += _field_row(row, ts, gap=2.4 * MM if at == 0 else 0.8 * MM)
    strips.append(_rule_strip(0.15 * MM, 1.6 * MM))
    return strips


def _pairs(rows: Sequence[Field]) -> list[tuple[Field, ...]]:
    """Narrow neighbours share a line."""
    out: list[tuple[Field, ...]] = []
    for row in rows:
        if not row.wide and out and len(out[-1]) == 1 and not out[-1][0].wide:
            out[-1] += (row,)
        else:
            out.append((row,))
    return out


def _field_row(row: tuple[Field, ...], ts: Typesetter, gap: float) -> list[Strip]:
    """One strip; a field taller than a page is cut between lines."""
    marks: list[Mark] = []
    deepest = 1
    places = ((0.0, 20 * MM, 80 * MM), (104 * MM, 124 * MM, 44 * MM))
    for field, (label_at, value_at, share) in zip(row, places, strict=False):
        room = WIDTH - value_at if len(row) == 1 else share
        marks += ts.set_line(field.label, LABEL, LEFT + label_at, VALUE.size + 1)
        lines = ts.lines(field.value, VALUE, room)
        if len(row) == 1 and len(lines) * VALUE.leading > _BOTTOM - _TOP:
            return _cut_field(field, lines, ts, LEFT + value_at, gap)
        for at, line in enumerate(lines):
            y = VALUE.size + 1 + at * VALUE.leading
            marks += ts.set_line(line, VALUE, LEFT + value_at, y)
        deepest = max(deepest, len(lines))
    return [Strip(deepest * VALUE.leading - 1, tuple(marks), gap=gap)]


def _cut_field(
    field: Field, lines: list[str], ts: Typesetter, left: float, gap: float
) -> list[Strip]:
    baseline = VALUE.size + 1
    strips = []
    for at, line in enumerate(lines):
        label = ts.set_line(field.label, LABEL, LEFT, baseline) if at == 0 else []
        marks = (*label, *ts.set_line(line, VALUE, left, baseline))
        strips.append(Strip(VALUE.leading, marks, gap=0 if at else gap, keep=at == 0))
    return strips


def _rule_strip(thickness: float, gap: float) -> Strip:
    return Strip(thickness, (Rule(LEFT, 0, RIGHT, 0, thickness, 0.4),), gap=gap)


def _heading(block: Heading, ts: Typesetter) -> list[Strip]:
    lines = ts.lines(block.text, HEADING, WIDTH)
    return [
        Strip(
            HEADING.leading,
            tuple(ts.set_line(line, HEADING, LEFT, HEADING.size)),
            gap=4 * MM if at == 0 else 0,
            keep=True,
        )
        for at, line in enumerate(lines)
    ]


def _paragraph(block: Paragraph, ts: Typesetter) -> list[Strip]:
    style = tables.CELL if block.small else BODY
    strips = text_strips(block.text, ts, style, LEFT, WIDTH, block.indent, gap=1.6 * MM)
    return [replace(strip, keep=True) for strip in strips] if block.keep else strips


def text_strips(
    text: str, ts: Typesetter, style: Style, left: float, room: float, indent: int, gap: float
) -> list[Strip]:
    """A paragraph as strips of one line; its first two and last two lines stay together."""
    first = indent * style.size
    lines = ts.lines(text, style, room, indent=first)
    strips = []
    for at, line in enumerate(lines):
        x = left + (first if at == 0 else 0)
        last = at == len(lines) - 1
        fill = None if last else room - (x - left)
        strips.append(
            Strip(
                style.leading,
                tuple(ts.set_line(line, style, x, style.size + 1, fill=fill)),
                gap=gap if at == 0 else 0,
                keep=not last and (at in {0, len(lines) - 2}),
            )
        )
    return strips


def _highlights(block: Highlights, ts: Typesetter) -> list[Strip]:
    count = len(block.cells)
    pitch = WIDTH / max(count, 1)
    marks: list[Mark] = []
    deepest = 0.0
    for at, cell in enumerate(block.cells):
        x = LEFT + at * pitch + (4 * MM if at else 0)
        room = pitch - (6 * MM if at else 2 * MM)
        y = LABEL.size
        marks += ts.set_line(cell.label, LABEL, x, y)
        for line in ts.lines(cell.value, BIG, room):
            y += BIG.leading
            marks += ts.set_line(line, BIG, x, y)
        for line in ts.lines(cell.note, SMALL, room) if cell.note else []:
            y += 14
            marks += ts.set_line(line, SMALL, x, y)
        deepest = max(deepest, y)
    for at in range(1, count):
        x = LEFT + at * pitch
        marks.append(Rule(x, 0, x, deepest + 2, 0.15 * MM, 0.5))
    return [Strip(deepest + 3, tuple(marks), gap=2.6 * MM)]


def _listing(block: Listing, ts: Typesetter) -> list[Strip]:
    style = tables.CELL
    pitch = WIDTH / 2
    strips = []
    for at in range(0, len(block.entries), 2):
        marks: list[Mark] = []
        deepest = 1
        for column, (number, text) in enumerate(block.entries[at : at + 2]):
            x = LEFT + column * pitch
            marks += ts.set_line(number, tables.FIGURE, x, style.size + 1)
            lines = ts.lines(text, style, pitch - 11 * MM)
            for n, line in enumerate(lines):
                marks += ts.set_line(line, style, x + 7 * MM, style.size + 1 + n * style.leading)
            deepest = max(deepest, len(lines))
        strips.append(Strip(deepest * style.leading + 1, tuple(marks), gap=0.6 * MM))
    return strips


def _closing(block: Closing, ts: Typesetter) -> list[Strip]:
    """Text left of the seal where it is short enough, else above it; the seal never alone."""
    room = WIDTH - _SEAL - 12 * MM
    beside = _column(block, ts, room)
    height = sum(strip.height + strip.gap for strip in beside)
    if height <= 1.6 * _SEAL:
        marks: list[Mark] = list(_seal(block, ts))
        y = 0.0
        for strip in beside:
            y += strip.gap
            marks += [moved(mark, 0, y) for mark in strip.marks]
            y += strip.height
        return [Strip(max(y, _SEAL + 1 * MM), tuple(marks), gap=4 * MM, keep=True)]
    above = _column(block, ts, WIDTH)
    above[-1] = replace(above[-1], keep=True)
    return [*above, Strip(_SEAL + 1 * MM, _seal(block, ts), gap=3 * MM, keep=True)]


def _column(block: Closing, ts: Typesetter, room: float) -> list[Strip]:
    strips: list[Strip] = []
    if block.heading:
        marks = tuple(ts.set_line(block.heading, HEADING, LEFT, HEADING.size))
        strips.append(Strip(HEADING.leading, marks, keep=True))
    for text in block.paragraphs:
        strips += text_strips(text, ts, BODY, LEFT, room, 0, gap=0.7 * MM)
    return strips


def _seal(block: Closing, ts: Typesetter) -> tuple[Mark, ...]:
    left, right = RIGHT - _SEAL - 3 * MM, RIGHT - 3 * MM
    middle, tick = (left + right) / 2, 4 * MM
    marks: list[Mark] = []
    for x, inward in ((left, tick), (right, -tick)):
        for y, down in ((0.0, tick), (_SEAL, -tick)):
            marks.append(Rule(x, y, x + inward, y, 0.4, 0.55))
            marks.append(Rule(x, y, x, y + down, 0.4, 0.55))
    marks += ts.centred(block.seal_label, LABEL, middle, 12 * MM)
    y = 23.5 * MM
    style = Style(Face.SERIF, 11.5, 16)
    for line in ts.lines(block.signer, style, _SEAL + 4 * MM):
        marks += ts.centred(line, style, middle, y)
        y += style.leading
    marks += ts.centred(block.date, style, middle, y + 1.6 * MM)
    return tuple(marks)


def _signature(block: Signature, ts: Typesetter) -> list[Strip]:
    marks: list[Mark] = []
    pitch = WIDTH / len(block.labels)
    y = 9 * MM
    for at, label in enumerate(block.labels):
        x = LEFT + at * pitch
        marks += ts.set_line(label, LABEL, x, y)
        begin = x + ts.width(label, LABEL) + 2 * MM
        end = x + pitch - (4 * MM if at + 1 < len(block.labels) else 0)
        marks.append(Rule(begin, y + 2, end, y + 2, 0.5, 0.2))
    return [Strip(y + 3, tuple(marks), gap=1 * MM, keep=True)]


def _note(block: Note, ts: Typesetter) -> list[Strip]:
    return text_strips(block.text, ts, SMALL, LEFT, WIDTH, 0, gap=2 * MM)


def _running_head(document: Document, ts: Typesetter) -> list[Mark]:
    y = 17 * MM
    marks = ts.set_line(f"{document.hall} {document.title}（续）", SMALL, LEFT, y)
    marks += ts.ending(f"{document.number_label} {document.number}", SMALL, RIGHT, y)
    return [*marks, Rule(LEFT, y + 4, RIGHT, y + 4, 0.15 * MM, 0.4)]


def _foot(
    document: Document, ts: Typesetter, code: str, reprint: int, number: int, total: int
) -> list[Mark]:
    left = document.foot
    if code:
        left += f"　存证码 {code}"
    if reprint:
        left += f"　补打 {reprint} 次"
    if document.sample:
        left += "　示例，不具效力"
    marks: list[Mark] = [
        Rule(LEFT, _FOOT_LINE - 14, RIGHT, _FOOT_LINE - 14, 0.15 * MM, 0.4),
        *ts.set_line(left, SMALL, LEFT, _FOOT_LINE),
        *ts.ending(f"第 {number} 页 共 {total} 页", SMALL, RIGHT, _FOOT_LINE),
    ]
    return marks


def _watermark(document: Document, ts: Typesetter) -> list[Mark]:
    """The first thing drawn, so that everything else stands on it."""
    if not document.sample:
        return []
    return ts.centred("示例", _WATERMARK, A4[0] / 2, A4[1] * 0.56)
