"""Cases of which the whole life is known, and whom 容缺 is barred to for a time.

`cases` is a projection: it is dropped and folded again from the journal (`refold`). The indexes
are partial: a list of what is open costs the same after ten years as on the first day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        sa.Column("open", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("waiting_on", sa.String(10), nullable=False),
        sa.Column("deem_on", sa.String(10), nullable=False),
        sa.Column("deliver_on", sa.String(10), nullable=False),
        sa.Column("suspended", sa.Integer, nullable=False),
        sa.Column("conflicts", sa.Integer, nullable=False),
    )
    op.create_index("cases_by_day", "cases", ["received_on", "number"])
    for name, columns, where in (
        ("cases_open_by_due", ["due_on", "number"], "open = 1"),
        ("cases_open_of_clerk", ["operator", "due_on"], "open = 1"),
        ("cases_waiting", ["waiting_on", "number"], "waiting_on != ''"),
        ("cases_to_deem", ["deem_on", "number"], "deem_on != ''"),
        ("cases_to_deliver", ["deliver_on", "number"], "deliver_on != ''"),
        ("cases_suspended", ["number"], "suspended = 1"),
        ("cases_in_conflict", ["number"], "conflicts > 0"),
    ):
        op.create_index(name, "cases", columns, sqlite_where=sa.text(where))
    op.create_table(
        "credit_list",
        sa.Column("applicant", sa.String, primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_table(
        "case_counts",
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("cases", sa.Integer, nullable=False),
    )
    op.create_table(
        "case_links",
        sa.Column("linked", sa.String, primary_key=True),
        sa.Column("case_number", sa.String(20), primary_key=True),
    )
    op.create_table(
        "credit_blocks",
        sa.Column("case_number", sa.String(20), primary_key=True),
        sa.Column("applicant", sa.String, nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("why", sa.String, nullable=False),
    )
    op.create_index("credit_blocks_by_applicant", "credit_blocks", ["applicant", "until"])
    unsent = sa.text("hall_seq IS NULL")
    op.create_index("events_unsent", "events", ["device", "s"], sqlite_where=unsent)
    op.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('refold', '1')")
