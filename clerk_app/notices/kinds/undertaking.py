"""容缺承诺书: what the applicant promises, freely, before a conditional acceptance."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.dates import issued_day
from clerk_app.notices.deferral import deferred_table, expiry_paragraphs, grace_paragraphs
from clerk_app.notices.document import Block, Closing, Document, Heading, Note, Signature
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import contact_parts, document, paragraphs, section, values
from clerk_app.notices.wording import Wording

KIND = "undertaking"
TITLE = "容缺受理承诺书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Signed by the applicant; the seal's place is for the seal of a legal person."""
    filled = values(facts, TITLE)
    agent = ("代办人签字",) if facts.agent or not facts.since(3) else ()
    body: list[Block] = [
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("wanting", filled))),
        deferred_table(facts),
        Heading(section(2, wording.text("promises_title", filled))),
        *paragraphs(wording, "promises", filled, indent=0),
        *expiry_paragraphs(facts, wording, filled),
        *grace_paragraphs(facts, wording, filled),
        Closing(
            wording.lines("closing", filled),
            wording.text("signer", filled),
            # whoever signs writes the day, and there is one day only
            "" if facts.since(3) else issued_day(facts),
            seal_label="（单位申请的，盖章）",
            contact=contact_parts(facts) if facts.since(3) else (),
        ),
        Signature(("承诺人签字", *agent, "日期")),
        Note(wording.text("note", filled)),
    ]
    # it is signed before anything is accepted
    facts = replace(facts, accepted_on="")
    return document(facts, TITLE, COPIES, tuple(body), foot=wording.text("foot", filled))
