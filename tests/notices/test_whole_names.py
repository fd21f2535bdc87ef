"""A name of several parts stands on one line wherever it goes on one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.notices.breaking import break_points, lines_of
from clerk_app.notices.document import Cell, Column, Document, Field, Fields, Table
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY, sheets_for
from clerk_app.notices.layout import paginate
from clerk_app.notices.page import Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE, A4_SHEET, A5_SHEET, BODY, Sheet
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import freeze
from tests.notices.hard import everyday
from tests.notices.test_fonts import rare_names

NAMES = tuple(name for name in rare_names() if "·" in name)
LONG = "阿卜杜热依木·买买提艾力"
ROUND = ("申请人{}提交的委托书，经审查不齐全，由{}补正。", "{}", "（{}）、{}；其余", "向{}说明")


def _lines_with(lines: list[str], name: str) -> int:
    return sum(line.count(name) for line in lines)


def test_the_shared_list_has_names_with_a_dot() -> None:
    assert len(rare_names()) == 185
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", [*rare_names(), LONG, "甲·乙·丙丁·戊己庚"])
def test_a_known_name_is_whole_at_every_width_it_fits(name: str, fonts: FontSet) -> None:
    """Its own width and half an em for a mark after it, half or a whole one for one before."""
    ts = Typesetter(fonts, names=(name,) if "·" in name else ())
    for form in ROUND:
        text = form.format(name, name)
        needed = ts.width(f"（{name}）", BODY)
        for step in range(24):
            room = needed + step * BODY.size / 2
            lines = ts.lines(text, BODY, room)
            assert "".join("".join(lines).split()) == "".join(text.split())
            if "·" in name:
                assert _lines_with(lines, name) == text.count(name), (room, lines)


@pytest.mark.parametrize("name", [*NAMES, LONG])
def test_a_name_nobody_told_of_is_whole_on_lines_of_common_width(name: str) -> None:
    """Where it begins is not known: of a narrow line the hanzi nearest the dot are kept."""
    text = f"根据当事人{name}的委托"
    for room in range(18, 40):
        lines = lines_of(text, [1.0] * len(text), room)
        assert _lines_with(lines, name) == 1, lines
    alone = f"材料：{name}，{name}。"
    for room in range(len(name) + 1, 30):
        lines = lines_of(alone, [1.0] * len(alone), room)
        assert _lines_with(lines, name) == 2, lines


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        # where the hanzi begin the name begins: how far it goes after the dot is not known
        (
            f"第2份 {LONG}的授权委托书",
            12.0,
            ["第2份", LONG, "的授权委托书"],
        ),
        # and where they end it ends
        (f"兹证明上述材料由{LONG}", 12.0, ["兹证明上述材料由", LONG]),
    ],
)
def test_a_name_nobody_told_of_is_whole_from_the_edge_that_is_known(
    text: str, room: float, expected: list[str]
) -> None:
    assert lines_of(text, [1.0] * len(text), room) == expected


def test_a_name_that_was_cut_inside_a_part_is_whole() -> None:
    text = "申请人买买提·吐尔逊"
    lines = lines_of(text, [1.0] * 10, 7.0)
    assert lines == ["申请人", "买买提·吐尔逊"]
    assert 7 in break_points(text, look=1)  # as on pages issued before
    assert 7 not in break_points(text, look=2)
    assert lines_of(text, [1.0] * 10, 7.0, look=2) == ["申请人买买", "提·吐尔逊"]


def test_a_name_longer_than_its_line_is_cut_after_a_dot() -> None:
    text = f"由{LONG}签收"
    lines = lines_of(text, [1.0] * len(text), 8.0, names=(LONG,))
    assert lines == ["由阿卜杜热依木·", "买买提艾力签收"]
    lines = lines_of(text, [1.0] * len(text), 7.0, names=(LONG,))
    assert lines == ["由", "阿卜杜热依木·", "买买提艾力签收"]


def test_a_part_longer_than_its_line_is_cut_anywhere() -> None:
    lines = lines_of(LONG, [1.0] * len(LONG), 4.0, names=(LONG,))
    assert "".join(lines) == LONG
    assert max(map(len, lines)) <= 4
    assert not any(line.startswith("·") for line in lines)
    text = "A" * 9 + "·" + "B" * 9
    assert "".join(lines_of(text, [1.0] * 19, 8.0)) == text


def test_a_dot_between_blanks_is_no_name() -> None:
    text = "必要 · 可容缺"
    assert break_points(text) == break_points(text, look=1)


def test_two_known_names_side_by_side_and_one_inside_the_other() -> None:
    text = "受买买提·吐尔逊之托，买买提·吐尔逊江到场"
    known = ("买买提·吐尔逊", "买买提·吐尔逊江")
    for room in range(9, 20):
        lines = lines_of(text, [1.0] * len(text), room, names=known)
        assert _lines_with(lines, "买买提·吐尔逊江") == 1
        assert _lines_with(lines, "买买提·吐尔逊") == 2


@pytest.mark.parametrize("sheet", [A4_SHEET, A5_SHEET, A4_LARGE])
def test_names_in_fields_and_cells_are_whole(sheet: Sheet, fonts: FontSet) -> None:
    """A name wider than its column ends its line with a dot, any other is on one line."""
    widths = [32, 33, 34, 34, 35]
    for name in (*NAMES, LONG):
        table = Table(
            tuple(Column("栏", width) for width in widths),
            (tuple(Cell(f"当事人{name}的证件", f"{name}收") for _ in widths),),
        )
        fields = Fields((Field("申请人", f"法定代表人{name}"), Field("代办人", name)))
        made = Document("x", "题", "1", "厅", (fields, table), template=3)
        ts = Typesetter(fonts, names=(name,))
        pages = paginate(made, ts, journal_code="", sheet=sheet)
        torn = [line for page in pages for line in _torn(page, name)]
        assert [line for line in torn if not line.endswith("·")] == []
        if sheet is A4_LARGE:
            assert torn == []


@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_the_names_of_a_paper_are_whole_on_every_sheet(kind: str, fonts: FontSet) -> None:
    for name in NAMES[:3]:
        facts = freeze(_named(everyday(kind), name))
        for sheet in sheets_for(kind):
            for page in lay_out(facts, fonts, journal_code="9F3A61C2", sheet=sheet):
                assert list(_torn(page, name)) == [], sheet.name


def _named(facts: DocumentFacts, name: str) -> DocumentFacts:
    papers = tuple(
        replace(paper, name=f"{paper.name}（{name}的{'授权' * n}委托书）")
        for n, paper in enumerate(facts.papers)
    )
    reasons = tuple(
        replace(reason, text=f"{reason.text}，由{name}说明") for reason in facts.reasons
    )
    return replace(
        facts, applicant=name, agent=name if facts.agent else "", papers=papers, reasons=reasons
    )


def _torn(page: Page, name: str) -> list[str]:
    """Runs that end within the name, two characters of it at least."""
    starts = tuple(name[:at] for at in range(2, len(name)))
    return [m.text for m in page.marks if isinstance(m, Run) and m.text.endswith(starts)]


def test_the_order_in_which_names_are_told_moves_no_line(fonts: FontSet) -> None:
    """Two names as long as each other that overlap in a text, as a set gives them."""
    one, two = "艾力江·买买提", "买买提·艾力江"
    for before in range(30):
        text = "示" * before + "为艾力江·买买提·艾力江办理的经营许可（普通货运）"
        lines = [
            Typesetter(fonts, names=names).lines(text, BODY, 200)
            for names in ((one, two), (two, one))
        ]
        assert lines[0] == lines[1], before
