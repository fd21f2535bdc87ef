"""A real process killed between spool and answer: the page is offered again and never sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.print_jobs import confirm_printed, poll_job, recover_jobs
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.storage.spool import JobStage
from tests.deeds.print_kill import FolderTray
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.faults import Jobs
from tests.support.stores import PASSPHRASE, HandClock, create


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workstation with one case, closed."""
    folder = tmp_path_factory.mktemp("killed")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as counter:
        load(counter, folder, ITEM)
        return folder / "w", take_in(counter, asked(counter)).number


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    found = Jobs("tests.deeds.print_kill")
    yield found
    found.stop()


@pytest.mark.parametrize(
    ("kills", "sheets", "needs_a_look"),
    [("taking", 0, True), ("taken", 1, True), ("answered", 1, False)],
)
def test_a_page_in_the_spoolers_hand_when_the_program_is_killed(
    made: tuple[Path, str],
    jobs: Jobs,
    tmp_path: Path,
    kills: str,
    sheets: int,
    needs_a_look: bool,
) -> None:
    folder, case = Path(shutil.copytree(made[0], tmp_path / "w")), made[1]
    tray = tmp_path / "tray"
    tray.mkdir()
    job = jobs.start("send_and_die", str(folder), case, str(tray), kills)
    job.rest()
    assert job.exit_code == -9
    with Workstation(HandClock()).open(folder, PASSPHRASE) as counter:
        (left,) = recover_jobs(counter)
        assert left.needs_a_look is needs_a_look
        assert list((folder / "spool").iterdir()) == []  # nobody's papers lie about
        found = poll_job(counter, left.id, find=FolderTray(tray).find)
        if needs_a_look:
            assert found.state is JobStage.UNANSWERED
            found = confirm_printed(counter, left.id) if sheets else found
        with counter.store.reading() as db:
            times = [d.printed for d in intake.case(db, counter.viewer, case).documents]
    assert times == [0, sheets]
    assert len(list(tray.iterdir())) == sheets
    assert (found.state is JobStage.PRINTED) is bool(sheets)
