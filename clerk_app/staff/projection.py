"""Rows of clerks and of who answers for what, derived from events.

A body that is not in the agreed form makes no row: the event stays in the journal.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Misused
from clerk_app.staff.rules import is_sound_day, order_series, read_order_number
from clerk_app.staff.tables import (
    assistance_acts,
    assistance_orders,
    assistance_series,
    clerks,
    covers,
    delegation_letters,
    delegation_revocations,
    leaves,
)
from clerk_app.storage.journal import Projector

GRANTED, REVOKED = "delegation.granted", "delegation.revoked"
COVER_SET = "cover.set"
LEAVE_TAKEN, LEAVE_ENDED = "leave.taken", "leave.ended"
OPENED, CLIENT = "assistance.opened", "assistance.client"
AUTHORISED, STEP, CLOSED = "assistance.authorised", "assistance.step", "assistance.closed"


def added(db: Connection, event: Event) -> None:
    """`clerk.added`: {clerk, name, roles: [..]}."""
    body = event.body or {}
    row = {"id": text(body, "clerk"), "name": text(body, "name"), "roles": _words(body, "roles")}
    statement = insert(clerks).values(row)
    db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


def granted(db: Connection, event: Event) -> None:
    """`delegation.granted`: {letter, grantor, holder, scope: [..], department?, since, until}."""
    body = event.body or {}
    names = ("letter", "grantor", "holder", "since", "until")
    row = {name: text(body, name) for name in (*names, "department")}
    if _all(row, names) and _are_days(row["since"], row["until"]):
        _insert(db, delegation_letters, event, **row, scope=_words(body, "scope"))


def revoked(db: Connection, event: Event) -> None:
    """`delegation.revoked`: {letter, on}; on that day it counts no more."""
    body = event.body or {}
    letter, on = text(body, "letter"), text(body, "on")
    if letter and _are_days(on):
        _insert(db, delegation_revocations, event, letter=letter, on_day=on)


def cover_set(db: Connection, event: Event) -> None:
    """`cover.set`: {a, b?, since}; without `b` nobody covers from then on."""
    body = event.body or {}
    row = {name: text(body, name) for name in ("a", "b", "since")}
    if row["a"] and _are_days(row["since"]):
        _insert(db, covers, event, **row)


def leave_taken(db: Connection, event: Event) -> None:
    """`leave.taken`: {clerk, since, until, reason?}."""
    body = event.body or {}
    row = {name: text(body, name) for name in ("clerk", "since", "until", "reason")}
    if row["clerk"] and _are_days(row["since"], row["until"]):
        _insert(db, leaves, event, **row)


def leave_ended(db: Connection, event: Event) -> None:
    """`leave.ended`: {clerk, on}; at work again from that day on."""
    body = event.body or {}
    clerk, on = text(body, "clerk"), text(body, "on")
    if clerk and _are_days(on):
        _insert(db, leaves, event, clerk=clerk, since=on, until="", reason="")


def opened(db: Connection, event: Event) -> None:
    """`assistance.opened`: {number, day, kind, helper, case?}: no person but the helper."""
    body = event.body or {}
    try:
        number = read_order_number(text(body, "number"))
    except Misused:  # written by a program that numbers otherwise: kept, not listed
        return
    station, year, seq = order_series(number)
    series = insert(assistance_series).values(station=station, year=year, last=seq)
    db.execute(
        series.on_conflict_do_update(
            index_elements=["station", "year"],
            set_={"last": series.excluded.last},
            where=series.excluded.last > assistance_series.c.last,
        )
    )
    row = {name: text(body, name) for name in ("day", "kind", "helper")}
    if _are_days(row["day"]):
        person = dict.fromkeys(("name", "id_type", "id_number", "phone"), "")
        values = {**row, **person, "case_number": text(body, "case"), "number": number}
        values["device"] = event.header.device
        db.execute(insert(assistance_orders).values(values).on_conflict_do_nothing())


def client(db: Connection, event: Event) -> None:
    """`assistance.client`: {number, name, id_type?, id_number?, phone?}."""
    body = event.body or {}
    values = {name: text(body, name) for name in ("name", "id_type", "id_number", "phone")}
    here = assistance_orders.c.number == text(body, "number")
    db.execute(update(assistance_orders).where(here).values(values))


def authorised(db: Connection, event: Event) -> None:
    """`assistance.authorised`: {number, kind, reference?, on, scope, until}."""
    body = event.body or {}
    if _are_days(text(body, "until")):
        _act(db, event, "authorised", text(body, "scope"))


def step(db: Connection, event: Event) -> None:
    """`assistance.step`: {number, what, on}."""
    _act(db, event, "step", text(event.body or {}, "what"))


def closed(db: Connection, event: Event) -> None:
    """`assistance.closed`: {number, result, on}."""
    _act(db, event, "closed", text(event.body or {}, "result"))


def _act(db: Connection, event: Event, act: str, what: str) -> None:
    body = event.body or {}
    row = {name: text(body, name) for name in ("number", "kind", "reference", "until")}
    on = text(body, "on")
    if row["number"] and _are_days(on):
        operator = event.header.operator
        more = {"act": act, "what": what, "on_day": on, "operator": operator}
        _insert(db, assistance_acts, event, **row, **more)


def _insert(db: Connection, table: Table, event: Event, **values: Any) -> None:
    row = insert(table).values(device=event.header.device, s=event.header.s, **values)
    db.execute(row.on_conflict_do_nothing())


def _words(body: Body, key: str) -> str:
    words = body.get(key)
    return " ".join(str(word) for word in words) if isinstance(words, list) else ""


def _all(row: dict[str, str], names: tuple[str, ...]) -> bool:
    return all(row[name] for name in names)


def _are_days(*texts: str) -> bool:
    """Can the rules count with them?"""
    try:
        return all(is_sound_day(parse_day(each)) for each in texts)
    except Misused:
        return False


CLERKS = Projector(kinds={"clerk.added": added}, tables=(clerks,), own=True)
DUTY = Projector(
    kinds={
        GRANTED: granted,
        REVOKED: revoked,
        COVER_SET: cover_set,
        LEAVE_TAKEN: leave_taken,
        LEAVE_ENDED: leave_ended,
    },
    tables=(delegation_letters, delegation_revocations, covers, leaves),
    own=True,  # clerk ids are of one workstation: the c1 of another is somebody else
)
ASSISTANCE = Projector(
    kinds={OPENED: opened, CLIENT: client, AUTHORISED: authorised, STEP: step, CLOSED: closed},
    tables=(assistance_orders, assistance_acts, assistance_series),
)
