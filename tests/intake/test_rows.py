"""Rows of cases and number series, in a real encrypted store, through the journal's own door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from clerk_app.intake import store
from clerk_app.intake.projection import CASES, NUMBERS, note_number, project
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import case_number
from clerk_app.kernel.roles import Role, Viewer
from clerk_app.storage.journal import Act, Journal
from tests.support.items import event, memory_store

CLERK = Viewer("c1", frozenset({Role.CLERK}))
SUPERVISOR = Viewer("c9", frozenset({Role.SUPERVISOR}))
ONE, TWO = "51160200012600000163", "51160200012600000260"
DECIDED: Body = {"outcome": "accepted", "statutory_due": "2026-03-30", "reasons": []}


@pytest.fixture
def db() -> Iterator[Connection]:
    """An empty store inside one transaction."""
    with memory_store() as connection:
        yield connection


def receive(
    db: Connection, number: str, day: str = "2026-03-02", operator: str = "c1", s: int = 1
) -> None:
    body: Body = {
        "item": "T-1",
        "item_name": "测试事项",
        "received_on": day,
        "applicant": {"kind": "person", "name": "示例申请人䶮"},
    }
    project(db, event("case.received", body, case=number, operator=operator, s=s, base_ver=0))


def decide(db: Connection, number: str, body: dict[str, str] | None = None, *, s: int = 2) -> None:
    outcome: Body = {"outcome": "accepted", "reasons": [], **(body or {})}
    project(db, event("case.decided", outcome, case=number, s=s, base_ver=1))


def test_a_case_is_listed_and_shown_as_it_was_recorded(db: Connection) -> None:
    receive(db, ONE)
    decide(db, ONE, {"promised_due": "2026-03-16", "statutory_due": "2026-03-30"})
    assert store.case_rows(db, CLERK) == [
        store.CaseRow(
            ONE, "测试事项", "示例申请人䶮", "accepted", "2026-03-02", "2026-03-16", "c1", 0
        )
    ]
    state = store.case(db, SUPERVISOR, ONE)
    assert (state.number, state.version, state.statutory_due) == (ONE, 2, "2026-03-30")
    with pytest.raises(Refused) as refusal:
        store.case(db, CLERK, TWO)
    assert refusal.value.code == "unknown_case"


def test_cases_are_listed_newest_first_a_page_at_a_time(db: Connection) -> None:
    numbers = [case_number("511602", "0001", 2026, n) for n in (1, 2, 3)]
    for number, day in zip(numbers, ("2026-03-03", "2026-03-02", "2026-03-02"), strict=True):
        receive(db, number, day)
    listed = [numbers[0], numbers[2], numbers[1]]
    assert [r.number for r in store.case_rows(db, CLERK)] == listed
    assert [r.number for r in store.case_rows(db, CLERK, limit=1, offset=1)] == listed[1:2]


def test_a_clerk_can_ask_for_her_own_cases_only(db: Connection) -> None:
    receive(db, ONE, operator="c1")
    receive(db, TWO, operator="c2")
    assert [r.number for r in store.case_rows(db, CLERK, mine=True)] == [ONE]
    assert len(store.case_rows(db, CLERK)) == 2


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrators_and_auditors_see_no_case(db: Connection, role: Role) -> None:
    receive(db, ONE)
    viewer = Viewer("c1", frozenset({role}))
    for ask in (lambda: store.case(db, viewer, ONE), lambda: store.case_rows(db, viewer)):
        with pytest.raises(Refused) as refusal:
            ask()
        assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ({"promised_due": "2026-03-16", "statutory_due": "2026-03-30"}, "2026-03-16"),
        ({"statutory_due": "2026-03-30"}, "2026-03-30"),
        ({"make_good_by": "2026-03-05", "promised_due": "2026-03-16"}, "2026-03-05"),
        ({"outcome": "returned_for_correction", "notice_due": "2026-03-09"}, "2026-03-09"),
        ({"notice_due": "2026-03-09"}, ""),
        ({"outcome": "not_needed", "notice_due": "2026-03-02"}, ""),
    ],
)
def test_a_case_is_due_on_the_next_day_it_must_meet(
    db: Connection, body: dict[str, str], due: str
) -> None:
    receive(db, ONE)
    decide(db, ONE, body)
    assert store.case_rows(db, CLERK)[0].due_on == due


def test_counts_tell_cases_states_and_conflicts(db: Connection) -> None:
    assert (store.count(db), store.count_conflicts(db), store.count_by_outcome(db)) == (0, 0, {})
    receive(db, ONE)
    receive(db, TWO)
    decide(db, ONE)
    decide(db, ONE, s=3)
    assert store.count(db) == 2
    assert store.count_by_outcome(db) == {"accepted": 1, "received": 1}
    assert store.count_conflicts(db) == 1


# ---------------------------------------------------------------- number series


def number_given(db: Connection, number: str) -> None:
    note_number(db, event("case.received", {}, case=number))


def test_each_station_and_year_has_its_own_series(db: Connection) -> None:
    for station, year, seq in (("0001", 2026, 7), ("0001", 2027, 2), ("0002", 2026, 4)):
        number_given(db, case_number("511602", station, year, seq))
    assert store.last_sequence(db, "5116020001", 2026) == 7
    assert store.last_sequence(db, "5116020001", 2027) == 2
    assert store.last_sequence(db, "5116020002", 2026) == 4
    assert store.last_sequence(db, "5116020002", 2027) == 0


def test_a_series_never_goes_back(db: Connection) -> None:
    for seq in (3, 9, 5):
        number_given(db, case_number("511602", "0001", 2026, seq))
    assert store.last_sequence(db, "5116020001", 2026) == 9


@pytest.mark.parametrize("foreign", ["51160200012600000199", "CD-2026-88", "5" * 20])
def test_the_number_of_another_system_moves_no_series(db: Connection, foreign: str) -> None:
    number_given(db, ONE)
    number_given(db, foreign)
    assert store.last_sequence(db, "5116020001", 2026) == 1


# ---------------------------------------------------------------- through the journal


def test_rows_rebuilt_from_the_journal_are_the_rows_there_were(db: Connection) -> None:
    journal = Journal([CASES, NUMBERS])
    journal.new_device(db)
    act = Act("2026-03-02T10:05:00.000+08:00", "c1")
    body: Body = {"item": "T-1", "item_name": "测试事项", "received_on": "2026-03-02"}
    journal.append(db, "case.received", body, act, case=ONE, base_ver=0)
    journal.append(db, "case.told_to_a_newer_version", {"x": 1}, act, case=ONE)
    journal.append(db, "case.decided", DECIDED, act, case=ONE, base_ver=2)
    journal.append(db, "case.received", body, act, case=TWO, base_ver=0)
    journal.append(db, "case.rated", {"level": 5}, act, case=TWO)
    journal.append(db, "clerk.signed_in", {"window": "1"}, act)
    before = store.case_rows(db, CLERK), store.case(db, CLERK, ONE)
    assert store.last_sequence(db, "5116020001", 2026) == 2
    assert journal.rebuild(db) == 6
    assert (store.case_rows(db, CLERK), store.case(db, CLERK, ONE)) == before
    assert store.last_sequence(db, "5116020001", 2026) == 2


def test_a_kind_of_a_newer_version_is_counted_and_shown(db: Connection) -> None:
    """Else two stations of different versions would count different versions of one case."""
    journal = Journal([CASES])
    journal.new_device(db)
    act = Act("2026-03-02T10:05:00.000+08:00", "c1")
    journal.append(db, "case.received", {"item": "T-1"}, act, case=ONE, base_ver=0)
    journal.append(db, "case.told_to_a_newer_version", {"x": 1}, act, case=ONE)
    journal.append(db, "case.decided", DECIDED, act, case=ONE, base_ver=2)
    state = store.case(db, CLERK, ONE)
    assert (state.version, state.conflicts) == (3, ())
    assert state.unknown_kinds == ("case.told_to_a_newer_version",)
