"""Cutting a font to a subset: parts of composite glyphs, long tables, advances that repeat."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from clerk_app.notices.embedding import Outlines
from clerk_app.notices.sfnt import FontFile

CODES = {0x41: "base", 0x42: "mark", 0xC5: "both", 0x20000: "wide"}
"""A, a ring, Å made of the two, and a character of Ext B."""


def _square(size: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, size), (size, size), (size, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


@pytest.fixture
def font(tmp_path: Path) -> Path:
    """A small font with a composite glyph."""
    glyphs = {
        name: _square(100 * n) for n, name in enumerate((".notdef", "base", "mark", "wide"), 1)
    }
    pen = TTGlyphPen(glyphs)
    pen.addComponent("base", (1, 0, 0, 1, 0, 0))
    pen.addComponent("mark", (0.5, 0, 0, 0.5, 300, 700))
    glyphs["both"] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "base", "mark", "both", "wide"])
    builder.setupCharacterMap(CODES)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (500 + 10 * n, n) for n, name in enumerate(builder.font.getGlyphOrder())}
    )
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    builder.setupOS2(version=4, sCapHeight=700, usWeightClass=400)
    builder.setupPost()
    path = tmp_path / "Small-Regular.ttf"
    builder.save(path)
    return path


def _drawn(font: TTFont, name: str) -> object:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value


def test_a_composite_glyph_brings_its_parts_under_their_new_numbers(font: Path) -> None:
    """Asked for first, so that every part gets another number than in the file."""
    codes = [0xC5, 0x20000]
    with TTFont(BytesIO(Outlines(FontFile(font)).subset(codes))) as cut, TTFont(font) as whole:
        assert cut["maxp"].numGlyphs == 5
        for at, code in enumerate(codes):
            name = cut["cmap"].tables[0].cmap[at]
            assert _drawn(cut, name) == _drawn(whole, CODES[code])
            assert cut["hmtx"][name] == whole["hmtx"][CODES[code]]


def test_what_is_not_asked_for_is_left_out(font: Path) -> None:
    with TTFont(BytesIO(Outlines(FontFile(font)).subset([0x41]))) as cut:
        assert cut["maxp"].numGlyphs == 2
        assert set(cut.keys()) == {
            "GlyphOrder", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp",
        }  # fmt: skip
    assert Outlines(FontFile(font)).getCharWidth(0x20000) == 540
    assert Outlines(FontFile(font)).capHeight == 700
