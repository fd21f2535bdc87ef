"""A store of before the register of enquiries: it gets one, and its cases tell who gave what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from clerk_app.enquiry import store as enquiries
from clerk_app.intake.tables import given_papers
from clerk_app.storage.engine import NAME, open_store
from clerk_app.storage.facts import set_fact
from clerk_app.storage.journal import Journal
from clerk_app.storage.migrate import migrate, revision
from tests.support.stores import ACT, CASE, HALL, KEY, OTHER_CASE, a_journal

BEFORE, AFTER = "0003", "0004"


def received(**party: str) -> Any:
    return {
        "item": "i1",
        "item_name": "食品",
        "item_hash": "h" * 64,
        "received_on": "2026-03-02",
        "applicant": {"kind": "person", "name": "测试𬱖", **party},
        "papers": [
            {"name": "身份证", "state": "in_order", "copies": 1},
            {"name": "照片", "state": "missing", "copies": 0},
        ],
    }


def test_papers_of_old_cases_are_found_after_the_migration(tmp_path: Path) -> None:
    store = open_store(tmp_path / NAME, KEY, create=True)
    old = Journal(())  # rows of the older program do not matter here: they are folded anew
    with store.transaction() as db:
        migrate(db, old, to=BEFORE)
        set_fact(db, "hall", HALL)
        old.new_device(db)
        body = received(id_type="resident_id", id_number="11010519491231002X")
        old.append(db, "case.received", body, ACT, case=CASE, base_ver=0)
        old.append(db, "case.decided", {"outcome": "accepted"}, ACT, case=CASE, base_ver=1)
        old.append(db, "case.received", received(), ACT, case=OTHER_CASE, base_ver=0)
    with store.transaction() as db:
        assert migrate(db, a_journal(), to=AFTER)
        assert revision(db) == AFTER
        migrate(db, a_journal())  # the newest revision folds at its end
        rows = db.execute(select(given_papers)).all()
        assert [(r.case_number, r.applicant, r.given_on, r.outcome, r.papers) for r in rows] == [
            (
                CASE,
                "resident_id:11010519491231002X",
                "2026-03-02",
                "accepted",
                '[["身份证", "in_order"]]',
            )
        ]
        assert enquiries.counts(db).total == 0
    store.close()
