"""What the papers that explain an item share: its papers, questions, limits, fees, where to go.

Unlike the documents of a case they tell what may be asked for, never what was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clerk_app.notices.dates import issued_day
from clerk_app.notices.document import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Highlight,
    Highlights,
    Masthead,
    Paragraph,
    Table,
)
from clerk_app.notices.facts import DocumentFacts, FeeLine, FollowUpLine, PaperLine
from clerk_app.notices.paper_tables import due_text
from clerk_app.notices.parts import item_fields, query_note, section, tight
from clerk_app.notices.wording import Wording

UNPUBLISHED = "未公布"
CHARGED = "收费"
"""A fee of which the amount is not said."""
VERSION_LENGTH = 8
_PIECES = re.compile(r"原件|复印件|[、，和及与/\s]")
NARROW = 12
"""A fact of more characters than this takes the whole line."""

GLANCE = 24
"""A limit or fee of more characters than this is words to be read, not a figure to be seen: it
stands in its section only."""

Section = tuple[str, Sequence[Block]]


def explaining(
    facts: DocumentFacts,
    title: str,
    copies: str,
    blocks: Iterable[Block],
    *,
    foot: str,
    number_label: str = "文书编号",
) -> Document:
    """The document round its blocks. The bars are those of the case, else of the enquiry, else
    there are none."""
    masthead = Masthead(
        hall=facts.hall,
        title=title,
        number=facts.number,
        case_number=facts.case_number or facts.enquiry,
        case_label="办件编号" if facts.case_number else "咨询编号",
        number_label=number_label,
        copies=copies,
        query=facts.query,
        query_note=query_note(facts, "扫码核对"),
    )
    return Document(
        kind=facts.kind,
        title=title,
        number=facts.number,
        hall=facts.hall,
        blocks=(masthead, *blocks),
        foot=foot,
        sample=facts.sample,
        number_label=number_label,
    )


def version_foot(facts: DocumentFacts) -> str:
    """制证日期 + 事项版本, with the days the version is in force where they are published."""
    since, until = facts.effective_from, facts.effective_to
    version = facts.item_hash[:VERSION_LENGTH] or facts.item_version or UNPUBLISHED
    force = ""
    if since or until:
        force = f"（{since} 起施行）" if not until else f"（施行至 {until}）"
        force = f"（{since} 至 {until}）" if since and until else force
    return f"制证日期 {issued_day(facts) or '——'}　事项版本 {version}{force}"


def published(facts: DocumentFacts, text: str) -> str:
    """A fact that a licence's guide must publish says so where it is empty; others are absent."""
    return text or (UNPUBLISHED if facts.is_licence else "")


def numbered(sections: Iterable[Section], start: int = 1) -> tuple[Block, ...]:
    """Sections under headings 一、二、三…; those with nothing in them are left out."""
    blocks: list[Block] = []
    number = start
    for heading, body in sections:
        if body:
            blocks += [Heading(section(number, heading)), *body]
            number += 1
    return tuple(blocks)


def lines(*texts: str, indent: int = 0) -> tuple[Paragraph, ...]:
    """Each line of these texts as a paragraph."""
    return tuple(
        Paragraph(line.strip(), indent)
        for text in texts
        for line in text.splitlines()
        if line.strip()
    )


def name_fields(facts: DocumentFacts, label: str) -> tuple[Field, ...]:
    """The item and its code."""
    return item_fields(facts, label, f"　编码 {facts.item_code}" if facts.item_code else "")


def fields(*rows: Field) -> Fields:
    """The rows that say something; a long one takes the line, but for a number that stands beside
    whose it is."""
    return Fields(
        tuple(
            row if row.wide or row.whose or len(row.value) <= NARROW else replace(row, wide=True)
            for row in rows
            if row.value
        )
    )


def at_a_glance(facts: DocumentFacts) -> tuple[Highlights, ...]:
    """What is looked for first: how long, what it costs."""
    fee = _fee_seen(facts)
    cells = [
        Highlight("承诺办结时限", tight(facts, facts.promised_text), facts.promised_note),
        Highlight("法定办结时限", tight(facts, facts.statutory_text), facts.statutory_note),
        Highlight("收费", fee, facts.fee_note if facts.fee_note != fee else ""),
    ]
    said = tuple(cell for cell in cells if cell.value and len(cell.value) <= GLANCE)
    return (Highlights(said),) if said else ()


def _fee_seen(facts: DocumentFacts) -> str:
    """The fee; where it is only known that one is charged, where to read how much."""
    return "见收费标准" if facts.fee == CHARGED and facts.since(3) else facts.fee


def limit_lines(facts: DocumentFacts, wording: Wording) -> tuple[Paragraph, ...]:
    """The limits in words: the law's, the promise, those by channel, what is outside the clock."""
    told = (
        ("法定办结时限", published(facts, facts.statutory_text), facts.statutory_note),
        ("承诺办结时限", facts.promised_text, facts.promised_note),
    )
    texts = [
        _ended(f"{label}：{tight(facts, text)}" + (f"（{note}）" if note else ""))
        for label, text, note in told
        if text
    ]
    texts += [f"{tight(facts, text)}。" for text in facts.other_limits]
    if facts.special_procedures:
        texts.append(wording.text("outside_clock", {}))
        texts += special_lines(facts)
    return lines(*texts)


def special_lines(facts: DocumentFacts) -> list[str]:
    """特殊环节, each with the time it needs."""
    return [f"· {ended(facts, tight(facts, text))}" for text in facts.special_procedures]


def terms_of_item(facts: DocumentFacts, wording: Wording, number: int) -> tuple[Block, ...]:
    """On a paper that accepts: what does not count in the limits and how long it takes, and by
    which rule what is charged. Sections from `number` on; none before the third look."""
    if not facts.since(3):
        return ()
    special, fees = lines(*special_lines(facts)), fee_lines(facts) if facts.fees else ()
    return numbered(
        (
            *(((wording.text("special", {}), special),) if special else ()),
            *(((wording.text("fees", {}), fees),) if fees else ()),
        ),
        number,
    )


def papers_table(facts: DocumentFacts) -> Table:
    """The papers as they are asked for: how many, kept or looked at, from where, by which rule."""
    rows = []
    for number, paper in enumerate(facts.papers, 1):
        pieces = due_text(paper) or paper.form
        rows.append(
            (
                Cell(str(number)),
                Cell(paper.name, tight(facts, " · ".join(_marks(paper)))),
                Cell(pieces, " · ".join(_manner(paper, pieces))),
                Cell(*_origin(paper)),
                Cell(paper.standard or paper.note or "—", "；".join(_grounds(paper))),
            )
        )
    columns = (
        Column("序", 9),
        Column("材料", 45),
        Column("份数和方式", 29),
        Column("来源和取得", 38),
        Column("标准和依据", 47),
    )
    return Table(columns, tuple(rows))


def _marks(paper: PaperLine) -> list[str]:
    marks = []
    if paper.optional:
        marks.append("非必要，可以不交")
    if paper.deferrable:
        days = f"，{paper.defer_workdays} 个工作日内补齐" if paper.defer_workdays else ""
        marks.append(f"可容缺{days}")
    if paper.of_agent:
        marks.append("委托代办的提供")
    return marks


def _manner(paper: PaperLine, pieces: str) -> list[str]:
    """收取 or 核验, and the form where it says more than the pieces do."""
    says_more = paper.form != pieces and _PIECES.sub("", paper.form)
    return [text for text in (paper.keep, paper.form if says_more else "") if text]


def _origin(paper: PaperLine) -> tuple[str, str]:
    source = paper.source or "申请人自备"
    if not paper.how_to_get or paper.how_to_get == source:
        return source, ""
    return source, paper.how_to_get


def _grounds(paper: PaperLine) -> list[str]:
    told = (
        ("依据：", paper.basis),
        ("空白表格：", paper.blank_form),
        ("示例样表：", paper.sample),
        ("", paper.note if paper.standard else ""),
    )
    return [f"{label}{text}" for label, text in told if text]


def paper_blocks(facts: DocumentFacts, wording: Wording) -> tuple[Block, ...]:
    """The papers, what else may be asked for, and whether that is the whole list."""
    blocks: list[Block] = [papers_table(facts)] if facts.papers else []
    if facts.papers_open or not facts.papers:
        blocks += lines(wording.text("papers_open", {}))
    elif not facts.questions:
        blocks += lines(wording.text("papers_closed", {}))
    samples = any(paper.blank_form or paper.sample for paper in facts.papers)
    if facts.is_licence and not samples:
        blocks += lines(wording.text("samples", {}))
    return tuple(blocks)


def question_blocks(facts: DocumentFacts, wording: Wording) -> tuple[Block, ...]:
    """The questions nobody answered yet, each with what its answers bring."""
    if not facts.questions:
        return ()
    blocks: list[Block] = [Paragraph(wording.text("questions_first", {}), 0, keep=True)]
    answer = "回答" if facts.since(3) else "再问"
    for number, question in enumerate(facts.questions, 1):
        after = f"（{question.after}时{answer}）" if question.after else ""
        blocks.append(Paragraph(f"{number}. {question.text}{after}", 0, keep=True))
        last = len(question.choices) - 1
        blocks += [
            Paragraph(choice, 2, small=True, keep=at < last)
            for at, choice in enumerate(question.choices)
        ]
    return tuple(blocks)


def flow_lines(facts: DocumentFacts) -> tuple[Paragraph, ...]:
    """办理流程: the stages in one line, then the words."""
    return lines(" → ".join(facts.stages), facts.flow)


def fee_lines(facts: DocumentFacts, *, always: bool = False) -> tuple[Paragraph, ...]:
    """Each fee with its ground; one fee in words where the items of it are not given.

    Where nothing is known of it, 未公布 stands `always`, else as `published` says: to one who
    only reads the paper, silence is "free".
    """
    if facts.fees:
        return lines(*(_fee(fee) for fee in facts.fees))
    note = f"（{facts.fee_note}）" if facts.fee_note else ""
    fee = published(facts, facts.fee) or (UNPUBLISHED if always else "")
    return lines(_ended(f"{fee}{note}") if fee else "")


def ended(facts: DocumentFacts, text: str) -> str:
    """A sentence with its full stop; papers of the looks before print what they have."""
    if not text.strip() or not facts.since(3):
        return text
    return _ended(text.rstrip("；，;, "))


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _fee(fee: FeeLine) -> str:
    parts = [f"{fee.name}：{fee.amount or '金额' + UNPUBLISHED}"]
    parts += [f"依据：{fee.basis}"] if fee.basis else []
    parts += [f"减免：{fee.reduction}"] if fee.reduction else []
    return "；".join(parts) + "。"


def result_lines(facts: DocumentFacts) -> tuple[Paragraph, ...]:
    """办理结果 and 送达方式."""
    told = (("办理结果", facts.result), ("送达方式", facts.delivery))
    return lines(*(f"{label}：{text}。" for label, text in told if text))


def follow_up_table(follow_ups: Iterable[FollowUpLine]) -> Table:
    """后置审批: what, for whom, where, by which rule."""
    rows = [
        (
            Cell(str(number)),
            Cell(line.name, f"编码 {line.code}" if line.code else ""),
            Cell(line.when or "均需办理"),
            Cell(line.department or "请向本窗口询问"),
            Cell(line.basis or "依据待核", line.note),
        )
        for number, line in enumerate(follow_ups, 1)
    ]
    columns = (
        Column("序", 9),
        Column("还应办理的审批", 52),
        Column("适用情形", 33),
        Column("向哪里申请", 34),
        Column("依据和说明", 40),
    )
    return Table(columns, tuple(rows))


def follow_up_blocks(facts: DocumentFacts, wording: Wording) -> tuple[Block, ...]:
    """后置审批 with the sentence before it."""
    if not facts.follow_ups:
        return ()
    return (*lines(wording.text("follow_ups_first", {})), follow_up_table(facts.follow_ups))


def where(facts: DocumentFacts) -> tuple[Block, ...]:
    """地点、时间、电话; absent where nothing is known."""
    block = fields(
        Field("办理地点", facts.place, wide=True),
        Field("办理时间", facts.hours, wide=True),
        Field("办理形式", facts.channels, wide=True),
        Field("咨询电话", facts.phone),
        Field("监督电话", facts.supervision_phone),
    )
    return (block,) if block.rows else ()
