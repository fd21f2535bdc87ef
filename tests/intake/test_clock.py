"""The legal clock. Expected days were counted by hand in the published calendar of 2026."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import (
    ClockStart,
    DeferralPolicy,
    ItemType,
    LimitUnit,
    OnExpiry,
    TimeLimit,
)
from clerk_app.intake.model import Action, LegalTerms, Suspension
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.clock import (
    Reading,
    Reckoned,
    hearing_due,
    is_after_hours,
    iso,
    most_extension,
    off_duty_of,
    read_clock,
    review_due,
    terms_of,
)
from clerk_app.kernel.working_days import Due
from tests.intake.stories import (
    CALENDAR,
    LICENCE,
    NATURAL,
    TEN,
    TWENTY,
    act,
    case,
    day,
    examples,
    pause,
)
from tests.kernel.vectors import law, rows
from tests.support.items import item, workdays

MONDAY = day("2026-03-02")
WORKED = sorted(r["date"] for r in rows("workdays_2024_2026.csv") if r["is_workday"] == "1")


def promised(
    terms: LegalTerms, start: str, *pauses: Suspension, extended: int = 0, **how: bool
) -> str:
    reading = read_clock(terms, day(start), CALENDAR, suspensions=pauses, extended=extended, **how)
    assert reading.promised is not None
    return reading.promised.day.isoformat()


def limit(value: int, unit: str = "工作日", *, licensing: bool = False) -> LegalTerms:
    return LegalTerms(promised=(value, unit), licensing=licensing)


# ---------------------------------------------------------------- without and with pauses


def test_both_limits_run_from_the_day_after_acceptance() -> None:
    reading = read_clock(LICENCE, MONDAY, CALENDAR)
    assert reading.promised is not None
    assert reading.statutory is not None
    assert (reading.promised.day, reading.statutory.day) == (day("2026-03-16"), day("2026-03-30"))
    assert reading.due == reading.promised


def test_without_a_promise_the_law_says_when_and_without_either_nobody() -> None:
    lawful = read_clock(replace(LICENCE, promised=None), MONDAY, CALENDAR)
    assert lawful.promised is None
    assert lawful.due is lawful.statutory is not None
    assert read_clock(LegalTerms(), MONDAY, CALENDAR) == Reading(None, None)
    assert Reading().due is None


def test_a_case_not_accepted_has_no_clock() -> None:
    assert read_clock(LICENCE, None, CALENDAR, extended=5) == Reading()


def test_the_published_vector_of_a_suspension_passes_through_resume() -> None:
    vector = law()["suspend_vector"]
    since, until = vector["special_procedure"]
    terms = replace(LICENCE, promised=(vector["promise_workdays"], "工作日"))
    assert promised(terms, vector["accepted"]) == vector["base_deadline"]
    state = case(
        accepted_on=vector["accepted"],
        received_on=vector["accepted"],
        terms=terms,
        suspensions=(pause(since),),
    )
    assert judge(state, act(Action.RESUME, until), CALENDAR) == {
        "on": until,
        "workdays": vector["suspended_workdays"],
        "promised_due": vector["new_deadline"],
        "statutory_due": "2026-10-22",  # 20 workdays end on 16 October, four more
        "provisional": [],
    }


def test_two_suspensions_add_up_in_any_order() -> None:
    first, second = pause("2026-03-04", "2026-03-05"), pause("2026-03-10", "2026-03-10")
    assert promised(LICENCE, "2026-03-02", first) == "2026-03-18"
    assert promised(LICENCE, "2026-03-02", second) == "2026-03-17"
    assert promised(LICENCE, "2026-03-02", first, second) == "2026-03-19"
    assert promised(LICENCE, "2026-03-02", second, first) == "2026-03-19"


def test_a_suspension_over_the_national_holiday_counts_its_workdays_only() -> None:
    assert promised(LICENCE, "2026-09-21") == "2026-10-12"
    # 30 September and 8 October are worked, what lies between is not
    assert promised(LICENCE, "2026-09-21", pause("2026-09-30", "2026-10-08")) == "2026-10-14"
    assert promised(LICENCE, "2026-09-21", pause("2026-10-01", "2026-10-07")) == "2026-10-12"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-03-04", ""),  # it still runs: no day is due yet
        ("", "2026-03-05"),
        ("2026-03-05", "2026-03-04"),
        ("nonsense", "2026-03-05"),
        ("2026-03-04", "20260305"),
    ],
)
def test_a_suspension_that_has_no_days_adds_none(since: str, until: str) -> None:
    assert promised(LICENCE, "2026-03-02", pause(since, until)) == "2026-03-16"


def test_a_reversed_suspension_takes_no_natural_days_away() -> None:
    assert promised(NATURAL, "2026-03-02", pause("2026-03-09", "2026-03-04")) == "2026-03-12"


def test_both_end_days_of_a_suspension_count() -> None:
    assert promised(LICENCE, "2026-03-02", pause("2026-03-04", "2026-03-04")) == "2026-03-17"
    assert promised(LICENCE, "2026-03-02", pause("2026-03-06", "2026-03-09")) == "2026-03-18"


# ---------------------------------------------------------------- natural days


@pytest.mark.parametrize(
    ("start", "pauses", "due"),
    [
        ("2026-03-02", (), "2026-03-12"),
        ("2026-03-02", (pause("2026-03-04", "2026-03-06"),), "2026-03-16"),  # the 15th: Sunday
        ("2026-03-02", (pause("2026-03-03", "2026-03-03"),), "2026-03-13"),
        ("2026-03-02", (pause("2026-03-07", "2026-03-08"),), "2026-03-16"),  # 14th: Saturday
        ("2026-09-21", (), "2026-10-08"),  # 1 October: a holiday week
        ("2026-09-21", (pause("2026-09-23", "2026-09-24"),), "2026-10-08"),
        ("2026-02-04", (), "2026-02-14"),  # a Saturday that is worked
    ],
)
def test_natural_days_stand_still_for_natural_days_and_end_on_a_workday(
    start: str, pauses: tuple[Suspension, ...], due: str
) -> None:
    assert promised(NATURAL, start, *pauses) == due


def test_natural_days_are_workdays_for_a_licence() -> None:
    assert promised(replace(NATURAL, licensing=True), "2026-03-02") == "2026-03-16"


def test_a_span_within_another_counts_once() -> None:
    week = pause("2026-03-04", "2026-03-10")  # 4, 5, 6, 9, 10 March
    within = pause("2026-03-05", "2026-03-06", "检测")
    assert promised(LICENCE, "2026-03-02", week, within) == "2026-03-23"
    assert promised(LICENCE, "2026-03-02", pause("2026-02-24", "2026-02-27")) == "2026-03-16"


def test_an_extension_adds_workdays_to_natural_days_too() -> None:
    assert promised(NATURAL, "2026-03-02", extended=5) == "2026-03-19"


# ---------------------------------------------------------------- same day


@pytest.mark.parametrize("unit", ["即时", "当日"])
@pytest.mark.parametrize(
    ("start", "after_hours", "due"),
    [
        ("2026-03-02", False, "2026-03-02"),
        ("2026-03-02", True, "2026-03-03"),
        ("2026-03-06", True, "2026-03-09"),  # Friday evening
        ("2026-03-07", False, "2026-03-09"),  # Saturday
        ("2026-03-07", True, "2026-03-09"),
        ("2026-04-03", True, "2026-04-07"),  # before the Qingming days
        ("2026-02-13", True, "2026-02-14"),  # the Saturday is worked
    ],
)
def test_a_same_day_limit_ends_on_the_next_workday_when_met_late(
    unit: str, start: str, after_hours: bool, due: str
) -> None:
    assert promised(limit(0, unit), start, after_hours=after_hours) == due
    assert promised(limit(3, unit), start, after_hours=after_hours) == due


def test_no_days_are_the_same_day_in_every_unit() -> None:
    for unit in ("工作日", "日"):
        assert promised(limit(0, unit), "2026-03-07") == "2026-03-09"


def test_a_same_day_limit_is_suspended_by_workdays() -> None:
    stopped = pause("2026-03-03", "2026-03-04")
    assert promised(limit(0, "当日"), "2026-03-02", stopped) == "2026-03-04"


def test_after_hours_moves_nothing_but_same_day_limits() -> None:
    assert promised(LICENCE, "2026-03-02", after_hours=True) == "2026-03-16"
    assert promised(NATURAL, "2026-03-02", after_hours=True) == "2026-03-12"


def test_where_a_hall_counts_the_day_itself_all_ends_a_day_earlier() -> None:
    assert promised(LICENCE, "2026-03-02", start_counts=True) == "2026-03-13"
    assert promised(NATURAL, "2026-03-02", start_counts=True) == "2026-03-11"
    assert promised(limit(0, "当日"), "2026-03-02", start_counts=True) == "2026-03-02"
    stopped = pause("2026-03-03", "2026-03-04")
    assert promised(NATURAL, "2026-03-02", stopped, start_counts=True) == "2026-03-13"


@pytest.mark.parametrize(
    ("at", "late"),
    [
        ("2026-03-02T17:29:59+08:00", False),
        ("2026-03-02T17:30:00+08:00", False),
        ("2026-03-02T17:31:00+08:00", True),
        ("2026-03-02T09:30:00+00:00", False),
        ("2026-03-02T09:31:00+00:00", True),
        ("2026-03-02T08:00:00+08:00", False),
    ],
)
def test_the_hall_closes_at_half_past_five_in_china(at: str, late: bool) -> None:
    assert is_after_hours(datetime.fromisoformat(at)) is late


def test_a_hall_may_close_at_another_time() -> None:
    at = datetime.fromisoformat("2026-03-02T17:10:00+08:00")
    assert is_after_hours(at, at.replace(hour=17, minute=0).time())
    assert not is_after_hours(at, at.replace(hour=18, minute=0).time())


# ---------------------------------------------------------------- extension and other limits


def test_the_one_extension_adds_its_workdays_to_both_limits() -> None:
    reading = read_clock(LICENCE, MONDAY, CALENDAR, extended=10)
    assert reading.promised is not None
    assert reading.statutory is not None
    # over Qingming, 4 to 6 April
    assert (reading.promised.day, reading.statutory.day) == (day("2026-03-30"), day("2026-04-14"))


def test_joint_handling_has_45_days_and_15_more() -> None:
    terms = terms_of(item(), joint=True)
    assert (terms.statutory, terms.joint) == ((45, "工作日"), True)
    reading = read_clock(terms, MONDAY, CALENDAR)
    assert reading.statutory is not None
    assert reading.statutory.day == day("2026-05-08")
    extended = read_clock(terms, MONDAY, CALENDAR, extended=most_extension(terms))
    assert extended.statutory is not None
    assert extended.statutory.day == day("2026-05-28")


def test_most_of_an_extension_is_ten_days_and_fifteen_for_joint_handling() -> None:
    assert most_extension(LICENCE) == 10
    assert most_extension(replace(LICENCE, joint=True)) == 15


def test_a_lower_body_reports_up_within_twenty_days() -> None:
    found = review_due(MONDAY, CALENDAR)
    assert (found.day, found.provisional) == (day("2026-03-30"), False)
    # three workdays of a special procedure do not count
    longer = review_due(MONDAY, CALENDAR, [pause("2026-03-04", "2026-03-06")])
    assert longer.day == day("2026-04-02")


def test_a_hearing_is_asked_for_in_five_days_and_held_in_twenty() -> None:
    assert hearing_due(MONDAY, None, CALENDAR) == (Due(day("2026-03-09"), False), None)
    asked, kept = hearing_due(MONDAY, day("2026-03-05"), CALENDAR)
    assert asked.day == day("2026-03-09")
    assert kept == Due(day("2026-04-02"), False)


# ---------------------------------------------------------------- 暂定


def test_a_date_pushed_into_an_unpublished_year_says_so() -> None:
    five = limit(5, licensing=True)
    before = read_clock(five, day("2026-12-21"), CALENDAR)
    assert before.promised is not None
    assert (before.promised.day, before.promised.provisional) == (day("2026-12-28"), False)
    three = read_clock(
        five, day("2026-12-21"), CALENDAR, suspensions=[pause("2026-12-23", "2026-12-25")]
    )
    assert three.promised is not None
    assert (three.promised.day, three.promised.provisional) == (day("2026-12-31"), False)
    four = read_clock(
        five, day("2026-12-21"), CALENDAR, suspensions=[pause("2026-12-22", "2026-12-25")]
    )
    assert four.promised is not None
    assert four.promised.provisional
    assert "暂定" in four.promised.why[-1]
    assert "暂定" not in "".join(three.promised.why)


def test_what_was_provisional_stays_so() -> None:
    early = read_clock(limit(5), day("2023-12-28"), CALENDAR, extended=1)
    assert early.promised is not None
    assert early.promised.provisional  # 29 December 2023 rests on no calendar


# ---------------------------------------------------------------- why that day


def why(terms: LegalTerms, *pauses: Suspension, extended: int = 0, **how: bool) -> tuple[str, ...]:
    reading = read_clock(terms, MONDAY, CALENDAR, suspensions=pauses, extended=extended, **how)
    assert reading.promised is not None
    return reading.promised.why


def test_a_plain_date_is_explained_in_one_sentence() -> None:
    assert why(LICENCE) == (
        "承诺时限 10 个工作日，从 2026-03-02 起算（当日不计入），到 2026-03-16",
    )
    assert why(NATURAL) == (
        "承诺时限 10 日（自然日），从 2026-03-02 起算（当日不计入），到 2026-03-12",
    )
    assert why(LICENCE, start_counts=True) == (
        "承诺时限 10 个工作日，从 2026-03-02 起算（当日计入），到 2026-03-13",
    )
    assert why(limit(0, "当日")) == ("承诺时限当日，从 2026-03-02 起算",)
    assert why(limit(0, "当日"), after_hours=True) == (
        "承诺时限当日，从 2026-03-02 起算，遇下班后或休息日，顺延到 2026-03-03",
    )
    reading = read_clock(LegalTerms(statutory=TWENTY), MONDAY, CALENDAR)
    assert reading.statutory is not None
    assert reading.statutory.why[0].startswith("法定时限 20 个工作日")


def test_each_step_that_moved_the_date_is_a_sentence() -> None:
    assert why(LICENCE, pause("2026-03-04", "2026-03-05"), extended=10)[1:] == (
        "听证 2026-03-04 至 2026-03-05，2 个工作日不计入",
        "经批准延期 10 个工作日",
        "所以到 2026-04-01 为止",
    )
    assert why(NATURAL, pause("2026-03-04", "2026-03-06", "检测"))[1:] == (
        "检测 2026-03-04 至 2026-03-06，3 日不计入",
        "所以到 2026-03-16 为止",
    )
    assert why(LICENCE, extended=1)[1:] == ("经批准延期 1 个工作日", "所以到 2026-03-17 为止")
    assert why(LICENCE, pause("2026-03-07", "2026-03-08"))[1:] == (
        "听证 2026-03-07 至 2026-03-08，0 个工作日不计入",
    )


# ---------------------------------------------------------------- terms


def test_the_terms_of_an_item_are_its_limits_and_its_policy() -> None:
    policy = DeferralPolicy(
        enabled=True,
        on_expiry=OnExpiry.SUSPEND,
        grace_workdays=15,
        block_months=6,
        clock_starts=ClockStart.MADE_GOOD,
    )
    assert terms_of(item(promised=workdays(10), deferral=policy)) == LegalTerms(
        promised=TEN,
        statutory=TWENTY,
        licensing=True,
        clock_starts="made_good",
        on_expiry="暂停",
        grace_workdays=15,
        block_months=6,
    )
    off = terms_of(item(deferral=replace(policy, enabled=False)))
    assert (off.on_expiry, off.grace_workdays, off.block_months) == ("", 0, 0)
    assert (off.promised, off.deems) == (None, True)


@pytest.mark.parametrize(
    ("kind", "legal", "statutory"),
    [
        (ItemType.LICENSING, None, (45, "工作日")),
        (ItemType.LICENSING, TimeLimit(30, LimitUnit.WORKDAY), (30, "工作日")),
        (ItemType.PAYMENT, None, None),
        (ItemType.PAYMENT, TimeLimit(30, LimitUnit.DAY), (30, "日")),
    ],
)
def test_the_45_days_are_the_licensing_laws_and_yield_to_a_published_limit(
    kind: ItemType, legal: TimeLimit | None, statutory: tuple[int, str] | None
) -> None:
    terms = terms_of(item(type=kind, legal=legal), joint=True)
    assert (terms.statutory, terms.licensing) == (statutory, kind is ItemType.LICENSING)


def test_a_date_nobody_can_read_is_none() -> None:
    assert iso("2026-03-02") == MONDAY
    assert [iso(text) for text in ("", "20260302", "2026-02-30", "x")] == [None] * 4


# ---------------------------------------------------------------- properties

starts = st.dates(date(2024, 2, 1), date(2026, 1, 1))
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 25)), max_size=4)
terms = st.builds(
    LegalTerms,
    promised=st.tuples(st.integers(0, 45), st.sampled_from(["工作日", "日", "当日", "即时"])),
    licensing=st.booleans(),
)


def _pauses(start: date, drawn: list[tuple[int, int]]) -> tuple[Suspension, ...]:
    """Pauses one after the other, none on a day of the one before."""
    found, last = [], start
    for gap, length in drawn:
        since = last + timedelta(days=gap + 1)
        last = since + timedelta(days=length)
        found.append(pause(since.isoformat(), last.isoformat()))
    return tuple(found)


def _promised(
    terms: LegalTerms, start: date, pauses: Iterable[Suspension], extended: int = 0
) -> Reckoned:
    reading = read_clock(terms, start, CALENDAR, suspensions=pauses, extended=extended)
    assert reading.promised is not None
    return reading.promised


@examples(60)
@given(terms, starts, spans, st.integers(0, 15))
def test_no_suspension_and_no_extension_ends_a_clock_earlier(
    terms: LegalTerms, start: date, drawn: list[tuple[int, int]], extended: int
) -> None:
    pauses = _pauses(start, drawn)
    days = [_promised(terms, start, pauses[:n]).day for n in range(len(pauses) + 1)]
    assert days == sorted(days)
    assert _promised(terms, start, pauses, extended).day >= days[-1]
    assert CALENDAR.is_workday(days[-1])


@examples(60)
@given(terms, starts, spans, st.randoms(use_true_random=False))
def test_the_order_of_suspensions_moves_no_date(
    terms: LegalTerms, start: date, drawn: list[tuple[int, int]], random: object
) -> None:
    pauses = list(_pauses(start, drawn))
    told = _promised(terms, start, pauses)
    random.shuffle(pauses)  # type: ignore[attr-defined]  # a Random of Hypothesis
    again = _promised(terms, start, pauses)
    assert (again.day, again.provisional) == (told.day, told.provisional)


@examples(60)
@given(starts, spans, st.integers(1, 30), st.integers(0, 15))
def test_a_licence_is_due_on_the_workday_a_table_says(
    start: date, drawn: list[tuple[int, int]], value: int, extended: int
) -> None:
    """An oracle without the program: the list of worked days from six other calendars."""
    pauses = _pauses(start, drawn)
    stopped = sum(sum(p.since <= worked <= p.until for worked in WORKED) for p in pauses)
    later = [worked for worked in WORKED if worked > start.isoformat()]
    wanted = value + stopped + extended
    if wanted > len(later):
        return
    found = _promised(limit(value, licensing=True), start, pauses, extended)
    assert found.day.isoformat() == later[wanted - 1]


@pytest.mark.parametrize(
    ("text", "hour"), [("", (17, 30)), ("18:00", (18, 0)), ("25:00", (17, 30)), ("晚", (17, 30))]
)
def test_the_hour_a_case_was_opened_under_stays_its_own(text: str, hour: tuple[int, int]) -> None:
    assert off_duty_of(replace(LICENCE, off_duty=text)) == time(*hour)
