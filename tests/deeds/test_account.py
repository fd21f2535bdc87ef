"""责任追究 on a real store: who may record it, of what, and that nobody clears themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app.deeds.account import read_finding, record_responsibility
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.watch import watch
from clerk_app.desk.limits import LimitsFacts, Tab, sheet_of
from clerk_app.intake.rules.supervision import Finding
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import CHINA
from clerk_app.storage.journal import Act
from tests.staff.halls import ADMIN, AUDITOR, BOSS, ONE, TWO, Place, code, make_hall, place
from tests.support.stores import AT, CASE, OTHER_CASE

DAY = 24 * 3600
WHY = {"reason": "漏看了到期日", "measure": "谈话提醒"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("account") / "hall")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    """Two cases promised until 16 March, taken in by ONE and by the supervisor; it is the 18th."""
    with place(hall, tmp_path / "here") as found:
        for number, who in ((CASE, ONE), (OTHER_CASE, BOSS)):
            late(found.counter, number, who)
        found.clock.move(16 * DAY)
        yield found


def late(counter: Counter, number: str, who: str) -> None:
    received: Body = {
        "item": "T-1", "item_name": "测试事项", "received_on": "2026-03-02", "number": number,
        "applicant": {"kind": "person", "name": "测试申请人"},
    }  # fmt: skip
    decided: Body = {
        "outcome": "accepted", "received_on": "2026-03-02", "accepted_on": "2026-03-02",
        "promised_due": "2026-03-16", "reasons": [],
    }  # fmt: skip
    paper: Body = {"number": f"{number}-01", "kind": "acceptance"}
    with counter.store.transaction() as db:
        act = Act(AT, who)
        counter.journal.append(db, "case.received", received, act, case=number, base_ver=0)
        counter.journal.append(db, "case.decided", decided, act, case=number, base_ver=1)
        counter.journal.append(db, "document.issued", paper, act, case=number)
        printed: Body = {**paper, "on": "2026-03-02"}
        counter.journal.append(db, "document.printed", printed, act, case=number)


def recorded(counter: Counter, by: str = ADMIN, number: str = CASE, **more: Any) -> Any:
    told = {**WHY, **more}
    finding = told.pop("finding", Finding.OVERDUE)
    return record_responsibility(counter, number, finding, by=by, **told)


def red(counter: Counter, on: int = 18) -> dict[str, str]:
    """Whose entry of the list is answered for by whom."""
    seen = watch(counter, datetime(2026, 3, on, 18, 0, tzinfo=CHINA))
    return {e.number: e.accounted.by if e.accounted else "" for e in seen.red}


def test_a_supervisor_records_what_was_found_and_it_stays_on_the_list(here: Place) -> None:
    assert red(here.counter) == {CASE: "", OTHER_CASE: ""}
    entry = recorded(here.counter, BOSS)
    assert (entry.owner, entry.since.isoformat(), entry.workdays) == (ONE, "2026-03-16", 2)
    said = entry.accounted
    assert (said.reason, said.measure, said.by, said.by_name, said.on) == (
        "漏看了到期日", "谈话提醒", BOSS, "测试主管", "2026-03-18",
    )  # fmt: skip
    assert red(here.counter) == {CASE: BOSS, OTHER_CASE: ""}
    assert code(recorded, here.counter, BOSS) == "already_accounted"
    assert here.rebuilt()
    # a day before it was recorded nobody had answered
    here.clock.move(DAY)
    assert red(here.counter, 17) == {CASE: "", OTHER_CASE: ""}


def test_the_window_says_who_answered_and_what_is_open(here: Place) -> None:
    recorded(here.counter, BOSS)
    seen = watch(here.counter, datetime(2026, 3, 18, 18, 0, tzinfo=CHINA))
    lines = sheet_of(LimitsFacts(seen, here.counter.calendar)).lists[Tab.RED]
    assert {line.number: line.how for line in lines} == {
        CASE: "2026-03-18 测试主管登记了责任：谈话提醒。",
        OTHER_CASE: "还没有登记责任。",
    }


def test_an_administrator_may_and_sees_no_case_by_it(here: Place) -> None:
    assert recorded(here.at(ADMIN)).accounted.by == ADMIN


@pytest.mark.parametrize("who", [ONE, TWO, AUDITOR])
def test_nobody_else_may(here: Place, who: str) -> None:
    before = here.events()
    assert code(recorded, here.at(who)) == "not_allowed"
    assert code(recorded, here.counter, who) == "approver_not_authorised"
    assert here.events() == before


def test_who_had_the_case_does_not_find_on_it(here: Place) -> None:
    assert code(recorded, here.counter, BOSS, OTHER_CASE) == "own_responsibility"
    # neither writes it down for another
    assert code(recorded, here.counter, ADMIN, OTHER_CASE) == "own_responsibility"
    assert code(recorded, here.at(ADMIN), BOSS, OTHER_CASE) == "own_responsibility"
    assert recorded(here.at(ADMIN), ADMIN, OTHER_CASE).accounted.by == ADMIN


def test_only_what_is_on_the_list(here: Place) -> None:
    for finding in (Finding.DEEMED, Finding.DELIVERY_OVERDUE, Finding.CONFLICT):
        assert code(recorded, here.counter, finding=finding) == "no_such_finding"
    here.clock.move(-timedelta(days=2).total_seconds())  # on the last day it is in time
    assert code(recorded, here.counter) == "no_such_finding"
    assert code(recorded, here.counter, number=CASE[:-2] + "99") == "unknown_case"
    assert code(read_finding, "laziness") == "unknown_finding"
    assert read_finding("overdue") is Finding.OVERDUE


def test_it_is_told_in_words(here: Place) -> None:
    assert code(recorded, here.counter, reason=" ") == "text_missing"
    assert code(recorded, here.counter, measure="") == "text_missing"
    assert code(recorded, here.counter, measure="A\u202e") == "bad_text"
    assert code(recorded, here.counter, "没有这个人") == "unknown_clerk"
