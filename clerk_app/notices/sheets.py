"""What a document is laid out on: a size of paper with its margins and its scale of type.

Lengths are points; `MM` makes them of millimetres. A slip has no height of its own: it is cut
where its content ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from clerk_app.kernel.errors import Misused
from clerk_app.notices.page import A4, MM, Face
from clerk_app.notices.typeset import Style, Typesetter

FIRST_TEMPLATE = 1
"""The look of pages issued before the template was written into the facts."""
TEMPLATE = 3
"""The look of pages issued now. A change that moves a mark on a page needs the next number, with
the old look kept for what was issued under it."""
DOT = 72 / 203
"""One dot of a ticket printer's head, in points."""
SMALLEST = 7.0
"""No sheet makes type smaller than this, in points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. `name` is its name in files and on the command line, `title` the hall's words.

    The body of page 1 begins at `first_top`, of the others at `top`, and ends at `bottom`; the
    line of the foot stands at `foot_line`. `scale` multiplies every size of type. `narrow`: one
    thing a line, the rows of a table one under the other. `plain`: the plain words of the wording.
    `least` is the smallest type of what is read, `least_foot` that of the foot and of the running
    head. `height` 0: as long as the content.
    """

    name: str
    title: str
    width: float
    height: float
    left: float
    right: float
    first_top: float
    top: float
    bottom: float
    foot_line: float
    scale: float = 1.0
    narrow: bool = False
    plain: bool = False
    least: float = SMALLEST
    least_foot: float = SMALLEST

    @property
    def text_width(self) -> float:
        """The room between the margins."""
        return self.right - self.left

    @property
    def endless(self) -> bool:
        """A slip from a roll."""
        return not self.height


def _slip(name: str, title: str, dots: int) -> Sheet:
    width = dots * DOT
    return Sheet(
        name, title, width, 0.0, 0.0, width, 2 * MM, 2 * MM, 1e6, 0.0, scale=0.9, narrow=True
    )


A4_SHEET = Sheet(
    "a4", "A4", A4[0], A4[1], 22 * MM, 190 * MM, 11.5 * MM, 24 * MM, 279.5 * MM, 286 * MM
)
A4_LARGE = Sheet(
    "a4-large",
    "A4 大字",
    A4[0],
    A4[1],
    20 * MM,
    192 * MM,
    11.5 * MM,
    30 * MM,
    275 * MM,
    285 * MM,
    scale=1.5,
    narrow=True,
    plain=True,
    least=18.0,
    least_foot=12.0,
)
"""适老化: every size half as large again and none that is read under 18 points (小二), one thing a
line, plain words."""
A5_SHEET = Sheet(
    "a5",
    "A5",
    148 * MM,
    210 * MM,
    16 * MM,
    136 * MM,
    9 * MM,
    20 * MM,
    194.5 * MM,
    200 * MM,
    scale=0.9,
)
SLIP_80 = _slip("slip80", "80 mm 小票", 576)
"""72 mm of an 80 mm roll are printed."""
SLIP_58 = _slip("slip58", "58 mm 小票", 384)
"""48 mm of a 58 mm roll are printed."""
SHEETS = (A4_SHEET, A4_LARGE, A5_SHEET, SLIP_80, SLIP_58)


def sheet_of(name: str) -> Sheet:
    """The sheet of that name. Raises `Misused` (`unknown_sheet`) naming those there are."""
    for sheet in SHEETS:
        if name == sheet.name:
            return sheet
    known = "、".join(sheet.name for sheet in SHEETS)
    raise Misused("unknown_sheet", f"没有“{name}”这种纸张，可用的有：{known}")


HALL = Style(Face.SERIF, 14, 20)
TITLE = Style(Face.SERIF_BOLD, 25, 34, tracking=0.08)
NUMBER = Style(Face.SERIF, 10.5, 15)
SMALL = Style(Face.SANS, 8.5, 12.5, 0.32)
LABEL = Style(Face.SANS, 9.5, 17, 0.32)
VALUE = Style(Face.SERIF, 10.5, 16.5)
BODY = Style(Face.SERIF, 11, 17)
HEADING = Style(Face.SANS_BOLD, 11.5, 17)
BIG = Style(Face.SERIF_BOLD, 12.5, 17)
SIGNER = Style(Face.SERIF, 11.5, 16)
CELL = Style(Face.SERIF, 9.5, 13.5)
FIGURE = Style(Face.SANS, 9, 13.5)
COLUMN_HEAD = Style(Face.SANS_MEDIUM, 9, 13.5)
REMARK = Style(Face.SANS, 8, 12, 0.32)
MARGIN = Style(Face.SANS, 6.5, 8.5, 0.45)
"""The small line under the foot; the only type that no sheet makes smaller."""
_LOOSEST = 1.42
"""Leading of type that the sheet made larger than its scale does, in ems."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What blocks are drawn on: a sheet, the typesetter, and the look of the template."""

    sheet: Sheet
    ts: Typesetter
    template: int = TEMPLATE
    leading: float = 1.0
    """What the distance of lines is multiplied by: less than 1 where that saves a page."""

    @property
    def left(self) -> float:
        return self.sheet.left

    @property
    def right(self) -> float:
        return self.sheet.right

    @property
    def width(self) -> float:
        return self.sheet.text_width

    @property
    def room(self) -> float:
        """The height of the body of a page that is not the first."""
        return self.sheet.bottom - self.sheet.top

    @property
    def first_look(self) -> bool:
        """Whether the page was issued before templates had numbers: it must look as it did."""
        return self.template <= FIRST_TEMPLATE

    def since(self, template: int) -> bool:
        """Whether the page is of this look or a later one: what changed with it is behind this."""
        return self.template >= template

    @property
    def scale(self) -> float:
        return self.sheet.scale

    def style(self, style: Style) -> Style:
        """The style at the sheet's scale of type, not under the smallest that is read on it."""
        made = scaled(style, self.sheet.scale, self.sheet.least if self.since(3) else SMALLEST)
        return made if self.leading == 1.0 else closer(made, self.leading)

    def foot_style(self, style: Style) -> Style:
        """The same for the foot, the line under it and the running head."""
        return scaled(
            style, self.sheet.scale, self.sheet.least_foot if self.since(3) else SMALLEST
        )


@lru_cache(maxsize=256)
def closer(style: Style, leading: float) -> Style:
    """The style with its lines closer together.

    >>> closer(BODY, 0.9).leading
    15.3
    """
    return replace(style, leading=round(style.leading * leading, 2))


@lru_cache(maxsize=256)
def scaled(style: Style, scale: float, least: float = SMALLEST) -> Style:
    """A style at a scale, never under `least` points.

    >>> scaled(BODY, 1.5).size, scaled(BODY, 1.5, 18.0).size
    (16.5, 18.0)
    """
    if scale == 1.0:
        return style
    size = max(least, style.size * scale)
    leading = style.leading * size / style.size
    if size > max(SMALLEST, style.size * scale):
        leading = min(leading, size * _LOOSEST)
    grey = style.grey
    return Style(style.face, round(size, 2), round(leading, 2), grey, style.tracking)
