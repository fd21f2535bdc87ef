"""Who may be asked to approve (批准人), as the store knows it today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clerk_app.desk.case_port import Signer
from clerk_app.kernel.roles import Role
from clerk_app.staff import store as staff
from clerk_app.staff.rules import letter_state

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from clerk_app.deeds.counter import Counter


def signers_of(
    db: Connection, counter: Counter, department: str | None = None
) -> tuple[Signer, ...]:
    """Who may be asked to approve today: supervisors, and holders of a letter that stands.

    Letters of one department count for it alone; without a department every letter is told, and
    the deed refuses the one that does not fit.
    """
    today = counter.today()
    acts: dict[str, frozenset[str]] = {}
    for letter in staff.letters(db):
        fits = department is None or letter.department in {"", department}
        if letter_state(letter, today) == "standing" and fits:
            acts[letter.holder] = acts.get(letter.holder, frozenset()) | letter.scope
    made = (
        Signer(c.id, c.name, Role.SUPERVISOR in c.roles, acts.get(c.id, frozenset()))
        for c in staff.all_clerks(db)
    )
    able = [each for each in made if each.supervisor or each.acts]
    return tuple(sorted(able, key=lambda each: (not each.supervisor, each.id)))
