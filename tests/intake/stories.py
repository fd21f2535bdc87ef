"""A case in words: states, acts and histories of the tests, one line each. Invented content."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import settings

from clerk_app.intake.model import (
    Action,
    CaseState,
    HeldPaper,
    IssuedDocument,
    LegalTerms,
    PaperState,
    Stage,
    Step,
    Suspension,
)
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.fold import fold
from clerk_app.journal.canonical import Body
from clerk_app.kernel.working_days import Calendar
from tests.support.items import event

NUMBER = "51160200012600000163"
CALENDAR = Calendar.shipped()
LONG = settings().max_examples >= 2000
"""Does `make verify` run? Then the main properties see ten thousand examples each."""
TEN, TWENTY = (10, "工作日"), (20, "工作日")
LICENCE = LegalTerms(promised=TEN, statutory=TWENTY, licensing=True)
NATURAL = LegalTerms(promised=(10, "日"))
"""Ten natural days of an item that is no licence."""


def examples(quick: int) -> settings:
    """Settings of a main property."""
    return settings(max_examples=10_000 if LONG else quick)


def day(text: str) -> date:
    """A date, written as it is read."""
    return date.fromisoformat(text)


def act(action: Action, on: str = "2026-03-04", **fields: Any) -> CaseAct:
    """An act at ten in the morning of a day."""
    return CaseAct(action, datetime.fromisoformat(f"{on}T10:00:00+08:00"), **fields)


def case(stage: Stage | str = Stage.ACCEPTED, **fields: Any) -> CaseState:
    """A licence received on Monday 2 March 2026: notice until the 9th, 10 workdays promised."""
    accepted = "2026-03-02" if stage in {"accepted", "conditionally_accepted"} else ""
    plain = CaseState(
        NUMBER,
        version=2,
        item="T-1",
        item_name="测试事项",
        department="示例局",
        operator="c1",
        state=str(stage),
        received_on="2026-03-02",
        notice_due="2026-03-09",
        accepted_on=accepted,
        terms=LICENCE,
        acts=2,
    )
    return replace(plain, **fields)


def held(name: str, state: str = "missing", **fields: Any) -> HeldPaper:
    """A paper as the case stands."""
    return HeldPaper(name, PaperState(state), **fields)


def notice(printed_on: str, number: str = "n-1", kind: str = "one_time_notice") -> IssuedDocument:
    """A notice that was given on a day, or only made where the day is empty."""
    return IssuedDocument(number, kind, int(bool(printed_on)), printed_on)


def pause(since: str, until: str = "", kind: str = "听证") -> Suspension:
    """A special procedure; without an end it runs."""
    return Suspension(kind, "须听证", since, until)


def step(owner: str, since: str, until: str = "") -> Step:
    """A stretch of the work."""
    return Step(owner, since, until)


def history(*acts: tuple[str, Body], first: CaseState | None = None) -> CaseState:
    """The state after these events, each of which saw the one before it."""
    state = first
    for s, (kind, body) in enumerate(acts, start=1):
        seen = state.version if state else 0
        state = fold(state, event(kind, body, case=NUMBER, s=s, base_ver=seen))
    assert state is not None
    return state


def after(
    state: CaseState, kind: str, body: Body, *, at: str = "2026-03-20T10:00:00.000+08:00"
) -> CaseState:
    """The state one event later, which the clerk c9 recorded on 20 March."""
    made = fold(
        state,
        event(kind, body, case=NUMBER, s=9, base_ver=state.version, operator="c9", at=at),
    )
    return replace(made, acted_on=state.acted_on)  # every act keeps its day: see `last_day`


def changed(before: CaseState, *, act: bool = True, **fields: object) -> CaseState:
    """What is expected: the same but for the version, and these."""
    version = before.version + 1
    acts = version if act else before.acts
    return replace(before, version=version, acts=acts, **fields)  # type: ignore[arg-type]  # named


WAITING = case(
    "conditionally_accepted",
    conditional=True,
    make_good_by="2026-03-12",
    visits=("2026-03-02",),
    papers=(
        held("申请表", "in_order", handed_on="2026-03-02"),
        held("租赁合同", make_good_by="2026-03-12"),
        held("章程", make_good_by="2026-03-16"),
        held("照片"),
    ),
)
ACCEPTED = case(
    "accepted",
    promised_due="2026-03-16",
    statutory_due="2026-03-30",
    steps=(step("c1", "2026-03-02", "2026-03-02"), step("示例局", "2026-03-02")),
)
