"""办事指南: everything published of one version of an item, for the answers given. Of no case."""

from __future__ import annotations

from clerk_app.notices.document import Block, Document, Field
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
    published,
    question_blocks,
    result_lines,
    version_foot,
    where,
)
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import paragraphs, values
from clerk_app.notices.wording import Wording

KIND = "guide"
TITLE = "办事指南"
COPIES = 1


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """What 行政许可法 art. 30 wants published of a licence says 未公布 where it is empty.

    What else is empty is left out.
    """
    filled = values(facts, TITLE)
    quantity = published(facts, facts.quantity_limit)
    conditions = lines(
        published(facts, facts.conditions), f"数量限制：{quantity}" if quantity else ""
    )
    flow = flow_lines(facts) or lines(published(facts, ""))
    basis = facts.legal_basis or ((text,) if (text := published(facts, "")) else ())
    blocks: list[Block] = [
        fields(
            *name_fields(facts, "事项名称"),
            Field("实施机关", facts.department),
            Field("事项类型", facts.item_type),
            Field("办件类型", facts.handling),
            Field("行使层级", facts.level),
            Field("办理情形", facts.situation, wide=True),
        ),
        *paragraphs(wording, "opening", filled),
        *at_a_glance(facts),
        *numbered(
            (
                (wording.text("basis", filled), lines(*basis)),
                (wording.text("conditions", filled), conditions),
                (wording.text("papers", filled), _papers(facts, wording)),
                (wording.text("flow", filled), flow),
                (wording.text("limits", filled), limit_lines(facts, wording)),
                (wording.text("fees", filled), fee_lines(facts)),
                (wording.text("result", filled), result_lines(facts)),
                (wording.text("follow_ups", filled), follow_up_blocks(facts, wording)),
                (wording.text("where", filled), where(facts)),
            )
        ),
        *lines(wording.text("note", filled)),
    ]
    return explaining(
        facts,
        TITLE,
        wording.text("copies", filled),
        blocks,
        foot=version_foot(facts),
        number_label="事项版本",
    )


def _papers(facts: DocumentFacts, wording: Wording) -> tuple[Block, ...]:
    return (*paper_blocks(facts, wording), *question_blocks(facts, wording))
