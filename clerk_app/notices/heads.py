"""The head of page 1, and the line that runs over the others."""

from __future__ import annotations

from collections.abc import Sequence

from clerk_app.notices.codes import code128, qr
from clerk_app.notices.document import Document, Masthead
from clerk_app.notices.flow import Strip
from clerk_app.notices.page import MM, Mark, Rule, moved
from clerk_app.notices.sheets import HALL, NUMBER, SMALL, TITLE, Ground
from clerk_app.notices.texts import pieces
from clerk_app.notices.typeset import Style

BARCODE = (60 * MM, 8.5 * MM)
QR_SIDE = 15 * MM
_MODULE = 0.5 * MM
"""The narrowest module of a QR: longer content makes the code larger, not finer."""
_QUIET = 4
"""Modules left free round a QR."""
_ASCENT = 0.86
_HIGHEST = 6 * MM
"""No line stands nearer to the upper edge of the paper."""


def masthead(block: Masthead, on: Ground, reprint: int) -> list[Strip]:
    """Codes, hall, title, number: the head of page 1."""
    marks: list[Mark] = []
    ts, small, scale = on.ts, on.style(SMALL), on.scale
    y = 9 * MM + 4 * MM * scale
    case = f"{block.case_label} {block.case_number}" if block.case_number else ""
    taken = low = 0.0
    if case:
        marks.append(moved(code128(block.case_number, *BARCODE), on.left, 0.5 * MM))
        marks += ts.set_line(case, small, on.left, y)
    if block.query:
        code = qr(block.query, QR_SIDE, settled=not on.first_look)
        side, unit = QR_SIDE, code.boxes[0][3]
        if on.since(3):
            if unit < _MODULE:
                side, unit = QR_SIDE / unit * _MODULE, _MODULE
                code = qr(block.query, side, settled=True)
            taken, low = side + _QUIET * unit, side + _QUIET * unit
        marks.append(moved(code, on.right - side, 0))
        marks += _query_note(block.query_note, small, on, max(taken, side + 3 * MM), case, y)
    middle = on.left + on.width / 2
    y += 6.5 * MM * scale
    hall, title, number = on.style(HALL), on.style(TITLE), on.style(NUMBER)
    lines = ts.lines(block.hall, hall, on.width)
    y = _under(lines, hall, on, y, taken, low)
    for line in lines:
        marks += ts.centred(line, hall, middle, y)
        y += hall.leading
    y += 4.2 * MM * scale
    lines = [block.title] if on.first_look else ts.lines(block.title, title, on.width)
    y = _under(lines, title, on, y, taken, low)
    for at, line in enumerate(lines):
        y += title.leading if at else 0.0
        marks += ts.centred(line, title, middle, y)
    y += 8.5 * MM * scale
    if block.agency_number:
        for line in _lines(block.agency_number, number, on):
            marks += ts.ending(line, number, on.right, y)
            y += number.leading
    told = [f"{block.number_label} {block.number}"]
    told += [f"补打 {reprint} 次"] if reprint else []
    room = on.width - ts.width("　".join(told), number) - 3 * MM
    if not on.first_look and ts.width(block.copies, small) > room:
        for line in ts.lines(block.copies, small, on.width):
            marks += ts.set_line(line, small, on.left, y)
            y += small.leading * 1.2
    else:
        marks += ts.set_line(block.copies, small, on.left, y)
    for at, line in enumerate(_joined(told, number, on)):
        y += number.leading if at else 0.0
        marks += ts.ending(line, number, on.right, y)
    y += 2 * MM
    marks.append(Rule(on.left, y, on.right, y, 0.5 * MM))
    return [Strip(y, tuple(marks))]


def _query_note(
    note: str, style: Style, on: Ground, taken: float, case: str, y: float
) -> list[Mark]:
    """The words left of the QR: on the line of the number, or where they would meet beside the
    bars, one line as high as it goes: half a line above the number they would read as one."""
    right = on.right - taken
    if not on.since(3):
        return on.ts.ending(note, style, right, y)
    room = on.width - taken - (BARCODE[0] + 3 * MM if case else 0.0)
    lines = on.ts.lines(note, style, room)
    widest = max(on.ts.width(line, style) for line in lines)
    if on.ts.width(case, style) + 3 * MM + widest > on.width - taken:
        y = BARCODE[1] if len(lines) > 1 else min(BARCODE[1], style.size * _ASCENT + 0.5 * MM)
    first = y - (len(lines) - 1) * style.leading
    return [
        mark
        for at, line in enumerate(lines)
        for mark in on.ts.ending(line, style, right, first + at * style.leading)
    ]


def _under(
    lines: Sequence[str], style: Style, on: Ground, y: float, taken: float, low: float
) -> float:
    """The base line of centred lines: under the room of the QR where they would run into it."""
    top = y - style.size * _ASCENT
    if not low or top >= low:
        return y
    meets = any(on.ts.width(line, style) > on.width - 2 * taken for line in lines)
    return y + low - top if meets else y


def _lines(text: str, style: Style, on: Ground) -> list[str]:
    return [text] if on.first_look else on.ts.lines(text, style, on.width)


def _joined(parts: Sequence[str], style: Style, on: Ground) -> list[str]:
    if on.since(3):
        return pieces(parts, "　", style, on.width, on)
    return _lines("　".join(parts), style, on)


def running_head(document: Document, on: Ground) -> list[Mark]:
    """Hall, title and number over every page but the first."""
    style = on.foot_style(SMALL)
    y = on.sheet.top - 7 * MM
    number = f"{document.number_label} {document.number}"
    name = f"{document.hall} {document.title}（续）"
    room = on.width - on.ts.width(number, style) - 3 * MM
    lines = [name] if on.first_look else on.ts.lines(name, style, room)
    if on.since(3) and y - style.size - (len(lines) - 1) * style.leading < _HIGHEST:
        lines = on.ts.lines(f"{document.title}（续）", style, room)  # page 1 names the hall
    marks: list[Mark] = []
    for at, line in enumerate(lines):
        marks += on.ts.set_line(line, style, on.left, y - (len(lines) - 1 - at) * style.leading)
    marks += on.ts.ending(number, style, on.right, y)
    rule = Rule(on.left, y + 4 * on.scale, on.right, y + 4 * on.scale, 0.15 * MM, 0.4)
    return [*marks, rule]
