"""What may enter as text: plain, visible, encodable, and every name a person can have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.text import (
    NAME_LIMIT,
    body_name,
    fault_in,
    half_width,
    is_name,
    person_name,
    plain,
    selectors_alone_in,
    variants_in,
)


@pytest.mark.parametrize(
    ("char", "named"),
    [
        ("\x00", "控制字符 U+0000"),
        ("\x1b", "控制字符 U+001B"),
        ("\x7f", "控制字符 U+007F"),
        ("\x85", "控制字符 U+0085"),
        ("\n", "控制字符 U+000A"),
        ("\t", "控制字符 U+0009"),
        ("\u2028", "控制字符 U+2028"),
        ("\u202e", "文字方向控制符 U+202E"),
        ("\u2066", "文字方向控制符 U+2066"),
        ("\u200f", "文字方向控制符 U+200F"),
        ("\u200b", "看不见的字符 U+200B"),
        ("\ufeff", "看不见的字符 U+FEFF"),
        ("\u00ad", "看不见的字符 U+00AD"),
        ("\ud800", "代理码 U+D800"),
        ("\udfff", "代理码 U+DFFF"),
        ("\ufffe", "非字符 U+FFFE"),
        ("\ufdd0", "非字符 U+FDD0"),
        ("\U0010ffff", "非字符 U+10FFFF"),
    ],
)
def test_what_is_not_plain_is_refused_by_its_name_wherever_it_stands(
    char: str, named: str
) -> None:
    for text in (f"张{char}三", f"{char}张三", f"张三{char}"):
        assert named in (fault_in(text) or "")
        with pytest.raises(Misused) as caught:
            plain(text, "姓名")
        assert caught.value.code == "bad_text"
        assert "姓名" in caught.value.message
        assert "张" not in caught.value.message


@pytest.mark.parametrize(
    "name",
    ["𬱖𫖯", "㛃䶮", "葛\U000e0100", "買買提·艾力", "Anna O'Bo", "ཚེ་རིང", "ئەلى", "某某(个体)"],
)
def test_every_name_a_person_can_have_passes_unchanged(name: str) -> None:
    assert fault_in(name) is None
    assert person_name(name) == name


@pytest.mark.parametrize("dot", "•‧∙⋅・･●·")
def test_the_dot_in_a_name_is_always_the_same_dot(dot: str) -> None:
    assert person_name(f" 买买提{dot}艾力 ") == "买买提\u00b7艾力"


@pytest.mark.parametrize(
    "name",
    [
        "·",
        "···",
        "...",
        "。",
        "-",
        "（）",
        "\ufe0f",
        "\U000e0100",
        "\u0301",
        "\u200d",
        "\u2800",
        "☎\ufe0f",
    ],
)
def test_a_name_in_which_nothing_can_be_read_is_refused_and_named(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(Misused, match="“签收人姓名”里没有一个能读的字") as caught:
        person_name(name, "签收人姓名")
    assert caught.value.code == "bad_text"
    with pytest.raises(Misused, match="没有一个能读的字"):
        body_name(name, "应向机关")


@pytest.mark.parametrize(
    "name", ["〇", "⼀", "58", "ཚེ", "ئە", "\U000323af", "\ue000", "买·", "김", "𬱖\U000e0100"]
)
def test_one_letter_hanzi_or_figure_is_a_name(name: str) -> None:
    assert person_name(name) == name == body_name(name, "机关")


def test_nothing_at_all_is_for_the_caller_to_judge() -> None:
    assert person_name(" \u3000") == body_name("", "机关") == ""


def test_a_character_that_was_lost_is_called_damaged() -> None:
    with pytest.raises(Misused, match="损坏的字") as caught:
        person_name("张\ufffd")
    assert caught.value.message == (
        "“姓名”里有损坏的字 U+FFFD，原来的字已经丢失，请照原件重新输入"
    )
    with pytest.raises(Misused, match=r"控制字符 U\+0000，请删去后重输$"):
        person_name("张\0")


def test_characters_with_a_form_of_their_own_are_found() -> None:
    assert variants_in("葛\U000e0100城葛\U000e0101辻\ufe00") == ("葛", "辻")
    assert variants_in("葛城") == variants_in("Anna") == ()
    assert variants_in("葛\ufe00\U000e0101城") == ("葛",)


def test_a_selector_with_nothing_before_it_is_found() -> None:
    assert selectors_alone_in("\U000e0100葛城") == ("\U000e0100",)
    assert selectors_alone_in("甲 \ufe0f乙\ufe0e") == ("\ufe0f",)
    assert selectors_alone_in("\ufe0f\ufe0f王") == ("\ufe0f",)
    assert selectors_alone_in("葛\ufe00\ufe01") == selectors_alone_in("Anna") == ()
    assert variants_in("\ufe0f\ufe0f王") == ()


def test_lengths_count_code_points_after_the_outer_blanks_are_gone() -> None:
    assert plain("  " + "𬱖" * 10 + "\u3000", "备注", limit=10) == "𬱖" * 10
    with pytest.raises(Misused, match="11 个字，最多 10 个"):
        plain("𬱖" * 11, "备注", limit=10)
    assert person_name("𬱖" * NAME_LIMIT) == "𬱖" * NAME_LIMIT
    with pytest.raises(Misused):
        person_name("𬱖" * (NAME_LIMIT + 1))


def test_several_lines_are_allowed_only_where_asked_for() -> None:
    assert plain("一\n二", "原因", multiline=True) == "一\n二"
    with pytest.raises(Misused):
        plain("一\r\n二", "原因", multiline=True)
    with pytest.raises(Misused):
        plain("一\n二", "原因")


def test_full_width_ascii_becomes_narrow_and_nothing_else_changes() -> None:
    full = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
    assert half_width(full) == "".join(chr(code) for code in range(0x21, 0x7F)) + " "
    assert half_width("𬱖·ｶ￥：") == "𬱖·ｶ￥:"


@given(st.text(st.characters(exclude_categories=()), max_size=30))
@settings(max_examples=60, deadline=None)
def test_what_passes_can_be_encoded_and_passes_again(text: str) -> None:
    if fault_in(text) is None:
        text.encode("utf-8")
        assert "\x00" not in text
        assert plain(plain(text, "备注"), "备注") == text.strip()
