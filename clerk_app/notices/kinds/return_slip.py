"""退件单: the application ends here, why, and which papers went back."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.acts import (
    act_of,
    act_values,
    ending,
    handed_table,
    head,
    opening,
    points,
    told,
    with_grounds,
)
from clerk_app.notices.document import Block, Document, Field
from clerk_app.notices.facts import WITHDRAWN, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.wording import Wording

KIND = "return"
TITLE = "退件单"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """With the ground `withdrawn` (撤回) the same paper in its own words: nobody refused anything,
    and a reason need not be given."""
    filled = act_values(facts, wording, TITLE)
    withdrawn = facts.has_ground(WITHDRAWN)
    end = "_withdrawn" if withdrawn else ""
    why_it_ends = tuple(reason for reason in facts.reasons if reason.code != WITHDRAWN)
    texts = dict.fromkeys(
        f"{reason.text.rstrip('。')}" + (f"（{reason.article}）" if reason.article else "")
        for reason in with_grounds(replace(facts, reasons=why_it_ends)).grounds
        if reason.text
    )
    why: tuple[Block, ...] = points(texts)
    if not why and not withdrawn:
        why = told(wording, "why_unsaid", filled)
    act = act_of(facts)
    back = handed_table(act.back, facts.papers)
    sections = (
        (wording.text(f"why{end}", filled), why),
        (wording.text("back", filled), back),
    )
    first = wording.told("signed" if back else "nothing_back", filled)
    first += wording.told("how_target", filled) + wording.told(f"again{end}", filled)
    sealed = facts
    if facts.since(3) and facts.collected_for:  # the hall that took it in gives it back
        sealed = replace(facts, department="")
    body = (
        *opening(wording, f"opening{end}", filled),
        *ending(sealed, wording, filled, sections, first),
    )
    rows = head(facts, Field("撤回日期" if withdrawn else "退件日期", filled["on"]))
    return document(facts, TITLE, COPIES, body, rows=rows)
