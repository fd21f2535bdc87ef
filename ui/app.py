"""Opens the window: `run` is called by `clerk_app.__main__` and by nothing else."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clerk_app.desk.sign_in import SignInPort, SignInPresenter, SignInState
from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.paths import resource
from ui import theme
from ui.runner import QtRunner
from ui.screens.sign_in import SignInView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtGui import QCloseEvent

    from clerk_app.desk.frame import Desk, FramePresenter, FrameState
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.clock import Clock
    from ui.main_window import MainWindow
    from ui.scanner import ScanFilter
    from ui.widgets.strip import CallStrip

TITLE = "综窗工作站"


class Shell(QStackedWidget):
    """The one top-level window: sign-in first, then the frame, sign-in again when locked."""

    def __init__(
        self,
        port: SignInPort,
        runner: Runner,
        clock: Clock,
        *,
        missing_fonts: tuple[str, ...] = (),
        remember_theme: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self._runner, self._clock = runner, clock
        self._remember_theme = remember_theme
        self._missing_fonts = missing_fonts
        self.desk: Desk | None = None
        self.frame: FramePresenter | None = None
        self.main: MainWindow | None = None
        self.scans: ScanFilter | None = None
        self.strip: CallStrip | None = None
        self.sign_in = SignInView()
        self.presenter = SignInPresenter(port, runner, clock, self._show_sign_in, self._entered)
        self._put_sign_in(self.sign_in)
        self.sign_in.painted.connect(self._painted)

    def lock(self) -> None:
        """Show the locked screen until the clerk who is in gives the password again."""
        self.sign_in.forget_password()
        self.presenter.lock(self._unlocked)
        self.setCurrentWidget(self.sign_in)
        self.sign_in.password.setFocus()

    def change_theme(self, name: str) -> None:
        """Build the windows again in another theme; what was typed stays with the presenters."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        theme.apply(app, name)
        if self._remember_theme:
            self._remember_theme(name)
        inside = self.main is not None and self.currentWidget() is self.main
        old, self.sign_in = self.sign_in, SignInView()
        self._put_sign_in(self.sign_in)
        self.removeWidget(old)
        old.deleteLater()
        if self.main is not None:
            gone = self.main
            self._put_main()
            self.removeWidget(gone)
            gone.deleteLater()
        front = self.main if inside and self.main is not None else self.sign_in
        self.setCurrentWidget(front)
        front.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Minimised: the call bar stays on top of the other programs, unless locked."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self._show_strip(wanted=self.isMinimized() and self.currentWidget() is self.main)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Close the store behind whatever is still running in the runner."""
        if self.desk is not None:
            self._runner.run(self.desk.close, _closed, log_failure)
            self.desk = None
        self._show_strip(wanted=False)
        super().closeEvent(event)

    def _show_strip(self, *, wanted: bool) -> None:
        if self.strip is not None:
            self.strip.deleteLater()
            self.strip = None
        if not wanted or self.frame is None:
            return
        from ui.widgets.strip import CallStrip

        self.strip = CallStrip()
        self.strip.pressed.connect(self.frame.press)
        self.strip.restore.connect(self.showMaximized)
        self.strip.show_bar(self.frame.state)
        self.strip.show()

    def _put_sign_in(self, view: SignInView) -> None:
        view.bind(self.presenter)
        view.theme_wanted.connect(self.change_theme)
        view.show_state(self.presenter.state)
        self.addWidget(view)

    def _painted(self) -> None:
        self.setWindowIcon(QIcon(str(resource("icons/workstation.png"))))
        self._missing_fonts += theme.load_fonts(theme.LATER_FONTS)
        self.presenter.painted()
        if self._missing_fonts:
            self.presenter.fonts_missing(self._missing_fonts)
        for part in self.findChildren(QWidget):
            part.update()  # a rare name was a box until its font came

    def _show_sign_in(self, state: SignInState) -> None:
        self.sign_in.show_state(state)

    def _entered(self, desk: Desk) -> None:
        # imported here: the frame is not needed to paint the sign-in
        from clerk_app.desk.frame import FramePresenter
        from ui.scanner import ScanFilter

        self.desk = desk
        self.sign_in.forget_password()
        app = QApplication.instance()
        if self.scans is None and isinstance(app, QApplication):
            self.scans = ScanFilter(self._clock.monotonic_ms)
            self.scans.setParent(self)
            self.scans.follow(app)
        self.frame = FramePresenter(desk, self._runner, self._show_frame)
        self._put_main()

    def _put_main(self) -> None:
        from ui.main_window import MainWindow
        from ui.screens.context import ScreenContext

        if self.desk is None or self.frame is None or self.scans is None:
            return
        self.main = MainWindow(ScreenContext(self.desk, self._runner, self.frame))
        self.main.lock_wanted.connect(self.lock)
        self.scans.scanned.connect(self.main.take_scan)
        self.addWidget(self.main)
        self.main.show_state(self.frame.state)
        self.setCurrentWidget(self.main)
        self.main.setFocus()

    def _show_frame(self, state: FrameState) -> None:
        if self.main is not None:
            self.main.show_state(state)
        if self.strip is not None:
            self.strip.show_bar(state)

    def _unlocked(self) -> None:
        self.sign_in.forget_password()
        if self.main is not None:
            self.setCurrentWidget(self.main)
            self.main.setFocus()


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
    theme.apply(app, theme_name if theme_name in theme.themes() else "light")
    sys.excepthook = tell_bug
    runner = QtRunner()
    shell = Shell(build(), runner, clock, missing_fonts=missing, remember_theme=remember_theme)
    shell.resize(1366, 768)
    shell.showMaximized()
    code = app.exec()
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
    _log("unexpected %s\n%s", kind.__name__, "".join(format_tb(trace)))
    if QApplication.instance() is not None:
        from ui.dialogs.bug import show_bug

        show_bug(kind.__name__)


def _log(words: str, *parts: str) -> None:
    import logging  # not needed to paint the sign-in

    logging.getLogger("clerk.ui").error(words, *parts)


def log_failure(error: Exception) -> None:
    """Closing has nobody left to tell."""
    _log("closing the store failed: %s", type(error).__name__)


def _closed(_result: None) -> None:
    """Nothing to show."""
