"""首问负责: whose turn it is, how long a question has waited, what each clerk owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.enquiry.model import (
    Age,
    Contact,
    ContactCounts,
    Enquiry,
    Handover,
    Holder,
    HolderKind,
    Outcome,
)
from clerk_app.enquiry.rules import age_of, check_handover, holder_of, report, sound_day
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.working_days import Calendar

CALENDAR = Calendar.shipped()
HERE, THERE = "a" * 16, "b" * 16
ASKED = Enquiry(
    number="ZX51160200012600000177",
    day="2026-03-02",
    at="2026-03-02T10:05:00.000+08:00",
    operator="c1",
    window="1",
    way="counter",
    outcome="no_item",
    device=HERE,
)
TO_BODY = Handover("2026-03-03", HERE, "c1", "body", "测试局", "不归本大厅")


def refused(enquiry: Enquiry, kind: str, to: str, reason: str = "不归本窗口") -> str:
    with pytest.raises(ClerkError) as caught:
        check_handover(enquiry, Holder(kind, to), reason, {HERE})
    return caught.value.code


def test_whose_turn_it_is() -> None:
    assert holder_of(ASKED) == Holder("clerk", "c1", HERE)
    told = replace(ASKED, outcome="handed_over", follow="测试局")
    assert holder_of(told) == Holder("body", "测试局", HERE)
    on = replace(told, handovers=(TO_BODY, replace(TO_BODY, kind="window", to="3 号")))
    assert holder_of(on) == Holder("window", "3 号", HERE)


def test_a_question_goes_on_while_it_is_open_only() -> None:
    holder, reason = check_handover(ASKED, Holder("body", " 测试局 "), " 不归本窗口 ", {HERE})
    assert (holder, reason) == (Holder("body", "测试局"), "不归本窗口")
    answered = replace(ASKED, outcome="answered")
    closed = replace(ASKED, closed_at="2026-03-03T09:00:00.000+08:00")
    led = replace(ASKED, outcome="led_to_window")
    for done in (answered, closed, led):
        assert refused(done, "body", "测试局") == "enquiry_closed"
    assert refused(ASKED, "body", "  ") == "holder_missing"
    assert refused(ASKED, "body", "测试局", " ") == "reason_missing"
    assert refused(ASKED, "body", "测\x00局") == "bad_text"
    assert refused(ASKED, "body", "局" * 101) == "bad_text"


def test_it_does_not_go_where_it_is() -> None:
    assert refused(ASKED, "clerk", "c1") == "already_there"
    handed = replace(ASKED, handovers=(TO_BODY,))
    assert refused(handed, "body", "测试局") == "already_there"
    check_handover(handed, Holder("window", "测试局"), "x", {HERE})
    check_handover(handed, Holder("clerk", "c1"), "退回", {HERE})


def test_the_same_id_at_another_workstation_is_another_holder() -> None:
    elsewhere = replace(ASKED, device=THERE)
    check_handover(elsewhere, Holder("clerk", "c1"), "x", {HERE})
    handed = replace(ASKED, handovers=(replace(TO_BODY, device=THERE, kind="clerk", to="c1"),))
    check_handover(handed, Holder("clerk", "c1"), "x", {HERE})


@pytest.mark.parametrize(
    ("asked", "today", "age", "provisional"),
    [
        ("2026-03-02", "2026-03-02", 0, False),
        ("2026-03-02", "2026-03-03", 1, False),
        ("2026-03-06", "2026-03-08", 0, False),  # Friday to Sunday
        ("2026-03-06", "2026-03-09", 1, False),
        ("2026-09-30", "2026-10-07", 0, False),  # National Day: 1 to 7 October
        ("2026-09-30", "2026-10-08", 1, False),
        ("2026-10-09", "2026-10-10", 1, False),  # a Saturday of work
        ("2026-03-03", "2026-03-02", 0, False),  # the clock went back
        ("2026-12-31", "2027-01-04", 2, True),  # 2027 is not published
    ],
)
def test_a_question_ages_by_workdays(asked: str, today: str, age: int, provisional: bool) -> None:
    found = age_of(date.fromisoformat(asked), date.fromisoformat(today), CALENDAR)
    assert found == Age(age, provisional)


def contact(
    n: int,
    day: str,
    outcome: str,
    *,
    who: str = "c1",
    workstation: str = "",
    closed: bool = False,
    handed: bool = False,
) -> Contact:
    return Contact(f"ZX{n:04}", day, workstation, who, outcome, closed, handed)


def test_the_report_of_a_week_by_hand() -> None:
    week = [
        contact(1, "2026-03-02", "answered"),
        contact(2, "2026-03-03", "no_item"),
        contact(3, "2026-03-02", "handed_over"),
        contact(4, "2026-03-02", "no_item", closed=True, handed=True),
        contact(5, "2026-03-02", "led_to_window"),
        contact(6, "2026-03-06", "answered", who="c2"),
        contact(7, "2026-02-27", "no_item", workstation=THERE),
        contact(8, "2026-03-02", "answered", closed=True),
    ]
    assert report(week, date(2026, 3, 6), CALENDAR) == (
        ContactCounts(
            THERE, "c1", 1, 0, 0, 0, 1, "ZX0007", date(2026, 2, 27), Age(6, False)
        ),  # Friday 27th, Saturday 28th of work, Monday to Friday
        ContactCounts("", "c1", 6, 3, 3, 1, 2, "ZX0003", date(2026, 3, 2), Age(4, False)),
        ContactCounts("", "c2", 1, 1),
    )


def test_a_day_that_is_none_is_counted_without_an_age() -> None:
    (line,) = report([contact(1, "morgen", "no_item")], date(2026, 3, 6), CALENDAR)
    assert (line.open, line.oldest, line.oldest_day, line.oldest_age) == (1, "ZX0001", None, None)
    assert sound_day("2026-02-30") is None


contacts = st.lists(
    st.builds(
        Contact,
        st.integers(1, 10**6).map("ZX{:07}".format),
        st.integers(0, 60).map(lambda n: str(date(2026, 1, 5) + timedelta(n))),
        st.sampled_from(["", HERE, THERE]),
        st.sampled_from(["c1", "c2"]),
        st.sampled_from([str(o) for o in Outcome] + ["of_a_newer_program"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=20,
    unique_by=lambda each: each.number,
)


@given(contacts)
def test_every_first_contact_is_counted_once_and_the_sums_agree(found: list[Contact]) -> None:
    lines = report(found, date(2026, 4, 1), CALENDAR)
    assert len({(line.workstation, line.operator) for line in lines}) == len(lines)
    assert sum(line.received for line in lines) == len(found)
    for line in lines:
        own = [
            c for c in found if (c.workstation, c.operator) == (line.workstation, line.operator)
        ]
        waits = [c for c in own if c.outcome in {"no_item", "handed_over"}]
        still = sorted((c.day, c.number) for c in waits if not c.is_closed)
        assert line.received == line.answered + line.closed + line.open == len(own)
        assert line.open == len(still)
        assert line.closed == len(waits) - len(still)
        assert (line.oldest, str(line.oldest_day)) == (
            (still[0][1], still[0][0]) if still else ("", "None")
        )
    ages = [line.oldest_day or date.max for line in lines]
    assert ages == sorted(ages)
    assert report(found[::-1], date(2026, 4, 1), CALENDAR) == lines


def test_kinds_of_holders_are_three() -> None:
    assert [str(kind) for kind in HolderKind] == ["window", "body", "clerk"]
