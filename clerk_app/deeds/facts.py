"""From a decided application to what its documents say."""

from __future__ import annotations

from datetime import date

from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.summary import fee_text
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.intake.model import Application, ChecklistLine, Decision, Outcome
from clerk_app.intake.rules.decide import checklist
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.masking import mask_id
from clerk_app.notices.facts import DocumentFacts, PaperLine, Reason
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.wording import freeze

_DOCUMENTS = {
    Outcome.ACCEPTED: ("acceptance",),
    Outcome.CONDITIONALLY_ACCEPTED: ("conditional_acceptance", "undertaking"),
    Outcome.RETURNED_FOR_CORRECTION: ("one_time_notice",),
    Outcome.NOT_ACCEPTED: ("non_acceptance",),
    Outcome.NOT_NEEDED: ("not_needed",),
}


def documents_for(application: Application, decision: Decision) -> tuple[str, ...]:
    """Which documents an outcome issues. A return also gives a receipt for papers kept."""
    kinds = _DOCUMENTS[decision.outcome]
    kept = any(paper.state.is_handed_in for paper in application.papers)
    if decision.outcome is Outcome.RETURNED_FOR_CORRECTION and kept:
        return (*kinds, "receipt")
    return kinds


def copies_of(kind: str) -> int:
    """How many copies of a document are printed."""
    return kind_of(kind).COPIES


def document_facts(
    counter: Counter,
    here: Hall,
    *,
    kind: str,
    number: str,
    case: str,
    item: ServiceItem,
    application: Application,
    decision: Decision,
    sample: bool,
) -> DocumentFacts:
    """Everything one page says, as it will be recorded."""
    has_papers = decision.outcome not in {Outcome.NOT_ACCEPTED, Outcome.NOT_NEEDED}
    by = {s.name: s.make_good_by for s in decision.shortfalls}
    lines = checklist(application, item) if has_papers else ()
    applicant, agent = application.applicant, application.agent
    facts = DocumentFacts(
        kind=kind,
        number=number,
        case_number=case,
        hall=here.name,
        window=counter.window,
        clerk=counter.clerk.name,
        phone=item.phone,
        department=item.department,
        item_name=item.name,
        item_code=item.code or item.id,
        item_version=item.version or item.content_hash[:8],
        situation=_situation(item, application),
        legal_basis=item.legal_basis,
        applicant=applicant.name,
        id_masked=mask_id(applicant.id_number) if applicant.id_number else "",
        agent=agent.name if agent else "",
        received_on=decision.received_on.isoformat(),
        accepted_on=_iso(decision.accepted_on),
        notice_due=decision.notice_due.isoformat(),
        promised_due=_iso(decision.promised_due),
        statutory_due=_iso(decision.statutory_due),
        make_good_by=_iso(decision.make_good_by),
        provisional=decision.provisional,
        papers=tuple(_line(line, by.get(line.material.name)) for line in lines if line.due),
        reasons=tuple(Reason(r.code, r.article, r.text) for r in decision.reasons),
        target_agency=application.target_agency,
        fee=fee_text(item.fee),
        result=item.result,
        delivery="、".join(item.delivery),
        on_expiry=str(item.deferral.on_expiry) if item.deferral.enabled else "",
        issued_at=stamp(counter.clock.now()),
        sample=sample,
        query=f"hall:{here.code}:{case}",
    )
    return freeze(facts)


def _situation(item: ServiceItem, application: Application) -> str:
    """The questions and the answers given, in the item's own words."""
    answers = dict(application.situations)
    words = []
    for situation in item.situations:
        for answer in situation.answers:
            if answers.get(situation.key) == answer.value:
                words.append(f"{situation.question}{answer.label}")
    return "；".join(words)


def _line(line: ChecklistLine, by: date | None) -> PaperLine:
    material, paper = line.material, line.paper
    return PaperLine(
        name=material.name,
        necessity=str(material.necessity),
        form=material.form,
        originals=material.originals,
        copies=material.copies,
        copies_in=paper.copies,
        keep=str(material.keep),
        state=str(paper.state),
        fault=paper.fault,
        correction=paper.correction,
        standard=material.standard,
        how_to_get=material.how_to_get,
        deferrable=line.deferrable,
        make_good_by=_iso(by),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
