"""Where the marks of a page stand: what lies over what, what runs over an edge."""

from __future__ import annotations

from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Mark, Page, Rule, Run

Box = tuple[float, float, float, float]
WATERMARK = 70.0
"""Type larger than this in points is the word under everything (示例)."""
_BLANK_LEFT, _BLANK_RIGHT = "（《「『【〔〈〖〘｛“‘", "，。、；：！？）》」』】〕〉〗〙｝”’"
"""Marks with nothing drawn in that half of their square: the next mark may stand in it."""
_ASCENT, _DESCENT = 0.86, 0.1
"""A hanzi's box reaches so far above and below its base line, in ems."""


def box(mark: Mark, fonts: FontSet) -> Box:
    """Left, top, right, bottom in points."""
    if isinstance(mark, Run):
        width = sum(fonts.advance(char, mark.face) * mark.size for char in mark.text)
        width += mark.spacing * (len(mark.text) - 1)
        top, bottom = mark.y - _ASCENT * mark.size, mark.y + _DESCENT * mark.size
        left, right = mark.x, mark.x + width
        left += (mark.text[0] in _BLANK_LEFT) * mark.size / 2
        right -= (mark.text[-1] in _BLANK_RIGHT) * mark.size / 2
        return left, top, right, bottom
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
    """Marks that leave the room (left, top, right, bottom)."""
    found = []
    for mark in page.marks:
        if isinstance(mark, Run) and mark.size >= WATERMARK:
            continue
        left, top, right, bottom = box(mark, fonts)
        if left < room[0] - 0.3 or right > room[2] + 0.3 or top < room[1] or bottom > room[3]:
            found.append(_name(mark))
    return found


def foot_rule(page: Page) -> Rule:
    """The line over the foot: the lowest grey one that is not a line to sign on."""
    rules = (m for m in page.marks if isinstance(m, Rule) and m.grey == 0.4 and not m.dash)
    return max((rule for rule in rules if rule.y1 == rule.y2), key=lambda rule: rule.y1)


def tear(page: Page) -> float:
    """Where the perforation is; far below where there is none."""
    return min((m.y1 for m in page.marks if isinstance(m, Rule) and m.dash), default=1e6)


def in_the_foot(page: Page) -> str:
    """The words between the line over the foot and the perforation, without blanks."""
    top, bottom = foot_rule(page).y1, tear(page)
    told = [m.text for m in page.marks if isinstance(m, Run) and top < m.y < bottom - 1]
    return "".join("".join(told).split())


def sign_lines(page: Page, fonts: FontSet) -> list[tuple[str, float]]:
    """Every line to sign on: the words before it, and its length in points."""
    found = []
    for rule in page.marks:
        if isinstance(rule, Rule) and rule.grey == 0.2 and rule.width == 0.5 and not rule.dash:
            before = [
                (box(run, fonts)[2], run.text)
                for run in page.marks
                if isinstance(run, Run) and abs(run.y + 2 - rule.y1) < 0.1 and run.x < rule.x1
            ]
            found.append((max(before)[1], rule.x2 - rule.x1))
    return found


def crowding(page: Page, fonts: FontSet) -> list[str]:
    """What stands within four modules of a QR."""
    found = []
    for code in (m for m in page.marks if isinstance(m, Bars)):
        left, top, right, bottom = box(code, fonts)
        if abs((right - left) - (bottom - top)) > 1:
            continue  # bars
        quiet = 4 * code.boxes[0][3]
        for mark in page.marks:
            if mark is code or (isinstance(mark, Run) and mark.size >= WATERMARK):
                continue
            a = box(mark, fonts)
            wide = min(right + quiet, a[2]) - max(left - quiet, a[0])
            high = min(bottom + quiet, a[3]) - max(top - quiet, a[1])
            if wide > 0.2 and high > 0.2:
                found.append(_name(mark))
    return found


def _name(mark: Mark) -> str:
    return mark.text if isinstance(mark, Run) else type(mark).__name__
