"""A case as it was at the end of a day: acts of that day or before, and none of them lost."""

from __future__ import annotations

import pytest

from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.fold import fold_case, fold_until
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from tests.support.items import event

NUMBER = "51160200012600000163"
THERE = "fedcba9876543210"
RECEIVED: Body = {"received_on": "2026-03-02", "department": "示例局", "notice_due": "2026-03-09"}
ACCEPTED: Body = {
    "outcome": "accepted", "accepted_on": "2026-03-02", "received_on": "2026-03-02",
}  # fmt: skip
RETURNED: Body = {
    "outcome": "returned_for_correction", "received_on": "2026-03-02", "notice_due": "2026-03-09",
    "shortfalls": [{"name": "申请表", "fault": "未提交", "deferrable": 0}],
}  # fmt: skip


def at(kind: str, body: Body, s: int, seen: int = -1, *, there: bool = False) -> Event:
    where = {"device": THERE, "operator": "c2"} if there else {}
    return event(kind, body, case=NUMBER, s=s, base_ver=seen, **where)


OPENED = at("case.received", RECEIVED, 1, 0)
PAGE = at("document.issued", {"number": "n-1", "kind": "receipt", "received_on": "2026-03-02"}, 2)
PRINTED = at("document.printed", {"number": "n-1", "on": "2026-03-12"}, 3)


def seen_on(day: str, *events: Event) -> CaseState:
    state = fold_until(events, day)
    assert state is not None
    return state


def test_a_decision_beside_which_a_page_was_printed_is_not_lost() -> None:
    """The other station decided on what it saw: the receipt. The page came between."""
    decided = at("case.decided", ACCEPTED, 1, 1, there=True)
    events = (OPENED, PAGE, PRINTED, decided)
    whole = fold_case(events)
    assert whole is not None
    assert (whole.state, len(whole.conflicts)) == ("accepted", 1)
    for day in ("2026-03-02", "2026-03-11", "2026-03-12", "2026-12-31"):
        assert seen_on(day, *events).state == "accepted"
    assert seen_on("2026-12-31", *events).conflicts == whole.conflicts
    assert [d.printed for d in seen_on("2026-03-11", *events).documents] == [0]
    assert [d.printed for d in seen_on("2026-03-12", *events).documents] == [1]


def test_with_nothing_between_by_that_day_there_is_no_conflict() -> None:
    decided = at("case.decided", ACCEPTED, 1, 1, there=True)
    assert seen_on("2026-03-11", OPENED, PRINTED, decided).conflicts == ()
    whole = fold_case((OPENED, PRINTED, decided))
    assert whole is not None
    assert len(whole.conflicts) == 1


def test_two_acts_that_crossed_both_count_from_their_days_on() -> None:
    accepted = at("case.decided", ACCEPTED, 2, 1)
    opinion = at("case.opined", {"on": "2026-03-10", "text": "同意"}, 3, 2)
    moved = at("case.transferred", {"on": "2026-03-05", "target": "c9"}, 1, 2, there=True)
    events = (OPENED, accepted, opinion, moved)
    before = seen_on("2026-03-05", *events)
    assert (before.steps[-1].owner, before.opinions, before.conflicts) == ("c9", (), ())
    after = seen_on("2026-03-10", *events)
    assert (len(after.opinions), after.conflicts) == (1, (f"{THERE}/1",))
    assert after.steps[-1].owner == "c9"


def test_what_changed_nothing_stays_out() -> None:
    first = at("case.decided", ACCEPTED, 2, 1)
    other = at("case.decided", RETURNED, 1, 1, there=True)
    denied = at("case.denied", {"on": "2026-03-10", "reason": "x"}, 3, 3)
    late = at("case.suspended", {"on": "2026-03-05", "special": "听证"}, 2, 2, there=True)
    events = (OPENED, first, other, denied, late)
    assert seen_on("2026-03-04", *events).state == "accepted"
    assert seen_on("2026-03-06", *events).suspensions == ()
    assert seen_on("2026-03-10", *events).state == "denied"


def test_a_decision_anew_saw_what_came_later_and_stands() -> None:
    returned = at("case.decided", RETURNED, 2, 1)
    came: Body = {
        "on": "2026-03-05",
        "papers": [{"name": "申请表", "state": "in_order", "copies": 1}],
    }
    told = at("case.told", {"on": "2026-03-11", "message": "correction"}, 3)
    supplied = at("case.supplied", came, 4, 3)
    anew = at("case.decided", {**ACCEPTED, "accepted_on": "2026-03-05", "on": "2026-03-05"}, 5, 4)
    events = (OPENED, returned, told, supplied, anew)
    assert seen_on("2026-03-04", *events).state == "returned_for_correction"
    assert seen_on("2026-03-05", *events).state == "accepted"
    assert seen_on("2026-03-05", *events).conflicts == ()


@pytest.mark.parametrize("seen", [9, 99])
def test_a_version_nobody_had_yet_is_the_last_one(seen: int) -> None:
    accepted = at("case.decided", ACCEPTED, 2, 1)
    decided = at("case.granted", {"on": "2026-03-04"}, 3, seen)
    assert seen_on("2026-03-04", OPENED, accepted, decided).state == "granted"


def test_before_its_receipt_there_is_no_case() -> None:
    assert fold_until([OPENED], "2026-03-01") is None
    assert fold_until([], "2026-03-02") is None
