"""The bytes of a ticket slip as a picture: what a printer of our kind would put on the paper.

For the preview and for the tests. Only the commands listed in `_COMMANDS` are understood; a byte
that begins no known command is an error that names it, never something left out silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from clerk_app.kernel.errors import Misused

FontOf = Callable[[str], Path]
"""The font file that draws a character."""

_ESC, _GS, _FS, _LF, _CR = 0x1B, 0x1D, 0x1C, 0x0A, 0x0D
_CELL, _LINE = 24, 30
_TALLEST = 40_000
_CODE128_VALUES = {"A": 103, "B": 104, "C": 105}


@dataclass(slots=True)
class _Paper:
    """The slip under the head, and the modes the printer is in."""

    dots: int
    font_of: FontOf
    rows: Image.Image
    y: int = 0
    align: int = 0
    bold: bool = False
    small: bool = False
    across: int = 1
    down: int = 1
    hanzi: bool = True
    bar_height: int = 162
    bar_width: int = 3
    qr_size: int = 3
    qr_level: str = "l"
    qr_content: bytes = b""
    line: bytearray = field(default_factory=bytearray)
    done: list[Image.Image] = field(default_factory=list)


def pictures(data: bytes, dots: int, font_of: FontOf) -> tuple[Image.Image, ...]:
    """Each slip, up to its cut, as a one-bit picture `dots` wide; bytes after the last cut are
    a slip of their own if they print anything.

    Raises `Misused` (`bad_escpos`) for an unknown or broken command, naming byte and offset.
    """
    paper = _fresh(dots, font_of)
    at = 0
    while at < len(data):
        at = _step(paper, data, at)
    _flush(paper, feed=False)
    if paper.y:
        _tear(paper)
    return tuple(paper.done)


def _step(paper: _Paper, data: bytes, at: int) -> int:
    """Work through one command or one byte of text; the offset of the next."""
    byte = data[at]
    if byte in (_ESC, _GS, _FS):
        name = data[at : at + 2]
        command = _COMMANDS.get(name)
        if command is None:
            raise _bad(name, at)
        try:
            return command(paper, data, at + 2)
        except IndexError as error:
            raise _bad(data[at : at + 4], at, "没有写完") from error
    if byte == _LF:
        _flush(paper, feed=True)
    elif byte >= 0x80 or 0x20 <= byte < 0x7F:
        if byte >= 0x80 and not paper.hanzi:
            raise _bad(data[at : at + 1], at)
        return _text(paper, data, at)
    elif byte != _CR:
        raise _bad(data[at : at + 1], at)
    return at + 1


def _bad(found: bytes, at: int, why: str = "不认识") -> Misused:
    return Misused(
        "bad_escpos", f"小票指令{why}：第 {at} 字节起 {found.hex(' ').upper()}，无法画出"
    )


def _fresh(dots: int, font_of: FontOf) -> _Paper:
    return _Paper(dots, font_of, Image.new("1", (dots, 512), 1))


# ------------------------------------------------------------------ text


def _text(paper: _Paper, data: bytes, at: int) -> int:
    """One character: ASCII, or two or four bytes of GB 18030."""
    length = 1
    if data[at] >= 0x80:
        length = 4 if 0x30 <= data[at + 1 : at + 2].ljust(1)[0] <= 0x39 else 2
    char = data[at : at + length]
    try:
        char.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _bad(char, at, "里的字不成 GB 18030") from error
    if _width(paper, bytes(paper.line) + char) > paper.dots:
        _flush(paper, feed=True)
    paper.line += char
    return at + length


def _cell(paper: _Paper, char: str) -> int:
    half = 9 if paper.small else 12
    return (half if ord(char) < 0x80 else half * 2) * paper.across


def _width(paper: _Paper, line: bytes) -> int:
    return sum(_cell(paper, char) for char in line.decode("gb18030"))


def _flush(paper: _Paper, *, feed: bool) -> None:
    """Print the line that waits; a line feed without one moves the paper by a line."""
    text = paper.line.decode("gb18030")
    height = _CELL * paper.down
    if text:
        _grow(paper, height)
        x = _left(paper, _width(paper, bytes(paper.line)))
        for char in text:
            _glyph(paper, char, x)
            x += _cell(paper, char)
        paper.line.clear()
    if text or feed:
        _grow(paper, max(_LINE, height))
        paper.y += max(_LINE, height)


def _glyph(paper: _Paper, char: str, x: int) -> None:
    """One character in its cell, stretched whole dots as the printer does."""
    if char == " ":
        return
    width = _cell(paper, char) // paper.across
    cell = Image.new("1", (width, _CELL), 1)
    pen = ImageDraw.Draw(cell)
    pen.fontmode = "1"
    font = _font(paper.font_of(char), 18 if paper.small else 22)
    for shift in (0, 1) if paper.bold else (0,):
        pen.text((width / 2 + shift, _CELL - 4), char, fill=0, font=font, anchor="ms")
    wide = cell.resize((width * paper.across, _CELL * paper.down), Image.Resampling.NEAREST)
    paper.rows.paste(wide, (x, paper.y))


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


# ------------------------------------------------------------------ paper


def _grow(paper: _Paper, more: int) -> None:
    wanted = paper.y + more
    if wanted > _TALLEST:
        raise Misused("bad_escpos", "小票超过五米，指令有误")
    if wanted > paper.rows.height:
        taller = Image.new("1", (paper.dots, max(wanted, paper.rows.height * 2)), 1)
        taller.paste(paper.rows, (0, 0))
        paper.rows = taller


def _left(paper: _Paper, width: int) -> int:
    return max(0, (paper.dots - width) * paper.align // 2)


def _put(paper: _Paper, picture: Image.Image) -> None:
    _flush(paper, feed=False)
    _grow(paper, picture.height)
    paper.rows.paste(picture, (_left(paper, picture.width), paper.y))
    paper.y += picture.height


def _tear(paper: _Paper) -> None:
    paper.done.append(paper.rows.crop((0, 0, paper.dots, paper.y)))
    paper.rows = Image.new("1", (paper.dots, 512), 1)
    paper.y = 0


# ------------------------------------------------------------------ commands


def _initialise(paper: _Paper, _data: bytes, at: int) -> int:
    """ESC @: as after switching on; what is printed stays."""
    new = _fresh(paper.dots, paper.font_of)
    new.rows, new.y, new.done = paper.rows, paper.y, paper.done
    for name in _Paper.__slots__:
        setattr(paper, name, getattr(new, name))
    return at


def _mode(paper: _Paper, data: bytes, at: int) -> int:
    """ESC ! n: font B, bold, double height, double width (underline is not drawn)."""
    bits = data[at]
    paper.small, paper.bold = bool(bits & 0x01), bool(bits & 0x08)
    paper.down, paper.across = 1 + bool(bits & 0x10), 1 + bool(bits & 0x20)
    return at + 1


def _align(paper: _Paper, data: bytes, at: int) -> int:
    """ESC a n: 0 left, 1 centre, 2 right; as a number or a digit."""
    if data[at] not in (0, 1, 2, 0x30, 0x31, 0x32):
        raise _bad(data[at - 2 : at + 1], at - 2)
    paper.align = data[at] & 0x0F
    return at + 1


def _feed_lines(paper: _Paper, data: bytes, at: int) -> int:
    """ESC d n: print the line and feed n lines."""
    waiting = bool(paper.line)
    _flush(paper, feed=False)
    _grow(paper, _LINE * data[at])
    paper.y += _LINE * max(0, data[at] - waiting)
    return at + 1


def _bold(paper: _Paper, data: bytes, at: int) -> int:
    """ESC E n: bold by the lowest bit."""
    paper.bold = bool(data[at] & 1)
    return at + 1


def _feed_dots(paper: _Paper, data: bytes, at: int) -> int:
    """ESC J n: print the line and feed n dots."""
    _flush(paper, feed=False)
    _grow(paper, data[at])
    paper.y += data[at]
    return at + 1


def _size(paper: _Paper, data: bytes, at: int) -> int:
    """GS ! n: 1 to 8 times as wide (high half) and as tall (low half)."""
    if data[at] & 0x88:
        raise _bad(data[at - 2 : at + 1], at - 2)
    paper.across, paper.down = (data[at] >> 4) + 1, (data[at] & 0x07) + 1
    return at + 1


def _bar_height(paper: _Paper, data: bytes, at: int) -> int:
    """GS h n: dots."""
    paper.bar_height = data[at]
    return at + 1


def _bar_width(paper: _Paper, data: bytes, at: int) -> int:
    """GS w n: dots of one module."""
    paper.bar_width = data[at]
    return at + 1


def _barcode(paper: _Paper, data: bytes, at: int) -> int:
    """GS k 73 n data: Code 128 with its sets named by {A, {B, {C."""
    if data[at] != 73:
        raise _bad(data[at - 2 : at + 1], at - 2)
    length = data[at + 1]
    content = data[at + 2 : at + 2 + length]
    if len(content) < length:
        raise IndexError
    modules = _code128(content, at - 2)
    width = len(modules) * paper.bar_width
    if width > paper.dots:
        raise _bad(data[at - 2 : at + 2], at - 2, "的条码比纸宽")
    picture = Image.new("1", (width, paper.bar_height), 1)
    pen = ImageDraw.Draw(picture)
    for number, module in enumerate(modules):
        if module == "1":
            x = number * paper.bar_width
            pen.rectangle((x, 0, x + paper.bar_width - 1, paper.bar_height), fill=0)
    _put(paper, picture)
    return at + 2 + length


def _code128(content: bytes, at: int) -> str:
    """The modules of a Code 128 (ISO/IEC 15417), check symbol and stop included."""
    from barcode.charsets import code128

    values: list[int] = []
    code = ""
    place = 0
    while place < len(content):
        char = chr(content[place])
        following = chr(content[place + 1]) if place + 1 < len(content) else ""
        if char == "{" and following in _CODE128_VALUES:
            switch = {"A": 101, "B": 100, "C": 99}[following]
            values.append(switch if values else _CODE128_VALUES[following])
            code, place = following, place + 2
            continue
        if char == "{" and following == "{":
            place += 1
        if code == "C":  # each byte is a pair of digits
            value = content[place]
        elif code in ("A", "B"):
            value = code128.B[char] if code == "B" else code128.A[char]
        else:
            value = 255
        if value > 99 and code in ("", "C"):
            raise _bad(content[: place + 1], at, "的条码内容不对")
        values.append(value)
        place += 1
    if not values:
        raise _bad(content, at, "的条码是空的")
    check = (values[0] + sum(n * value for n, value in enumerate(values))) % 103
    symbols = [str(code128.CODES[value]) for value in (*values, check)]
    return "".join(symbols) + str(code128.STOP) + "11"


def _qr(paper: _Paper, data: bytes, at: int) -> int:
    """GS ( k pL pH 49 fn: model, size, level, store, print of a QR code."""
    start, at = at - 2, at + 1
    length = data[at] | data[at + 1] << 8
    words = data[at + 2 : at + 2 + length]
    if len(words) < length or length < 2:
        raise IndexError
    if data[at - 1] != 0x6B or words[0] != 49:
        raise _bad(data[start : at + 3], start)
    what = words[1]
    if what == 67:
        paper.qr_size = words[2]
    elif what == 69:
        paper.qr_level = "lmqh"[words[2] - 48]
    elif what == 80:
        paper.qr_content = words[3:]
    elif what == 81:
        _put(paper, _qr_picture(paper))
    elif what != 65:
        raise _bad(data[start : at + 4], start)
    return at + 2 + length


def _qr_picture(paper: _Paper) -> Image.Image:
    import segno

    made = segno.make(paper.qr_content, error=paper.qr_level, micro=False, boost_error=False)
    rows = [bytes(0 if module else 255 for module in row) for row in made.matrix]
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).convert("1")
    side = len(rows) * paper.qr_size
    return small.resize((side, side), Image.Resampling.NEAREST)


def _raster(paper: _Paper, data: bytes, at: int) -> int:
    """GS v 0 m xL xH yL yH: rows of dots, a set bit is black; m = 0, no stretching."""
    if data[at] != 0x30 or data[at + 1] not in (0, 0x30):
        raise _bad(data[at - 2 : at + 2], at - 2)
    width, height = data[at + 2] | data[at + 3] << 8, data[at + 4] | data[at + 5] << 8
    rows = data[at + 6 : at + 6 + width * height]
    if len(rows) < width * height:
        raise IndexError
    if width * 8 > (paper.dots + 7) // 8 * 8:
        raise _bad(data[at - 2 : at + 6], at - 2, "的点阵比纸宽")
    black = Image.frombytes("1", (width * 8, height), bytes(byte ^ 0xFF for byte in rows))
    _put(paper, black)
    return at + 6 + width * height


def _hanzi_on(paper: _Paper, _data: bytes, at: int) -> int:
    """FS &: bytes above 7F are GB 18030."""
    paper.hanzi = True
    return at


def _hanzi_off(paper: _Paper, _data: bytes, at: int) -> int:
    """FS . : bytes above 7F are of a code page, which this renderer does not have."""
    paper.hanzi = False
    return at


def _cut(paper: _Paper, data: bytes, at: int) -> int:
    """GS V m [n]: cut, after n dots of feed where m is 65 or 66."""
    if data[at] not in (0, 1, 48, 49, 65, 66):
        raise _bad(data[at - 2 : at + 1], at - 2)
    feeds = data[at] in (65, 66)
    _flush(paper, feed=False)
    if feeds:
        _grow(paper, data[at + 1])
        paper.y += data[at + 1]
    _tear(paper)
    return at + 1 + feeds


_COMMANDS: dict[bytes, Callable[[_Paper, bytes, int], int]] = {
    b"\x1b@": _initialise,
    b"\x1b!": _mode,
    b"\x1ba": _align,
    b"\x1bd": _feed_lines,
    b"\x1bE": _bold,
    b"\x1bJ": _feed_dots,
    b"\x1d!": _size,
    b"\x1dh": _bar_height,
    b"\x1dw": _bar_width,
    b"\x1dk": _barcode,
    b"\x1d(": _qr,
    b"\x1dv": _raster,
    b"\x1dV": _cut,
    b"\x1c&": _hanzi_on,
    b"\x1c.": _hanzi_off,
}
