"""Pages into a folder, for halls without a printer of their own and for the command line.

A page that lies whole in the folder counts as printed: there is nobody else to ask.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import secrets
import shutil
import stat
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

_CANNOT = {errno.EINVAL, errno.ENOTSUP}
"""What a file system answers that does not flush folders, as some on the network do not."""
_PART = re.compile(r"\.[0-9a-f]{8}\.part")
_PRIVATE = 0o600
_LEFT_AFTER = 24 * 3600.0
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
            self._copy(pdf, temporary)
            _clear(self._folder, temporary.stat().st_mtime)
            target = self._named(temporary, _UNSAFE.sub(" ", title).strip(" .") or "page")
        except OSError as error:
            raise Unavailable(
                "printer_offline",
                "放文书的文件夹不在、已满或者不能写，什么都没有送出。请看好文件夹后再打印",
            ) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        try:
            _settle(self._folder)
        except OSError as error:  # the page lies there: nobody may say that nothing was sent
            raise Unavailable(
                "printer_gone",
                f"文书已放进文件夹（{target.name}），但是不知道存牢了没有。请打开文件夹看一看",
            ) from error
        return target.name

    def ask(self, job: str) -> Answer:
        """See `DocPrinter.ask`."""
        try:
            there = _UNSAFE.search(job) is None and (self._folder / job).is_file()
        except (OSError, ValueError):
            there = False
        return answer_of(JobState.DONE if there and job else JobState.UNKNOWN)

    def take_back(self, job: str) -> Answer:
        """See `DocPrinter.take_back`: a page in the folder is printed."""
        return self.ask(job)

    def clear(self, job: str) -> None:
        """See `DocPrinter.clear`: the page in the folder is the paper itself, and stays."""

    def state(self) -> State:
        """See `DocPrinter.state`."""
        try:
            ready = self._folder.is_dir() and os.access(self._folder, os.W_OK)
        except (OSError, ValueError):
            ready = False
        return state_of(Condition.READY if ready else Condition.OFFLINE)

    def _copy(self, pdf: Path, to: Path) -> None:
        """Read by this account alone, and by the group the folder is shared with: it says who
        applied for what. Raises `OSError`."""
        mode = _PRIVATE
        if self._folder.stat().st_mode & stat.S_IWGRP:
            mode |= stat.S_IRGRP
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with pdf.open("rb") as page, os.fdopen(os.open(to, flags, mode), "wb") as file:
            shutil.copyfileobj(page, file)
            file.flush()
            os.fsync(file.fileno())  # by the handle it was written with: Windows takes no other

    def _named(self, whole: Path, name: str) -> Path:
        """Give a whole page the first name that nobody has: another workstation may be at work in
        the same folder, and its page is not written over. Raises `OSError`."""
        for n in itertools.count(1):
            target = self._folder / (f"{name}.pdf" if n == 1 else f"{name} ({n}).pdf")
            with suppress(FileExistsError):
                _take(whole, target)
                return target
        raise AssertionError("names do not end")


def _take(whole: Path, target: Path) -> None:
    """Name a file, at once and only where the name is free. Raises `OSError`."""
    try:
        os.link(whole, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first, empty
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
        try:
            whole.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _clear(folder: Path, now: float) -> None:
    """Remove what a program that was killed left half copied. Younger ones stay: another
    workstation may be at work in the same folder. `now` is by the clock of the folder's disk."""
    with suppress(OSError, ValueError):
        for left in folder.glob(".*.part"):
            if _PART.fullmatch(left.name) and now - left.stat().st_mtime > _LEFT_AFTER:
                left.unlink()


def _settle(folder: Path) -> None:
    """Make the new name durable, where the platform can."""
    if os.name == "nt":  # Windows flushes directory entries itself and cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)
