"""What may have been meant by a word that names nothing: one slip of the hand, or of the ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

_ALIKE = re.compile("zh|ch|sh|ng|[zcsnlfh]")
_OTHER: dict[str, tuple[str, ...]] = {
    "zh": ("z",),
    "ch": ("c",),
    "sh": ("s",),
    "z": ("zh",),
    "c": ("ch",),
    "s": ("sh",),
    "ng": ("n",),
    "n": ("ng", "l"),
    "l": ("n",),
    "f": ("h",),
    "h": ("f",),
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 24
"""Characters of a word up to which slips are looked for."""
_SHORTEST = 3
"""Fewer characters than this say too little once one of them is doubted."""


def by_ear(word: str) -> Iterator[str]:
    """The word with one or two sounds that some ears take for another (z/zh, n/ng, l/n, f/h)."""
    places = [(m.start(), m.end(), to) for m in _ALIKE.finditer(word) for to in _OTHER[m[0]]]
    for start, end, to in places:
        yield word[:start] + to + word[end:]
    for (start, end, to), (start2, end2, to2) in combinations(places, 2):
        if end <= start2:
            yield word[:start] + to + word[end:start2] + to2 + word[end2:]


def by_hand(word: str) -> Iterator[str]:
    """The word without one character too many, or with two neighbours in their right order."""
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if len(word) > _SHORTEST:
        for at in range(len(word)):
            yield word[:at] + word[at + 1 :]


def by_letter(word: str) -> Iterator[str]:
    """The word with one letter that was left out, or another letter in place of a wrong one."""
    if len(word) < _SHORTEST:
        return
    for at in range(len(word) + 1):
        if word[max(0, at - 1) : at + 1].isascii():
            for letter in _LETTERS:
                yield word[:at] + letter + word[at:]
    for at, char in enumerate(word):
        if char.isascii() and char.isalpha():
            for letter in _LETTERS:
                if letter != char:
                    yield word[:at] + letter + word[at + 1 :]


def gaps(word: str) -> Iterator[tuple[str, str]]:
    """What stands before and after one hanzi that is wrong or was left out."""
    if len(word) < _SHORTEST or any(char.isascii() for char in word):
        return
    for at in range(1, len(word)):
        yield word[:at], word[at:]
    for at in range(len(word)):
        yield word[:at], word[at + 1 :]
