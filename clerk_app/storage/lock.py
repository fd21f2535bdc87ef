"""One writing program per data folder. Reading commands run beside the window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.file_lock import try_lock
from clerk_app.storage.faults import disk_faults

NAME = "writer.lock"


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the folder for writing; the system frees it when this process dies, however.

    Raises `Unavailable` (`another_instance`) at once when another process holds it.
    """
    with disk_faults():
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not try_lock(handle):
            raise Unavailable(
                "another_instance", "本工作站已在另一个窗口或命令中打开，请先关闭它再试"
            )
        yield
    finally:
        os.close(handle)
