"""A picture that shows something else than the presenter means stops the demo."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clerk_app.kernel.errors import Damaged, Unavailable
from ui import demo
from ui.labels import PlainLabel
from ui.shell import Shell


def window(qtbot: QtBot, text: str) -> Shell:
    """Any window with one word on it stands in for the shell."""
    widget = QWidget()
    QVBoxLayout(widget).addWidget(PlainLabel(text))
    qtbot.addWidget(widget)
    widget.show()
    return cast(Shell, widget)


def test_what_is_meant_must_be_seen(qtbot: QtBot, tmp_path: Path) -> None:
    hand = demo.Hand(window(qtbot, "甲"), tmp_path)
    hand.picture("right", "甲")
    with pytest.raises(Damaged) as caught:
        hand.picture("wrong", "甲", "乙")
    assert caught.value.code == "picture_differs"
    assert hand.pictures == [tmp_path / "01-right.png"]


def test_waiting_ends(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "PATIENCE_MS", 20)
    hand = demo.Hand(window(qtbot, "甲"), tmp_path)
    with pytest.raises(Unavailable) as caught:
        hand.until("永远", lambda: False)
    assert caught.value.code == "no_answer"
