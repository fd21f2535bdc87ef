"""The pinyin of names: our own words first, then pypinyin in context, then common others."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from clerk_app.catalogue.rules.sound import BRACKET, OTHER_READINGS, fold, in_brackets
from clerk_app.catalogue.rules.syllables import SYLLABLES
from clerk_app.catalogue.rules.words import WORDS

_LONGEST_WORD = max(map(len, WORDS))
_FIRSTS = frozenset(word[0] for word in WORDS)


def readings_of(name: str) -> str:
    """The readings of a folded name as the tables keep them, one word per character.

    The reading in context first, then other common ones, parted by commas; a character that
    has none, or only one that is no syllable, is its own word. A bracket before a word marks a
    character that stands in brackets.

    >>> readings_of("六安A")
    'lu an a'
    >>> readings_of("取水（新办）")
    'qu shui (xin (ban'
    """
    words: list[str] = []
    for ascii_run, run in groupby(fold(name), key=str.isascii):
        chars = "".join(run)
        if ascii_run:
            words += chars
        else:
            words += map(_word, chars, in_context(chars))
    marks = (BRACKET if inside else "" for inside in in_brackets(name))
    return " ".join(map("".join, zip(marks, words, strict=True)))


def in_context(chars: str) -> list[tuple[str, ...]]:
    """The readings of each character where it stands: by our own words, then by the package.

    Where the two differ both are kept, so that no one's way of typing is lost.
    """
    found: list[tuple[str, ...]] = [sounds for word in _cut(chars) for sounds in _said(word)]
    at = 0
    while at < len(chars):
        word = _word_at(chars, at) if chars[at] in _FIRSTS else ""
        for place, sound in enumerate(WORDS.get(word, ()), start=at):
            found[place] = (sound, *found[place])
        at += len(word) or 1
    return found


def _cut(chars: str) -> Iterator[str]:
    """The words of the package, from the left the longest that it knows.

    As it cuts them itself, at a tenth of the cost: names are read by the ten thousand.
    """
    phrases, beginnings = _phrases()
    size, at = len(chars), 0
    while at < size:
        last = end = at + 1
        while end < size and chars[at : end + 1] in beginnings:
            end += 1
            if chars[at:end] in phrases:
                last = end
        yield chars[at:last]
        at = last


@lru_cache(maxsize=1)
def _phrases() -> tuple[Container[str], Any]:
    """What the package knows as a word, and every beginning of one."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.seg.mmseg import p_set

    return phrases_dict, p_set


@lru_cache(maxsize=50_000)
def _said(word: str) -> tuple[tuple[str], ...]:
    """The reading of each character of a word of the package; itself when it knows none."""
    from pypinyin import Style, pinyin

    said = [readings[0] for readings in pinyin(word, style=Style.NORMAL)]
    return tuple((sound,) for sound in said)


def _word_at(chars: str, at: int) -> str:
    """The longest of our own words that begins there, or nothing."""
    ends = range(min(len(chars), at + _LONGEST_WORD), at + 1, -1)
    return next((chars[at:end] for end in ends if chars[at:end] in WORDS), "")


@lru_cache(maxsize=50_000)
def _word(char: str, firsts: tuple[str, ...]) -> str:
    sounds = [*firsts, *OTHER_READINGS.get(char, ())]
    # ü is typed v or u (lv, lu; nv, nu)
    spelled = [sound for one in sounds for sound in (one, one.replace("v", "u"))]
    return ",".join(dict.fromkeys(s for s in spelled if s in SYLLABLES)) or char
