"""Ticket slips through a Windows queue: the bytes go to the printer as they are (RAW).

Made from Microsoft's documentation and tried against a stand-in; not yet run on a Windows
machine.
"""

from __future__ import annotations

import time

from clerk_app.devices.printing.port import (
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    gone,
    refuse_unready,
)
from clerk_app.devices.printing.windows_port import (
    Listed,
    Windows,
    WindowsFault,
    document_of,
    job_state,
    keep_listed,
    printer_state,
    refusal,
)

_CHUNK = 2048
_STEP = 0.1
_TITLE = "小票"


class WindowsRawPrinter:
    """A queue of this computer. `patience` is how many seconds a slip may take to print."""

    def __init__(self, name: str, system: Windows, *, patience: float = 15.0) -> None:
        self.name = name
        self._system = system
        self._patience = patience

    def write(self, data: bytes) -> Answer:
        """See `SlipPrinter.write`. Windows talks one way here: what is known is the job's."""
        try:
            self._system.printer(self.name)
            refuse_unready(self.state().condition)
            document = document_of(_TITLE)
            job = self._system.start_raw(self.name, document)
        except WindowsFault as fault:
            raise refusal(self.name, fault) from fault
        ours, sent = Listed(job.number, document), 0
        keep_listed(self._system, self.name, ours)
        try:
            while sent < len(data):
                taken = job.write(data[sent : sent + _CHUNK])
                if taken == 0:
                    job.abort()
                    raise gone(sent, len(data))
                sent += taken
            job.end()
        except WindowsFault as fault:
            job.abort()
            raise gone(sent, len(data)) from fault
        return self._follow(ours)

    def state(self) -> State:
        """See `SlipPrinter.state`."""
        return printer_state(self._system, self.name)

    def _follow(self, ours: Listed) -> Answer:
        until = time.monotonic() + self._patience
        while True:
            try:
                state = job_state(self._system.job(self.name, ours))
                if state is JobState.DONE:
                    self._system.release(self.name, ours)
            except WindowsFault:
                return answer_of(JobState.UNKNOWN)
            if state in (JobState.DONE, JobState.FAILED, JobState.UNKNOWN):
                return answer_of(state)
            if time.monotonic() >= until:
                break
            time.sleep(_STEP)
        stands = self.state()
        if stands.condition in (Condition.READY, Condition.UNKNOWN):
            return answer_of(JobState.UNKNOWN)
        return Answer(
            JobState.UNKNOWN,
            f"{stands.words}；小票在等着，处理好后会自己打出来，不要再按打印",
        )
