"""What printers call the paper a page is made for, so that a tray of another size is not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER = rb"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(rb"/MediaBox\s*\[\s*" + rb"\s+".join([_NUMBER] * 4) + rb"\s*\]")
_SIZES = {"A4": (595.28, 841.89), "A5": (419.53, 595.28)}
_NEAR = 3.0  # 1/72 inch: about a millimetre, as one program rounds differently from another


def paper_named(width: float, height: float) -> str:
    """The paper of that size in 1/72 inch; empty for one that has no name here.

    >>> paper_named(595.2756, 841.8898), paper_named(420, 595), paper_named(842, 595)
    ('A4', 'A5', '')
    """
    for name, (across, down) in _SIZES.items():
        if abs(width - across) < _NEAR and abs(height - down) < _NEAR:
            return name
    return ""


def paper_of(pdf: Path) -> str:
    """The paper of the first page of a PDF file of ours: its pages are of one size, written
    uncompressed. Empty where the file does not say so plainly. Raises `OSError`."""
    box = _BOX.search(pdf.read_bytes())
    if box is None:
        return ""
    left, bottom, right, top = (float(side) for side in box.groups())
    return paper_named(right - left, top - bottom)
