"""One backup file: the encrypted store as `VACUUM INTO` copies it, its key slots, a manifest.

The store inside stays encrypted under its own key, so the file may lie anywhere; it opens with
a clerk's password or the recovery code.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.storage import key_file
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.engine import Store
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import sync_folder
from clerk_app.storage.journal import Journal

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: events, and the hash of the last of our own."""

    path: Path
    events: int
    head: str


def backup(store: Store, folder: Path, journal: Journal, path: Path, made_at: str) -> Backup:
    """Write a backup while the store is in use; the old file stays until the new one is whole.

    Raises `Unavailable` (`disk_full`, `read_only`).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    copy = path.with_name(f".{path.name}.{os.getpid()}.db")
    try:
        with store.autocommit() as db:
            db.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        with store.reading() as db:
            events, head = _summary(db, journal)
        with disk_faults():
            keys = (folder / key_file.NAME).read_bytes()
            _write(temporary, copy, keys, {"events": events, "head": head, "made_at": made_at})
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    return Backup(path, events, head)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A temporary folder with the store and keys of a backup, checked against the manifest.

    Raises `Unavailable` (`no_file`), `Damaged` (`bad_backup`).
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        folder = Path(name)
        with disk_faults():
            _unpack(path, folder)
        yield folder


def _write(path: Path, store: Path, keys: bytes, facts: dict[str, object]) -> None:
    manifest = {
        "format": FORMAT,
        **facts,
        "sha256": {STORE: _sha(store.read_bytes()), key_file.NAME: _sha(keys)},
    }
    with path.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            archive.write(store, STORE)
            archive.writestr(key_file.NAME, keys)
        file.flush()
        os.fsync(file.fileno())


def _unpack(path: Path, folder: Path) -> None:
    if not path.exists():
        raise Unavailable("no_file", f"找不到备份文件：{path}")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            for name in (STORE, key_file.NAME):
                data = archive.read(name)
                if _sha(data) != manifest["sha256"][name]:
                    raise Damaged("bad_backup", f"备份文件损坏：{name} 的校验值不对")
                (folder / name).write_bytes(data)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise Damaged("bad_backup", f"备份文件损坏或不是本系统的备份：{path.name}") from error


def _summary(db: Connection, journal: Journal) -> tuple[int, str]:
    return journal.count(db), journal.own_device(db).head_hash.hex()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
