"""The dates of a decision. Expected days stand in the calendar of 2026, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clerk_app.catalogue.model import (
    ClockStart,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    Pace,
    TimeLimit,
)
from clerk_app.intake.model import Concealment, Decision, Outcome
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.working_days import Calendar
from tests.kernel.vectors import law
from tests.support.items import FORM, LEASE, MONDAY, POLICY, application, checked, item, workdays

CALENDAR = Calendar.shipped()
WHOLE = application(checked(FORM), checked(LEASE))
DEFERRED = replace(application(checked(FORM)), undertaking_signed=True)


def dates(decision: Decision) -> dict[str, str | None]:
    days = {
        name: getattr(decision, name)
        for name in ("received_on", "accepted_on", "notice_due", "promised_due", "statutory_due")
    }
    return {name: day and day.isoformat() for name, day in days.items()}


def at(when: str) -> Decision:
    return decide(application(checked(FORM), at=when), item(FORM), CALENDAR)


def test_an_acceptance_carries_its_dates() -> None:
    decision = decide(WHOLE, item(promised=workdays(10)), CALENDAR)
    assert dates(decision) == {
        "received_on": "2026-03-02",
        "accepted_on": "2026-03-02",
        "notice_due": "2026-03-09",
        "promised_due": "2026-03-16",
        "statutory_due": "2026-03-30",  # 20 workdays, none being published (art. 42)
    }
    assert decision.provisional == ()


def test_a_published_limit_goes_before_the_20_workdays() -> None:
    decision = decide(WHOLE, item(legal=workdays(5)), CALENDAR)
    assert decision.statutory_due == date(2026, 3, 9)


@pytest.mark.parametrize("kind", [ItemType.PAYMENT, ItemType.OTHER, None])
def test_without_a_published_limit_only_a_licence_has_a_statutory_one(
    kind: ItemType | None,
) -> None:
    assert decide(WHOLE, item(type=kind), CALENDAR).statutory_due is None


def test_a_return_has_a_notice_due_and_no_other_date() -> None:
    decision = decide(application(), item(promised=workdays(10)), CALENDAR)
    assert dates(decision) == {
        "received_on": "2026-03-02",
        "accepted_on": None,
        "notice_due": "2026-03-09",
        "promised_due": None,
        "statutory_due": None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        replace(WHOLE, needed=False),
        replace(WHOLE, competent=False, target_agency="示例市局"),
        replace(WHOLE, concealment=Concealment("伪造", "", "", "李科长")),
    ],
)
def test_what_is_answered_at_once_is_due_the_same_day(asked: object) -> None:
    decision = decide(asked, item(promised=workdays(10)), CALENDAR)  # type: ignore[arg-type]  # one of three applications
    assert dates(decision) == {
        "received_on": "2026-03-02",
        "accepted_on": None,
        "notice_due": "2026-03-02",
        "promised_due": None,
        "statutory_due": None,
    }


def test_the_notice_is_due_as_the_published_vectors_say() -> None:
    """The day of receipt is not counted; days of rest and moved workdays are the State's."""
    vectors = law()["deadline_vectors_start_day_excluded"]
    fives = [v for v in vectors if v["workdays"] == 5]
    assert len(fives) == 4
    for vector in fives:
        assert at(f"{vector['start']}T16:00:00+08:00").notice_due.isoformat() == vector["deadline"]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-03-01T23:30:00+00:00", "2026-03-02"),
        ("2026-03-02T15:59:59.999+00:00", "2026-03-02"),
        ("2026-03-02T16:00:00+00:00", "2026-03-03"),
        ("2026-03-02T00:00:00+08:00", "2026-03-02"),
        ("2026-03-02T23:59:59+08:00", "2026-03-02"),
        ("2026-03-01T11:00:00-05:00", "2026-03-02"),
        ("2026-03-02T00:30:00+09:00", "2026-03-01"),
        ("2025-12-31T16:00:00+00:00", "2026-01-01"),
    ],
)
def test_the_day_is_the_one_in_china(when: str, day: str) -> None:
    decision = at(when)
    assert decision.received_on.isoformat() == day
    assert decision.accepted_on == decision.received_on


# ---------------------------------------------------------------- conditional acceptance


def test_a_conditional_acceptance_is_an_acceptance_and_its_clock_runs() -> None:
    decision = decide(DEFERRED, item(promised=workdays(10)), CALENDAR)
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert dates(decision) == {
        "received_on": "2026-03-02",
        "accepted_on": "2026-03-02",
        "notice_due": "2026-03-09",
        "promised_due": "2026-03-16",
        "statutory_due": "2026-03-30",
    }


def test_a_clock_that_starts_when_made_good_gives_no_limit_yet() -> None:
    policy = replace(POLICY, clock_starts=ClockStart.MADE_GOOD)
    decision = decide(DEFERRED, item(promised=workdays(10), deferral=policy), CALENDAR)
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert decision.accepted_on == date(2026, 3, 2)
    assert (decision.promised_due, decision.statutory_due) == (None, None)
    assert decision.make_good_by == date(2026, 3, 16)


def test_each_paper_has_its_own_day_and_the_case_the_earliest() -> None:
    slow = replace(LEASE, name="验资报告", defer_workdays=8)
    quick = replace(LEASE, name="场地图", defer_workdays=3)
    free = replace(LEASE, name="章程")
    decision = decide(DEFERRED, item(FORM, slow, quick, free), CALENDAR)
    assert {s.name: s.make_good_by for s in decision.shortfalls} == {
        "验资报告": date(2026, 3, 12),
        "场地图": date(2026, 3, 5),
        "章程": date(2026, 3, 16),  # the policy's ten
    }
    assert decision.make_good_by == date(2026, 3, 5)


def test_the_day_before_the_promise_binds_where_it_is_the_least() -> None:
    service = item(promised=workdays(9), deferral=replace(POLICY, before_promised_by=2))
    assert decide(DEFERRED, service, CALENDAR).make_good_by == date(2026, 3, 11)


# ---------------------------------------------------------------- units and days of rest


def test_days_are_workdays_for_a_licence_and_natural_days_elsewhere() -> None:
    eleven = TimeLimit(12, LimitUnit.DAY)
    licence = decide(WHOLE, item(promised=eleven), CALENDAR)
    assert licence.promised_due == date(2026, 3, 18)
    other = decide(WHOLE, item(promised=eleven, type=ItemType.PAYMENT), CALENDAR)
    assert other.promised_due == date(2026, 3, 16)  # the 14th is a Saturday


@pytest.mark.parametrize("unit", [LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY])
@pytest.mark.parametrize(
    ("when", "due"),
    [
        (MONDAY, "2026-03-02"),
        ("2026-03-07T10:00:00+08:00", "2026-03-09"),  # a Saturday
        ("2026-02-14T10:00:00+08:00", "2026-02-14"),  # a Saturday that is worked
        ("2026-02-16T10:00:00+08:00", "2026-02-24"),  # in the Spring Festival
    ],
)
def test_a_same_day_limit_on_a_day_of_rest_ends_on_the_next_workday(
    unit: LimitUnit, when: str, due: str
) -> None:
    service = item(FORM, promised=TimeLimit(0, unit), handling=Pace.ON_THE_SPOT)
    decision = decide(application(checked(FORM), at=when), service, CALENDAR)
    assert decision.promised_due is not None
    assert decision.promised_due.isoformat() == due


# ---------------------------------------------------------------- 暂定


def test_dates_that_rest_on_an_unpublished_calendar_are_named() -> None:
    asked = application(checked(FORM), at="2026-12-25T10:00:00+08:00")
    decision = decide(asked, item(FORM, promised=workdays(2)), CALENDAR)
    assert decision.promised_due == date(2026, 12, 29)
    assert set(decision.provisional) == {"notice_due", "statutory_due"}


def test_a_day_to_make_good_by_is_named_too() -> None:
    asked = replace(
        application(checked(FORM), at="2026-12-25T10:00:00+08:00"), undertaking_signed=True
    )
    quick = Material("章程", Necessity.DEFERRABLE, defer_workdays=2)
    firm = decide(asked, item(FORM, quick), CALENDAR)
    assert firm.make_good_by == date(2026, 12, 29)
    assert "make_good_by" not in firm.provisional
    loose = decide(asked, item(FORM, LEASE), CALENDAR)
    assert "make_good_by" in loose.provisional


def test_a_same_day_limit_in_an_unpublished_year_is_provisional() -> None:
    service = item(FORM, promised=TimeLimit(0, LimitUnit.SAME_DAY))
    asked = application(checked(FORM), at="2031-05-01T10:00:00+08:00")
    assert "promised_due" in decide(asked, service, CALENDAR).provisional


def test_a_deferred_paper_never_comes_due_after_the_promised_end() -> None:
    # three natural days from Monday 2 March end on Thursday the 5th, ten workdays on the 16th
    what = item(type=ItemType.CONFIRMATION, promised=TimeLimit(3, LimitUnit.DAY))
    asked = replace(application(checked(FORM)), undertaking_signed=True)
    decision = decide(asked, what, CALENDAR)
    assert decision.promised_due == date(2026, 3, 5)
    assert decision.make_good_by == date(2026, 3, 5)


def test_what_kind_of_item_it_is_is_said_before_the_days() -> None:
    what = item(handling=Pace.ON_THE_SPOT, promised=TimeLimit(0, LimitUnit.SAME_DAY))
    asked = replace(application(checked(FORM)), undertaking_signed=True)
    decision = decide(asked, what, CALENDAR)
    assert [reason.code for reason in decision.reasons] == [
        "on_the_spot_item",
        "bound_exceeded",
        "deferrable_missing",
    ]
