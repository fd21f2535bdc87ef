"""Which act is lawful where, against a table written by hand from the hall's life of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import Action, CaseState, Custody, Stage
from clerk_app.intake.rules.life import (
    ACTS,
    CLOSED,
    DECIDED,
    LAID_DOWN,
    LIVE,
    OPEN,
    STAGES,
    UNDER_REVIEW,
    closed_as,
    lawful,
    obstacle,
    require_lawful,
    stage_of,
    words_of,
)
from clerk_app.kernel.errors import Refused
from tests.intake.stories import case, held, pause

ASKED = "received returned_for_correction"
REVIEW = "accepted conditionally_accepted"
WHERE = {
    "correct": f"{ASKED} {REVIEW}",
    "supply": f"{ASKED} {REVIEW}",
    "suspend": REVIEW,
    "resume": REVIEW,
    "extend": REVIEW,
    "opinion": REVIEW,
    "check": f"{REVIEW} granted denied closed closed_conditional closed_denied delivered",
    "decide": REVIEW,
    "deny": REVIEW,
    "refuse": ASKED,
    "transfer": f"{ASKED} {REVIEW}",
    "close": "granted denied",
    "deliver": "closed closed_conditional closed_denied",
    "withdraw": f"{ASKED} {REVIEW} collected",
    "return": "returned_for_correction conditionally_accepted",
    "reopen": "withdrawn given_back",
    "dispatch": "collected",
    "take_over": "collected",
    "send_back": "collected",
}
ON_THE_WAY = (Custody("测试镇便民服务中心", "2026-03-02", "2026-03-03"), Custody("", "2026-03-03"))
RUNS = pause("2026-03-03")
ENDED = pause("2026-03-03", "2026-03-04")


def refused(state: CaseState, action: Action) -> Refused:
    with pytest.raises(Refused) as refusal:
        require_lawful(state, action)
    assert refusal.value.message == obstacle(state, action)
    return refusal.value


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("stage", Stage)
def test_an_act_is_lawful_at_its_stages_and_at_no_other(stage: Stage, action: Action) -> None:
    pauses = (RUNS,) if action is Action.RESUME else ()
    owed = (held("清单", "missing"),) if action in {"correct", "supply", "return"} else ()
    road = ON_THE_WAY if action in {"take_over", "send_back"} else ()
    state = case(stage, suspensions=pauses, committed=("无犯罪声明",), papers=owed, custody=road)
    if stage in WHERE[action].split():
        assert obstacle(state, action) == ""
        require_lawful(state, action)
    else:
        assert obstacle(state, action) == f"办件现在是“{STAGES[stage]}”，不能{ACTS[action]}"
        assert refused(state, action).code == "unlawful_act"


@pytest.mark.parametrize("action", [Action.CORRECT, Action.SUPPLY, Action.RETURN])
def test_with_every_promised_paper_there_nobody_owes_one(action: Action) -> None:
    state = case("conditionally_accepted", papers=(held("清单", "in_order"),))
    assert obstacle(state, action) == f"没有欠交的材料，不用{ACTS[action]}"
    assert refused(state, action).code == "unlawful_act"
    assert action not in lawful(state)
    assert obstacle(case("returned_for_correction"), action) == ""


def test_the_groups_of_stages_are_those_of_the_hall() -> None:
    assert {*UNDER_REVIEW} == {*REVIEW.split()}
    assert {*LIVE} == {*ASKED.split(), *REVIEW.split()}
    assert {*DECIDED} == {"granted", "denied"}
    assert {*CLOSED} == {"closed", "closed_conditional", "closed_denied"}
    assert {*LAID_DOWN} == {"withdrawn", "given_back"}
    assert {*OPEN} == {*LIVE, "granted", "denied", "collected"}


def test_what_may_be_done_is_listed_in_the_order_of_the_acts() -> None:
    assert lawful(case("accepted")) == (
        Action.SUSPEND, Action.EXTEND, Action.OPINION, Action.DECIDE, Action.DENY,
        Action.TRANSFER, Action.WITHDRAW,
    )  # fmt: skip
    assert lawful(case("delivered")) == ()
    assert lawful(case("withdrawn")) == (Action.REOPEN,)


def test_while_a_special_procedure_runs_nothing_is_decided_extended_or_given_back() -> None:
    accepted = case("accepted", suspensions=(RUNS,))
    assert lawful(accepted) == (Action.RESUME, Action.OPINION, Action.TRANSFER, Action.WITHDRAW)
    for action in (Action.SUSPEND, Action.EXTEND, Action.DECIDE, Action.DENY):
        assert obstacle(accepted, action) == f"特别程序还没有结束，不能{ACTS[action]}"
        assert refused(accepted, action).code == "suspended"
    deferred = case("conditionally_accepted", suspensions=(RUNS,), papers=(held("租赁合同"),))
    assert refused(deferred, Action.RETURN).code == "suspended"
    assert refused(deferred, Action.DECIDE).code == "suspended"  # before the open papers
    assert {Action.SUPPLY, Action.CORRECT} <= set(lawful(deferred))


def test_a_commitment_is_checked_once_and_only_where_there_is_one() -> None:
    committed = case("granted", committed=("无犯罪声明",))
    assert lawful(committed) == (Action.CHECK, Action.CLOSE)
    for state in (case("granted"), replace(committed, checked_on="2026-06-01")):
        assert obstacle(state, Action.CHECK) == "没有等待核查的告知承诺"
        assert refused(state, Action.CHECK).code == "unlawful_act"
        assert lawful(state) == (Action.CLOSE,)


def test_only_the_last_procedure_counts() -> None:
    assert case("accepted", suspensions=(ENDED, RUNS)).is_suspended
    assert not case("accepted", suspensions=(RUNS, ENDED)).is_suspended
    assert not case("accepted").is_suspended


def test_a_procedure_that_does_not_run_cannot_end() -> None:
    for pauses in ((), (ENDED,)):
        state = case("accepted", suspensions=pauses)
        assert obstacle(state, Action.RESUME) == "没有正在进行的特别程序"
        assert refused(state, Action.RESUME).code == "unlawful_act"


def test_no_result_while_a_deferred_paper_is_open() -> None:
    """G6; the refusal names the papers, and a paper that came is not among them."""
    papers = (held("租赁合同"), held("章程", "in_order"), held("验资报告", "defective"))
    state = case("conditionally_accepted", conditional=True, papers=papers)
    refusal = refused(state, Action.DECIDE)
    assert refusal.code == "paper_open"
    assert refusal.message == "容缺的材料还没有补齐，不能出结果：租赁合同、验资报告"
    came = case("conditionally_accepted", conditional=True, papers=(held("租赁合同", "in_order"),))
    assert obstacle(came, Action.DECIDE) == ""


def test_silence_stands_for_the_papers_too() -> None:
    """What nobody asked for in time may be brought; a result does not wait for it."""
    state = case("accepted", deemed=True, papers=(held("申请表"),))
    assert {Action.DECIDE, Action.SUPPLY, Action.CORRECT} <= set(lawful(state))
    assert Action.RETURN not in lawful(state)
    assert Action.SUPPLY not in lawful(case("accepted"))


def test_a_case_is_extended_once_only() -> None:
    state = case("accepted", extended_workdays=1)
    refusal = refused(state, Action.EXTEND)
    assert (refusal.code, refusal.message) == ("already_extended", "已经延期过一次，不能再延")
    assert Action.EXTEND not in lawful(state)
    assert Action.DECIDE in lawful(state)


def test_a_stage_of_a_newer_version_allows_nothing_and_is_shown_as_it_is() -> None:
    state = case("teleported")
    assert stage_of(state) is None
    assert words_of(state) == "teleported"
    assert lawful(state) == ()
    refusal = refused(state, Action.SUPPLY)
    assert refusal.code == "unlawful_act"
    assert refusal.message == "办件现在是“teleported”，不能补交材料"


def test_every_stage_and_act_has_its_own_word() -> None:
    assert set(STAGES) == set(Stage)
    assert set(ACTS) == set(Action)
    assert len(set(STAGES.values())) == len(Stage)
    assert len(set(ACTS.values())) == len(Action)
    assert words_of(case("closed_conditional")) == "办结（容缺通过）"


@pytest.mark.parametrize(
    ("stage", "conditional", "end"),
    [
        ("granted", False, "closed"),
        ("granted", True, "closed_conditional"),
        ("denied", False, "closed_denied"),
        ("denied", True, "closed_denied"),
    ],
)
def test_a_case_accepted_conditionally_keeps_that_at_its_end(
    stage: str, conditional: bool, end: str
) -> None:
    assert closed_as(case(stage, conditional=conditional)) == end
