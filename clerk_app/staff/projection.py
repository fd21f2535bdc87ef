"""Rows of clerks, derived from events."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from clerk_app.journal.events import Event, text
from clerk_app.staff.tables import clerks
from clerk_app.storage.journal import Projector


def added(db: Connection, event: Event) -> None:
    """`clerk.added`: {clerk, name, roles: [..]}."""
    body = event.body or {}
    roles = body.get("roles")
    row = {
        "id": text(body, "clerk"),
        "name": text(body, "name"),
        "roles": " ".join(str(r) for r in roles) if isinstance(roles, list) else "",
    }
    statement = insert(clerks).values(row)
    db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))


CLERKS = Projector(kinds={"clerk.added": added}, tables=(clerks,), own=True)
