"""Papers that come after the first decision: 补正, 当场更正 and 容缺 made good."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import (
    Action,
    Application,
    CaseState,
    CheckedPaper,
    Outcome,
    PaperState,
)
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.bodies import paper_bodies
from clerk_app.intake.rules.papers_later import Later, judge_later, merged, notice_words
from clerk_app.intake.rules.steps import KIND_OF
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from tests.intake.stories import CALENDAR, LICENCE, act, case, day, held, history, notice
from tests.support.items import FORM, LEASE, PHOTO, application, checked, item, workdays

IN_ORDER, MISSING, DEFECTIVE, CORRECTED = (
    PaperState.IN_ORDER,
    PaperState.MISSING,
    PaperState.DEFECTIVE,
    PaperState.CORRECTED_ON_THE_SPOT,
)
SERVICE = item(FORM, LEASE, PHOTO, promised=workdays(10))
RETURNED = case(
    "returned_for_correction",
    papers=(
        held("申请表", fault="未提交", listed="未提交"),
        held("租赁合同", "defective", fault="缺页", listed="缺页", handed_on="2026-03-02"),
    ),
    documents=(notice("2026-03-02"),),
)
ASKED = application(checked(LEASE, DEFECTIVE, "缺页"))
WAITING = case(
    "conditionally_accepted",
    conditional=True,
    make_good_by="2026-03-16",
    terms=replace(LICENCE, on_expiry="退件"),
    papers=(
        held("申请表", "in_order", handed_on="2026-03-02"),
        held("租赁合同", fault="未提交", deferrable=True, make_good_by="2026-03-16"),
    ),
)
PROMISED = replace(application(checked(FORM)), undertaking_signed=True)


def bring(*papers: CheckedPaper, on: str = "2026-03-04", **more: Any) -> CaseAct:
    return act(Action.SUPPLY, on, papers=papers, **more)


def judged(
    state: CaseState,
    what: CaseAct,
    asked: Application = ASKED,
    service: ServiceItem = SERVICE,
) -> Later:
    body: Body = {"on": what.on.isoformat(), "papers": paper_bodies(what.papers)}
    after = history((KIND_OF[what.action], body), first=state)
    return judge_later(asked, state, after, what, service, CALENDAR)


def refused(state: CaseState, what: CaseAct, asked: Application = ASKED) -> Refused:
    with pytest.raises(Refused) as refusal:
        judged(state, what, asked)
    return refusal.value


# ---------------------------------------------------------------- 补正


def test_with_the_last_paper_the_case_is_accepted_as_of_that_day() -> None:
    later = judged(RETURNED, bring(checked(FORM), checked(LEASE), on="2026-03-05"))
    assert later.decision is not None
    assert later.decision.outcome is Outcome.ACCEPTED
    assert later.decision.accepted_on == day("2026-03-05")
    assert later.decision.promised_due == day("2026-03-19")
    assert (later.still_open, later.blocked) == ((), ())


def test_while_one_is_wanting_it_is_returned_again_with_what_is_open() -> None:
    later = judged(RETURNED, bring(checked(LEASE)))
    assert later.decision is not None
    assert later.decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert (later.still_open, later.blocked) == (("申请表",), ())


def test_a_new_defect_of_a_paper_that_came_may_be_said() -> None:
    later = judged(RETURNED, bring(checked(FORM, DEFECTIVE, "内容不实"), checked(LEASE)))
    assert (later.still_open, later.blocked) == (("申请表",), ())


def test_a_defect_the_first_notice_did_not_list_is_blocked() -> None:
    again = bring(checked(FORM), checked(LEASE, DEFECTIVE, "无印章", copies=0))
    later = judged(RETURNED, again)
    assert (later.still_open, later.blocked) == (("租赁合同",), ("租赁合同",))
    no_notice_yet = judged(replace(RETURNED, documents=(notice(""),)), again)
    assert no_notice_yet.blocked == ()


def test_a_missing_paper_never_becomes_a_refusal() -> None:
    for papers in ((checked(LEASE),), (checked(FORM, DEFECTIVE, "内容不实"),)):
        later = judged(RETURNED, bring(*papers))
        assert later.decision is not None
        assert later.decision.outcome is Outcome.RETURNED_FOR_CORRECTION


def test_an_undertaking_signed_later_lets_a_paper_wait() -> None:
    lease_only = replace(RETURNED, papers=(held("申请表", "in_order"), held("租赁合同")))
    asked = application(checked(FORM))
    refusal = refused(lease_only, bring(checked(FORM)), asked)
    assert refusal.code == "nothing_new"
    alone = judged(lease_only, bring(checked(FORM), undertaking_signed=True), asked)
    assert alone.decision is not None  # the signature itself is what is new
    assert alone.decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    nothing = judged(lease_only, bring(undertaking_signed=True), asked)
    assert nothing.decision == alone.decision
    signed_before = replace(asked, undertaking_signed=True)
    twice = refused(lease_only, bring(checked(FORM), undertaking_signed=True), signed_before)
    assert twice.code == "nothing_new"
    waiting = refused(WAITING, bring(checked(FORM), undertaking_signed=True), asked)
    assert waiting.code == "nothing_new"  # once accepted there is nothing left to sign for
    signed = judged(
        lease_only, bring(checked(PHOTO), undertaking_signed=True, on="2026-03-05"), asked
    )
    assert signed.decision is not None
    assert signed.decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    assert signed.decision.make_good_by == day("2026-03-19")
    assert signed.application.undertaking_signed


def test_a_stale_list_that_was_answered_for_is_not_asked_about_again() -> None:
    lease_only = replace(RETURNED, papers=(held("申请表", fault="未提交"), held("租赁合同")))
    stale = replace(application(), undertaking_signed=True, credit_stale=True)
    asked_again = judged(lease_only, bring(checked(FORM)), stale)
    assert asked_again.decision is not None
    assert asked_again.decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    answered = judged(
        lease_only, bring(checked(FORM)), replace(stale, credit_approved_by="李示例")
    )
    assert answered.decision is not None
    assert answered.decision.outcome is Outcome.CONDITIONALLY_ACCEPTED


def test_the_list_is_the_one_the_case_was_opened_under() -> None:
    with pytest.raises(Refused) as refusal:
        judged(RETURNED, bring(checked("章程")))
    assert refusal.value.code == "unknown_material"


def test_what_was_in_order_at_acceptance_is_not_found_fault_with_later() -> None:
    came = bring(checked(LEASE), checked(FORM, DEFECTIVE, "内容不实"))
    refusal = refused(WAITING, came, PROMISED)
    assert refusal.code == "not_in_first_notice"
    assert "申请表" in refusal.message
    assert "租赁合同" not in refusal.message


# ---------------------------------------------------------------- nothing new


@pytest.mark.parametrize(
    "paper",
    [
        checked(LEASE, DEFECTIVE, "缺页", copies=0),
        checked(FORM, MISSING, "未提交", copies=0),
        checked(FORM, MISSING, "未提交", copies=1),  # a missing paper has no pieces
    ],
)
def test_what_was_known_is_nothing_new(paper: CheckedPaper) -> None:
    refusal = refused(RETURNED, bring(paper))
    assert refusal.code == "nothing_new"
    assert refused(WAITING, bring(checked(FORM)), PROMISED).code == "nothing_new"
    assert refused(WAITING, bring(), PROMISED).code == "nothing_new"


def test_pieces_that_were_too_few_may_come_alone() -> None:
    short = replace(RETURNED, papers=(held("申请表", "in_order"), held("租赁合同")))
    asked = application(checked(FORM, copies=1))
    later = judged(short, bring(checked(FORM, copies=2)), asked)
    assert later.still_open == ("租赁合同",)
    for copies in (0, 1):  # the same, or fewer than lie there, is nothing
        assert refused(short, bring(checked(FORM, copies=copies)), asked).code == "nothing_new"


@pytest.mark.parametrize(
    "paper",
    [
        checked(LEASE, IN_ORDER),
        checked(LEASE, DEFECTIVE, "无印章", copies=0),  # another fault of what lies there
        checked(FORM, IN_ORDER, "未提交", copies=0),  # another state, and the same words
        checked(LEASE, DEFECTIVE, "缺页"),  # it came again, with the same fault
        checked(PHOTO),  # nobody had named it
    ],
)
def test_another_state_another_fault_and_another_piece_are_news(paper: CheckedPaper) -> None:
    assert judged(RETURNED, bring(paper)).decision is not None
    known = checked(FORM, MISSING, "未提交", copies=0)
    assert judged(RETURNED, bring(known, paper)).decision is not None


# ---------------------------------------------------------------- 当场更正


def correct(*papers: CheckedPaper) -> CaseAct:
    return act(Action.CORRECT, papers=papers)


def test_a_correction_on_the_spot_says_what_was_put_right() -> None:
    right = correct(checked(LEASE, CORRECTED, correction="补了第二页"))
    later = judged(RETURNED, right)
    assert later.still_open == ("申请表",)
    for paper in (
        checked(LEASE, CORRECTED, correction="  "),
        checked(LEASE, IN_ORDER, correction="补了第二页"),
    ):
        refusal = refused(RETURNED, correct(paper))
        assert refusal.code == "correction_missing"
        assert "租赁合同" in refusal.message
    both = correct(
        checked(LEASE, CORRECTED, correction="补了第二页"), checked(FORM, CORRECTED, correction="")
    )
    assert refused(RETURNED, both).code == "correction_missing"


def test_papers_that_are_supplied_need_no_word_of_correction() -> None:
    assert judged(RETURNED, bring(checked(LEASE, CORRECTED))).still_open == ("申请表",)


# ---------------------------------------------------------------- 容缺 made good


def test_a_promised_paper_that_came_leaves_nothing_open_and_decides_nothing() -> None:
    later = judged(WAITING, bring(checked(LEASE), on="2026-03-16"), PROMISED)
    assert (later.decision, later.still_open, later.blocked) == (None, (), ())
    assert {p.name: p.state for p in later.application.papers} == {
        "申请表": IN_ORDER,
        "租赁合同": IN_ORDER,
    }


def test_a_paper_brought_to_a_case_accepted_by_silence_decides_nothing() -> None:
    accepted = replace(RETURNED, state="accepted", accepted_on="2026-03-02", deemed=True)
    later = judged(accepted, bring(checked(FORM)))
    assert (later.decision, later.still_open, later.blocked) == (None, ("租赁合同",), ())


def test_a_promised_paper_with_a_fault_stays_open() -> None:
    later = judged(WAITING, bring(checked(LEASE, DEFECTIVE, "缺页")), PROMISED)
    assert (later.decision, later.still_open) == (None, ("租赁合同",))


def test_papers_are_checked_as_at_the_window() -> None:
    faultless = bring(checked(LEASE, DEFECTIVE, ""))
    assert refused(WAITING, faultless, PROMISED).code == "fault_missing"
    offered = bring(checked(FORM, DEFECTIVE, "未签字"))
    assert refused(WAITING, offered, PROMISED).code == "offer_correction"
    assert refused(RETURNED, bring(checked(FORM, DEFECTIVE, "未签字"))).code == "offer_correction"


@pytest.mark.parametrize(
    ("on_expiry", "last", "late"),
    [
        ("退件", "2026-03-16", "2026-03-17"),
        ("终止", "2026-03-16", "2026-03-17"),
        ("暂停", "2026-04-07", "2026-04-08"),
    ],
)
def test_after_the_last_day_the_policy_allows_a_promise_is_broken(
    on_expiry: str, last: str, late: str
) -> None:
    terms = replace(LICENCE, on_expiry=on_expiry, grace_workdays=15)
    state = replace(WAITING, terms=terms)
    assert judged(state, bring(checked(LEASE), on=last), PROMISED).still_open == ()
    assert refused(state, bring(checked(LEASE), on=late), PROMISED).code == "deferral_expired"


def test_papers_that_lie_at_the_window_are_completed_by_the_day_agreed_on() -> None:
    lying = replace(RETURNED, make_good_by="2026-03-16", terms=WAITING.terms)
    last = judged(lying, bring(checked(FORM), checked(LEASE), on="2026-03-16"))
    assert last.decision is not None
    assert last.decision.accepted_on == day("2026-03-16")
    late = bring(checked(FORM), checked(LEASE), on="2026-03-17")
    assert refused(lying, late).code == "deferral_expired"


@pytest.mark.parametrize(
    ("last", "late"), [("2026-03-13", "2026-03-14"), ("2026-04-03", "2026-04-04")]
)
def test_a_day_of_rest_after_the_last_day_is_too_late_for_what_lies_there(
    last: str, late: str
) -> None:
    """Friday 13 March before a weekend, Friday 3 April before Qingming."""
    lying = replace(RETURNED, make_good_by=last, terms=WAITING.terms)
    came = judged(lying, bring(checked(FORM), checked(LEASE), on=last))
    assert came.decision is not None
    assert came.decision.outcome is Outcome.ACCEPTED
    refusal = refused(lying, bring(checked(FORM), checked(LEASE), on=late))
    assert refusal.code == "deferral_expired"
    promised = replace(WAITING, make_good_by=last, terms=WAITING.terms)
    assert judged(promised, bring(checked(LEASE), on=last), PROMISED).still_open == ()
    assert refused(promised, bring(checked(LEASE), on=late), PROMISED).code == "deferral_expired"


# ---------------------------------------------------------------- the whole application


def test_the_application_is_merged_with_what_is_held_and_what_came() -> None:
    before = application(
        checked(FORM, MISSING, copies=0),
        checked(LEASE, DEFECTIVE, "缺页", correction="declined", copies=3),
    )
    state = case(
        papers=(
            held("租赁合同", "defective", fault="模糊"),
            held("照片", "in_order"),
            held("章程"),
        )
    )
    whole = merged(before, state, bring(checked(FORM, copies=2), checked(LEASE, copies=0)))
    assert whole.papers == (
        CheckedPaper("申请表", IN_ORDER, copies=2),
        CheckedPaper("租赁合同", IN_ORDER, copies=3),
        CheckedPaper("照片", IN_ORDER, copies=1),
        CheckedPaper("章程", MISSING, copies=0),
    )
    kept = merged(before, state, bring())
    assert kept.papers[1] == CheckedPaper("租赁合同", DEFECTIVE, "模糊", "declined", 3)
    new = merged(before, case(), bring(checked("验资报告", copies=0)))
    assert new.papers[-1] == CheckedPaper("验资报告", IN_ORDER, copies=0)


@pytest.mark.parametrize(
    ("first", "now", "signed"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_an_undertaking_once_signed_is_signed(first: bool, now: bool, signed: bool) -> None:
    asked = replace(ASKED, undertaking_signed=first)
    whole = merged(asked, RETURNED, bring(undertaking_signed=now))
    assert whole.undertaking_signed is signed


def test_the_words_name_every_paper() -> None:
    assert notice_words(("照片", "章程")) == (
        "第一次告知没有列出、也不是之后新交的材料，不能再要求补正：照片、章程"
    )
