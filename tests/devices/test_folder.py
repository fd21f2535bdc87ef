"""The folder as a printer: a page lies whole in it or nothing was sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clerk_app.devices.printing.folder import FolderPrinter
from clerk_app.devices.printing.port import Condition, JobState
from clerk_app.kernel.errors import Unavailable
from tests.support.faults import NEEDS_ROOT, fill, small_disk


def test_pages_lie_whole_in_the_folder_and_none_gives_way_to_another(
    pdf: Path, tmp_path: Path
) -> None:
    printer = FolderPrinter(tmp_path)
    assert printer.state().condition is Condition.READY
    names = [printer.submit(pdf, title="受理通知书 5116/01", copies=2) for _ in range(2)]
    assert names == ["受理通知书 5116 01.pdf", "受理通知书 5116 01 (2).pdf"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)
    for name in names:
        assert (tmp_path / name).read_bytes() == pdf.read_bytes()
        assert printer.ask(name).state is printer.take_back(name).state is JobState.DONE


@pytest.mark.parametrize("job", ["", "gone.pdf", "../notice.pdf", ".."])
def test_what_is_not_in_the_folder_nobody_knows(tmp_path: Path, job: str) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "notice.pdf").write_bytes(b"%PDF")
    assert FolderPrinter(tmp_path / "f").ask(job).state is JobState.UNKNOWN


def test_a_folder_that_is_not_there_takes_nothing(pdf: Path, tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "none")
    assert printer.state().condition is Condition.OFFLINE
    with pytest.raises(Unavailable) as caught:
        printer.submit(pdf, title="t", copies=1)
    assert caught.value.code == "printer_offline"
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason=NEEDS_ROOT)
def test_a_full_folder_takes_nothing_and_keeps_no_part(pdf: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        ballast = fill(disk)
        with pytest.raises(Unavailable) as caught:
            FolderPrinter(disk).submit(pdf, title="t", copies=1)
        assert caught.value.code == "printer_offline"
        assert "什么都没有送出" in caught.value.message
        assert list(disk.iterdir()) == [ballast]
