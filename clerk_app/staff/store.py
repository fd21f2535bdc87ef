"""Reads clerks, and who answers for what: letters, covers, leave, helpers' orders.

Whoever asks for people's data is an argument of the query; what the rules need names nobody but
opaque ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.staff import rules
from clerk_app.staff.model import (
    Assistance,
    Authorisation,
    Back,
    Clerk,
    Client,
    HelpStep,
    Leave,
    Letter,
    Pair,
)
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
from clerk_app.storage.schema import devices

_AT_ONCE = 1000
"""Numbers asked for in one query: SQLite binds no more than 32766 values."""

# ---------------------------------------------------------------- clerks


def all_clerks(db: Connection) -> tuple[Clerk, ...]:
    """Every clerk, in the order of their ids."""
    return tuple(_clerk(row) for row in db.execute(select(clerks).order_by(clerks.c.id)))


def clerk(db: Connection, id_or_name: str) -> Clerk:
    """One clerk, by id or else by a name that only one has. Raises `Refused` (`unknown_clerk`)."""
    row = db.execute(select(clerks).where(clerks.c.id == id_or_name)).one_or_none()
    if row is not None:
        return _clerk(row)
    namesakes = db.execute(select(clerks).where(clerks.c.name == id_or_name)).all()
    if len(namesakes) > 1:
        raise Refused("unknown_clerk", "有同名的工作人员，请用工号")
    if not namesakes:
        raise Refused("unknown_clerk", "没有这个工作人员，请核对姓名")
    return _clerk(namesakes[0])


def clerk_names(db: Connection) -> dict[str, str]:
    """The names of this workstation's clerks by id; an id of another workstation is not theirs."""
    return {each.id: each.name for each in all_clerks(db)}


def own_devices(db: Connection) -> frozenset[str]:
    """The devices this workstation is or was: a clerk id beside one of them is one of ours."""
    return frozenset(
        db.scalars(select(devices.c.device).where(devices.c.private_key.is_not(None)))
    )


# ---------------------------------------------------------------- letters, covers, leave


def letters(db: Connection) -> tuple[Letter, ...]:
    """Every letter of authority (授权书) in the order they were entered."""
    here = delegation_revocations.c
    first = select(here.letter, func.min(here.on_day)).group_by(here.letter)
    revoked = {letter: parse_day(on) for letter, on in db.execute(first)}
    return tuple(
        Letter(
            letter=row.letter,
            grantor=row.grantor,
            holder=row.holder,
            scope=frozenset(row.scope.split()),
            department=row.department,
            since=parse_day(row.since),
            until=parse_day(row.until),
            revoked_on=revoked.get(row.letter),
        )
        for row in _entered(db, delegation_letters)
    )


def letters_of(db: Connection, clerk_id: str) -> tuple[Letter, ...]:
    """The letters a clerk holds, also those that ended: what `require_authority` is asked with."""
    return tuple(each for each in letters(db) if each.holder == clerk_id)


def pairs(db: Connection) -> tuple[Pair, ...]:
    """Every setting of a cover (AB角) in the order they were entered."""
    return tuple(Pair(row.a, row.b, parse_day(row.since)) for row in _entered(db, covers))


def all_leaves(db: Connection, viewer: Viewer | None = None) -> tuple[Leave, ...]:
    """The leaves that stand, in the order they were entered.

    Why somebody is away stands there only for that clerk and for who may enter leave of others.
    """
    facts = [
        Leave(row.clerk, parse_day(row.since), parse_day(row.until), _reason(row, viewer))
        if row.until
        else Back(row.clerk, parse_day(row.since))
        for row in _entered(db, leaves)
    ]
    return rules.fold_leaves(facts)


def away(db: Connection, day: date) -> tuple[str, ...]:
    """The ids of who is on leave on a day."""
    return rules.away_on(day, all_leaves(db))


def acting_for(db: Connection, clerk_id: str, day: date) -> tuple[str, ...]:
    """The ids of the clerks whose work this one does on a day: their cases are shown too."""
    return rules.acting_for(clerk_id, day, pairs(db), all_leaves(db))


def on_behalf(db: Connection, operator: str, owner: str, day: date) -> str:
    """代A: `rules.on_behalf` with the covers and leaves there are."""
    return rules.on_behalf(operator, owner, day, pairs(db), all_leaves(db))


# ---------------------------------------------------------------- helpers' orders


def assistance(db: Connection, viewer: Viewer, number: str) -> Assistance:
    """One order of 帮办代办. Raises `Refused` (`unknown_order`, `not_allowed`)."""
    viewer.require_cases()
    here = assistance_orders.c
    row = db.execute(select(assistance_orders).where(here.number == number)).one_or_none()
    if row is None:
        raise Refused("unknown_order", f"没有这张帮办代办单：{number}")
    return _with_acts(db, [row])[0]


def assistance_rows(
    db: Connection, viewer: Viewer, *, only_open: bool = False, limit: int = 500
) -> list[Assistance]:
    """Orders, newest first; oldest first with `only_open`. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    here, acts = assistance_orders.c, assistance_acts.c
    query = select(assistance_orders).limit(limit)
    if only_open:
        done = select(acts.s).where(acts.number == here.number, acts.act == "closed").exists()
        query = query.where(~done).order_by(here.day, here.number)
    else:
        query = query.order_by(here.day.desc(), here.number.desc())
    return _with_acts(db, db.execute(query).all())


def last_order_sequence(db: Connection, station: str, year: int) -> int:
    """The last sequence of orders used by a station (county ‖ number) in a year, 0 at first."""
    here = assistance_series.c
    found = db.execute(
        select(here.last).where(here.station == station, here.year == year)
    ).scalar_one_or_none()
    return found or 0


def _with_acts(db: Connection, orders: Sequence[Row[Any]]) -> list[Assistance]:
    found = {row.number: _order(row) for row in orders}
    acts, wanted = assistance_acts.c, list(found)
    for start in range(0, len(wanted), _AT_ONCE):
        done = db.execute(
            select(assistance_acts)
            .where(acts.number.in_(wanted[start : start + _AT_ONCE]))
            .order_by(acts.number, acts.on_day, acts.device, acts.s)
        )
        for row in done:
            found[row.number] = _after(found[row.number], row)
    return list(found.values())


def _order(row: Row[Any]) -> Assistance:
    return Assistance(
        number=row.number,
        device=row.device,
        day=parse_day(row.day),
        kind=row.kind,
        helper=row.helper,
        case=row.case_number,
        client=Client(row.name, row.id_type, row.id_number, row.phone),
    )


def _after(order: Assistance, row: Row[Any]) -> Assistance:
    """The order after one more act; of two closings the first in (day, device, s) stands."""
    on = parse_day(row.on_day)
    if row.act == "authorised":
        more = Authorisation(row.kind, row.reference, row.what, on, parse_day(row.until))
        return replace(order, authorisations=(*order.authorisations, more))
    if row.act == "step":
        return replace(order, steps=(*order.steps, HelpStep(on, row.operator, row.what)))
    if order.closed_on is None:
        return replace(order, closed_on=on, result=row.what)
    return order


# ---------------------------------------------------------------- rows


def _entered(db: Connection, table: Table) -> Sequence[Row[Any]]:
    """Rows in the order this workstation entered them, whichever of its devices it was then."""
    return db.execute(
        select(table)
        .join(devices, devices.c.device == table.c.device)
        .order_by(devices.c.ordinal, table.c.s)
    ).all()


def _reason(row: Row[Any], viewer: Viewer | None) -> str:
    told = viewer is not None and (viewer.clerk == row.clerk or rules.is_superior(viewer))
    return str(row.reason) if told else ""


def _clerk(row: Row[Any]) -> Clerk:
    roles = frozenset(Role(r) for r in str(row.roles).split() if r in set(Role))
    return Clerk(str(row.id), str(row.name), roles)
