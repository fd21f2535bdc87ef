"""What the papers of an intake say of a real case: pieces too few, who is asked, by which rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.collect import collect
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.material_list import issue_material_list
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, OtherHall, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE
from tests.notices.test_mandatory import set_text
from tests.support.stores import HALL_NAME, HandClock

IN_ORDER, MISSING, DEFECTIVE = PaperState.IN_ORDER, PaperState.MISSING, PaperState.DEFECTIVE
ITEM: dict[str, Any] = {
    "code": "P-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "phone": "0000-1111111",
    "supervision_phone": "0000-2222222",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {
            "name": "营业执照",
            "necessity": "必要",
            "form": "复印件",
            "originals": 0,
            "copies": 2,
            "basis": "《测试办法》第三条",
        },
        {"name": "租赁合同", "necessity": "必要", "form": "原件、复印件", "copies": 2},
    ],
}
OTHER = {**ITEM, "code": "P-2", "name": "测试确认", "type": "行政确认"}
LATER = {
    **ITEM,
    "code": "P-3",
    "name": "测试容缺许可",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "暂停", "grace_workdays": 7},
    "materials": [
        {"name": "申请书", "necessity": "必要", "originals": 2},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 5},
    ],
}
ENDING = {
    **LATER,
    "code": "P-4",
    "name": "测试退件许可",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
}
RESTING = {
    **LATER,
    "code": "P-5",
    "name": "测试不等待许可",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "暂停"},
}
FORM = CheckedPaper("申请书", IN_ORDER, copies=1)
LICENCE = CheckedPaper("营业执照", IN_ORDER, copies=2)
LEASE = CheckedPaper("租赁合同", IN_ORDER, copies=3)
THERE = OtherHall("511602", "测试市示例局")
USCC = "91350100M000100Y43"  # the example of the standard


ITEMS = (ITEM, OTHER, LATER, ENDING, RESTING)


def asked(counter: Counter, *papers: CheckedPaper, **more: Any) -> Application:
    applicant = Party("person", "测试申请人")
    return replace(Application("P-1", counter.clock.now(), applicant, papers=papers), **more)


def take(counter: Counter, *papers: CheckedPaper, **more: Any) -> str:
    return take_in(counter, asked(counter, *papers, **more)).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def read(counter: Counter, number: str, kind: str, folder: Path) -> str:
    """The text of the printed page, as it is read from its file, without blanks."""
    path = folder / f"{kind}.pdf"
    print_document(counter, number, kind, path)
    return "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def page(counter: Counter, number: str, kind: str) -> str:
    """The text of a page in the order it is set, without blanks."""
    return set_text(find_document(counter, number, kind).facts, counter.fonts)


def large(counter: Counter, number: str, kind: str) -> str:
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    return "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())


def label(text: str, name: str) -> str:
    """Eight figures behind a label."""
    at = text.index(name) + len(name)
    return text[at : at + 8]


# ---------------------------------------------------------------- pieces too few


def test_a_wrong_paper_of_too_few_pieces_is_told_both(counter: Counter, tmp_path: Path) -> None:
    bad = CheckedPaper("营业执照", DEFECTIVE, "已过有效期", copies=1)
    number = take(counter, FORM, bad, LEASE)
    issue_material_list(counter, number)
    for kind in ("one_time_notice", "receipt", "material_list"):
        assert "有误：已过有效期；少复印件1份" in read(counter, number, kind, tmp_path), kind


def test_the_pieces_a_notice_asked_for_may_come_before_the_rest(counter: Counter) -> None:
    few, absent = replace(LEASE, copies=2), replace(LICENCE, state=MISSING, copies=0)
    number = take(counter, FORM, absent, few)
    lease = {"name": "租赁合同", "state": "in_order", "copies": 3}
    act(counter, number, "supply", materials=[lease])
    with pytest.raises(Refused, match="没有交来新的材料"):  # told twice, it is the same
        act(counter, number, "supply", materials=[lease])
    licence = {"name": "营业执照", "state": "in_order", "copies": 2}
    act(counter, number, "supply", materials=[licence])
    for kind in ("correction_receipt", "acceptance"):
        text = page(counter, number, kind)
        assert "实收份数" not in text
        assert "按实收" not in text
        assert "少1份" not in text


def test_a_paper_in_order_of_too_few_pieces_is_asked_for_in_the_notice(
    counter: Counter, tmp_path: Path
) -> None:
    """What is not told at once may not be asked for later (art. 32(4))."""
    few = replace(LEASE, copies=2)
    number = take(counter, FORM, replace(LICENCE, state=MISSING, copies=0), few)
    issue_material_list(counter, number)
    notice = page(counter, number, "one_time_notice")
    assert "应交材料3项，其中1项已经具备，2项不齐全" in notice
    assert "需要补正的材料（2项）" in notice
    assert "3租赁合同必要·不可容缺少1份，请补足" in notice
    assert "已经具备的材料（1项，不必再交）1申请书" in notice
    assert "需补正材料2项" in notice
    for kind, heading in (
        ("receipt", "尚缺或者需要补正的材料（2项）"),
        ("material_list", "未收到或者需要补正的材料（2项）"),
    ):
        text = page(counter, number, kind)
        assert heading in text
        assert "租赁合同（少1份，请补足）" in text
    act(
        counter, number, "supply",
        materials=[{"name": "营业执照", "state": "in_order", "copies": 1}],
    )  # fmt: skip
    receipt = page(counter, number, "correction_receipt")
    assert "予以受理；受理日期为最后一项材料送达窗口之日" in receipt
    assert "第2、3项不再要求补足份数，按实收份数受理；其余材料已经补正，予以受理" in receipt
    assert "全部补正" not in receipt  # the notice asked for more pieces than came
    accepted = read(counter, number, "acceptance", tmp_path)
    assert "材料齐全" in accepted
    assert "按实收1份办理" in accepted
    assert "按实收2份办理" in accepted
    assert "少1份" not in accepted
    issue_material_list(counter, number)
    listed = read(counter, number, "material_list", tmp_path)
    assert "按实收1份办理" in listed
    assert "少" not in listed


def test_pieces_taken_for_enough_stand_in_a_conditional_acceptance(
    counter: Counter, tmp_path: Path
) -> None:
    number = take(counter, FORM, item="P-3", undertaking_signed=True)
    text = read(counter, number, "conditional_acceptance", tmp_path)
    assert "必要材料齐全" in text
    assert "按实收1份办理" in text
    assert "少" not in text


def test_another_body_is_not_promised_pieces(counter: Counter, tmp_path: Path) -> None:
    number = collect(counter, asked(counter, FORM, LICENCE, replace(LEASE, copies=1),
                                    for_hall=THERE)).number  # fmt: skip
    text = read(counter, number, "receipt", tmp_path)
    assert "租赁合同（少2份）" in text


def test_a_paper_that_did_not_come_is_called_one_thing(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM, LEASE)
    issue_material_list(counter, number)
    for kind in ("one_time_notice", "receipt", "material_list"):
        text = read(counter, number, kind, tmp_path)
        assert "整份未交" in text
        assert "未提交" not in text


# ---------------------------------------------------------------- who, where, by which rule


def test_both_telephones_stand_on_papers_of_a_case(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM)
    for kind in ("one_time_notice", "receipt"):
        text = read(counter, number, kind, tmp_path)
        assert "窗口电话：0000-1111111" in text
        assert "监督电话：0000-2222222" in text
    act(counter, number, "withdraw", reason="不办了")
    assert "监督电话：0000-2222222" in read(counter, number, "return", tmp_path)


def test_the_notice_names_the_rule_that_asks_for_a_paper(counter: Counter) -> None:
    text = page(counter, take(counter, FORM, LEASE), "one_time_notice")
    assert "复印件2份依据：《测试办法》第三条" in text


def test_papers_speak_to_a_person_or_to_a_unit(counter: Counter, tmp_path: Path) -> None:
    person = take(counter, FORM, LICENCE, LEASE)
    assert "你申请的“测试许可”" in read(counter, person, "acceptance", tmp_path)
    company = Party("organisation", "示例有限公司", "uscc", USCC)
    number = take(counter, FORM, LICENCE, LEASE, applicant=company)
    text = read(counter, number, "acceptance", tmp_path)
    assert "你单位申请的“测试许可”" in text
    assert USCC in text


def test_a_number_that_is_no_public_code_stays_masked(counter: Counter, tmp_path: Path) -> None:
    someone = "11010519491231002X"  # the example of the standard
    for party in (
        Party("person", "测试申请人", "resident_id", someone),
        Party("organisation", "示例有限公司", "uscc", someone),
        Party("organisation", "示例有限公司", "other", USCC),
    ):
        text = read(counter, take(counter, FORM, applicant=party), "receipt", tmp_path)
        assert party.id_number not in text
        assert f"{party.id_number[:3]}***" in text


def test_one_code_asks_for_progress_on_every_paper_of_a_case(
    counter: Counter, tmp_path: Path
) -> None:
    number = take(counter, FORM)
    issue_material_list(counter, number)
    codes = {
        label(read(counter, number, kind, tmp_path), "查询码")
        for kind in ("receipt", "material_list")
    }
    for paper in (LICENCE, LEASE):
        line = {"name": paper.name, "state": "in_order", "copies": paper.copies}
        act(counter, number, "supply", materials=[line])
    codes.add(label(page(counter, number, "acceptance"), "查询码"))
    with counter.store.reading() as db:
        received = counter.journal.case_events(db, number)[0]
    assert received.kind == "case.received"
    assert codes == {received.hash.hex()[:8]}
    deferring = take(counter, FORM, item="P-3", undertaking_signed=True)
    collected = collect(counter, asked(counter, FORM, for_hall=THERE)).number
    more = {
        label(page(counter, deferring, "conditional_acceptance"), "查询码"),
        label(page(counter, collected, "receipt"), "查询码"),
    }
    assert len(more | codes) == 3


# ---------------------------------------------------------------- 容缺


def test_what_follows_the_grace_is_told_and_promised(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM, item="P-3", undertaking_signed=True)
    for kind in ("conditional_acceptance", "undertaking"):
        text = read(counter, number, kind, tmp_path)
        assert "宽限期为7个工作日；宽限期满仍未补齐的" in text
        assert "退件，退回已交材料" in text
    for code in ("P-4", "P-5"):  # 暂停 that leaves no grace ends the case all the same
        ending = take(counter, FORM, item=code, undertaking_signed=True)
        for kind in ("conditional_acceptance", "undertaking"):
            text = read(counter, ending, kind, tmp_path)
            assert "逾期没有补齐的，视为放弃申请" in text
            assert "宽限" not in text
            assert "暂停" not in text


def test_an_undertaking_has_one_date_and_speaks_in_the_first_person(counter: Counter) -> None:
    number = take(counter, FORM, item="P-3", undertaking_signed=True)
    text = page(counter, number, "undertaking")
    assert "盖章）" not in text  # a person signs on the line
    assert "2026年3月2日" not in text.replace("收件日期2026年3月2日", "")
    assert "本人自愿申请容缺受理" in text
    assert "承诺人签字日期" in text
    assert "代办人签字" not in text
    plain = large(counter, number, "undertaking")
    assert "本人申请办“测试容缺许可”" in plain
    assert "您" not in plain
    agent = Party("person", "测试代办人")
    helped = take(counter, FORM, item="P-3", undertaking_signed=True, agent=agent)
    assert "承诺人签字代办人签字日期" in page(counter, helped, "undertaking")
    unit = Party("organisation", "测试有限公司", "uscc", USCC)
    sealed = take(counter, FORM, item="P-3", undertaking_signed=True, applicant=unit)
    text = page(counter, sealed, "undertaking")
    assert "（承诺单位盖章）测试有限公司" in text
    assert "2026" not in text[text.index("（承诺单位盖章）") :].replace("51160200012600000", "")


# ---------------------------------------------------------------- refusals


def test_a_refusal_stands_under_the_name_of_the_body(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM, competent=False, target_agency="示例二局")
    text = page(counter, number, "non_acceptance")
    assert "示例局不予受理决定书" in text
    assert f"办理大厅：{HALL_NAME}" in text
    assert f"{HALL_NAME}不予受理决定书" not in text
    other = take(counter, FORM, competent=False, target_agency="示例二局", item="P-2")
    text = page(counter, other, "non_acceptance")
    assert "本事项的办理依据：《测试条例》第一条。" in text
    assert "行政许可法" not in text


def test_what_the_clerk_wrote_stands_in_the_refusal(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM)
    why = "本项许可已经取消"
    act(counter, number, "refuse", grounds="not_needed", reason=why, approver="c1")
    text = page(counter, number, "not_needed")
    assert (
        "1.申请事项依法不需要取得行政许可"
        "（《中华人民共和国行政许可法》第三十二条第一款第（一）项）。"
    ) in text
    assert "先前告知时没有列明的原因：本项许可已经取消。" in text  # a notice was given before
    for words in ("即时", "自行开展", "或不需要办理"):
        assert words not in text
    number = take(counter, FORM, item="P-2")
    act(
        counter, number, "refuse", grounds="not_competent", reason="住所在外县", approver="c1",
        target_agency="示例二局", basis="《测试条例》第八条",
    )  # fmt: skip
    text = page(counter, number, "non_acceptance")
    assert "1.申请事项依法不属于本机关职权范围" in text
    assert "先前告知时没有列明的原因：住所在外县。" in text
    assert "依据：《测试条例》第八条。" in text


# ---------------------------------------------------------------- later papers


def test_a_second_notice_names_the_first_and_marks_what_is_new(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM)
    assert "告知书续" not in page(counter, number, "one_time_notice")
    clock.move(24 * 3600)
    act(
        counter, number, "supply",
        materials=[
            {"name": "营业执照", "state": "defective", "fault": "已过有效期", "copies": 2}
        ],
    )  # fmt: skip
    text = page(counter, number, "one_time_notice")
    assert f"本告知书续2026年3月2日第{number}-01号《一次性告知书》" in text
    assert "2营业执照必要·不可容缺·本次新列有误：已过有效期" in text
    assert "3租赁合同必要·不可容缺整份未交" in text
    clock.move(24 * 3600)
    act(
        counter, number, "supply",
        materials=[{"name": "营业执照", "state": "in_order", "copies": 2}],
    )  # fmt: skip
    text = page(counter, number, "one_time_notice")
    assert "本告知书续2026年3月3日第" in text
    assert "本次新列" not in text


def test_a_correction_receipt_lists_by_number(counter: Counter) -> None:
    number = take(counter, FORM)
    act(
        counter, number, "supply",
        materials=[
            {"name": "租赁合同", "state": "in_order", "copies": 2},
            {"name": "营业执照", "state": "defective", "fault": "看不清", "copies": 1},
        ],
    )  # fmt: skip
    text = page(counter, number, "correction_receipt")
    came = text[text.index("本次收到的材料") : text.index("还要补正的材料")]
    assert came.index("2营业执照") < came.index("3租赁合同")
    still = text[text.index("还要补正的材料（2项）") :]
    assert still.index("2营业执照有误：看不清；少复印件1份") < still.index("3租赁合同少1份")
    assert "还有2项没有补正" in still


def test_a_list_after_acceptance_says_the_day_and_not_that_it_is_none(
    counter: Counter, tmp_path: Path
) -> None:
    number = take(counter, FORM, LICENCE, LEASE)
    issue_material_list(counter, number)
    text = read(counter, number, "material_list", tmp_path)
    assert "本件已于2026年3月2日受理。" in text
    assert "收件不等于受理" not in text
    assert "真实性负责" in text


def test_a_day_before_which_counts_that_day(counter: Counter, tmp_path: Path) -> None:
    number = take(counter, FORM, LICENCE, LEASE)
    assert "将于2026年3月9日前（含当日；如遇特殊环节顺延）办结" in read(
        counter, number, "acceptance", tmp_path
    )


def test_entered_late_is_said_in_days_as_paper_writes_them(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    at = counter.clock.now()
    clock.move(9 * 24 * 3600)
    number = take(counter, FORM, LICENCE, LEASE, received_at=at)
    text = read(counter, number, "acceptance", tmp_path)
    assert "补录：收件2026年3月2日，录入2026年3月11日" in text
