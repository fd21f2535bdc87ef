"""Catalogue files as they come from disk: rows and their meta, not yet items."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from clerk_app.kernel.errors import Misused, Unavailable

FORMAT: Final = "hall-catalogue"
VERSION: Final = 1
SIZE_LIMIT: Final = 64 * 1024 * 1024
"""Largest file that is read, in bytes: about 60 000 items with their papers."""

_SHEETS = frozenset({".xlsx", ".xlsm", ".xls"})
_ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The rows of one file, as they stand in it. `meta` speaks for all of them."""

    name: str
    sha256: str
    rows: tuple[object, ...]
    meta: Mapping[str, object]


def read_file(path: Path, *, size_limit: int = SIZE_LIMIT) -> CatalogueFile:
    """Read a catalogue file: the exchange form, a bare list, `{meta, items}` or `{meta, rows}`.

    Raises `Misused` (`bad_catalogue_file`, `unsupported_catalogue_version`) naming the file
    and, for broken JSON, line and column; `Unavailable` (`not_available_yet`) for a spreadsheet.
    """
    data = _load(path, size_limit)
    if path.suffix.lower() in _SHEETS or data.startswith(_ZIP_MAGIC):
        raise Unavailable("not_available_yet", f"“{path.name}”是表格文件，表格导入暂未提供")
    document = _parse(path, data)
    rows, meta = _rows_of(path, document)
    return CatalogueFile(path.name, hashlib.sha256(data).hexdigest(), tuple(rows), meta)


def _load(path: Path, size_limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(size_limit + 1)
    except OSError as error:
        raise _bad(path, "打不开或读不出来") from error
    if len(data) > size_limit:
        raise _bad(path, f"超过 {size_limit // 1024 // 1024} MB，请分成几个文件")
    return data


def _parse(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad(path, f"第 {line} 行不是 UTF-8 文字") from error
    except json.JSONDecodeError as error:
        raise _bad(path, f"第 {error.lineno} 行第 {error.colno} 列不是正确的 JSON") from error
    except (ValueError, RecursionError) as error:
        raise _bad(path, "有数字太长或不是数字，或层次太深") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _rows_of(path: Path, document: Any) -> tuple[list[object], Mapping[str, object]]:
    if isinstance(document, list):
        return document, {}
    if not isinstance(document, dict):
        raise _bad(path, "应是事项的列表或一个对象")
    if "format" in document:  # elsewhere `version` is the publisher's own
        _check_version(path, document)
    meta = document.get("meta")
    for name in ("items", "rows"):
        rows = document.get(name)
        if isinstance(rows, list):
            return rows, meta if isinstance(meta, dict) else _meta_beside(document, name)
    raise _bad(path, "没有 items 或 rows 列表")


def _check_version(path: Path, document: dict[str, Any]) -> None:
    if document["format"] != FORMAT:
        raise _bad(path, f"format 不是 {FORMAT}")
    version = document.get("version", VERSION)
    if version != VERSION or isinstance(version, bool):
        raise Misused(
            "unsupported_catalogue_version",
            f"“{path.name}”的版本 {version!r} 不支持，本程序只认识版本 {VERSION}",
        )


def _meta_beside(document: dict[str, Any], rows: str) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != rows}


def _bad(path: Path, what: str) -> Misused:
    return Misused("bad_catalogue_file", f"事项文件“{path.name}”：{what}")
