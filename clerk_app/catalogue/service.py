"""Loading catalogue files: new versions beside the old, one switch, one event's body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, tuple_

from clerk_app.catalogue.exchange import CatalogueFile, read_file
from clerk_app.catalogue.model import ImportReport, ImportWarning, ServiceItem
from clerk_app.catalogue.rules.content import content
from clerk_app.catalogue.rules.papers import is_usable
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.source import ItemRefused
from clerk_app.catalogue.search import readings_of
from clerk_app.catalogue.store import version_of
from clerk_app.catalogue.tables import catalogue_current, catalogue_items, catalogue_state
from clerk_app.journal.canonical import Body

Progress = Callable[[int, int], None]
"""Called with rows read and rows in all."""

_BATCH = 400
"""Keys per statement; SQLite allows 32 766 parameters in one."""
_STEP = 100


@dataclass(slots=True)
class _Reading:
    """What the files say, before anything is written."""

    items: dict[str, ServiceItem] = field(default_factory=dict)
    warnings: list[ImportWarning] = field(default_factory=list)
    refused: list[ImportWarning] = field(default_factory=list)


def import_items(
    db: Connection, files: Sequence[Path], *, progress: Progress | None = None
) -> tuple[ImportReport, Body | None]:
    """Load catalogue files and switch to what they say, in the transaction of `db`.

    Items the files do not name stay as they are; a key named twice takes the later row
    (warning `duplicate_key`). Old versions are kept for ever. The second value is the body
    of the switch event `{catalogue_version, items, file_sha256}`, None when nothing changed.
    Raises what `exchange.read_file` raises, before anything was written.
    """
    packs = [read_file(path) for path in files]
    reading = _read_all(packs, progress)
    in_use = _in_use(db)
    changed = [item for key, item in reading.items.items() if in_use.get(key) != item.content_hash]
    imported = sum(item.key not in in_use for item in changed)
    report = ImportReport(
        imported=imported,
        updated=len(changed) - imported,
        unchanged=len(reading.items) - len(changed),
        warnings=tuple(reading.warnings),
        refused=tuple(reading.refused),
    )
    if not changed:
        return report, None
    _add_versions(db, changed)
    _switch(db, changed)
    version, items = _mark(db)
    hashes = [pack.sha256 for pack in packs]
    return report, {"catalogue_version": version, "items": items, "file_sha256": [*hashes]}


def _read_all(packs: Iterable[CatalogueFile], progress: Progress | None) -> _Reading:
    reading = _Reading()
    packs = list(packs)
    total = sum(len(pack.rows) for pack in packs)
    done = 0
    for pack in packs:
        for position, raw in enumerate(pack.rows, start=1):
            _read_row(reading, pack, position, raw)
            done += 1
            if progress and (done % _STEP == 0 or done == total):
                progress(done, total)
    return reading


def _read_row(reading: _Reading, pack: CatalogueFile, position: int, raw: object) -> None:
    try:
        item, warnings = read_item(raw, pack_meta=pack.meta)
    except ItemRefused as refusal:
        label = f"{pack.name} 第 {position} 条{_name_of(raw)}"
        row = ImportWarning(refusal.code, label, refusal.field, refusal.message)
        reading.refused.append(row)
        return
    reading.warnings.extend(warnings)
    if item.key in reading.items:
        message = f"“{item.key}”出现不止一次，以后面的为准"
        reading.warnings.append(ImportWarning("duplicate_key", item.key, "code", message))
    reading.items[item.key] = item


def _name_of(raw: object) -> str:
    """The name in a refused row, without what made it unfit to show."""
    name = raw.get("name") if isinstance(raw, Mapping) else None
    if not isinstance(name, str):
        return ""
    shown = "".join(char for char in name if char.isprintable())[:60].strip()
    return f" {shown}" if shown else ""


def _in_use(db: Connection) -> dict[str, str]:
    """Key → content hash of the items in use."""
    query = select(catalogue_current.c.key, catalogue_current.c.content_hash)
    return {row.key: row.content_hash for row in db.execute(query)}


def _batches(items: Sequence[ServiceItem]) -> Iterator[Sequence[ServiceItem]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _add_versions(db: Connection, items: Sequence[ServiceItem]) -> None:
    """Write the versions that are not there yet. A version seen before stays as it is."""
    here = catalogue_items.c
    for batch in _batches(items):
        pairs = [(item.key, item.content_hash) for item in batch]
        query = select(here.key, here.content_hash).where(
            tuple_(here.key, here.content_hash).in_(pairs)
        )
        there = {(row.key, row.content_hash) for row in db.execute(query)}
        rows = [
            {
                "key": item.key,
                "content_hash": item.content_hash,
                "name": item.name,
                "department": item.department,
                "content": content(item).decode("utf-8"),
            }
            for item in batch
            if (item.key, item.content_hash) not in there
        ]
        if rows:
            db.execute(insert(catalogue_items), rows)


def _switch(db: Connection, items: Sequence[ServiceItem]) -> None:
    for batch in _batches(items):
        keys = [item.key for item in batch]
        db.execute(delete(catalogue_current).where(catalogue_current.c.key.in_(keys)))
        db.execute(insert(catalogue_current), [_current_row(item) for item in batch])


def _current_row(item: ServiceItem) -> dict[str, object]:
    return {
        "key": item.key,
        "content_hash": item.content_hash,
        "id": item.id,
        "code": item.code,
        "name": item.name,
        "department": item.department,
        "type": item.type.value if item.type else item.type_text,
        "usable": int(is_usable(item)),
        "readings": readings_of(item.name),
    }


def _mark(db: Connection) -> tuple[str, int]:
    """Set the version of the whole catalogue; answer it and the number of items in use."""
    pairs = _in_use(db)
    version = version_of(pairs.items())
    db.execute(delete(catalogue_state))
    db.execute(insert(catalogue_state), {"id": 1, "version": version, "items": len(pairs)})
    return version, len(pairs)
