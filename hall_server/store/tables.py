"""The tables of the hall. `hall_id` comes first in every primary key.

Every row, counter and transaction belongs to one hall, so that the tables can be spread over
machines by that column. `migrations` makes the tables; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

HALL = "hall_id"


def _hall() -> Column[str]:
    return Column(HALL, String(12), primary_key=True)


def _of_device() -> ForeignKeyConstraint:
    return ForeignKeyConstraint([HALL, "device"], ["devices.hall_id", "devices.device"])


halls = Table(
    "halls",
    metadata,
    _hall(),
    Column("name", String(200), nullable=False),
    Column("private_key", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    # the gapless counter of the change log: moved only inside the writing transaction
    Column("seq", Integer, nullable=False),
    Column("h", LargeBinary, nullable=False),
    Column("made_at", String(29), nullable=False),
)

stations = Table(
    "stations",
    metadata,
    _hall(),
    Column("station", String(4), primary_key=True),
    Column("made_at", String(29), nullable=False),
)
"""Station numbers ever given (站点号). Rows are never deleted: a number is never used again."""

codes = Table(
    "codes",
    metadata,
    _hall(),
    Column("code_id", String(4), primary_key=True),
    Column("secret", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("station", String(4), nullable=False),
    Column("successor", String(4), nullable=False),
    Column("expires_at", String(29), nullable=False),
    Column("used_by", String(16), nullable=False),
)
"""One-time codes; `used_by` is empty until used, `successor` names the station succeeded."""

devices = Table(
    "devices",
    metadata,
    _hall(),
    Column("device", String(16), primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("name", String(200), nullable=False),
    Column("station", String(4), nullable=False),
    Column("state", String(10), nullable=False),
    Column("enrolled_at", String(29), nullable=False),
    # the head: last segment, last event, and the n the last backup elsewhere covers
    Column("n", Integer, nullable=False),
    Column("sha", String(64), nullable=False),
    Column("s", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("durable_n", Integer, nullable=False),
)
"""Devices; `state` is active, retired (a successor took its place) or revoked (stolen)."""

segments = Table(
    "segments",
    metadata,
    _hall(),
    Column("device", String(16), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("sha", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("sender", String(16), nullable=False),
    Column("arrived_at", String(29), nullable=False),
    Column("held", Integer, nullable=False),
    _of_device(),
)
"""The archive: the bytes as they came. `held` = 1: from a revoked device, not in the log."""

events = Table(
    "events",
    metadata,
    _hall(),
    Column("device", String(16), primary_key=True),
    Column("s", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("salt", LargeBinary),
    Column("body_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    _of_device(),
)
"""Numbered events; `body` and `salt` are null once erased by law."""

changes = Table(
    "changes",
    metadata,
    _hall(),
    Column("seq", Integer, primary_key=True),
    Column("h", LargeBinary, nullable=False),
    Column("device", String(16), nullable=False),
    Column("s", Integer, nullable=False),
    Column("case_number", String(20), nullable=False),
    UniqueConstraint(HALL, "device", "s"),
    ForeignKeyConstraint([HALL, "device", "s"], ["events.hall_id", "events.device", "events.s"]),
)
"""The change log; `case_number` is empty for events of no case."""

cases = Table(
    "cases",
    metadata,
    _hall(),
    Column("number", String(20), primary_key=True),
    Column("state", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("item_name", String, nullable=False),
    Column("received_on", String, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("events", Integer, nullable=False),
)
"""What is known of each case, refolded whenever an event touches it."""

case_documents = Table(
    "case_documents",
    metadata,
    _hall(),
    Column("number", String(20), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("document", String, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    _hall(),
    Column("seq", Integer, primary_key=True),
    Column("code", String(64), nullable=False),
)
"""Events that were taken, as facts always are, but whose body the fold could not read."""
