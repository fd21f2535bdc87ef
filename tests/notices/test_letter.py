"""The formal letter beside its geometry: 文号, 主送, signature and date after GB/T 9704."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import MM, Page, Rule, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.wording import freeze
from tests.notices.geometry import box, over_each_other
from tests.notices.hard import DOTTED, NAMES, hardest
from tests.notices.later import later

PITCH = 225 / 22 * MM
LEFT, RIGHT = 28 * MM, 28 * MM + 28 * 15.75


def pages_of(facts: DocumentFacts, fonts: FontSet) -> tuple[Page, ...]:
    return lay_out(freeze(facts), fonts, journal_code="9F3A61C2", reprint=2)


def runs(page: Page) -> list[Run]:
    return [mark for mark in page.marks if isinstance(mark, Run)]


def lines(page: Page) -> dict[int, str]:
    """What stands on each of the 22 lines of the page."""
    told: dict[int, str] = {}
    for run in sorted(runs(page), key=lambda each: (each.y, each.x)):
        at = (run.y - 37 * MM) / PITCH
        if 0 < at < 22 and run.size >= 10:
            told[int(at)] = told.get(int(at), "") + run.text
    return told


def test_the_number_stands_under_the_title_and_the_addressee_after_it(fonts: FontSet) -> None:
    """A line is left free on both sides of the number (GB/T 9704 7.2.5, 7.3.1, 7.3.2)."""
    (first, *_) = pages_of(later("denial"), fonts)
    told = lines(first)
    assert told[0] == "青禾县交通运输局"  # who decides, not where the window is
    assert told[1] == "不予许可决定书"
    assert 2 not in told
    assert told[3] == "青交许决〔2026〕7号"
    assert 4 not in told
    assert told[5] == "欧阳𬱖："
    number = [r for r in runs(first) if r.text.startswith("青交许决")]
    assert [r.size for r in number] == [15.75]
    ends = max(box(r, fonts)[2] for r in runs(first) if r.y == number[0].y)
    assert (number[0].x + ends) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)
    to = next(r for r in runs(first) if r.text.startswith("欧阳"))
    assert to.x == pytest.approx(LEFT, abs=0.01)
    own = next(r for r in runs(first) if r.text.startswith("文书编号"))
    assert own.y < 37 * MM


def test_a_letter_without_a_decision_number_has_its_own_under_the_title(fonts: FontSet) -> None:
    facts = later("denial")
    assert facts.act
    bare = replace(facts, act=replace(facts.act, result_number=""))
    told = lines(pages_of(bare, fonts)[0])
    assert told[3].startswith("文书编号 51160200012600000176-01")
    (page, *_) = pages_of(replace(bare, agency_number="示例审〔2026〕12号"), fonts)
    assert lines(page)[3] == "示例审〔2026〕12号"


def test_a_paper_with_two_numbers_keeps_both(fonts: FontSet) -> None:
    facts = replace(later("denial"), agency_number="示例审〔2026〕12号")
    (page, *_) = pages_of(facts, fonts)
    assert lines(page)[3] == "青交许决〔2026〕7号"
    assert "本文书文号：示例审〔2026〕12号" in lines(page).values()


@pytest.mark.parametrize(
    "signer",
    ["青禾县交通运输局", "青禾县自然资源和规划局（青禾县海洋局）", "示例市行政审批服务局" * 10],
)
def test_the_day_ends_four_characters_from_the_right(signer: str, fonts: FontSet) -> None:
    """Who seals is centred on it; the seal's place, 45 mm square or larger, holds both and lies on
    no text."""
    pages = pages_of(replace(later("denial"), department=signer), fonts)
    page = pages[-1]
    corner = [m for m in page.marks if isinstance(m, Rule) and m.width == 0.4]
    left, right = min(m.x1 for m in corner), max(m.x1 for m in corner)
    top, bottom = min(m.y1 for m in corner), max(m.y1 for m in corner)
    assert min(right - left, bottom - top) >= 45 * MM - 0.01
    inside = [r for r in runs(page) if top < r.y < bottom and r.x > left]
    last = max(r.y for r in inside)
    day = [r for r in inside if r.y == last]
    assert "".join(r.text for r in day) == "2026年3月4日"
    begin, end = min(r.x for r in day), max(box(r, fonts)[2] for r in day)
    assert end == pytest.approx(RIGHT - 4 * 15.75, abs=0.1)
    middle = (begin + end) / 2
    assert (left + right) / 2 == pytest.approx(middle, abs=0.1)
    label = next(r for r in inside if r.text == "（盖章）")
    names = [r for r in inside if r.y not in {last, label.y}]
    assert "".join(r.text for r in sorted(names, key=lambda r: (r.y, r.x))) == signer
    assert min(box(r, fonts)[1] for r in names) >= label.y + 3 * MM
    for run in names:
        assert run.x >= left
        assert box(run, fonts)[2] <= right
        assert top < run.y < bottom - 1 * MM
    assert right <= RIGHT + 0.1
    assert over_each_other(page, fonts) == []
    assert bottom < 37 * MM + 225 * MM


def test_lines_to_sign_on_are_long_enough_for_a_hand(fonts: FontSet) -> None:
    page = pages_of(later("denial"), fonts)[-1]
    rules = [m for m in page.marks if isinstance(m, Rule) and m.width == 0.5]
    labels = {
        next(r.text for r in runs(page) if abs(r.y + 2 - m.y1) < 0.1 and 0 < m.x1 - r.x < 90): m
        for m in rules
    }
    assert set(labels) == {"经办人", "申请人签收", "日期"}
    for name, rule in labels.items():
        assert rule.x2 - rule.x1 >= (30 if name == "日期" else 35) * MM, name
        assert rule.x2 <= RIGHT + 0.1


def test_a_line_with_marks_beside_each_other_reaches_the_edge(fonts: FontSet) -> None:
    """The first paragraph: 17 mm were free after 普通货 for want of room for 运）”，."""
    (first, *_) = pages_of(later("denial"), fonts)
    opening = [r for r in runs(first) if r.text.startswith("你（单位）")]
    ends = max(box(r, fonts)[2] for r in runs(first) if r.y == opening[0].y)
    assert RIGHT - ends < 2 * MM


def test_no_label_of_the_contact_is_parted_from_its_value(fonts: FontSet) -> None:
    told = [text for page in pages_of(later("denial"), fonts) for text in lines(page).values()]
    for piece in ("经办人：林晓穗", "窗口电话：0000-6612305", "监督电话：12345。"):
        assert any(piece in text for text in told), piece


def test_a_letter_to_a_long_name_and_from_a_hard_case_keeps_to_its_lines(fonts: FontSet) -> None:
    for facts in (hardest("denial"), replace(later("denial"), applicant=NAMES + DOTTED)):
        for page in pages_of(facts, fonts):
            assert over_each_other(page, fonts) == []
            for run in runs(page):
                if run.size == 15.75 and run.x < 40 * MM:
                    place = (run.y - 37 * MM) / PITCH
                    assert place - int(place) == pytest.approx(0.72, abs=0.01)
