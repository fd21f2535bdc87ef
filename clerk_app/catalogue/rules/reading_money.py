"""Limits and fees as files write them. Notes beside them are kept for print, never computed.

Nothing is free unless the file says so, and no limit is guessed: what cannot be read is kept
as it stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from clerk_app.catalogue.model import ChannelLimit, Fee, LimitKind, LimitUnit, TimeLimit
from clerk_app.catalogue.rules.limits_in_words import limits_said, main_limit
from clerk_app.catalogue.rules.source import Source
from clerk_app.catalogue.rules.wording import FREE, limit_in_words, price_in_words, says_free
from clerk_app.kernel.working_days import MOST_WORKDAYS

_CHARGED = frozenset({"收费", "收", "是"})
_YUAN = frozenset({"", "CNY", "RMB", "元", "人民币"})
_MOST_FEN = 10**12


def read_limit(
    source: Source, name: str, kind: LimitKind
) -> tuple[TimeLimit | None, tuple[ChannelLimit, ...]]:
    """A limit `{value, unit, note}`, or one text such as 20个工作日.

    A text may say further limits for other channels (网上5个工作日): they come second.
    """
    _, value = source.take(name)
    if isinstance(value, str):
        said = _limit_in_words(value, kind)
        if said is None:
            source.findings.bad(source.place(name), value, "时限，如 20 个工作日")
            return None, ()
        return said
    inner = source.inner(name)
    return (None if inner is None else _stated_limit(inner, name)), ()


def _stated_limit(inner: Source, name: str) -> TimeLimit | None:
    unit = inner.word("unit", LimitUnit)
    _, stated = inner.take("value")
    days = 0 if unit in (LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY) and stated is None else None
    days = inner.whole("value", "天数", most=MOST_WORKDAYS) if days is None else days
    note = inner.text("note")
    inner.finish()
    if unit is None or days is None:
        message = "时限缺少天数或单位（工作日、日、即时、当日），不采用"
        inner.lose()
        inner.findings.warn("limit_unreadable", name, message)
        return None
    return TimeLimit(days, unit, note)


def _limit_in_words(
    text: str, kind: LimitKind
) -> tuple[TimeLimit, tuple[ChannelLimit, ...]] | None:
    """None where any of the text is left over: half a limit would be another limit."""
    if said := limit_in_words(text):
        return (TimeLimit(*said), ()) if said[0] <= MOST_WORKDAYS else None
    found, rest = limits_said(text)
    if not found or rest:
        return None
    for limit in found:
        bracketed = not limit.note or f"（{limit.note}）" in text or f"({limit.note})" in text
        if not bracketed or limit.kind not in (None, kind) or limit.value > MOST_WORKDAYS:
            return None
    main = main_limit(found)
    others = tuple(
        ChannelLimit(kind, limit.value, limit.unit, limit.channel, limit.note)
        for limit in found
        if limit is not main or limit.channel
    )
    return TimeLimit(main.value, main.unit, main.note), others


def read_fee(source: Source) -> Fee | None:
    """A fee. Amounts in files are yuan and are stored in fen; 0 or a word such as 免费 is free.

    Neither charged nor free nor an amount: None, all of it kept (warning `fee_unreadable`).
    """
    _, value = source.take("fee")
    if value is None or value == {}:
        return None
    if isinstance(value, bool):
        return Fee(charge=value)
    if isinstance(value, Mapping):
        fee = _read_fee(Source(value, source.place("fee"), source.findings))
    else:
        fee = _fee_in_words(value)
    if fee is None:
        source.findings.keep(source.place("fee"), value)
        message = "看不出收不收费、收多少，按没有公布处理，原值保留"
        source.findings.warn("fee_unreadable", source.place("fee"), message)
    return fee


def _fee_in_words(value: object) -> Fee | None:
    if isinstance(value, str):
        if says_free(value):
            return Fee(charge=False)
        if value.strip() in _CHARGED:
            return Fee(charge=True)
    said = price(value)
    return None if said is None else Fee(charge=said[0] > 0, amount_fen=said[0], per=said[1])


def _read_fee(inner: Source) -> Fee | None:
    _, stated = inner.take("charge")
    charge = inner.flag("charge", yes=_CHARGED, no=FREE)
    _, in_fen = inner.take("amount_fen")
    fen = inner.whole("amount_fen", "以分计的金额", most=_MOST_FEN)
    _, amount = inner.take("amount")
    foreign = inner.text("currency").upper() not in _YUAN
    note = inner.text("note")
    unread, per = None, ""
    if amount is not None and fen is None:
        said = None if foreign else price(amount)
        fen, per = said or (None, "")
        unread = amount if said is None else None
    words = note if amount is None and in_fen is None else amount
    free = isinstance(words, str) and says_free(words)
    if stated is None:
        charge = _charge(fen, free=free)
    elif charge is None and fen:
        charge = True  # what nobody can read does not make an amount free
    if charge is None or (charge is False and fen):
        return None
    if unread is not None and not (charge is False and free):
        inner.findings.bad(inner.place("amount"), unread, "以元计的金额")
    per = inner.text("per") or per
    fee = Fee(charge=charge, amount_fen=fen, per=per, note=note, basis=inner.text("basis"))
    inner.finish()
    return fee


def _charge(fen: int | None, *, free: bool) -> bool | None:
    """Whether it is charged where the file does not say so itself."""
    if fen is None:
        return False if free else None
    return fen > 0


def price(amount: object) -> tuple[int, str] | None:
    """A price in a number of yuan or a text: whole fen, and what it is per; else None.

    >>> price(9), price("4.50元/本"), price(0.1), price("1.005"), price("￥1,000")
    ((900, ''), (450, '本'), (10, ''), None, (100000, ''))
    """
    per = ""
    if isinstance(amount, str):
        said = price_in_words(amount)
        if said is None:
            return None
        amount, per = said
    elif isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return None
    if len(str(amount)) > 40:  # digits without end cost time
        return None
    fen = Decimal(str(amount)) * 100
    if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= _MOST_FEN:
        return None
    return int(fen), per
