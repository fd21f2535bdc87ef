"""Whose hands the papers are in: what came, what lies here, what went back, what is sent on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.print_document import find_document
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState, CheckedPaper
from clerk_app.kernel.errors import Refused
from tests.deeds.test_intake_papers import (
    DEFECTIVE,
    IN_ORDER,
    MISSING,
    THERE,
    act,
    asked,
    large,
    page,
    take,
)
from tests.support.stores import OPERATOR, HandClock

DAY = 24 * 3600
ITEM: dict[str, Any] = {
    "code": "P-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {
            "name": "身份证",
            "necessity": "必要",
            "form": "原件、复印件",
            "originals": 1,
            "copies": 1,
            "keep": "核验",
        },
        {"name": "租赁合同", "necessity": "必要", "form": "原件、复印件", "copies": 1},
        {"name": "户口簿", "necessity": "必要", "keep": "核验"},
    ],
}
LATER = {
    **ITEM,
    "code": "P-3",
    "name": "测试容缺许可",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
    "materials": [
        *ITEM["materials"],
        {"name": "设备清单", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 5},
    ],
}
ASKING = {
    **ITEM,
    "code": "P-8",
    "name": "测试情形许可",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "授权委托书", "necessity": "情形必要", "applies_when": "委托他人办理"},
    ],
    "situations": [
        {
            "key": "agent",
            "question": "由谁办理？",
            "answers": [
                {"value": "self", "label": "本人办理", "adds": []},
                {"value": "agent", "label": "委托他人办理", "adds": ["授权委托书"]},
            ],
        }
    ],
}
FORM = CheckedPaper("申请书", IN_ORDER, copies=1)
CARD = CheckedPaper("身份证", IN_ORDER, copies=2)
LEASE = CheckedPaper("租赁合同", IN_ORDER, copies=2)
BOOK = CheckedPaper("户口簿", IN_ORDER, copies=1)
ALL = (FORM, CARD, LEASE, BOOK)


ITEMS = (ITEM, LATER, ASKING)


def line(name: str, copies: int, state: str = "in_order", **more: Any) -> dict[str, Any]:
    return {"name": name, "state": state, "copies": copies, **more}


def supply(counter: Counter, number: str, *lines: dict[str, Any], **more: Any) -> None:
    act(counter, number, "supply", materials=[*lines], **more)


def case(counter: Counter, number: str) -> CaseState:
    with counter.store.reading() as db:
        return intake.case(db, counter.viewer, number)


def returned(counter: Counter, number: str) -> str:
    """What stands on the 退件单 between its list and what follows."""
    text = page(counter, number, "return")
    return text[text.index("退回的材料") : text.index("如数领回")]


# ---------------------------------------------------------------- what came is here


def test_a_denial_calls_nothing_missing_that_came(counter: Counter) -> None:
    """One paper was named as missing, one not at all, one came with a piece too few."""
    few = replace(LEASE, copies=1)
    number = take(counter, FORM, few, replace(CARD, state=MISSING, copies=0))
    supply(counter, number, line("租赁合同", 2), line("身份证", 2), line("户口簿", 1))
    act(
        counter, number, "deny", approver=OPERATOR, reason="不符合规划", basis="《测试条例》第三条"
    )
    papers = find_document(counter, number, "denial").facts.papers
    assert [(p.name, p.state, p.copies_in) for p in papers] == [
        ("申请书", "in_order", 1),
        ("身份证", "in_order", 2),
        ("租赁合同", "in_order", 2),
        ("户口簿", "in_order", 1),
    ]
    assert "缺" not in page(counter, number, "denial")


@pytest.mark.parametrize("first", ["named", "not named", "too few"])
def test_what_came_later_goes_back_with_all_its_pieces(counter: Counter, first: str) -> None:
    lease = {
        "named": (replace(LEASE, state=MISSING, copies=0),),
        "not named": (),
        "too few": (replace(LEASE, copies=1),),
    }[first]
    number = take(counter, FORM, CARD, *lease)
    supply(counter, number, line("租赁合同", 2))
    act(counter, number, "withdraw", reason="不办了")
    assert "退回的材料（3项）序材料份数1申请书12身份证复印件13租赁合同2" in returned(
        counter, number
    )


def test_a_wrong_paper_that_came_for_a_deferred_one_goes_back(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, *ALL, item="P-3", undertaking_signed=True)
    clock.move(DAY)
    supply(counter, number, line("设备清单", 1, "defective", fault="没有列明型号"))
    clock.move(9 * DAY)
    act(counter, number, "return", reason="设备清单没有补齐")
    assert "4设备清单1" in returned(counter, number)


def test_a_paper_nobody_asked_for_goes_back_with_its_pieces(counter: Counter) -> None:
    """Papers that are not due for the answers given lie at the window all the same."""
    letter = CheckedPaper("授权委托书", IN_ORDER, copies=2)
    number = take(counter, FORM, letter, item="P-8", situations=(("agent", "self"),))
    act(counter, number, "withdraw", reason="不办了")
    assert "退回的材料（2项）序材料份数1申请书12授权委托书2" in returned(counter, number)


# ---------------------------------------------------------------- what went back is not here


def reopened(counter: Counter, clock: HandClock, *papers: CheckedPaper, **more: Any) -> str:
    number = take(counter, *papers, **more)
    clock.move(DAY)
    act(counter, number, "withdraw", reason="材料要重新做")
    clock.move(DAY)
    act(counter, number, "reopen", approver=OPERATOR, reason="申请人要求继续办理")
    return number


def test_what_went_back_is_missing_until_it_is_brought_again(
    counter: Counter, clock: HandClock
) -> None:
    number = reopened(counter, clock, FORM, CARD, LEASE)
    assert {p.name: p.state for p in case(counter, number).papers} == {
        "申请书": MISSING,
        "身份证": MISSING,
        "租赁合同": MISSING,
        "户口簿": MISSING,
    }
    with pytest.raises(Refused) as caught:
        issue_material_list(counter, number)
    assert caught.value.code == "no_papers_here"
    supply(counter, number, line("户口簿", 1))
    after = case(counter, number)
    assert after.state == "returned_for_correction"
    notice = page(counter, number, "one_time_notice")
    assert "应交材料4项，其中1项已经具备，3项不齐全" in notice
    assert "本次新列" not in notice  # its one notice is a new one
    supply(counter, number, line("申请书", 1), line("身份证", 2), line("租赁合同", 2))
    assert case(counter, number).state == "accepted"
    text = page(counter, number, "correction_receipt")
    assert "租赁合同2收取" in text
    assert "现共" not in text  # the two of the first round are with the applicant


def test_pieces_of_the_first_round_are_not_counted_again(
    counter: Counter, clock: HandClock
) -> None:
    number = reopened(counter, clock, *ALL)
    supply(counter, number, line("申请书", 1), line("租赁合同", 1))
    issue_material_list(counter, number)
    facts = find_document(counter, number, "material_list").facts
    assert [(p.name, p.copies_in) for p in facts.papers if p.ready] == [
        ("申请书", 1),
        ("租赁合同", 1),
    ]
    act(counter, number, "withdraw", reason="还是不办了")
    assert "退回的材料（2项）序材料份数1申请书12租赁合同1" in returned(counter, number)


# ---------------------------------------------------------------- 核验: originals go, copies stay


def test_the_copy_of_a_paper_looked_at_stays(counter: Counter) -> None:
    number = take(counter, FORM, CARD, BOOK)
    text = page(counter, number, "receipt")
    assert "共4件，其中核验后当场退还2件，窗口收存2件" in text
    assert "2身份证原件1份、复印件1份22—原件退还，复印件收取申请人" in text
    assert "4户口簿原件1份11—已核验退还申请人" in text
    issue_material_list(counter, number)
    listed = page(counter, number, "material_list")
    assert "2身份证原件和复印件2—核验复印件收取申请人" in listed
    assert "核验的原件已当场退还，收取的材料和复印件由窗口保管" in listed
    act(counter, number, "withdraw", reason="不办了")
    assert "退回的材料（2项）序材料份数1申请书12身份证复印件1" in returned(counter, number)


def test_an_original_alone_leaves_nothing_here(counter: Counter) -> None:
    number = take(counter, replace(CARD, copies=1), BOOK)
    assert "核验后当场退还2件，窗口收存0件" in page(counter, number, "receipt")
    with pytest.raises(Refused) as caught:
        issue_material_list(counter, number)
    assert caught.value.code == "no_papers_here"
    other = take(counter, CARD, BOOK)
    issue_material_list(counter, other)
    act(counter, other, "withdraw", reason="不办了")
    assert "退回的材料（1项）序材料份数1身份证复印件1" in returned(counter, other)


def test_the_body_that_decides_gets_the_copy_it_asks_for(counter: Counter) -> None:
    number = collect(counter, asked(counter, *ALL, for_hall=THERE)).number
    assert case(counter, number).custody[-1].papers == (
        ("申请书", 1),
        ("身份证", 1),
        ("租赁合同", 2),
    )
    act(counter, number, "dispatch", parcel={"method": "counter"})
    slip = page(counter, number, "transfer_slip")
    assert "移交的材料（3项）序材料份数1申请书12身份证复印件13租赁合同2" in slip


def test_a_copy_alone_is_collected(counter: Counter) -> None:
    number = collect(counter, asked(counter, CARD, for_hall=THERE)).number
    assert case(counter, number).custody[-1].papers == (("身份证", 1),)
    with pytest.raises(Refused) as caught:
        collect(counter, asked(counter, replace(CARD, copies=1), BOOK, for_hall=THERE))
    assert caught.value.code == "nothing_to_collect"


def test_a_wrong_paper_looked_at_is_told_so(counter: Counter) -> None:
    number = take(counter, FORM, replace(CARD, state=DEFECTIVE, fault="照片看不清"))
    text = page(counter, number, "receipt")
    assert "有误：照片看不清" in text
    assert "共3件，其中核验后当场退还1件，窗口收存2件" in text


def test_large_type_counts_alike(counter: Counter) -> None:
    number = take(counter, FORM, CARD, BOOK)
    assert "核验后当场退还2件，窗口收存2件" in large(counter, number, "receipt")
