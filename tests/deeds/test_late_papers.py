"""Papers of less common days, as real cases print them: acts entered late (补录), concealment, a
hearing, an extension after a special procedure, dates nobody has published yet."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.dual_notice import Told, issue_dual_notice
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.record_enquiry import record_enquiry
from clerk_app.deeds.take_in import take_in
from clerk_app.enquiry.model import Asked
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CheckedPaper, Concealment, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import CHINA, stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE, A5_SHEET
from tests.notices.test_mandatory import set_text
from tests.support.stores import OPERATOR, PASSPHRASE, HandClock

DAY = 24 * 3600
ITEM: dict[str, Any] = {
    "code": "L-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例县公安局示例派出所",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "public_safety": True,
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "检测报告", "necessity": "必要", "source_channel": "检测机构出具"},
    ],
    "follow_ups": [
        {"name": "测试后续许可甲", "when": "餐饮"},
        {"name": "测试后续许可乙", "when": "餐饮、食品销售"},
        {"name": "测试后续许可丙", "when": "销售"},
    ],
}
SAFE = {**ITEM, "code": "L-2", "name": "测试备案", "public_safety": False}
UNSAID = {key: value for key, value in ITEM.items() if key != "public_safety"} | {"code": "L-3"}
SERVICE = {**ITEM, "code": "L-4", "name": "测试确认", "type": "行政确认"}
CALLED = {
    **UNSAID,
    "code": "L-5",
    "phone": "0000-1111111",
    "supervision_phone": "0000-2222222",
    "legal_limit": {"value": 20, "unit": "工作日"},
}
FORM = CheckedPaper("申请书", PaperState.IN_ORDER, copies=1)
REPORT = CheckedPaper("检测报告", PaperState.IN_ORDER, copies=1)
FORGED = Concealment("检测报告是伪造的", "检测机构复函", "李发现示例", "赵批准示例")
GENERAL = "申请事项直接关系公共安全、人身健康、生命财产安全的，一年内不得再次申请"


ITEMS = (
    ITEM,
    SAFE,
    UNSAID,
    SERVICE,
    CALLED,
)


def take(counter: Counter, *papers: CheckedPaper, **more: Any) -> str:
    applicant = Party("person", "测试申请人", "resident_id", "11010519491231002X")
    asked = Application("L-1", counter.clock.now(), applicant, papers=papers)
    return take_in(counter, replace(asked, **more)).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def on(day: str) -> dict[str, str]:
    """The clock of an act entered later."""
    return {"at": f"{day}T10:30:00+08:00"}


def page(counter: Counter, number: str, kind: str) -> str:
    """The text of a page in the order it is set, without blanks."""
    return set_text(find_document(counter, number, kind).facts, counter.fonts)


def set_on(counter: Counter, number: str, kind: str, sheet: Any) -> str:
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=sheet)
    return "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())


# ---------------------------------------------------------------- 补录


def test_every_paper_of_an_act_entered_late_tells_both_days(
    counter: Counter, clock: HandClock
) -> None:
    """Done on 3 to 11 March, typed in on Monday the 23rd."""
    number = take(counter, FORM, REPORT)
    clock.move(21 * DAY)
    act(counter, number, "suspend", **on("2026-03-03"), special="检验", reason="抽样", days=3)
    act(counter, number, "resume", **on("2026-03-05"))
    act(counter, number, "extend", **on("2026-03-06"), approver=OPERATOR, reason="复杂")
    why = {"approver": OPERATOR, "reason": "场所不符合要求", "basis": "《测试条例》第九条"}
    act(counter, number, "deny", **on("2026-03-09"), **why)
    act(counter, number, "close", **on("2026-03-10"))
    handed = {"method": "counter", "recipient": "测试申请人"}
    act(counter, number, "deliver", **on("2026-03-11"), delivery=handed)
    for kind, day in (
        ("suspension", 3),
        ("extension", 6),
        ("denial", 9),
        ("closure", 10),
        ("delivery_receipt", 11),
    ):
        text = page(counter, number, kind)
        said = f"补录：本文书所载事项于2026年3月{day}日办理，2026年3月23日录入"
        assert said in text, kind
    assert "2026年3月3日至2026年3月5日（办理时预计）" in page(counter, number, "suspension")


def test_papers_that_came_and_papers_given_back_tell_it_too(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM)
    other = take(counter, FORM)
    clock.move(21 * DAY)
    came = [{"name": "检测报告", "state": "in_order", "copies": 1}]
    act(counter, number, "supply", **on("2026-03-04"), materials=came)
    act(counter, other, "return", **on("2026-03-05"), reason="不办了", abandoned=True)
    for case, kind, day in (
        (number, "correction_receipt", 4),
        (number, "acceptance", 4),
        (other, "return", 5),
    ):
        text = page(counter, case, kind)
        assert f"补录：本文书所载事项于2026年3月{day}日办理，2026年3月23日录入" in text, kind
    assert "补录" not in page(counter, number, "one_time_notice")


def test_an_act_of_the_day_before_is_not_entered_late(counter: Counter, clock: HandClock) -> None:
    """The hall's limit is one workday, as for an intake."""
    number = take(counter, FORM, REPORT)
    clock.move(2 * DAY)
    act(counter, number, "extend", **on("2026-03-03"), approver=OPERATOR, reason="复杂")
    assert "补录" not in page(counter, number, "extension")
    assert find_document(counter, number, "extension").facts.acted_on == ""


def test_an_intake_entered_late_says_that_its_limits_may_be_over(
    counter: Counter, clock: HandClock
) -> None:
    """Received on Monday 2 March, promised for the 9th; typed in on the 5th, or on the 23rd."""
    received = counter.clock.now()
    past = "其中已经过去的期限，是按办理当时写的"
    clock.move(3 * DAY)
    soon = page(counter, take(counter, FORM, REPORT, received_at=received), "acceptance")
    assert "补录：收件2026年3月2日，录入2026年3月5日" in soon
    assert past not in soon
    clock.move(18 * DAY)
    number = take(counter, FORM, REPORT, received_at=received)
    for text in (
        page(counter, number, "acceptance"),
        set_on(counter, number, "acceptance", A4_LARGE),
    ):
        assert f"补录：收件2026年3月2日，录入2026年3月23日。{past}。" in text


# ---------------------------------------------------------------- 隐瞒、虚假


def test_a_refusal_for_concealment_tells_evidence_approver_and_the_end_of_the_ban(
    counter: Counter, clock: HandClock
) -> None:
    """行政许可法 art. 78: of an item known to touch public safety the year is told with its end,
    2 March 2027, and no sentence leaves open whether it is such an item."""
    number = take(counter, FORM, REPORT, concealment=FORGED)
    clock.move(DAY)
    issue_dual_notice(counter, number, Told(approver=OPERATOR))
    barred = (
        "本事项直接关系公共安全、人身健康、生命财产安全，一年内不得再次申请该项许可"
        "（至2027年3月2日，含当日）"
    )
    for text in (
        page(counter, number, "non_acceptance"),
        page(counter, number, "dual_notice"),
        set_on(counter, number, "non_acceptance", A4_LARGE),
    ):
        assert barred in text
        assert GENERAL not in text
        assert "警告" not in text  # nobody has recorded one
    decision = page(counter, number, "non_acceptance")
    assert "证据：检测机构复函。" in decision
    assert "发现人李发现示例" in decision
    assert "批准人赵批准示例" in decision


def test_the_last_day_of_the_ban_that_is_printed_is_the_last_day_it_holds(
    counter: Counter, clock: HandClock
) -> None:
    take(counter, FORM, concealment=FORGED)
    clock.move(365 * DAY)  # 2 March 2027
    with pytest.raises(ClerkError) as caught:
        take(counter, FORM, provisional_approved_by=OPERATOR)
    assert caught.value.code == "barred_for_a_year"
    clock.move(DAY)
    take(counter, FORM, provisional_approved_by=OPERATOR)


def test_an_item_that_is_none_of_public_safety_is_not_told_the_ban(counter: Counter) -> None:
    safe = page(counter, take(counter, FORM, item="L-2", concealment=FORGED), "non_acceptance")
    assert "一年内" not in safe
    assert "更正后可以重新申请" in safe
    unsaid = page(counter, take(counter, FORM, item="L-3", concealment=FORGED), "non_acceptance")
    assert GENERAL in unsaid


def test_concealment_found_after_the_receipt_tells_the_same(counter: Counter) -> None:
    number = take(counter, FORM)
    act(
        counter, number, "refuse", grounds="concealment", approver=OPERATOR,
        reason="核对后才发现",
        concealment={"fact": "申请书是伪造的", "evidence": "比对结果", "found_by": "李发现示例"},
    )  # fmt: skip
    text = page(counter, number, "non_acceptance")
    for expected in (
        "证据：比对结果。",
        "发现人李发现示例",
        f"批准人{OPERATOR}",
        "至2027年3月2日，含当日",
    ):
        assert expected in text, expected


def test_any_other_refusal_has_neither_approver_nor_evidence(counter: Counter) -> None:
    number = take(counter, FORM, competent=False, target_agency="示例市示例局")
    text = page(counter, number, "non_acceptance")
    assert "批准人" not in text
    assert "证据" not in text


# ---------------------------------------------------------------- 听证、延期


def test_a_hearing_tells_when_it_was_told_and_asked_for_and_by_which_article(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM, REPORT)
    clock.move(2 * DAY)
    days = {"told_on": "2026-03-03", "asked_on": "2026-03-04"}
    act(counter, number, "suspend", special="听证", reason="申请人要求", days=10, **days)
    for text in (
        page(counter, number, "suspension"),
        set_on(counter, number, "suspension", A4_LARGE),
    ):
        for expected in (
            "告知听证权利2026年3月3日",
            "申请听证2026年3月4日",
            "进行依据《中华人民共和国行政许可法》第四十七条",
        ):
            assert expected in text, expected


def test_no_article_is_guessed_for_a_hearing_nobody_asked_for(counter: Counter) -> None:
    number = take(counter, FORM, REPORT)
    act(counter, number, "suspend", special="听证", reason="涉及公共利益", days=10)
    assert "进行依据" not in page(counter, number, "suspension")
    service = take(counter, FORM, REPORT, item="L-4")
    days = {"told_on": "2026-03-02", "asked_on": "2026-03-02"}
    act(counter, service, "suspend", special="听证", reason="申请人要求", days=10, **days)
    text = page(counter, service, "suspension")
    assert "申请听证2026年3月2日" in text
    assert "行政许可法" not in text


def test_an_extension_tells_the_days_a_procedure_has_used(
    counter: Counter, clock: HandClock
) -> None:
    """Promised for 9 March; seven workdays of testing were expected, three were used: 12 March."""
    number = take(counter, FORM, REPORT)
    clock.move(DAY)
    act(counter, number, "suspend", special="检验", reason="抽样", days=7)
    clock.move(2 * DAY)
    act(counter, number, "resume")
    act(counter, number, "extend", approver=OPERATOR, reason="复杂", workdays=5)
    for text in (
        page(counter, number, "extension"),
        set_on(counter, number, "extension", A4_LARGE),
    ):
        assert "原为2026年3月12日" in text
        assert "此前的特别程序实际用了3个工作日，不计入办理期限" in text
        assert "以前告知的日期" in text
    other = take(counter, FORM, REPORT)
    act(counter, other, "extend", approver=OPERATOR, reason="复杂", workdays=5)
    assert "特别程序" not in page(counter, other, "extension")


# ---------------------------------------------------------------- 暂定


def test_a_paper_with_a_provisional_date_says_what_that_is(made: Path, tmp_path: Path) -> None:
    """Twenty workdays from 21 December 2026 lie in a year nobody has published."""
    folder = Path(shutil.copytree(made, tmp_path / "w"))
    clock = HandClock(datetime(2026, 12, 21, 10, 5, tzinfo=CHINA))
    with Workstation(clock).open(folder, PASSPHRASE) as counter:
        number = take(counter, FORM, REPORT, provisional_approved_by=OPERATOR)
        said = "标有“（暂定）”的日期：所在年份的放假安排还没有公布"
        for text in (
            page(counter, number, "acceptance"),
            set_on(counter, number, "acceptance", A4_LARGE),
        ):
            assert text.count(said) == 1


def test_a_paper_without_one_does_not(counter: Counter) -> None:
    assert "暂定" not in page(counter, take(counter, FORM, REPORT), "acceptance")


# ---------------------------------------------------------------- 材料、印章


def test_where_a_paper_is_had_is_who_issues_it(counter: Counter) -> None:
    text = page(counter, take(counter, FORM), "one_time_notice")
    assert "检测机构出具" in text
    assert "申请人自备" not in text


def test_with_nothing_in_order_no_heading_counts_it(counter: Counter) -> None:
    text = page(counter, take(counter), "one_time_notice")
    assert "0项" not in text.replace("0项已经具备", "")
    assert "没有已经具备的材料" in text


def test_what_was_wrong_stands_beside_what_was_put_right(counter: Counter) -> None:
    number = take(counter, FORM)
    fault, correction = "地址与合同不一致", "改为与合同一致，申请人按指印"
    put = {"name": "申请书", "state": "corrected_on_the_spot", "copies": 1}
    act(counter, number, "correct", materials=[{**put, "fault": fault, "correction": correction}])
    text = page(counter, number, "correction_receipt")
    said = "当场更正（原来：地址与合同不一致）：改为与合同一致，申请人按指印"
    assert said in text
    right = CheckedPaper("申请书", PaperState.CORRECTED_ON_THE_SPOT, fault, correction, 1)
    assert said in page(counter, take(counter, right), "receipt")


def test_who_seals_is_broken_between_two_bodies(counter: Counter) -> None:
    """示例县公安局｜示例派出所, not within 派出所."""
    number = take(counter, FORM, REPORT)
    facts = find_document(counter, number, "acceptance").facts
    (first,) = lay_out(facts, counter.fonts, journal_code="")
    runs = ["".join(getattr(mark, "text", "").split()) for mark in first.marks]
    at = runs.index("（盖章）")
    assert runs[at + 1 : at + 3] == ["示例县公安局", "示例派出所"]


# ---------------------------------------------------------------- 后置审批、双告知


def test_who_only_asked_is_not_said_to_have_done_anything(counter: Counter) -> None:
    made = record_enquiry(counter, Asked("L-1", enterprise="餐饮"))
    (number,) = (each.number for each in made.documents if each.kind == "post_licence_notice")
    facts = find_document(counter, "", number).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    large = "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())
    for text in (set_text(facts, counter.fonts), large):
        assert "咨询事项测试许可" in text
        assert "已办事项" not in text
        assert "咨询人一份" in text
        assert "申请人一份" not in text
    assert "咨询的“测试许可”" in set_text(facts, counter.fonts)
    assert "您问的“测试许可”" in large


def test_kinds_of_enterprise_are_listed_so_that_they_can_be_told_apart(counter: Counter) -> None:
    with pytest.raises(ClerkError) as caught:
        record_enquiry(counter, Asked("L-1", enterprise="食品"))
    assert caught.value.message == (
        "没有“食品”这个经营类别，可选：“餐饮”、“餐饮、食品销售”、“销售”"
    )


def test_a_denial_that_was_delivered_is_still_a_denial(counter: Counter) -> None:
    number = take(counter, FORM, REPORT)
    why = {"approver": OPERATOR, "reason": "场所不符合要求", "basis": "《测试条例》第九条"}
    act(counter, number, "deny", **why)
    act(counter, number, "close")
    handed = {"method": "counter", "recipient": "测试申请人"}
    act(counter, number, "deliver", delivery=handed)
    with counter.store.reading() as db:
        assert intake.case(db, counter.viewer, number).state == "delivered"
    issue_dual_notice(counter, number, Told(ways=("换一处合格的场所",)))
    text = page(counter, number, "dual_notice")
    assert "1.场所不符合要求（《测试条例》第九条）。" in text
    assert f"批准人{OPERATOR}" in text


def test_a_licence_that_was_delivered_gets_no_such_notice(counter: Counter) -> None:
    number = take(counter, FORM, REPORT)
    act(counter, number, "decide", approver=OPERATOR, result={"name": "证", "number": "1"})
    act(counter, number, "close")
    handed = {"method": "counter", "recipient": "测试申请人"}
    act(counter, number, "deliver", delivery=handed)
    with pytest.raises(ClerkError) as caught:
        issue_dual_notice(counter, number, Told(why="不行", article="甲", ways=("乙",)))
    assert caught.value.code == "can_be_done"


# ---------------------------------------------------------------- the last sheet


def sheets(counter: Counter, number: str, kind: str) -> list[str]:
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A5_SHEET)
    return ["".join("".join(getattr(m, "text", "") for m in p.marks).split()) for p in pages]


def test_on_half_a_sheet_the_seal_stands_with_words_of_the_text(counter: Counter) -> None:
    """A second sheet with nothing but window, seal and lines to sign on tells nobody of what."""
    number = take(counter, FORM, item="L-5")
    wrong = {"fault": "地址与合同不一致", "correction": "改为一致"}
    put = {"name": "申请书", "state": "corrected_on_the_spot", "copies": 1, **wrong}
    act(counter, number, "correct", materials=[put])
    done = take(counter, FORM, REPORT, item="L-5")
    why = {"approver": OPERATOR, "reason": "场所不符合要求", "basis": "《测试条例》第九条"}
    act(counter, done, "deny", **why)
    act(counter, done, "close")
    for case, kind in ((number, "correction_receipt"), (done, "closure")):
        first, last = sheets(counter, case, kind)
        assert "（盖章）" in last, kind
        assert "凭办件编号和查询码可以查询" in last, kind
        assert "凭办件编号" not in first, kind


def test_no_row_of_a_table_of_facts_goes_to_the_last_sheet_alone(counter: Counter) -> None:
    done = take(counter, FORM, REPORT, item="L-5")
    why = {"approver": OPERATOR, "reason": "场所不符合要求", "basis": "《测试条例》第九条"}
    act(counter, done, "deny", **why)
    act(counter, done, "close")
    act(counter, done, "deliver", delivery={"method": "counter", "recipient": "测试申请人"})
    first, last = sheets(counter, done, "delivery_receipt")
    assert "签收人测试申请人" in last
    assert "送达地点" in last
    assert "送达地点" not in first
