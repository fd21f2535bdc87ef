"""A store of before 0007: its enquiries tell where they were recorded and who answered them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from clerk_app.enquiry import store as enquiries
from clerk_app.enquiry.rules import enquiry_number
from clerk_app.journal.canonical import Body
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.staff import store as staff
from clerk_app.staff.projection import ASSISTANCE, DUTY
from clerk_app.storage.engine import NAME, open_store
from clerk_app.storage.facts import fact
from clerk_app.storage.journal import Act, Journal
from clerk_app.storage.migrate import HEAD, migrate, revision
from tests.support.stores import ACT, KEY, a_journal

NUMBER = enquiry_number("511602", "0001", 2026, 1)
CLERK = Viewer("c1", frozenset({Role.CLERK}))


def test_old_enquiries_are_folded_again_and_the_new_tables_are_there(tmp_path: Path) -> None:
    store = open_store(tmp_path / NAME, KEY, create=True)
    old = Journal(())  # rows of the older program do not matter here: they are folded anew
    with store.transaction() as db:
        migrate(db, old, to="0006")
        device = old.new_device(db)
        body: Body = {"number": NUMBER, "day": "2026-03-02", "outcome": "no_item"}
        old.append(db, "enquiry.recorded", body, ACT)
        later = Act("2026-03-03T09:00:00.000+08:00", "c2")
        old.append(db, "enquiry.closed", {"number": NUMBER, "answer": "可以"}, later)
        db.exec_driver_sql("INSERT INTO drafts VALUES ('c1', 'd', '{}', '2026-03-02')")
    with store.transaction() as db:
        assert migrate(db, a_journal())
        assert (revision(db), fact(db, "refold")) == (HEAD, "")
        row = enquiries.enquiry(db, CLERK, NUMBER)
        assert (row.device, row.operator, row.closed_by, row.answer) == (
            device,
            "c1",
            "c2",
            "可以",
        )
        assert enquiries.last_sequence(db, "5116020001", 2026) == 1
        assert db.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one() == 1
        assert staff.letters(db) == ()
        assert staff.assistance_rows(db, CLERK) == []
        for table in (*DUTY.tables, *ASSISTANCE.tables):
            assert {c["name"] for c in inspect(db).get_columns(table.name)} == set(table.c.keys())
    store.close()
