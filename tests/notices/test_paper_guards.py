"""What papers say in the cases nobody sees every day, and what stands where on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.notices.blocks import listing
from clerk_app.notices.breaking import lines_of
from clerk_app.notices.document import Listing, Stub
from clerk_app.notices.facts import DocumentFacts, PaperLine, Reason, TicketFacts
from clerk_app.notices.flow import Strip
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import MM, Bars, Page, Rule, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import (
    A4_LARGE,
    A4_SHEET,
    A5_SHEET,
    SLIP_80,
    TEMPLATE,
    Ground,
    Sheet,
)
from clerk_app.notices.stubs import torn
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import freeze
from tests.notices.geometry import box, foot_rule, over_each_other, sign_lines, tear
from tests.notices.hard import everyday
from tests.notices.samples import CASE, PAPERS, of_kind
from tests.notices.told import put, told

WITH_STUB = ["one_time_notice", "receipt", "material_list"]
CODE = "9F3A61C2"
LINE = 225 / 22 * MM
"""Of a letter."""


def pages(
    facts: DocumentFacts, fonts: FontSet, sheet: Sheet = A4_SHEET, reprint: int = 0
) -> tuple[Page, ...]:
    return lay_out(freeze(facts), fonts, journal_code=CODE, reprint=reprint, sheet=sheet)


def runs(page: Page) -> list[Run]:
    return [mark for mark in page.marks if isinstance(mark, Run)]


def text(facts: DocumentFacts, fonts: FontSet, sheet: Sheet = A4_SHEET) -> str:
    words = (run.text for page in pages(facts, fonts, sheet) for run in runs(page))
    return "".join("".join(words).split())


# ---------------------------------------------------------------- what a paper says


def test_the_day_of_each_paper_to_follow_is_marked_while_it_may_move(fonts: FontSet) -> None:
    """On a calendar that is not published yet."""
    facts = told("conditional_acceptance")
    own = "2026年3月11日"  # of the paper that has a day of its own
    assert own in text(facts, fonts)
    assert f"{own}（暂定）" not in text(facts, fonts)
    for sheet in (A4_SHEET, A4_LARGE):
        said = text(replace(facts, provisional=("make_good_by",)), fonts, sheet)
        assert f"{own}（暂定）" in said, sheet.title


def test_a_refusal_says_why_the_notice_before_did_not_say_it(fonts: FontSet) -> None:
    facts = put(everyday("non_acceptance"), "act", told("not_needed").act)
    assert "先前告知时没有列明" not in text(facts, fonts)
    said = text(put(facts, "act.untold", "当时系统没有该项目录"), fonts)
    assert "先前告知时没有列明的原因：当时系统没有该项目录。" in said


@pytest.mark.parametrize(
    ("ahead", "line"),
    [("0", "前面等候0人"), ("", ""), ("12", "前面等候12人")],
    ids=["nobody", "unknown", "twelve"],
)
def test_a_ticket_says_how_many_wait_where_that_is_known(
    ahead: str, line: str, fonts: FontSet
) -> None:
    facts = replace(everyday("ticket"), ticket=TicketFacts("A038", ahead=ahead))
    said = text(facts, fonts, SLIP_80)
    assert "A038" in said
    if line:
        assert line in said
    else:
        assert "前面等候" not in said
        assert "人" not in said.replace("工作人员", "").replace("个人", "")


def test_a_proof_of_delivery_has_lines_for_a_proxy_as_long_as_nobody_took_it(
    fonts: FontSet,
) -> None:
    facts = everyday("delivery_receipt")
    for name in ("recipient", "recipient_id_masked", "proxy_reason", "proxy_authority"):
        facts = put(facts, f"act.{name}", "")
    labels = [label for page in pages(facts, fonts) for label, _ in sign_lines(page, fonts)]
    assert "代收人签收" in labels
    assert "代收原因" in labels
    taken = put(facts, "act.recipient", "欧阳示例")
    labels = [label for page in pages(taken, fonts) for label, _ in sign_lines(page, fonts)]
    assert "代收原因" not in labels


@pytest.mark.parametrize(
    ("method", "line"), [("电子送达", False), ("直接送达", True), ("", False)]
)
def test_what_goes_by_wire_has_no_place_to_be_written(
    method: str, line: bool, fonts: FontSet
) -> None:
    facts = put(put(everyday("delivery_receipt"), "act.place", ""), "act.method", method)
    labels = [label for page in pages(facts, fonts) for label, _ in sign_lines(page, fonts)]
    assert ("送达地点" in labels) is line
    assert ("送达地点" in text(facts, fonts)) is line


def test_an_article_that_was_typed_stands_on_the_notice_of_any_item(fonts: FontSet) -> None:
    """The clerk typed it; the program takes back only what it set itself."""
    law = "《中华人民共和国行政许可法》第三十四条"
    typed = replace(
        everyday("dual_notice"),
        item_type="公共服务",
        reasons=(Reason("typed", law, "没有通过现场核查"),),
    )
    assert law in text(typed, fonts)
    by_program = replace(typed, reasons=(Reason("not_qualified", law, "没有通过现场核查"),))
    assert law not in text(by_program, fonts)


def test_a_reason_that_is_given_twice_is_printed_once(fonts: FontSet) -> None:
    why = "拟投入的车辆没有取得技术等级评定"
    facts = put(everyday("dual_notice"), "act.reason", why)
    facts = replace(facts, reasons=(Reason("typed", "", why),))
    assert text(facts, fonts).count(why) == 1


# ---------------------------------------------------------------- what is torn off


def on_stub(page: Page) -> str:
    """What stands below the perforation, line by line from left to right."""
    below = [run for run in runs(page) if run.y > tear(page) + 5]
    below.sort(key=lambda run: (run.y, run.x))
    return "".join("".join(run.text for run in below).split())


@pytest.mark.parametrize("kind", WITH_STUB)
def test_the_stub_names_the_case_and_the_number_the_paper_is_known_by(
    kind: str, fonts: FontSet
) -> None:
    facts = everyday(kind)
    said = on_stub(pages(facts, fonts)[-1])
    assert facts.number in said
    assert said.replace(facts.number, "").count(CASE) == 1  # under the bars
    named = replace(facts, agency_number="示例受〔2026〕12号")
    said = on_stub(pages(named, fonts)[-1])
    assert "示例受〔2026〕12号" in said
    assert facts.number not in said
    assert said.count(CASE) == 1


@pytest.mark.parametrize("sheet", [A4_SHEET, A5_SHEET, A4_LARGE], ids=lambda sheet: sheet.name)
def test_a_long_number_stands_on_the_stub_whole(sheet: Sheet, fonts: FontSet) -> None:
    number = "示例市示例区示例自然资源规划行政审批准许受理通知字〔2026〕第1234567890号"
    facts = replace(everyday("receipt"), agency_number=number)
    (last,) = pages(facts, fonts, sheet)[-1:]
    below = sorted(runs(last), key=lambda run: (run.y, run.x))
    assert "".join(r.text for r in below if r.y > tear(last) + 5 and r.text in number) == number


@pytest.mark.parametrize("sheet", [A4_SHEET, A5_SHEET, A4_LARGE], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("words", ["已收。", "已收到上述材料。" * 12])
@pytest.mark.parametrize("case", [CASE, ""], ids=["bars", "no bars"])
def test_a_stub_is_as_high_as_what_stands_on_it(
    case: str, words: str, sheet: Sheet, fonts: FontSet
) -> None:
    """Much or little: no line to sign on through the bars, nothing off the sheet."""
    on = Ground(sheet, Typesetter(fonts, look=TEMPLATE))
    made = torn(Stub("撕下存档", "回执", words, f"{CASE}-01", case, ("领取人", "日期")), on)
    page = Page(sheet.width, sheet.height, 1, 1, made.marks)
    assert over_each_other(page, fonts) == []
    boxes = [box(mark, fonts) for mark in made.marks]
    assert max(each[3] for each in boxes) <= sheet.height - 6 * MM
    bars = [box(mark, fonts) for mark in made.marks if isinstance(mark, Bars)]
    assert len(bars) == bool(case)
    lines = [m for m in made.marks if isinstance(m, Rule) and m.grey == 0.2]
    assert len(lines) == 2
    written = [box(run, fonts) for run in runs(page) if run.y > made.top + 5]
    for line in lines:  # a hand needs eight millimetres over it
        for left, top, right, bottom in (*bars, *written):
            over = min(line.x2, right) - max(line.x1, left) > 1
            assert not (over and bottom > line.y1 - 5 * MM and top < line.y1), (left, top)


# ---------------------------------------------------------------- heads, feet, letters


@pytest.mark.parametrize(
    ("kind", "sheet"),
    [
        ("acceptance", A4_SHEET),
        ("one_time_notice", A4_LARGE),
        ("receipt", A5_SHEET),
        ("denial", A4_LARGE),
    ],
)
def test_the_head_of_what_comes_again_says_so(kind: str, sheet: Sheet, fonts: FontSet) -> None:
    """At the first glance, and in the foot of every page."""
    found = pages(everyday(kind), fonts, sheet, reprint=2)
    first = [run for run in runs(found[0]) if "补打" in run.text]
    assert [run.y < found[0].height / 3 for run in first] == [True, False]
    for page in found:
        foot = "".join(run.text for run in runs(page) if run.y > foot_rule(page).y1)
        assert "补打 2 次" in foot


def test_the_head_of_a_letter_that_comes_again_says_so(fonts: FontSet) -> None:
    """Over or under its title, whatever number it has of the agency."""
    for number in ("", "青交许决〔2026〕7号"):
        facts = put(everyday("denial"), "act.result_number", number)
        first, *_ = pages(facts, fonts, reprint=2)
        marked = [run for run in runs(first) if "补打 2 次" in run.text]
        assert any(run.y < 37 * MM + 5 * LINE for run in marked), number
        first, *_ = pages(facts, fonts)
        assert not any("补打" in run.text for run in runs(first))


@pytest.mark.parametrize("asks", [True, False])
def test_over_the_seal_of_a_letter_stands_a_line_of_it(asks: bool, fonts: FontSet) -> None:
    """However long it is: no seal on a page that says nothing (此页无正文)."""
    facts = everyday("denial")
    if not asks:
        facts = replace(facts, phone="", supervision_phone="")
    numbers = set()
    for more in range(26):
        why = "车辆技术等级未达到规定要求" + "，另查" * 9 * more
        found = pages(replace(facts, reasons=(replace(facts.reasons[0], text=why),)), fonts)
        numbers.add(len(found))
        seal = next(run for run in runs(found[-1]) if run.text == "（盖章）")
        over = [r for r in runs(found[-1]) if 37 * MM < r.y < seal.y - 7 * MM and r.size > 15]
        assert over, more
    assert len(numbers) > 1  # every place of a page was the last line's


@pytest.mark.parametrize("sheet", [A4_SHEET, A4_LARGE], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("parts", range(1, 16))
def test_the_foot_leaves_room_for_the_number_of_the_page(
    parts: int, sheet: Sheet, fonts: FontSet
) -> None:
    """Whatever a hall writes there, on what is printed for the twelfth time."""
    facts = freeze(replace(everyday("undertaking"), sample=True))
    own = tuple(
        (key, "　".join(["示例说明"] * parts) if key == "foot" else words)
        for key, words in facts.wording
    )
    assert own != facts.wording
    for page in lay_out(
        replace(facts, wording=own), fonts, journal_code=CODE, reprint=12, sheet=sheet
    ):
        foot = [run for run in runs(page) if run.y > foot_rule(page).y1]
        count = next(run for run in foot if run.text.startswith("第"))
        beside = [run for run in foot if run.y == count.y and run.x < count.x]
        assert all(box(run, fonts)[2] < count.x for run in beside)
        assert sum(run.text.count("示例说明") for run in foot) == parts


@pytest.mark.parametrize("sheet", [A4_SHEET, A4_LARGE], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("kind", ["delivery_receipt", "receipt", "undertaking", "transfer_slip"])
def test_no_line_to_sign_on_runs_into_the_words_of_the_next(
    kind: str, sheet: Sheet, fonts: FontSet
) -> None:
    seen = 0
    for page in pages(everyday(kind), fonts, sheet):
        for rule in page.marks:
            if not (isinstance(rule, Rule) and rule.grey == 0.2 and rule.width == 0.5):
                continue
            after = [r.x for r in runs(page) if abs(r.y + 2 - rule.y1) < 0.1 and r.x > rule.x1]
            assert rule.x2 <= min(after, default=sheet.right) - (2 * MM if after else 0) + 0.1
            seen += 1
    assert seen


@pytest.mark.parametrize("room", [quarters / 4 for quarters in range(24, 120)])
def test_an_agencys_number_is_not_torn_after_its_year(room: float) -> None:
    said = "经查，示例许准〔2026〕117号决定书和示例自然资规行审准字〔2026〕第7号通知已经送达。"
    widths = [0.55 if ord(char) < 0x2000 else 1.0 for char in said]
    for line in lines_of(said, widths, room)[1:]:
        assert not line[0].isdecimal(), line


# ---------------------------------------------------------------- lists and tables


def set_list(entries: tuple[str, ...], fonts: FontSet, sheet: Sheet) -> list[Strip]:
    on = Ground(sheet, Typesetter(fonts, look=TEMPLATE))
    numbered = tuple((f"{number}.", entry) for number, entry in enumerate(entries, 1))
    return listing(Listing(numbered), on)


SHORT, MIDDLE = (
    "营业执照",
    "经办人身份证明和授权委托书以及法定代表人身份证明书复印件各一份（加盖公章）" * 2,
)
LONG = "聘用或者拟聘用驾驶员的机动车驾驶证、从业资格证及其复印件，注明与原件一致；" * 8


@pytest.mark.parametrize("sheet", [A4_SHEET, A5_SHEET, A4_LARGE], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize(
    "entries",
    [
        (SHORT, MIDDLE),
        (MIDDLE, SHORT),
        (SHORT, LONG),
        (SHORT, LONG, SHORT),
        (LONG, SHORT, MIDDLE, SHORT),
        (SHORT,),
    ],
)
def test_a_list_keeps_every_entry_with_its_number(
    entries: tuple[str, ...], sheet: Sheet, fonts: FontSet
) -> None:
    """Whatever stands beside it: no line of the longer of two is lost, none before a long one."""
    found = [m for strip in set_list(entries, fonts, sheet) for m in strip.marks]
    words = "".join(mark.text for mark in found if isinstance(mark, Run))
    assert sorted(words) == sorted("".join(f"{n}.{e}" for n, e in enumerate(entries, 1)))
    for number in range(1, len(entries) + 1):
        assert f"{number}." in words


def test_the_papers_that_are_in_order_have_their_numbers_on_the_notice(fonts: FontSet) -> None:
    said = text(everyday("one_time_notice"), fonts)
    for entry in ("1道路货物运输经营申请表", "2营业执照", "3经办人身份证明和授权委托书"):
        assert entry in said


def test_large_type_says_what_stands_small_in_the_table(fonts: FontSet) -> None:
    """Under the name of a paper, and under what is wanting."""
    wanting = PaperLine(
        "车辆照片",
        necessity="容缺后补",
        originals=2,
        state="missing",
        standard="近三个月拍摄",
        how_to_get="大厅自助机免费打印",
        deferrable=True,
    )
    facts = replace(of_kind("one_time_notice"), papers=(PAPERS[0], wanting))
    for sheet in (A4_SHEET, A4_LARGE):
        said = text(facts, fonts, sheet)
        for words in ("可容缺", "近三个月拍摄", "大厅自助机免费打印"):
            assert words in said, (sheet.title, words)
        said = text(told("one_time_notice"), fonts, sheet)  # what each paper is asked for by
        for words in ("《示例规则甲》第三条", "《示例规则乙》第四条"):
            assert words in said, (sheet.title, words)
