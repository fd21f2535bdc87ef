"""Until when a deferred paper must come where the promise counts natural days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.catalogue.model import (
    ClockStart,
    DeferralPolicy,
    ItemType,
    LimitUnit,
    ServiceItem,
    TimeLimit,
)
from clerk_app.intake.model import Decision, Outcome
from clerk_app.intake.rules.decide import decide
from clerk_app.kernel.errors import Refused
from tests.intake.stories import CALENDAR, day
from tests.support.items import FORM, LEASE, application, checked, item

ASKED = replace(application(checked(FORM)), undertaking_signed=True)
"""Monday 2 March 2026: the form is there, the lease may come later."""


def natural(value: int, *, bound: int | None = None, **policy: object) -> ServiceItem:
    deferral = DeferralPolicy(enabled=True, bound_workdays=bound)
    return item(
        FORM,
        LEASE,
        type=ItemType.CONFIRMATION,
        promised=TimeLimit(value, LimitUnit.DAY),
        deferral=replace(deferral, **policy),  # type: ignore[arg-type]  # fields of the policy
    )


def decided(service: ServiceItem) -> Decision:
    return decide(ASKED, service, CALENDAR)


def test_the_end_of_the_promise_bounds_by_itself() -> None:
    decision = decided(natural(10))
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert decision.make_good_by == day("2026-03-12")


@pytest.mark.parametrize(
    ("before", "by"), [(0, "2026-03-12"), (1, "2026-03-11"), (4, "2026-03-06")]
)
def test_a_policy_goes_back_workdays_from_the_end(before: int, by: str) -> None:
    assert decided(natural(10, before_promised_by=before)).make_good_by == day(by)


def test_the_earlier_of_workdays_and_the_promised_end_counts() -> None:
    assert decided(natural(10, bound=3)).make_good_by == day("2026-03-05")
    assert decided(natural(10, bound=9)).make_good_by == day("2026-03-12")


@pytest.mark.parametrize(("before", "may"), [(7, True), (8, False), (9, False)])
def test_where_not_one_day_is_left_the_paper_cannot_wait(before: int, may: bool) -> None:
    """Eight workdays lie between the 2nd and the 12th: eight back is the day of receipt."""
    decision = decided(natural(10, before_promised_by=before))
    if may:
        assert decision.make_good_by == day("2026-03-03")
        return
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    first = decision.reasons[0]
    assert (first.code, first.article) == ("bound_exceeded", "")
    assert "租赁合同" in first.text


def test_the_bound_stands_also_where_the_clock_starts_later() -> None:
    decision = decided(natural(10, clock_starts=ClockStart.MADE_GOOD))
    assert decision.make_good_by == day("2026-03-12")
    assert (decision.promised_due, decision.statutory_due) == (None, None)


def test_a_bound_that_rests_on_an_unpublished_calendar_says_so() -> None:
    late = replace(
        application(checked(FORM), at="2026-12-28T10:00:00+08:00"), undertaking_signed=True
    )
    decision = decide(late, natural(10), CALENDAR)
    assert "make_good_by" in decision.provisional


# ------------------------------------------------------ 容缺收件: papers lie at the window

LYING = replace(application(checked(LEASE)), deposit=True)
"""The form is missing, which can never wait: no 容缺受理."""


def test_papers_may_lie_at_the_window_as_long_as_the_item_says() -> None:
    decision = decide(LYING, item(), CALENDAR)
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert decision.make_good_by == day("2026-03-16")  # the policy's ten workdays
    assert (decision.accepted_on, decision.promised_due) == (None, None)
    assert [s.make_good_by for s in decision.shortfalls] == [None]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-03-07T10:00:00+08:00", "2026-03-20"),  # Saturday: the ten begin with Monday
        ("2026-03-23T10:00:00+08:00", "2026-04-07"),  # the tenth after Qingming (4 to 6 April)
    ],
)
def test_the_last_day_in_the_window_is_a_workday(received: str, last: str) -> None:
    lying = replace(application(checked(LEASE), at=received), deposit=True)
    assert decide(lying, item(), CALENDAR).make_good_by == day(last)


def test_without_asking_for_it_nothing_lies_there() -> None:
    decision = decide(replace(LYING, deposit=False), item(), CALENDAR)
    assert decision.make_good_by is None


@pytest.mark.parametrize(
    "policy",
    [
        DeferralPolicy(enabled=False, bound_workdays=10),
        DeferralPolicy(enabled=True),
        DeferralPolicy(enabled=True, bound_workdays=0),
    ],
)
def test_where_the_item_sets_no_bound_nothing_may_lie_there(policy: DeferralPolicy) -> None:
    with pytest.raises(Refused) as refusal:
        decide(LYING, item(deferral=policy), CALENDAR)
    assert refusal.value.code == "deposit_not_allowed"


def test_what_needs_no_waiting_asks_for_no_bound() -> None:
    whole = replace(application(checked(FORM), checked(LEASE)), deposit=True)
    service = item(deferral=DeferralPolicy())
    assert decide(whole, service, CALENDAR).outcome is Outcome.ACCEPTED


def test_a_bound_on_an_unpublished_calendar_is_named() -> None:
    late = replace(application(checked(LEASE), at="2026-12-25T10:00:00+08:00"), deposit=True)
    assert "make_good_by" in decide(late, item(), CALENDAR).provisional
