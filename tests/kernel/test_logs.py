"""What goes wrong in the window can be read afterwards."""

from __future__ import annotations

import logging
from pathlib import Path

from clerk_app.kernel.logs import start_log


def close_handlers() -> None:
    logger = logging.getLogger("clerk")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def test_what_is_logged_stands_in_the_file(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    try:
        assert path is not None
        logging.getLogger("clerk.ui").error("unexpected %s", "KeyError")
        assert "ERROR clerk.ui unexpected KeyError" in path.read_text("utf-8")
    finally:
        close_handlers()


def test_where_nothing_can_be_written_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be", "utf-8")
    assert start_log(tmp_path) is None
    assert start_log(tmp_path / "nowhere") is None
    close_handlers()
