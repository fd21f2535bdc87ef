"""The hall's store: its settings, its key, its one writer, its schema."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, insert, inspect, select, text, update

from clerk_app.kernel.errors import Damaged, Misused, Refused, Unavailable
from hall_server.doctor import examine
from hall_server.halls import make_hall
from hall_server.store.engine import connect, read_pragmas
from hall_server.store.hall_store import FILE_NAME, HallStore, parse_key
from hall_server.store.migrations import STEPS
from hall_server.store.tables import events, metadata, stations
from tests.hall_server.station import AT, Station
from tests.support.hall import HALL, KEY, HallApp, make_store


def test_every_connection_writes_ahead_syncs_fully_and_checks_foreign_keys(
    hall: HallApp,
) -> None:
    db = connect(hall.store.path, KEY)
    assert read_pragmas(db) == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    db.close()
    with hall.store.reading() as reading:
        for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert reading.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value
    settings = hall.store.write(
        lambda db: [
            db.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert settings == ["wal", 2, 1]


def test_the_file_tells_nothing_without_the_key(hall: HallApp) -> None:
    station = Station()
    station.enrol(hall, hall.enrol_code())
    station.record(body={"item_name": "内容不该看见"})
    station.seal()
    station.push(hall)
    hall.close()
    for path in hall.folder.iterdir():
        raw = path.read_bytes()
        assert "内容不该看见".encode() not in raw
        assert HALL.encode() not in raw
    with sqlite3.connect(hall.store.path) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM halls")
    plain.close()


def test_a_wrong_key_is_refused_and_a_misspelt_one_named(tmp_path: Path) -> None:
    make_store(tmp_path)
    with pytest.raises(Refused) as caught:
        HallStore(tmp_path, bytes(32))
    assert caught.value.code == "wrong_key"
    for wrong in ("", "zz" * 32, "ab" * 31):
        with pytest.raises(Misused):
            parse_key(wrong)


def test_a_folder_without_a_store_is_not_made_one_by_chance(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        HallStore(tmp_path, KEY)
    assert caught.value.code == "no_store"
    assert not list(tmp_path.iterdir())


def test_a_second_server_on_the_same_store_is_refused_until_the_first_lets_go(
    tmp_path: Path,
) -> None:
    make_store(tmp_path)
    with HallStore(tmp_path, KEY, serve=True):
        with pytest.raises(Unavailable) as caught:
            HallStore(tmp_path, KEY, serve=True)
        assert caught.value.code == "store_in_use"
        HallStore(tmp_path, KEY).close()  # a short command may still come beside it
    HallStore(tmp_path, KEY, serve=True).close()


def test_the_migrations_make_the_tables_the_code_declares(hall: HallApp) -> None:
    with hall.store.reading() as db:
        found = inspect(db)
        assert set(found.get_table_names()) == set(metadata.tables)
        for name, table in metadata.tables.items():
            columns = {c["name"]: c["nullable"] for c in found.get_columns(name)}
            assert columns == {c.name: c.nullable for c in table.columns}, name
            keys = found.get_pk_constraint(name)["constrained_columns"]
            assert keys == [c.name for c in table.primary_key.columns]
            assert keys[0] == "hall_id"
            declared = {tuple(k.column_keys) for k in table.foreign_key_constraints}
            real = {tuple(k["constrained_columns"]) for k in found.get_foreign_keys(name)}
            assert real == declared, name


def test_a_store_of_a_newer_program_is_left_alone(hall: HallApp) -> None:
    newer = len(STEPS) + 1
    hall.store.write(lambda db: db.exec_driver_sql(f"PRAGMA user_version = {newer}"))
    hall.close()
    with pytest.raises(Unavailable) as caught:
        HallStore(hall.folder, KEY)
    assert caught.value.code == "newer_store"


def test_a_job_that_fails_undoes_itself_and_not_its_neighbours(hall: HallApp) -> None:
    waiting, go = threading.Event(), threading.Event()

    def hold(_: Any) -> None:
        waiting.set()
        go.wait(120)

    def add(number: str) -> None:
        row = {"hall_id": HALL, "station": number, "made_at": AT}
        hall.store.write(lambda db: db.execute(insert(stations).values(row)))

    def fail() -> None:
        def work(db: Any) -> None:
            db.execute(insert(stations).values(hall_id=HALL, station="0666", made_at=AT))
            raise Refused("no", "不行")

        hall.store.write(work)

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(hall.store.write, hold)
        waiting.wait(120)
        good = [pool.submit(add, f"000{n}") for n in range(1, 4)]
        bad = pool.submit(fail)
        twice = [pool.submit(add, "0009") for _ in range(2)]
        go.set()
        first.result()
        for job in good:
            job.result()
        with pytest.raises(Refused):
            bad.result()
        assert sum(job.exception() is None for job in twice) == 1
    with hall.store.reading() as db:
        rows = db.scalars(select(stations.c.station).order_by(stations.c.station)).all()
    assert rows == ["0001", "0002", "0003", "0009"]


def test_requests_that_wait_are_committed_together(hall: HallApp) -> None:
    waiting, go = threading.Event(), threading.Event()

    def hold(_: Any) -> None:
        waiting.set()
        go.wait(120)

    def transaction(db: Any) -> int:
        return id(db)

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(hall.store.write, hold)
        waiting.wait(120)
        later = [pool.submit(hall.store.write, transaction) for _ in range(5)]
        while hall.store._writer._jobs.qsize() < 5:
            threading.Event().wait(0.001)
        go.set()
        first.result()
        assert len({job.result() for job in later}) == 1


def test_a_closed_store_writes_no_more(hall: HallApp) -> None:
    hall.close()
    with pytest.raises(Unavailable):
        hall.store.write(lambda _: None)


def write(hall: HallApp, statement: Executable) -> None:
    hall.store.write(lambda db: db.execute(statement))


def test_the_doctor_finds_a_whole_store_whole_and_a_changed_one_not(hall: HallApp) -> None:
    station = Station()
    station.enrol(hall, hall.enrol_code())
    station.work(3)
    station.push(hall)
    said = examine(hall.store, AT)
    assert said["ok"], said["problems"]
    assert said["halls"][0]["events"] == 3
    with hall.store.reading() as db:
        old = dict(db.execute(select(events).where(events.c.s == 2)).one()._mapping)
    for change in ("header = x'7b7d'", "body = x'7b7d'", "body_hash = zeroblob(32)"):
        write(hall, text(f"UPDATE events SET {change} WHERE s = 2"))
        said = examine(hall.store, AT)
        assert (said["ok"], len(said["problems"])) == (False, 1), change
        write(hall, update(events).where(events.c.s == 2).values(**old))
    assert examine(hall.store, AT)["ok"]


def test_a_counter_that_is_not_the_end_of_its_log_stops_the_start(hall: HallApp) -> None:
    hall.store.write(lambda db: db.execute(text("UPDATE halls SET seq = 7")))
    hall.close()
    with pytest.raises(Damaged) as caught:
        HallStore(hall.folder, KEY)
    assert caught.value.code == "bad_change_log"


def test_a_flipped_bit_in_the_file_is_damage_and_not_an_answer(
    hall: HallApp, tmp_path: Path
) -> None:
    station = Station()
    station.enrol(hall, hall.enrol_code())
    for _ in range(4):
        station.work(20)
    station.push(hall)
    hall.close()
    size = hall.store.path.stat().st_size
    found = 0
    for at in range(4096 + 50, size, max(4096, size // 12)):
        copy = tmp_path / f"copy{at}"
        shutil.copytree(hall.folder, copy)
        with (copy / FILE_NAME).open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))
        try:
            with HallStore(copy, KEY) as store:
                assert not examine(store, AT)["ok"]
        except Damaged:
            found += 1
        except Unavailable as error:
            pytest.fail(f"damage at {at} told as {error.code}")
    assert found


def test_a_hall_is_made_once(hall: HallApp) -> None:
    with pytest.raises(Refused) as caught:
        hall.store.write(lambda db: make_hall(db, HALL, "又一个", AT))
    assert caught.value.code == "hall_exists"
    for code, name in (("51160200100", "x"), ("511602003000", " "), ("511602003000", "a\x00")):
        with pytest.raises(Misused):
            hall.store.write(lambda db, c=code, n=name: make_hall(db, c, n, AT))  # type: ignore[misc]  # bound defaults
