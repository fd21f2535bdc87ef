"""What a hall sets itself (本地规定): numbers no national rule fixes, each with a default.

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

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NUMBER = re.compile(r"[0-9]{1,3}")
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
    """

    off_duty: time = time(17, 30)
    credit_days: int = 30
    yellow_workdays: int = 1
    back_entered_workdays: int = 1
    start_day_counts: bool = False


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
    least, most = _BOUNDS[name]
    if not _NUMBER.fullmatch(said) or not least <= int(said) <= most:
        raise Misused("bad_setting", f"{name} 应为 {least} 到 {most} 的整数")
    return int(said)


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
