"""授权书: who may sign what on which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Clerk, Letter, Signing
from clerk_app.staff.rules import (
    check_letter,
    check_revocation,
    lasts_a_year,
    letter_state,
    require_authority,
)
from tests.staff.halls import code

BOSS = Clerk("c1", "测试主管", frozenset({Role.CLERK, Role.SUPERVISOR}))
CHIEF = Clerk("c2", "测试代表", frozenset({Role.CLERK}))
ADMIN = Clerk("c4", "测试管理员", frozenset({Role.ADMINISTRATOR}))
AUDITOR = Clerk("c5", "测试审计员", frozenset({Role.AUDITOR}))
SINCE, UNTIL = date(2026, 3, 2), date(2026, 3, 31)
LETTER = Letter("测政授〔2026〕1号", "c1", "c2", frozenset({"decide", "deny"}), "", SINCE, UNTIL)


def march(day: int) -> date:
    return date(2026, 3, 1) + timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (1, "delegation_not_yet"),
        (2, ""),
        (3, ""),
        (30, ""),
        (31, ""),
        (32, "delegation_expired"),
    ],
)
def test_both_ends_of_a_letter_count_and_no_day_beside_them(day: int, found: str) -> None:
    if found:
        assert code(require_authority, CHIEF, [LETTER], "decide", march(day)) == found
    else:
        assert require_authority(CHIEF, [LETTER], "decide", march(day)) == LETTER.letter


@pytest.mark.parametrize(
    ("revoked", "day", "found"),
    [
        (10, 9, ""),
        (10, 10, "delegation_revoked"),
        (10, 11, "delegation_revoked"),
        (10, 40, "delegation_revoked"),
        (2, 2, "delegation_revoked"),
        (31, 30, ""),
        (31, 31, "delegation_revoked"),
        (32, 31, ""),
        (32, 32, "delegation_expired"),
    ],
)
def test_on_the_day_it_is_revoked_a_letter_counts_no_more(
    revoked: int, day: int, found: str
) -> None:
    letter = replace(LETTER, revoked_on=march(revoked))
    if found:
        assert code(require_authority, CHIEF, [letter], "decide", march(day)) == found
    else:
        assert require_authority(CHIEF, [letter], "decide", march(day)) == letter.letter


def test_a_supervisor_signs_in_their_own_right_and_nobody_else_without_a_letter() -> None:
    assert require_authority(BOSS, [], "decide", SINCE) == ""
    assert require_authority(BOSS, [replace(LETTER, holder="c1")], "decide", SINCE) == ""
    for clerk in (CHIEF, ADMIN, AUDITOR):
        assert code(require_authority, clerk, [], "decide", SINCE) == "approver_not_authorised"


def test_a_letter_is_for_its_holder_and_its_acts_only() -> None:
    other = replace(CHIEF, id="c3")
    assert code(require_authority, other, [LETTER], "decide", SINCE) == "approver_not_authorised"
    assert code(require_authority, CHIEF, [LETTER], "extend", SINCE) == "approver_not_authorised"
    assert require_authority(CHIEF, [LETTER], "deny", SINCE) == LETTER.letter


def test_a_letter_of_one_department_is_for_no_other() -> None:
    letter = replace(LETTER, department="测试局")
    assert require_authority(CHIEF, [letter], "decide", SINCE, "测试局") == letter.letter
    for department in ("示例局", ""):
        found = code(require_authority, CHIEF, [letter], "decide", SINCE, department)
        assert found == "approver_not_authorised"
    assert require_authority(CHIEF, [LETTER], "decide", SINCE, "示例局") == LETTER.letter


def test_of_several_the_departments_own_is_named_then_the_smaller_number() -> None:
    own = replace(LETTER, letter="测政授〔2026〕9号", department="测试局")
    second = replace(LETTER, letter="测政授〔2026〕2号")
    letters = [second, own, LETTER]
    assert require_authority(CHIEF, letters, "decide", SINCE, "测试局") == own.letter
    assert require_authority(CHIEF, letters, "decide", SINCE, "示例局") == LETTER.letter


def test_why_not_is_told_of_the_letter_that_ended_last() -> None:
    revoked = replace(LETTER, letter="旧", revoked_on=march(10))
    assert code(require_authority, CHIEF, [revoked, LETTER], "deny", march(40)) == (
        "delegation_expired"
    )
    later = replace(LETTER, letter="新", since=march(50), until=march(90), revoked_on=march(60))
    assert code(require_authority, CHIEF, [LETTER, later], "deny", march(70)) == (
        "delegation_revoked"
    )
    assert code(require_authority, CHIEF, [LETTER, later], "deny", march(45)) == (
        "delegation_expired"
    )
    with pytest.raises(Refused, match="旧") as caught:
        require_authority(CHIEF, [revoked], "deny", march(10))
    assert "测试代表" not in caught.value.message


days = st.integers(1, 40).map(march)
letters = st.builds(
    lambda number, holder, scope, department, ends, revoked: Letter(
        f"{number}号", "c1", holder, scope, department, min(ends), max(ends), revoked
    ),
    st.integers(1, 9),
    st.sampled_from(["c2", "c3"]),
    st.frozensets(st.sampled_from(["decide", "extend"])),
    st.sampled_from(["", "甲局", "乙局"]),
    st.tuples(days, days),
    st.none() | days,
)


def counts_on(letter: Letter, day: date) -> bool:
    """By hand: the days written out one by one."""
    written = [letter.since + timedelta(n) for n in range((letter.until - letter.since).days + 1)]
    return day in [d for d in written if letter.revoked_on is None or d < letter.revoked_on]


@given(st.lists(letters, max_size=5), days, st.sampled_from(["", "甲局"]))
def test_somebody_signs_by_a_letter_exactly_when_one_counts_that_day(
    held: list[Letter], day: date, department: str
) -> None:
    good = {
        each.letter
        for each in held
        if each.holder == "c2"
        and "decide" in each.scope
        and each.department in ("", department)
        and counts_on(each, day)
    }
    if good:
        assert require_authority(CHIEF, held, "decide", day, department) in good
    else:
        assert code(require_authority, CHIEF, held, "decide", day, department) in {
            "approver_not_authorised",
            "delegation_not_yet",
            "delegation_expired",
            "delegation_revoked",
        }


@given(letters, days)
def test_the_state_that_is_shown_is_the_one_that_counts(letter: Letter, day: date) -> None:
    assert (letter_state(letter, day) == "standing") is counts_on(letter, day)


def enter(**changes: object) -> Callable[[], None]:
    grantor = changes.pop("grantor", BOSS)
    holder = changes.pop("holder", CHIEF)
    known = changes.pop("known", ())
    letter = replace(LETTER, **changes)  # type: ignore[arg-type]  # fields by name
    return lambda: check_letter(letter, grantor, holder, known, SINCE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"grantor": CHIEF, "holder": AUDITOR}, "not_allowed"),
        ({"grantor": AUDITOR}, "not_allowed"),
        ({"grantor": BOSS, "holder": BOSS}, "self_delegation"),
        ({"holder": AUDITOR}, "holder_cannot_act"),
        ({"holder": ADMIN}, "holder_cannot_act"),
        ({"letter": ""}, "letter_missing"),
        ({"known": {LETTER.letter}}, "letter_exists"),
        ({"scope": frozenset()}, "scope_missing"),
        ({"scope": frozenset({"decide", "deside"})}, "unknown_authority"),
        ({"since": march(40)}, "bad_period"),
        ({"until": date(2199, 1, 1)}, "bad_period"),
        ({"since": date(2026, 2, 1), "until": march(1)}, "delegation_expired"),
    ],
)
def test_a_letter_that_cannot_be_is_not_entered(changes: dict[str, object], found: str) -> None:
    assert code(enter(**changes)) == found


def test_supervisors_and_administrators_grant_also_a_letter_of_one_day() -> None:
    enter()()
    enter(grantor=ADMIN)()
    enter(until=SINCE)()
    enter(scope=frozenset(Signing))()


def test_only_a_standing_letter_is_revoked() -> None:
    for day in (1, 2, 31):
        check_revocation([LETTER], LETTER.letter, march(day))
    gone = replace(LETTER, revoked_on=march(5))
    assert code(check_revocation, [LETTER], "没有", SINCE) == "unknown_letter"
    assert code(check_revocation, [gone], LETTER.letter, march(6)) == "letter_revoked"
    assert code(check_revocation, [LETTER], LETTER.letter, march(32)) == "delegation_expired"
    assert code(check_revocation, [LETTER], LETTER.letter, date(1, 1, 1)) == "bad_period"


@pytest.mark.parametrize(
    ("since", "until", "whole"),
    [
        (date(2026, 1, 1), date(2026, 12, 30), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
        (date(2024, 2, 29), date(2025, 2, 27), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2023, 3, 1), date(2024, 2, 28), False),
        (date(2023, 3, 1), date(2024, 2, 29), True),
    ],
)
def test_a_year_ends_the_day_before_its_anniversary(since: date, until: date, whole: bool) -> None:
    assert lasts_a_year(since, until) is whole
