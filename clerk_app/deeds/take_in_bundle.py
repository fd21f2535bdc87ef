"""一件事收件: one form and one set of papers, a case for each item, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import Bundle
from clerk_app.catalogue.rules.bundles import members
from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.take_in import Taken, next_numbers, prepare
from clerk_app.intake.model import Application, Outcome
from clerk_app.intake.rules.fan_out import fan_out
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.queueing.model import Ticket
from clerk_app.storage.journal import Entry
from clerk_app.storage.status import write_witness


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """What one matter came to: a case for each item, in the order of the bundle."""

    bundle: Bundle
    cases: tuple[Taken, ...]


def take_in_bundle(
    counter: Counter,
    application: Application,
    *,
    ticket: Ticket | None = None,
    expected: Mapping[str, Outcome] | None = None,
) -> TakenBundle:
    """Take in every item of a bundle: all of it or nothing.

    `application.item` names the bundle, its papers are named as the merged list names them. The
    cases have numbers in a row and know each other; each has its own decision and clock.
    `expected` are the outcomes the clerk was shown, by item, as in `take_in`.
    Raises as `take_in`; `Refused` (`not_a_bundle`, `bundle_incomplete`: an item is not there).
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, application.received_at)
        bundle = catalogue.bundle(db, application.item)
        if bundle is None:
            raise Refused("not_a_bundle", "这不是一件事，请按事项收件")
        items = members(bundle, catalogue.items_of(db, bundle.items))
        if len(items) < len(dict.fromkeys(bundle.items)):
            raise Refused(
                "bundle_incomplete", f"“{bundle.name}”有的事项不在事项库里，不能一起收件"
            )
        here = hall(db)
        parts = fan_out(application, bundle, items)
        numbers = next_numbers(db, here, application, len(parts))
        more: Body = {"bundle": bundle.key, "siblings": list(numbers)}
        prepared = [
            prepare(db, counter, part, item, here, ticket=ticket, number=number, more=more)
            for part, item, number in zip(parts, items, numbers, strict=True)
        ]
        for each in prepared:
            outcome, key = each.taken.decision.outcome, each.taken.item.key
            if expected is not None and expected.get(key) is not outcome:
                why = each.taken.decision.reasons[0].text
                raise Refused(
                    "verdict_changed",
                    f"“{each.taken.item.name}”的结论变了：{why}。请看过再定，什么都还没有记下",
                )
        entries: list[Entry] = [entry for each in prepared for entry in each.entries]
        made = counter.journal.append_all(db, entries, counter.act(db))
    with suppress(ClerkError):
        write_witness(counter.folder, made[-1])
    return TakenBundle(bundle, tuple(each.taken for each in prepared))
