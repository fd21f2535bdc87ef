"""已通知: the applicant was told what was owed, once and for all."""

from __future__ import annotations

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store
from clerk_app.intake.rules.messages import Owed, owed
from clerk_app.intake.rules.silence import as_of
from clerk_app.kernel.errors import Refused

TOLD = "case.told"


def tell(counter: Counter, number: str, key: str) -> Owed:
    """Record that the applicant of a case was told the message of that key.

    What is owed is judged on the case as the law sees it today (art. 32(4)), in the transaction
    that records it: two clerks who call at once record it once. Raises `Refused`
    (`unknown_case`, `not_allowed`, `not_owed`: told already, or not owed today).
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        today = counter.today()
        state = as_of(store.case(db, counter.viewer, number), today, counter.calendar)
        found = next((m for m in owed(state, today, counter.calendar) if m.key == key), None)
        if found is None:
            raise Refused("not_owed", "这一条今天不用告诉申请人，或者已经记过了")
        counter.journal.append(db, TOLD, {"message": key}, counter.act(db), case=number)
    return found
