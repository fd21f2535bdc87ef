"""不予受理决定书, with both halves of 书面双告知: why not, and how it can be done."""

from __future__ import annotations

from clerk_app.notices.document import Block, Document, Field, Fields, Heading, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import (
    closing,
    document,
    facts_block,
    fields_of,
    paragraphs,
    section,
    values,
)
from clerk_app.notices.ways import (
    bare,
    basis_of_refusal,
    fetching,
    reasons_of_decision,
    untold,
    ways_to_yes,
)
from clerk_app.notices.wording import Wording

KIND = "non_acceptance"
TITLE = "不予受理决定书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Neither half of 双告知 is ever empty: the wording file holds a sentence for each. The body
    that decides stands at the head: it is whom one sues. Who approved the refusal is named where
    it needed that; of concealment (art. 78) its evidence and who found it."""
    filled = {**values(facts, TITLE), "evidence": bare(facts, facts.evidence)}
    approver = facts.approved_by or (facts.act.approver if facts.act and facts.since(3) else "")
    rows = (
        facts_block(facts).rows
        + fields_of(Field("发现人", facts.found_by), Field("批准人", approver)).rows
    )
    why = reasons_of_decision(facts, wording, filled)
    ways = ways_to_yes(facts, wording, filled)
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("why", filled))),
        *(Paragraph(text, 0) for text in why),
        *(Paragraph(text, 0) for text in wording.told("evidence", filled)),
        *(Paragraph(text, 0) for text in basis_of_refusal(facts, wording, filled)),
        *(Paragraph(text, 0) for text in untold(facts, wording, filled)),
        Heading(section(2, wording.text("how", filled))),
        *(Paragraph(text, 0) for text in ways),
        Heading(section(3, wording.text("remedies_title", filled))),
        *paragraphs(wording, "remedies", filled, indent=0),
    ]
    body += closing(facts, wording, filled, first=fetching(facts, wording, filled), of_body=True)
    return document(facts, TITLE, COPIES, tuple(body), rows=Fields(rows), of_body=True)
