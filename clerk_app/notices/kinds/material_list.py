"""材料接收清单: each paper taken in with its pieces, pages, manner and source."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.notices.document import Block, Cell, Column, Document, Heading, Table
from clerk_app.notices.facts import WAIVED, DocumentFacts, PaperLine
from clerk_app.notices.paper_tables import (
    pieces_remark,
    shortfall_listing,
    source_cell,
    standing,
)
from clerk_app.notices.parts import (
    VERIFIED,
    closing,
    document,
    paragraphs,
    pieces_back,
    section,
    stub,
    values,
    with_code_field,
)
from clerk_app.notices.wording import Wording

KIND = "material_list"
TITLE = "材料接收清单"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Everything handed in, sound or not. Until the application is accepted every list says that
    taking in is no acceptance, and the day to be told by (行政许可法 art. 32(4) of a licence);
    then it says the day it was."""
    filled = values(facts, TITLE)
    taken = tuple(
        (number, paper)
        for number, paper in enumerate(facts.papers, 1)
        if paper.copies_in or paper.ready or paper.not_due
    )
    filled["count_all"] = str(len(taken))
    collected = bool(facts.collected_for)
    accepted = bool(facts.accepted_on) and facts.since(3)
    opening = "opening_collected" if collected else "opening_accepted" if accepted else "opening"
    body: list[Block] = [*paragraphs(wording, opening, filled)]
    sections: list[tuple[str, Block]] = []
    if taken:
        sections.append((wording.text("taken", filled), _table(facts, taken)))
    if facts.short_papers:
        sections.append((wording.text("wanting", filled), shortfall_listing(facts)))
    for number, (title, block) in enumerate(sections, 1):
        body += [Heading(section(number, title)), block]
    heading = section(len(sections) + 1, wording.text("next", filled))
    first: tuple[str, ...] = ()
    if collected:
        first = wording.lines("told_collected", filled)
    elif facts.notice_given:
        first = wording.lines("told", filled)
    elif facts.notice_due:
        first = wording.lines(wording.fitting("told_by", licence=facts.is_licence), filled)
    # what is taken in for another body carries the seal of the hall that took it in
    sealed = replace(facts, department="") if collected else facts
    body += closing(
        sealed, _noted(wording, "note_accepted") if accepted else wording, filled, heading, first
    )
    body += stub(facts, wording, filled)
    title = f"{TITLE}（代收）" if collected else TITLE
    return document(facts, title, COPIES, tuple(body), rows=with_code_field(facts))


def _noted(wording: Wording, key: str) -> Wording:
    """The wording with the note that fits."""
    return Wording(wording.kind, {**wording.texts, "note": wording.texts[key]})


def _table(facts: DocumentFacts, taken: tuple[tuple[int, PaperLine], ...]) -> Table:
    third = facts.since(3)
    rows = tuple(
        (
            Cell(str(number)),
            Cell(paper.name, _remark(facts, paper) if third else standing(paper)),
            Cell(_sort(paper)),
            Cell("—" if paper.state == WAIVED else str(paper.copies_in)),
            Cell(str(paper.pages) if paper.pages else "—"),
            _manner(facts, paper),
            source_cell(paper) if third else Cell(paper.source or "申请人"),
        )
        for number, paper in taken
    )
    columns = (
        Column("序", 9),
        Column("材料", 58),
        Column("原件或复印件", 30),
        Column("份数", 13, figures=True),
        Column("页数", 15, figures=True),
        Column("方式", 15),
        Column("来源", 28),
    )
    return Table(columns, rows)


def _manner(facts: DocumentFacts, paper: PaperLine) -> Cell:
    """收取 or 核验, and of one looked at that the copies stay."""
    if paper.state == WAIVED:
        return Cell("免交")
    stays = paper.keep == VERIFIED and pieces_back(facts, paper) < paper.copies_in
    return Cell(paper.keep or "收取", "复印件收取" if stays else "")


def _remark(facts: DocumentFacts, paper: PaperLine) -> str:
    return "；".join(filter(None, (standing(paper, fault=True), pieces_remark(facts, paper))))


def _sort(paper: PaperLine) -> str:
    """原件 or 复印件; the catalogue's own words where it counts neither."""
    sorts = (("原件", paper.originals), ("复印件", paper.copies))
    return "和".join(name for name, count in sorts if count) or paper.form or paper.due or "—"
