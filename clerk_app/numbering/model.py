"""文号 as agencies give them: blocks of numbers a workstation may use alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Numbers `first`…`last` of one agency's template, leased to one device; `next` is the first
    not used yet, `last + 1` when all are.

    `year` is the year the numbers belong to, 0 where the template names none. `kinds` are the
    documents that carry a number of this template from this block on. `device` and `s` name the
    event that leased it, `at` is when.
    """

    device: str
    s: int
    agency: str
    template: str
    year: int
    kinds: tuple[str, ...]
    first: int
    last: int
    next: int
    at: str = ""

    @property
    def left(self) -> int:
        """How many numbers are left."""
        return self.last - self.next + 1
