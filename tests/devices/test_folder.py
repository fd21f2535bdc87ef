"""The folder as a printer: a page lies whole in it or nothing was sent."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from clerk_app.devices.printing.folder import FolderPrinter
from clerk_app.devices.printing.port import NOTHING_SENT, Condition, JobState
from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.pdf import store_pdf
from tests.devices.disk_record import DiskRecord
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


@pytest.mark.parametrize("links", [True, False])
def test_a_page_another_workstation_lays_there_meanwhile_is_not_written_over(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    copied, linked = shutil.copyfileobj, os.link

    def copy(source: BinaryIO, target: BinaryIO) -> None:
        copied(source, target)
        if not links:
            (tmp_path / "t.pdf").write_bytes(b"theirs")

    def link(source: Path, target: Path) -> None:
        if not links:
            raise OSError(errno.EPERM, "no links here")
        if target.name == "t.pdf":
            target.write_bytes(b"theirs")
        linked(source, target)

    monkeypatch.setattr(shutil, "copyfileobj", copy)
    monkeypatch.setattr(os, "link", link)
    assert FolderPrinter(tmp_path).submit(pdf, title="t", copies=1) == "t (2).pdf"
    assert (tmp_path / "t.pdf").read_bytes() == b"theirs"
    assert (tmp_path / "t (2).pdf").read_bytes() == pdf.read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(os.name == "nt", reason="who may read, as POSIX has it")
@pytest.mark.parametrize(("folder", "page"), [(0o755, 0o600), (0o777, 0o640), (0o2770, 0o640)])
def test_a_page_is_read_by_whom_the_folder_is_shared_with(
    pdf: Path, tmp_path: Path, folder: int, page: int
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    pages.chmod(folder)
    before = os.umask(0o022)
    try:
        named = FolderPrinter(pages).submit(pdf, title="t", copies=1)
    finally:
        os.umask(before)
    assert stat.S_IMODE((pages / named).stat().st_mode) == page


@pytest.mark.parametrize("job", ["", "gone.pdf", "../notice.pdf", ".."])
def test_what_is_not_in_the_folder_nobody_knows(tmp_path: Path, job: str) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "notice.pdf").write_bytes(b"%PDF")
    assert FolderPrinter(tmp_path / "f").ask(job).state is JobState.UNKNOWN


def test_a_name_that_is_no_folder_is_offline_and_knows_nothing(tmp_path: Path) -> None:
    for folder in (Path("a\0b"), tmp_path / ("x" * 300)):
        assert FolderPrinter(folder).state().condition is Condition.OFFLINE
        assert FolderPrinter(folder).ask("notice.pdf").state is JobState.UNKNOWN


class _Disk:
    """Files settle, folders answer `code`."""

    def __init__(self, code: int) -> None:
        self._code, self._real = code, os.fsync

    def fsync(self, handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(self._code, "folder")
        self._real(handle)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no handle of a folder")
def test_once_the_page_lies_there_nobody_says_that_nothing_was_sent(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _Disk(errno.EIO).fsync)
    with pytest.raises(Unavailable) as caught:
        FolderPrinter(tmp_path).submit(pdf, title="t", copies=1)
    assert caught.value.code == "printer_gone"
    assert caught.value.code not in NOTHING_SENT
    assert "t.pdf" in caught.value.message
    assert [p.name for p in tmp_path.iterdir()] == ["t.pdf"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no handle of a folder")
def test_a_file_system_that_does_not_flush_folders_is_printed_into(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _Disk(errno.EINVAL).fsync)
    assert FolderPrinter(tmp_path).submit(pdf, title="t", copies=1) == "t.pdf"


def test_what_a_killed_program_left_half_copied_goes_with_the_next_page(
    pdf: Path, tmp_path: Path
) -> None:
    old, young, foreign = ".0123abcd.part", ".89abcdef.part", ".film.part"
    for name in (old, young, foreign):
        (tmp_path / name).write_bytes(b"%PDF")
    long_ago = pdf.stat().st_mtime - 25 * 3600
    for name in (old, foreign):
        os.utime(tmp_path / name, (long_ago, long_ago))
    FolderPrinter(tmp_path).submit(pdf, title="t", copies=1)
    assert sorted(p.name for p in tmp_path.iterdir()) == [young, foreign, "t.pdf"]


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


# ---------------------------------------------------------------- when the power goes


_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="names a handle by /proc")


@_LINUX
@pytest.mark.parametrize("links", [True, False])
def test_a_page_has_settled_before_it_has_a_name_and_its_name_before_it_is_printed(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    content = pdf.read_bytes()
    if not links:

        def none(_whole: Path, _target: Path) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", none)
    record = DiskRecord()
    record.install(monkeypatch)
    assert FolderPrinter(pages).submit(pdf, title="t", copies=1) == "t.pdf"
    named = [("named", "t.pdf")] * (1 if links else 2)  # where links fail, a rename follows
    assert record.done == [("settles", content), *named, ("folder settles", "pages")]


@_LINUX
def test_a_page_that_is_kept_has_settled_before_it_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = DiskRecord()
    record.install(monkeypatch)
    store_pdf(tmp_path / "kept.pdf", b"%PDF-1.4 whole")
    assert record.done[:2] == [("settles", b"%PDF-1.4 whole"), ("named", "kept.pdf")]
