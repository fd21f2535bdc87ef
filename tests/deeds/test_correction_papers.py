"""What the papers say of a case to which papers come later: pieces, what is new, what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document
from clerk_app.intake import store as intake
from clerk_app.intake.model import CheckedPaper
from clerk_app.kernel.errors import Refused
from tests.deeds.test_intake_papers import (
    DEFECTIVE,
    FORM,
    IN_ORDER,
    ITEMS,
    LEASE,
    LICENCE,
    MISSING,
    act,
    label,
    page,
    take,
)
from tests.support.stores import HandClock

__all__ = ["ITEMS"]
DAY = 24 * 3600
ABSENT = replace(LICENCE, state=MISSING, copies=0)
FEW = replace(LEASE, copies=2)  # of three
NEW = "本次新列"


def line(name: str, state: str = "in_order", **more: Any) -> dict[str, Any]:
    return {"name": name, "state": state, **more}


def supply(counter: Counter, number: str, *lines: dict[str, Any], **more: Any) -> str:
    """The 补正回执 of papers that came."""
    act(counter, number, "supply", materials=[*lines], **more)
    return page(counter, number, "correction_receipt")


def told_by_look_2(counter: Counter, number: str) -> None:
    """The notice as the program issued it before the third look."""
    facts = replace(find_document(counter, number, "one_time_notice").facts, template=2)
    with counter.store.transaction() as db:
        counter.journal.append(
            db, "document.issued", facts.to_body(), counter.act(db), case=number
        )


# ---------------------------------------------------------------- how many pieces came


def test_a_receipt_tells_the_pieces_that_came_and_those_that_lie_there(counter: Counter) -> None:
    number = take(counter, FORM, ABSENT, FEW)
    text = supply(counter, number, line("租赁合同", copies=3))
    assert "本次收到的材料（1项）序材料份数方式3租赁合同本次1份，现共3份1收取" in text
    text = supply(counter, number, line("营业执照", copies=1))
    assert "2营业执照1收取" in text  # none lay there: what came is all there is
    assert "现共" not in text


def test_a_wrong_paper_that_is_exchanged_counts_as_what_was_brought(counter: Counter) -> None:
    wrong = CheckedPaper("营业执照", DEFECTIVE, "已过有效期", copies=2)
    number = take(counter, FORM, wrong, replace(LEASE, state=MISSING, copies=0))
    text = supply(counter, number, line("营业执照", copies=2))
    assert "2营业执照2收取" in text
    assert "现共" not in text


def test_a_fault_found_in_what_lies_there_brought_nothing(counter: Counter) -> None:
    number = take(counter, FORM, LICENCE, replace(LEASE, state=MISSING, copies=0))
    text = supply(
        counter, number,
        line("租赁合同", copies=3), line("营业执照", "defective", fault="看不清", copies=0),
        override={"approver": "c1", "reason": "补正时才看出"},
    )  # fmt: skip
    assert "本次收到的材料（1项）序材料份数方式3租赁合同" in text
    assert "2营业执照有误：看不清" in text[text.index("还要补正的材料（1项）") :]


def test_what_is_put_right_at_the_window_was_not_brought(counter: Counter) -> None:
    wrong = CheckedPaper("申请书", DEFECTIVE, "没有签字", copies=1)
    number = take(counter, wrong, ABSENT, LEASE)
    act(
        counter, number, "correct",
        materials=[line("申请书", "corrected_on_the_spot", correction="补签了名")],
    )  # fmt: skip
    text = page(counter, number, "correction_receipt")
    assert "本次更正的材料（1项）序材料份数方式1申请书当场更正：补签了名—收取" in text
    assert "本机关于2026年3月2日核对了申请材料" in text
    assert "收到补交" not in text


@pytest.mark.parametrize("state", ["too_few", "missing"])
def test_a_paper_told_to_be_in_order_is_there_with_all_its_pieces(
    counter: Counter, state: str
) -> None:
    lease = FEW if state == "too_few" else replace(LEASE, state=MISSING, copies=0)
    number = take(counter, FORM, ABSENT, lease)
    text = supply(counter, number, line("租赁合同"))
    assert "租赁合同" not in text[text.index("还要补正的材料（1项）") :]
    text = supply(counter, number, line("营业执照"))
    assert "需要补正的材料已经全部补正，予以受理" in text
    assert "实收" not in text
    accepted = page(counter, number, "acceptance")
    assert "2营业执照复印件2份22收取3租赁合同原件1份、复印件2份33收取" in accepted
    assert "实收份数" not in accepted


def test_what_is_put_right_lies_there_with_the_pieces_it_had(counter: Counter) -> None:
    wrong = CheckedPaper("营业执照", DEFECTIVE, "没有盖章", copies=2)
    number = take(counter, FORM, wrong, LEASE)
    act(
        counter, number, "correct",
        materials=[line("营业执照", "corrected_on_the_spot", correction="补盖了章")],
    )  # fmt: skip
    assert "按实收" not in page(counter, number, "acceptance")


def test_a_count_that_is_the_piece_brought_is_refused_and_says_what_is_meant(
    counter: Counter,
) -> None:
    number = take(counter, FORM, ABSENT, FEW)
    with pytest.raises(Refused, match="份数写现在一共有几份") as caught:
        supply(counter, number, line("租赁合同", copies=1))
    assert caught.value.code == "nothing_new"


# ---------------------------------------------------------------- what a later notice adds


def test_after_a_notice_of_the_second_look_what_is_still_missing_is_not_new(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM)
    told_by_look_2(counter, number)
    clock.move(DAY)
    supply(counter, number, line("营业执照", copies=2))
    text = page(counter, number, "one_time_notice")
    assert "3租赁合同必要·不可容缺整份未交" in text
    assert NEW not in text
    assert "列出其中尚未补正的内容。" in text


def test_pieces_a_notice_of_the_second_look_asked_for_are_not_new(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM, ABSENT, FEW)
    told_by_look_2(counter, number)
    clock.move(DAY)
    supply(counter, number, line("营业执照", "defective", fault="已过有效期", copies=2))
    text = page(counter, number, "one_time_notice")
    assert f"2营业执照必要·不可容缺·{NEW}有误：已过有效期" in text
    assert "3租赁合同必要·不可容缺少1份，请补足" in text
    assert "列出尚未补正的内容和本次新列的内容；标明“本次新列”的，前一份告知书没有列出。" in text
    assert "列出其中" not in text


def test_fewer_faults_are_no_new_ones_and_other_ones_are(
    counter: Counter, clock: HandClock
) -> None:
    wrong = CheckedPaper("营业执照", DEFECTIVE, "没有盖章；已过有效期", copies=1)
    number = take(counter, FORM, wrong, replace(LEASE, state=MISSING, copies=0))
    clock.move(DAY)
    supply(
        counter, number,
        line("营业执照", "defective", fault="已过有效期", copies=2), line("租赁合同", copies=2),
    )  # fmt: skip
    text = page(counter, number, "one_time_notice")
    assert "2营业执照必要·不可容缺有误：已过有效期" in text
    assert "3租赁合同必要·不可容缺少1份，请补足" in text  # told to be missing altogether
    assert NEW not in text
    clock.move(DAY)
    supply(counter, number, line("营业执照", "defective", fault="看不清", copies=1))
    text = page(counter, number, "one_time_notice")
    assert f"2营业执照必要·不可容缺·{NEW}有误：看不清；少复印件1份" in text
    assert "3租赁合同必要·不可容缺少1份" in text


# ---------------------------------------------------------------- 容缺


def test_after_the_undertaking_nothing_is_said_to_have_come(counter: Counter) -> None:
    number = take(counter, FORM, item="P-3")
    text = supply(counter, number, undertaking_signed=True)
    assert "于2026年3月2日签署《容缺受理承诺书》" in text
    assert "收到" not in text
    assert "还要补齐的材料（1项）" in text
    assert "还要补正" not in text
    assert "必要材料齐全，于2026年3月2日先予受理；还缺的1项材料可以容缺。" in text
    assert "第1项不再要求补足份数，按实收份数受理。" in text
    assert "受理日期不变" not in text
    assert "按实收1份办理" in page(counter, number, "conditional_acceptance")


@pytest.mark.parametrize("code", ["P-3", "P-4", "P-5"])
def test_what_follows_a_missed_day_is_said_as_the_acceptance_says_it(
    counter: Counter, clock: HandClock, code: str
) -> None:
    two = replace(FORM, copies=2)
    number = take(counter, two, item=code)
    receipts = [supply(counter, number, undertaking_signed=True)]
    clock.move(DAY)
    receipts.append(
        supply(counter, number, line("租赁合同", "defective", fault="看不清", copies=1))
    )
    for text in receipts:
        assert "按“" not in text
        if code == "P-3":
            assert (
                "逾期没有补齐的，本机关暂停办理并通知申请人。暂停办理后的宽限期为7个工作日；"
                in text
            )
            assert "宽限期满仍未补齐的，本机关退件，退回已交材料。" in text
        else:
            assert "逾期没有补齐的，视为放弃申请，本机关退件办结，退回已交材料。" in text
            assert "宽限" not in text
    assert "已于2026年3月2日受理，受理日期不变" in receipts[1]


def test_what_was_promised_comes_the_day_the_case_was_accepted(counter: Counter) -> None:
    number = take(counter, replace(FORM, copies=2), item="P-3", undertaking_signed=True)
    text = supply(counter, number, line("租赁合同"))
    assert "已于2026年3月2日受理，受理日期不变。容缺的材料已经全部补齐。" in text
    assert "最后一项材料送达" not in text
    number = take(counter, FORM, item="P-3", undertaking_signed=True)
    text = supply(counter, number, line("租赁合同"))
    assert "容缺的材料已经补交，不再要求补足份数；第1项按实收份数办理。" in text


# ---------------------------------------------------------------- progress


def test_every_paper_that_offers_progress_bears_the_code_to_ask_with(counter: Counter) -> None:
    number = take(counter, FORM, LICENCE)
    supply(counter, number, line("租赁合同"))
    act(counter, number, "suspend", special="检验", reason="抽样检验", days=3)
    act(counter, number, "resume")
    act(counter, number, "extend", approver="c1", reason="情况复杂", workdays=5)
    act(counter, number, "decide", approver="c1", result={"name": "示例许可证"})
    act(counter, number, "close")
    with counter.store.reading() as db:
        code = counter.journal.case_events(db, number)[0].hash.hex()[:8]
        assert intake.case(db, counter.viewer, number).received_on == "2026-03-02"
    for kind in ("acceptance", "correction_receipt", "suspension", "extension", "closure"):
        text = page(counter, number, kind)
        assert label(text, "查询码") == code, kind
        assert "凭办件编号和查询码" in text, kind
        assert "日期，可以" not in text, kind


def test_a_paper_whose_pieces_nobody_counted_is_not_short_in_the_record(counter: Counter) -> None:
    number = take(counter, FORM, ABSENT, LEASE)
    supply(counter, number, line("营业执照"))
    with counter.store.reading() as db:
        events = counter.journal.case_events(db, number)
    body = next(e.body for e in events if e.kind == "case.supplied")
    assert body is not None
    assert body["papers"] == [{"name": "营业执照", "state": str(IN_ORDER), "copies": 2}]
