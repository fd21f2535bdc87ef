"""What people call an item: 办社保卡, 低保, 摆摊. Searched like names, edited one by one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from clerk_app.catalogue.rules.sound import fold
from clerk_app.catalogue.search.index import LOCAL, refresh
from clerk_app.catalogue.tables import catalogue_aliases
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import plain

LONGEST = 60
"""Characters of an alias added here."""
_here = catalogue_aliases.c


@dataclass(frozen=True, slots=True)
class Alias:
    """One alias of an item. `source`: `item` from the catalogue, `local` added here."""

    key: str
    text: str
    source: str


def add_alias(db: Connection, key: str, text: str) -> None:
    """Let an item be found under another word. One that is there already stays as it is.

    Raises `Misused` (`bad_text`) for text that names nothing or is longer than `LONGEST`.
    """
    text = " ".join(plain(text, "俗称", limit=LONGEST).split())
    if not fold(text):
        raise Misused("bad_text", "“俗称”里没有字，请重输")
    row = insert(catalogue_aliases).values(item_key=key, alias=text, source=LOCAL)
    db.execute(row.on_conflict_do_nothing())
    refresh(db, [key])


def remove_alias(db: Connection, key: str, text: str) -> bool:
    """Take an alias away; whether it was there. One of the catalogue's comes back with it."""
    done = db.execute(delete(catalogue_aliases).where(_here.item_key == key, _here.alias == text))
    refresh(db, [key])
    return done.rowcount > 0


def aliases(db: Connection, key: str = "") -> tuple[Alias, ...]:
    """The aliases of an item, or of all items."""
    query = select(_here.item_key, _here.alias, _here.source)
    if key:
        query = query.where(_here.item_key == key)
    rows = db.execute(query.order_by(_here.item_key, _here.alias))
    return tuple(Alias(*row) for row in rows)
