"""A program that is killed while the spooler has its page. `Jobs` calls these by name."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.print_jobs import send_to_printer
from clerk_app.devices.printing.port import Answer, Condition, JobState, State, answer_of, state_of
from tests.support.stores import PASSPHRASE, HandClock


class FolderTray:
    """Paper is a file in a folder, so that it outlives the program. `kills` at: taking, taken."""

    name = "HallA4"

    def __init__(self, folder: Path, kills: str = "") -> None:
        self._folder = folder
        self._kills = kills

    def find(self, _address: str) -> FolderTray:
        return self

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:  # noqa: ARG002
        if self._kills == "taking":
            os.kill(os.getpid(), signal.SIGKILL)
        name = f"{len(list(self._folder.iterdir())) + 1}.pdf"
        shutil.copyfile(pdf, self._folder / name)
        if self._kills == "taken":
            os.kill(os.getpid(), signal.SIGKILL)
        return name

    def ask(self, job: str) -> Answer:
        there = (self._folder / job).is_file()
        return answer_of(JobState.DONE if there else JobState.UNKNOWN)

    def take_back(self, job: str) -> Answer:
        return self.ask(job)

    def clear(self, job: str) -> None:
        """Paper stays."""

    def state(self) -> State:
        return state_of(Condition.READY)


def send_and_die(folder: str, case: str, tray: str, kills: str) -> None:
    """Open the workstation and send a page; killed at the spooler's hand, or, with `answered`,
    after the spooler's name for the job was written down."""
    with Workstation(HandClock()).open(Path(folder), PASSPHRASE) as counter:
        printer = FolderTray(Path(tray), kills)
        job = send_to_printer(counter, case, "receipt", "cups:HallA4", find=printer.find)
        print(job.spool_job, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
