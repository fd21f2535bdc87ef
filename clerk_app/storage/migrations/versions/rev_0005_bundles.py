"""Bundles (一件事) beside the items. Nothing is dropped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_bundles",
        sa.Column("key", sa.String(500), primary_key=True),
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
