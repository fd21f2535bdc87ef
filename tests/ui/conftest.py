"""Every test of the window runs in the light theme with the program's own fonts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from ui import theme

if TYPE_CHECKING:
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


@pytest.fixture(autouse=True)
def light(qapp: QApplication, fonts: tuple[str, ...]) -> None:
    """Light before each test."""
    if theme.current().name != "light" or not qapp.styleSheet():
        theme.apply(qapp, "light")
