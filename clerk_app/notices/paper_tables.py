"""Papers (材料) as tables and lists of a page: handed in, wanting, in order."""

from __future__ import annotations

from clerk_app.notices.document import Cell, Column, Listing, Table
from clerk_app.notices.facts import (
    CORRECTED,
    DEFECTIVE,
    WAIVED,
    DocumentFacts,
    PaperLine,
)
from clerk_app.notices.parts import VERIFIED, pieces_back


def lacking(facts: DocumentFacts, paper: PaperLine, *, in_column: bool = False) -> str:
    """缺什么: missing, wrong or too few, all of it; under a heading that says 缺什么 without 缺.
    Papers of the looks before did not say that a wrong paper was of too few pieces besides."""
    few = too_few(paper) if facts.since(3) and facts.pieces_wanting(paper) else ""
    if paper.ready:
        return few if facts.collected_for else f"{few}，请补足"  # another body asks for it or not
    kind = "有误" if paper.state == DEFECTIVE else "缺"
    if kind == "缺":
        said = paper.fault or "整份未交"
        return said if in_column else f"{kind}：{said}"
    said = f"{kind}：{paper.fault or '不符合要求'}"
    return f"{said.rstrip('。；')}；{few}" if few else said


def too_few(paper: PaperLine) -> str:
    """How many pieces too few came, and of which sort where only one is due: what came is counted
    as a whole, so of two sorts nobody knows which is wanting."""
    sorts = [noun for noun, due in (("原件", paper.originals), ("复印件", paper.copies)) if due]
    known = sorts[0] if len(sorts) == 1 and sorts[0] in due_text(paper) else ""
    return f"少{known}{paper.pieces_short}份"


def pieces_remark(facts: DocumentFacts, paper: PaperLine) -> str:
    """What is said of a paper of too few pieces: what is wanting or, where the application was
    accepted with it, that it goes with what came."""
    few = facts.pieces_wanting(paper)
    if not few or not facts.since(3):
        return f"少{few}份" if few else ""
    if paper.ready and not facts.asks_for_pieces:
        return f"按实收{paper.copies_in}份办理"
    return too_few(paper)


def due_text(paper: PaperLine) -> str:
    """应交: originals and copies in words; the catalogue's own words where they are given."""
    if paper.due:
        return paper.due
    parts = []
    if paper.originals:
        parts.append(f"原件{paper.originals}份")
    if paper.copies:
        parts.append(f"复印件{paper.copies}份")
    return "、".join(parts)


def standing(paper: PaperLine, *, fault: bool = False) -> str:
    """What a reader must know of a ready paper beside its name; with `fault`, as since the third
    look, also what was wrong of one that was put right."""
    if paper.state == WAIVED:
        return "共享数据核验，免交"
    if paper.state == CORRECTED:
        old = f"（原来：{paper.fault.rstrip('。；')}）" if fault and paper.fault else ""
        return f"当场更正{old}：{paper.correction}" if paper.correction else f"当场更正{old}"
    return ""


def ready_listing(facts: DocumentFacts) -> Listing:
    """The papers already in order, with their numbers in the list."""
    entries = []
    for number, paper in facts.ready_papers:
        few = f"少{paper.pieces_short}份，请补足" if paper.pieces_short else ""
        told = standing(paper, fault=facts.since(3))
        remark = "；".join(part for part in (told, few) if part)
        entries.append((str(number), f"{paper.name}（{remark}）" if remark else paper.name))
    return Listing(tuple(entries))


def shortfall_listing(facts: DocumentFacts) -> Listing:
    """The papers wanting in short; the one-time notice says all of it."""
    return Listing(
        tuple(
            (str(n), f"{paper.name}（{lacking(facts, paper)}）") for n, paper in facts.short_papers
        )
    )


def received_table(
    facts: DocumentFacts,
    papers: tuple[tuple[int, PaperLine], ...],
    *,
    handed_back: bool = False,
    whence: bool = False,
) -> Table:
    """The papers handed in: how many were due, how many came, kept or looked at.

    With `handed_back` a paper that was only looked at is listed as 已核验退还; with `whence` its
    pages and where it comes from stand beside.
    """
    rows = []
    for number, paper in papers:
        waived = paper.state == WAIVED
        remarks = ["非应交" if paper.not_due else "", standing(paper, fault=facts.since(3))]
        wrong = paper.state == DEFECTIVE and not paper.not_due
        if wrong:
            remarks.append(lacking(facts, paper))
        if not (wrong and facts.since(3)):  # then that says it too
            remarks.append(pieces_remark(facts, paper))
        remark = "；".join(part for part in remarks if part)
        rows.append(
            (
                Cell(str(number)),
                Cell(paper.name, remark),
                Cell(paper.form if paper.not_due else due_text(paper) or paper.form),
                Cell("—" if waived or paper.not_due else str(paper.pieces_due)),
                Cell("—" if waived else str(paper.copies_in)),
                *([pages_cell(paper)] if whence else []),
                Cell(_manner(facts, paper, handed_back)),
                *([source_cell(paper)] if whence else []),
            )
        )
    return Table(_RECEIVED_WHENCE if whence else _received(handed_back), tuple(rows))


def _received(handed_back: bool) -> tuple[Column, ...]:
    return (
        Column("序", 9),
        Column("材料", 71 if handed_back else 79),
        Column("形式", 38),
        Column("应交", 13, figures=True),
        Column("实收", 14, figures=True),
        Column("方式", 23 if handed_back else 15),
    )


_RECEIVED_WHENCE = (
    Column("序", 9),
    Column("材料", 55),
    Column("形式", 24),
    Column("应交", 12, figures=True),
    Column("实收", 12, figures=True),
    Column("页数", 12, figures=True),
    Column("方式", 20),
    Column("来源", 24),
)


def pages_cell(paper: PaperLine) -> Cell:
    """页数; — where nobody counted them."""
    return Cell(str(paper.pages) if paper.pages else "—")


def source_cell(paper: PaperLine) -> Cell:
    """来源: who issues it, else who brought it."""
    return Cell(paper.source or ("共享数据" if paper.state == WAIVED else "申请人"))


def _manner(facts: DocumentFacts, paper: PaperLine, handed_back: bool) -> str:
    if paper.state == WAIVED:
        return "免交"
    if not handed_back or paper.keep != VERIFIED:
        return paper.keep
    back = pieces_back(facts, paper)
    if back == paper.copies_in:
        return "已核验退还"
    return "原件退还，复印件收取" if back else "复印件收取"


_ELSE = "其他"
"""A source that says nothing."""


def _how_to_get(facts: DocumentFacts, paper: PaperLine) -> str:
    """怎样取得: where nothing is said of it, who issues the paper; only what nobody issues is the
    applicant's own."""
    known = paper.source if facts.since(3) else ""
    if known == _ELSE and not paper.how_to_get:
        return "请向本窗口询问"
    return paper.how_to_get or known or "申请人自备"


def shortfall_table(facts: DocumentFacts) -> Table:
    """The papers wanting: what is lacking, by which standard and rule, how to get it."""
    rows = []
    for number, paper in facts.short_papers:
        deferrable = paper.deferrable and not facts.bars
        marks = [paper.necessity, "可容缺" if deferrable else "不可容缺"]
        if paper.necessity == "容缺后补" and not deferrable:
            marks = ["本次不可容缺"]
        if paper.fresh:
            marks.append("本次新列")
        standard = "；".join(part for part in (paper.standard, due_text(paper)) if part)
        basis = f"依据：{paper.basis}" if paper.basis and facts.since(3) else ""
        rows.append(
            (
                Cell(str(number)),
                Cell(paper.name, " · ".join(mark for mark in marks if mark)),
                Cell(lacking(facts, paper, in_column=facts.since(3))),
                Cell(standard or paper.form or "见办事指南", basis),
                Cell(_how_to_get(facts, paper)),
            )
        )
    columns = (
        Column("序", 9),
        Column("材料", 48),
        Column("缺什么", 37),
        Column("标准", 37),
        Column("怎样取得", 37),
    )
    return Table(columns, tuple(rows))
