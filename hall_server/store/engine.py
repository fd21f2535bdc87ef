"""The encrypted engine: how a connection to the hall's store is made, and what it must prove."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from clerk_app.kernel.errors import ClerkError, Damaged, Refused, Unavailable
from clerk_app.kernel.sqlite_safety import PRAGMAS, fault_in_pragmas, fault_in_version

KEY_BYTES = 32
READERS = 8
BUSY_SECONDS = 10.0


def check_sqlite() -> None:
    """Raises `Unavailable` (`unsafe_sqlite`) where the library would lose commits."""
    fault = fault_in_version(dbapi2.sqlite_version)
    if fault:
        raise Unavailable("unsafe_sqlite", fault)


def connect(path: Path, key: bytes) -> Any:
    """A connection with key and pragmas set and read back.

    Raises `Refused` (`wrong_key`): a wrong key and a ruined first page look the same from
    here. Raises `Unavailable` (`unsafe_pragma`) where the folder cannot hold the promise,
    `store_unavailable` where the file cannot be opened.
    """
    try:
        db = dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except dbapi2.OperationalError as error:
        raise Unavailable("store_unavailable", "库文件打不开，请检查文件夹权限") from error
    try:
        # raw key: 32 random bytes need no slow derivation
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        db.execute("PRAGMA cipher_log_level = NONE")  # it writes to stderr otherwise
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.DatabaseError as error:
            if isinstance(error, dbapi2.OperationalError):
                raise Unavailable("store_unavailable", "库文件读不了，请稍后再试") from error
            raise Refused("wrong_key", "库的钥匙不对，或库文件的第一页已损坏") from error
        for name, value in PRAGMAS.items():
            db.execute(f"PRAGMA {name} = {value}")
        fault = fault_in_pragmas(read_pragmas(db))
        if fault:
            raise Unavailable("unsafe_pragma", fault)
    except BaseException:
        db.close()
        raise
    return db


def read_pragmas(db: Any) -> dict[str, object]:
    """What a raw connection answers for each of `PRAGMAS`."""
    return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}


def make_engine(path: Path, key: bytes, *, begin: str) -> Engine:
    """An engine whose transactions start with `begin`: `BEGIN` reads one steady picture,
    `BEGIN IMMEDIATE` is the writer's."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=READERS,
        max_overflow=64,
        pool_reset_on_return="rollback",
        hide_parameters=True,  # they are people's data
    )

    def start(db: Connection) -> None:
        db.exec_driver_sql(begin)

    event.listen(engine, "begin", start)
    return engine


def store_fault(error: DBAPIError) -> ClerkError:
    """What a failure of the store means to whoever asked: `Unavailable`
    (`store_unavailable`: disk full, read-only, locked), or `Damaged` (`store_damaged`) where
    a page is not what was written."""
    told = str(error.orig).lower()
    if "malformed" in told or "not a database" in told:
        return Damaged("store_damaged", "大厅的库有损坏，请停用并从备份恢复")
    return Unavailable("store_unavailable", "大厅的库此刻用不了，请稍后重发")
