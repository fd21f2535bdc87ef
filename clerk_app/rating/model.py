"""Service rating (好差评) as every part of the program reads it."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """Five levels of 国办发〔2019〕51号 and GB/T 39735-2020, 5 the best."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    BASICALLY_SATISFIED = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1
