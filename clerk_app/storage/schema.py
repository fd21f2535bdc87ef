"""The one MetaData every table of the workstation belongs to, and the tables of storage.

Feature packages add their own tables in `tables.py`. Alembic revisions are written by hand; a
test compares the migrated database with this metadata.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Facts about this store that are not journalled: hall, name, pairing, settings."""

devices = Table(
    "devices",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("public_key", LargeBinary),
    Column("private_key", LargeBinary),
    Column("retired", Integer, nullable=False),
    Column("head_s", Integer, nullable=False),
    Column("head_hash", LargeBinary),
)
"""Every device an event came from. Those with a private key are, or were, this workstation;
`ordinal` orders them, 0 for devices of others. `head_*` is the end of the chain held here."""

events = Table(
    "events",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("case_number", String, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("salt", LargeBinary),
    Column("body_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("hall_seq", Integer),
    Index("events_by_case", "case_number"),
    Index("events_by_hall_seq", "hall_seq", unique=True),
    Index("events_unsent", "device", "s", sqlite_where=text("hall_seq IS NULL")),
)
"""The journal. `header` and `body` are canonical bytes; `hall_seq` is the hall's number for the
event once it is known. Rows are only ever added; a body may be erased by law."""

segments = Table(
    "segments",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("sha", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("first_s", Integer, nullable=False),
    Column("last_s", Integer, nullable=False),
    Column("signed", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("acked", Integer, nullable=False),
    Column("durable", Integer, nullable=False),
)
"""Sealed segments of our devices. Kept until the hall calls them durable, and after."""

sync_marks = Table(
    "sync_marks",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""How far the exchange with the hall has come."""

drafts = Table(
    "drafts",
    metadata,
    Column("clerk", String, primary_key=True),
    Column("draft", String, primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", String, nullable=False),
)
"""Unfinished intakes: overwritten in place, never hashed, never sent."""

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("case_number", String, nullable=False),
    Column("device", String(16), nullable=False),
    Column("s", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("sheet", String, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("reprint", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("spool_job", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("operator", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("handed_at", String, nullable=False),
    Column("ended_at", String, nullable=False),
    Column("perhaps", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Index("print_jobs_of_document", "number"),
    Index(
        "print_jobs_open",
        "id",
        sqlite_where=text("state IN ('made', 'handed', 'unanswered')"),
    ),
)
"""Pages on their way to paper: what this machine knows of its spoolers, never journalled or sent.
`device` and `s` name the event the page is drawn from. `perhaps`: given up, and yet it may have
come out."""

attachments = Table(
    "attachments",
    metadata,
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("case_number", String, nullable=False),
    Column("document", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("media", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("at", String, nullable=False),
    Column("operator", String, nullable=False),
    Index("attachments_of_case", "case_number"),
)
"""Files that belong to a case, by the event that added them. Derived from events; the files
themselves lie encrypted beside the store, named by `sha256`."""
