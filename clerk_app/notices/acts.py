"""What the papers of the later life of a case share: its act, moved dates, lists, grounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from clerk_app.notices.dates import act_day
from clerk_app.notices.document import (
    Block,
    Cell,
    Column,
    Field,
    Fields,
    Heading,
    Highlight,
    Highlights,
    Listing,
    Paragraph,
    Table,
)
from clerk_app.notices.explaining import Section, fields, numbered
from clerk_app.notices.facts import (
    DENIED,
    LICENSING_LAW,
    TYPED,
    ActFacts,
    DocumentFacts,
    PaperLine,
    Reason,
)
from clerk_app.notices.paper_tables import standing
from clerk_app.notices.parts import (
    SIGNERS,
    VERIFIED,
    closing,
    facts_block,
    section,
    values,
    with_code_field,
)
from clerk_app.notices.wording import Wording

PUT_RIGHT = "0"
"""The pieces that came of a paper that lay there already and was put right."""


def act_of(facts: DocumentFacts) -> ActFacts:
    """The act, or one that says nothing."""
    return facts.act or ActFacts()


def act_values(facts: DocumentFacts, wording: Wording, title: str = "") -> dict[str, str]:
    """Every placeholder's value; `under_article` is the `law` of the wording, which names an
    article on papers of 行政许可 and neutral words on others."""
    law = wording.told(wording.fitting("law", licence=facts.is_licence), {})
    return {
        **values(facts, title),
        "under_article": f"{law[0]}，" if law else "",
    }


def opening(wording: Wording, key: str, filled: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The first paragraph: the lines of the passage run on, without those that lack a value."""
    text = "".join(wording.told(key, filled))
    return (Paragraph(text),) if text else ()


def told(
    wording: Wording, key: str, filled: Mapping[str, str], indent: int = 0
) -> tuple[Paragraph, ...]:
    """The lines of a passage as paragraphs, without those that lack a value."""
    return tuple(Paragraph(line, indent) for line in wording.told(key, filled))


def ending(
    facts: DocumentFacts,
    wording: Wording,
    filled: Mapping[str, str],
    sections: Iterable[Section],
    first: tuple[str, ...] = (),
    *,
    signers: Sequence[tuple[str, ...]] = (SIGNERS,),
) -> tuple[Block, ...]:
    """The sections that say something, numbered, and the closing as the last of them."""
    blocks = numbered(sections)
    number = sum(isinstance(block, Heading) for block in blocks) + 1
    heading = section(number, wording.text("next", filled))
    return (*blocks, *closing(facts, wording, filled, heading, first, *signers))


def moved_dates(facts: DocumentFacts, why: str) -> tuple[Highlights, ...]:
    """The promised and the statutory date after the act, each with the one before it; the one
    before alone where the new one is not known yet. `why` is 顺延后 or 延期后."""
    cells = []
    for name, base in (("承诺办结", "promised_due"), ("法定时限", "statutory_due")):
        old, new = act_day(facts, f"old_{base}"), act_day(facts, f"new_{base}")
        if new:
            note = "日期不变" if new == old else f"原为{old}" if old else ""
            cells.append(Highlight(f"{name}（{why}），不迟于", new, note))
        elif old:
            cells.append(Highlight(f"{name}，原不迟于", old))
    return (Highlights(tuple(cells)),) if cells else ()


def listing(names: Iterable[str], numbers: Mapping[str, int] | None = None) -> tuple[Listing, ...]:
    """Names with numbers, in two columns; nothing for no names. `numbers` are those a name has in
    an earlier paper, and keeps."""
    entries = tuple((_number(numbers, name, at), name) for at, name in enumerate(names, 1))
    return (Listing(entries),) if entries else ()


def _number(numbers: Mapping[str, int] | None, name: str, place: int) -> str:
    """The number of a paper in the earlier list; its place where there is no such list, and a dash
    for one that is not on it: no two rows have one number."""
    return str(numbers.get(name, "—") if numbers else place)


def handed_table(
    names: Sequence[str],
    papers: Iterable[PaperLine],
    *,
    manner: bool = False,
    numbers: Mapping[str, int] | None = None,
    kept: bool = False,
) -> tuple[Block, ...]:
    """Papers that changed hands with the pieces of each and, of those handed in, the `manner`
    (收取 or 核验); where no pieces are known, the names alone. `numbers` as `listing` has them.
    `kept`: they lay at the window, so of a paper looked at (核验) they are the copies."""
    known = {paper.name: paper for paper in papers if paper.copies_in}
    if not known.keys() & set(names):
        return listing(names, numbers)
    rows = tuple(
        (
            Cell(_number(numbers, name, number)),
            Cell(name, _beside(known[name], kept) if name in known else ""),
            Cell(_pieces(known[name]) if name in known else "—"),
            *([Cell((known[name].keep if name in known else "") or "—")] if manner else []),
        )
        for number, name in enumerate(names, 1)
    )
    columns = (
        Column("序", 9),
        Column("材料", 122 if manner else 142),
        Column("份数", 17, figures=True),
        *([Column("方式", 20)] if manner else []),
    )
    return (Table(columns, rows),)


def _pieces(paper: PaperLine) -> str:
    """The pieces that changed hands; all that lie there where nobody said how many came."""
    return "—" if paper.came == PUT_RIGHT else paper.came or str(paper.copies_in)


def _beside(paper: PaperLine, kept: bool) -> str:
    return "复印件" if kept and paper.keep == VERIFIED else _with_what_lay_there(paper)


def _with_what_lay_there(paper: PaperLine) -> str:
    """What is said beside pieces that came to others, and of a paper that was put right."""
    if paper.came == PUT_RIGHT:
        return standing(paper, fault=True) or "原来已经交来"
    more = bool(paper.came) and paper.came != str(paper.copies_in)
    return f"本次{paper.came}份，现共{paper.copies_in}份" if more else ""


def points(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Sentences one under the other, with numbers where there are several."""
    said = [f"{text.rstrip('。')}。" for text in texts if text.strip()]
    if len(said) == 1:
        return (Paragraph(said[0], 0),)
    return tuple(Paragraph(f"{number}. {text}", 0) for number, text in enumerate(said, 1))


def head(facts: DocumentFacts, *rows: Field) -> Fields:
    """The facts block of every paper, and what the act adds to it."""
    return Fields((*facts_block(facts).rows, *fields(*rows).rows))


def head_with_code(facts: DocumentFacts, *rows: Field) -> Fields:
    """The same of a paper by which one asks for progress."""
    return Fields((*with_code_field(facts).rows, *fields(*rows).rows))


def with_grounds(facts: DocumentFacts) -> DocumentFacts:
    """The facts with the act's reason among the grounds, and with no article of the licensing
    law where the item is no 行政许可: one that the program set. What a person typed as the basis
    of a denial or of another reason stands as it was typed."""
    reasons = facts.reasons
    if not facts.is_licence:
        reasons = tuple(
            replace(reason, article="")
            if LICENSING_LAW in reason.article and reason.code not in {DENIED, TYPED}
            else reason
            for reason in reasons
        )
    said = act_of(facts).reason
    if said and said not in {reason.text for reason in reasons}:
        reasons += (Reason("", "", said),)
    return replace(facts, reasons=reasons)
