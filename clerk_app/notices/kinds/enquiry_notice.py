"""一次性告知（咨询版）: all that a person who only asks must know, told once. No acceptance."""

from __future__ import annotations

from clerk_app.notices.dates import issued_day
from clerk_app.notices.document import Block, Document, Field, Note
from clerk_app.notices.explaining import (
    at_a_glance,
    explaining,
    fee_lines,
    fields,
    flow_lines,
    follow_up_blocks,
    limit_lines,
    lines,
    name_fields,
    numbered,
    paper_blocks,
    question_blocks,
    result_lines,
    version_foot,
    where,
)
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import paragraphs, values
from clerk_app.notices.wording import Wording

KIND = "enquiry_notice"
TITLE = "一次性告知书（咨询）"
COPIES = 1


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Papers for the answers given, limits, fee, where to go; that it is no acceptance is said
    at the head and at the end."""
    filled = values(facts, TITLE)
    blocks: list[Block] = [
        fields(
            *name_fields(facts, "咨询事项"),
            Field("承办机关", facts.department),
            Field("咨询日期", issued_day(facts)),
            Field("咨询方式", facts.way),
            Field("接待人员", " ".join(filter(None, (facts.window, facts.clerk)))),
            Field("办理情形", facts.situation, wide=True),
            Field("办理依据", "；".join(facts.legal_basis), wide=True),
        ),
        *paragraphs(wording, "opening", filled),
        *at_a_glance(facts),
        *numbered(
            (
                (wording.text("papers", filled), paper_blocks(facts, wording)),
                (wording.text("questions", filled), question_blocks(facts, wording)),
                (wording.text("conditions", filled), lines(facts.conditions)),
                (wording.text("flow", filled), flow_lines(facts)),
                (wording.text("limits", filled), limit_lines(facts, wording)),
                (wording.text("fees", filled), fee_lines(facts, always=True)),
                (wording.text("result", filled), result_lines(facts)),
                (wording.text("follow_ups", filled), follow_up_blocks(facts, wording)),
                (wording.text("where", filled), where(facts)),
            )
        ),
        *lines(wording.text("closing", filled)),
        Note(version_foot(facts)),
    ]
    copies = wording.text("copies", filled)
    return explaining(facts, TITLE, copies, blocks, foot=wording.text("foot", filled))
