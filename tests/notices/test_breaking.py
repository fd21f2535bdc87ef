"""Lines of Chinese text end and begin where they may."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from clerk_app.notices.breaking import boundaries, break_points, lines_of
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.sheets import BODY
from clerk_app.notices.typeset import Typesetter
from tests.support.patience import steps_of

BAD_START = set("，。、；：！？）》」』】〕〉〗〙｝＞”’…—～％·")
BAD_END = set("（《「『【〔〈〖〘｛＜“‘￥")
HALF = set("，。、；：！？）》」』】〕〉〗〙｝”’")
REAL = Path(__file__).parents[1] / "data" / "form_sentences.txt"
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
        half = 0.5 if line[-1] in HALF else 0.0
        assert _width(line) - half <= room + 1e-6


def real_texts() -> list[str]:
    """The sentences of forms in use, and three of them at a time as running text."""
    lines = REAL.read_text("utf-8").splitlines()
    texts = [line for line in lines if line and not line.startswith("#")]
    return [*texts, *("；".join(texts[at : at + 3]) + "。" for at in range(0, len(texts), 3))]


def test_no_line_of_the_forms_in_use_begins_or_ends_badly_at_two_hundred_widths() -> None:
    texts = real_texts()
    assert len(texts) >= 74 + 25
    bad = []
    for text in texts:
        widths = _widths(text)
        for quarter in range(20, 220):
            lines = lines_of(text, widths, quarter / 4)
            bad += [line for line in lines[1:] if line[0] in BAD_START]
            bad += [line for line in lines[:-1] if line[-1] in BAD_END]
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert bad == []


def test_no_hanzi_stands_alone_on_a_last_line_of_running_text() -> None:
    """Widths of a cell and more; a mark does not count as company."""
    alone, seen = [], 0
    for text in real_texts():
        widths = _widths(text)
        for quarter in range(32, 160):
            lines = lines_of(text, widths, quarter / 4)
            if len(lines) > 1:
                seen += 1
                said = [char for char in lines[-1] if char not in BAD_START | set(":;,.)")]
                alone += [(quarter, lines[-2:])] if len(said) < 2 else []
    assert seen > 3000
    assert alone == []


def test_what_goes_down_leaves_the_line_above_most_of_itself() -> None:
    text = "受理材料齐全知。"
    assert lines_of(text, [1.0] * 8, 6.0) == ["受理材料齐", "全知。"]
    assert lines_of(text, [1.0] * 8, 6.0, look=2) == ["受理材料齐全", "知。"]
    assert lines_of("受A1234567890号知", [1.0] * 14, 13.0) == ["受A1234567890号", "知"]


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("青交许决〔2026〕", "7号"),
        ("青交许决〔2026〕7", "号"),
        ("第", "12项"),
        ("第", "（四）项"),
        ("第", "三十二条"),
        ("2026年3", "月9日"),
        ("人民币￥", "500元"),
        ("材料", "——原件"),
        ("三", "～五日"),
        ("材料＜", "甲＞"),
        ("材料＜甲", "＞"),
        ("｛甲", "｝"),
        ("〖", "甲〗"),
        ("〘甲", "〙"),
    ],
)
def test_what_belongs_together_is_not_parted(before: str, after: str) -> None:
    text = "经审查现告知" + before + after
    assert len(text) - len(after) not in break_points(text)
    for room in range(5, len(text)):
        lines = lines_of(text, [1.0] * len(text), room)
        assert not any(line.endswith(before) for line in lines), lines


def test_a_room_too_narrow_for_a_number_parts_it_rather_than_a_mark() -> None:
    text = "按第（五）项"
    assert lines_of(text, [1.0] * 6, 3.0) == ["按", "第", "（五）", "项"]


@pytest.mark.parametrize("indent", [0.0, 22.0])
def test_lines_of_a_typesetter_keep_to_the_room(fonts: FontSet, indent: float) -> None:
    """Marks closed up, blanks between scripts and half marks at ends: what is seen fits."""
    ts = Typesetter(fonts)
    for text in real_texts():
        for room in range(100, 420, 16):
            lines = ts.lines(text, BODY, room, indent=indent)
            for at, line in enumerate(lines):
                seen = ts.width(line, BODY) - (line[-1] in HALF) * BODY.size / 2
                assert seen <= room - (0 if at else indent) + 0.01


MANY = (
    "\u3099" * 4,
    "\u0483\u0301\u20dd" * 2,
    "\u200d" * 3,
    "\u20dd\u200d\u0301\u200d",
    "\u200d\u0301\u20dd",
    " \u200d\u200d\u200d ",
    "\u0e31" * 4,
    "\u034f\u2060\u200b\u00ad" * 2,
    "\u202a" * 3,
)
"""Runs of marks, joiners and controls: some are looked through, some are not."""


@given(
    st.lists(st.sampled_from(["汉", "a", "（", "）", "，", "-", "“", "1", "\u200b"]), max_size=12)
)
@settings(max_examples=200)
def test_a_long_run_of_blanks_ends_lines_where_a_short_one_does(pieces: list[str]) -> None:
    """Judged by uniseg itself, which takes a minute for a run of thousands."""
    for gap in (" " * 3, " " * 7, "\u0301" * 3, " " * 4 + "\u0301" * 5 + " ", *MANY):
        text = gap.join(pieces)
        assert boundaries(text) == tuple(at for at in line_break_boundaries(text) if at)


@pytest.mark.parametrize(
    "run", [" ", "\u0301", "字 ", "\u3000", "\u3099", "\u0483", "\u20dd", "\u200d", "\u0301\u200d"]
)
def test_thousands_of_blanks_do_not_hold_up_the_page(run: str, fonts: FontSet) -> None:
    def lines(count: int) -> tuple[str, ...]:
        text = f"字{(run * count)[:count]}末"
        found = tuple(Typesetter(fonts, boxed=True).lines(text, BODY, 400))
        assert "".join(found).replace(" ", "") == text.replace(" ", "")
        return found

    lines(100)  # tables are read and characters sought once
    few, many = steps_of(lambda: lines(500)), steps_of(lambda: lines(3000))
    assert many < few * 6 * 2  # it was a minute for four thousand: steps grew with the square


_MIXED = st.text(
    "。；！？，、（）《》“”‘’…— ·%$¥〔〕abcZ09.,-/汉字号第年一九\n\u200b\u0301é", max_size=60
)


@given(_MIXED)
@settings(max_examples=300)
def test_sentence_by_sentence_the_rules_of_unicode_say_the_same(text: str) -> None:
    assert boundaries(text) == tuple(at for at in line_break_boundaries(text) if at)
