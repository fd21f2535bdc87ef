"""A spooler and its printer as a test sees them from outside: what was taken, what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from clerk_app.devices.printing.port import (
    TAKEN_BACK,
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone_silent,
    offline,
    state_of,
)


class Died(BaseException):
    """The program ends here, as if its process was killed."""


@dataclass
class Sheet:
    """What the spooler holds of one job."""

    title: str
    pdf: bytes
    state: JobState = JobState.QUEUED

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass
class Tray:
    """A printer of pages. It prints when `work` is called; `trouble` waits at the next submit:

    off (refuses), gone (takes it, falls silent), away (falls silent before it takes it), dies
    (the program ends after it took it), dies_before (… before it).
    """

    name: str = "HallA4"
    trouble: str = ""
    silent: bool = False
    jobs: dict[str, Sheet] = field(default_factory=dict)
    out: list[Sheet] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def find(self, _address: str) -> Tray:
        return self

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        self.before()
        trouble, self.trouble = self.trouble, ""
        if trouble == "off":
            raise offline("打印机已停用")
        if trouble == "away":
            raise gone_silent()
        if trouble == "dies_before":
            raise Died
        number = f"job-{len(self.jobs) + 1}"
        self.jobs[number] = Sheet(title, pdf.read_bytes() * copies)
        if trouble == "gone":
            raise gone_silent()
        if trouble == "dies":
            raise Died
        return number

    def ask(self, job: str) -> Answer:
        if self.silent or job not in self.jobs:
            return answer_of(JobState.UNKNOWN)
        return answer_of(self.jobs[job].state)

    def take_back(self, job: str) -> Answer:
        answer = self.ask(job)
        if answer.state is JobState.QUEUED:
            self.jobs[job].state = JobState.FAILED
            return TAKEN_BACK
        return answer

    def clear(self, job: str) -> None:
        self.cleared.append(job)

    def state(self) -> State:
        return state_of(Condition.READY)

    def work(self) -> None:
        """Everything that waits comes out."""
        for sheet in self.jobs.values():
            if sheet.state is JobState.QUEUED:
                sheet.state = JobState.DONE
                self.out.append(sheet)

    def forget(self) -> None:
        """The spooler no longer knows its jobs; what waits is lost."""
        for sheet in self.jobs.values():
            sheet.state = JobState.UNKNOWN
