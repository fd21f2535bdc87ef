"""What a line of text is not cut in: a name with a dot.

A name of several parts (买买提·吐尔逊) is one word to whoever bears it. In running text nothing
shows where it begins: 申请人买买提·吐尔逊 is ten hanzi in a row. The names of the paper are told
by their owner; of any other the hanzi nearest the dots are kept together, and those up to where
the hanzi begin or end before those of which nobody knows how far the name goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

DOT = "·"
"""间隔号 between the parts of a name: 买买提·吐尔逊."""
Span = tuple[int, int]
Fits = Callable[[int, int], bool]

_HANZI = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_DOTTED = re.compile(f"{_HANZI}+(?:{DOT}{_HANZI}+)+")
_LONGEST_PART = 8
"""Hanzi of one part of a name: 阿布都热合曼 has six; what lies further off is taken for text."""


def is_dotted(text: str) -> bool:
    """Whether the whole text is a name of several parts.

    >>> is_dotted("买买提·吐尔逊"), is_dotted("必要 · 可容缺"), is_dotted("欧阳")
    (True, False, False)
    """
    return DOT in text and _DOTTED.fullmatch(text) is not None


def unbroken(text: str, names: Collection[str], fits: Fits) -> list[Span]:
    """The stretches (start, end) of `text` with no line end in them.

    `names` are those known to stand in the paper; `fits` tells whether a stretch goes on one line.
    """
    if DOT not in text:
        return []
    taken = _known(text, names)
    spans = list(taken)
    for run in _DOTTED.finditer(text):
        spans += _unknown(text, run.start(), run.end(), taken, fits)
    return spans


def _known(text: str, names: Collection[str]) -> list[Span]:
    """Where the names stand, the longer before the shorter; of two as long the same first, in
    whatever order they come: a page is the same for ever."""
    spans: list[Span] = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(at < b and a < end for a, b in spans):
                spans.append((at, end))
            at = text.find(name, end)
    return spans


def _unknown(text: str, start: int, end: int, taken: list[Span], fits: Fits) -> list[Span]:
    """The parts round each dot of a run of hanzi, as many of them as go on one line."""
    for a, b in taken:
        if start < b and a < end:
            return [
                span
                for first, last in ((start, a), (b, end))
                for run in _DOTTED.finditer(text, first, last)
                for span in _unknown(text, run.start(), run.end(), taken, fits)
            ]
    first, last = text.index(DOT, start), text.rindex(DOT, start, end)
    before = min(first - start, _LONGEST_PART)
    after = min(end - last - 1, _LONGEST_PART)
    whole = (first - before, last + 1 + after)
    begins, ends = first - before == start, last + 1 + after == end
    while not fits(first - before, last + 1 + after):
        if before == after == 1:
            return [whole]
        gives = before >= after if begins == ends else ends
        if after == 1 or (gives and before > 1):
            before -= 1
        else:
            after -= 1
    return [(first - before, last + 1 + after)]
