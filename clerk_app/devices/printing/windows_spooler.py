"""Pages through the Windows spooler: drawn as dots through GDI, followed by GetJob.

Windows has no way to print a PDF as it is, so each page is drawn at 300 dpi by pdfium. Made from
Microsoft's documentation and tried against a stand-in; not yet run on a Windows machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from clerk_app.devices.printing.paper import paper_of
from clerk_app.devices.printing.port import (
    TAKEN_BACK,
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone_silent,
    offline,
)
from clerk_app.devices.printing.windows_port import (
    ERROR_INVALID_PARAMETER,
    JOB_COMPLETE,
    Listed,
    Sheet,
    Windows,
    WindowsFault,
    document_of,
    job_state,
    keep_listed,
    listed,
    printer_state,
    refusal,
    trouble_of,
)

_NOT_ENDED = (JobState.QUEUED, JobState.PRINTING)
DPI = 300
_POINTS = 72


class WindowsPrinter:
    """A queue of this computer. `system` is Windows itself, or a stand-in."""

    def __init__(self, name: str, system: Windows) -> None:
        self.name = name
        self._system = system

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        """See `DocPrinter.submit`. The job is its number and the document's name on the queue,
        which no other job has. The copies are one job, one after the other; told to
        print on one side only, no copy comes out on the back of another."""
        paper = paper_of(pdf)
        try:
            self._system.printer(self.name)
        except WindowsFault as fault:
            raise refusal(self.name, fault) from fault
        if self.state().condition is Condition.OFFLINE:
            raise offline("打印机已停用或者没有联机")
        try:
            document = document_of(title)
            job = self._system.start_pages(self.name, document, paper)
        except WindowsFault as fault:
            raise refusal(self.name, fault) from fault
        ours, ended = Listed(job.number, document), False
        try:
            keep_listed(self._system, self.name, ours)
            for _ in range(copies):
                for sheet in sheets(pdf):
                    job.page(sheet)
            job.end()
            ended = True
        except WindowsFault as fault:
            raise gone_silent() from fault
        finally:
            if not ended:
                job.abort()
        return str(ours)

    def ask(self, job: str) -> Answer:
        """See `DocPrinter.ask`. A job of another document is not ours: `UNKNOWN`."""
        ours = listed(job)
        if ours is None:
            return answer_of(JobState.UNKNOWN)
        try:
            status = self._system.job(self.name, ours)
        except WindowsFault:  # forgotten: printed or deleted, nobody can say
            return answer_of(JobState.UNKNOWN)
        state = job_state(status)
        if state not in _NOT_ENDED:
            return answer_of(state)
        stands = self.state()
        said = trouble_of(status)
        if not said and stands.condition is not Condition.READY:
            said = stands.words
        if said:
            return Answer(state, f"{said}；这份在等着，处理好后会接着打，不要再按打印")
        if status & JOB_COMPLETE:
            return Answer(state, "已经全部送到打印机，还在等它说打完；请看出纸口，不要再按打印")
        return answer_of(state)

    def take_back(self, job: str) -> Answer:
        """See `DocPrinter.take_back`. Paused first, so that it cannot begin between what is read
        and what is deleted; what is read afterwards counts."""
        answer, ours = self.ask(job), listed(job)
        if answer.state not in _NOT_ENDED or ours is None:
            return answer
        try:
            self._system.pause(self.name, ours)
            before = job_state(self._system.job(self.name, ours))
            if before not in _NOT_ENDED:
                return answer_of(before)
            self._system.delete(self.name, ours)
        except WindowsFault:
            return answer_of(JobState.UNKNOWN)
        after = self._after_deleting(ours)
        if after is not JobState.FAILED:
            return answer_of(after)
        return TAKEN_BACK if before is JobState.QUEUED else answer_of(JobState.UNKNOWN)

    def clear(self, job: str) -> None:
        """See `DocPrinter.clear`. A job was kept listed so that it could be asked after."""
        ours = listed(job)
        if ours is None:
            return
        with suppress(WindowsFault):  # it stays listed: untidy, not wrong
            if job_state(self._system.job(self.name, ours)) is JobState.DONE:
                self._system.release(self.name, ours)

    def state(self) -> State:
        """See `DocPrinter.state`."""
        return printer_state(self._system, self.name)

    def _after_deleting(self, ours: Listed) -> JobState:
        """A printed job stays listed, so one that is off the list has not printed."""
        try:
            return job_state(self._system.job(self.name, ours))
        except WindowsFault as fault:
            gone = fault.code == ERROR_INVALID_PARAMETER
            return JobState.FAILED if gone else JobState.UNKNOWN


def sheets(pdf: Path, dpi: int = DPI) -> Iterator[Sheet]:
    """The pages of a PDF file as dots, one at a time: 9 MB each for A4."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            width, height = page.get_size()
            dots = page.render(scale=dpi / _POINTS, grayscale=True)
            yield Sheet(
                dots.width,
                dots.height,
                _padded(bytes(dots.buffer), dots.stride, dots.width),
                (width, height),
            )
            dots.close()
            page.close()
    finally:
        document.close()


def _padded(rows: bytes, stride: int, width: int) -> bytes:
    """Rows of `stride` bytes as rows padded to four bytes, as a DIB wants them."""
    wanted = (width + 3) // 4 * 4
    if stride == wanted:
        return rows
    return b"".join(
        rows[at : at + width] + bytes(wanted - width) for at in range(0, len(rows), stride)
    )
