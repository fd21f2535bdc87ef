"""帮办代办 at the counter: an order from its number to its result, on a real encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from clerk_app.deeds.print_document import find_document, print_facts
from clerk_app.deeds.staff_assistance import (
    authorise_assistance,
    close_assistance,
    current_sheet,
    open_assistance,
    record_help_step,
)
from clerk_app.journal.canonical import canonical
from clerk_app.notices.facts import OrderFacts
from clerk_app.staff.model import Authorisation, Client, Help, HelpStep
from clerk_app.staff.tables import assistance_orders
from clerk_app.storage.facts import set_fact
from clerk_app.storage.journal import events_of
from tests.staff.halls import AUDITOR, ONE, TODAY, TWO, Place, code, make_hall, place
from tests.support.stores import CASE

CLIENT = Client("张测试", "resident_id", "11010519491231002X", "13800000000")
LETTER = Authorisation("letter", "1号", "申请、领证", TODAY, date(2026, 3, 4))
DAY = 86400


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("assistance") / "data")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def kinds(here: Place) -> list[str]:
    with here.counter.store.reading() as db:
        device = here.counter.journal.own_device(db).device
        return [e.kind for e in events_of(db, device, 1, 999) if e.kind.startswith("assistance")]


def test_the_paper_of_an_order_is_issued_with_it_and_says_no_more_later(here: Place) -> None:
    order = open_assistance(here.at(ONE), CLIENT, helper="测试窗口乙", authorisation=LETTER)
    found = find_document(here.at(ONE), "", order.number)
    facts = found.facts
    assert (facts.kind, facts.number, facts.case_number) == (
        "assistance_order",
        order.number,
        "",
    )
    assert (facts.applicant, facts.id_masked) == ("张测试", "110***********002X")
    assert CLIENT.id_number.encode() not in canonical(found.event.body or {})
    assert facts.order == OrderFacts(
        helper="测试窗口乙",
        taken_on="2026-03-02",
        service="代办",
        authority="授权委托书 1号，权限：申请、领证，2026年3月2日至2026年3月4日",
    )
    record_help_step(here.at(TWO), order.number, "领表")
    assert find_document(here.at(ONE), "", order.number).facts == facts


def test_a_sheet_of_an_order_says_what_was_done_and_what_came_of_it(
    here: Place, tmp_path: Path
) -> None:
    made = open_assistance(here.at(ONE), CLIENT, helper="测试窗口乙", authorisation=LETTER)
    number = made.number
    assert current_sheet(here.at(ONE), number) == number  # nothing was done since
    record_help_step(here.at(TWO), number, "领表，\n填好")
    here.clock.move(DAY)
    record_help_step(here.at(ONE), number, "网上提交")
    second = current_sheet(here.at(ONE), number)
    assert second == f"{number}-02"
    assert current_sheet(here.at(TWO), number) == second
    close_assistance(here.at(TWO), number, "已领证")
    third = current_sheet(here.at(TWO), number)
    assert third == f"{number}-03"
    for sheet, says, never in (
        (number, ("出具本单时尚未开始办理。",), ("领表", "办理结果")),
        (
            second,
            (
                "1.2026年3月2日测试窗口乙：领表，填好。",
                "2.2026年3月3日测试窗口甲：网上提交。",
                "办理结果出具本单时尚未办完。",
            ),
            ("尚未开始",),
        ),
        (third, ("网上提交。", "办理结果2026年3月3日：已领证。", "帮办人员测试窗口乙"), ("尚未",)),
    ):
        found = find_document(here.at(ONE), "", sheet)
        path = tmp_path / f"{sheet}.pdf"
        print_facts(here.at(ONE), found.facts, found.code, found.out, path)
        text = "".join("".join(p.extract_text() for p in PdfReader(path).pages).split())
        assert f"文书编号{sheet}" in text
        for words in says:
            assert words in text, words
        for words in never:
            assert words not in text, words


def test_an_order_of_another_station_is_not_numbered_on_here(here: Place) -> None:
    number = open_assistance(here.at(ONE), CLIENT, kind=Help.HELP).number
    record_help_step(here.at(ONE), number, "帮填表")
    with here.counter.store.transaction() as db:
        db.execute(update(assistance_orders).values(device="0" * 16))
    before = here.events()
    assert code(current_sheet, here.at(ONE), number) == "other_station"
    assert here.events() == before


def test_an_order_whose_paper_cannot_be_printed_takes_no_number(here: Place) -> None:
    before = here.events()
    assert code(open_assistance, here.at(ONE), Client("张\U000323af")) == "missing_glyph"
    assert here.events() == before
    boxed = replace(here.at(ONE), boxed=True)
    made = open_assistance(boxed, Client("张\U000323af"))
    assert find_document(boxed, "", made.number).facts.boxed


def test_an_order_runs_from_its_number_to_its_result(here: Place) -> None:
    order = open_assistance(here.at(ONE), CLIENT, helper="测试窗口乙", authorisation=LETTER)
    assert (order.number, order.helper, order.day) == ("DB51160200012600000102", TWO, TODAY)
    assert (order.client, order.authorisations, order.is_open) == (CLIENT, (LETTER,), True)
    assert record_help_step(here.at(TWO), order.number, " 领表 ") == HelpStep(TODAY, TWO, "领表")
    here.clock.move(2 * DAY)  # the last day of the letter
    record_help_step(here.at(TWO), order.number, "交材料")
    here.clock.move(DAY)
    late = code(record_help_step, here.at(TWO), order.number, "领证")
    assert late == "agent_not_authorised"
    record_help_step(here.at(TWO), order.number, "补登记", date(2026, 3, 4))
    more = replace(LETTER, reference="2号", since=date(2026, 3, 5), until=date(2026, 3, 5))
    authorise_assistance(here.at(ONE), order.number, more)
    record_help_step(here.at(TWO), order.number, "领证")
    done = close_assistance(here.at(TWO), order.number, "已领证")
    assert (done.result, done.closed_on, len(done.steps)) == ("已领证", date(2026, 3, 5), 4)
    for act in (
        lambda: record_help_step(here.at(TWO), order.number, "又来"),
        lambda: authorise_assistance(here.at(TWO), order.number, more),
        lambda: close_assistance(here.at(TWO), order.number, "再结"),
    ):
        assert code(act) == "order_closed"
    assert here.rebuilt()


def test_numbers_count_up_without_a_gap_and_a_refusal_takes_none(here: Place) -> None:
    numbers = [open_assistance(here.at(ONE), CLIENT).number]
    assert code(open_assistance, here.at(ONE), Client()) == "client_missing"
    numbers.append(open_assistance(here.at(ONE), CLIENT).number)
    assert [number[14:20] for number in numbers] == ["000001", "000002"]
    here.clock.move(305 * DAY)  # into the next year
    assert open_assistance(here.at(ONE), CLIENT).number[12:20] == "27000001"


def test_without_a_station_there_is_no_number(here: Place) -> None:
    with here.counter.store.transaction() as db:
        set_fact(db, "station", "")
    assert code(open_assistance, here.at(ONE), CLIENT) == "no_station"
    assert kinds(here) == []


def test_who_the_client_is_stands_apart_so_that_it_can_be_erased(here: Place) -> None:
    open_assistance(here.at(ONE), CLIENT, authorisation=LETTER)
    assert kinds(here) == ["assistance.opened", "assistance.client", "assistance.authorised"]
    with here.counter.store.reading() as db:
        device = here.counter.journal.own_device(db).device
        (first,) = [e for e in events_of(db, device, 1, 999) if e.kind == "assistance.opened"]
    assert set(first.body or {}) == {"number", "day", "kind", "helper"}


def test_without_an_authorisation_the_helper_waits_for_one(here: Place) -> None:
    number = open_assistance(here.at(ONE), CLIENT).number
    assert code(record_help_step, here.at(ONE), number, "交材料") == "agent_not_authorised"
    authorise_assistance(here.at(ONE), number, LETTER)
    record_help_step(here.at(ONE), number, "交材料")


def test_help_beside_the_client_needs_no_authorisation(here: Place) -> None:
    number = open_assistance(here.at(ONE), CLIENT, kind=Help.HELP).number
    record_help_step(here.at(ONE), number, "帮填表")


def test_an_order_may_be_for_a_case_that_is_here(here: Place) -> None:
    assert code(open_assistance, here.at(ONE), CLIENT, case=CASE) == "unknown_case"
    assert code(open_assistance, here.at(ONE), CLIENT, case="5116") == "bad_case_number"
    with here.counter.store.transaction() as db:
        body = {"item": "i1", "item_name": "食品", "received_on": "2026-03-02"}
        here.counter.journal.append(
            db, "case.received", {**body}, here.counter.act(), case=CASE, base_ver=0
        )
    spaced = f"{CASE[:6]} {CASE[6:]}"
    assert open_assistance(here.at(ONE), CLIENT, case=spaced).case == CASE


def test_what_cannot_be_is_refused_and_leaves_no_trace(here: Place) -> None:
    number = open_assistance(here.at(ONE), CLIENT, authorisation=LETTER).number
    before = here.events()
    one, auditor = here.at(ONE), here.at(AUDITOR)
    unscoped = replace(LETTER, scope=" ")
    reversed_ = replace(LETTER, until=date(2026, 3, 1))
    for act, found in (
        (lambda: open_assistance(one, CLIENT, helper="没有这人"), "unknown_clerk"),
        (lambda: open_assistance(one, CLIENT, helper=AUDITOR), "helper_cannot_act"),
        (lambda: open_assistance(one, CLIENT, authorisation=unscoped), "authorisation_incomplete"),
        (lambda: open_assistance(one, CLIENT, authorisation=reversed_), "bad_period"),
        (lambda: open_assistance(one, replace(CLIENT, name="\x00")), "bad_text"),
        (lambda: open_assistance(auditor, CLIENT), "not_allowed"),
        (lambda: authorise_assistance(one, number, unscoped), "authorisation_incomplete"),
        (lambda: authorise_assistance(auditor, number, LETTER), "not_allowed"),
        (lambda: record_help_step(one, number, " "), "step_missing"),
        (lambda: record_help_step(one, number, "x", date(2026, 3, 3)), "bad_period"),
        (lambda: record_help_step(one, number, "x", date(2026, 3, 1)), "bad_period"),
        (lambda: record_help_step(one, "DB0", "x"), "unknown_order"),
        (lambda: record_help_step(auditor, number, "x"), "not_allowed"),
        (lambda: close_assistance(one, number, " "), "result_missing"),
        (lambda: close_assistance(auditor, number, "x"), "not_allowed"),
    ):
        assert code(act) == found
    assert here.events() == before
