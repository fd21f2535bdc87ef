"""The search index moves into the store; use of items at this window; what people call them.

The index is empty after this: the program fills it from `catalogue_current` at the first
chance to write, since `search_format` does not name the format it knows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEPT = "key, content_hash, id, code, name, department, type, usable, readings"


def upgrade() -> None:
    op.rename_table("catalogue_current", "catalogue_before")
    op.drop_index("catalogue_current_id", "catalogue_before")
    op.drop_index("catalogue_current_code", "catalogue_before")
    op.create_table(
        "catalogue_current",
        sa.Column("rank", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("id", sa.String(500), nullable=False),
        sa.Column("code", sa.String(500), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("usable", sa.Integer, nullable=False),
        sa.Column("readings", sa.Text, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
    )
    op.execute(
        f"INSERT INTO catalogue_current ({_KEPT}, aliases) "  # noqa: S608  our own words
        f"SELECT {_KEPT}, '' FROM catalogue_before ORDER BY key"
    )
    op.drop_table("catalogue_before")
    op.create_index("catalogue_current_key", "catalogue_current", ["key"], unique=True)
    op.create_index("catalogue_current_id", "catalogue_current", ["id"])
    op.create_index("catalogue_current_code", "catalogue_current", ["code"])
    op.create_table(
        "catalogue_usage",
        sa.Column("key", sa.String(500), primary_key=True),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("last_used_at", sa.String, nullable=False),
        sa.Column("favourite", sa.Integer, nullable=False),
        sa.Column("hall_uses", sa.Integer, nullable=False),
    )
    op.create_index("catalogue_usage_last", "catalogue_usage", ["last_used_at"])
    op.create_table(
        "catalogue_aliases",
        sa.Column("item_key", sa.String(500), primary_key=True),
        sa.Column("alias", sa.String(500), primary_key=True),
        sa.Column("source", sa.String, nullable=False),
    )
    op.execute(
        "CREATE VIRTUAL TABLE catalogue_search USING fts5(words, content='', "
        "contentless_delete=1, detail=none, tokenize=\"ascii tokenchars '^$#@&~'\")"
    )
    op.execute("INSERT INTO catalogue_search(catalogue_search, rank) VALUES('pgsz', 3900)")
