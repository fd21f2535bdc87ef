"""Opens the window: `run` is called by `clerk_app.__main__` and by nothing else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from clerk_app.desk.sign_in import SignInPort
from clerk_app.kernel.errors import Unavailable
from ui import theme
from ui.runner import QtRunner
from ui.shell import TITLE, Shell, log_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from clerk_app.kernel.clock import Clock

TITLE_BAR = 32
"""Height of the bar a desktop puts over the window, in logical pixels."""


def run(
    build: Callable[[], SignInPort],
    *,
    clock: Clock,
    theme_name: str = "light",
    remember_theme: Callable[[str], None] | None = None,
) -> int:
    """Open the window and stay until it is closed; return the exit code.

    `build` makes the light port of the sign-in: it may read small plain files, nothing more.
    Raises `Unavailable` (`no_display`) before any Qt application is made, since Qt aborts the
    process when it finds no display.
    """
    require_display(sys.platform, os.environ)
    app = QCoreApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise Unavailable("no_display", "已有一个没有界面的 Qt 程序在运行，打不开窗口")
    app.setApplicationDisplayName(TITLE)
    missing = theme.load_fonts(theme.FIRST_FONTS)
    free = app.primaryScreen().availableGeometry()  # logical: after the scaling of the desktop
    theme.fit(free.width(), free.height() - TITLE_BAR)
    theme.apply(app, theme_name if theme_name in theme.themes() else "light")
    sys.excepthook = tell_bug
    runner, devices = QtRunner(), QtRunner("printer")
    shell = Shell(
        build(),
        runner,
        clock,
        devices=devices,
        missing_fonts=missing,
        remember_theme=remember_theme,
    )
    shell.resize(1366, 768)
    shell.showMaximized()
    code = app.exec()
    devices.close()
    runner.close()
    return code


def play_day(port: SignInPort, clock: Clock, out: Path, passphrase: str) -> list[Path]:
    """Open the window, off-screen where there is no display, play a day by keys and return the
    pictures. Raises what the day raises; the window is closed then too."""
    from ui.demo import play

    if not _has_display(sys.platform, os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QCoreApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise Unavailable("no_display", "已有一个没有界面的 Qt 程序在运行，打不开窗口")
    missing = theme.load_fonts(theme.FIRST_FONTS)
    theme.apply(app, "light")
    runner = QtRunner()
    shell = Shell(port, runner, clock, missing_fonts=missing)
    try:
        shell.resize(1366, 768)
        shell.show()
        shell.activateWindow()
        return play(shell, out, passphrase)
    finally:
        shell.close()
        runner.close()
        app.processEvents()


def require_display(platform: str, environ: Mapping[str, str]) -> None:
    """Raise `Unavailable` (`no_display`) where a window cannot be opened."""
    if not _has_display(platform, environ):
        raise Unavailable("no_display", "没有可用的显示器，打不开窗口；不用窗口的命令照常可用")


def _has_display(platform: str, environ: Mapping[str, str]) -> bool:
    if not platform.startswith("linux") or environ.get("QT_QPA_PLATFORM", "") == "offscreen":
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def tell_bug(
    kind: type[BaseException], _error: BaseException, trace: TracebackType | None
) -> None:
    """A bug: write it to the log, tell the clerk in one window, go on."""
    from traceback import format_tb

    # the places only: the words of an exception may hold a person's name
    log_error("unexpected %s\n%s", kind.__name__, "".join(format_tb(trace)))
    if QApplication.instance() is not None:
        from ui.dialogs.bug import show_bug

        show_bug(kind.__name__)
