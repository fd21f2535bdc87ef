"""The published facts of an item in sections, as a guide (办事指南) tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clerk_app.catalogue.model import Fee, LimitKind, TimeLimit
from clerk_app.catalogue.rules.limits import statutory_limit
from clerk_app.catalogue.rules.summary import fee_text, limit_text
from clerk_app.desk.guide_lines import Section
from clerk_app.desk.item_port import HASH_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clerk_app.catalogue.model import (
        ChannelLimit,
        FeeItem,
        FollowUp,
        ServiceItem,
        SpecialProcedure,
    )
    from clerk_app.intake.model import GivenPaper

GENERAL_LIMIT = "未公布，按《中华人民共和国行政许可法》第四十二条的一般期限"
_NOT_SAID = "没有写明，请问承办部门"


def facts_line(item: ServiceItem) -> str:
    """Department, class, pace and promise in one line."""
    promise = limit_text(item.promised_limit)
    words = (
        item.department,
        str(item.type) if item.type else item.type_text,
        str(item.handling) if item.handling else "",
        f"承诺 {promise}" if promise else "",
    )
    return "·".join(word for word in words if word)


def given_section(papers: tuple[GivenPaper, ...]) -> Section:
    """What the applicant gave before: level and last day, so that the clerk can decide."""
    return Section("这位申请人以前交过", tuple(_given(paper) for paper in papers))


def _given(paper: GivenPaper) -> str:
    until = f"，有效到 {paper.valid_until}" if paper.valid_until else ""
    return f"{paper.name}：{paper.given_on} 交过{until}，{paper.trust} 级，{_may(paper)}"


def _may(paper: GivenPaper) -> str:
    if paper.reusable:
        return "可以再用"
    if not paper.was_original:
        return "要看原件"
    if paper.still_valid is None:
        return "没有写有效期，看原件"
    return "过了有效期，要看原件"


def sections(item: ServiceItem) -> tuple[Section, ...]:
    """Everything beside questions and papers; a section with nothing to say is left out."""
    found = (
        Section("时限", tuple(_limits(item))),
        Section("收费", tuple(_fees(item))),
        Section("条件", (item.conditions,)),
        Section("流程", tuple(_process(item))),
        Section("结果", (item.result, "、".join(item.delivery))),
        Section("在哪里办", tuple(_place(item))),
        Section("拿到以后还要办（后置审批）", tuple(map(_follow_up, item.follow_ups))),
        Section("依据", item.legal_basis),
        Section("版本", tuple(_version(item))),
    )
    kept = (Section(each.title, tuple(filter(None, each.lines))) for each in found)
    return tuple(each for each in kept if each.lines)


def _limits(item: ServiceItem) -> Iterator[str]:
    legal = statutory_limit(item)
    note = legal.note if legal else ""
    if legal and item.legal_limit is None:
        note = GENERAL_LIMIT
    yield _noted(f"法定 {limit_text(legal)}", note) if legal else "法定时限没有写明"
    promised = item.promised_limit
    if promised:
        yield _noted(f"承诺 {limit_text(promised)}", promised.note)
    yield from map(_channel, item.limits)
    yield from map(_special, item.special_procedures)


def _channel(limit: ChannelLimit) -> str:
    kind = "法定" if limit.kind is LimitKind.LEGAL else "承诺"
    channel = f"{limit.channel}：" if limit.channel else ""
    return _noted(f"{channel}{kind} {limit_text(TimeLimit(limit.value, limit.unit))}", limit.note)


def _special(step: SpecialProcedure) -> str:
    words = (step.name, step.length, step.basis)
    return _noted(f"不计入时限：{step.kind}", "，".join(word for word in words if word))


def _fees(item: ServiceItem) -> Iterator[str]:
    words = fee_text(item.fee)
    if words and item.fee:
        yield _noted(words, "；".join(filter(None, (item.fee.note, item.fee.basis))))
    yield from map(_fee, item.fees)
    if not words and not item.fees:
        yield _NOT_SAID


def _fee(fee: FeeItem) -> str:
    amount = fee_text(Fee(charge=True, amount_fen=fee.amount_fen, per=fee.per))
    reduced = fee.reduction_basis or ("可以减免" if fee.reducible else "")
    return _noted(f"{fee.name} {amount}", "；".join(filter(None, (fee.basis, reduced, fee.note))))


def _process(item: ServiceItem) -> Iterator[str]:
    yield " → ".join(item.stages)
    yield item.flow


def _place(item: ServiceItem) -> Iterator[str]:
    for label, text in (
        ("地点", item.place),
        ("时间", item.hours),
        ("咨询", item.phone),
        ("监督", item.supervision_phone),
        ("通办", item.cross_regional),
    ):
        if text:
            yield f"{label} {text}"
    if item.listing and item.listing.channels:
        yield f"怎么办 {'、'.join(item.listing.channels)}"


def _follow_up(each: FollowUp) -> str:
    who = f"：{each.department}" if each.department else ""
    return _noted(f"{each.name}{who}", "，".join(filter(None, (each.when, each.basis, each.note))))


def _version(item: ServiceItem) -> Iterator[str]:
    yield f"第 {item.version} 版" if item.version else "没有版本号"
    since = f"{item.effective_from} 起" if item.effective_from else ""
    until = f"{item.effective_to} 止" if item.effective_to else ""
    yield " ".join(filter(None, (since, until)))
    yield f"编码 {item.code or item.id or item.key}"
    yield f"内容指纹 {item.content_hash[:HASH_SHOWN]}"


def _noted(words: str, note: str) -> str:
    return f"{words}（{note}）" if note else words
