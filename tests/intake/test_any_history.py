"""Whatever events say, a case is folded: bodies of every kind with values of every type, at every
stage; and two workstations that work on one case end with the same row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from clerk_app.deeds.initialise import record_device
from clerk_app.intake.model import Action, CaseState, Outcome, PaperState, Stage
from clerk_app.intake.projection import CASES
from clerk_app.intake.rules.fold import KINDS, dump_state, fold, fold_case, read_state
from clerk_app.intake.rules.life import lawful, obstacle, words_of
from clerk_app.intake.rules.silence import deem_on, waiting_on
from clerk_app.intake.rules.steps import ACTION_OF, on_day
from clerk_app.intake.tables import cases
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import Event
from clerk_app.storage.journal import Act, Journal, Received, events_of
from tests.intake.stories import NUMBER, case, examples, held, notice, pause, step
from tests.support.items import event, memory_store

NAMES = (
    "item", "item_name", "item_hash", "department", "applicant", "agent", "ticket", "received_on",
    "received_at", "notice_due", "sample", "back_entered", "arrival", "terms", "papers",
    "outcome", "accepted_on", "promised_due", "statutory_due", "make_good_by", "provisional",
    "shortfalls", "reasons", "on", "act", "special", "reason", "workdays", "by", "text", "agrees",
    "result", "deliver_due", "target", "method", "blocked_until", "message", "number", "kind",
    "level", "name", "state", "fault", "copies", "deferrable", "code", "value", "unit",
    "promised", "statutory", "licensing", "joint", "clock_starts", "on_expiry", "grace_workdays",
    "block_months", "deems",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from([*Outcome, *PaperState, *Stage, "2026-03-05", "2026-02-30", "申请表", ""]),
    st.text(st.characters(codec="utf-8"), max_size=4),
)
scalars: st.SearchStrategy[Value] = st.one_of(WORDS.map(str), st.integers(-9, 2**52))
values: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=8,
)
bodies = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)
deep = st.builds(
    lambda stage, stopped: case(
        stage,
        papers=(held("申请表"), held("租赁合同", "in_order", make_good_by="2026-03-16")),
        documents=(notice("2026-03-03"),),
        steps=(step("c1", "2026-03-02"),),
        suspensions=(pause("2026-03-03"),) if stopped else (),
    ),
    st.sampled_from(Stage),
    st.booleans(),
)
acts = st.lists(
    st.tuples(st.sampled_from([*KINDS, "case.unheard_of"]), bodies, st.integers(-1, 2)),
    min_size=1,
    max_size=6,
)


@examples(100)
@given(st.one_of(st.none(), deep), acts)
def test_no_body_of_any_kind_at_any_stage_breaks_the_fold(
    first: CaseState | None, drawn: list[tuple[str, Body, int]]
) -> None:
    state = first
    for s, (kind, body, back) in enumerate(drawn, start=1):
        before = state or CaseState(NUMBER)
        seen = max(-1, before.version - back) if back >= 0 else -1
        came = event(kind, body, case=NUMBER, s=s, base_ver=seen)
        state = fold(state, came)
        assert fold(before if first or s > 1 else None, came) == state
        assert state.version == before.version + 1
        assert state.number == NUMBER
        assert read_state(dump_state(state)) == state
        assert isinstance(on_day(came), str)
        action = ACTION_OF.get(kind)
        if action is not None and obstacle(before, action):
            name = f"{came.header.device}/{s}"
            assert state == replace(
                before, version=before.version + 1, conflicts=(*before.conflicts, name)
            )
        # what every list asks of a row
        assert set(lawful(state)) <= set(Action)
        assert words_of(state) or not state.state
        assert isinstance(deem_on(state) + waiting_on(state), str)


# ---------------------------------------------------------------- two workstations, one case

ACT = Act("2026-03-02T10:05:00.000+08:00", "c1")
PLAIN: dict[str, Body] = {
    "case.received": {"item": "T-1", "received_on": "2026-03-02", "notice_due": "2026-03-09"},
    "case.decided": {"outcome": "accepted", "accepted_on": "2026-03-02"},
    "case.suspended": {"on": "2026-03-03", "special": "检测"},
    "case.resumed": {"on": "2026-03-04", "workdays": 2, "promised_due": "2026-03-18"},
    "case.extended": {"on": "2026-03-05", "workdays": 10},
    "case.opined": {"on": "2026-03-05", "text": "同意"},
    "case.granted": {"on": "2026-03-06", "result": {"number": "1"}},
    "case.denied": {"on": "2026-03-06"},
    "case.transferred": {"on": "2026-03-06", "target": "示例科"},
    "case.closed": {"on": "2026-03-09"},
    "case.withdrawn": {"on": "2026-03-09"},
    "case.reopened": {"on": "2026-03-10", "notice_due": "2026-03-17"},
    "case.supplied": {"on": "2026-03-09", "papers": [{"name": "申请表", "state": "in_order"}]},
    "case.deemed": {"accepted_on": "2026-03-02"},
    "case.told": {"message": "x"},
    "case.accounted": {"finding": "overdue", "since": "2026-03-16"},
    "document.issued": {"number": "n-1", "kind": "one_time_notice"},
    "document.printed": {"number": "n-1", "on": "2026-03-04"},
}
SHOWN: dict[str, Body] = {
    "received": {"outcome": "returned_for_correction"},
    "conditional": {"outcome": "conditionally_accepted", "accepted_on": "2026-03-02"},
}
moves = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.one_of(
            st.just("exchange"), st.sampled_from(sorted(PLAIN)), st.sampled_from(list(SHOWN))
        ),
    ),
    max_size=14,
)


class Desk:
    """A workstation in memory: its journal, and how far it has read the hall's log."""

    def __init__(self, db: Connection) -> None:
        self.db, self.journal = db, Journal([CASES])
        self.device = self.journal.new_device(db)
        record_device(db, self.journal, "workstation.initialised", {}, ACT)
        self.read = 0

    def row(self) -> str | None:
        found: str | None = self.db.execute(select(cases.c.detail)).scalar_one_or_none()
        return found

    def do(self, kind: str) -> None:
        """An act that saw the case as this desk shows it."""
        row = self.row()
        seen = read_state(row).version if row else 0
        body = SHOWN.get(kind) or PLAIN[kind]
        name = "case.decided" if kind in SHOWN else kind
        self.journal.append(self.db, name, body, ACT, case=NUMBER, base_ver=seen)

    def exchange(self, hall: list[Event]) -> None:
        held = sum(e.header.device == self.device for e in hall)
        hall += events_of(self.db, self.device, held + 1, held + 100)
        page = [Received(e, n) for n, e in enumerate(hall[self.read :], self.read + 1)]
        self.journal.receive(self.db, page)
        self.read = len(hall)


@pytest.fixture(scope="module")
def desks() -> Iterator[list[Desk]]:
    with memory_store() as left, memory_store() as right:
        yield [Desk(left), Desk(right)]


@examples(25)
@given(moves)
def test_two_workstations_end_with_the_row_of_the_halls_order(
    desks: list[Desk], drawn: list[tuple[int, str]]
) -> None:
    hall: list[Event] = []
    stands: list[Any] = [desk.db.begin_nested() for desk in desks]
    try:
        for which, what in (*drawn, *((n, "exchange") for n in (0, 1, 0, 1))):
            if what == "exchange":
                desks[which].exchange(hall)
            else:
                desks[which].do(what)
        told = fold_case(e for e in hall if e.case == NUMBER)
        expected = dump_state(told) if told else None
        assert [desk.row() for desk in desks] == [expected, expected]
    finally:
        for desk, stand in zip(desks, stands, strict=True):
            stand.rollback()
            desk.read = 0
