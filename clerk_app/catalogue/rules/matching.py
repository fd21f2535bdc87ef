"""Whether a name is spelled by what was typed: itself, syllables, initials, or all mixed.

From some character on, each character in turn is typed as itself, as one of its readings, or
as the initial of one (z or zh for zh); the last syllable of a word may be unfinished. This is
the whole meaning of a search; every narrowing before it may only let too much through.
"""

from __future__ import annotations

from collections.abc import Sequence

from clerk_app.catalogue.rules.sound import (
    BRACKET,
    Form,
    all_words,
    bare_words,
    fold,
    forms,
    wholes,
)

_DONE = -1
Span = tuple[int, int]
"""First and last-but-one character of a form."""


def locate(
    name: str, readings: str, term: str, *, at_start: bool = False
) -> tuple[Span, ...] | None:
    """Where a name spells `term`, as ranges of the name as it is shown, or None.

    Says what `find` says of its forms, whole and without brackets, but makes them only where a
    look at the name or at its readings cannot tell: most key presses need no more.
    """
    if not readings:
        return None
    marked = BRACKET in readings
    plain = term.isascii()
    if not plain:
        at = 0 if name.startswith(term) else -1 if at_start else name.find(term)
        if at >= 0:
            return ((at, at + len(term)),)
    words = all_words(readings) if marked else readings.split(" ")
    # letters never meet a hanzi itself, and a Latin letter is its own word
    span = _find(words if plain else fold(name), words, term, at_start=at_start)
    if span is not None:
        if name[: span[1]].isalnum():
            return (span,)  # nothing before but characters that count
        return shown(forms(name, readings)[0], span)
    if plain and not (marked and _has(bare_words(readings), term, at_start)):
        return None
    for form in forms(name, readings)[1:]:
        span = find(form, term, at_start=at_start)
        if span is not None:
            return shown(form, span)
    return None


def _has(words: Sequence[str], term: str, at_start: bool) -> bool:
    return bool(words) and _find(words, words, term, at_start=at_start) is not None


class Spelling:
    """One term, to be looked for in many names: what a character does to it is found out once.

    A state is the set of places reached in the term, as bits; 0 is lost, `_DONE` is spelled.
    """

    __slots__ = ("_begin", "_hanzi", "_letters", "_next", "_term")

    def __init__(self, term: str) -> None:
        self._term, self._letters = term, term.isascii()
        self._hanzi = not any(map(str.isascii, term))
        self._begin: dict[str, int] = {}
        self._next: dict[int, dict[str, int]] = {1: self._begin}

    def first_place(self, name: str, readings: str) -> int:
        """The first character of a form that the term is spelled from, -1 if from none.

        0 where `locate` finds it at the start, at least 0 where it finds it at all: what a key
        press asks of a row.
        """
        if not readings:
            return -1
        marked = BRACKET in readings
        words = all_words(readings) if marked else readings.split(" ")
        # letters never meet a hanzi itself, and a Latin letter is its own word
        text = "" if self._letters else fold(name)
        found = self._in_form(text, words)
        if found and marked and not _at_end(readings):
            bare = [at for at, word in enumerate(readings.split(" ")) if word[0] != BRACKET]
            again = self._in_form(
                "".join([text[at] for at in bare]) if text else "", [words[at] for at in bare]
            )
            return again if found < 0 or again == 0 else found
        return found

    def _in_form(self, text: str, words: Sequence[str]) -> int:
        if self._hanzi:
            return text.find(self._term)
        if text:
            words = [char + word for char, word in zip(text, words, strict=True)]
        begin, after = self._begin, self._next
        size = len(words)
        for start, word in enumerate(words):
            state = begin.get(word)
            if state is None:
                state = self._step(1, word)
            at = start + 1
            while state > 0 and at < size:
                following = after[state].get(words[at])
                state = self._step(state, words[at]) if following is None else following
                at += 1
            if state == _DONE:
                return start
        return -1

    def _step(self, state: int, word: str) -> int:
        """What a character makes of a state."""
        term, size, reached = self._term, len(self._term), 0
        char, sounds = ("", word) if self._letters else (word[0], word[1:])
        for place in range(size):
            if state >> place & 1:
                if term[place] == char:
                    reached |= 2 << place
                for sound in sounds.split(","):
                    reached |= _typed(term, place, sound)
        if reached >> size:
            reached = _DONE
        self._next[state][word] = reached
        self._next.setdefault(reached, {})
        return reached


def _typed(term: str, place: int, sound: str) -> int:
    """The places, as bits, that typing a reading at a place of a term gets to."""
    if sound[0] != term[place]:
        return 0
    reached = 2 << place  # its initial
    if sound[1:2] == "h" and term.startswith("h", place + 1):
        reached |= 4 << place  # zh, ch, sh
    if term.startswith(sound, place):
        reached |= 1 << (place + len(sound))
    elif sound.startswith(term[place:]):
        reached |= 1 << len(term)  # the last syllable, unfinished
    return reached


def _at_end(readings: str) -> bool:
    """Whether nothing stands behind the brackets: then what the bare name spells, the whole
    name does from the same character on."""
    tail = readings[readings.index(BRACKET) :]
    return tail.count(BRACKET) > tail.count(" ")


def equal(name: str, readings: str, term: str) -> tuple[Span, ...] | None:
    """The ranges of a form that is just the term: as written, in syllables or in initials."""
    if name == term and readings:
        return ((0, len(name)),)
    for form in forms(name, readings) if readings else ():
        if term in wholes(form.text, form.words):
            return shown(form, (0, len(form.text)))
    return None


def find(form: Form, term: str, *, at_start: bool = False) -> Span | None:
    """The first characters of the form that spell `term` (folded, not empty), or None.

    `at_start`: from the first character on.
    """
    text = form.text
    if not term.isascii():
        at = 0 if text.startswith(term) else -1 if at_start else text.find(term)
        if at >= 0:
            return at, at + len(term)
    return _find(text, form.words, term, at_start=at_start)


def _find(chars: Sequence[str], words: Sequence[str], term: str, *, at_start: bool) -> Span | None:
    if at_start:
        end = _from(chars, words, term, 0)
        return (0, end) if end else None
    head = term[0]
    others = "," + head
    for start, word in enumerate(words):
        if word[0] == head or chars[start] == head or others in word:
            end = _from(chars, words, term, start)
            if end:
                return start, end
    return None


def _from(chars: Sequence[str], words: Sequence[str], term: str, start: int) -> int:
    """Where the characters that spell the term from `start` on end, 0 if they do not.

    All ways of cutting are followed at once, as the set of places reached in the term.
    """
    size = len(term)
    starts = term.startswith
    places = {0}
    for at in range(start, len(words)):
        reached: set[int] = set()
        add = reached.add
        char, word = chars[at], words[at]
        sounds = word.split(",") if "," in word else (word,)
        for place in places:
            head = term[place]
            if head == char:
                add(place + 1)
            for sound in sounds:
                if sound[0] != head:
                    continue
                add(place + 1)  # its initial
                if sound[1:2] == "h" and starts("h", place + 1):
                    add(place + 2)  # zh, ch, sh
                if starts(sound, place):
                    add(place + len(sound))
                elif sound.startswith(term[place:]):
                    return at + 1  # the last syllable, unfinished
        if size in reached:
            return at + 1
        if not reached:
            return 0
        places = reached
    return 0


def shown(form: Form, span: Span) -> tuple[Span, ...]:
    """The span as ranges of the name that is shown; what stands between is left out."""
    places = form.places[span[0] : span[1]]
    if places[-1] - places[0] == len(places) - 1:
        return ((places[0], places[-1] + 1),)
    ranges: list[Span] = []
    for place in places:
        if ranges and ranges[-1][1] == place:
            ranges[-1] = (ranges[-1][0], place + 1)
        else:
            ranges.append((place, place + 1))
    return tuple(ranges)
