"""What the two papers of a conditional acceptance (容缺受理) share."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.kernel.clock import parse_day
from clerk_app.notices.dates import PROVISIONAL, day_text
from clerk_app.notices.document import Block, Cell, Column, Table
from clerk_app.notices.facts import DocumentFacts, PaperLine
from clerk_app.notices.paper_tables import due_text, lacking
from clerk_app.notices.parts import paragraphs
from clerk_app.notices.wording import Wording


def deferred_table(facts: DocumentFacts) -> Table:
    """Each paper to follow, its form and the day it must be there."""
    rows = tuple(
        (
            Cell(str(number)),
            Cell(paper.name, paper.standard),
            Cell(lacking(facts, paper, in_column=facts.since(3))),
            Cell(due_text(paper) or paper.form or "见办事指南"),
            Cell(_due_day(facts, paper)),
        )
        for number, paper in facts.short_papers
    )
    columns = (
        Column("序", 9),
        Column("材料", 60),
        Column("缺什么", 38),
        Column("形式", 29),
        Column("补齐期限", 32),
    )
    return Table(columns, rows)


def expiry_paragraphs(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[Block, ...]:
    """逾期后果 as the item's policy has it."""
    key = expiry_key(facts)
    return paragraphs(wording, key, filled, indent=0) if key else ()


def expiry_key(facts: DocumentFacts) -> str:
    """The sentence of 退件, 暂停 or 终止; empty where the policy says none. A 暂停 without a grace
    ends the case the day after (`silence.lapse`): the applicant is told so, not that it rests."""
    policy = facts.on_expiry
    if facts.since(3) and policy == "暂停" and not facts.grace:
        policy = "退件"
    return {"退件": "expiry_return", "暂停": "expiry_suspend", "终止": "expiry_terminate"}.get(
        policy, ""
    )


def grace_paragraphs(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[Block, ...]:
    """宽限: the workdays the item's policy leaves after 暂停, and that the papers go back when
    they are over (`silence.lapse`); other policies have none."""
    if not has_grace(facts) or "grace" not in wording.texts:
        return ()
    return paragraphs(wording, "grace", filled, indent=0)


def has_grace(facts: DocumentFacts) -> bool:
    """Whether the item's policy leaves workdays after 暂停."""
    return facts.on_expiry == "暂停" and bool(facts.grace)


def _due_day(facts: DocumentFacts, paper: PaperLine) -> str:
    text = paper.make_good_by or facts.make_good_by
    if not text:
        return "——"
    mark = PROVISIONAL if "make_good_by" in facts.provisional else ""
    return day_text(parse_day(text)) + mark
