"""办结单: the case is done; what came of it and how the result is had."""

from __future__ import annotations

from clerk_app.notices.acts import act_of, act_values, ending, opening, points, told
from clerk_app.notices.dates import act_day
from clerk_app.notices.document import Block, Document, Field, Highlight, Highlights
from clerk_app.notices.explaining import GLANCE, fields
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import SIGNERS, document, with_code_field
from clerk_app.notices.ways import bare
from clerk_app.notices.wording import Wording

KIND = "closure"
TITLE = "办结单"
COPIES = 2
REFUSED = "不予"
FETCHED = ("领取人", "领取人证件号码")
"""Written by hand when the result is fetched: 办结单 is issued before that."""


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """The result with its number. Of a licence that was granted: by when it is handed over
    (行政许可法 art. 44); of one that was refused, nothing of the kind, nor how the licence would
    be fetched. Who fetches the result signs for it with the number of the identity card."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    refused = REFUSED in act.result_name
    granted = facts.is_licence and bool(act.result_name) and not refused
    figures = _result(facts)
    seen = all(len(cell.value) <= GLANCE for cell in figures)
    row = fields(
        *(() if seen else (Field(cell.label, cell.value, wide=True) for cell in figures)),
        Field("作出日期", act_day(facts, "result_on")),
        Field("办结日期", act_day(facts, "on")),
        Field("批准人", act.approver),
        Field("办结说明", act.reason, wide=True),
    )
    result: tuple[Block, ...] = (
        *((Highlights(figures),) if figures and seen else ()),
        *((row,) if row.rows else ()),
        *told(wording, "uncounted", filled),
        *told(wording, "extended", filled),
    )
    sections = (
        (wording.text("result", filled), result),
        (wording.text("opinions", filled), points(bare(facts, said) for said in act.opinions)),
    )
    first = () if refused and facts.since(3) else wording.told("delivery", filled)
    first += wording.told("within", filled) if granted else ()
    first += wording.told("fetch_result", filled) if act.result_name else ()
    fetched = facts.since(3) and bool(act.result_name)
    body = (
        *opening(wording, "opening" if act.result_name else "opening_bare", filled),
        *ending(
            facts,
            wording,
            filled,
            sections,
            first,
            signers=(SIGNERS, *((FETCHED,) if fetched else ())),
        ),
    )
    return document(facts, TITLE, COPIES, body, rows=with_code_field(facts))


def _result(facts: DocumentFacts) -> tuple[Highlight, ...]:
    """What is looked for first; long words are rows to be read instead."""
    act = act_of(facts)
    every = (
        Highlight("结果名称", act.result_name),
        Highlight("文号", act.result_number),
        Highlight("有效期至", act_day(facts, "valid_until")),
    )
    return tuple(cell for cell in every if cell.value)
