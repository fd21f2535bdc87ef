"""Reads clerks."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Clerk
from clerk_app.staff.tables import clerks


def all_clerks(db: Connection) -> tuple[Clerk, ...]:
    """Every clerk, in the order of their ids."""
    return tuple(_clerk(row) for row in db.execute(select(clerks).order_by(clerks.c.id)))


def clerk(db: Connection, id_or_name: str) -> Clerk:
    """One clerk. Raises `Refused` (`unknown_clerk`)."""
    for row in db.execute(select(clerks)):
        if id_or_name in {row.id, row.name}:
            return _clerk(row)
    raise Refused("unknown_clerk", "没有这个工作人员，请核对姓名")


def _clerk(row: object) -> Clerk:
    values = row._mapping  # type: ignore[attr-defined]  # a Row; its documented view as a mapping
    roles = frozenset(Role(r) for r in str(values["roles"]).split() if r in set(Role))
    return Clerk(str(values["id"]), str(values["name"]), roles)
