"""A laid-out slip to ESC/POS bytes: every line of it as dots, so that any character prints.

Printers' own fonts read two bytes a character and print a name of 4-byte GB 18030 as rubbish
(㛃 is 82 30 B7 31, with digits inside). So nothing is left to them: the marks of the page are
drawn here at the printer's own resolution, black or white, and sent as raster bands.
"""

from __future__ import annotations

import logging
import os
import shutil
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from clerk_app.kernel.errors import Misused
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Page, Rule, Run

DPI = 203
"""Dots per inch of a ticket printer's head: 8 dots a millimetre."""
BAND = 255
"""Most dots high of one raster command: a slow printer's buffer holds one while it prints."""
WIDEST = 576
"""Dots across the head of an 80 mm printer; 384 on 58 mm."""
_ALONE = Lock()
"""FreeType's faces are kept and may be used by one thread at a time."""
_DOT = 72 / DPI
_PALE = 0.7
_FEED = 4
_DASH_DOTS = 2


def slip_bytes(page: Page, fonts: FontSet) -> bytes:
    """The bytes that print one slip: initialise, raster bands, feed, cut.

    Raises `Misused` as `rasterise`.
    """
    with _ALONE:
        picture = rasterise(page, fonts)
        printer = _dummy()
        printer.hw("INIT")
        printer.image(picture, impl="bitImageRaster", fragment_height=BAND)
        printer.print_and_feed(_FEED)
        printer.cut(mode="PART", feed=False)
        return bytes(printer.output)


def rasterise(page: Page, fonts: FontSet) -> Image.Image:
    """The page as black and white dots, one bit each, at 203 dpi.

    Glyphs are drawn by FreeType's one-bit rasteriser, which keeps strokes thinner than a dot;
    bars and modules get the same whole number of dots each. Raises `Misused`: `slip_too_wide`
    for a page wider than the head, `code_too_fine` for a code whose modules are under a dot.
    """
    width, height = _dots(page.width), _dots(page.height)
    if width > WIDEST:
        raise Misused("slip_too_wide", f"小票最宽 {WIDEST} 点，这一张要 {width} 点")
    picture = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    for mark in page.marks:
        ink = 0 if mark.grey <= _PALE else 1
        if isinstance(mark, Run):
            _write(pen, mark, ink, fonts)
        elif isinstance(mark, Rule):
            _rule(pen, mark, ink)
        elif isinstance(mark, Bars):
            for box in snapped(mark):
                pen.rectangle(box, fill=ink)
    return picture


def snapped(bars: Bars) -> list[tuple[int, int, int, int]]:
    """The boxes in dots (left, top, right, bottom, all inside the box).

    Several boxes of one code share a module; each module becomes the same whole number of dots,
    rounded down, and the code stays centred in its place. Raises `Misused` (`code_too_fine`).
    """
    boxes = bars.boxes
    if len(boxes) < 2:
        return [_whole(box) for box in boxes]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    tall = boxes[0][3]
    unit = min(box[2] for box in boxes)
    square = bottom - top > tall * 1.5  # rows of modules; else one row of bars
    if square:
        unit = min(unit, tall)
    dots = int(unit / _DOT + 1e-6)
    if dots < 1:
        raise Misused("code_too_fine", "条码或者二维码太密，小票机打不清楚")
    x0 = _dots(left) + (_dots(right - left) - round((right - left) / unit) * dots) // 2
    y0 = _dots(top)
    if square:
        y0 += (_dots(bottom - top) - round((bottom - top) / unit) * dots) // 2
    found = []
    for x, y, width, height in boxes:
        at, wide = round((x - left) / unit), round(width / unit)
        a = x0 + at * dots
        if square:
            b, high = y0 + round((y - top) / unit) * dots, round(height / unit) * dots
        else:
            b, high = y0, max(1, _dots(height))
        found.append((a, b, a + wide * dots - 1, b + high - 1))
    return found


def _whole(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    x, y, width, height = box
    a, b = _dots(x), _dots(y)
    return a, b, max(a, _dots(x + width) - 1), max(b, _dots(y + height) - 1)


def _write(pen: ImageDraw.ImageDraw, run: Run, ink: int, fonts: FontSet) -> None:
    """Character by character at the places the layout gave them, to the nearest dot."""
    font = _font(fonts.path(run.face), run.size / _DOT)
    x, y = run.x, _dots(run.y)
    for char in run.text:
        pen.text((_dots(x), y), char, fill=ink, font=font, anchor="ls")
        x += fonts.advance(char, run.face) * run.size + run.spacing


def _rule(pen: ImageDraw.ImageDraw, rule: Rule, ink: int) -> None:
    """A rule along or across the paper, at least one dot thick; slanted ones are not used."""
    thick = max(1, _dots(rule.width))
    x1, x2 = sorted((_dots(rule.x1), _dots(rule.x2)))
    y1, y2 = sorted((_dots(rule.y1), _dots(rule.y2)))
    across = y2 - y1 <= x2 - x1
    start, end = (x1, x2) if across else (y1, y2)
    dash = max(_DASH_DOTS, _dots(rule.dash)) if rule.dash else end - start + 1
    for at in range(start, end + 1, dash * 2):
        to = min(at + dash - 1, end)
        if across:
            top = y1 - thick // 2
            pen.rectangle((at, top, to, top + thick - 1), fill=ink)
        else:
            left = x1 - thick // 2
            pen.rectangle((left, at, left + thick - 1, to), fill=ink)


def _dots(points: float) -> int:
    return round(points / _DOT)


@lru_cache(maxsize=64)
def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _dummy() -> Any:
    """A python-escpos printer that keeps its bytes, with a head as wide as ours."""
    made, profile = _escpos()
    return made(profile=profile)


@lru_cache(maxsize=1)
def _escpos() -> tuple[Any, Any]:
    """python-escpos, loaded late and tidied up after.

    Its import makes a folder under /tmp that it never removes and gives the root logger a
    handler; without the width of a head it prints a notice on stdout with every picture.
    """
    root = logging.getLogger()
    before = list(root.handlers)
    from escpos import capabilities
    from escpos.printer import Dummy

    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    profile = capabilities.Profile()
    profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": WIDEST}}}
    return Dummy, profile
