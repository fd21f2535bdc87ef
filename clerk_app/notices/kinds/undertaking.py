"""容缺承诺书: what the applicant promises, freely, before a conditional acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clerk_app.notices.dates import issued_day
from clerk_app.notices.deferral import (
    deferred_table,
    each_day_paragraphs,
    expiry_paragraphs,
    grace_paragraphs,
)
from clerk_app.notices.document import Block, Closing, Document, Heading, Note, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import contact_parts, document, paragraphs, section, values
from clerk_app.notices.promisor import PERSON, hands, last_words, seal_of_unit
from clerk_app.notices.wording import Wording

KIND = "undertaking"
TITLE = "容缺受理承诺书"
COPIES = 2
EITHER = "（单位申请的，盖章）"


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Signed by the applicant; the seal's place is for the seal of a legal person."""
    filled = values(facts, TITLE)
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("wanting", filled))),
        deferred_table(facts),
        *each_day_paragraphs(facts, wording, filled),
        Heading(section(2, wording.text("promises_title", filled))),
        *paragraphs(wording, "promises", filled, indent=0),
        *expiry_paragraphs(facts, wording, filled),
        *grace_paragraphs(facts, wording, filled),
        *_end(facts, wording, filled),
        hands(facts),
        Note(wording.text("note", filled)),
    ]
    # it is signed before anything is accepted
    facts = replace(facts, accepted_on="")
    return document(facts, TITLE, COPIES, tuple(body), foot=wording.text("foot", filled))


def _end(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[Block, ...]:
    """The last words with, for a unit, the place of its seal: a person signs on the line below and
    nowhere else. Where nobody knows which of the two asks, the place is for either."""
    told, contact = last_words(facts, wording, filled), contact_parts(facts)
    if not facts.since(3):
        signer = wording.text("signer", filled)
        return (Closing(told, signer, issued_day(facts), seal_label=EITHER),)
    if facts.applicant_kind == PERSON:
        pairs = ("；".join(contact[at : at + 2]) for at in range(0, len(contact), 2))
        lines = (*told, *(f"{pair}。" for pair in pairs))  # no telephone is torn from its name
        return tuple(Paragraph(line, 0, keep=True) for line in lines)
    if seal := seal_of_unit(facts):
        return (replace(seal[0], paragraphs=told, contact=contact),)
    # whoever signs writes the day, and there is one day only
    signer = wording.text("signer", filled)
    return (Closing(told, signer, "", seal_label=EITHER, contact=contact),)
