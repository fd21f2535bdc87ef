"""The first schema: journal, segments, catalogue, cases, tickets, clerks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _journal()
    _catalogue()
    op.create_table(
        "clerks",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("roles", sa.String, nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("item_name", sa.Text, nullable=False),
        sa.Column("applicant", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("received_on", sa.String(10), nullable=False),
    )
    op.create_table(
        "number_series",
        sa.Column("station", sa.String(10), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("label", sa.String(10), primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("taken_at", sa.String, nullable=False),
        sa.Column("called_at", sa.String, nullable=False),
        sa.Column("window", sa.String, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
    )


def _journal() -> None:
    for name in ("meta", "sync_marks"):
        op.create_table(
            name,
            sa.Column("key", sa.String, primary_key=True),
            sa.Column("value", sa.Text, nullable=False),
        )
    op.create_table(
        "devices",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("public_key", sa.LargeBinary),
        sa.Column("private_key", sa.LargeBinary),
        sa.Column("retired", sa.Integer, nullable=False),
        sa.Column("head_s", sa.Integer, nullable=False),
        sa.Column("head_hash", sa.LargeBinary),
    )
    op.create_table(
        "events",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("case_number", sa.String, nullable=False),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("hall_seq", sa.Integer),
    )
    op.create_index("events_by_case", "events", ["case_number"])
    op.create_table(
        "segments",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("sha", sa.String(64), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("first_s", sa.Integer, nullable=False),
        sa.Column("last_s", sa.Integer, nullable=False),
        sa.Column("signed", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("acked", sa.Integer, nullable=False),
        sa.Column("durable", sa.Integer, nullable=False),
    )


def _catalogue() -> None:
    op.create_table(
        "catalogue_items",
        sa.Column("key", sa.String(500), primary_key=True),
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "catalogue_current",
        sa.Column("key", sa.String(500), primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("id", sa.String(500), nullable=False),
        sa.Column("code", sa.String(500), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("usable", sa.Integer, nullable=False),
        sa.Column("readings", sa.Text, nullable=False),
    )
    op.create_index("catalogue_current_id", "catalogue_current", ["id"])
    op.create_index("catalogue_current_code", "catalogue_current", ["code"])
    op.create_table(
        "catalogue_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
    )
