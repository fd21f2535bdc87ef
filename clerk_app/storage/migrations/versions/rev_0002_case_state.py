"""Cases keep their whole state; drafts of unfinished intakes; one hall number, one event.

`cases` is a projection: it is dropped and folded again from the journal (`refold`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("clerk", sa.String, primary_key=True),
        sa.Column("draft", sa.String, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("saved_at", sa.String, nullable=False),
    )
    op.create_index("events_by_hall_seq", "events", ["hall_seq"], unique=True)
    op.drop_table("cases")
    op.create_table(
        "cases",
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("item", sa.String, nullable=False),
        sa.Column("item_name", sa.Text, nullable=False),
        sa.Column("applicant", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("received_on", sa.String(10), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("operator", sa.String, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("cases_by_day", "cases", ["received_on"])
    op.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('refold', '1')")
