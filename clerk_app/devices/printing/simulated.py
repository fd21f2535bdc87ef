"""Printers for practice, for tests and for a station without any: they do what real ones do.

Their condition can be set, a job waits while the tray is empty, finishes when told, or is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from clerk_app.devices.printing.port import (
    TAKEN_BACK,
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone,
    gone_silent,
    offline,
    refuse_unready,
    state_of,
)


@dataclass(slots=True)
class SimulatedJob:
    """What was handed over, and how far it is."""

    pdf: bytes
    title: str
    copies: int
    state: JobState = JobState.QUEUED


@dataclass(slots=True)
class SimulatedDocPrinter:
    """A spooler in memory. With `at_once` a job is done as soon as the printer is ready.

    `silent` stands for a spooler that falls silent while it takes a job.
    """

    name: str = "模拟打印机"
    condition: Condition = Condition.READY
    at_once: bool = True
    silent: bool = False
    jobs: dict[str, SimulatedJob] = field(default_factory=dict)

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        """See `DocPrinter.submit`."""
        if self.condition is Condition.OFFLINE:
            raise offline("打印机已停用")
        if self.silent:
            raise gone_silent()
        number = str(len(self.jobs) + 1)
        self.jobs[number] = SimulatedJob(pdf.read_bytes(), title, copies)
        return number

    def ask(self, job: str) -> Answer:
        """See `DocPrinter.ask`."""
        known = self.jobs.get(job)
        if self.silent or known is None:
            return answer_of(JobState.UNKNOWN)
        if known.state in (JobState.QUEUED, JobState.PRINTING):
            if self.condition is not Condition.READY:
                said = state_of(self.condition).words
                return Answer(known.state, f"{said}；这份在等着，处理好后会接着打，不要再按打印")
            if self.at_once:
                known.state = JobState.DONE
        return answer_of(known.state)

    def take_back(self, job: str) -> Answer:
        """See `DocPrinter.take_back`."""
        answer = self.ask(job)
        if answer.state is JobState.QUEUED:
            self.jobs[job].state = JobState.FAILED
            return TAKEN_BACK
        if answer.state is JobState.PRINTING:
            self.jobs[job].state = JobState.UNKNOWN
            return answer_of(JobState.UNKNOWN)
        return answer

    def clear(self, job: str) -> None:
        """See `DocPrinter.clear`. It keeps its jobs: they are what tests look at."""

    def state(self) -> State:
        """See `DocPrinter.state`."""
        return state_of(self.condition)

    def finish(self, job: str) -> None:
        """The paper has come out."""
        self.jobs[job].state = JobState.DONE

    def cancel(self, job: str) -> None:
        """Somebody took the job off the queue."""
        self.jobs[job].state = JobState.FAILED

    def lose(self, job: str) -> None:
        """The spooler forgets the job."""
        self.jobs[job].state = JobState.UNKNOWN


@dataclass(slots=True)
class SimulatedSlipPrinter:
    """A ticket printer in memory. `slips` is what came out, `vanishes_after` how many bytes of
    the next slip it takes before it is gone, `answers` whether it confirms what it printed."""

    name: str = "模拟小票机"
    condition: Condition = Condition.READY
    answers: bool = True
    vanishes_after: int | None = None
    slips: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> Answer:
        """See `SlipPrinter.write`."""
        refuse_unready(self.condition)
        if self.vanishes_after is not None and self.vanishes_after < len(data):
            self.condition = Condition.OFFLINE
            raise gone(self.vanishes_after, len(data))
        self.slips.append(data)
        return answer_of(JobState.DONE if self.answers else JobState.UNKNOWN)

    def state(self) -> State:
        """See `SlipPrinter.state`."""
        return state_of(self.condition)
