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


def _clerk(row: object) -> Clerk:
    values = row._mapping  # type: ignore[attr-defined]  # a Row; its documented view as a mapping
    roles = frozenset(Role(r) for r in str(values["roles"]).split() if r in set(Role))
    return Clerk(str(values["id"]), str(values["name"]), roles)
