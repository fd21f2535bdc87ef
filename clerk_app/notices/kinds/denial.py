"""不予许可决定书: the refusal after review, with its reasons and the remedies."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.acts import act_of, act_values, ending, head, opening, points, with_grounds
from clerk_app.notices.dates import act_day
from clerk_app.notices.document import Document, Field, Paragraph
from clerk_app.notices.facts import CONCEALMENT, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.sheets import FIRST_TEMPLATE
from clerk_app.notices.ways import fetching, reason_texts, ways_to_yes
from clerk_app.notices.wording import Wording

KIND = "denial"
TITLE = "不予许可决定书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Reasons and remedies are never left out (行政许可法 art. 38(2)); an item that is no 行政许可
    has its own title and words, and no article of that law."""
    facts = with_grounds(facts)
    licence = facts.is_licence
    title = TITLE if licence else "".join(wording.told("title_other", {})) or TITLE
    filled = act_values(facts, wording, title)
    act = act_of(facts)
    hidden = facts.has_ground(CONCEALMENT)
    key = wording.fitting("opening_concealment" if hidden else "opening", licence=licence)
    rows = head(
        facts,
        Field("决定文号", act.result_number),
        Field("决定日期", act_day(facts, "result_on")),
        Field("批准人", act.approver),
    )
    why = reason_texts(facts, wording) or wording.lines("why_unsaid", filled)
    more = wording.told("how_target", filled) + (() if hidden else wording.told("how_again", {}))
    ways = ways_to_yes(replace(facts, ways=facts.ways + more), wording, filled)
    sections = (
        (
            wording.text(wording.fitting("why", licence=licence), filled),
            tuple(Paragraph(text, 0) for text in why),
        ),
        (wording.text("opinions", filled), points(act.opinions)),
        (wording.text("how", filled), tuple(Paragraph(text, 0) for text in ways)),
    )
    first = wording.lines("remedies", filled) + fetching(facts, wording, filled)
    body = (
        *opening(wording, key, filled),
        *ending(facts, wording, filled, sections, first),
    )
    whole = document(facts, title, COPIES, body, rows=rows)
    return replace(whole, letter=facts.template > FIRST_TEMPLATE)
