"""上报 of one case: the fields a provincial platform asks for, written down and on the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clerk_app.catalogue.rules.national import Batch
from clerk_app.deeds.catalogue_files import check_target
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.practice import require_real
from clerk_app.intake import store as intake
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.reporting.codes import load_codes
from clerk_app.reporting.model import CaseReport
from clerk_app.reporting.rules.report import as_document, report
from clerk_app.reporting.store import case_file
from clerk_app.storage.files import write_json

REPORTED = "report.made"
"""Who took a person's data out of the program, and of which case (个人信息保护法 art. 51)."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report and where it was written."""

    path: Path
    report: CaseReport


class ReportIncomplete(Refused):
    """Fields are missing or too long and only a whole report was wanted; nothing was written."""

    def __init__(self, found: CaseReport) -> None:
        self.report = found
        wrong = len(found.missing) + len(found.too_long)
        said = "示例办件不能上报" if found.sample else f"有 {wrong} 处不合上报要求，没有写出文件"
        super().__init__("report_incomplete", said)


def read_report(counter: Counter, number: str, *, batch: str = "", source: str = "") -> CaseReport:
    """The reporting fields of a case as it stands, for a look: nothing is written.

    Raises `Refused` (`unknown_case`, `not_allowed`, `practice`), `Damaged` (`bad_codes`).
    """
    require_real(counter, "不上报")
    now = stamp(counter.clock.now())
    label = batch or counter.today().isoformat().replace("-", "")
    with counter.store.reading() as db:
        state = intake.case(db, counter.viewer, number)
        file = case_file(db, counter.viewer, counter.journal, number, state)
    return report(file, load_codes(), Batch(label, now, source or "001"))


def report_case(
    counter: Counter,
    number: str,
    path: Path,
    *,
    batch: str = "",
    source: str = "",
    strict: bool = False,
    force: bool = False,
) -> Reported:
    """Write the reporting fields of a case to a file, and record that they left the program.

    What is missing or too long is named in the file; with `strict` such a report is refused.
    Raises `ReportIncomplete` (`report_incomplete`), as `read_report` and
    `catalogue_files.check_target`. Nothing is written then.
    """
    counter.viewer.require_cases()
    check_target(counter, path, force=force)
    found = read_report(counter, number, batch=batch, source=source)
    if strict and not found.complete:
        raise ReportIncomplete(found)
    with counter.store.transaction() as db:  # on the record before the file exists
        body: Body = {
            "case": number,
            "on": counter.today().isoformat(),
            "missing": len(found.missing),
            "too_long": len(found.too_long),
        }
        counter.journal.append(db, REPORTED, body, counter.act(db))
    write_json(path, as_document(found), private=True)
    return Reported(path, found)
