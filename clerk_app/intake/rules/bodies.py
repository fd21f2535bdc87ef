"""How an application and a decision stand in events (canonical bodies, absent keys for empty)."""

from __future__ import annotations

from datetime import date
from typing import cast

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import Application, Decision, Party
from clerk_app.journal.canonical import Body, Value
from clerk_app.kernel.clock import legal_day, stamp

BACK_ENTERED_AFTER_WORKDAYS = 1
"""An intake entered later than this after the act is flagged 后补录入 (local rule, default)."""


def received_body(application: Application, item: ServiceItem) -> Body:
    """The body of `case.received`, without what only the counter knows."""
    body: Body = {
        "item": item.key,
        "item_name": item.name,
        "item_hash": item.content_hash,
        "received_at": stamp(application.received_at),
        "received_on": legal_day(application.received_at).isoformat(),
        "applicant": party_body(application.applicant),
    }
    _put(body, "department", item.department)
    if application.agent is not None:
        body["agent"] = party_body(application.agent)
    if application.situations:
        body["situations"] = [{"key": k, "answer": v} for k, v in application.situations]
    papers: list[Value] = []
    for paper in application.papers:
        line: Body = {"name": paper.name, "state": str(paper.state), "copies": paper.copies}
        _put(line, "fault", paper.fault)
        _put(line, "correction", paper.correction)
        papers.append(line)
    if papers:
        body["papers"] = papers
    return body


def decided_body(application: Application, decision: Decision) -> Body:
    """The body of `case.decided`."""
    body: Body = {
        "outcome": str(decision.outcome),
        "received_on": decision.received_on.isoformat(),
        "notice_due": decision.notice_due.isoformat(),
    }
    for name in ("accepted_on", "promised_due", "statutory_due", "make_good_by"):
        day = cast("date | None", getattr(decision, name))
        _put(body, name, day.isoformat() if day else "")
    _put(body, "target_agency", application.target_agency)
    if decision.provisional:
        body["provisional"] = list(decision.provisional)
    shortfalls: list[Value] = []
    for shortfall in decision.shortfalls:
        line: Body = {
            "name": shortfall.name,
            "fault": shortfall.fault,
            "deferrable": int(shortfall.deferrable),
        }
        by = shortfall.make_good_by
        _put(line, "make_good_by", by.isoformat() if by else "")
        shortfalls.append(line)
    if shortfalls:
        body["shortfalls"] = shortfalls
    reasons: list[Value] = []
    for reason in decision.reasons:
        entry: Body = {"code": reason.code, "text": reason.text}
        _put(entry, "article", reason.article)
        reasons.append(entry)
    body["reasons"] = reasons
    if application.undertaking_signed:
        body["undertaking_signed"] = 1
    if application.discredited:
        body["discredited"] = 1
    if application.concealment is not None:
        found = application.concealment
        body["concealment"] = {
            "fact": found.fact,
            "evidence": found.evidence,
            "found_by": found.found_by,
            "approved_by": found.approved_by,
        }
    return body


def party_body(party: Party) -> Body:
    """An applicant or agent in a body."""
    body: Body = {"kind": party.kind, "name": party.name}
    _put(body, "id_type", party.id_type)
    _put(body, "id_number", party.id_number)
    _put(body, "phone", party.phone)
    return body


def _put(body: Body, key: str, value: str) -> None:
    if value:
        body[key] = value
