"""Formal letters (公文): the geometry of GB/T 9704-2012 for A4.

天头 37 mm, 订口 28 mm, a type area (版心) of 156 × 225 mm, 22 lines a page, 28 characters a line
in 3 号. 28 characters of 16 pt would be 158 mm; 3 号 is 15.75 pt, and 28 of them are 155.6 mm. The
face is the serif of the program: 仿宋 and 小标宋 are none of the fonts that may be shipped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clerk_app.notices.blocks import share_a_line
from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import (
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
)
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import A4, MM, Face, Mark, Rule, moved
from clerk_app.notices.sheets import SMALL, Ground, Sheet
from clerk_app.notices.signing import name_lines, sign_rows, signs_in_a_row
from clerk_app.notices.texts import pieces
from clerk_app.notices.typeset import Style

HEAD, BINDING = 37 * MM, 28 * MM
AREA = (156 * MM, 225 * MM)
LINES, CHARACTERS = 22, 28
PITCH = AREA[1] / LINES
CLOSE_PITCH = AREA[1] / 24
"""Lines a little closer (GB/T 9704 5.2.3 allows for it) where that saves a page."""
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
_SMALLEST = Style(Face.SERIF, 10.5, PITCH)
"""五号: who seals, where the name is very long."""
_SIDE = 45 * MM
_SEAL_LINES = 5
"""45 mm and more for the seal."""
_MOST_LINES = 2
"""More lines of who seals than these are set smaller."""
_INSIDE = 1 * MM
"""Free between a name and the edge of the seal's place."""
_APART = 4 * MM
"""Free between the seal's place and what stands beside it."""
_FROM_RIGHT = 4
"""Characters free at the right of the day."""
_TO = "申请人"
"""The row of the facts block that the line of the addressee says already."""
_HALF = 14
_DROP = 0.72
"""Where the base line stands in its line of the grid."""


def as_letter(document: Document) -> Document:
    """The document without the row that says again who the letter is to."""
    to = {b.addressee for b in document.blocks if isinstance(b, Masthead) and b.addressee}
    return replace(
        document,
        blocks=tuple(
            replace(b, rows=tuple(r for r in b.rows if r.label != _TO or r.value not in to))
            if isinstance(b, Fields)
            else b
            for b in document.blocks
        ),
    )


def closer(strips: Sequence[Strip]) -> list[Strip]:
    """The same with 24 lines a page, for a letter that so needs a page less."""
    return [
        replace(strip, height=CLOSE_PITCH) if strip.height == PITCH else strip for strip in strips
    ]


def masthead(block: Masthead, on: Ground, reprint: int) -> list[Strip]:
    """The codes in the head margin; agency, title, 文号, 主送 on the first lines of the area."""
    ts = on.ts
    up = _CODES - HEAD
    marks: list[Mark] = []
    if block.case_number:
        marks.append(moved(code128(block.case_number, 60 * MM, 8.5 * MM), on.left, up))
        text = f"{block.case_label} {block.case_number}"
        marks += ts.set_line(text, SMALL, on.left, up + 12.5 * MM)
    numbered = on.since(3) and bool(block.agency_number)
    told = _numbers(block, reprint)
    if numbered:
        marks += ts.set_line(told.pop(), SMALL, on.left, up + 16.5 * MM)
    marks += ts.set_line(block.copies, SMALL, on.left, up + (20.5 if numbered else 17) * MM)
    if block.query:
        code = qr(block.query, _QR, settled=True)
        marks.append(moved(code, on.right - _QR, up))
        marks += ts.ending(block.query_note, SMALL, on.right - _QR - 3 * MM, up + 12.5 * MM)
    strips = [Strip(0.0, tuple(marks), keep=True)]
    strips += _centred((block.hall, block.title), _TITLE, on)
    if not on.since(3):
        return [*strips, *_centred(told, _SMALLER, on)]
    strips += [_line([], keep=True), *_centred(told, BODY if numbered else _SMALLER, on)]
    strips.append(_line([], keep=True))
    return strips + (_text(f"{block.addressee}：", on, indent=0) if block.addressee else [])


def _numbers(block: Masthead, reprint: int) -> list[str]:
    """The agency's number (文号) where there is one, and the paper's own."""
    own = f"{block.number_label} {block.number}"
    own += f"　补打 {reprint} 次" if reprint else ""
    return [block.agency_number, own] if block.agency_number else [own]


def _centred(texts: Sequence[str], style: Style, on: Ground) -> list[Strip]:
    middle = (on.left + on.right) / 2
    return [
        _line(on.ts.centred(line, style, middle, PITCH * _DROP), keep=True)
        for text in texts
        for line in on.ts.lines(text, style, on.width)
    ]


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
        shared = waiting is None or row is None or share_a_line(waiting, row) or not on.since(3)
        if waiting and row and short and shared:
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
    """署名 and 成文日期 at the right, the seal's free square over both, where to ask beside it."""
    strips: list[Strip] = []
    if block.heading:
        strips += _text(block.heading, on, _HEADING, keep=True)
    for text in block.paragraphs if on.since(3) else block.texts:
        strips += _text(text, on)
    if not on.since(3):
        return [*_bound(strips), Strip(_SEAL_LINES * PITCH, _seal_before(block, on), keep=True)]
    left, depth, marks = _seal(block, on)
    height = max(_SEAL_LINES * PITCH, depth + _square_top())
    beside = _beside(block.contact, on, left - on.left - _APART, height)
    if block.contact and not beside:
        strips += _contact(block.contact, on)
    return [*_bound(strips), Strip(height, (*beside, *marks), keep=True)]


def _bound(strips: list[Strip]) -> list[Strip]:
    """The last line stays with the seal."""
    return [*strips[:-1], replace(strips[-1], keep=True)] if strips else []


def _contact(parts: Sequence[str], on: Ground) -> list[Strip]:
    """Window, clerk and telephones: no label is parted from its value."""
    indent = 2 * SIZE
    return [
        _line(on.ts.set_line(line, BODY, on.left + indent, PITCH * _DROP), keep=True)
        for line in pieces(_ended(parts), "", BODY, on.width - indent, on)
    ]


def _ended(parts: Sequence[str]) -> list[str]:
    return [f"{part}；" for part in parts[:-1]] + [f"{parts[-1]}。"]


def _beside(parts: Sequence[str], on: Ground, room: float, height: float) -> list[Mark]:
    """Where to ask as small lines left of the seal, the last of them level with its foot; nothing
    where they have no room there, or a part of them would be cut."""
    if not parts or room <= 0:
        return []
    told = _ended(parts)
    for style in (_SMALLER, _SMALLEST):
        leading = style.size * 1.5
        lines = pieces(told, "", style, room, on)
        cut = any(on.ts.width(part, style) > room for part in told)
        first = height - _square_top() - 2 - (len(lines) - 1) * leading
        if not cut and first > style.size:
            return [
                mark
                for at, line in enumerate(lines)
                for mark in on.ts.set_line(line, style, on.left, first + at * leading)
            ]
    return []


def _seal(block: Closing, on: Ground) -> tuple[float, float, list[Mark]]:
    """The day ends four characters from the right; who seals is centred on it, and the seal's
    place on both (GB/T 9704 7.3.5.1): 45 mm square, larger where a long name needs it, so that
    no name runs out of its corners. Its left edge, its lower edge, its marks."""
    ts = on.ts
    day = ts.width(block.date, BODY)
    middle = on.right - _FROM_RIGHT * SIZE - day / 2
    top = _square_top()
    label = top + 7 * MM
    marks = ts.centred(block.seal_label, SMALL, middle, label)
    room = 2 * (on.right - middle - _INSIDE)
    for style in (BODY, _SMALLER, _SMALLEST):
        leading = style.size * 1.25
        signer = name_lines(block.signer, style, room, on)
        first = label + 3 * MM + style.size
        last = max(first + (len(signer) - 1) * leading, (2 + _DROP) * PITCH)
        under = last + max(leading, BODY.size * 1.25) + 1 * MM
        if len(signer) <= _MOST_LINES or under <= top + _SIDE - 2 * MM:
            break
    for at, line in enumerate(signer):
        marks += ts.centred(line, style, middle, last - (len(signer) - 1 - at) * leading)
    marks += ts.centred(block.date, BODY, middle, under)
    widest = max(ts.width(line, style) for line in signer)
    width, height = max(_SIDE, widest + 2 * _INSIDE), max(_SIDE, under + 2 * MM - top)
    left = middle - width / 2
    return left, top + height, [*_corners(left, top, width, height), *marks]


def _square_top() -> float:
    return (_SEAL_LINES * PITCH - _SIDE) / 2


def _corners(left: float, top: float, width: float = _SIDE, height: float = _SIDE) -> list[Mark]:
    tick = 4 * MM
    marks: list[Mark] = []
    for x, inward in ((left, tick), (left + width, -tick)):
        for y, down in ((top, tick), (top + height, -tick)):
            marks.append(Rule(x, y, x + inward, y, 0.4, 0.55))
            marks.append(Rule(x, y, x, y + down, 0.4, 0.55))
    return marks


def _seal_before(block: Closing, on: Ground) -> tuple[Mark, ...]:
    """As on letters of look 2: the square two characters from the right."""
    left = on.right - 4 * SIZE / 2 - _SIDE
    top = _square_top()
    marks = _corners(left, top)
    middle = left + _SIDE / 2
    ts = on.ts
    marks += ts.centred(block.seal_label, SMALL, middle, top + 7 * MM)
    style, signer = BODY, ts.lines(block.signer, BODY, _SIDE)
    if len(signer) > _MOST_LINES:
        style, signer = _SMALLER, ts.lines(block.signer, _SMALLER, _SIDE)
    leading = style.size * 1.25
    y = (2 + _DROP) * PITCH - (len(signer) - 1) * leading / 2
    for line in signer:
        marks += ts.centred(line, style, middle, y)
        y += leading
    marks += ts.centred(block.date, style, middle, y + 1 * MM)
    return tuple(marks)


def _signature(block: Signature, on: Ground) -> list[Strip]:
    if on.since(3):
        style = _SMALLER if signs_in_a_row(block.labels, _SMALLER, on, on.width) else _SMALLEST
        rows = sign_rows(block.labels, style, on, PITCH * _DROP)
        return [_line(row, keep=True) for row in rows]
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
