"""A decision without its paper (行政许可法 art. 32, last paragraph), and who answers for it.

Received on Monday 2 March 2026; what is answered at once is due that day, the rest by the 9th.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import CaseState, IssuedDocument
from clerk_app.intake.projection import row_of
from clerk_app.intake.rules.silence import as_of, deem_on, paper_owed
from clerk_app.intake.rules.supervision import (
    FINDINGS,
    Finding,
    Lamp,
    RedEntry,
    next_due,
    red_list,
    watched,
)
from tests.intake.stories import ACCEPTED, CALENDAR, LICENCE, NUMBER, case, day, notice, step

KINDS = {
    "accepted": "acceptance",
    "conditionally_accepted": "conditional_acceptance",
    "not_accepted": "non_acceptance",
    "not_needed": "not_needed",
}


def decided(outcome: str, printed_on: str | None = None, **fields: object) -> CaseState:
    """A case with this outcome; its paper was made, and printed on a day, "" never; None: none."""
    refused = outcome in {"not_accepted", "not_needed"}
    documents = () if printed_on is None else (notice(printed_on, kind=KINDS[outcome]),)
    plain = case(
        outcome,
        outcome=outcome,
        notice_due="2026-03-02" if refused else "2026-03-09",
        reason_codes=("not_competent",) if refused else ("complete",),
        documents=documents,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # named


def found(state: CaseState, on: str) -> tuple[Finding, ...]:
    return watched(state, day(on), CALENDAR).findings


@pytest.mark.parametrize("outcome", ["not_accepted", "not_needed"])
@pytest.mark.parametrize("printed_on", [None, ""])
def test_a_refusal_without_its_paper_is_found_and_is_no_acceptance(
    outcome: str, printed_on: str | None
) -> None:
    state = decided(outcome, printed_on)
    assert deem_on(state) == ""
    assert as_of(state, day("2026-03-20"), CALENDAR).state == outcome
    assert found(state, "2026-03-02") == ()
    assert found(state, "2026-03-03") == (Finding.UNWRITTEN,)
    on_the_day, after = (watched(state, day(on), CALENDAR) for on in ("2026-03-02", "2026-03-03"))
    assert (on_the_day.lamp, on_the_day.due) == (Lamp.YELLOW, day("2026-03-02"))
    assert (after.lamp, after.workdays_left) == (Lamp.RED, -1)
    assert row_of(state)["deliver_on"] == "2026-03-02"  # the lists find it by its day


def test_concealment_too_stays_what_it_is() -> None:
    state = decided("not_accepted", reason_codes=("concealment",))
    assert as_of(state, day("2026-03-20"), CALENDAR).state == "not_accepted"
    assert found(state, "2026-03-20") == (Finding.UNWRITTEN,)


@pytest.mark.parametrize("outcome", ["not_accepted", "not_needed"])
def test_a_refusal_whose_paper_was_given_is_closed(outcome: str) -> None:
    state = decided(outcome, "2026-03-02")
    look = watched(state, day("2026-03-20"), CALENDAR)
    assert (look.lamp, look.due, look.findings) == (Lamp.NONE, None, ())
    assert row_of(state)["deliver_on"] == ""
    late = decided(outcome, "2026-03-03")
    assert found(late, "2026-03-20") == (Finding.UNWRITTEN,)  # it was late all the same
    assert watched(late, day("2026-03-20"), CALENDAR).lamp is Lamp.NONE


@pytest.mark.parametrize("outcome", ["accepted", "conditionally_accepted"])
def test_an_acceptance_without_its_paper_is_red_until_it_is_printed(outcome: str) -> None:
    for printed_on in (None, ""):
        state = decided(outcome, printed_on)
        assert found(state, "2026-03-09") == ()
        look = watched(state, day("2026-03-10"), CALENDAR)
        assert (look.lamp, look.findings) == (Lamp.RED, (Finding.UNWRITTEN,))
        assert paper_owed(state) == "2026-03-09"
    late = watched(decided(outcome, "2026-03-10"), day("2026-03-20"), CALENDAR)
    assert (late.lamp, late.findings) == (Lamp.GREEN, (Finding.UNWRITTEN,))
    assert found(decided(outcome, "2026-03-09"), "2026-03-20") == ()
    assert next_due(decided(outcome)) is None
    assert row_of(decided(outcome))["deliver_on"] == ""


def test_another_paper_is_not_its_proof() -> None:
    receipt = notice("2026-03-02", kind="receipt")
    before = replace(notice("2026-03-02", kind="acceptance"), past=True)
    assert found(decided("accepted", documents=(receipt, before)), "2026-03-10") == (
        Finding.UNWRITTEN,
    )
    twice = (notice("2026-03-12", kind="acceptance"), notice("2026-03-09", "n-2", "acceptance"))
    assert found(decided("accepted", documents=twice), "2026-03-20") == ()


def test_where_silence_means_nothing_and_where_it_spoke_no_paper_is_missed() -> None:
    terms = replace(LICENCE, deems=False)
    assert found(decided("accepted", terms=terms), "2026-03-20") == ()
    assert found(decided("not_needed", terms=terms), "2026-03-20") == ()
    assert found(decided("accepted", deemed=True), "2026-03-10") == (Finding.DEEMED,)
    assert found(decided("accepted", notice_due=""), "2026-03-10") == ()
    withdrawn = decided("accepted", state="withdrawn", ended_on="2026-03-04")
    assert found(withdrawn, "2026-03-20") == ()
    assert found(replace(withdrawn, ended_on="2026-03-10"), "2026-03-20") == (Finding.UNWRITTEN,)


def test_it_has_words() -> None:
    assert FINDINGS[Finding.UNWRITTEN] == "作了决定，没有按期给书面凭证"


# ---------------------------------------------------------------- who answers

STEPS = (
    step("c1", "2026-03-02", "2026-03-04"),
    step("c2", "2026-03-04", "2026-03-02"),
    replace(step("示例局", "2026-03-02"), why="视为受理"),
)


def test_silence_is_answered_for_by_whoever_had_it_then_recorded_or_not() -> None:
    """Recorded on the 12th: the department has it since, as of receipt, but was not silent."""
    recorded = replace(ACCEPTED, deemed=True, outcome="accepted", steps=STEPS)
    waiting = case("received", steps=(STEPS[0], step("c2", "2026-03-04")))
    for state in (recorded, waiting):
        assert red_list([state], day("2026-03-12"), CALENDAR) == (
            RedEntry("c2", NUMBER, Finding.DEEMED, day("2026-03-09"), 3),
        )
    at_once = replace(recorded, steps=(STEPS[0], *STEPS[2:]))
    assert red_list([at_once], day("2026-03-12"), CALENDAR)[0].owner == "c1"
    nobody = replace(recorded, steps=())
    assert red_list([nobody], day("2026-03-12"), CALENDAR)[0].owner == "c1"  # who received it


def test_a_late_notice_and_an_unwritten_decision_are_the_receivers() -> None:
    accepted = (
        step("c1", "2026-03-02", "2026-03-02"),
        replace(step("示例局", "2026-03-02"), why="审查"),
    )
    state = decided("accepted", steps=accepted)
    assert red_list([state], day("2026-03-12"), CALENDAR) == (
        RedEntry("c1", NUMBER, Finding.UNWRITTEN, day("2026-03-09"), 3),
    )
    late = replace(
        state,
        deemed=True,
        documents=(IssuedDocument("n-1", "one_time_notice", 1, "2026-03-10"),),
    )
    owners = {entry.owner for entry in red_list([late], day("2026-03-12"), CALENDAR)}
    assert owners == {"c1"}


def test_what_the_department_is_late_with_stays_the_departments() -> None:
    steps = (
        step("c1", "2026-03-02", "2026-03-02"),
        replace(step("示例局", "2026-03-02"), why="审查"),
    )
    late = replace(ACCEPTED, outcome="accepted", steps=steps)
    entries = {e.finding: e.owner for e in red_list([late], day("2026-03-17"), CALENDAR)}
    assert entries == {Finding.OVERDUE: "示例局", Finding.UNWRITTEN: "c1"}


def test_after_a_reopening_the_new_receiver_answers() -> None:
    steps = (
        step("c1", "2026-02-02", "2026-02-02"),
        replace(step("示例局", "2026-02-02", "2026-02-20"), why="审查"),
        replace(step("c7", "2026-03-02", "2026-03-02"), why="重新受理"),
        replace(step("示例局", "2026-03-02"), why="视为受理"),
    )
    state = replace(ACCEPTED, deemed=True, outcome="accepted", steps=steps)
    assert red_list([state], day("2026-03-12"), CALENDAR)[0].owner == "c7"
