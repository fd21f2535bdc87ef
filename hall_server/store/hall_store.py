"""The store of a hall server: one encrypted file, one writer, many readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from clerk_app.kernel.errors import Damaged, Misused, Unavailable
from hall_server.store.engine import KEY_BYTES, check_sqlite, make_engine, store_fault
from hall_server.store.lock import ServeLock
from hall_server.store.migrations import migrate
from hall_server.store.tables import changes, halls
from hall_server.store.writer import Writer

FILE_NAME = "hall.db"
KEY_VARIABLE = "HALL_SERVER_KEY"
Result = TypeVar("Result")


def parse_key(text: str) -> bytes:
    """The store's key from its 64 hex digits. Raises `Misused` (`bad_key`)."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError as error:
        raise Misused("bad_key", f"{KEY_VARIABLE} 应是 64 个十六进制数字") from error
    if len(key) != KEY_BYTES:
        raise Misused("bad_key", f"{KEY_VARIABLE} 应是 64 个十六进制数字")
    return key


class HallStore:
    """Opens (with `create`, makes) the store in a folder.

    With `serve` the store is this process's alone to serve; short commands (a new code, the
    doctor) open it beside a running server. Raises `Unavailable` (`no_store`,
    `store_in_use`, `unsafe_sqlite`, `unsafe_pragma`), `Refused` (`wrong_key`), `Damaged`
    (`bad_change_log`) where the counter is not the end of its log.
    """

    def __init__(
        self, folder: Path, key: bytes, *, create: bool = False, serve: bool = False
    ) -> None:
        check_sqlite()
        self.path = folder / FILE_NAME
        if create:
            _make(folder)
        elif not self.path.is_file():
            raise Unavailable("no_store", "这个文件夹里没有大厅的库，请先运行 init")
        self._lock = ServeLock(folder / "hall.lock") if serve else None
        writing = make_engine(self.path, key, begin="BEGIN IMMEDIATE")
        self._reading = make_engine(self.path, key, begin="BEGIN")
        self._engines = (writing, self._reading)
        try:
            with writing.begin() as db:
                migrate(db)
                _check_counters(db)
            self._writer = Writer(writing)
        except DBAPIError as error:
            self._dispose()
            raise store_fault(error) from error
        except BaseException:
            self._dispose()
            raise

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in the writer's transaction; see `Writer.write`."""
        return self._writer.write(work)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One steady picture of the store, while others write."""
        try:
            with self._reading.begin() as db:
                yield db
        except DBAPIError as error:
            raise store_fault(error) from error

    def close(self) -> None:
        """Finish waiting writes and close every connection. May be called twice."""
        self._writer.close()
        self._dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _dispose(self) -> None:
        for engine in self._engines:
            engine.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("store_unavailable", "库的文件夹建不了，请检查权限") from error


def _check_counters(db: Connection) -> None:
    for hall in db.execute(select(halls.c.hall_id, halls.c.seq, halls.c.h)).all():
        last = db.execute(
            select(changes.c.seq, changes.c.h)
            .where(changes.c.hall_id == hall.hall_id)
            .order_by(changes.c.seq.desc())
            .limit(1)
        ).one_or_none()
        found = (0, bytes(32)) if last is None else (last.seq, last.h)
        if found != (hall.seq, hall.h):
            raise Damaged("bad_change_log", "大厅变更记录的末尾和计数对不上")
