"""A committed document through the real CUPS: printed, waiting and moved elsewhere, cancelled."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_jobs import poll_job, print_again, send_to_printer
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store
from clerk_app.storage.spool import JobStage
from tests.deeds.test_versions import ITEM, asked, load
from tests.devices import cupsd
from tests.support.stores import PASSPHRASE, HandClock, create


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("cups-deed")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


def printed(counter: Counter, case: str) -> list[int]:
    with counter.store.reading() as db:
        return [d.printed for d in store.case(db, counter.viewer, case).documents]


def test_a_document_comes_out_and_one_that_waits_comes_out_elsewhere(
    counter: Counter, cups: cupsd.Cupsd, tmp_path: Path
) -> None:
    case = take_in(counter, asked(counter)).number
    address = f"cups:{cupsd.QUEUE}@{cups.server}"
    job = send_to_printer(counter, case, "receipt", address)
    cupsd.until(lambda: poll_job(counter, job.id).state is JobStage.PRINTED)
    assert printed(counter, case) == [0, 1]
    number = job.spool_job.partition(" ")[0].rpartition("-")[2]
    paper = cups.tray / f"{number}-{job.copies}.pdf"
    said = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout
    assert f"{case}-02" in "".join(said.decode().split())

    cups.hold("media-empty-error")
    first = send_to_printer(counter, case, "receipt", address)
    cupsd.until(lambda: "缺纸" in poll_job(counter, first.id).said)
    waits = send_to_printer(counter, case, "one_time_notice", address)
    moved = print_again(counter, waits.id, f"folder:{tmp_path}")  # another printer has paper
    assert moved.reprint == 0
    assert poll_job(counter, moved.id).state is JobStage.PRINTED
    cups.go()
    cupsd.until(lambda: poll_job(counter, first.id).state is JobStage.PRINTED)
    assert printed(counter, case) == [1, 2]
    waited = waits.spool_job.partition(" ")[0].rpartition("-")[2]
    assert not (cups.tray / f"{waited}-{waits.copies}.pdf").exists()
    assert len(list(tmp_path.glob("*.pdf"))) == 1
