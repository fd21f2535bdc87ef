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
from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable
from clerk_app.storage.faults import DAMAGED, database_faults, disk_faults

NAME = "store.db"
CACHE_KIB = 32_000
"""Page cache of one connection. Measured: half the time of a key press at 100,000 items."""
BUSY_SECONDS = 10.0
PAGE_BYTES = 4096
"""SQLCipher's page; each carries its own seal, so that a changed one is noticed when read."""
_PLAIN = b"SQLite format 3\0"


class Store:
    """One open store. `transaction` writes, `reading` reads one consistent state."""

    def __init__(self, engine: Engine, path: Path, key: bytes) -> None:
        self._engine = engine
        self._key = key
        self.path = path

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it or nothing; on return it is on the disk.

        Raises `Unavailable` (`disk_full`, `read_only`, `store_busy`, `disk_error`) or `Damaged`
        (`store_damaged`), and then nothing was written.
        """
        with database_faults(self.path.parent), self._begin("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot that never changes under the reader."""
        with database_faults(self.path.parent), self._begin("BEGIN") as connection:
            yield connection

    def check_pages(self) -> None:
        """Check the seal of every page, used or not.

        Raises `Damaged` (`store_damaged`): a bit has changed on the disk.
        """
        with self.reading() as db:
            found = db.exec_driver_sql("PRAGMA cipher_integrity_check").all()
        if found:
            raise Damaged("store_damaged", f"数据库有 {len(found)} 页损坏，请停止使用并从备份恢复")

    def copy_to(self, path: Path) -> None:
        """Write a whole, consistent copy under the same key, while others read and write.

        `VACUUM INTO` runs outside any transaction, so not through `transaction`.
        Raises `Unavailable` (`disk_full`, `read_only`), `Damaged` (`store_damaged`).
        """
        with database_faults(path.parent), self._begin("") as db:
            db.exec_driver_sql("VACUUM INTO ?", (str(path),))

    def copy_at(self, path: Path) -> Store:
        """Open a copy of this store, which has the same key. Raises as `open_store`."""
        return open_store(path, self._key)

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


def open_store(
    path: Path, key: bytes, *, create: bool = False, version: str = dbapi2.sqlite_version
) -> Store:
    """Open (or, with `create`, make) the store at `path` under a raw 32-byte key.

    `version` is that of the SQLite which will hold the data. Raises `Unavailable`:
    `unsafe_sqlite`, `no_store`, `foreign_store` (another key or not a store at all),
    `read_only`, `disk_full`; `Damaged` (`store_damaged`). A file refused is left as it was.
    """
    fault = sqlite_safety.fault_in_version(version)
    if fault:
        raise Unavailable("unsafe_sqlite", fault)
    if not create:
        _look_at(path)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,  # a message about a statement may end in a log
    )
    event.listen(engine, "begin", _begin)
    store = Store(engine, path, key)
    try:
        with store.reading() as db:
            db.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except BaseException:
        store.close()
        raise
    return store


def connect(path: Path, key: bytes) -> Any:
    """One raw connection with key and settings, checked. Raises as `open_store`."""
    with database_faults(path.parent):
        raw = dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    try:
        with database_faults(path.parent):
            raw.execute("PRAGMA cipher_log_level=NONE")
            raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            if not raw.execute("PRAGMA cipher_version").fetchone():
                raise Unavailable("unsafe_sqlite", "这个 SQLite 不带加密，数据不会写入")
            _read_first_page(raw, path)
            _settle(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def _look_at(path: Path) -> None:
    """Refuse what cannot be a store before SQLite touches it: it would make an empty file one."""
    with disk_faults():
        if not path.exists():
            what = f"数据文件夹里没有 {path.name}。请先运行 init，或从备份恢复"
            raise Unavailable("no_store", what)
        with path.open("rb") as file:
            start = file.read(len(_PLAIN))
        size = path.stat().st_size
    if size < PAGE_BYTES:
        raise Unavailable("foreign_store", f"{path.name} 是空的或不完整的文件。请从备份恢复")
    if start == _PLAIN:
        raise Unavailable("foreign_store", f"{path.name} 没有加密，不是工作站的数据")


def _read_first_page(raw: Any, path: Path) -> None:
    """The first page reads only under the right key, unless it was changed itself.

    When other pages read, the key is right and the file damaged; when none does, the file is
    another's (or its salt, the first 16 bytes, was hit: nothing tells these two apart).
    """
    try:
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        bad = len(raw.execute("PRAGMA cipher_integrity_check").fetchall())
        raise _unreadable(bad, path.stat().st_size // PAGE_BYTES) from error


def _unreadable(bad: int, pages: int) -> ClerkError:
    if bad < pages:
        return Damaged("store_damaged", DAMAGED)
    return Unavailable("foreign_store", "数据文件不是本工作站的，或密钥对不上")


def _settle(raw: Any) -> None:
    raw.execute("PRAGMA temp_store=MEMORY")  # no plain text in temporary files
    # in KiB: every page read again is decrypted again, and the search index is read at each key
    raw.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    for name, value in sqlite_safety.PRAGMAS.items():
        raw.execute(f"PRAGMA {name}={value}")
    read = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name in sqlite_safety.PRAGMAS}
    fault = sqlite_safety.fault_in_pragmas(read)
    if fault:
        raise Unavailable("unsafe_sqlite", fault)


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("clerk_begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
