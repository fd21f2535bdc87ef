"""Reads cases. Whoever asks for people's data is an argument of the query; counts hold none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, literal_column, select

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
from clerk_app.intake.tables import (
    case_counts,
    cases,
    credit_blocks,
    credit_list,
    given_papers,
    series,
)
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer
from clerk_app.storage.prepared import Prepared

GIVEN_CASES = 200
"""Most cases of one applicant that are looked through for papers given before."""


_LISTED = Prepared(select(credit_list.c.why).where(credit_list.c.applicant == bindparam("who")))
_CASES = Prepared(select(func.sum(case_counts.c.cases)))
_BY_STATE = Prepared(
    select(case_counts.c.state, case_counts.c.cases)
    .where(case_counts.c.cases > 0)
    .order_by(case_counts.c.state)
)
_LAST = Prepared(
    select(series.c.last).where(
        series.c.station == bindparam("of"), series.c.year == bindparam("on")
    )
)
_CONCEALED = Prepared(
    select(func.max(given_papers.c.given_on)).where(
        given_papers.c.applicant == bindparam("who"),
        given_papers.c.given_on >= bindparam("since"),
        given_papers.c.given_on <= bindparam("until"),
        given_papers.c.item == bindparam("what"),
        given_papers.c.barred == 1,
    )
)
_BLOCKED = Prepared(
    select(func.max(credit_blocks.c.until)).where(
        credit_blocks.c.applicant == bindparam("who"), credit_blocks.c.until >= bindparam("on")
    )
)


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


def cases_on_order(db: Connection, viewer: Viewer, order: str, since: date) -> list[CaseState]:
    """The cases whose agent acts on a 帮办代办单, taken in since the day of the order, by number.
    Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    here = cases.c
    query = select(here.detail).where(
        here.received_on >= since.isoformat(), here.detail.contains(order, autoescape=True)
    )
    found = (read_state(detail) for detail in db.execute(query.order_by(here.number)).scalars())
    return [state for state in found if state.agent_order == order]


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


def watched_states(db: Connection, viewer: Viewer) -> Iterator[CaseState]:
    """Every case that somebody owes something, by the date it is due. Raises `Refused`
    (`not_allowed`)."""
    viewer.require_cases()
    here = cases.c
    is_open = here.open == literal_column("1")
    open_ = select(here.detail).where(is_open).order_by(here.due_on, here.number)
    for detail in db.execute(open_).scalars():
        yield read_state(detail)
    due = (here.deliver_on != literal_column("''")) & (here.open == 0)
    for detail in db.execute(select(here.detail).where(due).order_by(here.deliver_on)).scalars():
        yield read_state(detail)


def numbers_until(db: Connection, viewer: Viewer, day: str) -> list[str]:
    """The cases first known by a day, oldest first: what a case was received anew on later does
    not keep it out. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    here = cases.c
    query = select(here.number).where(here.opened_on <= day)
    return list(db.execute(query.order_by(here.opened_on, here.number)).scalars())


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


def blocked_until(db: Connection, id_type: str, id_number: str, day: date) -> str:
    """Until when 容缺 is barred to an applicant on a day, ISO; empty when it is not. The last day
    counts."""
    key = applicant_key(id_type, id_number)
    if not key:
        return ""
    return _BLOCKED.scalar(db, who=key, on=day.isoformat()) or ""


def on_credit_list(db: Connection, id_type: str, id_number: str) -> bool:
    """Whether the hall's list of 失信 names an applicant."""
    key = applicant_key(id_type, id_number)
    return bool(key) and _LISTED.scalar(db, who=key) is not None


def concealed_on(db: Connection, id_type: str, id_number: str, item: str, day: date) -> str:
    """The latest day within a year before `day` on which concealment was found in an application
    of this applicant for this item, ISO; empty when there was none."""
    key = applicant_key(id_type, id_number)
    if not key:
        return ""
    found = _CONCEALED.scalar(
        db, who=key, what=item, since=_year_before(day), until=day.isoformat()
    )
    return found or ""


def _year_before(day: date) -> str:
    try:
        return day.replace(year=day.year - 1).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28).isoformat()


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
    return int(_CASES.scalar(db) or 0)


def count_conflicts(db: Connection) -> int:
    """How many cases carry a conflict that someone must look at."""
    # written out, or SQLite could not tell that the partial index holds every row asked for
    some = cases.c.conflicts > literal_column("0")
    return db.execute(select(func.count()).select_from(cases).where(some)).scalar_one()


def count_by_outcome(db: Connection) -> dict[str, int]:
    """How many cases stand in each state."""
    return {str(state): int(n) for state, n in _BY_STATE.rows(db)}


def count_by_item(db: Connection) -> dict[str, int]:
    """How many cases of each item are known here, those of other windows included."""
    query = select(cases.c.item, func.count()).group_by(cases.c.item)
    return {str(item): int(n) for item, n in db.execute(query)}


def last_sequence(db: Connection, station: str, year: int) -> int:
    """The last sequence used by a station (county ‖ number) in a year, 0 at first."""
    return _LAST.scalar(db, of=station, on=year) or 0
