"""What the citizen must still be told, and that it is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import CaseState, Stage
from clerk_app.intake.rules.messages import Message, Owed, owed
from tests.intake.stories import CALENDAR, NUMBER, case, day, held, notice

WAITING = case(
    "conditionally_accepted",
    make_good_by="2026-03-16",
    papers=(held("租赁合同"), held("申请表", "in_order"), held("章程")),
)


def told_on(state: CaseState, today: str) -> tuple[Owed, ...]:
    return owed(state, day(today), CALENDAR)


@pytest.mark.parametrize(
    ("today", "nearest"),
    [
        ("2026-03-10", None),  # four workdays left
        ("2026-03-11", 3),
        ("2026-03-12", 3),
        ("2026-03-13", 1),
        ("2026-03-14", 1),
        ("2026-03-16", 1),
    ],
)
def test_promised_papers_are_called_for_three_workdays_and_one_before(
    today: str, nearest: int | None
) -> None:
    expected: tuple[Owed, ...] = ()
    if nearest is not None:
        words = "容缺材料请在 2026-03-16 前补齐：租赁合同、章程"
        key = f"papers_soon:2026-03-16:{nearest}"
        expected = (Owed(key, Message.PAPERS_SOON, NUMBER, words),)
    assert told_on(WAITING, today) == expected


def test_after_the_day_they_are_late_and_no_longer_soon() -> None:
    words = "容缺材料应在 2026-03-16 前补齐，已经过期：租赁合同、章程"
    assert told_on(WAITING, "2026-03-17") == (
        Owed("papers_late:2026-03-16", Message.PAPERS_LATE, NUMBER, words),
    )


def test_what_was_told_is_not_owed_again_but_the_next_reminder_is() -> None:
    told = replace(WAITING, told=("papers_soon:2026-03-16:3",))
    assert told_on(told, "2026-03-12") == ()
    assert [o.key for o in told_on(told, "2026-03-13")] == ["papers_soon:2026-03-16:1"]


def test_nothing_is_called_for_when_all_came_or_no_day_is_known() -> None:
    came = replace(WAITING, papers=(held("租赁合同", "in_order"),))
    assert told_on(came, "2026-03-16") == ()
    assert told_on(replace(WAITING, make_good_by=""), "2026-03-16") == ()


def test_a_correction_is_waited_for_once_the_notice_was_given() -> None:
    state = case(
        "returned_for_correction", papers=(held("申请表"),), documents=(notice("2026-03-03"),)
    )
    assert told_on(state, "2026-03-04") == (
        Owed("correction:2026-03-03", Message.CORRECTION, NUMBER, "待补正：申请表"),
    )
    assert told_on(replace(state, documents=(notice(""),)), "2026-03-04") == ()


@pytest.mark.parametrize("stage", ["closed", "closed_conditional", "closed_denied"])
def test_a_closed_case_is_ready_to_be_fetched(stage: str) -> None:
    state = case(stage, closed_on="2026-03-10", papers=(held("租赁合同"),))
    assert told_on(state, "2026-03-11") == (
        Owed("result:2026-03-10", Message.RESULT_READY, NUMBER, "办件已办结，请来领取结果"),
    )
    assert told_on(replace(state, told=("result:2026-03-10",)), "2026-03-11") == ()


def test_the_names_scripts_read() -> None:
    names = ["correction", "papers_soon", "papers_late", "result_ready"]
    assert [str(message) for message in Message] == names


@pytest.mark.parametrize("stage", Stage)
def test_other_stages_owe_nothing(stage: Stage) -> None:
    if stage in {"conditionally_accepted", "returned_for_correction"} or stage.startswith(
        "closed"
    ):
        return
    state = replace(WAITING, state=str(stage), documents=(notice("2026-03-03"),))
    assert told_on(state, "2026-03-17") == ()


def test_on_the_day_of_rest_after_the_last_day_papers_are_late() -> None:
    """Friday 13 March is the last day; Saturday is no workday later, and late all the same."""
    state = replace(WAITING, make_good_by="2026-03-13")
    for on, message in (
        ("2026-03-13", Message.PAPERS_SOON),
        ("2026-03-14", Message.PAPERS_LATE),
        ("2026-03-15", Message.PAPERS_LATE),
        ("2026-03-16", Message.PAPERS_LATE),
    ):
        assert [each.message for each in owed(state, day(on), CALENDAR)] == [message]
