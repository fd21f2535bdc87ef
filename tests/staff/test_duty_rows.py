"""Letters, covers, leave and orders through the journal's doors, on a real encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.staff import store
from clerk_app.staff.model import Authorisation, Client, HelpStep, Leave, Letter, Pair
from clerk_app.staff.projection import ASSISTANCE, DUTY
from clerk_app.staff.rules import order_number
from clerk_app.storage.journal import Act, Journal, Received
from tests.staff.halls import ADMIN, BOSS, ONE, TODAY, TWO, Place, code, make_hall, place
from tests.support.items import memory_store
from tests.support.stores import ACT, AT, Foreign, erased

NUMBER = order_number("511602", "0001", 2026, 1)
LETTER: Body = {
    "letter": "测政授〔2026〕1号",
    "grantor": BOSS,
    "holder": ONE,
    "scope": ["decide", "extend"],
    "since": "2026-03-02",
    "until": "2027-03-01",
}
OPENED: Body = {"number": NUMBER, "day": "2026-03-02", "kind": "on_behalf", "helper": ONE}
AUTHORISED: Body = {
    "number": NUMBER,
    "kind": "oral",
    "reference": "",
    "on": "2026-03-02",
    "scope": "申请",
    "until": "2026-03-09",
}


def viewer(clerk: str, *roles: Role) -> Viewer:
    return Viewer(clerk, frozenset(roles))


CLERK = viewer(ONE, Role.CLERK)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("duty") / "data")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def read(here: Place, ask: Any, *args: Any) -> Any:
    with here.counter.store.reading() as db:
        return ask(db, *args)


def receive(here: Place, *events: tuple[Event, int]) -> None:
    with here.counter.store.transaction() as db:
        here.counter.journal.receive(db, [Received(event, n) for event, n in events])


def test_letters_are_those_entered_and_the_first_revocation_stands(here: Place) -> None:
    here.record("delegation.granted", LETTER)
    more: Body = {**LETTER, "letter": "二号", "holder": TWO, "department": "测试局"}
    here.record("delegation.granted", more)
    for on in ("2026-05-02", "2026-05-01", "2026-05-03"):
        here.record("delegation.revoked", {"letter": LETTER["letter"], "on": on})
    first = Letter(
        "测政授〔2026〕1号",
        BOSS,
        ONE,
        frozenset({"decide", "extend"}),
        "",
        date(2026, 3, 2),
        date(2027, 3, 1),
        date(2026, 5, 1),
    )
    second = Letter(
        "二号", BOSS, TWO, first.scope, "测试局", first.since, first.until
    )  # fmt: skip
    assert read(here, store.letters) == (first, second)
    assert read(here, store.letters_of, ONE) == (first,)
    assert read(here, store.letters_of, BOSS) == ()
    assert here.rebuilt()


def test_cover_and_leave_are_told_by_day(here: Place) -> None:
    here.record("cover.set", {"a": ONE, "b": TWO, "since": "2026-03-02"})
    here.record(
        "leave.taken",
        {"clerk": ONE, "since": "2026-03-03", "until": "2026-03-06", "reason": "病假"},
    )
    here.record("leave.ended", {"clerk": ONE, "on": "2026-03-05"})
    assert read(here, store.pairs) == (Pair(ONE, TWO, TODAY),)
    for day, gone in ((2, False), (3, True), (4, True), (5, False)):
        on = date(2026, 3, day)
        assert read(here, store.away, on) == ((ONE,) if gone else ())
        assert read(here, store.acting_for, TWO, on) == ((ONE,) if gone else ())
        assert read(here, store.on_behalf, TWO, ONE, on) == (ONE if gone else "")
    assert here.rebuilt()


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (viewer(ONE, Role.CLERK), "病假"),
        (viewer(BOSS, Role.SUPERVISOR), "病假"),
        (viewer(ADMIN, Role.ADMINISTRATOR), "病假"),
        (viewer(TWO, Role.CLERK), ""),
        (viewer(TWO, Role.AUDITOR), ""),
        (None, ""),
    ],
)
def test_why_somebody_is_away_is_told_to_few(here: Place, who: Viewer | None, told: str) -> None:
    days = {"since": "2026-03-03", "until": "2026-03-06"}
    here.record("leave.taken", {"clerk": ONE, **days, "reason": "病假"})
    expected = (Leave(ONE, date(2026, 3, 3), date(2026, 3, 6), told),)
    assert read(here, store.all_leaves, who) == expected


def test_the_same_id_at_another_workstation_is_another_clerk(here: Place) -> None:
    other = Foreign()
    for kind, body in (
        ("delegation.granted", LETTER),
        ("cover.set", {"a": ONE, "b": TWO, "since": "2026-03-02"}),
        ("leave.taken", {"clerk": ONE, "since": "2026-03-02", "until": "2026-03-02"}),
    ):
        other.add(kind, body)  # type: ignore[arg-type]  # bodies of text
    receive(here, *((event, n) for n, event in enumerate(other.events, 1)))
    assert read(here, store.letters) == ()
    assert read(here, store.pairs) == ()
    assert read(here, store.away, TODAY) == ()
    assert here.rebuilt()


def test_what_was_entered_before_a_restore_comes_before_what_came_after(here: Place) -> None:
    """The hall may number the events of the new device first: the order is still ours."""
    own = here.counter.journal
    with here.counter.store.transaction() as db:
        body: Body = {"clerk": ONE, "since": "2026-03-03", "until": "2026-03-06"}
        taken = own.append(db, "leave.taken", body, ACT)
        own.new_device(db)
        ended = own.append(db, "leave.ended", {"clerk": ONE, "on": "2026-03-05"}, ACT)
    before = read(here, store.all_leaves)
    assert before == (Leave(ONE, date(2026, 3, 3), date(2026, 3, 4)),)
    receive(here, (ended, 1), (taken, 2))
    assert here.rebuilt()
    assert read(here, store.all_leaves) == before


BAD: list[tuple[str, Body]] = [
    ("delegation.granted", {}),
    ("delegation.granted", {**LETTER, "since": "gestern"}),
    ("delegation.granted", {**LETTER, "until": "9999-12-31"}),
    ("delegation.granted", {**LETTER, "holder": 3}),
    ("delegation.revoked", {"letter": "测政授〔2026〕1号"}),
    ("delegation.revoked", {"letter": "测政授〔2026〕1号", "on": "0001-01-01"}),
    ("cover.set", {"b": TWO, "since": "2026-03-02"}),
    ("cover.set", {"a": ONE, "b": TWO}),
    ("leave.taken", {"clerk": ONE, "since": "2026-03-02"}),
    ("leave.ended", {"clerk": ONE}),
    ("assistance.opened", {**OPENED, "number": "DB1"}),
    ("assistance.step", {"what": "x", "on": "2026-03-02"}),
    ("assistance.step", {"number": NUMBER, "what": "x", "on": "2026-02-30"}),
    ("assistance.authorised", {**AUTHORISED, "until": ""}),
    ("assistance.client", {"number": NUMBER, "name": "x"}),
]


@pytest.mark.parametrize(("kind", "body"), BAD)
def test_a_body_of_another_form_is_kept_and_counts_for_nothing(
    here: Place, kind: str, body: Body
) -> None:
    before = here.events()
    here.record(kind, body)
    assert here.events() == before + 1
    assert read(here, store.letters) == ()
    assert read(here, store.pairs) == ()
    assert read(here, store.all_leaves) == ()
    assert read(here, store.assistance_rows, CLERK) == []
    with here.counter.store.reading() as db:
        tables = [*DUTY.tables, *ASSISTANCE.tables]
        assert [db.execute(select(table)).all() for table in tables] == [[]] * 7


def test_an_order_is_its_acts_in_the_order_of_their_days(here: Place) -> None:
    here.record("assistance.opened", {**OPENED, "case": "51160200012600000163"})
    person: Body = {"number": NUMBER, "name": "张测试", "phone": "13800000000"}
    here.record("assistance.client", person)
    here.record("assistance.authorised", AUTHORISED)
    for on, what in (("2026-03-04", "领表"), ("2026-03-03", "咨询")):
        here.record("assistance.step", {"number": NUMBER, "what": what, "on": on})
    (found,) = read(here, store.assistance_rows, CLERK)
    assert found.client == Client("张测试", "", "", "13800000000")
    given_by = Authorisation("oral", "", "申请", date(2026, 3, 2), date(2026, 3, 9))
    assert found.authorisations == (given_by,)
    assert found.steps == (
        HelpStep(date(2026, 3, 3), "c1", "咨询"),
        HelpStep(date(2026, 3, 4), "c1", "领表"),
    )
    assert (found.case, found.is_open) == ("51160200012600000163", True)
    here.record("assistance.closed", {"number": NUMBER, "result": "已领证", "on": "2026-03-05"})
    closed = read(here, store.assistance, CLERK, NUMBER)
    assert (closed.closed_on, closed.result) == (date(2026, 3, 5), "已领证")
    assert here.rebuilt()
    auditor = viewer("c5", Role.AUDITOR)
    assert code(read, here, store.assistance_rows, auditor) == "not_allowed"
    assert code(read, here, store.assistance, auditor, NUMBER) == "not_allowed"
    assert code(read, here, store.assistance, CLERK, "DB0") == "unknown_order"


def test_open_orders_come_oldest_first_and_all_newest_first(here: Place) -> None:
    names = [order_number("511602", "0001", 2026, seq) for seq in range(1, 4)]
    for seq, name in enumerate(names, 1):
        here.record("assistance.opened", {**OPENED, "number": name, "day": f"2026-03-0{seq}"})
    here.record("assistance.closed", {"number": names[1], "result": "x", "on": "2026-03-04"})
    assert [o.number for o in read(here, store.assistance_rows, CLERK)] == names[::-1]
    with here.counter.store.reading() as db:
        waiting = store.assistance_rows(db, CLERK, only_open=True)
        assert [order.number for order in waiting] == [names[0], names[2]]
        assert len(store.assistance_rows(db, CLERK, limit=1)) == 1


def test_the_client_erased_by_law_leaves_the_number_taken(here: Place) -> None:
    other = Foreign()
    other.add("assistance.opened", {**OPENED, "number": order_number("511602", "0009", 2026, 7)})
    name = order_number("511602", "0009", 2026, 7)
    person = erased(other.add("assistance.client", {"number": name, "name": "张测试"}))
    receive(here, (other.events[0], 1), (other.events[1], 2), (person, 3))
    for _ in range(2):
        (found,) = read(here, store.assistance_rows, CLERK)
        assert found.client == Client()
        assert read(here, store.last_order_sequence, "5116020009", 2026) == 7
        assert here.rebuilt()


@settings(max_examples=15)
@given(st.permutations(range(2)), st.booleans())
def test_two_windows_close_one_order_and_every_window_tells_the_same(
    order: list[int], ours_first: bool
) -> None:
    """Whatever arrives first: the closing of the earlier day stands, then the smaller device."""
    others = [Foreign() for _ in range(2)]
    others[0].add("assistance.opened", OPENED)
    for n, other in enumerate(others):
        closing: Body = {"number": NUMBER, "result": f"结果{n}", "on": "2026-03-05"}
        other.add("assistance.closed", closing)
    numbered = [Received(event, n) for n, event in enumerate(others[0].events, 1)]
    journal = Journal([ASSISTANCE])

    def told(db: Connection) -> tuple[str, list[Any]]:
        found = store.assistance(db, CLERK, NUMBER)
        rows = [sorted(map(tuple, db.execute(select(t)))) for t in ASSISTANCE.tables]
        return found.result, rows

    with memory_store() as db:
        journal.new_device(db)
        journal.receive(db, numbered[:2])
        own: Body = {"number": NUMBER, "result": "我们", "on": "2026-03-04"}
        batches = [numbered[2:], [Received(e, 9 + n) for n, e in enumerate(others[1].events)]]
        if ours_first:
            journal.append(db, "assistance.closed", own, Act(AT, "c1"))
        for n in order:
            journal.receive(db, batches[n])
        if not ours_first:
            journal.append(db, "assistance.closed", own, Act(AT, "c1"))
        before = told(db)
        journal.rebuild(db)
        assert told(db) == before
        assert before[0] == "我们"
        db.exec_driver_sql("DELETE FROM assistance_acts WHERE what = '我们'")
        winner = min(range(2), key=lambda n: others[n].device)
        assert told(db)[0] == f"结果{winner}"


def test_the_acts_of_an_order_are_found_by_its_number(here: Place) -> None:
    plan = read(
        here,
        lambda db: db.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM assistance_acts WHERE number IN (?, ?)",
            (NUMBER, NUMBER),
        ).all(),
    )
    assert "assistance_acts_of_order" in plan[0][3]
