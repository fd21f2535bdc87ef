"""不受理 and 不予受理 of a case that is received and not answered (行政许可法 art. 32, 78)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.intake.model import (
    Action,
    Application,
    CaseState,
    Concealment,
    Decision,
    HeldPaper,
    Outcome,
    PaperState,
)
from clerk_app.intake.rules.act_file import CaseAct, read_act
from clerk_app.intake.rules.bodies import decided_body
from clerk_app.intake.rules.fold import fold
from clerk_app.intake.rules.refusing import judge_refusal, signing_of
from clerk_app.kernel.errors import Misused, Refused
from tests.intake.stories import CALENDAR, NUMBER, act, case, day, held, notice
from tests.support.items import FORM, application, checked, event, item

RECEIVED = case("received", received_on="2026-03-02", notice_due="2026-03-09")
TOLD = case(
    "returned_for_correction",
    outcome="returned_for_correction",
    received_on="2026-03-02",
    notice_due="2026-03-09",
    papers=(held("申请表", fault="未提交", listed="未提交"),),
    documents=(notice("2026-03-02"),),
)
HIDDEN = Concealment("租赁合同系伪造", "房管部门复函", "李示例", "")
AT = {"at": "2026-03-04T10:00:00+08:00"}


def refusal(grounds: str, on: str = "2026-03-04", **more: Any) -> CaseAct:
    return act(Action.REFUSE, on, grounds=grounds, **more)


def judged(
    state: CaseState, what: CaseAct, asked: Application | None = None, by: str = ""
) -> tuple[Application, Decision]:
    asked = asked or application(checked(FORM))
    return judge_refusal(asked, state, what, item(), CALENDAR, approved_by=by)


def code(state: CaseState, what: CaseAct) -> str:
    with pytest.raises(Refused) as refused:
        asked(state, what)
    return refused.value.code


def asked(state: CaseState, what: CaseAct) -> None:
    signing_of(state, what)
    judged(state, what)


def test_a_matter_that_needs_no_licence_is_told_so() -> None:
    what = refusal("not_needed")
    assert signing_of(RECEIVED, what) == ""
    told, decision = judged(RECEIVED, what)
    assert decision.outcome is Outcome.NOT_NEEDED
    assert (decision.received_on, decision.notice_due) == (day("2026-03-02"), day("2026-03-04"))
    assert decision.reasons[0].article.endswith("第三十二条第一款第（一）项")
    assert (told.needed, told.competent, told.concealment) == (False, True, None)


def test_another_body_is_named() -> None:
    what = refusal("not_competent", target_agency="示例市交通运输局")
    assert signing_of(RECEIVED, what) == ""
    told, decision = judged(RECEIVED, what)
    assert decision.outcome is Outcome.NOT_ACCEPTED
    assert "示例市交通运输局" in decision.reasons[0].text
    assert decision.reasons[0].article.endswith("第三十二条第一款第（二）项")
    assert told.target_agency == "示例市交通运输局"
    assert code(RECEIVED, refusal("not_competent")) == "target_agency_missing"
    # an agency named for another ground is not printed
    other, _ = judged(RECEIVED, refusal("not_needed", target_agency="示例市交通运输局"))
    assert other.target_agency == ""


def test_concealment_needs_whoever_may_sign_it() -> None:
    what = refusal("concealment", concealment=HIDDEN)
    assert signing_of(RECEIVED, what) == "concealment"
    assert signing_of(TOLD, replace(what, reason="后来查明")) == "concealment"
    told, decision = judged(RECEIVED, what, by="王主管")
    assert decision.outcome is Outcome.NOT_ACCEPTED
    assert "租赁合同系伪造" in decision.reasons[0].text
    assert decision.reasons[0].article.endswith("第七十八条")
    assert told.concealment == Concealment("租赁合同系伪造", "房管部门复函", "李示例", "王主管")
    assert code(RECEIVED, what) == "approval_missing"
    # an account of concealment beside another ground is none
    plain, _ = judged(RECEIVED, refusal("not_needed", concealment=HIDDEN))
    assert plain.concealment is None


def test_after_the_one_notice_somebody_says_why_it_was_not_in_it() -> None:
    what = refusal("not_needed")
    assert code(TOLD, what) == "reason_missing"
    assert signing_of(TOLD, replace(what, reason="查明依法不需许可")) == "override"
    _, decision = judged(TOLD, replace(what, reason="查明依法不需许可"))
    assert decision.received_on == day("2026-03-02")


@pytest.mark.parametrize(
    "stage", ["accepted", "conditionally_accepted", "not_accepted", "not_needed", "collected"]
)
def test_what_is_answered_or_not_received_here_is_not_refused(stage: str) -> None:
    assert code(case(stage), refusal("not_needed")) == "unlawful_act"


def test_it_is_no_older_than_what_it_follows() -> None:
    assert code(RECEIVED, refusal("not_needed", "2026-03-01")) == "before_last_act"


def test_the_case_then_waits_for_nothing() -> None:
    told, decision = judged(TOLD, refusal("not_needed", reason="x"))
    body = {**decided_body(told, decision), "on": "2026-03-04"}
    came = event("case.decided", body, case=NUMBER, s=3, base_ver=TOLD.version)
    state = fold(TOLD, came)
    assert (state.state, state.outcome, state.conflicts) == ("not_needed", "not_needed", ())
    assert (state.open_papers, state.make_good_by, state.accepted_on) == ((), "", "")
    assert (state.received_on, state.acted_on) == ("2026-03-02", "2026-03-04")


def test_the_papers_are_those_that_lie_there_now() -> None:
    brought = replace(TOLD, papers=(HeldPaper("照片", PaperState.IN_ORDER),))
    told, _ = judged(brought, refusal("not_needed", reason="x"))
    assert {p.name: p.state for p in told.papers} == {
        "申请表": PaperState.IN_ORDER, "照片": PaperState.IN_ORDER,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, "grounds"),
        ({"grounds": ""}, "grounds"),
        ({"grounds": "papers_missing"}, "not_needed、not_competent、concealment"),
        ({"grounds": "concealment"}, "concealment"),
        ({"grounds": "concealment", "concealment": {"found_by": "李"}}, "concealment.fact"),
        ({"grounds": "concealment", "concealment": {"fact": "x"}}, "concealment.found_by"),
        (
            {
                "grounds": "concealment",
                "concealment": {"fact": "x", "found_by": "李", "approved_by": "王"},
            },
            "approved_by",
        ),
    ],
)
def test_a_bad_file_names_its_field(fields: dict[str, Any], names: str) -> None:
    with pytest.raises(Misused) as misused:
        read_act("refuse", {**AT, **fields})
    assert misused.value.code == "bad_act_file"
    assert names in misused.value.message


def test_the_file_is_read_as_it_is_published() -> None:
    hidden = {"fact": "租赁合同系伪造", "evidence": "房管部门复函", "found_by": "李示例"}
    raw = {"grounds": "concealment", "concealment": hidden, "approver": "c9"}
    found = read_act("refuse", {**AT, **raw})
    assert (found.grounds, found.concealment, found.approver) == ("concealment", HIDDEN, "c9")
    other = read_act("refuse", {**AT, "grounds": "not_competent", "target_agency": "某局"})
    assert (other.grounds, other.target_agency, other.concealment) == (
        "not_competent", "某局", None,
    )  # fmt: skip
