"""Documents to pages: strips of blocks flowing onto a sheet, and what every page carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from clerk_app.notices import blocks, letters, slips, stubs
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Fields,
    Heading,
    Highlights,
    Listing,
    Masthead,
    Note,
    Paragraph,
    Signature,
    Stub,
    Table,
)
from clerk_app.notices.flow import Strip, fewest_pages
from clerk_app.notices.page import MM, Face, Mark, Page, Rule
from clerk_app.notices.sheets import A4_SHEET, MARGIN, SMALL, Ground, Sheet
from clerk_app.notices.tables import table_strips
from clerk_app.notices.typeset import Style, Typesetter

_WATERMARK = Style(Face.SANS_MEDIUM, 150, 150, 0.93)
_FOOT_RULE = 14.0
_MARGIN_DROP = 3.6 * MM
"""From the line of the foot to the small line under it."""

_DRAWERS: dict[type, Callable[..., list[Strip]]] = {
    Fields: blocks.fields,
    Heading: blocks.heading,
    Paragraph: blocks.paragraph,
    Highlights: blocks.highlights,
    Table: table_strips,
    Listing: blocks.listing,
    Closing: blocks.closing,
    Signature: blocks.signature,
    Note: blocks.note,
}


def paginate(
    document: Document,
    typesetter: Typesetter,
    *,
    journal_code: str,
    reprint: int = 0,
    sheet: Sheet = A4_SHEET,
) -> tuple[Page, ...]:
    """Lay the document out on the sheet. Nothing is drawn here, nothing is written."""
    if sheet.endless:
        ground = Ground(sheet, typesetter, document.template)
        return (slips.slip(document, ground, journal_code, reprint),)
    if document.letter and sheet.name == A4_SHEET.name:
        sheet = letters.LETTER
    on = Ground(sheet, typesetter, document.template)
    foot = _Foot(document, on, journal_code, reprint)
    strips: list[Strip] = []
    stub: stubs.Torn | None = None
    for block in document.blocks:
        if isinstance(block, Stub):
            stub = stubs.torn(block, on)
        else:
            strips += _strips(block, on, reprint)
    if stub:
        strips = _held(strips, stub.top - foot.depth, foot.bottom)
    bodies = fewest_pages(strips, sheet.first_top, sheet.top, foot.bottom)
    total = len(bodies)
    pages = []
    for number, body in enumerate(bodies, 1):
        marks = _watermark(document, on)
        if number > 1:
            marks += _running_head(document, on)
        marks += body
        if stub and number == total:
            marks += foot.marks(number, total, stub.top - foot.under)
            marks += stub.marks
        else:
            marks += foot.marks(number, total, sheet.foot_line)
        pages.append(Page(sheet.width, sheet.height, number, total, tuple(marks)))
    return tuple(pages)


def _strips(block: Block, on: Ground, reprint: int) -> list[Strip]:
    lettered = on.sheet is letters.LETTER
    if isinstance(block, Masthead):
        draw = letters.masthead if lettered else blocks.masthead
        return draw(block, on, reprint)
    drawers = letters.DRAWERS if lettered else _DRAWERS
    return drawers[type(block)](block, on)


def _held(strips: Sequence[Strip], last_bottom: float, bottom: float) -> list[Strip]:
    """The strips with room for the stub under the last of them: what is signed stays with it."""
    out = list(strips)
    at = len(out) - 1
    while at >= 0 and (at == len(out) - 1 or out[at].keep or not out[at].marks):
        out[at] = replace(out[at], keep=True)
        at -= 1
    return [*out, Strip(bottom - last_bottom)]


class _Foot:
    """The foot of every page: what makes it valid, the journal's code, page x of y, versions."""

    def __init__(self, document: Document, on: Ground, code: str, reprint: int) -> None:
        self._on = on
        self._style = on.style(SMALL)
        left = document.foot
        if code:
            left += f"　存证码 {code}"
        if reprint:
            left += f"　补打 {reprint} 次"
        if document.sample:
            left += "　示例，不具效力"
        self._margin = document.margin
        self._small = on.style(MARGIN) if on.scale > 1 else MARGIN
        count = on.ts.width("第 888 页 共 888 页", self._style)
        room = on.width - count - 3 * MM
        self._lines = [left] if on.first_look else on.ts.lines(left, self._style, room)
        more = (len(self._lines) - 1) * self._style.leading
        self.bottom = on.sheet.bottom - more
        self.under = (_MARGIN_DROP * on.scale if self._margin else 0.0) + 2 * MM
        """From the line of the foot to what may stand under it."""
        self.depth = self.under + (on.sheet.foot_line - on.sheet.bottom) + more

    def marks(self, number: int, total: int, line: float) -> list[Mark]:
        """The foot of one page with its last line at `line`."""
        on, style = self._on, self._style
        more = (len(self._lines) - 1) * style.leading
        rule = line - more - _FOOT_RULE * on.scale
        marks: list[Mark] = [Rule(on.left, rule, on.right, rule, 0.15 * MM, 0.4)]
        for at, text in enumerate(self._lines):
            marks += on.ts.set_line(text, style, on.left, line - more + at * style.leading)
        marks += on.ts.ending(f"第 {number} 页 共 {total} 页", style, on.right, line)
        if self._margin:
            drop = _MARGIN_DROP * on.scale
            marks += on.ts.set_line(self._margin, self._small, on.left, line + drop)
        return marks


def _running_head(document: Document, on: Ground) -> list[Mark]:
    style = on.style(SMALL)
    y = on.sheet.top - 7 * MM
    number = f"{document.number_label} {document.number}"
    name = f"{document.hall} {document.title}（续）"
    room = on.width - on.ts.width(number, style) - 3 * MM
    lines = [name] if on.first_look else on.ts.lines(name, style, room)
    marks: list[Mark] = []
    for at, line in enumerate(lines):
        marks += on.ts.set_line(line, style, on.left, y - (len(lines) - 1 - at) * style.leading)
    marks += on.ts.ending(number, style, on.right, y)
    rule = Rule(on.left, y + 4 * on.scale, on.right, y + 4 * on.scale, 0.15 * MM, 0.4)
    return [*marks, rule]


def _watermark(document: Document, on: Ground) -> list[Mark]:
    """The first thing drawn, so that everything else stands on it."""
    if not document.sample:
        return []
    style = _WATERMARK
    if on.sheet.width < A4_SHEET.width:
        style = replace(style, size=round(style.size * on.sheet.width / A4_SHEET.width, 1))
    return on.ts.centred("示例", style, on.sheet.width / 2, on.sheet.height * 0.56)
