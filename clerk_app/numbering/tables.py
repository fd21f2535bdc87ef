"""Blocks of agency numbers (文号), of this and of other stations. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from clerk_app.storage.schema import metadata

number_blocks = Table(
    "number_blocks",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    Column("at", String, nullable=False),
)
"""`kinds` is a list separated by blanks; `next` is the first number not used yet."""
