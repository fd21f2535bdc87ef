"""Papers of a promise, as real cases print them: 告知承诺, 容缺 with several days, 容缺收件, and
a promise that was not kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Refused
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE
from tests.notices.test_mandatory import set_text
from tests.support.stores import OPERATOR, HandClock

DAY = 24 * 3600
PERSON = Party("person", "测试申请人", "resident_id", "11010519491231002X")
UNIT = Party("organisation", "测试有限公司", "uscc", "91350100M000100Y43")
AGENT = Party("person", "测试代办人", "resident_id", "11010519491231002X")
ITEM: dict[str, Any] = {
    "code": "Q-1",
    "name": "测试承诺许可",
    "type": "行政许可",
    "handling": "承诺件",
    "department": "示例局",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 10, "unit": "工作日"},
    "phone": "0000-1111111",
    "conditions": "注册资本不少于十万元。\n有固定的场所。",
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "场所证明", "necessity": "必要"},
    ],
    "commitment": {
        "papers": ["场所证明"],
        "promises": ["场所真实、合法"],
        "check_workdays": 5,
        "basis": "《示例承诺办法》",
    },
}
PROMISES_ONLY = {**ITEM, "code": "Q-2", "conditions": ""}
NOTHING_TOLD = {
    **ITEM,
    "code": "Q-3",
    "conditions": "",
    "commitment": {"papers": ["场所证明"], "check_workdays": 5},
}
TWO_DAYS: dict[str, Any] = {
    **{key: value for key, value in ITEM.items() if key != "commitment"},
    "code": "Q-4",
    "name": "测试容缺许可",
    "deferral": {
        "enabled": True,
        "bound_workdays": 5,
        "on_expiry": "暂停",
        "grace_workdays": 5,
        "block_months": 6,
    },
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 3},
        {"name": "设备清单", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 5},
    ],
}
RETURNING = {
    **TWO_DAYS,
    "code": "Q-5",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "退件"},
}
ENDING = {
    **TWO_DAYS,
    "code": "Q-6",
    "deferral": {"enabled": True, "bound_workdays": 5, "on_expiry": "终止", "block_months": 3},
}
BOTH = {
    **TWO_DAYS,
    "code": "Q-7",
    "materials": [*TWO_DAYS["materials"], {"name": "场所证明", "necessity": "必要"}],
    "commitment": ITEM["commitment"],
}
FORM = CheckedPaper("申请书", PaperState.IN_ORDER, copies=1)
PROMISED: dict[str, Any] = {"committed": ("场所证明",), "commitment_signed": True}
EACH_DAY = "任何一项逾期没有补齐的，整件按逾期处理"
IN_LARGE = "有一项过期没有补齐的，整件都按过期处理"


ITEMS = (
    ITEM,
    PROMISES_ONLY,
    NOTHING_TOLD,
    TWO_DAYS,
    RETURNING,
    ENDING,
    BOTH,
)


def take(counter: Counter, *papers: CheckedPaper, **more: Any) -> str:
    asked = Application("Q-1", counter.clock.now(), PERSON, papers=papers or (FORM,))
    return take_in(counter, replace(asked, **more)).number


def act(counter: Counter, number: str, name: str, **fields: Any) -> None:
    act_on_case(counter, number, read_act(name, {"at": stamp(counter.clock.now()), **fields}))


def page(counter: Counter, number: str, kind: str) -> str:
    """The text of a page in the order it is set, without blanks."""
    return set_text(find_document(counter, number, kind).facts, counter.fonts)


def large(counter: Counter, number: str, kind: str) -> str:
    facts = find_document(counter, number, kind).facts
    pages = lay_out(facts, counter.fonts, journal_code="", sheet=A4_LARGE)
    return "".join("".join(getattr(m, "text", "") for p in pages for m in p.marks).split())


def notified(counter: Counter, folder: Path, **more: Any) -> str:
    """A case whose one-time notice was handed out: silence does not accept it."""
    number = take(counter, item="Q-4", **more)
    print_document(counter, number, "one_time_notice", folder / f"{number}.pdf")
    return number


def supply(counter: Counter, number: str, *names: str) -> str:
    """The 补正回执 of papers that came."""
    lines = [{"name": name, "state": "in_order", "copies": 1} for name in names]
    act(counter, number, "supply", materials=lines)
    return page(counter, number, "correction_receipt")


# ---------------------------------------------------------------- 告知承诺


def test_whoever_commits_to_conditions_reads_them_on_the_paper(counter: Counter) -> None:
    number = take(counter, **PROMISED)
    for text in (page(counter, number, "commitment"), large(counter, number, "commitment")):
        assert "办理条件：注册资本不少于十万元。有固定的场所。" in text
        assert "符合告知的条件和要求" in text


def test_without_conditions_none_are_said_to_follow(counter: Counter) -> None:
    number = take(counter, item="Q-2", **PROMISED)
    for text in (page(counter, number, "commitment"), large(counter, number, "commitment")):
        assert "办理条件" not in text
        assert "下列要求" not in text
        assert "下面的要求" not in text
        assert "告知的条件和要求" not in text
        assert "场所真实、合法。" in text


def test_nothing_is_signed_that_tells_nothing(counter: Counter) -> None:
    """国办发〔2020〕42号: the conditions and what is promised are told before anybody signs."""
    with pytest.raises(Refused, match="没有办理条件，也没有承诺内容") as caught:
        take(counter, item="Q-3", **PROMISED)
    assert caught.value.code == "commitment_untold"
    assert take(counter, FORM, CheckedPaper("场所证明", PaperState.IN_ORDER, copies=1), item="Q-3")


def test_the_day_of_the_check_is_the_last_one(counter: Counter) -> None:
    number = take(counter, **PROMISED)
    assert "事后核查在2026年3月9日前（含当日）进行" in page(counter, number, "commitment")
    assert "最晚在2026年3月9日（含当日）核查" in large(counter, number, "commitment")


def test_the_record_of_credit_is_what_the_law_allows(counter: Counter) -> None:
    number = take(counter, **PROMISED)
    for text in (page(counter, number, "commitment"), large(counter, number, "commitment")):
        assert "依法可以记入信用记录的，记入信用记录" in text
        assert "决定、记入信用记录" not in text


@pytest.mark.parametrize("kind", ["commitment", "undertaking"])
def test_nobody_signs_for_an_agent_there_is_not(counter: Counter, kind: str) -> None:
    promise = PROMISED if kind == "commitment" else {"item": "Q-4", "undertaking_signed": True}
    number = take(counter, **promise)
    for text in (page(counter, number, kind), large(counter, number, kind)):
        assert "代办人" not in text
        assert "授权委托书" not in text
        assert "承诺人签字" in text
    number = take(counter, agent=AGENT, **promise)
    for text in (page(counter, number, kind), large(counter, number, kind)):
        assert "代办人签字" in text
        assert "授权委托书" in text


@pytest.mark.parametrize("kind", ["commitment", "undertaking"])
def test_a_unit_has_a_place_for_its_seal_and_a_person_one_to_sign(
    counter: Counter, kind: str
) -> None:
    promise = PROMISED if kind == "commitment" else {"item": "Q-4", "undertaking_signed": True}
    unit, person = take(counter, applicant=UNIT, **promise), take(counter, **promise)
    for read in (page, large):
        text = read(counter, unit, kind)
        assert "（承诺单位盖章）测试有限公司" in text
        assert "单位申请的" not in text
        text = read(counter, person, kind)
        assert "盖章）" not in text.replace("（告知机关盖章）", "")
        assert "签字或者盖章）" not in text
        assert text.count("承诺人签字") == 1 + text.count("未经承诺人签字")


def test_what_a_promise_stands_for_is_said_by_the_acceptance(counter: Counter) -> None:
    number = take(counter, **PROMISED)
    for text in (page(counter, number, "acceptance"), large(counter, number, "acceptance")):
        assert "以承诺代替提交的材料：场所证明" in text
    number = take(counter, item="Q-7", undertaking_signed=True, **PROMISED)
    assert "以承诺代替提交的材料：场所证明" in page(counter, number, "conditional_acceptance")
    number = take(counter, item="Q-4", undertaking_signed=True)
    assert "以承诺代替" not in page(counter, number, "conditional_acceptance")
    whole = CheckedPaper("场所证明", PaperState.IN_ORDER, copies=1)
    assert "以承诺代替" not in page(counter, take(counter, FORM, whole), "acceptance")


# ---------------------------------------------------------------- several days


def test_that_one_missed_day_is_enough_is_promised_and_told(counter: Counter) -> None:
    """Three workdays: Thursday 5 March; five: Monday 9 March."""
    number = take(counter, item="Q-4", undertaking_signed=True)
    for kind in ("undertaking", "conditional_acceptance"):
        text = page(counter, number, kind)
        assert "2026年3月5日" in text
        assert "2026年3月9日" in text
        assert f"各项材料按表中各自的期限补齐；{EACH_DAY}。" in text
        assert f"每项材料按表上各自的日期补齐；{IN_LARGE}。" in large(counter, number, kind)
    text = page(counter, number, "conditional_acceptance")
    assert "最早一项补齐，不迟于2026年3月5日" in text
    assert "容缺材料补齐，不迟于" not in text


def test_where_there_is_one_day_nothing_is_said_of_several(counter: Counter) -> None:
    lease = CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1)
    number = take(counter, FORM, lease, item="Q-4", undertaking_signed=True)
    text = page(counter, number, "conditional_acceptance")
    assert "容缺材料补齐，不迟于2026年3月9日" in text
    assert "任何一项" not in text
    assert "任何一项" not in page(counter, number, "undertaking")


def test_a_receipt_of_papers_says_each_its_own_day(counter: Counter) -> None:
    number = take(counter, item="Q-5")
    act(counter, number, "supply", materials=[], undertaking_signed=True)
    text = page(counter, number, "correction_receipt")
    assert f"请按各项期限补齐，最早一项为2026年3月5日（含当日）；{EACH_DAY}。" in text
    assert "请在2026年3月5日前" not in text
    plain = large(counter, number, "correction_receipt")
    assert f"请按各项的日期补齐，最早一项是2026年3月5日（含当日）；{IN_LARGE}。" in plain
    text = supply(counter, number, "租赁合同")
    assert "请在2026年3月9日前（含当日）补齐。" in text
    assert "任何一项" not in text


# ---------------------------------------------------------------- in the grace


def test_a_receipt_in_the_grace_says_since_when_it_stands_and_until_when(
    counter: Counter, clock: HandClock
) -> None:
    """The lease was due on Thursday 5 March; five workdays of grace end on the 12th."""
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(4 * DAY)  # Friday 6 March
    text = supply(counter, number, "设备清单")
    assert "有容缺材料逾期没有补齐，本件已于2026年3月6日暂停办理。" in text
    assert "请在宽限期内补齐，最迟2026年3月12日（含当日）；宽限期满仍未补齐的，本机关退件" in text
    assert "承诺办结，原不迟于2026年3月16日补齐后顺延" in text
    assert "请在2026年3月5日前" not in text
    assert "逾期没有补齐的，本机关暂停办理" not in text
    plain = large(counter, number, "correction_receipt")
    assert "这件已于2026年3月6日暂停办理。" in plain
    assert "最晚2026年3月12日（含当日）" in plain
    assert "请最晚在2026年3月5日" not in plain
    clock.move(4 * DAY)  # Tuesday 10 March: 6, 9 and 10 March are not counted
    text = supply(counter, number, "租赁合同")
    assert "容缺的材料已经全部补齐。" in text
    assert "因容缺材料逾期补齐，2026年3月6日至2026年3月10日暂停办理，办结日期相应顺延。" in text
    assert "承诺办结，不迟于2026年3月19日原为2026年3月16日" in text
    assert "已于2026年3月6日暂停" not in text
    plain = large(counter, number, "correction_receipt")
    assert "2026年3月6日至2026年3月10日暂停办理，办结的日期往后顺延。" in plain


def test_what_came_in_time_moves_no_date(counter: Counter, clock: HandClock) -> None:
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(2 * DAY)
    text = supply(counter, number, "租赁合同", "设备清单")
    assert "承诺办结，不迟于2026年3月16日" in text
    for words in ("顺延", "暂停", "原为"):
        assert words not in text


# ---------------------------------------------------------------- 容缺收件


def test_papers_that_lie_at_the_window_are_no_acceptance(counter: Counter) -> None:
    number = take(counter, item="Q-4", deposit=True)
    text = page(counter, number, "one_time_notice")
    assert "本次为容缺收件：已经交来的材料由窗口收存，收存不是受理" in text
    assert "补正期限：2026年3月9日前（含当日）。" in text
    assert (
        "逾期没有补正的，另有5个工作日的宽限期；宽限期满仍没有补正的，本大厅退件，退回收存的材料；"
        "退件后仍可以重新申请。"
    ) in text
    assert "按“" not in text
    assert "容缺收件" in large(counter, number, "one_time_notice")
    number = take(counter, item="Q-6", deposit=True)
    text = page(counter, number, "one_time_notice")
    assert "逾期没有补正的，本大厅退件，退回收存的材料；退件后仍可以重新申请。" in text
    assert "宽限" not in text
    assert "终止" not in text
    ordinary = page(counter, take(counter, item="Q-4"), "one_time_notice")
    assert "容缺收件" not in ordinary


def test_a_receipt_of_papers_at_the_window_names_no_policy(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    """Five workdays: Monday 9 March, and five more of grace: the 16th."""
    number = take(counter, item="Q-4", deposit=True)
    text = supply(counter, number, "租赁合同")
    assert "请在2026年3月9日前（含当日）补齐。" in text
    assert "另有5个工作日的宽限期；宽限期满仍没有补齐的，本大厅退件，退回收存的材料" in text
    assert "按“" not in text
    number = notified(counter, tmp_path, deposit=True)
    clock.move(8 * DAY)  # Tuesday 10 March
    text = supply(counter, number, "租赁合同")
    assert "收存材料的期限2026年3月9日已过，请在宽限期内补齐，最迟2026年3月16日" in text
    assert "请在2026年3月9日前" not in text
    assert "最晚2026年3月16日（含当日）" in large(counter, number, "correction_receipt")


# ---------------------------------------------------------------- a promise not kept


def test_what_is_given_back_says_what_was_not_brought_by_which_day(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(11 * DAY)  # Friday 13 March: the grace ended on the 12th
    act(counter, number, "return", reason="逾期")
    text = page(counter, number, "return")
    assert (
        "1.没有在承诺的期限内补齐容缺材料：租赁合同（2026年3月5日）、设备清单（2026年3月9日）；"
        "宽限期已于2026年3月12日届满。2.逾期。"
    ) in text
    assert "2026年9月13日前（含当日）申请的，不适用容缺受理，材料要一次交齐。" in text
    assert "2026年9月13日（含当日）以前申请的，不适用容缺受理" in large(counter, number, "return")


def test_what_was_promised_to_end_ends(counter: Counter, clock: HandClock) -> None:
    number = take(counter, item="Q-6", undertaking_signed=True)
    other = take(counter, item="Q-5", undertaking_signed=True)
    clock.move(4 * DAY)  # Friday 6 March
    act(counter, number, "return", reason="催告后仍未交来")
    text = page(counter, number, "return")
    assert "因下列原因终止办理，材料退回，本次申请不再办理。" in text
    assert (
        "没有在承诺的期限内补齐容缺材料：租赁合同（2026年3月5日）；按《容缺受理承诺书》终止办理。"
        in text
    )
    assert "设备清单（" not in text  # its day has not come
    assert "2026年6月6日前（含当日）申请的，不适用容缺受理" in text
    assert "终止办理" in large(counter, number, "return")
    act(counter, other, "return", reason="逾期")
    text = page(counter, other, "return")
    assert "没有在承诺的期限内补齐容缺材料：" in text
    assert "因下列原因退件" in text
    assert "不适用容缺受理" not in text


def test_what_was_never_accepted_is_given_back_in_its_own_words(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    left = notified(counter, tmp_path, deposit=True)
    given_up, silent = take(counter, item="Q-4"), take(counter, item="Q-4")
    act(counter, given_up, "return", reason="书面声明", abandoned=True)
    assert "1.申请人放弃申请。2.书面声明。" in page(counter, given_up, "return")
    act(counter, silent, "return", reason="不再办理", approver=OPERATOR)
    assert "1.一次告知后没有补正：租赁合同、设备清单。2.不再办理。" in page(
        counter, silent, "return"
    )
    clock.move(15 * DAY)  # Tuesday 17 March: the grace ended on the 16th
    act(counter, left, "return", reason="联系不上")
    text = page(counter, left, "return")
    assert "1.收存材料的期限（2026年3月9日）已过，没有补正：租赁合同、设备清单。" in text
    assert "承诺" not in text.replace("测试承诺许可", "")
    for number in (left, silent, given_up):
        assert "不适用容缺受理" not in page(counter, number, "return")


def test_what_is_taken_back_has_no_cause(counter: Counter) -> None:
    number = take(counter, item="Q-4", undertaking_signed=True)
    act(counter, number, "withdraw", reason="另行选址")
    text = page(counter, number, "return")
    assert "没有补正" not in text
    assert "没有在承诺的期限内" not in text
