"""Old pages go, young ones and everything else stay."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from clerk_app.deeds.sweep_pages import sweep_halves, sweep_pages
from clerk_app.kernel.clock import CHINA

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=CHINA)


def page(folder: Path, name: str, age: timedelta) -> None:
    path = folder / name
    path.write_bytes(b"%PDF")
    at = (NOW - age).timestamp()
    os.utime(path, (at, at))


def test_pages_older_than_seven_days_are_removed(tmp_path: Path) -> None:
    page(tmp_path, "old.pdf", timedelta(days=7, minutes=1))
    page(tmp_path, "young.pdf", timedelta(days=6, hours=23))
    page(tmp_path, "future.pdf", timedelta(days=-400))
    page(tmp_path, "notes.txt", timedelta(days=90))
    assert sweep_pages(tmp_path, NOW) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["future.pdf", "notes.txt", "young.pdf"]


def test_no_folder_is_no_work(tmp_path: Path) -> None:
    assert sweep_pages(tmp_path / "none", NOW) == 0
    assert sweep_halves(tmp_path / "none", NOW) == 0


def test_only_what_is_half_written_and_left_behind_is_removed(tmp_path: Path) -> None:
    page(tmp_path, ".5116-01.pdf.ab_1234z", timedelta(minutes=61))
    kept = [".5116-02.pdf.abcd1234", "5116-01.pdf", ".notes.pdf.backup", ".own.abcd1234"]
    page(tmp_path, kept[0], timedelta(minutes=59))  # may be at work
    for name in kept[1:]:
        page(tmp_path, name, timedelta(days=90))
    assert sweep_halves(tmp_path, NOW) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(kept)
