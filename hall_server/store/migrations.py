"""The schema, one hand-written step per version; each runs in one transaction.

A step that was ever released is never edited: a change is a new step.
"""

from __future__ import annotations

from sqlalchemy import Connection

from clerk_app.kernel.errors import Unavailable

_FIRST = (
    """CREATE TABLE halls (
        hall_id TEXT NOT NULL, name TEXT NOT NULL, private_key BLOB NOT NULL,
        public_key BLOB NOT NULL, seq INTEGER NOT NULL, h BLOB NOT NULL, made_at TEXT NOT NULL,
        PRIMARY KEY (hall_id))""",
    """CREATE TABLE stations (
        hall_id TEXT NOT NULL, station TEXT NOT NULL, made_at TEXT NOT NULL,
        PRIMARY KEY (hall_id, station))""",
    """CREATE TABLE codes (
        hall_id TEXT NOT NULL, code_id TEXT NOT NULL, secret TEXT NOT NULL, name TEXT NOT NULL,
        station TEXT NOT NULL, successor TEXT NOT NULL, expires_at TEXT NOT NULL,
        used_by TEXT NOT NULL, PRIMARY KEY (hall_id, code_id))""",
    """CREATE TABLE devices (
        hall_id TEXT NOT NULL, device TEXT NOT NULL, public_key BLOB NOT NULL,
        name TEXT NOT NULL, station TEXT NOT NULL, state TEXT NOT NULL,
        enrolled_at TEXT NOT NULL, n INTEGER NOT NULL, sha TEXT NOT NULL, s INTEGER NOT NULL,
        hash BLOB NOT NULL, durable_n INTEGER NOT NULL, PRIMARY KEY (hall_id, device))""",
    "CREATE INDEX devices_by_name ON devices (device)",
    """CREATE TABLE segments (
        hall_id TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL, sha TEXT NOT NULL,
        data BLOB NOT NULL, sender TEXT NOT NULL, arrived_at TEXT NOT NULL,
        held INTEGER NOT NULL, PRIMARY KEY (hall_id, device, n),
        FOREIGN KEY (hall_id, device) REFERENCES devices (hall_id, device))""",
    """CREATE TABLE events (
        hall_id TEXT NOT NULL, device TEXT NOT NULL, s INTEGER NOT NULL, kind TEXT NOT NULL,
        header BLOB NOT NULL, body BLOB, salt BLOB, body_hash BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (hall_id, device, s),
        FOREIGN KEY (hall_id, device) REFERENCES devices (hall_id, device))""",
    "CREATE INDEX events_by_kind ON events (hall_id, kind)",
    """CREATE TABLE changes (
        hall_id TEXT NOT NULL, seq INTEGER NOT NULL, h BLOB NOT NULL, device TEXT NOT NULL,
        s INTEGER NOT NULL, case_number TEXT NOT NULL, PRIMARY KEY (hall_id, seq),
        UNIQUE (hall_id, device, s),
        FOREIGN KEY (hall_id, device, s) REFERENCES events (hall_id, device, s))""",
    """CREATE INDEX changes_by_case ON changes (hall_id, case_number, seq)
        WHERE case_number <> ''""",
    """CREATE TABLE cases (
        hall_id TEXT NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL,
        item_name TEXT NOT NULL, received_on TEXT NOT NULL, rating INTEGER NOT NULL,
        events INTEGER NOT NULL, PRIMARY KEY (hall_id, number))""",
    """CREATE TABLE case_documents (
        hall_id TEXT NOT NULL, number TEXT NOT NULL, position INTEGER NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY (hall_id, number, position))""",
    """CREATE TABLE quarantine (
        hall_id TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL,
        PRIMARY KEY (hall_id, seq))""",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)


def version_of(db: Connection) -> int:
    """The version of the schema in a store; 0 for an empty one."""
    return int(db.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(db: Connection) -> None:
    """Bring the schema up to date inside the caller's transaction.

    Raises `Unavailable` (`newer_store`) for a store written by a newer program.
    """
    version = version_of(db)
    if version > len(STEPS):
        raise Unavailable("newer_store", "库由更新版本的服务器写成，请升级后再打开")
    for step in STEPS[version:]:
        for statement in step:
            db.exec_driver_sql(statement)
    # PRAGMA takes no parameters; the number is our own
    db.exec_driver_sql(f"PRAGMA user_version = {len(STEPS)}")
