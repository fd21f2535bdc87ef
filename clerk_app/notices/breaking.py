"""Where a line of Chinese text may end (UAX 14 with 禁则, the Chinese line-start and -end rules).

The Unicode rules come from uniseg; the two tables below are stricter where Chinese printing
is: no line begins with a closing mark or ends with an opening one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NO_START = frozenset("，。、；：！？…—～·）》」』】〕〉〗｝］”’％‰℃°!%),.:;?]}¢々ー·-/")
"""Characters that never begin a line (行首禁则)."""
NO_END = frozenset("（《「『【〔〈〖｛［“‘￥＄([{$¥£#＃")
"""Characters that never end a line (行尾禁则)."""
HALF_AT_END = frozenset("，。、；：）》」』】〕〉”’")
"""Full-width marks whose right half is blank: at a line's end they count as half."""


DOT = "·"
"""间隔号 between the parts of a name: 买买提·吐尔逊."""


@lru_cache(maxsize=4096)
def break_points(text: str, *, whole_names: bool = False) -> tuple[int, ...]:
    """Indexes before which a new line may begin, rising; neither 0 nor the end is among them.

    With `whole_names` none lies after the dot of a name, where letters stand on both its sides.
    """
    from uniseg.linebreak import line_break_boundaries

    return tuple(
        at
        for at in line_break_boundaries(text)
        if 0 < at < len(text)
        and text[at] not in NO_START
        and not _ends_badly(text, at)
        and not (whole_names and _at_a_dot(text, at))
    )


def lines_of(
    text: str,
    widths: Sequence[float],
    room: float,
    first: float = 0.0,
    *,
    whole_names: bool = False,
) -> list[str]:
    """Break `text` into lines no wider than `room`; the first is `first` shorter.

    `widths[i]` is the advance of `text[i]`. A word that is alone wider than the room is cut
    between characters, but never before a mark that may not begin a line, unless nothing else
    stands on that line.
    """
    if not text:
        return [""]
    allowed: tuple[int, ...] | None = None  # a text that fits is not looked into
    lines: list[str] = []
    start = 0
    while start < len(text):
        limit = room - (first if not lines else 0.0)
        end = _furthest(text, widths, start, limit)
        if end < len(text):
            if allowed is None:
                allowed = break_points(text, whole_names=whole_names)
            end = _last_allowed(allowed, start, end) or _forced(text, start, end)
        lines.append(text[start:end].rstrip(" "))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return lines


def _ends_badly(text: str, at: int) -> bool:
    before = text[:at].rstrip(" ")
    return bool(before) and before[-1] in NO_END


def _at_a_dot(text: str, at: int) -> bool:
    """Whether the line would end with the dot of a name."""
    return at > 1 and text[at - 1] == DOT and text[at].isalnum() and text[at - 2].isalnum()


def _furthest(text: str, widths: Sequence[float], start: int, limit: float) -> int:
    """The end of the longest stretch from `start` that fits; at least one character."""
    used = 0.0
    end = start
    for at in range(start, len(text)):
        char = text[at]
        if char == " ":
            needed = used  # a blank may hang over the edge
        elif char in HALF_AT_END:
            needed = used + widths[at] / 2
        else:
            needed = used + widths[at]
        if needed > limit + 1e-6:
            # a mark that only fits by half may end the line, so look one further
            break
        used += widths[at]
        end = at + 1
        if used > limit + 1e-6 and char != " ":
            break
    return max(end, start + 1)


def _last_allowed(allowed: tuple[int, ...], start: int, end: int) -> int | None:
    best = None
    for at in allowed:
        if at > end:
            break
        if at > start:
            best = at
    return best


def _forced(text: str, start: int, end: int) -> int:
    """Nothing may be broken: cut between characters, as few bad places as can be."""
    at = end
    while at > start + 1:
        joined = unicodedata.combining(text[at]) or text[at] in NO_START
        if not joined and text[at - 1] not in NO_END:
            return at
        at -= 1
    return end
