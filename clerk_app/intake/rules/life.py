"""The life of a case after the window's decision: what may follow what.

One table says which act is lawful at which stage and where it leads; the fold, the deed and the
window all read it, so a button that is not lawful is not there, and an event that was not is
a conflict for people to settle.
"""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.intake.model import Action, CaseState, Stage
from clerk_app.kernel.errors import Refused

_BEFORE_ACCEPTANCE = frozenset({Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION})
UNDER_REVIEW = frozenset({Stage.ACCEPTED, Stage.CONDITIONALLY_ACCEPTED})
"""Accepted and not decided: the clock of the case runs, or stands for a special procedure."""
LIVE = _BEFORE_ACCEPTANCE | UNDER_REVIEW
DECIDED = frozenset({Stage.GRANTED, Stage.DENIED})
CLOSED = frozenset({Stage.CLOSED, Stage.CLOSED_CONDITIONAL, Stage.CLOSED_DENIED})
REFUSED = frozenset({Stage.NOT_ACCEPTED, Stage.NOT_NEEDED})
"""Answered at once, without review (art. 32(1), 32(2), 78): nothing is owed but the paper."""
LAID_DOWN = frozenset({Stage.WITHDRAWN, Stage.GIVEN_BACK})
OPEN = LIVE | DECIDED | {Stage.COLLECTED}
"""Someone still owes the applicant an answer, or the paper with it."""

LAWFUL: Mapping[Action, frozenset[Stage]] = {
    Action.CORRECT: _BEFORE_ACCEPTANCE | UNDER_REVIEW,
    Action.SUPPLY: _BEFORE_ACCEPTANCE | UNDER_REVIEW,
    Action.SUSPEND: UNDER_REVIEW,
    Action.RESUME: UNDER_REVIEW,
    Action.EXTEND: UNDER_REVIEW,
    Action.OPINION: UNDER_REVIEW,
    Action.CHECK: UNDER_REVIEW | DECIDED | CLOSED | {Stage.DELIVERED},
    Action.DECIDE: UNDER_REVIEW,
    Action.DENY: UNDER_REVIEW,
    Action.REFUSE: _BEFORE_ACCEPTANCE,
    Action.TRANSFER: LIVE,
    Action.CLOSE: DECIDED,
    Action.DELIVER: CLOSED,
    Action.WITHDRAW: LIVE | {Stage.COLLECTED},
    Action.RETURN: frozenset({Stage.RETURNED_FOR_CORRECTION, Stage.CONDITIONALLY_ACCEPTED}),
    Action.REOPEN: LAID_DOWN,
    Action.DISPATCH: frozenset({Stage.COLLECTED}),
    Action.TAKE_OVER: frozenset({Stage.COLLECTED}),
    Action.SEND_BACK: frozenset({Stage.COLLECTED}),
}
"""At which stages an act is lawful; what else it needs is judged by `acts`."""
_NOT_WHILE_SUSPENDED = frozenset(
    {Action.SUSPEND, Action.EXTEND, Action.DECIDE, Action.DENY, Action.RETURN}
)
_ON_THE_WAY = frozenset({Action.TAKE_OVER, Action.SEND_BACK})
"""These end a journey of the papers; any other act of a collected case needs them at a hall."""
_OF_OPEN_PAPERS = frozenset({Action.CORRECT, Action.SUPPLY, Action.RETURN})
"""Once accepted, these are about papers still owed; with none there is no such act."""
STAGES: Mapping[Stage, str] = {
    Stage.RECEIVED: "已收件",
    Stage.ACCEPTED: "已受理",
    Stage.CONDITIONALLY_ACCEPTED: "容缺受理",
    Stage.RETURNED_FOR_CORRECTION: "待补正",
    Stage.NOT_ACCEPTED: "不予受理",
    Stage.NOT_NEEDED: "不受理",
    Stage.GRANTED: "已准予",
    Stage.DENIED: "不予许可",
    Stage.CLOSED: "办结",
    Stage.CLOSED_CONDITIONAL: "办结（容缺通过）",
    Stage.CLOSED_DENIED: "办结（不通过）",
    Stage.DELIVERED: "已送达",
    Stage.WITHDRAWN: "已撤回",
    Stage.GIVEN_BACK: "已退件",
    Stage.COLLECTED: "已代收",
    Stage.HANDED_OVER: "已移交办理机关",
}
"""The hall's words."""
ACTS: Mapping[Action, str] = {
    Action.CORRECT: "当场更正",
    Action.SUPPLY: "补交材料",
    Action.SUSPEND: "进入特别程序",
    Action.RESUME: "结束特别程序",
    Action.EXTEND: "延期",
    Action.OPINION: "审查意见",
    Action.CHECK: "核查承诺",
    Action.DECIDE: "准予",
    Action.DENY: "不予许可",
    Action.REFUSE: "不予受理",
    Action.TRANSFER: "移交",
    Action.CLOSE: "办结",
    Action.DELIVER: "送达",
    Action.WITHDRAW: "撤回",
    Action.RETURN: "退件",
    Action.REOPEN: "补件重启",
    Action.DISPATCH: "寄出代收材料",
    Action.TAKE_OVER: "接收代收材料",
    Action.SEND_BACK: "退回代收窗口",
}


def stage_of(state: CaseState) -> Stage | None:
    """The stage, or None for one a newer version knows."""
    return Stage(state.state) if state.state in set(Stage) else None


def words_of(state: CaseState) -> str:
    """The stage in the hall's words."""
    stage = stage_of(state)
    return STAGES[stage] if stage else state.state


def obstacle(state: CaseState, action: Action) -> str:
    """Why the act is not lawful at this stage, in the hall's words; empty when it is."""
    stage = stage_of(state)
    if stage is None or stage not in LAWFUL[action]:
        return f"办件现在是“{words_of(state)}”，不能{ACTS[action]}"
    if stage is Stage.COLLECTED and state.is_on_the_way is not (action in _ON_THE_WAY):
        where = "在寄往办理机关的途中" if state.is_on_the_way else "还没有寄出"
        return f"材料{where}，不能{ACTS[action]}"
    if action is Action.REOPEN and state.stage_before == Stage.COLLECTED:
        return "代收的件还没有移交就撤回了，请重新收件"
    if action in _OF_OPEN_PAPERS and stage in UNDER_REVIEW and not state.open_papers:
        return f"没有欠交的材料，不用{ACTS[action]}"
    if action is Action.CHECK and (not state.committed or state.checked_on):
        return "没有等待核查的告知承诺"
    if action is Action.RESUME and not state.is_suspended:
        return "没有正在进行的特别程序"
    if state.is_suspended and action in _NOT_WHILE_SUSPENDED:
        return f"特别程序还没有结束，不能{ACTS[action]}"
    if action is Action.DECIDE and stage is Stage.CONDITIONALLY_ACCEPTED and state.open_papers:
        names = "、".join(paper.name for paper in state.open_papers)
        return f"容缺的材料还没有补齐，不能出结果：{names}"
    if action is Action.EXTEND and state.extended_workdays:
        return "已经延期过一次，不能再延"
    return ""


def lawful(state: CaseState) -> tuple[Action, ...]:
    """What may be done now, in the order of the table."""
    return tuple(action for action in Action if not obstacle(state, action))


def require_lawful(state: CaseState, action: Action) -> None:
    """Raises `Refused`: `paper_open` (G6: no result while a deferred paper is open), `suspended`,
    `already_extended`, `unlawful_act`."""
    words = obstacle(state, action)
    if not words:
        return
    stage = stage_of(state)
    code = "unlawful_act"
    if stage is not None and stage in LAWFUL[action]:
        if state.is_suspended and action in _NOT_WHILE_SUSPENDED:
            code = "suspended"
        elif action is Action.DECIDE:
            code = "paper_open"
        elif action is Action.EXTEND:
            code = "already_extended"
    raise Refused(code, words)


def closed_as(state: CaseState) -> Stage:
    """办结 as what: a case that was accepted conditionally keeps that for ever."""
    if state.state == Stage.DENIED:
        return Stage.CLOSED_DENIED
    return Stage.CLOSED_CONDITIONAL if state.conditional else Stage.CLOSED
