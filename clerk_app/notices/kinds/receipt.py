"""收件凭证: the papers the window has taken, and what has not come. Receipt is not acceptance."""

from __future__ import annotations

from clerk_app.notices.document import Block, Document, Heading
from clerk_app.notices.facts import WAIVED, DocumentFacts
from clerk_app.notices.parts import (
    closing,
    document,
    paragraphs,
    received_table,
    section,
    shortfall_listing,
    values,
)
from clerk_app.notices.wording import Wording

KIND = "receipt"
TITLE = "收件凭证"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Everything handed in, sound or not, then what is wanting, then the day to be told by."""
    filled = values(facts, TITLE)
    taken = tuple(
        (number, paper)
        for number, paper in enumerate(facts.papers, 1)
        if paper.copies_in or paper.ready
    )
    waived = sum(paper.state == WAIVED for _, paper in taken)
    filled["count_all"] = str(len(taken) - waived)
    body: list[Block] = [*paragraphs(wording, "opening", filled)]
    number = 1
    if taken:
        body += [
            Heading(section(number, wording.text("taken", filled))),
            received_table(taken),
            *paragraphs(wording, "sum", filled),
        ]
        number += 1
    if facts.short_papers:
        body += [
            Heading(section(number, wording.text("wanting", filled))),
            shortfall_listing(facts),
        ]
        number += 1
    body += closing(facts, wording, filled, section(number, wording.text("next", filled)))
    return document(facts, TITLE, COPIES, tuple(body))
