"""责任追究: what follows a red lamp is written down, by somebody other than who let it turn red.

The red list is read off the events and nobody can strike an entry from it. What a supervisor found
and did about one is an event of its own beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from clerk_app.deeds.counter import Counter
from clerk_app.intake.rules.fold import fold_case
from clerk_app.intake.rules.supervision import FINDINGS, Finding, RedEntry, red_list
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.roles import Role
from clerk_app.kernel.text import plain
from clerk_app.staff import store as staff
from clerk_app.staff.model import Clerk

ACCOUNTED = "case.accounted"
_MAY = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def read_finding(name: str) -> Finding:
    """Raises `Misused` (`unknown_finding`) naming those there are."""
    if name not in set(Finding):
        raise Misused("unknown_finding", f"没有“{name}”这一项，可用的有：{'、'.join(Finding)}")
    return Finding(name)


def record_responsibility(
    counter: Counter, number: str, finding: Finding, *, reason: str, measure: str, by: str
) -> RedEntry:
    """Write down why a case turned red and what was done about it, on today's red list.

    `by` is the supervisor or administrator who found it so. Names and days of the entry are what
    supervision says today; the entry stays on the list, accounted for. Answers with it.

    Raises `Refused`: `not_allowed` (neither supervisor nor administrator is signed in),
    `unknown_case`, `no_such_finding` (nothing of the kind is on the list), `already_accounted`,
    `unknown_clerk`, `approver_not_authorised` (`by` is neither), `own_responsibility` (who had
    the case cannot find on it); `Misused` (`bad_text`, `text_missing`).
    """
    if not counter.clerk.roles & _MAY:
        raise Refused("not_allowed", "责任由主管或管理员登记，请由他们登录后登记")
    why, done = (_told(text, name) for text, name in ((reason, "原因"), (measure, "处理")))
    with counter.store.transaction() as db:
        events = counter.journal.case_events(db, number)
        state = fold_case(events)
        if state is None:
            raise Refused("unknown_case", f"没有这个办件：{number}")
        listed = red_list([state], counter.today(), counter.calendar)
        entry = next((each for each in listed if each.finding is finding), None)
        if entry is None:
            raise Refused("no_such_finding", f"今天的红名单上没有这件的“{FINDINGS[finding]}”")
        if entry.accounted is not None:
            raise Refused("already_accounted", f"这一项已在 {entry.accounted.on} 登记过责任")
        head = staff.clerk(db, by)
        if not head.roles & _MAY:
            raise Refused("approver_not_authorised", "责任由主管或管理员认定，请写明是哪一位")
        if _is_one_of(entry.owner, (head, counter.clerk), events, staff.own_devices(db)):
            raise Refused(
                "own_responsibility",
                "超期时这件正由本人办理，责任须由另一位主管或管理员认定和登记",
            )
        body: Body = {
            "on": counter.today().isoformat(),
            "finding": str(finding),
            "since": entry.since.isoformat(),
            "owner": entry.owner,
            "reason": why,
            "measure": done,
            "by": head.id,
            "by_name": head.name,
        }
        counter.journal.append(db, ACCOUNTED, body, counter.act(db), case=number)
        after = fold_case(counter.journal.case_events(db, number))
        told = red_list([after or state], counter.today(), counter.calendar)
    return next(each for each in told if each.finding is finding)


def _is_one_of(
    owner: str, clerks: Iterable[Clerk], events: Iterable[Event], own: frozenset[str]
) -> bool:
    """Whether who had the case is one of these. An id that only another workstation wrote is the
    id of somebody there; a name, as 移交 may give one, is compared as it is."""
    wrote = [e.header.device for e in events if e.header.operator == owner]
    elsewhere = bool(wrote) and not own & set(wrote)
    return any(owner == each.name or (owner == each.id and not elsewhere) for each in clerks)


def _told(text: str, name: str) -> str:
    found = plain(text, name)
    if not found:
        raise Misused("text_missing", f"请写明{name}")
    return found
