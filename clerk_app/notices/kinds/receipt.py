"""收件凭证: the papers the window has taken, and what has not come. Receipt is not acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app.notices.document import Block, Document, Heading
from clerk_app.notices.facts import WAIVED, DocumentFacts
from clerk_app.notices.paper_tables import received_table, shortfall_listing
from clerk_app.notices.parts import (
    closing,
    document,
    paragraphs,
    section,
    stub,
    values,
    with_code_field,
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
        if paper.copies_in or paper.ready or paper.not_due
    )
    waived = sum(paper.state == WAIVED for _, paper in taken)
    filled["count_all"] = str(len(taken) - waived)
    collected = bool(facts.collected_for)
    body: list[Block] = [
        *paragraphs(wording, "opening_collected" if collected else "opening", filled)
    ]
    number = 1
    if taken:
        body += [
            Heading(section(number, wording.text("taken", filled))),
            received_table(facts, taken, handed_back=True, whence=facts.since(3)),
            *paragraphs(wording, _sum(wording, filled), filled),
        ]
        number += 1
    if facts.short_papers:
        body += [
            Heading(section(number, wording.text("wanting", filled))),
            shortfall_listing(facts),
        ]
        number += 1
    heading = section(number, wording.text("next", filled))
    # what is taken in for another body carries the seal of the hall that took it in
    sealed = replace(facts, department="") if collected else facts
    body += closing(sealed, wording, filled, heading, _told(facts, wording, filled))
    body += stub(facts, wording, filled)
    title = f"{TITLE}（代收）" if collected else TITLE
    return document(facts, title, COPIES, tuple(body), rows=with_code_field(facts))


def _sum(wording: Wording, filled: Mapping[str, str]) -> str:
    """Papers handed back at once are no longer at the window."""
    back = filled["count_looked_at"] != "0" and "sum_handed_back" in wording.texts
    return "sum_handed_back" if back else "sum"


def _told(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """The day to be told by, or that the one-time notice has told it already; of papers taken in
    for another body, from when its days count."""
    if facts.collected_for:
        return wording.some("told_collected", filled)
    if facts.notice_given:
        return wording.some("told", filled)
    if not facts.notice_due:
        return ()
    return wording.some(wording.fitting("told_by", licence=facts.is_licence), filled)
