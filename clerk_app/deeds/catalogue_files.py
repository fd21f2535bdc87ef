"""The catalogue as a whole: checked, compared, exported, published. Files are written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clerk_app.catalogue import store
from clerk_app.catalogue.exchange.files import open_catalogue
from clerk_app.catalogue.model import Bundle, ImportWarning, ServiceItem
from clerk_app.catalogue.rules.lint import Finding, lint_bundle, lint_item
from clerk_app.catalogue.rules.papers import require_effective
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.reading_bundles import read_bundle
from clerk_app.catalogue.rules.source import ItemRefused
from clerk_app.catalogue.rules.writing import exchange_form
from clerk_app.deeds.counter import Counter
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.storage.files import refuse_no_file, write_json
from clerk_app.storage.practice import refuse_in_practice

LOCAL = "local"
"""What a comparison calls the catalogue of this workstation."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding of the publishing rules and the item or bundle it is about."""

    key: str
    name: str
    department: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a file. `left_out`: keys that may not be published; `lost`: what a
    workbook has no place for."""

    path: Path
    items: int
    bundles: int
    left_out: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A catalogue to look at. `refused`: the rows of its file that could not be read."""

    items: tuple[ServiceItem, ...]
    bundles: tuple[Bundle, ...]
    refused: tuple[ImportWarning, ...] = ()


class NotPublishable(Refused):
    """Items that the publishing rules stand against; nothing was written."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self.remarks = tuple(remark for remark in remarks if remark.finding.blocks)
        self.blocked = len({remark.key for remark in self.remarks})
        said = f"{self.blocked} 个事项不能发布，没有写出文件；先按发布规则检查看原因"
        super().__init__("not_publishable", said)


class NothingReadable(Refused):
    """A file of which no item and no bundle could be read; `refused` says why, row by row."""

    def __init__(self, name: str, refused: Sequence[ImportWarning]) -> None:
        self.refused = tuple(refused)
        said = f"“{name}”里没有一个能用的事项"
        if refused:
            said += f"，{len(refused)} 条读不出来，第一条：{refused[0].message}"
        super().__init__("nothing_usable", said)


def catalogue_at(counter: Counter, name: str) -> Listed:
    """The items and bundles in use (`LOCAL`), or those of a file; of one key the last.

    Raises what opening and reading the file raises; `NothingReadable` (`nothing_usable`).
    """
    if name == LOCAL:
        items, bundles = _in_use(counter)
        return Listed(tuple(items), tuple(bundles))
    opened = open_catalogue(Path(name))
    found: dict[str, ServiceItem] = {}
    groups: dict[str, Bundle] = {}
    refused: list[ImportWarning] = []

    def refuse(place: str, refusal: ItemRefused) -> None:
        where = f"{opened.name} {place}"
        refused.append(ImportWarning(refusal.code, where, refusal.field, refusal.message))

    for row in opened.rows():
        if row.problem is not None:
            refused.append(row.problem)
            continue
        try:
            item, _ = read_item(row.raw, pack_meta=opened.meta)
        except ItemRefused as refusal:
            refuse(row.place, refusal)
        else:
            found[item.key] = item
    for place, raw in enumerate(opened.bundles, start=1):
        try:
            bundle, _, _ = read_bundle(raw, pack_meta=opened.meta)
        except ItemRefused as refusal:
            refuse(f"一件事第 {place} 条", refusal)
        else:
            groups[bundle.key] = bundle
    if not found and not groups:
        raise NothingReadable(opened.name, refused)
    return Listed(tuple(found.values()), tuple(groups.values()), tuple(refused))


def _in_use(counter: Counter) -> tuple[list[ServiceItem], list[Bundle]]:
    with counter.store.reading() as db:
        return list(store.every_item(db)), list(store.every_bundle(db))


def remarks_on(items: Iterable[ServiceItem], bundles: Iterable[Bundle]) -> list[Remark]:
    """Every finding, in the order of the items, then of the bundles."""
    listed = list(items)
    found = [
        Remark(item.key, item.name, item.department, finding)
        for item in listed
        for finding in lint_item(item)
    ]
    known = {name: item for item in listed for name in (item.key, item.code, item.id)}
    return found + [
        Remark(bundle.key, bundle.name, bundle.department, finding)
        for bundle in bundles
        for finding in lint_bundle(bundle, known)
    ]


def export_catalogue(counter: Counter, path: Path, *, force: bool) -> Written:
    """Write what is in use, as it is: JSON, or a workbook by the ending of the name.

    Raises as `check_target`; `Unavailable` for the disk.
    """
    check_target(counter, path, force=force)
    items, bundles = _in_use(counter)
    if path.suffix.lower() == ".xlsx":
        from clerk_app.catalogue.exchange.template import write_items

        lost = write_items(path, items, force=force)
        return Written(path, len(items), 0, lost=lost)  # a workbook has no place for bundles
    write_json(path, _exchange(items, bundles))
    return Written(path, len(items), len(bundles))


def publish_catalogue(counter: Counter, path: Path, *, force: bool, leave_out: bool) -> Written:
    """Write a pack for other stations: only what the publishing rules let through.

    An item past its last day does not go out, nor a bundle of which an item stays behind.
    Raises `NotPublishable` unless `leave_out` lets the rest go; `Refused` (`nothing_usable`);
    as `export_catalogue`. Nothing is written then.
    """
    check_target(counter, path, force=force)
    items, bundles = _in_use(counter)
    remarks = [*remarks_on(items, bundles), *_expired(items, counter.today())]
    blocked = {remark.key for remark in remarks if remark.finding.blocks}
    items = [item for item in items if item.key not in blocked]
    behind = [r for r in remarks_on(items, bundles) if r.finding.blocks and r.key not in blocked]
    blocked |= {remark.key for remark in behind}
    if blocked and not leave_out:
        raise NotPublishable([*remarks, *behind])
    bundles = [bundle for bundle in bundles if bundle.key not in blocked]
    if not items:
        raise Refused("nothing_usable", "没有一个可以发布的事项")
    write_json(path, _exchange(items, bundles))
    return Written(path, len(items), len(bundles), left_out=tuple(sorted(blocked)))


def _expired(items: Iterable[ServiceItem], today: date) -> list[Remark]:
    found = []
    for item in items:
        try:
            require_effective(item, today)
        except Refused as refusal:
            if refusal.code == "item_expired":  # one that starts later may be sent ahead
                finding = Finding(refusal.code, "effective_to", refusal.message)
                found.append(Remark(item.key, item.name, item.department, finding))
    return found


def check_target(counter: Counter, path: Path, *, force: bool) -> None:
    """Whether a file may be written there: nothing leaves a store to learn on (`practice`).

    Raises `Misused` (`no_folder`, `inside_data`, `not_a_file`: a folder or device, which
    `force` does not help), `Refused` (`file_exists`, `practice`), `Unavailable` for the disk.
    """
    with counter.store.reading() as db:
        refuse_in_practice(db, "不导出，也不上报")
    if not path.parent.is_dir():
        raise Misused("no_folder", f"没有文件夹“{path.parent}”")
    if path.resolve().is_relative_to(counter.folder.resolve()):
        raise Misused("inside_data", "不能写进数据文件夹，请换一个地方")
    refuse_no_file(path)
    if path.exists() and not force:
        raise Refused("file_exists", f"“{path.name}”已经有了，没有覆盖")


def _exchange(items: Iterable[ServiceItem], bundles: Iterable[Bundle]) -> dict[str, Any]:
    return {
        "format": "hall-catalogue",
        "version": 1,
        "items": [exchange_form(item) for item in items],
        "bundles": [exchange_form(bundle) for bundle in bundles],
    }
