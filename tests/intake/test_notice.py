"""One notice only (行政许可法 art. 32(4)): what a later list may name, and what it may not."""

from __future__ import annotations

from clerk_app.intake.model import CaseState, Shortfall
from clerk_app.intake.rules.notice import not_in_first
from clerk_app.journal.canonical import Body, Value
from tests.intake.stories import case, held, history, notice

GIVEN = (notice("2026-03-03"),)


def short(name: str, fault: str = "未提交") -> Shortfall:
    return Shortfall(name, fault, deferrable=False)


def blocked(state: CaseState, *wanting: Shortfall) -> tuple[str, ...]:
    return not_in_first(state, wanting)


def test_before_a_notice_was_given_nothing_stands_against_a_list() -> None:
    papers = (held("申请表", "defective", fault="未签字"),)
    assert blocked(case(papers=papers), short("申请表", "未签字")) == ()
    only_made = case(papers=papers, documents=(notice(""),))
    assert blocked(only_made, short("申请表", "未签字"), short("照片")) == ()


def test_what_the_first_listed_may_be_said_again_in_the_same_words() -> None:
    state = case(documents=GIVEN, papers=(held("申请表", fault="未提交", listed="未提交"),))
    assert blocked(state, short("申请表")) == ()


def test_another_fault_of_a_listed_paper_is_new_unless_it_came_since() -> None:
    there = held("申请表", "defective", fault="内容不实", listed="未签字")
    assert blocked(case(documents=GIVEN, papers=(there,)), short("申请表", "内容不实")) == (
        "申请表",
    )
    came = held("申请表", "defective", fault="内容不实", listed="未签字", again=True)
    assert blocked(case(documents=GIVEN, papers=(came,)), short("申请表", "内容不实")) == ()


def test_what_was_there_and_was_not_listed_is_gone() -> None:
    lease = held("租赁合同", "defective", fault="缺页")
    assert blocked(case(documents=GIVEN, papers=(lease,)), short("租赁合同", "缺页")) == (
        "租赁合同",
    )
    assert blocked(case(documents=GIVEN), short("租赁合同", "缺页")) == ("租赁合同",)
    silent = held("租赁合同", "defective")  # listed with no words is not listed
    assert blocked(case(documents=GIVEN, papers=(silent,)), short("租赁合同", "")) == ("租赁合同",)


def test_the_blocked_papers_are_named_in_their_order() -> None:
    papers = (
        held("甲", fault="未提交", listed="未提交"),
        held("乙", "defective", fault="缺页"),
        held("丙", "defective", fault="模糊", again=True),
    )
    state = case(documents=GIVEN, papers=papers)
    wanting = [short("丁"), short("甲"), short("丙", "模糊"), short("乙", "缺页")]
    assert blocked(state, *wanting) == ("丁", "乙")


# ---------------------------------------------------------------- as events tell it

OPENED: Body = {
    "item": "T-1",
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "papers": [
        {"name": "申请表", "state": "missing", "copies": 0},
        {"name": "租赁合同", "state": "defective", "fault": "缺页", "copies": 1},
        {"name": "照片", "state": "in_order", "copies": 1},
    ],
}


def returned(*shortfalls: tuple[str, str]) -> tuple[str, Body]:
    lines: list[Value] = [
        {"name": name, "fault": fault, "deferrable": 0} for name, fault in shortfalls
    ]
    return "case.decided", {"outcome": "returned_for_correction", "shortfalls": lines}


def printed(number: str, on: str) -> tuple[tuple[str, Body], tuple[str, Body]]:
    return (
        ("document.issued", {"number": number, "kind": "one_time_notice"}),
        ("document.printed", {"number": number, "on": on}),
    )


def supplied(on: str, name: str, state: str, fault: str = "", copies: int = 1) -> tuple[str, Body]:
    line: Body = {"name": name, "state": state, "fault": fault, "copies": copies}
    return "case.supplied", {"on": on, "papers": [line]}


FIRST = history(
    ("case.received", OPENED),
    returned(("申请表", "未提交"), ("租赁合同", "缺页")),
    *printed("n-1", "2026-03-02"),
)


def test_the_first_list_is_kept_with_the_papers_it_named() -> None:
    assert {p.name: p.listed for p in FIRST.papers} == {
        "申请表": "未提交",
        "租赁合同": "缺页",
        "照片": "",
    }


def test_a_paper_may_be_missing_twice() -> None:
    after = history(supplied("2026-03-04", "租赁合同", "in_order"), first=FIRST)
    assert blocked(after, short("申请表")) == ()


def test_a_new_defect_in_a_paper_handed_in_since_may_be_named() -> None:
    after = history(supplied("2026-03-04", "申请表", "defective", "未签字"), first=FIRST)
    assert blocked(after, short("申请表", "未签字")) == ()


def test_a_defect_found_later_in_a_paper_that_lay_there_is_blocked() -> None:
    after = history(supplied("2026-03-04", "照片", "defective", "模糊", copies=0), first=FIRST)
    assert blocked(after, short("照片", "模糊")) == ("照片",)
    brought = history(supplied("2026-03-04", "照片", "defective", "模糊"), first=FIRST)
    assert blocked(brought, short("照片", "模糊")) == ()


def test_a_listed_paper_found_to_have_another_fault_is_blocked() -> None:
    after = history(supplied("2026-03-04", "租赁合同", "defective", "无印章", 0), first=FIRST)
    assert blocked(after, short("租赁合同", "无印章")) == ("租赁合同",)


def test_a_paper_taken_away_again_is_not_wanting_anew() -> None:
    after = history(supplied("2026-03-04", "照片", "missing", "", copies=0), first=FIRST)
    assert blocked(after, short("照片")) == ("照片",)


def test_a_third_notice_stands_on_what_came_since_the_second() -> None:
    second = history(
        supplied("2026-03-04", "申请表", "defective", "未签字"),
        returned(("申请表", "未签字"), ("租赁合同", "缺页")),
        *printed("n-2", "2026-03-04"),
        first=FIRST,
    )
    assert blocked(second, short("申请表", "未签字"), short("租赁合同", "缺页")) == ()
    # the form lay there at the second notice: another fault of it is too late now
    assert blocked(second, short("申请表", "内容不实")) == ("申请表",)
    again = history(supplied("2026-03-10", "申请表", "defective", "内容不实"), first=second)
    assert blocked(again, short("申请表", "内容不实")) == ()


def test_every_override_is_counted() -> None:
    once = history(("case.overridden", {"papers": ["照片"], "reason": "漏看"}), first=FIRST)
    twice = history(("case.overridden", {}), first=once)
    assert (FIRST.overrides, once.overrides, twice.overrides) == (0, 1, 2)


# ---------------------------------------------------------------- 补件重启

NEW_ROUND = history(
    ("case.withdrawn", {"on": "2026-03-05"}),
    ("case.reopened", {"on": "2026-04-02", "notice_due": "2026-04-10"}),
    first=FIRST,
)


def test_the_first_notice_of_a_new_round_may_list_anything() -> None:
    """补件重启 is a new receipt: what the old notice listed counts no more."""
    assert [p.listed for p in NEW_ROUND.papers] == ["", "", ""]
    wanting = (short("申请表"), short("租赁合同", "缺页"), short("照片", "过期"))
    assert blocked(NEW_ROUND, *wanting) == ()


def test_what_the_old_round_listed_and_the_new_did_not_is_gone() -> None:
    """In the new round the contract was in order at its one notice."""
    again = history(
        supplied("2026-04-03", "租赁合同", "in_order"),
        returned(("申请表", "未提交")),
        *printed("n-2", "2026-04-03"),
        first=NEW_ROUND,
    )
    assert blocked(again, short("申请表")) == ()  # listed by the new one, and still open
    assert blocked(again, short("租赁合同", "缺页")) == ("租赁合同",)


def test_what_came_in_the_old_round_did_not_come_after_the_new_notice() -> None:
    came = history(
        supplied("2026-03-04", "租赁合同", "defective", "无印章"),
        ("case.withdrawn", {"on": "2026-03-05"}),
        ("case.reopened", {"on": "2026-04-02", "notice_due": "2026-04-10"}),
        first=FIRST,
    )
    assert not any(paper.again for paper in came.papers)
