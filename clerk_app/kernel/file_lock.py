"""One process at a time on an open file; the system lets go when the process dies, however."""

from __future__ import annotations

import sys


def try_lock(handle: int) -> bool:
    """Take the lock of an open file at once, or not at all. Held until the file is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
