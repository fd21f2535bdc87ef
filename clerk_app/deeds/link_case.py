"""关联编号: what another system calls a case, so that nobody looks for it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store as intake
from clerk_app.kernel.errors import Refused
from clerk_app.reporting.model import LinkedNumber
from clerk_app.reporting.rules.links import LINKED, link_body, links_of, read_link
from clerk_app.reporting.store import linked_to


@dataclass(frozen=True, slots=True)
class Linked:
    """The linked numbers of a case after one was told. `new`: it was not known before."""

    number: str
    links: tuple[LinkedNumber, ...]
    new: bool


def link_case(counter: Counter, number: str, other: str, system: str) -> Linked:
    """Record the number a case has in another system. Said twice it is still once.

    Raises `Refused` (`unknown_case`, `not_allowed`, `linked_to_itself`, `linked_elsewhere`: that
    system's number belongs to another case), `Misused` (`bad_link`, `bad_text`).
    """
    link = read_link(other, system)
    if link.number == number:
        raise Refused("linked_to_itself", "关联编号就是本办件的编号，不用登记")
    with counter.store.transaction() as db:
        intake.case(db, counter.viewer, number)
        known = links_of(counter.journal.case_events(db, number))
        if link in known:
            return Linked(number, known, new=False)
        others = linked_to(db, counter.viewer, link.number)
        holder = holder_among(db, counter, others, link)
        if holder:
            raise Refused("linked_elsewhere", f"这个编号已经登记在办件 {holder} 上，请核对")
        counter.journal.append(db, LINKED, link_body(link), counter.act(db), case=number)
    return Linked(number, (*known, link), new=True)


def holder_among(
    db: Connection, counter: Counter, numbers: Sequence[str], link: LinkedNumber
) -> str:
    """The first of these cases that has this number of this very system, or empty."""
    for number in numbers:
        if link in links_of(counter.journal.case_events(db, number)):
            return number
    return ""
