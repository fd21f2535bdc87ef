"""What each act needs and what it records. Days counted by hand in the calendar of 2026."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.catalogue.model import SpecialKind
from clerk_app.intake.model import Action, CaseState, LegalTerms, Stage
from clerk_app.intake.rules.act_file import CaseAct, Delivery, Result
from clerk_app.intake.rules.acts import judge, last_day, needs_approver
from clerk_app.intake.rules.clock import Reading, Reckoned
from clerk_app.intake.rules.running import clock_of, clock_start, dates_body
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from tests.intake.stories import (
    CALENDAR,
    LICENCE,
    NATURAL,
    TEN,
    act,
    case,
    day,
    held,
    history,
    pause,
    step,
)


def done(state: CaseState, what: CaseAct) -> Body:
    return judge(state, what, CALENDAR)


def refused(state: CaseState, what: CaseAct) -> Refused:
    with pytest.raises(Refused) as refusal:
        judge(state, what, CALENDAR)
    return refusal.value


# ---------------------------------------------------------------- what all acts share


def test_an_act_records_its_legal_day_and_its_reason() -> None:
    assert done(case("granted"), act(Action.CLOSE, "2026-03-10")) == {"on": "2026-03-10"}
    told = act(Action.WITHDRAW, "2026-03-10", reason="不办了")
    assert done(case(), told) == {"on": "2026-03-10", "reason": "不办了"}


def test_the_legal_day_is_that_of_china() -> None:
    late = act(Action.CLOSE)
    at = late.at.fromisoformat("2026-03-10T16:30:00+00:00")
    assert done(case("granted"), replace(late, at=at)) == {"on": "2026-03-11"}


def test_what_is_not_lawful_is_refused_first() -> None:
    assert refused(case("received"), act(Action.DECIDE)).code == "unlawful_act"
    assert refused(case("accepted"), act(Action.RESUME, "2020-01-01")).code == "unlawful_act"


@pytest.mark.parametrize(
    "known",
    [
        {"received_on": "2026-03-10"},
        {"accepted_on": "2026-03-10"},
        {"decided_on": "2026-03-10"},
        {"closed_on": "2026-03-10"},
        {"ended_on": "2026-03-10"},
        {"suspensions": (pause("2026-03-10", "2026-03-04"), pause("2026-03-04", "2026-03-04"))},
        {"suspensions": (pause("2026-03-04", "2026-03-10"), pause("2026-03-04", "2026-03-04"))},
        {"papers": (held("申请表", "in_order", handed_on="2026-03-10"), held("照片"))},
        {"steps": (step("c1", "2026-03-02", "2026-03-10"), step("示例科", "2026-03-10"))},
        {"acted_on": "2026-03-10"},
    ],
)
def test_no_act_is_older_than_what_it_follows(known: dict[str, object]) -> None:
    state = case("conditionally_accepted", **known)
    assert last_day(state) == day("2026-03-10")
    early = act(Action.WITHDRAW, "2026-03-09")
    refusal = refused(state, early)
    assert refusal.code == "before_last_act"
    assert "2026-03-10" in refusal.message
    assert done(state, act(Action.WITHDRAW, "2026-03-10")) == {"on": "2026-03-10"}


def test_the_backdated_acceptance_of_silence_is_no_act() -> None:
    state = case("accepted", received_on="2026-03-02", accepted_on="2026-03-10", deemed=True)
    assert last_day(state) == day("2026-03-02")
    silent = replace(step("示例局", "2026-03-10"), why="视为受理")
    assert last_day(replace(state, steps=(silent,))) == day("2026-03-02")
    assert last_day(replace(state, steps=(silent,), deemed=False)) == day("2026-03-10")


EXTENDED: Body = {"on": "2026-03-10", "workdays": 5}
MOVED: Body = {"on": "2026-03-10", "target": "示例科"}
BROUGHT: Body = {
    "on": "2026-03-10",
    "papers": [{"name": "申请表", "state": "missing", "copies": 0}],
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [("case.extended", EXTENDED), ("case.transferred", MOVED), ("case.supplied", BROUGHT)],
)
def test_the_day_of_every_act_is_kept(kind: str, body: Body) -> None:
    state = history((kind, body), first=case(papers=(held("申请表"),)))
    assert (state.acted_on, last_day(state)) == ("2026-03-10", day("2026-03-10"))
    earlier = history(("case.opined", {"on": "2026-03-05", "text": "x"}), first=state)
    assert earlier.acted_on == "2026-03-10"  # entered later, and earlier all the same
    odd = history(("case.opined", {"on": "3月20日", "text": "x"}), first=state)
    assert odd.acted_on == "2026-03-10"
    undated = history(("case.opined", {"text": "x"}), first=replace(state, acted_on=""))
    assert undated.acted_on == ""  # the day it was written down is not that of the act
    told = history(("case.told", {"on": "2026-03-20", "message": "x"}), first=state)
    assert told.acted_on == "2026-03-10"  # a call is no act, and no act waits for it


def test_where_no_day_is_known_none_stands_in_the_way() -> None:
    nothing = case(received_on="", accepted_on="?")
    assert last_day(nothing) is None
    assert done(nothing, act(Action.WITHDRAW, "2020-01-01")) == {"on": "2020-01-01"}


def asks(state: CaseState, what: CaseAct) -> bool:
    return needs_approver(state, what, CALENDAR)


def test_which_acts_somebody_with_authority_stands_for() -> None:
    needing = {a for a in Action if asks(case("conditionally_accepted"), act(a))}
    assert needing == {Action.EXTEND, Action.DECIDE, Action.DENY, Action.REOPEN}


@pytest.mark.parametrize(
    ("stage", "abandoned", "needed"),
    [
        ("returned_for_correction", False, True),
        ("returned_for_correction", True, False),
        ("conditionally_accepted", False, False),
        ("conditionally_accepted", True, False),
    ],
)
def test_papers_still_owed_go_back_with_authority_unless_the_applicant_gives_up(
    stage: str, abandoned: bool, needed: bool
) -> None:
    assert asks(case(stage), act(Action.RETURN, abandoned=abandoned)) is needed


def test_papers_that_lay_at_the_window_till_the_day_agreed_on_go_back_by_themselves() -> None:
    """容缺收件 (深圳): no acceptance; after its last day the policy ends it."""
    lying = case(
        "returned_for_correction",
        make_good_by="2026-03-16",
        terms=replace(LICENCE, on_expiry="退件", block_months=6),
        papers=(held("租赁合同"),),
    )
    assert asks(lying, act(Action.RETURN, "2026-03-16"))
    assert not asks(lying, act(Action.RETURN, "2026-03-17"))
    early, late = (give_back(on) for on in ("2026-03-16", "2026-03-17"))
    assert done(lying, early)["cause"] == "not_corrected"
    assert done(lying, late) == {"on": "2026-03-17", "reason": "逾期", "cause": "return"}


# ---------------------------------------------------------------- special procedures


@pytest.mark.parametrize(
    "special", ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"]
)
def test_the_eight_special_procedures_stop_the_clock(special: str) -> None:
    suspend = act(Action.SUSPEND, special=special, reason="依法", days=15)
    assert done(case(), suspend) == {
        "on": "2026-03-04",
        "reason": "依法",
        "special": special,
        "days": 15,
    }


@pytest.mark.parametrize("days", [0, -1])
def test_the_time_a_procedure_needs_is_told(days: int) -> None:
    """行政许可法 art. 45: the body tells the applicant in writing how long it takes."""
    refusal = refused(case(), act(Action.SUSPEND, special="检测", reason="x", days=days))
    assert refusal.code == "days_missing"
    assert "第四十五条" in refusal.message


@pytest.mark.parametrize("special", ["", "公示", "现场踏勘", "听证 ", "专家", "挂起"])
def test_nothing_else_stops_it(special: str) -> None:
    refusal = refused(case(), act(Action.SUSPEND, special=special, reason="x", days=3))
    assert refusal.code == "special_unknown"
    assert all(str(kind) in refusal.message for kind in SpecialKind)


def test_the_law_knows_eight() -> None:
    assert len(SpecialKind) == 8


def test_the_end_of_a_procedure_tells_the_new_dates() -> None:
    state = case(suspensions=(pause("2026-03-04", "2026-03-05"), pause("2026-03-10")))
    assert done(state, act(Action.RESUME, "2026-03-10")) == {
        "on": "2026-03-10",
        "workdays": 1,
        "promised_due": "2026-03-19",
        "statutory_due": "2026-04-02",
        "provisional": [],
    }


def test_a_procedure_over_a_holiday_week_stops_its_workdays_only() -> None:
    state = case(
        received_on="2026-09-21", accepted_on="2026-09-21", suspensions=(pause("2026-09-30"),)
    )
    body = done(state, act(Action.RESUME, "2026-10-08"))
    assert (body["workdays"], body["promised_due"]) == (2, "2026-10-14")


def test_a_procedure_whose_beginning_nobody_can_read_lasted_that_day() -> None:
    body = done(case(suspensions=(pause("?"),)), act(Action.RESUME, "2026-03-04"))
    assert (body["workdays"], body["promised_due"]) == (1, "2026-03-16")


# ---------------------------------------------------------------- extension


def extend(on: str = "2026-03-10", workdays: int = 0) -> CaseAct:
    return act(Action.EXTEND, on, reason="案情复杂", workdays=workdays)


def test_an_extension_is_ten_workdays_if_nothing_is_said() -> None:
    assert done(case(), extend()) == {
        "on": "2026-03-10",
        "reason": "案情复杂",
        "workdays": 10,
        "promised_due": "2026-03-30",
        "statutory_due": "2026-04-14",
        "provisional": [],
    }


@pytest.mark.parametrize(("joint", "most"), [(False, 10), (True, 15)])
def test_the_law_bounds_an_extension(joint: bool, most: int) -> None:
    state = case(terms=replace(LICENCE, joint=joint))
    assert done(state, extend(workdays=most - 1))["workdays"] == most - 1
    assert done(state, extend(workdays=most))["workdays"] == most
    refusal = refused(state, extend(workdays=most + 1))
    assert refusal.code == "extension_too_long"
    assert f"最多 {most} 个" in refusal.message


def test_a_case_is_extended_before_the_law_s_day_is_over() -> None:
    """The promise ends on 16 March, the law's limit on the 30th."""
    assert done(case(), extend("2026-03-30"))["statutory_due"] == "2026-04-14"
    refusal = refused(case(), extend("2026-03-31"))
    assert refusal.code == "overdue_already"
    assert "2026-03-30" in refusal.message


def test_where_only_a_promise_binds_that_is_the_day() -> None:
    state = case(terms=replace(NATURAL, promised=TEN))
    assert done(state, extend("2026-03-16"))["promised_due"] == "2026-03-30"
    assert "statutory_due" not in done(state, extend("2026-03-16"))
    assert refused(state, extend("2026-03-17")).code == "overdue_already"


def test_where_only_the_law_binds_that_is_the_day() -> None:
    state = case(terms=replace(LICENCE, promised=None))
    assert done(state, extend("2026-03-30"))["statutory_due"] == "2026-04-14"
    assert refused(state, extend("2026-03-31")).code == "overdue_already"


def test_an_extension_is_reckoned_from_the_suspended_date() -> None:
    state = case(suspensions=(pause("2026-03-04", "2026-03-05"),))
    assert done(state, extend("2026-04-01"))["promised_due"] == "2026-04-01"
    assert refused(state, extend("2026-04-02")).code == "overdue_already"


def test_where_no_limit_runs_nothing_is_extended() -> None:
    assert refused(case(terms=LegalTerms()), extend()).code == "no_limit"
    waiting = case(
        "conditionally_accepted",
        conditional=True,
        terms=replace(LICENCE, clock_starts="made_good"),
        papers=(held("租赁合同", make_good_by="2026-03-16"),),
    )
    assert refused(waiting, extend()).code == "no_limit"


# ---------------------------------------------------------------- opinions, results, delivery


def test_a_result_records_what_it_is() -> None:
    whole = act(Action.DECIDE, result=Result("食品经营许可证", "示例1号", "2031-03-03"))
    assert done(case(), whole) == {
        "on": "2026-03-04",
        "result": {"name": "食品经营许可证", "number": "示例1号", "valid_until": "2031-03-03"},
    }
    assert done(case(), act(Action.DECIDE, result=Result("证明"))) == {
        "on": "2026-03-04",
        "result": {"name": "证明"},
    }
    assert done(case(), act(Action.DECIDE)) == {"on": "2026-03-04", "result": {}}


def test_a_denial_records_its_reason() -> None:
    assert done(case(), act(Action.DENY, reason="不符合条件")) == {
        "on": "2026-03-04",
        "reason": "不符合条件",
    }


def test_an_opinion_says_whether_it_agrees() -> None:
    said = act(Action.OPINION, reason="同意")
    assert done(case(), said) == {
        "on": "2026-03-04",
        "reason": "同意",
        "text": "同意",
        "agrees": 1,
    }
    assert done(case(), replace(said, agrees=False))["agrees"] == 0
    assert done(case(), replace(said, target="示例消防队"))["by"] == "示例消防队"


def test_a_transfer_names_who_has_it_next() -> None:
    assert done(case(), act(Action.TRANSFER, target="示例科", reason="x")) == {
        "on": "2026-03-04",
        "reason": "x",
        "target": "示例科",
    }


def test_a_delivery_records_what_is_known_of_it() -> None:
    full = Delivery("ems", "示例人", "110", "E1", "本人外出", "住所")
    assert done(case("closed"), act(Action.DELIVER, delivery=full)) == {
        "on": "2026-03-04",
        "method": "ems",
        "recipient": "示例人",
        "id_number": "110",
        "waybill": "E1",
        "proxy_reason": "本人外出",
        "place": "住所",
    }
    short = act(Action.DELIVER, delivery=Delivery("counter", "示例人"))
    assert done(case("closed"), short) == {
        "on": "2026-03-04",
        "method": "counter",
        "recipient": "示例人",
    }
    assert done(case("closed"), act(Action.DELIVER)) == {"on": "2026-03-04"}


# ---------------------------------------------------------------- giving papers back

PROMISED = case(
    "conditionally_accepted",
    conditional=True,
    terms=replace(LICENCE, on_expiry="退件", block_months=6),
    make_good_by="2026-03-16",
    papers=(held("租赁合同", make_good_by="2026-03-16"),),
)


def give_back(on: str, **more: object) -> CaseAct:
    return act(Action.RETURN, on, reason="逾期", **more)


def policy(on_expiry: str) -> CaseState:
    terms = replace(PROMISED.terms, on_expiry=on_expiry, grace_workdays=15, block_months=0)
    return replace(PROMISED, terms=terms)


def test_a_promise_not_kept_ends_the_case_and_bars_the_next() -> None:
    refusal = refused(PROMISED, give_back("2026-03-16"))
    assert (refusal.code, refusal.message) == (
        "not_lapsed",
        "容缺的材料补齐期限是 2026-03-16，还没有过，不能退件",
    )
    assert done(PROMISED, give_back("2026-03-17")) == {
        "on": "2026-03-17",
        "reason": "逾期",
        "cause": "return",
        "blocked_until": "2026-09-17",
    }


@pytest.mark.parametrize(
    ("on_expiry", "on", "cause"),
    [
        ("退件", "2026-03-17", "return"),
        ("终止", "2026-03-17", "terminate"),
        ("暂停", "2026-04-08", "grace_over"),
    ],
)
def test_each_policy_names_its_cause_and_bars_nothing_without_months(
    on_expiry: str, on: str, cause: str
) -> None:
    assert done(policy(on_expiry), give_back(on)) == {"on": on, "reason": "逾期", "cause": cause}


@pytest.mark.parametrize("on", ["2026-03-17", "2026-04-07"])
def test_in_the_grace_nothing_goes_back(on: str) -> None:
    refusal = refused(policy("暂停"), give_back(on))
    assert (refusal.code, refusal.message) == (
        "not_lapsed",
        "容缺的材料还在宽限期内，不能退件",
    )


def test_whoever_gives_up_breaks_no_promise() -> None:
    for state in (PROMISED, case("returned_for_correction")):
        assert done(state, give_back("2026-03-10", abandoned=True)) == {
            "on": "2026-03-10",
            "reason": "逾期",
            "cause": "abandoned",
        }


def test_a_case_that_waits_for_correction_goes_back_for_that() -> None:
    state = case("returned_for_correction", terms=replace(LICENCE, block_months=6))
    body = done(state, give_back("2026-03-10"))
    assert body == {"on": "2026-03-10", "reason": "逾期", "cause": "not_corrected"}


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.GIVEN_BACK])
def test_a_reopened_case_has_its_notice_due_in_five_workdays(stage: Stage) -> None:
    again = act(Action.REOPEN, "2026-04-02", reason="材料已齐")
    assert done(case(stage), again) == {
        "on": "2026-04-02",
        "reason": "材料已齐",
        "received_at": "2026-04-02T10:00:00.000+08:00",
        "notice_due": "2026-04-10",  # over Qingming
    }


def test_a_reopened_case_names_what_the_applicant_has_again() -> None:
    papers = (
        held("申请表", "in_order"),
        held("租赁合同", "defective"),
        held("身份证", "corrected_on_the_spot"),
        held("章程", "missing"),
        held("营业执照", "waived_shared"),
    )
    body = done(case(Stage.GIVEN_BACK, papers=papers), act(Action.REOPEN, "2026-04-02"))
    assert body["went_back"] == ["申请表", "租赁合同", "身份证"]


# ---------------------------------------------------------------- the clock of a case


def made_good(*papers: object, **more: object) -> CaseState:
    terms = replace(LICENCE, clock_starts="made_good")
    fields = {"conditional": True, "terms": terms, "papers": papers} | more
    return case("conditionally_accepted", **fields)


CAME = (
    held("租赁合同", "in_order", make_good_by="2026-03-16", handed_on="2026-03-05"),
    held("章程", "in_order", make_good_by="2026-03-16", handed_on="2026-03-09"),
    held("申请表", "in_order", handed_on="2026-03-11"),
)


def test_a_clock_that_starts_when_made_good_waits_for_the_last_promised_paper() -> None:
    assert clock_start(made_good(CAME[0], held("章程", make_good_by="2026-03-16"))) is None
    assert clock_start(made_good(*CAME)) == day("2026-03-09")
    assert clock_start(made_good(*reversed(CAME))) == day("2026-03-09")


def test_without_a_day_on_which_one_came_it_starts_with_acceptance() -> None:
    silent = held("租赁合同", "waived_shared", make_good_by="2026-03-16")
    assert clock_start(made_good(silent)) == day("2026-03-02")
    assert clock_start(made_good(held("申请表", "in_order", handed_on="2026-03-11"))) == day(
        "2026-03-02"
    )


def test_a_case_not_accepted_has_no_clock_whatever_came() -> None:
    assert clock_start(made_good(*CAME, accepted_on="")) is None


def test_every_other_clock_starts_with_acceptance() -> None:
    assert clock_start(made_good(*CAME, conditional=False)) == day("2026-03-02")
    assert clock_start(made_good(*CAME, terms=LICENCE)) == day("2026-03-02")
    assert clock_start(case(accepted_on="")) is None


def test_the_clock_of_a_case_knows_its_suspensions_and_its_extension() -> None:
    state = case(suspensions=(pause("2026-03-04", "2026-03-05"),), extended_workdays=3)
    reading = clock_of(state, CALENDAR)
    assert reading.promised is not None
    assert reading.promised.day == day("2026-03-23")
    other = clock_of(state, CALENDAR, extended=0)
    assert other.promised is not None
    assert other.promised.day == day("2026-03-18")


def test_what_came_after_hours_is_due_the_next_workday_whenever_the_clock_is_read() -> None:
    terms = LegalTerms(promised=(0, "当日"))
    evening = case(terms=terms, received_at="2026-03-02T18:00:00.000+08:00")

    def due(state: CaseState) -> str:
        reading = clock_of(state, CALENDAR)
        assert reading.promised is not None
        return reading.promised.day.isoformat()

    assert due(evening) == "2026-03-03"
    assert due(replace(evening, received_at="2026-03-02T16:00:00.000+08:00")) == "2026-03-02"
    assert due(replace(evening, received_at="?")) == "2026-03-02"
    # accepted on a later day, in whose hours the last paper came
    assert due(replace(evening, accepted_on="2026-03-04")) == "2026-03-04"
    # received anew that day, and the record tells only the hour of the first time
    anew = replace(evening, accepted_on="2026-03-04", received_on="2026-03-04")
    assert due(anew) == "2026-03-04"


def test_the_dates_of_a_clock_in_a_body() -> None:
    firm = Reckoned(day("2026-03-16"), provisional=False, why=())
    loose = Reckoned(day("2027-01-05"), provisional=True, why=())
    assert dates_body(Reading()) == {"provisional": []}
    assert dates_body(Reading(promised=firm)) == {
        "promised_due": "2026-03-16",
        "provisional": [],
    }
    assert dates_body(Reading(firm, loose)) == {
        "promised_due": "2026-03-16",
        "statutory_due": "2027-01-05",
        "provisional": ["statutory_due"],
    }
    assert dates_body(Reading(loose, loose))["provisional"] == ["promised_due", "statutory_due"]
