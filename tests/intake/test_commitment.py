"""告知承诺: a signed promise stands in for papers the item names, and is checked afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.catalogue.model import CommitmentPolicy, ServiceItem
from clerk_app.intake.model import Action, Application, Outcome, PaperState
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.bodies import application_of, decided_body, received_body
from clerk_app.intake.rules.decide import checklist, decide
from clerk_app.intake.rules.fold import fold_case
from clerk_app.intake.rules.scripted import read_application
from clerk_app.kernel.errors import Misused, Refused
from tests.intake.stories import CALENDAR, act, case
from tests.support.items import FORM, LEASE, RECORD, application, checked, event, item

POLICY = CommitmentPolicy(("体检证明", "租赁合同"), check_workdays=60, promises=("已经体检合格",))
ITEM = replace(item(FORM, RECORD, LEASE), commitment=POLICY)
PROMISED = replace(
    application(checked(FORM), checked(LEASE)), committed=("体检证明",), commitment_signed=True
)


def refused(asked: Application, service: ServiceItem = ITEM) -> Refused:
    with pytest.raises(Refused) as refusal:
        decide(asked, service, CALENDAR)
    return refusal.value


def test_the_paper_is_not_due_and_the_case_is_accepted_for_that_reason() -> None:
    decision = decide(PROMISED, ITEM, CALENDAR)
    assert decision.outcome is Outcome.ACCEPTED
    assert [reason.code for reason in decision.reasons] == ["complete", "commitment"]
    assert "体检证明" in decision.reasons[1].text
    assert [line.material.name for line in checklist(PROMISED, ITEM)] == ["申请表", "租赁合同"]


def test_a_promise_that_tells_nothing_is_judged_at_receipt_alone() -> None:
    untold = replace(ITEM, commitment=replace(POLICY, promises=()))
    assert refused(PROMISED, untold).code == "commitment_untold"
    faulty = replace(PROMISED, papers=(checked(FORM, PaperState.DEFECTIVE, fault="没有签名"),))
    assert refused(faulty, untold).code == "commitment_untold"
    later = decide(PROMISED, untold, CALENDAR, on=date(2026, 3, 3))
    assert later.outcome is Outcome.ACCEPTED
    told = replace(untold, conditions="有固定的场所")
    assert decide(PROMISED, told, CALENDAR).outcome is Outcome.ACCEPTED


def test_a_paper_that_was_brought_is_due_like_any_other() -> None:
    brought = replace(PROMISED, papers=(checked(FORM), checked(RECORD), checked(LEASE)))
    decision = decide(brought, ITEM, CALENDAR)
    assert [reason.code for reason in decision.reasons] == ["complete"]
    assert decision.check_on is None
    assert [line.material.name for line in checklist(brought, ITEM) if line.due] == [
        "申请表",
        "体检证明",
        "租赁合同",
    ]
    assert decide(replace(brought, discredited=True), ITEM, CALENDAR).outcome is Outcome.ACCEPTED


def test_until_when_it_is_checked_stands_in_the_decision() -> None:
    """Sixty workdays from Monday 2 March 2026; off: 6 April, 1 to 5 May (9 May made up)."""
    decision = decide(PROMISED, ITEM, CALENDAR)
    assert (decision.check_on, decision.provisional) == (date(2026, 5, 28), ())
    assert decided_body(PROMISED, decision)["check_on"] == "2026-05-28"
    unsaid = replace(ITEM, commitment=replace(POLICY, check_workdays=None))
    assert decide(PROMISED, unsaid, CALENDAR).check_on is None
    assert decide(application(checked(FORM), checked(LEASE)), ITEM, CALENDAR).check_on is None


def test_a_check_in_a_year_nobody_published_is_provisional() -> None:
    later = replace(PROMISED, received_at=PROMISED.received_at.replace(month=11))
    decision = decide(later, ITEM, CALENDAR)
    assert decision.check_on is not None
    assert decision.check_on.year == 2027
    assert "check_on" in decision.provisional


def test_without_a_promise_nothing_of_it_is_said() -> None:
    whole = application(checked(FORM), checked(LEASE), checked(RECORD))
    decision = decide(whole, ITEM, CALENDAR)
    assert [reason.code for reason in decision.reasons] == ["complete"]
    returned = decide(application(checked(FORM), checked(LEASE)), ITEM, CALENDAR)
    assert returned.outcome is Outcome.RETURNED_FOR_CORRECTION


def test_a_promise_covers_no_other_paper_that_is_missing() -> None:
    asked = replace(PROMISED, papers=(checked(LEASE),))
    decision = decide(asked, ITEM, CALENDAR)
    assert decision.outcome is Outcome.RETURNED_FOR_CORRECTION
    assert [s.name for s in decision.shortfalls] == ["申请表"]


def test_only_what_the_item_offers_may_be_promised() -> None:
    both = replace(PROMISED, committed=("体检证明", "申请表", "照片"))
    refusal = refused(both)
    assert refusal.code == "commitment_not_allowed"
    assert refusal.message.endswith("：申请表、照片")
    assert refused(PROMISED, replace(ITEM, commitment=None)).code == "commitment_not_allowed"


def test_it_is_signed_and_not_for_whoever_broke_a_promise() -> None:
    assert refused(replace(PROMISED, commitment_signed=False)).code == "commitment_unsigned"
    assert refused(replace(PROMISED, discredited=True)).code == "commitment_barred"


def test_what_is_answered_at_once_asks_for_no_signature() -> None:
    unsigned = replace(PROMISED, commitment_signed=False)
    assert decide(replace(unsigned, needed=False), ITEM, CALENDAR).outcome is Outcome.NOT_NEEDED


def test_a_check_records_what_was_found() -> None:
    state = case("granted", committed=("体检证明",))
    looked = act(Action.CHECK, reason="属实")
    assert judge(state, looked, CALENDAR) == {
        "on": "2026-03-04", "reason": "属实", "text": "属实", "agrees": 1
    }  # fmt: skip
    assert judge(state, replace(looked, agrees=False), CALENDAR)["agrees"] == 0


def test_the_promise_stands_in_the_receipt_and_comes_back_from_it() -> None:
    asked = replace(PROMISED, item_hash="c" * 64)
    body = received_body(asked, ITEM)
    assert body["committed"] == ["体检证明"]
    assert application_of(body) == asked
    assert "committed" not in received_body(application(), ITEM)
    state = fold_case([event("case.received", body, case="1")])
    assert state is not None
    assert state.committed == ("体检证明",)


# ---------------------------------------------------------------- the file

FILE: dict[str, Any] = {
    "item": "T-1",
    "received_at": "2026-03-02T10:05:00+08:00",
    "applicant": {"name": "示例申请人"},
}


def read(commitment: object) -> Application:
    raw = {**FILE, "commitment": commitment}
    return read_application(raw, today=date(2026, 3, 2))


def test_a_file_names_the_papers_and_whether_it_is_signed() -> None:
    asked = read({"papers": [" 体检证明 ", "租赁合同", "体检证明"], "signed": True})
    assert (asked.committed, asked.commitment_signed) == (("体检证明", "租赁合同"), True)
    assert not read({"papers": ["体检证明"]}).commitment_signed
    assert read(None).committed == ()


@pytest.mark.parametrize(
    "odd",
    [
        "x",
        {},
        {"papers": []},
        {"papers": "体检证明"},
        {"papers": [3]},
        {"papers": ["x"] * 1001},
        {"papers": ["x"], "signed": 1},
        {"papers": ["x"], "mood": 1},
    ],
)
def test_another_form_is_refused_by_name(odd: object) -> None:
    with pytest.raises(Misused) as misuse:
        read(odd)
    assert misuse.value.code == "bad_intake_file"
    assert "commitment" in misuse.value.message or "signed" in misuse.value.message


def test_a_thousand_papers_may_be_named() -> None:
    many = [f"材料{n}" for n in range(1000)]
    assert read({"papers": many}).committed == tuple(many)
