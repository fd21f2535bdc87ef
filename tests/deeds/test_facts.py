"""What the papers of a decided application are given to say, on a real workstation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue.model import (
    Answer,
    ClockStart,
    DeferralPolicy,
    Fee,
    FeeItem,
    ItemType,
    Keep,
    LimitUnit,
    Material,
    Necessity,
    OnExpiry,
    ServiceItem,
    Situation,
    SpecialKind,
    SpecialProcedure,
    TimeLimit,
)
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.deeds.facts import document_facts
from clerk_app.intake.model import Application, Concealment, Decision, PaperState, Reason
from clerk_app.intake.rules.decide import decide
from clerk_app.notices.facts import DocumentFacts, FeeLine, PaperLine
from tests.support.items import FORM, PHOTO, application, checked, item
from tests.support.stores import HALL, HALL_NAME, PASSPHRASE, HandClock, create

HERE = Hall(HALL, HALL_NAME, "0001")
CARD = Material("身份证", Necessity.REQUIRED, keep=Keep.VERIFIED)
PICTURES = Material("照片三张", Necessity.REQUIRED, form="照片", originals=0, copies=3)
LATER = Material("租赁合同", Necessity.DEFERRABLE)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("station") / "w"
    create(folder)
    with Workstation(HandClock()).open(folder, PASSPHRASE) as opened:
        yield opened


def told(
    counter: Counter,
    kind: str,
    what: ServiceItem,
    asked: Application,
    decision: Decision | None = None,
    *,
    back_entered: bool = False,
) -> DocumentFacts:
    return document_facts(
        counter,
        HERE,
        kind=kind,
        number="51160200012600000163-01",
        case="51160200012600000163",
        item=what,
        application=asked,
        decision=decision or decide(asked, what, counter.calendar),
        sample=False,
        back_entered=back_entered,
    )


def test_when_it_was_entered_is_a_flag_and_never_a_ground(counter: Counter) -> None:
    what, asked = item(FORM), application(checked(FORM))
    decision = decide(asked, what, counter.calendar)
    late = replace(decision, reasons=(*decision.reasons, Reason("back_entered", "后补录入")))
    facts = told(counter, "acceptance", what, asked, late)
    assert facts.back_entered
    assert [reason.code for reason in facts.reasons] == ["complete"]
    assert told(counter, "acceptance", what, asked, back_entered=True).back_entered
    assert not told(counter, "acceptance", what, asked).back_entered


@pytest.mark.parametrize(("asked", "agency"), [("not_competent", "县交通局"), ("concealment", "")])
def test_the_other_agency_is_named_only_where_this_one_is_not_competent(
    asked: str, agency: str, counter: Counter
) -> None:
    act = replace(application(), target_agency="县交通局", competent=asked != "not_competent")
    if asked == "concealment":
        act = replace(act, concealment=Concealment("伪造", "", "", "负责人"))
    facts = told(counter, "non_acceptance", item(FORM), act)
    assert [reason.code for reason in facts.reasons] == [asked]
    assert facts.target_agency == agency


def test_papers_may_be_fetched_only_where_some_stay_at_the_window(counter: Counter) -> None:
    what = item(FORM, CARD)
    refused = replace(application(), needed=False)

    def returnable(*papers: Material) -> bool:
        act = replace(refused, papers=tuple(checked(paper) for paper in papers))
        return told(counter, "not_needed", what, act).returnable

    assert returnable(FORM)
    assert not returnable(CARD)
    assert not returnable()


def test_what_is_due_is_said_in_the_words_of_the_catalogue(counter: Counter) -> None:
    facts = told(counter, "acceptance", item(PICTURES), application(checked(PICTURES, copies=3)))
    assert facts.papers[0].due == "3份"


def test_a_receipt_alone_names_what_was_handed_in_unasked_and_names_it_last(
    counter: Counter,
) -> None:
    what = item(PHOTO, FORM, CARD)
    asked = application(checked(PHOTO, copies=2), checked(CARD))
    receipt = told(counter, "receipt", what, asked)
    notice = told(counter, "one_time_notice", what, asked)
    assert [(p.name, p.not_due) for p in receipt.papers] == [
        ("申请表", False),
        ("身份证", False),
        ("照片", True),
    ]
    assert [paper.name for paper in notice.papers] == ["申请表", "身份证"]
    assert receipt.notice_given
    idle = application(checked(PHOTO, PaperState.MISSING), checked(CARD))
    assert not any(paper.not_due for paper in told(counter, "receipt", what, idle).papers)


def test_lengths_notes_and_the_policy_of_deferral_reach_the_page(counter: Counter) -> None:
    what = replace(
        item(
            FORM,
            LATER,
            type=ItemType.CONFIRMATION,
            promised=TimeLimit(10, LimitUnit.WORKDAY, "不含现场核查"),
            legal=TimeLimit(20, LimitUnit.WORKDAY, "不含公示"),
            deferral=DeferralPolicy(
                enabled=True,
                bound_workdays=5,
                on_expiry=OnExpiry.SUSPEND,
                grace_workdays=3,
                clock_starts=ClockStart.MADE_GOOD,
            ),
        ),
        fee=Fee(charge=True, amount_fen=2000, per="证", note="首次申领免收"),
    )
    asked = replace(application(checked(FORM)), undertaking_signed=True)
    facts = told(counter, "conditional_acceptance", what, asked)
    assert facts.item_type == "行政确认"
    assert (facts.promised_text, facts.promised_note) == ("10 个工作日", "不含现场核查")
    assert (facts.statutory_text, facts.statutory_note) == ("20 个工作日", "不含公示")
    assert (facts.fee, facts.fee_note) == ("20 元/证", "首次申领免收")
    assert (facts.clock_starts, facts.on_expiry, facts.grace) == ("made_good", "暂停", 3)


@pytest.mark.parametrize(
    ("question", "words"), [("是否委托", "是否委托：否"), ("是否委托？", "是否委托？否")]
)
def test_a_question_without_its_mark_is_joined_by_a_colon(
    question: str, words: str, counter: Counter
) -> None:
    asking = Situation("代办", question, (Answer("否", "否"),))
    asked = application(checked(FORM), answers=(("代办", "否"),))
    facts = told(counter, "acceptance", item(FORM, situations=(asking,)), asked)
    assert facts.situation == words


def test_a_window_of_digits_is_called_a_window(counter: Counter) -> None:
    what, asked = item(FORM), application(checked(FORM))
    assert told(counter, "acceptance", what, asked).window == "1 号窗口"
    named = replace(counter, window="03号综合窗口")
    assert told(named, "acceptance", what, asked).window == "03号综合窗口"


def test_a_paper_due_in_words_is_at_least_one_piece() -> None:
    assert PaperLine("批文", due="1份").pieces_due == 1
    assert PaperLine("批文").pieces_due == 0


def test_an_acceptance_is_told_its_special_procedures_and_the_ground_of_the_fee(
    counter: Counter,
) -> None:
    special = SpecialProcedure(
        SpecialKind.TESTING, length="十个工作日", basis="《测试办法》第五条"
    )
    what = replace(
        item(FORM),
        special_procedures=(special,),
        fees=(FeeItem("工本费", 1000, "证", "《测试收费办法》第二条"),),
    )
    facts = told(counter, "acceptance", what, application(checked(FORM)))
    assert facts.special_procedures == (
        f"{special.kind}，所需时间：十个工作日，依据：《测试办法》第五条",
    )
    assert facts.fees == (FeeLine("工本费", "10 元/证", "《测试收费办法》第二条"),)
    receipt = told(counter, "receipt", what, application(checked(FORM)))
    assert (receipt.special_procedures, receipt.fees) == ((), ())
    one = replace(item(FORM), fee=Fee(True, 500, "本", basis="《测试收费办法》第三条"))
    facts = told(counter, "acceptance", one, application(checked(FORM)))
    assert facts.fees == (FeeLine("收费", "5 元/本", "《测试收费办法》第三条"),)


def test_a_receipt_is_told_pages_and_where_each_paper_comes_from(counter: Counter) -> None:
    issued = Material("体检证明", Necessity.REQUIRED, source_channel="政府部门核发")
    asked = application(replace(checked(issued), pages=3), checked(FORM))
    papers = told(counter, "receipt", item(FORM, issued), asked).papers
    assert [(p.name, p.pages, p.source) for p in papers] == [
        ("申请表", 0, ""),
        ("体检证明", 3, "政府部门核发"),
    ]


def test_the_qr_is_the_halls_web_address_where_it_set_one(counter: Counter) -> None:
    what, asked = item(FORM), application(checked(FORM))
    assert told(counter, "acceptance", what, asked).query == f"hall:{HALL}:51160200012600000163"
    local = replace(counter.calendar.local, query_url="https://hall.example/q?n={number}")
    ours = replace(counter, calendar=replace(counter.calendar, local=local))
    query = told(ours, "acceptance", what, asked).query
    assert query == "https://hall.example/q?n=51160200012600000163"


def test_remedies_are_told_the_organ_and_the_court_of_the_hall(counter: Counter) -> None:
    local = replace(counter.calendar.local, review_organ="测试县人民政府", court="测试县人民法院")
    ours = replace(counter, calendar=replace(counter.calendar, local=local))
    refused = replace(application(), needed=False)
    facts = told(ours, "not_needed", item(FORM), refused)
    assert (facts.review_organ, facts.court) == ("测试县人民政府", "测试县人民法院")
    accepted = told(ours, "acceptance", item(FORM), application(checked(FORM)))
    assert (accepted.review_organ, accepted.court) == ("", "")
