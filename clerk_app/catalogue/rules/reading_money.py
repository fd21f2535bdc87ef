"""Limits and fees as files write them. Notes beside them are kept for print, never computed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from clerk_app.catalogue.model import Fee, LimitUnit, TimeLimit
from clerk_app.catalogue.rules.source import Source
from clerk_app.catalogue.rules.wording import limit_in_words
from clerk_app.kernel.working_days import MOST_WORKDAYS

_FREE = frozenset({"不收费", "免费", "无", "否"})
_YUAN = frozenset({"", "CNY", "RMB", "元", "人民币"})
_MOST_FEN = 10**12


def read_limit(source: Source, name: str) -> TimeLimit | None:
    """A limit `{value, unit, note}`, or one text such as 20个工作日."""
    _, value = source.take(name)
    if isinstance(value, str):
        said = limit_in_words(value)
        if said is None or said[0] > MOST_WORKDAYS:
            source.findings.bad(source.place(name), value, "时限，如 20 个工作日")
            return None
        return TimeLimit(*said)
    inner = source.inner(name)
    if inner is None:
        return None
    unit = inner.word("unit", LimitUnit)
    _, stated = inner.take("value")
    days = 0 if unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY) and stated is None else None
    days = inner.whole("value", "天数", most=MOST_WORKDAYS) if days is None else days
    note = inner.text("note")
    inner.finish()
    if unit is None or days is None:
        message = "时限缺少天数或单位（工作日、日、即时、当日），不采用"
        source.findings.warn("limit_unreadable", source.place(name), message)
        return None
    return TimeLimit(days, unit, note)


def read_fee(source: Source) -> Fee | None:
    """A fee. Amounts in files are yuan and are stored in fen; 0 or a word such as 免费 is free."""
    _, value = source.take("fee")
    if value is None:
        return None
    if isinstance(value, bool):
        return Fee(charge=value)
    if isinstance(value, str) and value.strip() in _FREE:
        return Fee(charge=False)
    if isinstance(value, (str, int, float)):
        fen = yuan_to_fen(value)
        if fen is None:
            source.findings.bad("fee", value, "金额（元）或“不收费”")
            return None
        return Fee(charge=fen > 0, amount_fen=fen)
    inner = source.inner("fee")
    return _read_fee(inner) if inner else None


def _read_fee(inner: Source) -> Fee:
    charge = inner.flag("charge")
    fen = inner.whole("amount_fen", "以分计的金额", most=_MOST_FEN)
    name, amount = inner.take("amount")
    currency = inner.text("currency")
    if amount is not None and fen is None:
        fen = yuan_to_fen(amount) if currency.upper() in _YUAN else None
        if fen is None:
            inner.findings.bad(inner.place(name), amount, "以元计的金额")
    fee = Fee(
        charge=fen is not None and fen > 0 if charge is None else charge,
        amount_fen=fen,
        per=inner.text("per"),
        note=inner.text("note"),
    )
    inner.finish()
    return fee


def yuan_to_fen(amount: object) -> int | None:
    """Yuan in a number or text, in fen; None if that is not a whole number of fen.

    >>> yuan_to_fen(9), yuan_to_fen("4.50元"), yuan_to_fen(0.1), yuan_to_fen("1.005")
    (900, 450, 10, None)
    """
    if isinstance(amount, bool) or not isinstance(amount, (str, int, float)):
        return None
    text = str(amount).strip().removesuffix("元").strip()
    try:
        fen = Decimal(text) * 100
    except InvalidOperation:
        return None
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= _MOST_FEN:
        return None
    return int(fen)
