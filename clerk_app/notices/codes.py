"""Code 128 and QR as filled rectangles, so that every painter draws them alike."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from clerk_app.kernel.errors import Misused
from clerk_app.notices.page import Bars


@lru_cache(maxsize=64)
def code128(digits: str, width: float, height: float) -> Bars:
    """`digits` as Code 128 subset C (ISO/IEC 15417), `width` by `height` points, no quiet zone.

    Raises `Misused` (`bad_barcode`) unless `digits` is an even number of ASCII digits.
    """
    if not (digits.isascii() and digits.isdigit() and len(digits) % 2 == 0):
        raise Misused("bad_barcode", "条码只能是偶数位数字")
    from barcode.codex import Code128

    (modules,) = Code128(digits).build()
    unit = width / len(modules)
    return Bars(tuple((at * unit, 0.0, n * unit, height) for at, n in _stretches(modules)))


@lru_cache(maxsize=64)
def qr(content: str, side: float) -> Bars:
    """`content` as a QR code (ISO/IEC 18004), level M, `side` points square, no quiet zone."""
    import segno

    rows = segno.make(content, error="m", micro=False).matrix
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
