"""责任追究: what was found about a red lamp stands beside it and strikes nothing out."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.intake.model import Accounted
from clerk_app.intake.rules.fold import dump_state, fold, read_state
from clerk_app.intake.rules.supervision import Finding, RedEntry, red_list
from tests.intake.stories import CALENDAR, NUMBER, case, day
from tests.support.items import event

LATE = case("accepted", promised_due="2026-03-16", operator="c2")
SAID = Accounted(
    "overdue", "2026-03-16", "c2", "漏看了到期日", "谈话提醒", "c9", "测试主管", "2026-03-18"
)
BODY = {
    "on": "2026-03-18", "finding": "overdue", "since": "2026-03-16", "owner": "c2",
    "reason": "漏看了到期日", "measure": "谈话提醒", "by": "c9", "by_name": "测试主管",
}  # fmt: skip


def test_it_is_kept_and_moves_nothing_else() -> None:
    after = fold(LATE, event("case.accounted", {**BODY}, case=NUMBER, s=3))
    assert after == replace(LATE, version=LATE.version + 1, accounted=(SAID,))
    assert read_state(dump_state(after)) == after
    twice = fold(after, event("case.accounted", {**BODY, "measure": "再谈"}, case=NUMBER, s=4))
    assert [a.measure for a in twice.accounted] == ["谈话提醒", "再谈"]
    entry = red_list([twice], day("2026-03-18"), CALENDAR)[0]
    assert entry.accounted == SAID  # the first stands


def test_a_body_that_tells_nothing_is_kept_too() -> None:
    after = fold(LATE, event("case.accounted", {"finding": 3}, case=NUMBER, s=3))
    assert after.accounted == (Accounted("", "", on="2026-03-02"),)
    assert red_list([after], day("2026-03-18"), CALENDAR)[0].accounted is None


def test_the_list_shows_who_answered_and_what_is_still_open() -> None:
    told = replace(LATE, accounted=(SAID,))
    assert red_list([told], day("2026-03-18"), CALENDAR) == (
        RedEntry("c2", NUMBER, Finding.OVERDUE, day("2026-03-16"), 2, SAID),
    )
    assert red_list([LATE], day("2026-03-18"), CALENDAR)[0].accounted is None


def test_another_finding_or_another_day_is_open_again() -> None:
    late_result = case(
        "closed", deliver_due="2026-03-16", decided_on="2026-03-02", accounted=(SAID,)
    )
    found = red_list([late_result], day("2026-03-18"), CALENDAR)
    assert [(e.finding, e.accounted) for e in found] == [(Finding.DELIVERY_OVERDUE, None)]
    moved = replace(LATE, promised_due="2026-03-17", accounted=(SAID,))
    assert red_list([moved], day("2026-03-18"), CALENDAR)[0].accounted is None
