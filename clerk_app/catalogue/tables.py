"""The catalogue's tables. Versions are never changed or deleted; only `current` is switched.

They are packs, not projections: a rebuild from the journal leaves them alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, event

from clerk_app.storage.schema import metadata

catalogue_items = Table(
    "catalogue_items",
    metadata,
    Column("key", String(500), primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("department", Text, nullable=False),
    Column("content", Text, nullable=False),  # canonical JSON, whose SHA-256 is content_hash
)
"""Every version of every item that was ever loaded."""

catalogue_bundles = Table(
    "catalogue_bundles",
    metadata,
    Column("key", String(500), primary_key=True),
    Column("content_hash", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)
"""Every version of every bundle (一件事) that was ever loaded."""

catalogue_current = Table(
    "catalogue_current",
    metadata,
    Column("rank", Integer, primary_key=True),  # see rules.ranking; the row of catalogue_search
    Column("key", String(500), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("id", String(500), nullable=False),
    Column("code", String(500), nullable=False),
    Column("name", String(500), nullable=False),
    Column("department", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("usable", Integer, nullable=False),  # 1: the list of papers is complete
    Column("readings", Text, nullable=False),  # pinyin of the name, see rules.spelling
    Column("aliases", Text, nullable=False),  # lines "alias TAB readings", as searched
    Index("catalogue_current_key", "key", unique=True),
    Index("catalogue_current_id", "id"),
    Index("catalogue_current_code", "code"),
)
"""The version in use for each item, with what lists and search show of it. Rows are written
by `search.index` only, together with those of `catalogue_search`."""

catalogue_usage = Table(
    "catalogue_usage",
    metadata,
    Column("key", String(500), primary_key=True),
    Column("uses", Integer, nullable=False),  # at this window
    Column("last_used_at", String, nullable=False),
    Column("favourite", Integer, nullable=False),
    Column("hall_uses", Integer, nullable=False),
    Index("catalogue_usage_last", "last_used_at"),
)
"""How often an item is taken in. Not journalled; stays when the catalogue is loaded again."""

catalogue_aliases = Table(
    "catalogue_aliases",
    metadata,
    Column("item_key", String(500), primary_key=True),
    Column("alias", String(500), primary_key=True),
    Column("source", String, nullable=False),  # item: from the catalogue; local: added here
)
"""What people call an item. Those added here stay when the catalogue is loaded again."""

catalogue_state = Table(
    "catalogue_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("version", String(64), nullable=False),
    Column("items", Integer, nullable=False),
)
"""One row: the version of the whole catalogue, so that a keystroke need not hash it."""

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE catalogue_search USING fts5(words, content='', contentless_delete=1, "
    "detail=none, tokenize=\"ascii tokenchars '^$#@&~'\")",
    # a leaf and its row fit one page of the encrypted file, which gives 80 bytes to its seal
    "INSERT INTO catalogue_search(catalogue_search, rank) VALUES('pgsz', 3900)",
)
"""`catalogue_search`: the words of `rules.tokens`, nothing else. A virtual table is beyond the
metadata's words, so it is made beside `catalogue_current`."""


def _make_search(_table: Table, db: Connection, **_more: Any) -> None:
    for statement in SEARCH_DDL:
        db.exec_driver_sql(statement)


event.listen(catalogue_current, "after_create", _make_search)
