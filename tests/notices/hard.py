"""Facts for any kind of document: everyday ones, and the hardest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from clerk_app.notices.facts import DocumentFacts, PaperLine
from clerk_app.notices.kinds import DAILY, EXPLAINING, LATER
from tests.notices import daily, explained, later, samples

_DAILY = {kind.KIND for kind in DAILY}
_LATER = {kind.KIND for kind in LATER}
_EXPLAINING = {kind.KIND for kind in EXPLAINING}
NAMES = "欧阳㛃䶮𬱖𫖯𠅤令狐晓穗慕容青禾司马长路诸葛远山上官禾"
"""25 hanzi, some of Ext A and Ext B."""
ORGAN = (
    "示例市自然资源和规划局（示例市海洋局、示例市林业和草原局、示例市不动产登记中心）" * 2
    + "驻" * 20
)
"""100 characters, as long as the name of a hall or an agency may be."""
DOTTED = "阿卜杜热依木·买买提艾力"


def everyday(kind: str) -> DocumentFacts:
    """Plausible facts."""
    if kind in _DAILY:
        return daily.daily(kind)
    if kind in _EXPLAINING:
        return explained.explained(kind)
    return later.later(kind) if kind in _LATER else samples.of_kind(kind)


def hardest(kind: str) -> DocumentFacts:
    """A reason of 4,000 characters, 60 papers, names of 25 hanzi, names with a dot, Ext B."""
    if kind in _DAILY:
        return daily.hardest(kind)
    if kind in _EXPLAINING:
        return explained.hardest(kind)
    if kind in _LATER:
        return later.hardest(kind)
    facts = samples.of_kind(kind)
    words = "申请材料<b>不符合</b>{reason}法定形式，需要补正𬱖䶮；"
    words *= 4000 // len(words)
    reasons = tuple(replace(reason, text=words) for reason in facts.reasons)
    return replace(
        facts,
        applicant=NAMES,
        agent=DOTTED * 2,
        item_name=later.LONG_ITEM,
        department="示例市自然资源和规划局（示例市海洋局、示例市林业和草原局合署办公）",
        situation="是否" + "在历史文化街区保护范围内" * 4 + "？否",
        agency_number="示例自然资规行审准字〔2026〕第1234567890号",
        papers=_sixty(facts) if facts.papers else (),
        reasons=reasons,
        ways=(words,) if kind in {"non_acceptance", "not_needed"} else (),
        promised_note="仅限材料齐全、无需现场核查的情形" * 2,
        sample=True,
    )


_FREE = frozenset(
    {
        "agent_authority",
        "amount",
        "asked",
        "authority",
        "basis",
        "channels",
        "conditions",
        "correction",
        "delivery",
        "due",
        "fault",
        "fee",
        "fee_note",
        "flow",
        "hours",
        "how_to_get",
        "length",
        "method",
        "note",
        "place",
        "promised_note",
        "proxy_reason",
        "quantity_limit",
        "reason",
        "reduction",
        "result",
        "service",
        "situation",
        "standard",
        "statutory_note",
        "text",
        "when",
        "after",
    }
)
_FREE_LISTS = frozenset(
    {
        "choices",
        "commitments",
        "legal_basis",
        "opinions",
        "other_limits",
        "special_procedures",
        "stages",
        "steps",
        "ways",
    }
)
PIECE = "piece{:03d}处不符；"
MOST = 4000
"""Characters a free text may have; numbered pieces, so that what is lost of it can be told."""


def fullest(kind: str, length: int = MOST) -> DocumentFacts:
    """As many characters in every free text of the facts, once of each sort of record; the longest
    names of hall, agency and person."""
    facts = everyday(kind)
    person = (NAMES * 4)[:100]
    seen: set[tuple[str, str]] = set()
    words = "".join(PIECE.format(n) for n in range(1, length // len(PIECE.format(1)) + 1))
    filled: DocumentFacts = _filled(facts, seen, words)
    return replace(filled, hall=ORGAN, department=ORGAN, applicant=person, sample=False)


def _filled(record: Any, seen: set[tuple[str, str]], words: str) -> Any:
    changes: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        key = (type(record).__name__, field.name)
        if is_dataclass(value):
            changes[field.name] = _filled(value, seen, words)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[field.name] = tuple(_filled(part, seen, words) for part in value)
        elif key in seen:
            continue
        elif field.name in _FREE and (value or isinstance(record, DocumentFacts)):
            changes[field.name] = words
            seen.add(key)
        elif field.name in _FREE_LISTS and (value or isinstance(record, DocumentFacts)):
            changes[field.name] = (words, *value[1:])
            seen.add(key)
    return replace(record, **changes)


def _sixty(facts: DocumentFacts) -> tuple[PaperLine, ...]:
    names = ("聘用或者拟聘用驾驶员的机动车驾驶证、从业资格证及其复印件", DOTTED + "的授权委托书")
    return tuple(
        replace(
            facts.papers[n % len(facts.papers)],
            name=f"第{n + 1}份 {names[n % 2]}" + "（<i>𬱖䶮</i> {phone}）" * (n % 7 == 0),
        )
        for n in range(60)
    )


def carrying(kind: str, texts: Sequence[str]) -> DocumentFacts:
    """The everyday facts with these texts, one a line, in a place the kind prints."""
    facts, lines = everyday(kind), "\n".join(texts)
    if facts.ticket:
        return replace(facts, ticket=replace(facts.ticket, business=lines))
    if facts.day:
        return replace(facts, day=replace(facts.day, voided=(lines,)))
    if facts.order:
        return replace(facts, order=replace(facts.order, authority=lines))
    if kind == "delivery_receipt" and facts.act:
        return replace(facts, act=replace(facts.act, place=lines))
    if kind == "post_licence_notice":
        return replace(facts, department=lines)
    return replace(facts, situation=lines)
