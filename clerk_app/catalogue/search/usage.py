"""How often items are taken in at this window, and what its clerk keeps at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.catalogue.model import SearchHit
from clerk_app.catalogue.search.index import refresh
from clerk_app.catalogue.tables import catalogue_current, catalogue_usage

_NONE = {"uses": 0, "last_used_at": "", "favourite": 0, "hall_uses": 0}
_use = catalogue_usage.c
_item = catalogue_current.c


def record_use(db: Connection, key: str, at: str) -> None:
    """Count one intake of an item at `at` (a time stamp whose order is the order of time).

    The item moves up among equals at the next search. A key not in use is counted too.
    """
    row = insert(catalogue_usage).values(_NONE | {"key": key, "uses": 1, "last_used_at": at})
    db.execute(
        row.on_conflict_do_update(
            index_elements=["key"], set_={"uses": _use.uses + 1, "last_used_at": at}
        )
    )
    refresh(db, [key])


def set_favourite(db: Connection, key: str, favourite: bool) -> None:
    """Keep an item at hand, or no longer. The order of results does not change."""
    _set(db, key, favourite=int(favourite))


def set_hall_uses(db: Connection, uses: Mapping[str, int]) -> None:
    """How often the whole hall takes in these items: their place among equals."""
    for key, count in uses.items():
        _set(db, key, hall_uses=max(0, count))
    refresh(db, uses)


def recent(db: Connection, limit: int = 10) -> tuple[SearchHit, ...]:
    """The items in use that were taken in last, the latest first."""
    query = _hits().where(_use.last_used_at != "").order_by(_use.last_used_at.desc(), _use.key)
    return _read(db, query.limit(max(0, limit)))


def favourites(db: Connection) -> tuple[SearchHit, ...]:
    """The favourites that are in use, the most used first."""
    query = _hits().where(_use.favourite == 1).order_by(_use.uses.desc(), _item.rank)
    return _read(db, query)


def _set(db: Connection, key: str, **values: int) -> None:
    row = insert(catalogue_usage).values(_NONE | {"key": key} | values)
    db.execute(row.on_conflict_do_update(index_elements=["key"], set_=values))


def _hits() -> Select[Any]:
    columns = (_item.key, _item.id, _item.code, _item.name, _item.department, _item.type)
    more = (_item.usable, _use.uses, _use.favourite)
    joined = catalogue_usage.join(catalogue_current, _item.key == _use.key)
    return select(*columns, *more).select_from(joined)


def _read(db: Connection, query: Select[Any]) -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(
            row.key,
            row.id,
            row.code,
            row.name,
            row.department,
            row.type,
            usable=bool(row.usable),
            uses=row.uses,
            favourite=bool(row.favourite),
        )
        for row in db.execute(query)
    )
