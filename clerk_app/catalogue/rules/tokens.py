"""What the index holds of an item: short exact words, so that a key press is one look-up.

食 食品 食品经      runs of one to three hanzi of the name
s sh shi ship spj   the first one to four letters of every way to type it from a character on
食p 食pj             a hanzi before the first letter of the next, or the next two
s品                 a hanzi after the first letter of its neighbour
^…                  the same from the first character of a form
$8                  characters in a form
~i ~u ~v            Latin letters that no syllable begins with
#511 #$52           beginnings of a code, and its length
@… &… ~ok           department, type, ready for intake
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from clerk_app.catalogue.rules.sound import Form, wholes
from clerk_app.catalogue.rules.syllables import BEGINNINGS, TWO_LETTER_INITIALS

TOKENIZER = "ascii tokenchars '^$#@&~'"
"""FTS5's: every character beyond ASCII and every letter, digit and mark above is of a word."""
LETTERS = 4
"""Longest run of letters held. Four find most words at once; five cost half as much again."""
LONG = 6
"""Longest run held that begins with a syllable of at least `LETTERS` letters."""
HANZI = 3
CODE_LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 12, 20)
"""Beginnings of a code that are held; what is typed beyond is checked on the row."""
USABLE = "~ok"
_LATIN = frozenset("iuv")
_BASE_32 = "0123456789abcdefghijklmnopqrstuv"
_PAIRS = [one + two for one in _BASE_32 for two in _BASE_32]
_ESCAPE: dict[int, int | str] = {
    **{code: 0xE000 + code for code in range(128) if not chr(code).isalnum()},
    **{0xE000 + code: f"\ue080{chr(0xE000 + code)}" for code in range(129)},
}
"""Marks of a code that would end a word; no two codes are written alike."""


def document(
    forms: Iterable[Form], codes: Iterable[str], department: str, type_: str, *, usable: bool
) -> str:
    """All words of one item. `codes` are folded (`sound.fold_code`). A word may come twice."""
    found = {department_word(department), type_word(type_)}
    if usable:
        found.add(USABLE)
    for form in forms:
        _add_form(found, form)
    for code in codes:
        found.update(_code_words(code))
    return " ".join(found)


def _code_words(code: str) -> Iterator[str]:
    text = code.translate(_ESCAPE)
    for length in CODE_LENGTHS:
        if length > len(code):
            break
        yield "#" + text[:length] if len(text) == len(code) else code_word(code[:length])
    yield code_length_word(len(code))


def code_word(beginning: str) -> str:
    """The word of a beginning of a code, of one of `CODE_LENGTHS`."""
    return "#" + beginning.translate(_ESCAPE)


def code_length_word(length: int) -> str:
    """The word of all codes of that length."""
    return f"#${length}"


def whole_word(text: str) -> str:
    """The word of all forms that are just this text, and of a few others: a million buckets."""
    number = crc32(text.encode("utf-8", "replace"))
    return f"${_PAIRS[number >> 10 & 1023]}{_PAIRS[number & 1023]}"


def department_word(department: str) -> str:
    """The word of a department; the row tells whether it is truly the same."""
    return "@" + _digest(department)


def type_word(type_: str) -> str:
    """The word of a type of items."""
    return "&" + _digest(type_)


@lru_cache(maxsize=512)
def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


def _add_form(found: set[str], form: Form) -> None:
    text, words = form.text, form.words
    found.update(map(whole_word, set(wholes(text, words))))
    found.add(_first(text[:LETTERS], words[:LETTERS]))
    found.update(
        [_words_at(text[at : at + LETTERS], words[at : at + LETTERS]) for at in range(len(text))]
    )
    if not _LATIN.isdisjoint(text):
        _add_latin(found, form)


@lru_cache(maxsize=40_000)
def _words_at(chars: str, words: tuple[str, ...]) -> str:
    """What is held of a form at a character, of which the next three are told: one text, as it
    goes into the document. Names share their parts, so most are known already.
    """
    found = {*spellings(chars, words), *long_spellings(chars[:3], words[:3])}
    if chars[0].isascii():
        if len(chars) > 1 and not chars[1].isascii():
            found.update(head + chars[1] for head in heads(chars[0], words[0]))
        return " ".join(found)
    found.update(_grams(chars))
    if len(chars) > 1:
        found.update(map(chars[0].__add__, _after(chars[1:3], words[1:3])))
        if not chars[1].isascii():
            found.update(head + chars[1] for head in heads(chars[0], words[0]))
    return " ".join(found)


@lru_cache(maxsize=50_000)
def _first(chars: str, words: tuple[str, ...]) -> str:
    """The marked words of the first character of a form."""
    return " ".join(sorted("^" + word for word in {*spellings(chars, words), *_grams(chars)}))


def after(letters: str) -> str:
    """The part of typed letters that is held together with the hanzi before: one, or two that
    can only be the first letters of two characters."""
    return letters[:1] if letters[:2] in BEGINNINGS else letters[:2]


def _after(chars: str, words: tuple[str, ...]) -> frozenset[str]:
    found = heads(chars[0], words[0])
    if len(chars) > 1:
        pairs = {one + two for one in found for two in heads(chars[1], words[1])}
        found = found | (pairs - BEGINNINGS)
    return found


def _grams(chars: str) -> Iterator[str]:
    for length in range(1, min(HANZI, len(chars)) + 1):
        if chars[length - 1].isascii():
            return
        yield chars[:length]


def _add_latin(found: set[str], form: Form) -> None:
    """For names with a Latin i, u or v (ICP备案): they can be cut where no syllable can.

    A question is cut as if there were none, so these few names also hold what begins inside a
    syllable.
    """
    found.update("~" + char for char in _LATIN & set(form.text))
    for at in range(len(form.text)):
        chars, words = form.text[at : at + LONG], form.words[at : at + LONG]
        found.update(spellings(chars, words, LONG))
        for unit in _units(chars[0], words[0]):
            for inner in range(1, len(unit)):
                tail = unit[inner:]
                found.update(tail[:length] for length in range(1, LONG + 1))
                if len(chars) > 1 and len(tail) < LONG:
                    more = spellings(chars[1:], words[1:], LONG - len(tail))
                    found.update(tail + letters for letters in more)


@lru_cache(maxsize=10_000)
def heads(char: str, word: str) -> frozenset[str]:
    """The first letters a character can be typed by."""
    found = {sound[0] for sound in word.split(",")} | {char}
    return frozenset(head for head in found if head.isascii())


def spellings(chars: str, words: tuple[str, ...], most: int = LETTERS) -> set[str]:
    """The first one to `most` letters of every way to type these characters in letters."""
    heads, whole = _units_within(chars[0], words[0])
    found = set(heads[most])
    for unit in whole[most] if len(chars) > 1 else ():
        room = most - len(unit)
        found.update([unit + more for more in _spelled(chars[1:], words[1:], room)])
    return found


@lru_cache(maxsize=20_000)
def _known(chars: str, words: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(spellings(chars, words, most))


def _spelled(chars: str, words: tuple[str, ...], most: int) -> tuple[str, ...]:
    """`spellings` of what follows a character: few different ones, found out once."""
    return _known(chars[:most], words[:most], most)


def long_spellings(chars: str, words: tuple[str, ...]) -> set[str]:
    """The first five and six letters of every way that begins with a long syllable."""
    found: set[str] = set()
    for sound in words[0].split(","):
        if len(sound) >= LETTERS and sound.isascii():
            room = LONG - len(sound)
            if room > 0 and len(chars) > 1:
                found.update([sound + more for more in _spelled(chars[1:], words[1:], room)])
            found.update(sound[:length] for length in range(LETTERS + 1, len(sound) + 1))
    return found


_Within = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=10_000)
def _units_within(char: str, word: str) -> tuple[_Within, _Within]:
    """By letters of room: the beginnings of units that fit, and the units that leave room."""
    units = _units(char, word)
    heads = {unit[:length] for unit in units for length in range(1, len(unit) + 1)}
    rooms = range(LONG + 1)
    return (
        tuple(tuple(head for head in heads if len(head) <= room) for room in rooms),
        tuple(tuple(unit for unit in units if len(unit) < room) for room in rooms),
    )


def _units(char: str, word: str) -> frozenset[str]:
    """What a character can be typed as in letters, whole."""
    units = {char} if char.isascii() else set()
    for sound in word.split(","):
        if sound.isascii():
            units |= {sound, sound[0]}
            if sound.startswith(TWO_LETTER_INITIALS):
                units.add(sound[:2])
    return frozenset(units)
