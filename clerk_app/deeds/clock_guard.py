"""A clock that was set back, or a year forward, dates no receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import clock_fault, parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.roles import Role

LIVE = timedelta(minutes=1)
"""An act at this distance from the machine's clock is done now, not written down afterwards."""
_WORDS = {
    "clock_back": "本机时钟比上一条记录还早，请把时钟调对；没错的，请主管确认",
    "clock_forward": "本机时钟比上一条记录晚了一年多，请把时钟调对；没错的，请主管确认",
}


def require_sound_clock(db: Connection, counter: Counter, at: datetime) -> None:
    """Judge the machine's clock before an act that is done now.

    A scripted act has a clock of its own and is not judged. Raises `Refused` (`clock_back`,
    `clock_forward`): nothing is recorded then, and the draft stays.
    """
    now = counter.clock.now()
    if abs(at - now) > LIVE:
        return
    fault = clock_fault(now, _last(db, counter))
    if fault:
        raise Refused(fault, _WORDS[fault])


def confirm_clock(counter: Counter) -> None:
    """A supervisor says that the clock is right now, whatever was recorded under a wrong one.

    Raises `Refused` (`not_allowed`).
    """
    if not counter.viewer.roles & {Role.SUPERVISOR, Role.ADMINISTRATOR}:
        raise Refused("not_allowed", "请主管或管理员确认时钟")
    body: Body = {"now": stamp(counter.clock.now())}
    with counter.store.transaction() as db:
        counter.journal.append(db, "clock.confirmed", body, counter.act(db))


def _last(db: Connection, counter: Counter) -> datetime | None:
    at = counter.journal.last_at(db)
    try:
        return parse_stamp(at) if at else None
    except ClerkError:
        return None
