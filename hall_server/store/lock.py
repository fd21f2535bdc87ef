"""One serving process per store."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from clerk_app.kernel.errors import Unavailable


class ServeLock:
    """Holds the store's lock file until closed; the system frees it when the process dies.

    Raises `Unavailable` (`store_in_use`) where another server holds it.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take()
        except OSError as error:
            os.close(self._file)
            raise Unavailable("store_in_use", "已有一个大厅服务器在用这个库") from error

    def _take(self) -> None:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def close(self) -> None:
        """Let go."""
        os.close(self._file)
