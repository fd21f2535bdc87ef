"""导入事项库: new versions beside the old ones, and the switch as an event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clerk_app.catalogue.model import ImportReport, Progress
from clerk_app.catalogue.service import import_items
from clerk_app.deeds.counter import Counter
from clerk_app.kernel.errors import Refused


def import_catalogue(
    counter: Counter,
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    partial: bool = False,
) -> ImportReport:
    """Load catalogue files in one transaction; see `catalogue.service.import_items`.

    Raises `Misused` (`bad_catalogue_file`), `Refused` (`nothing_usable`), and what `progress`
    raises to give up: nothing is loaded then, and the catalogue in use stays whole.
    """
    with counter.store.transaction() as db:
        report, switch = import_items(db, files, progress=progress, partial=partial)
        if not report.imported + report.updated + report.unchanged:
            raise NothingUsable(report)
        if switch is not None:
            counter.journal.append(db, "catalogue.switched", switch, counter.act())
    return report


class NothingUsable(Refused):
    """A file in which no item could be used; the report says why, item by item."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__("nothing_usable", "文件里没有一个能用的事项")
        self.report = report
