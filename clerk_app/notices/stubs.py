"""存根 | 回执: what is torn off below the perforation and kept by the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clerk_app.notices.codes import code128
from clerk_app.notices.document import Stub
from clerk_app.notices.page import MM, Face, Mark, Rule, moved
from clerk_app.notices.sheets import CELL, LABEL, NUMBER, SMALL, Ground
from clerk_app.notices.signing import sign_rows, signs_in_a_row
from clerk_app.notices.typeset import Style

_BARCODE = (54 * MM, 8.5 * MM)
_EDGE = 8 * MM
"""The perforation runs from edge to edge of the paper, as far as a printer reaches."""
_FOOT = 6 * MM
_SIGN = 8.5 * MM
_DASH = 2.6
TITLE = Style(Face.SERIF_BOLD, 13, 18, tracking=0.04)


@dataclass(frozen=True, slots=True)
class Torn:
    """The marks of a stub at the foot of its sheet; `top` is its perforation."""

    top: float
    marks: tuple[Mark, ...]


def torn(block: Stub, on: Ground) -> Torn:
    """The stub at the foot of the sheet, as tall as its sentence needs."""
    ts = on.ts
    title, cell, small = on.style(TITLE), on.style(CELL), on.foot_style(SMALL)
    label, number = on.style(LABEL), on.style(NUMBER)
    told = ts.lines(block.number, number, on.width / 2)
    wide = max(ts.width(line, number) for line in told)
    if block.case_number:
        wide = max(wide, _BARCODE[0])
    room = on.width - wide - 8 * MM
    marks: list[Mark] = []
    y = 3 * MM + title.size
    for at, line in enumerate(ts.lines(block.title, title, room)):
        y += title.leading if at else 0.0
        marks += ts.set_line(line, title, on.left, y)
    y += 1.5 * MM
    for line in ts.lines(block.text, cell, room):
        y += cell.leading
        marks += ts.set_line(line, cell, on.left, y)
    right = on.right
    v = 3 * MM + number.size
    for at, line in enumerate(told):
        v += number.leading if at else 0.0
        marks += ts.ending(line, number, right, v)
    if block.case_number:
        v += 2 * MM
        marks.append(moved(code128(block.case_number, *_BARCODE), right - _BARCODE[0], v))
        v += _BARCODE[1] + small.size + 1 * MM
        middle = right - _BARCODE[0] / 2
        marks += ts.centred(block.case_number, small, middle, v)
    if on.since(3):
        beside = signs_in_a_row(block.signers, label, on, room)
        y = max(y, v - _SIGN) if beside else max(y, v)
        for row in sign_rows(block.signers, label, on, _SIGN, room if beside else on.width):
            marks += [moved(mark, 0, y) for mark in row]
            y += _SIGN
    else:
        y = max(y + _SIGN, v + (0 if not on.sheet.narrow else _SIGN))
        marks += _signed_before(block.signers, label, on, on.width if on.sheet.narrow else room, y)
    top = on.sheet.height - _FOOT - (y + 3)
    placed = [moved(mark, 0, top) for mark in marks]
    return Torn(top, (*_perforation(block.label, top, on), *placed))


def _signed_before(
    signers: Sequence[str], style: Style, on: Ground, room: float, y: float
) -> list[Mark]:
    """The lines to sign on of pages of the second look: beside the bars, however short."""
    marks: list[Mark] = []
    pitch = room / len(signers)
    for at, name in enumerate(signers):
        x = on.left + at * pitch
        marks += on.ts.set_line(name, style, x, y)
        begin = x + on.ts.width(name, style) + 2 * MM
        marks.append(Rule(begin, y + 2, x + pitch - 4 * MM, y + 2, 0.5, 0.2))
    return marks


def _perforation(text: str, y: float, on: Ground) -> list[Mark]:
    """A dashed line with the words in its middle."""
    style = on.style(SMALL)
    half = on.ts.width(text, style) / 2 + 4 * MM
    middle = on.sheet.width / 2
    return [
        Rule(_EDGE, y, middle - half, y, 0.5, 0.4, _DASH),
        Rule(middle + half, y, on.sheet.width - _EDGE, y, 0.5, 0.4, _DASH),
        *on.ts.centred(text, style, middle, y + style.size * 0.35),
    ]
