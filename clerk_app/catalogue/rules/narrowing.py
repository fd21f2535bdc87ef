"""From what was typed to a question the index can answer: never too little, seldom too much.

A question is the text of an FTS5 MATCH over the words of `rules.tokens`. Every hit of
`matching.find` answers it; the few others are seen and dropped when the row is read.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from clerk_app.catalogue.rules import tokens
from clerk_app.catalogue.rules.sound import HALF_WIDTH, fold, fold_code
from clerk_app.catalogue.rules.syllables import Cuts, cuts

LONGEST_QUERY = 200
"""Characters of a query that are looked at."""
_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_LATIN = frozenset("iuv")
_VOWELS = frozenset("aeiou")
_COMMON = frozenset(("zh", "ch", "sh", *"abcdefghijklmnopqrstuvwxyz"))
_MOST_CHOICES = 3
_MOST_WORDS = 5
"""Words asked of one run of letters: the rest would cost more than it saves."""
_TAIL = 2
"""Fewer letters than this, told by nothing else, are not worth a short word."""
_LONGEST_RUN = 40
"""Letters of a run that are asked for; what comes after is seen on the row."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: as codes and as names are compared. Either may be empty."""

    code: str
    name: str


def terms_of(text: str) -> tuple[Term, ...]:
    """The words typed. Half a character (a lone surrogate) cannot be in a name: left out."""
    text = text[:LONGEST_QUERY].encode("utf-8", "ignore").decode("utf-8")
    words = text.translate(HALF_WIDTH).lower().split()
    return tuple(Term(fold_code(word), fold(word)) for word in words)


def joined(terms: Iterable[Term]) -> Term:
    """All words as one: what must be equal to a name or a code."""
    terms = tuple(terms)
    return Term("".join(t.code for t in terms), "".join(t.name for t in terms))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the index is asked for some words; None where it can hold nothing."""

    inside: str | None
    """For items that have every word somewhere."""
    starting: str | None
    """For items that have the first word at their beginning, and the others somewhere."""
    exact: bool
    """Every answer is a hit, but for names with `odd` letters where `letters` were typed."""
    letters: bool


def asked(terms: Iterable[Term]) -> Asked:
    """The questions for these words. Names and codes both answer.

    One word that an index word says all of is not asked as a code inside: a code begins with
    it or does not have it.
    """
    terms = tuple(terms)
    names = [_name(term.name) for term in terms]
    codes = [_code(term.code) for term in terms]
    others = [_any((name.inside, code)) for name, code in zip(names[1:], codes[1:], strict=True)]
    exact = all(name.exact and _exact_code(t.code) for name, t in zip(names, terms, strict=True))
    alone = exact and len(terms) == 1
    return Asked(
        _all((names[0].inside if alone else _any((names[0].inside, codes[0])), *others)),
        _all((_any((names[0].starting, codes[0])), *others)),
        exact,
        any(name.letters for name in names),
    )


def inside(terms: Iterable[Term]) -> str | None:
    """The question for items that have every word somewhere; None: there can be none."""
    return asked(terms).inside


def equal(term: Term) -> str | None:
    """The question for items that are just this word."""
    name = _quoted(tokens.whole_word(term.name)) if term.name else None
    code = _code(term.code)
    if code:
        code = _all((code, _quoted(tokens.code_length_word(len(term.code)))))
    return _any((name, code))


def among(question: str, *, department: str, type_: str, usable: bool) -> str:
    """The question among the items of a department, a type, ready for intake."""
    words = []
    if department:
        words.append(tokens.department_word(department))
    if type_:
        words.append(tokens.type_word(type_))
    if usable:
        words.append(tokens.USABLE)
    return _all((question, *map(_quoted, words))) or question


def _code(word: str) -> str | None:
    if not word:
        return None
    length = tokens.CODE_LENGTHS[bisect(tokens.CODE_LENGTHS, len(word)) - 1]
    return _quoted(tokens.code_word(word[:length]))


def _exact_code(word: str) -> bool:
    return not word or len(word) in tokens.CODE_LENGTHS


def _name(term: str) -> Asked:
    if not term:
        return Asked(None, None, True, False)
    runs = _RUNS.findall(term)
    words: list[str | None] = []
    marked: list[str] = []
    odd = False
    for number, run in enumerate(runs):
        start = "^" if number == 0 else ""
        if run.isascii():
            last = number == len(runs) - 1
            letters = _letters(run, last=last)
            odd = odd or letters.odd
            # a hanzi and the letters after it are one word
            if odd or number == 0 or run != tokens.after(run):
                words += letters.words
            marked += [_quoted(start + run[: tokens.LETTERS])] if start else []
            if not last:
                words.append(_before(run, runs[number + 1][0]))
        else:
            grams = _hanzi(run)
            words += [_quoted(word) for word in grams]
            marked += [_quoted(start + grams[0])] if start else []
            if number + 1 < len(runs):
                words.append(_quoted(run[-1] + tokens.after(runs[number + 1])))
    exact = len(runs) == 1 and not odd and len(term) <= _decided(term)
    rest = [word for word in words if not (exact or word == _quoted(marked[0][2:-1]))]
    return Asked(_all(words), _all((*marked, *rest)), exact, any(map(str.isascii, runs)))


def _decided(term: str) -> int:
    """The length up to which a word of the index says all."""
    return tokens.LETTERS if term.isascii() else tokens.HANZI


def _hanzi(run: str) -> list[str]:
    size = tokens.HANZI
    if len(run) <= size:
        return [run]
    starts = sorted({*range(size, len(run) - size, size), len(run) - size})
    return [run[:size], *(run[at : at + size] for at in starts)]


def _before(run: str, hanzi: str) -> str | None:
    """The last character typed in letters stands before this one, by its first letter."""
    ways = cuts(run, last=False, latin=True)
    first = {run[place] for place, ends in ways.edges.items() if ways.size in ends}
    return _any(_quoted(head + hanzi) for head in sorted(first))


@dataclass(frozen=True, slots=True)
class _Run:
    """What is asked of a run of letters. `odd`: only names with a Latin i, u or v have it."""

    words: tuple[str | None, ...]
    odd: bool = False


def _letters(run: str, *, last: bool) -> _Run:
    if len(run) > _LONGEST_RUN:
        run, last = run[:_LONGEST_RUN], True  # its beginning, whose last syllable is unfinished
    if len(run) <= tokens.LETTERS and _LATIN.isdisjoint(run):
        return _Run((_quoted(run),))  # at least all its letters are initials
    ways = cuts(run, last=last, latin=False)
    if ways.edges:
        return _Run(_cut(run, ways))  # names with a Latin i, u or v hold words enough for this
    ways = cuts(run, last=last, latin=True)
    if not ways.edges:
        return _Run((None,))
    held = _any(_quoted("~" + letter) for letter in sorted(_LATIN & set(run)))
    return _Run((*_cut(run, ways), held), odd=True)


def _cut(run: str, ways: Cuts) -> tuple[str, ...]:
    """What every way of cutting has in common, as few and as telling words as do."""
    size = ways.size
    if size <= tokens.LETTERS:
        return (_quoted(run),)
    sure = ways.sure()
    reach = {at: _reach(ways, at) for at in (0, *sure)}
    words = [_from(run, ways, 0)]
    told, place = reach[0], 0
    while told < size and len(words) < _MOST_WORDS:
        # words that overlap also tell that the characters are neighbours
        near = [at for at in sure if place < at < told and reach[at] > told]
        bridge = None if near else _bridge(ways, told)
        far = [at for at in sure if at >= told]
        if bridge:
            words.append(_any(_quoted(run[end : end + tokens.LETTERS]) for end in bridge) or "")
            told = min(size, bridge[0] + tokens.LETTERS)
            continue
        if not near and not far:
            break
        place = max(near, key=reach.__getitem__) if near else far[0]
        if run[place:] in _COMMON and size - told < _TAIL:
            break  # it is in so many names that looking at a few rows costs less
        words.append(_from(run, ways, place))
        told = reach[place]
    return tuple(words)


def _bridge(ways: Cuts, told: int) -> list[int]:
    """Places before `told`, few, of which every way of cutting has one, all telling more."""
    found = []
    for place in range(max(1, told - tokens.LETTERS + 1), told):
        ends = sorted(ways.after(place))
        if len(ends) <= _MOST_CHOICES and ends[0] + tokens.LETTERS > told and ends[-1] < ways.size:
            found.append(ends)
    return min(found, key=lambda ends: (len(ends), -ends[0]), default=[])


def _reach(ways: Cuts, place: int) -> int:
    """How far the words asked at a sure cut tell."""
    long = ways.edges[place][-1] - place >= tokens.LETTERS
    return min(ways.size, place + (tokens.LONG if long else tokens.LETTERS))


def _from(run: str, ways: Cuts, place: int) -> str:
    """What must be there at a sure cut. A syllable of four letters or more says too little by
    its first four (nong, jiao): either it goes on as typed, or the run is cut sooner.
    """
    ends = ways.edges[place]
    if ends[-1] - place < tokens.LETTERS or ways.size - place <= tokens.LETTERS:
        return _quoted(run[place : place + tokens.LETTERS])
    sooner = [run[end : end + tokens.LETTERS] for end in ends if end - place < tokens.LETTERS]
    short = sooner[-1]
    if len(short) <= _TAIL and short[0] not in _VOWELS and short[-1] in _VOWELS:
        # a syllable of two letters is in so many names that it tells next to nothing
        return _quoted(run[place : place + tokens.LETTERS])
    return _any(map(_quoted, [run[place : place + tokens.LONG], *sooner])) or ""


def _quoted(word: str) -> str:
    return f'"{word}"'


def _all(questions: Iterable[str | None]) -> str | None:
    """All must hold; one that cannot hold makes the whole impossible."""
    found = list(dict.fromkeys(questions))
    if not found or None in found:
        return None
    kept = [question for question in found if question]
    return kept[0] if len(kept) == 1 else "(" + " AND ".join(kept) + ")"


def _any(questions: Iterable[str | None]) -> str | None:
    """One must hold; those that cannot hold are left out."""
    kept = list(dict.fromkeys(question for question in questions if question))
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else "(" + " OR ".join(kept) + ")"
