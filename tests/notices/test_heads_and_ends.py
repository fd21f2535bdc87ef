"""The head and the end of a paper: whose number stands beside whose name, what stands over the
seal, what fills a last page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import sheets_for
from clerk_app.notices.page import MM, Page, Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import A4_LARGE, A4_SHEET, A5_SHEET, Sheet
from clerk_app.notices.wording import freeze, own
from tests.notices.hard import everyday

PERSON, AGENT = "张三示例", "李四示例"
LONG = "四川示例食品加工有限责任公司青禾县第一分公司（筹）"
ID_KINDS = (
    "receipt",
    "material_list",
    "acceptance",
    "one_time_notice",
    "conditional_acceptance",
    "undertaking",
    "non_acceptance",
    "denial",
    "correction_receipt",
    "suspension",
    "extension",
    "return",
    "closure",
    "delivery_receipt",
    "commitment",
    "transfer_slip",
    "reminder",
)


def lines(page: Page) -> list[str]:
    """What stands on each line, from left to right."""
    runs = [mark for mark in page.marks if isinstance(mark, Run)]
    rows: dict[int, list[Run]] = {}
    for run in runs:
        rows.setdefault(round(run.y), []).append(run)
    return [
        "".join(r.text for r in sorted(row, key=lambda r: r.x)).replace(" ", "")
        for _, row in sorted(rows.items())
    ]


def laid(facts: DocumentFacts, fonts: FontSet, sheet: Sheet = A4_SHEET) -> tuple[Page, ...]:
    return lay_out(freeze(facts), fonts, journal_code="9F3A61C2", sheet=sheet)


def helped(kind: str, applicant: str = PERSON) -> DocumentFacts:
    return replace(
        everyday(kind),
        applicant=applicant,
        id_kind="居民身份证",
        id_masked="110***********002X",
        agent=AGENT,
        agent_id_masked="110***********8072",
    )


def test_the_applicants_number_stands_beside_the_applicant(fonts: FontSet) -> None:
    told = lines(laid(helped("acceptance"), fonts)[0])
    assert "申请人张三示例居民身份证110***********002X" in told
    at = told.index("申请人张三示例居民身份证110***********002X")
    assert told[at + 1] == "代办人李四示例（110***********8072）查询码9F3A61C2"


@pytest.mark.parametrize("applicant", [PERSON, LONG])
@pytest.mark.parametrize("kind", ID_KINDS)
def test_no_number_stands_beside_the_name_of_another(
    kind: str, applicant: str, fonts: FontSet
) -> None:
    for sheet in sheets_for(kind):
        if not sheet.endless:
            _beside_nobody_else(helped(kind, applicant), sheet, fonts)


def _beside_nobody_else(facts: DocumentFacts, sheet: Sheet, fonts: FontSet) -> None:
    found = 0
    for page in laid(facts, fonts, sheet):
        for line in lines(page):
            if "110***********002X" not in line:
                continue
            found += 1
            assert AGENT not in line
            before = line.split("居民身份证")[0]
            assert before == "" or facts.applicant in before
    assert found


def test_who_took_the_paper_and_their_number_stand_beside_each_other(fonts: FontSet) -> None:
    facts = everyday("delivery_receipt")
    assert facts.act
    at_counter = replace(facts.act, method="直接送达", waybill="", proxy_reason="", place="")
    told = lines(laid(replace(facts, act=at_counter), fonts)[0])
    assert "签收人欧阳示例证件号码110***********0011" in told


def of_a_unit() -> DocumentFacts:
    bare = replace(everyday("commitment"), conditions="")
    return replace(bare, applicant="示例食品有限公司", applicant_kind="organisation", agent="")


def test_the_seals_of_a_promise_have_their_places_on_one_line(fonts: FontSet) -> None:
    (page,) = laid(of_a_unit(), fonts)
    at = {mark.text: mark for mark in page.marks if isinstance(mark, Run)}
    unit, authority = at["（承诺单位盖章）"], at["（告知机关盖章）"]
    assert unit.y == authority.y
    assert authority.x - unit.x > 45 * MM
    assert at["示例食品有限公司"].x < authority.x


def test_in_large_type_the_seals_stand_on_the_page_that_says_what_follows(fonts: FontSet) -> None:
    last = laid(of_a_unit(), fonts, A4_LARGE)[-1]
    at = {mark.text: mark for mark in last.marks if isinstance(mark, Run)}
    assert at["（承诺单位盖章）"].y == at["（告知机关盖章）"].y
    told = "".join(lines(last))
    assert "可以记入信用记录的" in told
    assert "签字前请问本窗口" in told


def test_seals_that_do_not_go_beside_each_other_stand_one_under_the_other(fonts: FontSet) -> None:
    long = replace(of_a_unit(), applicant=LONG * 4, department=LONG * 4)
    pages = laid(long, fonts, A4_LARGE)
    marks = [(page.number, mark) for page in pages for mark in page.marks]
    at = {mark.text: (n, mark.y) for n, mark in marks if isinstance(mark, Run)}
    assert at["（承诺单位盖章）"] > at["（告知机关盖章）"]


LAST_WORDS = {
    "closure": "请向本窗口询问。",
    "one_time_notice": "予以受理",
    "correction_receipt": "办件编号",
    "return": "请向本窗口询问。",
}


@pytest.mark.parametrize(
    ("kind", "sheet"),
    [
        (kind, sheet)
        for kind in LAST_WORDS
        for sheet in (A4_SHEET, A5_SHEET)
        if sheet in sheets_for(kind)
    ],
)
def test_no_seal_stands_under_telephones_alone(kind: str, sheet: Sheet, fonts: FontSet) -> None:
    broken = 0
    for more in range(40):
        facts = replace(
            everyday(kind), situation="\n".join(f"第{n}个问题？是" for n in range(more + 1))
        )
        pages = laid(facts, fonts, sheet)
        (sealed,) = (page for page in pages if "（盖章）" in "".join(lines(page)))
        assert LAST_WORDS[kind] in "".join(lines(sealed)), more
        broken += sealed.number > 1
    assert broken


def test_a_hall_that_tells_the_last_day_of_the_check_is_not_stopped(tmp_path: Path) -> None:
    for said in ("核查在{check_on}前进行。", "不迟于{check_on}核查。", "{check_on}以前核查。"):
        (tmp_path / "commitment.toml").write_text(f'check = "{said}"\n', encoding="utf-8")
        assert own("commitment", tmp_path).texts["check"] == said
    for said in ("事后核查日期为{check_on}。", "机关在{check_on}核查承诺的内容。"):
        (tmp_path / "commitment.toml").write_text(f'check = "{said}"\n', encoding="utf-8")
        with pytest.raises(Misused, match="check"):
            own("commitment", tmp_path)
