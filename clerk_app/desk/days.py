"""The date as the law counts it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = "一二三四五六日"

PRACTICE = "练习，不上传"
"""Stands over everything in a store to learn on, from the sign-in to the window's title."""


def day_words(day: date, workday: bool | None) -> str:
    """The date as the law counts it.

    >>> from datetime import date
    >>> day_words(date(2026, 11, 24), True)
    '11月24日 周二·工作日'
    """
    kind = "日历暂定" if workday is None else ("工作日" if workday else "休息日")
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}·{kind}"
