"""Strips of a document flowing onto pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clerk_app.notices.page import Mark, moved

WHOLE = 6
"""So many lines of one thing stay together on a page; more may be cut between lines."""
TIGHTENING = (1.0, 0.75, 0.5)
"""What gaps are multiplied by, one after the other, until a page is saved."""
_HOLE = 0.25
"""A page left emptier than this part of it is worth another form of the closing."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of the page that is never cut. `y` of its marks counts from its top.

    `gap` is left free above it, but not at the top of a page. `keep` holds it on one page with
    the strip after it. `head` is drawn again above it when a page begins with it.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    gap: float = 0.0
    keep: bool = False
    head: tuple[Strip, ...] = ()


Plan = list[list[tuple[float, Strip]]]
"""The strips of each page with the height they begin at."""


def together(at: int, count: int) -> bool:
    """Whether line `at` of `count` stays with the next: short things whole, of long ones the
    first two lines and the last two."""
    return at < count - 1 and (count <= WHOLE or at in {0, count - 2})


def in_lines(
    rows: Sequence[Sequence[Mark]], leading: float, *, gap: float, below: float = 0.0
) -> list[Strip]:
    """Lines of one thing as strips, `below` free under the last: one strip where they are few.

    The marks of every row are drawn on a line of their own, whose top is 0.
    """
    if len(rows) <= WHOLE:
        marks = [moved(mark, 0, at * leading) for at, row in enumerate(rows) for mark in row]
        return [Strip(len(rows) * leading + below, tuple(marks), gap=gap)]
    last = len(rows) - 1
    return [
        Strip(
            leading + (below if at == last else 0.0),
            tuple(row),
            gap=0.0 if at else gap,
            keep=together(at, len(rows)),
        )
        for at, row in enumerate(rows)
    ]


def holding(strips: Sequence[Strip], count: int) -> list[Strip]:
    """The same with the last `count` of them bound to what follows."""
    out = list(strips)
    for at in range(max(0, len(out) - count), len(out)):
        out[at] = replace(out[at], keep=True)
    return out


def fewest_pages(
    forms: Iterable[Sequence[Strip]],
    first_top: float,
    top: float,
    bottom: float,
    tightening: Sequence[float] = TIGHTENING,
) -> Plan:
    """The strips of each page, flowing with the gaps as drawn, or narrowed where that saves a
    page: a seal on a sheet of its own is what a clerk likes least.

    Of several forms of the same strips the first is taken, unless another saves a page or fills
    the hole that the first leaves before its last page.
    """
    best: Plan = []
    for form in forms:
        found = _tightest(form, first_top, top, bottom, tightening)
        saves = len(found) < len(best)
        if not best or saves or (len(found) == len(best) and _hole(best, top, bottom) > _HOLE):
            best = found
        if len(best) == 1:
            break
    return best


def _tightest(
    strips: Sequence[Strip],
    first_top: float,
    top: float,
    bottom: float,
    tightening: Sequence[float],
) -> Plan:
    best: Plan = []
    for gaps in tightening:
        found = _plan(strips, first_top, top, bottom, gaps)
        if not best or len(found) < len(best):
            best = found
        if len(best) == 1:
            break
    return best


def _hole(plan: Plan, top: float, bottom: float) -> float:
    """The part of the page before the last that is left empty."""
    y, strip = plan[-2][-1]
    return (bottom - y - strip.height) / (bottom - top)


def flow(
    strips: Iterable[Strip], first_top: float, top: float, bottom: float, gaps: float = 1.0
) -> list[list[Mark]]:
    """The marks of each page. The first page's body begins at `first_top`, others at `top`;
    gaps between strips are multiplied by `gaps`.

    Strips bound by `keep` move together to the next page where they fit on one; a bundle
    taller than a page is broken wherever it must be.
    """
    return drawn(_plan(strips, first_top, top, bottom, gaps))


def _plan(
    strips: Iterable[Strip], first_top: float, top: float, bottom: float, gaps: float
) -> Plan:
    pages: Plan = [[]]
    y, fresh = first_top, True
    for bundle in _bundles(strips):
        height = sum(strip.height + strip.gap * gaps for strip in bundle)
        fits_somewhere = _head_height(bundle[0]) + height <= bottom - top
        if not fresh and y + height > bottom and fits_somewhere:
            pages.append([])
            y, fresh = top, True
        for strip in bundle:
            if not fresh and y + strip.gap * gaps + strip.height > bottom:
                pages.append([])
                y, fresh = top, True
            if fresh and len(pages) > 1:
                for part in strip.head:
                    pages[-1].append((y, part))
                    y += part.height
            y += 0 if fresh else strip.gap * gaps
            pages[-1].append((y, strip))
            y += strip.height
            fresh = False
    return pages


def drawn(plan: Plan) -> list[list[Mark]]:
    """The marks of each page of a plan, at their heights."""
    return [[moved(mark, 0, y) for y, strip in page for mark in strip.marks] for page in plan]


def _head_height(strip: Strip) -> float:
    return sum(part.height for part in strip.head)


def _bundles(strips: Iterable[Strip]) -> list[list[Strip]]:
    bundles: list[list[Strip]] = [[]]
    for strip in strips:
        bundles[-1].append(strip)
        if not strip.keep:
            bundles.append([])
    return [bundle for bundle in bundles if bundle]
