"""One command makes the pictures of every screen and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from tools.pictures import SCENES, make

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_no_two_scenes_have_one_name() -> None:
    assert len({name for name, _ in SCENES}) == len(SCENES) >= 108


@pytest.mark.parametrize("scene", [name for name, _ in SCENES])
def test_every_scene_becomes_a_picture_that_is_not_empty(
    scene: str, qtbot: QtBot, tmp_path: Path
) -> None:
    (path,) = make(tmp_path, ("light",), scene)
    assert path.stem == scene
    image = QImage(str(path))
    assert image.width() == 1366 or path.stem == "strip"
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    assert len(colours) > 8
