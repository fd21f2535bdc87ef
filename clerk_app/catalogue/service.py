"""Loading catalogue files: new versions beside the old, one switch, one event's body.

Rows are read one at a time: of a whole file only the report and what lists show stay in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from clerk_app.catalogue.exchange.files import CatalogueFile, open_catalogue
from clerk_app.catalogue.exchange.rows import BrokenFile
from clerk_app.catalogue.exchange.template import BEYOND_BOOKS
from clerk_app.catalogue.model import (
    BUNDLE,
    Bundle,
    ImportReport,
    ImportWarning,
    Progress,
    ServiceItem,
    Stage,
)
from clerk_app.catalogue.rules.papers import is_usable
from clerk_app.catalogue.rules.reading import read_packed
from clerk_app.catalogue.rules.reading_bundles import read_bundle
from clerk_app.catalogue.rules.source import ItemRefused
from clerk_app.catalogue.rules.writing import exchange_form
from clerk_app.catalogue.search import index
from clerk_app.catalogue.store import item_version, version_of
from clerk_app.catalogue.tables import (
    catalogue_bundles,
    catalogue_current,
    catalogue_state,
)
from clerk_app.journal.canonical import Body

_IN_BOOKS: Final = {"onsite_visits": "visits", "service_object": "subjects"}
MOST_TOLD: Final = 20_000
"""Warnings that are told one by one; the rest only by number, per code."""
_BATCH = 400
_STEP = 100
_ADD_ITEM = (
    "INSERT INTO catalogue_items (key, content_hash, name, department, content) "
    "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)


@dataclass(slots=True)
class _Loading:
    """What one import found so far."""

    had: dict[str, str]  # key → content hash in use before
    bundles: set[str]  # keys that are bundles
    by_id: dict[str, str]  # id of an item known by nothing else → its key
    gone: list[str] = field(default_factory=list)  # keys that another one replaces
    now: dict[str, str] = field(default_factory=dict)  # key → hash of the last row that named it
    entries: dict[str, index.Entry] = field(default_factory=dict)
    warnings: list[ImportWarning] = field(default_factory=list)
    refused: list[ImportWarning] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def warn(self, found: Iterable[ImportWarning]) -> None:
        for warning in found:
            self.counts[warning.code] += 1
            if len(self.warnings) < MOST_TOLD:
                self.warnings.append(warning)

    def refuse(self, warning: ImportWarning) -> None:
        self.counts[warning.code] += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(warning)

    def report(self) -> ImportReport:
        changed = [key for key, mark in self.now.items() if self.had.get(key) != mark]
        imported = sum(key not in self.had for key in changed)
        return ImportReport(
            imported=imported,
            updated=len(changed) - imported,
            unchanged=len(self.now) - len(changed),
            warnings=tuple(self.warnings),
            refused=tuple(self.refused),
            counts=tuple(sorted(self.counts.items())),
        )


def import_items(
    db: Connection,
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    partial: bool = False,
) -> tuple[ImportReport, Body | None]:
    """Load catalogue files and switch to what they say, in the transaction of `db`.

    Items the files do not name stay as they are; a key named twice takes the later row
    (warning `duplicate_key`). Old versions are kept for ever. The second value is the body
    of the switch event `{catalogue_version, items, file_sha256}`, None when nothing changed.

    A file that breaks off in the middle loads nothing, or with `partial` the good rows before
    the break. `progress` may raise to give up: whatever it raises ends the import, and the
    transaction of `db` takes everything back.

    Raises what `exchange.files.open_catalogue` raises, before anything was written.
    """
    packs = [open_catalogue(path) for path in files]
    for pack in packs:
        if pack.broken is not None and not (partial and pack.total):
            raise pack.broken
    loading = _Loading(_in_use(db), *_known(db))
    total = sum(pack.total for pack in packs)
    step = _counted(progress, total)
    for batch in _batches(_rows(db, packs, loading, step, partial=partial)):
        _add_versions(db, loading, batch)
    report = loading.report()
    changed = [loading.entries[key] for key in loading.entries if _is_new(loading, key)]
    gone = [key for key in loading.gone if key not in loading.now]
    if not changed and not gone:
        return report, None
    _tell(progress, Stage.INDEXING, 0, len(changed))
    index.drop(db, gone)
    index.put(db, changed)
    _tell(progress, Stage.INDEXING, len(changed), len(changed))
    version, items = _mark(db)
    hashes = [pack.sha256 for pack in packs]
    return report, {"catalogue_version": version, "items": items, "file_sha256": [*hashes]}


_Read = tuple[ServiceItem | Bundle, bytes]
"""An entry with the bytes of its version."""


def _rows(
    db: Connection,
    packs: Iterable[CatalogueFile],
    loading: _Loading,
    step: Callable[[], None],
    *,
    partial: bool,
) -> Iterator[_Read]:
    for pack in packs:
        loading.warn(pack.notes)
        try:
            for row in pack.rows():
                loading.warn(row.notes)
                if row.problem is not None:
                    loading.refuse(row.problem)
                else:
                    raw = _completed(db, loading, pack, row.raw)
                    yield from _read(loading, pack, row.place, raw, read_packed)
                step()
        except BrokenFile as broken:
            if not partial:
                raise
            loading.refuse(ImportWarning(broken.code, pack.name, "", broken.message))
        for place, raw in enumerate(pack.bundles, start=1):
            yield from _read(loading, pack, f"一件事第 {place} 条", raw, read_bundle)


def _read(
    loading: _Loading,
    pack: CatalogueFile,
    place: str,
    raw: object,
    read: Callable[..., tuple[ServiceItem | Bundle, bytes, tuple[ImportWarning, ...]]],
) -> Iterator[_Read]:
    try:
        entry, data, warnings = read(raw, pack_meta=pack.meta)
    except ItemRefused as refusal:
        label = f"{pack.name} {place}{_name_of(raw)}"
        loading.refuse(ImportWarning(refusal.code, label, refusal.field, refusal.message))
        return
    taken = _taken(loading, entry)
    if taken:
        label = f"{pack.name} {place}{_name_of(raw)}"
        loading.refuse(ImportWarning("key_taken", label, "code", taken))
        return
    loading.warn(warnings)
    if isinstance(entry, ServiceItem):
        _renamed(loading, entry)
    else:
        loading.bundles.add(entry.key)
    before = loading.now.get(entry.key)
    if before is not None:
        said = "内容相同" if before == entry.content_hash else "内容不同，以后面的为准"
        message = f"“{entry.key}”出现不止一次，{said}（{place}）"
        loading.warn([ImportWarning("duplicate_key", entry.key, "code", message)])
    loading.now[entry.key] = entry.content_hash
    yield entry, data


def _taken(loading: _Loading, entry: ServiceItem | Bundle) -> str:
    """Why a key cannot be used: items and bundles share one list of keys."""
    known = entry.key in loading.had or entry.key in loading.now
    if not known or (entry.key in loading.bundles) == isinstance(entry, Bundle):
        return ""
    what = "一件事" if entry.key in loading.bundles else "事项"
    return f"编码“{entry.key}”已经是{what}的编码，请换一个"


def _renamed(loading: _Loading, item: ServiceItem) -> None:
    """An item that was known by its id only and now has a code stays one item."""
    old = loading.by_id.get(item.id) if item.code and item.id != item.key else None
    if old is None or old == item.key:
        return
    message = f"原来用“{old}”作编码，现在用“{item.code}”，旧的不再列出"
    loading.warn([ImportWarning("renamed_key", item.key, "code", message)])
    loading.gone.append(old)
    del loading.by_id[item.id]


def _completed(db: Connection, loading: _Loading, pack: CatalogueFile, raw: object) -> object:
    """A row of a workbook with what workbooks cannot hold, from the version in use.

    Otherwise a list that was exported, mended and loaded again would lose it silently.
    """
    if not pack.is_book or not isinstance(raw, Mapping):
        return raw
    key = str(raw.get("code") or raw.get("id") or "").strip()
    if key not in loading.had or key in loading.bundles or key in loading.now:
        return raw
    stored = exchange_form(item_version(db, key, loading.had[key]))
    kept = {name: stored[name] for name in BEYOND_BOOKS if name in stored and name not in raw}
    for column, name in _IN_BOOKS.items():  # these a sheet does hold
        if column in raw and isinstance(kept.get("listing"), dict):
            kept["listing"].pop(name, None)
    if not kept:
        return raw
    message = f"表格里没有的内容照旧：{'、'.join(BEYOND_BOOKS[name] for name in kept)}"
    loading.warn([ImportWarning("kept_from_before", key, "", message)])
    return {**raw, **kept}


def _name_of(raw: object) -> str:
    """The name in a refused row, without what made it unfit to show."""
    name = raw.get("name") if isinstance(raw, Mapping) else None
    if not isinstance(name, str):
        return ""
    shown = "".join(char for char in name if char.isprintable())[:60].strip()
    return f" {shown}" if shown else ""


def _counted(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % _STEP == 0 or done == total:
            _tell(progress, Stage.READING, done, total)

    return step


def _tell(progress: Progress | None, stage: Stage, done: int, total: int) -> None:
    if progress is not None:
        progress(stage, done, total)


def _in_use(db: Connection) -> dict[str, str]:
    """Key → content hash of the items in use."""
    query = select(catalogue_current.c.key, catalogue_current.c.content_hash)
    return {row.key: row.content_hash for row in db.execute(query)}


def _known(db: Connection) -> tuple[set[str], dict[str, str]]:
    """Keys of the bundles in use, and the ids of items that have no code."""
    here = catalogue_current.c
    bundles = db.execute(select(here.key).where(here.type == BUNDLE))
    ids = db.execute(select(here.id, here.key).where(here.code == "", here.id != ""))
    return set(bundles.scalars()), {row.id: row.key for row in ids}


def _batches(entries: Iterator[_Read]) -> Iterator[list[_Read]]:
    while batch := list(islice(entries, _BATCH)):
        yield batch


def _add_versions(db: Connection, loading: _Loading, batch: Sequence[_Read]) -> None:
    """Write the versions that are not there yet. A version seen before stays as it is."""
    items, bundles = [], []
    for entry, data in batch:
        if loading.had.get(entry.key) == entry.content_hash:
            loading.entries.pop(entry.key, None)  # an earlier row said otherwise
            continue
        text = data.decode("utf-8")
        if isinstance(entry, ServiceItem):
            items.append((entry.key, entry.content_hash, entry.name, entry.department, text))
        else:
            bundles.append({"key": entry.key, "content_hash": entry.content_hash, "content": text})
        loading.entries[entry.key] = entry_of(entry)
    if items:
        db.exec_driver_sql(_ADD_ITEM, items)
    if bundles:
        db.execute(insert(catalogue_bundles).prefix_with("OR IGNORE"), bundles)


def _is_new(loading: _Loading, key: str) -> bool:
    return loading.had.get(key) != loading.now[key]


def entry_of(entry: ServiceItem | Bundle) -> index.Entry:
    """What lists and search know of an item or bundle."""
    if isinstance(entry, Bundle):
        return index.Entry(
            key=entry.key,
            content_hash=entry.content_hash,
            id="",
            code=entry.key,
            name=entry.name,
            department=entry.department,
            type=BUNDLE,
            usable=True,
            aliases=entry.aliases,
        )
    return index.Entry(
        key=entry.key,
        content_hash=entry.content_hash,
        id=entry.id,
        code=entry.code,
        name=entry.name,
        department=entry.department,
        type=entry.type.value if entry.type else entry.type_text,
        usable=is_usable(entry),
        aliases=entry.aliases,
    )


def _mark(db: Connection) -> tuple[str, int]:
    """Set the version of the whole catalogue; answer it and the number of items in use."""
    pairs = _in_use(db)
    version = version_of(pairs.items())
    db.execute(delete(catalogue_state))
    db.execute(insert(catalogue_state), {"id": 1, "version": version, "items": len(pairs)})
    return version, len(pairs)
