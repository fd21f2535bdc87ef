"""A case lives at random; a tiny model, a table written by hand, says which acts are lawful.

The model is 行政许可法 art. 32, 42 and 45 and the hall's stages in plain dictionaries and one list
of workdays from six other calendars; it shares no line with the program.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clerk_app.catalogue.model import DeferralPolicy, OnExpiry, ServiceItem
from clerk_app.intake.model import Action, CaseState, CheckedPaper, Decision, PaperState
from clerk_app.intake.rules.act_file import CaseAct, Delivery, Result
from clerk_app.intake.rules.acts import judge
from clerk_app.intake.rules.bodies import decided_body, paper_bodies, received_body
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.fold import dump_state, fold, read_state
from clerk_app.intake.rules.life import lawful
from clerk_app.intake.rules.papers_later import judge_later
from clerk_app.intake.rules.silence import deemed
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from tests.intake.stories import CALENDAR, LONG, NUMBER
from tests.kernel.vectors import rows
from tests.support.items import FORM, LEASE, application, checked, event, item, workdays

WORKED = sorted(r["date"] for r in rows("workdays_2024_2026.csv") if r["is_workday"] == "1")
SAME = ""
LIFE: dict[str, dict[str, str]] = {
    "received": {"correct": SAME, "supply": SAME, "transfer": SAME, "withdraw": "withdrawn"},
    "returned_for_correction": {
        "correct": SAME, "supply": SAME, "transfer": SAME, "withdraw": "withdrawn",
        "return": "given_back",
    },
    "accepted": {
        "correct": SAME, "supply": SAME, "suspend": SAME, "resume": SAME, "extend": SAME,
        "opinion": SAME, "decide": "granted", "deny": "denied", "transfer": SAME,
        "withdraw": "withdrawn",
    },
    "conditionally_accepted": {
        "correct": SAME, "supply": SAME, "suspend": SAME, "resume": SAME, "extend": SAME,
        "opinion": SAME, "decide": "granted", "deny": "denied", "transfer": SAME,
        "withdraw": "withdrawn", "return": "given_back",
    },
    "granted": {"close": "closed"},
    "denied": {"close": "closed_denied"},
    "closed": {"deliver": "delivered"},
    "closed_conditional": {"deliver": "delivered"},
    "closed_denied": {"deliver": "delivered"},
    "delivered": {},
    "withdrawn": {"reopen": "received"},
    "given_back": {"reopen": "received"},
}  # fmt: skip
"""Which act may follow at which stage, and where it leads: SAME, or papers decide."""
STANDS_STILL = {"suspend", "extend", "decide", "deny", "return"}
"""What waits for the end of a special procedure."""
OWED = {"supply", "correct", "return"}
"""What is about papers still owed, once a case is accepted."""
UNDER_REVIEW = {"accepted", "conditionally_accepted"}
FULL: dict[str, dict[str, Any]] = {
    "suspend": {"special": "检测", "reason": "须检测", "days": 5},
    "extend": {"reason": "复杂", "approver": "李示例"},
    "opinion": {"reason": "同意"},
    "decide": {"result": Result("许可证", "示例1号")},
    "deny": {"reason": "不符合条件"},
    "transfer": {"target": "示例科", "reason": "x"},
    "deliver": {"delivery": Delivery("counter", "示例人")},
    "withdraw": {"reason": "x"},
    "return": {"reason": "x"},
    "reopen": {"reason": "x"},
}
KINDS = {
    "correct": "corrected", "supply": "supplied", "suspend": "suspended", "resume": "resumed",
    "extend": "extended", "opinion": "opined", "check": "checked",
    "decide": "granted", "deny": "denied",
    "transfer": "transferred", "close": "closed", "deliver": "delivered",
    "withdraw": "withdrawn", "return": "given_back", "reopen": "reopened",
}  # fmt: skip
POLICIES = {"退件": 0, "终止": 0, "暂停": 15}
PLAIN = sorted(set(KINDS) - {"correct", "supply"})


def nth(start: str, n: int) -> str:
    """The n-th worked day after a day, in the table."""
    return [worked for worked in WORKED if worked > start][n - 1]


class Life(RuleBasedStateMachine):
    """One case. Names in the hall's words; `stage` to `stopped` are the model."""

    @initialize(
        form=st.booleans(),
        lease=st.booleans(),
        signed=st.booleans(),
        given=st.booleans(),
        policy=st.sampled_from(sorted(POLICIES)),
        start=st.dates(date(2026, 1, 5), date(2026, 4, 30)),
    )
    def open_case(
        self, form: bool, lease: bool, signed: bool, given: bool, policy: str, start: date
    ) -> None:
        deferral = DeferralPolicy(True, 10, on_expiry=OnExpiry(policy), grace_workdays=15)
        self.item: ServiceItem = item(FORM, LEASE, promised=workdays(10), deferral=deferral)
        papers = [checked(m) for m, there in ((FORM, form), (LEASE, lease)) if there]
        at = f"{start.isoformat()}T10:00:00+08:00"
        self.asked = replace(application(*papers, at=at), undertaking_signed=signed)
        self.today, self.policy, self.signed = start, policy, signed
        self.events = 0
        self.state = CaseState(NUMBER)
        self.wanting = {n for n, there in (("申请表", form), ("租赁合同", lease)) if not there}
        self.stage, self.by, self.started = "", "", ""
        self.conditional = self.silent = self.suspended = self.given = False
        self.extended, self.stopped, self.since, self.last_end = 0, 0, "", ""
        self.record("case.received", received_body(self.asked, self.item))
        self.settle(decide(self.asked, self.item, CALENDAR), given=given)
        self.notice_due = nth(start.isoformat(), 5)

    # ---------------------------------------------------------------- the program's side

    def record(self, kind: str, body: Body) -> None:
        seen = self.state.version
        self.events += 1
        self.state = fold(self.state, event(kind, body, case=NUMBER, s=self.events, base_ver=seen))

    def now(self, action: str, **fields: Any) -> CaseAct:
        at = datetime.fromisoformat(f"{self.today.isoformat()}T10:00:00+08:00")
        return CaseAct(Action(action), at, **fields)

    def settle(self, decision: Decision, *, given: bool) -> None:
        """What the window decided, with its notice, against what the model expects."""
        body: Body = {**decided_body(self.asked, decision), "on": self.today.isoformat()}
        self.record("case.decided", body)
        today = self.today.isoformat()
        if not self.wanting:
            self.stage, self.started = "accepted", today
        elif self.wanting == {"租赁合同"} and self.signed:
            self.stage, self.started, self.conditional = "conditionally_accepted", today, True
            self.by = nth(today, 10)
        else:
            self.stage = "returned_for_correction"
            if given:
                number = f"n-{self.events}"
                self.record("document.issued", {"number": number, "kind": "one_time_notice"})
                self.record("document.printed", {"number": number, "on": today})
                self.given = True

    def silence(self) -> None:
        """What silence has made of it by today is recorded first, as every act does."""
        found = deemed(self.state, self.today, CALENDAR)
        waiting = self.stage in {"received", "returned_for_correction"}
        late = waiting and not self.given and self.today.isoformat() > self.notice_due
        assert (found is not None) == late
        if found is not None:
            assert found.accepted_on.isoformat() == self.state.received_on
            self.record("case.deemed", {"accepted_on": self.state.received_on})
            self.stage, self.silent, self.started = "accepted", True, self.state.received_on

    # ---------------------------------------------------------------- the model's side

    def allowed(self, action: str) -> bool:
        today = self.today.isoformat()
        if action not in LIFE[self.stage]:
            return False
        if self.suspended and action in STANDS_STILL:
            return False
        if action in OWED and self.stage in UNDER_REVIEW and not self.wanting:
            return False
        if action == "resume":
            return self.suspended
        if action == "decide":  # silence stands for the papers too
            return not self.wanting or self.stage == "accepted"
        if action == "extend":
            return not self.extended and today <= nth(self.started, 20 + self.stopped)
        if action == "return" and self.stage == "conditionally_accepted":
            return self.broken()
        return True

    def broken(self) -> bool:
        """The promise of papers was not kept, and the policy waits no longer."""
        if "租赁合同" not in self.wanting:
            return False
        grace = POLICIES[self.policy]
        return self.today.isoformat() > (nth(self.by, grace) if grace else self.by)

    def done(self, action: str) -> None:
        today = self.today.isoformat()
        leads_to = LIFE[self.stage][action]
        if action == "suspend":
            self.suspended, self.since = True, today
        if action == "resume":
            self.suspended, self.last_end = False, today
            self.stopped += sum(self.since <= worked <= today for worked in WORKED)
        if action == "extend":
            self.extended = 10
        if action == "reopen":
            self.given = self.silent = self.suspended = False
            self.extended = self.stopped = 0
            self.started, self.notice_due = "", nth(today, 5)
            self.wanting = {"申请表", "租赁合同"}  # what came went back with the case
        if action == "close" and self.stage == "granted" and self.conditional:
            leads_to = "closed_conditional"
        self.stage = leads_to or self.stage

    # ---------------------------------------------------------------- rules

    @rule(days=st.integers(1, 12))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(pick=st.integers(0, 11), gives_up=st.booleans())
    def do_what_may_follow(self, pick: int, gives_up: bool) -> None:
        """One of the acts of the table, so that a life goes on."""
        self.silence()
        likely = [a for a in sorted(LIFE[self.stage]) if a in PLAIN and a != "withdraw"]
        likely = [a for a in likely if self.allowed(a)] or ["withdraw"]
        self.do(likely[pick % len(likely)], gives_up)

    @rule(action=st.sampled_from(PLAIN), gives_up=st.booleans())
    def do_anything(self, action: str, gives_up: bool) -> None:
        self.do(action, gives_up)

    def do(self, action: str, gives_up: bool) -> None:
        self.silence()
        if action == "suspend" and self.last_end == self.today.isoformat():
            return  # nor whether a day is left out twice
        fields = dict(FULL.get(action, {}))
        may = self.allowed(action)
        if action == "return" and gives_up:
            fields["abandoned"] = True
            may = "return" in LIFE[self.stage] and not self.suspended
            may = may and (self.stage not in UNDER_REVIEW or bool(self.wanting))
        try:
            body = judge(self.state, self.now(action, **fields), CALENDAR)
        except Refused:
            assert not may, f"{action} at {self.stage}"
            return
        assert may, f"{action} at {self.stage}"
        before = len(self.state.conflicts)
        self.record(f"case.{KINDS[action]}", body)
        assert len(self.state.conflicts) == before
        self.done(action)

    @precondition(lambda self: self.wanting)
    @rule(
        action=st.sampled_from(["supply", "correct"]),
        which=st.sampled_from(["申请表", "租赁合同", ""]),
        right=st.booleans(),
    )
    def bring(self, action: str, which: str, right: bool) -> None:
        """One wanting paper, or all; whole, or with a fault nobody can put right here."""
        self.silence()
        if self.stage == "returned_for_correction" and not self.given:
            return  # from when the days then count is not for this model
        names = sorted(self.wanting & ({which} if which else self.wanting))
        if not names:
            return
        right = right or action == "correct"
        state, fault = PaperState.DEFECTIVE, "内容不实"
        if right:
            state = (
                PaperState.IN_ORDER if action == "supply" else PaperState("corrected_on_the_spot")
            )
            fault = ""
        papers = tuple(CheckedPaper(n, state, fault, "补了" if right else "", 1) for n in names)
        self.hand_in(self.now(action, papers=papers), {*names} if right else set())

    def hand_in(self, act: CaseAct, cured: set[str]) -> None:
        action = str(act.action)
        may = self.allowed(action) and not (
            self.stage == "conditionally_accepted" and self.broken()
        )
        kind = f"case.{KINDS[action]}"
        body: Body = {"on": self.today.isoformat(), "papers": paper_bodies(act.papers)}
        if action not in lawful(self.state):
            assert not may
            return
        after = fold(
            self.state, event(kind, body, case=NUMBER, s=999, base_ver=self.state.version)
        )
        try:
            later = judge_later(self.asked, self.state, after, act, self.item, CALENDAR)
        except Refused:
            assert not may
            return
        assert may
        self.record(kind, body)
        self.asked = later.application
        self.wanting -= cured
        assert later.blocked == ()  # it came: what is wrong with it may be said
        assert (later.decision is None) == (self.stage in UNDER_REVIEW)
        if later.decision is not None:
            self.settle(later.decision, given=True)

    @rule(action=st.sampled_from(sorted(KINDS)))
    def force(self, action: str) -> None:
        """An act that is not lawful reaches the journal all the same, say from another place."""
        self.silence()
        forbidden = action not in LIFE[self.stage]
        waits = self.suspended and action in STANDS_STILL
        twice = action == "extend" and self.extended
        idle = action == "resume" and not self.suspended
        idle = idle or (action in OWED and self.stage in UNDER_REVIEW and not self.wanting)
        if not (forbidden or waits or twice or idle):
            return
        before = self.state
        self.record(f"case.{KINDS[action]}", {"on": self.today.isoformat(), "workdays": 3})
        name = f"0123456789abcdef/{self.events}"
        assert self.state == replace(
            before, version=before.version + 1, conflicts=(*before.conflicts, name)
        )

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def the_case_stands_where_the_model_says(self) -> None:
        assert self.state.state == self.stage
        assert self.state.version == self.events
        assert self.state.state != "not_accepted"  # a missing paper is never a ground
        assert {p.name for p in self.state.open_papers} == self.wanting
        assert self.state.is_suspended == self.suspended or self.stage == "withdrawn"
        assert read_state(dump_state(self.state)) == self.state

    @invariant()
    def what_is_offered_is_what_the_table_allows(self) -> None:
        offered = {str(action) for action in lawful(self.state)}
        table = {
            action
            for action in LIFE[self.stage]
            if not (self.suspended and action in STANDS_STILL)
            and (action != "resume" or self.suspended)
            and (action != "extend" or not self.extended)
            and (action != "decide" or not self.wanting or self.stage == "accepted")
            and (action not in OWED or self.stage not in UNDER_REVIEW or self.wanting)
        }
        assert offered - {"refuse"} == table
        # answered without review only while nothing was accepted, by silence neither
        assert ("refuse" in offered) == (self.stage in {"received", "returned_for_correction"})

    @invariant()
    def the_promise_ends_on_the_workday_of_the_table(self) -> None:
        if self.stopped or self.extended:
            expected = nth(self.started, 10 + self.stopped + self.extended)
            assert self.state.promised_due == expected


def test_a_life_at_random_is_lawful_at_every_step() -> None:
    more = {"max_examples": 10_000, "stateful_step_count": 25} if LONG else {
        "max_examples": 60, "stateful_step_count": 25
    }  # fmt: skip
    run_state_machine_as_test(Life, settings=settings(**more))  # type: ignore[arg-type]  # counts


def test_the_table_knows_every_stage_but_those_of_the_window() -> None:
    more = {"refuse", "dispatch", "take_over", "send_back"}
    assert set(KINDS) | more == {str(a) for a in Action}
    assert {n for acts in LIFE.values() for n in acts.values() if n} <= set(LIFE)
    with pytest.raises(IndexError):
        nth("2026-12-31", 1)
