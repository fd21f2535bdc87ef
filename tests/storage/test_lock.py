"""One writing program per data folder; readers beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.kernel.errors import Unavailable
from clerk_app.storage.lock import writer_lock
from tests.support.faults import Jobs
from tests.support.stores import PASSPHRASE, HandClock


def hold(folder: Path) -> None:
    with writer_lock(folder):
        pass


def test_a_second_process_is_told_at_once_and_a_killed_holder_lets_go(
    jobs: Jobs, folder: Path
) -> None:
    holder = jobs.start("hold", str(folder))
    assert holder.line() == "held"
    with pytest.raises(Unavailable) as caught:
        hold(folder)
    assert caught.value.code == "another_instance"
    workstation = Workstation(HandClock())
    with pytest.raises(Unavailable) as caught, workstation.open(folder, PASSPHRASE):
        pass
    assert caught.value.code == "another_instance"
    with (
        workstation.open(folder, PASSPHRASE, writing=False) as reader,
        reader.store.reading() as db,
    ):
        assert reader.journal.count(db) == 3
    holder.kill()
    hold(folder)


def test_another_process_is_refused_while_this_one_writes(jobs: Jobs, folder: Path) -> None:
    with writer_lock(folder):
        assert jobs.start("try_to_hold", str(folder)).rest() == ["another_instance"]
    assert jobs.start("try_to_hold", str(folder)).rest() == ["held"]


def test_a_second_window_of_the_same_process_is_refused_too(folder: Path) -> None:
    with writer_lock(folder), pytest.raises(Unavailable) as caught:
        hold(folder)
    assert caught.value.code == "another_instance"


def test_the_lock_is_let_go_when_the_work_fails(folder: Path) -> None:
    def fail() -> None:
        with writer_lock(folder):
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    hold(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        hold(tmp_path / "absent")
    assert caught.value.code == "no_file"
