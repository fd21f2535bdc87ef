"""Every document of the registry: what a page must carry, read back by independent readers."""

from __future__ import annotations

import re
import subprocess
import tomllib
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from clerk_app.kernel.paths import resource
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import KINDS, Kind
from clerk_app.notices.page import Rule, Run
from clerk_app.notices.render import lay_out
from tests.notices.conftest import Printed, joined, text_of
from tests.notices.samples import BASE, CASE, of_kind

every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.KIND for kind in KINDS])


@every_kind
def test_a_page_says_what_any_paper_of_a_hall_must(kind: Kind, printed: Printed) -> None:
    path = printed(of_kind(kind.KIND))
    text = joined(path)
    for words in (
        kind.TITLE,
        CASE,
        f"{CASE}-01",
        "青禾县政务服务中心",
        "欧阳𬱖",
        "令狐㛃䶮",
        "110***********002X",
        "2026年3月2日",
        "道路货物运输经营许可（普通货运）",
        "存证码9F3A61C2",
        "第1页共",
        "盖章",
        "日期",
        "无效",
    ):
        assert words in text, words
    assert kind.COPIES == 2
    assert "一式两份" in text


@every_kind
def test_all_fonts_are_embedded_subsets_and_none_is_helvetica(
    kind: Kind, printed: Printed
) -> None:
    path = printed(of_kind(kind.KIND))
    listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    rows = listing.stdout.splitlines()[2:]
    assert len(rows) >= 2
    for row in rows:
        assert re.search(r"yes yes yes\s+\d+\s+\d+$", row), row
    assert "Helvetica" not in listing.stdout
    assert b"Helvetica" not in path.read_bytes()
    assert (
        subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode
        == 0
    )


@every_kind
def test_two_readers_find_the_case_number_and_the_qr(kind: Kind, printed: Printed) -> None:
    path = printed(of_kind(kind.KIND))
    document = pypdfium2.PdfDocument(path)
    image = document[0].render(scale=203 / 72, grayscale=True).to_pil()
    document.close()
    found = {(str(code.format), code.text) for code in zxingcpp.read_barcodes(image)}
    texts = {text for _, text in found}
    assert CASE in texts
    assert BASE.query in texts
    scan = path.with_suffix(".png")
    image.save(scan)
    zbar = subprocess.run(
        ["zbarimg", "-q", str(scan)], capture_output=True, check=False, text=True
    )
    assert f"CODE-128:{CASE}" in zbar.stdout
    assert f"QR-Code:{BASE.query}" in zbar.stdout


@every_kind
def test_the_same_facts_give_the_same_bytes(kind: Kind, printed: Printed) -> None:
    facts = of_kind(kind.KIND)
    assert printed(facts).read_bytes() == printed(facts).read_bytes()


@every_kind
def test_a_document_with_nothing_but_its_number_still_prints(kind: Kind, printed: Printed) -> None:
    bare = DocumentFacts(kind=kind.KIND, number=f"{CASE}-01", case_number=CASE, hall="青禾")
    text = joined(printed(bare))
    assert kind.TITLE in text
    assert "依据待核" in text


@every_kind
def test_no_article_is_printed_that_the_facts_do_not_give(kind: Kind, printed: Printed) -> None:
    """Items other than 行政许可 carry no article: none may come from the wording either."""
    facts = of_kind(kind.KIND)
    facts = replace(facts, reasons=tuple(replace(r, article="") for r in facts.reasons))
    text = joined(printed(facts))
    assert re.findall(r"第[〇一二三四五六七八九十百\d]+条", text) == []
    assert "行政许可法" not in text


@every_kind
def test_the_wording_file_holds_no_article_and_no_law(kind: Kind) -> None:
    texts = tomllib.loads((resource("wording") / f"{kind.KIND}.toml").read_text("utf-8"))
    for text in texts.values():
        assert not re.search(r"第[一二三四五六七八九十]+条|行政许可法|复议法|诉讼法", text)


@every_kind
def test_a_sample_says_so_on_every_page(kind: Kind, fonts: FontSet) -> None:
    many = tuple(replace(p, state="missing", fault="缺页") for p in BASE.papers * 8)
    facts = replace(of_kind(kind.KIND), sample=True, papers=many)
    for page in lay_out(facts, fonts, journal_code="9F3A61C2"):
        texts = [mark.text for mark in page.marks if isinstance(mark, Run)]
        assert texts[0] == "示例"
        assert any("示例，不具效力" in text for text in texts[1:])


@every_kind
def test_nothing_is_drawn_outside_the_paper_or_over_the_foot(kind: Kind, fonts: FontSet) -> None:
    for page in lay_out(of_kind(kind.KIND), fonts, journal_code="9F3A61C2"):
        for mark in page.marks:
            if isinstance(mark, Run):
                width = sum(fonts.advance(char, mark.face) for char in mark.text) * mark.size
                assert mark.x > 60
                assert mark.x + width < page.width - 50
                assert mark.y < page.height - 28


@every_kind
def test_the_seal_has_45_mm_of_free_paper(kind: Kind, fonts: FontSet) -> None:
    """The corner marks stand 45 mm apart (127.56 pt) and only the signer's lines are inside."""
    page = lay_out(of_kind(kind.KIND), fonts, journal_code="9F3A61C2")[-1]
    corners = [m for m in page.marks if isinstance(m, Rule) and m.width == 0.4]
    left, right = min(m.x1 for m in corners), max(m.x1 for m in corners)
    top, bottom = min(m.y1 for m in corners), max(m.y1 for m in corners)
    assert len(corners) == 8
    assert right - left >= 127.55
    assert bottom - top >= 127.55
    inside = {
        mark.y
        for mark in page.marks
        if isinstance(mark, Run) and left < mark.x < right and top < mark.y < bottom
    }
    assert len(inside) <= 3  # the mark itself, the signer, the date


def test_text_can_be_copied_by_a_second_reader_too(printed: Printed) -> None:
    document = pypdfium2.PdfDocument(printed(of_kind("one_time_notice")))
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "一次性告知书" in text
    assert "欧阳𬱖" in text


def test_the_layout_of_poppler_keeps_a_row_on_its_line(printed: Printed) -> None:
    text = text_of(printed(of_kind("acceptance")), "-layout")
    assert re.search(r"1\s+道路货物运输经营申请表\s+原件1份\s+1\s+1\s+收取", text)
