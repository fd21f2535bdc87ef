"""Numbers of enquiries, what must be noted, which licences follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import FollowUp, ServiceItem
from clerk_app.enquiry.model import Asked, Outcome, Way
from clerk_app.enquiry.rules import (
    check_asked,
    enquiry_document_number,
    enquiry_number,
    enquiry_of,
    follow_ups_for,
    is_enquiry_number,
    read_enquiry_number,
)
from clerk_app.kernel.errors import ClerkError, Misused, Refused
from clerk_app.kernel.ids import case_number, check_case_number

parts = st.tuples(
    st.integers(0, 999_999).map("{:06}".format),
    st.integers(0, 9999).map("{:04}".format),
    st.integers(2000, 2099),
    st.integers(1, 999_999),
)


def remainder(number: str) -> int:
    """ISO 7064 by hand: letters are two digits, A is 10; a sound number leaves 1 modulo 97."""
    return int("".join(str(int(char, 36)) for char in number)) % 97


@given(parts)
def test_a_number_holds_its_parts_and_its_check(given_parts: tuple[str, str, int, int]) -> None:
    county, station, year, seq = given_parts
    number = enquiry_number(county, station, year, seq)
    assert number[:20] == f"ZX{county}{station}{year % 100:02}{seq:06}"
    assert remainder(number) == 1
    read = read_enquiry_number(number)
    assert (read.county, read.station, read.year, read.seq) == given_parts
    assert str(read) == number


@given(parts)
def test_neither_kind_of_number_is_ever_taken_for_the_other(
    given_parts: tuple[str, str, int, int],
) -> None:
    number = enquiry_number(*given_parts)
    case = case_number(*given_parts)
    assert not check_case_number(number)
    assert not check_case_number(number[2:])
    assert number[2:] != case
    for text in (case, "ZX" + case):
        with pytest.raises(Misused, match="咨询编号"):
            read_enquiry_number(text)


@given(parts, st.integers(2, 21), st.integers(1, 9))
def test_one_wrong_digit_and_two_swapped_ones_are_noticed(
    given_parts: tuple[str, str, int, int], at: int, shift: int
) -> None:
    number = enquiry_number(*given_parts)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    swapped = number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :]
    for text in (wrong, swapped):
        if text != number:
            with pytest.raises(Misused):
                read_enquiry_number(text)


def test_a_number_is_read_as_it_is_typed() -> None:
    assert str(read_enquiry_number("ｚｘ 511602 0001 26 000001 77")) == "ZX51160200012600000177"
    assert is_enquiry_number(" zx5116")
    assert not is_enquiry_number("51160200012600000163")
    with pytest.raises(Misused):
        read_enquiry_number("ZX51160200012600000000")


@pytest.mark.parametrize(
    ("county", "station", "year", "seq", "code"),
    [
        ("511602", "0001", 2026, 1_000_000, "numbers_exhausted"),
        ("511602", "0001", 2026, 0, "bad_enquiry_number"),
        ("51160", "00011", 2026, 1, "bad_enquiry_number"),
        ("511602", "一", 2026, 1, "bad_enquiry_number"),
        ("511602", "0001", 1999, 1, "bad_enquiry_number"),
    ],
)
def test_parts_that_make_no_number_are_refused(
    county: str, station: str, year: int, seq: int, code: str
) -> None:
    with pytest.raises(ClerkError) as caught:
        enquiry_number(county, station, year, seq)
    assert caught.value.code == code


def test_documents_are_counted_under_their_enquiry() -> None:
    number = enquiry_document_number("ZX51160200012600000177", 2)
    assert number == "ZX51160200012600000177-02"
    assert enquiry_of(number) == "ZX51160200012600000177"
    with pytest.raises(Refused, match="numbers_exhausted"):
        enquiry_document_number("ZX51160200012600000177", 100)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(), "subject_missing"),
        (Asked(outcome=Outcome.NO_ITEM, subject="  "), "subject_missing"),
        (Asked(item="T-1", outcome=Outcome.NO_ITEM), "item_unknown_outcome"),
        (Asked(subject="问路", answers=(("代办", "是"),)), "answers_without_item"),
        (Asked(subject="问路", enterprise="从事批发"), "answers_without_item"),
        (Asked(item="T-1", outcome=Outcome.HANDED_OVER), "follow_missing"),
        (Asked(item="T-1", caller="示例人"), "phone_missing"),
        (Asked(item="T-1", phone="打我手机"), "bad_phone"),
        (Asked(item="T-1", subject="甲\x00乙"), "bad_text"),
        (Asked(item="T-1", follow="字" * 501), "bad_text"),
    ],
)
def test_an_enquiry_that_says_too_little_or_what_cannot_be_is_refused(
    asked: Asked, code: str
) -> None:
    with pytest.raises(ClerkError) as caught:
        check_asked(asked)
    assert caught.value.code == code


def test_a_sound_enquiry_is_only_made_even() -> None:
    asked = Asked(
        item=" T-1 ",
        answers=(("代办", "是"),),
        subject=" 怎样办\n要几天 ",
        way=Way.PHONE,
        outcome=Outcome.LED_TO_WINDOW,
        follow=" 到 5 号窗口 ",
        enterprise=" 从事批发 ",
        caller=" 买买提•示例 ",
        phone="０８２６－１２３４５ ",
    )
    assert check_asked(asked) == Asked(
        item="T-1",
        answers=(("代办", "是"),),
        subject="怎样办\n要几天",
        way=Way.PHONE,
        outcome=Outcome.LED_TO_WINDOW,
        follow="到 5 号窗口",
        enterprise="从事批发",
        caller="买买提·示例",
        phone="0826-12345",
    )


def test_what_follows_depends_on_the_kind_of_enterprise() -> None:
    always, drink, food = (
        FollowUp("户外广告"),
        FollowUp("酒", when="酒类"),
        FollowUp("食", when="食品"),
    )
    item = ServiceItem("T-1", "设立登记", follow_ups=(drink, always, food))
    assert follow_ups_for(item, "") == (always,)
    assert follow_ups_for(item, "酒类") == (drink, always)
    assert follow_ups_for(item, "食品") == (always, food)
    with pytest.raises(Refused) as caught:
        follow_ups_for(item, "食")
    assert caught.value.code == "unknown_enterprise"
    assert "“酒类”、“食品”" in caught.value.message
