"""预审 / 在线申请: a pre-reviewed online case taken in as it is, exactly once.

It is decided, numbered and put on paper by what decides every other case (`take_in.prepare`): a
pre-review is not an acceptance, and no rule is passed over. Whether the number is known, the
receipt and the link are one transaction, so that a program that dies leaves all of it or nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.facts import copies_of
from clerk_app.deeds.link_case import holder_among
from clerk_app.deeds.take_in import Issued, Taken, item_for, prepare
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.bodies import received_body
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.reporting.rules.links import LINKED, link_body
from clerk_app.reporting.rules.online_file import OnlineCase, tells_the_same
from clerk_app.reporting.store import linked_to
from clerk_app.storage.journal import Entry
from clerk_app.storage.status import write_witness


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to.

    `taken` is None where the case was here already: nothing was written then, `same` tells
    whether the file still says what was recorded, `unprinted` which papers never left the printer.
    """

    number: str
    state: CaseState
    taken: Taken | None
    same: bool = True
    unprinted: tuple[Issued, ...] = ()


def import_online(counter: Counter, online: OnlineCase) -> Imported:
    """Take an online case in, or tell the number it was taken in under.

    Raises as `take_in`, and `Refused` (`linked_elsewhere`: a case carries the same number, but of
    another system). Nothing is written then.
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        others = linked_to(db, counter.viewer, online.link.number)
        known = holder_among(db, counter, others, online.link)
        if known:
            return _known(db, counter, known, online)
        if others:
            raise Refused(
                "linked_elsewhere",
                f"办件 {others[0]} 登记了同样的编号，属于另一个系统。是同一件就不用再收",
            )
        require_sound_clock(db, counter, online.application.received_at)
        item = item_for(db, online.application)
        prepared = prepare(db, counter, online.application, item, hall(db))
        number = prepared.taken.number
        link = Entry(LINKED, link_body(online.link, **online.about), number)
        made = counter.journal.append_all(db, [*prepared.entries, link], counter.act(db))
        state = intake.case(db, counter.viewer, number)
    with suppress(ClerkError):  # as with every case: its number is told all the same
        write_witness(counter.folder, made[-1])
    return Imported(number, state, prepared.taken)


def _known(db: Connection, counter: Counter, number: str, online: OnlineCase) -> Imported:
    state = intake.case(db, counter.viewer, number)
    events = counter.journal.case_events(db, number)
    receipt = next((e.body or {} for e in events if e.kind == "case.received"), {})
    try:
        item = item_for(db, online.application)
        same = tells_the_same(receipt, received_body(online.application, item))
    except Refused:  # the file now names an item that is not here: it says something else
        same = False
    unprinted = tuple(
        Issued(d.kind, d.number, copies_of(d.kind)) for d in state.documents if not d.printed
    )
    return Imported(number, state, None, same, unprinted)
