"""请假, 销假 and AB角: who is away, and who does the work then."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.text import plain
from clerk_app.staff import store
from clerk_app.staff.model import Back, Clerk, Leave, Pair
from clerk_app.staff.projection import COVER_SET, LEAVE_ENDED, LEAVE_TAKEN
from clerk_app.staff.rules import check_back, check_leave, check_pair, require_superior

REASON_LIMIT = 200


def take_leave(
    counter: Counter, since: date, until: date, *, clerk: str = "", reason: str = ""
) -> Leave:
    """Enter a leave, both days counting. `clerk` by id or name, empty: the own.

    Leave opens the cases of a clerk to the cover, so that of another is entered by a supervisor
    or an administrator. Raises `Refused` (`not_allowed`, `unknown_clerk`, `bad_period`,
    `leave_too_long`, `leave_overlaps`), `Misused` (`bad_text`).
    """
    reason = plain(reason, "请假事由", limit=REASON_LIMIT)
    with counter.store.transaction() as db:
        who = _own_or_others(counter, db, clerk)
        leave = Leave(who.id, since, until, reason)
        check_leave(leave, store.all_leaves(db))
        body: Body = {"clerk": who.id, "since": since.isoformat(), "until": until.isoformat()}
        if reason:
            body["reason"] = reason
        counter.journal.append(db, LEAVE_TAKEN, body, counter.act())
    return leave


def end_leave(counter: Counter, on: date, *, clerk: str = "") -> Back:
    """Enter that a clerk is at work again from the day `on` on; on the first day of a leave that
    calls it off.

    Raises `Refused` (`not_allowed`, `unknown_clerk`, `not_on_leave`).
    """
    with counter.store.transaction() as db:
        who = _own_or_others(counter, db, clerk)
        back = Back(who.id, on)
        check_back(back, store.all_leaves(db))
        body: Body = {"clerk": who.id, "on": on.isoformat()}
        counter.journal.append(db, LEAVE_ENDED, body, counter.act())
    return back


def set_cover(counter: Counter, a: str, b: str, since: date) -> Pair:
    """Make `b` the cover of `a` from a day on, in the place of whoever was; an empty `b`: nobody.

    Both by id or name. Raises `Refused` (`not_allowed`, `unknown_clerk`, `cover_of_oneself`,
    `cover_cannot_act`, `bad_period`).
    """
    require_superior(counter.viewer)
    with counter.store.transaction() as db:
        whose = store.clerk(db, a)
        cover = store.clerk(db, b) if b else None
        pair = Pair(whose.id, cover.id if cover else "", since)
        check_pair(pair, cover)
        body: Body = {"a": pair.a, "since": since.isoformat()}
        if pair.b:
            body["b"] = pair.b
        counter.journal.append(db, COVER_SET, body, counter.act())
    return pair


def _own_or_others(counter: Counter, db: Connection, clerk: str) -> Clerk:
    if not clerk:
        return counter.clerk
    who = store.clerk(db, clerk)
    if who.id != counter.clerk.id:
        require_superior(counter.viewer)
    return who
