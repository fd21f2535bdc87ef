"""Whether a picture can be shown to its last row, by whoever opens it and in years to come."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from clerk_app.kernel.errors import Misused

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_STEP = 1 << 20


def refuse_unshowable(content: bytes, *, png: bool, most_pixels: int) -> None:
    """Raise `Misused` (`bad_attachment`) for a PNG or JPEG that moves, is too large, or does not
    decode whole. Its size counts before a row is decoded."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if png and b"acTL" in content[: content.find(b"IDAT")]:
        raise Misused("bad_attachment", "这是会动的图片，签名和扫描件要是一张不动的图")
    # asked by name: `Image.open` would warn of sizes by its own measure
    opened = PngImageFile if png else JpegImageFile
    try:
        with opened(BytesIO(content)) as picture:
            across, down = picture.size
        if across * down <= most_pixels:
            with opened(BytesIO(content)) as picture:
                picture.verify()  # the check sums
            with opened(BytesIO(content)) as picture:
                picture.load()
            if png:
                _count_rows(content)
            return
    except Exception as error:  # a decoder trips over rubbish in ways it does not name
        raise Misused("bad_attachment", "图片打不开或者不完整，请重新采集") from error
    most = most_pixels // 10_000
    raise Misused("bad_attachment", f"图片太大（{across}×{down}，最多 {most} 万点），请缩小后再放")


def _count_rows(content: bytes) -> None:
    """Raise `ValueError` where rows are missing: Pillow shows such black, other programs nothing.
    An interlaced picture has none that could be counted; no signature pad makes one."""
    across, down, bits, colours, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    if interlaced:
        return
    missing = down * (1 + (across * bits * _CHANNELS[colours] + 7) // 8)
    unpack = zlib.decompressobj()
    for packed in _packed(content):
        left = packed
        while left and missing > 0:
            missing -= len(unpack.decompress(left, _STEP))
            left = unpack.unconsumed_tail
    if missing > 0:
        raise ValueError(missing)


def _packed(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if name == b"IDAT":
            yield content[at + 8 : at + 8 + size]
        at += 12 + size
