"""How an application and a decision stand in events (canonical bodies, absent keys for empty)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import cast

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import (
    Application,
    CheckedPaper,
    Decision,
    LegalTerms,
    OtherHall,
    PaperState,
    Party,
)
from clerk_app.intake.rules.clock import terms_of
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import items, number, text
from clerk_app.kernel.clock import legal_day, parse_stamp, stamp
from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.kernel.local_rules import DEFAULT, LocalRules


def received_body(
    application: Application, item: ServiceItem, local: LocalRules = DEFAULT
) -> Body:
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
    terms = terms_of(item, joint=application.joint, local=local)
    body["terms"] = terms_body(replace(terms, reports_up=application.reports_up))
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
    if application.credit_stale:
        body["credit_stale"] = 1
    _put(body, "credit_approved_by", application.credit_approved_by)
    if application.deposit:
        body["deposit"] = 1
    if application.committed:
        body["committed"] = list(application.committed)
    if application.produced:
        body["produced"] = list(application.produced)
    _put(body, "agent_order", application.agent_order)
    _put(body, "agent_authority", application.agent_authority)
    if application.for_hall is not None:
        where = application.for_hall
        body["for_hall"] = {"region": where.region, "name": where.name}
    return body


def application_of(body: Body, decided: Iterable[Body] = ()) -> Application:
    """The application as it was recorded: what `received_body` wrote, read back, with what was
    signed and answered for since, which stands in the decisions it led to (`decided_body`).

    Raises `Damaged` (`bad_body`) for one that cannot be read: nothing can be decided on it.
    """
    said = (body, *decided)
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
            papers=papers_of(body),
            undertaking_signed=any(number(each, "undertaking_signed") == 1 for each in said),
            discredited=number(body, "discredited") == 1,
            credit_stale=number(body, "credit_stale") == 1,
            credit_approved_by=next(filter(None, (_answered(each) for each in said)), ""),
            arrival=text(body, "arrival"),
            committed=tuple(str(name) for name in cast("list[Value]", body.get("committed", []))),
            commitment_signed="committed" in body,
            produced=tuple(str(name) for name in cast("list[Value]", body.get("produced", []))),
            joint=number(_object(body.get("terms")), "joint") == 1,
            reports_up=number(_object(body.get("terms")), "reports_up") == 1,
            for_hall=_other_hall(body.get("for_hall")),
            agent_order=text(body, "agent_order"),
            agent_authority=text(body, "agent_authority"),
        )
    except (ValueError, TypeError, Misused) as error:
        raise Damaged("bad_body", "收件时的记录读不出来，不能再据它决定") from error


def papers_of(body: Body) -> tuple[CheckedPaper, ...]:
    """The lines of a checklist in a body. Raises `ValueError` for a state nobody knows."""
    return tuple(
        CheckedPaper(
            text(line, "name"),
            PaperState(text(line, "state")),
            text(line, "fault"),
            text(line, "correction"),
            number(line, "copies"),
            number(line, "pages"),
        )
        for line in items(body, "papers")
    )


def _other_hall(raw: Value | None) -> OtherHall | None:
    where = _object(raw)
    return OtherHall(text(where, "region"), text(where, "name")) if where else None


def _answered(body: Body) -> str:
    return text(body, "credit_approved_by")


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
    _put(body, "off_duty", terms.off_duty)
    if terms.start_counts:
        body["start_counts"] = 1
    if terms.reports_up:
        body["reports_up"] = 1
    return body


def paper_bodies(papers: Iterable[CheckedPaper]) -> list[Value]:
    """Lines of a checklist in a body."""
    lines: list[Value] = []
    for paper in papers:
        line: Body = {"name": paper.name, "state": str(paper.state), "copies": paper.copies}
        _put(line, "fault", paper.fault)
        _put(line, "correction", paper.correction)
        if paper.pages:
            line["pages"] = paper.pages
        lines.append(line)
    return lines


def decided_body(application: Application, decision: Decision) -> Body:
    """The body of `case.decided`."""
    body: Body = {
        "outcome": str(decision.outcome),
        "received_on": decision.received_on.isoformat(),
        "notice_due": decision.notice_due.isoformat(),
    }
    for name in ("accepted_on", "promised_due", "statutory_due", "make_good_by", "check_on"):
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
    if application.credit_stale:
        _put(body, "credit_approved_by", application.credit_approved_by)
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
