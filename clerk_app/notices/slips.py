"""Slips of 80 and 58 mm: one page as long as its content, for a printer with black only.

The queue's number is set at 46 points (38 on 58 mm), the QR beside the words or, on 58 mm, under
them, with four modules free on every side. Everything is black: a ticket printer has no grey.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from clerk_app.notices import blocks, signing
from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Fields,
    Heading,
    Highlights,
    Listing,
    Masthead,
    Note,
    Paragraph,
    Signature,
    Table,
    TicketHead,
    TicketRules,
)
from clerk_app.notices.feet import SEPARATOR
from clerk_app.notices.flow import Strip, flow
from clerk_app.notices.page import MM, Bars, Face, Mark, Page, Rule, moved
from clerk_app.notices.sheets import DOT, SLIP_58, Ground
from clerk_app.notices.tables import table_strips
from clerk_app.notices.texts import pieces, rule_strip
from clerk_app.notices.typeset import Style

HALL = Style(Face.SANS_MEDIUM, 12, 16)
TITLE = Style(Face.SANS_BOLD, 14, 19)
LABEL = Style(Face.SANS, 9.5, 13.5)
VALUE = Style(Face.SANS_MEDIUM, 11, 15)
BUSINESS = Style(Face.SANS_MEDIUM, 12.5, 17)
SMALL = Style(Face.SANS, 8.5, 11.5)
_NUMBER = {False: Style(Face.SANS_BOLD, 46, 50), True: Style(Face.SANS_BOLD, 38, 42)}
_QR_DOTS = 176
_BAR_DOTS = 2
"""Two dots a module: 20 digits are 36 mm, which every reader finds at 203 dpi."""
_BAR_HEIGHT = 9 * MM
_DASH = 3.0
_QUIET = 4
"""Modules free round a QR (ISO/IEC 18004)."""
_TALL = 0.9
"""From the base line to the top of a hanzi, in ems."""
_BLANK = "　"


def slip(document: Document, on: Ground, code: str, reprint: int) -> Page:
    """The whole slip; its height is that of its content and a little more."""
    strips: list[Strip] = []
    for block in document.blocks:
        strips += _strips(block, on, reprint)
    strips += _tail(document, on, code, reprint)
    (marks,) = flow(strips, on.sheet.first_top, on.sheet.top, on.sheet.bottom)
    height = on.sheet.first_top + sum(
        strip.height + (strip.gap if at else 0.0) for at, strip in enumerate(strips)
    )
    black = tuple(_black(mark) for mark in marks)
    return Page(on.sheet.width, round(height + 3 * MM, 3), 1, 1, black)


def _black(mark: Mark) -> Mark:
    return replace(mark, grey=0.0) if mark.grey else mark


def _strips(block: Block, on: Ground, reprint: int) -> list[Strip]:
    if isinstance(block, Masthead):
        return _masthead(block, on, reprint)
    return _DRAWERS[type(block)](block, on)


def _is_small(on: Ground) -> bool:
    return on.sheet.width <= SLIP_58.width


def _masthead(block: Masthead, on: Ground, reprint: int) -> list[Strip]:
    number = [f"{block.number_label} {block.number}"]
    number += [f"补打 {reprint} 次"] if reprint else []
    strips = [
        *_centred(block.hall, HALL, on),
        *_centred(block.title, TITLE, on),
        *_bars(block.case_number, on),
        *_left(f"{block.case_label} {block.case_number}" if block.case_number else "", SMALL, on),
        *_left(block.agency_number, SMALL, on),
        *_lefts(_parted(number, _BLANK, SMALL, on.width, on), SMALL, on),
        *_left(block.copies, SMALL, on),
        rule_strip(0.8, 1.5 * MM, on),
    ]
    if block.query:
        strips += _code(block.query, block.query_note, on)
    return strips


def _bars(number: str, on: Ground) -> list[Strip]:
    if not number:
        return []
    bars = code128(number, 1.0, _BAR_HEIGHT)
    width = round(1 / min(box[2] for box in bars.boxes)) * _module(_BAR_DOTS, fine=on.since(3))
    bars = code128(number, width, _BAR_HEIGHT)
    placed = moved(bars, on.left + (on.width - width) / 2, 0)
    return [Strip(_BAR_HEIGHT, (placed,), gap=1.5 * MM)]


def _centred(text: str, style: Style, on: Ground, gap: float = 0.5 * MM) -> list[Strip]:
    return _centreds(on.ts.lines(text, style, _inner(style, on)), style, on, gap)


def _inner(style: Style, on: Ground) -> float:
    """The room of a centred line: a mark that hangs over by half would hang over both edges."""
    return on.width - style.size / 2


def _centreds(lines: Sequence[str], style: Style, on: Ground, gap: float) -> list[Strip]:
    middle = on.left + on.width / 2
    return [
        Strip(
            style.leading,
            tuple(on.ts.centred(line, style, middle, style.size + 1)),
            gap=gap if at == 0 else 0.0,
        )
        for at, line in enumerate(lines)
        if line
    ]


def _left(text: str, style: Style, on: Ground) -> list[Strip]:
    return _lefts(on.ts.lines(text, style, on.width), style, on) if text else []


def _lefts(lines: Sequence[str], style: Style, on: Ground) -> list[Strip]:
    return [
        Strip(
            style.leading,
            tuple(on.ts.set_line(line, style, on.left, style.size + 1)),
            gap=1 * MM if at == 0 else 0.0,
        )
        for at, line in enumerate(lines)
    ]


def _parted(
    parts: Sequence[str], between: str, style: Style, room: float, on: Ground
) -> list[str]:
    """Lines of parts none of which is cut; before look 3 they were running text."""
    if on.since(3):
        return pieces(parts, between, style, room, on)
    return on.ts.lines(between.join(parts), style, room)


def _head(block: TicketHead, on: Ground) -> list[Strip]:
    number = _fitted(block.number, _NUMBER[_is_small(on)], on)
    return [
        *_centred(block.hall, HALL, on),
        rule_strip(1.0, 1.5 * MM, on),
        *_centred(block.label, LABEL, on, gap=2 * MM),
        *_centred(block.number, number, on, gap=0.0),
        *_centred(block.business, BUSINESS, on, gap=1.5 * MM),
        *(_centred(block.mark, VALUE, on) if block.mark else ()),
        rule_strip(0.6, 2 * MM, on, _DASH),
    ]


def _fitted(text: str, style: Style, on: Ground) -> Style:
    """The number on one line, smaller only where it is too long for the paper."""
    width = on.ts.width(text, style) + style.size / 2
    if width <= on.width:
        return style
    factor = on.width / width * 0.99
    return Style(style.face, round(style.size * factor, 2), round(style.leading * factor, 2))


def _fields(block: Fields, on: Ground) -> list[Strip]:
    """Label at the left, value at the right; what is too long for that stands under it."""
    strips: list[Strip] = []
    for row in block.rows:
        used = on.ts.width(row.label, LABEL) + 3 * MM
        if used + on.ts.width(row.value, VALUE) <= on.width and "\n" not in row.value:
            y = VALUE.size + 1
            marks = [
                *on.ts.set_line(row.label, LABEL, on.left, y),
                *on.ts.ending(row.value, VALUE, on.right, y),
            ]
            strips.append(Strip(VALUE.leading, tuple(marks), gap=1.2 * MM))
        else:
            strips += _left(row.label, LABEL, on)
            strips += _left(row.value, VALUE, on)
    return [*strips, rule_strip(0.6, 2 * MM, on, _DASH)]


def _rules(block: TicketRules, on: Ground) -> list[Strip]:
    if not block.query or _is_small(on):
        words = [strip for text in block.paragraphs for strip in _left(text, LABEL, on)]
        code = _code(block.query, block.query_note, on) if block.query else []
        return [*words, *code]
    side = _QR_DOTS * DOT
    bars, quiet = _qr(block.query, side, fine=on.since(3))
    top, edge = (quiet, quiet) if on.since(3) else (2 * MM, 0.0)
    left = on.right - side - edge
    room = left - on.left - (quiet if on.since(3) else 3 * MM)
    marks: list[Mark] = [moved(bars, left, top)]
    y = 2 * MM
    for text in block.paragraphs:
        for line in on.ts.lines(text, LABEL, room):
            y += LABEL.leading
            marks += on.ts.set_line(line, LABEL, on.left, y - 3)
        y += 1 * MM
    under = top + side + (quiet + SMALL.size * _TALL if on.since(3) else SMALL.leading)
    middle = left + side / 2
    note = on.ts.lines(block.query_note, SMALL, side)
    for line in note:
        marks += on.ts.centred(line, SMALL, middle, under)
        under += SMALL.leading
    return [Strip(max(y, under), tuple(marks))]


def _code(content: str, words: str, on: Ground) -> list[Strip]:
    side = _QR_DOTS * DOT
    code, quiet = _qr(content, side, fine=on.since(3))
    placed = moved(code, on.left + (on.width - side) / 2, 0)
    above, below = (quiet, quiet) if on.since(3) else (3 * MM, 0.0)
    return [
        Strip(side + below, (placed,), gap=max(above, 3 * MM)),
        *_centred(words, SMALL, on, gap=0.0 if below else 1 * MM),
    ]


@lru_cache(maxsize=64)
def _qr(content: str, most: float, *, fine: bool) -> tuple[Bars, float]:
    """The code with modules of whole dots, as large as goes into `most`, centred in it; and what
    must be free round it."""
    one = qr(content, 1.0, settled=True)
    modules = round(1 / one.boxes[0][3])
    dots = max(1, int(most / DOT / modules + 1e-6))
    module = _module(dots, fine=fine)
    side = modules * module
    left = (most - side) / 2
    placed = moved(qr(content, side, settled=True), left, left)
    assert isinstance(placed, Bars)  # noqa: S101  # moved keeps the kind of a mark
    return placed, _QUIET * module


def _module(dots: int, *, fine: bool) -> float:
    """So many dots in points; `fine`: to the thousandth above, so that a mark's place, which is
    kept to a thousandth, never makes a dot less of them."""
    return math.ceil(dots * DOT * 1000) / 1000 if fine else dots * DOT


def _table(block: Table, on: Ground) -> list[Strip]:
    """Names with their figures at the right edge; other tables as entries."""
    if [column.figures for column in block.columns] != [False, True]:
        return table_strips(block, on)
    strips: list[Strip] = []
    for name, count in block.rows:
        room = on.width - on.ts.width(count.text, VALUE) - 3 * MM
        lines = on.ts.lines(name.text, LABEL, room)
        marks: list[Mark] = []
        for at, line in enumerate(lines):
            marks += on.ts.set_line(line, LABEL, on.left, VALUE.size + 1 + at * LABEL.leading)
        marks += on.ts.ending(count.text, VALUE, on.right, VALUE.size + 1)
        height = VALUE.leading + (len(lines) - 1) * LABEL.leading
        strips.append(Strip(height, tuple(marks), gap=0.8 * MM))
    return [*strips, rule_strip(0.6, 2 * MM, on, _DASH)]


def _signature(block: Signature, on: Ground) -> list[Strip]:
    strips = []
    for label in block.labels:
        y = 8 * MM
        begin = on.left + on.ts.width(label, LABEL) + 2 * MM
        marks = (
            *on.ts.set_line(label, LABEL, on.left, y),
            Rule(begin, y + 2, on.right, y + 2, 0.6),
        )
        strips.append(Strip(y + 3, marks))
    return strips


def _heading(block: Heading, on: Ground) -> list[Strip]:
    return _left(block.text, VALUE, on)


def _paragraph(block: Paragraph, on: Ground) -> list[Strip]:
    return _left(block.text, SMALL if block.small else LABEL, on)


def _highlights(block: Highlights, on: Ground) -> list[Strip]:
    strips: list[Strip] = []
    for cell in block.cells:
        strips += _left(cell.label, LABEL, on)
        strips += _left(cell.value, VALUE, on)
        strips += _left(cell.note, SMALL, on)
    return strips


def _closing(block: Closing, on: Ground) -> list[Strip]:
    """The words, then the place of the seal, under each other."""
    strips = _left(block.heading, VALUE, on)
    for text in block.texts:
        strips += _left(text, LABEL, on)
    area = signing.seal_area(block, on)
    return [*strips, Strip(area.height + 1 * MM, area.marks, gap=2 * MM)]


def _note(block: Note, on: Ground) -> list[Strip]:
    return _left(block.text, SMALL, on)


def _tail(document: Document, on: Ground, code: str, reprint: int) -> list[Strip]:
    parts = document.foot.split(SEPARATOR)
    parts += [f"存证码 {code}"] if code else []
    parts += [f"补打 {reprint} 次"] if reprint else []
    parts += ["示例，不具效力"] if document.sample else []
    strips = [rule_strip(0.8, 2 * MM, on)]
    strips += _foot([part for part in parts if part], SMALL, on, 1 * MM)
    return strips + _foot(document.margin.split(SEPARATOR), _TINY, on, 0.5 * MM)


def _foot(parts: Sequence[str], style: Style, on: Ground, gap: float) -> list[Strip]:
    return _centreds(_parted(parts, SEPARATOR, style, _inner(style, on), on), style, on, gap)


_TINY = Style(Face.SANS, 7, 9.5)

_DRAWERS: dict[type, Callable[..., list[Strip]]] = {
    TicketHead: _head,
    TicketRules: _rules,
    Fields: _fields,
    Heading: _heading,
    Paragraph: _paragraph,
    Highlights: _highlights,
    Table: _table,
    Listing: blocks.listing,
    Closing: _closing,
    Signature: _signature,
    Note: _note,
}
