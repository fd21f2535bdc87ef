"""Papers taken in for another hall: at every moment somebody holds each, and only one does."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.intake.model import Action, CaseState, Custody, PaperState, Stage
from clerk_app.intake.rules.act_file import Handover, Parcel, read_act
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.custody import LOST, after_journey, ended
from clerk_app.intake.rules.fold import dump_state, fold, read_state
from clerk_app.intake.rules.life import lawful, obstacle
from clerk_app.intake.rules.silence import as_of, deem_on
from clerk_app.intake.rules.steps import KIND_OF
from clerk_app.intake.rules.supervision import Lamp, watched
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Misused, Refused
from tests.intake.stories import CALENDAR, NUMBER, act, day, examples, held, history
from tests.support.items import event

HERE, THERE = "测试镇便民服务中心", "测试市示例局"
RECEIVED: Body = {
    "item": "T-1",
    "item_name": "测试事项",
    "received_on": "2026-03-02",
    "received_at": "2026-03-02T18:00:00.000+08:00",
    "department": "示例局",
    "terms": {
        "promised": {"value": 10, "unit": "工作日"},
        "licensing": 1,
        "clock_starts": "acceptance",
    },
    "applicant": {"kind": "person", "name": "测试申请人"},
    "papers": [
        {"name": "申请表", "state": "in_order", "copies": 2},
        {"name": "租赁合同", "state": "in_order", "copies": 1},
    ],
    "for_hall": {"region": "511602", "name": THERE},
    "custody": {
        "holder": HERE,
        "papers": [{"name": "申请表", "copies": 2}, {"name": "租赁合同", "copies": 1}],
    },
}
ALL = (("申请表", 2), ("租赁合同", 1))
MAIL = Parcel("mail", "EX0001")


def collected() -> CaseState:
    return history(("case.received", RECEIVED))


def done(state: CaseState, action: Action, on: str, **fields: Any) -> CaseState:
    """The case after an act that was judged."""
    body = judge(state, act(action, on, **fields), CALENDAR)
    came = event(KIND_OF[action], body, case=NUMBER, s=state.version + 1, base_ver=state.version)
    return fold(state, came)


def sent(on: str = "2026-03-03") -> CaseState:
    return done(collected(), Action.DISPATCH, on, parcel=MAIL)


def taken(on: str = "2026-03-05", **handover: Any) -> CaseState:
    return done(sent(), Action.TAKE_OVER, on, handover=Handover("王测试", **handover))


def code(state: CaseState, action: Action, on: str = "2026-03-05", **fields: Any) -> str:
    with pytest.raises(Refused) as refusal:
        judge(state, act(action, on, **fields), CALENDAR)
    return refusal.value.code


# ---------------------------------------------------------------- the chain


def test_taken_in_for_another_hall_nothing_is_decided_and_no_day_runs() -> None:
    state = collected()
    assert (state.state, state.outcome, state.notice_due) == ("collected", "", "")
    assert (state.for_hall, state.region) == (THERE, "511602")
    assert state.custody == (Custody(HERE, "2026-03-02", papers=ALL),)
    assert lawful(state) == (Action.WITHDRAW, Action.DISPATCH)
    for today in ("2026-03-10", "2026-12-31"):  # long after five workdays
        assert deem_on(state) == ""
        assert as_of(state, day(today), CALENDAR) == state
        look = watched(state, day(today), CALENDAR)
        assert (look.lamp, look.due, look.findings) == (Lamp.GREY, None, ())


def test_every_link_says_who_held_what_from_when_until_when() -> None:
    state = taken("2026-03-05", missing=("租赁合同",), damaged=(("申请表", "破损"),))
    assert state.custody == (
        Custody(HERE, "2026-03-02", "2026-03-03", papers=ALL),
        Custody("", "2026-03-03", "2026-03-05", "mail", "EX0001", THERE, ALL),
        Custody(
            THERE,
            "2026-03-05",
            papers=(("申请表", 2),),
            missing=("租赁合同",),
            damaged=("申请表：破损",),
            by="王测试",
        ),
    )
    assert read_state(dump_state(state)) == state


def test_the_limits_run_from_the_day_the_body_that_decides_has_the_papers() -> None:
    state = taken("2026-03-05")  # a Thursday: the 6th, 9th, 10th, 11th and 12th
    assert (state.state, state.received_on, state.notice_due) == (
        Stage.RECEIVED,
        "2026-03-05",
        "2026-03-12",
    )
    assert state.received_at == "2026-03-05T10:00:00.000+08:00"
    assert as_of(state, day("2026-03-12"), CALENDAR).state == "received"
    silent = as_of(state, day("2026-03-13"), CALENDAR)
    assert (silent.state, silent.accepted_on) == ("accepted", "2026-03-05")
    assert silent.promised_due == "2026-03-19"  # ten workdays from the 5th, not from the 2nd
    assert Action.SUPPLY in lawful(state)
    assert not {Action.DISPATCH, Action.TAKE_OVER, Action.SEND_BACK} & set(lawful(state))


def test_what_was_lost_or_damaged_on_the_way_is_said_to_be() -> None:
    papers = (held("申请表", "in_order"), held("租赁合同", "in_order"), held("章程", "in_order"))
    body: Body = {"missing": ["租赁合同"], "damaged": [{"name": "申请表", "fault": "破损"}]}
    torn, lost, whole = after_journey(papers, body)
    assert (torn.state, torn.fault) == (PaperState.DEFECTIVE, "移交时损坏：破损")
    assert (lost.state, lost.fault) == (PaperState.MISSING, LOST)
    assert whole == papers[2]


def test_what_nobody_took_over_is_at_the_window_again_and_may_go_once_more() -> None:
    back = done(sent(), Action.SEND_BACK, "2026-03-06", reason="地址有误")
    assert (back.state, back.custody[-1].holder) == ("collected", HERE)
    assert back.custody[-1].papers == ALL
    again = done(back, Action.DISPATCH, "2026-03-09", parcel=Parcel("counter"))
    assert again.is_on_the_way
    assert done(again, Action.TAKE_OVER, "2026-03-09", handover=Handover("王测试")).notice_due == (
        "2026-03-16"
    )


def test_known_from_the_signed_slip_alone_it_goes_on_elsewhere() -> None:
    handover = Handover("王测试")
    state = done(sent(), Action.TAKE_OVER, "2026-03-05", handover=handover, by_slip=True)
    assert (state.state, state.notice_due, state.ended_on) == ("handed_over", "", "2026-03-05")
    assert lawful(state) == ()
    assert as_of(state, day("2026-06-01"), CALENDAR) == state
    assert watched(state, day("2026-06-01"), CALENDAR).lamp is Lamp.NONE


def test_an_applicant_who_withdraws_ends_the_chain_and_comes_anew() -> None:
    gone = done(collected(), Action.WITHDRAW, "2026-03-04", reason="不办了")
    assert (gone.state, gone.custody[-1].until) == ("withdrawn", "2026-03-04")
    assert obstacle(gone, Action.REOPEN) == "代收的件还没有移交就撤回了，请重新收件"
    assert obstacle(sent(), Action.WITHDRAW) == "材料在寄往办理机关的途中，不能撤回"
    later = done(taken(), Action.WITHDRAW, "2026-03-06", reason="不办了")
    assert (later.custody[-1].holder, later.custody[-1].until) == (THERE, "2026-03-06")
    assert obstacle(later, Action.REOPEN) == ""


def test_reopened_where_it_was_laid_down_nothing_lies_there() -> None:
    gone = done(taken(missing=("租赁合同",)), Action.WITHDRAW, "2026-03-06", reason="不办了")
    body = judge(gone, act(Action.REOPEN, "2026-03-10", reason="又来"), CALENDAR)
    assert body["custody"] == {"holder": THERE, "papers": []}
    again = done(gone, Action.REOPEN, "2026-03-10", reason="又来")
    assert again.custody == (*gone.custody, Custody(THERE, "2026-03-10"))
    # one of before they were known to have gone back still reads as it did
    older: Body = {
        **body,
        "custody": {"holder": THERE, "papers": [{"name": "申请表", "copies": 2}]},
    }
    came = event("case.reopened", older, case=NUMBER, s=gone.version + 1, base_ver=gone.version)
    assert fold(gone, came).custody[-1].papers == (("申请表", 2),)
    # what was written before this was said still reads as it did
    del body["custody"]
    came = event("case.reopened", body, case=NUMBER, s=gone.version + 1, base_ver=gone.version)
    assert fold(gone, came).custody == gone.custody


def test_a_case_of_this_hall_has_no_chain_when_it_is_reopened() -> None:
    plain = {
        name: value for name, value in RECEIVED.items() if name not in {"for_hall", "custody"}
    }
    gone = done(history(("case.received", plain)), Action.WITHDRAW, "2026-03-06", reason="不办了")
    body = judge(gone, act(Action.REOPEN, "2026-03-10", reason="又来"), CALENDAR)
    assert "custody" not in body
    odd: Body = {**body, "custody": {"holder": THERE}}
    came = event("case.reopened", odd, case=NUMBER, s=gone.version + 1, base_ver=gone.version)
    assert fold(gone, came).custody == ()


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("parcel", "expected"),
    [
        (Parcel("mail"), "waybill_missing"),
        (Parcel("courier"), "waybill_missing"),
        (Parcel("counter", to="测试县示例局"), "wrong_destination"),
        (Parcel("counter", papers=(*ALL, ("章程", 1))), "not_held"),
        (Parcel("counter", papers=(("申请表", 3), ("租赁合同", 1))), "not_held"),
        (Parcel("counter", papers=(("申请表", 1), ("租赁合同", 1))), "left_behind"),
        (Parcel("counter", papers=(("申请表", 2),)), "left_behind"),
        (None, "parcel_missing"),
    ],
)
def test_a_parcel_holds_what_is_held_and_goes_where_it_must(
    parcel: Parcel | None, expected: str
) -> None:
    assert code(collected(), Action.DISPATCH, parcel=parcel) == expected


def test_by_hand_no_waybill_is_asked_for_and_the_same_papers_may_be_listed() -> None:
    whole = Parcel("counter", to=THERE, papers=ALL)
    assert done(collected(), Action.DISPATCH, "2026-03-03", parcel=whole).custody[-1].papers == ALL


def test_what_is_on_the_way_cannot_leave_and_what_did_not_leave_cannot_come() -> None:
    assert code(sent(), Action.DISPATCH, parcel=MAIL) == "unlawful_act"
    for action in (Action.TAKE_OVER, Action.SEND_BACK):
        assert code(collected(), action, handover=Handover("王测试")) == "unlawful_act"
        assert code(taken(), action, handover=Handover("王测试")) == "unlawful_act"
    assert code(sent("2026-03-04"), Action.TAKE_OVER, "2026-03-03") == "before_last_act"


def test_nothing_comes_but_what_was_sent_and_something_must_come() -> None:
    foreign = Handover("王测试", missing=("章程",))
    assert code(sent(), Action.TAKE_OVER, handover=foreign) == "not_in_parcel"
    torn = Handover("王测试", damaged=(("章程", "破损"),))
    assert code(sent(), Action.SEND_BACK, handover=torn) == "not_in_parcel"
    none = Handover("王测试", missing=("申请表", "租赁合同"))
    assert code(sent(), Action.TAKE_OVER, handover=none) == "nothing_came"
    lost = done(sent(), Action.SEND_BACK, "2026-03-09", reason="遗失", handover=none)
    assert lost.custody[-1].papers == ()
    assert code(lost, Action.DISPATCH, "2026-03-09", parcel=MAIL) == "nothing_held"


def test_two_windows_that_act_at_once_the_first_in_hall_order_stands() -> None:
    state = sent()
    bodies = [
        judge(state, act(Action.TAKE_OVER, on, handover=Handover(by)), CALENDAR)
        for on, by in (("2026-03-05", "王测试"), ("2026-03-06", "李测试"))
    ]
    first, second = (
        event("case.taken_over", body, case=NUMBER, s=20 + n, base_ver=state.version)
        for n, body in enumerate(bodies)
    )
    after = fold(fold(state, first), second)
    assert (after.received_on, after.custody[-1].by) == ("2026-03-05", "王测试")
    assert after.conflicts == (f"{second.header.device}/{second.header.s}",)
    assert len(after.custody) == 3


def test_a_provisional_day_says_so() -> None:
    late = done(sent("2026-12-25"), Action.TAKE_OVER, "2026-12-28", handover=Handover("王测试"))
    assert (late.notice_due, late.provisional) == ("2027-01-04", ("notice_due",))


@pytest.mark.parametrize(
    ("name", "fields", "told"),
    [
        ("dispatch", {}, "parcel"),
        ("dispatch", {"parcel": {"method": "pigeon"}}, "parcel.method"),
        ("dispatch", {"parcel": {"method": "mail", "papers": "申请表"}}, "parcel.papers"),
        (
            "dispatch",
            {"parcel": {"method": "mail", "papers": [{"name": "甲"}, {"name": "甲"}]}},
            "parcel.papers",
        ),
        ("dispatch", {"parcel": {"method": "mail", "odd": "x"}}, "odd"),
        ("take_over", {}, "handover"),
        ("take_over", {"handover": {"missing": ["甲"]}}, "handover.by"),
        ("take_over", {"handover": {"by": "王", "damaged": [{"name": "甲"}]}}, "fault"),
        (
            "take_over",
            {
                "handover": {
                    "by": "王",
                    "missing": ["甲"],
                    "damaged": [{"name": "甲", "fault": "破"}],
                }
            },
            "两遍",
        ),
        ("send_back", {"handover": {"by": "王"}}, "reason"),
    ],
)
def test_a_file_that_cannot_be_read_names_its_field(
    name: str, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(Misused) as misuse:
        read_act(name, {"at": "2026-03-05T10:00:00+08:00", **fields})
    assert misuse.value.code == "bad_act_file"
    assert told in misuse.value.message


def test_a_file_is_read_as_it_was_written() -> None:
    raw = {
        "method": "courier",
        "waybill": "K1",
        "to": THERE,
        "papers": [{"name": "申请表", "copies": 2}],
    }
    read = read_act("dispatch", {"at": "2026-03-03T10:00:00+08:00", "parcel": raw})
    assert read.parcel == Parcel("courier", "K1", THERE, (("申请表", 2),))
    raw = {
        "by": "王测试",
        "missing": ["租赁合同"],
        "damaged": [{"name": "申请表", "fault": "破损"}],
    }
    read = read_act("take_over", {"at": "2026-03-05T10:00:00+08:00", "handover": raw})
    assert read.handover == Handover("王测试", ("租赁合同",), (("申请表", "破损"),))
    back = {"at": "2026-03-05T10:00:00+08:00", "reason": "退回", "handover": {"missing": ["甲"]}}
    assert read_act("send_back", back).handover == Handover("", ("甲",))


# ---------------------------------------------------------------- whatever happens

moves = st.lists(
    st.tuples(
        st.sampled_from(
            ["case.dispatched", "case.taken_over", "case.sent_back", "case.withdrawn", "case.told"]
        ),
        st.integers(3, 9),
        st.sampled_from([(), ("申请表",), ("申请表", "租赁合同")]),
        st.sampled_from(["", "slip"]),
        st.integers(-1, 3),
    ),
    max_size=8,
)


@examples(150)
@given(moves)
def test_at_every_moment_one_holder_and_no_gap(drawn: list[Any]) -> None:
    """Whatever is recorded, lawful or not, in whatever order of days."""
    state = collected()
    for s, (kind, on, missing, via, back) in enumerate(drawn, start=2):
        body: Body = {
            "on": f"2026-03-0{on}",
            "method": "mail",
            "holder": "某处",
            "missing": [*missing],
        }
        if via:
            body["via"] = via
        seen = state.version - back if back >= 0 else -1
        state = fold(state, event(kind, body, case=NUMBER, s=s, base_ver=max(-1, seen)))
        chain = state.custody
        assert chain[0].since == "2026-03-02"
        for before, after in pairwise(chain):
            assert before.until == after.since  # where one ends the next begins
            assert bool(before.holder) != bool(after.holder)  # a hall, the road, a hall …
            gone = {name for name, _ in before.papers} - {name for name, _ in after.papers}
            assert gone <= set(after.missing)  # nothing vanishes that nobody wrote down
            assert {*after.papers} <= {*before.papers}  # and nothing comes from nowhere
        open_ = [link for link in chain if not link.until]
        assert len(open_) == (0 if state.state == "withdrawn" else 1)
        assert read_state(dump_state(state)) == state


# ---------------------------------------------------------------- what is recorded, and read back


def judged(state: CaseState, action: Action, **fields: Any) -> Body:
    return judge(state, act(action, "2026-03-05", **fields), CALENDAR)


def test_the_bodies_are_these_for_ever() -> None:
    assert judged(collected(), Action.DISPATCH, parcel=MAIL) == {
        "on": "2026-03-05",
        "to": THERE,
        "method": "mail",
        "waybill": "EX0001",
        "papers": [{"name": "申请表", "copies": 2}, {"name": "租赁合同", "copies": 1}],
    }
    found = Handover("王测试", ("租赁合同",), (("申请表", "破损"),))
    said: Body = {
        "on": "2026-03-05",
        "missing": ["租赁合同"],
        "damaged": [{"name": "申请表", "fault": "破损"}],
    }
    assert judged(sent(), Action.TAKE_OVER, handover=found) == {
        **said,
        "holder": THERE,
        "by": "王测试",
        "received_at": "2026-03-05T10:00:00.000+08:00",
        "notice_due": "2026-03-12",
    }
    assert judged(sent(), Action.TAKE_OVER, handover=found, by_slip=True) == {
        **said,
        "holder": THERE,
        "by": "王测试",
        "via": "slip",
    }
    back = judged(sent(), Action.SEND_BACK, reason="地址有误", handover=found)
    assert back == {**said, "reason": "地址有误", "holder": HERE, "by": "王测试"}
    assert judged(sent(), Action.SEND_BACK, reason="地址有误") == {
        "on": "2026-03-05",
        "reason": "地址有误",
        "holder": HERE,
    }


def test_a_taking_over_that_says_nothing_of_the_papers_has_them_all() -> None:
    assert done(sent(), Action.TAKE_OVER, "2026-03-05").custody[-1].papers == ALL


def test_what_another_program_wrote_is_read_as_far_as_it_goes() -> None:
    odd: Body = {
        **RECEIVED,
        "custody": {
            "papers": [
                {"name": "申请表", "copies": 1},
                {"name": "", "copies": 1},
                {"name": "照片", "copies": 0},
                {"name": "章程", "copies": -1},
            ]
        },
    }
    state = history(("case.received", odd))
    assert state.custody == (Custody("（未写明）", "2026-03-02", papers=(("申请表", 1),)),)
    came = history(
        ("case.received", odd),
        ("case.dispatched", {"on": "2026-03-03"}),
        ("case.sent_back", {"on": "2026-03-04", "missing": ["申请表", 7]}),
    )
    assert came.custody[-1] == Custody("（未写明）", "2026-03-04", missing=("申请表",))


def test_a_chain_that_has_ended_ends_once() -> None:
    gone = done(collected(), Action.WITHDRAW, "2026-03-04", reason="不办了")
    assert ended(gone.custody, "2026-03-09") == gone.custody
    assert ended((), "2026-03-09") == ()
