"""A fault that is planted in a copy of the program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One safeguard taken out, and the tests that must notice."""

    name: str
    file: str
    old: str
    new: str
    tests: str
