"""Every test of the window runs in the light theme with the program's own fonts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of every window what it cannot do with it."""
    ignored = ("does not support propagateSizeHints", r"does not support raise\(\)")
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*ignored, extend=True))


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> tuple[str, ...]:
    """The fonts of `resources/fonts`; what is missing."""
    return theme.load_fonts(theme.FIRST_FONTS + theme.LATER_FONTS)


class Patient(QtBot):
    """A busy machine may keep a test waiting for longer than five seconds; a test that waits in
    vain still fails."""

    def waitUntil(  # noqa: N802 (Qt's name)
        self, callback: Callable[[], bool | None], *, timeout: int = 60_000
    ) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own, with more patience."""
    return Patient(request)


def as_begun(app: QApplication) -> None:
    """Light, on a screen of 1366 x 768."""
    theme.fit(1366, 768)
    if theme.current().name != "light" or not app.styleSheet():
        theme.apply(app, "light")


@pytest.fixture(scope="module", autouse=True)
def light_for_all(qapp: QApplication, fonts: tuple[str, ...]) -> None:
    """Light before the window is built that the tests of a file share: narrow otherwise, when
    the test before left a large theme."""
    as_begun(qapp)


@pytest.fixture(autouse=True)
def light(qapp: QApplication, light_for_all: None) -> Iterator[None]:
    """Light before each test, and after it."""
    as_begun(qapp)
    yield
    as_begun(qapp)
