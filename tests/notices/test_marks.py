"""Marks closed up, characters in no font as their code, figures under each other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from clerk_app.notices.breaking import BLANK_LEFT, BLANK_RIGHT
from clerk_app.notices.document import Cell, Column, Document, Table
from clerk_app.notices.fonts import FILES, FontSet
from clerk_app.notices.layout import paginate
from clerk_app.notices.page import Face, Page, Rule, Run
from clerk_app.notices.render import BOXED_NOTE, lay_out, render_document
from clerk_app.notices.sheets import A4_LARGE, A4_SHEET, BODY, CELL, LABEL, REMARK, SMALL, VALUE
from clerk_app.notices.typeset import Style, Typesetter
from clerk_app.notices.wording import freeze
from tests.notices.conftest import joined, text_of
from tests.notices.geometry import over_each_other
from tests.notices.hard import everyday

NOWHERE = "\U000323af"
"""A hanzi of Ext H: no font of the program has it."""
SET_IN = (Face.SERIF, Face.SERIF_BOLD, Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD)


def runs(page: Page) -> list[Run]:
    return [mark for mark in page.marks if isinstance(mark, Run)]


@pytest.mark.parametrize("face", SET_IN)
def test_marks_that_give_up_a_half_have_nothing_drawn_in_it(face: Face, fonts: FontSet) -> None:
    """Read from the font files by another reader."""
    with TTFont(fonts.folder / FILES[face], lazy=True) as font:
        glyphs, names, units = font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm
        for marks, left in ((BLANK_LEFT, True), (BLANK_RIGHT, False)):
            for mark in marks:
                pen = BoundsPen(glyphs)
                glyphs[names[ord(mark)]].draw(pen)
                first, _, last, _ = pen.bounds
                assert font["hmtx"][names[ord(mark)]][0] == units, mark
                assert first >= units / 2 if left else last <= units / 2, mark


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("甲）”，乙", 2 + 2),
        ("（《甲》）", 1 + 3),
        ("甲。《乙", 2 + 1.5),
        ("甲》、《乙", 2 + 2),
        ("甲：“乙”。", 2 + 2 * 1.5),
        ("甲（乙）", 4),
        ("（）", 2),
        ("甲，乙", 3),
    ],
)
def test_two_marks_beside_each_other_take_half_the_blank(
    text: str, ems: float, fonts: FontSet
) -> None:
    ts = Typesetter(fonts)
    assert ts.width(text, BODY) / BODY.size == pytest.approx(ems)
    before = Typesetter(fonts, look=2)
    assert before.width(text, BODY) / BODY.size == pytest.approx(len(text))


def test_closed_up_marks_stand_where_their_width_says(fonts: FontSet) -> None:
    ts = Typesetter(fonts)
    text = "依据《甲》（《乙》第二条）”，“丙”。丁"
    marks = [m for m in ts.set_line(text, BODY, 0, 20) if isinstance(m, Run)]
    assert "".join(mark.text for mark in marks) == text
    for at, mark in enumerate(marks):
        before = "".join(m.text for m in marks[:at])
        closed = sum(
            a + b in {"》（", "（《", "）”", "”，", "，“", "”。"}
            for a, b in zip(before, before[1:] + mark.text[0], strict=False)
        )
        assert mark.x == pytest.approx((len(before) - closed / 2) * BODY.size, abs=0.01)
    page = Page(595, 842, 1, 1, tuple(marks))
    assert over_each_other(page, fonts) == []


def test_justified_lines_with_closed_up_marks_end_at_the_edge(fonts: FontSet) -> None:
    ts = Typesetter(fonts)
    text = "你（单位）申请的“道路货物运输经营许可（普通货运）”，"
    fill = 25.5 * BODY.size
    last = [m for m in ts.set_line(text, BODY, 0, 20, fill=fill) if isinstance(m, Run)][-1]
    end = last.x + len(last.text) * (BODY.size + last.spacing) - last.spacing
    assert end - BODY.size / 2 == pytest.approx(fill, abs=0.3)


def test_closed_up_text_is_read_in_its_order(fonts: FontSet, tmp_path: Path) -> None:
    text = "见《甲法》（《乙法》第二条）”，“丙”。《丁》：“戊（己）”；庚"
    facts = freeze(replace(everyday("receipt"), situation=text))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="")
    assert text in joined(path)
    assert text in "".join(text_of(path, "-raw").split())


STYLES = (BODY, VALUE, CELL, LABEL, SMALL)


@pytest.mark.parametrize("style", [*STYLES, REMARK, Style(Face.SERIF, 18, 25.5)])
@pytest.mark.parametrize("char", [NOWHERE, "\ue000", "\U0010fffd"])
def test_a_code_is_two_rows_one_can_read(char: str, style: Style, fonts: FontSet) -> None:
    """6 points where lines are 12.5 apart or more, inside its frame and clear of neighbours."""
    ts = Typesetter(fonts, boxed=True)
    marks = ts.set_line(f"张{char}王", style, 0, 100)
    rows = [m for m in marks if isinstance(m, Run) and m.size < style.size]
    frame = [m for m in marks if isinstance(m, Rule)]
    assert "".join(row.text for row in rows) == f"{ord(char):X}".rjust(4, "0")
    assert len(rows) == 2
    assert len(frame) == 4
    assert all(row.size >= (6 if style.leading >= 12.5 else 5.5) for row in rows)
    left, right = min(m.x1 for m in frame), max(m.x2 for m in frame)
    top, bottom = min(m.y1 for m in frame), max(m.y2 for m in frame)
    for row in rows:
        width = sum(fonts.advance(c, row.face) for c in row.text) * row.size
        assert left < row.x
        assert row.x + width < right
        assert top < row.y - 0.74 * row.size
        assert row.y < bottom
    assert rows[1].y - rows[0].y > 0.8 * rows[0].size
    assert bottom - top < style.leading
    assert top >= 100 - 0.36 * style.size - style.leading / 2
    zhang, wang = (m for m in marks if isinstance(m, Run) and m.text in "张王")
    assert zhang.x + style.size < left
    assert right < wang.x
    assert over_each_other(Page(595, 842, 1, 1, tuple(marks)), fonts) == []


def test_the_note_gives_each_code_whole(fonts: FontSet, tmp_path: Path) -> None:
    lacking = f"张{NOWHERE}", f"{NOWHERE}李\ue000"
    facts = freeze(replace(everyday("receipt"), applicant=lacking[0], agent=lacking[1]))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="", boxed=True)
    text = joined(path)
    assert "".join(BOXED_NOTE.split()) in text
    codes = re.findall(r"代码全文：([^。]*)。", text)
    assert codes == ["U+E000、U+323AF"]


def test_figures_of_numbering_and_dates_are_all_as_wide(fonts: FontSet) -> None:
    facts = freeze(everyday("conditional_acceptance"))
    pages = lay_out(facts, fonts, journal_code="")
    found = [run for page in pages for run in runs(page)]
    size = A4_SHEET.scale * 9
    dates = [r for r in found if r.size == size and re.match(r"2026", r.text)]
    assert dates
    assert {r.face for r in dates} == {Face.SANS}
    numbers = [
        r for r in found if r.size < 10 and abs(r.x - A4_SHEET.left) < 0.01 and r.text.isdecimal()
    ]
    assert len(numbers) >= 5
    assert {r.face for r in numbers} == {Face.SANS}


@pytest.mark.parametrize(
    ("texts", "face"),
    [
        (("2026年3月9日", "2026年11月30日（暂定）", "——"), Face.SANS),
        (("2026-03-09", "2026-11-30 10:41"), Face.SANS),
        (("2026年3月9日", "收到之日"), Face.SERIF),
        (("原件2份", "复印件3份"), Face.SERIF),
    ],
)
def test_a_column_of_dates_is_known_by_what_stands_in_it(
    texts: tuple[str, ...], face: Face, fonts: FontSet
) -> None:
    table = Table(
        (Column("材料", 100), Column("期限", 68)), tuple((Cell("表"), Cell(t)) for t in texts)
    )
    made = Document("x", "题", "1", "厅", (table,), template=3)
    (page,) = paginate(made, Typesetter(fonts), journal_code="", sheet=A4_SHEET)
    found = {r.face for r in runs(page) for text in texts if r.text and text.startswith(r.text)}
    assert found == {face}


def test_an_entry_of_large_type_says_its_columns_in_their_order(fonts: FontSet) -> None:
    columns = ("序", "材料", "缺什么", "标准", "份数", "方式", "怎样取得")
    row = (
        "1",
        "照片",
        "缺：底片",
        "近三个月拍摄的彩色照片",
        "2",
        "收取",
        "自行拍摄或者在大厅拍摄",
    )
    table = Table(tuple(Column(c, 24) for c in columns), (tuple(Cell(t) for t in row),))
    made = Document("x", "题", "1", "厅", (table,), template=3)
    (page,) = paginate(made, Typesetter(fonts), journal_code="", sheet=A4_LARGE)
    lines: dict[float, str] = {}
    for run in runs(page):
        lines[run.y] = lines.get(run.y, "") + run.text
    told = [text for _, text in sorted(lines.items())]
    at = next(n for n, text in enumerate(told) if text.startswith("1. 照片"))
    assert told[at + 1 : at + 5] == [
        "缺：底片",
        "标准：近三个月拍摄的彩色照片",
        "份数：2　方式：收取",
        "怎样取得：自行拍摄或者在大厅拍摄",
    ]
