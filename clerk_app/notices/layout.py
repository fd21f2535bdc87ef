"""Documents to pages: strips of blocks flowing onto a sheet, and what every page carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from clerk_app.notices import blocks, letters, signing, slips, stubs
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
from clerk_app.notices.feet import Foot
from clerk_app.notices.flow import TIGHTENING, Plan, Strip, drawn, fewest_pages, holding
from clerk_app.notices.heads import masthead, running_head
from clerk_app.notices.page import Face, Mark, Page
from clerk_app.notices.sheets import A4_SHEET, Ground, Sheet
from clerk_app.notices.tables import table_strips
from clerk_app.notices.typeset import Style, Typesetter

_WATERMARK = Style(Face.SANS_MEDIUM, 150, 150, 0.93)
_TIGHTEST = 0.4
_CLOSE = 0.91
"""Lines so close are read well; a form is set so where it saves a page."""
_HELD = 4
"""So many lines before what is signed stay with it."""

_DRAWERS: dict[type, Callable[..., list[Strip]]] = {
    Fields: blocks.fields,
    Heading: blocks.heading,
    Paragraph: blocks.paragraph,
    Highlights: blocks.highlights,
    Table: table_strips,
    Listing: blocks.listing,
    Closing: signing.closing,
    Signature: signing.signature,
    Note: blocks.note,
}


_END = (Signature, Note, Stub, type(None))
"""What lines to sign on stay with; what else follows them may stand on the next page."""


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
        document = letters.as_letter(document)
    on = Ground(sheet, typesetter, document.template)
    laid = _laid(document, on, journal_code, reprint)
    if len(laid.plan) > 1 and on.since(3) and sheet is A4_SHEET:
        close = _laid(document, replace(on, leading=_CLOSE), journal_code, reprint)
        laid = close if len(close.plan) < len(laid.plan) else laid
    return _pages(document, laid)


@dataclass(frozen=True, slots=True)
class _Laid:
    """What stands where, before anything is drawn at its place."""

    on: Ground
    plan: Plan
    foot: Foot
    stub: stubs.Torn | None


def _laid(document: Document, on: Ground, journal_code: str, reprint: int) -> _Laid:
    sheet = on.sheet
    foot = Foot(document, on, journal_code, reprint)
    strips: list[Strip] = []
    closed: tuple[Closing, int, int] | None = None
    stub: stubs.Torn | None = None
    before: Block | None = None
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Stub):
            stub = stubs.torn(block, on)
            continue
        if on.since(3) and _signs(block, before):
            strips = holding(strips, _HELD)
        more = _strips(block, on, reprint)
        if on.since(3) and isinstance(block, Signature) and not isinstance(after, _END):
            more[-1] = replace(more[-1], keep=False)
        if isinstance(block, Closing):
            closed = block, len(strips), len(strips) + len(more)
        strips += more
        before = block

    def forms() -> Iterator[list[Strip]]:
        """The strips; where they do not do on one page, with the closing taken apart too, or a
        letter with its lines a little closer."""
        yield _held(strips, stub, foot)
        if on.since(3) and sheet is letters.LETTER:
            yield letters.closer(strips)
        if closed and sheet is not letters.LETTER:
            block, first, last = closed
            for alone in (False, True) if sheet.narrow else (False,):  # large type needs the room
                if apart := signing.closing_apart(block, on, alone=alone):
                    yield _held([*strips[:first], *apart, *strips[last:]], stub, foot)

    tightening = (*TIGHTENING, _TIGHTEST) if on.since(3) else TIGHTENING
    plan = fewest_pages(forms(), sheet.first_top, sheet.top, foot.bottom, tightening)
    return _Laid(on, plan, foot, stub)


def _pages(document: Document, laid: _Laid) -> tuple[Page, ...]:
    on, foot, stub, sheet = laid.on, laid.foot, laid.stub, laid.on.sheet
    total = len(laid.plan)
    pages = []
    for number, body in enumerate(drawn(laid.plan), 1):
        marks = _watermark(document, on)
        if number > 1:
            marks += running_head(document, on)
        marks += body
        if stub and number == total:
            marks += foot.marks(number, total, stub.top - foot.under)
            marks += stub.marks
        else:
            marks += foot.marks(number, total, foot.line)
        pages.append(Page(sheet.width, sheet.height, number, total, tuple(marks)))
    return tuple(pages)


def _strips(block: Block, on: Ground, reprint: int) -> list[Strip]:
    lettered = on.sheet is letters.LETTER
    if isinstance(block, Masthead):
        draw = letters.masthead if lettered else masthead
        return draw(block, on, reprint)
    drawers = letters.DRAWERS if lettered else _DRAWERS
    return drawers[type(block)](block, on)


def _signs(block: Block, before: Block | None) -> bool:
    """Whether what is signed begins here without words of its own: then the last words before
    it must stand on the same page."""
    if isinstance(block, Closing):
        return not block.heading
    return isinstance(block, Signature) and not isinstance(before, Closing | Signature)


def _held(strips: list[Strip], stub: stubs.Torn | None, foot: Foot) -> list[Strip]:
    """The strips with room for the stub under the last of them: what is signed stays with it."""
    if not stub:
        return strips
    out = list(strips)
    at = len(out) - 1
    while at >= 0 and (at == len(out) - 1 or out[at].keep or not out[at].marks):
        out[at] = replace(out[at], keep=True)
        at -= 1
    return [*out, Strip(foot.bottom - stub.top + foot.depth)]


def _watermark(document: Document, on: Ground) -> list[Mark]:
    """The first thing drawn, so that everything else stands on it."""
    if not document.sample:
        return []
    style = _WATERMARK
    if on.sheet.width < A4_SHEET.width:
        style = replace(style, size=round(style.size * on.sheet.width / A4_SHEET.width, 1))
    return on.ts.centred("示例", style, on.sheet.width / 2, on.sheet.height * 0.56)
