"""Reads the register of enquiries. Whoever asks is an argument of the query; counts hold none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from clerk_app.enquiry.model import Enquiry, EnquiryDocument, Outcome
from clerk_app.enquiry.tables import enquiries, enquiry_documents, enquiry_series
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer


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
    """One enquiry with its papers. Raises `Refused` (`unknown_enquiry`, `not_allowed`)."""
    viewer.require_cases()
    row = db.execute(select(enquiries).where(enquiries.c.number == number)).one_or_none()
    if row is None:
        raise Refused("unknown_enquiry", f"没有这次咨询：{number}")
    here = enquiry_documents.c
    papers = db.execute(
        select(enquiry_documents).where(here.enquiry == number).order_by(here.number)
    )
    return _enquiry(
        row, tuple(EnquiryDocument(p.number, p.kind, p.device, p.s, p.printed) for p in papers)
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
    """Enquiries, newest first, without their papers; oldest first with `only_open`, since who
    waits longest comes first. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    here = enquiries.c
    query = _of_day(select(enquiries), day).limit(limit).offset(offset)
    if only_open:
        query = query.where(_is_open()).order_by(here.day, here.number)
    else:
        query = query.order_by(here.day.desc(), here.number.desc())
    return [_enquiry(row) for row in db.execute(query)]


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


def _enquiry(row: Row[Any], documents: tuple[EnquiryDocument, ...] = ()) -> Enquiry:
    return Enquiry(**row._mapping, documents=documents)
