"""Where the marks of a page stand: what lies over what, what runs over an edge."""

from __future__ import annotations

from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Mark, Page, Rule, Run

Box = tuple[float, float, float, float]
WATERMARK = 70.0
"""Type larger than this in points is the word under everything (示例)."""
_ASCENT, _DESCENT = 0.86, 0.1
"""A hanzi's box reaches so far above and below its base line, in ems."""


def box(mark: Mark, fonts: FontSet) -> Box:
    """Left, top, right, bottom in points."""
    if isinstance(mark, Run):
        width = sum(fonts.advance(char, mark.face) * mark.size for char in mark.text)
        width += mark.spacing * (len(mark.text) - 1)
        top, bottom = mark.y - _ASCENT * mark.size, mark.y + _DESCENT * mark.size
        return mark.x, top, mark.x + width, bottom
    if isinstance(mark, Rule):
        left, right = sorted((mark.x1, mark.x2))
        top, bottom = sorted((mark.y1, mark.y2))
        return left, top, right, bottom
    assert isinstance(mark, Bars)
    lefts, tops = [b[0] for b in mark.boxes], [b[1] for b in mark.boxes]
    rights = [b[0] + b[2] for b in mark.boxes]
    bottoms = [b[1] + b[3] for b in mark.boxes]
    return min(lefts), min(tops), max(rights), max(bottoms)


def over_each_other(page: Page, fonts: FontSet) -> list[tuple[str, str]]:
    """Pairs of runs, or of a run and a code, that share paper."""
    found = []
    marks = [
        (mark, box(mark, fonts))
        for mark in page.marks
        if isinstance(mark, Bars) or (isinstance(mark, Run) and mark.size < WATERMARK)
    ]
    marks.sort(key=lambda each: each[1][1])
    for at, (mark, a) in enumerate(marks):
        for other, b in marks[at + 1 :]:
            if b[1] >= a[3] - 0.4:
                break
            if min(a[2], b[2]) - max(a[0], b[0]) > 0.6 and min(a[3], b[3]) - b[1] > 0.4:
                found.append((_name(mark), _name(other)))
    return found


def outside(page: Page, fonts: FontSet, room: Box) -> list[str]:
    """Marks that leave the room (left, top, right, bottom), half a full mark at an end aside."""
    found = []
    for mark in page.marks:
        if isinstance(mark, Run) and mark.size >= WATERMARK:
            continue
        left, top, right, bottom = box(mark, fonts)
        hang = (
            mark.size / 2 if isinstance(mark, Run) and mark.text[-1] in "，。、；：）》”" else 0.3
        )
        if left < room[0] - 0.3 or right > room[2] + hang or top < room[1] or bottom > room[3]:
            found.append(_name(mark))
    return found


def _name(mark: Mark) -> str:
    return mark.text if isinstance(mark, Run) else type(mark).__name__
