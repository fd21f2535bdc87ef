"""The one top-level window: sign-in, frame, and back when locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clerk_app.desk.days import PRACTICE
from clerk_app.desk.sign_in import SignInPort, SignInPresenter, SignInState
from clerk_app.kernel.paths import resource
from ui import theme
from ui.screens.sign_in import SignInView

if TYPE_CHECKING:
    from collections.abc import Callable

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
        devices: Runner | None = None,
        missing_fonts: tuple[str, ...] = (),
        remember_theme: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self._runner, self._clock = runner, clock
        self._devices = devices or runner  # a day played by hand has one thread for everything
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
        self.main = MainWindow(ScreenContext(self.desk, self._runner, self._devices, self.frame))
        self.main.lock_wanted.connect(self.lock)
        self.scans.scanned.connect(self.main.take_scan)
        self.addWidget(self.main)
        self.main.show_state(self.frame.state)
        self.setCurrentWidget(self.main)
        self.main.setFocus()

    def _show_frame(self, state: FrameState) -> None:
        title = f"{TITLE}·{PRACTICE}" if state.practice else TITLE
        if self.windowTitle() != title:
            self.setWindowTitle(title)
        if self.main is not None:
            self.main.show_state(state)
        if self.strip is not None:
            self.strip.show_bar(state)

    def _unlocked(self) -> None:
        self.sign_in.forget_password()
        if self.main is not None:
            self.setCurrentWidget(self.main)
            self.main.setFocus()


def log_error(words: str, *parts: str) -> None:
    """To the log of the window; the places only, since words may hold a person's name."""
    import logging  # not needed to paint the sign-in

    logging.getLogger("clerk.ui").error(words, *parts)


def log_failure(error: Exception) -> None:
    """Closing has nobody left to tell."""
    log_error("closing the store failed: %s", type(error).__name__)


def _closed(_result: None) -> None:
    """Nothing to show."""
