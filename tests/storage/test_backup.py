"""Backup and restore: whole or not at all, and a restored workstation is a new one."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from clerk_app.bootstrap import Workstation
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused, Unavailable
from clerk_app.notices.wording import OWN_FOLDER
from clerk_app.storage.backup import Backup, backup, unpacked
from clerk_app.storage.facts import fact, set_fact
from clerk_app.storage.schema import devices, drafts
from tests.storage.conftest import Made
from tests.support.faults import Jobs, flip
from tests.support.stores import AT, CASE, HALL, PASSPHRASE, HandClock, Station, opened

ENQUIRY = "ZX51160200012600000177"
RECEIVED = {"item": "i1", "item_name": "食品", "received_on": "2026-03-02"}


def back_up(here: Station, path: Path) -> Backup:
    return backup(here.store, here.folder, here.journal, path, AT)


def restore(folder: Path, file: Path, *, secret: str = PASSPHRASE, station: str = "") -> int:
    _, events = Workstation(HandClock()).restore(folder, file, passphrase=secret, station=station)
    return events


def refusal(
    folder: Path, file: Path, *, secret: str = PASSPHRASE, station: str = ""
) -> ClerkError:
    """The error of a restore that must fail; nothing of it stays."""
    before = {p.name for p in folder.parent.iterdir()}
    with pytest.raises(ClerkError) as caught:
        restore(folder, file, secret=secret, station=station)
    assert {p.name for p in folder.parent.iterdir()} == before
    return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a restored workstation goes: a folder that does not exist, alone in its own."""
    (tmp_path / "new").mkdir()
    return tmp_path / "new" / "data"


@pytest.fixture(scope="module")
def saved(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a workstation with one case."""
    folder = tmp_path_factory.mktemp("saved")
    shutil.copytree(made.folder, folder / "data")
    with opened(folder / "data", made.key) as here:
        here.record("case.received", dict(RECEIVED), case=CASE)
        back_up(here, folder / "b.zip")
    return folder / "b.zip"


ORDER = "DB51160200012600000102"
DUTY: tuple[tuple[str, Body], ...] = (
    (
        "delegation.granted",
        {
            "letter": "示例授〔2026〕1号",
            "grantor": "c1",
            "holder": "c2",
            "scope": ["decide"],
            "since": "2026-01-01",
            "until": "2026-12-31",
        },
    ),
    ("delegation.revoked", {"letter": "示例授〔2026〕1号", "on": "2026-06-01"}),
    ("cover.set", {"a": "c1", "b": "c2", "since": "2026-03-02"}),
    ("leave.taken", {"clerk": "c1", "since": "2026-03-03", "until": "2026-03-04"}),
    (
        "enquiry.handed_over",
        {"number": ENQUIRY, "n": 1, "kind": "body", "to": "示例局", "on": "2026-03-02"},
    ),
    ("assistance.opened", {"number": ORDER, "day": "2026-03-02", "kind": "agent", "helper": "c1"}),
    ("assistance.step", {"number": ORDER, "what": "取材料", "on": "2026-03-02"}),
    ("numbers.leased", {"agency": "示例局", "template": "示{n}号", "first": 1, "last": 9}),
    ("attachment.added", {"case": CASE, "purpose": "scan", "sha256": "ab" * 32}),
)
"""What fills the rows of who answers for what."""


def test_a_restored_workstation_has_every_row_and_no_right_to_number(
    made: Made, here: Station, place: Path, tmp_path: Path
) -> None:
    party: Body = {"kind": "person", "id_type": "uscc", "id_number": "91350100M000100Y43"}
    here.record("case.received", {**RECEIVED, "applicant": party}, case=CASE)
    here.record("ticket.taken", {"day": "2026-03-02", "label": "A001"})
    here.record("enquiry.recorded", {"number": ENQUIRY, "day": "2026-03-02"})
    here.record("document.issued", {"number": f"{ENQUIRY}-01", "kind": "enquiry_notice"})
    for kind, body in DUTY:
        here.record(kind, body)
    here.record("case.linked", {"number": "示例系统1号"}, case=CASE)
    here.record("case.given_back", {"blocked_until": "2026-09-02"}, case=CASE)
    with here.store.transaction() as db:
        set_fact(db, "hall_url", "http://127.0.0.1:1")
        set_fact(db, "hall_key", "00" * 32)
        db.execute(drafts.insert().values(clerk="c1", draft="d", content="草稿", saved_at=AT))
        old = here.journal.own_device(db)
    made_backup = back_up(here, tmp_path / "b.zip")
    assert (made_backup.events, made_backup.head) == (18, old.head_hash.hex())
    assert made_backup.missing == ("ab" * 32,)
    assert restore(place, tmp_path / "b.zip") == 19
    rows = here.rows()
    with (
        Workstation(HandClock()).open(place, PASSPHRASE) as counter,
        counter.store.reading() as db,
    ):
        own = counter.journal.own_device(db)
        assert counter.journal.verify(db).ok
        assert own.device != old.device
        assert own.head_s == 1
        gone = db.execute(select(devices).where(devices.c.device == old.device)).one()
        assert (gone.retired, gone.head_s) == (1, 18)
        assert [fact(db, k) for k in ("hall", "station", "hall_url", "hall_key")] == [
            *(HALL, "", "", "")
        ]
        last = counter.journal._in_fold_order(db)
        body = list(last)[-1].body or {}
        assert (body["old"], body["old_s"]) == (old.device, 18)
        assert db.execute(select(drafts.c.content)).scalars().all() == ["草稿"]
    with opened(place, made.key) as restored:
        assert restored.rows() == rows
        assert not [table for table, found in rows.items() if not found]


def test_a_station_number_given_with_the_restore_may_number_again(
    made: Made, saved: Path, place: Path
) -> None:
    assert restore(place, saved, station="0002") == 6
    with opened(place, made.key) as restored, restored.store.reading() as db:
        assert fact(db, "station") == "0002"


def test_the_recovery_code_restores(made: Made, saved: Path, place: Path) -> None:
    assert restore(place, saved, secret=made.recovery_code) == 5


def test_an_image_restored_twice_is_two_workstations(saved: Path, tmp_path: Path) -> None:
    workstation = Workstation(HandClock())
    found = {
        workstation.restore(tmp_path / name, saved, passphrase=PASSPHRASE, station="")[0]
        for name in "ab"
    }
    assert len(found) == 2


def test_a_wrong_passphrase_restores_nothing(saved: Path, place: Path) -> None:
    error = refusal(place, saved, secret="not-the-passphrase")
    assert (type(error), error.code) == (Refused, "wrong_password")


def test_a_folder_that_holds_something_is_left_alone(saved: Path, place: Path) -> None:
    place.mkdir()
    (place / "letter.txt").write_text("不要删", "utf-8")
    error = refusal(place, saved)
    assert (type(error), error.code) == (Refused, "store_exists")
    assert (place / "letter.txt").read_text("utf-8") == "不要删"


def test_a_bad_station_number_restores_nothing(saved: Path, place: Path) -> None:
    for station in ("0000", "12", "００01"):
        error = refusal(place, saved, station=station)
        assert (type(error), error.code) == (Misused, "bad_station")


def test_one_changed_bit_anywhere_is_noticed(saved: Path, place: Path, tmp_path: Path) -> None:
    size = saved.stat().st_size
    places = {
        *range(0, size, size // 36),
        4,
        10,
        14,
        30,
        size - 1,
        size - 40,
        size - 75,
        size - 90,
    }
    assert len(places) >= 40
    for at in sorted(places):
        copy = tmp_path / "changed.zip"
        shutil.copyfile(saved, copy)
        flip(copy, at, 1 << at % 8)
        error = refusal(place, copy)
        assert (type(error), error.code) == (Damaged, "bad_backup"), at


@pytest.mark.parametrize("content", ["text", "empty", "cut", "longer", "other zip"])
def test_what_is_no_backup_is_named(
    saved: Path, place: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "b.zip"
    whole = saved.read_bytes()
    if content == "other zip":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("readme.txt", "x")
    else:
        parts = {"text": b"hello", "empty": b"", "cut": whole[:-5000], "longer": whole + b"x"}
        file.write_bytes(parts[content])
    error = refusal(place, file)
    assert (type(error), error.code) == (Damaged, "bad_backup")


@pytest.mark.parametrize(
    "name",
    [
        *("attachments/../../out", "attachments/x", "attachments/" + "A" * 64),
        *("wording/../../out.toml", "wording/out.txt"),
    ],
)
def test_a_backup_unpacks_nothing_but_its_own_files(
    saved: Path, place: Path, tmp_path: Path, name: str
) -> None:
    """Even one whose seal is right: whoever made it knows how to make that too."""
    file = tmp_path / "b.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(file, "w") as archive:
        manifest = json.loads(old.read("manifest.json"))
        manifest["sha256"][name] = hashlib.sha256(b"x").hexdigest()
        archive.writestr("manifest.json", json.dumps(manifest))
        for each in old.namelist()[1:]:
            archive.writestr(each, old.read(each))
        archive.writestr(name, b"x")
        archive.comment = bytes(71)
    whole = file.read_bytes()[:-71]
    file.write_bytes(whole + b"sha256:" + hashlib.sha256(whole).hexdigest().encode())
    error = refusal(place, file)
    assert (type(error), error.code) == (Damaged, "bad_backup")
    assert not (tmp_path / "out").exists()


def test_the_halls_own_sentences_are_in_the_backup_and_come_back(
    here: Station, place: Path, tmp_path: Path
) -> None:
    own = here.folder / OWN_FOLDER
    own.mkdir()
    said = 'note = "收件不等于受理。本厅另注。"\n'.encode()
    (own / "receipt.toml").write_bytes(said)
    (own / "notes.txt").write_bytes(b"nothing of ours")
    back_up(here, tmp_path / "b.zip")
    restore(place, tmp_path / "b.zip")
    assert [path.name for path in (place / OWN_FOLDER).iterdir()] == ["receipt.toml"]
    assert (place / OWN_FOLDER / "receipt.toml").read_bytes() == said


def test_a_backup_that_is_not_there_is_named(place: Path, tmp_path: Path) -> None:
    error = refusal(place, tmp_path / "absent.zip")
    assert (type(error), error.code) == (Unavailable, "no_file")


def test_a_backup_of_a_broken_journal_is_not_restored(
    here: Station, place: Path, tmp_path: Path
) -> None:
    here.record()
    here.change("DELETE FROM events WHERE s = 2")
    back_up(here, tmp_path / "b.zip")
    error = refusal(place, tmp_path / "b.zip")
    assert (type(error), error.code) == (Damaged, "bad_backup")


def test_a_backup_goes_nowhere_but_into_a_folder_that_is_there(
    here: Station, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable) as caught:
        back_up(here, tmp_path / "absent" / "b.zip")
    assert caught.value.code == "no_file"


def test_a_backup_tells_no_name_and_no_number(here: Station, tmp_path: Path) -> None:
    canaries = ("测试王𬱖", "51160219900307541X")
    party = {"kind": "person", "name": canaries[0], "id_number": canaries[1]}
    here.record("case.received", {**RECEIVED, "applicant": dict(party)}, case=CASE)
    back_up(here, tmp_path / "b.zip")
    content = (tmp_path / "b.zip").read_bytes()
    assert b"store.db" in content
    assert not [c for c in canaries if c.encode() in content]


def test_what_a_backup_says_of_itself_holds_while_another_thread_writes(
    made: Made, here: Station, tmp_path: Path
) -> None:
    said = []
    with ThreadPoolExecutor(1) as pool:
        going = [True]

        def write() -> None:
            while going[0]:
                here.record(body={"text": "忙" * 100})

        writer = pool.submit(write)
        try:
            for n in range(12):
                said.append(back_up(here, tmp_path / f"{n}.zip"))
        finally:
            going[0] = False
        writer.result()
    assert said[-1].events > said[0].events
    for one in said:
        with zipfile.ZipFile(one.path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
        with unpacked(one.path) as folder, opened(folder, made.key) as copy:
            assert copy.first_bad() == ""
            assert len(copy.events()) == one.events == manifest["events"]
            with copy.store.reading() as db:
                assert copy.journal.own_device(db).head_hash.hex() == one.head == manifest["head"]


def test_a_backup_killed_at_any_moment_leaves_the_old_one_whole(
    made: Made, here: Station, jobs: Jobs, place: Path, tmp_path: Path
) -> None:
    for _ in range(40):
        here.record(body={"text": "字" * 3000})
    file = place.parent / "b.zip"
    back_up(here, file)
    for n in range(10):
        job = jobs.start("back_up_for_ever", str(here.folder), made.key.hex(), str(file))
        for _ in range(n % 3):
            assert job.line() == "backed"
        pause(n * 0.004)
        job.kill()
        with unpacked(file) as folder, opened(folder, made.key) as copy:
            assert len(copy.events()) == 43
            assert copy.first_bad() == ""


def test_the_old_backup_gives_way_to_the_new_one_in_one_step(
    here: Station, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    back_up(here, file)
    before = file.read_bytes()
    with file.open("rb") as old:
        here.record()
        assert back_up(here, file).events == 4
        assert old.read() == before  # whoever had it open keeps the old one, whole
    assert file.read_bytes() != before


def pause(seconds: float) -> None:
    """Let the other process get on with it."""
    import threading

    threading.Event().wait(seconds)
