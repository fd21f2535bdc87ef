"""练习: what is done for the real world is refused in a store to learn on."""

from __future__ import annotations

from clerk_app.deeds.counter import Counter
from clerk_app.storage.practice import is_practice, refuse_in_practice


def in_practice(counter: Counter) -> bool:
    """Is this workstation one to learn on?"""
    with counter.store.reading() as db:
        return is_practice(db)


def require_real(counter: Counter, what: str) -> None:
    """Raise `Refused` (`practice`) on a workstation to learn on; `what` is as in
    `refuse_in_practice`."""
    with counter.store.reading() as db:
        refuse_in_practice(db, what)
