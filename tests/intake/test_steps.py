"""What each event makes of a case: the whole state after it, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import (
    CaseState,
    HeldPaper,
    LegalTerms,
    Opinion,
    PaperState,
    Step,
    Suspension,
)
from clerk_app.intake.rules.fold import dump_state, read_state
from clerk_app.journal.canonical import Body, Value
from tests.intake.stories import (
    ACCEPTED,
    NUMBER,
    WAITING,
    after,
    case,
    changed,
    held,
    history,
    notice,
    pause,
    step,
)

OPENED: Body = {
    "item": "T-1",
    "item_name": "测试事项",
    "item_hash": "c" * 64,
    "department": "示例局",
    "applicant": {"kind": "person", "name": "示例人"},
    "agent": {"kind": "person", "name": "示例代办人"},
    "ticket": "A007",
    "received_on": "2026-03-02",
    "received_at": "2026-03-02T10:05:00.000+08:00",
    "notice_due": "2026-03-09",
    "sample": 1,
    "back_entered": 1,
    "arrival": "post",
    "bundle": "开店",
    "siblings": ["51160200012600000260"],
    "terms": {
        "promised": {"value": 10, "unit": "工作日"},
        "statutory": {"value": 20, "unit": "工作日"},
        "licensing": 1,
        "joint": 1,
        "clock_starts": "made_good",
        "on_expiry": "暂停",
        "grace_workdays": 15,
        "block_months": 6,
        "deems": 0,
    },
    "papers": [
        {"name": "申请表", "state": "in_order", "copies": 2},
        {"name": "租赁合同", "state": "defective", "fault": "缺页", "copies": 1},
        {"name": "照片", "state": "missing", "copies": 1},
        {"name": "", "state": "in_order", "copies": 1},
        {"name": "章程", "state": "eaten", "copies": 1},
        {"name": "验资报告", "state": "in_order", "copies": 0},
    ],
}


# ---------------------------------------------------------------- receipt


def test_a_receipt_tells_everything_the_window_knew() -> None:
    assert history(("case.received", OPENED)) == CaseState(
        NUMBER,
        version=1,
        item="T-1",
        item_name="测试事项",
        item_hash="c" * 64,
        department="示例局",
        applicant="示例人",
        agent="示例代办人",
        ticket="A007",
        operator="c1",
        received_on="2026-03-02",
        received_at="2026-03-02T10:05:00.000+08:00",
        notice_due="2026-03-09",
        sample=True,
        back_entered=True,
        arrival="post",
        bundle="开店",
        siblings=("51160200012600000260",),
        terms=LegalTerms(
            (10, "工作日"), (20, "工作日"), True, True, "made_good", "暂停", 15, 6, False
        ),
        papers=(
            HeldPaper("申请表", PaperState.IN_ORDER, handed_on="2026-03-02"),
            HeldPaper("租赁合同", PaperState.DEFECTIVE, "缺页", handed_on="2026-03-02"),
            HeldPaper("照片", PaperState.MISSING),
            HeldPaper("验资报告", PaperState.IN_ORDER),
        ),
        steps=(Step("c1", "2026-03-02", why="收件"),),
        visits=("2026-03-02",),
        acts=1,
        acted_on="2026-03-02",
        opened_on="2026-03-02",
    )


def test_a_receipt_that_tells_nothing_leaves_everything_empty() -> None:
    odd: Body = {"applicant": "?", "agent": 3, "terms": "?", "papers": 1, "sample": 2}
    for body in ({}, odd):
        assert history(("case.received", body)) == CaseState(
            NUMBER, version=1, operator="c1", acts=1, steps=(Step("c1", "", why="收件"),),
        )  # fmt: skip


@pytest.mark.parametrize(
    "limit",
    [{"value": "x", "unit": "日"}, {"value": 3}, {"unit": "日"}, 3, [], {"value": 3, "unit": 4}],
)
def test_a_limit_nobody_can_read_is_none(limit: object) -> None:
    body: Body = {"terms": {"promised": limit, "statutory": limit}}  # type: ignore[dict-item]  # odd
    assert history(("case.received", body)).terms == LegalTerms()


# ---------------------------------------------------------------- decisions

RECEIVED = history(("case.received", OPENED))
SHORT: Body = {"name": "租赁合同", "fault": "缺页", "deferrable": 1, "make_good_by": "2026-03-16"}
DECIDED: Body = {
    "outcome": "conditionally_accepted",
    "accepted_on": "2026-03-03",
    "notice_due": "2026-03-10",
    "promised_due": "2026-03-17",
    "statutory_due": "2026-03-31",
    "make_good_by": "2026-03-16",
    "provisional": ["statutory_due", 3],
    "shortfalls": [SHORT, {"name": "授权书", "fault": "未提交", "deferrable": 0}],
    "reasons": [{"code": "deferrable_missing"}, {"code": "back_entered"}],
}


def test_a_decision_tells_outcome_dates_and_what_is_wanting() -> None:
    assert after(RECEIVED, "case.decided", DECIDED) == changed(
        RECEIVED,
        state="conditionally_accepted",
        outcome="conditionally_accepted",
        accepted_on="2026-03-03",
        notice_due="2026-03-10",
        promised_due="2026-03-17",
        statutory_due="2026-03-31",
        make_good_by="2026-03-16",
        provisional=("statutory_due",),
        shortfalls=("租赁合同", "授权书"),
        reason_codes=("deferrable_missing", "back_entered"),
        conditional=True,
        papers=(
            HeldPaper("申请表", PaperState.IN_ORDER, handed_on="2026-03-02"),
            HeldPaper(
                "租赁合同",
                PaperState.DEFECTIVE,
                "缺页",
                deferrable=True,
                handed_on="2026-03-02",
                make_good_by="2026-03-16",
            ),
            HeldPaper("验资报告", PaperState.IN_ORDER),
            HeldPaper("授权书", PaperState.MISSING, "未提交"),
        ),
        steps=(
            Step("c1", "2026-03-02", "2026-03-03", "收件"),
            Step("示例局", "2026-03-03", why="审查"),
        ),
    )


def test_a_return_lists_what_is_wanting_and_hands_nothing_on() -> None:
    body: Body = {
        "outcome": "returned_for_correction",
        "shortfalls": [SHORT],
        "notice_due": "2026-03-09",
    }
    state = after(RECEIVED, "case.decided", body)
    assert state.steps == RECEIVED.steps
    assert not state.conditional
    lease = next(p for p in state.papers if p.name == "租赁合同")
    assert (lease.listed, lease.again) == ("缺页", False)
    # a later return lists anew: what it says nothing of keeps what the first said
    came = after(state, "case.supplied", {"papers": [
        {"name": "租赁合同", "state": "defective", "fault": "无印章", "copies": 1},
        {"name": "申请表", "state": "defective", "fault": "未签字", "copies": 1},
    ]})  # fmt: skip
    assert [p.again for p in came.papers if p.name in {"申请表", "租赁合同"}] == [True, True]
    again: Body = {
        "outcome": "returned_for_correction",
        "shortfalls": [{"name": "申请表", "fault": "未签字"}],
    }
    second = after(came, "case.decided", again)
    listed = {p.name: (p.listed, p.again) for p in second.papers}
    assert listed["申请表"] == ("未签字", False)
    assert "租赁合同" not in listed  # wanting no more
    accepted = after(came, "case.decided", DECIDED)
    assert {p.name: p.listed for p in accepted.papers}["租赁合同"] == "缺页"
    assert [p.again for p in accepted.papers if p.name == "租赁合同"] == [True]


def test_without_a_department_the_deciding_clerk_has_the_case() -> None:
    state = replace(RECEIVED, department="")
    assert after(state, "case.decided", DECIDED).steps[-1] == Step("c9", "2026-03-03", why="审查")


def test_a_case_once_accepted_conditionally_stays_so() -> None:
    again = case("received", conditional=True)  # reopened
    assert after(again, "case.decided", {"outcome": "accepted"}).conditional
    assert not after(RECEIVED, "case.decided", {"outcome": "accepted"}).conditional


def test_what_went_back_before_a_case_was_reopened_is_missing() -> None:
    papers = (
        held("申请表", "defective", fault="未签名", handed_on="2026-03-02"),
        held("章程", "in_order", handed_on="2026-03-03"),
        held("营业执照", "waived_shared"),
    )
    laid_down = case("given_back", papers=papers)
    again = after(
        laid_down, "case.reopened", {"on": "2026-04-02", "went_back": ["申请表", "章程"]}
    )
    assert again.papers == (
        held("申请表", "missing"),
        held("章程", "missing"),
        held("营业执照", "waived_shared"),
    )
    # what was written before this was said still reads as it did
    assert after(laid_down, "case.reopened", {"on": "2026-04-02"}).papers == papers


# ---------------------------------------------------------------- papers that come


def test_what_came_is_held_and_the_next_promise_is_the_earliest_open() -> None:
    body: Body = {
        "on": "2026-03-09",
        "papers": [{"name": "租赁合同", "state": "in_order", "copies": 1}],
        "promised_due": "2026-03-20",
    }
    assert after(WAITING, "case.supplied", body) == changed(
        WAITING,
        make_good_by="2026-03-16",
        promised_due="2026-03-20",
        visits=("2026-03-02", "2026-03-09"),
        papers=(
            WAITING.papers[0],
            held("租赁合同", "in_order", make_good_by="2026-03-12", handed_on="2026-03-09",
                 again=True, good_on="2026-03-09"),
            *WAITING.papers[2:],
        ),
    )  # fmt: skip


def test_a_paper_that_comes_later_is_held_with_all_that_is_said_of_it() -> None:
    lines: list[Value] = [
        {"name": "申请表", "state": "defective", "fault": "未签字", "copies": 1},
        {"name": "验资报告", "state": "in_order", "copies": 1},
        {"name": "授权书", "state": "in_order", "copies": 0},
    ]
    state = after(WAITING, "case.supplied", {"on": "2026-03-09", "papers": lines})
    assert state.papers == (
        held("申请表", "defective", fault="未签字", handed_on="2026-03-09", again=True),
        *WAITING.papers[1:],
        held("验资报告", "in_order", handed_on="2026-03-09", again=True),
        held("授权书", "in_order"),
    )
    assert state.make_good_by == "2026-03-12"  # the earlier of the two still open
    lying: Body = {"papers": [{"name": "申请表", "state": "in_order", "copies": 0}]}
    again = after(state, "case.supplied", lying)
    assert again.papers[0] == held("申请表", "in_order", handed_on="2026-03-09", again=True)


def test_a_paper_named_twice_at_the_receipt_did_not_come_again() -> None:
    twice: list[Value] = [{"name": "申请表", "state": "in_order", "copies": 1}] * 2
    state = history(("case.received", {"received_on": "2026-03-02", "papers": twice}))
    assert state.papers == (held("申请表", "in_order", handed_on="2026-03-02"),)


def test_when_nothing_promised_is_open_nothing_is_waited_for() -> None:
    body: Body = {"papers": [
        {"name": "租赁合同", "state": "corrected_on_the_spot", "copies": 1},
        {"name": "章程", "state": "waived_shared", "copies": 0},
    ]}  # fmt: skip
    state = after(WAITING, "case.corrected", body)
    assert state.make_good_by == ""
    assert [p.handed_on for p in state.papers] == ["2026-03-02", "2026-03-20", "", ""]
    assert [p.again for p in state.papers] == [False, True, False, False]
    assert state.open_papers == (held("照片"),)


def test_a_paper_found_wanting_again_keeps_the_day_it_came() -> None:
    body: Body = {"papers": [{"name": "申请表", "state": "missing", "copies": 1}]}
    assert after(WAITING, "case.supplied", body).papers[0] == held(
        "申请表", "missing", handed_on="2026-03-02"
    )


def test_two_visits_on_a_day_are_one() -> None:
    state = after(WAITING, "case.visited", {"on": "2026-03-02"})
    assert state == changed(WAITING, act=False)
    other = after(WAITING, "case.visited", {"on": "2026-03-09"})
    assert other.visits == ("2026-03-02", "2026-03-09")


# ---------------------------------------------------------------- under review


def test_a_special_procedure_runs_from_its_day() -> None:
    state = replace(ACCEPTED, suspensions=(pause("2026-03-03", "2026-03-03"),))
    assert len(after(state, "case.suspended", {"special": "检测"}).suspensions) == 2
    body: Body = {"on": "2026-03-04", "special": "检测", "reason": "须检测"}
    assert after(ACCEPTED, "case.suspended", body) == changed(
        ACCEPTED, suspensions=(Suspension("检测", "须检测", "2026-03-04"),)
    )


def test_its_end_is_that_of_the_last_and_tells_new_dates() -> None:
    first = pause("2026-03-03", "2026-03-03")
    state = replace(ACCEPTED, suspensions=(first, pause("2026-03-04")))
    body: Body = {"on": "2026-03-05", "workdays": 2, "promised_due": "2026-03-18"}
    assert after(state, "case.resumed", body) == changed(
        state,
        suspensions=(first, Suspension("听证", "须听证", "2026-03-04", "2026-03-05", 2)),
        promised_due="2026-03-18",
    )


def test_an_extension_tells_its_workdays_and_new_dates() -> None:
    body: Body = {"workdays": 10, "promised_due": "2026-03-30", "statutory_due": "2026-04-14"}
    assert after(ACCEPTED, "case.extended", body) == changed(
        ACCEPTED, extended_workdays=10, promised_due="2026-03-30", statutory_due="2026-04-14"
    )
    silent = after(ACCEPTED, "case.extended", {"workdays": 1})
    assert (silent.promised_due, silent.statutory_due) == ("2026-03-16", "2026-03-30")


def test_opinions_are_kept_in_order_with_who_gave_them() -> None:
    first = after(ACCEPTED, "case.opined", {"on": "2026-03-05", "text": "缺依据", "agrees": 0})
    assert first == changed(
        ACCEPTED, opinions=(Opinion("c9", "2026-03-05", "缺依据", agrees=False),)
    )
    second = after(first, "case.opined", {"by": "示例科", "text": "同意"})
    assert second.opinions[1] == Opinion("示例科", "2026-03-20", "同意", agrees=True)


@pytest.mark.parametrize(
    ("kind", "stage"), [("case.granted", "granted"), ("case.denied", "denied")]
)
def test_a_decision_ends_the_work_on_the_case(kind: str, stage: str) -> None:
    body: Body = {
        "on": "2026-03-10",
        "deliver_due": "2026-03-24",
        "result": {"name": "许可证", "number": "示例1号"},
    }
    assert after(ACCEPTED, kind, body) == changed(
        ACCEPTED,
        state=stage,
        decided_on="2026-03-10",
        deliver_due="2026-03-24",
        result_name="许可证",
        result_number="示例1号",
        steps=(ACCEPTED.steps[0], step("示例局", "2026-03-02", "2026-03-10")),
    )
    bare = after(ACCEPTED, kind, {"result": "?"})
    assert (bare.result_name, bare.result_number) == ("", "")


def test_a_transfer_ends_one_step_and_begins_the_next() -> None:
    body: Body = {"on": "2026-03-05", "target": "示例科", "reason": "另有分工"}
    assert after(ACCEPTED, "case.transferred", body) == changed(
        ACCEPTED,
        steps=(
            ACCEPTED.steps[0],
            step("示例局", "2026-03-02", "2026-03-05"),
            Step("示例科", "2026-03-05", why="另有分工"),
        ),
    )
    to_nobody = after(ACCEPTED, "case.transferred", {"on": "2026-03-05"})
    assert to_nobody.steps[-1].until == "2026-03-05"
    ended = after(to_nobody, "case.transferred", body)
    assert ended.steps[1:] == (
        step("示例局", "2026-03-02", "2026-03-05"),
        Step("示例科", "2026-03-05", why="另有分工"),
    )
    assert after(replace(ACCEPTED, steps=()), "case.transferred", body).steps == (
        Step("示例科", "2026-03-05", why="另有分工"),
    )


def test_a_commitment_is_checked_on_a_day_and_kept_or_not() -> None:
    state = case("granted", committed=("无犯罪声明",), check_on="2026-06-01")
    kept = after(state, "case.checked", {"on": "2026-05-20", "agrees": 1})
    assert kept == changed(state, checked_on="2026-05-20")
    assert after(state, "case.checked", {"on": "2026-05-20"}) == kept
    broken = after(state, "case.checked", {"on": "2026-05-20", "agrees": 0})
    assert broken == changed(state, checked_on="2026-05-20", check_failed=True)


# ---------------------------------------------------------------- as rows keep it


def test_a_full_state_is_read_back_as_it_was() -> None:
    full = replace(
        after(RECEIVED, "case.decided", DECIDED),
        suspensions=(pause("2026-03-04"),),
        opinions=(Opinion("c9", "2026-03-05", "同意"),),
        documents=(notice("2026-03-03"),),
        told=("x",),
        linked=("y",),
        conflicts=("a/1",),
        unknown_kinds=("case.x",),
    )
    text = dump_state(full)
    assert read_state(text) == full
    assert isinstance(read_state(text).papers[0].state, PaperState)
    assert "示例局" in text


def test_what_is_as_in_a_new_case_is_not_written() -> None:
    assert dump_state(CaseState(NUMBER)) == f'{{"number": "{NUMBER}"}}'
    assert dump_state(CaseState("")) == '{"number": ""}'
    assert read_state(dump_state(CaseState(NUMBER))) == CaseState(NUMBER)
    only = CaseState(NUMBER, terms=LegalTerms(promised=(3, "日")))
    assert read_state(dump_state(only)) == only
