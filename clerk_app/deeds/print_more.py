"""补打, 成批打印, 存成 PDF, 测试页: the other ways to paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import PRINTED, find_document, make_page
from clerk_app.deeds.print_jobs import SPOOL, Find, send_to_printer
from clerk_app.deeds.printers import WIDTHS, refuse_simulated
from clerk_app.devices.printing import document_printer
from clerk_app.intake import store
from clerk_app.journal.canonical import parse
from clerk_app.journal.events import text
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.pdf import render_pdf
from clerk_app.notices.trial_page import trial_page
from clerk_app.storage import spool
from clerk_app.storage.faults import disk_faults, room_at
from clerk_app.storage.files import discard
from clerk_app.storage.places import file_place
from clerk_app.storage.schema import events
from clerk_app.storage.spool import JobStage, PrintJob

ISSUED = "document.issued"
WANTED = timedelta(days=7)
"""How long a paper that was issued and never printed is waited for; older ones were given some
other way, and stand in their cases."""
_LOOKED_AT = 50
"""Papers issued since the last print that are looked at: no act issues so many."""
SAVED = "document.saved"
"""A copy was saved as PDF. Its body: number, kind, case, sha256. It is no print: nothing of what
counts from a page's day counts from it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of printing many: the jobs handed over in order, the documents that were not, and
    why not (`code` and sentence, empty where all were)."""

    jobs: tuple[PrintJob, ...]
    remaining: tuple[str, ...] = ()
    code: str = ""
    trouble: str = ""


def reprint_last(counter: Counter, printer: str, *, find: Find = document_printer) -> PrintJob:
    """补打上一份: the page last recorded as printed at this workstation, on the same sheet (大字,
    A5), marked 补打.

    Raises `Refused` (`nothing_printed`; `last_not_printed`: the last paper of this workstation is
    another, which is not printed yet: that of the citizen before shall not lie there instead;
    `last_perhaps_printed`: nobody knows whether it is, and a clerk has to look first), else as
    `print_jobs.send_to_printer`.
    """
    with counter.store.reading() as db:
        own, here = counter.journal.own_device(db).device, events.c
        last = db.execute(
            select(here.case_number, here.header, here.body, here.s)
            .where(here.device == own, here.kind == PRINTED, here.body.is_not(None))
            .order_by(here.s.desc())
            .limit(1)
        ).one_or_none()
        later, perhaps = _not_printed(db, counter, own, last)
        body = parse(last.body) if last is not None else {}
        number = text(body, "number")
        by = spool.job_of_page(db, number, text(body, "sha256"))
        sheet = text(body, "sheet") or (by.sheet if by else "")  # events of before do not say it
        if sheet in WIDTHS:  # a slip comes again on a page: this printer has no roll
            sheet = ""
    if perhaps:
        raise Refused("last_perhaps_printed", f"上一份是“{later}”，可能已经打出，没有补打")
    if later:
        earlier = "，没有补打更早的" if last is not None else ""
        raise Refused("last_not_printed", f"上一份是“{later}”，还没有打出来{earlier}。请先看打印")
    if last is None:
        raise Refused("nothing_printed", "本机还没有打印过，没有可以补打的")
    return send_to_printer(counter, last.case_number, number, printer, sheet=sheet, find=find)


def _not_printed(
    db: Connection, counter: Counter, own: str, printed: Row[Any, Any, Any, Any] | None
) -> tuple[str, bool]:
    """Title and number of the paper this workstation sent or issued after that print (or ever,
    where it printed none) and that is not printed, empty where there is none; and whether it may
    have come out."""
    newest = next(iter(spool.jobs(db, 1)), None)
    if newest is not None and newest.state in (*spool.OPEN, JobStage.FAILED):
        newer = printed is None or _is_newer(db, newest, printed)
        if newer and not _printed_since(db, newest):
            return newest.title, newest.needs_a_look
    here = events.c
    issued = db.execute(
        select(here.header, here.body)
        .where(here.device == own, here.kind == ISSUED, here.s > (printed.s if printed else 0))
        .where(here.body.is_not(None), here.case_number != "")
        .order_by(here.s.desc())
        .limit(_LOOKED_AT)
    ).all()
    since = stamp(counter.clock.now() - WANTED)
    new = [row.body for row in issued if text(parse(row.header), "at") >= since]
    papers = {text(body, "number"): text(body, "kind") for body in map(parse, new)}
    given_up = spool.put_away(db, papers)
    left = (f"{kind_of(kind).TITLE} {n}" for n, kind in papers.items() if n not in given_up)
    return next(left, ""), False


def _is_newer(db: Connection, job: PrintJob, printed: Row[Any, Any, Any, Any]) -> bool:
    """Whether a job was made after that print."""
    body = parse(printed.body)
    by = spool.job_of_page(db, text(body, "number"), text(body, "sha256"))
    return job.id > by.id if by is not None else job.made_at >= text(parse(printed.header), "at")


def _printed_since(db: Connection, job: PrintJob) -> bool:
    """Whether the document of a job that failed was printed, or saved without a printer, later."""
    here = events.c
    rows = db.execute(
        select(here.header, here.body).where(
            here.kind == PRINTED, here.case_number == job.case_number, here.body.is_not(None)
        )
    )
    return any(
        text(parse(row.body), "number") == job.number
        and text(parse(row.header), "at") >= job.made_at
        for row in rows
    )


def papers_of(
    counter: Counter, case: str, *, bundle: bool = False, again: bool = False
) -> tuple[tuple[str, str], ...]:
    """The documents of a case, or of all the cases of its 一件事, as (case, number) in the order
    they were issued: those never printed, or all with `again`.

    Raises `Refused` (`unknown_case`, `not_allowed`).
    """
    with counter.store.reading() as db:
        first = store.case(db, counter.viewer, case)
        together = first.siblings if bundle and first.siblings else (case,)
        states = [store.case(db, counter.viewer, number) for number in together]
    return tuple(
        (state.number, document.number)
        for state in states
        for document in state.documents
        if again or not document.printed
    )


def print_batch(
    counter: Counter,
    papers: Iterable[tuple[str, str]],
    printer: str,
    *,
    find: Find = document_printer,
) -> Batch:
    """Hand over document after document. What was handed over is a job of its own each; what was
    not is named. Trouble of one document (no font has its characters) leaves that one out, that
    of the printer or of the disk stops the batch. Raises nothing a clerk meets: see `Batch`.
    """
    jobs: list[PrintJob] = []
    left: list[str] = []
    first: ClerkError | None = None
    stopped = False
    for case, number in papers:
        if stopped:
            left.append(number)
            continue
        try:
            jobs.append(send_to_printer(counter, case, number, printer, find=find))
        except ClerkError as error:
            left.append(number)
            first = first or error
            stopped = stops_a_batch(error)
    code, said = (first.code, first.message) if first else ("", "")
    return Batch(tuple(jobs), tuple(left), code, said)


def stops_a_batch(error: ClerkError) -> bool:
    """Whether the documents after it would meet the same trouble: not where it is one document's
    own: a character no font has, a wrong sentence of the hall, an unknown number."""
    return error.code not in _OF_ONE


_OF_ONE = frozenset(
    {
        *("missing_glyph", "bad_wording", "bad_facts", "unknown_document", "print_open"),
        *("not_allowed", "newer_template", "unknown_sheet", "bad_copies"),
    }
)


def save_place(counter: Counter, path: Path) -> Path:
    """Where a PDF may be saved, at the window as on the command line: outside the data folder, in
    a folder there is, over nothing but a plain file that was named; its name ends in .pdf.

    Raises `Misused` (`inside_data`, `not_a_file`, `bad_path`), `Refused` (`file_there`),
    `Unavailable` (`no_file`, `not_a_folder`, …): see `storage.places.file_place`.
    """
    return file_place(counter.folder, path, ending=".pdf")


def save_pdf(counter: Counter, case: str, number: str, path: Path, *, sheet: str = "") -> Path:
    """另存 PDF: a copy of a committed document. That it was saved is recorded, not that it was
    printed. `number` may be a kind, `sheet` one of the kind's, the first where empty.

    Raises `Refused` (`unknown_case`, `unknown_document`), `Unavailable` (`target_full`:
    that place has no room, `disk_full`: the store has none, `not_writable`, `fonts_absent`).
    """
    found = find_document(counter, case, number)
    facts = found.facts
    sha = make_page(counter, facts, found.code, found.out, path, sheet=sheet)
    with counter.store.transaction() as db:
        counter.journal.append(
            db,
            SAVED,
            {
                "number": facts.number,
                "kind": facts.kind,
                "case": facts.case_number,
                "sha256": sha,
            },
            counter.act(db),
        )
    return path


def print_test_page(counter: Counter, printer: str, *, find: Find = document_printer) -> str:
    """测试页: fonts, rare characters, a bar code and a ruler of 100 mm; returns the spooler's name
    of the job. It is of no case and is not recorded.

    Raises as the printer; `Refused` (`simulated_printer`), `Unavailable` (`disk_full`,
    `fonts_absent`), `Misused` (`bad_printer`).
    """
    with counter.store.reading() as db:
        refuse_simulated(db, printer)
    target = find(printer)
    path = counter.folder / SPOOL / "test.pdf"
    with disk_faults(path):
        path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        save_test_page(counter, path, target.name)
        return target.submit(path, title="测试页", copies=1)
    finally:
        discard(path)


def save_test_page(counter: Counter, path: Path, printer: str) -> Path:
    """The test page as PDF. Raises `Unavailable` as `notices.pdf.render_pdf`, or `target_full`."""
    made_at = stamp(counter.clock.now())[:19].replace("T", " ")
    page = trial_page(counter.fonts, printer=printer, made_at=made_at)
    with room_at(path, counter.folder):
        return render_pdf([page], path, counter.fonts, title="测试页")
