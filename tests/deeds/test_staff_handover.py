"""首问负责 at the counter: recorded, handed on, answered, on a real encrypted store."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import data, sampled_from

from clerk_app.deeds.record_enquiry import close_enquiry, hand_over_enquiry, record_enquiry
from clerk_app.enquiry import store
from clerk_app.enquiry.model import Asked, HolderKind, Outcome
from clerk_app.enquiry.rules import holder_of, report
from clerk_app.kernel.errors import Refused
from clerk_app.staff import store as staff
from tests.staff.halls import AUDITOR, BOSS, ONE, TWO, Place, code, make_hall, place


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("handover") / "data")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def asked(here: Place, outcome: Outcome = Outcome.NO_ITEM, who: str = ONE) -> str:
    return record_enquiry(
        here.at(who), Asked(subject="宅基地怎样办", outcome=outcome, follow="测试局")
    ).number


def holder(here: Place, number: str) -> tuple[str, str]:
    with here.counter.store.reading() as db:
        found = holder_of(store.enquiry(db, here.counter.viewer, number))
    return str(found.kind), found.to


def test_a_question_goes_from_hand_to_hand_until_it_is_answered(here: Place) -> None:
    number = asked(here)
    assert holder(here, number) == ("clerk", ONE)
    made = hand_over_enquiry(here.at(ONE), number, "测试窗口乙", "他熟", HolderKind.CLERK)
    assert (made.kind, made.to, made.operator, made.on) == ("clerk", TWO, ONE, "2026-03-02")
    here.clock.move(86400)
    hand_over_enquiry(here.at(TWO), number, "3 号窗口", "专窗办理", HolderKind.WINDOW)
    hand_over_enquiry(here.at(TWO), number, "测试局", "大厅没有这项业务")
    assert holder(here, number) == ("body", "测试局")
    with here.counter.store.reading() as db:
        row = store.enquiry(db, here.counter.viewer, number)
    assert [(h.on, h.operator, h.to) for h in row.handovers] == [
        ("2026-03-02", ONE, TWO),
        ("2026-03-03", TWO, "3 号窗口"),
        ("2026-03-03", TWO, "测试局"),
    ]
    assert row.operator == ONE  # whoever was asked first still answers for it
    close_enquiry(here.at(BOSS), number, "已回电")
    assert code(hand_over_enquiry, here.at(ONE), number, "别的局", "x") == "enquiry_closed"
    assert here.rebuilt()


def test_what_cannot_go_on_leaves_no_trace(here: Place) -> None:
    number, done = asked(here), asked(here, Outcome.LED_TO_WINDOW)
    before = here.events()
    clerk = HolderKind.CLERK
    one = here.at(ONE)
    for counter, args, found in (
        (one, (done, "测试局", "x"), "enquiry_closed"),
        (one, (number, " ", "x"), "holder_missing"),
        (one, (number, " ", "x", clerk), "holder_missing"),
        (one, (number, "测试局", " "), "reason_missing"),
        (one, (number, "没有这人", "x", clerk), "unknown_clerk"),
        (one, (number, AUDITOR, "x", clerk), "holder_cannot_act"),
        (one, (number, ONE, "x", clerk), "already_there"),
        (one, ("ZX0", "测试局", "x"), "unknown_enquiry"),
        (here.at(AUDITOR), (number, "测试局", "x"), "not_allowed"),
    ):
        assert code(hand_over_enquiry, counter, *args) == found
    assert here.events() == before


def test_one_told_to_a_body_at_once_is_with_that_body(here: Place) -> None:
    number = asked(here, Outcome.HANDED_OVER)
    assert holder(here, number) == ("body", "测试局")
    assert code(hand_over_enquiry, here.at(ONE), number, "测试局", "x") == "already_there"
    hand_over_enquiry(here.at(ONE), number, "示例局", "那边说归示例局")
    assert holder(here, number) == ("body", "示例局")


PLACES = [
    ("body", "甲局"),
    ("body", "乙局"),
    ("window", "3 号窗口"),
    ("clerk", ONE),
    ("clerk", TWO),
]


class Register(RuleBasedStateMachine):
    """The register beside a plain book: for each question its holders, and its answer."""

    template: Path

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.here = self.stack.enter_context(place(self.template, Path(folder) / "data"))
        self.first: dict[str, str] = {}
        self.book: dict[str, list[tuple[str, str]]] = {}
        self.done: set[str] = set()

    def teardown(self) -> None:
        assert self.here.rebuilt()
        self.stack.close()

    @rule(who=sampled_from([BOSS, ONE, TWO]), to_body=sampled_from([True, False]))
    def ask(self, who: str, to_body: bool) -> None:
        outcome = Outcome.HANDED_OVER if to_body else Outcome.NO_ITEM
        number = asked(self.here, outcome, who)
        assert number not in self.book
        self.first[number] = who
        self.book[number] = [("body", "测试局") if to_body else ("clerk", who)]

    @precondition(lambda self: self.book)
    @rule(draw=data(), where=sampled_from(PLACES), who=sampled_from([BOSS, ONE, TWO]))
    def hand_over(self, draw: Any, where: tuple[str, str], who: str) -> None:
        number = draw.draw(sampled_from(sorted(self.book)))
        kind, to = where
        found = ""
        try:
            hand_over_enquiry(self.here.at(who), number, to, "转", HolderKind(kind))
        except Refused as refusal:
            found = refusal.code
        if number in self.done:
            assert found == "enquiry_closed"
        elif self.book[number][-1] == where:
            assert found == "already_there"
        else:
            assert found == ""
            self.book[number].append(where)

    @precondition(lambda self: self.book)
    @rule(draw=data())
    def answer(self, draw: Any) -> None:
        number = draw.draw(sampled_from(sorted(self.book)))
        if number in self.done:
            assert code(close_enquiry, self.here.at(BOSS), number, "答") == "enquiry_closed"
        else:
            close_enquiry(self.here.at(BOSS), number, "答")
            self.done.add(number)

    @invariant()
    def the_register_says_what_the_book_says(self) -> None:
        with self.here.counter.store.reading() as db:
            viewer = self.here.counter.viewer
            rows = {row.number: row for row in store.enquiry_rows(db, viewer)}
            contacts = store.contacts(db, viewer, staff.own_devices(db))
        lines = report(contacts, self.here.counter.today(), self.here.counter.calendar)
        assert set(rows) == set(self.book)
        for number, holders in self.book.items():
            now = holder_of(rows[number])
            assert (str(now.kind), now.to) == holders[-1]
            assert len(rows[number].handovers) == len(holders) - 1
            assert rows[number].is_open is (number not in self.done)
        for line in lines:
            own = {n for n, who in self.first.items() if who == line.operator}
            assert line.received == len(own)
            assert line.closed == len(own & self.done)
            assert line.open == len(own - self.done)
            went = {n for n in own if len(self.book[n]) > 1 or self.book[n][0][0] == "body"}
            assert line.handed_on == len(went)


def test_the_register_against_a_plain_book(hall: Path) -> None:
    class Here(Register):
        template = hall

    case: Any = Here.TestCase
    case.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
    case().runTest()
