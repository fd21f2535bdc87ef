"""授权书: a body lets its chief representative sign at the hall, and takes that back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.text import half_width, plain
from clerk_app.staff import store
from clerk_app.staff.model import Letter
from clerk_app.staff.projection import GRANTED, REVOKED
from clerk_app.staff.rules import (
    check_letter,
    check_revocation,
    require_superior,
)

LETTER_LIMIT = 60
DEPARTMENT_LIMIT = 100


def grant_letter(
    counter: Counter,
    letter: str,
    holder: str,
    scope: frozenset[str],
    since: date,
    until: date,
    *,
    department: str = "",
) -> Letter:
    """Enter a letter of authority; the clerk at the counter is the grantor. `holder` is a clerk
    by id or name, `scope` words of `Signing`, `department` the body it is for, empty for all.

    Raises `Refused` as `check_letter`, `unknown_clerk`; `Misused` (`bad_text`).
    """
    number = letter_number(letter)
    department = plain(department, "部门", limit=DEPARTMENT_LIMIT)
    require_superior(counter.viewer)
    with counter.store.transaction() as db:
        who = store.clerk(db, holder)
        made = Letter(number, counter.clerk.id, who.id, scope, department, since, until)
        known = {each.letter for each in store.letters(db)}
        check_letter(made, counter.clerk, who, known, counter.today())
        body: Body = {
            "letter": made.letter,
            "grantor": made.grantor,
            "holder": made.holder,
            "scope": [*sorted(scope)],
            "since": since.isoformat(),
            "until": until.isoformat(),
        }
        if department:
            body["department"] = department
        counter.journal.append(db, GRANTED, body, counter.act())
    return made


def revoke_letter(counter: Counter, letter: str, on: date) -> Letter:
    """Revoke a letter: from the day `on` it counts no more.

    Raises `Refused` (`not_allowed`, `unknown_letter`, `letter_revoked`, `delegation_expired`,
    `bad_period`).
    """
    number = letter_number(letter)
    require_superior(counter.viewer)
    with counter.store.transaction() as db:
        letters = store.letters(db)
        check_revocation(letters, number, on)
        body: Body = {"letter": number, "on": on.isoformat()}
        counter.journal.append(db, REVOKED, body, counter.act())
    found = next(each for each in letters if each.letter == number)
    return replace(found, revoked_on=on)


def letter_number(text: str) -> str:
    """A 文号 without blanks, digits narrow, the year in the brackets of 文号.

    >>> letter_number(" 测政授[2026] １号")
    '测政授〔2026〕1号'
    """
    number = "".join(half_width(plain(text, "文号", limit=LETTER_LIMIT)).split())
    return number.translate(_BRACKETS)


_BRACKETS = str.maketrans("[]【】", "〔〕〔〕")
