"""延期告知书: the one extension of the limit, who approved it, why, and the new date."""

from __future__ import annotations

from clerk_app.notices.acts import (
    act_of,
    act_values,
    ending,
    head_with_code,
    moved_dates,
    opening,
    points,
    told,
)
from clerk_app.notices.deferral import pauses_text
from clerk_app.notices.document import Block, Document, Field
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import document
from clerk_app.notices.wording import Wording

KIND = "extension"
TITLE = "延期告知书"
COPIES = 2
MOST = 10
"""Workdays the head of the body may approve; more (joint handling) the government's head does
(行政许可法 art. 42)."""


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The reason is told to the applicant (行政许可法 art. 42). Who approved is claimed only where
    an approver is recorded."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    licence = facts.is_licence
    joint = licence and act.extension_workdays > MOST
    approved = "approved_joint" if joint else wording.fitting("approved", licence=licence)
    filled["approved"] = "".join(wording.told(approved, filled)) if act.approver else ""
    once = told(wording, "once", filled) if licence and act.extension_workdays else ()
    clock: tuple[Block, ...] = (
        *moved_dates(facts, "延期后"),
        *told(wording, "used", filled),
        *told(wording, "used_pauses", {**filled, "pauses": pauses_text(act)}),
        *once,
    )
    sections = (
        (wording.text("why", filled), points([act.reason])),
        (wording.text("clock", filled), clock),
    )
    body = (
        *opening(wording, wording.fitting("opening", licence=licence), filled),
        *ending(facts, wording, filled, sections),
    )
    rows = head_with_code(facts, Field("批准人", act.approver))
    return document(facts, TITLE, COPIES, body, rows=rows)
