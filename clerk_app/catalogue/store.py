"""Reading the catalogue. Nothing here writes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, bindparam, func, literal_column, select

from clerk_app.catalogue.model import BUNDLE, Bundle, ServiceItem
from clerk_app.catalogue.rules.content import unpack, unpack_bundle
from clerk_app.catalogue.rules.papers import is_effective
from clerk_app.catalogue.tables import (
    catalogue_bundles,
    catalogue_current,
    catalogue_items,
    catalogue_state,
)
from clerk_app.kernel.errors import Refused
from clerk_app.storage.prepared import Prepared

_known = lru_cache(maxsize=256)(unpack)
"""Versions never change, so bytes read before are not read into an item again."""
_NAMED = [
    Prepared(select(catalogue_current.c.key).where(column == bindparam("of")).limit(2))
    for column in (catalogue_current.c.key, catalogue_current.c.code, catalogue_current.c.id)
]
_CURRENT = Prepared(
    select(
        catalogue_current.c.content_hash, catalogue_current.c.type, catalogue_current.c.name
    ).where(catalogue_current.c.key == bindparam("of"))
)
_CONTENT = Prepared(
    select(catalogue_items.c.content).where(
        catalogue_items.c.key == bindparam("of"),
        catalogue_items.c.content_hash == bindparam("version"),
    )
)


def version_of(pairs: Iterable[tuple[str, str]]) -> str:
    """The version of a catalogue: SHA-256 over its sorted (key, content hash) pairs, in hex.

    Each pair is one line `content_hash key`, so that no key can imitate another pair.
    """
    lines = sorted(f"{content_hash} {len(key)} {key}\n" for key, content_hash in pairs)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def catalogue_version(db: Connection) -> str:
    """The version of the catalogue in use; that of no items when nothing was loaded."""
    version = db.execute(select(catalogue_state.c.version)).scalar_one_or_none()
    return version_of(()) if version is None else str(version)


def resolve(db: Connection, text: str) -> str:
    """The key of the item that `text` names: key or code first, then id.

    Raises `Refused`: `unknown_item`; `ambiguous_item` when several items share an id.
    """
    text = text.strip()
    for query in _NAMED if text else ():
        found = query.rows(db, of=text)
        if len(found) == 1:
            return str(found[0][0])
        if found:
            raise Refused("ambiguous_item", f"“{text}”对应不止一个事项，请用编码指明")
    raise Refused("unknown_item", f"事项库里没有“{text}”")


def item(db: Connection, key_or_id_or_code: str) -> ServiceItem:
    """The version in use of an item.

    Raises as `resolve`; `Refused` (`is_bundle`); `Damaged` (`catalogue_damaged`).
    """
    key = resolve(db, key_or_id_or_code)
    ((content_hash, type_, name),) = _CURRENT.rows(db, of=key)
    if type_ == BUNDLE and bundle(db, key) is not None:
        raise Refused("is_bundle", f"“{name}”是一件事，请选其中的事项")
    return item_version(db, key, str(content_hash))


def item_on(db: Connection, key_or_id_or_code: str, day: date) -> ServiceItem:
    """The version of an item that is in force on a day.

    That is the one in use, unless it is not in force that day and a version loaded before it
    is: then the one loaded last of those. With none in force it is the one in use, which the
    rules refuse for that day. Raises as `item`.
    """
    found = item(db, key_or_id_or_code)
    if is_effective(found, day):
        return found
    rows = catalogue_items.c
    query = (
        select(rows.content, rows.content_hash)
        .where(rows.key == found.key, rows.content_hash != found.content_hash)
        .order_by(literal_column("rowid").desc())
    )
    for content, content_hash in db.execute(query):
        older = unpack(str(content).encode("utf-8"), content_hash)
        if is_effective(older, day) and found.effective_from > older.effective_from:
            return older
    return found


def bundle(db: Connection, key: str) -> Bundle | None:
    """The bundle in use under that key, None where the key is that of an item.

    Raises `Refused` (`unknown_item`), `Damaged` (`catalogue_damaged`).
    """
    current, rows = catalogue_current.c, catalogue_bundles.c
    query = (
        select(rows.content, rows.content_hash)
        .join(catalogue_current, current.key == rows.key)
        .where(current.key == resolve(db, key), rows.content_hash == current.content_hash)
    )
    found = db.execute(query).one_or_none()
    return unpack_bundle(str(found[0]).encode("utf-8"), found[1]) if found else None


def items_of(db: Connection, keys: Iterable[str]) -> dict[str, ServiceItem]:
    """The versions in use of those of the items that are there, by the name they are asked by."""
    found: dict[str, ServiceItem] = {}
    for key in dict.fromkeys(keys):
        with suppress(Refused):
            found[key] = item(db, key)
    return found


def every_item(db: Connection) -> Iterator[ServiceItem]:
    """The versions in use, by key, one at a time."""
    current, rows = catalogue_current.c, catalogue_items.c
    query = (
        select(rows.content, rows.content_hash)
        .join(catalogue_items, rows.key == current.key)
        .where(rows.content_hash == current.content_hash)
        .order_by(current.key)
    )
    for content, content_hash in db.execute(query):
        yield unpack(str(content).encode("utf-8"), content_hash)


def every_bundle(db: Connection) -> Iterator[Bundle]:
    """The bundles in use, by key."""
    current, rows = catalogue_current.c, catalogue_bundles.c
    query = (
        select(rows.content, rows.content_hash)
        .join(catalogue_bundles, rows.key == current.key)
        .where(rows.content_hash == current.content_hash)
        .order_by(current.key)
    )
    for content, content_hash in db.execute(query):
        yield unpack_bundle(str(content).encode("utf-8"), content_hash)


def item_version(db: Connection, key: str, content_hash: str) -> ServiceItem:
    """One version of an item, in use or not: what a case was accepted under.

    Raises `Refused` (`unknown_item_version`), `Damaged` (`catalogue_damaged`).
    """
    content = _CONTENT.scalar(db, of=key, version=content_hash)
    if content is None:
        raise Refused("unknown_item_version", f"本机没有事项“{key}”的这一版，请先同步")
    return _known(str(content).encode("utf-8"), content_hash)


def count(db: Connection) -> int:
    """How many items are in use."""
    return db.execute(select(func.count()).select_from(catalogue_current)).scalar_one()


def departments(db: Connection) -> tuple[str, ...]:
    """The departments of the items in use, in the order of their names."""
    column = catalogue_current.c.department
    query = select(column).where(column != "").distinct().order_by(column)
    return tuple(db.execute(query).scalars())
