"""Lines of Chinese text end and begin where they may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.notices.breaking import break_points, lines_of

BAD_START = set("，。、；：！？）》」』】〕”’…％·")
BAD_END = set("（《「『【〔“‘")
TEXT = (
    "经审查，你（单位）所提交的关于“道路货物运输经营许可（普通货运）”的申请材料共5项，其中3项"
    "已经具备；根据《中华人民共和国行政许可法》第三十二条第一款第（四）项，现将“需要补正的全部"
    "内容”一次告知如下：买买提·吐尔逊、AB-12号车、费用 30.5%……请于2026年3月9日前（含当日）补正。"
)


def _widths(text: str) -> list[float]:
    return [0.55 if ord(char) < 0x2000 else 1.0 for char in text]


def _width(line: str) -> float:
    return sum(_widths(line))


@pytest.mark.parametrize("room", [width / 4 for width in range(24, 224)])
def test_no_line_of_two_hundred_widths_begins_or_ends_badly(room: float) -> None:
    lines = lines_of(TEXT, _widths(TEXT), room)
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")
    assert [line for line in lines[1:] if line[0] in BAD_START] == []
    assert [line for line in lines[:-1] if line[-1] in BAD_END] == []
    for line in lines:
        half = 0.5 if line[-1] in BAD_START else 0.0
        assert _width(line) - half <= room + 1e-6


_PIECE = st.sampled_from(["综合", "窗口", "，", "。", "（甲）", "《法》", "“乙”", "A1", " ", "𬱖"])


@given(st.lists(_PIECE, min_size=1, max_size=40), st.integers(6, 30))
@settings(max_examples=60, deadline=None)
def test_every_character_is_kept_and_no_line_is_too_wide(pieces: list[str], room: int) -> None:
    text = "字" + "字".join(pieces)
    lines = lines_of(text, _widths(text), room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(_width(line) <= room + 0.5 for line in lines)
    assert [line for line in lines[1:] if line and line[0] in BAD_START] == []
    assert [line for line in lines[:-1] if line and line[-1] in BAD_END] == []


def test_a_word_wider_than_the_line_is_cut_and_nothing_is_lost() -> None:
    text = "WINDOWCLERKWORKSTATION" * 3
    lines = lines_of(text, _widths(text), 8)
    assert "".join(lines) == text
    assert max(map(_width, lines)) <= 8


def test_a_date_and_a_number_stay_whole_when_they_fit() -> None:
    text = "电话0000-6612305，编号51160200012600000176"
    lines = lines_of(text, _widths(text), 13)
    assert any("51160200012600000176" in line for line in lines)


def test_a_number_sign_stays_with_its_number() -> None:
    assert break_points("编号#甲乙") == (1, 2, 4)


def test_a_word_that_must_be_cut_is_not_cut_before_a_mark() -> None:
    text = "W" * 10 + "，字"
    lines = lines_of(text, _widths(text), 5.5)
    assert [line for line in lines if line[0] == "，"] == []
    assert "".join(lines) == text
