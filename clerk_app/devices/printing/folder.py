"""Pages into a folder, for halls without a printer of their own and for the command line.

A page that lies whole in the folder counts as printed: there is nobody else to ask.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from clerk_app.devices.printing.port import (
    Answer,
    Condition,
    JobState,
    State,
    answer_of,
    state_of,
)
from clerk_app.kernel.errors import Unavailable

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class FolderPrinter:
    """A folder. It must be there: a wrong name is not made a folder in silence."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:  # noqa: ARG002
        """See `DocPrinter.submit`. `copies` is one file: whoever prints it sees on the page how
        many are wanted. An older page of the same name stays; the new one gets a number."""
        temporary = self._folder / f".{secrets.token_hex(4)}.part"
        try:
            shutil.copyfile(pdf, temporary)
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            target = self._free(_UNSAFE.sub(" ", title).strip(" .") or "page")
            temporary.replace(target)
            _settle(self._folder)
        except OSError as error:
            raise Unavailable(
                "printer_offline",
                "放文书的文件夹不在、已满或者不能写，什么都没有送出。请看好文件夹后再打印",
            ) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        return target.name

    def ask(self, job: str) -> Answer:
        """See `DocPrinter.ask`."""
        there = _UNSAFE.search(job) is None and (self._folder / job).is_file()
        return answer_of(JobState.DONE if there and job else JobState.UNKNOWN)

    def take_back(self, job: str) -> Answer:
        """See `DocPrinter.take_back`: a page in the folder is printed."""
        return self.ask(job)

    def state(self) -> State:
        """See `DocPrinter.state`."""
        ready = self._folder.is_dir() and os.access(self._folder, os.W_OK)
        return state_of(Condition.READY if ready else Condition.OFFLINE)

    def _free(self, name: str) -> Path:
        target, n = self._folder / f"{name}.pdf", 1
        while target.exists():
            n += 1
            target = self._folder / f"{name} ({n}).pdf"
        return target


def _settle(folder: Path) -> None:
    """Make the new name durable, where the platform can."""
    if os.name == "nt":  # Windows flushes directory entries itself and cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
