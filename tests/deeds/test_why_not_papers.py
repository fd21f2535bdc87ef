"""Papers that say no, and what comes of a promise not kept, as real cases print them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.urge import urge
from clerk_app.intake.model import Application, CheckedPaper, Concealment, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE
from tests.notices.test_mandatory import set_text
from tests.support.stores import OPERATOR, HandClock

DAY = 24 * 3600
ITEM: dict[str, Any] = {
    "code": "N-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "phone": "0000-1111111",
    "situations": [
        {
            "key": "who",
            "question": "申请人是谁？",
            "answers": [{"value": "one", "label": "个人"}, {"value": "firm", "label": "企业"}],
        }
    ],
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "必要", "basis": "《测试办法》第三条"},
    ],
}
SERVICE = {**ITEM, "code": "N-2", "name": "测试补贴", "type": "公共服务"}
LATER = {
    **ITEM,
    "code": "N-3",
    "name": "测试容缺许可",
    "deferral": {
        "enabled": True,
        "bound_workdays": 5,
        "on_expiry": "暂停",
        "grace_workdays": 2,
        "block_months": 6,
    },
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True},
    ],
}
FREE = {
    **LATER,
    "code": "N-4",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
}
FORM = CheckedPaper("申请书", PaperState.IN_ORDER, copies=1)
LEASE = CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1)
FORGED = Concealment("营业执照是伪造的", "市场监管局复函", "d1", OPERATOR)
BAN = "一年内不得再次申请该项许可"


ITEMS = (
    ITEM,
    SERVICE,
    LATER,
    FREE,
)


def take(counter: Counter, *papers: CheckedPaper, **more: Any) -> str:
    applicant = Party("person", "测试申请人", "resident_id", "11010519491231002X")
    asked = Application("N-1", counter.clock.now(), applicant, papers=papers)
    return take_in(counter, replace(asked, situations=(("who", "one"),), **more)).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def page(counter: Counter, number: str, kind: str) -> str:
    """The text of a page in the order it is set, without blanks."""
    return set_text(find_document(counter, number, kind).facts, counter.fonts)


def large(counter: Counter, number: str, kind: str) -> str:
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    return "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())


def dual(counter: Counter, number: str, **told: Any) -> str:
    made = issue_dual_notice(counter, number, Told(**told))
    return page(counter, number, made.number)


def refused(counter: Counter, number: str, **told: Any) -> ClerkError:
    with pytest.raises(ClerkError) as caught:
        issue_dual_notice(counter, number, Told(**told))
    return caught.value


# ---------------------------------------------------------------- 隐瞒、虚假


def test_after_concealment_nobody_is_asked_to_apply_without_the_ban(counter: Counter) -> None:
    """行政许可法 art. 78: the decision and the notice of one case say one thing."""
    number = take(counter, FORM, LEASE, concealment=FORGED)
    decision = page(counter, number, "non_acceptance")
    text = dual(counter, number, approver=OPERATOR)
    for each in (decision, text):
        assert BAN in each
        assert "申请事项直接关系公共安全、人身健康、生命财产安全的" in each
    assert "备齐后到本大厅综合窗口办理" not in text
    assert "申请表" not in text
    assert "0000-1111111" in text
    plain = large(counter, number, "dual_notice")
    assert BAN in plain


def test_a_fact_the_item_does_not_speak_of_has_no_basis_of_the_item(counter: Counter) -> None:
    number = take(counter, FORM, LEASE, item="N-2", concealment=FORGED)
    assert "本事项的办理依据" not in page(counter, number, "non_acceptance")
    error = refused(counter, number, approver=OPERATOR)
    assert error.code == "basis_missing"
    assert "隐瞒有关情况或者提供虚假材料：营业执照是伪造的" in error.message
    text = dual(counter, number, approver=OPERATOR, article="《测试办法》第九条")
    assert "营业执照是伪造的（《测试办法》第九条）。" in text
    assert "本事项办理依据" not in text
    assert BAN not in text  # of what is no licence that law says nothing
    other = take(counter, item="N-2", needed=False)
    assert "本事项的办理依据" not in page(counter, other, "not_needed")


def test_one_typed_article_stands_behind_every_reason_without_one(counter: Counter) -> None:
    number = take(counter, item="N-2", competent=False, target_agency="示例二局")
    assert "本事项的办理依据：《测试条例》第一条。" in page(counter, number, "non_acceptance")
    error = refused(counter, number, approver=OPERATOR, why="不在服务区")
    assert error.code == "basis_missing"
    text = dual(counter, number, approver=OPERATOR, why="不在服务区", article="《测试办法》第二条")
    assert "1.申请事项依法不属于本机关职权范围，请向示例二局申请（《测试办法》第二条）。" in text
    assert "2.不在服务区（《测试办法》第二条）。" in text


def test_what_was_typed_at_the_refusal_is_not_asked_again(counter: Counter) -> None:
    number = take(counter, FORM, item="N-2")
    act(
        counter, number, "refuse", grounds="not_competent", reason="此前没有查到新址",
        approver=OPERATOR, target_agency="示例二局", basis="《测试条例》第八条",
    )  # fmt: skip
    text = dual(counter, number, approver=OPERATOR)
    assert "职权范围，请向示例二局申请（《测试条例》第八条）。" in text
    assert "此前没有查到新址" not in text


def test_a_paper_wanting_rests_on_the_rule_that_asks_for_it(counter: Counter) -> None:
    text = dual(counter, take(counter, item="N-2"))
    assert "1.缺申请书（本事项办理依据：《测试条例》第一条）。" in text
    assert "2.缺租赁合同（《测试办法》第三条）。" in text
    number = take(counter)
    law = "《中华人民共和国行政许可法》第三十二条第一款第（四）项"
    assert f"2.缺租赁合同（《测试办法》第三条；{law}）。" in dual(counter, number)


# ---------------------------------------------------------------- 退件


def test_of_a_case_given_back_it_says_why_and_that_all_is_brought_anew(
    counter: Counter, clock: HandClock
) -> None:
    """Promised by Monday 9 March, two workdays of grace: over on the 12th."""
    number = take(counter, FORM, item="N-3", undertaking_signed=True)
    clock.move(10 * DAY)
    act(counter, number, "return", reason="多次催促没有补齐")
    error = refused(counter, number, approver=OPERATOR)
    assert error.code == "basis_missing"
    assert "宽限期满仍没有补齐材料" in error.message
    text = dual(counter, number, approver=OPERATOR, article="《示例容缺办法》第七条")
    assert (
        "1.本件已于2026年3月12日退件：宽限期满仍没有补齐材料；多次催促没有补齐"
        "（《示例容缺办法》第七条）。"
    ) in text
    assert "2.缺租赁合同（本事项办理依据：《测试条例》第一条）。" in text
    assert "第三十二条" not in text
    for expected in (
        "1.本次申请已经结束。还要办的，请重新申请，材料要全部重新提交，不能只补交所缺的材料。",
        "2.请先备齐：申请书、租赁合同。",
        "3.2026年9月12日前（含当日）申请的，不适用容缺受理，材料要一次交齐。",
    ):
        assert expected in text, expected


def test_of_a_case_given_up_it_says_so(counter: Counter) -> None:
    number = take(counter, FORM)
    act(counter, number, "return", reason="书面声明放弃。", abandoned=True)
    text = dual(counter, number, approver=OPERATOR, article="申请人书面声明")
    assert "1.本件已于2026年3月2日退件：申请人放弃申请；书面声明放弃（申请人书面声明）。" in text
    assert "第三十二条" not in text
    assert "不适用容缺受理" not in text


# ---------------------------------------------------------------- 容缺承诺


def test_what_comes_of_a_broken_promise_is_promised_as_the_program_does_it(
    counter: Counter,
) -> None:
    number = take(counter, FORM, item="N-3", undertaking_signed=True)
    free = take(counter, FORM, item="N-4", undertaking_signed=True)
    said = {
        "undertaking": ("同意按照本承诺书处理", "；依法可以记入信用记录的，记入信用记录。"),
        "conditional_acceptance": ("不履行承诺的，依法可以记入信用记录", "。"),
    }
    for kind, (before, after) in said.items():
        for text in (page(counter, number, kind), large(counter, number, kind)):
            assert f"{before}，退件后6个月内不适用容缺受理{after}" in text
            assert "并记入信用记录" not in text
        text = page(counter, free, kind)
        assert f"{before}{after}" in text
        assert "不适用容缺受理" not in text


# ---------------------------------------------------------------- 不予受理、不受理


def test_why_the_notice_did_not_say_it_is_no_ground(counter: Counter) -> None:
    number = take(counter, FORM)
    act(
        counter, number, "refuse", grounds="concealment", reason="告知时没有发现",
        approver=OPERATOR,
        concealment={"fact": "执照是伪造的", "evidence": "复函", "found_by": "d1"},
    )  # fmt: skip
    text = page(counter, number, "non_acceptance")
    assert "1.隐瞒有关情况或者提供虚假材料：执照是伪造的（" in text
    assert text.count("告知时没有发现") == 1
    assert "先前告知时没有列明的原因：告知时没有发现。" in text
    assert "告知时没有发现" not in dual(counter, number)


def test_what_was_asked_stands_once_on_a_paper(counter: Counter) -> None:
    text = page(counter, take(counter, needed=False), "not_needed")
    assert text.count("申请人是谁？个人") == 1
    assert "申请人所说的办理情形见上。" in text


def test_another_bodys_forms_are_not_offered(counter: Counter) -> None:
    number = take(counter, competent=False, target_agency="示例二局")
    for text in (
        page(counter, number, "non_acceptance"),
        large(counter, number, "non_acceptance"),
    ):
        assert "由示例二局受理" in text
        assert "申请表" not in text
        assert "0000-1111111" in text


def test_a_denial_without_a_typed_basis_says_what_it_was_measured_by(counter: Counter) -> None:
    measure = "本事项的办理依据：《测试条例》第一条。"
    for item in ("N-1", "N-2"):
        number = take(counter, FORM, LEASE, item=item)
        act(counter, number, "opinion", reason="不同意；", target="消防大队")
        act(counter, number, "deny", approver=OPERATOR, reason="面积不够；")
        text = page(counter, number, "denial")
        assert f"1.面积不够。{measure}" in text
        assert "消防大队：不同意。" in text
    number = take(counter, FORM, LEASE, item="N-2")
    act(counter, number, "deny", approver=OPERATOR, reason="面积不够", basis="《测试办法》第五条")
    text = page(counter, number, "denial")
    assert "1.面积不够（《测试办法》第五条）。" in text
    assert measure not in text


# ---------------------------------------------------------------- 标点


def test_no_sentence_ends_twice(counter: Counter) -> None:
    bad = CheckedPaper("租赁合同", PaperState.DEFECTIVE, fault="没有签字。", copies=1)
    number = take(counter, bad, CheckedPaper("申请书", PaperState.MISSING))
    text = dual(counter, number, ways=("另选场所；", "先到社区登记。"))
    for wrong in ("。。", "；。", "：缺：", "签字。（"):
        assert wrong not in text, wrong
    for expected in (
        "另选场所。",
        "申请书：整份未交。",
        "租赁合同：有误：没有签字。",
        "租赁合同有误：没有签字（",
    ):
        assert expected in text, expected
    whole = take(counter, FORM, LEASE)
    act(counter, whole, "opinion", reason="同意；", target="消防大队")
    act(counter, whole, "decide", approver=OPERATOR, result={"name": "证", "number": "1号"})
    act(counter, whole, "close")
    assert "消防大队：同意。" in page(counter, whole, "closure")


# ---------------------------------------------------------------- 催办、送达


def test_what_is_late_is_not_asked_to_be_done_by_a_later_day(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM, LEASE)
    clock.move(10 * DAY)  # promised by Monday 9 March
    urge(counter, number, to="示例局", by_day=date(2026, 3, 16))
    text = page(counter, number, "reminder")
    assert "立即作出决定" in text
    assert "请在2026年3月16日前（含当日）书面答复办理情况。" in text
    assert "办理并书面答复" not in text
    assert "不能按期办理" not in text
    assert "请在2026年3月16日前（含当日）书面答复办得怎么样了。" in large(
        counter, number, "reminder"
    )
    late = take(counter, FORM, item="N-4", undertaking_signed=True)
    clock.move(10 * DAY)
    urge(counter, late, to="示例局", by_day=date(2026, 3, 31))
    text = page(counter, late, "reminder")
    assert "立即按《容缺受理通知书》写明的后果处理该办件，并书面说明逾期原因。" in text


def test_what_goes_by_wire_has_a_day_and_no_place(counter: Counter, clock: HandClock) -> None:
    number = take(counter, FORM, LEASE)
    act(counter, number, "decide", approver=OPERATOR, result={"name": "证", "number": "1号"})
    act(counter, number, "close")
    clock.move(DAY)
    handed = {"method": "online", "recipient": "测试申请人"}
    act(counter, number, "deliver", delivery=handed)
    text = page(counter, number, "delivery_receipt")
    assert "送达方式电子送达" in text
    assert "送达时间2026年3月3日送达" in text
    assert "送达地点" not in text
