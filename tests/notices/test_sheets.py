"""Every kind with the hardest facts on each of its sheets: nothing cut, nothing over another."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from clerk_app.kernel.errors import Misused
from clerk_app.notices import letters
from clerk_app.notices.document import Cell, Column, Document, Table
from clerk_app.notices.escpos import rasterise
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.kinds import EVERY, Kind, sheets_for
from clerk_app.notices.layout import paginate
from clerk_app.notices.page import MM, Bars, Page, Rule, Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.sheets import (
    A4_LARGE,
    A4_SHEET,
    A5_SHEET,
    SLIP_58,
    SLIP_80,
    TEMPLATE,
    Sheet,
    sheet_of,
)
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import freeze
from tests.notices.daily import daily
from tests.notices.geometry import box, outside, over_each_other
from tests.notices.hard import everyday, hardest
from tests.notices.later import later

CODE = "9F3A61C2"
every_kind = pytest.mark.parametrize("kind", EVERY, ids=[kind.KIND for kind in EVERY])


def pages_of(facts: DocumentFacts, fonts: FontSet, sheet: Sheet | None = None) -> tuple[Page, ...]:
    return lay_out(freeze(facts), fonts, journal_code=CODE, reprint=2, sheet=sheet)


def runs(page: Page) -> list[Run]:
    return [mark for mark in page.marks if isinstance(mark, Run)]


@every_kind
def test_the_hardest_facts_fit_every_sheet(kind: Kind, fonts: FontSet) -> None:
    facts = hardest(kind.KIND)
    for sheet in sheets_for(kind.KIND):
        pages = pages_of(facts, fonts, sheet)
        for page in pages:
            assert over_each_other(page, fonts) == [], (sheet.name, page.number)
            edge = 0.0 if sheet.endless else 8 * MM
            room = (edge, edge / 2, page.width - edge, page.height - edge / 2)
            assert outside(page, fonts, room) == [], (sheet.name, page.number)
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))


def test_text_stays_inside_the_margins_of_its_sheet(fonts: FontSet) -> None:
    """The perforation alone runs from edge to edge."""
    for sheet in (A4_SHEET, A4_LARGE, A5_SHEET):
        for page in pages_of(hardest("receipt"), fonts, sheet):
            text = replace(page, marks=tuple(runs(page)))
            room = (sheet.left, 5 * MM, sheet.right, page.height - 4 * MM)
            assert outside(text, fonts, room) == []


def test_no_column_is_narrower_than_its_heading(fonts: FontSet) -> None:
    """On A5 four narrow columns would run into each other."""
    names = ("应交份数", "实收份数", "页数合计", "退还份数")
    table = Table(
        (Column("材料", 128), *(Column(name, 10, figures=True) for name in names)),
        ((Cell("申请表"), *(Cell("12") for _ in names)),),
    )
    made = Document("x", "标题", "1", "大厅", (table,), template=2)
    (page,) = paginate(made, Typesetter(fonts), journal_code="", sheet=A5_SHEET)
    assert over_each_other(page, fonts) == []
    room = (A5_SHEET.left, 0, A5_SHEET.right, page.height)
    assert outside(page, fonts, room) == []


def test_what_goes_on_which_sheet() -> None:
    assert sheets_for("acceptance") == (A4_SHEET, A4_LARGE)
    assert sheets_for("correction_receipt") == (A4_SHEET, A4_LARGE, A5_SHEET)
    assert sheets_for("return") == (A4_SHEET, A4_LARGE, A5_SHEET)
    assert sheets_for("ticket") == (SLIP_80, SLIP_58)
    assert sheets_for("daily_slip")[-2:] == (SLIP_80, SLIP_58)
    assert sheet_of("slip58") is SLIP_58
    with pytest.raises(Misused, match="unknown_sheet"):
        sheet_of("a3")


def test_a_sheet_the_kind_does_not_go_on_is_refused(fonts: FontSet) -> None:
    with pytest.raises(Misused) as caught:
        pages_of(everyday("acceptance"), fonts, SLIP_58)
    assert caught.value.code == "unknown_sheet"
    assert "受理通知书不能印在58 mm 小票上" in caught.value.message


def test_the_paper_has_its_size(fonts: FontSet) -> None:
    size = {
        sheet.name: pages_of(everyday("correction_receipt"), fonts, sheet)[0]
        for sheet in (A4_SHEET, A4_LARGE, A5_SHEET)
    }
    told = {name: (round(p.width / MM), round(p.height / MM)) for name, p in size.items()}
    assert told == {"a4": (210, 297), "a4-large": (210, 297), "a5": (148, 210)}
    (slip,) = pages_of(daily("ticket"), fonts, SLIP_80)
    assert round(slip.width * 203 / 72) == 576
    (slip,) = pages_of(daily("ticket"), fonts, SLIP_58)
    assert round(slip.width * 203 / 72) == 384


def test_large_type_is_half_as_large_again_and_speaks_plainly(fonts: FontSet) -> None:
    usual = [r for page in pages_of(everyday("acceptance"), fonts) for r in runs(page)]
    large = [r for page in pages_of(everyday("acceptance"), fonts, A4_LARGE) for r in runs(page)]
    assert min(r.size for r in large) >= 1.5 * min(r.size for r in usual)
    body = next(r.size for r in usual if r.text.startswith("经审查"))
    assert next(r.size for r in large if r.text.startswith("您申请办的")) == 18.0 > 1.5 * body
    text = "".join(r.text for r in large)
    assert "根据《中华人民共和国行政许可法》第三十二条第一款第（五）项" in text
    assert "决定予以受理" in text
    assert "经审查" not in text


def test_large_type_of_a_paper_issued_before_has_its_own_words(fonts: FontSet) -> None:
    issued = replace(freeze(everyday("acceptance")), template=0)
    plain = tuple((k, t) for k, t in issued.wording if not k.startswith("plain_"))
    pages = lay_out(replace(issued, wording=plain), fonts, journal_code=CODE, sheet=A4_LARGE)
    assert "经审查" in "".join(r.text for page in pages for r in runs(page))


def test_a_paper_is_not_cut_by_a_page_of_large_type(fonts: FontSet) -> None:
    """Every entry that begins on a page ends on it: its last words tell how to get it."""
    for page in pages_of(hardest("one_time_notice"), fonts, A4_LARGE):
        texts = [run.text for run in runs(page)]
        begun = [text for text in texts if re.match(r"\d+\. 第", text)]
        ended = [text for text in texts if "怎样取得：" in text]
        assert len(begun) == len(ended), page.number


@pytest.mark.parametrize(("sheet", "size"), [(SLIP_80, 46), (SLIP_58, 38)])
def test_the_number_is_the_biggest_on_the_slip(sheet: Sheet, size: float, fonts: FontSet) -> None:
    (page,) = pages_of(daily("ticket"), fonts, sheet)
    sizes = sorted((r.size, r.text) for r in runs(page))
    assert sizes[-1] == (size, "A038")
    assert sizes[-2][0] < size / 2
    assert {mark.grey for mark in page.marks} == {0.0}


def test_the_code_stands_beside_the_words_or_under_them(fonts: FontSet) -> None:
    for sheet, beside in ((SLIP_80, True), (SLIP_58, False)):
        (page,) = pages_of(daily("ticket"), fonts, sheet)
        (code,) = (mark for mark in page.marks if isinstance(mark, Bars))
        last = max(r.y for r in runs(page) if "有效。" in r.text)
        assert (box(code, fonts)[1] < last) is beside


def test_a_slip_is_cut_where_its_content_ends(fonts: FontSet) -> None:
    (short,) = pages_of(daily("ticket"), fonts, SLIP_80)
    assert short.height - max(r.y for r in runs(short)) < 5 * MM
    (long,) = pages_of(hardest("daily_slip"), fonts, SLIP_80)
    assert long.height > 3 * short.height


def test_a_letter_has_the_geometry_of_gb_t_9704(fonts: FontSet) -> None:
    """版心 156 × 225 mm, 28 characters of 3 号 a line, 22 lines a page, 天头 37, 订口 28."""
    assert pytest.approx(155.575) == 28 * 15.75 / MM
    assert pytest.approx(10.227, abs=0.001) == 225 / 22
    pages = pages_of(replace(hardest("denial"), sample=False), fonts)
    body = [r for page in pages for r in runs(page) if r.size == 15.75]
    assert min(r.x for r in body) / MM == pytest.approx(28, abs=0.01)
    assert max(box(r, fonts)[2] for r in body) / MM <= 28 + 156
    for page in pages:
        lines = sorted({r.y for r in runs(page) if r.size == 15.75 and r.x < 40 * MM})
        assert len(lines) <= 22
        assert lines[0] / MM > 37
        assert lines[-1] / MM < 37 + 225
        for above, below in pairwise(lines):
            pitches = (below - above) / (225 / 22 * MM)
            assert pitches == pytest.approx(round(pitches), abs=0.01)
    full = max(len({r.y for r in runs(p) if r.size == 15.75 and r.x < 40 * MM}) for p in pages)
    assert full == 22
    title = [r for r in runs(pages[0]) if r.size == 22]
    assert "".join(r.text for r in title) == (
        "示例市自然资源和规划局（示例市海洋局、示例市林业和草原局合署办公）不予许可决定书"
    )
    assert letters.LETTER.text_width / MM == pytest.approx(155.575)


def test_a_line_of_a_letter_holds_28_characters(fonts: FontSet) -> None:
    facts = freeze(replace(later("denial"), ways=("字" * 200,)))
    lines = {
        r.text
        for page in lay_out(facts, fonts, journal_code="")
        for r in runs(page)
        if "字字字" in r.text
    }
    assert max(len(line) for line in lines) == 28


def test_the_stub_is_torn_off_below_everything_else(fonts: FontSet) -> None:
    facts = replace(everyday("one_time_notice"), make_good_by="2026-03-20")
    page = pages_of(facts, fonts)[-1]
    tear = next(m for m in page.marks if isinstance(m, Rule) and m.dash)
    assert tear.x1 < 9 * MM
    below = [r.text for r in runs(page) if r.y > tear.y1 + 5]
    above = [r.text for r in runs(page) if r.y < tear.y1]
    assert "一次性告知书回执" in below
    assert "于2026年3月20日前（含当日）补正" in "".join(below)
    assert {"签收人", "日期"} <= set(below)
    assert "未盖章无效" in "".join(above)
    assert f"第{page.number}页共{page.total}页" in "".join("".join(above).split())
    codes = [m for m in page.marks if isinstance(m, Bars)]
    assert sum(min(box[1] for box in code.boxes) > tear.y1 for code in codes) == 1


def test_the_stub_stands_on_the_last_page_with_what_is_signed(fonts: FontSet) -> None:
    pages = pages_of(hardest("one_time_notice"), fonts)
    dashed = [any(isinstance(m, Rule) and m.dash for m in page.marks) for page in pages]
    assert dashed == [False] * (len(pages) - 1) + [True]
    assert any(r.text == "经办人" for r in runs(pages[-1]))


def test_the_margin_names_the_versions(fonts: FontSet) -> None:
    facts = freeze(everyday("acceptance"))
    page = lay_out(facts, fonts, journal_code=CODE)[0]
    text = "".join(r.text for r in runs(page))
    assert "事项版本 2026-01" in text.replace("\u2002", " ")
    assert "版式 3" in text
    amended = replace(facts, wording=(*facts.wording[:-1], (facts.wording[-1][0], "改过的一句。")))
    other = lay_out(amended, fonts, journal_code=CODE)[0]
    versions = ["".join(r.text for r in runs(p)).split("用语")[1] for p in (page, other)]
    assert versions[0] != versions[1]


def test_a_newer_look_is_refused(fonts: FontSet) -> None:
    with pytest.raises(Misused, match="newer_template"):
        lay_out(
            replace(freeze(everyday("receipt")), template=TEMPLATE + 1), fonts, journal_code=""
        )


@every_kind
def test_two_readers_find_the_codes_in_black_and_white_at_203_dpi(
    kind: Kind, fonts: FontSet, tmp_path: Path
) -> None:
    facts = freeze(everyday(kind.KIND))
    wanted = {text for text in (facts.case_number or facts.enquiry, facts.query) if text}
    scans = []
    for sheet in sheets_for(kind.KIND):
        scan = tmp_path / f"{sheet.name}.png"
        if sheet.endless:
            picture = rasterise(lay_out(facts, fonts, journal_code=CODE, sheet=sheet)[0], fonts)
            whole = picture.convert("L")
        else:
            path = render_document(
                facts, tmp_path / "a.pdf", fonts, journal_code=CODE, sheet=sheet
            )
            document = pypdfium2.PdfDocument(path)
            grey = document[0].render(scale=203 / 72, grayscale=True).to_pil()
            document.close()
            whole = grey.crop((0, 0, grey.width, grey.height // 4)).point(
                lambda shade: 255 if shade > 127 else 0
            )
        found = {code.text for code in zxingcpp.read_barcodes(whole)}
        assert wanted <= found, sheet.name
        whole.convert("1").save(scan)
        scans.append(scan)
    if wanted:
        zbar = subprocess.run(
            ["zbarimg", "-q", "--raw", *map(str, scans)],
            capture_output=True,
            check=False,
            text=True,
        )
        lines = zbar.stdout.splitlines()
        assert {text: lines.count(text) for text in wanted} == dict.fromkeys(wanted, len(scans))


def test_the_stubs_bars_are_read_too(fonts: FontSet, tmp_path: Path) -> None:
    facts = freeze(everyday("one_time_notice"))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code=CODE)
    document = pypdfium2.PdfDocument(path)
    grey = document[len(document) - 1].render(scale=203 / 72, grayscale=True).to_pil()
    document.close()
    below = grey.crop((0, int(grey.height * 0.85), grey.width, grey.height))
    black = below.point(lambda shade: 255 if shade > 127 else 0)
    assert facts.case_number in {code.text for code in zxingcpp.read_barcodes(black)}


@every_kind
def test_the_file_is_sound_and_every_font_is_an_embedded_subset(
    kind: Kind, fonts: FontSet, tmp_path: Path
) -> None:
    facts = freeze(hardest(kind.KIND))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code=CODE)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert checked.returncode == 0
    listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    rows = listing.stdout.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"TrueType +WinAnsi +yes yes yes +\d+ +\d+$", row), row


def test_an_embedded_subset_is_a_whole_font_with_the_glyphs_of_the_page(
    fonts: FontSet, tmp_path: Path
) -> None:
    """Read by an independent reader: outlines as in the file they come from, composites too."""
    facts = freeze(replace(everyday("receipt"), applicant="张é金䶮"))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code=CODE)
    found = 0
    resources: Any = PdfReader(path).pages[0]["/Resources"]
    for font in resources["/Font"].values():
        descriptor = font.get_object()["/FontDescriptor"]
        face = str(descriptor["/FontName"]).split("+")[1]
        with (
            TTFont(BytesIO(descriptor["/FontFile2"].get_data())) as subset,
            TTFont(fonts.folder / f"{face}.ttf", lazy=True) as whole,
        ):
            names, cmap = subset.getGlyphOrder(), whole.getBestCmap()
            assert len(names) == subset["maxp"].numGlyphs
            coded = subset["cmap"].tables[0].cmap
            backwards = _characters(font.get_object()["/ToUnicode"].get_data().decode())
            for code, name in coded.items():
                if code in backwards:
                    drawn = DecomposingRecordingPen(subset.getGlyphSet())
                    meant = DecomposingRecordingPen(whole.getGlyphSet())
                    subset.getGlyphSet()[name].draw(drawn)
                    whole.getGlyphSet()[cmap[ord(backwards[code])]].draw(meant)
                    assert drawn.value == meant.value
                    found += 1
    assert found > 100


def _characters(cmap: str) -> dict[int, str]:
    pairs = re.findall(r"^<(..)> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(char).decode("utf-16-be") for code, char in pairs}
