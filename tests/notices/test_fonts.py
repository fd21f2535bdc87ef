"""Which font draws which character, and what happens when none does."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.notices.fonts import FILES, FontSet, printable, refuse_missing
from clerk_app.notices.page import Face, Run
from clerk_app.notices.render import lay_out, render_document
from clerk_app.notices.wording import freeze
from tests.notices.conftest import text_of
from tests.notices.hard import everyday

NAMES = Path(__file__).parents[1] / "data" / "rare_name_strings.txt"


def rare_names() -> list[str]:
    """The invented names of the list, without its remark."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("wanted", [Face.SERIF, Face.RARE, Face.SANS_BOLD])
def test_our_reading_of_a_font_agrees_with_fonttools(fonts: FontSet, wanted: Face) -> None:
    # without the npm client there is no serif face: what stands in for it is read instead
    face = Face.SANS if wanted in fonts.absent else wanted
    with TTFont(fonts.path(face), lazy=True) as font:
        cmap, metrics = font.getBestCmap(), font["hmtx"]
        units = font["head"].unitsPerEm
        for code in sorted(cmap)[::211]:
            assert fonts.advance(chr(code), face) == metrics[cmap[code]][0] / units
        absent = next(code for code in range(0x20000, 0x40000) if code not in cmap)
        if face is Face.RARE:
            assert fonts.face_for(chr(absent), face) is None


def test_every_character_of_every_rare_name_is_in_some_font(fonts: FontSet) -> None:
    names = rare_names()
    assert len(names) > 150
    assert {name: fonts.missing(name) for name in names if fonts.missing(name)} == {}


@pytest.mark.parametrize(
    ("char", "face"),
    [("张", Face.SERIF), ("a", Face.SERIF), ("𠀂", Face.RARE), ("김", Face.KOREAN)],
)
def test_a_character_takes_the_first_font_that_has_it(
    fonts: FontSet, char: str, face: Face
) -> None:
    stand_in = Face.SANS if face in fonts.absent else face
    assert fonts.face_for(char, Face.SERIF) is stand_in


def test_the_rare_and_the_sans_faces_are_here(fonts: FontSet) -> None:
    assert set(fonts.absent) <= {Face.SERIF, Face.SERIF_BOLD}


def test_a_character_in_no_font_is_named_with_its_field_and_not_shown(fonts: FontSet) -> None:
    with pytest.raises(Unavailable) as caught:
        refuse_missing(fonts, [("事项", "许可"), ("申请人", "张\U000323af")])
    assert caught.value.code == "missing_glyph"
    assert "U+323AF" in caught.value.message
    assert "申请人" in caught.value.message
    assert "张" not in caught.value.message


def test_a_character_in_no_font_is_counted_out_in_the_name(fonts: FontSet) -> None:
    for text, which in (
        ("\U000323af田示例", "第 1 个字"),
        ("欧阳e\u0301\U000323af", "第 4 个字"),  # a letter and its mark are one
        ("\U000323af三\U000323b0", "第 1、3 个字"),
    ):
        with pytest.raises(Unavailable) as caught:
            refuse_missing(fonts, [("申请人", text)])
        assert which in caught.value.message
    with pytest.raises(Unavailable) as caught:
        refuse_missing(fonts, [("理由", "说" * 60 + "\U000323af")])
    assert "个字" not in caught.value.message  # nobody counts so far


def test_without_fonts_the_clerk_is_told_the_command(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        FontSet(tmp_path)
    assert caught.value.code == "fonts_absent"
    assert "make setup" in caught.value.message


def test_without_the_serif_the_sans_draws_the_text(fonts: FontSet, tmp_path: Path) -> None:
    for face in (Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD):
        (tmp_path / FILES[face]).symlink_to(fonts.path(face))
    poor = FontSet(tmp_path)
    assert poor.face_for("张", Face.SERIF) is Face.SANS
    assert Face.SERIF in poor.absent
    assert Face.RARE in poor.absent
    assert poor.missing("张𠀂") == ("𠀂",)


def test_only_where_a_font_would_help_one_is_asked_for(fonts: FontSet, tmp_path: Path) -> None:
    for face in (Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD):
        (tmp_path / FILES[face]).symlink_to(fonts.path(face))
    poor = FontSet(tmp_path)
    for having, text, asked in (
        (poor, "𠀂", True),
        (poor, "m\u0300", False),
        (poor, "\u1112\u119e", False),
        (fonts, "\U000323af", False),
        (fonts, "m\u0300", False),
    ):
        with pytest.raises(Unavailable) as caught:
            refuse_missing(having, [("申请人", text)])
        assert ("装全" in caught.value.message) is asked, text


def test_a_torn_font_file_is_damage_not_a_crash(fonts: FontSet, tmp_path: Path) -> None:
    for face in (Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD):
        shutil.copyfile(fonts.path(face), tmp_path / FILES[face])
    whole = (tmp_path / FILES[Face.SANS]).read_bytes()
    (tmp_path / FILES[Face.SANS]).write_bytes(whole[:300])
    with pytest.raises(Damaged, match="bad_font"):
        FontSet(tmp_path)


def test_composing_marks_leaves_compatibility_ideographs_alone() -> None:
    assert printable("Jose\u0301") == "Jos\u00e9"
    assert printable("\uf900\u4e00\ufe00\U000e0100") == "\uf900\u4e00"


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("\u1100\u1175\u11b7\u110e\u1165\u11af\u1109\u116e", "김철수"),
        ("가\u11a8", "각"),
        ("\u1100\u1161\u1100\u1161", "가가"),
        ("e\u0302\u0323", "\u1ec7"),
        ("\u304b\u3099", "が"),
        ("\uf900\u0301", "\uf900\u0301"),
        ("\ufa10\u3099", "\ufa10\u3099"),
    ],
)
def test_what_has_a_composed_form_is_drawn_as_one_and_nothing_turns_into_another(
    typed: str, drawn: str, fonts: FontSet
) -> None:
    assert printable(typed) == drawn
    assert bool(fonts.missing(typed)) == (len(drawn) > 1 and "\uf900" <= drawn[0] <= "\ufaff")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("m\u0300", "U+0300（附加符号）"),
        ("\xea\u0304", "U+0304（附加符号）"),
        ("张\u0301三", "U+0301（附加符号）"),
        ("\uf900\u0301", "U+0301（附加符号）"),
        ("\u1112\u119e\u11ab", "U+1112（谚文字母）、U+119E（谚文字母）、U+11AB（谚文字母）"),
        ("히\u11c3", "U+11C3（谚文字母）"),
    ],
)
def test_what_would_stand_beside_its_base_is_named_and_drawn_as_its_code(
    text: str, named: str, fonts: FontSet, tmp_path: Path
) -> None:
    facts = freeze(replace(everyday("receipt"), applicant=text))
    with pytest.raises(Unavailable) as caught:
        lay_out(facts, fonts, journal_code="")
    assert caught.value.code == "missing_glyph"
    assert caught.value.message == f"“申请人”里有字库没有的字：{named}（第 1 个字）"
    path = render_document(facts, tmp_path / "a.pdf", fonts, journal_code="", boxed=True)
    read = "".join(text_of(path).split())
    for code in re.findall(r"U\+[0-9A-F]{4}", named):
        assert code in read


@pytest.mark.parametrize("template", [1, 2])
def test_a_page_of_a_look_before_is_drawn_as_it_was(template: int, fonts: FontSet) -> None:
    """What was printed of m\u0300 and of jamo stays as bad as it was: the page is the same."""
    name = "m\u0300 \u1100\u1175\u11b7"
    facts = replace(freeze(everyday("receipt")), applicant=name, template=template)
    runs = [
        mark.text
        for page in lay_out(facts, fonts, journal_code="")
        for mark in page.marks
        if isinstance(mark, Run)
    ]
    assert any("m\u0300" in run for run in runs)
    assert any("\u1175" in run for run in runs)
