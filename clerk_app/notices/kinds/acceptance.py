"""受理通知书: the application is complete and accepted; when it will be done."""

from __future__ import annotations

from clerk_app.notices.deferral import committed_paragraphs
from clerk_app.notices.document import Block, Document, Heading, Highlights
from clerk_app.notices.explaining import terms_of_item
from clerk_app.notices.facts import WAIVED, DocumentFacts
from clerk_app.notices.paper_tables import received_table
from clerk_app.notices.parts import (
    closing,
    document,
    fees,
    limits,
    paragraphs,
    section,
    values,
    with_code_field,
)
from clerk_app.notices.wording import Wording

KIND = "acceptance"
TITLE = "受理通知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The decision, the two dates, the papers received, how the result comes."""
    filled = values(facts, TITLE)
    licence = facts.is_licence
    opening = wording.fitting("opening", licence=bool(filled["under_article"]))
    body: list[Block] = [*paragraphs(wording, opening, filled)]
    if facts.promised_due:
        body += paragraphs(wording, _promise(facts, wording), filled)
    body += committed_paragraphs(wording, filled)
    if cells := (*limits(facts), *fees(facts)):
        body.append(Highlights(cells))
    if facts.ready_papers:
        if facts.since(3):  # what nobody had to bring was not received
            waived = sum(paper.state == WAIVED for _, paper in facts.ready_papers)
            filled["count_ready"] = str(len(facts.ready_papers) - waived)
        body += [
            Heading(section(1, wording.text("received", filled))),
            received_table(facts, facts.ready_papers),
        ]
    number = 2 if facts.ready_papers else 1
    terms = terms_of_item(facts, wording, number)
    body += terms
    number += sum(isinstance(block, Heading) for block in terms)
    heading = section(number, wording.text("next", filled))
    # what a limit leaves out is said only where one is printed, and only of licences
    first = wording.some("excluded", filled) if licence and limits(facts) else ()
    first += wording.lines("delivery", filled) if facts.delivery else ()
    body += closing(facts, wording, filled, heading, first)
    return document(facts, TITLE, COPIES, tuple(body), rows=with_code_field(facts))


def _promise(facts: DocumentFacts, wording: Wording) -> str:
    """当日办结 where the promised day is the day of acceptance itself."""
    if facts.promised_due == facts.accepted_on and "promise_same_day" in wording.texts:
        return "promise_same_day"
    return wording.fitting("promise", licence=facts.is_licence)
