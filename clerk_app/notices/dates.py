"""Dates as papers write them, and which of them are 暂定 (rest on an unpublished calendar)."""

from __future__ import annotations

from datetime import date

from clerk_app.kernel.clock import legal_day, parse_day, parse_stamp
from clerk_app.kernel.errors import Misused
from clerk_app.notices.facts import ActFacts, DocumentFacts

PROVISIONAL = "（暂定）"
ACT_DAYS = (
    "on",
    "from_on",
    "until_on",
    "old_promised_due",
    "new_promised_due",
    "old_statutory_due",
    "new_statutory_due",
    "result_on",
    "valid_until",
    "delivered_on",
    "check_on",
    "paused_since",
    "grace_until",
    "no_deferral_until",
    "told_on",
    "asked_on",
)
"""The dates of an act."""


def day_text(day: date) -> str:
    """A date as official papers write it (GB/T 9704): no leading zeros.

    >>> day_text(date(2026, 3, 2))
    '2026年3月2日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def day(facts: DocumentFacts, field: str) -> str:
    """A date field as it is printed, with （暂定） where it rests on an unpublished calendar."""
    text = getattr(facts, field)
    if not text:
        return ""
    return day_text(parse_day(text)) + (PROVISIONAL if field in facts.provisional else "")


def issued_day(facts: DocumentFacts) -> str:
    """The date under the signature: the legal day the document was issued."""
    return day_text(legal_day(parse_stamp(facts.issued_at))) if facts.issued_at else ""


def act_day(facts: DocumentFacts, field: str) -> str:
    """A date of the act as it is printed, with （暂定） as `day` has it; empty where it was not
    said. 有效期 may be words, which stay as they are.

    Raises `Misused` (`bad_date`) for any other text that is no date.
    """
    text: str = getattr(facts.act or ActFacts(), field)
    if not text:
        return ""
    try:
        told = day_text(parse_day(text))
    except Misused:
        if field != "valid_until":
            raise
        return text
    return told + (PROVISIONAL if _is_provisional(facts, field, text) else "")


def _is_provisional(facts: DocumentFacts, field: str, text: str) -> bool:
    """A date before the act is 暂定 with the new one of its kind, unless that lies in a later
    year: calendars are published year by year."""
    if field in facts.provisional:
        return True
    when, _, base = field.partition("_")
    if when not in {"old", "new"} or base not in facts.provisional:
        return False
    new: str = getattr(facts.act, f"new_{base}")
    return text[:4] >= new[:4]
