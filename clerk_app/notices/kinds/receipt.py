"""收件凭证: the papers the window has taken, and what has not come. Receipt is not acceptance."""

from __future__ import annotations

from collections.abc import Mapping

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
        if paper.copies_in or paper.ready or paper.not_due
    )
    waived = sum(paper.state == WAIVED for _, paper in taken)
    filled["count_all"] = str(len(taken) - waived)
    body: list[Block] = [*paragraphs(wording, "opening", filled)]
    number = 1
    if taken:
        body += [
            Heading(section(number, wording.text("taken", filled))),
            received_table(taken, handed_back=True),
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
    body += closing(facts, wording, filled, heading, _told(facts, wording, filled))
    return document(facts, TITLE, COPIES, tuple(body))


def _sum(wording: Wording, filled: Mapping[str, str]) -> str:
    """Papers handed back at once are no longer at the window."""
    back = filled["count_looked_at"] != "0" and "sum_handed_back" in wording.texts
    return "sum_handed_back" if back else "sum"


def _told(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """The day to be told by, or that the one-time notice has told it already."""
    if facts.notice_given:
        return wording.some("told", filled)
    if not facts.notice_due:
        return ()
    return wording.some(wording.fitting("told_by", licence=facts.is_licence), filled)
