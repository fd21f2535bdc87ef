"""A laid-out page: what a printer, a PDF or a screen has to draw, and where.

All lengths are points (1/72 inch). The origin is the top left corner, y grows downward, as
Qt paints; `pdf.py` turns it round. A mark names a face of the FontSet, so that every painter
draws the same glyphs at the same places.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MM = 72 / 25.4
"""Points in one millimetre."""
A4 = (210 * MM, 297 * MM)


class Face(StrEnum):
    """The faces of the paper. `RARE` (HanaMinB) and `KOREAN` only fill what the others lack."""

    SERIF = "serif"
    SERIF_BOLD = "serif_bold"
    SANS = "sans"
    SANS_MEDIUM = "sans_medium"
    SANS_BOLD = "sans_bold"
    RARE = "rare"
    KOREAN = "korean"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face on one base line. `spacing` is added after every character.

    `grey` is 0 for black, 1 for white.
    """

    x: float
    y: float
    size: float
    face: Face
    text: str
    spacing: float = 0.0
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of `width` points, dashed where `dash` is not 0."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    grey: float = 0.0
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """Filled rectangles (x, y, width, height): the bars of a Code 128, the modules of a QR."""

    boxes: tuple[tuple[float, float, float, float], ...]
    grey: float = 0.0


Mark = Run | Rule | Bars


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `number` counts from 1 to `total`."""

    width: float
    height: float
    number: int
    total: int
    marks: tuple[Mark, ...]


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The same mark elsewhere."""
    if isinstance(mark, Run):
        return Run(
            _r(mark.x + dx),
            _r(mark.y + dy),
            mark.size,
            mark.face,
            mark.text,
            mark.spacing,
            mark.grey,
        )
    if isinstance(mark, Rule):
        return Rule(
            _r(mark.x1 + dx),
            _r(mark.y1 + dy),
            _r(mark.x2 + dx),
            _r(mark.y2 + dy),
            mark.width,
            mark.grey,
            mark.dash,
        )
    boxes = tuple((_r(x + dx), _r(y + dy), _r(w), _r(h)) for x, y, w, h in mark.boxes)
    return Bars(boxes, mark.grey)


def _r(value: float) -> float:
    """A thousandth of a point: finer than any printer, and the same text on every machine."""
    return round(value, 3)
