"""清理: printed pages do not lie about in plain text for ever.

A page can be made again from its event at any time, so the copies in the workstation's own folder
are kept only as long as someone may still want to print them from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from clerk_app.kernel.clock import CHINA
from clerk_app.storage.faults import disk_faults

KEPT_DAYS = 7
"""Local rule, default: pages older than this are removed at sign-in."""


def sweep_pages(folder: Path, now: datetime) -> int:
    """Remove PDFs in `folder` that are older than `KEPT_DAYS`; returns how many.

    A clock that is behind the files removes nothing. Raises `Unavailable` (`read_only`).
    """
    removed = 0
    if not folder.is_dir():
        return removed
    with disk_faults():
        for page in sorted(folder.glob("*.pdf")):
            made = datetime.fromtimestamp(page.stat().st_mtime, CHINA)
            if now - made > timedelta(days=KEPT_DAYS):
                page.unlink()
                removed += 1
    return removed
