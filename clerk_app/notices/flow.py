"""Strips of a document flowing onto pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clerk_app.notices.page import Mark, moved


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


_TIGHTENING = (1.0, 0.75, 0.5)


def fewest_pages(
    strips: Sequence[Strip], first_top: float, top: float, bottom: float
) -> list[list[Mark]]:
    """Flow with the gaps as drawn, or narrowed where that saves a page: a seal on a sheet of
    its own is what a clerk likes least."""
    return min((flow(strips, first_top, top, bottom, gaps) for gaps in _TIGHTENING), key=len)


def flow(
    strips: Iterable[Strip], first_top: float, top: float, bottom: float, gaps: float = 1.0
) -> list[list[Mark]]:
    """The marks of each page. The first page's body begins at `first_top`, others at `top`;
    gaps between strips are multiplied by `gaps`.

    Strips bound by `keep` move together to the next page where they fit on one; a bundle
    taller than a page is broken wherever it must be.
    """
    pages: list[list[Mark]] = [[]]
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
                    pages[-1] += [moved(mark, 0, y) for mark in part.marks]
                    y += part.height
            y += 0 if fresh else strip.gap * gaps
            pages[-1] += [moved(mark, 0, y) for mark in strip.marks]
            y += strip.height
            fresh = False
    return pages


def _head_height(strip: Strip) -> float:
    return sum(part.height for part in strip.head)


def _bundles(strips: Iterable[Strip]) -> list[list[Strip]]:
    bundles: list[list[Strip]] = [[]]
    for strip in strips:
        bundles[-1].append(strip)
        if not strip.keep:
            bundles.append([])
    return [bundle for bundle in bundles if bundle]
