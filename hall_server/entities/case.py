"""The hall's rows of cases (办件): folded anew, in hall order, whenever an event touches one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from clerk_app.journal.canonical import parse
from clerk_app.journal.events import Event, Header
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.wire.messages import CaseEvent, CaseView
from hall_server.entities.registry import CASES, CaseFolding, CaseRow, is_known
from hall_server.store.tables import case_documents, cases, changes, events, quarantine

UNREADABLE = (ClerkError, TypeError, ValueError, LookupError, AttributeError)
"""What a fold may raise at a body that is not what it expects."""


def refold(
    db: Connection, hall: str, numbers: Iterable[str], folding: CaseFolding[Any] = CASES
) -> None:
    """Bring the rows of these cases up to date with the log, inside the caller's transaction."""
    for number in sorted(numbers):
        state: Any = None
        count = 0
        unreadable: dict[int, str] = {}
        for row in db.execute(_log_of(hall, number)):
            count += 1
            fault = ""
            try:
                event = _event(row)
                fault = folding.fault_in(event)
                state = folding.fold(state, event)
            except UNREADABLE as error:
                fault = getattr(error, "code", type(error).__name__.lower())
            if fault:
                unreadable[row.seq] = fault
        _set_aside(db, hall, unreadable)
        _keep(db, hall, number, folding.row(state), count)


def view(db: Connection, hall: str, number: str) -> CaseView:
    """What the hall says of a case. Raises `Refused` (`not_found`)."""
    case = db.execute(
        select(cases).where(cases.c.hall_id == hall, cases.c.number == number)
    ).one_or_none()
    if case is None:
        raise Refused("not_found", "大厅没有这个编号的办件")
    documents = db.scalars(
        select(case_documents.c.document)
        .where(case_documents.c.hall_id == hall, case_documents.c.number == number)
        .order_by(case_documents.c.position)
    )
    return CaseView(
        number=number,
        state=case.state,
        outcome=case.outcome,
        item_name=case.item_name,
        received_on=case.received_on,
        rating=case.rating,
        documents=tuple(documents),
        events=tuple(_shown(row) for row in db.execute(_log_of(hall, number))),
    )


def _log_of(hall: str, number: str) -> Select[Any]:
    return (
        select(changes.c.seq, events)
        .join(
            events,
            (events.c.hall_id == changes.c.hall_id)
            & (events.c.device == changes.c.device)
            & (events.c.s == changes.c.s),
        )
        .where(changes.c.hall_id == hall, changes.c.case_number == number)
        .order_by(changes.c.seq)
    )


def _event(row: Row[Any]) -> Event:
    body = None if row.body is None else parse(row.body)
    return Event(Header.from_bytes(row.header), body, row.salt, row.body_hash, row.hash)


def _shown(row: Row[Any]) -> CaseEvent:
    header = Header.from_bytes(row.header)
    return CaseEvent(row.device, row.s, row.kind, header.at, row.seq, is_known(row.kind))


def _set_aside(db: Connection, hall: str, unreadable: dict[int, str]) -> None:
    if not unreadable:
        return
    known = set(
        db.scalars(
            select(quarantine.c.seq).where(
                quarantine.c.hall_id == hall, quarantine.c.seq.in_(unreadable)
            )
        )
    )
    rows = [
        {"hall_id": hall, "seq": seq, "code": code[:64]}
        for seq, code in unreadable.items()
        if seq not in known
    ]
    if rows:
        db.execute(insert(quarantine), rows)


def _keep(db: Connection, hall: str, number: str, row: CaseRow, count: int) -> None:
    this = (cases.c.hall_id == hall) & (cases.c.number == number)
    values = {
        "state": row.state,
        "outcome": row.outcome,
        "item_name": row.item_name,
        "received_on": row.received_on,
        "rating": row.rating,
        "events": count,
    }
    if db.execute(update(cases).where(this).values(**values)).rowcount == 0:
        db.execute(insert(cases).values(hall_id=hall, number=number, **values))
    of_case = (case_documents.c.hall_id == hall) & (case_documents.c.number == number)
    held = db.scalar(select(func.count()).select_from(case_documents).where(of_case))
    if held != len(row.documents):
        db.execute(delete(case_documents).where(of_case))
    if held != len(row.documents) and row.documents:
        documents = [
            {"hall_id": hall, "number": number, "position": position, "document": document}
            for position, document in enumerate(row.documents, 1)
        ]
        db.execute(insert(case_documents), documents)
