"""What a hall sets itself (本地规定): what no national rule fixes, each with a default.

Rules are handed them with the calendar, which counts by them. Where they come from, and who
changed them, is kept in the store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.private_use import standard
from clerk_app.kernel.text import fault_in, is_name

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NUMBER = re.compile(r"[0-9]{1,3}")
NUMBER = "{number}"
URL_LIMIT = 120
NAME_LIMIT = 50
_LONGEST_NUMBER = 24
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_PORT = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_URL = re.compile(
    rf"https://{_LABEL}(?:\.{_LABEL})+(:{_PORT})?(/(?:%[0-9A-Fa-f]{{2}}|[A-Za-z0-9._~:/?#&=+{{}}-])*)?"
)
_BRACE = re.compile("[{}]")
_NAMES = frozenset({"review_organ", "court"})
_YES_NO = {"yes": True, "no": False}
_BOUNDS = {"credit_days": (1, 366), "yellow_workdays": (0, 30), "back_entered_workdays": (0, 30)}


@dataclass(frozen=True, slots=True)
class LocalRules:
    """The numbers by name.

    `off_duty`: 下班时间, what comes later is worked on from the next workday. `credit_days`:
    natural days a list of 失信 may be relied on. `yellow_workdays`: workdays left from which a
    lamp is yellow. `back_entered_workdays`: an intake entered more workdays after the act is
    后补录入. `start_day_counts`: whether the day something happens counts in a limit (民法典
    art. 201: no).

    `query_url`: the web address at which a citizen asks for progress, `{number}` in the place of
    the 办件编号; it becomes the QR of papers. `review_organ` and `court`: the 复议机关 and the
    court that remedies name. Empty where the hall has none.
    """

    off_duty: time = time(17, 30)
    credit_days: int = 30
    yellow_workdays: int = 1
    back_entered_workdays: int = 1
    start_day_counts: bool = False
    query_url: str = ""
    review_organ: str = ""
    court: str = ""


NAMES = tuple(field.name for field in fields(LocalRules))
DEFAULT = LocalRules()


def read_value(name: str, text: str) -> Any:
    """A value as it is written down: `17:30`, a number of days, `yes` or `no`.

    Raises `Misused` (`unknown_setting`, `bad_setting`).
    """
    if name not in NAMES:
        raise Misused("unknown_setting", f"没有“{name}”这一项，可以改的有：{'、'.join(NAMES)}")
    said = text.strip()
    if name == "off_duty":
        found = _TIME.fullmatch(said)
        if found is None:
            raise Misused("bad_setting", f"{name} 应为 00:00 到 23:59 的时刻，例如 17:30")
        return time(int(found[1]), int(found[2]))
    if name == "start_day_counts":
        if said not in _YES_NO:
            raise Misused("bad_setting", f"{name} 应为 yes 或 no")
        return _YES_NO[said]
    if name == "query_url":
        return _url(said)
    if name in _NAMES:
        fault = fault_in(said)
        if fault or len(said) > NAME_LIMIT:
            raise Misused("bad_setting", f"{name} {f'里有{fault}' if fault else '太长'}")
        if said and not is_name(said):
            raise Misused("bad_setting", f"{name} 里没有一个能读的字，请写全称")
        return standard(said)
    least, most = _BOUNDS[name]
    if not _NUMBER.fullmatch(said) or not least <= int(said) <= most:
        raise Misused("bad_setting", f"{name} 应为 {least} 到 {most} 的整数")
    return int(said)


def _url(text: str) -> str:
    """An address every phone can open: https, one `{number}`, as long as a small QR can hold."""
    if not text:
        return ""
    if not _URL.fullmatch(text) or text.count(NUMBER) != 1 or _BRACE.search(_without(text)):
        raise Misused(
            "bad_setting",
            "query_url 应为 https:// 开头的网址，其中有一处 {number}，例如 https://hall.example/q/{number}"
            "；网址里只能用字母、数字和 - . _ ~ : / ? # & = % +",
        )
    if len(query_of(text, "0" * _LONGEST_NUMBER)) > URL_LIMIT:
        raise Misused("bad_setting", f"query_url 填上编号后最多 {URL_LIMIT} 个字符，才扫得出")
    return text


def _without(text: str) -> str:
    return text.replace(NUMBER, "")


def query_of(url: str, number: str) -> str:
    """The address for one case.

    >>> query_of("https://hall.example/q/{number}", "51160200012600000176")
    'https://hall.example/q/51160200012600000176'
    """
    return url.replace(NUMBER, number)


def write_value(rules: LocalRules, name: str) -> str:
    """A value as `read_value` reads it.

    >>> write_value(DEFAULT, "off_duty"), write_value(DEFAULT, "start_day_counts")
    ('17:30', 'no')
    """
    value = getattr(rules, name)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def read_rules(values: Mapping[str, str]) -> LocalRules:
    """The rules with these values in place of the defaults. Raises as `read_value`."""
    return replace(DEFAULT, **{name: read_value(name, text) for name, text in values.items()})
