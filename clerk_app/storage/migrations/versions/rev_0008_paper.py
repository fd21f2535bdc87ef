"""Print jobs, blocks of agency numbers and attachments; cases are folded again for new fields.

Blocks and attachments are projections, print jobs are this machine's own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _print_jobs()
    op.create_table(
        "attachments",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("case_number", sa.String, nullable=False),
        sa.Column("document", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("media", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("operator", sa.String, nullable=False),
    )
    op.create_index("attachments_of_case", "attachments", ["case_number"])
    op.create_table(
        "number_blocks",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("next", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    # filled by the fold, like every column of `cases`
    opened = sa.Column("opened_on", sa.String(10), nullable=False, server_default=sa.text("''"))
    op.add_column("cases", opened)
    op.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('refold', '1')")


def _print_jobs() -> None:
    op.create_table(
        "print_jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("case_number", sa.String, nullable=False),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("s", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("printer", sa.Text, nullable=False),
        sa.Column("sheet", sa.String, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.Column("reprint", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("spool_job", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("on_day", sa.String(10), nullable=False),
        sa.Column("operator", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("handed_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String, nullable=False),
        sa.Column("perhaps", sa.Integer, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_index("print_jobs_of_document", "print_jobs", ["number"])
    op.create_index(
        "print_jobs_open",
        "print_jobs",
        ["id"],
        sqlite_where=sa.text("state IN ('made', 'handed', 'unanswered')"),
    )
