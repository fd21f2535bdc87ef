"""How a case ends and begins anew, what excludes nothing, whose day counts, what conflicts do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import (
    Action,
    CaseState,
    IssuedDocument,
    Step,
)
from clerk_app.intake.rules.fold import EXCLUSIVE, KINDS, fold
from clerk_app.intake.rules.steps import ACTION_OF, KIND_OF, STEPS, on_day
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from tests.intake.stories import (
    ACCEPTED,
    NUMBER,
    WAITING,
    after,
    case,
    changed,
    held,
    notice,
    pause,
    step,
)
from tests.support.items import event

# ---------------------------------------------------------------- the end, and a new beginning


def test_closing_delivering_and_what_the_case_is_then() -> None:
    granted = case("granted", conditional=True, visits=("2026-03-02",))
    closed = after(granted, "case.closed", {"on": "2026-03-11"})
    assert closed == changed(granted, state="closed_conditional", closed_on="2026-03-11")
    at_counter = after(closed, "case.delivered", {"on": "2026-03-12", "method": "counter"})
    assert at_counter == changed(
        closed,
        state="delivered",
        delivered_on="2026-03-12",
        visits=("2026-03-02", "2026-03-12"),
    )
    by_post = after(closed, "case.delivered", {"on": "2026-03-12", "method": "ems"})
    assert by_post.visits == ("2026-03-02",)


def test_a_case_laid_down_remembers_where_it_stood() -> None:
    state = after(ACCEPTED, "case.withdrawn", {"on": "2026-03-05"})
    assert state == changed(
        ACCEPTED,
        state="withdrawn",
        stage_before="accepted",
        ended_on="2026-03-05",
        steps=(ACCEPTED.steps[0], step("示例局", "2026-03-02", "2026-03-05")),
    )


def test_a_case_given_back_may_bar_the_next_promise() -> None:
    body: Body = {"on": "2026-03-17", "blocked_until": "2026-09-17"}
    state = after(WAITING, "case.given_back", body)
    assert state == changed(
        WAITING,
        state="given_back",
        stage_before="conditionally_accepted",
        ended_on="2026-03-17",
        blocked_until="2026-09-17",
    )


def test_a_reopened_case_is_received_anew_and_keeps_its_papers() -> None:
    state = case(
        "withdrawn",
        outcome="accepted",
        accepted_on="2026-03-02",
        promised_due="2026-03-16",
        statutory_due="2026-03-30",
        make_good_by="2026-03-16",
        provisional=("promised_due",),
        suspensions=(pause("2026-03-03"),),
        extended_workdays=5,
        ended_on="2026-03-05",
        deemed=True,
        visits=("2026-03-02",),
        papers=(
            WAITING.papers[0],
            held(
                "租赁合同",
                "in_order",
                listed="缺页",
                handed_on="2026-03-04",
                again=True,
                make_good_by="2026-03-16",
                good_on="2026-03-04",
            ),
        ),
        stage_before="accepted",
        steps=(step("c1", "2026-03-02", "2026-03-05"),),
        documents=(notice("2026-03-03"), IssuedDocument("n-2", "receipt", 2, "2026-03-02")),
    )
    again = after(state, "case.reopened", {"on": "2026-04-02", "notice_due": "2026-04-10"})
    assert again.steps == (*state.steps, Step("c9", "2026-04-02", why="重新受理"))
    assert again.notice_given_on == ""
    assert [d.printed for d in again.documents] == [1, 2]
    assert (again.state, again.received_on, again.notice_due) == (
        "received",
        "2026-04-02",
        "2026-04-10",
    )
    emptied = ("outcome", "accepted_on", "promised_due", "statutory_due", "make_good_by",
               "provisional", "suspensions", "extended_workdays", "ended_on",
               "deemed")  # fmt: skip
    assert not any(getattr(again, name) for name in emptied)
    assert again.visits == ("2026-03-02", "2026-04-02")
    assert again.papers == (
        WAITING.papers[0],
        held("租赁合同", "in_order", handed_on="2026-03-04"),
    )
    assert (again.version, again.acts) == (3, 3)


# ---------------------------------------------------------------- what excludes nothing


def test_silence_is_recorded_once_and_only_where_nobody_answered() -> None:
    state = case("received", reason_codes=("x",), steps=(step("c1", "2026-03-02"),))
    body: Body = {
        "accepted_on": "2026-03-02",
        "promised_due": "2026-03-16",
        "statutory_due": "2026-03-30",
        "provisional": ["statutory_due"],
    }
    first = after(state, "case.deemed", body)
    assert replace(first, steps=()) == changed(
        replace(state, steps=()),
        act=False,
        state="accepted",
        outcome="accepted",
        accepted_on="2026-03-02",
        promised_due="2026-03-16",
        statutory_due="2026-03-30",
        provisional=("statutory_due",),
        deemed=True,
        reason_codes=("x", "deemed"),
    )
    assert (first.steps[-1].owner, first.steps[-1].why) == ("示例局", "视为受理")
    assert after(first, "case.deemed", {}) == changed(first, act=False)
    returned = after(replace(state, state="returned_for_correction"), "case.deemed", body)
    assert returned.state == "accepted"
    already = replace(state, deemed=True)
    assert after(already, "case.deemed", body) == changed(already, act=False)
    for stage in ("accepted", "not_accepted", "withdrawn", "granted"):
        other = case(stage)
        assert after(other, "case.deemed", body) == changed(other, act=False)


def test_what_was_told_linked_and_issued_is_kept_once() -> None:
    state = case()
    for kind, field, name in (("told", "message", "told"), ("linked", "number", "linked")):
        once = after(state, f"case.{kind}", {field: "x"})
        assert once == changed(state, act=False, **{name: ("x",)})
        assert getattr(after(once, f"case.{kind}", {field: "x"}), name) == ("x",)
        assert getattr(after(once, f"case.{kind}", {field: "y"}), name) == ("x", "y")
        assert getattr(after(once, f"case.{kind}", {}), name) == ("x",)


def test_a_look_for_a_shared_record_moves_nothing() -> None:
    state = case(papers=(held("申请表"),))
    assert after(state, "case.looked_up", {"papers": ["申请表"]}) == changed(state, act=False)


def test_documents_are_kept_in_the_order_they_were_made() -> None:
    state = case(documents=(notice("2026-03-03"),))
    more = after(state, "document.issued", {"number": "n-2", "kind": "receipt"})
    assert more.documents == (notice("2026-03-03"), IssuedDocument("n-2", "receipt"))


def test_the_first_print_gives_the_day() -> None:
    state = case(documents=(notice("", "n-1"), notice("", "n-2")))
    once = after(state, "document.printed", {"number": "n-1", "on": "2026-03-05"})
    assert once.documents == (notice("2026-03-05", "n-1"), notice("", "n-2"))
    twice = after(once, "document.printed", {"number": "n-1", "on": "2026-03-06"})
    assert twice.documents[0] == IssuedDocument("n-1", "one_time_notice", 2, "2026-03-05")


@pytest.mark.parametrize(("level", "stands"), [(0, 0), (1, 1), (5, 5), (6, 0), (-1, 0)])
def test_a_rating_has_one_to_five(level: int, stands: int) -> None:
    assert after(case(), "case.rated", {"level": level}).rating == stands
    assert after(case(rating=3), "case.rated", {"level": level}).rating == 3


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("case.closed", {"on": "2026-03-05"}, "2026-03-05"),
        ("case.closed", {"act": {"on": "2026-03-06"}}, "2026-03-06"),
        ("case.closed", {"on": "2026-03-05", "act": {"on": "2026-03-06"}}, "2026-03-05"),
        ("case.closed", {"act": "2026-03-06"}, "2026-03-21"),
        ("case.closed", {"received_on": "2026-03-02"}, "2026-03-21"),
        ("document.printed", {"received_on": "2026-03-02"}, "2026-03-21"),
        ("case.received", {"received_on": "2026-03-02"}, "2026-03-02"),
        ("case.decided", {"received_on": "2026-03-02"}, "2026-03-02"),
        ("document.issued", {"received_on": "2026-03-02"}, "2026-03-02"),
        ("case.decided", {"received_on": "2026-03-02", "on": "2026-03-05"}, "2026-03-05"),
        ("case.received", {}, "2026-03-21"),
    ],
)
def test_the_day_of_an_act_is_its_own_and_else_the_journals(
    kind: str, body: Body, expected: str
) -> None:
    written = event(kind, body, case=NUMBER, at="2026-03-21T00:30:00.000+08:00")
    assert on_day(written) == expected


def test_an_erased_event_has_the_day_of_the_journal() -> None:
    written = event("case.closed", {"on": "2026-03-05"}, case=NUMBER)
    assert on_day(Event(written.header, None, None, b"", b"")) == "2026-03-02"
    odd = replace(written.header, at="2026-03-02T10:05:00.000+08:00")
    object.__setattr__(odd, "at", "some day")  # no header can be made so; a row may be broken
    assert on_day(Event(odd, {}, None, b"", b"")) == ""


# ---------------------------------------------------------------- the table and conflicts

ACTS = {
    "correct": "corrected", "supply": "supplied", "suspend": "suspended", "resume": "resumed",
    "extend": "extended", "opinion": "opined", "check": "checked",
    "decide": "granted", "deny": "denied",
    "transfer": "transferred", "close": "closed", "deliver": "delivered",
    "withdraw": "withdrawn", "return": "given_back", "reopen": "reopened",
    "dispatch": "dispatched", "take_over": "taken_over", "send_back": "sent_back",
}  # fmt: skip


def test_every_act_is_recorded_as_its_own_kind() -> None:
    assert {str(a): k for a, k in KIND_OF.items()} == {a: f"case.{k}" for a, k in ACTS.items()}
    assert {k: str(a) for k, a in ACTION_OF.items()} == {f"case.{k}": a for a, k in ACTS.items()}
    assert {"case.received", "case.decided", *KIND_OF.values()} == EXCLUSIVE
    others = (
        "deemed", "overridden", "visited", "told", "linked", "accounted", "looked_up", "rated",
    )  # fmt: skip
    assert set(KINDS) == EXCLUSIVE | {f"case.{name}" for name in others} | {
        "document.issued",
        "document.printed",
        "document.boxed",
    }
    assert tuple(STEPS) == KINDS


@pytest.mark.parametrize("kind", sorted(ACTION_OF))
def test_an_act_that_is_not_lawful_changes_nothing_but_version_and_conflicts(kind: str) -> None:
    state = case("not_needed")
    assert after(state, kind, {"on": "2026-03-05", "papers": [{"name": "x"}]}) == replace(
        state, version=3, conflicts=("0123456789abcdef/9",)
    )
    assert Action(ACTION_OF[kind])


def test_an_act_that_did_not_see_the_one_before_it_is_done_and_listed() -> None:
    state = replace(ACCEPTED, version=5, acts=4)

    def seen(version: int) -> tuple[str, ...]:
        body: Body = {"on": "2026-03-05", "target": "示例科"}
        late = event("case.transferred", body, case=NUMBER, s=7, base_ver=version)
        found = fold(state, late)
        assert found.steps[-1].owner == "示例科"
        return found.conflicts

    assert seen(3) == ("0123456789abcdef/7",)
    assert seen(0) == ("0123456789abcdef/7",)
    assert seen(4) == ()  # what came since excluded nothing
    assert seen(5) == ()
    assert seen(-1) == ()


def test_an_erased_act_leaves_the_case_as_it_is() -> None:
    written = event("case.granted", {}, case=NUMBER, s=9, base_ver=2, operator="c9")
    bare = Event(written.header, None, None, written.body_hash, written.hash)
    assert fold(ACCEPTED, bare) == replace(ACCEPTED, version=3)
    opened = event(
        "case.received",
        {"item": "T-1", "received_on": "2026-03-02"},
        case=NUMBER,
        operator="c7",
        base_ver=0,
    )
    erased = Event(opened.header, None, None, opened.body_hash, opened.hash)
    assert fold(None, erased) == CaseState(NUMBER, version=1, operator="c7")
