"""暂停 with a grace: while promised papers are late, the clock of the case stands still.

Accepted on Monday 2 March 2026 with ten workdays promised (16 March) and twenty by law (30 March);
the lease is promised by Thursday 12 March, with fifteen workdays of grace (2 April).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import Action, CaseState
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.fold import dump_state, read_state
from clerk_app.intake.rules.running import clock_of, dates_after_papers, stops
from clerk_app.intake.rules.silence import Lapse, as_of, lapse
from clerk_app.intake.rules.supervision import Finding, Lamp, next_due, red_list, watched
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from tests.intake.stories import CALENDAR, LICENCE, act, after, case, day, held, notice, pause

POLICY = replace(LICENCE, on_expiry="暂停", grace_workdays=15)
LEASE: Body = {"papers": [{"name": "租赁合同", "state": "in_order", "copies": 1}]}


def owing(**fields: object) -> CaseState:
    """The case that waits for its lease."""
    plain = case(
        "conditionally_accepted",
        outcome="conditionally_accepted",
        conditional=True,
        make_good_by="2026-03-12",
        promised_due="2026-03-16",
        statutory_due="2026-03-30",
        terms=POLICY,
        papers=(held("申请表", "in_order"), held("租赁合同", make_good_by="2026-03-12")),
        documents=(notice("2026-03-02", kind="conditional_acceptance"),),
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # named


def came(on: str, state: CaseState | None = None) -> CaseState:
    """The case after the lease came on a day."""
    return after(state or owing(), "case.supplied", {"on": on, **LEASE})


def dates(state: CaseState, on: str) -> tuple[str, str]:
    """Promised and statutory date, as the clock counts them on a day."""
    reading = clock_of(state, CALENDAR, on=day(on))
    assert reading.promised is not None
    assert reading.statutory is not None
    return reading.promised.day.isoformat(), reading.statutory.day.isoformat()


@pytest.mark.parametrize(
    ("on", "promised", "statutory"),
    [
        ("2026-03-12", "2026-03-16", "2026-03-30"),  # in time: nothing stood still
        ("2026-03-13", "2026-03-17", "2026-03-31"),  # 13
        ("2026-03-14", "2026-03-17", "2026-03-31"),  # a Saturday is no workday more
        ("2026-03-17", "2026-03-19", "2026-04-02"),  # 13, 16, 17
        ("2026-04-02", "2026-04-07", "2026-04-21"),  # the whole grace, over Qingming (4-6 April)
    ],
)
def test_what_came_late_moves_both_dates_by_the_workdays_it_was_late(
    on: str, promised: str, statutory: str
) -> None:
    state = came(on)
    assert dates(state, on) == (promised, statutory)
    assert dates(state, "2026-04-20") == (promised, statutory)  # and it stays so
    body = dates_after_papers(owing(), state, day(on), CALENDAR)
    assert (body["promised_due"], body["statutory_due"]) == (promised, statutory)
    assert watched(state, day(on), CALENDAR).state.paused_since == ""


def test_why_the_dates_moved_is_said() -> None:
    reading = clock_of(came("2026-03-17"), CALENDAR, on=day("2026-03-17"))
    assert reading.promised is not None
    assert reading.promised.why == (
        "承诺时限 10 个工作日，从 2026-03-02 起算（当日不计入），到 2026-03-16",
        "容缺补齐期限已过，暂停 2026-03-13 至 2026-03-17，3 个工作日不计入",
        "所以到 2026-03-19 为止",
    )


@pytest.mark.parametrize("on", ["2026-03-13", "2026-03-14", "2026-03-18", "2026-04-02"])
def test_while_it_stands_nothing_is_due_and_the_lamp_is_grey(on: str) -> None:
    look = watched(owing(), day(on), CALENDAR)
    assert (look.lamp, look.due, look.workdays_left, look.findings) == (Lamp.GREY, None, None, ())
    assert look.state.paused_since == "2026-03-13"
    assert look.state.stands_still
    assert red_list([owing()], day(on), CALENDAR) == ()
    assert lapse(look.state, day(on), CALENDAR) is Lapse.GRACE  # the promise is as late as before
    assert look.state.make_good_by == "2026-03-12"


@pytest.mark.parametrize(
    ("on", "late"), [("2026-03-13", 1), ("2026-03-14", 1), ("2026-03-17", 3), ("2026-04-02", 15)]
)
def test_how_late_the_promise_is_is_still_known(on: str, late: int) -> None:
    assert watched(owing(), day(on), CALENDAR).papers_late == late
    assert watched(owing(), day("2026-03-12"), CALENDAR).papers_late is None
    assert watched(owing(), day("2026-04-03"), CALENDAR).papers_late is None


def test_on_the_last_day_itself_nothing_stands_still() -> None:
    look = watched(owing(), day("2026-03-12"), CALENDAR)
    assert (look.lamp, look.due, look.state.stands_still) == (
        Lamp.YELLOW, day("2026-03-12"), False,
    )  # fmt: skip


def test_after_the_grace_the_clock_runs_on_without_its_days() -> None:
    look = watched(owing(), day("2026-04-03"), CALENDAR)
    assert look.findings == (Finding.PAPERS_OVERDUE,)  # this side is not late
    assert look.lamp is Lamp.RED
    assert (look.state.promised_due, look.state.statutory_due) == ("2026-04-07", "2026-04-21")
    assert not look.state.stands_still
    late = watched(owing(), day("2026-04-08"), CALENDAR)
    assert late.findings == (Finding.OVERDUE, Finding.PAPERS_OVERDUE)
    assert dates(owing(), "2026-04-03") == ("2026-04-07", "2026-04-21")


def test_a_date_moved_into_a_year_nobody_published_is_provisional() -> None:
    """Twenty workdays promised from 1 December 2026, the lease owed by the 3rd, a grace of ten
    workdays to the 17th: the ten workdays of the stop move the promise from 29 December
    to 12 January, whose year is counted by weekends alone."""
    terms = replace(POLICY, promised=(20, "工作日"), grace_workdays=10)
    waits = case(
        "conditionally_accepted",
        outcome="conditionally_accepted",
        conditional=True,
        received_on="2026-12-01",
        accepted_on="2026-12-01",
        promised_due="2026-12-29",
        make_good_by="2026-12-03",
        provisional=("check_on", "promised_due"),
        terms=terms,
        papers=(held("租赁合同", make_good_by="2026-12-03"),),
    )
    seen = as_of(waits, day("2026-12-25"), CALENDAR)
    assert seen.promised_due == "2027-01-12"
    assert seen.provisional == ("check_on", "promised_due")
    known = replace(waits, provisional=())
    assert as_of(known, day("2026-12-25"), CALENDAR).provisional == ("promised_due",)
    assert as_of(owing(provisional=("check_on",)), day("2026-04-03"), CALENDAR).provisional == (
        "check_on",
    )


def test_a_denial_within_the_grace_ends_the_stop() -> None:
    denied = replace(owing(), state="denied", decided_on="2026-03-18")  # 13, 16, 17, 18
    assert watched(denied, day("2026-03-19"), CALENDAR).state.promised_due == "2026-03-20"
    assert Finding.OVERDUE not in watched(denied, day("2026-03-19"), CALENDAR).findings
    in_time = replace(owing(), state="denied", decided_on="2026-03-12")
    assert watched(in_time, day("2026-03-19"), CALENDAR).state.promised_due == "2026-03-16"
    later = replace(owing(), state="denied", decided_on="2026-04-08")
    assert Finding.OVERDUE in watched(later, day("2026-04-08"), CALENDAR).findings


def test_what_was_told_is_not_invented_where_there_is_no_date() -> None:
    bare = owing(promised_due="", statutory_due="", terms=replace(POLICY, statutory=None))
    seen = as_of(bare, day("2026-04-03"), CALENDAR)
    assert (seen.promised_due, seen.statutory_due) == ("", "")


@pytest.mark.parametrize("policy", ["退件", "终止", ""])
def test_only_a_policy_that_suspends_stops_the_clock(policy: str) -> None:
    state = owing(terms=replace(POLICY, on_expiry=policy))
    assert not as_of(state, day("2026-03-13"), CALENDAR).stands_still
    assert dates(came("2026-03-17", state), "2026-03-17") == ("2026-03-16", "2026-03-30")


def test_without_a_grace_there_is_no_stop() -> None:
    state = owing(terms=replace(POLICY, grace_workdays=0))
    assert stops(state, CALENDAR, day("2026-03-13")) == ()
    assert stops(came("2026-03-13", state), CALENDAR, day("2026-03-13")) == ()


TWO = owing(
    papers=(
        held("租赁合同", make_good_by="2026-03-12"), held("章程", make_good_by="2026-03-16"),
        held("照片"),
    )
)  # fmt: skip


def test_two_late_papers_stop_it_once() -> None:
    one = came("2026-03-18", TWO)  # 租赁合同: 13, 16, 17, 18; 章程 is late from the 17th on
    body = dates_after_papers(TWO, one, day("2026-03-18"), CALENDAR)
    assert body == {}  # it still stands
    assert as_of(one, day("2026-03-18"), CALENDAR).paused_since == "2026-03-17"
    articles: Body = {"papers": [{"name": "章程", "state": "in_order", "copies": 1}]}
    both = after(one, "case.supplied", {"on": "2026-03-19", **articles})
    # 13, 16, 17, 18, 19: five workdays
    assert dates(both, "2026-03-19") == ("2026-03-23", "2026-04-07")


def test_the_first_of_two_came_late_and_the_other_is_not_due_yet() -> None:
    state = replace(TWO, provisional=("make_good_by", "statutory_due"))
    one = came("2026-03-13", state)
    body = dates_after_papers(state, one, day("2026-03-13"), CALENDAR)
    assert body == {
        "promised_due": "2026-03-17",
        "statutory_due": "2026-03-31",
        "provisional": ["make_good_by"],
    }
    in_time = came("2026-03-12", state)
    assert dates_after_papers(state, in_time, day("2026-03-12"), CALENDAR) == {}


def test_a_piece_that_comes_again_later_stops_nothing_more() -> None:
    again = came("2026-03-18", came("2026-03-13", TWO))
    assert dates(again, "2026-03-16") == ("2026-03-17", "2026-03-31")
    broken: Body = {
        "papers": [{"name": "租赁合同", "state": "defective", "copies": 1, "fault": "缺页"}]
    }
    late = after(owing(), "case.supplied", {"on": "2026-03-13", **broken})
    assert late.make_good_by == "2026-03-12"
    assert as_of(late, day("2026-03-17"), CALENDAR).paused_since == "2026-03-13"


def test_a_waiver_ends_the_stop_too() -> None:
    waived: Body = {"papers": [{"name": "租赁合同", "state": "waived_shared", "copies": 0}]}
    state = after(owing(), "case.supplied", {"on": "2026-03-17", **waived})
    assert dates(state, "2026-03-17") == ("2026-03-19", "2026-04-02")


def test_a_special_procedure_within_the_grace_is_counted_once() -> None:
    state = replace(came("2026-03-17"), suspensions=(pause("2026-03-16", "2026-03-18"),))
    assert dates(state, "2026-03-18") == ("2026-03-20", "2026-04-03")  # 13, 16, 17, 18


def test_a_clock_that_starts_when_all_is_there_is_not_stopped_before() -> None:
    terms = replace(POLICY, clock_starts="made_good")
    state = came("2026-03-17", owing(terms=terms, promised_due="", statutory_due=""))
    assert dates(state, "2026-03-17") == (
        "2026-03-31",
        "2026-04-15",
    )  # ten and twenty from the 17th
    waits = owing(terms=terms, promised_due="", statutory_due="")
    assert watched(waits, day("2026-03-17"), CALENDAR).lamp is Lamp.GREY
    assert dates_after_papers(waits, waits, day("2026-03-17"), CALENDAR) == {}


def test_natural_days_stand_still_for_natural_days() -> None:
    terms = replace(POLICY, licensing=False, promised=(15, "日"), statutory=(20, "日"))
    state = came("2026-03-16", owing(terms=terms))  # 13, 14, 15, 16: four days
    # 2 + 19 is 21 March, a Saturday; 2 + 24 is 26 March
    assert dates(state, "2026-03-16") == ("2026-03-23", "2026-03-26")


def test_papers_of_a_case_that_is_not_accepted_stop_no_clock() -> None:
    lying = case("returned_for_correction", make_good_by="2026-03-12", terms=POLICY,
                 papers=(held("租赁合同"),))  # fmt: skip
    assert stops(lying, CALENDAR, day("2026-03-13")) == ()
    assert not as_of(lying, day("2026-03-13"), CALENDAR).stands_still


def test_what_has_no_day_of_its_own_is_late_with_the_first() -> None:
    state = owing(papers=(held("租赁合同"),))
    assert as_of(state, day("2026-03-13"), CALENDAR).paused_since == "2026-03-13"
    assert not as_of(replace(state, make_good_by=""), day("2026-03-13"), CALENDAR).stands_still


def test_nothing_is_extended_while_the_clock_stands() -> None:
    with pytest.raises(Refused) as refusal:
        judge(owing(), act(Action.EXTEND, "2026-03-17", reason="案情复杂"), CALENDAR)
    assert refusal.value.code == "suspended"
    # the clock runs on after the grace, and both dates of an extension know it: 7 and 21 April
    body = judge(owing(), act(Action.EXTEND, "2026-04-03", reason="案情复杂"), CALENDAR)
    assert (body["promised_due"], body["statutory_due"]) == ("2026-04-21", "2026-05-08")


def test_a_procedure_that_ends_after_the_grace_tells_both() -> None:
    state = owing(suspensions=(pause("2026-04-03"),))
    body = judge(state, act(Action.RESUME, "2026-04-07"), CALENDAR)
    # fifteen of the grace, then 3 and 7 April: 17 workdays after 16 and 30 March
    assert (body["promised_due"], body["statutory_due"]) == ("2026-04-09", "2026-04-23")


def test_the_day_a_paper_was_made_good_is_kept() -> None:
    state = came("2026-03-17")
    (lease,) = [paper for paper in state.papers if paper.name == "租赁合同"]
    assert lease.good_on == "2026-03-17"
    assert read_state(dump_state(state)) == state
    old = replace(state, papers=(replace(lease, good_on=""),))  # kept before the day was
    assert dates(old, "2026-03-17") == dates(replace(old, papers=(lease,)), "2026-03-17")
    assert next_due(state) == day("2026-03-16")
