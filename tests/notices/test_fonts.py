"""Which font draws which character, and what happens when none does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from clerk_app.kernel.errors import Damaged, Unavailable
from clerk_app.notices.fonts import FILES, FontSet, printable, refuse_missing
from clerk_app.notices.page import Face

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
