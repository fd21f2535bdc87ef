"""评价: the citizen's rating of one service."""

from __future__ import annotations

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store
from clerk_app.rating import rules


def rate(counter: Counter, number: str, level: int) -> bool:
    """Record a rating; returns whether it is unfavourable (差评).

    Raises `Refused` (`unknown_case`, `bad_level`, `already_rated`).
    """
    chosen = rules.check_level(level)
    with counter.store.transaction() as db:
        rules.check_first(store.case(db, counter.viewer, number).rating)
        counter.journal.append(
            db, "case.rated", {"level": int(chosen)}, counter.act(), case=number
        )
    return rules.is_unfavourable(chosen)
