"""What the disk and the database say when they fail, in the words of the house."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from clerk_app.kernel.errors import ClerkError, Damaged, Unavailable

DISK_FULL = "磁盘已满，刚才的操作没有保存。请清理磁盘后重试；已保存的办件不受影响"
READ_ONLY = "数据文件夹是只读的，无法保存。请检查磁盘写保护或文件夹权限"


def from_os(error: OSError) -> ClerkError:
    """The house's error for one of the operating system."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Unavailable("disk_full", DISK_FULL)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return Unavailable("read_only", READ_ONLY)
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY}:
        return Unavailable("not_a_folder", f"路径不对，应是一个文件夹：{error.filename}")
    if error.errno == errno.ENOENT:
        return Unavailable("no_file", f"找不到文件或文件夹：{error.filename}")
    return Unavailable("disk_error", f"读写磁盘出错（{error.strerror}）。请检查磁盘后重试")


def from_database(error: BaseException) -> ClerkError | None:
    """The house's error for one of SQLite, by its result code; None for a bug of ours."""
    name = str(getattr(error, "sqlite_errorname", ""))
    table: list[tuple[str, ClerkError]] = [
        ("SQLITE_FULL", Unavailable("disk_full", DISK_FULL)),
        ("SQLITE_READONLY", Unavailable("read_only", READ_ONLY)),
        (
            "SQLITE_CANTOPEN",
            Unavailable("read_only", "数据库打不开：文件夹不存在、只读或没有权限"),
        ),
        ("SQLITE_BUSY", Unavailable("store_busy", "数据库正被另一个程序使用，请稍后再试")),
        ("SQLITE_NOTADB", Unavailable("foreign_store", "数据文件不是本工作站的，或密钥对不上")),
        ("SQLITE_CORRUPT", Damaged("store_damaged", "数据库损坏。请停止使用并从备份恢复")),
        ("SQLITE_IOERR", Unavailable("disk_error", "读写磁盘出错，刚才的操作没有保存")),
    ]
    return next((fault for prefix, fault in table if name.startswith(prefix)), None)


@contextmanager
def disk_faults() -> Iterator[None]:
    """Turn `OSError` into the house's errors."""
    try:
        yield
    except OSError as error:
        raise from_os(error) from error


@contextmanager
def database_faults() -> Iterator[None]:
    """Turn errors of SQLite that a person may meet into the house's; let bugs through."""
    from sqlalchemy.exc import DBAPIError
    from sqlcipher3 import dbapi2

    try:
        yield
    except DBAPIError as error:
        fault = from_database(error.orig) if error.orig is not None else None
        if fault is None:
            raise
        raise fault from error
    except dbapi2.Error as error:
        fault = from_database(error)
        if fault is None:
            raise
        raise fault from error
