"""The encrypted store: how it is opened, and the one transaction helper.

WAL with `synchronous=FULL`: what is committed survives a power cut, so a page may be printed
once `transaction` has returned. The settings are read back at every opening; a store that does
not hold them is not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from clerk_app.kernel import sqlite_safety
from clerk_app.kernel.errors import Unavailable
from clerk_app.storage.faults import database_faults

NAME = "store.db"
BUSY_SECONDS = 10.0


class Store:
    """One open store. `transaction` writes, `reading` reads one consistent state."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it or nothing; on return it is on the disk.

        Raises `Unavailable` (`disk_full`, `read_only`, `store_busy`, `disk_error`) or `Damaged`
        (`store_damaged`), and then nothing was written.
        """
        with database_faults(), self._begin("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot that never changes under the reader."""
        with database_faults(), self._begin("BEGIN") as connection:
            yield connection

    @contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """Outside any transaction: for `VACUUM INTO` alone, which SQLite demands so."""
        with database_faults(), self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def _begin(self, begin: str) -> Iterator[Connection]:
        with (
            self._engine.connect().execution_options(clerk_begin=begin) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Give every connection back; the write-ahead log is folded in by the last one."""
        self._engine.dispose()


def open_store(path: Path, key: bytes, *, create: bool = False) -> Store:
    """Open (or, with `create`, make) the store at `path` under a raw 32-byte key.

    Raises `Unavailable`: `unsafe_sqlite`, `no_store`, `foreign_store` (another key or not a
    store at all), `read_only`, `disk_full`; `Damaged` (`store_damaged`).
    """
    fault = sqlite_safety.fault_in_version(dbapi2.sqlite_version)
    if fault:
        raise Unavailable("unsafe_sqlite", fault)
    if not create and not path.exists():
        raise Unavailable("no_store", f"数据文件夹里没有 {path.name}。请先运行 init，或从备份恢复")
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,
    )
    event.listen(engine, "begin", _begin)
    store = Store(engine, path)
    try:
        with store.reading() as db:
            db.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except BaseException:
        store.close()
        raise
    return store


def connect(path: Path, key: bytes) -> Any:
    """One raw connection with key and settings, checked. Raises as `open_store`."""
    with database_faults():
        raw = dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    try:
        with database_faults():
            raw.execute("PRAGMA cipher_log_level=NONE")
            raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _settle(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def _settle(raw: Any) -> None:
    raw.execute("PRAGMA temp_store=MEMORY")  # no plain text in temporary files
    for name, value in sqlite_safety.PRAGMAS.items():
        raw.execute(f"PRAGMA {name}={value}")
    read = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in sqlite_safety.PRAGMAS}
    fault = sqlite_safety.fault_in_pragmas(read)
    if not raw.execute("PRAGMA cipher_version").fetchone():
        fault = "这个 SQLite 不带加密，数据不会写入"
    if fault:
        raise Unavailable("unsafe_sqlite", fault)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("clerk_begin", "BEGIN"))
