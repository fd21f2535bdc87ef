"""The published form of one case: what `case show` and `case act` answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from clerk_app.intake.model import CaseState
from clerk_app.intake.rules.acts import clock_of
from clerk_app.intake.rules.clock import Reckoned
from clerk_app.intake.rules.life import lawful, words_of
from clerk_app.intake.rules.silence import as_of
from clerk_app.intake.rules.supervision import watched
from clerk_app.journal.events import Event
from clerk_app.kernel.working_days import Calendar


def case_document(
    recorded: CaseState, events: list[Event], today: date, calendar: Calendar
) -> dict[str, Any]:
    """State, dates, papers, documents, events; `law` is the case as the law sees it today."""
    received = next((e.body or {} for e in events if e.kind == "case.received"), {})
    seen = as_of(recorded, today, calendar)
    look = watched(recorded, today, calendar)
    clock = clock_of(seen, calendar)
    return {
        "number": recorded.number,
        "state": recorded.state,
        "state_text": words_of(recorded),
        "outcome": recorded.outcome or None,
        "item": {
            "key": recorded.item,
            "name": recorded.item_name,
            "version": recorded.item_hash,
        },
        "applicant": recorded.applicant,
        **{name: getattr(recorded, name) or None for name in _DATES},
        "provisional": list(recorded.provisional),
        "shortfalls": [paper.name for paper in recorded.open_papers],
        "situations": received.get("situations", []),
        "materials": received.get("papers", []),
        "papers": [
            {
                "name": paper.name,
                "state": str(paper.state),
                "fault": paper.fault or None,
                "handed_on": paper.handed_on or None,
                "make_good_by": paper.make_good_by or None,
            }
            for paper in recorded.papers
        ],
        "documents": [
            {"number": d.number, "kind": d.kind, "printed": d.printed} for d in recorded.documents
        ],
        **_way(recorded),
        "rating": recorded.rating or None,
        "conflicts": list(recorded.conflicts),
        "law": {
            "on": today.isoformat(),
            "state": seen.state,
            "deemed": seen.deemed,
            "lamp": str(look.lamp),
            "due": look.due.isoformat() if look.due else None,
            "findings": [str(finding) for finding in look.findings],
            "may": [str(action) for action in lawful(seen)],
            "promised": _reckoned(clock.promised),
            "statutory": _reckoned(clock.statutory),
        },
        "events": [
            {"device": e.header.device, "s": e.header.s, "kind": e.kind, "at": e.header.at}
            for e in events
        ],
    }


def _way(state: CaseState) -> dict[str, Any]:
    """What happened to a case on its way."""
    return {
        "suspensions": [
            {
                "special": each.kind,
                "reason": each.reason or None,
                "since": each.since,
                "until": each.until or None,
                "workdays": each.workdays,
            }
            for each in state.suspensions
        ],
        "opinions": [
            {"by": each.by, "on": each.on, "text": each.text, "agrees": each.agrees}
            for each in state.opinions
        ],
        "steps": [
            {"owner": s.owner, "since": s.since, "until": s.until or None, "why": s.why}
            for s in state.steps
        ],
        "visits": list(state.visits),
        "overrides": state.overrides,
        "siblings": list(state.siblings),
        "linked": list(state.linked),
    }


_DATES = (
    "received_on",
    "accepted_on",
    "notice_due",
    "promised_due",
    "statutory_due",
    "make_good_by",
    "decided_on",
    "deliver_due",
    "closed_on",
    "delivered_on",
)


def _reckoned(found: Reckoned | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "due": found.day.isoformat(),
        "provisional": found.provisional,
        "why": list(found.why),
    }
