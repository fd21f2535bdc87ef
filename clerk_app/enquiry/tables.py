"""The register of enquiries (咨询台账), its papers and its numbers. Derived from events."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from clerk_app.storage.schema import metadata

enquiries = Table(
    "enquiries",
    metadata,
    Column("number", String(22), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("at", String, nullable=False),
    Column("operator", String, nullable=False),
    Column("window", String, nullable=False),
    Column("way", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("item", String(500), nullable=False),
    Column("item_name", Text, nullable=False),
    Column("item_hash", String(64), nullable=False),
    Column("department", Text, nullable=False),
    Column("ticket", String(10), nullable=False),
    Column("subject", Text, nullable=False),
    Column("follow", Text, nullable=False),
    Column("caller", Text, nullable=False),
    Column("phone", String, nullable=False),
    Column("answer", Text, nullable=False),
    Column("closed_at", String, nullable=False),
    Column("device", String(16), nullable=False),
    Column("closed_by", String, nullable=False),
    Column("closed_event", String, nullable=False),
    Index("enquiries_by_day", "day", "number"),
)
"""`closed_event` names the closing that stands, `device/s`. `caller` and `phone` only of who
wants to be called back; their event can be erased by law."""

enquiry_documents = Table(
    "enquiry_documents",
    metadata,
    Column("number", String(25), primary_key=True),
    Column("enquiry", String(22), nullable=False),
    Column("kind", String, nullable=False),
    Column("device", String(16), nullable=False),
    Column("s", Integer, nullable=False),
    Column("printed", Integer, nullable=False),
    Index("enquiry_documents_by_enquiry", "enquiry"),
)
"""`device` and `s` name the event that holds what the paper says."""

enquiry_handovers = Table(
    "enquiry_handovers",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("number", String(22), nullable=False),
    Column("n", Integer, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("operator", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("to_whom", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("enquiry_handovers_of_enquiry", "number", "n"),
)
"""移交. `n` counts the handovers whoever did it knew of, this one included: that is their order
wherever they are read, and of two that did not know of each other the greater name is the later.
"""

enquiry_series = Table(
    "enquiry_series",
    metadata,
    Column("station", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last sequence used per station (county ‖ station number) and year."""
