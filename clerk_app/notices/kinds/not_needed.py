"""不受理告知: the law asks for nothing here, so nothing need be applied for."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.document import Block, Document, Heading, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import closing, document, paragraphs, section, values
from clerk_app.notices.ways import (
    basis_of_refusal,
    fetching,
    reason_texts,
    untold,
    ways_to_yes,
)
from clerk_app.notices.wording import Wording

KIND = "not_needed"
TITLE = "不受理告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Told with the reason, what the applicant may now do, and the remedies, under the name of the
    body that decides."""
    filled = values(facts, TITLE)
    why = reason_texts(facts, wording) or wording.lines("why_unsaid", filled)
    ways = ways_to_yes(facts, wording, filled)
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("why", filled))),
        *(Paragraph(text, 0) for text in why),
        *(Paragraph(text, 0) for text in _told(facts, wording, filled)),
        *(Paragraph(text, 0) for text in basis_of_refusal(facts, wording, filled)),
        *(Paragraph(text, 0) for text in untold(facts, wording, filled)),
        Heading(section(2, wording.text("how", filled))),
        *(Paragraph(text, 0) for text in ways),
        Heading(section(3, wording.text("remedies_title", filled))),
        *paragraphs(wording, "remedies", filled, indent=0),
    ]
    body += closing(facts, wording, filled, first=fetching(facts, wording, filled), of_body=True)
    return document(facts, TITLE, COPIES, tuple(body), of_body=True)


def _told(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """That it was judged by what the applicant answered; the head has the answers."""
    return wording.some("situation", filled) if facts.situation and facts.since(3) else ()
