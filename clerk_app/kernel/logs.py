"""The log file of the window: what went wrong and where, never a person's data.

One file a day under `log/` in the data folder, two weeks kept. Loggers are named by topic
(`clerk.ui`, `clerk.sync`, …). Commands log to stderr.
"""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

KEPT_DAYS = 14
FOLDER = "log"


def start_log(folder: Path) -> Path | None:
    """Send what the program logs to a file in `folder`; None where it cannot be written.

    A log that cannot be kept never stops the counter.
    """
    path = folder / FOLDER / "clerk.log"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handler = logging.handlers.TimedRotatingFileHandler(
            path, when="midnight", backupCount=KEPT_DAYS, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("clerk")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return path
