"""Fonts for reportlab, read through our own `FontFile`: opened in a millisecond, cut to a subset
without copying the whole outlines, and with a ToUnicode map that is right beyond U+FFFF.

reportlab reads every table of a font of 15 MB before the first page and copies all outlines for
every subset; both are three quarters of what a page costs. The subset is a TrueType file with the
tables ISO 32000-1, 9.9 asks for (`glyf` `head` `hhea` `hmtx` `loca` `maxp`, the hinting ones where
there are any) and a (1,0) `cmap`, as reportlab's own.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFont

from clerk_app.notices.sfnt import FontFile

LEVEL = 4
"""zlib's effort: 4 costs half of the usual 6; the file grows by three parts in a hundred."""
_SYMBOLIC = 4
_HINTING = ("cvt ", "fpgm", "prep")
_MORE, _WORDS, _SCALE, _SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80


class Deflated:
    """reportlab's filter for compressed streams, at our level."""

    pdfname = "FlateDecode"

    def encode(self, content: str | bytes) -> bytes:
        """The content as it stands in the file."""
        return zlib.compress(
            content if isinstance(content, bytes) else content.encode("latin-1"), LEVEL
        )


DEFLATED = Deflated()


class _Known:
    """What reportlab asks of a font's character map: is that code point in it."""

    def __init__(self, font: FontFile) -> None:
        self._glyph = lru_cache(maxsize=20_000)(font.glyph)

    def __contains__(self, code: int) -> bool:
        return self._glyph(code) > 0


class Outlines:
    """What reportlab asks of a typeface, from one `FontFile`."""

    subfontNameX = b""  # noqa: N815  # reportlab's name

    def __init__(self, font: FontFile) -> None:
        self._font = font
        head, os2, post = font.table("head"), font.table("OS/2"), font.table("post")
        (units,) = struct.unpack_from(">H", head, 18)
        self._scale: float = 1000 / units
        self.bbox = [round(side * self._scale) for side in struct.unpack_from(">4h", head, 36)]
        hhea = font.table("hhea")
        self.ascent, self.descent = (
            round(side * self._scale) for side in struct.unpack_from(">2h", hhea, 4)
        )
        (version,) = struct.unpack_from(">H", os2, 0)
        tall = struct.unpack_from(">h", os2, 88)[0] * self._scale if version > 1 else self.ascent
        self.capHeight = round(tall)  # reportlab's name
        (angle,) = struct.unpack_from(">l", post, 4)
        self.italicAngle = angle / 65536
        (weight,) = struct.unpack_from(">H", os2, 4)
        self.stemV = 50 + int((weight / 65) ** 2)  # the usual estimate
        self.defaultWidth = round(font.width(0) * self._scale)
        self.base = font.path.stem.encode("ascii")
        # reportlab takes fonts of one face name for one font: ours is nobody else's
        self.name = b"window-clerk-" + self.base
        self.charToGlyph = _Known(font)
        self._hinting = [(tag, font.table(tag)) for tag in _HINTING if font.has(tag)]
        self._maxp, self._head, self._hhea = font.table("maxp"), head, hhea
        (self._long,) = struct.unpack_from(">h", head, 50)
        (self._metrics,) = struct.unpack_from(">H", hhea, 34)
        self._loca, self._glyf, self._hmtx = (font.at(tag) for tag in ("loca", "glyf", "hmtx"))

    def getCharWidth(self, code: int) -> int:  # noqa: N802  # reportlab's name
        """The advance in thousandths of an em."""
        width: int = self._font.width(self._font.glyph(code))
        return round(width * self._scale)

    def addSubsetObjects(self, doc: Any, fontname: str, subset: Sequence[int]) -> Any:  # noqa: N802
        """The font descriptor of a subset, with the subset itself."""
        stream = pdfdoc.PDFStream()
        stream.content = self.subset(subset)
        stream.dictionary["Length1"] = len(stream.content)
        stream.filters = [DEFLATED]
        described = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": self.ascent,
                "CapHeight": self.capHeight,
                "Descent": self.descent,
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(self.bbox),
                "FontName": pdfdoc.PDFName(fontname),
                "ItalicAngle": self.italicAngle,
                "StemV": self.stemV,
                "FontFile2": doc.Reference(stream, f"fontFile:{fontname}"),
                "MissingWidth": self.defaultWidth,
            }
        )
        return doc.Reference(described, f"fontDescriptor:{fontname}")

    def subset(self, codes: Sequence[int]) -> bytes:
        """A TrueType file with the glyphs of these code points, in their order."""
        order, new = [0], {0: 0}
        for code in codes:
            glyph = self._font.glyph(code)
            if glyph not in new:
                new[glyph] = len(order)
                order.append(glyph)
        outlines: list[bytes] = []
        for glyph in order:  # grows while composite glyphs name their parts
            outlines.append(self._outline(glyph, new, order))
        offsets, at, body = [0], 0, bytearray()
        for data in outlines:
            body += data + b"\0" * (-len(data) % 4)
            at = len(body)
            offsets.append(at)
        wide = at > 0x1FFFE
        places = struct.pack(
            f">{len(offsets)}{'L' if wide else 'H'}",
            *(offsets if wide else [each >> 1 for each in offsets]),
        )
        metrics = b"".join(self._metric(glyph) for glyph in order)
        glyphs = [new[self._font.glyph(code)] for code in codes]
        cmap = struct.pack(
            f">4HL5H{len(glyphs)}H",
            *(0, 1, 1, 0, 12, 6, 10 + 2 * len(glyphs), 0, 0, len(glyphs), *glyphs),
        )
        count = len(order)
        tables = [
            ("cmap", cmap),
            ("glyf", bytes(body)),
            ("head", self._head[:50] + struct.pack(">h", wide) + self._head[52:]),
            ("hhea", self._hhea[:34] + struct.pack(">H", count)),
            ("hmtx", metrics),
            ("loca", places),
            ("maxp", self._maxp[:4] + struct.pack(">H", count) + self._maxp[6:]),
            *self._hinting,
        ]
        return _file(sorted(tables))

    def _outline(self, glyph: int, new: dict[int, int], order: list[int]) -> bytes:
        """One glyph's outline; the parts of a composite one get their new numbers, and are added
        to the order where they are not in it yet."""
        data = self._bytes(glyph)
        if len(data) < 10 or data[0] < 0x80:  # not a negative count of contours
            return data
        whole, at, flags = bytearray(data), 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">2H", whole, at)
            if part not in new:
                new[part] = len(order)
                order.append(part)
            struct.pack_into(">H", whole, at + 2, new[part])
            at += 8 if flags & _WORDS else 6
            if flags & _SCALE:
                at += 2
            elif flags & _SCALES:
                at += 4
            elif flags & _MATRIX:
                at += 8
        return bytes(whole)

    def _bytes(self, glyph: int) -> bytes:
        if self._long:
            start, end = struct.unpack_from(">2L", self._font.data, self._loca + 4 * glyph)
        else:
            start, end = (
                2 * each
                for each in struct.unpack_from(">2H", self._font.data, self._loca + 2 * glyph)
            )
        return self._font.data[self._glyf + start : self._glyf + end]

    def _metric(self, glyph: int) -> bytes:
        """Advance and left side bearing."""
        if glyph < self._metrics:
            return self._font.data[self._hmtx + 4 * glyph : self._hmtx + 4 * glyph + 4]
        last = self._hmtx + 4 * (self._metrics - 1)
        bearing = self._hmtx + 4 * self._metrics + 2 * (glyph - self._metrics)
        return self._font.data[last : last + 2] + self._font.data[bearing : bearing + 2]


class Font(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A font registered with reportlab; it draws, embeds and maps back to Unicode."""

    def __init__(self, name: str, font: FontFile) -> None:
        # reportlab's own __init__ would read the whole file
        self.fontName = name
        self.face = Outlines(font)
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = 0
        self._shapable = False

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's name
        """The font objects of a document, one for each subset of 256 characters.

        reportlab writes code points beyond U+FFFF as five hex digits; ISO 32000-1, 9.10.3 asks for
        UTF-16BE, so that 𬱖 can be copied and searched.
        """
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.base).decode("ascii")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = internal, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            cmap = pdfdoc.PDFStream()
            cmap.content = _to_unicode(subset)
            cmap.filters = [DEFLATED]
            font.ToUnicode = doc.Reference(cmap, f"toUnicodeCMap:{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, internal)
            doc.idToObject["BasicFonts"].dict[internal] = font
        del self.state[doc]


def _file(tables: Sequence[tuple[str, bytes]]) -> bytes:
    """The tables as one TrueType file (OpenType 1.9, organization of an OpenType font)."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">L4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    at = len(head) + 16 * count
    entries, bodies = [], []
    for tag, data in tables:
        padded = data + b"\0" * (-len(data) % 4)
        entries.append(struct.pack(">4s3L", tag.encode("ascii"), _checksum(padded), at, len(data)))
        bodies.append(padded)
        at += len(padded)
    return head + b"".join(entries) + b"".join(bodies)


def _checksum(padded: bytes) -> int:
    words = array("I", padded)
    if array("I", b"\1\0\0\0")[0] == 1:
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode map of one subset: code to UTF-16BE, at most 100 lines a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    pairs = [(code, char) for code, char in enumerate(subset) if char]
    for at in range(0, len(pairs), 100):
        block = pairs[at : at + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{code:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for code, c in block
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)
