"""Catalogue files as they come from disk: which kind, how many rows, then row by row."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from clerk_app.catalogue.exchange import json_rows, sheet_rows
from clerk_app.catalogue.exchange.rows import MB, BrokenFile, Row
from clerk_app.catalogue.model import ImportWarning

SIZE_LIMIT: Final = 512 * MB
"""Largest file that is read, in bytes: some 300 000 items with their papers."""

_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".xltx", ".et", ".ods", ".xlsb"})
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One file, checked and counted, its rows not yet in memory.

    `meta` speaks for all items; `bundles` are the entries of a top-level list of that name.
    `notes` are what is odd about the file as a whole, each naming it. `broken`: it breaks off
    after `total` rows, as `rows()` will say when it gets there.
    """

    name: str
    sha256: str
    meta: Mapping[str, object]
    total: int
    bundles: tuple[object, ...]
    notes: tuple[ImportWarning, ...]
    broken: BrokenFile | None
    is_book: bool
    _rows: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file.

        Raises `BrokenFile` after the good rows of a file that breaks off, and where the
        file is no longer the one that was opened.
        """
        return self._rows()


def open_catalogue(path: Path, *, size_limit: int = SIZE_LIMIT) -> CatalogueFile:
    """Check and count a catalogue file: JSON in its published shapes, or an XLSX workbook.

    Raises `BrokenFile` (`bad_catalogue_file`) where nothing in it can be read, naming the
    file and, for JSON, line and column; `Misused` (`unsupported_catalogue_version`).
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise BrokenFile(path.name, "不是普通文件")
        if state.st_size > size_limit:
            raise BrokenFile(path.name, f"超过 {size_limit // MB} MB，请分成几个文件")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            opened = _open(path, file)
    except OSError as error:
        raise BrokenFile(path.name, "打不开或读不出来") from error
    return CatalogueFile(
        name=path.name,
        sha256=digest,
        meta=opened.meta,
        total=opened.total,
        bundles=opened.bundles,
        notes=_named(path.name, opened.notes),
        broken=opened.broken,
        is_book=opened.is_book,
        _rows=lambda: _unchanged(path, state, opened.rows),
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What one kind of file tells."""

    total: int
    rows: Callable[[], Iterator[Row]]
    meta: Mapping[str, object]
    bundles: tuple[object, ...] = ()
    notes: tuple[ImportWarning, ...] = ()
    broken: BrokenFile | None = None
    is_book: bool = False


def _open(path: Path, file: BinaryIO) -> _Opened:
    magic = file.read(4)
    file.seek(0)
    if path.suffix.lower() in _SHEETS or magic[:2] == _ZIP or magic == _OLE:
        book = sheet_rows.read_book(path.name, file)
        return _Opened(book.total, book.rows, book.meta, book.bundles, book.notes, is_book=True)
    found = json_rows.outline(path.name, file)
    meta, bundles = _beside(found)
    return _Opened(
        total=found.total,
        rows=lambda: json_rows.rows(path, found),
        meta=meta,
        bundles=bundles,
        broken=found.broken,
    )


def _beside(found: json_rows.Outline) -> tuple[Mapping[str, Any], tuple[object, ...]]:
    """The meta of the file, which may stand after its rows, and its bundles."""
    bundles = found.beside.get("bundles")
    kept = {name: value for name, value in found.beside.items() if name != "bundles"}
    meta = kept.get("meta")
    listed = tuple(bundles) if isinstance(bundles, list) else ()
    return (meta if isinstance(meta, dict) else kept), listed


def _unchanged(
    path: Path, then: os.stat_result, rows: Callable[[], Iterator[Row]]
) -> Iterator[Row]:
    """The rows of the file that was counted; never those of one written over it meanwhile."""
    try:
        now = path.stat()
    except OSError as error:
        raise BrokenFile(path.name, "打不开或读不出来") from error
    if (now.st_size, now.st_mtime_ns) != (then.st_size, then.st_mtime_ns):
        raise BrokenFile(path.name, "读的时候被改动了，请再导入一次")
    try:
        for row in rows():
            yield _with_file(path.name, row) if row.notes or row.problem else row
    except OSError as error:
        raise BrokenFile(path.name, "打不开或读不出来") from error


def _named(name: str, notes: tuple[ImportWarning, ...]) -> tuple[ImportWarning, ...]:
    """Places with the file they are in: a hall imports several at once."""
    return tuple(
        note if note.item == name else replace(note, item=f"{name} {note.item}") for note in notes
    )


def _with_file(name: str, row: Row) -> Row:
    problem = _named(name, (row.problem,))[0] if row.problem else None
    return replace(row, notes=_named(name, row.notes), problem=problem)
