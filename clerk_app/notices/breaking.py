"""Where a line of Chinese text may end (UAX 14 with 禁则, the Chinese line-start and -end rules).

The Unicode rules come from uniseg; the tables below are stricter where Chinese printing is: no
line begins with a closing mark or ends with an opening one. What the rules were on a page issued
before stays with its look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from clerk_app.notices.unbroken import DOT, unbroken

NAMES_LOOK = 2
"""The look since which no line ends with the dot of a name."""
MARKS_LOOK = 3
"""The look since which names are whole, marks closed up and no hanzi is alone on a last line."""

NO_START = frozenset("，。、；：！？…—～·）》」』】〕〉〗｝］”’％‰℃°!%),.:;?]}¢々ー·-/")
"""Characters that never begin a line (行首禁则)."""
NO_END = frozenset("（《「『【〔〈〖｛［“‘￥＄([{$¥£#＃")
"""Characters that never end a line (行尾禁则)."""
HALF_AT_END = frozenset("，。、；：）》」』】〕”’")
"""Full-width marks whose right half is blank: at a line's end they count as half."""
NO_START_NOW = NO_START | frozenset("＞〙｠．–―")
NO_END_NOW = NO_END | frozenset("＜〘｟＠№")
BLANK_RIGHT = HALF_AT_END | frozenset("〉〗〙｝！？")
"""Full-width marks whose right half is blank in every face of the program."""
BLANK_LEFT = frozenset("（《「『【〔〈〖〘｛“‘")
"""Full-width marks whose left half is blank."""

_DIGITS = frozenset("0123456789")
_ORDINALS = _DIGITS | frozenset("零〇一二三四五六七八九十百（")
_COUNTED = frozenset("号年月日")
_SENTENCE = re.compile("[。，、；：！？](?=[\u4e00-\u9fff])")
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_MOVED = 5
"""Most characters that go down to a hanzi alone on a last line."""


@lru_cache(maxsize=4096)
def break_points(text: str, *, look: int = MARKS_LOOK, counted: bool = True) -> tuple[int, ...]:
    """Indexes before which a new line may begin, rising; neither 0 nor the end is among them.

    Since `NAMES_LOOK` none lies after the dot of a name, where letters stand on both its sides;
    since `MARKS_LOOK` none lies in 第3, 〕7 or 7号, but where they are not `counted` as one.
    """
    no_start, no_end = _tables(look)
    return tuple(
        at
        for at in boundaries(text)
        if 0 < at < len(text)
        and text[at] not in no_start
        and not _ends_badly(text, at, no_end)
        and not (look >= NAMES_LOOK and _at_a_dot(text, at))
        and not (counted and look >= MARKS_LOOK and _counted(text[at - 1], text[at]))
    )


@lru_cache(maxsize=4096)
def boundaries(text: str) -> tuple[int, ...]:
    """Where UAX 14 allows a line to end, the end among them.

    Asked for sentence by sentence, since it costs a tenth of a millisecond a character and a
    clerk types at the end of what stands there: between 。 and a hanzi a line may always end, and
    nothing before it matters to what comes after.
    """
    found, start = list[int](), 0
    for end in (*(match.end() for match in _SENTENCE.finditer(text)), len(text)):
        found += (start + at for at in _in_sentence(text[start:end]) if at)
        start = end
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def _in_sentence(text: str) -> tuple[int, ...]:
    from uniseg.linebreak import line_break_boundaries

    runs = list(_runs(text))
    if not runs:
        return tuple(line_break_boundaries(text))
    # uniseg looks back over the whole run for every blank and mark: 4,000 took a minute. UAX 14
    # has the same rules for SP and SP*, CM and CM*: a run of two breaks where a long one does.
    inside = {at for start, end in runs for at in range(start + 1, end - 1)}
    kept = [at for at in range(len(text) + 1) if at not in inside]
    short = "".join(text[at] for at in kept[:-1])
    return tuple(kept[at] for at in line_break_boundaries(short))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where three blanks or more stand together, or three marks and joiners or more."""
    at = 0
    for kind, chars in groupby(text, _run_kind):
        end = at + sum(1 for _ in chars)
        if kind and end - at > 2:
            yield at, end
        at = end


@lru_cache(maxsize=4096)
def _run_kind(char: str) -> str:
    """What UAX 14 looks through, however many there are: SP, and CM with the joiner (LB9)."""
    from uniseg.linebreak import line_break

    if char == " ":
        return "SP"
    if unicodedata.category(char) not in _MARKS:
        return ""
    kind = line_break(char).value
    of_asia = kind == "SA" and unicodedata.category(char) in {"Mn", "Mc"}  # LB1
    return "CM" if of_asia or kind in {"CM", "ZWJ"} else ""


def lines_of(
    text: str,
    widths: Sequence[float],
    room: float,
    first: float = 0.0,
    *,
    ends: Sequence[float] | None = None,
    look: int = MARKS_LOOK,
    names: Collection[str] = (),
) -> list[str]:
    """Break `text` into lines no wider than `room`; the first is `first` shorter.

    `widths[i]` is the advance of `text[i]`, `ends[i]` what it takes at a line's end: half of it
    for a mark with a blank right half, where nothing else is given. A word that is alone wider
    than the room is cut between characters, but never before a mark that may not begin a line,
    unless nothing else stands on that line. Since `MARKS_LOOK` a name is whole where it goes on
    one line; `names` are those that are known.
    """
    if not text:
        return [""]
    if ends is None:
        ends = at_ends(text, widths, look)
    where: _Breaks | None = None  # a text that fits is not looked into
    cuts: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        limit = room - (first if not cuts else 0.0)
        end = _furthest(text, widths, ends, start, limit)
        if end < len(text):
            where = where or _Breaks(text, widths, ends, room, look, names)
            end = where.last(start, end)
        cuts.append((start, end))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    if where and look >= MARKS_LOOK and len(cuts) > 1:
        cuts[-2:] = where.in_company(*cuts[-2:])
    return [text[start:end].rstrip(" ") for start, end in cuts]


def at_ends(text: str, widths: Sequence[float], look: int) -> list[float]:
    """What each character takes as the last of its line; a blank may hang over the edge."""
    half = BLANK_RIGHT if look >= MARKS_LOOK else HALF_AT_END
    return [
        0.0 if char == " " else width / 2 if char in half else width
        for char, width in zip(text, widths, strict=True)
    ]


class _Breaks:
    """Where one text may be broken in a room: the good places, and the next best ones."""

    def __init__(
        self,
        text: str,
        widths: Sequence[float],
        ends: Sequence[float],
        room: float,
        look: int,
        names: Collection[str],
    ) -> None:
        self._text, self._widths, self._ends, self._room = text, widths, ends, room
        self._tables = _tables(look)
        loose = break_points(text, look=look)
        self._choices: tuple[tuple[int, ...], ...] = (loose,)
        if look < MARKS_LOOK:
            return
        spans = unbroken(text, names, self._fits)
        if spans:
            dots = tuple(at for at in range(2, len(text)) if _at_a_dot(text, at))
            long = [at for a, b in spans if not self._fits(a, b) for at in dots if a < at < b]
            free = (at for at in loose if not any(a < at < b for a, b in spans))
            strict = tuple(sorted((*free, *long)))
            self._choices = (strict, dots, loose)
        self._choices += (break_points(text, look=look, counted=False),)

    def last(self, start: int, end: int) -> int:
        """The best place to end a line that begins at `start` and fits up to `end`."""
        for places in self._choices:
            at = _last_allowed(places, start, end)
            if at:
                return at
        return _forced(self._text, start, end, *self._tables)

    def in_company(
        self, above: tuple[int, int], last: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """The last two lines with a piece moved down, where the last one is a single hanzi."""
        text = self._text
        if not self._alone(*last):
            return above, last
        for at in reversed(self._choices[0]):
            if at >= last[0]:
                continue
            if at < max(last[0] - _MOVED, above[0] + 2):
                break
            if not self._alone(at, last[1]) and self._fits(at, last[1]):
                return (above[0], at), (at, len(text))
        return above, last

    def _alone(self, start: int, end: int) -> bool:
        said = [char for char in self._text[start:end].strip() if char not in self._tables[0]]
        return len(said) < 2

    def _fits(self, start: int, end: int) -> bool:
        return sum(self._widths[start : end - 1]) + self._ends[end - 1] <= self._room + 1e-6


def _tables(look: int) -> tuple[frozenset[str], frozenset[str]]:
    return (NO_START_NOW, NO_END_NOW) if look >= MARKS_LOOK else (NO_START, NO_END)


def _ends_badly(text: str, at: int, no_end: frozenset[str]) -> bool:
    while at and text[at - 1] == " ":
        at -= 1
    return at > 0 and text[at - 1] in no_end


def _at_a_dot(text: str, at: int) -> bool:
    """Whether the line would end with the dot of a name."""
    return at > 1 and text[at - 1] == DOT and text[at].isalnum() and text[at - 2].isalnum()


def _counted(before: str, after: str) -> bool:
    """A number with what it counts: 第3项, 第（四）项, 〔2026〕7号, 3月."""
    if before == "第":
        return after in _ORDINALS
    if before == "〕":
        return after in _DIGITS
    return before in _DIGITS and after in _COUNTED


def _furthest(
    text: str, widths: Sequence[float], ends: Sequence[float], start: int, limit: float
) -> int:
    """The end of the longest stretch from `start` that fits; at least one character."""
    used = 0.0
    end = start
    for at in range(start, len(text)):
        if used + ends[at] > limit + 1e-6:
            # a mark that only fits by half may end the line, so look one further
            break
        used += widths[at]
        end = at + 1
        if used > limit + 1e-6 and text[at] != " ":
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


def _forced(
    text: str, start: int, end: int, no_start: frozenset[str], no_end: frozenset[str]
) -> int:
    """Nothing may be broken: cut between characters, as few bad places as can be."""
    at = end
    while at > start + 1:
        joined = unicodedata.combining(text[at]) or text[at] in no_start
        if not joined and text[at - 1] not in no_end:
            return at
        at -= 1
    return end
