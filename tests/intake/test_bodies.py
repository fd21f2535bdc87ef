"""What is recorded of an application and a decision: the exact bodies, for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clerk_app.intake.model import (
    Concealment,
    Decision,
    LegalTerms,
    OtherHall,
    Outcome,
    PaperState,
    Reason,
    Shortfall,
)
from clerk_app.intake.rules.bodies import (
    application_of,
    decided_body,
    received_body,
    terms_body,
)
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.fold import fold_case
from clerk_app.journal.canonical import Body, canonical
from clerk_app.kernel.errors import Damaged
from clerk_app.kernel.local_rules import DEFAULT
from tests.intake.stories import CALENDAR
from tests.support.items import AGENT, FORM, LEASE, application, checked, event, item


def test_a_receipt_records_who_asked_for_what_with_which_papers() -> None:
    asked = replace(
        application(
            checked(FORM, PaperState.DEFECTIVE, "未签字", "declined", copies=3),
            checked(LEASE, PaperState.MISSING, copies=0),
            at="2026-03-01T23:30:00+00:00",
            answers=(("代办", "是"),),
        ),
        agent=AGENT,
    )
    body = received_body(asked, item())
    assert body == {
        "item": "T-1",
        "item_name": "测试事项",
        "item_hash": "c" * 64,
        "department": "示例局",
        "received_at": "2026-03-02T07:30:00.000+08:00",
        "received_on": "2026-03-02",
        "terms": {
            "clock_starts": "acceptance",
            "licensing": 1,
            "statutory": {"value": 20, "unit": "工作日"},
            "on_expiry": "退件",
        },
        "applicant": {"kind": "person", "name": "示例申请人𬱖䶮"},
        "agent": {"kind": "person", "name": "示例代办人"},
        "situations": [{"key": "代办", "answer": "是"}],
        "papers": [
            {
                "name": "申请表",
                "state": "defective",
                "copies": 3,
                "fault": "未签字",
                "correction": "declined",
            },
            {"name": "租赁合同", "state": "missing", "copies": 0},
        ],
    }
    assert canonical(body)


def test_what_is_not_there_leaves_no_key() -> None:
    body = received_body(application(), replace(item(), department=""))
    assert body.keys() == {
        "item", "item_name", "item_hash", "received_at", "received_on", "applicant",
        "terms",
    }  # fmt: skip
    decision = Decision(Outcome.NOT_NEEDED, date(2026, 3, 2), notice_due=date(2026, 3, 2))
    assert decided_body(application(), decision).keys() == {
        "outcome", "received_on", "notice_due", "reasons"
    }  # fmt: skip


def test_a_decision_records_its_dates_shortfalls_reasons_and_grounds() -> None:
    asked = replace(
        application(),
        target_agency="示例市局",
        undertaking_signed=True,
        discredited=True,
        concealment=Concealment("伪造", "查无", "张工", "李科长"),
    )
    decision = Decision(
        Outcome.CONDITIONALLY_ACCEPTED,
        date(2026, 12, 25),
        notice_due=date(2027, 1, 4),
        accepted_on=date(2026, 12, 25),
        promised_due=date(2026, 12, 31),
        statutory_due=date(2027, 1, 22),
        make_good_by=date(2026, 12, 29),
        provisional=("notice_due", "statutory_due"),
        shortfalls=(Shortfall("租赁合同", "缺页", True, date(2026, 12, 29)),),
        reasons=(
            Reason("deferrable_missing", "可以后补", ""),
            Reason("defective", "缺页", "某条"),
        ),
    )
    body = decided_body(asked, decision)
    assert body == {
        "outcome": "conditionally_accepted",
        "received_on": "2026-12-25",
        "notice_due": "2027-01-04",
        "accepted_on": "2026-12-25",
        "promised_due": "2026-12-31",
        "statutory_due": "2027-01-22",
        "make_good_by": "2026-12-29",
        "target_agency": "示例市局",
        "provisional": ["notice_due", "statutory_due"],
        "shortfalls": [
            {"name": "租赁合同", "fault": "缺页", "deferrable": 1, "make_good_by": "2026-12-29"}
        ],
        "reasons": [
            {"code": "deferrable_missing", "text": "可以后补"},
            {"code": "defective", "text": "缺页", "article": "某条"},
        ],
        "undertaking_signed": 1,
        "discredited": 1,
        "concealment": {
            "fact": "伪造",
            "evidence": "查无",
            "found_by": "张工",
            "approved_by": "李科长",
        },
    }
    assert canonical(body)


# ---------------------------------------------------------------- read back

WHOLE = replace(
    application(
        checked(FORM, PaperState.DEFECTIVE, "未签字", "declined", copies=3),
        checked(LEASE, PaperState.MISSING, copies=0),
        answers=(("代办", "是"),),
    ),
    agent=replace(AGENT, id_type="other", id_number="1", phone="2"),
    undertaking_signed=True,
    discredited=True,
    arrival="post",
    joint=True,
    item_hash="c" * 64,
    produced=("营业执照",),
)


def test_an_application_is_read_back_as_it_was_recorded() -> None:
    stale = replace(WHOLE, credit_stale=True, credit_approved_by="李示例")
    elsewhere = replace(WHOLE, for_hall=OtherHall("511602", "示例市大厅"))
    for asked in (WHOLE, stale, elsewhere, replace(application(), item_hash="c" * 64)):
        assert application_of(received_body(asked, item())) == asked
    assert "credit_stale" not in received_body(WHOLE, item())
    assert received_body(replace(WHOLE, deposit=True), item())["deposit"] == 1


def test_what_was_signed_and_answered_later_is_read_back_too() -> None:
    """An undertaking and a supervisor's answer for a stale list stand in the decision."""
    asked = replace(WHOLE, undertaking_signed=False, credit_stale=True)
    first = received_body(asked, item())
    assert application_of(first, [{"outcome": "returned_for_correction"}]) == asked
    decision = decide(replace(asked, competent=False, target_agency="示例局"), item(), CALENDAR)
    answered = replace(asked, undertaking_signed=True, credit_approved_by="李示例")
    later = decided_body(answered, decision)
    assert (later["undertaking_signed"], later["credit_approved_by"]) == (1, "李示例")
    assert application_of(first, [later, {"outcome": "accepted"}]) == answered
    assert "credit_approved_by" not in decided_body(asked, decision)


@pytest.mark.parametrize(
    "broken",
    [
        {"received_at": "yesterday"},
        {"received_at": 3},
        {"applicant": "示例人"},
        {"agent": []},
        {"papers": [{"name": "申请表", "state": "eaten"}]},
        {"produced": 3},
    ],
)
def test_a_receipt_nobody_can_read_is_damaged(broken: Body) -> None:
    with pytest.raises(Damaged) as damage:
        application_of(received_body(WHOLE, item()) | broken)
    assert damage.value.code == "bad_body"


def test_a_receipt_without_an_applicant_is_damaged() -> None:
    body = received_body(WHOLE, item())
    del body["applicant"]
    with pytest.raises(Damaged):
        application_of(body)


def test_what_is_entered_a_workday_later_is_entered_in_time() -> None:
    assert DEFAULT.back_entered_workdays == 1  # the published default


def test_the_terms_stand_in_the_body_and_come_back_from_it() -> None:
    full = LegalTerms(
        (10, "工作日"), (20, "日"), True, True, "made_good", "暂停", 15, 6, deems=False
    )
    assert terms_body(full) == {
        "clock_starts": "made_good",
        "licensing": 1,
        "promised": {"value": 10, "unit": "工作日"},
        "statutory": {"value": 20, "unit": "日"},
        "joint": 1,
        "on_expiry": "暂停",
        "grace_workdays": 15,
        "block_months": 6,
        "deems": 0,
    }
    assert terms_body(LegalTerms()) == {"clock_starts": "acceptance"}
    own = LegalTerms(off_duty="18:00", start_counts=True)
    assert terms_body(own) == {
        "clock_starts": "acceptance",
        "off_duty": "18:00",
        "start_counts": 1,
    }
    for terms in (full, own, LegalTerms(), LegalTerms(licensing=True, block_months=1)):
        state = fold_case([event("case.received", {"terms": terms_body(terms)}, case="1")])
        assert state is not None
        assert state.terms == terms


def test_how_it_came_and_for_what_terms_is_recorded() -> None:
    body = received_body(WHOLE, item())
    assert (body["arrival"], body["undertaking_signed"], body["discredited"]) == ("post", 1, 1)
    assert body["produced"] == ["营业执照"]
    answered = received_body(replace(WHOLE, credit_approved_by="李示例"), item())
    assert answered["credit_approved_by"] == "李示例"
    assert body["terms"] == {
        "clock_starts": "acceptance",
        "licensing": 1,
        "joint": 1,
        "statutory": {"value": 45, "unit": "工作日"},
        "on_expiry": "退件",
    }
