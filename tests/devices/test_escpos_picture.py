"""Our renderer of ticket slips: each command it knows, and what it says of one it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from clerk_app.devices.escpos_picture import pictures
from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet, installed
from clerk_app.notices.page import Face


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return installed()


def _draw(fonts: FontSet, data: bytes, dots: int = 384) -> tuple[Image.Image, ...]:
    def font_of(char: str) -> Path:
        return fonts.path(fonts.face_for(char, Face.SANS) or Face.SANS)

    return pictures(data, dots, font_of)


def _ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return picture.convert("L").point(lambda v: 255 - v).getbbox()


def test_a_raster_is_drawn_dot_by_dot(fonts: FontSet) -> None:
    (picture,) = _draw(fonts, b"\x1dv0\0\x02\0\x02\0" + bytes((0x80, 0x01, 0xFF, 0x00)))
    assert picture.size == (384, 2)
    black = [(x, y) for y in range(2) for x in range(384) if not picture.getpixel((x, y))]
    assert black == [(0, 0), (15, 0), *((x, 1) for x in range(8))]


def test_text_stands_left_middle_and_right(fonts: FontSet) -> None:
    lefts = []
    for align in (0, 1, 2):
        (picture,) = _draw(fonts, b"\x1ba" + bytes((align,)) + "号码".encode("gb18030") + b"\n")
        ink = _ink(picture)
        assert ink
        lefts.append(ink[0])
    # two characters of 24 dots on 384: at 0, 168 and 336, less their side bearing
    assert all(at <= left < at + 5 for at, left in zip((0, 168, 336), lefts, strict=True))


def test_text_twice_as_wide_and_tall(fonts: FontSet) -> None:
    word = "号".encode("gb18030")
    boxes = []
    for size in (b"\x1d!\x00", b"\x1d!\x11", b"\x1b!\x30"):
        (picture,) = _draw(fonts, size + word + b"\n")
        ink = _ink(picture)
        assert ink
        boxes.append((ink[2] - ink[0], ink[3] - ink[1]))
    assert boxes[1] == (boxes[0][0] * 2, boxes[0][1] * 2)
    assert boxes[2] == boxes[1]


def test_bold_is_a_dot_fatter(fonts: FontSet) -> None:
    (plain,), (bold,), (by_mode,) = (
        _draw(fonts, mode + b"l\n") for mode in (b"\x1bE\x00", b"\x1bE\x01", b"\x1b!\x08")
    )
    assert bold.convert("L").histogram()[0] > plain.convert("L").histogram()[0]
    assert bold.tobytes() == by_mode.tobytes()


def test_four_byte_characters_are_one_character(fonts: FontSet) -> None:
    """㛃 is 82 30 B7 31: a printer that reads pairs prints digits; here it is one cell."""
    assert "㛃".encode("gb18030") == b"\x820\xb71"
    (picture,) = _draw(fonts, b"\x1c&" + b"\x820\xb71" + b"\n")
    ink = _ink(picture)
    assert ink
    assert ink[2] <= 24


def test_a_long_line_goes_on_below(fonts: FontSet) -> None:
    (picture,) = _draw(fonts, "字".encode("gb18030") * 17 + b"\n")  # 16 fit on 384 dots
    assert picture.height == 60


def test_feeds_move_the_paper(fonts: FontSet) -> None:
    (picture,) = _draw(fonts, b"\x1bJ\x64" + b"\x1bd\x02" + b"\n")
    assert picture.height == 100 + 60 + 30


def test_each_cut_ends_a_slip(fonts: FontSet) -> None:
    first, second, third = _draw(fonts, b"a\n\x1dV\x00bb\n\x1dVB\x10c\n")
    assert [slip.height for slip in (first, second, third)] == [30, 46, 30]


def test_initialise_forgets_the_modes(fonts: FontSet) -> None:
    (plain,) = _draw(fonts, b"x\n")
    (after,) = _draw(fonts, b"\x1b!\x38\x1ba\x02\x1d!\x33\x1b@x\n")
    assert after.tobytes() == plain.tobytes()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{BA012-7", "A012-7"),
        (b"{C" + bytes((51, 16, 2, 0)), "51160200"),
        (b"{BGZ{C" + bytes((33, 1)), "GZ3301"),
        (b"{Bx{{y", "x{y"),
    ],
)
def test_a_bar_code_reads_as_it_was_sent(fonts: FontSet, content: bytes, text: str) -> None:
    data = b"\x1ba\x01\x1dh\x50\x1dw\x02\x1dkI" + bytes((len(content),)) + content + b"\n"
    (picture,) = _draw(fonts, b"\x1bJ\x14" + data)
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert (found.text, found.format) == (text, zxingcpp.BarcodeFormat.Code128)


def test_a_qr_reads_as_it_was_sent(fonts: FontSet) -> None:
    content = b"https://hall.example/q/1"
    store = bytes((len(content) + 3, 0)) + b"1P0" + content
    data = (
        b"\x1ba\x01\x1bJ\x20"
        + b"\x1d(k\x04\x001A2\x00"
        + b"\x1d(k\x03\x001C\x05"
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k"
        + store
        + b"\x1d(k\x03\x001Q0"
        + b"\x1bJ\x20"
    )
    (picture,) = _draw(fonts, data)
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == content.decode()


@pytest.mark.parametrize(
    ("data", "offset", "named"),
    [
        (b"ab\x1bZ", 2, "1B 5A"),
        (b"\x1b@\x07", 2, "07"),
        (b"\x1d(L\x02\x0000", 0, "1D 28 4C"),
        (b"\x1dv1\0\1\0\1\0\0", 0, "1D 76 31"),
        (b"\x1dv0\0\x02\0\x02\0\0", 0, "1D 76 30 00"),
        (b"\x1dk\x04123\0", 0, "1D 6B 04"),
        (b"\x1ba\x07", 0, "1B 61 07"),
        (b"x\x1b", 1, "1B"),
        (b"\x1c.\xc0\xcf", 2, "C0"),
        (b"\xff\xff", 0, "FF FF"),
    ],
)
def test_what_is_not_known_is_named_with_its_place(
    fonts: FontSet, data: bytes, offset: int, named: str
) -> None:
    with pytest.raises(Misused) as caught:
        _draw(fonts, data)
    assert caught.value.code == "bad_escpos"
    assert f"第 {offset} 字节起 {named}" in caught.value.message


def test_a_raster_wider_than_the_paper_is_an_error(fonts: FontSet) -> None:
    with pytest.raises(Misused):
        _draw(fonts, b"\x1dv0\0\x48\0\x01\0" + bytes(72), dots=384)


def test_nothing_is_no_slip(fonts: FontSet) -> None:
    assert _draw(fonts, b"") == ()
    assert _draw(fonts, b"\x1b@") == ()
