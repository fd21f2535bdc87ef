"""How an application and a decision stand in events (canonical bodies, absent keys for empty)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import (
    Application,
    CheckedPaper,
    Decision,
    LegalTerms,
    PaperState,
    Party,
)
from clerk_app.intake.rules.clock import terms_of
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import items, number, text
from clerk_app.kernel.clock import legal_day, parse_stamp, stamp
from clerk_app.kernel.errors import Damaged, Misused

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
    _put(body, "arrival", application.arrival)
    body["terms"] = terms_body(terms_of(item, joint=application.joint))
    if application.undertaking_signed:
        body["undertaking_signed"] = 1
    if application.discredited:
        body["discredited"] = 1
    if application.agent is not None:
        body["agent"] = party_body(application.agent)
    if application.situations:
        body["situations"] = [{"key": k, "answer": v} for k, v in application.situations]
    papers = paper_bodies(application.papers)
    if papers:
        body["papers"] = papers
    _put(body, "credit_approved_by", application.credit_approved_by)
    if application.deposit:
        body["deposit"] = 1
    if application.committed:
        body["committed"] = list(application.committed)
    if application.produced:
        body["produced"] = list(application.produced)
    return body


def application_of(body: Body) -> Application:
    """The application as it was recorded: what `received_body` wrote, read back.

    Raises `Damaged` (`bad_body`) for one that cannot be read: nothing can be decided on it.
    """
    try:
        return Application(
            item=text(body, "item"),
            item_hash=text(body, "item_hash"),
            received_at=parse_stamp(text(body, "received_at")),
            applicant=_party_of(body.get("applicant")),
            agent=_party_of(body["agent"]) if "agent" in body else None,
            situations=tuple(
                (text(line, "key"), text(line, "answer")) for line in items(body, "situations")
            ),
            papers=tuple(
                CheckedPaper(
                    text(line, "name"),
                    PaperState(text(line, "state")),
                    text(line, "fault"),
                    text(line, "correction"),
                    number(line, "copies"),
                )
                for line in items(body, "papers")
            ),
            undertaking_signed=number(body, "undertaking_signed") == 1,
            discredited=number(body, "discredited") == 1,
            arrival=text(body, "arrival"),
            committed=tuple(str(name) for name in cast("list[Value]", body.get("committed", []))),
            commitment_signed="committed" in body,
            produced=tuple(str(name) for name in cast("list[Value]", body.get("produced", []))),
            joint=number(_object(body.get("terms")), "joint") == 1,
        )
    except (ValueError, TypeError, Misused) as error:
        raise Damaged("bad_body", "收件时的记录读不出来，不能再据它决定") from error


def _object(raw: Value | None) -> Body:
    return raw if isinstance(raw, dict) else {}


def _party_of(raw: Value | None) -> Party:
    if not isinstance(raw, dict):
        raise TypeError("a party is an object")
    names = ("kind", "name", "id_type", "id_number", "phone")
    return Party(*(text(raw, name) for name in names))


def terms_body(terms: LegalTerms) -> Body:
    """What the clock counts by, in a body."""
    body: Body = {"clock_starts": terms.clock_starts}
    if terms.licensing:
        body["licensing"] = 1
    for name in ("promised", "statutory"):
        limit = getattr(terms, name)
        if limit is not None:
            body[name] = {"value": limit[0], "unit": limit[1]}
    if terms.joint:
        body["joint"] = 1
    _put(body, "on_expiry", terms.on_expiry)
    for name in ("grace_workdays", "block_months"):
        if getattr(terms, name):
            body[name] = getattr(terms, name)
    if not terms.deems:
        body["deems"] = 0
    return body


def paper_bodies(papers: Iterable[CheckedPaper]) -> list[Value]:
    """Lines of a checklist in a body."""
    lines: list[Value] = []
    for paper in papers:
        line: Body = {"name": paper.name, "state": str(paper.state), "copies": paper.copies}
        _put(line, "fault", paper.fault)
        _put(line, "correction", paper.correction)
        lines.append(line)
    return lines


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
