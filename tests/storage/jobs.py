"""What a process of its own does until it is killed. `Jobs` calls these by name."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - loaded before the fork, not in every child
from sqlalchemy import event

from clerk_app.kernel.errors import ClerkError
from clerk_app.storage import engine
from clerk_app.storage.backup import backup
from clerk_app.storage.lock import writer_lock
from clerk_app.storage.migrate import migrate
from clerk_app.storage.status import write_status
from tests.support.stores import AT, CASE, a_journal, opened


def append_for_ever(folder: str, key: str) -> None:
    """One event a transaction; the number of each is printed once it is committed."""
    with opened(Path(folder), bytes.fromhex(key)) as station:
        while True:
            body: Any = {"number": f"{CASE}-01", "kind": "受理通知书"}
            print(station.record("document.issued", body, case=CASE).header.s, flush=True)


def append_and_witness(folder: str, key: str, count: int) -> None:
    """Append, write the witness as before a page, and wait to be killed."""
    with opened(Path(folder), bytes.fromhex(key)) as station:
        for _ in range(count):
            station.record()
        with station.store.reading() as db:
            write_status(station.folder, db, station.journal)
        print("witnessed", flush=True)
        time.sleep(60)


def hold(folder: str) -> None:
    """Hold the folder for writing."""
    try:
        with writer_lock(Path(folder)):
            print("held", flush=True)
            time.sleep(60)
    except ClerkError as error:
        print(error.code, flush=True)


def try_to_hold(folder: str) -> None:
    """Say whether the folder may be held."""
    try:
        with writer_lock(Path(folder)):
            print("held", flush=True)
    except ClerkError as error:
        print(error.code, flush=True)


def back_up_for_ever(folder: str, key: str, path: str) -> None:
    """One backup after the other into the same file."""
    with opened(Path(folder), bytes.fromhex(key)) as station:
        while True:
            backup(station.store, station.folder, station.journal, Path(path), AT)
            print("backed", flush=True)


def migrate_and_die(folder: str, key: str, statements: int) -> None:
    """Migrate to the newest schema, gone without a word before the next writing statement after
    so many."""
    store = engine.open_store(Path(folder) / engine.NAME, bytes.fromhex(key))
    left = [statements]

    def count(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = " ".join(statement.split())
        if words.startswith(("SELECT", "PRAGMA")):  # reading changes nothing
            return
        if left[0] == 0:
            print(words[:60], flush=True)
            os._exit(9)
        left[0] -= 1

    with store.transaction() as db:
        event.listen(db, "before_cursor_execute", count)
        migrate(db, a_journal())
    print("migrated", flush=True)
    store.close()
