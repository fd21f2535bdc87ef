"""What lists, boards and logs may show of a person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.masking import mask_id, mask_name, mask_phone

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)  # surrogates too


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110***********002X"),
        (" 11010519491231002X ", "110***********002X"),
        ("110105491231002", "110********1002"),
        ("CAN110081080310", "CAN********0310"),
        ("H12345678", "*****5678"),
        ("123456", "**3456"),
        ("12345", "*****"),
        ("1", "*"),
        ("", ""),
        (None, ""),
        ("\x00\ud800\u202e", "***"),
    ],
)
def test_an_identity_number_shows_four_behind_and_three_in_front(
    number: str | None, shown: str
) -> None:
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("138 0000 0000", "138****0000"),
        ("138-0000-0000", "138****0000"),
        ("+8613800000000", "+86*******0000"),
        ("(0826) 2345678", "082****5678"),
        ("12345", "*****"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_telephone_number_shows_three_and_four(phone: str | None, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张小明", "张*明"),
        ("张明", "张*"),
        ("张", "*"),
        ("测试甲乙", "测**乙"),
        ("买买提·艾力", "买**·*力"),
        ("𬱖𫖯㛃", "𬱖*㛃"),
        ("㛃䶮", "㛃*"),
        ("𬱖𫖯", "𬱖*"),
        ("葛\U000e0100小明", "葛\U000e0100*明"),
        ("e\u0301a", "e\u0301*"),
        ("Anna Bo", "A*** *o"),
        ("  ", ""),
        ("", ""),
        (None, ""),
        ("张\x00\ud800", "张**"),
        ("\u202e明小张", "***张"),
    ],
)
def test_a_persons_name_keeps_its_first_and_last_character(name: str | None, shown: str) -> None:
    assert mask_name(name) == shown


def test_an_organisations_name_is_public() -> None:
    assert mask_name("测试镇𬱖某合作社", person=False) == "测试镇𬱖某合作社"
    assert mask_name(None, person=False) == ""


@given(ANYTHING)
@settings(max_examples=60, deadline=None)
def test_no_text_makes_a_mask_crash_or_give_what_cannot_be_encoded(text: str) -> None:
    for shown in (mask_id(text), mask_phone(text), mask_name(text), mask_name(text, person=False)):
        assert "\x00" not in shown
        shown.encode("utf-8")


@given(st.text("0123456789X", min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_at_least_a_third_of_a_number_stays_hidden(number: str) -> None:
    for shown in (mask_id(number), mask_phone(number)):
        assert len(shown) == len(number)
        assert shown.count("*") * 3 >= len(number)
        front, tail = len(shown) - len(shown.lstrip("0123456789X")), shown.rpartition("*")[2]
        assert front <= 3
        assert len(tail) <= 4
