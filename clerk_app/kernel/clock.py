"""Time is passed in. This is the only module that asks the machine for it."""

from __future__ import annotations

import secrets
import time
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from clerk_app.kernel.errors import Misused

CHINA = timezone(timedelta(hours=8), "+08:00")
"""Legal days are days at UTC+8, wherever the machine thinks it is."""


class Clock(Protocol):
    """What the program asks about time."""

    def now(self) -> datetime:
        """The time now, aware, in +08:00."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since this machine started; never goes backwards."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time_ns() / 1e9, CHINA)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


@lru_cache(maxsize=1)
def boot_id() -> str:
    """This start of the machine; where the system does not tell, this start of the program.

    Monotonic milliseconds mean something only beside it.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return "run-" + secrets.token_hex(8)


def stamp(at: datetime) -> str:
    """The text form of a time in events: ISO 8601, milliseconds, +08:00.

    >>> stamp(datetime(2026, 3, 2, 2, 5, tzinfo=timezone.utc))
    '2026-03-02T10:05:00.000+08:00'
    """
    return at.astimezone(CHINA).isoformat(timespec="milliseconds")


def parse_stamp(text: str) -> datetime:
    """Read an ISO 8601 time that names its offset; the result is in +08:00.

    Raises `Misused` (`bad_time`) for anything else: a time without an offset could
    mean another legal day.
    """
    try:
        at = datetime.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise Misused(
            "bad_time", f"时间写法不对：{text!r}，应如 2026-03-02T10:05:00+08:00"
        ) from error
    if at.tzinfo is None:
        raise Misused("bad_time", f"时间缺少时区：{text}，应如 2026-03-02T10:05:00+08:00")
    try:
        return at.astimezone(CHINA)
    except OverflowError as error:
        raise Misused("bad_time", f"时间超出范围：{text}") from error


def parse_day(text: str) -> date:
    """Read an ISO date. Raises `Misused` (`bad_date`)."""
    try:
        if len(text) != 10 or "W" in text:  # Python also reads 20260302 and 2026-W10-1
            raise ValueError(text)
        return date.fromisoformat(text)
    except (ValueError, TypeError) as error:
        raise Misused("bad_date", f"日期写法不对：{text!r}，应如 2026-03-02") from error


def legal_day(at: datetime) -> date:
    """The calendar day a moment belongs to, in +08:00."""
    return at.astimezone(CHINA).date()


MOST_BACK = timedelta(minutes=5)
"""Clocks of a hall may differ by this much; beyond it a clock was set back."""
MOST_FORWARD = timedelta(days=366)
"""Nobody closes a window for longer; beyond it a clock was set wrongly."""


def clock_fault(now: datetime, last: datetime | None) -> str:
    """Whether the machine's clock can be right after what was recorded at `last`: `clock_back`,
    `clock_forward` or nothing. Receipt is legal evidence: a wrong day would date it wrongly.
    """
    if last is None:
        return ""
    if now < last - MOST_BACK:
        return "clock_back"
    return "clock_forward" if now > last + MOST_FORWARD else ""
