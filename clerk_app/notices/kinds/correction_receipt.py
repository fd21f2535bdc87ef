"""补正回执: the papers handed in now, those still wanting, and whether acceptance follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clerk_app.kernel.clock import parse_day
from clerk_app.notices.acts import (
    PUT_RIGHT,
    act_of,
    act_values,
    ending,
    handed_table,
    listing,
    opening,
)
from clerk_app.notices.dates import PROVISIONAL, day, day_text
from clerk_app.notices.deferral import (
    as_kept,
    days_differ,
    deposit_expiry,
    expiry_key,
    has_grace,
    pauses_text,
)
from clerk_app.notices.document import Block, Cell, Column, Document, Highlight, Highlights, Table
from clerk_app.notices.facts import UNCHANGED, ActFacts, DocumentFacts, PaperLine
from clerk_app.notices.paper_tables import due_text, lacking
from clerk_app.notices.parts import document, limits, with_code_field
from clerk_app.notices.wording import Wording

KIND = "correction_receipt"
TITLE = "补正回执"
COPIES = 2
MADE_GOOD = "made_good"
CONDITIONAL = "conditionally_accepted"
"""The outcome 容缺受理."""


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """A case returned for correction is accepted the day the last listed paper arrived (行政许可法
    art. 32(5)); one accepted conditionally stays accepted on its day. Nothing is said to have
    come where only the undertaking was signed, or a paper put right that lay there."""
    filled = act_values(facts, wording, TITLE)
    facts = replace(facts, act=_by_number(facts))
    act = act_of(facts)
    filled = {**filled, "count_open": str(len(act.open) or "")}
    filled |= {"make_good_by": _last_day(facts), "pauses": pauses_text(act)}
    cells = (
        *((Highlight("受理日期", filled["accepted_on"]),) if filled["accepted_on"] else ()),
        *_limits(facts),
    )
    sections = (
        (
            wording.text(_of_look(facts, "supplied", _came(facts), "put_right"), filled),
            handed_table(act.supplied, facts.papers, manner=True, numbers=_numbers(facts)),
        ),
        (
            wording.text(_of_look(facts, "open", not facts.accepted_on, "open_deferred"), filled),
            _open(facts),
        ),
    )
    body = (
        *opening(wording, _of_look(facts, "opening", _came(facts), _without_papers(act)), filled),
        *((Highlights(cells),) if cells else ()),
        *ending(
            facts,
            wording,
            filled,
            sections,
            tuple(line for key in _standing(facts, wording) for line in wording.told(key, filled)),
        ),
    )
    return document(facts, TITLE, COPIES, body, rows=with_code_field(facts))


def _by_number(facts: DocumentFacts) -> ActFacts:
    """The act with its papers in the order of their numbers and, until all is accepted, with those
    of too few pieces among what is still open: the notice asked for them."""
    act, numbers = act_of(facts), _numbers(facts)
    few = [paper.name for _, paper in facts.short_papers if paper.ready] if act.open else []

    def ordered(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: numbers.get(name, len(numbers) + 1)))

    still = dict.fromkeys((*act.open, *few))
    return replace(act, supplied=ordered(act.supplied), open=ordered(still))


def _of_look(facts: DocumentFacts, key: str, ordinary: bool, other: str) -> str:
    """A passage, and the other one where the case is none of the ordinary ones; papers of the
    looks before had no other."""
    return key if ordinary or not facts.since(3) else other


def _came(facts: DocumentFacts) -> bool:
    """Whether any piece came with the act."""
    supplied = set(act_of(facts).supplied)
    return any(paper.came != PUT_RIGHT for paper in facts.papers if paper.name in supplied)


def _without_papers(act: ActFacts) -> str:
    """The opening where nothing came: signing is all that lets papers wait."""
    signed = act.decided == CONDITIONAL and not act.supplied
    return "opening_signed" if signed else "opening_checked"


def _standing(facts: DocumentFacts, wording: Wording) -> tuple[str, ...]:
    """The passages that say where the case stands; what is open leaves no acceptance to come
    today, and a day of acceptance before this one has been told already. Pieces that were asked
    for and did not come are not said to have come."""
    act = act_of(facts)
    if not facts.accepted_on:
        until = tuple(as_kept(facts, wording, key) for key in _until_deposit(facts))
        return ("waiting", *until, "bring") if act.open else ("none_open", "undecided")
    until = (*_until(facts), "bring") if act.open else ()
    few = facts.since(3) and any(p.ready and facts.pieces_wanting(p) for p in facts.due_papers)
    if act.open and act.decided == CONDITIONAL:
        return ("accepted_deferring", *(("few_taken",) if few else ()), *until, "voucher")
    if act.open or _accepted_before(facts, act):
        whole = () if act.open else ("made_good_few" if few else "made_good",)
        clock = ("clock_made_good",) if whole and facts.clock_starts == MADE_GOOD else ()
        moved = ("moved",) if _moved(facts) and act.pauses else ()
        special = ("special_runs",) if act.special_kind else ()
        return ("accepted_before", *whole, *clock, *moved, *special, *until)
    return ("accepted_few" if few else "accepted", "voucher")


def _until_deposit(facts: DocumentFacts) -> tuple[str, ...]:
    """Until when papers may come to those that lie at the window (容缺收件), and what follows."""
    if act_of(facts).grace_until:
        return ("limit_grace",)
    return ("limit", *((deposit_expiry(facts),) if facts.make_good_by else ()))


def _until(facts: DocumentFacts) -> tuple[str, ...]:
    """Until when what was promised may still come: in the grace the day of its end, and not one
    that is past."""
    if act_of(facts).grace_until:
        return ("paused",)
    several = days_differ(facts, _deferred(facts))
    return ("limit_each" if several else "limit", *_expiry(facts))


def _deferred(facts: DocumentFacts) -> tuple[PaperLine, ...]:
    """The papers that are still to come, of a case that was accepted without them."""
    names = set(act_of(facts).open) if facts.accepted_on else set()
    return tuple(p for p in facts.papers if p.name in names and p.make_good_by)


def _last_day(facts: DocumentFacts) -> str:
    """By when papers must come: the first of the days of those that are still open."""
    days = [paper.make_good_by for paper in _deferred(facts)] if facts.since(3) else []
    return day(replace(facts, make_good_by=min(days)) if days else facts, "make_good_by")


def _moved(facts: DocumentFacts) -> bool:
    """Whether a date is another one than before the act."""
    act = act_of(facts)
    pairs = (
        (act.old_promised_due, facts.promised_due),
        (act.old_statutory_due, facts.statutory_due),
    )
    return any(old and new and old != new for old, new in pairs)


def _limits(facts: DocumentFacts) -> tuple[Highlight, ...]:
    """The two limits: that they will move while the case stands for a late paper or a special
    procedure, and the dates before where they have moved."""
    act = act_of(facts)
    cells = limits(facts)
    if act.paused_since:
        note = "补齐、特别程序结束后顺延" if act.special_kind else "补齐后顺延"
        return tuple(
            replace(cell, label=cell.label.replace("，", "，原"), note=_with(cell, note))
            for cell in cells
        )
    if act.pauses and _moved(facts):
        promised, statutory = act.old_promised_due, act.old_statutory_due
        before = replace(facts, promised_due=promised, statutory_due=statutory)
        old = {cell.label: cell.value for cell in limits(before)}
        cells = tuple(
            replace(cell, note=_with(cell, f"原为{old[cell.label]}"))
            if cell.label in old
            else cell
            for cell in cells
        )
    if act.special_kind:
        note = "特别程序进行中，结束后再顺延"
        cells = tuple(replace(cell, note=_with(cell, note)) for cell in cells)
    return cells


def _with(cell: Highlight, note: str) -> str:
    return "；".join(filter(None, (note, cell.note)))


def _expiry(facts: DocumentFacts) -> tuple[str, ...]:
    """逾期后果 of a conditional acceptance in the words of that paper: what is owed, and not the
    name of the policy."""
    if not facts.make_good_by:
        return ()
    if not facts.since(3):
        return ("expiry",)
    return (*filter(None, (expiry_key(facts),)), *(("grace",) if has_grace(facts) else ()))


def _accepted_before(facts: DocumentFacts, act: ActFacts) -> bool:
    """Whether the case was accepted before the act, perhaps the same day."""
    return act.decided == UNCHANGED or bool(act.on and facts.accepted_on < act.on)


def _open(facts: DocumentFacts) -> tuple[Block, ...]:
    """The papers wanting with what each lacks and, of a case accepted already, its own day; where
    nothing is known of them, the names."""
    names = act_of(facts).open
    known = {paper.name: paper for paper in facts.papers if not paper.ready}
    known |= {paper.name: paper for _, paper in facts.short_papers}
    if not known.keys() & set(names):
        return listing(names, _numbers(facts))
    rows = []
    listed = _numbers(facts)
    for place, name in enumerate(names, 1):
        paper = known.get(name, PaperLine(name))
        standard = "；".join(filter(None, (paper.standard, due_text(paper))))
        told_by = _own_day(facts, paper)
        rows.append(
            (
                Cell(str(listed.get(name, "—") if listed else place)),
                Cell(name, f"补齐期限 {told_by}" if told_by else ""),
                Cell(lacking(facts, paper, in_column=facts.since(3)) if name in known else "—"),
                Cell(standard or "见一次性告知书"),
            )
        )
    columns = (Column("序", 9), Column("材料", 60), Column("缺什么", 45), Column("标准", 54))
    return (Table(columns, tuple(rows)),)


def _own_day(facts: DocumentFacts, paper: PaperLine) -> str:
    if not (facts.accepted_on and paper.make_good_by):
        return ""
    mark = PROVISIONAL if "make_good_by" in facts.provisional else ""
    return day_text(parse_day(paper.make_good_by)) + mark


def _numbers(facts: DocumentFacts) -> dict[str, int]:
    """The number each paper has in the one-time notice, by which both sides speak of it."""
    if not facts.since(3):
        return {}
    return {paper.name: number for number, paper in enumerate(facts.papers, 1)}
