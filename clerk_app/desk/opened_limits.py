"""补正与容缺 and 时限 on a real workstation. Runs in the worker; nothing of it needs the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clerk_app.deeds.account import read_finding, record_responsibility
from clerk_app.deeds.act_on_case import record_deemed
from clerk_app.deeds.tell import tell
from clerk_app.deeds.watch import watch
from clerk_app.desk.limits import BY, MEASURE, REASON, LimitsFacts
from clerk_app.desk.opened_case_lists import CaseLists, persons
from clerk_app.desk.opened_issue import Issuing
from clerk_app.desk.owed import OwedFacts
from clerk_app.kernel.roles import Role
from clerk_app.staff import store as staff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.deeds.counter import Counter
    from clerk_app.desk.opened_papers import OpenedPapers

_AT_ONCE = 1000
"""Cases asked for in one query."""
_HEADS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may find on a red lamp; the deed asks again."""


class OpenedOwed:
    """`desk.owed.OwedPort` on a `Counter`."""

    def __init__(self, counter: Counter) -> None:
        self._counter, self._lists = counter, CaseLists(counter)

    def look(self) -> OwedFacts:
        """The cases whose applicant owes papers."""
        counter = self._counter
        with counter.store.reading() as db:
            states = tuple(self._lists.waiting_states(db))
            numbers = [state.number for state in states]
            people = frozenset[str]().union(
                *(persons(db, numbers[at : at + _AT_ONCE]) for at in _starts(numbers))
            )
        return OwedFacts(counter.today(), counter.calendar, states, people)

    def tell(self, number: str, key: str) -> None:
        """Record that the applicant was told."""
        tell(self._counter, number, key)


class OpenedLimits(Issuing):
    """`desk.limits.LimitsPort` on a `Counter`. `papers` brings what is issued to paper."""

    def __init__(self, counter: Counter, papers: OpenedPapers) -> None:
        super().__init__(counter, papers)
        self._lists = CaseLists(counter)

    def look(self) -> LimitsFacts:
        """What supervision says today."""
        counter = self._counter
        found = watch(counter, counter.clock.now())
        numbers = [look.number for look in found.cases]
        with counter.store.reading() as db:
            people = frozenset[str]().union(
                *(persons(db, numbers[at : at + _AT_ONCE]) for at in _starts(numbers))
            )
            return LimitsFacts(
                watch=found,
                calendar=counter.calendar,
                names=staff.clerk_names(db),
                persons=people,
                unrecorded=self._lists.unrecorded(db),
                heads=tuple((c.id, c.name) for c in staff.all_clerks(db) if c.roles & _HEADS),
                may_account=bool(counter.viewer.roles & _HEADS),
            )

    def deem(self, number: str) -> bool:
        """Record that silence accepted the case, once."""
        return record_deemed(self._counter, number)

    def account(self, number: str, finding: str, answer: Mapping[str, str]) -> str:
        """Record who answers for a red entry; the name of who found it so."""
        entry = record_responsibility(
            self._counter,
            number,
            read_finding(finding),
            reason=answer.get(REASON, ""),
            measure=answer.get(MEASURE, ""),
            by=answer.get(BY, ""),
        )
        return entry.accounted.by_name if entry.accounted else ""


def _starts(numbers: list[str]) -> range:
    return range(0, len(numbers), _AT_ONCE)
