"""Small files beside the store: written whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.storage.faults import disk_faults


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Replace `path` so that after a power cut it is the old file or the new one. `private`: what
    it says of a person no other account of the computer may read (`open_private`).

    Raises `Misused` (`not_a_file`), `Unavailable` (`disk_full`, `read_only`, …), which name
    `path`; what was there is then untouched.
    """
    refuse_no_file(path)
    temporary = beside(path, "new")
    with disk_faults(path):
        try:
            with open_private(temporary, path) if private else temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            sync_folder(path.parent)
        finally:
            discard(temporary)


def open_private(new: Path, place: Path) -> BinaryIO:
    """A new file, opened to be written, that will take the place of `place`: read by this account
    alone, and not written where the file that stands there is not. Raises `OSError`."""
    try:
        kept = place.lstat().st_mode
    except FileNotFoundError:
        kept = _PRIVATE
    if os.name == "nt":  # there the folder's own list says who may read
        kept = _PRIVATE
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # with the opening: not for a moment may others read it, and not every disk changes it later
    return os.fdopen(os.open(new, flags, _PRIVATE & kept | stat.S_IRUSR), "wb")


def write_over(path: Path, data: bytes) -> None:
    """Write a small file over the one that stands there, in one call and without waiting for the
    disk: a program that dies leaves the old or the new, a power cut may leave the old.

    Only for what is a convenience to have. Raises as `write_whole`.
    """
    refuse_no_file(path)
    with disk_faults(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            filled = data.rstrip(b"\n").ljust(_OVER_BYTES - 1) + b"\n"
            os.write(handle, filled)
            if os.fstat(handle).st_size != len(filled):
                os.ftruncate(handle, len(filled))
        finally:
            os.close(handle)


def keep_out(folder: Path, target: Path) -> Path:
    """A path to write to that is not among the workstation's own files.

    Raises `Misused` (`inside_data`): a backup or a page must never overwrite store or keys.
    """
    place, home = target.resolve(), folder.resolve()
    inside = place == home or home in place.parents
    if inside and home / "printed" not in (place, *place.parents):
        raise Misused("inside_data", f"不能写到数据文件夹里：{target}。请另选一个位置")
    return target


_PRIVATE = 0o600
_OVER_BYTES = 256
"""Blanks fill a file that is written over, so that a shorter text leaves nothing of a longer."""


def refuse_no_file(path: Path) -> None:
    """Raises `Misused` (`not_a_file`) where a folder, device, socket or pipe stands.

    A rename would put a file in the place of a device; `Unavailable` for the disk.
    """
    with disk_faults(path):
        try:
            kind = path.stat().st_mode
        except FileNotFoundError:
            return
    if not stat.S_ISREG(kind):
        raise Misused("not_a_file", f"“{path}”不是普通文件，不能写在这里。请另选一个位置")


_NAMED = 40
"""Characters of its name that a passing file beside another carries: a file system has room for
255 bytes, and a long name that fits must not fail for ours."""


def beside(path: Path, ending: str) -> Path:
    """A hidden name next to `path` that no other thread or process uses."""
    return path.with_name(f".{path.name[:_NAMED]}.{secrets.token_hex(4)}.{ending}")


def discard(path: Path) -> None:
    """Remove a file of ours if it can be removed: on a read-only disk it never came to be."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the platform can."""
    if os.name == "nt":  # Windows flushes directory entries itself and cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, content: dict[str, Any], *, private: bool = False) -> None:
    """`write_whole` for a small JSON document."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, text.encode("utf-8") + b"\n", private=private)


def read_json(path: Path) -> dict[str, Any]:
    """Read one back. Raises `Damaged` (`bad_file`) naming it; `Unavailable` (`no_file`)."""
    with disk_faults():
        data = path.read_bytes()
    try:
        content = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Damaged("bad_file", f"文件损坏：{path.name}") from error
    if not isinstance(content, dict):
        raise Damaged("bad_file", f"文件损坏：{path.name}")
    return content
