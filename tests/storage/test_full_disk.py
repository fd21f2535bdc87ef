"""A disk that is full or read-only: said in words, nothing half-written, and work goes on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.kernel.errors import ClerkError, Unavailable
from clerk_app.storage.backup import backup, unpacked
from clerk_app.storage.files import write_whole
from tests.storage.conftest import Made
from tests.support.faults import NEEDS_ROOT, read_only, small_disk
from tests.support.stores import AT, PASSPHRASE, HandClock, Station, create, opened

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason=NEEDS_ROOT)


def code_of(error: pytest.ExceptionInfo[ClerkError]) -> str:
    assert isinstance(error.value, Unavailable)
    return error.value.code


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


def fill(folder: Path, *, leave: int = 0) -> Path:
    """A file that takes every free byte of the disk but `leave`."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
        if leave:
            file.truncate(max(0, file.tell() - leave))
    return ballast


def test_a_full_disk_loses_no_event_and_work_goes_on_when_space_is_freed(
    made: Made, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        folder = disk / "data"
        shutil.copytree(made.folder, folder)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(400_000))
        with opened(folder, made.key) as station:
            kept: list[int] = []

            def work() -> None:
                while len(kept) < 2000:
                    kept.append(station.record(body={"text": "满" * 500}).header.s)

            with pytest.raises(ClerkError) as caught:
                work()
            assert code_of(caught) == "disk_full"
            assert len(kept) > 20
            assert kept == list(range(4, 4 + len(kept)))
            assert [s for _, s in station.events()] == list(range(1, 4 + len(kept)))
            assert station.first_bad() == ""
            with pytest.raises(ClerkError) as caught:
                station.record(body={"text": "满" * 500})
            assert code_of(caught) == "disk_full"
            ballast.unlink()
            assert station.record().header.s == kept[-1] + 1
        with opened(folder, made.key) as again:
            assert again.first_bad() == ""
            assert len(again.events()) == kept[-1] + 1


def test_a_store_on_a_full_disk_says_so_when_it_is_opened(made: Made, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        folder = disk / "data"
        shutil.copytree(made.folder, folder)
        ballast = fill(disk)
        with pytest.raises(ClerkError) as caught, opened(folder, made.key) as station:
            station.record(body={"text": "满" * 500})
        assert code_of(caught) == "disk_full"
        ballast.unlink()
        with opened(folder, made.key) as station:
            assert station.first_bad() == ""
            assert station.record().header.s == 4


@pytest.mark.parametrize("size", ["4k", "24k", "60k", "120k", "160k"])
def test_init_on_a_disk_too_small_leaves_nothing(tmp_path: Path, size: str) -> None:
    with small_disk(tmp_path / "disk", size) as disk:
        with pytest.raises(ClerkError) as caught:
            create(disk / "data")
        assert code_of(caught) == "disk_full"
        assert names(disk) == set()


def test_a_backup_on_a_full_disk_leaves_the_old_one_whole(here: Station, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1500k") as disk:
        file = disk / "backup.zip"
        first = backup(here.store, here.folder, here.journal, file, AT)
        old = file.read_bytes()
        here.record(body={"text": "多一条"})
        for leave in (0, 20_000, 150_000, 180_000, 250_000):
            ballast = fill(disk, leave=leave)
            with pytest.raises(ClerkError) as caught:
                backup(here.store, here.folder, here.journal, file, AT)
            assert code_of(caught) == "disk_full"
            assert names(disk) == {"backup.zip", "ballast"}
            assert file.read_bytes() == old
            ballast.unlink()
        second = backup(here.store, here.folder, here.journal, file, AT)
        assert (first.events, second.events) == (3, 4)
        assert names(disk) == {"backup.zip"}


def test_restoring_onto_a_full_disk_leaves_nothing(here: Station, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    backup(here.store, here.folder, here.journal, file, AT)
    with small_disk(tmp_path / "disk", "100k") as disk:
        with pytest.raises(ClerkError) as caught:
            Workstation(HandClock()).restore(
                disk / "data", file, passphrase=PASSPHRASE, station=""
            )
        assert code_of(caught) == "disk_full"
        assert names(disk) == set()


def test_a_small_file_is_the_old_or_the_new_one_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        path = disk / "status.json"
        write_whole(path, b"old")
        with pytest.raises(ClerkError) as caught:
            write_whole(path, bytes(100_000))
        assert code_of(caught) == "disk_full"
        assert (names(disk), path.read_bytes()) == ({"status.json"}, b"old")
        write_whole(path, b"new")
        assert path.read_bytes() == b"new"


def test_a_read_only_folder_is_named_for_every_way_to_write(
    made: Made, folder: Path, tmp_path: Path
) -> None:
    clock = HandClock()
    (tmp_path / "empty").mkdir()
    with read_only(folder, tmp_path / "ro") as place:
        before = {p.name: p.read_bytes() for p in place.iterdir()}
        with pytest.raises(ClerkError) as caught, Workstation(clock).open(place, PASSPHRASE):
            pass
        assert code_of(caught) == "read_only"
        with pytest.raises(ClerkError) as caught, opened(place, made.key) as station:
            station.record()
        assert code_of(caught) == "read_only"
        with pytest.raises(ClerkError) as caught:
            write_whole(place / "status.json", b"new")
        assert code_of(caught) == "read_only"
        assert {p.name: p.read_bytes() for p in place.iterdir()} == before
    with read_only(tmp_path / "empty", tmp_path / "ro2") as place:
        with pytest.raises(ClerkError) as caught:
            create(place / "data")
        assert code_of(caught) == "read_only"
        with opened(folder, made.key) as station, pytest.raises(ClerkError) as caught:
            backup(station.store, station.folder, station.journal, place / "b.zip", AT)
        assert code_of(caught) == "read_only"
        assert names(place) == set()


def test_a_disk_that_turns_read_only_under_an_open_store_is_named(
    made: Made, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        shutil.copytree(made.folder, disk / "data")
        file = tmp_path / "backup.zip"
        with read_only(disk, tmp_path / "ro") as place, opened(disk / "data", made.key) as station:
            station.record()
            assert backup(station.store, station.folder, station.journal, file, AT).events == 4
            with pytest.raises(ClerkError) as caught:
                write_whole(place / "data" / "status.json", b"new")
            assert code_of(caught) == "read_only"
    with unpacked(file) as found:
        assert names(found) == {"store.db", "keys.json"}
