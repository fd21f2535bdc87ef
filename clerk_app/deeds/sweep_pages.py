"""清理: printed pages do not lie about in plain text for ever.

A page can be made again from its event at any time, so the copies in the workstation's own folder
are kept only as long as someone may still want to print them from there.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from clerk_app.kernel.clock import CHINA
from clerk_app.storage.faults import disk_faults

KEPT_DAYS = 7
"""Local rule, default: pages older than this are removed at sign-in."""


LEFT_HOURS = 1
"""Half a page older than this is nobody's any more: writing one takes seconds."""
_HALF = re.compile(r"\..+\.pdf\.[a-z0-9_]{8}")
"""What `notices.pdf` calls a page before it is whole."""


def sweep_halves(folder: Path, now: datetime) -> int:
    """Remove what a program that was killed left half written in a folder of pages, and nothing
    else; returns how many. Raises `Unavailable` (`read_only`)."""
    removed = 0
    if not folder.is_dir():
        return removed
    with disk_faults():
        for half in sorted(folder.glob(".*.pdf.*")):
            made = datetime.fromtimestamp(half.stat().st_mtime, CHINA)
            if _HALF.fullmatch(half.name) and now - made > timedelta(hours=LEFT_HOURS):
                half.unlink()
                removed += 1
    return removed


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
