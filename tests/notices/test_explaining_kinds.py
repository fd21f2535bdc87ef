"""Papers that explain an item: what each must say, what it must not, the hardest facts."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from clerk_app.journal.canonical import canonical, parse
from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.kernel.paths import resource
from clerk_app.notices.codes import code128
from clerk_app.notices.facts import DocumentFacts, PaperLine, from_body
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EXPLAINING, KINDS, Kind, kind_of
from clerk_app.notices.page import Run
from clerk_app.notices.render import lay_out
from clerk_app.notices.wording import freeze, shipped
from tests.notices.conftest import Printed, joined
from tests.notices.explained import BASE, ENQUIRY, HARD_NAME, explained, hardest

every_kind = pytest.mark.parametrize("kind", EXPLAINING, ids=[kind.KIND for kind in EXPLAINING])
WITH_NUMBER = ["enquiry_notice", "post_licence_notice"]


def test_they_are_kinds_beside_those_of_a_case() -> None:
    names = [kind.KIND for kind in EXPLAINING]
    assert names == ["guide", "enquiry_notice", "post_licence_notice"]
    assert not set(names) & {kind.KIND for kind in KINDS}
    assert [kind.COPIES for kind in EXPLAINING] == [1, 1, 2]
    assert [kind_of(name) for name in names] == list(EXPLAINING)


@every_kind
def test_what_every_one_of_them_says(kind: Kind, printed: Printed) -> None:
    text = joined(printed(explained(kind.KIND)))
    for words in (
        kind.TITLE,
        "青禾县政务服务中心",
        "食品经营许可（新办）",
        "编码SL-0001",
        "第1页共",
    ):
        assert words in text, words
    assert "补打" not in text
    assert "补打3次" in joined(printed(explained(kind.KIND), reprint=3))


def test_a_guide_says_everything_published_of_the_item(printed: Printed) -> None:
    text = joined(printed(BASE))
    for words in (
        "《中华人民共和国食品安全法》第三十五条",
        "已取得营业执照等主体资格。",
        "数量限制：无",
        "是否委托他人代办？是",
        "经营项目、经营场所填写完整，由经营者签名",
        "空白表格：窗口和大厅网站",
        "依据：《示例办法》第三条",
        "窗口免费领取",
        "核验",
        "可容缺，5个工作日内补齐",
        "非必要，可以不交",
        "委托代办的提供",
        "1.是否经营散装熟食？",
        "答“是”：另交《操作流程图》（原件1份）；并回答第2题。",
        "2.是否现场制作？（“是否经营散装熟食？”答“是”时再问）",
        "收件→受理→现场核查→决定→送达",
        "现场核查由两名以上工作人员进行。",
        "法定办结时限：20个工作日。",
        "承诺办结时限：8个工作日。",
        "承诺办结时限（网上）：5个工作日。",
        "不计入上述时限",
        "检验（抽样检验），所需时间：7个工作日",
        "证书工本费：10元/本；依据：《示例收费办法》第二条；减免：低保户免收。",
        "办理结果：食品经营许可证。",
        "送达方式：窗口领取、邮寄。",
        "酒类流通备案",
        "从事酒类批发",
        "青禾县商务局",
        "青禾县政务服务中心一楼东厅3号窗口",
        "工作日9:00",
        "0000-6612305",
        "12345",
        "制证日期2026年3月2日事项版本3f9a1c2e（2026-01-01至2026-12-31）",
    ):
        assert words in text, words
    for words in ("办件编号", "咨询编号", "文书编号", "未公布", "无效"):
        assert words not in text, words


def test_an_enquiry_notice_says_it_is_no_acceptance_at_head_and_foot(printed: Printed) -> None:
    text = joined(printed(explained("enquiry_notice")))
    for words in (
        f"咨询编号{ENQUIRY}",
        f"文书编号{ENQUIRY}-01",
        "一式一份",
        "咨询日期2026年3月2日",
        "3号窗口林晓穗",
        "不是收件，也不是受理",
        "咨询告知，不是受理凭证",
        "材料清单（5项）",
        "可容缺，5个工作日内补齐",
        "事项版本3f9a1c2e",
        "酒类流通备案",
        "存证码9F3A61C2",
    ):
        assert words in text, words
    assert "办件编号" not in text


def test_a_post_licence_notice_lists_what_is_still_to_be_applied_for(printed: Printed) -> None:
    facts = explained("post_licence_notice")
    text = joined(printed(facts))
    for words in (
        "经营类别从事酒类批发",
        "户外广告登记",
        "均需办理",
        "青禾县城市管理局",
        "《示例条例》第九条",
        "酒类流通备案",
        "不得从事相应的经营活动",
        "一式两份",
        "未盖章无效",
        "申请人签收",
    ):
        assert words in text, words
    text = joined(printed(replace(facts, follow_ups=())))
    assert "没有登记需要另行申请的后置审批" in text
    assert "不得从事" not in text


def test_of_a_case_it_carries_the_number_of_the_case(printed: Printed) -> None:
    case = "51160200012600000176"
    facts = replace(explained("post_licence_notice"), enquiry="", case_number=case, applicant="甲")
    text = joined(printed(facts))
    assert f"办件编号{case}" in text
    assert "咨询编号" not in text


def test_what_the_law_wants_published_says_so_where_it_is_not(printed: Printed) -> None:
    bare = DocumentFacts("guide", "——", hall="青禾", item_name="甲", item_type="行政许可")
    text = joined(printed(bare))
    for words in (
        "一、设定依据未公布",
        "二、办理条件未公布数量限制：未公布",
        "三、申请材料材料目录未公布完整",
        "示范文本：未公布",
        "四、办理流程未公布",
        "法定办结时限：未公布",
        "六、收费标准和依据未公布。",
    ):
        assert words in text, words
    other = joined(printed(replace(bare, item_type="公共服务")))
    assert other.count("未公布") == 2  # the list of papers, and the version in the foot
    assert "设定依据" not in other
    assert "一、申请材料" in other


def test_the_list_is_called_whole_only_where_it_is(printed: Printed) -> None:
    whole = "没有列出的材料，窗口不另行要求"
    asked = replace(BASE, questions=())
    assert whole in joined(printed(asked))
    assert whole not in joined(printed(BASE))  # questions are open
    assert whole not in joined(printed(replace(asked, papers_open=True)))


@pytest.mark.parametrize("kind", WITH_NUMBER)
def test_two_readers_find_the_number_of_the_enquiry_and_the_qr(
    kind: str, printed: Printed
) -> None:
    facts = explained(kind)
    path = printed(facts)
    document = pypdfium2.PdfDocument(path)
    image = document[0].render(scale=203 / 72, grayscale=True).to_pil()
    document.close()
    texts = {code.text for code in zxingcpp.read_barcodes(image)}
    assert texts == {ENQUIRY, facts.query}
    scan = path.with_suffix(".png")
    image.save(scan)
    found = subprocess.run(["zbarimg", "-q", str(scan)], capture_output=True, check=False)
    assert f"CODE-128:{ENQUIRY}" in found.stdout.decode()


def test_a_guide_has_no_bars_that_could_be_taken_for_a_case(printed: Printed) -> None:
    document = pypdfium2.PdfDocument(printed(BASE))
    image = document[0].render(scale=203 / 72, grayscale=True).to_pil()
    document.close()
    assert zxingcpp.read_barcodes(image) == []


@pytest.mark.parametrize("text", ["", "ZX", "ZX123", "123", "zx12", "ＺＸ12", "12ZX", "ZX 12"])
def test_bars_are_drawn_of_numbers_of_ours_only(text: str) -> None:
    with pytest.raises(Misused, match="bad_barcode"):
        code128(text, 100, 10)


@every_kind
@pytest.mark.parametrize("name", ["plain", "hard"])
def test_nothing_is_drawn_outside_the_paper_or_over_another_text(
    kind: Kind, name: str, fonts: FontSet
) -> None:
    facts = hardest(kind.KIND) if name == "hard" else explained(kind.KIND)
    code = "" if kind.KIND == "guide" else "9F3A61C2"
    for page in lay_out(facts, fonts, journal_code=code, reprint=2 if code else 0):
        ends: dict[float, float] = {}
        for mark in sorted(
            (m for m in page.marks if isinstance(m, Run) and m.text != "示例"), key=lambda m: m.x
        ):
            width = sum(fonts.advance(c, mark.face) + mark.spacing / mark.size for c in mark.text)
            right = mark.x + width * mark.size
            assert mark.x > 60
            assert right < page.width - 50
            assert mark.y < page.height - 28
            assert mark.x >= ends.get(mark.y, 0) - 1, mark.text
            ends[mark.y] = right


@every_kind
def test_the_hardest_facts_are_printed_as_they_were_typed(kind: Kind, printed: Printed) -> None:
    assert len(HARD_NAME) >= 122
    text = joined(printed(hardest(kind.KIND)))
    assert "<b>示例{item_name}𬱖䶮</b>" in text
    assert "示例，不具效力" in text
    if kind.KIND != "post_licence_notice":
        assert "第60份授权委托书" in text
        assert "（<i>𬱖䶮</i>{phone}）" in text


@every_kind
def test_all_fonts_are_embedded_and_the_bytes_are_the_same_again(
    kind: Kind, printed: Printed
) -> None:
    path = printed(explained(kind.KIND))
    listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    for row in listing.stdout.splitlines()[2:]:
        assert re.search(r"yes yes yes\s+\d+\s+\d+$", row), row
    assert printed(explained(kind.KIND)).read_bytes() == path.read_bytes()


@every_kind
def test_the_wording_is_sound_and_holds_no_article_and_no_law(kind: Kind) -> None:
    assert shipped(kind.KIND).texts["opening"]
    texts = tomllib.loads((resource("wording") / f"{kind.KIND}.toml").read_text("utf-8"))
    for text in texts.values():
        assert not re.search(r"第[一二三四五六七八九十]+条|行政许可法|复议法|诉讼法", text)


@every_kind
def test_the_facts_survive_the_journals_bytes(kind: Kind) -> None:
    for facts in (freeze(explained(kind.KIND)), freeze(hardest(kind.KIND))):
        assert from_body(parse(canonical(facts.to_body()))) == facts


@pytest.mark.parametrize(
    "change",
    [
        {"questions": ["甲"]},
        {"questions": [{"choices": ["甲"]}]},
        {"fees": [{"name": "甲", "colour": "red"}]},
        {"follow_ups": [{"department": "甲"}]},
        {"stages": [1]},
    ],
)
def test_facts_that_cannot_be_printed_whole_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(Damaged, match="bad_facts"):
        from_body({**BASE.to_body(), **change})  # type: ignore[dict-item]  # the point


def test_a_paper_says_nothing_of_what_was_handed_in(printed: Printed) -> None:
    paper = PaperLine("申请表", originals=1, due="原件1份", keep="收取", standard="签名")
    text = joined(printed(replace(BASE, papers=(paper,), questions=())))
    for words in ("申请表", "原件1份", "收取", "申请人自备", "签名"):
        assert words in text, words
    assert not any(word in text for word in ("实收", "应交", "缺：", "有误", "已具备"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("原件", "收取"),
        ("原件和复印件", "收取"),
        ("", "收取"),
        ("原件1份", "收取"),
        ("纸质原件", "收取·纸质原件"),
        ("核对原件", "收取·核对原件"),
    ],
)
def test_the_form_is_told_where_it_says_more_than_the_pieces(
    form: str, said: str, fonts: FontSet
) -> None:
    paper = PaperLine("表", originals=1, due="原件1份", keep="收取", form=form)
    (page, *_) = lay_out(replace(BASE, papers=(paper,)), fonts, journal_code="")
    texts = ["".join(m.text.split()) for m in page.marks if isinstance(m, Run)]
    line = "".join(texts)
    assert said in line
    assert ("收取·" in line) == ("·" in said)
