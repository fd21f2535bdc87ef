"""容缺受理通知书: accepted now, the listed papers follow by their dates."""

from __future__ import annotations

from clerk_app.notices.dates import day
from clerk_app.notices.deferral import (
    committed_paragraphs,
    days_differ,
    deferred_table,
    each_day_paragraphs,
    expiry_paragraphs,
    grace_paragraphs,
)
from clerk_app.notices.document import Block, Document, Heading, Highlight, Highlights
from clerk_app.notices.explaining import terms_of_item
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.paper_tables import received_table
from clerk_app.notices.parts import (
    closing,
    document,
    fee_sentence,
    fees,
    limits,
    paragraphs,
    section,
    values,
    with_code_field,
)
from clerk_app.notices.wording import Wording

KIND = "conditional_acceptance"
TITLE = "容缺受理通知书"
COPIES = 2
MADE_GOOD = "made_good"
MOST_CELLS = 3
"""More highlights than these do not stand side by side; the fee is then said below."""


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The dates, the papers to follow, those received, and what happens if they do not come."""
    filled = values(facts, TITLE)
    several = days_differ(facts, (paper for _, paper in facts.short_papers))
    named = "最早一项补齐，不迟于" if several else "容缺材料补齐，不迟于"
    earliest = Highlight(named, day(facts, "make_good_by"))
    cells = (*((earliest,) if earliest.value else ()), *limits(facts))
    beside = len(cells) < MOST_CELLS
    if beside:
        cells += fees(facts)
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        *committed_paragraphs(wording, filled),
    ]
    if cells:
        body.append(Highlights(cells))
    body += [
        Heading(section(1, wording.text("wanting", filled))),
        deferred_table(facts),
        *each_day_paragraphs(facts, wording, filled),
        *paragraphs(wording, "manner", filled, indent=0),
        *expiry_paragraphs(facts, wording, filled),
        *grace_paragraphs(facts, wording, filled),
    ]
    number = 2
    if facts.ready_papers:
        body += [
            Heading(section(2, wording.text("received", filled))),
            received_table(facts, facts.ready_papers),
        ]
        number = 3
    terms = terms_of_item(facts, wording, number)
    body += terms
    number += sum(isinstance(block, Heading) for block in terms)
    heading = section(number, wording.text("next", filled))
    first: tuple[str, ...] = ()
    if facts.clock_starts == MADE_GOOD and not limits(facts):
        first += wording.some("clock_made_good", filled)
    if not beside:
        first += tuple(fee_sentence(cell) for cell in fees(facts))
    if facts.delivery:
        first += wording.lines("delivery", filled)
    body += closing(facts, wording, filled, heading, first)
    return document(facts, TITLE, COPIES, tuple(body), rows=with_code_field(facts))
