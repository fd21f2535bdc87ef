"""The catalogue's tables. Versions are never changed or deleted; only `current` is switched.

They are packs, not projections: a rebuild from the journal leaves them alone.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

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

catalogue_current = Table(
    "catalogue_current",
    metadata,
    Column("key", String(500), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("id", String(500), nullable=False),
    Column("code", String(500), nullable=False),
    Column("name", String(500), nullable=False),
    Column("department", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("usable", Integer, nullable=False),  # 1: the list of papers is complete
    Column("readings", Text, nullable=False),  # pinyin of the name, see catalogue.search
    Index("catalogue_current_id", "id"),
    Index("catalogue_current_code", "code"),
)
"""The version in use for each item, with what lists and search show of it."""

catalogue_state = Table(
    "catalogue_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("version", String(64), nullable=False),
    Column("items", Integer, nullable=False),
)
"""One row: the version of the whole catalogue, so that a keystroke need not hash it."""
