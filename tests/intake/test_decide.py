"""What the window must answer, one test per sentence of the law and of the published page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clerk_app.catalogue.model import (
    Answer,
    DeferralPolicy,
    Fault,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    OnTheSpot,
    Pace,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.model import Party as PaperParty
from clerk_app.intake.model import Application, Concealment, Decision, Outcome, PaperState
from clerk_app.intake.rules.decide import checklist, decide, offers_correction
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar
from tests.support.items import (
    AGENT,
    BY_AGENT,
    FORM,
    LEASE,
    MANDATE,
    PHOTO,
    POLICY,
    RECORD,
    application,
    checked,
    item,
    workdays,
)

CALENDAR = Calendar.shipped()
LAW = "《中华人民共和国行政许可法》第三十二条第一款第（四）项"
MISSING, DEFECTIVE = PaperState.MISSING, PaperState.DEFECTIVE
LATE_LEASE = replace(application(checked(FORM)), undertaking_signed=True)
"""Everything 必要 is there, the lease may come later, the undertaking is signed."""


def decided(asked: Application, service: ServiceItem | None = None) -> Decision:
    return decide(asked, service or item(), CALENDAR)


def refused(asked: Application, service: ServiceItem | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        decided(asked, service)
    return refusal.value.code


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


# ---------------------------------------------------------------- before any paper


WRONG_PAPERS = (checked("事项没有的材料"), checked(FORM, DEFECTIVE, "未签字"))
CONCEALED = Concealment("提交伪造的租赁合同", "合同编号查无", "张工", "李科长")


def test_whether_it_is_needed_is_judged_before_competence_and_papers() -> None:
    asked = replace(application(*WRONG_PAPERS), needed=False, competent=False)
    decision = decided(asked, item(situations=(BY_AGENT,)))
    assert decision.outcome is Outcome.NOT_NEEDED
    assert codes(decision) == ["not_needed"]
    assert decision.reasons[0].article == "《中华人民共和国行政许可法》第三十二条第一款第（一）项"


def test_competence_is_judged_before_papers_and_answers_and_names_the_right_agency() -> None:
    asked = replace(application(*WRONG_PAPERS), competent=False, target_agency="示例市局")
    decision = decided(asked, item(situations=(BY_AGENT,)))
    assert decision.outcome is Outcome.NOT_ACCEPTED
    assert codes(decision) == ["not_competent"]
    assert "示例市局" in decision.reasons[0].text
    assert decision.reasons[0].article == "《中华人民共和国行政许可法》第三十二条第一款第（二）项"


@pytest.mark.parametrize("agency", ["", "　 "])
def test_a_refusal_for_want_of_competence_must_name_the_right_agency(agency: str) -> None:
    asked = replace(application(), competent=False, target_agency=agency)
    assert refused(asked) == "target_agency_missing"


def test_concealment_with_an_approver_is_not_accepted_whatever_the_papers_are() -> None:
    decision = decided(replace(application(*WRONG_PAPERS), concealment=CONCEALED))
    assert decision.outcome is Outcome.NOT_ACCEPTED
    assert codes(decision) == ["concealment"]
    assert "提交伪造的租赁合同" in decision.reasons[0].text
    assert decision.reasons[0].article == "《中华人民共和国行政许可法》第七十八条"


@pytest.mark.parametrize("approver", ["", " "])
def test_concealment_without_an_approver_is_refused(approver: str) -> None:
    found = replace(CONCEALED, approved_by=approver)
    assert refused(replace(application(), concealment=found)) == "approval_missing"


def test_concealment_does_not_come_before_competence() -> None:
    asked = replace(
        application(), competent=False, target_agency="示例市局", concealment=CONCEALED
    )
    assert codes(decided(asked)) == ["not_competent"]


def test_an_item_with_an_incomplete_list_of_papers_takes_nothing_in() -> None:
    assert refused(application(), replace(item(), materials_complete=False)) == "item_incomplete"


# ---------------------------------------------------------------- answers and names


def test_an_unanswered_question_is_refused() -> None:
    assert refused(application(), item(situations=(BY_AGENT,))) == "situation_unanswered"


@pytest.mark.parametrize("answer", [("代办", "也许"), ("没有这一问", "是")])
def test_an_unknown_question_or_answer_is_refused(answer: tuple[str, str]) -> None:
    asked = application(answers=(answer,))
    assert refused(asked, item(situations=(BY_AGENT,))) == "unknown_answer"


def test_a_paper_the_item_does_not_know_is_refused() -> None:
    assert refused(application(checked("申请 表"))) == "unknown_material"


def test_a_paper_named_twice_is_refused() -> None:
    asked = application(checked(FORM), checked(FORM, MISSING))
    assert refused(asked) == "duplicate_material"


WITH_MANDATE = item(FORM, MANDATE, situations=(BY_AGENT,))
BY_PROXY = (("代办", "是"),)


@pytest.mark.parametrize("state", ["in_order", "defective", "corrected_on_the_spot"])
def test_an_agents_paper_handed_in_without_an_agent_is_refused(state: str) -> None:
    mandate = checked(MANDATE, PaperState(state), "错")
    asked = application(checked(FORM), mandate, answers=BY_PROXY)
    assert refused(asked, WITH_MANDATE) == "agent_missing"
    if state != "defective":
        assert decided(replace(asked, agent=AGENT), WITH_MANDATE).outcome is Outcome.ACCEPTED


def test_an_agents_paper_that_is_missing_is_a_shortfall_with_or_without_an_agent() -> None:
    asked = application(checked(FORM), checked(MANDATE, MISSING), answers=BY_PROXY)
    decision = decided(asked, WITH_MANDATE)
    assert [s.name for s in decision.shortfalls] == ["授权委托书"]


def test_an_agents_paper_no_answer_brought_in_asks_for_no_agent() -> None:
    """Names such as 代理记账 make a paper look like an agent's; it is due from everyone."""
    licence = Material("代理记账申请表", Necessity.REQUIRED, party=PaperParty.AGENT)
    assert decided(application(checked(licence)), item(licence)).outcome is Outcome.ACCEPTED
    not_due = application(checked(FORM), checked(MANDATE), answers=(("代办", "否"),))
    assert decided(not_due, WITH_MANDATE).outcome is Outcome.ACCEPTED


# ---------------------------------------------------------------- which papers are due


def test_everything_due_and_in_order_is_accepted() -> None:
    decision = decided(application(checked(FORM), checked(LEASE)))
    assert (decision.outcome, codes(decision)) == (Outcome.ACCEPTED, ["complete"])
    assert decision.shortfalls == ()
    assert decision.reasons[0].article == "《中华人民共和国行政许可法》第三十二条第一款第（五）项"


def test_an_optional_paper_is_never_a_shortfall() -> None:
    service = item(FORM, PHOTO)
    for papers in ((), (checked(PHOTO, MISSING),), (checked(PHOTO, DEFECTIVE, "模糊"),)):
        assert decided(application(checked(FORM), *papers), service).outcome is Outcome.ACCEPTED


def test_an_optional_paper_stays_optional_when_an_answer_adds_it() -> None:
    asks = Situation("照相", "要照片吗？", (Answer("是", "是", adds=("照片",)),))
    service = item(FORM, PHOTO, situations=(asks,))
    asked = application(checked(FORM), answers=(("照相", "是"),))
    assert decided(asked, service).outcome is Outcome.ACCEPTED


def test_a_due_paper_that_is_not_named_is_missing() -> None:
    decision = decided(application(checked(LEASE)))
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert [(s.name, s.deferrable) for s in decision.shortfalls] == [("申请表", False)]
    assert codes(decision) == ["required_missing"]


def test_a_situational_paper_is_due_only_when_an_answer_adds_it() -> None:
    for said, outcome in (
        ("是", Outcome.RETURNED_FOR_CORRECTION),
        ("否", Outcome.ACCEPTED),
    ):
        asked = application(checked(FORM), answers=(("代办", said),))
        assert decided(asked, WITH_MANDATE).outcome is outcome


def test_what_an_answer_removes_is_not_due_even_where_another_adds_it() -> None:
    removes = Situation(
        "简易", "简易程序？", (Answer("是", "是", removes=("授权委托书", "申请表")),)
    )
    service = item(FORM, LEASE, MANDATE, situations=(BY_AGENT, removes))
    asked = application(checked(LEASE), answers=(("代办", "是"), ("简易", "是")))
    assert decided(asked, service).outcome is Outcome.ACCEPTED


def test_a_known_paper_that_is_not_due_is_recorded_without_effect() -> None:
    odd = checked(MANDATE, PaperState.WAIVED_SHARED)
    asked = application(checked(FORM), odd, answers=(("代办", "否"),))
    assert decided(asked, WITH_MANDATE).outcome is Outcome.ACCEPTED
    line = checklist(asked, WITH_MANDATE)[1]
    assert (line.due, line.paper) == (False, odd)


@pytest.mark.parametrize("copies", [0, 1])
def test_fewer_copies_than_due_change_no_outcome(copies: int) -> None:
    form = replace(FORM, originals=1, copies=3)
    asked = application(checked(form, copies=copies))
    assert decided(asked, item(form)).outcome is Outcome.ACCEPTED


# ---------------------------------------------------------------- faults, corrections, waivers


@pytest.mark.parametrize(
    ("fault", "correction", "offered"),
    [
        ("未签字", "", True),
        (" 未 签字", "", True),
        ("未签字", "已请其改", True),
        ("未签字", "declinedly", True),
        ("未签字", "not declined", True),
        ("未签字", "declined", False),
        ("未签字", "declined 申请人要回去盖章", False),
        ("未签字", "declined：申请人要回去盖章", False),
        ("未签字", "impossible", False),
        ("内容不实", "", False),
        ("没有列出的错", "", False),
    ],
)
def test_a_fault_that_can_be_mended_here_must_be_offered_so(
    fault: str, correction: str, offered: bool
) -> None:
    asked = application(checked(FORM, DEFECTIVE, fault, correction), checked(LEASE))
    if offered:
        assert refused(asked) == "offer_correction"
    else:
        decision = decided(asked)
        assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
        assert codes(decision) == ["defective"]
        assert decision.shortfalls[0].fault == fault


def test_a_fault_of_unknown_kind_need_not_be_offered() -> None:
    form = replace(FORM, faults=(Fault("模糊", OnTheSpot.UNKNOWN),))
    decision = decided(application(checked(form, DEFECTIVE, "模糊")), item(form))
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION


def test_a_paper_corrected_on_the_spot_is_in_order() -> None:
    mended = checked(FORM, PaperState.CORRECTED_ON_THE_SPOT, "未签字", "已补签")
    assert decided(application(mended, checked(LEASE))).outcome is Outcome.ACCEPTED


def test_a_defect_the_notice_could_not_name_is_refused() -> None:
    assert refused(application(checked(FORM, DEFECTIVE, " "))) == "fault_missing"


@pytest.mark.parametrize(
    ("source", "allowed"),
    [("政府部门核发", True), ("电子证照共享", True), ("申请人自备", False), ("", False)],
)
def test_a_paper_is_waived_only_where_a_shared_source_stands_for_it(
    source: str, allowed: bool
) -> None:
    record = replace(RECORD, source_channel=source)
    asked = application(checked(record, PaperState.WAIVED_SHARED))
    if allowed:
        assert decided(asked, item(record)).outcome is Outcome.ACCEPTED
    else:
        assert refused(asked, item(record)) == "waiver_not_allowed"


# ---------------------------------------------------------------- deferral


def test_only_deferrable_papers_wanting_and_a_signed_undertaking_is_accepted_conditionally() -> (
    None
):
    decision = decided(LATE_LEASE)
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert codes(decision) == ["deferrable_missing"]
    assert decision.reasons[0].article == ""  # no national law knows 容缺
    assert [(s.name, s.deferrable) for s in decision.shortfalls] == [("租赁合同", True)]


def test_a_defective_deferrable_paper_may_come_later_too() -> None:
    asked = replace(LATE_LEASE, papers=(checked(FORM), checked(LEASE, DEFECTIVE, "缺页")))
    decision = decided(asked)
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert decision.shortfalls[0].fault == "缺页"


def test_a_required_paper_marked_deferrable_is_not_deferrable() -> None:
    form = replace(FORM, deferrable=True)
    decision = decided(replace(application(), undertaking_signed=True), item(form))
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert (decision.shortfalls[0].deferrable, codes(decision)) == (False, ["required_missing"])


def test_a_situational_paper_marked_deferrable_may_come_later() -> None:
    mandate = replace(MANDATE, deferrable=True)
    service = item(FORM, mandate, situations=(BY_AGENT,))
    decision = decided(replace(LATE_LEASE, situations=BY_PROXY), service)
    assert decision.outcome is Outcome.CONDITIONALLY_ACCEPTED


def test_one_required_paper_wanting_defers_nothing() -> None:
    decision = decided(replace(application(), undertaking_signed=True))
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert [(s.name, s.deferrable) for s in decision.shortfalls] == [
        ("申请表", False),
        ("租赁合同", True),
    ]
    assert codes(decision) == ["required_missing", "deferrable_missing"]
    assert {s.make_good_by for s in decision.shortfalls} == {None}


UNBOUNDED = DeferralPolicy(enabled=True)


@pytest.mark.parametrize(
    ("asked", "service", "reason"),
    [
        (replace(LATE_LEASE, undertaking_signed=False), item(), "undertaking_unsigned"),
        (replace(LATE_LEASE, discredited=True), item(), "discredited"),
        (LATE_LEASE, item(handling=Pace.ON_THE_SPOT), "on_the_spot_item"),
        (LATE_LEASE, item(deferral=replace(POLICY, enabled=False)), "no_deferral_policy"),
        (LATE_LEASE, item(deferral=UNBOUNDED), "bound_exceeded"),
        (
            LATE_LEASE,
            item(promised=workdays(2), deferral=replace(UNBOUNDED, before_promised_by=2)),
            "bound_exceeded",
        ),
    ],
)
def test_each_guard_of_deferral_alone_turns_it_into_a_return(
    asked: Application, service: ServiceItem, reason: str
) -> None:
    decision = decided(asked, service)
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert codes(decision) == [reason, "deferrable_missing"]
    assert {r.article for r in decision.reasons} == {LAW}
    assert decision.shortfalls[0].deferrable is (reason != "bound_exceeded")
    assert (decision.accepted_on, decision.make_good_by) == (None, None)


def test_an_on_the_spot_item_may_be_deferred_where_its_policy_says_so() -> None:
    service = item(handling=Pace.ON_THE_SPOT, deferral=replace(POLICY, immediate_allowed=True))
    assert decided(LATE_LEASE, service).outcome is Outcome.CONDITIONALLY_ACCEPTED


def test_every_guard_that_fails_is_told() -> None:
    asked = replace(LATE_LEASE, undertaking_signed=False, discredited=True)
    service = item(handling=Pace.ON_THE_SPOT, deferral=DeferralPolicy())
    assert codes(decided(asked, service)) == [
        "no_deferral_policy",
        "on_the_spot_item",
        "discredited",
        "undertaking_unsigned",
        "deferrable_missing",
    ]


def test_neither_signature_nor_list_matters_when_nothing_is_wanting() -> None:
    asked = replace(application(checked(FORM), checked(LEASE)), discredited=True)
    assert codes(decided(asked)) == ["complete"]


# ---------------------------------------------------------------- articles


@pytest.mark.parametrize("kind", [ItemType.CONFIRMATION, ItemType.PUBLIC_SERVICE, None])
def test_the_licensing_law_is_cited_for_licences_only(kind: ItemType | None) -> None:
    service = item(type=kind)
    for asked in (
        application(checked(FORM), checked(LEASE)),
        application(),
        replace(LATE_LEASE, undertaking_signed=False),
        replace(application(), needed=False),
        replace(application(), competent=False, target_agency="示例市局"),
        replace(application(), concealment=CONCEALED),
    ):
        assert {reason.article for reason in decided(asked, service).reasons} == {""}


# ---------------------------------------------------------------- small print


def test_an_item_is_taken_in_only_while_it_is_in_force() -> None:
    asked = application(checked(FORM))
    early = replace(item(FORM), effective_from="2026-03-03")
    late = replace(item(FORM), effective_to="2026-03-01")
    assert (refused(asked, early), refused(asked, late)) == ("item_not_yet", "item_expired")


def test_the_checklist_leaves_out_what_is_neither_due_nor_named() -> None:
    names = [line.material.name for line in checklist(application(), item(FORM, PHOTO))]
    assert names == ["申请表"]
    named = checklist(application(checked(PHOTO)), item(FORM, PHOTO))
    assert [(line.material.name, line.due) for line in named] == [
        ("申请表", True),
        ("照片", False),
    ]


def test_a_paper_without_a_fault_offers_no_correction() -> None:
    assert offers_correction(FORM, checked(FORM)) is False
    assert offers_correction(FORM, checked(FORM, DEFECTIVE, "未签字")) is True


def test_what_is_missing_is_listed_as_not_handed_in() -> None:
    decision = decided(application(checked(LEASE, DEFECTIVE, "缺页")))
    assert [(s.name, s.fault) for s in decision.shortfalls] == [
        ("申请表", "未提交"),
        ("租赁合同", "缺页"),
    ]


def test_every_date_on_an_unpublished_calendar_is_named_once() -> None:
    december = "2026-12-25T10:00:00+08:00"
    asked = replace(application(checked(FORM), at=december), undertaking_signed=True)
    other = replace(LEASE, name="章程")
    conditional = decided(asked, item(FORM, LEASE, other, promised=workdays(12)))
    assert conditional.provisional == (
        "notice_due", "make_good_by", "promised_due", "statutory_due"
    )  # fmt: skip
    returned = decided(application(at=december), item(FORM))
    assert returned.provisional == ("notice_due",)


def test_a_list_of_the_discredited_too_old_to_rely_on_needs_a_supervisor() -> None:
    stale = replace(LATE_LEASE, credit_stale=True)
    assert codes(decided(stale))[0] == "credit_stale"
    answered = decided(replace(stale, credit_approved_by="李示例"))
    assert answered.outcome is Outcome.CONDITIONALLY_ACCEPTED


def test_joint_handling_has_the_laws_45_days() -> None:
    decision = decided(replace(application(checked(FORM)), joint=True), item(FORM))
    assert decision.statutory_due is not None
    assert decision.statutory_due.isoformat() == "2026-05-08"


def test_what_comes_after_hours_is_due_the_next_workday_and_papers_later_are_not_late() -> None:
    today = item(FORM, promised=TimeLimit(0, LimitUnit.SAME_DAY), handling=Pace.ON_THE_SPOT)
    evening = application(checked(FORM), at="2026-03-02T18:00:00+08:00")
    due = {
        on: decide(
            evening, today, CALENDAR, on=date.fromisoformat(on) if on else None
        ).promised_due
        for on in (None, "2026-03-02", "2026-03-03")
    }
    assert {on: by and by.isoformat() for on, by in due.items()} == {
        None: "2026-03-03",
        "2026-03-02": "2026-03-03",
        "2026-03-03": "2026-03-03",
    }
