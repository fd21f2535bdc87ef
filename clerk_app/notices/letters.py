"""Formal letters (公文): the geometry of GB/T 9704-2012 for A4.

天头 37 mm, 订口 28 mm, a type area (版心) of 156 × 225 mm, 22 lines a page, 28 characters a line
in 3 号. 28 characters of 16 pt would be 158 mm; 3 号 is 15.75 pt, and 28 of them are 155.6 mm. The
face is the serif of the program: 仿宋 and 小标宋 are none of the fonts that may be shipped.
"""

from __future__ import annotations

from collections.abc import Callable

from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import (
    Closing,
    Field,
    Fields,
    Heading,
    Highlights,
    Listing,
    Masthead,
    Note,
    Paragraph,
    Signature,
)
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import A4, MM, Face, Mark, Rule, moved
from clerk_app.notices.sheets import SMALL, Ground, Sheet
from clerk_app.notices.typeset import Style

HEAD, BINDING = 37 * MM, 28 * MM
AREA = (156 * MM, 225 * MM)
LINES, CHARACTERS = 22, 28
PITCH = AREA[1] / LINES
SIZE = 15.75
LETTER = Sheet(
    "a4",
    "A4 公文",
    A4[0],
    A4[1],
    BINDING,
    BINDING + CHARACTERS * SIZE,
    HEAD,
    HEAD,
    HEAD + AREA[1] + 0.1,
    HEAD + AREA[1] + 13 * MM,
)
BODY = Style(Face.SERIF, SIZE, PITCH)
_HEADING = Style(Face.SANS_MEDIUM, SIZE, PITCH)
_TITLE = Style(Face.SERIF_BOLD, 22, PITCH)
"""2 号."""
_SMALLER = Style(Face.SERIF, 12, PITCH)
_CODES = 14 * MM
_QR = 15 * MM
_SEAL_LINES = 5
"""45 mm and more for the seal."""
_MOST_LINES = 2
"""More lines of who seals than these are set smaller."""
_HALF = 14
_DROP = 0.72
"""Where the base line stands in its line of the grid."""


def masthead(block: Masthead, on: Ground, reprint: int) -> list[Strip]:
    """The codes in the head margin; agency, title and number on the first lines of the area."""
    ts = on.ts
    up = _CODES - HEAD
    marks: list[Mark] = []
    if block.case_number:
        marks.append(moved(code128(block.case_number, 60 * MM, 8.5 * MM), on.left, up))
        text = f"{block.case_label} {block.case_number}"
        marks += ts.set_line(text, SMALL, on.left, up + 12.5 * MM)
    marks += ts.set_line(block.copies, SMALL, on.left, up + 17 * MM)
    if block.query:
        code = qr(block.query, _QR, settled=True)
        marks.append(moved(code, on.right - _QR, up))
        marks += ts.ending(block.query_note, SMALL, on.right - _QR - 3 * MM, up + 12.5 * MM)
    strips = [Strip(0.0, tuple(marks), keep=True)]
    middle = (on.left + on.right) / 2
    for text in (block.hall, block.title):
        for line in ts.lines(text, _TITLE, on.width):
            strips.append(_line(ts.centred(line, _TITLE, middle, PITCH * _DROP), keep=True))
    number = block.agency_number or f"{block.number_label} {block.number}"
    more = f"{block.number_label} {block.number}" if block.agency_number else ""
    for text in filter(None, (number, more)):
        told = text + (f"　补打 {reprint} 次" if reprint and block.number in text else "")
        for line in ts.lines(told, _SMALLER, on.width):
            strips.append(_line(ts.centred(line, _SMALLER, middle, PITCH * _DROP), keep=True))
    return strips


def _line(marks: list[Mark], *, keep: bool = False) -> Strip:
    return Strip(PITCH, tuple(marks), keep=keep)


def _text(
    text: str, on: Ground, style: Style = BODY, *, indent: int = 2, keep: bool = False
) -> list[Strip]:
    first = indent * style.size
    lines = on.ts.lines(text, style, on.width, indent=first)
    strips = []
    for at, line in enumerate(lines):
        x = on.left + (first if at == 0 else 0)
        last = at == len(lines) - 1
        fill = None if last else on.right - x
        marks = on.ts.set_line(line, style, x, PITCH * _DROP, fill=fill)
        together = keep or (not last and at in {0, len(lines) - 2})
        strips.append(_line(marks, keep=together))
    return strips


def _fields(block: Fields, on: Ground) -> list[Strip]:
    """Label and value as running text; two a line where both are short."""
    strips: list[Strip] = []
    waiting: Field | None = None
    for row in (*block.rows, None):
        short = row is not None and not row.wide and _short(row, on)
        if waiting and row and short:
            strips.append(_line([*_half(waiting, on, 0), *_half(row, on, 1)]))
            waiting = None
            continue
        if waiting:
            strips.append(_line(_half(waiting, on, 0)))
            waiting = None
        if row and short:
            waiting = row
        elif row:
            strips += _text(f"{row.label}：{row.value}", on, indent=0)
    return strips


def _short(row: Field, on: Ground) -> bool:
    return on.ts.width(f"{row.label}：{row.value}", BODY) <= (_HALF - 1) * SIZE


def _half(row: Field, on: Ground, half: int) -> list[Mark]:
    x = on.left + half * _HALF * SIZE
    return on.ts.set_line(f"{row.label}：{row.value}", BODY, x, PITCH * _DROP)


def _heading(block: Heading, on: Ground) -> list[Strip]:
    return _text(block.text, on, _HEADING, keep=True)


def _paragraph(block: Paragraph, on: Ground) -> list[Strip]:
    return _text(block.text, on, keep=block.keep)


def _highlights(block: Highlights, on: Ground) -> list[Strip]:
    strips: list[Strip] = []
    for cell in block.cells:
        note = f"（{cell.note}）" if cell.note else ""
        strips += _text(f"{cell.label}：{cell.value}{note}", on)
    return strips


def _listing(block: Listing, on: Ground) -> list[Strip]:
    strips: list[Strip] = []
    for number, text in block.entries:
        strips += _text(f"{number}. {text}", on)
    return strips


def _closing(block: Closing, on: Ground) -> list[Strip]:
    """署名 and 成文日期 at the right, the seal's free square over both."""
    strips: list[Strip] = []
    if block.heading:
        strips += _text(block.heading, on, _HEADING, keep=True)
    for text in block.paragraphs:
        strips += _text(text, on)
    if strips:
        last = strips[-1]
        strips[-1] = Strip(last.height, last.marks, last.gap, True)
    return [*strips, Strip(_SEAL_LINES * PITCH, _seal(block, on), keep=True)]


def _seal(block: Closing, on: Ground) -> tuple[Mark, ...]:
    side, tick = 45 * MM, 4 * MM
    right = on.right - 4 * SIZE / 2
    left = right - side
    top = (_SEAL_LINES * PITCH - side) / 2
    marks: list[Mark] = []
    for x, inward in ((left, tick), (right, -tick)):
        for y, down in ((top, tick), (top + side, -tick)):
            marks.append(Rule(x, y, x + inward, y, 0.4, 0.55))
            marks.append(Rule(x, y, x, y + down, 0.4, 0.55))
    middle = (left + right) / 2
    ts = on.ts
    marks += ts.centred(block.seal_label, SMALL, middle, top + 7 * MM)
    style, signer = BODY, ts.lines(block.signer, BODY, side)
    if len(signer) > _MOST_LINES:
        style, signer = _SMALLER, ts.lines(block.signer, _SMALLER, side)
    leading = style.size * 1.25
    y = (2 + _DROP) * PITCH - (len(signer) - 1) * leading / 2
    for line in signer:
        marks += ts.centred(line, style, middle, y)
        y += leading
    marks += ts.centred(block.date, style, middle, y + 1 * MM)
    return tuple(marks)


def _signature(block: Signature, on: Ground) -> list[Strip]:
    marks: list[Mark] = []
    pitch = on.width / len(block.labels)
    y = PITCH * _DROP
    for at, label in enumerate(block.labels):
        x = on.left + at * pitch
        marks += on.ts.set_line(label, _SMALLER, x, y)
        begin = x + on.ts.width(label, _SMALLER) + 1.5 * MM
        end = x + pitch - (3 * MM if at + 1 < len(block.labels) else 0)
        marks.append(Rule(begin, y + 2, end, y + 2, 0.5, 0.2))
    return [_line(marks, keep=True)]


def _note(block: Note, on: Ground) -> list[Strip]:
    return _text(block.text, on, _SMALLER, indent=0)


DRAWERS: dict[type, Callable[..., list[Strip]]] = {
    Fields: _fields,
    Heading: _heading,
    Paragraph: _paragraph,
    Highlights: _highlights,
    Listing: _listing,
    Closing: _closing,
    Signature: _signature,
    Note: _note,
}
