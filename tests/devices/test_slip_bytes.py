"""A slip as bytes: the same on a wire as in a file, and on paper what was laid out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from clerk_app.devices.escpos_picture import pictures
from clerk_app.devices.printing.port import JobState
from clerk_app.devices.printing.tcp9100 import TcpSlipPrinter
from clerk_app.kernel.errors import Misused
from clerk_app.notices.codes import code128, qr
from clerk_app.notices.escpos import rasterise, slip_bytes, snapped
from clerk_app.notices.fonts import FontSet, installed
from clerk_app.notices.page import Bars, Face, Page, Rule, Run
from tests.devices.slip_machine import SocketMachine
from tests.devices.slips import CASE, CONTENT, DOT, slip


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return installed()


def _picture(data: bytes, dots: int, fonts: FontSet) -> Image.Image:
    (picture,) = pictures(data, dots, lambda _char: fonts.path(Face.SANS))
    return picture


def _page(*marks: Run | Rule | Bars, dots: int = 384, tall: float = 40) -> Page:
    return Page(dots * DOT, tall, 1, 1, marks)


@pytest.mark.parametrize("dots", [384, 576])
def test_the_picture_of_the_bytes_is_the_raster_of_the_page(fonts: FontSet, dots: int) -> None:
    page = slip(fonts, dots)
    raster = rasterise(page, fonts)
    assert raster.mode == "1"
    assert raster.size == (dots, 508)  # 180 pt at 203 dpi
    picture = _picture(slip_bytes(page, fonts), dots, fonts)
    assert picture.crop((0, 0, dots, 508)).tobytes() == raster.tobytes()
    rest = picture.crop((0, 508, dots, picture.height))
    assert rest.height >= 80  # fed past the cutter
    assert set(rest.tobytes()) == {0xFF}


@pytest.mark.parametrize("dots", [384, 576])
def test_two_readers_read_both_codes_off_the_slip(
    fonts: FontSet, dots: int, tmp_path: Path
) -> None:
    picture = _picture(slip_bytes(slip(fonts, dots), fonts), dots, fonts)
    found = {result.text for result in zxingcpp.read_barcodes(picture.convert("L"))}
    assert found == {CASE, CONTENT}
    picture.save(tmp_path / "slip.png")
    said = subprocess.run(
        ["zbarimg", "--quiet", tmp_path / "slip.png"], capture_output=True, check=True, text=True
    ).stdout
    assert set(said.splitlines()) == {f"CODE-128:{CASE}", f"QR-Code:{CONTENT}"}


def test_bytes_on_a_wire_are_the_bytes_of_a_file(fonts: FontSet) -> None:
    data = slip_bytes(slip(fonts, 576), fonts)
    machine = SocketMachine()
    printer = TcpSlipPrinter("127.0.0.1", machine.port)
    assert printer.write(data).state is JobState.DONE
    machine.unplug()
    assert bytes(machine.printed) == data


def test_bands_are_no_higher_than_255_dots(fonts: FontSet) -> None:
    data = slip_bytes(slip(fonts, 576), fonts)
    heights, at = [], 2
    assert data[:2] == b"\x1b@"
    while data[at : at + 4] == b"\x1dv0\0":
        across = int.from_bytes(data[at + 4 : at + 6], "little")
        down = int.from_bytes(data[at + 6 : at + 8], "little")
        heights.append(down)
        at += 8 + across * down
    assert heights == [255, 253]
    assert data[at:] == b"\x1bd\x04\x1dVB\0"


def test_the_whole_of_gb18030_is_left_to_no_printer_font(fonts: FontSet) -> None:
    """A name beyond U+FFFF is dots: its four GB 18030 bytes are nowhere in the stream."""
    face = fonts.face_for("𠀆", Face.SERIF)
    assert face is Face.RARE
    page = _page(Run(10, 30, 24, face, "𠀆"))
    assert "𠀆".encode("gb18030") not in slip_bytes(page, fonts)
    dots = rasterise(page, fonts).convert("L").histogram()[0]
    assert 300 < dots < 2000  # a character of few strokes on 68 × 68 dots


@pytest.mark.parametrize("size", [5, 6, 7, 9])
@pytest.mark.parametrize("char", "人大女子乃九𠀀𠀁𠀃𠀆")
def test_a_stroke_thinner_than_a_dot_is_not_broken(fonts: FontSet, char: str, size: float) -> None:
    """Characters all of whose strokes touch stay in one piece."""
    face = fonts.face_for(char, Face.SERIF)
    assert face
    raster = rasterise(_page(Run(10, 20, size, face, char), dots=96), fonts)
    assert _pieces(raster) == 1


def _pieces(picture: Image.Image) -> int:
    """How many patches of black there are, corners counting as touching."""
    width, height = picture.size
    black = {(x, y) for x in range(width) for y in range(height) if not picture.getpixel((x, y))}
    pieces = 0
    while black:
        pieces += 1
        edge = [black.pop()]
        while edge:
            x, y = edge.pop()
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & black
            black -= near
            edge += near
    return pieces


@pytest.mark.parametrize("width", [0.01, 0.2, 0.5])
def test_a_hair_line_is_one_dot(fonts: FontSet, width: float) -> None:
    raster = rasterise(_page(Rule(0, 10, 384 * DOT, 10, width)), fonts).convert("L")
    assert raster.histogram()[0] in (384, 383)


def test_dashes_leave_gaps(fonts: FontSet) -> None:
    raster = rasterise(_page(Rule(0, 10, 384 * DOT, 10, 0.5, dash=3)), fonts).convert("L")
    assert 384 * 0.4 < raster.histogram()[0] < 384 * 0.6


@pytest.mark.parametrize("width", [90, 100.3, 117.7, 130])
def test_every_module_has_the_same_whole_number_of_dots(width: float) -> None:
    bars = code128(CASE, width, 20)
    unit = min(box[2] for box in bars.boxes)
    dots = {round(box[2] / unit): set[int]() for box in bars.boxes}
    for box, (left, _top, right, _bottom) in zip(bars.boxes, snapped(bars), strict=True):
        dots[round(box[2] / unit)].add(right - left + 1)
    modules = round(width / unit)
    whole = int(width / DOT / modules)
    assert dots == {count: {count * whole} for count in dots}


@pytest.mark.parametrize("side", [30.1, 37.9, 44.4])
def test_the_modules_of_a_qr_are_square_and_alike(side: float) -> None:
    boxes = snapped(qr(CONTENT, side))
    whole = int(side / DOT / 29)  # version 3: 29 modules a side
    assert {bottom - top + 1 for _left, top, _right, bottom in boxes} == {whole}
    assert all((right - left + 1) % whole == 0 for left, _top, right, _bottom in boxes)


def test_a_code_finer_than_the_head_is_refused(fonts: FontSet) -> None:
    with pytest.raises(Misused) as caught:
        rasterise(_page(code128(CASE, 40, 20)), fonts)  # 145 modules in 113 dots
    assert caught.value.code == "code_too_fine"


def test_a_page_wider_than_the_head_is_refused(fonts: FontSet) -> None:
    with pytest.raises(Misused) as caught:
        slip_bytes(_page(dots=640), fonts)
    assert caught.value.code == "slip_too_wide"


def test_pale_marks_are_left_white_and_white_ones_cut_out(fonts: FontSet) -> None:
    ground = Bars(((0, 0, 384 * DOT, 40),), grey=0.9)
    assert rasterise(_page(ground), fonts).convert("L").histogram()[0] == 0
    black = Bars(((0, 0, 384 * DOT, 40),))
    hole = Bars(((10 * DOT, 10 * DOT, 10 * DOT, 10 * DOT),), grey=1.0)
    raster = rasterise(_page(black, hole), fonts).convert("L")
    assert raster.histogram()[255] == 100


_QUIET = """
import logging, os, sys, tempfile
from pathlib import Path
place = Path(sys.argv[1])
tempfile.tempdir = str(place)
from clerk_app.notices.fonts import installed
from clerk_app.notices.escpos import slip_bytes
from tests.devices.slips import slip
fonts = installed()
assert "escpos" not in sys.modules
slip_bytes(slip(fonts, 576), fonts)
assert logging.getLogger().handlers == []
assert list(place.iterdir()) == []
"""


def test_the_encoder_says_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _QUIET, tmp_path],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
