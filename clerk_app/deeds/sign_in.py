"""登录: from a password to a clerk at the counter, and the delay after wrong ones."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.clock import Clock, parse_stamp, stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.staff.rules import wait_seconds
from clerk_app.storage import attempts, key_file


def unlock(folder: Path, secret: str, clock: Clock, *, clerk: str = "") -> tuple[bytes, str]:
    """The store's key and the id of the clerk whose password it was (empty: recovery code).

    Raises `Refused` (`wrong_password`, `unknown_clerk`, `wait`), `Unavailable` (`no_store`),
    `Damaged` (`bad_file`). A clock that was put back does not shorten the wait.
    """
    slots = key_file.load(folder)
    failed = attempts.failures(folder)
    wait = wait_seconds(len(failed))
    if wait:
        now = clock.now()
        last = parse_stamp(failed[-1]["at"])
        if now < last:  # the clock was put back, or was ahead then: the wait starts again now
            attempts.restamp(folder, stamp(now))
        left = wait - max(0, int((now - last) / timedelta(seconds=1)))
        if left > 0:
            raise Refused("wait", f"密码连续输错 {len(failed)} 次，请 {left} 秒后再试")
    try:
        key, slot = key_file.open_with(slots, secret, clerk=clerk)
    except Refused as error:
        if error.code == "wrong_password":
            try:
                attempts.add_failure(folder, stamp(clock.now()), clerk)
            except ClerkError:  # a full or read-only disk must not hide the real answer
                raise error from None
        raise
    return key, slot.clerk


def record_sign_in(counter: Counter) -> None:
    """Put the sign-in, and the wrong attempts before it, into the journal."""
    failed = attempts.failures(counter.folder)
    with counter.store.transaction() as db:
        act = counter.act()
        for failure in failed:
            body: Body = {"tried_at": failure["at"], "clerk": failure["clerk"]}
            counter.journal.append(db, "sign_in.failed", body, act)
        counter.journal.append(db, "clerk.signed_in", {"window": counter.window}, act)
    attempts.clear(counter.folder)
