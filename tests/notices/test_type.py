"""The type of the papers: every hanzi of GB 18030-2022, figures, lines, names, boxed ones."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.paths import resource
from clerk_app.kernel.private_use import STANDARD, standard
from clerk_app.kernel.text import person_name, plain
from clerk_app.notices import slips
from clerk_app.notices.breaking import HALF_AT_END, lines_of
from clerk_app.notices.facts import from_body
from clerk_app.notices.fonts import FILES, FontSet
from clerk_app.notices.kinds import EVERY
from clerk_app.notices.page import Face, Rule, Run
from clerk_app.notices.render import (
    BOXED_NOTE,
    lay_out,
    refuse_unprintable,
    render_document,
    title_of,
)
from clerk_app.notices.sheets import A4_SHEET, A5_SHEET, BODY, FIGURE
from clerk_app.notices.typeset import Typesetter
from clerk_app.notices.wording import freeze
from tests.notices.conftest import joined, text_of
from tests.notices.hard import carrying, everyday
from tests.notices.test_fonts import rare_names

HANZI = (
    (0x3400, 0x4DB5),
    (0x4E00, 0x9FEF),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
RADICALS = (0x2F00, 0x2FD5)
COMPATIBLE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
"""The twelve hanzi at FA0E to FA29 that are no duplicates."""
RARE = Path(__file__).parents[1] / "data" / "rare_names.txt"
FIGURES = (Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD)
"""The faces of columns of figures and of the numbers on slips; the serif is for running text."""
BAD_START = set("，。、；：！？）》」』】〕〉〗〙｝＞”’…—～％·")
BAD_END = set("（《「『【〔〈〖〘｛＜“‘￥")


def rare_characters() -> list[str]:
    """The 357 characters of the list."""
    lines = RARE.read_text("utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def test_every_hanzi_of_gb_18030_2022_has_a_glyph(fonts: FontSet) -> None:
    codes = [code for first, last in (*HANZI, RADICALS) for code in range(first, last + 1)]
    assert len(codes) == 88_089
    whole = codes + [ord(char) for char in COMPATIBLE]
    assert [f"{code:X}" for code in whole if not fonts.face_for(chr(code), Face.SERIF)] == []


def test_figures_are_as_wide_as_each_other_in_their_faces(fonts: FontSet) -> None:
    for face in FIGURES:
        assert len({fonts.advance(digit, face) for digit in "0123456789"}) == 1, FILES[face]
    assert {FIGURE.face, slips.VALUE.face} <= set(FIGURES)


def test_a_column_of_figures_is_set_in_such_a_face(fonts: FontSet) -> None:
    facts = freeze(everyday("material_list"))
    for sheet in (A4_SHEET, A5_SHEET):
        pages = lay_out(facts, fonts, journal_code="", sheet=sheet)
        found = [m for p in pages for m in p.marks if isinstance(m, Run)]
        heading = next(m for m in found if m.text == "页数")
        right = heading.x + 2 * heading.size
        column = [
            m
            for m in found
            if m.text.isdecimal()
            and abs(m.x + len(m.text) * fonts.advance("0", m.face) * m.size - right) < 0.1
        ]
        assert [m.text for m in column] == ["4", "2", "6"]
        assert {m.face for m in column} == {Face.SANS}


def test_private_use_characters_become_what_they_stand_for() -> None:
    """FE51 and FE59 of GB 18030-2005 by their private-use code points, and A8BC, A6D9, A989."""
    assert standard("\ue816\ue81e") == "\U00020087\u9fb4"
    assert standard("\ue864") == "\u9fbb"
    assert standard("\ue815\ue863") == "\u2e81\u4dae"
    assert standard("\ue7c7\ue7c8\ue78d\ue7e7") == "\u1e3f\u01f9\ufe10\u303e"
    assert len(STANDARD) == 80 + 13 + 10 + 2 + 1
    assert not any("\ue000" <= char <= "\uf8ff" for char in STANDARD.values())
    assert person_name("张\ue82b") == "张\u9fb6"
    assert plain("\ue832路", "住址") == "\u9fb8路"


@pytest.mark.parametrize("byte", [*range(0x50, 0x7F), *range(0x80, 0xA1)])
def test_the_table_agrees_with_pythons_codec_where_that_knows(byte: int) -> None:
    """An independent reading of FE50–FEA0: Python's gb18030 knows 66 of the 80."""
    meant = bytes([0xFE, byte]).decode("gb18030")
    order = byte - 0x50 - (byte > 0x7F)
    if not "\ue000" <= meant <= "\uf8ff":
        assert STANDARD[0xE815 + order] == meant
    else:
        assert ord(meant) == 0xE815 + order


def wording_texts() -> list[str]:
    """Sentences of the shipped wording with names in them, the fifty longest."""
    names = rare_names()
    texts: list[str] = []
    for kind in EVERY:
        words = tomllib.loads((resource("wording") / f"{kind.KIND}.toml").read_text("utf-8"))
        for key, sentence in words.items():
            name = names[len(texts) % len(names)]
            texts.append(f"{sentence.replace('{applicant}', name)}（{name}·{key}），共12份。")
    return sorted((text.replace("\n", "") for text in texts), key=len)[-50:]


def test_no_line_of_fifty_texts_begins_or_ends_badly_at_two_hundred_widths() -> None:
    bad = []
    for text in wording_texts():
        widths = [0.55 if ord(char) < 0x2000 else 1.0 for char in text]
        for quarter in range(32, 232):
            lines = lines_of(text, widths, quarter / 4)
            bad += [line for line in lines[1:] if line[0] in BAD_START]
            bad += [line for line in lines[:-1] if line[-1] in BAD_END]
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert bad == []


def test_a_mark_at_the_end_of_a_line_counts_as_half(fonts: FontSet) -> None:
    """Ten hanzi and a comma stand in ten and a half ems; in ten they do not. The one that then
    goes down has the two after it for company."""
    ts = Typesetter(fonts)
    text = "受理材料齐全符合法定，形式"
    room = 10.5 * BODY.size
    assert ts.lines(text, BODY, room) == ["受理材料齐全符合法定，", "形式"]
    assert ts.lines(text, BODY, 10 * BODY.size)[0] == "受理材料齐全符合法"
    assert "，" in HALF_AT_END


def test_a_character_in_no_font_stops_the_page_or_stands_as_its_code(
    fonts: FontSet, tmp_path: Path
) -> None:
    facts = freeze(replace(everyday("one_time_notice"), applicant="张\U000323af"))
    with pytest.raises(Unavailable) as caught:
        lay_out(facts, fonts, journal_code="")
    assert caught.value.code == "missing_glyph"
    assert "U+323AF" in caught.value.message
    assert "申请人" in caught.value.message
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="", boxed=True)
    text = joined(path)
    assert "U+323AF" in text
    assert "".join(BOXED_NOTE.split()) in text
    pages = lay_out(facts, fonts, journal_code="", boxed=True)
    tear = next(m for m in pages[-1].marks if isinstance(m, Rule) and m.dash)
    notes = [m for p in pages for m in p.marks if isinstance(m, Run) and "为该字的代码" in m.text]
    assert len(notes) == 1
    assert notes[0] in pages[0].marks or notes[0].y < tear.y1


def test_facts_that_are_boxed_are_not_refused_and_print_so_again(fonts: FontSet) -> None:
    facts = freeze(replace(everyday("receipt"), applicant="张\U000323af"))
    with pytest.raises(Unavailable, match="missing_glyph"):
        refuse_unprintable(facts, fonts)
    chosen = replace(facts, boxed=True)
    refuse_unprintable(chosen, fonts)
    assert from_body(chosen.to_body()) == chosen
    assert lay_out(chosen, fonts, journal_code="") == lay_out(
        facts, fonts, journal_code="", boxed=True
    )


def test_a_page_with_every_character_has_no_note_on_boxes(fonts: FontSet) -> None:
    facts = freeze(everyday("receipt"))
    boxed = lay_out(facts, fonts, journal_code="", boxed=True)
    assert boxed == lay_out(facts, fonts, journal_code="")


def test_the_file_tells_its_language_its_title_and_shows_it(
    fonts: FontSet, tmp_path: Path
) -> None:
    facts = freeze(everyday("acceptance"))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="")
    reader = PdfReader(path)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  # a PDF object
    assert reader.metadata is not None
    assert reader.metadata.title == f"{title_of(facts)} {facts.number}"


def test_a_long_name_never_touches_the_next_field(fonts: FontSet) -> None:
    """25 hanzi beside an identity number: the name wraps before the label of its neighbour."""
    name = "欧阳㛃䶮𬱖𫖯𠅤令狐晓穗慕容青禾司马长路诸葛远山上官禾"
    facts = freeze(replace(everyday("receipt"), applicant=name))
    (page, *_) = lay_out(facts, fonts, journal_code="")
    found = [m for m in page.marks if isinstance(m, Run)]
    label = next(m for m in found if m.text == "证件号码")
    beside = [m for m in found if abs(m.y - label.y) < 2 and m.x < label.x]
    for run in beside:
        right = run.x + sum(fonts.advance(char, run.face) for char in run.text) * run.size
        assert right <= label.x - 3


@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_all_rare_names_and_characters_are_found_again_in_one_document(
    kind: str, fonts: FontSet, tmp_path: Path
) -> None:
    rare = rare_characters()
    assert len(rare) == 357
    texts = [*rare_names(), *("".join(rare[at : at + 20]) for at in range(0, 357, 20))]
    assert [text for text in texts if fonts.missing(text)] == []
    facts = freeze(carrying(kind, texts))
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="")
    found = "".join(text_of(path, "-raw").split())
    assert [text for text in texts if "".join(text.split()) not in found] == []
    if kind == "receipt":  # the slower reader, once
        second = "".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
        assert [text for text in texts if "".join(text.split()) not in second] == []


@pytest.mark.long
@pytest.mark.parametrize("kind", [kind.KIND for kind in EVERY])
def test_every_rare_name_in_a_document_of_its_own(
    kind: str, fonts: FontSet, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    for text in [*rare_names(), *rare_characters()]:
        render_document(freeze(carrying(kind, [text])), path, fonts, journal_code="")
        assert "".join(text.split()) in "".join(text_of(path, "-raw").split()), text
