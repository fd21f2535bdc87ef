"""What changed between two versions of an item, and how the lists of two halls differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar

from clerk_app.catalogue.model import (
    Answer,
    ChannelLimit,
    DeferralPolicy,
    Fee,
    FeeItem,
    FormField,
    Material,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.rules.summary import counts_text, fee_text, limit_text
from clerk_app.catalogue.rules.wording import without_brackets
from clerk_app.kernel.text import half_width

Entry = TypeVar("Entry")


class Part(StrEnum):
    """What a change is about; the parts two halls are compared by. Values are shown."""

    NAME = "名称"
    BASIS = "依据"
    MATERIALS = "材料"
    PROCESS = "流程"
    LIMITS = "时限"
    FEES = "收费"
    SITUATIONS = "情形"
    OTHER = "其他"


DRIFT = (Part.NAME, Part.BASIS, Part.MATERIALS, Part.PROCESS, Part.LIMITS)
"""The five parts in which halls must not differ (四级联动标准化)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `what` names it in full; a side that has nothing is empty."""

    part: Part
    what: str
    before: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The change in one line.

        >>> Change(Part.LIMITS, "承诺时限", "10 个工作日", "5 个工作日").text
        '承诺时限：10 个工作日 → 5 个工作日'
        """
        if not self.before:
            return f"{self.what}：新增 {self.after}" if self.after else f"新增{self.what}"
        if not self.after:
            return f"{self.what}：取消 {self.before}"
        return f"{self.what}：{self.before} → {self.after}"


def changes(old: ServiceItem, new: ServiceItem) -> tuple[Change, ...]:
    """Every difference in what the two versions say, in the hall's words.

    Papers and questions are the same when their names or keys are. Two versions with equal
    contents have none; with unequal contents there is at least one.
    """
    found = [
        *_simple(old, new),
        *_named(old.materials, new.materials, lambda m: m.name, _paper_texts, _PAPERS),
        *_named(old.situations, new.situations, lambda s: s.key, _question_texts, _QUESTIONS),
        *_named(old.fields, new.fields, lambda f: f.element, _field_texts, _FIELDS),
        *_extra(old, new),
    ]
    if not found and replace(old, content_hash="") != replace(new, content_hash=""):
        found.append(Change(Part.OTHER, "材料、情形、回答或表单项的先后", "原次序", "新次序"))
    return tuple(found)


_LABELS: dict[str, tuple[Part, str]] = {
    "name": (Part.NAME, "事项名称"),
    "type_text": (Part.OTHER, "事项类型"),
    "department": (Part.OTHER, "实施主体"),
    "level": (Part.OTHER, "行使层级"),
    "handling": (Part.OTHER, "办件类型"),
    "legal_basis": (Part.BASIS, "设定依据"),
    "legal_limit": (Part.LIMITS, "法定时限"),
    "promised_limit": (Part.LIMITS, "承诺时限"),
    "limits": (Part.LIMITS, "分渠道时限"),
    "special_procedures": (Part.PROCESS, "特别程序"),
    "fee": (Part.FEES, "收费"),
    "fees": (Part.FEES, "收费项目"),
    "materials_complete": (Part.MATERIALS, "材料清单是否完整"),
    "deferral": (Part.MATERIALS, "容缺规定"),
    "commitment": (Part.MATERIALS, "告知承诺"),
    "public_safety": (Part.OTHER, "关系公共安全"),
    "conditions": (Part.PROCESS, "办理条件"),
    "stages": (Part.PROCESS, "办理环节"),
    "flow": (Part.PROCESS, "办理流程"),
    "result": (Part.OTHER, "办理结果"),
    "delivery": (Part.OTHER, "送达方式"),
    "cross_regional": (Part.OTHER, "通办范围"),
    "effective_from": (Part.OTHER, "生效日"),
    "effective_to": (Part.OTHER, "失效日"),
    "phone": (Part.OTHER, "咨询电话"),
    "supervision_phone": (Part.OTHER, "监督电话"),
    "place": (Part.OTHER, "办理地点"),
    "hours": (Part.OTHER, "办理时间"),
    "follow_ups": (Part.OTHER, "后置审批"),
    "aliases": (Part.OTHER, "常用说法"),
    "group": (Part.OTHER, "主项"),
    "version": (Part.OTHER, "版本"),
    "directory": (Part.OTHER, "基本目录要素"),
    "listing": (Part.OTHER, "实施清单要素"),
    "sample": (Part.OTHER, "示例标记"),
    "id": (Part.OTHER, "标识"),
    "code": (Part.OTHER, "编码"),
    "key": (Part.OTHER, "编码"),
}
_APART = frozenset({"materials", "situations", "fields", "extra", "content_hash", "type"})


def _simple(old: ServiceItem, new: ServiceItem) -> Iterator[Change]:
    for each in fields(ServiceItem):
        if each.name in _APART:
            continue
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before != after:
            part, label = _LABELS[each.name]
            yield _change(part, label, _words(before), _words(after))


_PAPERS = (Part.MATERIALS, "材料")
_QUESTIONS = (Part.SITUATIONS, "情形")
_FIELDS = (Part.OTHER, "表单项")


def _named(
    old: Iterable[Entry],
    new: Iterable[Entry],
    name: Callable[[Entry], str],
    texts: Callable[[Entry], Mapping[str, str]],
    about: tuple[Part, str],
) -> Iterator[Change]:
    part, noun = about
    before = {name(entry): entry for entry in old}
    after = {name(entry): entry for entry in new}
    for key in before:
        if key not in after:
            yield Change(part, f"{noun}“{key}”", "原有", "")
    for key, entry in after.items():
        if key not in before:
            yield Change(part, f"{noun}“{key}”", "", "本版新增")
            continue
        was, now = texts(before[key]), texts(entry)
        for label in dict.fromkeys([*was, *now]):
            if was.get(label, "") != now.get(label, ""):
                what = f"{noun}“{key}”的{label}"
                yield _change(part, what, was.get(label, ""), now.get(label, ""))


def _change(part: Part, what: str, before: str, after: str) -> Change:
    """Values that read alike but differ are told apart by saying so."""
    if before == after:
        return Change(part, what, before or "原来的写法", "另一种写法")
    return Change(part, what, before, after)


def _paper_texts(paper: Material) -> dict[str, str]:
    policy = f"{paper.defer_workdays} 个工作日" if paper.defer_workdays is not None else ""
    valid = f"{paper.valid_days} 日" if paper.valid_days is not None else ""
    return {
        "必要性": str(paper.necessity),
        "形式": paper.form,
        "份数": f"{counts_text(paper)}（原件 {paper.originals}、复印件 {paper.copies}）",
        "收取方式": str(paper.keep),
        "电子件": _words(paper.electronic),
        "来源": paper.source_channel,
        "适用情形": paper.applies_when,
        "可容缺": _words(paper.deferrable),
        "补齐时限": policy,
        "标准": paper.standard,
        "取得办法": paper.how_to_get,
        "提交人": {"applicant": "申请人", "agent": "代办人"}[paper.party],
        "常见问题": "；".join(f"{fault.text}（{fault.on_the_spot}）" for fault in paper.faults),
        "备注": paper.note,
        "依据": paper.basis,
        "空白表格": paper.blank_form,
        "示例样表": paper.filled_sample,
        "纸张": paper.paper_size,
        "共用标识": paper.shared_as,
        "有效期": valid,
    }


def _question_texts(situation: Situation) -> dict[str, str]:
    texts = {"问题": situation.question, "说明": situation.help}
    for answer in situation.answers:
        texts[f"回答“{answer.value}”"] = _answer_text(answer)
    return texts


def _answer_text(answer: Answer) -> str:
    parts = (
        answer.label,
        f"加{'、'.join(answer.adds)}" if answer.adds else "",
        f"减{'、'.join(answer.removes)}" if answer.removes else "",
        f"再问{'、'.join(answer.asks)}" if answer.asks else "",
    )
    return "，".join(part for part in parts if part)


def _field_texts(field: FormField) -> dict[str, str]:
    return {
        "名称": field.label,
        "类型": str(field.kind),
        "必填": _words(field.required),
        "选项": "、".join(field.options),
        "备注": field.note,
    }


def _words(value: object) -> str:
    """A value as it is shown; empty only for nothing."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "是" if value else "否"
        case TimeLimit():
            return _with_note(limit_text(value), value.note)
        case ChannelLimit():
            words = limit_text(TimeLimit(value.value, value.unit))
            kind = {"legal": "法定", "promised": "承诺"}[value.kind]
            return _with_note(f"{value.channel}{kind} {words}", value.note)
        case Fee():
            return _with_note(fee_text(value), "；".join(filter(None, (value.note, value.basis))))
        case FeeItem():
            amount = Fee(charge=True, amount_fen=value.amount_fen, per=value.per)
            return _with_note(f"{value.name} {fee_text(amount)}", value.basis)
        case DeferralPolicy():
            return _policy_words(value)
        case tuple():
            return "；".join(_words(entry) for entry in value)
        case str() | int():
            return str(value)
    inside = (getattr(value, each.name) for each in fields(value))  # type: ignore[arg-type]  # records only
    return "，".join(filter(None, (_words(entry) for entry in inside)))


def _policy_words(policy: DeferralPolicy) -> str:
    if not policy.enabled:
        return "不容缺"
    parts = (
        f"最长 {policy.bound_workdays} 个工作日" if policy.bound_workdays is not None else "",
        f"早于承诺 {policy.before_promised_by} 个工作日"
        if policy.before_promised_by is not None
        else "",
        f"逾期{policy.on_expiry}",
        f"宽限 {policy.grace_workdays} 个工作日" if policy.grace_workdays else "",
        f"失信 {policy.block_months} 个月" if policy.block_months else "",
        "即办件也可" if policy.immediate_allowed else "",
        "补齐起算" if policy.clock_starts == "made_good" else "受理起算",
    )
    return "，".join(part for part in parts if part)


def _with_note(text: str, note: str) -> str:
    return f"{text}（{note}）" if note else text


def _extra(old: ServiceItem, new: ServiceItem) -> Iterator[Change]:
    if old.extra == new.extra:
        return
    was, now = json.loads(old.extra), json.loads(new.extra)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            before, after = (
                json.dumps(side[name], ensure_ascii=False) if name in side else ""
                for side in (was, now)
            )
            yield _change(Part.OTHER, f"“{name}”", before, after)


@dataclass(frozen=True, slots=True)
class Drift:
    """One item of two lists: the same by code, basic code or name, or in one list only."""

    key: str
    name: str
    other_key: str = ""
    changes: tuple[Change, ...] = ()
    only_in: str = ""  # "a" or "b" where the other list has no such item


def drift(a: Iterable[ServiceItem], b: Iterable[ServiceItem]) -> tuple[Drift, ...]:
    """How two lists differ: items that differ, and those that one list lacks, by name.

    Items are the same when their codes are; else when they share a 基本编码 that only one item
    of each list has; else by a name that only one item of each list has (brackets and width of
    letters do not count). What is local by nature (codes, phones, places, hours, who handles
    it) is no drift.
    """
    left, right = list(a), list(b)
    pairs = _paired(left, right)
    found = []
    for mine in left:
        other = pairs.get(mine.key)
        if other is None:
            found.append(Drift(mine.key, mine.name, only_in="a"))
            continue
        differences = tuple(each for each in changes(mine, other) if each.part in _COMPARED)
        if differences:
            found.append(Drift(mine.key, mine.name, other.key, differences))
    taken = {other.key for other in pairs.values()}
    found += [Drift(each.key, each.name, only_in="b") for each in right if each.key not in taken]
    return tuple(sorted(found, key=lambda each: (each.name, each.key)))


_COMPARED = frozenset({*DRIFT, Part.FEES, Part.SITUATIONS})


def _paired(left: list[ServiceItem], right: list[ServiceItem]) -> dict[str, ServiceItem]:
    """Key of an item of the left list → the same item of the right one."""
    by_key = {item.key: item for item in right}
    pairs = {item.key: by_key[item.key] for item in left if item.key in by_key}
    for mark in (_basic_code, _bare_name):
        taken = {other.key for other in pairs.values()}
        mine = _unique(mark, (item for item in left if item.key not in pairs))
        theirs = _unique(mark, (item for item in right if item.key not in taken))
        for name, item in mine.items():
            if name in theirs:
                pairs[item.key] = theirs[name]
    return pairs


def _unique(
    mark: Callable[[ServiceItem], str], items: Iterable[ServiceItem]
) -> dict[str, ServiceItem]:
    found: dict[str, list[ServiceItem]] = {}
    for item in items:
        found.setdefault(mark(item), []).append(item)
    return {name: same[0] for name, same in found.items() if name and len(same) == 1}


def _basic_code(item: ServiceItem) -> str:
    return item.directory.basic_code if item.directory else ""


def _bare_name(item: ServiceItem) -> str:
    plain = half_width(without_brackets(item.name))
    return "".join(char for char in plain if char.isalnum()).lower()
