"""The number an item stands at in the index: the order of results inside a tier.

First what this window takes in most, then what the hall does, then what is ready for intake,
then the shorter name, then who came first. Items that nobody used yet have small numbers,
used ones negative ones, so that the index stays small and a used item moves alone.
"""

from __future__ import annotations

OWN_CAP = (1 << 12) - 1
"""Uses at this window beyond which all count the same."""
HALL_CAP = (1 << 20) - 1
"""The same for uses in the hall."""
LENGTH_CAP = (1 << 8) - 1
"""Characters of a name beyond which all count as long."""
SEQUENCE_BITS = 22
"""Four million items of the same use, readiness and length."""
_UNUSABLE_BIT = SEQUENCE_BITS + 8
_HALL_BIT = _UNUSABLE_BIT + 1
_OWN_BIT = _HALL_BIT + 20


def shelf(*, uses: int, hall_uses: int, usable: bool, length: int) -> int:
    """The least rank of items that are alike in all that orders them; a lower rank is better.

    The shelf ends before `shelf(…) + (1 << SEQUENCE_BITS)`.
    """
    own = min(max(uses, 0), OWN_CAP)
    hall = min(max(hall_uses, 0), HALL_CAP)
    static = (0 if usable else 1) << _UNUSABLE_BIT | min(length, LENGTH_CAP) << SEQUENCE_BITS
    return static - (hall << _HALL_BIT) - (own << _OWN_BIT)


def shelf_of(rank: int) -> int:
    """The shelf a rank stands on."""
    return rank >> SEQUENCE_BITS << SEQUENCE_BITS
