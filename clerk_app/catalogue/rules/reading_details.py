"""Form fields, further limits and fees, special procedures, follow-ups, national elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clerk_app.catalogue.model import (
    ChannelLimit,
    Directory,
    ElementKind,
    FeeItem,
    FollowUp,
    FormField,
    LimitKind,
    LimitUnit,
    Listing,
    SpecialKind,
    SpecialProcedure,
)
from clerk_app.catalogue.rules.reading_money import price
from clerk_app.catalogue.rules.source import Source
from clerk_app.catalogue.rules.wording import limit_in_words
from clerk_app.kernel.working_days import MOST_WORKDAYS

_MOST_FEN = 10**12


def read_fields(source: Source) -> tuple[FormField, ...]:
    """The form fields. One element stands once in a form; a second one is kept, not used."""
    found: dict[str, FormField] = {}
    for row in _rows(source, "fields", "表单项，要有 label"):
        label = row.label("label", "name")
        element = row.label("element", "key") or label
        required = row.flag("required")
        field = FormField(
            element=element,
            label=label or element,
            kind=row.word("kind", ElementKind) or ElementKind.TEXT,
            required=required is not False,
            options=row.texts("options"),
            note=row.text("note"),
        )
        row.finish()
        if not element or element in found:
            row.lose("表单项，要有不重复的数据元")
            continue
        if field.kind is ElementKind.CHOICE and not field.options:
            message = f"表单项“{field.label}”是选择项，却没有可选的内容"
            source.findings.warn("choice_without_options", row.place("options"), message)
        found[element] = field
    return tuple(found.values())


def read_limits(source: Source) -> tuple[ChannelLimit, ...]:
    """Further limits, by channel or case, beside `legal_limit` and `promised_limit`."""
    found: list[ChannelLimit] = []
    for row in _rows(source, "limits", "时限"):
        kind = row.word("kind", LimitKind) or LimitKind.PROMISED
        said = _limit(row)
        limit = (kind, said, row.text("channel"), row.text("note"))
        row.finish()
        if said is None:
            message = "时限缺少天数或单位（工作日、日、即时、当日），不采用"
            row.lose()
            source.findings.warn("limit_unreadable", row.place("value"), message)
            continue
        found.append(ChannelLimit(kind, *said, channel=limit[2], note=limit[3]))
    return tuple(found)


def _limit(row: Source) -> tuple[int, LimitUnit] | None:
    _, stated = row.take("value")
    words = limit_in_words(stated) if isinstance(stated, str) else None
    unit = row.word("unit", LimitUnit)
    if words is not None and words[0] <= MOST_WORKDAYS:
        return words
    if unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY) and stated is None:
        return 0, unit
    days = row.whole("value", "天数", most=MOST_WORKDAYS)
    return None if unit is None or days is None else (days, unit)


def read_fees(source: Source) -> tuple[FeeItem, ...]:
    """Fees one by one. `amount` is yuan and is stored in fen."""
    found: list[FeeItem] = []
    for row in _rows(source, "fees", "收费项目，要有 name"):
        fen = row.whole("amount_fen", "以分计的金额", most=_MOST_FEN)
        name, amount = row.take("amount")
        said = price(amount) if fen is None else None
        if amount is not None and fen is None and said is None:
            row.findings.bad(row.place(name), amount, "以元计的金额")
        fee = FeeItem(
            name=row.label("name"),
            amount_fen=said[0] if said else fen,
            per=row.text("per") or (said[1] if said else ""),
            basis=row.text("basis"),
            reducible=row.flag("reducible") is True,
            reduction_basis=row.text("reduction_basis"),
            note=row.text("note"),
        )
        row.finish()
        if fee.name:
            found.append(fee)
        else:
            row.lose("收费项目，要有 name")
    return tuple(found)


def read_special(source: Source) -> tuple[SpecialProcedure, ...]:
    """特别程序; a kind that is not one of the eight of the law is kept, not used."""
    found: list[SpecialProcedure] = []
    for row in _rows(source, "special_procedures", "特别程序，要有 kind"):
        kind = row.word("kind", SpecialKind)
        step = (row.text("name"), row.text("length"), row.text("basis"))
        if kind is not None:
            found.append(SpecialProcedure(kind, *step))
        else:
            row.lose("特别程序，要有八种之一的 kind")
        row.finish()
    return tuple(found)


def read_follow_ups(source: Source) -> tuple[FollowUp, ...]:
    """后置审批: what must be applied for after this."""
    found: list[FollowUp] = []
    for row in _rows(source, "follow_ups", "后置审批，要有 name"):
        name = row.label("name")
        entry = FollowUp(
            name=name,
            code=row.label("code"),
            department=row.text("department"),
            when=row.label("when"),
            basis=row.text("basis"),
            note=row.text("note"),
        )
        row.finish()
        if name:
            found.append(entry)
        else:
            row.lose("后置审批，要有 name")
    return tuple(found)


def read_directory(source: Source) -> Directory | None:
    """基本目录 elements; None when the file says none of them."""
    inner = source.inner("directory")
    if inner is None:
        return None
    read = Directory(
        basic_code=inner.label("basic_code"),
        local_code=inner.label("local_code"),
        levels=inner.texts("levels"),
        state=inner.text("state"),
    )
    inner.finish()
    return read if read != Directory() else None


_LISTING_TEXTS = (
    "local_code", "handling_code", "body_code", "body_kind", "entrusted_to", "power_source",
    "visit_reason", "online_depth", "joint_bodies", "intermediary", "quantity_limit",
    "result_kind", "result_sample", "link", "mobile_link", "town_code", "town_name",
    "village_code", "village_name",
)  # fmt: skip
_LISTING_FLAGS = (
    "in_hall", "online", "express", "pay_online", "booking", "terminals", "single_sign_on",
)  # fmt: skip


def read_listing(source: Source) -> Listing | None:
    """实施清单 elements; None when the file says none of them.

    服务对象 and 到现场次数 are also read where files write them, beside the name.
    """
    inner = source.inner("listing")
    visits = source.whole("onsite_visits", "次数")
    subjects = _split(source.texts("service_object"))
    if inner is None:
        read = Listing(subjects=subjects, visits=visits)
        return read if read != Listing() else None
    inside = inner.whole("visits", "次数")
    plain: dict[str, Any] = {name: inner.text(name) for name in _LISTING_TEXTS}
    plain |= {name: inner.flag(name) for name in _LISTING_FLAGS}
    read = Listing(
        **plain,
        subjects=inner.texts("subjects") or subjects,
        channels=inner.texts("channels"),
        topics=inner.texts("topics"),
        visits=visits if inside is None else inside,
    )
    inner.finish()
    return read if read != Listing() else None


def _split(texts: tuple[str, ...]) -> tuple[str, ...]:
    """自然人、企业法人 等 as one text is two."""
    parts = (part.strip() for text in texts for part in re.split("[、,，;；]", text))
    return tuple(dict.fromkeys(part.removesuffix("等").strip() for part in parts if part))


def _rows(source: Source, name: str, wanted: str) -> Iterator[Source]:
    for place, raw in source.entries(name):
        entry = {"name": raw} if isinstance(raw, str) else raw
        if isinstance(entry, Mapping):
            yield Source(entry, place, source.findings)
        else:
            source.findings.bad(place, raw, wanted)
