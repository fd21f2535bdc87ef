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
from clerk_app.notices.deferral import due_day
from clerk_app.notices.document import Block, Document, Field
from clerk_app.notices.facts import WITHDRAWN, DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.wording import Wording

KIND = "return"
TITLE = "退件单"
COPIES = 2
NOT_CORRECTED = "not_corrected"
TERMINATED = "terminate"
_LAPSED = frozenset({"return", "grace_over", TERMINATED})
"""Causes of a case whose promised papers did not come."""


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """With the ground `withdrawn` (撤回) the same paper in its own words: nobody refused anything,
    and a reason need not be given."""
    filled = {**act_values(facts, wording, TITLE), "unkept": _unkept(facts)}
    withdrawn = facts.has_ground(WITHDRAWN)
    end = "_withdrawn" if withdrawn else ""
    why_it_ends = tuple(reason for reason in facts.reasons if reason.code != WITHDRAWN)
    said = [
        f"{reason.text.rstrip('。')}" + (f"（{reason.article}）" if reason.article else "")
        for reason in with_grounds(replace(facts, reasons=why_it_ends)).grounds
        if reason.text
    ]
    why: tuple[Block, ...] = points(
        dict.fromkeys(("".join(wording.told(_cause(facts), filled)), *said))
    )
    if not why and not withdrawn:
        why = told(wording, "why_unsaid", filled)
    act = act_of(facts)
    back = handed_table(act.back, facts.papers, kept=facts.since(3))
    sections = (
        (wording.text(f"why{end}", filled), why),
        (wording.text("back", filled), back),
    )
    first = wording.told("signed" if back else "nothing_back", filled)
    first += wording.told("how_target", filled) + wording.told(
        f"again{_ended(facts) or end}", filled
    )
    first += wording.told("barred", filled)
    sealed = facts
    if facts.since(3) and facts.collected_for:  # the hall that took it in gives it back
        sealed = replace(facts, department="")
    body = (
        *opening(wording, f"opening{_ended(facts) or end}", filled),
        *ending(sealed, wording, filled, sections, first),
    )
    rows = head(facts, Field("撤回日期" if withdrawn else "退件日期", filled["on"]))
    return document(facts, TITLE, COPIES, body, rows=rows)


def _cause(facts: DocumentFacts) -> str:
    """The sentence of what ended the case: a promise that was not kept, papers that lay at the
    window for others (容缺收件), a notice that was not followed, or the applicant's giving up."""
    cause = act_of(facts).cause
    if cause in _LAPSED and not facts.accepted_on:
        return "cause_deposit"
    return f"cause_{cause}"


def _ended(facts: DocumentFacts) -> str:
    """The ending of what is said otherwise where the promise was that the case is 终止 then."""
    return "_terminated" if _cause(facts) == "cause_terminate" and facts.accepted_on else ""


def _unkept(facts: DocumentFacts) -> str:
    """The papers that were not brought, each with its day where it was promised by one that has
    passed; what was not promised for a day before this act is no ground."""
    act = act_of(facts)
    known = {paper.name: paper for paper in facts.papers}
    if act.cause not in _LAPSED or not facts.accepted_on:
        return "、".join(act.open)
    late = [known[name] for name in act.open if name in known]
    late = [p for p in late if (p.make_good_by or facts.make_good_by) < act.on]
    return "、".join(f"{paper.name}（{due_day(facts, paper)}）" for paper in late)
