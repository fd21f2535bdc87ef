"""Files are found in a checkout, in the packaged folder and on either platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clerk_app.kernel.paths import default_data_dir, resource


def test_a_checkout_reads_its_own_resources() -> None:
    assert resource("calendar/2026.toml").is_file()


def test_the_packaged_program_reads_what_was_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("calendar") == tmp_path / "resources" / "calendar"


def test_the_data_folder_follows_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert default_data_dir() == tmp_path / "xdg" / "window-clerk"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_data_dir() == tmp_path / ".local" / "share" / "window-clerk"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert default_data_dir() == tmp_path / "local" / "window-clerk"
