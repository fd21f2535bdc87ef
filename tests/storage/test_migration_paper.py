"""A store of before 0008: cases are folded again, and there is room for jobs, blocks and files."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from clerk_app.journal.canonical import Body
from clerk_app.numbering.tables import number_blocks
from clerk_app.storage import spool
from clerk_app.storage.engine import NAME, open_store
from clerk_app.storage.facts import fact
from clerk_app.storage.journal import Journal
from clerk_app.storage.migrate import HEAD, migrate, revision
from clerk_app.storage.schema import attachments, print_jobs
from tests.support.stores import ACT, CASE, KEY, a_journal


def test_a_store_of_0007_is_folded_again_and_has_the_new_tables(tmp_path: Path) -> None:
    store = open_store(tmp_path / NAME, KEY, create=True)
    old = Journal(())  # rows of the older program do not matter here: they are folded anew
    with store.transaction() as db:
        migrate(db, old, to="0007")
        old.new_device(db)
        body: Body = {"item": "i1", "item_name": "食品", "received_on": "2026-03-02"}
        old.append(db, "case.received", body, ACT, case=CASE, base_ver=0)
        # what a newer program said, read by nobody before now
        leased: Body = {"agency": "示例局", "template": "示{n}号", "first": 3, "last": 9}
        old.append(db, "numbers.leased", leased, ACT)
        db.exec_driver_sql("INSERT INTO drafts VALUES ('c1', 'd', '{}', '2026-03-02')")
    with store.transaction() as db:
        assert migrate(db, a_journal())
        assert (revision(db), fact(db, "refold")) == (HEAD, "")
        assert db.exec_driver_sql("SELECT number FROM cases").scalars().all() == [CASE]
        assert db.exec_driver_sql("SELECT first, next FROM number_blocks").all() == [(3, 3)]
        assert db.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one() == 1
        assert spool.open_jobs(db) == ()
        for table in (print_jobs, attachments, number_blocks):
            assert {c["name"] for c in inspect(db).get_columns(table.name)} == set(table.c.keys())
    store.close()
