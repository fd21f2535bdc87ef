"""一次性告知书: all that is wanting, told once, beside what is already in order."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.acts import act_of
from clerk_app.notices.deferral import as_kept, deposit_expiry
from clerk_app.notices.document import Block, Document, Heading, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.paper_tables import ready_listing, shortfall_table
from clerk_app.notices.parts import closing, document, paragraphs, section, stub, values
from clerk_app.notices.wording import Wording

KIND = "one_time_notice"
TITLE = "一次性告知书"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """Nothing may be left out here: a defect not listed cannot be asked for later."""
    filled = values(facts, TITLE)
    body: list[Block] = [
        *_after(facts, wording, filled),
        *paragraphs(wording, "opening", filled),
        Heading(section(1, wording.text("wanting", filled))),
        shortfall_table(facts),
        *(Paragraph(line, 0, small=True) for line in wording.lines("basis", filled)),
        Heading(section(2, wording.text(_in_order(facts, wording), filled))),
    ]
    if facts.ready_papers:
        body.append(ready_listing(facts))
    else:
        body += paragraphs(wording, "none_in_order", filled, indent=0)
    first = _deferral(facts, wording, filled)
    if facts.make_good_by and facts.since(3):
        first += wording.some(as_kept(facts, wording, "deposit"), filled)
    first += _limit(facts, wording, filled)
    heading = section(3, wording.text("next", filled))
    body += closing(facts, wording, filled, heading, first)
    last = {"make_good_by": filled["grace_until"]} if _in_grace(facts, wording) else {}
    body += stub(facts, wording, {**filled, **last})
    return document(facts, TITLE, COPIES, tuple(body))


def _after(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    """Which notice this one follows, and how what that one did not say is marked."""
    if not facts.notice_before:
        return ()
    fresh = any(paper.fresh for _, paper in facts.short_papers)
    return (Paragraph("".join(wording.some("again_fresh" if fresh else "again", filled))),)


def _limit(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """Until when papers may come and what follows: in the grace the day of its end, and not one
    that is past."""
    if not facts.make_good_by:
        return wording.some("no_limit", filled) if facts.since(3) else ()
    if _in_grace(facts, wording):
        return wording.told(as_kept(facts, wording, "limit_grace"), filled)
    key = as_kept(facts, wording, deposit_expiry(facts))
    return (
        *wording.lines("limit", filled),
        *(wording.lines(key, filled) if facts.on_expiry else ()),
    )


def _in_grace(facts: DocumentFacts, wording: Wording) -> bool:
    """Whether the papers that lie at the window wait in the grace."""
    return bool(act_of(facts).grace_until) and "limit_grace" in wording.texts


def _in_order(facts: DocumentFacts, wording: Wording) -> str:
    """The heading must not say 不必再交 of a paper of which pieces are wanting, nor count none."""
    if facts.since(3) and not facts.ready_papers and "in_order_none" in wording.texts:
        return "in_order_none"
    few = any(paper.pieces_short for _, paper in facts.ready_papers)
    return "in_order_few" if few and "in_order_few" in wording.texts else "in_order"


def _deferral(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """Whether papers may follow; where the rules stand against it, why, and no invitation."""
    why = tuple(line for code in facts.bars for line in wording.some(f"bar_{code}", filled))
    if not filled["deferrable_numbers"]:
        return (*why, *wording.lines("not_deferrable", filled))
    return wording.lines("deferrable", filled)
