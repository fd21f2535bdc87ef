"""AB角 and leave: who is away on a day, and who does the work then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Absence, Back, Clerk, Leave, Pair
from clerk_app.staff.rules import (
    absences,
    acting_for,
    away_on,
    check_back,
    check_leave,
    check_pair,
    cover_of,
    fold_leaves,
    is_away,
    on_behalf,
    pair_of,
)
from tests.staff.halls import code


def day(n: int) -> date:
    return date(2026, 3, 1) + timedelta(days=n - 1)


def leave(clerk: str, first: int, last: int) -> Leave:
    return Leave(clerk, day(first), day(last))


A_TO_B = Pair("a", "b", day(1))
B_TO_C = Pair("b", "c", day(1))
AWAY = leave("a", 5, 7)


@pytest.mark.parametrize(("n", "cover"), [(4, ""), (5, "b"), (6, "b"), (7, "b"), (8, "")])
def test_b_acts_on_every_day_a_is_away_and_on_no_other(n: int, cover: str) -> None:
    assert cover_of("a", day(n), [A_TO_B], [AWAY]) == cover
    assert acting_for("b", day(n), [A_TO_B], [AWAY]) == (("a",) if cover else ())
    assert on_behalf("b", "a", day(n), [A_TO_B], [AWAY]) == ("a" if cover else "")


@pytest.mark.parametrize(
    ("n", "cover"),
    [(1, ""), (2, "b"), (3, "b"), (4, "c"), (9, "c"), (10, ""), (11, "")],
)
def test_a_cover_is_who_was_set_last_by_that_day(n: int, cover: str) -> None:
    settings = [Pair("a", "b", day(2)), Pair("a", "", day(10)), Pair("a", "c", day(4))]
    assert pair_of("a", day(n), settings) == cover


def test_of_two_settings_for_one_day_the_later_entered_stands() -> None:
    settings = [Pair("a", "b", day(2)), Pair("a", "c", day(2))]
    assert pair_of("a", day(2), settings) == "c"
    assert pair_of("a", day(2), [*settings, Pair("a", "b", day(2))]) == "b"


def test_is_b_away_too_bs_own_cover_acts_for_both() -> None:
    leaves = [AWAY, leave("b", 6, 6)]
    found = [acting_for("c", day(n), [A_TO_B, B_TO_C], leaves) for n in (5, 6, 7)]
    assert found == [(), ("a", "b"), ()]
    assert on_behalf("c", "a", day(6), [A_TO_B, B_TO_C], leaves) == "a"
    assert acting_for("b", day(6), [A_TO_B, B_TO_C], leaves) == ()


def test_a_chain_in_a_circle_ends_with_nobody() -> None:
    circle = [A_TO_B, B_TO_C, Pair("c", "a", day(1))]
    everyone = [leave(clerk, 5, 5) for clerk in "abc"]
    for clerk in "abc":
        assert cover_of(clerk, day(5), circle, everyone) == ""
        assert acting_for(clerk, day(5), circle, everyone) == ()
    two = [A_TO_B, Pair("b", "a", day(1))]
    assert cover_of("a", day(5), two, everyone) == ""
    assert cover_of("a", day(5), two, [AWAY]) == "b"


def test_nobody_acts_for_themselves_or_for_who_is_there() -> None:
    assert on_behalf("a", "a", day(6), [A_TO_B], [AWAY]) == ""
    assert on_behalf("c", "a", day(6), [A_TO_B], [AWAY]) == ""
    assert on_behalf("", "a", day(6), [], [AWAY]) == ""
    assert on_behalf("b", "a", day(8), [A_TO_B], [AWAY]) == ""


def test_the_calendar_names_every_absence_of_every_day() -> None:
    leaves = [AWAY, leave("b", 7, 8)]
    assert absences(day(4), day(8), [A_TO_B], leaves) == (
        Absence(day(5), "a", "b"),
        Absence(day(6), "a", "b"),
        Absence(day(7), "a", ""),
        Absence(day(7), "b", ""),
        Absence(day(8), "b", ""),
    )
    assert len(absences(day(1), day(366), [], [])) == 0
    assert code(absences, day(1), day(367), [], []) == "bad_period"
    assert code(absences, day(2), day(1), [], []) == "bad_period"


@pytest.mark.parametrize(
    ("on", "rest"),
    [(4, [5, 6, 7]), (5, []), (6, [5]), (7, [5, 6]), (8, [5, 6, 7])],
)
def test_whoever_is_back_is_there_from_that_day_on(on: int, rest: list[int]) -> None:
    leaves = fold_leaves([AWAY, Back("a", day(on))])
    assert [n for n in range(1, 12) if is_away("a", day(n), leaves)] == rest


def test_only_the_own_leave_of_that_day_ends() -> None:
    later, others = leave("a", 20, 22), leave("b", 5, 7)
    leaves = fold_leaves([AWAY, later, others, Back("a", day(6))])
    assert leaves == (leave("a", 5, 5), later, others)


def test_leave_taken_again_after_coming_back_stands() -> None:
    leaves = fold_leaves([AWAY, Back("a", day(6)), leave("a", 6, 9)])
    assert [n for n in range(1, 12) if is_away("a", day(n), leaves)] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (1, 4, ""),
        (8, 9, ""),
        (1, 5, "leave_overlaps"),
        (7, 9, "leave_overlaps"),
        (6, 6, "leave_overlaps"),
        (4, 8, "leave_overlaps"),
        (9, 8, "bad_period"),
        (10, 375, ""),
        (10, 376, "leave_too_long"),
    ],
)
def test_leave_is_taken_once_for_a_day(first: int, last: int, found: str) -> None:
    if found:
        assert code(check_leave, leave("a", first, last), [AWAY]) == found
    else:
        check_leave(leave("a", first, last), [AWAY])
    if found == "leave_overlaps":
        check_leave(leave("b", first, last), [AWAY])


def test_only_who_is_away_comes_back() -> None:
    for n in (5, 7):
        check_back(Back("a", day(n)), [AWAY])
    for who, n in (("a", 4), ("a", 8), ("b", 6)):
        assert code(check_back, Back(who, day(n)), [AWAY]) == "not_on_leave"


def test_a_cover_is_another_who_may_take_cases() -> None:
    clerk = Clerk("b", "测试乙", frozenset({Role.CLERK}))
    check_pair(A_TO_B, clerk)
    check_pair(Pair("a", "", day(1)), None)
    assert code(check_pair, Pair("a", "a", day(1)), clerk) == "cover_of_oneself"
    for role in (Role.AUDITOR, Role.ADMINISTRATOR):
        odd = Clerk("b", "测试乙", frozenset({role}))
        assert code(check_pair, A_TO_B, odd) == "cover_cannot_act"
    assert code(check_pair, Pair("a", "b", date(2100, 1, 1)), clerk) == "bad_period"


# ---------------------------------------------------------------- every hall there can be

WHO = "abcde"
numbers = st.integers(1, 8)
some_pairs = st.lists(
    st.builds(
        lambda a, b, n: Pair(a, b, day(n)),
        st.sampled_from(WHO),
        st.sampled_from([*WHO, ""]),
        numbers,
    ),
    max_size=10,
)
some_leaves = st.lists(
    st.builds(
        lambda who, ends: leave(who, min(ends), max(ends)),
        st.sampled_from(WHO),
        st.tuples(numbers, numbers),
    ),
    max_size=8,
)


def in_force(pairs: list[Pair], n: int) -> dict[str, str]:
    """By hand: the settings written over one another in the order of their days."""
    book: dict[str, str] = {}
    for m in range(1, n + 1):
        book.update({each.a: each.b for each in pairs if each.since == day(m)})
    return book


@given(some_pairs, some_leaves, numbers)
def test_the_work_of_who_is_away_goes_to_the_first_of_the_chain_who_is_there(
    pairs: list[Pair], leaves: list[Leave], n: int
) -> None:
    book = in_force(pairs, n)
    gone = {who for who in WHO for each in leaves if each.clerk == who
            and (each.since - day(n)).days <= 0 <= (each.until - day(n)).days}  # fmt: skip
    assert set(away_on(day(n), leaves)) == gone
    for who in WHO:
        chain = [who]
        while len(chain) <= len(WHO) and chain[-1] in gone:
            chain.append(book.get(chain[-1], ""))
        expected = chain[-1] if who in gone and chain[-1] not in gone else ""
        assert cover_of(who, day(n), pairs, leaves) == expected


@given(some_pairs, some_leaves, numbers)
def test_whom_one_acts_for_is_the_other_side_of_who_covers(
    pairs: list[Pair], leaves: list[Leave], n: int
) -> None:
    acting = {who: acting_for(who, day(n), pairs, leaves) for who in WHO}
    done = [a for each in acting.values() for a in each]
    assert len(done) == len(set(done))  # nobody's work is done twice
    for b, owners in acting.items():
        assert b not in owners
        assert not owners or not is_away(b, day(n), leaves)
        assert list(owners) == sorted(owners)
        for a in WHO:
            assert on_behalf(b, a, day(n), pairs, leaves) == (a if a in owners else "")


facts = st.lists(
    st.builds(
        lambda who, ends: leave(who, min(ends), max(ends)),
        st.sampled_from("ab"),
        st.tuples(numbers, numbers),
    )
    | st.builds(lambda who, n: Back(who, day(n)), st.sampled_from("ab"), numbers),
    max_size=8,
)


@given(facts)
def test_the_leaves_that_stand_are_the_days_nobody_crossed_out(
    entered: list[Leave | Back],
) -> None:
    stretches: list[tuple[str, set[int]]] = []
    for fact in entered:
        if isinstance(fact, Leave):
            stretch = {n for n in range(1, 9) if fact.since <= day(n) <= fact.until}
            stretches.append((fact.clerk, stretch))
            continue
        for who, days in stretches:
            if who == fact.clerk and any(day(n) == fact.on for n in days):
                days -= {n for n in days if day(n) >= fact.on}
    leaves = fold_leaves(entered)
    for who in "ab":
        expected = {n for clerk, days in stretches if clerk == who for n in days}
        assert {n for n in range(1, 9) if is_away(who, day(n), leaves)} == expected
    assert all(each.since <= each.until for each in leaves)
