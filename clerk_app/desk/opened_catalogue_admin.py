"""The administration of the catalogue on a real workstation. Runs in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from clerk_app.catalogue import store
from clerk_app.catalogue.model import BUNDLE, Stage
from clerk_app.catalogue.rules.changes import drift
from clerk_app.catalogue.search import aliases
from clerk_app.catalogue.search.marks import highlighted
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.tables import catalogue_current
from clerk_app.deeds.catalogue_files import (
    LOCAL,
    Written,
    catalogue_at,
    check_target,
    export_catalogue,
    publish_catalogue,
    remarks_on,
)
from clerk_app.deeds.import_catalogue import NothingUsable, import_catalogue
from clerk_app.desk.catalogue_port import LOCAL as HERE
from clerk_app.desk.catalogue_port import (
    AliasLine,
    Compared,
    Imported,
    LintLine,
    Overview,
    Progress,
)
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.roles import Role
from clerk_app.storage.files import write_whole
from clerk_app.storage.journal import read_event
from clerk_app.storage.schema import events

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from clerk_app.catalogue.model import SearchHit
    from clerk_app.deeds.counter import Counter

MOST_FOUND = 8


class OpenedCatalogueAdmin:
    """`desk.catalogue_port.CataloguePort` on a `Counter`."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def overview(self) -> Overview:
        """The catalogue in use."""
        with self._counter.store.reading() as db:
            kinds = select(func.count()).where(catalogue_current.c.type == BUNDLE)
            bundles = int(db.execute(kinds).scalar_one())
            return Overview(
                items=store.count(db) - bundles,
                bundles=bundles,
                departments=store.departments(db),
                version=store.catalogue_version(db),
                switched_at=_switched_at(db),
                may_change=self._may_change(),
            )

    def import_files(
        self, paths: tuple[str, ...], *, partial: bool, progress: Progress
    ) -> Imported:
        """One transaction; a file without a usable item tells why, item by item."""
        self._require()

        def tell(stage: Stage, done: int, total: int) -> None:
            progress(str(stage), done, total)

        files = [Path(path) for path in paths]
        try:
            report = import_catalogue(self._counter, files, progress=tell, partial=partial)
        except NothingUsable as error:
            return Imported(error.report, error.message)
        return Imported(report)

    def lint(self) -> tuple[LintLine, ...]:
        """Findings, blocking first, then by department and name."""
        here = catalogue_at(self._counter, LOCAL)
        remarks = remarks_on(here.items, here.bundles)
        lines = (
            LintLine(
                r.key, r.name, r.department, r.finding.code, r.finding.message, r.finding.blocks
            )
            for r in remarks
        )
        return tuple(sorted(lines, key=_order))

    def diff(self, a: str, b: str) -> Compared:
        """Two lists."""
        names = (LOCAL if name == HERE else name for name in (a, b))
        left, right = (catalogue_at(self._counter, name) for name in names)
        return Compared(
            len(left.items),
            len(right.items),
            drift(left.items, right.items),
            unread_a=len(left.refused),
            unread_b=len(right.refused),
        )

    def find(self, text: str) -> tuple[SearchHit, ...]:
        """A few items."""
        with self._counter.store.reading() as db:
            return highlighted(db, text, search(db, text, MOST_FOUND))

    def aliases(self, key: str) -> tuple[AliasLine, ...]:
        """Aliases, those of this workstation marked."""
        with self._counter.store.reading() as db:
            return tuple(
                AliasLine(each.text, each.source == "local") for each in aliases.aliases(db, key)
            )

    def add_alias(self, key: str, text: str) -> None:
        """One more."""
        self._require()
        with self._counter.store.transaction() as db:
            aliases.add_alias(db, key, text)

    def remove_alias(self, key: str, text: str) -> None:
        """One less."""
        self._require()
        with self._counter.store.transaction() as db:
            aliases.remove_alias(db, key, text)

    def export(self, path: str, *, force: bool) -> str:
        """JSON, or XLSX by the ending of the name."""
        self._require()
        return _told(export_catalogue(self._counter, _whole(path), force=force))

    def publish(self, path: str, *, force: bool, leave_out: bool) -> str:
        """Only what the publishing rules let through."""
        self._require()
        target = _whole(path)
        return _told(publish_catalogue(self._counter, target, force=force, leave_out=leave_out))

    def template(self, path: str, *, force: bool) -> str:
        """An empty workbook."""
        from clerk_app.catalogue.exchange.template import write_template

        self._require()
        target = self._target(path, force=force)
        if target.suffix.lower() != ".xlsx":
            raise Misused("not_xlsx", f"模板是表格文件，文件名应以 .xlsx 结尾：{target.name}")
        write_template(target, force=force)
        return f"已写好空白模板 {target}"

    def write_text(self, path: str, text: str, *, force: bool) -> str:
        """UTF-8 with the mark that Windows' editor looks for."""
        target = self._target(path, force=force)
        write_whole(target, text.encode("utf-8-sig"))
        return f"已写 {target}"

    # ------------------------------------------------------------ inside

    def _may_change(self) -> bool:
        return Role.ADMINISTRATOR in self._counter.viewer.roles

    def _require(self) -> None:
        self._counter.viewer.require_administration()

    def _target(self, path: str, *, force: bool) -> Path:
        target = _whole(path)
        check_target(self._counter, target, force=force)
        return target


def _whole(path: str) -> Path:
    """The path as typed. Raises `Misused` (`no_folder`) unless it names its folder."""
    target = Path(path).expanduser()
    if not target.is_absolute():
        raise Misused("no_folder", "请写出完整的文件夹和文件名")
    return target


def _switched_at(db: Connection) -> str:
    """Date and time of the last switch, as lists show it."""
    here = events.c
    query = select(here.device, here.s).where(here.kind == "catalogue.switched")
    stamps = []
    for row in db.execute(query):
        event = read_event(db, row.device, row.s)
        stamps.append(parse_stamp(event.header.at))
    return f"{max(stamps):%Y-%m-%d %H:%M}" if stamps else ""


def _order(line: LintLine) -> tuple[bool, str, str, str]:
    return not line.blocks, line.department, line.name, line.code


def _told(written: Written) -> str:
    tail = f"，{written.bundles} 件一件事" if written.bundles else ""
    if written.left_out:
        tail += f"，未写 {len(written.left_out)} 个不能发布的"
    if written.lost:
        tail += f"。表格里放不下：{'、'.join(written.lost)}"
    return f"已写 {written.path}：{written.items} 个事项{tail}"
