"""What the hall takes in most comes up first among equals: counted once a day from the cases."""

from __future__ import annotations

from sqlalchemy import select

from clerk_app.catalogue.search.usage import set_hall_uses
from clerk_app.catalogue.tables import catalogue_usage
from clerk_app.deeds.counter import Counter
from clerk_app.intake import store as intake
from clerk_app.storage.facts import fact, set_fact

_FACT = "uses_counted_on"


def count_hall_uses(counter: Counter) -> int:
    """Count the cases of each item that are known here, once a day; how many counts changed.

    Cases of other windows come with the exchange. Not journalled: it says nothing that the
    cases do not say.
    """
    today = counter.today().isoformat()
    with counter.store.reading() as db:
        if fact(db, _FACT) == today:
            return 0
        found = intake.count_by_item(db)
        here = catalogue_usage.c
        known = {row.key: row.hall_uses for row in db.execute(select(here.key, here.hall_uses))}
    changed = {key: count for key, count in found.items() if known.get(key, 0) != count}
    with counter.store.transaction() as db:
        set_hall_uses(db, changed)
        set_fact(db, _FACT, today)
    return len(changed)
