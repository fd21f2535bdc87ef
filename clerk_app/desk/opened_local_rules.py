"""设置 › 本地规定 on a real workstation. Runs in the worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from clerk_app.deeds.settings import CHANGED, change_setting, settings
from clerk_app.desk.local_rules import RuleSeen, RulesSeen
from clerk_app.kernel.clock import legal_day, parse_stamp
from clerk_app.kernel.roles import Role
from clerk_app.staff import store as staff
from clerk_app.storage.journal import read_event
from clerk_app.storage.schema import events

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from clerk_app.deeds.counter import Counter


class OpenedLocalRules:
    """`desk.local_rules.LocalRulesPort` on a `Counter`."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def look(self) -> RulesSeen:
        """Every rule, with the day and the hand of its last change here."""
        with self._counter.store.reading() as db:
            changed = _changed(db)
            rules = []
            for each in settings(db):
                since, by = changed.get(each.name, ("", "")) if each.is_own else ("", "")
                rules.append(
                    RuleSeen(
                        each.name, each.value, each.words, each.source, each.is_own, since, by
                    )
                )
        # as the deed has it: it refuses anybody else whatever the window offers
        may = Role.ADMINISTRATOR in self._counter.viewer.roles
        return RulesSeen(tuple(rules), may)

    def change(self, name: str, value: str, source: str) -> RulesSeen:
        """Set one."""
        change_setting(self._counter, name, value, source)
        return self.look()


def _changed(db: Connection) -> dict[str, tuple[str, str]]:
    """Day and name of the last change of each rule on this workstation: another one's changes
    are its own."""
    names, here = staff.clerk_names(db), events.c
    query = (
        select(here.device, here.s)
        .where(here.kind == CHANGED, here.device.in_(staff.own_devices(db)))
        .order_by(here.s)
    )
    found = [read_event(db, row.device, row.s) for row in db.execute(query).all()]
    found.sort(key=lambda event: parse_stamp(event.header.at))
    return {
        str(event.body["name"]): (
            legal_day(parse_stamp(event.header.at)).isoformat(),
            names.get(event.header.operator, event.header.operator),
        )
        for event in found
        if event.body is not None
    }
