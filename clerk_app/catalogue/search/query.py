"""Finding an item by a few letters: hanzi, pinyin, initials, code, mixed.

At most three questions are put to the index, one per tier, and each is read in the order of
the index only until the limit is full. A row counts as a hit when it is matched, or when the
words of the index that were asked for say all that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules import narrowing
from clerk_app.catalogue.rules.matching import Spelling, equal, locate
from clerk_app.catalogue.rules.narrowing import Term
from clerk_app.catalogue.rules.sound import fold_code

ROWS = """
SELECT c.rank, c.key, c.id, c.code, c.name, c.department, c.type, c.usable, c.readings,
       c.aliases, u.uses, u.favourite
FROM catalogue_search
CROSS JOIN catalogue_current AS c ON c.rank = catalogue_search.rowid
LEFT JOIN catalogue_usage AS u ON u.key = c.key
WHERE catalogue_search MATCH ? AND catalogue_search.rowid > ?
ORDER BY catalogue_search.rowid
"""
FIRST = -(1 << 63)
"""Below every rank."""
_FEW = 40
"""Rows read at first of a question that does not decide: often all there are, and then one
question does for two."""
ODD = re.compile("[iuvIUVｉｕｖＩＵＶ]")
"""Letters no syllable begins with: names with one hold words that are not typed so."""

Row = Sequence[Any]
"""A row of `ROWS`."""


class Tier(Enum):
    """How a query and an item meet, best first."""

    EQUAL = 1
    PREFIX = 2
    INSIDE = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits are limited to; empty means any."""

    department: str = ""
    type: str = ""
    usable: bool = False

    def admit(self, row: Row) -> bool:
        """Whether a row is of the department and type; usable is exact already."""
        return (not self.department or row[5] == self.department) and (
            not self.type or row[6] == self.type
        )


def search(
    db: Connection,
    text: str,
    limit: int = 20,
    *,
    department: str = "",
    type_: str = "",
    usable_only: bool = False,
) -> list[SearchHit]:
    """Items in use that match every word of `text`, best first; empty text finds nothing.

    Three tiers: equal to a name, an alias or a code; beginning with the first word; having
    the words inside. Within a tier what is taken in most at this window, then in the hall,
    then what is ready for intake, then the shorter name.

    What matched is not told here: `marks.highlighted` tells it for the lines that are shown.
    """
    terms = narrowing.terms_of(text)
    if not terms or limit < 1:
        return []
    return _Search(db, terms, Filters(department, type_, usable_only), limit).answer()


class _Search:
    """One query on its way through the tiers."""

    def __init__(
        self, db: Connection, terms: Sequence[Term], filters: Filters, limit: int
    ) -> None:
        self._db, self._terms, self._filters, self._limit = db, terms, filters, limit
        self._asked = narrowing.asked(terms)
        self._matcher = Matcher(terms)
        self._found: dict[int, SearchHit] = {}

    def answer(self) -> list[SearchHit]:
        """The hits in order."""
        asked = self._asked
        if not self._take_equal():
            if asked.letters and not asked.exact:
                self._take_both()
            else:
                take = self._take_sure if asked.exact else self._take
                _ = take(asked.starting, Tier.PREFIX) or take(asked.inside, Tier.INSIDE)
        return list(self._found.values())

    def _rows(self, question: str | None, after: int = FIRST) -> Iterator[Row]:
        """The rows of a question that are not among the hits."""
        found, filters = self._found, self._filters
        some = rows(self._db, within(question, filters), after)
        if found or filters.department or filters.type:
            return (row for row in some if row[0] not in found and filters.admit(row))
        return some

    def _add(self, row: Row) -> bool:
        """One more hit; whether there are enough."""
        self._found[row[0]] = hit_of(row)
        return len(self._found) >= self._limit

    def _take_equal(self) -> bool:
        """Each of these says whether there are enough hits."""
        whole = narrowing.joined(self._terms)
        return any(
            is_equal(row, whole) and self._add(row) for row in self._rows(narrowing.equal(whole))
        )

    def _take(self, question: str | None, tier: Tier) -> bool:
        return any(map(self._add, self._in_tier(self._rows(question), tier)))

    def _take_sure(self, question: str | None, tier: Tier) -> bool:
        """Of a question that says all, but for a few names."""
        letters = self._asked.letters
        for row in self._rows(question):
            if letters and (row[9] or ODD.search(row[4])):
                found = self._matcher.tier(row)
                if found is None or (tier is Tier.PREFIX and found is not tier):
                    continue
            if self._add(row):
                return True
        return False

    def _take_both(self) -> bool:
        """What begins with the first word, then the others: of one question if they are few."""
        most = self._limit - len(self._found)
        starting: list[Row] = []
        others: list[Row] = []
        inside = self._rows(self._asked.inside)
        for looked, row in enumerate(inside, start=1):
            tier = self._matcher.tier(row)
            if tier is not None:
                (starting if tier is Tier.PREFIX else others).append(row)
            if len(starting) == most:
                break
            if looked == _FEW:
                more = self._rows(self._asked.starting, after=row[0])
                starting += islice(self._in_tier(more, Tier.PREFIX), most - len(starting))
                break
        for row in (*starting, *others):
            if self._add(row):
                return True
        return any(map(self._add, self._in_tier(inside, Tier.INSIDE)))

    def _in_tier(self, some: Iterator[Row], tier: Tier) -> Iterator[Row]:
        return (row for row in some if self._matcher.tier(row) is tier)


def question_of(terms: Sequence[Term], tier: Tier, filters: Filters) -> str | None:
    """What the index is asked for one tier; None when it can hold nothing."""
    if tier is Tier.EQUAL:
        return within(narrowing.equal(narrowing.joined(terms)), filters)
    asked = narrowing.asked(terms)
    return within(asked.starting if tier is Tier.PREFIX else asked.inside, filters)


def within(question: str | None, filters: Filters) -> str | None:
    """The question among the items that the filters may admit."""
    if question is None or not (filters.department or filters.type or filters.usable):
        return question
    return narrowing.among(
        question, department=filters.department, type_=filters.type, usable=filters.usable
    )


def rows(db: Connection, question: str | None, after: int = FIRST) -> Iterator[Row]:
    """Rows behind a rank that answer a question, in the order of the index, one by one.

    Past SQLAlchemy's result, whose making costs more than the look-up.
    """
    if question is None:
        return
    raw: Any = db.connection.driver_connection
    cursor = raw.cursor()
    try:
        yield from cursor.execute(ROWS, (question, after))
    finally:
        cursor.close()


def is_equal(row: Row, whole: Term) -> bool:
    """Whether a row is equal to a word: by its name, an alias or a code."""
    word = whole.name
    return bool(
        word
        and (
            equal(row[4], row[8], word) is not None
            or (row[9] and called_by(row[9], word, whole=True))
        )
    ) or coded(whole.code, row[1:4], whole=True)


class Matcher:
    """The words of a query, to be held against many rows; equality apart."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words = [(term, Spelling(term.name)) for term in terms]

    def tier(self, row: Row) -> Tier | None:
        """The tier in which a row meets all words, or None."""
        name, readings, aliases = row[4], row[8], row[9]
        tier: Tier | None = None
        for term, spelling in self._words:
            word = term.name
            place = spelling.first_place(name, readings) if word else -1
            if place and aliases and word:
                if tier is None and called_by(aliases, word, at_start=True):
                    place = 0
                elif place < 0 and called_by(aliases, word):
                    place = 1
            if place and (tier is None or place < 0) and coded(term.code, row[1:4]):
                place = 0
            if place < 0:
                return None
            tier = tier or (Tier.INSIDE if place else Tier.PREFIX)
        return tier


def called_by(aliases: str, word: str, *, at_start: bool = False, whole: bool = False) -> str:
    """The first alias that spells the word, or nothing. `aliases` as the table keeps them."""
    for line in aliases.split("\n"):
        alias, _, readings = line.partition("\t")
        if (
            equal(alias, readings, word) is not None
            if whole
            else locate(alias, readings, word, at_start=at_start) is not None
        ):
            return alias
    return ""


def coded(word: str, codes: Sequence[str], *, whole: bool = False) -> bool:
    """Whether one of the codes is, or begins with, the word."""
    for code in codes if word else ():
        head = code[:1]
        if head == word[0] or head.lower() == word[0] or not "!" <= head <= "~":
            folded = fold_code(code)
            if folded == word or (not whole and folded.startswith(word)):
                return True
    return False


def hit_of(row: Row) -> SearchHit:
    """The line of a result a row is, without what matched."""
    _, key, id_, code, name, department, type_, usable, _, _, uses, favourite = row
    return SearchHit(
        key,
        id_,
        code,
        name,
        department,
        type_,
        "",
        (),
        usable == 1,
        uses or 0,
        favourite == 1,
    )
