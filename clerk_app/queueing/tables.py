"""Tickets of this station's own series. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from clerk_app.storage.schema import metadata

tickets = Table(
    "tickets",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("label", String(10), primary_key=True),
    Column("state", String, nullable=False),
    Column("taken_at", String, nullable=False),
    Column("called_at", String, nullable=False),
    Column("window", String, nullable=False),
    Column("calls", Integer, nullable=False),
)
"""One series per device and day, so that two stations never share a ticket."""
