"""The published form of one case: what `case show` and `case act` answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from clerk_app.intake.model import Accounted, CaseState
from clerk_app.intake.rules.clock import Reckoned
from clerk_app.intake.rules.life import lawful, words_of
from clerk_app.intake.rules.running import clock_of
from clerk_app.intake.rules.silence import as_of
from clerk_app.intake.rules.sub_clocks import Hearing, hearing_of, review_of
from clerk_app.intake.rules.supervision import watched
from clerk_app.journal.events import Event, text
from clerk_app.kernel.working_days import Calendar


def case_document(
    recorded: CaseState, events: list[Event], today: date, calendar: Calendar
) -> dict[str, Any]:
    """State, dates, papers, documents, events; `law` is the case as the law sees it today."""
    received = next((e.body or {} for e in events if e.kind == "case.received"), {})
    seen = as_of(recorded, today, calendar)
    look = watched(recorded, today, calendar)
    clock = clock_of(seen, calendar, on=today)
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
            "review": _reckoned(review_of(seen, calendar, today)),
            "hearing": _hearing(hearing_of(seen, calendar)),
        },
        "told": [
            {"message": text(body, "message"), "by": text(body, "by") or None, "at": e.header.at}
            for e in events
            if e.kind == "case.told"
            for body in (e.body or {},)
        ],
        "events": [_event(e) for e in events],
    }


def accounted_body(found: Accounted) -> dict[str, str]:
    """The published form of one record."""
    return {
        "finding": found.finding,
        "since": found.since,
        "owner": found.owner,
        "reason": found.reason,
        "measure": found.measure,
        "by": found.by,
        "by_name": found.by_name,
        "on": found.on,
    }


def _event(event: Event) -> dict[str, Any]:
    """What happened and who did it; `for`: 代A, the clerk whose work it was."""
    header = event.header
    return {
        "device": header.device,
        "s": header.s,
        "kind": event.kind,
        "at": header.at,
        "operator": header.operator,
        "for": text(event.body or {}, "for") or None,
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
        "accounted": [accounted_body(each) for each in state.accounted],
        "linked": list(state.linked),
        "agent_order": state.agent_order or None,
        "for_hall": {"region": state.region, "name": state.for_hall} if state.for_hall else None,
        "custody": [
            {
                "holder": each.holder or None,
                "since": each.since,
                "until": each.until or None,
                "way": each.way or None,
                "waybill": each.waybill or None,
                "to": each.to or None,
                "papers": [{"name": name, "copies": copies} for name, copies in each.papers],
                "missing": list(each.missing),
                "damaged": list(each.damaged),
                "by": each.by or None,
            }
            for each in state.custody
        ],
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
    "reported_on",
)


def _hearing(found: Hearing | None) -> dict[str, Any] | None:
    if found is None:
        return None
    days = {"ask_by": found.ask_by, "hold_by": found.hold_by}
    told = {name: day.isoformat() if day else None for name, day in days.items()}
    return {**told, "provisional": found.provisional}


def _reckoned(found: Reckoned | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "due": found.day.isoformat(),
        "provisional": found.provisional,
        "why": list(found.why),
    }
