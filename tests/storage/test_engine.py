"""The encrypted store: its settings, its key, what it refuses, and what a transaction is."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from clerk_app.kernel.errors import ClerkError, Damaged, Refused, Unavailable
from clerk_app.storage.engine import NAME, open_store
from clerk_app.storage.schema import drafts
from clerk_app.storage.status import write_status
from tests.storage.conftest import Made
from tests.support.faults import flip
from tests.support.stores import ACT, CASE, HALL, KEY, OPERATOR, Station, opened

CANARIES = ("测试王𬱖", "51160219900307541X", "13900004321")
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def refusal(path: Path, key: bytes = KEY) -> ClerkError:
    with pytest.raises(ClerkError) as caught:
        open_store(path, key)
    return caught.value


@pytest.mark.parametrize("way", ["reading", "transaction"])
def test_every_connection_holds_the_settings_that_survive_a_power_cut(
    here: Station, way: str
) -> None:
    with getattr(here.store, way)() as one, here.store.reading() as other:
        for db in (one, other):
            found = {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
            assert found == PRAGMAS


def test_an_unsafe_sqlite_is_refused_before_the_file_is_touched(here: Station) -> None:
    here.store.close()
    before = contents(here.folder)
    with pytest.raises(Unavailable) as caught:
        open_store(here.store.path, KEY, version="3.51.2")
    assert caught.value.code == "unsafe_sqlite"
    assert contents(here.folder) == before


def test_another_key_opens_nothing_and_writes_nothing(here: Station) -> None:
    here.store.close()
    before = contents(here.folder)
    error = refusal(here.store.path, bytes(32))
    assert (type(error), error.code) == (Unavailable, "foreign_store")
    assert contents(here.folder) == before


def plain_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE t (x)")
    plain.close()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("sqlite", "foreign_store"),
        (b"", "foreign_store"),
        ("这是一个文本文件。\n".encode() * 900, "foreign_store"),
        (b"x", "foreign_store"),
        (None, "no_store"),
    ],
    ids=["plain sqlite", "empty", "text", "one byte", "missing"],
)
def test_what_is_no_store_is_named_and_left_as_it_was(
    tmp_path: Path, content: bytes | str | None, code: str
) -> None:
    path = tmp_path / NAME
    if content == "sqlite":
        plain_sqlite(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    before = contents(tmp_path)
    error = refusal(path)
    assert (type(error), error.code) == (Unavailable, code)
    assert contents(tmp_path) == before


def test_a_store_cut_short_is_damaged(here: Station) -> None:
    here.store.close()
    size = here.store.path.stat().st_size
    assert size % 4096 == 0
    with here.store.path.open("r+b") as file:
        file.truncate(size // 8192 * 4096)
    with pytest.raises(Damaged), opened(here.folder, here.store._key) as cut:
        cut.first_bad()


def test_a_changed_byte_is_damage_wherever_it_lies(here: Station, tmp_path: Path) -> None:
    for n in range(30):
        here.record(body={"text": f"第{n}条" * 200})
    here.store.close()
    size = here.store.path.stat().st_size
    for at in range(16, size, size // 24):  # the first 16 bytes are the salt: see below
        copy = Path(shutil.copytree(here.folder, tmp_path / f"copy{at}"))
        flip(copy / NAME, at)
        with pytest.raises(Damaged) as caught, opened(copy, here.store._key) as found:
            found.store.check_pages()
        assert caught.value.code == "store_damaged", at


def test_a_page_that_is_needed_is_never_read_wrongly(here: Station) -> None:
    for n in range(60):
        here.record(body={"text": f"第{n}条" * 200})
    here.store.close()
    found = 0
    for page in range(2, here.store.path.stat().st_size // 4096):
        flip(here.store.path, page * 4096 + 100)
        try:
            with opened(here.folder, here.store._key) as changed:
                assert changed.first_bad() == ""
        except Damaged as error:
            found += error.code == "store_damaged"
        flip(here.store.path, page * 4096 + 100)
    assert found > 20


def test_a_changed_salt_makes_the_file_a_foreign_one(here: Station) -> None:
    here.store.close()
    flip(here.store.path, 3)
    assert refusal(here.store.path, here.store._key).code == "foreign_store"


def test_no_file_tells_a_name_or_a_number_or_the_key(made: Made, here: Station) -> None:
    name, number, phone = CANARIES
    party = {"kind": "person", "name": name, "id_number": number, "phone": phone}
    here.record("case.received", {"applicant": dict(party), "item_name": "食品"}, case=CASE)
    with here.store.transaction() as db:
        db.execute(insert(drafts).values(clerk="c1", draft="d", content=name, saved_at="x"))
    with here.store.reading() as db:
        write_status(here.folder, db, here.journal)
    written = contents(here.folder)
    assert {NAME, f"{NAME}-wal", "keys.json", "status.json"} <= written.keys()
    assert len(written[f"{NAME}-wal"]) > 4096
    here.store.close()
    written |= {f"{name} closed": data for name, data in contents(here.folder).items()}
    secrets = [c.encode() for c in CANARIES] + [made.key, made.key.hex().encode()]
    for file, data in written.items():
        assert not [s for s in secrets if s in data], file
        if not file.startswith(("status", "keys")):
            assert OPERATOR.encode() not in data
            assert HALL.encode() not in data


def test_a_transaction_that_raises_leaves_nothing(alone: Station) -> None:
    before = (alone.events(), alone.rows())

    def fail() -> None:
        with alone.store.transaction() as db:
            body = {"item": "i", "item_name": "n"}
            alone.journal.append(db, "case.received", dict(body), ACT, case=CASE)
            db.execute(insert(drafts).values(clerk="c1", draft="d", content="x", saved_at="x"))
            raise Refused("no", "不行")

    for _ in range(3):
        with pytest.raises(Refused):
            fail()
    assert (alone.events(), alone.rows()) == before
    assert alone.first_bad() == ""
    assert alone.record().header.s == 2


def test_a_fault_in_a_statement_does_not_tell_what_it_was_about(alone: Station) -> None:
    row = {"clerk": "c1", "draft": "d", "content": CANARIES[0], "saved_at": "x"}

    def twice() -> None:
        with alone.store.transaction() as db:
            db.execute(insert(drafts).values(row))
            db.execute(insert(drafts).values(row))

    with pytest.raises(IntegrityError) as caught:
        twice()
    assert CANARIES[0] not in str(caught.value)


def test_readers_see_one_state_while_another_thread_writes(alone: Station) -> None:
    def read(_: int) -> bool:
        for _ in range(15):
            with alone.store.reading() as db:
                first = alone.journal.count(db)
                assert alone.journal.verify(db).ok
                assert alone.journal.count(db) == first
        return True

    def write() -> None:
        for _ in range(40):
            alone.record(body={"text": "字" * 300})

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read, n) for n in range(2)]
        pool.submit(write).result()
        assert all(r.result() for r in readers)
    assert len(alone.events()) == 41


def test_a_reader_does_not_see_what_was_committed_after_it_began(alone: Station) -> None:
    with alone.store.reading() as db:
        before = alone.journal.count(db)
        alone.record()
        assert alone.journal.count(db) == before
    with alone.store.reading() as db:
        assert alone.journal.count(db) == before + 1


def test_two_writers_take_turns_and_number_without_a_gap(alone: Station) -> None:
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(lambda: alone.record().header.s) for _ in range(30)]
        numbers = sorted(job.result() for job in jobs)
    assert numbers == list(range(2, 32))
    assert alone.first_bad() == ""
