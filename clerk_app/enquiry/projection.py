"""Rows of the register of enquiries, derived from events. The only code that writes them.

`enquiry.recorded` names no person and keeps the number, so it is never erased; words, name and
phone stand in `enquiry.noted`, whose body may be erased by law without a number coming again.
No row depends on the order in which acts of two workstations arrive.
"""

from __future__ import annotations

from sqlalchemy import Connection, or_, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.enquiry.rules import enquiry_of, is_enquiry_number, read_enquiry_number
from clerk_app.enquiry.tables import (
    enquiries,
    enquiry_documents,
    enquiry_handovers,
    enquiry_series,
)
from clerk_app.journal.events import Event, text
from clerk_app.journal.events import number as integer
from clerk_app.kernel.errors import Misused
from clerk_app.storage.journal import Projector

RECORDED = "enquiry.recorded"
NOTED = "enquiry.noted"
CLOSED = "enquiry.closed"
HANDED_OVER = "enquiry.handed_over"


def recorded(db: Connection, event: Event) -> None:
    """`enquiry.recorded`: {number, day, way, outcome, window, item…, ticket}."""
    body = event.body or {}
    try:
        number = read_enquiry_number(text(body, "number"))
    except Misused:  # written by a program that numbers otherwise: kept, not listed
        return
    named = ("day", "window", "way", "outcome", "item", "item_name", "item_hash")
    row = {name: text(body, name) for name in (*named, "department", "ticket")}
    later = ("subject", "follow", "caller", "phone", "answer", "closed_at", "closed_by")
    empty = dict.fromkeys((*later, "closed_event"), "")
    header = event.header
    who = {"at": header.at, "operator": header.operator, "device": header.device}
    values = {**row, **empty, **who, "number": str(number)}
    db.execute(insert(enquiries).values(values).on_conflict_do_nothing())
    series = insert(enquiry_series).values(
        station=number.county + number.station, year=number.year, last=number.seq
    )
    db.execute(
        series.on_conflict_do_update(
            index_elements=["station", "year"],
            set_={"last": series.excluded.last},
            where=series.excluded.last > enquiry_series.c.last,
        )
    )


def noted(db: Connection, event: Event) -> None:
    """`enquiry.noted`: {number, subject, follow, caller, phone}."""
    body = event.body or {}
    names = ("subject", "follow", "caller", "phone")
    _change(db, event, **{name: text(body, name) for name in names})


def closed(db: Connection, event: Event) -> None:
    """`enquiry.closed`: {number, answer}; the first answer stands, and of two that did not know
    of each other the one with the smaller name."""
    header, here = event.header, enquiries.c
    name = f"{header.device}/{header.s:012}"  # padded: names are compared as text
    is_first = or_(here.closed_at == "", here.closed_event > name)
    db.execute(
        update(enquiries)
        .where(here.number == text(event.body or {}, "number"), is_first)
        .values(
            answer=text(event.body or {}, "answer"),
            closed_at=header.at,
            closed_by=header.operator,
            closed_event=name,
        )
    )


def handed_over(db: Connection, event: Event) -> None:
    """`enquiry.handed_over`: {number, n, kind, to, on, reason}. `reason` says why it goes there,
    not what the person said."""
    body, header = event.body or {}, event.header
    row = insert(enquiry_handovers).values(
        device=header.device,
        s=header.s,
        number=text(body, "number"),
        n=integer(body, "n"),
        on_day=text(body, "on"),
        operator=header.operator,
        kind=text(body, "kind"),
        to_whom=text(body, "to"),
        reason=text(body, "reason"),
    )
    db.execute(row.on_conflict_do_nothing())


def issued(db: Connection, event: Event) -> None:
    """`document.issued` of an enquiry; those of cases are not ours."""
    number = _document(event)
    if number:
        row = insert(enquiry_documents).values(
            number=number,
            enquiry=enquiry_of(number),
            kind=text(event.body or {}, "kind"),
            device=event.header.device,
            s=event.header.s,
            printed=0,
        )
        db.execute(row.on_conflict_do_nothing())


def printed(db: Connection, event: Event) -> None:
    """`document.printed` of an enquiry."""
    number = _document(event)
    if number:
        here = enquiry_documents.c
        db.execute(
            update(enquiry_documents).where(here.number == number).values(printed=here.printed + 1)
        )


def _document(event: Event) -> str:
    """The document number of an event of an enquiry, else nothing."""
    number = text(event.body or {}, "number")
    return number if not event.case and is_enquiry_number(number) else ""


def _change(db: Connection, event: Event, **values: str) -> None:
    number = text(event.body or {}, "number")
    db.execute(update(enquiries).where(enquiries.c.number == number).values(**values))


ENQUIRIES = Projector(
    kinds={
        RECORDED: recorded,
        NOTED: noted,
        CLOSED: closed,
        HANDED_OVER: handed_over,
        "document.issued": issued,
        "document.printed": printed,
    },
    tables=(enquiries, enquiry_documents, enquiry_series, enquiry_handovers),
)
