"""`status.json`: a store that has forgotten what was printed is not used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.kernel.errors import Damaged
from clerk_app.storage.engine import NAME
from clerk_app.storage.status import check_witness, write_status
from tests.storage.conftest import Made
from tests.support.faults import Jobs
from tests.support.stores import HALL, HALL_NAME, PASSPHRASE, HandClock, Station, opened

STATUS = "status.json"


def witness(here: Station) -> None:
    with here.store.reading() as db:
        write_status(here.folder, db, here.journal)


def refusal(folder: Path) -> str:
    with pytest.raises(Damaged) as caught, Workstation(HandClock()).open(folder, PASSPHRASE):
        pass
    return caught.value.code


def test_the_status_tells_counts_and_the_end_of_our_chain(here: Station) -> None:
    last = here.record()
    witness(here)
    assert json.loads((here.folder / STATUS).read_text("utf-8")) == {
        "format": 1,
        "hall": HALL,
        "hall_name": HALL_NAME,
        "station": "0001",
        "unsent": 4,
        "oldest_at": "2026-03-02T10:05:00.000+08:00",
        "synced_at": "",
        "witness": {"device": last.header.device, "s": 4, "hash": last.hash.hex()},
    }


def test_closing_the_workstation_writes_the_status(folder: Path) -> None:
    with Workstation(HandClock()).open(folder, PASSPHRASE, signing_in=True):
        pass
    assert json.loads((folder / STATUS).read_text("utf-8"))["witness"]["s"] == 4


def test_an_older_copy_of_the_store_is_noticed(made: Made, here: Station, tmp_path: Path) -> None:
    here.record()
    here.store.close()
    shutil.copyfile(here.store.path, tmp_path / "older.db")
    with opened(here.folder, made.key) as later:
        later.record()
        witness(later)
        with later.store.reading() as db:
            check_witness(later.folder, db)
    shutil.copyfile(tmp_path / "older.db", here.store.path)
    assert refusal(here.folder) == "journal_rolled_back"
    with opened(here.folder, made.key) as rolled_back:
        assert rolled_back.first_bad() == ""  # the chain alone cannot tell


def test_another_event_in_the_place_of_the_last_one_is_noticed(
    made: Made, here: Station, tmp_path: Path
) -> None:
    here.store.close()
    shutil.copyfile(here.store.path, tmp_path / "older.db")
    with opened(here.folder, made.key) as printed:
        printed.record(body={"text": "打印的"})
        witness(printed)
    shutil.copyfile(tmp_path / "older.db", here.store.path)
    with opened(here.folder, made.key) as other:
        other.record(body={"text": "另一件"})
    assert refusal(here.folder) == "journal_rolled_back"


def test_a_lost_write_ahead_log_is_noticed(made: Made, folder: Path, jobs: Jobs) -> None:
    job = jobs.start("append_and_witness", str(folder), made.key.hex(), 3)
    assert job.line() == "witnessed"
    job.kill()
    log = folder / f"{NAME}-wal"
    assert log.stat().st_size > 0
    kept = log.read_bytes()
    log.unlink()
    assert refusal(folder) == "journal_rolled_back"
    log.write_bytes(kept)
    (folder / f"{NAME}-shm").unlink(missing_ok=True)
    with opened(folder, made.key) as found:
        assert len(found.events()) == 6
        with found.store.reading() as db:
            check_witness(folder, db)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"\xff", b"{}", b'{"witness": 3}', b'{"witness": {}}'),
        *(b'{"witness": {"device": "x", "s": "y", "hash": ""}}', b"[" * 100_000),
        b'{"witness": {"device": "x", "s": 1e999, "hash": ""}}',
        b'{"witness": {"device": "x", "s": 99999999999999999999999, "hash": ""}}',
        b'{"witness": {"device": "x", "s": -1, "hash": ""}}',
        b'{"witness": {"device": "\\ud800", "s": 1, "hash": ""}}',
        None,
    ],
    ids=lambda c: str(c and c[:60]),
)
def test_a_status_that_cannot_be_read_locks_nobody_out(
    here: Station, content: bytes | None
) -> None:
    path = here.folder / STATUS
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with here.store.reading() as db:
        check_witness(here.folder, db)


def test_a_folder_in_the_place_of_the_status_locks_nobody_out(here: Station) -> None:
    (here.folder / STATUS).unlink()
    (here.folder / STATUS).mkdir()
    with here.store.reading() as db:
        check_witness(here.folder, db)
