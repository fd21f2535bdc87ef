"""Reading the catalogue. Nothing here writes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.content import unpack
from clerk_app.catalogue.tables import catalogue_current, catalogue_items, catalogue_state
from clerk_app.kernel.errors import Refused


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
    here = catalogue_current.c
    for column in (here.key, here.code, here.id):
        found = db.execute(select(here.key).where(column == text).limit(2)).scalars().all()
        if text and len(found) == 1:
            return str(found[0])
        if text and found:
            raise Refused("ambiguous_item", f"“{text}”对应不止一个事项，请用编码指明")
    raise Refused("unknown_item", f"事项库里没有“{text}”")


def item(db: Connection, key_or_id_or_code: str) -> ServiceItem:
    """The version in use of an item. Raises as `resolve`; `Damaged` (`catalogue_damaged`)."""
    key = resolve(db, key_or_id_or_code)
    current = catalogue_current.c
    query = select(current.content_hash).where(current.key == key)
    return item_version(db, key, str(db.execute(query).scalar_one()))


def item_version(db: Connection, key: str, content_hash: str) -> ServiceItem:
    """One version of an item, in use or not: what a case was accepted under.

    Raises `Refused` (`unknown_item_version`), `Damaged` (`catalogue_damaged`).
    """
    rows = catalogue_items.c
    query = select(rows.content).where(rows.key == key, rows.content_hash == content_hash)
    content = db.execute(query).scalar_one_or_none()
    if content is None:
        raise Refused("unknown_item_version", f"本机没有事项“{key}”的这一版，请先同步")
    return unpack(str(content).encode("utf-8"), content_hash)


def count(db: Connection) -> int:
    """How many items are in use."""
    return db.execute(select(func.count()).select_from(catalogue_current)).scalar_one()


def departments(db: Connection) -> tuple[str, ...]:
    """The departments of the items in use, in the order of their names."""
    column = catalogue_current.c.department
    query = select(column).where(column != "").distinct().order_by(column)
    return tuple(db.execute(query).scalars())
