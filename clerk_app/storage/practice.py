"""练习: a store to learn on. Nothing of it ever leaves this machine as if it were real.

The mark is set when the store is made and never after, and nothing takes it away: a real store
is never practice, a practice store never real.
"""

from __future__ import annotations

from sqlalchemy import Connection

from clerk_app.kernel.errors import Refused
from clerk_app.storage.facts import fact, set_fact

FACT = "practice"


def is_practice(db: Connection) -> bool:
    """Is this a store to learn on?"""
    return fact(db, FACT) == "1"


def mark_practice(db: Connection) -> None:
    """Make a store that is being made one to learn on, for ever. Only `initialise` calls it."""
    set_fact(db, FACT, "1")


def refuse_in_practice(db: Connection, what: str) -> None:
    """Raise `Refused` (`practice`): what real work is, in the hall's words, does not happen here.

    `what` completes “练习用的数据…”.
    """
    if is_practice(db):
        raise Refused("practice", f"这是练习用的数据，{what}。请在正式的数据文件夹里办")
