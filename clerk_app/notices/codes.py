"""Code 128 and QR as filled rectangles, so that every painter draws them alike."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from clerk_app.kernel.errors import Misused
from clerk_app.notices.page import Bars

_BARCODE = re.compile(r"[A-Z]*([0-9]{2})+")

_MASK = 2


@lru_cache(maxsize=64)
def code128(text: str, width: float, height: float) -> Bars:
    """`text` as Code 128 (ISO/IEC 15417), `width` by `height` points, no quiet zone: an even
    number of digits in subset C, capital letters before them in subset B.

    Raises `Misused` (`bad_barcode`) for any other text.
    """
    if not _BARCODE.fullmatch(text):
        raise Misused("bad_barcode", "条码只能是偶数位数字，前面可以有大写字母")
    from barcode.codex import Code128

    (modules,) = Code128(text).build()
    unit = width / len(modules)
    return Bars(tuple((at * unit, 0.0, n * unit, height) for at, n in _stretches(modules)))


@lru_cache(maxsize=64)
def qr(content: str, side: float, *, settled: bool = False) -> Bars:
    """`content` as a QR code (ISO/IEC 18004), level M, `side` points square, no quiet zone.

    `settled`: with one mask for all instead of the best of eight. Every reader reads every mask;
    weighing them costs more than the rest of the head of a page.
    """
    import segno

    mask = _MASK if settled else None
    rows = segno.make(content, error="m", micro=False, mask=mask).matrix
    unit = side / len(rows)
    boxes = []
    for row, modules in enumerate(rows):
        line = "".join("1" if module else "0" for module in modules)
        boxes += [(at * unit, row * unit, n * unit, unit) for at, n in _stretches(line)]
    return Bars(tuple(boxes))


def _stretches(modules: str) -> list[tuple[int, int]]:
    """The runs of 1 in a row of modules: (first module, how many)."""
    found = []
    at = 0
    for module, group in groupby(modules):
        length = len(list(group))
        if module == "1":
            found.append((at, length))
        at += length
    return found
