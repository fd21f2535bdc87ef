"""What the papers of 容缺 share: by which day each is to come, and what follows a missed day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clerk_app.kernel.clock import parse_day
from clerk_app.notices.dates import PROVISIONAL, day_text
from clerk_app.notices.document import Block, Cell, Column, Paragraph, Table
from clerk_app.notices.facts import WAIVED, ActFacts, DocumentFacts, PaperLine
from clerk_app.notices.paper_tables import due_text, lacking
from clerk_app.notices.parts import VERIFIED, paragraphs, pieces_back
from clerk_app.notices.wording import Wording


def deferred_table(facts: DocumentFacts) -> Table:
    """Each paper to follow, its form and the day it must be there."""
    rows = tuple(
        (
            Cell(str(number)),
            Cell(paper.name, paper.standard),
            Cell(lacking(facts, paper, in_column=facts.since(3))),
            Cell(due_text(paper) or paper.form or "见办事指南"),
            Cell(due_day(facts, paper) or "——"),
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


def days_differ(facts: DocumentFacts, papers: Iterable[PaperLine]) -> bool:
    """Whether the papers have days of their own: then the whole case falls with the first that is
    missed (`silence.lapse`). Papers of the looks before did not say so."""
    days = {paper.make_good_by or facts.make_good_by for paper in papers}
    return facts.since(3) and len(days - {""}) > 1


def each_day_paragraphs(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[Block, ...]:
    """That each paper is to come by its own day, and that one missed is enough."""
    if not days_differ(facts, (paper for _, paper in facts.short_papers)):
        return ()
    return tuple(Paragraph(line, 0) for line in wording.some("each_day", filled))


def committed_paragraphs(wording: Wording, filled: Mapping[str, str]) -> tuple[Block, ...]:
    """On a paper that accepts: for which papers a 告知承诺 stands in."""
    return tuple(Paragraph(line) for line in wording.told("committed", filled))


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


def deposit_expiry(facts: DocumentFacts) -> str:
    """The sentence of what follows where papers lie at the window for others that do not come
    (容缺收件): nothing was accepted, so nothing is 暂停 or 终止; they go back, after a grace where
    the item leaves one. Papers of the looks before named the policy."""
    return "expiry_grace" if has_grace(facts) and facts.since(3) else "expiry"


def as_kept(facts: DocumentFacts, wording: Wording, key: str) -> str:
    """The passage of 容缺收件, or the one that speaks of no paper kept where none is: nothing
    came, or only what is looked at and handed back at once (核验)."""
    bare = f"{key}_bare"
    return bare if facts.since(3) and bare in wording.texts and not _keeps(facts) else key


def _keeps(facts: DocumentFacts) -> bool:
    """Whether anything of a paper stays at the window; one nobody counted does."""
    return any(
        paper.copies_in > pieces_back(facts, paper)
        or (paper.ready and not paper.copies_in and paper.keep != VERIFIED)
        for paper in facts.papers
        if paper.state != WAIVED
    )


def pauses_text(act: ActFacts) -> str:
    """The spans for which late papers stopped the clock, in words."""
    spans = [dict.fromkeys(span.split("/")) for span in act.pauses]
    return "、".join("至".join(day_text(parse_day(each)) for each in span) for span in spans)


def has_grace(facts: DocumentFacts) -> bool:
    """Whether the item's policy leaves workdays after 暂停."""
    return facts.on_expiry == "暂停" and bool(facts.grace)


def due_day(facts: DocumentFacts, paper: PaperLine) -> str:
    """By when a paper must be there: by its own day, else by the one of all; empty without one."""
    text = paper.make_good_by or facts.make_good_by
    if not text:
        return ""
    mark = PROVISIONAL if "make_good_by" in facts.provisional else ""
    return day_text(parse_day(text)) + mark
