"""书面双告知书: why it cannot be done, each fact with its article, and how it can be done."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.kernel.errors import Refused
from clerk_app.notices.acts import act_of, act_values, ending, head, opening, with_grounds
from clerk_app.notices.document import Document, Field, Paragraph
from clerk_app.notices.explaining import ended
from clerk_app.notices.facts import GIVEN_BACK, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.ways import reason_texts, ways_to_yes
from clerk_app.notices.wording import Wording

KIND = "dual_notice"
TITLE = "书面双告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Neither half is ever empty: since the third look a paper without a reason raises `Refused`
    (`reason_unsaid`); before, the wording had a sentence for it. Of a case that was given back
    the first of all ways is to apply anew, with all papers."""
    facts = with_grounds(facts)
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    why = reason_texts(facts, wording)
    if not why and facts.since(3):
        raise Refused("reason_unsaid", "书面双告知书要写明为什么不能办，没有写的不能印")
    why = why or wording.lines("why_unsaid", filled)
    more = wording.told("how_open", filled) + wording.told("how_target", filled)
    given = tuple(ended(facts, way) for way in facts.ways)
    anew = wording.some("how_anew", filled) if facts.has_ground(GIVEN_BACK) else ()
    known = (*anew, *more, *given) if anew else given + more
    ways = ways_to_yes(replace(facts, ways=known), wording, filled)
    sections = (
        (wording.text("why", filled), tuple(Paragraph(text, 0) for text in why)),
        (wording.text("how", filled), tuple(Paragraph(text, 0) for text in ways)),
    )
    body = (
        *opening(wording, "opening", filled),
        *ending(facts, wording, filled, sections),
    )
    rows = head(facts, Field("批准人", act.approver))
    return document(facts, TITLE, COPIES, body, rows=rows)
