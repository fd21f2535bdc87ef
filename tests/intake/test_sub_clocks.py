"""下级先审查 (行政许可法 art. 43) and 听证 (art. 47): the clocks beside that of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.intake.model import Action, CaseState, Suspension
from clerk_app.intake.rules.act_file import read_act
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.bodies import application_of, received_body
from clerk_app.intake.rules.fold import dump_state, fold, read_state
from clerk_app.intake.rules.scripted import read_application
from clerk_app.intake.rules.silence import as_of
from clerk_app.intake.rules.sub_clocks import Hearing, hearing_of, review_of
from clerk_app.intake.rules.supervision import Finding, findings, next_due, red_list
from clerk_app.kernel.errors import Misused, Refused
from tests.intake.stories import CALENDAR, LICENCE, NUMBER, act, case, day, pause
from tests.support.items import FORM, application, checked, event, item

UP = replace(LICENCE, promised=(30, "工作日"), statutory=None, reports_up=True)
REPORTS = case("accepted", terms=UP, promised_due="2026-04-14", operator="c1")
"""Accepted on Monday 2 March 2026: twenty workdays end on Monday the 30th."""


def asked(**fields: Any) -> Any:
    raw = {
        "item": "T-1", "received_at": "2026-03-02T10:05:00+08:00",
        "applicant": {"kind": "person", "name": "测试申请人"}, **fields,
    }  # fmt: skip
    return read_application(raw, today=day("2026-03-02"))


def transfer(on: str = "2026-03-20", **more: Any) -> Any:
    return act(Action.TRANSFER, on, target="示例市局", reason="报上级", **more)


def sent(state: CaseState, body: dict[str, Any], s: int = 9) -> CaseState:
    return fold(state, event("case.transferred", body, case=NUMBER, s=s, base_ver=state.version))


def code(state: CaseState, what: Any) -> str:
    with pytest.raises(Refused) as refused:
        judge(state, what, CALENDAR)
    return refused.value.code


# ---------------------------------------------------------------- 上报件


def test_the_mark_is_given_at_receipt_and_kept_in_the_terms() -> None:
    assert asked(reports_up=True).reports_up
    assert not asked().reports_up
    plain = application(checked(FORM))
    body = received_body(replace(plain, reports_up=True), item())
    terms = body["terms"]
    assert isinstance(terms, dict)
    assert terms["reports_up"] == 1
    assert application_of(body).reports_up
    assert fold(None, event("case.received", body, case=NUMBER)).terms.reports_up
    other = received_body(plain, item())
    assert isinstance(other["terms"], dict)
    assert "reports_up" not in other["terms"]
    assert not application_of(other).reports_up
    assert not fold(None, event("case.received", other, case=NUMBER)).terms.reports_up


def test_it_must_be_reported_up_within_twenty_workdays() -> None:
    found = review_of(REPORTS, CALENDAR, day("2026-03-10"))
    assert found is not None
    assert (found.day, found.provisional) == (day("2026-03-30"), False)
    assert found.why[0].startswith("下级审查 20 个工作日")
    seen = as_of(REPORTS, day("2026-03-10"), CALENDAR)
    assert (seen.review_due, next_due(seen)) == ("2026-03-30", day("2026-03-30"))
    assert review_of(case("accepted"), CALENDAR, day("2026-03-10")) is None
    assert review_of(case("received", terms=UP), CALENDAR, day("2026-03-10")) is None


def test_a_special_procedure_does_not_count() -> None:
    stopped = replace(REPORTS, suspensions=(pause("2026-03-04", "2026-03-06"),))
    assert as_of(stopped, day("2026-03-10"), CALENDAR).review_due == "2026-04-02"
    running = replace(REPORTS, suspensions=(pause("2026-03-04"),))
    assert Finding.REVIEW_LATE not in findings(running, day("2026-04-10"), CALENDAR)


def test_the_day_itself_is_in_time_and_the_next_is_red() -> None:
    assert findings(REPORTS, day("2026-03-30"), CALENDAR) == ()
    assert findings(REPORTS, day("2026-03-31"), CALENDAR) == (Finding.REVIEW_LATE,)
    entry = red_list([REPORTS], day("2026-04-01"), CALENDAR)[0]
    assert (entry.finding, entry.since, entry.workdays) == (
        Finding.REVIEW_LATE, day("2026-03-30"), 2,
    )  # fmt: skip


def test_reported_up_in_time_it_is_the_higher_bodys() -> None:
    body = judge(REPORTS, transfer(report_up=True), CALENDAR)
    assert body == {
        "on": "2026-03-20", "reason": "报上级", "target": "示例市局", "report_up": 1,
    }  # fmt: skip
    state = sent(REPORTS, body)
    assert (state.reported_on, state.steps[-1].owner) == ("2026-03-20", "示例市局")
    assert read_state(dump_state(state)) == state
    assert findings(state, day("2026-04-10"), CALENDAR) == ()
    seen = as_of(state, day("2026-04-10"), CALENDAR)
    assert next_due(seen) == day("2026-04-14")  # the promise is left
    assert code(state, transfer("2026-03-23", report_up=True)) == "not_to_report"
    # the first report stands, whatever reaches the journal
    assert sent(state, {**body, "on": "2026-04-03"}, 10).reported_on == "2026-03-20"


def test_reported_up_late_stays_on_the_record() -> None:
    late = sent(REPORTS, judge(REPORTS, transfer("2026-03-31", report_up=True), CALENDAR))
    assert findings(late, day("2026-04-10"), CALENDAR) == (Finding.REVIEW_LATE,)
    stopped = replace(late, suspensions=(pause("2026-04-01"),))
    assert findings(stopped, day("2026-04-10"), CALENDAR) == (Finding.REVIEW_LATE,)


def test_what_was_decided_before_is_reported_no_more() -> None:
    done = replace(REPORTS, state="granted", decided_on="2026-03-20", deliver_due="2026-04-10")
    assert findings(done, day("2026-04-01"), CALENDAR) == ()


def test_only_an_accepted_case_that_is_marked_is_reported_up() -> None:
    assert judge(case("accepted"), transfer(), CALENDAR)["target"] == "示例市局"
    assert "report_up" not in judge(REPORTS, transfer(), CALENDAR)
    assert code(case("accepted"), transfer(report_up=True)) == "not_reported_up"
    assert code(case("received", terms=UP), transfer(report_up=True)) == "not_to_report"
    assert sent(REPORTS, {"on": "2026-03-20", "target": "示例市局"}).reported_on == ""


def test_a_reopened_case_is_reported_anew() -> None:
    reported = replace(REPORTS, state="withdrawn", reported_on="2026-03-20")
    again = fold(
        reported, event("case.reopened", {"on": "2026-04-02"}, case=NUMBER, s=9, base_ver=2)
    )
    assert again.reported_on == ""


# ---------------------------------------------------------------- 听证


def hearing(told_on: str = "", asked_on: str = "") -> CaseState:
    runs = Suspension("听证", "", "2026-03-06", told_on=told_on, asked_on=asked_on)
    return case("accepted", suspensions=(runs,))


def test_a_hearing_is_held_within_twenty_workdays_of_being_asked_for() -> None:
    assert hearing_of(hearing(told_on="2026-03-02", asked_on="2026-03-05"), CALENDAR) == Hearing(
        day("2026-03-09"), day("2026-04-02")
    )
    # where the record does not say: from the day it was begun, Friday 6 March
    assert hearing_of(hearing(), CALENDAR) == Hearing(None, day("2026-04-03"))


def test_no_hearing_runs_where_none_does() -> None:
    assert hearing_of(case("accepted"), CALENDAR) is None
    test = Suspension("检测", "", "2026-03-06")
    assert hearing_of(case("accepted", suspensions=(test,)), CALENDAR) is None
    ended = Suspension("听证", "", "2026-03-06", "2026-03-09")
    assert hearing_of(case("accepted", suspensions=(ended,)), CALENDAR) is None
    odd = Suspension("听证", "", "?")
    assert hearing_of(case("accepted", suspensions=(odd,)), CALENDAR) == Hearing()


def suspend(special: str = "听证", **more: Any) -> Any:
    return act(Action.SUSPEND, "2026-03-06", special=special, days=10, reason="x", **more)


def test_the_days_of_a_hearing_are_recorded_with_it() -> None:
    told = suspend(told_on="2026-03-02", asked_on="2026-03-05")
    body = judge(REPORTS, told, CALENDAR)
    assert (body["told_on"], body["asked_on"]) == ("2026-03-02", "2026-03-05")
    came = event("case.suspended", body, case=NUMBER, s=9, base_ver=REPORTS.version)
    assert fold(REPORTS, came).suspensions == (
        Suspension("听证", "x", "2026-03-06", told_on="2026-03-02", asked_on="2026-03-05"),
    )
    assert "told_on" not in judge(REPORTS, suspend(), CALENDAR)
    assert judge(REPORTS, suspend(told_on="2026-03-06"), CALENDAR)["told_on"] == "2026-03-06"
    assert judge(REPORTS, suspend(asked_on="2026-03-06"), CALENDAR)["asked_on"] == "2026-03-06"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"special": "检测", "told_on": "2026-03-02"}, "not_a_hearing"),
        ({"told_on": "2026-03-05", "asked_on": "2026-03-04"}, "hearing_days_wrong"),
        ({"asked_on": "2026-03-07"}, "hearing_days_wrong"),
        ({"told_on": "2026-03-07"}, "hearing_days_wrong"),
    ],
)
def test_days_that_cannot_be_are_refused(fields: dict[str, str], refusal: str) -> None:
    assert code(REPORTS, suspend(**fields)) == refusal


def test_the_keys_of_the_files() -> None:
    at = {"at": "2026-03-06T10:00:00+08:00", "reason": "x"}
    up = read_act("transfer", {**at, "target": "示例市局", "report_up": True})
    assert up.report_up
    raw = {"special": "听证", "days": 10, "told_on": "2026-03-02", "asked_on": "2026-03-05"}
    found = read_act("suspend", {**at, **raw})
    assert (found.told_on, found.asked_on) == ("2026-03-02", "2026-03-05")
    with pytest.raises(Misused) as misused:
        read_act("suspend", {**at, **raw, "told_on": "2026-02-30"})
    assert "told_on" in misused.value.message
