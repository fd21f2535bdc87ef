"""One backup file: the encrypted store as `VACUUM INTO` copies it, its key slots, the attachments
as they lie there encrypted, the hall's own sentences, a manifest.

The store inside stays encrypted under its own key, so the file may lie anywhere; it opens with
a clerk's password or the recovery code. The last bytes are the SHA-256 of all before them
(as the comment of the ZIP file), so that one changed bit anywhere is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.kernel.paths import OWN_WORDING
from clerk_app.storage import attachments, key_file
from clerk_app.storage.engine import NAME as STORE
from clerk_app.storage.engine import Store
from clerk_app.storage.faults import disk_faults
from clerk_app.storage.files import beside, discard, sync_folder
from clerk_app.storage.journal import Journal

FORMAT = 1
_WORDING_NAME = re.compile(r"[a-z0-9_]{1,40}\.toml\Z")
MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 1024 * 1024
_SEAL = b"sha256:"
_SEAL_BYTES = len(_SEAL) + 64
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    RuntimeError,  # an entry that says it has a password, or an unknown way of compression
    OverflowError,
    RecursionError,
)
"""What reading a ZIP file or JSON raises where the bytes are not what they should be."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: events, the hash of the last of our own, how many attachments; the
    names of those the journal knows and the folder has not."""

    path: Path
    events: int
    head: str
    attachments: int = 0
    missing: tuple[str, ...] = ()


def backup(store: Store, folder: Path, journal: Journal, path: Path, made_at: str) -> Backup:
    """Write a backup while the store is in use; the old file stays until the new one is whole.

    What it says of itself is read from the copy, so it holds whatever was written meanwhile.
    Raises `Unavailable` (`disk_full`, `read_only`, `no_file`), `Damaged` (`store_damaged`).
    """
    temporary, copy = beside(path, "new"), beside(path, "db")
    try:
        with disk_faults():
            copy.touch(mode=0o600, exist_ok=False)  # names a missing or read-only folder itself
        store.copy_to(copy)
        events, head, wanted = _summary(store, copy, journal)
        files = attachments.stored(folder)  # after the store: every file it names is there
        with disk_faults():
            keys = (folder / key_file.NAME).read_bytes()
            facts = {"events": events, "head": head, "made_at": made_at}
            _write(temporary, copy, keys, facts, (*files, *wording(folder)))
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        for name in (temporary, copy, Path(f"{copy}-wal"), Path(f"{copy}-shm")):
            discard(name)
    missing = tuple(sorted(set(wanted) - {file.name for file in files}))
    return Backup(path, events, head, len(files), missing)


def wording(folder: Path) -> tuple[Path, ...]:
    """The files of the hall's own sentences in a data folder, by name."""
    found = (folder / OWN_WORDING).glob("*.toml")
    return tuple(sorted(path for path in found if _is_wording(path.name) and path.is_file()))


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A temporary folder with the store and keys of a backup, checked against its seal.

    Raises `Unavailable` (`no_file`, `disk_full`), `Damaged` (`bad_backup`).
    """
    with disk_faults():
        folder = Path(tempfile.mkdtemp(prefix="restore-"))
    try:
        with disk_faults():
            _unpack(path, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(
    path: Path, store: Path, keys: bytes, facts: dict[str, object], files: tuple[Path, ...]
) -> None:
    named = {f"{file.parent.name}/{file.name}": file for file in files}
    shas = {STORE: _sha_of(store), key_file.NAME: hashlib.sha256(keys).hexdigest()}
    shas |= {name: _sha_of(file) for name, file in named.items()}
    manifest = {"format": FORMAT, **facts, "sha256": shas}
    with path.open("wb") as made, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        archive.write(store, STORE)
        archive.writestr(key_file.NAME, keys)
        for name, file in named.items():
            archive.write(file, name)
        archive.comment = bytes(_SEAL_BYTES)
    with path.open("r+b") as whole:
        seal = _seal_of(whole, path.stat().st_size)
        whole.write(seal)
        whole.flush()
        os.fsync(whole.fileno())


def _seal_of(file: BinaryIO, size: int) -> bytes:
    """The seal of everything before it; the file is then read up to where the seal stands."""
    sha = hashlib.sha256()
    left = size - _SEAL_BYTES
    while left > 0:
        part = file.read(min(left, 1024 * 1024))
        if not part:
            break
        sha.update(part)
        left -= len(part)
    file.seek(max(size - _SEAL_BYTES, 0))
    return _SEAL + sha.hexdigest().encode()


def _unpack(path: Path, folder: Path) -> None:
    if not path.exists():
        raise Unavailable("no_file", f"找不到备份文件：{path}")
    bad = Damaged("bad_backup", f"备份文件损坏或不是本系统的备份：{path.name}")
    with path.open("rb") as file:
        expected = _seal_of(file, path.stat().st_size)
        if file.read() != expected:
            raise bad
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
                raise bad
            manifest = json.loads(archive.read(MANIFEST))
            for name in (STORE, key_file.NAME, *_beside(manifest)):
                (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
                with archive.open(name) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
                if _sha_of(folder / name) != manifest["sha256"][name]:
                    raise Damaged("bad_backup", f"备份文件损坏：{name} 的校验值不对")
    except _UNREADABLE as error:
        raise bad from error


def _beside(manifest: dict[str, Any]) -> list[str]:
    """The attachments and the hall's sentences a manifest names; nothing else is ever unpacked.
    Older ones name none."""
    allowed = {attachments.FOLDER: attachments.is_name, OWN_WORDING: _is_wording}
    named = []
    for name in manifest["sha256"]:
        folder, _, file = name.partition("/")
        if folder in allowed:
            if not allowed[folder](file):
                raise ValueError("a name that is none")
            named.append(name)
    return named


def _is_wording(name: str) -> bool:
    return _WORDING_NAME.match(name) is not None


def _summary(store: Store, copy: Path, journal: Journal) -> tuple[int, str, tuple[str, ...]]:
    with closing(store.copy_at(copy)) as made, made.reading() as db:
        head = journal.own_device(db).head_hash.hex()
        return journal.count(db), head, attachments.names(db)


def _sha_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
