"""Guides, tickets and large pages: nothing twice, nothing cut that need not be, room in heads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY, sheets_for
from clerk_app.notices.page import Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE, A4_SHEET, Sheet
from clerk_app.notices.wording import freeze, shipped
from tests.notices.hard import everyday

CODE = "9F3A61C2"
NAMED = (
    *("dual_notice", "reminder", "assistance_order", "ticket", "guide", "daily_slip"),
    *("enquiry_notice", "post_licence_notice", "commitment"),
)
"""Kinds none of whose sentences refers to rules without a name."""
IN_CASES = [kind.KIND for kind in EVERY if A4_LARGE in sheets_for(kind.KIND)]


def pages(kind: str, fonts: FontSet, sheet: Sheet = A4_SHEET, **more: Any) -> list[Page]:
    facts = freeze(replace(everyday(kind), **more))
    return list(lay_out(facts, fonts, journal_code=CODE, sheet=sheet))


def runs(page: Page) -> list[Run]:
    return [mark for mark in page.marks if isinstance(mark, Run)]


def rows(page: Page) -> list[str]:
    """The lines of a page, each as it reads from left to right."""
    found: dict[float, list[Run]] = {}
    for run in runs(page):
        found.setdefault(run.y, []).append(run)
    return ["".join(r.text for r in sorted(row, key=lambda r: r.x)) for row in found.values()]


def test_the_foot_of_a_guide_names_its_version_once(fonts: FontSet) -> None:
    for page in pages("guide", fonts):
        foot = [row for row in rows(page) if "事项版本" in row and "制证日期" in row]
        small = [row for row in rows(page) if "版式" in row]
        assert len(foot) == 1
        assert len(small) == 1
        assert "事项版本" not in small[0]
    for page in pages("enquiry_notice", fonts):  # its foot does not name it
        assert any("事项版本" in row and "版式" in row for row in rows(page))


def test_a_ticket_says_what_the_hall_does_with_a_number_that_was_missed() -> None:
    missed = shipped("ticket").texts["missed"]
    assert missed == "过号{calls_again}次内可到窗口请工作人员重新叫号，不必重新取号。"


def test_no_paper_of_these_refers_to_rules_it_does_not_name() -> None:
    for kind in NAMED:
        for key, text in shipped(kind).texts.items():
            for vague in ("按规定", "依规定", "按照规定", "有关规定"):
                assert vague not in text, (kind, key)


@pytest.mark.parametrize("kind", ["receipt", "material_list"])
def test_a_short_value_of_large_type_is_not_cut(kind: str, fonts: FontSet) -> None:
    told = [row for page in pages(kind, fonts, A4_LARGE) for row in rows(page)]
    for whole in ("方式：收取", "方式：免交", "来源：申请人"):
        assert any(whole in row for row in told), whole
    for row in told:
        assert not row.endswith(("方式：", "方式：收", "来源：", "来源：申")), row


@pytest.mark.parametrize("kind", IN_CASES)
def test_the_number_and_the_words_of_the_code_stand_on_one_line_or_well_apart(
    kind: str, fonts: FontSet
) -> None:
    first = pages(kind, fonts, A4_LARGE, query="hall:511602000001:51160200012600000176")[0]
    note = [run for run in runs(first) if run.text.startswith("大厅扫码")]
    number = [run for run in runs(first) if run.text.startswith("办件编号")]
    if not note or not number:
        return
    apart = number[0].y - note[0].y
    assert apart == 0 or apart >= number[0].size * 1.4, apart
