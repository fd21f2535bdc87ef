"""The end of a paper: the last words, the place of the seal, the lines to sign on.

The seal's place is at least 45 mm square, with corner marks only; who seals and the day stand in
it, as the seal is set over them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clerk_app.notices import before
from clerk_app.notices.breaking import HALF_AT_END, NO_END
from clerk_app.notices.document import Closing, Signature
from clerk_app.notices.flow import WHOLE, Strip, holding
from clerk_app.notices.page import MM, Mark, Rule, moved
from clerk_app.notices.sheets import BODY, HEADING, LABEL, SIGNER, Ground
from clerk_app.notices.texts import pieces, set_lines, text_strips
from clerk_app.notices.typeset import Style

SEAL = 45 * MM
_NARROWEST = 55 * MM
"""A column of text narrower than this does not stand beside the seal."""
_BETWEEN_SEALS = 6 * MM
_CLEAR = 3 * MM
"""Free between the words （盖章） and who seals."""
_ASCENT, _DESCENT = 0.86, 0.14
_MOST_SEALING = 3
"""More lines of who seals than these are set smaller, and more than `_MOST_SMALL` wider."""
_MOST_SMALL = 5
_SMALLER = 0.85
_WIDER = 1.25

SIGNED, DATED = 35 * MM, 30 * MM
"""The shortest lines a hand can sign and date on."""
_DATES = frozenset({"日期"})
_BODIES = re.compile(
    r"[^（）()、，；·\s]+?"
    r"(?:人民政府|委员会|办事处|派出所|管理所|中心|大厅|[支大中]队|局|厅|署|$)"
)
"""Each body of a name like 示例县公安局示例派出所."""
ROW = 9 * MM
_BETWEEN = 4 * MM
_AFTER = 2 * MM


@dataclass(frozen=True, slots=True)
class Area:
    """The place of the seal at the right margin; `y` of its marks counts from its top."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def closing(block: Closing, on: Ground) -> list[Strip]:
    """Text left of the seal where it is short enough, else above it; the seal never alone. Whoever
    else seals does so left of it, or under it where there is no room."""
    area = seal_area(block, on)
    under: list[Strip] = []
    for other in block.beside:
        more = seal_area(other, on)
        if more.width + _BETWEEN_SEALS + area.width + 3 * MM <= on.width:
            area = _side_by_side(more, area)
        else:
            under.append(Strip(more.height + 1 * MM, more.marks, gap=3 * MM, keep=True))
    room = on.width - area.width - 12 * MM
    if room >= _NARROWEST:
        beside = _column(block, on, room)
        height = sum(strip.height + strip.gap for strip in beside)
        if height <= 1.6 * area.height:
            marks: list[Mark] = list(area.marks)
            y = 0.0
            for strip in beside:
                y += strip.gap
                marks += [moved(mark, 0, y) for mark in strip.marks]
                y += strip.height
            height = max(y, area.height + 1 * MM)
            return [Strip(height, tuple(marks), gap=4 * MM, keep=True), *under]
    above = _column(block, on, on.width, bound=on.since(3))
    if above:
        above[-1] = replace(above[-1], keep=True)
        if not on.first_look:
            above[0] = replace(above[0], gap=4 * MM)
    return [*above, Strip(area.height + 1 * MM, area.marks, gap=3 * MM, keep=True), *under]


def _side_by_side(left: Area, right: Area) -> Area:
    """Both at the right margin, one before the other."""
    shift = right.width + _BETWEEN_SEALS
    marks = (*(moved(mark, -shift, 0) for mark in left.marks), *right.marks)
    return Area(left.width + shift, max(left.height, right.height), marks)


def closing_apart(block: Closing, on: Ground, *, alone: bool = False) -> list[Strip]:
    """The closing with only its last paragraph, and where to ask, held beside the seal, so that
    the others may stay on the page before; nothing where they have no room there. Where to ask is
    no text: it is held `alone` only where that is asked for."""
    if not (on.since(3) and block.heading and len(block.texts) > 1):
        return []
    kept = () if alone else block.paragraphs[-1:]
    held = closing(replace(block, paragraphs=kept, heading=""), on)
    if len(held) > 1 or not (kept or block.contact):  # not beside the seal
        return []
    first = block.paragraphs[: len(block.paragraphs) - len(kept)]
    apart = _column(replace(block, paragraphs=first, contact=()), on, on.width)
    apart[0] = replace(apart[0], gap=4 * MM)
    return [*apart, *held]


def _column(block: Closing, on: Ground, room: float, *, bound: bool = False) -> list[Strip]:
    """Heading, paragraphs and where to ask under each other. `bound`: the last paragraph stays
    with what follows, as a seal under telephones belongs to no text."""
    strips: list[Strip] = []
    if block.heading:
        style = on.style(HEADING)
        lines = [block.heading] if on.first_look else on.ts.lines(block.heading, style, room)
        for line in lines:
            marks = tuple(on.ts.set_line(line, style, on.left, style.size))
            strips.append(Strip(style.leading, marks, keep=True))
    style = on.style(BODY)
    for text in block.paragraphs:
        paragraph = text_strips(text, on, style, on.left, room, 0, gap=0.7 * MM)
        strips += paragraph
    if bound and block.paragraphs:
        strips = holding(strips, min(len(paragraph), WHOLE))
    if block.contact:
        parts = [f"{part}；" for part in block.contact[:-1]] + [f"{block.contact[-1]}。"]
        lines = pieces(parts, "", style, room, on)
        strips += set_lines(lines, on, style, on.left, gap=0.7 * MM)
    return strips


def seal_area(block: Closing, on: Ground) -> Area:
    """The free area, its corner marks, who seals and the day. A long name is set smaller, then
    the area grows: neither （盖章） nor the text above it is run into."""
    side = _side(on)
    much = side / SEAL
    if not on.since(3):
        return _framed(before.sealed(block, on, side, _middle(side, on)), side, side, on)
    label, style = on.style(LABEL), on.style(SIGNER)
    lines = name_lines(block.signer, style, side - 1 * MM, on)
    width, widest = side, on.width - 6 * MM
    if len(lines) > _MOST_SEALING:
        size = max(on.sheet.least, style.size * _SMALLER)
        style = replace(style, size=size, leading=style.leading * size / style.size)
        lines = name_lines(block.signer, style, width - 1 * MM, on)
    while len(lines) > _MOST_SMALL and width < widest:
        width = min(width * _WIDER, widest)
        lines = name_lines(block.signer, style, width - 1 * MM, on)
    named = on.ts.lines(block.seal_label, label, width - 2 * MM)
    y = 12 * MM * much - (len(named) - 1) * label.leading / 2
    marks, middle = [], _middle(width, on)
    for line in named:
        marks += _middled(line, label, middle, y, on)
        y += label.leading
    y += label.size * _DESCENT - label.leading + _CLEAR + style.size * _ASCENT
    y = max(y, 23.5 * MM * much - max(0, len(lines) - 2) * style.leading / 2)
    for line in lines:
        marks += _middled(line, style, middle, y, on)
        y += style.leading
    y += 1.6 * MM
    marks += _middled(block.date, style, middle, y, on)
    return _framed(marks, width, max(side, y + _CLEAR), on)


def name_lines(name: str, style: Style, room: float, on: Ground) -> list[str]:
    """The lines of a body's name, broken between two bodies where that takes no more lines:
    示例县公安局 and 示例派出所, never within 派出所."""
    lines = on.ts.lines(name, style, room)
    parts = _BODIES.findall(name)
    if len(lines) < 2 or "".join(parts) != name:  # with a bracket or a comma: as any text
        return lines
    whole = pieces(parts, "", style, room, on)
    return whole if len(whole) <= len(lines) else lines


def _side(on: Ground) -> float:
    """45 mm; 60 mm where the type is large, so that who seals stands on a line."""
    return SEAL * min(max(on.scale, 1.0), 60 / 45)


def _edges(width: float, on: Ground) -> tuple[float, float]:
    edge = 3 * MM if on.width > width + 6 * MM else 0.0
    return on.right - width - edge, on.right - edge


def _middle(width: float, on: Ground) -> float:
    left, right = _edges(width, on)
    return (left + right) / 2


def _framed(marks: Sequence[Mark], width: float, height: float, on: Ground) -> Area:
    left, right = _edges(width, on)
    tick = 4 * MM
    corners: list[Mark] = []
    for x, inward in ((left, tick), (right, -tick)):
        for y, down in ((0.0, tick), (height, -tick)):
            corners.append(Rule(x, y, x + inward, y, 0.4, 0.55))
            corners.append(Rule(x, y, x, y + down, 0.4, 0.55))
    return Area(width, height, (*corners, *marks))


def _middled(text: str, style: Style, middle: float, y: float, on: Ground) -> list[Mark]:
    """One line whose ink is centred: the blank half of a mark at an end does not count."""
    blank = (text[-1:] in HALF_AT_END) - (text[:1] in NO_END and text[:1] >= "\u2e80")
    return on.ts.centred(text, style, middle + blank * style.size / 4, y)


def signature(block: Signature, on: Ground) -> list[Strip]:
    """Lines to sign on: side by side where they are long enough, one under the other on a narrow
    sheet."""
    style = on.style(LABEL)
    if on.sheet.narrow:
        rows = [_sign(label, style, on, on.left, on.right, ROW) for label in block.labels]
    elif on.since(3):
        rows = sign_rows(block.labels, style, on, ROW)
    else:
        rows = [before.signed(block.labels, style, on, ROW)]
    return [Strip(ROW + 3, tuple(row), gap=1 * MM, keep=True) for row in rows]


def sign_rows(
    labels: Sequence[str], style: Style, on: Ground, y: float, room: float = 0.0
) -> list[list[Mark]]:
    """Rows of lines to sign on from the left margin over `room` (the text, where none is given),
    as many beside each other as leave a hand its room (35 mm, 30 mm for a date); every row's
    base line is `y`."""
    wanted = _wanted(labels, style, on)
    room = (room or on.width) + _BETWEEN
    across = len(labels)
    while across > 1 and not _fit(wanted, across, room):
        across -= 1
    rows: list[tuple[list[Mark], float]] = []
    for first in range(0, len(labels), across):
        needed = wanted[first : first + across]
        spare = max(0.0, room - sum(needed)) / across
        if len(needed) < across:  # as long as the first of those above it
            spare = rows[0][1] - needed[0]
        marks: list[Mark] = []
        x = on.left
        for label, width in zip(labels[first : first + across], needed, strict=True):
            end = x + width + spare
            marks += _sign(label, style, on, x, end - _BETWEEN, y)
            x = end
        rows.append((marks, needed[0] + spare))
    return [marks for marks, _ in rows]


def signs_in_a_row(labels: Sequence[str], style: Style, on: Ground, room: float) -> bool:
    """Whether all lines to sign on are long enough beside each other in that room."""
    return _fit(_wanted(labels, style, on), len(labels), room + _BETWEEN)


def _wanted(labels: Sequence[str], style: Style, on: Ground) -> list[float]:
    return [
        on.ts.width(label, style) + _AFTER + (DATED if label in _DATES else SIGNED) + _BETWEEN
        for label in labels
    ]


def _fit(wanted: Sequence[float], across: int, room: float) -> bool:
    rows = (wanted[at : at + across] for at in range(0, len(wanted), across))
    return all(sum(row) <= room for row in rows)


def _sign(label: str, style: Style, on: Ground, x: float, end: float, y: float) -> list[Mark]:
    begin = x + on.ts.width(label, style) + _AFTER
    return [*on.ts.set_line(label, style, x, y), Rule(begin, y + 2, end, y + 2, 0.5, 0.2)]
