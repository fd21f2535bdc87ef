"""Reads cases. Whoever asks for people's data is an argument of the query; counts hold none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import Material, ServiceItem
from clerk_app.intake.model import CaseState, GivenPaper
from clerk_app.intake.rules.fold import read_state
from clerk_app.intake.rules.given import (
    applicant_key,
    fits,
    is_applicants,
    still_valid,
    trust_of,
    valid_until,
)
from clerk_app.intake.tables import cases, given_papers, series
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer

GIVEN_CASES = 200
"""Most cases of one applicant that are looked through for papers given before."""


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


def papers_given(
    db: Connection,
    viewer: Viewer,
    id_type: str,
    id_number: str,
    *,
    today: date,
    wanted: Iterable[Material] = (),
) -> tuple[GivenPaper, ...]:
    """What this applicant gave here before, newest first; with `wanted` only papers that fit.

    Papers of a case in which concealment was found are not told, nor those of an agent. Reads
    the applicant's `GIVEN_CASES` newest cases. Raises `Refused` (`not_allowed`).
    """
    viewer.require_cases()
    key = applicant_key(id_type, id_number)
    if not key:
        return ()
    sought = tuple(wanted)
    found: list[GivenPaper] = []
    versions: dict[tuple[str, str], ServiceItem | None] = {}
    for row in db.execute(given_query(key)):
        name_of_version = (row.item, row.item_hash)
        if name_of_version not in versions:
            versions[name_of_version] = _version(db, *name_of_version)
        item = versions[name_of_version]
        for name, state in json.loads(row.papers):
            paper = _given(row, name, state, item, today)
            if paper is not None and (not sought or fits(paper, sought)):
                found.append(paper)
    return tuple(found)


def given_query(key: str) -> Select[Any]:
    """The applicant's newest cases with papers: one look into an index, however many cases."""
    here = given_papers.c
    return (
        select(given_papers)
        .where(here.applicant == key, here.barred == 0)
        .order_by(here.given_on.desc())
        .limit(GIVEN_CASES)
    )


def _version(db: Connection, item: str, content_hash: str) -> ServiceItem | None:
    try:
        return catalogue.item_version(db, item, content_hash)
    except Refused:  # taken in at another station, under a version this one never had
        return None


def _given(
    row: Row[Any], name: str, state: str, item: ServiceItem | None, today: date
) -> GivenPaper | None:
    material = item.material(name) if item else None
    if not row.given_on or not is_applicants(name, material):
        return None
    given_on = parse_day(row.given_on)
    until = valid_until(given_on, material)
    return GivenPaper(
        name=name,
        given_on=given_on,
        case=row.case_number,
        item_name=row.item_name,
        trust=trust_of(name, state, material, item.department if item else ""),
        shared_as=material.shared_as if material else "",
        valid_until=until,
        still_valid=still_valid(until, today),
    )


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


def count_by_item(db: Connection) -> dict[str, int]:
    """How many cases of each item are known here, those of other windows included."""
    query = select(cases.c.item, func.count()).group_by(cases.c.item)
    return {str(item): int(n) for item, n in db.execute(query)}


def last_sequence(db: Connection, station: str, year: int) -> int:
    """The last sequence used by a station (county ‖ number) in a year, 0 at first."""
    found = db.execute(
        select(series.c.last).where(series.c.station == station, series.c.year == year)
    ).scalar_one_or_none()
    return found or 0
