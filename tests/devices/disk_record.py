"""What is asked of the disk, in its order: what settles, what gets a name."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest


class DiskRecord:
    """The system's own calls, written down. `done` are pairs of a word and what it was done to:
    the content of a file that settles (`settles`), the name of a folder (`folder settles`), the
    name a file gets (`named`)."""

    def __init__(self) -> None:
        self.done: list[tuple[str, bytes | str]] = []
        self._fsync, self._link, self._replace = os.fsync, os.link, Path.replace

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From here on all is written down."""
        record = self

        def replace(path: Path, target: Path) -> Path:
            record.done.append(("named", Path(target).name))
            return record._replace(path, target)

        monkeypatch.setattr(os, "fsync", self.fsync)
        monkeypatch.setattr(os, "link", self.link)
        monkeypatch.setattr(Path, "replace", replace)

    def fsync(self, handle: int) -> None:
        """A handle that cannot be written to is refused, as Windows refuses it."""
        import fcntl

        self._fsync(handle)
        where = Path(f"/proc/self/fd/{handle}").resolve()
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self.done.append(("folder settles", where.name))
            return
        assert fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
        self.done.append(("settles", where.read_bytes()))

    def link(self, whole: Path, target: Path) -> None:
        self.done.append(("named", Path(target).name))
        self._link(whole, target)
