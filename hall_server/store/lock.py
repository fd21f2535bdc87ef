"""One serving process per store."""

from __future__ import annotations

import os
from pathlib import Path

from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.file_lock import try_lock


class ServeLock:
    """Holds the store's lock file until closed; the system frees it when the process dies.

    Raises `Unavailable` (`store_in_use`) where another server holds it.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not try_lock(self._file):
            os.close(self._file)
            raise Unavailable("store_in_use", "已有一个大厅服务器在用这个库")

    def close(self) -> None:
        """Let go."""
        os.close(self._file)
