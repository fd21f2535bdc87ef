"""受理通知书: the application is complete and accepted; when it will be done."""

from __future__ import annotations

from clerk_app.notices.document import Block, Document, Heading, Highlights
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import (
    closing,
    document,
    limits,
    paragraphs,
    received_table,
    section,
    values,
)
from clerk_app.notices.wording import Wording

KIND = "acceptance"
TITLE = "受理通知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The decision, the two dates, the papers received, how the result comes."""
    filled = values(facts, TITLE)
    body: list[Block] = [*paragraphs(wording, "opening", filled)]
    if facts.promised_due:
        body += paragraphs(wording, "promise", filled)
    if limits(facts):
        body.append(Highlights(limits(facts)))
    if facts.ready_papers:
        body += [
            Heading(section(1, wording.text("received", filled))),
            received_table(facts.ready_papers),
        ]
    heading = section(2 if facts.ready_papers else 1, wording.text("next", filled))
    first = wording.lines("delivery", filled) if facts.delivery else ()
    body += closing(facts, wording, filled, heading, first)
    return document(facts, TITLE, COPIES, tuple(body))
