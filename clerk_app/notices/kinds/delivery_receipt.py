"""送达回证: which paper was delivered to whom, when, where and how, and who signed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clerk_app.notices.acts import act_of, act_values, ending, told
from clerk_app.notices.dates import act_day
from clerk_app.notices.document import (
    Block,
    Closing,
    Document,
    Field,
    Fields,
    Paragraph,
    Signature,
    Whose,
)
from clerk_app.notices.explaining import fields, name_fields
from clerk_app.notices.facts import ActFacts, DocumentFacts
from clerk_app.notices.parts import agent_field, document, id_field, paragraphs
from clerk_app.notices.wording import Wording

KIND = "delivery_receipt"
ONLINE = "电子送达"
TITLE = "送达回证"
COPIES = 2


def compose(facts: DocumentFacts, wording: Wording) -> Document:
    """What is not known yet is not named, but whoever takes the paper finds lines to sign on; a
    proxy (代收人) signs as such and the reason stands beside."""
    filled = act_values(facts, wording, TITLE)
    act = act_of(facts)
    by_proxy = bool(act.proxy_reason or act.proxy_authority)
    paper = fields(
        Field("文书名称", act.result_name, wide=True),
        Field("文号", act.result_number),
        Field("作出日期", act_day(facts, "result_on")),
    )
    way = fields(
        Field("送达时间", f"{act_day(facts, 'delivered_on')}{_minute(act)}"),
        Field("送达人", act.deliverer),
        Field("送达方式", act.method),
        Field("运单号", act.waybill),
        Field("送达地点", act.place, wide=True),
        *(() if by_proxy else _signed_by("签收人", facts)),
    )
    proxy = fields(
        *(_signed_by("代收人", facts) if by_proxy else ()),
        Field("代收依据", act.proxy_authority, wide=True),
        Field("代收原因", act.proxy_reason, wide=True),
    )
    sections = (
        (wording.text("paper", filled), _some(paper)),
        (wording.text("delivery", filled), (*_some(way), *_place_to_write(facts))),
        (wording.text("proxy", filled), _some(proxy)),
    )
    stands_for = told(wording, _signed(facts), filled)
    first = () if facts.since(3) else wording.told("signed", filled)
    first += wording.told("by_post", filled) if act.waybill else ()
    first += () if act.recipient else wording.told("by_proxy", filled)
    signers: list[tuple[str, ...]] = [
        ("代收人签收" if by_proxy else "受送达人签收", "送达人", "日期")
    ]
    if not act.recipient and not by_proxy:
        signers.append(("代收人签收", "代收原因"))
    body = (
        *paragraphs(wording, "opening", filled),
        *_over_lines(
            ending(facts, wording, filled, sections, first, signers=signers),
            stands_for if facts.since(3) else (),
        ),
    )
    return document(facts, TITLE, COPIES, body, rows=_head(facts))


def _head(facts: DocumentFacts) -> Fields:
    rows = (
        Field("受送达人", facts.applicant),
        id_field(facts),
        agent_field(facts),
        Field("送达机关", facts.department),
        *name_fields(facts, "申请事项"),
    )
    return Fields(tuple(row for row in rows if row.value))


def _signed(facts: DocumentFacts) -> str:
    """What a signature stands for names the paper again where it is known."""
    act = act_of(facts)
    named = facts.since(3) and act.result_name and act.result_number
    return "signed_numbered" if named else "signed"


def _over_lines(blocks: Iterable[Block], texts: tuple[Paragraph, ...]) -> Iterator[Block]:
    """With what the signatures stand for right over the lines to sign on: they may come on another
    page than the list of what was delivered."""
    closed = False
    for block in blocks:
        if closed and isinstance(block, Signature):
            yield from (replace(text, indent=0, keep=True) for text in texts)
            closed = False
        closed = closed or isinstance(block, Closing)
        yield block


def _minute(act: ActFacts) -> str:
    """The minute as evidence has it."""
    hour, _, minute = act.delivered_at.partition(":")
    return f"{int(hour)}时{minute}分" if hour.isdecimal() and minute else ""


def _place_to_write(facts: DocumentFacts) -> tuple[Block, ...]:
    """Where it was delivered is written by hand where nobody named the place; what goes by wire
    has none."""
    act = act_of(facts)
    wanting = bool(act.method) and act.method != ONLINE and not act.place
    return (Signature(("送达地点",)),) if facts.since(3) and wanting else ()


def _signed_by(label: str, facts: DocumentFacts) -> tuple[Field, ...]:
    act, whose = act_of(facts), Whose.BEFORE if facts.since(3) else None
    return (
        Field(label, act.recipient),
        Field("证件号码", act.recipient_id_masked, whose=whose),
    )


def _some(block: Fields) -> tuple[Block, ...]:
    return (block,) if block.rows else ()
