"""When nothing was found: what may have been meant. Slower than a search, asked only then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules import narrowing, typos
from clerk_app.catalogue.rules.matching import shown
from clerk_app.catalogue.rules.narrowing import Term
from clerk_app.catalogue.rules.sound import forms
from clerk_app.catalogue.search.marks import marks
from clerk_app.catalogue.search.query import Filters, Tier, hit_of, question_of, rows

_MOST_ROWS = 200
"""Rows looked at for one guess."""


def suggest(
    db: Connection,
    text: str,
    limit: int = 10,
    *,
    department: str = "",
    type_: str = "",
    usable_only: bool = False,
) -> list[SearchHit]:
    """Items near what was typed, marked `fuzzy`; for when `search` finds nothing.

    One word of the query may have one character too many, too few, wrong or exchanged with its
    neighbour, or one or two sounds taken for others. Guesses of the ear and of exchanged keys
    come first, and if they find anything the others are not tried.
    """
    terms = narrowing.terms_of(text)
    filters = Filters(department, type_, usable_only)
    found: dict[int, SearchHit] = {}
    if limit < 1:
        return []
    for guesses in (_near, _far):
        for row, hit in _hits(db, terms, filters, guesses):
            found.setdefault(row[0], replace(hit, fuzzy=True))
            if len(found) >= limit:
                return list(found.values())
        if found:
            break
    return list(found.values())


def _near(word: str) -> Iterator[str]:
    return chain(typos.by_ear(word), typos.by_hand(word))


def _far(word: str) -> Iterator[str]:
    return typos.by_letter(word)


def _hits(
    db: Connection,
    terms: Sequence[Term],
    filters: Filters,
    guesses: Callable[[str], Iterator[str]],
) -> Iterator[tuple[Sequence[Any], SearchHit]]:
    for place, term in enumerate(terms):
        word = term.name
        if not 2 <= len(word) <= typos.LONGEST:
            continue
        others = (*terms[:place], *terms[place + 1 :])
        for guess in dict.fromkeys(guesses(word)):
            if guess != word:
                yield from _spelled(db, (Term("", guess), *others), filters)
        if guesses is _far:
            for left, right in dict.fromkeys(typos.gaps(word)):
                yield from _gapped(db, left, right, others, filters)


def _spelled(
    db: Connection, terms: Sequence[Term], filters: Filters
) -> Iterator[tuple[Sequence[Any], SearchHit]]:
    question = question_of(terms, Tier.INSIDE, filters)
    if question is None:
        return
    for row, _ in zip(rows(db, question), range(_MOST_ROWS), strict=False):
        hit = _met(row, terms) if filters.admit(row) else None
        if hit is not None:
            yield row, hit


def _gapped(
    db: Connection, left: str, right: str, others: Sequence[Term], filters: Filters
) -> Iterator[tuple[Sequence[Any], SearchHit]]:
    """Items whose name has the two parts with one character between."""
    parts = tuple(Term("", part) for part in (left, right) if part)
    question = question_of((*parts, *others), Tier.INSIDE, filters)
    if question is None:
        return
    pattern = re.compile(
        f"{re.escape(left)}.{re.escape(right)}" if left and right else left + right
    )
    for row, _ in zip(rows(db, question), range(_MOST_ROWS), strict=False):
        form = forms(row[4], row[8])[0]
        at = pattern.search(form.text)
        hit = _met(row, others or parts) if at and filters.admit(row) else None
        if at and hit is not None:
            yield row, replace(hit, matched=shown(form, at.span()))


def _met(row: Sequence[Any], terms: Sequence[Term]) -> SearchHit | None:
    """The hit a row is for these terms, with what matched, or None."""
    hit = hit_of(row)
    found = marks(hit, terms, Tier.INSIDE, row[8], row[9])
    return None if found is None else replace(hit, matched=found[0], alias=found[1])
