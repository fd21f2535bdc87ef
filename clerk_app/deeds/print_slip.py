"""日清单 on the ticket printer: a print job as any other, whose printer answers at once."""

from __future__ import annotations

from pathlib import Path

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.print_jobs import SLIP, poll_job, send_to_printer, take_off
from clerk_app.deeds.print_ticket import FindSlip
from clerk_app.deeds.printers import chosen, refuse_simulated
from clerk_app.devices.printing import slip_printer
from clerk_app.devices.printing.port import Answer, JobState, SlipPrinter, State, answer_of
from clerk_app.kernel.errors import Refused, Unavailable
from clerk_app.notices.escpos import slip_bytes
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import sheet_of
from clerk_app.storage import spool
from clerk_app.storage.spool import JobStage, PrintJob


def print_slip(
    counter: Counter, number: str, *, instead: int = 0, find: FindSlip = slip_printer
) -> PrintJob:
    """Print a document of the hall's own, by its number, on the chosen ticket printer; `instead`
    of a job that may have come out.

    Recorded as printed where the printer says so; where it does not, the job waits for the clerk.
    Raises `Unavailable` (`no_printer`, those of the printer), `Refused` (`simulated_printer`,
    `unknown_document`, `print_open`), `Misused` (`unknown_sheet`: the kind goes on no slip).
    """
    with counter.store.reading() as db:
        printers = chosen(db)
        if not printers.slip:
            raise Unavailable("no_printer", "还没有选小票机。请用 printers set slip 选好后再办")
        refuse_simulated(db, printers.slip)
        perhaps = bool(instead) and spool.job(db, instead).needs_a_look
    found = find_document(counter, "", number)
    sheet = sheet_of(printers.slip_sheet)
    out = found.out + perhaps  # it is counted with the others once this one has its place
    (page,) = lay_out(
        found.facts, counter.fonts, journal_code=found.code, reprint=out, sheet=sheet
    )
    roll = _Roll(find(printers.slip), slip_bytes(page, counter.fonts))
    job = send_to_printer(
        counter,
        "",
        number,
        f"{SLIP}{printers.slip}",
        copies=1,
        sheet=printers.slip_sheet,
        instead=instead,
        find=lambda _: roll,
    )
    return poll_job(counter, job.id, find=lambda _: roll)


def print_slip_again(counter: Counter, job_id: int, *, find: FindSlip = slip_printer) -> PrintJob:
    """重打 of a slip that did not come out, or may not have, on the ticket printer chosen now; the
    new one carries 补打 where the old one may have come out.

    Raises `Refused` (`unknown_job`, `already_printed`), else as `print_slip`.
    """
    with counter.store.reading() as db:
        job = spool.job(db, job_id)
    if job.state is JobStage.PRINTED:
        raise Refused("already_printed", "这份已经打出；还要再打一份，请用补打")
    if job.is_open:
        take_off(counter, job_id)
    return print_slip(counter, job.number, instead=job_id, find=find)


class _Roll:
    """A ticket printer as a printer of pages for the one slip it is given."""

    def __init__(self, printer: SlipPrinter, data: bytes) -> None:
        self.name = printer.name
        self._printer, self._data = printer, data
        self._answer = answer_of(JobState.UNKNOWN)

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        """The slip is sent; the page, which says the same, stays here."""
        del pdf, title, copies
        self._answer = self._printer.write(self._data)
        return "slip"

    def ask(self, job: str) -> Answer:
        """What the printer said at once."""
        del job
        return self._answer

    def take_back(self, job: str) -> Answer:
        """Nothing waits in a ticket printer."""
        return self.ask(job)

    def clear(self, job: str) -> None:
        """Nothing is kept in a ticket printer."""

    def state(self) -> State:
        """As the ticket printer stands."""
        return self._printer.state()
