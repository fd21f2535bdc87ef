"""帮办代办: numbers of orders, and on what authorisation a helper acts."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.enquiry.rules import read_enquiry_number
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.ids import check_case_number
from clerk_app.staff.model import Assistance, Authorisation, Client, Help
from clerk_app.staff.rules import (
    check_authorisation,
    order_number,
    order_series,
    read_order_number,
    require_agent,
    require_step,
)
from tests.staff.halls import code

parts = st.tuples(
    st.integers(0, 999_999).map("{:06}".format),
    st.integers(0, 9999).map("{:04}".format),
    st.integers(2000, 2099),
    st.integers(1, 999_999),
)
NUMBER = "DB51160200012600000102"
LETTER = Authorisation("letter", "1号", "申请、领证", date(2026, 3, 2), date(2026, 3, 10))
ORAL = Authorisation("oral", "", "申请", date(2026, 3, 9), date(2026, 3, 20))
ORDER = Assistance(
    NUMBER, "0" * 16, date(2026, 3, 2), Help.ON_BEHALF, "c2", client=Client("张测试")
)


@given(parts)
def test_a_number_holds_its_parts_and_its_check(given_parts: tuple[str, str, int, int]) -> None:
    county, station, year, seq = given_parts
    number = order_number(county, station, year, seq)
    assert number[:20] == f"DB{county}{station}{year % 100:02}{seq:06}"
    assert int("".join(str(int(char, 36)) for char in number)) % 97 == 1  # ISO 7064 by hand
    assert read_order_number(f" ｄｂ{number[2:8]} {number[8:]}") == number
    assert order_series(number) == (county + station, year, seq)
    assert not check_case_number(number[2:])
    with pytest.raises(Misused):
        read_enquiry_number("ZX" + number[2:])


@given(parts, st.integers(2, 21), st.integers(1, 9))
def test_a_wrong_digit_and_two_swapped_ones_are_noticed(
    given_parts: tuple[str, str, int, int], at: int, shift: int
) -> None:
    number = order_number(*given_parts)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    swapped = number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
    for text in (wrong, swapped):
        if text != number:
            assert code(read_order_number, text) == "bad_order_number"


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (("511602", "0001", 2026, 1_000_000), "numbers_exhausted"),
        (("511602", "0001", 2026, 0), "bad_order_number"),
        (("51160", "00011", 2026, 1), "bad_order_number"),
        (("511602", "0001", 2100, 1), "bad_order_number"),
    ],
)
def test_parts_that_make_no_number_are_refused(
    made: tuple[str, str, int, int], found: str
) -> None:
    assert code(order_number, *made) == found


def test_an_order_has_no_place_for_a_sum() -> None:
    assert not {f.name for f in fields(Assistance)} & {"fee", "price", "amount", "charge", "paid"}


@pytest.mark.parametrize(
    ("day", "found"),
    [(1, ""), (2, "1号"), (8, "1号"), (9, "oral"), (10, "oral"), (20, "oral"), (21, "")],
)
def test_an_agent_acts_on_the_days_of_an_authorisation_both_ends_counting(
    day: int, found: str
) -> None:
    order = replace(ORDER, authorisations=(ORAL, LETTER))
    on = date(2026, 3, day)
    if not found:
        assert code(require_agent, order, on) == "agent_not_authorised"
        return
    given_by = require_agent(order, on)
    assert given_by == (LETTER if found == "1号" else ORAL)


def test_without_an_authorisation_nobody_acts() -> None:
    assert code(require_agent, ORDER, date(2026, 3, 2)) == "agent_not_authorised"
    assert code(require_step, ORDER, date(2026, 3, 2)) == "agent_not_authorised"


def test_a_helper_beside_the_client_needs_none_and_never_acts() -> None:
    order = replace(ORDER, kind=Help.HELP, authorisations=(LETTER,))
    require_step(replace(order, authorisations=()), date(2026, 3, 2))
    assert code(require_agent, order, date(2026, 3, 2)) == "agent_not_authorised"


def test_a_kind_of_a_newer_program_acts_only_when_authorised() -> None:
    order = replace(ORDER, kind="escort")
    assert code(require_step, order, date(2026, 3, 2)) == "agent_not_authorised"


@pytest.mark.parametrize(
    ("day", "found"),
    [(1, "bad_period"), (2, ""), (10, ""), (11, "agent_not_authorised")],
)
def test_a_step_is_taken_after_the_order_and_within_the_authorisation(
    day: int, found: str
) -> None:
    early = replace(LETTER, since=date(2026, 2, 1))
    order = replace(ORDER, authorisations=(early,))
    if found:
        assert code(require_step, order, date(2026, 3, day)) == found
    else:
        require_step(order, date(2026, 3, day))


def test_under_a_closed_order_nothing_is_done() -> None:
    order = replace(ORDER, authorisations=(LETTER,), closed_on=date(2026, 3, 5))
    assert code(require_step, order, date(2026, 3, 4)) == "order_closed"


def test_an_authorisation_says_what_it_is_for_and_until_when() -> None:
    check_authorisation(LETTER)
    check_authorisation(ORAL)
    check_authorisation(replace(LETTER, until=LETTER.since))
    for odd, found in (
        (replace(LETTER, scope=""), "authorisation_incomplete"),
        (replace(LETTER, reference=""), "authorisation_incomplete"),
        (replace(ORAL, until=date(2026, 3, 8)), "bad_period"),
    ):
        assert code(check_authorisation, odd) == found
