"""What this store knows about itself, and how far the exchange has come: small key-value rows."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.storage.prepared import Prepared
from clerk_app.storage.schema import meta, sync_marks

_GET = {
    table.name: Prepared(select(table.c.value).where(table.c.key == bindparam("wanted")))
    for table in (meta, sync_marks)
}
_ALL = Prepared(select(meta.c.key, meta.c.value))


def fact(db: Connection, key: str, default: str = "") -> str:
    """One fact about this store, or `default`."""
    return _get(db, meta, key, default)


def facts(db: Connection) -> dict[str, str]:
    """Every fact about this store: a few dozen short rows."""
    return {str(key): str(value) for key, value in _ALL.rows(db)}


def set_fact(db: Connection, key: str, value: str) -> None:
    """Set a fact; an empty value removes it."""
    _set(db, meta, key, value)


def mark(db: Connection, key: str, default: str = "") -> str:
    """One mark of the exchange, or `default`."""
    return _get(db, sync_marks, key, default)


def set_mark(db: Connection, key: str, value: str) -> None:
    """Set a mark; an empty value removes it."""
    _set(db, sync_marks, key, value)


def _get(db: Connection, table: Table, key: str, default: str) -> str:
    value = _GET[table.name].scalar(db, wanted=key)
    return default if value is None else str(value)


def _set(db: Connection, table: Table, key: str, value: str) -> None:
    if not value:
        db.execute(delete(table).where(table.c.key == key))
        return
    row = insert(table).values(key=key, value=value)
    db.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
