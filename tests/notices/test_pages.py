"""What particular documents say, and hard names, long lists, markup, reprints."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from clerk_app.kernel.errors import Misused, Unavailable
from clerk_app.notices.facts import DocumentFacts, Reason
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.sheets import TEMPLATE
from tests.notices.conftest import Printed, joined, text_of
from tests.notices.samples import BASE, of_kind
from tests.notices.test_fonts import rare_names


def test_the_one_time_notice_names_every_paper_wanting_and_every_paper_in_order(
    printed: Printed,
) -> None:
    text = joined(printed(of_kind("one_time_notice")))
    for words in (
        "本次申请应交材料5项，其中3项已经具备，2项不齐全或者不符合法定形式",
        "根据《中华人民共和国行政许可法》第三十二条第一款第（四）项，",
        "请补正以下材料",
        "有误：从业资格证复印件已过有效期",
        "缺：整份未交",
        "不可容缺",
        "第5项可以容缺",
        "营业执照（共享数据核验，免交）",
        "当场更正：补写委托期限",
        "《中华人民共和国道路运输条例》",
        "监督电话：12345",
        "特此通知",
    ):
        assert words in text, words
    assert "第二款" not in text


def test_an_acceptance_says_the_sentences_of_the_official_forms(printed: Printed) -> None:
    text = joined(printed(of_kind("acceptance")))
    for words in (
        "申请材料齐全、符合法定形式",
        "根据《中华人民共和国行政许可法》第三十二条第一款第（五）项，决定予以受理",
        "特此告知",
        "将于2026年3月9日前（含当日；如遇特殊环节顺延）办结",
        "2026年3月30日",
        "10元/证",
    ):
        assert words in text, words


def test_a_receipt_says_it_is_no_acceptance_and_by_when_it_will_be_told(printed: Printed) -> None:
    text = joined(printed(of_kind("receipt")))
    for words in (
        "本机关现已收到你（单位）提交的",
        "以上材料共4件",
        "收件不等于受理",
        "不齐全或者不符合法定形式，五个工作日内予以告知",
        "2026年3月9日",
        "少1份",
        "缺：整份未交",
    ):
        assert words in text, words


def test_a_non_acceptance_says_why_and_how_and_the_remedies(printed: Printed) -> None:
    text = joined(printed(of_kind("non_acceptance")))
    why, how = text.index("为什么不能办"), text.index("怎样才能办")
    assert why < text.index("不属于本机关职权范围") < how
    assert how < text.index("请向青禾县市场监督管理局提出申请")
    for words in (
        "不符合法定的受理条件，本机关决定不予受理",
        "第三十二条第一款第（二）项",
        "60日内申请行政复议",
        "六个月内向人民法院提起行政诉讼",
    ):
        assert words in text, words
    assert "三个月" not in text
    assert "退回" not in text


def test_a_refusal_without_reasons_still_fills_both_halves(printed: Printed) -> None:
    facts = replace(
        of_kind("non_acceptance"), reasons=(), target_agency="", ways=("先办营业执照。",)
    )
    text = joined(printed(facts))
    assert "由经办人当面说明" in text
    assert "1.先办营业执照。" in text
    assert "2.对办理途径有疑问的，请向本窗口询问（03号综合窗口，电话0000-6612305）" in text
    text = joined(printed(replace(facts, phone="", window="")))
    assert "请向本窗口询问（本大厅综合窗口）" in text


def test_concealment_tells_of_the_one_year_ban(printed: Printed) -> None:
    reason = Reason("concealment", "《中华人民共和国行政许可法》第七十八条", "隐瞒有关情况")
    text = joined(printed(replace(of_kind("non_acceptance"), reasons=(reason,))))
    assert "一年内不得再次申请" in text
    assert "第七十八条" in text


@pytest.mark.parametrize(
    ("policy", "words"),
    [("退件", "退件办结"), ("暂停", "暂停办理"), ("终止", "终止办理")],
)
@pytest.mark.parametrize("kind", ["conditional_acceptance", "undertaking"])
def test_both_papers_of_a_conditional_acceptance_say_what_happens_on_expiry(
    kind: str, policy: str, words: str, printed: Printed
) -> None:
    text = joined(printed(replace(of_kind(kind), on_expiry=policy)))
    assert words in text
    assert "车辆照片" in text
    assert "2026年3月9日" in text


def test_a_provisional_date_says_so_and_a_settled_one_does_not(printed: Printed) -> None:
    facts = replace(of_kind("acceptance"), provisional=("promised_due",))
    text = joined(printed(facts))
    assert "2026年3月9日（暂定）" in text
    assert "2026年3月30日（暂定）" not in text


def test_names_of_rare_characters_survive_the_pdf(printed: Printed) -> None:
    names = rare_names()
    # one of each extension B to F that only the font for rare characters has, in the middle
    beyond = ["欧阳𠀂", "张𪜀三", "李𫝀", "王𫠠王", "赵𬺰"]
    sample = names[:: len(names) // 25][:25] + names[-5:] + beyond
    papers = tuple(replace(BASE.papers[0], name=f"户口簿{name}") for name in sample)
    for name in sample[-8:]:
        text = text_of(printed(replace(of_kind("receipt"), applicant=name, papers=())))
        assert name.replace(" ", "") in "".join(text.split())
    text = joined(printed(replace(of_kind("receipt"), papers=papers)))
    for name in sample:
        assert f"户口簿{''.join(name.split())}" in text


@pytest.mark.parametrize("name", ["张<b>三", "A&B", "<img src='/etc/passwd'>", "{phone}%s\\n"])
def test_markup_in_a_name_is_printed_as_it_was_typed(name: str, printed: Printed) -> None:
    text = text_of(printed(replace(of_kind("non_acceptance"), applicant=name, target_agency=name)))
    assert "".join(name.split()) in "".join(text.split())
    assert "root:" not in text


def test_long_names_and_a_long_item_lose_nothing(printed: Printed) -> None:
    name, agent = "阿卜杜热依木·" * 4, "㛃䶮𬱖𫖯𠅤" * 5
    item = "道路货物运输经营许可（普通货运）" * 7
    assert len(item) > 110
    facts = replace(of_kind("one_time_notice"), applicant=name, agent=agent, item_name=item)
    text = joined(printed(facts))
    # the two columns are read line by line: look for the pieces a line can hold
    assert agent[:10] in text
    assert text.count("𠅤") >= 5
    assert f"“{item}”" in text


def test_forty_papers_repeat_the_heading_and_number_the_pages(
    printed: Printed, fonts: FontSet
) -> None:
    many = tuple(replace(BASE.papers[3 + at % 2], name=f"第{at}号材料") for at in range(1, 41))
    facts = replace(of_kind("one_time_notice"), papers=many)
    path = printed(facts)
    document = pypdfium2.PdfDocument(path)
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in text
        assert f"{BASE.case_number}-01" in text
        assert "存证码9F3A61C2" in text
        if re.search(r"第\d+号材料", text):
            assert "序材料缺什么标准怎样取得" in text
    whole = "".join(pages)
    assert [at for at in range(1, 41) if f"第{at}号材料" not in whole] == []
    last = [m.text for m in lay_out(facts, fonts, journal_code="")[-1].marks if isinstance(m, Run)]
    assert any("盖章" in text for text in last)
    assert any("申请人签收" in text for text in last)


def test_a_row_longer_than_a_page_is_cut_between_lines(printed: Printed) -> None:
    fault = "".join(f"第{n}处不符；" for n in range(700))
    papers = (replace(BASE.papers[3], fault=fault),)
    text = joined(printed(replace(of_kind("one_time_notice"), papers=papers)))
    assert [n for n in range(690, 700) if f"第{n}处不符" not in text] == []
    assert text.count("第350处不符") == 1


@pytest.mark.parametrize("length", [100, 250])  # one that a page would hold, one that none does
def test_a_long_row_begins_where_there_is_room(length: int, fonts: FontSet) -> None:
    fault = "".join(f"第{n}处不符；" for n in range(1, length))
    papers = (replace(BASE.papers[3], fault=fault), BASE.papers[4])
    facts = replace(of_kind("one_time_notice"), papers=papers, template=TEMPLATE)
    pages = lay_out(facts, fonts, journal_code="")
    texts = ["".join(m.text for m in page.marks if isinstance(m, Run)) for page in pages]
    assert len(texts) > 1
    assert texts[0].count("处不符") > 10  # the first page is no heading over nothing
    assert all("缺什么" in text for text in texts if "处不符" in text)
    found = [sum(text.count(f"第{n}处不符；") for text in texts) for n in range(1, length)]
    assert max(found) == 1
    assert found.count(0) < len(texts)  # one may be parted by the end of a page


def test_a_reprint_says_which_one_it_is_and_changes_nothing_else(printed: Printed) -> None:
    first = text_of(printed(of_kind("acceptance")))
    second = text_of(printed(of_kind("acceptance"), reprint=2))
    assert "补打" not in first
    # beside the number and in the foot
    assert "".join(second.split()).count("补打2次") == 2
    assert "".join(second.split()).replace("补打2次", "") == "".join(first.split())


def test_a_character_no_font_has_stops_the_print_before_anything_is_written(
    printed: Printed,
) -> None:
    facts = replace(of_kind("acceptance"), applicant="张\U000323af")
    with pytest.raises(Unavailable, match=r"missing_glyph.*申请人.*U\+323AF"):
        printed(facts)


def test_a_boxed_code_is_drawn_only_when_asked_for(printed: Printed) -> None:
    facts = replace(of_kind("acceptance"), applicant="张\U000323af三")
    text = joined(printed(facts, boxed=True))
    assert "U+323AF" in text
    assert "\ufffd" not in text


def test_the_qr_and_the_pdf_hold_nothing_the_page_does_not_say(printed: Printed) -> None:
    path = printed(of_kind("acceptance"))
    document = pypdfium2.PdfDocument(path)
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == "受理通知书 51160200012600000176-01"
    assert not any("欧阳" in value for value in told.values())


def test_a_line_end_somebody_typed_is_kept_and_an_agencys_own_number_stands_above(
    printed: Printed,
) -> None:
    facts = replace(
        of_kind("non_acceptance"),
        agency_number="青政服不〔2026〕7号",
        reasons=(Reason("not_competent", "", "第一行\n第二行"),),
    )
    text = text_of(printed(facts, reprint=1))
    assert "1. 第一行\n" in text
    assert "第二行。" in text
    assert text.index("〔2026〕7号") < text.index("文书编号")


def test_an_unknown_kind_is_refused_by_name(fonts: FontSet) -> None:
    facts = DocumentFacts(kind="poem", number="1", case_number="12", hall="青禾")
    with pytest.raises(Misused, match="unknown_document"):
        lay_out(facts, fonts, journal_code="")
