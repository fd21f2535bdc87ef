"""What layout and embedding need of a TrueType file: its characters, their widths, its tables.

Reads only the tables `cmap` (format 12), `head`, `hhea`, `hmtx` (OpenType 1.9), through mmap:
opening a font of 30 MB takes a millisecond, since nothing is parsed before it is asked for.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from pathlib import Path

from clerk_app.kernel.errors import Damaged


class FontFile:
    """Character map and advances of one TrueType file.

    Raises `Damaged` (`bad_font`) if the file is not a TrueType font with a format-12 map.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                self.data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._places = self._tables()
            self._read_metrics()
            self._read_map(self.at("cmap"))
        except (struct.error, KeyError, ValueError) as error:
            raise Damaged(
                "bad_font", f"字体文件 {path.name} 已损坏，请运行 make setup 重装"
            ) from error

    def glyph(self, code: int) -> int:
        """The glyph of a code point; 0 if the font has none."""
        at = bisect_right(self._starts, code) - 1
        if at < 0:
            return 0
        first, last, glyph = struct.unpack_from(">3L", self.data, self._groups + 12 * at)
        return int(glyph + code - first) if code <= last else 0

    def advance(self, code: int) -> float:
        """The advance width of a code point in ems; of the missing glyph if it has none."""
        return float(self.width(self.glyph(code))) / self._units

    def width(self, glyph: int) -> int:
        """The advance width of a glyph in the font's own units."""
        place = self._hmtx + 4 * min(glyph, self._long_metrics - 1)
        (width,) = struct.unpack_from(">H", self.data, place)
        return int(width)

    def has(self, tag: str) -> bool:
        """Whether there is such a table."""
        return tag in self._places

    def at(self, tag: str) -> int:
        """Where a table begins. Raises `KeyError` where there is none."""
        return self._places[tag][0]

    def table(self, tag: str) -> bytes:
        """A table whole. Raises `KeyError` where there is none."""
        start, length = self._places[tag]
        return self.data[start : start + length]

    def _tables(self) -> dict[str, tuple[int, int]]:
        count = struct.unpack_from(">H", self.data, 4)[0]
        tables = {}
        for n in range(count):
            tag, _, offset, length = struct.unpack_from(">4s3L", self.data, 12 + 16 * n)
            tables[tag.decode("latin-1")] = offset, length
        if "glyf" not in tables:
            raise ValueError("no TrueType outlines")
        return tables

    def _read_metrics(self) -> None:
        self._units: int = struct.unpack_from(">H", self.data, self.at("head") + 18)[0]
        self._long_metrics: int = struct.unpack_from(">H", self.data, self.at("hhea") + 34)[0]
        self._hmtx = self.at("hmtx")
        if not self._units or not self._long_metrics:
            raise ValueError("no metrics")

    def _read_map(self, cmap: int) -> None:
        count = struct.unpack_from(">H", self.data, cmap + 2)[0]
        for n in range(count):
            offset = cmap + struct.unpack_from(">2HL", self.data, cmap + 4 + 8 * n)[2]
            if struct.unpack_from(">H", self.data, offset)[0] == 12:
                groups = struct.unpack_from(">L", self.data, offset + 12)[0]
                self._groups = offset + 16
                block = self.data[self._groups : self._groups + 12 * groups]
                self._starts = [start for start, _, _ in struct.iter_unpack(">3L", block)]
                return
        raise ValueError("no format-12 character map")
