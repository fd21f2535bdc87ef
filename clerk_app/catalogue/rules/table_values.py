"""What the words in a cell mean for a field of the exchange file. Only text, no sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from clerk_app.catalogue.model import LimitKind, LimitUnit
from clerk_app.catalogue.rules.limits_in_words import SaidLimit, limits_said, main_limit
from clerk_app.catalogue.rules.lists_in_words import key_of, lines_of, names_of, one_line
from clerk_app.catalogue.rules.table_headers import ITEM_WORDS
from clerk_app.catalogue.rules.wording import (
    FREE,
    day_in_words,
    number,
    price_in_words,
    prices_in,
    read_form,
    says_free,
)
from clerk_app.kernel.text import half_width

Fields = dict[str, Any]


def _cut(text: str) -> list[str]:
    return text.split()


_YES: Final = frozenset(_cut("是 √ ✓ ✔ ☑ v y yes 有 对 true 1 可 可以 必须 需要 需"))
_NO: Final = frozenset(_cut("否 × ✗ ✘ x n no 无 没有 不 false 0 不可 不可以 不需要 - — /"))
_NECESSITY: Final = {
    **dict.fromkeys(_cut("必要 必需 必须 必备 必要材料 必须提交"), "必要"),
    **dict.fromkeys(_cut("非必要 可选 选交 非必须 非必需 不必要 选填"), "非必要"),
    **dict.fromkeys(_cut("情形必要 视情形 视情况 特定情形 视情况提交 特殊情形必要"), "情形必要"),
    **dict.fromkeys(_cut("容缺后补 容缺 可容缺 可容缺后补"), "容缺后补"),
}
_KEEP: Final = {
    **dict.fromkeys(_cut("收取 收 留存 收取留存 收件 提交"), "收取"),
    **dict.fromkeys(_cut("核验 验 查验 核对 核验退回 不收取 验看 校验 验后退回"), "核验"),
}
_HANDLING: Final = {"即办": "即办件", "承诺": "承诺件", "承诺办件": "承诺件", "当场办结": "即办件"}
_TYPES: Final = {
    **dict.fromkeys(_cut("其他权力 其他类 其他职权 其它行政权力 其他 其他类权力"), "其他行政权力"),
    **{short: f"行政{short}" for short in _cut("许可 确认 征收 给付 奖励 裁决")},
    "公共服务事项": "公共服务",
}
_PARTY: Final = {
    **dict.fromkeys(_cut("申请人 本人 申请单位 申请企业"), "applicant"),
    **dict.fromkeys(_cut("代理人 代办人 委托人 受托人 经办人 被委托人"), "agent"),
}
_FREE: Final = FREE | {"不", "0"}
_BLANK: Final = frozenset({"-", "--", "—", "——", "/"})
"""Marks of a cell left open: they say nothing about a fee."""
_WIDE_DIGITS: Final = {**{0xFF10 + n: 0x30 + n for n in range(10)}, 0xFF0D: 0x2D}
_ON_THE_SPOT = {"【可当场改】": "yes", "【不可当场改】": "no"}
_COUNT = re.compile(r"(?:一式)?\s*(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[份张套本页次]?")


@dataclass(slots=True)
class Reading:
    """The fields of one row so far, and what was odd: code, heading, words."""

    fields: Fields = field(default_factory=dict)
    odd: list[tuple[str, str, str]] = field(default_factory=list)

    def put(self, name: str, value: object) -> None:
        """Set a field that is not set yet."""
        self.fields.setdefault(name, value)


Rule = Callable[[Reading, str, str, str, LimitUnit | None], None]
"""Takes the reading, the field, the heading, the text of the cell and the unit of the heading."""


def yes_or_no(text: str) -> bool | None:
    """Yes or no in the marks of forms; None for anything else.

    >>> yes_or_no("√"), yes_or_no("×"), yes_or_no("视情况")
    (True, False, None)
    """
    said = key_of(text).lower()
    return said in _YES if said in _YES or said in _NO else None


def _line(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.put(name, one_line(text))


def _text(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.put(name, text.strip())


def _code(read: Reading, name: str, head: str, text: str, _unit: LimitUnit | None) -> None:
    code = key_of(text)
    if code != text.strip():
        read.odd.append(("code_cleaned", head, f"“{head}”的全角字符或空格已改成“{code[:60]}”"))
    read.put(name, code)


def _list(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.fields.setdefault(name, [])
    known = read.fields[name]
    known.extend(line for line in lines_of(text) if line not in known)


def _names(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.put(name, names_of(text))


def _more_names(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.fields.setdefault(name, [])
    known = read.fields[name]
    known.extend(entry for entry in names_of(text) if entry not in known)


def _flag(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    said = yes_or_no(text)
    read.put(name, text.strip() if said is None else said)


def _words(words: Mapping[str, str], *, by_mark: tuple[str, str] | None = None) -> Rule:
    def rule(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
        said = key_of(text)
        value = words.get(said)
        if value is None and by_mark and (mark := yes_or_no(said)) is not None:
            value = by_mark[0] if mark else by_mark[1]
        read.put(name, value or one_line(text))

    return rule


def _count(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    """份数: a number, a number with its measure word, or originals and copies in words."""
    said = half_width(text).strip()
    target = {"photocopies": "copies"}.get(name, name)
    if found := _COUNT.fullmatch(said):
        value = number(found[1])
        if name == "photocopies":
            read.fields["copies"] = value  # beats 份数, which may count anything
        else:
            read.put(target, value)
        return
    words = read_form(said)
    if words.originals is None and words.copies is None:
        read.put(target, said)
        return
    if words.originals is not None:
        read.put("originals", words.originals)
    read.put("copies", words.copies or 0)


def _days(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    found = re.fullmatch(
        r"(\d{1,4})\s*(?:个?\s*(?:工作日|天|日))?\s*内?", half_width(text).strip()
    )
    read.put(name, int(found[1]) if found else text.strip())


def _date(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    read.put(name, day_in_words(text) or text.strip())


def _phone(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    """A number typed in full width is dialled and searched in half."""
    read.put(name, text.strip().translate(_WIDE_DIGITS))


def _limit(read: Reading, name: str, head: str, text: str, unit: LimitUnit | None) -> None:
    said, rest = limits_said(text, unit)
    if not said:
        if not text.strip().isdecimal():  # a bare number may have its unit in another column
            words = f"“{head}”的“{text.strip()[:40]}”读不成时限"
            read.odd.append(("limit_unreadable", head, words))
        read.put("promised_limit" if name == "limit" else name, text.strip())
        return
    if len(said) > 1:
        message = f"“{head}”一格里有 {len(said)} 个时限，请核对"
        read.odd.append(("several_limits", head, message))
    own = LimitKind.LEGAL if name == "legal_limit" else LimitKind.PROMISED
    for kind in LimitKind:
        of_kind = tuple(limit for limit in said if (limit.kind or own) is kind)
        if of_kind:
            _put_limits(read, kind, of_kind, "；".join(rest))


def _put_limits(read: Reading, kind: LimitKind, said: tuple[SaidLimit, ...], rest: str) -> None:
    main = main_limit(said)
    note = "；".join(part for part in (main.note, rest) if part)
    amount = {"value": main.value, "unit": str(main.unit)}
    read.put(f"{kind.value}_limit", {**amount, "note": note} if note else amount)
    others = [limit for limit in said if limit is not main or limit.channel]
    if others:
        listed = read.fields.setdefault("limits", [])
        listed.extend(
            {
                "kind": kind.value,
                "channel": limit.channel,
                "value": limit.value,
                "unit": str(limit.unit),
                "note": limit.note,
            }
            for limit in others
        )


def _unit(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    """A unit in a column of its own goes to the bare number it belongs to."""
    said = {"天": "日", "自然日": "日", "个工作日": "工作日"}.get(key_of(text), key_of(text))
    read.put(f"_{name}", said)


def _fee(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    """A cell about the fee. What it does not say is not set: no mark and no word make it free
    but those of `_FREE` and a plain 0."""
    said = text.strip()
    key = key_of(said)
    if key in _BLANK or (name in {"fee_basis", "fee_note"} and key in _FREE):
        return
    fee = read.fields.setdefault("fee", {})
    if name in {"fee_basis", "fee_note"}:
        fee[name.removeprefix("fee_")] = said
        return
    mark = yes_or_no(said)
    if name == "charge" and mark is not None:
        fee["charge"] = mark
        return
    if says_free(said) or key in _FREE:
        fee.setdefault("charge", False)
        return
    whole = price_in_words(said)
    prices = [whole] if whole else prices_in(said)
    if len(prices) == 1 and (whole or Decimal(prices[0][0])):
        fee.setdefault("charge", Decimal(prices[0][0]) > 0)
        fee["amount"], per = prices[0]
        if per:
            fee["per"] = per
    elif len(prices) > 1:
        fee.setdefault("charge", True)
    elif name == "charge":
        fee["charge"] = said  # kept and told, and never beaten by a word beside it
        return
    if not whole:
        fee.setdefault("note", said)


def _faults(read: Reading, name: str, _head: str, text: str, _unit: LimitUnit | None) -> None:
    faults = []
    for line in lines_of(text):
        mark = next((mark for mark in _ON_THE_SPOT if line.endswith(mark)), "")
        fault = {"text": line.removesuffix(mark)}
        faults.append({**fault, "on_the_spot": _ON_THE_SPOT[mark]} if mark else fault)
    read.put(name, faults)


def _deferral(read: Reading, name: str, head: str, text: str, unit: LimitUnit | None) -> None:
    inner = Reading(read.fields.setdefault("deferral", {}))
    own = name.partition(".")[2]
    _DEFERRAL.get(own, _days)(inner, own, head, text, unit)


_DEFERRAL: Final[dict[str, Rule]] = {
    **dict.fromkeys(("enabled", "immediate_allowed"), _flag),
    "on_expiry": _line,
    "clock_starts": _words({"受理": "acceptance", "补正": "made_good", "补齐": "made_good"}),
}
ITEM_RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(("name", "group", "department", "level", "version"), _line),
    **dict.fromkeys(("code", "id"), _code),
    "type": _words(_TYPES),
    "handling": _words(_HANDLING),
    **dict.fromkeys(("legal_basis", "stages"), _list),
    **dict.fromkeys(("delivery", "aliases", "materials"), _more_names),
    **dict.fromkeys(("legal_limit", "promised_limit", "limit"), _limit),
    **dict.fromkeys(("legal_limit_unit", "promised_limit_unit"), _unit),
    **dict.fromkeys(("charge", "fee_standard", "fee_basis", "fee_note"), _fee),
    **dict.fromkeys(("effective_from", "effective_to"), _date),
    **{name: _deferral for name in ITEM_WORDS if name.startswith("deferral.")},
    **dict.fromkeys(("materials_complete", "sample"), _flag),
    **dict.fromkeys(("phone", "supervision_phone"), _phone),
    "onsite_visits": _count,
}
PAPER_RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(("name", "source_channel", "applies_when"), _line),
    "necessity": _words(_NECESSITY, by_mark=("必要", "非必要")),
    **dict.fromkeys(("copies", "originals", "photocopies"), _count),
    "keep": _words(_KEEP, by_mark=("收取", "核验")),
    "deferrable": _flag,
    **dict.fromkeys(("defer_workdays", "valid_days"), _days),
    "faults": _faults,
    "party": _words(_PARTY),
}
SITUATION_RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(("key", "question", "value", "label"), _line),
    **dict.fromkeys(("adds", "removes", "asks"), _names),
}


def read_cell(
    rules: Mapping[str, Rule],
    read: Reading,
    name: str,
    head: str,
    text: str,
    unit: LimitUnit | None = None,
) -> None:
    """Read one cell into its field; a field without a rule of its own is text."""
    rules.get(name, _text)(read, name, head, text, unit)


def finish_item(read: Reading) -> None:
    """Bring together what stood in two columns: a limit and its unit."""
    for kind in LimitKind:
        unit = read.fields.pop(f"_{kind.value}_limit_unit", None)
        limit = read.fields.get(f"{kind.value}_limit")
        if isinstance(limit, str) and unit and limit.isdecimal():
            read.fields[f"{kind.value}_limit"] = {"value": int(limit), "unit": unit}
