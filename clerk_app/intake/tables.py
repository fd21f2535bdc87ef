"""Cases as lists read them, with the whole state as JSON in `detail`. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from clerk_app.storage.schema import metadata

cases = Table(
    "cases",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("item", String, nullable=False),
    Column("item_name", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("received_on", String(10), nullable=False),
    Column("due_on", String(10), nullable=False),
    Column("operator", String, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Index("cases_by_day", "received_on"),
)

series = Table(
    "number_series",
    metadata,
    Column("station", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last sequence used per station (county ‖ station number) and year."""

given_papers = Table(
    "given_papers",
    metadata,
    Column("case_number", String(20), primary_key=True),
    Column("applicant", String, nullable=False),
    Column("given_on", String(10), nullable=False),
    Column("item", String(500), nullable=False),
    Column("item_name", Text, nullable=False),
    Column("item_hash", String(64), nullable=False),
    Column("outcome", String, nullable=False),
    Column("barred", Integer, nullable=False),  # 1: concealment was found (行政许可法 art. 78)
    Column("papers", Text, nullable=False),  # JSON: [name, state] of each
    Index("given_papers_by_applicant", "applicant", "given_on"),
)
"""What each applicant gave, a row a case. `applicant` is type and number of the identity; it is
as safe as the events it comes from, since the whole file is encrypted."""
