"""Who answers: letters of authority, covers, leave, helpers' orders, handovers of enquiries.

All of them are projections. `enquiries` is dropped and folded again from the journal (`refold`),
with the workstation it was recorded at and who answered it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _enquiries()
    _duty()
    _assistance()
    op.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('refold', '1')")


def _enquiries() -> None:
    op.drop_table("enquiries")
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
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("closed_by", sa.String, nullable=False),
        sa.Column("closed_event", sa.String, nullable=False),
    )
    op.create_index("enquiries_by_day", "enquiries", ["day", "number"])
    op.create_table(
        "enquiry_handovers",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(22), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("on_day", sa.String(10), nullable=False),
        sa.Column("operator", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("to_whom", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("enquiry_handovers_of_enquiry", "enquiry_handovers", ["number", "n"])


def _duty() -> None:
    op.create_table(
        "delegation_letters",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("letter", sa.Text, nullable=False),
        sa.Column("grantor", sa.String, nullable=False),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
    )
    op.create_table(
        "delegation_revocations",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("letter", sa.Text, nullable=False),
        sa.Column("on_day", sa.String(10), nullable=False),
    )
    op.create_table(
        "covers",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("a", sa.String, nullable=False),
        sa.Column("b", sa.String, nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
    )
    op.create_table(
        "leaves",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("clerk", sa.String, nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _assistance() -> None:
    op.create_table(
        "assistance_orders",
        sa.Column("number", sa.String(22), primary_key=True),
        sa.Column("device", sa.String(16), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("helper", sa.String, nullable=False),
        sa.Column("case_number", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("id_type", sa.String, nullable=False),
        sa.Column("id_number", sa.String, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
    )
    op.create_index("assistance_orders_by_day", "assistance_orders", ["day", "number"])
    op.create_table(
        "assistance_acts",
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("s", sa.Integer, primary_key=True),
        sa.Column("number", sa.String(22), nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("operator", sa.String, nullable=False),
        sa.Column("on_day", sa.String(10), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
    )
    op.create_index("assistance_acts_of_order", "assistance_acts", ["number"])
    op.create_table(
        "assistance_series",
        sa.Column("station", sa.String(10), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
