"""电子监察 on any day: reads only, whatever day is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store
from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.fold import fold_until
from clerk_app.intake.rules.messages import Owed, owed
from clerk_app.intake.rules.supervision import RedEntry, Watched, red_list, watched
from clerk_app.kernel.clock import legal_day
from clerk_app.storage.facts import mark


@dataclass(frozen=True, slots=True)
class Watch:
    """What the day-end rules say. `alone`: a station's own reckoning (本机推算), since no hall
    has confirmed its clock."""

    day: date
    cases: tuple[Watched, ...]
    red: tuple[RedEntry, ...]
    messages: tuple[Owed, ...]
    alone: bool


def watch(counter: Counter, at: datetime) -> Watch:
    """Every case that somebody owes something, as it stands on the legal day of `at`.

    For a day that is past, cases are read as they were then: only acts of that day or before
    count. Raises `Refused` (`not_allowed`).
    """
    counter.viewer.require_cases()
    day = legal_day(at)
    with counter.store.reading() as db:
        states = list(_past(db, counter, day) if day < counter.today() else _now(db, counter))
        alone = not mark(db, "anchor")
    looks = tuple(watched(state, day, counter.calendar) for state in states)
    return Watch(
        day,
        tuple(sorted(looks, key=lambda w: (w.due is None, w.due or day, w.number))),
        red_list(states, day, counter.calendar),
        tuple(m for w in looks for m in owed(w.state, day, counter.calendar)),
        alone,
    )


def _now(db: Connection, counter: Counter) -> Iterator[CaseState]:
    yield from store.watched_states(db, counter.viewer)


def _past(db: Connection, counter: Counter, day: date) -> Iterator[CaseState]:
    """The cases as they were at the end of a day."""
    limit = day.isoformat()
    for number in store.numbers_until(db, counter.viewer, limit):
        state = fold_until(counter.journal.case_events(db, number), limit)
        if state is not None:
            yield state
