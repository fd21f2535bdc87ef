"""What stays at the window of a paper that came, and what went back at once. Plain functions."""

from __future__ import annotations

from clerk_app.catalogue.model import Keep, Material
from clerk_app.intake.model import CheckedPaper
from clerk_app.kernel.looked_at import pieces_kept


def kept_pieces(material: Material | None, pieces: int) -> int:
    """How many of the pieces that came stay at the window: all, unless it is a paper to be
    looked at (核验)."""
    if material is None or material.keep is not Keep.VERIFIED:
        return pieces
    return pieces_kept(material.originals, material.copies, pieces)


def is_kept(material: Material | None, paper: CheckedPaper) -> bool:
    """Whether anything of a paper lies at the window: one nobody counted is there all the same,
    unless it is one to be looked at."""
    looked_at = material is not None and material.keep is Keep.VERIFIED
    if not paper.state.is_handed_in:
        return False
    return not looked_at or kept_pieces(material, paper.copies) > 0
