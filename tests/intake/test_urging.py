"""催办: the step the lamp's day belongs to; nothing where no day is near or past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.supervision import watched
from clerk_app.intake.rules.urging import ASKED, ASKED_LATE, waiting
from clerk_app.kernel.errors import Refused
from tests.intake.stories import CALENDAR, LICENCE, case, day, held, pause

PROMISED = case("accepted", promised_due="2026-03-16")
WANTING = case(
    "conditionally_accepted",
    promised_due="2026-03-16",
    make_good_by="2026-03-12",
    papers=(held("租赁合同", make_good_by="2026-03-12"),),
)
UP = replace(LICENCE, promised=(30, "工作日"), statutory=None, reports_up=True)
REPORTS = case("accepted", terms=UP, promised_due="2026-04-14")
HEARD = case("accepted", promised_due="2026-03-16", suspensions=(pause("2026-03-06"),))
"""Begun on Friday 6 March: to be held by Friday 3 April, the twentieth workday."""


def said(state: CaseState, on: str) -> tuple[str, str, int] | str:
    today = day(on)
    try:
        found = waiting(watched(state, today, CALENDAR), today, CALENDAR)
    except Refused as error:
        return error.code
    return found.step, found.due.isoformat() if found.due else "", found.late


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        (case("received"), "2026-03-05", "nothing_to_urge"),
        (case("received"), "2026-03-06", ("告知或者受理", "2026-03-09", 0)),
        (PROMISED, "2026-03-12", "nothing_to_urge"),
        (PROMISED, "2026-03-13", ("审查和决定", "2026-03-16", 0)),
        (PROMISED, "2026-03-16", ("审查和决定", "2026-03-16", 0)),
        (PROMISED, "2026-03-17", ("审查和决定", "2026-03-16", 1)),
        (PROMISED, "2026-03-23", ("审查和决定", "2026-03-16", 5)),
        (WANTING, "2026-03-11", ("补齐容缺材料", "2026-03-12", 0)),
        (REPORTS, "2026-03-26", "nothing_to_urge"),
        (REPORTS, "2026-03-27", ("审查完毕报上级", "2026-03-30", 0)),
        (replace(REPORTS, reported_on="2026-03-20"), "2026-03-31", "nothing_to_urge"),
        (HEARD, "2026-04-01", "nothing_to_urge"),
        (HEARD, "2026-04-02", ("组织听证", "2026-04-03", 0)),
        (HEARD, "2026-04-07", ("组织听证", "2026-04-03", 1)),
        (
            replace(HEARD, suspensions=(pause("2026-03-06", kind="检测"),)),
            "2026-06-01",
            "nothing_to_urge",
        ),
        (
            case("closed", closed_on="2026-03-10", deliver_due="2026-03-24"),
            "2026-03-26",
            ("送达结果", "2026-03-24", 2),
        ),
        (case("granted", deliver_due="2026-03-24"), "2026-03-24", ("送达结果", "2026-03-24", 0)),
        (
            case("not_accepted", outcome="not_accepted", reason_codes=("x",)),
            "2026-03-09",
            ("出具书面凭证", "2026-03-09", 0),
        ),
        (case("withdrawn"), "2026-06-01", "nothing_to_urge"),
        (case("collected", notice_due=""), "2026-06-01", "nothing_to_urge"),
    ],
)
def test_what_waits_is_the_step_its_day_belongs_to(
    state: CaseState, on: str, expected: tuple[str, str, int] | str
) -> None:
    assert said(state, on) == expected


@pytest.mark.parametrize(
    ("state", "on", "asked"),
    [
        (PROMISED, "2026-03-16", "在办理期限内作出决定"),
        (PROMISED, "2026-03-17", "立即作出决定，并书面说明逾期原因"),
        (HEARD, "2026-04-03", "在期限内组织听证"),
        (HEARD, "2026-04-07", "立即组织听证，并书面说明逾期原因"),
        (
            case("granted", deliver_due="2026-03-24"),
            "2026-03-26",
            "立即把结果送达申请人并登记送达，并书面说明逾期原因",
        ),
    ],
)
def test_what_is_late_is_asked_for_at_once(state: CaseState, on: str, asked: str) -> None:
    today = day(on)
    assert waiting(watched(state, today, CALENDAR), today, CALENDAR).asked == asked


def test_no_step_that_is_late_is_asked_to_be_in_time() -> None:
    assert set(ASKED_LATE) == set(ASKED)
    for asked in ASKED_LATE.values():
        assert asked.startswith("立即")
        assert asked.endswith("书面说明逾期原因")
        assert "期限内" not in asked


def test_the_refusal_names_the_next_day_there_is() -> None:
    today = day("2026-03-05")
    with pytest.raises(Refused, match="2026-03-16"):
        waiting(watched(PROMISED, today, CALENDAR), today, CALENDAR)
