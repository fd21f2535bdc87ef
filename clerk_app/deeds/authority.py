"""Who stands for what is done here: judged on the day of the act and on the day it is entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar
from clerk_app.staff import store as staff
from clerk_app.staff.model import Signing
from clerk_app.staff.rules import require_authority

_NAMES = {
    "notice_due": "告知期限",
    "promised_due": "承诺办结日",
    "statutory_due": "法定期限",
    "make_good_by": "补齐期限",
    "accepted_on": "受理日",
    "check_on": "核查期限",
    "until_on": "特别程序预计结束日",
}


def authority(
    db: Connection, counter: Counter, approver: str, action: str, day: date, department: str
) -> Body:
    """The approver of an act and the letter it rests on, as a body tells it.

    An act dated back is signed today: who may not sign today may not sign it. Raises `Refused`
    (`unknown_clerk`, as `require_authority`).
    """
    clerk = staff.clerk(db, approver)
    letters = staff.letters_of(db, clerk.id)
    letter = require_authority(clerk, letters, action, day, department=department)
    require_authority(clerk, letters, action, counter.today(), department=department)
    body: Body = {"approver": clerk.id, "approver_name": clerk.name}
    if letter:
        body["letter"] = letter
    return body


def answer_for_provisional(
    db: Connection,
    counter: Counter,
    dates: Mapping[str, date | None],
    approver: str,
    day: date,
    department: str,
) -> Body:
    """Who answers for paper with dates that rest on a calendar nobody has published (暂定).

    `dates` are those dates by name; without any nobody need answer, and the body is empty.
    Raises `Refused` (`provisional_unapproved` naming the date and the year; as `authority`).
    """
    loose = {name: due for name, due in dates.items() if due is not None}
    if not loose:
        return {}
    if not approver:
        name, due = min(loose.items(), key=lambda entry: (entry[1], entry[0]))
        year = missing_year(day, due, counter.calendar)
        raise Refused(
            "provisional_unapproved",
            f"{_NAMES.get(name, name)} {due} 是暂定的：{year} 年的放假安排还没有装入。"
            "文书写这样的日期须由主管确认，请写明确认人",
        )
    found = authority(db, counter, approver, Signing.PROVISIONAL, day, department)
    return {"provisional_by": found}


def missing_year(first: date, last: date, calendar: Calendar) -> int:
    """The first year between two days whose calendar is not loaded; that of the last where each
    is known."""
    years = range(first.year, last.year + 1)
    return next((year for year in years if year not in calendar.years), last.year)
