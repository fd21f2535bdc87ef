"""What silence means, one day before a limit, on it and after it. Days counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.intake.model import CaseState, IssuedDocument, LegalTerms, Stage
from clerk_app.intake.rules.silence import (
    Deemed,
    Lapse,
    as_of,
    blocked_until,
    deem_on,
    deemed,
    grace_end,
    lapse,
    waiting_on,
)
from clerk_app.journal.canonical import Body
from clerk_app.kernel.working_days import Due
from tests.intake.stories import (
    CALENDAR,
    LICENCE,
    TWENTY,
    case,
    day,
    examples,
    held,
    history,
    notice,
)

ISSUED: Body = {"number": "n-1", "kind": "one_time_notice"}
OPENED: Body = {
    "item": "T-1",
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "terms": {"promised": {"value": 10, "unit": "工作日"}, "licensing": 1},
}
RETURNED: Body = {
    "outcome": "returned_for_correction",
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "shortfalls": [{"name": "申请表", "fault": "未提交"}],
}


def is_deemed(state: CaseState, today: str) -> bool:
    return as_of(state, day(today), CALENDAR).deemed


def told(printed_on: str = "") -> CaseState:
    """Returned on Monday 2 March, its notice made on paper on a day or not at all."""
    return case("returned_for_correction", documents=(notice(printed_on),))


# ---------------------------------------------------------------- the five days


@pytest.mark.parametrize("stage", ["received", "returned_for_correction"])
def test_without_a_notice_the_case_is_accepted_on_the_sixth_day(stage: str) -> None:
    state = case(stage)
    assert deem_on(state) == "2026-03-09"
    assert not is_deemed(state, "2026-03-06")
    assert not is_deemed(state, "2026-03-09")
    assert is_deemed(state, "2026-03-10")


def test_a_notice_printed_on_the_fifth_day_is_in_time() -> None:
    state = told("2026-03-09")
    assert deem_on(state) == ""
    assert not is_deemed(state, "2026-06-01")


def test_a_notice_printed_on_the_sixth_day_is_none() -> None:
    state = told("2026-03-10")
    assert deem_on(state) == "2026-03-09"
    assert is_deemed(state, "2026-03-10")


def test_an_outcome_that_was_recorded_and_never_printed_is_no_notice() -> None:
    opened = history(
        ("case.received", OPENED), ("case.decided", RETURNED), ("document.issued", ISSUED)
    )
    assert opened.state == "returned_for_correction"
    assert not is_deemed(opened, "2026-03-09")
    assert is_deemed(opened, "2026-03-10")
    printed = history(("document.printed", {"number": "n-1", "on": "2026-03-09"}), first=opened)
    assert not is_deemed(printed, "2026-03-10")


def test_the_first_print_of_any_notice_counts_and_no_other_paper() -> None:
    both = case("returned_for_correction", documents=(notice("2026-03-12"), notice("2026-03-04")))
    assert both.notice_given_on == "2026-03-04"
    assert deem_on(both) == ""
    receipt = IssuedDocument("n-2", "receipt", 1, "2026-03-02")
    assert case("received", documents=(receipt,)).notice_given_on == ""
    assert deem_on(case("received", documents=(receipt,))) == "2026-03-09"


def test_silence_means_nothing_where_the_terms_say_so() -> None:
    state = case("received", terms=replace(LICENCE, deems=False))
    assert deem_on(state) == ""
    assert not is_deemed(state, "2026-06-01")


@pytest.mark.parametrize("stage", sorted(set(Stage) - {"received", "returned_for_correction"}))
def test_what_was_answered_or_ended_is_not_accepted_by_silence(stage: Stage) -> None:
    assert deem_on(case(stage)) == ""


def test_what_silence_accepted_once_is_not_accepted_again() -> None:
    assert deem_on(case("received", deemed=True)) == ""


def test_a_reopened_case_has_five_new_days() -> None:
    laid_down = history(
        ("case.received", OPENED),
        ("case.decided", RETURNED),
        ("document.issued", ISSUED),
        ("document.printed", {"number": "n-1", "on": "2026-03-03"}),
        ("case.withdrawn", {"on": "2026-03-05"}),
    )
    assert not is_deemed(laid_down, "2026-06-01")
    again = history(
        ("case.reopened", {"on": "2026-04-02", "notice_due": "2026-04-10"}), first=laid_down
    )
    assert not is_deemed(again, "2026-04-10")
    silent = as_of(again, day("2026-04-11"), CALENDAR)
    assert (silent.deemed, silent.accepted_on) == (True, "2026-04-02")


# ---------------------------------------------------------------- what it is then


def test_a_case_is_accepted_as_of_receipt_with_the_dates_that_follow() -> None:
    found = deemed(case("received"), day("2026-03-10"), CALENDAR)
    assert isinstance(found, Deemed)
    assert (found.accepted_on, found.since) == (day("2026-03-02"), day("2026-03-09"))
    assert found.clock.promised is not None
    assert found.clock.promised.day == day("2026-03-16")


def test_what_came_after_hours_and_was_accepted_by_silence_is_due_the_next_workday() -> None:
    """The clock of the case says so whenever it is read; the day of the acceptance must agree."""
    state = case(
        "received", terms=replace(LICENCE, promised=(0, "当日")),
        received_at="2026-03-02T18:05:00.000+08:00",
    )  # fmt: skip
    found = deemed(state, day("2026-03-10"), CALENDAR)
    assert found is not None
    assert found.clock.promised is not None
    assert found.clock.promised.day == day("2026-03-03")


def test_the_case_is_seen_as_accepted_and_nothing_else_is_changed() -> None:
    state = case(
        "returned_for_correction",
        outcome="returned_for_correction",
        reason_codes=("required_missing",),
        provisional=("notice_due",),
    )
    assert as_of(state, day("2026-03-09"), CALENDAR) is state
    assert as_of(state, day("2026-03-10"), CALENDAR) == replace(
        state,
        state="accepted",
        outcome="accepted",
        accepted_on="2026-03-02",
        promised_due="2026-03-16",
        statutory_due="2026-03-30",
        provisional=(),
        deemed=True,
        reason_codes=("required_missing", "deemed"),
    )


def test_what_the_event_of_it_makes_of_a_case_is_what_was_seen() -> None:
    opened = history(("case.received", OPENED))
    seen = as_of(opened, day("2026-03-10"), CALENDAR)
    recorded = history(
        ("case.deemed", {"accepted_on": "2026-03-02", "promised_due": "2026-03-16"}),
        first=opened,
    )
    same = ("state", "outcome", "accepted_on", "promised_due", "statutory_due", "deemed",
            "reason_codes", "provisional")  # fmt: skip
    assert [getattr(recorded, n) for n in same] == [getattr(seen, n) for n in same]


def test_dates_that_rest_on_an_unpublished_calendar_are_named() -> None:
    late = {"received_on": "2026-12-21", "notice_due": "2026-12-28"}
    terms = LegalTerms(promised=(5, "工作日"), statutory=TWENTY, licensing=True)
    state = as_of(case("received", terms=terms, **late), day("2026-12-29"), CALENDAR)
    assert (state.promised_due, state.provisional) == ("2026-12-28", ("statutory_due",))
    longer = replace(terms, promised=(15, "工作日"))
    both = as_of(case("received", terms=longer, **late), day("2026-12-29"), CALENDAR)
    assert both.provisional == ("promised_due", "statutory_due")
    none = as_of(case("received", terms=LegalTerms(), **late), day("2026-12-29"), CALENDAR)
    assert (none.promised_due, none.statutory_due, none.provisional) == ("", "", ())


@pytest.mark.parametrize("broken", [{"received_on": "?"}, {"notice_due": "?"}])
def test_a_day_nobody_can_read_accepts_nothing(broken: dict[str, str]) -> None:
    state = case("received", **broken)
    assert deemed(state, day("2027-01-01"), CALENDAR) is None


# ---------------------------------------------------------------- promised papers


def waits(on_expiry: str, grace: int = 15, by: str = "2026-03-16") -> CaseState:
    terms = replace(LICENCE, on_expiry=on_expiry, grace_workdays=grace, block_months=6)
    return case("conditionally_accepted", terms=terms, make_good_by=by, papers=(held("租赁合同"),))


@pytest.mark.parametrize(
    ("policy", "today", "found"),
    [
        ("退件", "2026-03-15", Lapse.NONE),
        ("退件", "2026-03-16", Lapse.NONE),
        ("退件", "2026-03-17", Lapse.RETURN),
        ("终止", "2026-03-16", Lapse.NONE),
        ("终止", "2026-03-17", Lapse.TERMINATE),
        ("暂停", "2026-03-16", Lapse.NONE),
        ("暂停", "2026-03-17", Lapse.GRACE),  # 台州: fifteen workdays more, over Qingming
        ("暂停", "2026-04-07", Lapse.GRACE),
        ("暂停", "2026-04-08", Lapse.GRACE_OVER),
        ("", "2026-03-16", Lapse.NONE),
        ("", "2026-03-17", Lapse.RETURN),
    ],
)
def test_what_becomes_of_a_promise_the_last_day_being_in_time(
    policy: str, today: str, found: Lapse
) -> None:
    assert lapse(waits(policy), day(today), CALENDAR) is found


def test_the_causes_that_events_record() -> None:
    assert [str(each) for each in Lapse] == ["", "return", "grace", "grace_over", "terminate"]


@pytest.mark.parametrize(
    ("on_expiry", "found"),
    [("退件", Lapse.RETURN), ("终止", Lapse.TERMINATE), ("暂停", Lapse.GRACE)],
)
def test_the_day_after_the_last_is_late_be_it_a_day_of_rest(on_expiry: str, found: Lapse) -> None:
    """The last day is a Friday; 3 April is the Friday before Qingming (4 to 6 April)."""
    for last, next_day in (("2026-03-13", "2026-03-14"), ("2026-04-03", "2026-04-04")):
        assert lapse(waits(on_expiry, by=last), day(last), CALENDAR) is Lapse.NONE
        assert lapse(waits(on_expiry, by=last), day(next_day), CALENDAR) is found


def test_only_a_policy_that_suspends_knows_a_grace() -> None:
    assert grace_end(waits("暂停"), CALENDAR) == Due(day("2026-04-07"), provisional=False)
    assert grace_end(waits("暂停", grace=0), CALENDAR) == Due(day("2026-03-16"), False)
    assert lapse(waits("暂停", grace=0), day("2026-03-17"), CALENDAR) is Lapse.GRACE_OVER
    assert grace_end(waits("退件"), CALENDAR) is None
    assert grace_end(waits("暂停", by=""), CALENDAR) is None


@pytest.mark.parametrize(
    "stage", sorted(set(Stage) - {"conditionally_accepted", "returned_for_correction"})
)
def test_nobody_waits_for_papers_of_another_stage(stage: Stage) -> None:
    state = replace(waits("暂停"), state=str(stage))
    assert waiting_on(state) == ""
    assert lapse(state, day("2027-01-04"), CALENDAR) is Lapse.NONE
    assert grace_end(state, CALENDAR) is None


def test_papers_that_lie_at_the_window_wait_till_the_day_agreed_on() -> None:
    lying = replace(waits("退件"), state="returned_for_correction")
    assert waiting_on(lying) == "2026-03-16"
    assert lapse(lying, day("2026-03-16"), CALENDAR) is Lapse.NONE
    assert lapse(lying, day("2026-03-17"), CALENDAR) is Lapse.RETURN
    assert lapse(replace(lying, make_good_by=""), day("2026-03-17"), CALENDAR) is Lapse.NONE


def test_when_all_promised_papers_came_nothing_lapses() -> None:
    assert waiting_on(waits("退件")) == "2026-03-16"
    assert lapse(waits("退件", by=""), day("2027-01-04"), CALENDAR) is Lapse.NONE


@pytest.mark.parametrize(
    ("today", "months", "until"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", 11, "2026-12-15"),
        ("2026-03-17", 12, "2027-03-17"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-17", 120_000, "9999-12-31"),  # nobody bars that long, and nothing breaks
    ],
)
def test_a_broken_promise_bars_whole_months(today: str, months: int, until: str) -> None:
    state = case(terms=LegalTerms(block_months=months))
    assert blocked_until(state, day(today)) == day(until)


@pytest.mark.parametrize("months", [0, -1])
def test_no_months_bar_nothing(months: int) -> None:
    assert blocked_until(case(terms=LegalTerms(block_months=months)), day("2026-03-17")) is None


# ---------------------------------------------------------------- properties

days = st.dates(date(2026, 1, 5), date(2026, 6, 30))


@examples(60)
@given(
    st.sampled_from(["received", "returned_for_correction"]),
    days,
    st.one_of(st.none(), st.integers(0, 12)),
    st.booleans(),
    days,
    st.integers(0, 60),
)
def test_what_silence_accepted_stays_accepted_on_every_later_day(
    stage: str, received: date, printed: int | None, deems: bool, today: date, later: int
) -> None:
    due = CALENDAR.add_workdays(received, 5).day
    given_on = "" if printed is None else (received + timedelta(days=printed)).isoformat()
    state = case(
        stage,
        received_on=received.isoformat(),
        notice_due=due.isoformat(),
        documents=(notice(given_on),),
        terms=replace(LICENCE, deems=deems),
    )
    before = deemed(state, today, CALENDAR)
    after = deemed(state, today + timedelta(days=later), CALENDAR)
    assert before is None or before == after
    in_time = bool(given_on) and given_on <= due.isoformat()
    assert (before is not None) == (deems and not in_time and today > due)
    seen = as_of(state, today, CALENDAR)
    assert as_of(seen, today, CALENDAR) == seen
