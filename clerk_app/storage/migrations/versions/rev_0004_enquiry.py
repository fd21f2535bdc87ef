"""The register of enquiries, and which papers an applicant gave before.

All four tables are projections; `given_papers` is filled from the cases there are (`refold`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _register()
    op.create_table(
        "given_papers",
        sa.Column("case_number", sa.String(20), primary_key=True),
        sa.Column("applicant", sa.String, nullable=False),
        sa.Column("given_on", sa.String(10), nullable=False),
        sa.Column("item", sa.String(500), nullable=False),
        sa.Column("item_name", sa.Text, nullable=False),
        sa.Column("item_hash", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("barred", sa.Integer, nullable=False),
        sa.Column("papers", sa.Text, nullable=False),
    )
    op.create_index("given_papers_by_applicant", "given_papers", ["applicant", "given_on"])
    op.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('refold', '1')")


def _register() -> None:
    op.create_table(
        "enquiries",
        sa.Column("number", sa.String(22), primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("operator", sa.String, nullable=False),
        sa.Column("window", sa.String, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("item", sa.String(500), nullable=False),
        sa.Column("item_name", sa.Text, nullable=False),
        sa.Column("item_hash", sa.String(64), nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("ticket", sa.String(10), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("follow", sa.Text, nullable=False),
        sa.Column("caller", sa.Text, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("closed_at", sa.String, nullable=False),
    )
    op.create_index("enquiries_by_day", "enquiries", ["day", "number"])
    op.create_table(
        "enquiry_documents",
        sa.Column("number", sa.String(25), primary_key=True),
        sa.Column("enquiry", sa.String(22), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("s", sa.Integer, nullable=False),
        sa.Column("printed", sa.Integer, nullable=False),
    )
    op.create_index("enquiry_documents_by_enquiry", "enquiry_documents", ["enquiry"])
    op.create_table(
        "enquiry_series",
        sa.Column("station", sa.String(10), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
