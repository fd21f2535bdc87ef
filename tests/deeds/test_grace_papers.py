"""What papers say while promised papers (容缺) are late: the grace, since when a case stands, a
special procedure beside it, an act typed in a day later, and 容缺收件 with nothing kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState
from clerk_app.kernel.errors import Refused
from tests.deeds.test_promise_papers import (
    DAY,
    FORM,
    PERSON,
    RETURNING,
    TWO_DAYS,
    act,
    large,
    notified,
    page,
    supply,
    take,
)
from tests.support.stores import OPERATOR, HandClock

LEASE = CheckedPaper("租赁合同", PaperState.IN_ORDER, copies=1)
CARD = {"name": "身份证", "necessity": "必要", "originals": 1, "copies": 0, "keep": "核验"}
LOOKED_AT = {**TWO_DAYS, "code": "Q-8", "materials": [CARD, *TWO_DAYS["materials"]]}
OVER = "其中已经过去的期限，是按办理当时写的"


ITEMS = (
    TWO_DAYS,
    RETURNING,
    LOOKED_AT,
)


def supplied_on(counter: Counter, number: str, day: str, *names: str) -> str:
    """The 补正回执 of papers that came on another day than they were typed in."""
    lines = [{"name": name, "state": "in_order", "copies": 1} for name in names]
    act(counter, number, "supply", at=f"{day}T16:00:00+08:00", materials=lines)
    return page(counter, number, "correction_receipt")


def deposited(counter: Counter, *papers: CheckedPaper, item: str = "Q-4") -> str:
    asked = Application(item, counter.clock.now(), PERSON, papers=papers, deposit=True)
    return take_in(counter, asked).number


# ---------------------------------------------------------------- the notice in the grace


def test_a_later_notice_in_the_grace_tells_the_day_of_its_receipt(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    """Five workdays: Monday 9 March, and five more of grace: the 16th."""
    number = notified(counter, tmp_path, deposit=True)
    clock.move(8 * DAY)  # Tuesday 10 March
    supply(counter, number, "租赁合同")
    text = page(counter, number, "one_time_notice")
    assert "本告知书续2026年3月2日" in text
    assert (
        "收存材料的期限2026年3月9日已过，请在宽限期内补正，最迟2026年3月16日（含当日）；"
        "宽限期满仍没有补正的，本大厅退件，退回收存的材料；退件后仍可以重新申请。"
    ) in text
    assert "补正期限：" not in text
    assert "另有5个工作日" not in text
    assert "，于2026年3月16日前（含当日）补正。" in text
    assert "于2026年3月9日前" not in text
    plain = large(counter, number, "one_time_notice")
    assert "2026年3月16日（含当日）" in plain
    assert "最晚在2026年3月9日" not in plain


# ---------------------------------------------------------------- since when it stands


def test_a_case_stands_since_the_first_of_days_without_a_gap(
    counter: Counter, clock: HandClock
) -> None:
    """The lease was due on 5 March and came on the 10th, the list was due on the 9th."""
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(8 * DAY)  # Tuesday 10 March
    text = supply(counter, number, "租赁合同")
    assert "本件已于2026年3月6日暂停办理。" in text
    assert "最迟2026年3月16日（含当日）" in text
    assert "2026年3月10日暂停" not in text


def test_a_case_that_ran_in_between_stands_since_it_stopped_again(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(4 * DAY)  # Friday 6 March
    assert "因容缺材料逾期补齐，2026年3月6日暂停办理" in supply(counter, number, "租赁合同")
    clock.move(5 * DAY)  # Wednesday 11 March
    act(counter, number, "supply", materials=[{**_wrong("设备清单")}])
    text = page(counter, number, "correction_receipt")
    assert "本件已于2026年3月10日暂停办理。" in text


def _wrong(name: str) -> dict[str, Any]:
    return {"name": name, "state": "defective", "fault": "没有盖章", "copies": 1}


# ---------------------------------------------------------------- typed in a day later


def test_a_limit_that_passed_before_the_act_was_typed_in_is_said_to_have(
    counter: Counter, clock: HandClock
) -> None:
    """One workday later is not 补录 yet; the paper bears the day it is typed in all the same."""
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(4 * DAY)  # Friday 6 March
    text = supplied_on(counter, number, "2026-03-05", "设备清单")
    assert "请在2026年3月5日前（含当日）补齐。" in text
    assert f"本文书所载事项于2026年3月5日办理，2026年3月6日出具。{OVER}。" in text
    assert OVER in large(counter, number, "correction_receipt")
    assert "补录" not in text


def test_the_end_of_the_grace_may_have_passed_as_well(counter: Counter, clock: HandClock) -> None:
    number = take(counter, FORM, LEASE, item="Q-4", undertaking_signed=True)
    clock.move(15 * DAY)  # Tuesday 17 March: the grace ended on the 16th
    act(
        counter, number, "supply", at="2026-03-16T16:00:00+08:00", materials=[_wrong("设备清单")]
    )  # fmt: skip
    text = page(counter, number, "correction_receipt")
    assert "最迟2026年3月16日（含当日）" in text
    assert f"2026年3月17日出具。{OVER}。" in text


def test_a_paper_whose_limits_are_still_to_come_has_no_such_remark(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, item="Q-4", undertaking_signed=True)
    clock.move(3 * DAY)  # Thursday 5 March
    text = supplied_on(counter, number, "2026-03-04", "设备清单")
    assert "请在2026年3月5日前（含当日）补齐。" in text
    assert OVER not in text
    clock.move(DAY)
    text = supplied_on(counter, number, "2026-03-05", "租赁合同")
    assert "于2026年3月5日收到补交的材料" in text
    assert OVER not in text
    clock.move(7 * DAY)
    number = take(counter, FORM, LEASE, item="Q-4", undertaking_signed=True)
    assert OVER not in page(counter, number, "conditional_acceptance")


# ---------------------------------------------------------------- a special procedure beside it


def test_papers_of_a_special_procedure_in_the_grace_tell_both(
    counter: Counter, clock: HandClock
) -> None:
    """The list was due on Monday 9 March: the case stands since the 10th, the grace ends on the
    16th. The list came on the 12th; testing ran from the 11th to the 16th, four workdays. Without
    10 to 12 March ten workdays end on the 19th, without 10 to 16 March on the 23rd."""
    number = take(counter, FORM, LEASE, item="Q-4", undertaking_signed=True)
    clock.move(9 * DAY)  # Wednesday 11 March
    act(counter, number, "suspend", special="检验", reason="抽样", days=3)
    text = page(counter, number, "suspension")
    assert "有容缺材料逾期没有补齐，本件已于2026年3月10日暂停办理" in text
    assert "请在宽限期内补齐，最迟2026年3月16日（含当日）；宽限期满仍未补齐的，本机关退件" in text
    plain = large(counter, number, "suspension")
    assert "这件已于2026年3月10日暂停办理" in plain
    assert "最晚2026年3月16日（含当日）" in plain

    clock.move(DAY)
    act(counter, number, "supply", materials=[_wrong("设备清单")])
    text = page(counter, number, "correction_receipt")
    assert "本件已于2026年3月10日暂停办理。" in text
    assert "最迟2026年3月16日（含当日）" in text
    assert "检验（特别程序）正在进行" in text
    assert "请在2026年3月9日前" not in text
    text = supply(counter, number, "设备清单")
    assert "2026年3月10日至2026年3月12日暂停办理，办结日期相应顺延。" in text
    assert "检验（特别程序）正在进行，所用时间不计入办理期限；结束后，办结日期再顺延。" in text
    assert "承诺办结，不迟于2026年3月19日特别程序进行中，结束后再顺延；原为2026年3月16日" in text
    assert "检验（特别程序）正在做" in large(counter, number, "correction_receipt")

    clock.move(4 * DAY)
    act(counter, number, "resume")
    act(counter, number, "extend", approver=OPERATOR, reason="复杂", workdays=5)
    text = page(counter, number, "extension")
    assert "原为2026年3月23日" in text
    assert "此前的特别程序实际用了4个工作日" in text
    said = "因容缺材料逾期补齐，2026年3月10日至2026年3月12日暂停办理"
    assert said in text
    assert "2026年3月10日至2026年3月12日暂停办理" in large(counter, number, "extension")


def test_without_late_papers_or_a_procedure_none_is_spoken_of(
    counter: Counter, clock: HandClock
) -> None:
    number = take(counter, FORM, LEASE, item="Q-4", undertaking_signed=True)
    clock.move(DAY)
    act(counter, number, "suspend", special="检验", reason="抽样", days=3)
    assert "暂停办理" not in page(counter, number, "suspension")
    clock.move(DAY)
    act(counter, number, "resume")
    text = supply(counter, number, "设备清单")
    assert "特别程序" not in text
    act(counter, number, "extend", approver=OPERATOR, reason="复杂", workdays=5)
    assert "暂停办理" not in page(counter, number, "extension")


# ---------------------------------------------------------------- 容缺收件


def test_where_nothing_is_kept_nothing_is_said_to_be(counter: Counter, clock: HandClock) -> None:
    card = CheckedPaper("身份证", PaperState.IN_ORDER, copies=1)
    for number in (deposited(counter), deposited(counter, card, item="Q-8")):
        text = page(counter, number, "one_time_notice")
        assert "本次为容缺收件，目前没有材料由窗口收存；收件不是受理" in text
        assert "宽限期满仍没有补正的，本大厅退件；退件后仍可以重新申请。" in text
        plain = large(counter, number, "one_time_notice")
        assert "这次是容缺收件，窗口现在没有收存材料" in plain
        for each in (text, plain):
            assert "已经交来的材料由窗口收存" not in each
            assert "退回收存的材料" not in each
    text = page(counter, deposited(counter, FORM, item="Q-5"), "one_time_notice")
    assert "已经交来的材料由窗口收存" in text
    assert "本大厅退件，退回收存的材料" in text
    text = page(counter, deposited(counter, item="Q-5"), "one_time_notice")
    assert "逾期没有补正的，本大厅退件；退件后仍可以重新申请。" in text


def test_a_grace_that_was_promised_in_writing_is_kept(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    """Monday 9 March and five workdays of grace: the 16th is in time."""
    number, given_up = (notified(counter, tmp_path, deposit=True) for _ in range(2))
    for days in (8, 6):  # Tuesday 10 March, the first day of the grace; Monday the 16th
        clock.move(days * DAY)
        with pytest.raises(Refused, match="宽限期") as caught:
            act(counter, number, "return", approver=OPERATOR, reason="没有来")
        assert caught.value.code == "not_lapsed"
    act(counter, given_up, "return", abandoned=True, reason="不办了")
    clock.move(DAY)
    act(counter, number, "return", reason="没有来")
    assert "没有补正：租赁合同" in page(counter, number, "return")
