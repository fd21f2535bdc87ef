"""Migrations: from every schema ever shipped, all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

import clerk_app.catalogue.tables
import clerk_app.enquiry.tables
import clerk_app.intake.tables
import clerk_app.numbering.tables
import clerk_app.queueing.tables
import clerk_app.staff.tables  # noqa: F401 - every table of the program is declared now
from clerk_app.bootstrap import Workstation
from clerk_app.deeds.initialise import record_device
from clerk_app.kernel.errors import Unavailable
from clerk_app.storage import migrate as migration
from clerk_app.storage.engine import NAME, open_store
from clerk_app.storage.facts import fact, set_fact
from clerk_app.storage.schema import metadata
from tests.storage.conftest import Made
from tests.support.faults import Jobs
from tests.support.stores import (
    ACT,
    CASE,
    HALL,
    KEY,
    OTHER_CASE,
    PASSPHRASE,
    HandClock,
    Station,
    a_journal,
    opened,
)

SCRIPTS = Path(str(migration.__file__)).with_name("migrations")
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return ScriptDirectory.from_config(config)


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    assert scripts().get_heads() == [migration.HEAD]
    assert [s.revision for s in scripts().walk_revisions()][::-1] == list(REVISIONS)


def shape(db: Connection) -> dict[str, Any]:
    """Every table with columns, types, keys and indexes, as SQLite tells them."""
    found = inspect(db)
    tables = {}
    for name in found.get_table_names():
        if name == "alembic_version":
            continue
        columns = [
            (c["name"], str(c["type"]), c["nullable"], c["default"])
            for c in found.get_columns(name)
        ]
        indexes = sorted(
            (str(i["name"]), tuple(i["column_names"]), bool(i["unique"]))
            for i in found.get_indexes(name)
        )
        keys = found.get_pk_constraint(name)["constrained_columns"]
        foreign = sorted(str(k) for k in found.get_foreign_keys(name))
        unique = sorted(str(u) for u in found.get_unique_constraints(name))
        tables[name] = (columns, keys, indexes, foreign, unique)
    return tables


def test_a_migrated_store_has_the_tables_the_program_declares(
    template: Path, tmp_path: Path
) -> None:
    store = open_store(tmp_path / NAME, KEY, create=True)
    with store.transaction() as db:
        metadata.create_all(db)
        declared = shape(db)
    store.close()
    shutil.copytree(template, tmp_path / "migrated")
    with opened(tmp_path / "migrated") as station, station.store.reading() as db:
        migrated = shape(db)
    assert len(declared) == 40
    assert migrated == declared


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the first schema with events, facts and rows in it."""
    folder = tmp_path_factory.mktemp("first")
    store = open_store(folder / NAME, KEY, create=True)
    journal = a_journal()
    with store.transaction() as db:
        migration.migrate(db, journal, to="0001")
        set_fact(db, "hall", HALL)
        # cases are written below as the first program wrote them
        journal._projectors = tuple(p for p in journal._projectors if p.forget is None)
        journal.new_device(db)
        record_device(db, journal, "workstation.initialised", {"hall": HALL}, ACT)
        journal.append(db, "clerk.added", {"clerk": "c1", "name": "甲", "roles": ["clerk"]}, ACT)
        journal.append(db, "ticket.taken", {"day": "2026-03-02", "label": "A001"}, ACT)
        for number in (CASE, OTHER_CASE):
            body: Any = {"item": "i1", "item_name": "食品", "received_on": "2026-03-02"}
            body["applicant"] = {"kind": "person", "name": "测试𬱖"}
            journal.append(db, "case.received", body, ACT, case=number, base_ver=0)
            row = (number, "食品", "测试𬱖", "received", "2026-03-02")
            db.exec_driver_sql("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", row)
        decided: Any = {"outcome": "accepted", "accepted_on": "2026-03-02"}
        journal.append(db, "case.decided", decided, ACT, case=CASE, base_ver=1)
        db.exec_driver_sql("UPDATE events SET hall_seq = s WHERE s < 4")
        db.exec_driver_sql("INSERT INTO catalogue_items VALUES ('k', 'h', 'n', 'd', '{}')")
    store.close()
    return folder


def all_rows(db: Connection) -> dict[str, list[Any]]:
    names = [n for n in inspect(db).get_table_names() if n != "alembic_version"]
    return {n: sorted(map(tuple, db.exec_driver_sql(f"SELECT * FROM {n}"))) for n in names}


FOLDED = {
    CASE: ("i1", "食品", "测试𬱖", "accepted", "2026-03-02", 2),
    OTHER_CASE: ("i1", "食品", "测试𬱖", "received", "2026-03-02", 1),
}
KEPT = ("catalogue_items", "clerks", "devices", "events", "meta", "number_series", "tickets")


def check_second(db: Connection, before: dict[str, list[Any]]) -> None:
    after = all_rows(db)
    assert {n: after[n] for n in KEPT} == {n: before[n] for n in KEPT}
    columns = "number, item, item_name, applicant, state, received_on, version"
    cases = db.exec_driver_sql(f"SELECT {columns} FROM cases").all()
    assert {row[0]: tuple(row[1:]) for row in cases} == FOLDED
    assert a_journal().verify(db).ok
    assert fact(db, "refold") == ""


@pytest.fixture
def filled(first: Path, tmp_path: Path) -> Iterator[Station]:
    shutil.copytree(first, tmp_path / "data")
    with opened(tmp_path / "data") as found:
        yield found


def test_a_filled_store_of_the_first_schema_keeps_its_rows_and_folds_its_cases(
    filled: Station,
) -> None:
    with filled.store.reading() as db:
        before = all_rows(db)
        assert migration.revision(db) == "0001"
        assert len(before["events"]) == 6
        assert len(before["number_series"]) == 1
    with filled.store.transaction() as db:
        assert migration.migrate(db, filled.journal)
    with filled.store.transaction() as db:
        assert migration.revision(db) == migration.HEAD
        check_second(db, before)
        assert not migration.migrate(db, filled.journal)


def test_a_migration_that_fails_leaves_the_store_as_it_was(filled: Station) -> None:
    with filled.store.reading() as db:
        before = all_rows(db), shape(db)

    def fail() -> None:
        with filled.store.transaction() as db:
            migration.migrate(db, filled.journal)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    with filled.store.reading() as db:
        assert (all_rows(db), shape(db)) == before
        assert migration.revision(db) == "0001"


def test_a_migration_killed_after_any_statement_is_whole_or_not_begun(
    first: Path, jobs: Jobs, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(first, tmp_path / "before"))
    with opened(folder) as station, station.store.reading() as db:
        before, form = all_rows(db), shape(db)
    reached: list[str] = []
    for statements in range(200):
        folder = Path(shutil.copytree(first, tmp_path / f"killed{statements}"))
        job = jobs.start("migrate_and_die", str(folder), KEY.hex(), statements)
        said = job.rest()
        with opened(folder) as station, station.store.reading() as db:
            if said == ["migrated"]:
                assert job.exit_code == 0
                assert migration.revision(db) == migration.HEAD
                check_second(db, before)
                break
            assert job.exit_code == 9, said
            assert migration.revision(db) == "0001", said
            assert (all_rows(db), shape(db)) == (before, form), said
        reached += said
    assert said == ["migrated"]
    for word in ("DROP TABLE cases", "CREATE TABLE cases", "CREATE UNIQUE INDEX", "DELETE FROM"):
        assert any(statement.startswith(word) for statement in reached), (word, reached)


def test_a_store_of_a_newer_program_is_left_alone(made: Made, here: Station) -> None:
    here.change("UPDATE alembic_version SET version_num = '9999'")
    here.store.close()
    with (
        pytest.raises(Unavailable) as caught,
        Workstation(HandClock()).open(here.folder, PASSPHRASE),
    ):
        pass
    assert caught.value.code == "newer_store"
    with opened(here.folder, made.key) as again, again.store.reading() as db:
        assert migration.revision(db) == "9999"


def test_a_store_with_nothing_in_it_is_not_taken_for_a_workstation(
    made: Made, folder: Path
) -> None:
    (folder / NAME).unlink()
    open_store(folder / NAME, made.key, create=True).close()
    with pytest.raises(Unavailable) as caught, Workstation(HandClock()).open(folder, PASSPHRASE):
        pass
    assert caught.value.code in {"foreign_store", "no_store"}
