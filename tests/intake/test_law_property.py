"""The law against a second reading of it: a small oracle that shares no line with the program.

The oracle works on plain records, strings and one table of workdays from six other calendars.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import (
    Answer,
    DeferralPolicy,
    Fault,
    ItemType,
    Material,
    Necessity,
    OnTheSpot,
    Pace,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.model import Party as PaperParty
from clerk_app.intake.model import Application, CheckedPaper, Concealment, Decision, PaperState
from clerk_app.intake.rules.bodies import decided_body, received_body
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.fold import fold_case
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar
from tests.intake.stories import examples
from tests.kernel.vectors import rows
from tests.support.items import AGENT, PERSON, event, item, workdays

CALENDAR = Calendar.shipped()
WORKED = sorted(r["date"] for r in rows("workdays_2024_2026.csv") if r["is_workday"] == "1")
NAMES = ("甲", "乙", "丙", "丁", "戊")
STATES = [str(state) for state in PaperState]

# ---------------------------------------------------------------- worlds

papers = st.fixed_dictionaries(
    {
        "necessity": st.sampled_from(["必要", "非必要", "情形必要", "容缺后补"]),
        "deferrable": st.booleans(),
        "days": st.sampled_from([None, 0, 3, 7]),
        "agent": st.booleans(),
        "source": st.sampled_from(["", "数据共享", "部门核发"]),
    }
)
names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
worlds = st.fixed_dictionaries(
    {
        "papers": st.lists(papers, min_size=1, max_size=5),
        "licence": st.booleans(),
        "immediate": st.booleans(),
        "enabled": st.sampled_from([True, True, False]),
        "bound": st.sampled_from([None, 2, 9]),
        "before": st.sampled_from([None, 3]),
        "promised": st.sampled_from([None, 4, 12]),
        # one question, two answers, each with the papers it adds and removes
        "asks": st.one_of(st.none(), st.fixed_dictionaries(dict.fromkeys("ABXY", names))),
    }
)
handed = st.fixed_dictionaries(
    {
        "state": st.sampled_from([*STATES, "in_order", "in_order", None]),
        "fault": st.sampled_from(["改得了", "改不了"]),
        "correction": st.sampled_from(["", "declined", "impossible 人已走"]),
    }
)
askings = st.fixed_dictionaries(
    {
        "needed": st.sampled_from([True] * 9 + [False]),
        "competent": st.sampled_from([True] * 9 + [False]),
        "target": st.sampled_from(["", "某局"]),
        "concealment": st.sampled_from([None] * 9 + ["", "科长"]),
        "answer": st.sampled_from(["A", "B", "A", "B", None]),
        "agent": st.booleans(),
        "signed": st.sampled_from([True, True, False]),
        "discredited": st.sampled_from([False, False, True]),
        "handed": st.lists(handed, min_size=5, max_size=5),
        "day": st.dates(date(2024, 2, 1), date(2026, 10, 1)),
        "hour": st.integers(0, 23),
        "zone": st.sampled_from([-5, 0, 8, 9]),
    }
)


def service_of(world: dict[str, Any]) -> ServiceItem:
    materials = tuple(
        Material(
            name,
            Necessity(raw["necessity"]),
            source_channel=raw["source"],
            deferrable=raw["deferrable"],
            defer_workdays=raw["days"],
            party=PaperParty.AGENT if raw["agent"] else PaperParty.APPLICANT,
            faults=(Fault("改得了", OnTheSpot.YES), Fault("改不了", OnTheSpot.NO)),
        )
        for name, raw in zip(NAMES, world["papers"], strict=False)
    )
    asks = world["asks"]
    answers = asks and (
        Answer("A", "甲", tuple(asks["A"]), tuple(asks["X"])),
        Answer("B", "乙", tuple(asks["B"]), tuple(asks["Y"])),
    )
    promised: TimeLimit | None = world["promised"] and workdays(world["promised"])
    return item(
        *materials,
        type=ItemType.LICENSING if world["licence"] else ItemType.PAYMENT,
        handling=Pace.ON_THE_SPOT if world["immediate"] else Pace.PROMISED,
        promised=promised,
        situations=(Situation("问", "问？", answers),) if answers else (),
        deferral=DeferralPolicy(world["enabled"], world["bound"], world["before"]),
    )


def application_of(world: dict[str, Any], asking: dict[str, Any]) -> Application:
    from_clerk = [
        (name, one)
        for name, one, _ in zip(NAMES, asking["handed"], world["papers"], strict=False)
        if one["state"] is not None
    ]
    approver = asking["concealment"]
    return Application(
        item="T-1",
        received_at=moment(asking),
        applicant=PERSON,
        competent=asking["competent"],
        needed=asking["needed"],
        target_agency=asking["target"],
        situations=(("问", asking["answer"]),) if world["asks"] and asking["answer"] else (),
        agent=AGENT if asking["agent"] else None,
        papers=tuple(_line(name, one) for name, one in from_clerk),
        undertaking_signed=asking["signed"],
        discredited=asking["discredited"],
        concealment=None if approver is None else Concealment("假", "证", "某", approver),
    )


def _line(name: str, one: dict[str, Any]) -> CheckedPaper:
    return CheckedPaper(name, PaperState(one["state"]), one["fault"], one["correction"], 1)


def moment(asking: dict[str, Any]) -> datetime:
    day = asking["day"]
    zone = timezone(timedelta(hours=asking["zone"]))
    return datetime(day.year, day.month, day.day, asking["hour"], tzinfo=zone)


# ---------------------------------------------------------------- the oracle


@dataclass
class Answered:
    """What the oracle expects: refusals of which one must come, or an outcome."""

    refusals: set[str]
    outcome: str = ""
    wanting: tuple[str, ...] = ()
    by: dict[str, str] | None = None


def oracle(world: dict[str, Any], asking: dict[str, Any]) -> Answered:
    if not asking["needed"]:
        return Answered(set(), "not_needed")
    if not asking["competent"]:
        return Answered(
            {"target_agency_missing"} if not asking["target"] else set(), "not_accepted"
        )
    if asking["concealment"] is not None:
        return Answered(
            {"approval_missing"} if not asking["concealment"] else set(), "not_accepted"
        )
    asks, said = world["asks"], asking["answer"]
    if asks and not said:
        return Answered({"situation_unanswered"})
    adds = set(asks[said]) if asks else set()
    removes = set(asks[{"A": "X", "B": "Y"}[said]]) if asks else set()
    refusals, wanting = set(), []
    for name, raw, one in zip(NAMES, world["papers"], asking["handed"], strict=False):
        kind = raw["necessity"]
        if kind == "非必要" or name in removes or (kind == "情形必要" and name not in adds):
            continue
        state = one["state"] or "missing"
        has_it = state in ("in_order", "defective", "corrected_on_the_spot")
        if raw["agent"] and name in adds and has_it and not asking["agent"]:
            refusals.add("agent_missing")
        if (state, one["fault"], one["correction"]) == ("defective", "改得了", ""):
            refusals.add("offer_correction")
        if state == "waived_shared" and not raw["source"]:
            refusals.add("waiver_not_allowed")
        if state in ("missing", "defective"):
            wanting.append((name, raw))
    if refusals:
        return Answered(refusals)
    if not wanting:
        return Answered(set(), "accepted")
    return _with_wanting(world, asking, wanting)


def _with_wanting(
    world: dict[str, Any], asking: dict[str, Any], wanting: list[tuple[str, dict[str, Any]]]
) -> Answered:
    days = {name: days_for(world, raw) for name, raw in wanting}
    local = (moment(asking) + timedelta(hours=8 - asking["zone"])).date().isoformat()
    may = (
        all(n is not None and n >= 1 for n in days.values())
        and all(
            raw["necessity"] != "必要" and (raw["deferrable"] or raw["necessity"] == "容缺后补")
            for _, raw in wanting
        )
        and world["enabled"]
        and not world["immediate"]
        and asking["signed"]
        and not asking["discredited"]
    )
    listed = tuple(name for name, _ in wanting)
    if not may:
        return Answered(set(), "returned_for_correction", listed)
    by = {name: after(local, n) for name, n in days.items() if n}
    return Answered(set(), "conditionally_accepted", listed, by)


def days_for(world: dict[str, Any], raw: dict[str, Any]) -> int | None:
    limits = [raw["days"], world["bound"], world["promised"]]
    if world["promised"] is not None and world["before"] is not None:
        limits.append(world["promised"] - world["before"])
    given = [n for n in limits if n is not None]
    return min(given) if given else None


def after(day: str, n: int) -> str:
    """The n-th worked day after a day, in the table."""
    return [worked for worked in WORKED if worked > day][n - 1]


# ---------------------------------------------------------------- properties


def test_the_oracle_itself_knows_the_plain_cases() -> None:
    paper = {"necessity": "容缺后补", "deferrable": False, "days": 3, "agent": False, "source": ""}
    world = {
        "papers": [paper], "licence": True, "immediate": False, "enabled": True, "bound": None,
        "before": None, "promised": None, "asks": None,
    }  # fmt: skip
    asking = {
        "needed": True, "competent": True, "target": "", "concealment": None, "answer": None,
        "agent": False, "signed": True, "discredited": False, "day": date(2026, 3, 2), "hour": 9,
        "zone": 8, "handed": [{"state": None, "fault": "", "correction": ""}],
    }  # fmt: skip
    assert oracle(world, asking) == Answered(
        set(), "conditionally_accepted", ("甲",), {"甲": "2026-03-05"}
    )
    assert oracle(world, asking | {"signed": False}).outcome == "returned_for_correction"
    whole = [{"state": "in_order", "fault": "", "correction": ""}]
    assert oracle(world, asking | {"handed": whole}).outcome == "accepted"


@examples(80)
@given(worlds, askings)
def test_the_window_answers_as_the_oracle_does(
    world: dict[str, Any], asking: dict[str, Any]
) -> None:
    expected = oracle(world, asking)
    service, asked = service_of(world), application_of(world, asking)
    if expected.refusals:
        with pytest.raises(Refused) as refusal:
            decide(asked, service, CALENDAR)
        assert refusal.value.code in expected.refusals
        return
    decision = decide(asked, service, CALENDAR)
    assert decision.outcome == expected.outcome
    if expected.outcome not in ("not_needed", "not_accepted"):  # the one notice names them all
        assert tuple(s.name for s in decision.shortfalls) == expected.wanting
        assert all(s.fault for s in decision.shortfalls)
    dated = {s.name: s.make_good_by.isoformat() for s in decision.shortfalls if s.make_good_by}
    assert dated == (expected.by or {})
    by = decision.make_good_by and decision.make_good_by.isoformat()
    assert by == min((expected.by or {}).values(), default=None)
    same_as_a_body(asked, service, decision)


@examples(40)
@given(worlds, askings)
def test_papers_alone_never_lead_to_a_refusal(
    world: dict[str, Any], asking: dict[str, Any]
) -> None:
    plain = asking | {"needed": True, "competent": True, "concealment": None}
    try:
        decision = decide(application_of(world, plain), service_of(world), CALENDAR)
    except Refused:
        return
    assert decision.outcome in ("accepted", "conditionally_accepted", "returned_for_correction")
    if decision.outcome == "returned_for_correction":
        assert decision.shortfalls
        assert decision.accepted_on is None
    else:
        assert decision.accepted_on == decision.received_on


@examples(40)
@given(worlds, askings, st.permutations(range(5)))
def test_the_order_the_papers_are_named_in_changes_nothing(
    world: dict[str, Any], asking: dict[str, Any], order: list[int]
) -> None:
    asked, service = application_of(world, asking), service_of(world)
    shuffled = tuple(asked.papers[n] for n in order if n < len(asked.papers))

    def told(application: Application) -> Decision | str:
        try:
            return decide(application, service, CALENDAR)
        except Refused as refusal:
            return refusal.code

    assert told(asked) == told(replace(asked, papers=shuffled))


def same_as_a_body(asked: Application, service: ServiceItem, decision: Decision) -> None:
    """What is recorded folds to what was decided, and its reasons are all there."""
    number = "51160200012600000163"
    body = decided_body(asked, decision)
    events = [
        event("case.received", received_body(asked, service), case=number, s=1, base_ver=0),
        event("case.decided", body, case=number, s=2, base_ver=1),
    ]
    state = fold_case(events)
    assert state is not None
    assert (state.state, state.outcome, state.version) == (decision.outcome, decision.outcome, 2)
    assert (state.applicant, state.item_name) == (PERSON.name, service.name)
    for name in (
        "received_on", "accepted_on", "notice_due", "promised_due", "statutory_due", "make_good_by"
    ):  # fmt: skip
        day = getattr(decision, name)
        assert getattr(state, name) == (day.isoformat() if day else "")
    assert state.shortfalls == tuple(s.name for s in decision.shortfalls)
    assert state.provisional == decision.provisional
    assert state.conflicts == ()
    listed = json.loads(json.dumps(body["reasons"]))
    assert [(r["code"], r["text"], r.get("article", "")) for r in listed] == [
        (r.code, r.text, r.article) for r in decision.reasons
    ]
