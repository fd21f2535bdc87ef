"""一次性告知书: all that is wanting, told once, beside what is already in order."""

from __future__ import annotations

from clerk_app.notices.document import Block, Document, Heading, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import (
    closing,
    document,
    paragraphs,
    ready_listing,
    section,
    shortfall_table,
    values,
)
from clerk_app.notices.wording import Wording

KIND = "one_time_notice"
TITLE = "一次性告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Nothing may be left out here: a defect not listed cannot be asked for later."""
    filled = values(facts, TITLE)
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("wanting", filled))),
        shortfall_table(facts),
        *(Paragraph(line, 0, small=True) for line in wording.lines("basis", filled)),
        Heading(section(2, wording.text("in_order", filled))),
    ]
    if facts.ready_papers:
        body.append(ready_listing(facts))
    else:
        body += paragraphs(wording, "none_in_order", filled, indent=0)
    first = wording.lines(
        "deferrable" if filled["deferrable_numbers"] else "not_deferrable", filled
    )
    if facts.make_good_by:
        first += wording.lines("limit", filled)
    if facts.make_good_by and facts.on_expiry:
        first += wording.lines("expiry", filled)
    heading = section(3, wording.text("next", filled))
    body += closing(facts, wording, filled, heading, first)
    return document(facts, TITLE, COPIES, tuple(body))
