"""Lamps, findings and who answers for them, a day before each limit, on it and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import CaseState, Stage
from clerk_app.intake.rules.supervision import (
    FINDINGS,
    LAMPS,
    Finding,
    Lamp,
    RedEntry,
    findings,
    next_due,
    owner_on,
    red_list,
    watched,
)
from tests.intake.stories import CALENDAR, LICENCE, NUMBER, case, day, held, notice, pause, step

ACCEPTED = case("accepted", promised_due="2026-03-16", statutory_due="2026-03-30")
CLOSED = case(
    "closed",
    promised_due="2026-03-16",
    decided_on="2026-03-10",
    closed_on="2026-03-11",
    deliver_due="2026-03-24",
)


def lamp(state: CaseState, today: str) -> Lamp:
    return watched(state, day(today), CALENDAR).lamp


def found(state: CaseState, today: str) -> tuple[Finding, ...]:
    return findings(state, day(today), CALENDAR)


# ---------------------------------------------------------------- lamps


@pytest.mark.parametrize(
    ("today", "left", "colour"),
    [
        ("2026-03-12", 2, Lamp.GREEN),
        ("2026-03-13", 1, Lamp.YELLOW),
        ("2026-03-14", 1, Lamp.YELLOW),  # Saturday
        ("2026-03-16", 0, Lamp.YELLOW),
        ("2026-03-17", -1, Lamp.RED),
        ("2026-03-20", -4, Lamp.RED),
    ],
)
def test_the_lamp_of_a_case_under_review(today: str, left: int, colour: Lamp) -> None:
    look = watched(ACCEPTED, day(today), CALENDAR)
    assert (look.due, look.workdays_left, look.lamp) == (day("2026-03-16"), left, colour)
    assert (look.number, look.state) == (ACCEPTED.number, ACCEPTED)


def test_late_papers_and_a_late_delivery_are_red_over_a_weekend_too() -> None:
    papers = case("conditionally_accepted", make_good_by="2026-03-06", papers=(held("租赁合同"),))
    assert lamp(papers, "2026-03-07") is Lamp.RED
    granted = case("granted", decided_on="2026-02-24", deliver_due="2026-03-06")
    assert lamp(granted, "2026-03-06") is Lamp.YELLOW
    assert lamp(granted, "2026-03-07") is Lamp.RED
    closed = replace(CLOSED, deliver_due="2026-03-06")
    assert lamp(closed, "2026-03-06") is Lamp.YELLOW
    assert lamp(closed, "2026-03-07") is Lamp.RED


def test_a_day_that_has_passed_is_red_on_a_day_of_rest_whoever_it_is_of() -> None:
    """9 March is a Monday; a notice due on Friday the 6th is late on Saturday the 7th."""
    waiting = case("received", notice_due="2026-03-06", terms=replace(LICENCE, deems=False))
    assert lamp(waiting, "2026-03-07") is Lamp.GREEN  # nothing is due where silence means nothing
    refused = case("not_needed", outcome="not_needed", notice_due="2026-03-06")
    assert lamp(refused, "2026-03-06") is Lamp.YELLOW
    assert lamp(refused, "2026-03-07") is Lamp.RED


def test_over_a_weekend_what_is_overdue_is_red_though_no_workday_has_passed() -> None:
    friday = replace(ACCEPTED, promised_due="2026-03-06")
    assert lamp(friday, "2026-03-06") is Lamp.YELLOW
    assert lamp(friday, "2026-03-07") is Lamp.RED


def test_a_case_that_was_accepted_by_silence_is_red_until_it_is_closed() -> None:
    waiting = case("received")
    assert lamp(waiting, "2026-03-05") is Lamp.GREEN
    assert lamp(waiting, "2026-03-06") is Lamp.YELLOW
    assert lamp(waiting, "2026-03-09") is Lamp.YELLOW
    assert lamp(waiting, "2026-03-10") is Lamp.RED
    granted = case("granted", deemed=True, decided_on="2026-03-10", deliver_due="2026-03-24")
    assert lamp(granted, "2026-03-11") is Lamp.RED
    assert lamp(replace(CLOSED, deemed=True), "2026-03-11") is Lamp.GREEN


def test_a_suspended_case_is_grey_and_nothing_is_due() -> None:
    state = replace(ACCEPTED, suspensions=(pause("2026-03-10"),))
    look = watched(state, day("2026-04-20"), CALENDAR)
    assert (look.lamp, look.due, look.workdays_left, look.findings) == (Lamp.GREY, None, None, ())


@pytest.mark.parametrize(
    "stage", ["not_accepted", "not_needed", "delivered", "withdrawn", "given_back", "teleported"]
)
def test_what_nobody_owes_has_no_lamp(stage: str) -> None:
    state = replace(ACCEPTED, state=stage, suspensions=(pause("2026-03-10"),))
    assert lamp(state, "2026-04-20") is Lamp.NONE
    assert next_due(state) is None


def test_a_closed_case_waits_for_delivery_and_an_old_lateness_does_not_colour_it() -> None:
    late = replace(CLOSED, decided_on="2026-03-18")
    assert Finding.OVERDUE in found(late, "2026-03-19")
    assert lamp(late, "2026-03-19") is Lamp.GREEN
    assert lamp(replace(late, state="granted"), "2026-03-19") is Lamp.RED
    assert lamp(CLOSED, "2026-03-20") is Lamp.GREEN
    assert lamp(CLOSED, "2026-03-23") is Lamp.YELLOW
    assert lamp(CLOSED, "2026-03-24") is Lamp.YELLOW
    assert lamp(CLOSED, "2026-03-25") is Lamp.RED


def test_without_a_limit_a_case_is_green() -> None:
    state = case("accepted")
    assert next_due(state) is None
    assert lamp(state, "2027-03-01") is Lamp.GREEN


# ---------------------------------------------------------------- what is due next


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (case("received"), "2026-03-09"),
        (case("returned_for_correction"), "2026-03-09"),
        (case("returned_for_correction", documents=(notice("2026-03-03"),)), ""),
        (ACCEPTED, "2026-03-16"),
        (replace(ACCEPTED, promised_due=""), "2026-03-30"),
        (replace(ACCEPTED, make_good_by="2026-03-12", papers=(held("租赁合同"),)), "2026-03-12"),
        (replace(ACCEPTED, make_good_by="2026-03-20", papers=(held("租赁合同"),)), "2026-03-16"),
        (replace(ACCEPTED, make_good_by="2026-03-12"), "2026-03-16"),  # all came
        (replace(ACCEPTED, promised_due="?"), ""),
        (case("granted", deliver_due="2026-03-24"), "2026-03-24"),
        (case("denied", deliver_due="2026-03-24"), "2026-03-24"),
        (CLOSED, "2026-03-24"),
        (replace(CLOSED, state="closed_conditional"), "2026-03-24"),
        (replace(CLOSED, state="closed_denied"), "2026-03-24"),
    ],
)
def test_the_next_day_that_must_be_met(state: CaseState, due: str) -> None:
    assert next_due(state) == (day(due) if due else None)


# ---------------------------------------------------------------- findings


def test_a_case_in_time_has_no_findings() -> None:
    assert found(ACCEPTED, "2026-03-16") == ()
    assert found(CLOSED, "2026-03-24") == ()


def test_a_case_is_overdue_from_the_day_after() -> None:
    assert found(ACCEPTED, "2026-03-17") == (Finding.OVERDUE,)
    assert found(replace(ACCEPTED, promised_due=""), "2026-03-30") == ()
    assert found(replace(ACCEPTED, promised_due=""), "2026-03-31") == (Finding.OVERDUE,)
    suspended = replace(ACCEPTED, suspensions=(pause("2026-03-04"),))
    assert found(suspended, "2026-03-31") == ()


@pytest.mark.parametrize("stage", ["granted", "denied", "closed", "delivered"])
def test_a_decision_taken_late_stays_noted(stage: str) -> None:
    decided = replace(ACCEPTED, state=stage, decided_on="2026-03-17")
    assert found(decided, "2026-03-18") == (Finding.OVERDUE,)
    assert found(replace(decided, decided_on="2026-03-16"), "2026-06-01") == ()


@pytest.mark.parametrize(
    "stage", ["received", "withdrawn", "given_back", "returned_for_correction"]
)
def test_what_was_never_reviewed_to_its_end_is_not_overdue(stage: str) -> None:
    state = replace(
        ACCEPTED, state=stage, ended_on="2026-03-20", documents=(notice("2026-03-02"),)
    )
    assert found(state, "2026-04-20") == ()


def test_the_notice_that_came_late_and_what_the_law_made_of_it() -> None:
    late = case("returned_for_correction", documents=(notice("2026-03-10"),))
    assert found(late, "2026-03-10") == (Finding.DEEMED, Finding.NOTICE_LATE)
    assert found(case("received"), "2026-03-09") == ()
    assert found(case("received"), "2026-03-10") == (Finding.DEEMED,)
    in_time = case("returned_for_correction", documents=(notice("2026-03-09"),))
    assert found(in_time, "2026-03-20") == ()
    unread = case("accepted", documents=(notice("2026-03-10"),), notice_due="?")
    assert found(unread, "2026-03-10") == ()
    answered = case("accepted", documents=(notice("2026-03-10"),))
    assert found(answered, "2026-03-10") == (Finding.NOTICE_LATE,)


@pytest.mark.parametrize(
    ("on_expiry", "today", "late"),
    [
        ("退件", "2026-03-12", False),
        ("退件", "2026-03-13", True),
        ("终止", "2026-03-13", True),
        ("暂停", "2026-03-13", False),
        ("暂停", "2026-04-02", False),
        ("暂停", "2026-04-03", True),
    ],
)
def test_promised_papers_that_did_not_come(on_expiry: str, today: str, late: bool) -> None:
    state = case(
        "conditionally_accepted",
        make_good_by="2026-03-12",
        terms=replace(LICENCE, on_expiry=on_expiry, grace_workdays=15),
        papers=(held("租赁合同", make_good_by="2026-03-12"),),
    )
    assert (Finding.PAPERS_OVERDUE in found(state, today)) is late
    if late:
        assert lamp(state, today) is Lamp.RED


def test_in_the_grace_a_case_stands_apart_and_after_it_is_red() -> None:
    state = case(
        "conditionally_accepted",
        make_good_by="2026-03-12",
        promised_due="2026-03-20",
        terms=replace(LICENCE, on_expiry="暂停", grace_workdays=15),
        papers=(held("租赁合同", make_good_by="2026-03-12"),),
    )
    assert lamp(state, "2026-03-12") is Lamp.YELLOW
    assert lamp(state, "2026-03-13") is Lamp.GREY
    assert lamp(state, "2026-03-20") is Lamp.GREY
    assert lamp(state, "2026-03-23") is Lamp.GREY  # nor does the promise of this side run
    assert lamp(state, "2026-04-03") is Lamp.RED
    assert lamp(replace(state, promised_due=""), "2026-04-03") is Lamp.RED


def test_a_result_not_delivered_in_ten_days() -> None:
    assert found(CLOSED, "2026-03-25") == (Finding.DELIVERY_OVERDUE,)
    delivered = replace(CLOSED, state="delivered", delivered_on="2026-03-24")
    assert found(delivered, "2026-06-01") == ()
    late = replace(delivered, delivered_on="2026-03-25")
    assert found(late, "2026-06-01") == (Finding.DELIVERY_OVERDUE,)


def test_a_commitment_nobody_checked_in_time_and_one_that_was_not_kept() -> None:
    state = case("delivered", committed=("无犯罪声明",), check_on="2026-06-01")
    assert found(state, "2026-06-01") == ()
    assert found(state, "2026-06-02") == (Finding.UNCHECKED,)
    assert found(replace(state, checked_on="2026-06-01"), "2026-07-01") == ()
    late = replace(state, checked_on="2026-06-02", check_failed=True)
    assert found(late, "2026-07-01") == (Finding.UNCHECKED, Finding.CHECK_FAILED)
    listed = red_list([replace(state, steps=STEPS)], day("2026-06-03"), CALENDAR)
    assert listed == (RedEntry("示例科", NUMBER, Finding.UNCHECKED, day("2026-06-01"), 2),)


def test_what_is_odd_without_being_late() -> None:
    refused = case("not_accepted", outcome="not_accepted")
    assert found(refused, "2026-03-02") == (Finding.NO_REASON,)
    assert found(replace(refused, reason_codes=("not_competent",)), "2026-03-02") == ()
    assert found(case("not_needed", outcome="not_needed"), "2026-03-02") == ()
    for odd, finding in (
        ({"back_entered": True}, Finding.BACK_ENTERED),
        ({"overrides": 1}, Finding.OVERRIDDEN),
        ({"conflicts": ("a/1",)}, Finding.CONFLICT),
    ):
        assert found(case("delivered", **odd), "2026-03-02") == (finding,)


def test_the_worst_comes_first() -> None:
    state = replace(
        CLOSED,
        decided_on="2026-03-17",
        deemed=True,
        documents=(notice("2026-03-10"),),
        back_entered=True,
        overrides=1,
        conflicts=("a/1",),
    )
    assert found(state, "2026-03-25") == (
        Finding.OVERDUE,
        Finding.DEEMED,
        Finding.NOTICE_LATE,
        Finding.DELIVERY_OVERDUE,
        Finding.BACK_ENTERED,
        Finding.OVERRIDDEN,
        Finding.CONFLICT,
    )


def test_every_lamp_and_finding_has_its_word() -> None:
    assert set(LAMPS) == set(Lamp)
    assert set(FINDINGS) == set(Finding)
    assert len(set(FINDINGS.values())) == len(Finding)


def test_the_names_scripts_read() -> None:
    assert [str(lamp) for lamp in Lamp] == ["none", "green", "yellow", "red", "grey"]
    assert [str(finding) for finding in Finding] == [
        "overdue", "notice_late", "review_late", "deemed", "unwritten", "papers_overdue",
        "delivery_overdue", "unchecked", "check_failed", "no_reason", "back_entered",
        "overridden", "conflict",
    ]  # fmt: skip


# ---------------------------------------------------------------- who answers for it

STEPS = (
    step("c1", "2026-03-02", "2026-03-03"),
    step("示例局", "2026-03-03", "2026-03-10"),
    step("示例科", "2026-03-11"),
)


@pytest.mark.parametrize(
    ("on", "owner"),
    [
        ("2026-03-01", "c0"),
        ("2026-03-02", "c1"),
        ("2026-03-03", "示例局"),  # the later of two that meet
        ("2026-03-10", "示例局"),
        ("2026-03-11", "示例科"),
        ("2027-01-01", "示例科"),
    ],
)
def test_whose_turn_it_was_on_a_day(on: str, owner: str) -> None:
    assert owner_on(case(steps=STEPS, operator="c0"), day(on)) == owner


def test_between_steps_whoever_received_it_answers() -> None:
    gap = (step("示例局", "2026-03-03", "2026-03-05"), step("示例科", "?"))
    state = case(steps=gap, operator="c0")
    assert owner_on(state, day("2026-03-06")) == "c0"
    assert owner_on(state, day("2026-03-05")) == "示例局"


def test_who_has_the_case_now() -> None:
    def owner(state: CaseState) -> str:
        return watched(state, day("2026-03-04"), CALENDAR).owner

    assert owner(case(operator="c0")) == "c0"
    assert owner(case(operator="c0", steps=STEPS)) == "示例科"
    assert owner(case(operator="c0", steps=STEPS[:2])) == "c0"


def test_the_red_list_names_owner_case_finding_and_workdays() -> None:
    slow = replace(ACCEPTED, number="1", steps=STEPS)
    slower = replace(ACCEPTED, number="2", steps=STEPS, promised_due="2026-03-12")
    early = replace(ACCEPTED, number="3", steps=STEPS[:2], promised_due="2026-03-10")
    undelivered = replace(CLOSED, number="4", operator="c0", deliver_due="2026-03-17")
    fine = replace(ACCEPTED, number="5", promised_due="2026-03-30")
    odd = replace(fine, number="6", back_entered=True)
    cases = (slow, odd, undelivered, fine, early, slower)
    assert red_list(cases, day("2026-03-18"), CALENDAR) == (
        RedEntry("c0", "4", Finding.DELIVERY_OVERDUE, day("2026-03-17"), 1),
        RedEntry("示例局", "3", Finding.OVERDUE, day("2026-03-10"), 6),
        RedEntry("示例科", "2", Finding.OVERDUE, day("2026-03-12"), 4),
        RedEntry("示例科", "1", Finding.OVERDUE, day("2026-03-16"), 2),
    )


def test_silence_a_late_notice_and_late_papers_each_have_an_owner() -> None:
    silent = case(
        "returned_for_correction",
        number="1",
        steps=(step("c1", "2026-03-02"),),
        documents=(notice("2026-03-11"),),
    )
    waiting = case(
        "conditionally_accepted",
        number="2",
        make_good_by="2026-03-10",
        steps=STEPS,
        papers=(held("租赁合同"),),
    )
    listed = red_list([silent, waiting], day("2026-03-11"), CALENDAR)
    assert listed == (
        RedEntry("c1", "1", Finding.DEEMED, day("2026-03-09"), 2),
        RedEntry("c1", "1", Finding.NOTICE_LATE, day("2026-03-09"), 2),
        RedEntry("示例局", "2", Finding.PAPERS_OVERDUE, day("2026-03-10"), 1),
    )


def test_of_two_as_late_the_number_and_then_the_finding_decide() -> None:
    both = [replace(ACCEPTED, number=n, steps=STEPS) for n in ("2", "1")]
    listed = red_list(both, day("2026-03-18"), CALENDAR)
    assert [entry.number for entry in listed] == ["1", "2"]
    silent = replace(ACCEPTED, promised_due="2026-03-09", deemed=True, steps=STEPS)
    named = red_list([silent], day("2026-03-18"), CALENDAR)
    assert [entry.finding for entry in named] == [Finding.DEEMED, Finding.OVERDUE]


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_seen_on_any_day(stage: Stage) -> None:
    look = watched(replace(ACCEPTED, state=str(stage)), day("2030-01-01"), CALENDAR)
    assert look.lamp in Lamp
