"""导入事项库: new versions beside the old ones, and the switch as an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from clerk_app.catalogue.model import ImportReport
from clerk_app.catalogue.service import import_items
from clerk_app.deeds.counter import Counter
from clerk_app.kernel.errors import Refused


def import_catalogue(
    counter: Counter,
    files: Sequence[Path],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Load catalogue files in one transaction.

    Raises `Misused` (`bad_catalogue_file`), `Refused` (`nothing_usable`): nothing is loaded.
    """
    with counter.store.transaction() as db:
        report, switch = import_items(db, files, progress=progress)
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
