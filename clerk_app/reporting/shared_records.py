"""Where shared papers are looked up, and the driver for halls without an interface: a folder.

A driver answers what the register holds, or None when it holds nothing; it never answers None
when it could not look.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

from clerk_app.intake.rules.given import applicant_key
from clerk_app.kernel.clock import parse_day
from clerk_app.kernel.errors import ClerkError, Unavailable
from clerk_app.kernel.text import plain
from clerk_app.reporting.model import Found, RecordStatus
from clerk_app.storage.faults import disk_faults

FILE_LIMIT = 256 * 1024
MOST_FILES = 20_000


class SharedRecords(Protocol):
    """A register of papers that other bodies issued."""

    @property
    def source(self) -> str:
        """The register by name, as it is recorded."""
        ...

    def find(self, kind: str, id_type: str, id_number: str) -> Found | None:
        """The record of one kind that a person or body holds, the newest that counts first.

        Kind and number are compared as people write them: outer blanks, full width and the case
        of letters do not count. Raises `Unavailable` (`records_unavailable`,
        `records_unreadable`) where it could not look.
        """
        ...


class FolderRecords:
    """Records as JSON files in a folder, one or a list of them a file.

    `{"kind", "id_type", "id_number", "number", "issued_by", "holder"?, "issued_on"?,
    "valid_until"?, "status"?: valid | revoked}`. Files that are no JSON by name are passed over.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def source(self) -> str:
        return f"文件夹 {self._folder.name}"

    def find(self, kind: str, id_type: str, id_number: str) -> Found | None:
        wanted, key = _even(kind), applicant_key(id_type, id_number)
        if not wanted or not key:
            return None
        found: list[Found] = []
        unreadable = 0
        for path in self._files():
            try:
                records = _read(path)
            except (ClerkError, ValueError, TypeError, KeyError, RecursionError):
                unreadable += 1
                continue
            found += [
                _found(record, self.source)
                for record in records
                if _even(record["kind"]) == wanted
                and applicant_key(record["id_type"], record["id_number"]) == key
            ]
        if not found and unreadable:
            raise Unavailable(
                "records_unreadable", f"有 {unreadable} 个记录文件读不出来，不能说没有查到"
            )
        return max(found, key=_rank, default=None)

    def _files(self) -> list[Path]:
        with disk_faults():
            if not self._folder.is_dir():
                raise Unavailable("records_unavailable", "共享材料的文件夹不在，无法查")
            files = sorted(self._folder.glob("*.json"))
        if len(files) > MOST_FILES:
            raise Unavailable("records_unavailable", f"共享材料的文件多于 {MOST_FILES} 个，无法查")
        return files


def _rank(found: Found) -> tuple[bool, str, str]:
    """What counts before what does not, then the newest."""
    return found.status is RecordStatus.VALID, found.valid_until or "9999", found.issued_on


def _even(text: str) -> str:
    return "".join(text.split()).casefold()


def _read(path: Path) -> list[dict[str, str]]:
    with disk_faults():
        if path.stat().st_size > FILE_LIMIT:
            raise ValueError(path.name)
        raw = json.loads(path.read_bytes().decode("utf-8"))
    return [_record(each) for each in (raw if isinstance(raw, list) else [raw])]


def _record(raw: Any) -> dict[str, str]:
    """One record with nothing but texts. Raises for what is not one."""
    record = {
        name: plain(value, name, limit=500)
        for name, value in dict(raw).items()
        if value is not None
    }
    for name in ("kind", "id_type", "id_number", "number", "issued_by"):
        if not record[name]:
            raise ValueError(name)
    for name in ("issued_on", "valid_until"):
        if record.get(name):
            parse_day(record[name])
    RecordStatus(record.get("status") or "valid")
    return record


def _found(record: dict[str, str], source: str) -> Found:
    return Found(
        kind=record["kind"],
        number=record["number"],
        issued_by=record["issued_by"],
        source=source,
        holder=record.get("holder", ""),
        issued_on=record.get("issued_on", ""),
        valid_until=record.get("valid_until", ""),
        status=RecordStatus(record.get("status") or "valid"),
    )
