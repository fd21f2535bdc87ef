"""不予许可决定书: the refusal after review, with its reasons and the remedies."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.acts import act_of, act_values, ending, head, opening, points, with_grounds
from clerk_app.notices.dates import act_day
from clerk_app.notices.document import Document, Field, Masthead, Paragraph
from clerk_app.notices.facts import CONCEALMENT, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.sheets import FIRST_TEMPLATE
from clerk_app.notices.ways import (
    bare,
    basis_of_refusal,
    fetching,
    reasons_of_decision,
    ways_to_yes,
)
from clerk_app.notices.wording import Wording

KIND = "denial"
TITLE = "不予许可决定书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Reasons and remedies are never left out (行政许可法 art. 38(2)); an item that is no 行政许可
    has its own title and words, and no article of that law."""
    facts = _by_who_decides(with_grounds(facts))
    licence = facts.is_licence
    title = TITLE if licence else "".join(wording.told("title_other", {})) or TITLE
    filled = act_values(facts, wording, title)
    act = act_of(facts)
    hidden = facts.has_ground(CONCEALMENT)
    key = wording.fitting("opening_concealment" if hidden else "opening", licence=licence)
    rows = head(
        facts,
        Field("决定文号", "" if facts.since(3) else act.result_number),
        Field("本文书文号", facts.agency_number if _numbered_twice(facts) else ""),
        Field("决定日期", act_day(facts, "result_on")),
        Field("批准人", act.approver),
    )
    why = reasons_of_decision(facts, wording, filled) + basis_of_refusal(facts, wording, filled)
    more = wording.told("how_target", filled) + (() if hidden else wording.told("how_again", {}))
    ways = ways_to_yes(replace(facts, ways=facts.ways + more), wording, filled)
    sections = (
        (
            wording.text(wording.fitting("why", licence=licence), filled),
            tuple(Paragraph(text, 0) for text in why),
        ),
        (
            wording.text("opinions", filled),
            points(bare(facts, opinion) for opinion in act.opinions),
        ),
        (wording.text("how", filled), tuple(Paragraph(text, 0) for text in ways)),
    )
    first = wording.lines("remedies", filled) + fetching(facts, wording, filled)
    body = (
        *opening(wording, key, filled),
        *ending(facts, wording, filled, sections, first),
    )
    whole = document(facts, title, COPIES, body, rows=rows)
    whole = replace(whole, letter=facts.template > FIRST_TEMPLATE)
    return _addressed(whole, facts) if facts.since(3) else whole


def _by_who_decides(facts: DocumentFacts) -> DocumentFacts:
    """With the deciding body in the head, as in the text and on the seal: it is whom one may sue.
    The hall stands with its window, where one asks."""
    if not (facts.since(3) and facts.department):
        return facts
    where = " ".join(part for part in (facts.hall, facts.window) if part)
    return replace(facts, hall=facts.department, window=where)


def _numbered_twice(facts: DocumentFacts) -> bool:
    """Whether the paper has a number of the agency's besides that of the decision."""
    decided = act_of(facts).result_number
    return facts.since(3) and bool(decided) and decided != facts.agency_number


def _addressed(whole: Document, facts: DocumentFacts) -> Document:
    """With the decision's number as its 文号, and 主送 (GB/T 9704 7.2.5, 7.3.2)."""
    return replace(
        whole,
        blocks=tuple(
            replace(
                block,
                agency_number=act_of(facts).result_number or facts.agency_number,
                addressee=facts.applicant,
            )
            if isinstance(block, Masthead)
            else block
            for block in whole.blocks
        ),
    )
