"""The papers of a case as they lie today, worked out by hand from what was recorded of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.intake.model import CaseState, Custody
from clerk_app.intake.rules.papers_now import application_now
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Damaged
from tests.intake.stories import case, held
from tests.support.items import event

Line = tuple[str, str, int, int]


def paper(name: str, state: str = "in_order", copies: int = 1, pages: int = 0) -> dict[str, Any]:
    line: dict[str, Any] = {"name": name, "state": state, "copies": copies}
    return {**line, "pages": pages} if pages else line


def received(*papers: dict[str, Any]) -> tuple[str, Body]:
    return "case.received", {
        "item": "T-1",
        "received_at": "2026-03-02T10:05:00.000+08:00",
        "applicant": {"kind": "person", "name": "测试甲"},
        "papers": list(papers),
    }


def came(*papers: dict[str, Any], kind: str = "case.supplied") -> tuple[str, Body]:
    return kind, {"on": "2026-03-04", "papers": list(papers)}


def lie(state: CaseState, *happened: tuple[str, Body]) -> list[Line]:
    events = [event(kind, body, s=s) for s, (kind, body) in enumerate(happened, start=1)]
    return [
        (p.name, str(p.state), p.copies, p.pages) for p in application_now(events, state).papers
    ]


def test_what_came_later_stands_with_its_own_pieces_and_pages() -> None:
    state = case("received", papers=(held("申请书", "in_order"), held("合同", "in_order")))
    happened = (
        received(paper("申请书", copies=2, pages=3), paper("合同", "missing", 0)),
        came(paper("合同", copies=1, pages=8)),
    )
    assert lie(state, *happened) == [("申请书", "in_order", 2, 3), ("合同", "in_order", 1, 8)]


def test_a_correction_at_the_window_is_of_the_piece_that_lies_here() -> None:
    state = case("received", papers=(held("申请书", "corrected_on_the_spot"),))
    happened = (
        received(paper("申请书", "defective", 2, 3)),
        came(paper("申请书", "corrected_on_the_spot", 0), kind="case.corrected"),
    )
    assert lie(state, *happened) == [("申请书", "corrected_on_the_spot", 2, 3)]


def test_a_correction_may_bring_another_piece() -> None:
    state = case("received", papers=(held("申请书", "corrected_on_the_spot"),))
    anew = came(paper("申请书", "corrected_on_the_spot", 1, 2), kind="case.corrected")
    assert lie(state, received(paper("申请书", "defective", 2, 3)), anew) == [
        ("申请书", "corrected_on_the_spot", 1, 2)
    ]


def test_what_was_lost_says_so() -> None:
    first = Custody("甲厅", "2026-03-02", "2026-03-03", papers=(("合同", 1),))
    state = replace(case("collected"), custody=(first, Custody("甲厅", "2026-03-05")))
    (found,) = application_now([event(*received(paper("合同")))], state).papers
    assert (str(found.state), found.fault, found.copies) == ("missing", "移交时缺失", 0)


def test_what_went_back_was_not_lost() -> None:
    first = Custody("甲厅", "2026-03-02", "2026-03-03", papers=(("合同", 1), ("证明", 1)))
    there = Custody("乙厅", "2026-03-03", "2026-03-04", papers=(("合同", 1),), missing=("证明",))
    chain = (first, there, Custody("乙厅", "2026-03-05"))
    state = replace(case("received", papers=(held("合同", "missing"),)), custody=chain)
    gone: Body = {"on": "2026-03-05", "went_back": ["合同"]}
    events = [
        event(*received(paper("合同"), paper("证明"))),
        event("case.reopened", gone, s=2),
    ]
    assert {p.name: (str(p.state), p.fault) for p in application_now(events, state).papers} == {
        "合同": ("missing", ""),
        "证明": ("missing", "移交时缺失"),
    }


def test_a_paper_nobody_named_at_receipt_comes_with_what_is_said_of_it() -> None:
    state = case("received", papers=(held("申请书", "in_order"), held("合同", "missing")))
    assert lie(state, received(), came(paper("附图", copies=0), paper("申请书", copies=4))) == [
        ("附图", "in_order", 0, 0),
        ("申请书", "in_order", 4, 0),
        ("合同", "missing", 0, 0),
    ]


def test_the_state_and_the_fault_are_those_of_the_case() -> None:
    state = case("received", papers=(held("申请书", "defective", fault="未签名"),))
    events = [event(*received(paper("申请书")))]
    (found,) = application_now(events, state).papers
    assert (str(found.state), found.fault, found.copies) == ("defective", "未签名", 1)


def test_of_a_collected_case_only_what_the_last_hall_holds_is_here() -> None:
    first = Custody("甲厅", "2026-03-02", "2026-03-03", papers=(("申请书", 2), ("合同", 1)))
    last = Custody("甲厅", "2026-03-05", papers=(("申请书", 1),), missing=("合同",))
    state = replace(case("collected"), custody=(first, last))
    papers = (
        paper("申请书", copies=2, pages=3),
        paper("合同", pages=8),
        paper("身份证", copies=1),
    )
    assert lie(state, received(*papers)) == [
        ("申请书", "in_order", 1, 3),
        ("合同", "missing", 0, 0),  # lost on the way
        ("身份证", "in_order", 1, 0),  # looked at, and never in a parcel
    ]


def test_what_was_lost_and_brought_again_is_here() -> None:
    first = Custody("甲厅", "2026-03-02", "2026-03-03", papers=(("合同", 1),))
    last = Custody("乙局", "2026-03-05", missing=("合同",))
    state = replace(case("received", papers=(held("合同", "in_order"),)), custody=(first, last))
    happened = (received(paper("合同", pages=8)), came(paper("合同", copies=1, pages=8)))
    assert lie(state, *happened) == [("合同", "in_order", 1, 8)]


def test_what_was_signed_counts_from_the_last_receipt_on() -> None:
    body: Body = {"outcome": "returned_for_correction", "undertaking_signed": 1}
    signed: tuple[str, Body] = ("case.decided", body)
    anew: tuple[str, Body] = ("case.reopened", {"on": "2026-04-01"})
    events = [event(*received(paper("合同"))), event(*signed, s=2)]
    assert application_now(events, case("received")).undertaking_signed
    assert not application_now([*events, event(*anew, s=3)], case("received")).undertaking_signed


def test_what_went_back_is_missing_with_no_piece_until_it_is_brought_again() -> None:
    gone: tuple[str, Body] = (
        "case.reopened",
        {"on": "2026-04-01", "went_back": ["申请书", "合同", "附图"]},
    )
    first = (
        received(paper("申请书", copies=2, pages=3), paper("合同", copies=3, pages=8)),
        came(paper("附图", copies=4)),
        gone,
    )
    state = case(
        "received",
        papers=(held("申请书", "missing"), held("合同", "missing"), held("附图", "missing")),
    )
    assert lie(state, *first) == [
        ("申请书", "missing", 0, 0),
        ("合同", "missing", 0, 0),
        ("附图", "missing", 0, 0),
    ]
    brought = replace(
        state,
        papers=(held("申请书", "missing"), held("合同", "in_order"), held("附图", "missing")),
    )
    assert lie(brought, *first, came(paper("合同", copies=1, pages=2))) == [
        ("申请书", "missing", 0, 0),
        ("合同", "in_order", 1, 2),
        ("附图", "missing", 0, 0),
    ]


def test_a_reopening_of_before_names_nothing_that_went_back() -> None:
    old: tuple[str, Body] = ("case.reopened", {"on": "2026-04-01"})
    assert lie(case("received"), received(paper("合同", copies=3)), old) == [
        ("合同", "in_order", 3, 0)
    ]


def test_an_original_that_was_looked_at_counts_beside_the_copy_that_was_sent() -> None:
    first = Custody("甲厅", "2026-03-02", "2026-03-03", papers=(("身份证", 1), ("申请书", 1)))
    there = replace(
        case("received"),
        custody=(first, Custody("乙局", "2026-03-05", papers=(("身份证", 1), ("申请书", 1)))),
    )
    papers = (paper("身份证", copies=2), paper("申请书", copies=0))
    assert lie(there, received(*papers)) == [
        ("身份证", "in_order", 2, 0),
        ("申请书", "in_order", 1, 0),  # nobody had counted it: the chain did
    ]
    lost = Custody("乙局", "2026-03-05", papers=(("申请书", 1),), missing=("身份证",))
    assert lie(replace(there, custody=(first, lost)), received(*papers)) == [
        ("身份证", "missing", 0, 0),
        ("申请书", "in_order", 1, 0),
    ]


def test_only_the_first_receipt_counts() -> None:
    again = received(paper("别的"))
    assert lie(case("received"), received(paper("合同")), again) == [("合同", "in_order", 1, 0)]


@pytest.mark.parametrize("happened", [[came(paper("合同", "gone"))], []])
def test_a_record_nobody_can_read_is_named(happened: list[tuple[str, Body]]) -> None:
    start = [event(*received(paper("合同")))] if happened else []
    events = [*start, *(event(kind, body, s=2) for kind, body in happened)]
    with pytest.raises(Damaged, match="bad_body"):
        application_now(events, case("received"))
