"""What the disk and the database say when they fail, in the words of the house."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable

DISK_FULL = "磁盘已满，刚才的操作没有保存。请清理磁盘后重试；已保存的办件不受影响"
TARGET_FULL = "这个磁盘满了，没有存下。请清出空间，或者换一个位置再存"
"""Of a place that was chosen for a file: the store may have all the room it needs."""
READ_ONLY = "数据文件夹是只读的，无法保存。请检查磁盘写保护或文件夹权限"
LEAST_FREE_BYTES = 128 * 1024
"""What SQLite needs beside the store to begin anything: the index of its log, a few pages."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
DAMAGED = "数据库损坏。请停止使用并从备份恢复"


def from_os(error: OSError, target: Path | None = None) -> ClerkError:
    """The house's error for one of the operating system.

    `target` is the file that was to be written, where the error may name a passing one.
    """
    if error.errno in FULL:
        said = f"磁盘已满，没有写成“{target}”。请清理磁盘后重试；已保存的办件不受影响"
        return Unavailable("disk_full", said if target else DISK_FULL)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        said = f"只读或没有权限，没有写成“{target}”。请检查磁盘写保护或文件夹权限"
        return Unavailable("read_only", said if target else READ_ONLY)
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY}:
        folder = target.parent if target else error.filename
        return Unavailable("not_a_folder", f"路径不对，应是一个文件夹：{folder}")
    if error.errno == errno.ENOENT:
        return Unavailable("no_file", f"找不到文件或文件夹：{target or error.filename}")
    where = f"“{target}”" if target else "磁盘"
    return Unavailable("disk_error", f"读写{where}出错（{error.strerror}）。请检查磁盘后重试")


def from_database(error: BaseException, place: Path | None = None) -> ClerkError | None:
    """The house's error for one of SQLite, by its result code; None for a bug of ours.

    SQLite tells a full disk from a broken one only for its main files, so for the others the
    free space of `place`, the folder written to, is asked.
    """
    name = str(getattr(error, "sqlite_errorname", ""))
    table: list[tuple[str, ClerkError]] = [
        ("SQLITE_FULL", Unavailable("disk_full", DISK_FULL)),
        ("SQLITE_READONLY", Unavailable("read_only", READ_ONLY)),
        (
            "SQLITE_CANTOPEN",
            Unavailable("read_only", "数据库打不开：文件夹不存在、只读或没有权限"),
        ),
        ("SQLITE_BUSY", Unavailable("store_busy", "数据库正被另一个程序使用，请稍后再试")),
        # a page that does not decrypt; at the first page `engine` tells a wrong key from damage
        ("SQLITE_NOTADB", Damaged("store_damaged", DAMAGED)),
        ("SQLITE_CORRUPT", Damaged("store_damaged", DAMAGED)),
        ("SQLITE_IOERR", Unavailable("disk_error", "读写磁盘出错，刚才的操作没有保存")),
    ]
    if name.startswith("SQLITE_IOERR") and place is not None and _is_full(place):
        name = "SQLITE_FULL"
    return next((fault for prefix, fault in table if name.startswith(prefix)), None)


def _is_full(place: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(place).free < LEAST_FREE_BYTES
    return False


@contextmanager
def disk_faults(target: Path | None = None) -> Iterator[None]:
    """Turn `OSError` into the house's errors, naming `target` where there is one."""
    try:
        yield
    except OSError as error:
        raise from_os(error, target) from error


@contextmanager
def room_at(place: Path, home: Path) -> Iterator[None]:
    """A full disk at a place that was chosen for a file, outside the data folder `home`, is no
    full store: it is `target_full`, and people are taken in as before."""
    try:
        yield
    except Unavailable as error:
        if error.code == "disk_full" and not place.is_relative_to(home):
            raise Unavailable("target_full", TARGET_FULL) from error
        raise


@contextmanager
def database_faults(place: Path | None = None) -> Iterator[None]:
    """Turn errors of SQLite that a person may meet into the house's; let bugs through.

    `place` is the folder that is written to.
    """
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3 import dbapi2

    try:
        yield
    except DBAPIError as error:
        fault = from_database(error.orig, place) if error.orig is not None else None
        if fault is None:
            raise
        raise fault from error
    except dbapi2.Error as error:
        fault = from_database(error, place)
        if fault is None:
            raise
        raise fault from error
