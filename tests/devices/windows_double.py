"""A spooler that answers as Windows documents it: the flags, the error numbers, the order.

A job that has printed leaves the list at once unless it was retained; asking for one that is not
listed is error 87; no printer of that name is 1801; a spooler that is stopped is RPC error 1722.

WritePrinter may take less than it is given, and nothing at all. A printer may need several looks
before a job is through.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clerk_app.devices.printing.windows_port import Listed, Sheet, WindowsFault

RPC_S_SERVER_UNAVAILABLE = 1722
PAUSED, PAPER_JAM, PAPER_OUT, DOOR_OPEN = 0x1, 0x8, 0x10, 0x400000
BIN_FULL, NO_TONER, USER_INTERVENTION, SERVER_OFFLINE = 0x800, 0x40000, 0x100000, 0x2000000
WORK_OFFLINE = 0x400
JOB_PAUSED, JOB_ERROR, JOB_OFFLINE, JOB_PAPER_OUT = 0x1, 0x2, 0x20, 0x40
JOB_BLOCKED, JOB_USER_INTERVENTION = 0x200, 0x400
SPOOLING, PRINTING, PRINTED, DELETED, RETAINED = 0x8, 0x10, 0x80, 0x100, 0x2000
COMPLETE = 0x1000


@dataclass
class Job:
    """What the spooler holds."""

    title: str
    paper: str = ""
    data: bytearray = field(default_factory=bytearray)
    sheets: list[Sheet] = field(default_factory=list)
    status: int = SPOOLING
    retained: bool = False


class WindowsDouble:
    """See `windows_port.Windows`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.status = 0
        self.attributes = 0
        self.stopped = False
        self.stops_after: int | None = None  # bytes, or sheets
        self.most_taken: int | None = None  # bytes at one call
        self.takes_in_all: int | None = None  # bytes, then none and no error
        self.stages: list[int] = []  # what a spooled job goes through at each look
        self.fails_at_end = False
        self.aborted: list[int] = []
        self.can_retain = True
        self.at_once = True
        self.jobs: dict[int, Job] = {}
        self.out: list[Job] = []
        self.printed: list[int] = []
        self._last = 0

    def printer(self, name: str) -> tuple[int, int]:
        self._reach(name)
        return self.status, self.attributes

    def job(self, name: str, job: Listed) -> int:
        held = self._held(name, job)
        if self.stages and not held.status & SPOOLING:
            held.status = self.stages.pop(0)
        return held.status

    def retain(self, name: str, job: Listed) -> None:
        held = self._held(name, job)
        if not self.can_retain:
            raise WindowsFault(87)
        held.retained = True

    def release(self, name: str, job: Listed) -> None:
        self._held(name, job)
        del self.jobs[job.number]

    def pause(self, name: str, job: Listed) -> None:
        self._held(name, job).status |= JOB_PAUSED

    def delete(self, name: str, job: Listed) -> None:
        held = self._held(name, job)
        if held.status & PRINTING:
            held.status |= DELETED
        else:
            del self.jobs[job.number]

    def begin_anew(self) -> None:
        """The queue was emptied by hand and the spooler started again: it counts from 1."""
        self.jobs.clear()
        self._last = 0

    def start_pages(self, name: str, title: str, paper: str) -> PagesDouble:
        number = self._start(name, title)
        self.jobs[number].paper = paper
        return PagesDouble(self, number)

    def start_raw(self, name: str, title: str) -> RawDouble:
        return RawDouble(self, self._start(name, title))

    def work(self) -> None:
        """The printer prints what is spooled, if it can."""
        if self.status or self.attributes & WORK_OFFLINE:
            return
        for number, job in list(self.jobs.items()):
            if not job.status & (SPOOLING | PRINTED | DELETED | JOB_PAUSED):
                self.out.append(job)
                self.printed.append(number)
                job.status = PRINTED | (RETAINED if job.retained else 0)
                if not job.retained:
                    del self.jobs[number]

    def ended(self, number: int) -> None:
        """EndDoc: the job is whole, and not even an error says whether it prints."""
        if self.fails_at_end:
            raise WindowsFault(RPC_S_SERVER_UNAVAILABLE)
        self.jobs[number].status &= ~SPOOLING
        if self.at_once:
            self.work()

    def reach(self) -> None:
        """Any call to the spooler."""
        if self.stopped:
            raise WindowsFault(RPC_S_SERVER_UNAVAILABLE)

    def _reach(self, name: str) -> None:
        self.reach()
        if name != self.name:
            raise WindowsFault(1801)

    def _held(self, name: str, job: Listed) -> Job:
        self._reach(name)
        held = self.jobs.get(job.number)
        if held is None or held.title != job.document:
            raise WindowsFault(87)
        return held

    def _start(self, name: str, title: str) -> int:
        self._reach(name)
        self._last += 1
        self.jobs[self._last] = Job(title)
        return self._last


def number_of(job: str) -> int:
    """The number of a job that a printer named."""
    return int(job.partition(" ")[0])


class PagesDouble:
    """See `windows_port.PageJob`."""

    def __init__(self, system: WindowsDouble, number: int) -> None:
        self.number = number
        self._system = system

    def page(self, sheet: Sheet) -> None:
        system, job = self._system, self._system.jobs[self.number]
        if system.stops_after is not None and len(job.sheets) >= system.stops_after:
            system.stopped = True
        system.reach()
        job.sheets.append(sheet)

    def end(self) -> None:
        self._system.reach()
        self._system.ended(self.number)

    def abort(self) -> None:
        self._system.aborted.append(self.number)
        self._system.jobs.pop(self.number, None)


class RawDouble:
    """See `windows_port.RawJob`."""

    def __init__(self, system: WindowsDouble, number: int) -> None:
        self.number = number
        self._system = system

    def write(self, data: bytes) -> int:
        system, job = self._system, self._system.jobs[self.number]
        if system.stops_after is not None:
            data = data[: system.stops_after - len(job.data)]
            if not data:
                system.stopped = True
        system.reach()
        data = data[: system.most_taken]
        if system.takes_in_all is not None:
            data = data[: system.takes_in_all - len(job.data)]
        job.data += data
        return len(data)

    def end(self) -> None:
        self._system.reach()
        self._system.ended(self.number)

    def abort(self) -> None:
        self._system.aborted.append(self.number)
        self._system.jobs.pop(self.number, None)
