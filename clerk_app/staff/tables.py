"""Clerks of this workstation. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from clerk_app.storage.schema import metadata

clerks = Table(
    "clerks",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("roles", String, nullable=False),
)
