"""Every paper of the later life of a case: what a page must carry, read by independent readers."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.paths import resource
from clerk_app.notices.facts import ActFacts, DocumentFacts, from_body
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EXPLAINING, KINDS, LATER, Kind, kind_of
from clerk_app.notices.page import Rule, Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.wording import freeze, shipped
from tests.notices.conftest import Printed, Says, joined
from tests.notices.later import LONG_ITEM, LONG_NAME, hardest, later, other
from tests.notices.samples import BASE, CASE

every_kind = pytest.mark.parametrize("kind", LATER, ids=[kind.KIND for kind in LATER])
TO_SIGN = {
    "经办人",
    "申请人签收",
    "日期",
    "受送达人签收",
    "送达人",
    "代收人签收",
    "代收原因",
    "承诺人签字",
    "代办人签字",
    "移交人",
    "接收人",
}
"""Labels with a line to write on."""
LAW = "《中华人民共和国行政许可法》"


@pytest.fixture(scope="module")
def shown(fonts: FontSet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each kind printed once, plain and at its hardest (`hard-…`)."""
    folder = tmp_path_factory.mktemp("later")
    made = {}
    for kind, (name, facts_of) in product(LATER, (("", later), ("hard-", hardest))):
        out = folder / f"{name}{kind.KIND}.pdf"
        facts = facts_of(kind.KIND)
        made[out.stem] = render_document(facts, out, fonts, journal_code="9F3A61C2")
    return made


def bare(kind: str, act: ActFacts | None = None) -> DocumentFacts:
    return DocumentFacts(kind, f"{CASE}-01", case_number=CASE, hall="青禾", act=act)


def acted(facts: DocumentFacts, name: str, value: Any) -> DocumentFacts:
    """The same with one fact of its act changed."""
    assert facts.act is not None
    return replace(facts, act=replace(facts.act, **{name: value}))


def test_they_are_a_family_of_their_own() -> None:
    assert {kind.KIND for kind in LATER} == {
        "suspension",
        "extension",
        "denial",
        "closure",
        "delivery_receipt",
        "return",
        "correction_receipt",
        "commitment",
        "dual_notice",
        "transfer_slip",
    }
    assert not {kind.KIND for kind in LATER} & {kind.KIND for kind in (*KINDS, *EXPLAINING)}
    assert [kind_of(kind.KIND) for kind in LATER] == list(LATER)
    assert {kind.COPIES for kind in LATER} == {2}


@every_kind
def test_a_page_says_what_any_paper_of_a_hall_must(kind: Kind, shown: dict[str, Path]) -> None:
    text = joined(shown[kind.KIND])
    for words in (
        kind.TITLE,
        f"办件编号{CASE}",
        f"文书编号{CASE}-01",
        "一式两份",
        "青禾县政务服务中心",
        "青禾县交通运输局",
        "欧阳𬱖",
        "令狐㛃䶮",
        "110***********002X",
        "道路货物运输经营许可（普通货运）",
        "存证码9F3A61C2",
        "第1页共",
        "盖章",
        "日期",
        "无效",
    ):
        assert words in text, words
    assert "补打" not in text


@every_kind
@pytest.mark.parametrize("look", ["", "hard-"])
def test_two_readers_find_the_case_number_and_the_qr(
    kind: Kind, look: str, shown: dict[str, Path], tmp_path: Path
) -> None:
    document = pypdfium2.PdfDocument(shown[f"{look}{kind.KIND}"])
    sheet = document[0].render(scale=203 / 72, grayscale=True).to_pil()
    document.close()
    image = sheet.crop((0, 0, sheet.width, sheet.height // 6))  # the head, for speed
    assert {code.text for code in zxingcpp.read_barcodes(image)} == {CASE, BASE.query}
    if look:
        return
    image.save(tmp_path / "scan.png")
    zbar = subprocess.run(
        ["zbarimg", "-q", str(tmp_path / "scan.png")], capture_output=True, check=False, text=True
    )
    assert f"CODE-128:{CASE}" in zbar.stdout


@every_kind
def test_fonts_are_embedded_and_the_bytes_are_the_same_again(
    kind: Kind, shown: dict[str, Path], printed: Printed
) -> None:
    path = shown[kind.KIND]
    listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    for row in listing.stdout.splitlines()[2:]:
        assert re.search(r"yes yes yes\s+\d+\s+\d+$", row), row
    assert printed(later(kind.KIND)).read_bytes() == path.read_bytes()


@every_kind
@pytest.mark.parametrize("act", [None, ActFacts()], ids=["no act", "an act that says nothing"])
def test_what_is_not_said_leaves_no_label_behind(
    kind: Kind, act: ActFacts | None, fonts: FontSet
) -> None:
    pages = lay_out(bare(kind.KIND, act), fonts, journal_code="")
    runs = [mark for page in pages for mark in page.marks if isinstance(mark, Run)]
    labels = {run.text for run in runs if run.size == 9.5 and run.grey and "盖章" not in run.text}
    assert labels - TO_SIGN <= {"办理依据"}  # it says 依据待核
    text = "".join("".join(run.text for run in runs).split())
    assert CASE in text
    for words in ("None", "年月日", "年", "——", "{", "“”", "（）", "0项", "0个", "：。"):
        assert words not in text, words
    assert not [run for run in runs if run.text.strip().endswith("：")]


@every_kind
def test_each_fact_left_out_alone_leaves_no_gap(kind: Kind, says: Says) -> None:
    """Every field of the sample's act in turn."""
    facts = later(kind.KIND)
    assert facts.act is not None
    for name in facts.act.__dataclass_fields__:
        empty = getattr(ActFacts(), name)
        if getattr(facts.act, name) == empty:
            continue
        text = says(acted(facts, name, empty))
        for words in ("None", "——", "{", "（）", "“”", "年月日", "0项"):
            assert words not in text, (name, words)


@every_kind
def test_articles_of_the_licensing_law_stand_where_they_are_due(
    kind: Kind, shown: dict[str, Path], printed: Printed
) -> None:
    due = {
        "suspension": f"根据{LAW}第四十五条，",
        "extension": f"根据{LAW}第四十二条，",
        "denial": f"根据{LAW}第三十八条第二款，",
        "closure": f"根据{LAW}第四十四条，",
    }.get(kind.KIND)
    text = joined(shown[kind.KIND])
    if due:
        assert due in text
    assert text.count("行政许可法") == (1 if due else 0)
    text = joined(printed(other(kind.KIND)))
    assert "行政许可" not in text
    assert "按规定" not in text  # a rule is named, or none is claimed


@every_kind
def test_an_article_of_that_law_among_the_reasons_is_dropped_for_another_item(
    kind: Kind, says: Says
) -> None:
    facts = other(kind.KIND)
    reasons = tuple(
        replace(reason, article=f"{LAW}第三十八条") for reason in later("denial").reasons
    )
    assert "行政许可法" not in says(replace(facts, reasons=reasons))


@every_kind
def test_the_wording_names_a_law_in_its_own_line_only(kind: Kind) -> None:
    assert shipped(kind.KIND).texts["opening"]
    texts = tomllib.loads((resource("wording") / f"{kind.KIND}.toml").read_text("utf-8"))
    for key, text in texts.items():
        named = re.search(r"第[一二三四五六七八九十]+条|行政许可法|复议法|诉讼法", text)
        assert bool(named) == (key in {"law", "basis_hearing"}), key


@every_kind
def test_the_hardest_facts_are_printed_as_they_were_typed(
    kind: Kind, shown: dict[str, Path]
) -> None:
    assert len(LONG_ITEM) >= 110
    text = joined(shown[f"hard-{kind.KIND}"])
    assert "<b>示例{item_name}𬱖䶮</b>在城镇国有土地上" in text
    assert text.count("𠅤") >= LONG_NAME.count("𠅤") * 2  # the applicant's and the agent's
    assert "示例，不具效力" in text
    act = hardest(kind.KIND).act
    assert act is not None
    if act.back or act.supplied or act.sent or act.open or act.opinions or act.commitments:
        assert "第36份<i>{phone}</i>𠀂材料" in text
        assert "第40份材料" in text
    if act.reason:
        assert "情况{reason}复杂" in text


def _drawn(marks: tuple[object, ...]) -> Iterator[Run]:
    runs = [mark for mark in marks if isinstance(mark, Run) and mark.text != "示例"]
    yield from sorted(runs, key=lambda run: run.x)


@every_kind
@pytest.mark.parametrize("facts_of", [later, hardest])
def test_nothing_is_drawn_outside_the_paper_or_over_another_text(
    kind: Kind, facts_of: object, fonts: FontSet
) -> None:
    facts = hardest(kind.KIND) if facts_of is hardest else later(kind.KIND)
    for page in lay_out(facts, fonts, journal_code="9F3A61C2", reprint=2):
        ends: dict[float, float] = {}
        for run in _drawn(page.marks):
            width = sum(fonts.advance(c, run.face) + run.spacing / run.size for c in run.text)
            right = run.x + width * run.size
            assert run.x > 60
            assert right < page.width - 50
            assert run.y < page.height - 28
            assert run.x >= ends.get(run.y, 0) - 1, run.text
            ends[run.y] = right


@every_kind
def test_the_seal_has_45_mm_of_free_paper(kind: Kind, fonts: FontSet) -> None:
    page = lay_out(later(kind.KIND), fonts, journal_code="9F3A61C2")[-1]
    corners = [m for m in page.marks if isinstance(m, Rule) and m.width == 0.4]
    assert len(corners) == 8
    assert max(m.x1 for m in corners) - min(m.x1 for m in corners) >= 127.55
    assert max(m.y1 for m in corners) - min(m.y1 for m in corners) >= 127.55


@every_kind
@pytest.mark.parametrize(
    "name", ["reason", "basis", "length", "place", "proxy_reason", "opinions", "commitments"]
)
def test_a_fact_longer_than_a_page_is_printed_to_its_end(
    kind: Kind, name: str, fonts: FontSet
) -> None:
    facts = later(kind.KIND)
    assert facts.act is not None
    said = getattr(facts.act, name)
    if not said:
        return
    words = "".join(f"第{n}处，" for n in range(600)) + "完"
    long = acted(facts, name, (words,) if isinstance(said, tuple) else words)
    pages = lay_out(long, fonts, journal_code="")
    assert len(pages) > 1
    for page in pages:
        assert max(m.y for m in page.marks if isinstance(m, Run)) < page.height - 28
        foot = [m.y for m in page.marks if isinstance(m, Run) and m.text.startswith("第 ")]
        over = [m for m in page.marks if isinstance(m, Run) and foot[0] - 14 < m.y < foot[0]]
        assert not over
    text = "".join(
        "".join(m.text for page in pages for m in page.marks if isinstance(m, Run)).split()
    )
    assert "第598处，第599处，完" in text


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("delivery_receipt", "proxy_reason", "代收原因"),
        ("extension", "approver", "批准人"),
        ("return", "back", "退回的材料"),
        ("commitment", "commitments", "承诺内容"),
    ],
)
def test_a_character_no_font_has_is_named_with_its_field(
    kind: str, name: str, label: str, printed: Printed
) -> None:
    facts = later(kind)
    assert facts.act is not None
    rare = "张\U000323af"
    many = isinstance(getattr(facts.act, name), tuple)
    with pytest.raises(Unavailable, match=rf"missing_glyph.*{label}.*U\+323AF"):
        printed(acted(facts, name, (rare,) if many else rare))


@every_kind
def test_the_sentences_in_force_are_part_of_the_facts(kind: Kind, fonts: FontSet) -> None:
    """Frozen, read back from the journal's body and without the sentences a later program adds,
    the same page comes out or at least one that prints."""
    facts = freeze(later(kind.KIND))
    again = from_body(facts.to_body())
    assert again == facts
    unfrozen = replace(later(kind.KIND), template=facts.template)
    assert lay_out(again, fonts, journal_code="") == lay_out(unfrozen, fonts, journal_code="")
