"""What of a hit was typed: ranges of its name, or the alias that matched. For lines shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.rules import narrowing
from clerk_app.catalogue.rules.matching import Span, equal, locate
from clerk_app.catalogue.rules.narrowing import Term
from clerk_app.catalogue.search.query import Tier, called_by, coded

_FORMS = """
SELECT key, readings, aliases FROM catalogue_current
WHERE key IN (SELECT value FROM json_each(?))
"""


def highlighted(db: Connection, text: str, hits: Iterable[SearchHit]) -> tuple[SearchHit, ...]:
    """The hits of `search` for this text with `matched` and `alias` told.

    A hit that is fuzzy, or no hit of this text, stays as it is.
    """
    hits, terms = tuple(hits), narrowing.terms_of(text)
    if not hits or not terms:
        return hits
    raw: Any = db.connection.driver_connection
    keys = json.dumps([hit.key for hit in hits])
    forms = {key: (readings, aliases) for key, readings, aliases in raw.execute(_FORMS, (keys,))}
    return tuple(_marked(hit, terms, *forms.get(hit.key, ("", ""))) for hit in hits)


def _marked(hit: SearchHit, terms: Sequence[Term], readings: str, aliases: str) -> SearchHit:
    if hit.fuzzy or not readings:
        return hit
    for tier, asked in (
        (Tier.EQUAL, (narrowing.joined(terms),)),
        (Tier.PREFIX, terms),
        (Tier.INSIDE, terms),
    ):
        found = marks(hit, asked, tier, readings, aliases)
        if found is not None:
            return replace(hit, matched=found[0], alias=found[1])
    return hit


def marks(
    hit: SearchHit, terms: Sequence[Term], tier: Tier, readings: str, aliases: str
) -> tuple[tuple[Span, ...], str] | None:
    """Ranges of the name and the alias by which a hit meets the terms in a tier, or None."""
    spans: tuple[Span, ...] = ()
    alias = ""
    at_start, whole = tier is Tier.PREFIX, tier is Tier.EQUAL
    for term in terms:
        word, found = term.name, None
        if word and whole:
            found = equal(hit.name, readings, word)
        elif word:
            found = locate(hit.name, readings, word, at_start=at_start)
        if found is not None:
            spans += found
        else:
            called = word and aliases and called_by(aliases, word, at_start=at_start, whole=whole)
            if called:
                alias = called
            elif not coded(term.code, (hit.key, hit.id, hit.code), whole=whole):
                return None
        at_start = False
    return spans if len(spans) < 2 else _merged(spans), alias


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Ranges in order, those that meet or overlap as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)
