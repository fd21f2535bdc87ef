"""Finding an item among thousands by a few letters: hanzi, pinyin, initials, code, mixed.

Items get numbers in the order of a static rank. A feature (a character, a syllable, a pair
of initials) maps to the set of items that have it, kept as the bits of one integer. The
features of what is typed narrow the candidates; each candidate is then matched character
by character, so that a hit is always a true one, and the walk stops at the limit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, select

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules.sound import (
    OTHER_READINGS,
    Form,
    encode_readings,
    fold,
    reading_forms,
)
from clerk_app.catalogue.tables import catalogue_current, catalogue_state
from clerk_app.kernel.text import half_width

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""

_TWO_LETTER_INITIALS = ("zh", "ch", "sh")


@dataclass(frozen=True, slots=True)
class IndexedItem:
    """One item as the index sees it. `readings` comes from `readings_of`."""

    hit: SearchHit
    usable: bool
    readings: str


class SearchIndex:
    """An index of one version of the catalogue, in memory. Never changes once built."""

    def __init__(self, items: Iterable[IndexedItem], version: str) -> None:
        self.version = version
        ranked = sorted(items, key=_static_rank)
        self._hits = [item.hit for item in ranked]
        self._forms = [reading_forms(item.hit.name, item.readings) for item in ranked]
        self._features = _features(self._forms)
        self._syllables = {key[1:] for key in self._features if key[0] == "="}
        self._longest = max(map(len, self._syllables), default=0)
        self._codes = sorted(
            (code.lower(), number)
            for number, hit in enumerate(self._hits)
            for code in {hit.key, hit.code, hit.id} - {""}
        )
        self._equal: dict[str, list[int]] = {}
        for number, (hit, forms) in enumerate(zip(self._hits, self._forms, strict=True)):
            for word in _whole_words(hit, forms):
                self._equal.setdefault(word, []).append(number)

    def __len__(self) -> int:
        return len(self._hits)

    @classmethod
    def load(cls, db: Connection) -> SearchIndex:
        """Build the index of the catalogue in use."""
        here = catalogue_current.c
        columns = (here.key, here.id, here.code, here.name, here.department, here.type)
        rows = db.execute(select(*columns, here.usable, here.readings))
        items = [IndexedItem(SearchHit(*row[:6]), bool(row[6]), row[7]) for row in rows]
        return cls(items, _version(db))

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Items that match every word of `text`, best first.

        Three tiers: equal to a name or code, beginning with it, having it inside; within a
        tier the static rank: items ready for intake first, then the shorter name.
        """
        words = half_width(text[:LONGEST_QUERY]).lower().split()
        terms = [_Term(word, fold(word)) for word in words]
        if not terms or limit < 1:
            return []
        found = dict.fromkeys(self._equals(text)[:limit])
        candidates, starting = self._candidates(terms)
        for at_start in (True, False):
            for number in _numbers(candidates & starting if at_start else candidates):
                if len(found) >= limit:
                    break
                if number not in found and self._matches(number, terms, at_start=at_start):
                    found[number] = None
        return [self._hits[number] for number in found]

    def _equals(self, text: str) -> list[int]:
        whole = half_width(text[:LONGEST_QUERY]).lower().strip()
        numbers = self._equal.get(whole, []) + self._equal.get(fold(whole), [])
        return sorted(set(numbers))

    def _candidates(self, terms: Sequence[_Term]) -> tuple[int, int]:
        """Numbers that may match all terms, and those that may begin with the first, as bits."""
        candidates, starting = -1, 0
        for place, term in enumerate(terms):
            term.coded = frozenset(self._coded(term.word))
            bits = self._named(term.folded)
            for number in term.coded:
                bits |= 1 << number
            if place == 0:
                starting = self._features.get("^" + term.folded[:1], 0)
                for number in term.coded:
                    starting |= 1 << number
            candidates &= bits
        return candidates, starting

    def _coded(self, word: str) -> Iterator[int]:
        """Items whose key, code or id begins with `word`."""
        at = bisect_left(self._codes, (word, -1))
        while at < len(self._codes) and self._codes[at][0].startswith(word):
            yield self._codes[at][1]
            at += 1

    def _named(self, term: str) -> int:
        """Items whose name may contain the term: never too few, sometimes too many."""
        if not term:
            return 0
        bits = -1
        run = ""
        for char in term + "\0":
            if char.isascii() and char.isalnum():
                run += char
                continue
            if run:
                bits &= self._typed(run)
                run = ""
            if char != "\0":
                bits &= self._features.get("c" + char, 0)
        return bits

    def _typed(self, run: str) -> int:
        """Items with neighbours whose letters can spell `run`, in any way of cutting it."""
        memo: dict[tuple[int, str], int] = {}

        def rest(at: int, before: str) -> int:
            if at == len(run):
                return -1
            if (at, before) not in memo:
                head = run[at]
                pair = self._features.get("2" + before + head if before else "1" + head, 0)
                memo[at, before] = pair and pair & cut(at, head)
            return memo[at, before]

        def cut(at: int, head: str) -> int:
            # one letter, a two-letter initial, or the beginning of a last syllable
            bits = rest(at + 1, head)
            if run.startswith(_TWO_LETTER_INITIALS, at):
                bits |= rest(at + 2, head)
            left = len(run) - at
            if left <= self._longest:
                for syllable in self._beginning(run[at:]):
                    bits |= self._features["=" + syllable]
            for length in range(2, min(left, self._longest) + 1):
                if run[at : at + length] in self._syllables:
                    whole = self._features["=" + run[at : at + length]]
                    bits |= whole & rest(at + length, head)
            return bits

        return rest(0, "")

    def _beginning(self, letters: str) -> list[str]:
        return [syllable for syllable in self._syllables if syllable.startswith(letters)]

    def _matches(self, number: int, terms: Sequence[_Term], *, at_start: bool) -> bool:
        forms = self._forms[number]
        for place, term in enumerate(terms):
            if number in term.coded:
                continue
            first_only = at_start and place == 0
            if not any(_found(form, term.folded, first_only=first_only) for form in forms):
                return False
        return True


def search(db: Connection, text: str, limit: int = 20) -> list[SearchHit]:
    """Find items in use, best first; the index is rebuilt when the catalogue was switched.

    Empty text finds nothing.
    """
    return current_index(db).search(text, limit) if text.strip() else []


def current_index(db: Connection) -> SearchIndex:
    """The index of the catalogue in use. The last one built is kept for the next call."""
    global _last_index  # noqa: PLW0603  one slot; an index is a function of its version alone
    index = _last_index
    if index is None or index.version != _version(db):
        index = _last_index = SearchIndex.load(db)
    return index


def readings_of(name: str) -> str:
    """The pinyin of a name as the tables keep it: in context first, then common others."""
    sounds: list[tuple[str, ...]] = []
    for ascii_run, run in groupby(fold(name), key=str.isascii):
        chars = "".join(run)
        for char, first in zip(chars, chars if ascii_run else _in_context(chars), strict=True):
            typed = (first, *OTHER_READINGS.get(char, ())) if first != char else ()
            # ü is typed v or u (lv, lu; nv, nu)
            spelled = [sound for one in typed for sound in (one, one.replace("v", "u"))]
            sounds.append(tuple(dict.fromkeys(spelled)))
    return encode_readings(sounds)


_last_index: SearchIndex | None = None


@dataclass(slots=True)
class _Term:
    """One word of a query: as typed for codes, folded for names, and the items it is code of."""

    word: str
    folded: str
    coded: frozenset[int] = frozenset()


def _version(db: Connection) -> str:
    return str(db.execute(select(catalogue_state.c.version)).scalar_one_or_none() or "")


def _in_context(chars: str) -> list[str]:
    """One reading per character; a character no table knows is its own reading."""
    from pypinyin import Style, pinyin

    found = [readings[0] for readings in pinyin(chars, style=Style.NORMAL)]
    if len(found) != len(chars):  # unknown neighbours come back as one
        found = [pinyin(char, style=Style.NORMAL)[0][0] for char in chars]
    known = zip(chars, found, strict=True)
    return [sound if sound.isascii() and sound.isalpha() else char for char, sound in known]


def _static_rank(item: IndexedItem) -> tuple[bool, int, str, str]:
    return not item.usable, len(item.hit.name), item.hit.name, item.hit.key


def _whole_words(hit: SearchHit, forms: tuple[Form, ...]) -> set[str]:
    """What a query must be to be equal to the item."""
    words = {hit.key.lower(), hit.code.lower(), hit.id.lower()}
    for form in forms:
        sounds = list(zip(form.text, form.readings, strict=True))
        words |= {
            form.text,
            "".join(sound[0] if sound else char for char, sound in sounds),
            "".join(sound[0][0] if sound else char for char, sound in sounds),
        }
    return words - {""}


def _features(all_forms: Sequence[tuple[Form, ...]]) -> dict[str, int]:
    """Feature → items as bits: c字, =syllable, 1 initial, 2 neighbouring initials, ^ first."""
    found: dict[str, set[int]] = {}
    for number, forms in enumerate(all_forms):
        features: set[str] = set()
        for form in forms:
            before: set[str] = set()
            for at, (char, sounds) in enumerate(zip(form.text, form.readings, strict=True)):
                heads = {sound[0] for sound in sounds} or {char}
                features.add("c" + char)
                features.update("=" + sound for sound in sounds)
                features.update("1" + head for head in heads)
                features.update("2" + one + head for one in before for head in heads)
                if at == 0:
                    features.update("^" + head for head in heads | {char})
                before = heads
        for feature in features:
            found.setdefault(feature, set()).add(number)
    return {feature: _bits(numbers, len(all_forms)) for feature, numbers in found.items()}


def _bits(numbers: Iterable[int], count: int) -> int:
    field = bytearray(count // 8 + 1)
    for number in numbers:
        field[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(field, "little")


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of the set bits, lowest first, that is best rank first."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def _found(form: Form, term: str, *, first_only: bool) -> bool:
    if not term:
        return False
    if not term.isascii() and term in form.text:
        return not first_only or form.text.startswith(term)
    starts = range(1) if first_only else range(len(form.text))
    return any(_found_at(form, term, start) for start in starts)


def _found_at(form: Form, term: str, start: int) -> bool:
    """Do the characters from `start` on spell the term: itself, syllables, initials, mixed?

    All ways of cutting are followed at once, as the set of places reached in the term.
    """
    places = {0}
    for at in range(start, len(form.text)):
        reached: set[int] = set()
        for place in places:
            if term[place] == form.text[at]:
                reached.add(place + 1)
            for sound in form.readings[at]:
                if term[place] == sound[0]:
                    reached.update(_reached(sound, term, place))
        if len(term) in reached:
            return True
        if not reached:
            return False
        places = reached
    return False


def _reached(sound: str, term: str, place: int) -> Iterator[int]:
    """Where in the term one syllable can end: after its initial, or after all of it.

    The last syllable of a term may be unfinished.
    """
    yield place + 1
    if sound.startswith(_TWO_LETTER_INITIALS) and term.startswith(sound[:2], place):
        yield place + 2
    if term.startswith(sound, place):
        yield place + len(sound)
    elif sound.startswith(term[place:]):
        yield len(term)
