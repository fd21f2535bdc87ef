"""Brings a store to the schema of this program, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from clerk_app.kernel.errors import Unavailable
from clerk_app.storage.facts import fact, set_fact
from clerk_app.storage.journal import Journal

HEAD = "0008"
"""The newest revision; a test compares it with the scripts."""


def revision(db: Connection) -> str:
    """The revision a store is at, empty for a store with no tables."""
    if not inspect(db).has_table("alembic_version"):
        return ""
    found = db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "")


def migrate(db: Connection, journal: Journal, *, to: str = HEAD) -> bool:
    """Run what is missing in the caller's transaction; whether anything ran.

    Revisions that drop a projection ask for a refold, done here too. Raises `Unavailable`
    (`newer_store`) for a store of a newer program.
    """
    at = revision(db)
    if at == to:
        return False
    if at > HEAD:
        raise Unavailable("newer_store", f"数据来自更新的程序版本（{at}），请升级程序后再打开")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = db
    command.upgrade(config, to)
    if fact(db, "refold") == "1" and to == HEAD:
        journal.rebuild(db)
        set_fact(db, "refold", "")
    return True
