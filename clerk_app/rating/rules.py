"""Rules of service rating: voluntary, one per service."""

from __future__ import annotations

from clerk_app.kernel.errors import Refused
from clerk_app.rating.model import Level


def is_unfavourable(level: Level) -> bool:
    """差评: the two lowest levels; they open a follow-up (国办发〔2019〕51号)."""
    return level <= Level.DISSATISFIED


def check_level(level: int) -> Level:
    """A level by its number. Raises `Refused` (`bad_level`)."""
    try:
        return Level(level)
    except ValueError as error:
        raise Refused("bad_level", "评价只有 1 到 5 级") from error


def check_first(rated: int) -> None:
    """One rating per service (一次一评). Raises `Refused` (`already_rated`)."""
    if rated:
        raise Refused("already_rated", "这个办件已经评价过了")
