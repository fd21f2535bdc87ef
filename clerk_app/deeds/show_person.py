"""看全号: a person's number and telephone shown in full, or copied upward, on the record.

Everywhere else they are masked. Who saw them, of which case and what for is kept, without the
number itself (个人信息保护法 art. 51).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.report_case import read_report
from clerk_app.intake import store as intake
from clerk_app.intake.model import Party
from clerk_app.intake.rules.bodies import application_of
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.reporting.model import PanelRow
from clerk_app.reporting.rules.report import panel

SHOWN = "person.shown"
"""Its body: `case`, `on`, and `what`: identity, or report for the fields of a platform."""
IDENTITY, REPORT = "identity", "report"


@dataclass(frozen=True, slots=True)
class Shown:
    """The applicant of a case and the agent, as they were taken in."""

    applicant: Party
    agent: Party | None = None


def show_person(counter: Counter, number: str) -> Shown:
    """The parties of a case in full; that they were shown is recorded before they are.

    Raises `Refused` (`unknown_case`, `not_allowed`, `person_erased`), `Damaged`, `Unavailable`.
    Nothing is shown then.
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        intake.case(db, counter.viewer, number)
        events = counter.journal.case_events(db, number)
        body = next((e.body for e in events if e.kind == "case.received"), None)
        if body is None:
            raise Refused("person_erased", "收件时的记录不在本机，或已依法删除，看不到全号")
        found = application_of(body)
        _record(db, counter, number, IDENTITY)
    return Shown(found.applicant, found.agent)


def show_report(counter: Counter, number: str) -> tuple[PanelRow, ...]:
    """The reporting fields of a case to copy by hand; that they were shown is recorded.

    Raises as `report_case.read_report`. Nothing is shown then.
    """
    counter.viewer.require_cases()
    rows = panel(read_report(counter, number))
    with counter.store.transaction() as db:
        _record(db, counter, number, REPORT)
    return rows


def _record(db: Connection, counter: Counter, number: str, what: str) -> None:
    body: Body = {"case": number, "on": counter.today().isoformat(), "what": what}
    counter.journal.append(db, SHOWN, body, counter.act(db))
