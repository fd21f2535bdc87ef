"""The fullest facts on every sheet: nothing over the foot, nothing lost, room to sign and seal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from clerk_app.notices import letters
from clerk_app.notices.document import Column, Document, Paragraph
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import Kind, kind_of, sheets_for
from clerk_app.notices.page import MM, Bars, Page, Rule, Run
from clerk_app.notices.parts import with_query_code
from clerk_app.notices.render import BOXED_NOTE, lay_out
from clerk_app.notices.sheets import (
    A4_LARGE,
    A4_SHEET,
    A5_SHEET,
    LABEL,
    TEMPLATE,
    Ground,
    Sheet,
)
from clerk_app.notices.signing import sign_rows
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import freeze, in_force
from tests.notices.geometry import (
    box,
    crowding,
    foot_rule,
    in_the_foot,
    outside,
    over_each_other,
    sign_lines,
    tear,
)
from tests.notices.hard import MOST, ORGAN, everyday, fullest, hardest
from tests.notices.test_sheets import CODE, every_kind, pages_of, runs

_UNSEEN = {"query", "addressee", "kind", "case_label"}
"""What a document holds and shows only as a code, in a letter, or not at all."""
_PIECE = re.compile(r"piece\d{3}")


def flat_sheets(kind: str) -> list[Sheet]:
    """The sheets that are no slip."""
    return [sheet for sheet in sheets_for(kind) if not sheet.endless]


def composed(facts: DocumentFacts, *, plain: bool) -> Document:
    """The blocks that are to be printed."""
    wording = in_force(facts)
    made = kind_of(facts.kind).compose(facts, wording.plainly() if plain else wording)
    return with_query_code(made, CODE)


def texts_of(part: Any) -> Iterator[str]:
    """Every text in the blocks that is shown, headings of columns aside."""
    for field in fields(part):
        value = getattr(part, field.name)
        unseen = field.name == "query_note" and not part.query
        if unseen or field.name in _UNSEEN:
            continue
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str):
                yield each
            elif isinstance(each, tuple):
                yield from (text for text in each if isinstance(text, str))
                for cell in each:
                    if is_dataclass(cell):
                        yield from texts_of(cell)
            elif is_dataclass(each) and not isinstance(each, Column):
                yield from texts_of(each)


WHOLE = {"receipt", "material_list", "non_acceptance", "closure", "reminder"}
"""With texts of 4,000 characters in the quick suite too; the others are as long with --long."""
LESS = 1200


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@every_kind
def test_the_fullest_facts_lose_nothing_and_leave_the_foot_alone(
    kind: Kind, fonts: FontSet, pytestconfig: pytest.Config
) -> None:
    whole = kind.KIND in WHOLE or pytestconfig.getoption("--long")
    facts = freeze(fullest(kind.KIND, MOST if whole else LESS))
    for sheet in sheets_for(kind.KIND):
        pages = lay_out(facts, fonts, journal_code=CODE, reprint=2, sheet=sheet)
        document = composed(facts, plain=sheet.plain)
        if document.letter and sheet is A4_SHEET:
            document = letters.as_letter(document)  # it is addressed to the applicant
        meant = "".join(text for block in document.blocks for text in texts_of(block))
        shown = "".join(run.text for page in pages for run in runs(page))
        assert characters(meant) - characters(shown) == Counter(), sheet.name
        lost = Counter(_PIECE.findall(meant)) - Counter(_PIECE.findall(shown))
        assert lost == Counter(), sheet.name
        for page in pages:
            where = (sheet.name, page.number)
            assert over_each_other(page, fonts) == [], where
            words = replace(page, marks=tuple(runs(page)))
            if sheet.endless:
                assert outside(words, fonts, (0, 0, page.width, page.height)) == [], where
                continue
            left, right = sheet.left, sheet.right
            if document.letter and sheet is A4_SHEET:
                left, right = 28 * MM, 28 * MM + 28 * 15.75
            assert outside(words, fonts, (left, 5 * MM, right, page.height - 4 * MM)) == [], where
            told = f"存证码{CODE}补打2次第{page.number}页共{page.total}页"
            foot = "".join(document.foot.split())
            assert in_the_foot(page).startswith(foot + told), where
            assert not _PIECE.search(in_the_foot(page)), where
            assert crowding(page, fonts) == [], where


@every_kind
def test_there_is_room_to_sign_and_to_date(kind: Kind, fonts: FontSet) -> None:
    """35 mm for a name, 30 mm for a date, beside the longest numbers too."""
    for facts in (everyday(kind.KIND), hardest(kind.KIND)):
        for sheet in flat_sheets(kind.KIND):
            for page in pages_of(facts, fonts, sheet):
                for label, length in sign_lines(page, fonts):
                    least = 30 if label.endswith("日期") else 35
                    assert length >= least * MM - 0.01, (sheet.name, label, length / MM)


def test_who_would_not_have_room_to_sign_goes_under_the_others(fonts: FontSet) -> None:
    """No kind has so many today; a hall's form with five hands must not squeeze them."""
    on = Ground(A5_SHEET, Typesetter(fonts, look=TEMPLATE))
    labels = ("经办人", "复核人", "申请人签收", "见证人签字", "日期")
    rows = sign_rows(labels, on.style(LABEL), on, 0.0)
    lines = [mark for row in rows for mark in row if isinstance(mark, Rule)]
    assert len(lines) == 5
    assert all(line.x2 - line.x1 >= 30 * MM - 0.01 for line in lines)
    assert all(line.x2 <= on.right + 0.01 for line in lines)


@pytest.mark.parametrize("sheet", [A4_SHEET, A4_LARGE, A5_SHEET], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("length", [2, 8, 11, 12, 16, 20, 30, 45, 60, 80, 100])
def test_who_seals_is_clear_of_the_place_of_the_seal(
    sheet: Sheet, length: int, fonts: FontSet
) -> None:
    facts = replace(everyday("correction_receipt"), department=ORGAN[:length])
    page = pages_of(facts, fonts, sheet)[-1]
    (label,) = (run for run in runs(page) if run.text == "（盖章）")
    corners = [m for m in page.marks if isinstance(m, Rule) and m.grey == 0.55]
    left, right = min(c.x1 for c in corners), max(c.x1 for c in corners)
    top, bottom = min(c.y1 for c in corners), max(c.y1 for c in corners)
    assert right - left >= 45 * MM - 0.01
    assert bottom - top >= 45 * MM - 0.01
    inside = [run for run in runs(page) if left - 1 < run.x < right and label.y < run.y < bottom]
    assert "".join(run.text for run in inside).startswith(ORGAN[:length])
    for run in inside:
        a = box(run, fonts)
        assert a[1] - box(label, fonts)[3] >= 3 * MM - 0.1
        assert left - 0.1 <= a[0]
        assert a[2] <= right + (run.size / 2 if run.text[-1] in "，、）" else 0.1)
        assert a[3] <= bottom
    assert over_each_other(page, fonts) == []


def test_the_ink_of_a_line_that_ends_in_a_bracket_is_centred(fonts: FontSet) -> None:
    """The right half of ） is blank: six hanzi and ） lie around the middle of the corners."""
    facts = replace(everyday("correction_receipt"), department="示例中心（市）")
    page = pages_of(facts, fonts)[-1]
    corners = [m.x1 for m in page.marks if isinstance(m, Rule) and m.grey == 0.55]
    run = [r for r in runs(page) if r.text == "示例中心（市）"][-1]
    left, _, right, _ = box(run, fonts)
    middle = (left + right) / 2
    assert middle == pytest.approx((min(corners) + max(corners)) / 2, abs=0.2)


@pytest.mark.parametrize("sheet", [A4_SHEET, A4_LARGE, A5_SHEET], ids=lambda sheet: sheet.name)
def test_a_long_small_line_is_broken_between_its_parts(sheet: Sheet, fonts: FontSet) -> None:
    """An edition of the remedies as long as a hall may word it; the foot goes up for it."""
    edition = (
        "权利救济用语第12版（2026年11月30日），依据示例省司法厅公布的示范文本并按本市统一口径整理"
    )
    facts = freeze(everyday("receipt"))
    wording = (*facts.wording, ("remedies_edition", edition * 2))
    for page in lay_out(
        replace(facts, wording=wording), fonts, journal_code=CODE, reprint=12, sheet=sheet
    ):
        words = replace(page, marks=tuple(runs(page)))
        room = (sheet.left, 5 * MM, sheet.right, page.height - 4 * MM)
        assert outside(words, fonts, room) == []
        assert over_each_other(page, fonts) == []
        assert in_the_foot(page).endswith(edition * 2)
        below = [r for r in runs(page) if foot_rule(page).y1 < r.y < tear(page) - 5]
        lines = {y: "".join(r.text for r in below if r.y == y) for y in {r.y for r in below}}
        joined = ["".join(line.split()) for line in lines.values()]
        assert any("补打12次" in line for line in joined)
        assert any("版式3" in line for line in joined)
        assert not any(line.endswith("·") for line in joined)
        lowest = max(box(r, fonts)[3] for r in below)
        torn = [r for r in runs(page) if abs(r.y - tear(page)) < 8]
        assert all(box(r, fonts)[1] - lowest >= 3 * MM - 0.1 for r in torn)


def test_a_value_is_whole_where_the_line_has_room_for_it(fonts: FontSet) -> None:
    """Sixteen hanzi do not fit the half beside the identity number on A5, but they fit a line."""
    name = "示例市自然资源和规划局海洋分局"
    for sheet in (A4_SHEET, A5_SHEET):
        facts = replace(everyday("receipt"), department=name, applicant=name)
        page = pages_of(facts, fonts, sheet)[0]
        assert [run.text for run in runs(page)].count(name) >= 2, sheet.name
        room = (sheet.left, 5 * MM, sheet.right, page.height - 4 * MM)
        assert outside(replace(page, marks=tuple(runs(page))), fonts, room) == []
        assert over_each_other(page, fonts) == []


def test_a_telephone_stays_with_its_label(fonts: FontSet) -> None:
    for length in range(1, 30):
        facts = replace(everyday("correction_receipt"), window="窗" * length)
        for sheet in (A4_SHEET, A4_LARGE, A5_SHEET):
            for page in pages_of(facts, fonts, sheet):
                lines = Counter[float]()
                for run in runs(page):
                    if re.search(r"(电话|经办人)：$", run.text):
                        lines[run.y] += 1
                    elif run.y in lines:
                        lines[run.y] -= 1
                assert all(left <= 0 for left in lines.values()), (length, sheet.name)


@pytest.mark.parametrize("papers", range(1, 14))
def test_no_page_is_signed_without_a_promise_on_it(papers: int, fonts: FontSet) -> None:
    facts = everyday("undertaking")
    missing = tuple(paper for paper in facts.papers if paper.state == "missing") * papers
    for sheet in (A4_SHEET, A4_LARGE):
        pages = pages_of(replace(facts, papers=missing), fonts, sheet)
        signed = next(p for p in pages if any(r.text == "承诺人签字" for r in runs(p)))
        told = "".join("".join(run.text for run in runs(signed)).split())
        assert "逾期没有补齐" in told, (papers, sheet.name)


@every_kind
def test_no_page_before_the_last_is_left_half_empty(kind: Kind, fonts: FontSet) -> None:
    """Seal, signatures and stub go to the last page together: so much may stay free before it."""
    for facts, most in ((everyday(kind.KIND), 0.42), (hardest(kind.KIND), 0.6)):
        for sheet in flat_sheets(kind.KIND):
            for page in pages_of(facts, fonts, sheet)[:-1]:
                foot = foot_rule(page).y1
                lowest = max(
                    box(m, fonts)[3]
                    for m in page.marks
                    if not (isinstance(m, Run) and m.size > 70) and box(m, fonts)[3] < foot - 1
                )
                empty = (foot - lowest) / (page.height - 40 * MM)
                limit = most if page.number == page.total - 1 else 0.42
                assert empty < limit, (sheet.name, page.number, round(empty, 2))


@every_kind
def test_nothing_that_is_read_in_large_type_is_under_eighteen_points(
    kind: Kind, fonts: FontSet
) -> None:
    if A4_LARGE not in sheets_for(kind.KIND):
        return
    for facts in (everyday(kind.KIND), hardest(kind.KIND)):
        for page in pages_of(facts, fonts, A4_LARGE):
            foot, torn = foot_rule(page).y1, tear(page)
            small = [
                run.text
                for run in runs(page)
                if run.size < 18
                and not (foot < run.y < torn + 6)
                and not (page.number > 1 and run.y < A4_LARGE.top)
                and run.text != facts.case_number
            ]
            assert small == [], page.number
            assert min(run.size for run in runs(page)) >= 12


def test_the_note_on_boxes_stands_under_the_facts(fonts: FontSet) -> None:
    for kind in ("receipt", "one_time_notice", "non_acceptance", "guide", "denial"):
        facts = freeze(replace(everyday(kind), situation="张\U000323af"))
        pages = lay_out(facts, fonts, journal_code="", boxed=True)
        told = "".join("".join(run.text for run in runs(pages[0])).split())
        note = "".join(BOXED_NOTE.split())
        assert note in told, kind
        label = "办理情形"
        assert told.index(label) < told.index(note), kind
        opening = "".join(_first_words(composed(facts, plain=False)).split())
        assert told.index(note) < told.index(opening), kind


def _first_words(document: Document) -> str:
    return next(block.text[:8] for block in document.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("query", ["wc:7f3a9c2e51d04b68", "https://hall.example/q/" + "7" * 97])
@pytest.mark.parametrize("length", [10, 24, 28, 34, 60, 100])
def test_the_name_of_the_hall_leaves_the_code_its_room(
    length: int, query: str, fonts: FontSet
) -> None:
    facts = replace(everyday("receipt"), hall=ORGAN[:length], query=query)
    for sheet in (A4_SHEET, A4_LARGE, A5_SHEET):
        page: Page = pages_of(facts, fonts, sheet)[0]
        assert crowding(page, fonts) == [], sheet.name
        assert over_each_other(page, fonts) == [], sheet.name
        code = next(m for m in page.marks if isinstance(m, Bars) and len(m.boxes) > 100)
        assert code.boxes[0][3] >= 0.5 * MM - 0.01
