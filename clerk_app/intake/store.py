"""Reads cases. Whoever asks for people's data is an argument of the query; counts hold none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.fold import read_state
from clerk_app.intake.tables import cases, series
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases. `due_on` is the next date it must meet, or empty."""

    number: str
    item_name: str
    applicant: str
    state: str
    received_on: str
    due_on: str
    operator: str
    rating: int


def case(db: Connection, viewer: Viewer, number: str) -> CaseState:
    """The state of one case. Raises `Refused` (`unknown_case`, `not_allowed`)."""
    viewer.require_cases()
    row = db.execute(select(cases.c.detail).where(cases.c.number == number)).scalar_one_or_none()
    if row is None:
        raise Refused("unknown_case", f"没有这个办件：{number}")
    return read_state(row)


def case_rows(
    db: Connection, viewer: Viewer, *, mine: bool = False, limit: int = 500, offset: int = 0
) -> list[CaseRow]:
    """Cases, newest first. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    query = select(cases).order_by(cases.c.received_on.desc(), cases.c.number.desc())
    if mine:
        query = query.where(cases.c.operator == viewer.clerk)
    return [
        CaseRow(
            r.number,
            r.item_name,
            r.applicant,
            r.state,
            r.received_on,
            r.due_on,
            r.operator,
            r.rating,
        )
        for r in db.execute(query.limit(limit).offset(offset))
    ]


def count(db: Connection) -> int:
    """How many cases there are."""
    return db.execute(select(func.count()).select_from(cases)).scalar_one()


def count_conflicts(db: Connection) -> int:
    """How many cases carry a conflict that someone must look at."""
    size = func.json_array_length(cases.c.detail, "$.conflicts")
    return db.execute(select(func.count()).select_from(cases).where(size > 0)).scalar_one()


def count_by_outcome(db: Connection) -> dict[str, int]:
    """How many cases stand in each state."""
    query = select(cases.c.state, func.count()).group_by(cases.c.state)
    return {str(state): int(n) for state, n in db.execute(query)}


def last_sequence(db: Connection, station: str, year: int) -> int:
    """The last sequence used by a station (county ‖ number) in a year, 0 at first."""
    found = db.execute(
        select(series.c.last).where(series.c.station == station, series.c.year == year)
    ).scalar_one_or_none()
    return found or 0
