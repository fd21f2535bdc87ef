"""Reads the register of enquiries. Whoever asks is an argument of the query; counts hold none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from clerk_app.enquiry.model import Contact, Enquiry, EnquiryDocument, Handover, Outcome
from clerk_app.enquiry.tables import (
    enquiries,
    enquiry_documents,
    enquiry_handovers,
    enquiry_series,
)
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer

_AT_ONCE = 1000
"""Numbers asked for in one query: SQLite binds no more than 32766 values."""


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How often one item was asked about. `item` is empty for questions about none."""

    item: str
    item_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The register of a day, or of all days, in numbers."""

    total: int
    open: int
    by_outcome: dict[str, int]
    by_item: tuple[ItemCount, ...]


def enquiry(db: Connection, viewer: Viewer, number: str) -> Enquiry:
    """One enquiry with its papers and handovers.

    Raises `Refused` (`unknown_enquiry`, `not_allowed`).
    """
    viewer.require_cases()
    row = db.execute(select(enquiries).where(enquiries.c.number == number)).one_or_none()
    if row is None:
        raise Refused("unknown_enquiry", f"没有这次咨询：{number}")
    here = enquiry_documents.c
    papers = db.execute(
        select(enquiry_documents).where(here.enquiry == number).order_by(here.number)
    )
    found = _enquiry(row)
    documents = (EnquiryDocument(p.number, p.kind, p.device, p.s, p.printed) for p in papers)
    return replace(
        found, documents=tuple(documents), handovers=_handovers(db, [number]).get(number, ())
    )


def enquiry_rows(
    db: Connection,
    viewer: Viewer,
    *,
    day: str = "",
    only_open: bool = False,
    limit: int = 500,
    offset: int = 0,
) -> list[Enquiry]:
    """Enquiries with their handovers, without their papers, newest first.

    Oldest first with `only_open`, since who waits longest comes first. Raises `Refused`
    (`not_allowed`).
    """
    viewer.require_cases()
    here = enquiries.c
    query = _of_day(select(enquiries), day).limit(limit).offset(offset)
    if only_open:
        query = query.where(_is_open()).order_by(here.day, here.number)
    else:
        query = query.order_by(here.day.desc(), here.number.desc())
    rows = [_enquiry(row) for row in db.execute(query)]
    handed = _handovers(db, [row.number for row in rows])
    return [replace(row, handovers=handed.get(row.number, ())) for row in rows]


def contacts(
    db: Connection, viewer: Viewer, own: frozenset[str], *, first: str = "", last: str = "9999"
) -> list[Contact]:
    """What the report of first contacts counts, of the days `first` to `last`, ISO. `own` are
    the devices of this workstation. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    here = enquiries.c
    handed = enquiry_handovers.c.number == here.number
    query = select(
        here.number,
        here.day,
        here.device,
        here.operator,
        here.outcome,
        here.closed_at != "",
        select(enquiry_handovers.c.s).where(handed).exists(),
    ).where(here.day >= first, here.day <= last)
    return [
        Contact(number, day, "" if device in own else device, operator, outcome, closed, over)
        for number, day, device, operator, outcome, closed, over in db.execute(query)
    ]


def counts(db: Connection, *, day: str = "") -> Counts:
    """Counts per outcome and per item, the most asked first."""
    here = enquiries.c
    by_outcome = db.execute(
        _of_day(select(here.outcome, func.count()), day).group_by(here.outcome)
    ).all()
    by_item = db.execute(
        _of_day(select(here.item, func.max(here.item_name), func.count().label("n")), day)
        .group_by(here.item)
        .order_by(func.count().desc(), here.item)
    ).all()
    waiting = _of_day(select(func.count()).select_from(enquiries), day).where(_is_open())
    return Counts(
        total=sum(count for _, count in by_outcome),
        open=db.execute(waiting).scalar_one(),
        by_outcome={str(outcome): int(count) for outcome, count in by_outcome},
        by_item=tuple(ItemCount(item, name, int(count)) for item, name, count in by_item),
    )


def last_sequence(db: Connection, station: str, year: int) -> int:
    """The last sequence used by a station (county ‖ number) in a year, 0 at first."""
    here = enquiry_series.c
    found = db.execute(
        select(here.last).where(here.station == station, here.year == year)
    ).scalar_one_or_none()
    return found or 0


def _of_day(query: Select[Any], day: str) -> Select[Any]:
    return query.where(enquiries.c.day == day) if day else query


def _is_open() -> Any:
    stays = [str(outcome) for outcome in Outcome if outcome.stays_open]
    return enquiries.c.outcome.in_(stays) & (enquiries.c.closed_at == "")


def _handovers(db: Connection, numbers: Iterable[str]) -> dict[str, tuple[Handover, ...]]:
    """The handovers of each, in the order of what whoever did them knew."""
    here, wanted = enquiry_handovers.c, list(numbers)
    found: dict[str, tuple[Handover, ...]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = db.execute(
            select(enquiry_handovers)
            .where(here.number.in_(wanted[start : start + _AT_ONCE]))
            .order_by(here.number, here.n, here.device, here.s)
        )
        for row in rows:
            made = Handover(
                row.on_day, row.device, row.operator, row.kind, row.to_whom, row.reason
            )
            found[row.number] = (*found.get(row.number, ()), made)
    return found


def _enquiry(row: Row[Any]) -> Enquiry:
    return Enquiry(**{name: row._mapping[name] for name in _COLUMNS})


_COLUMNS = tuple(f.name for f in fields(Enquiry) if f.name in enquiries.c)
