"""Finds cases by what other systems call them. Whoever asks is an argument of the query."""

from __future__ import annotations

from sqlalchemy import Connection, select

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import CaseState
from clerk_app.intake.tables import case_links
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Viewer
from clerk_app.reporting.model import CaseFile
from clerk_app.staff import store as staff
from clerk_app.storage.journal import Journal


def linked_to(db: Connection, viewer: Viewer, number: str) -> list[str]:
    """The cases that carry a linked number, whatever its system, oldest first. Raises `Refused`
    (`not_allowed`)."""
    viewer.require_cases()
    here = case_links.c
    query = select(here.case_number).where(here.linked == number)
    return list(db.execute(query.order_by(here.case_number)).scalars())


def case_file(
    db: Connection, viewer: Viewer, journal: Journal, number: str, state: CaseState
) -> CaseFile:
    """All a report of a case is made of. Raises `Refused` (`not_allowed`)."""
    viewer.require_cases()
    events = tuple(journal.case_events(db, number))
    return CaseFile(number, events, _version(db, state), _names(db, events))


def _version(db: Connection, state: CaseState) -> ServiceItem | None:
    """The version a case was taken in under, whatever is in force now."""
    try:
        return catalogue.item_version(db, state.item, state.item_hash)
    except Refused:  # taken in at another station, under a version this one never had
        return None


def _names(db: Connection, events: tuple[Event, ...]) -> dict[tuple[str, str], str]:
    """Who did what, by name: our own clerks, and those of other stations as their papers say."""
    names: dict[tuple[str, str], str] = {}
    own, clerks = staff.own_devices(db), staff.clerk_names(db)
    for event in events:
        key = (event.header.device, event.header.operator)
        if event.header.device in own and event.header.operator in clerks:
            names[key] = clerks[event.header.operator]
        elif event.kind == "document.issued" and text(event.body or {}, "clerk"):
            names.setdefault(key, text(event.body or {}, "clerk"))
    return names
