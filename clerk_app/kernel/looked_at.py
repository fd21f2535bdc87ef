"""核验: a paper that is looked at, and what of it stays."""

from __future__ import annotations


def pieces_kept(originals: int, copies: int, came: int) -> int:
    """How many of the pieces that came stay where a paper is looked at (核验): the originals are
    handed back at once; the copies asked for beside them are what comes beyond those. Where no
    copy is asked for, nothing stays.

    >>> pieces_kept(originals=1, copies=1, came=2)
    1
    >>> pieces_kept(originals=1, copies=0, came=2)
    0
    """
    return max(0, came - originals) if copies else 0
