"""From a decided application to what its documents say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from clerk_app.catalogue.model import CommitmentPolicy, ServiceItem, TimeLimit
from clerk_app.catalogue.rules.limits import statutory_limit
from clerk_app.catalogue.rules.situations import asked
from clerk_app.catalogue.rules.summary import counts_text, fee_text, limit_text
from clerk_app.deeds.concealment import with_concealment
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.deeds.explanation import fee_lines, special_words
from clerk_app.deeds.print_document import CODE_LENGTH
from clerk_app.intake.model import (
    NOTICE,
    Application,
    CaseState,
    ChecklistLine,
    Decision,
    IdType,
    Outcome,
    PaperState,
    Party,
)
from clerk_app.intake.rules.decide import NOT_HANDED_IN, checklist, promised_instead
from clerk_app.intake.rules.kept import is_kept
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.clock import legal_day, parse_stamp, stamp
from clerk_app.kernel.evolve import evolve
from clerk_app.kernel.identity import IdKind, Standing
from clerk_app.kernel.local_rules import query_of
from clerk_app.kernel.masking import mask_id
from clerk_app.kernel.uscc import check_uscc
from clerk_app.notices.facts import (
    BACK_ENTERED,
    DEFECTIVE,
    MISSING,
    NOT_COMPETENT,
    ActFacts,
    DocumentFacts,
    PaperLine,
    Reason,
    from_body,
)
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.wording import OWN_FOLDER, freeze

_DOCUMENTS = {
    Outcome.ACCEPTED: ("acceptance",),
    Outcome.CONDITIONALLY_ACCEPTED: ("conditional_acceptance", "undertaking"),
    Outcome.RETURNED_FOR_CORRECTION: ("one_time_notice",),
    Outcome.NOT_ACCEPTED: ("non_acceptance",),
    Outcome.NOT_NEEDED: ("not_needed",),
}
RECEIPT = "receipt"
COMMITMENT = "commitment"
SLIP = "transfer_slip"
MATERIAL_LIST = "material_list"
RETURN_SLIP = "return"
DUAL_NOTICE = "dual_notice"
_WITH_CODE = frozenset(
    {
        RECEIPT,
        MATERIAL_LIST,
        "acceptance",
        "conditional_acceptance",
        "correction_receipt",
        "suspension",
        "extension",
        "closure",
    }
)
"""Papers by which one asks for progress."""
_WITH_REMEDIES = frozenset({"denial", "non_acceptance", "not_needed"})
"""Papers that say where remedies are sought."""
_WITH_TERMS = frozenset({"acceptance", "conditional_acceptance"})
"""Papers that say which special procedures the item has, and by which rule it charges."""
_SORTS_OF_ID: Mapping[str, str] = {
    IdType.RESIDENT_ID: "居民身份证",
    IdType.USCC: "信用代码",  # the short form: its own name is longer than the label
    IdType.OTHER: "其他证件",
    IdKind.HONG_KONG_PERMIT: "港澳居民居住证",
    IdKind.MACAU_PERMIT: "港澳居民居住证",
    IdKind.TAIWAN_PERMIT: "台湾居民居住证",
    IdKind.PERMANENT_RESIDENCE: "外国人永久居留身份证",
    IdKind.OLD_PERMANENT_RESIDENCE: "外国人永久居留身份证",
}
_WITHOUT_PAPERS = {Outcome.NOT_ACCEPTED, Outcome.NOT_NEEDED}


def documents_for(application: Application, decision: Decision) -> tuple[str, ...]:
    """Which documents an outcome issues. A return also gives a receipt for papers kept."""
    kinds = _DOCUMENTS[decision.outcome]
    if promised_instead(application) and decision.accepted_on is not None:
        kinds = (*kinds, COMMITMENT)
    kept = any(paper.state.is_handed_in for paper in application.papers)
    if decision.outcome is Outcome.RETURNED_FOR_CORRECTION and kept:
        return (*kinds, RECEIPT)
    return kinds


def commitment_facts(
    facts: DocumentFacts, item: ServiceItem, application: Application, check: date | None
) -> DocumentFacts:
    """What the 告知承诺书 says beside the case."""
    policy = item.commitment or CommitmentPolicy()
    act = ActFacts(
        on=facts.received_on,
        basis=policy.basis,
        check_on=_iso(check),
        open=promised_instead(application),
        commitments=policy.promises,
    )
    return replace(facts, act=act, conditions=item.conditions)


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
    back_entered: bool = False,
) -> DocumentFacts:
    """Everything one page says, as it will be recorded. 补录 is a flag of the act, also taken
    from a reason of that code; it is never a ground."""
    codes = {reason.code for reason in decision.reasons}
    facts = DocumentFacts(
        kind=kind,
        number=number,
        case_number=case,
        hall=here.name,
        window=window_words(counter.window),
        clerk=counter.clerk.name,
        phone=item.phone,
        supervision_phone=item.supervision_phone,
        department=application.for_hall.name if application.for_hall else item.department,
        item_name=item.name,
        item_code=item.code or item.id,
        item_version=item.version or item.content_hash[:8],
        situation=_situation(item, application),
        legal_basis=item.legal_basis,
        received_on=decision.received_on.isoformat(),
        accepted_on=_iso(decision.accepted_on),
        notice_due=decision.notice_due.isoformat(),
        promised_due=_iso(decision.promised_due),
        statutory_due=_iso(decision.statutory_due),
        make_good_by=_iso(decision.make_good_by),
        provisional=decision.provisional,
        papers=_papers(kind, application, item, decision),
        reasons=_reasons(decision),
        target_agency=application.target_agency if NOT_COMPETENT in codes else "",
        fee=fee_text(item.fee),
        result=item.result,
        delivery="、".join(item.delivery),
        on_expiry=str(item.deferral.on_expiry) if item.deferral.enabled else "",
        issued_at=stamp(counter.clock.now()),
        sample=sample,
        query=query_text(counter, here, case),
        item_type=str(item.type) if item.type else item.type_text,
        back_entered=back_entered or BACK_ENTERED in codes,
        returnable=decision.outcome in _WITHOUT_PAPERS and _lie_at_the_window(application, item),
        notice_given=kind == RECEIPT and decision.outcome is Outcome.RETURNED_FOR_CORRECTION,
    )
    facts = _with_terms(_with_parties(facts, application), item, decision)
    facts = with_concealment(_of_kind(facts, counter, item), item, application)
    return freeze(facts, hall=counter.folder / OWN_FOLDER)


def _with_parties(facts: DocumentFacts, application: Application) -> DocumentFacts:
    """Who asks, and who acts for whom by which order."""
    applicant, agent = application.applicant, application.agent
    return evolve(
        facts,
        applicant=applicant.name,
        id_masked=_number_told(applicant),
        id_kind=_sort_of_id(applicant),
        applicant_kind=applicant.kind,
        agent=agent.name if agent else "",
        agent_id_masked=_number_told(agent) if agent else "",
        agent_id_kind=_sort_of_id(agent) if agent else "",
        applicant_phone=applicant.phone if facts.kind == SLIP else "",
        agent_order=application.agent_order,
        agent_authority=application.agent_authority,
        committed=promised_instead(application) if facts.kind in _WITH_TERMS else (),
    )


def _number_told(party: Party) -> str:
    """The identity number as paper has it: a person's is masked; the 统一社会信用代码 of an
    organisation is public and stands whole."""
    public = party.kind == "organisation" and party.id_type == IdType.USCC
    if public and check_uscc(party.id_number).verdict is Standing.VALID:
        return party.id_number
    return mask_id(party.id_number) if party.id_number else ""


def _sort_of_id(party: Party) -> str:
    """The sort of paper (证件) a number stands on; one typed in words stands as it was typed, the
    code of a machine that nobody here knows is no word."""
    if not party.id_number:
        return ""
    typed = "" if party.id_type.isascii() else party.id_type
    return _SORTS_OF_ID.get(party.id_type, typed)


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    return tuple(
        Reason(r.code, r.article, r.text) for r in decision.reasons if r.code != BACK_ENTERED
    )


def _of_kind(facts: DocumentFacts, counter: Counter, item: ServiceItem) -> DocumentFacts:
    """Where to turn to against a refusal; what may take longer and what it costs, of a promise."""
    if facts.kind in _WITH_REMEDIES:
        local = counter.calendar.local
        return replace(facts, review_organ=local.review_organ, court=local.court)
    if facts.kind in _WITH_TERMS:
        special = tuple(special_words(each) for each in item.special_procedures)
        return replace(facts, special_procedures=special, fees=fee_lines(item))
    return facts


def of_the_case(
    facts: DocumentFacts, state: CaseState, happened: Sequence[Event]
) -> DocumentFacts:
    """With what the case tells: its 查询码 and, of a one-time notice that follows another, which
    one that is and what it did not say. A notice given before the case was received anew counts
    no more."""
    if facts.kind in _WITH_CODE:
        return replace(facts, query_code=query_code(happened))
    if facts.kind != NOTICE:
        return facts
    given = [d.number for d in state.documents if d.kind == NOTICE and not d.past]
    bodies = (e.body for e in happened if e.kind == "document.issued" and e.body)
    issued = {text(body, "number"): body for body in bodies}
    told = [issued[number] for number in given if number in issued]
    if not told:
        return facts
    before = from_body(told[-1])
    said = {paper.name: paper for paper in before.due_papers}
    now = {paper.name for _, paper in facts.short_papers}
    papers = tuple(
        replace(p, fresh=p.name in now and not _covered(before, said.get(p.name), facts, p))
        for p in facts.papers
    )
    day = legal_day(parse_stamp(before.issued_at)).isoformat()
    return replace(facts, papers=papers, notice_before=before.number, notice_before_on=day)


def _covered(
    before: DocumentFacts, told: PaperLine | None, facts: DocumentFacts, paper: PaperLine
) -> bool:
    """Whether the notice before asked already for what is wanting of a paper: a paper told to be
    missing is asked for with all its pieces, one told to be wrong is to be brought anew. How many
    pieces are wanting is compared only where some came; each look counts as it printed them."""
    if told is None:
        return False
    if paper.state == MISSING:
        return not told.ready
    faults = _faults(paper)
    if paper.state == DEFECTIVE and not (told.state == DEFECTIVE and faults <= _faults(told)):
        return False
    few = told.pieces_short if told.ready else before.pieces_wanting(told)
    if told.state == DEFECTIVE and not before.since(3):
        few = 0  # it said nothing of the pieces of a wrong paper
    return told.state == MISSING or facts.pieces_wanting(paper) <= few


def _faults(paper: PaperLine) -> set[str]:
    """The faults of a paper one by one."""
    return {part.strip() for part in re.split("[；;。\\n]", paper.fault) if part.strip()}


def query_code(happened: Iterable[Event]) -> str:
    """The 查询码 of a case, one on all its papers: the code of the event that received it, the
    same at every station. Nobody can tell it from the number: the event is salted."""
    first = next((e for e in happened if e.kind == "case.received"), None)
    return first.hash.hex()[:CODE_LENGTH] if first else ""


def code_of(kind: str, case: str, made: Sequence[Event]) -> Body:
    """The same for a paper issued by the act that receives the case, `made` of it so far."""
    if kind not in _WITH_CODE:
        return {}
    return {"query_code": query_code(e for e in made if e.header.case == case)}


def query_text(counter: Counter, here: Hall, number: str) -> str:
    """What the QR of a paper holds: the hall's web address for this number, else what the hall's
    own scanner reads. Never a person's name or number."""
    url = counter.calendar.local.query_url
    return query_of(url, number) if url else f"hall:{here.code}:{number}"


def _with_terms(facts: DocumentFacts, item: ServiceItem, decision: Decision) -> DocumentFacts:
    """The lengths of the limits, what the catalogue notes beside limits and fee, and how a
    deferral runs where there is one."""
    statutory = statutory_limit(item)
    deferring = decision.outcome is Outcome.CONDITIONALLY_ACCEPTED
    waiting = deferring or decision.make_good_by is not None  # 容缺收件
    return evolve(
        facts,
        promised_text=limit_text(item.promised_limit),
        promised_note=_note(item.promised_limit),
        statutory_text=limit_text(statutory),
        statutory_note=_note(statutory),
        fee_note=item.fee.note if item.fee else "",
        clock_starts=str(item.deferral.clock_starts) if deferring else "",
        grace=item.deferral.grace_workdays if waiting else 0,
        block_months=item.deferral.block_months if deferring else 0,
    )


def _papers(
    kind: str, application: Application, item: ServiceItem, decision: Decision
) -> tuple[PaperLine, ...]:
    """The papers due; a receipt, list or slip also names what was handed in without being asked
    for, last, so that the numbers are those of the one-time notice."""
    if decision.outcome in _WITHOUT_PAPERS and kind != MATERIAL_LIST:
        return ()
    by = {s.name: s.make_good_by for s in decision.shortfalls}
    lines = checklist(application, item)
    papers = [_line(line, by.get(line.material.name)) for line in lines if line.due]
    if kind in {NOTICE, DUAL_NOTICE}:  # by which rule each paper is asked for
        bases = {line.material.name: line.material.basis for line in lines}
        papers = [replace(paper, basis=bases[paper.name]) for paper in papers]
    if kind in {RECEIPT, SLIP, MATERIAL_LIST, RETURN_SLIP}:
        extra = [line for line in lines if not line.due and line.paper.state.is_handed_in]
        papers += [replace(_line(line, None), not_due=True) for line in extra]
    return tuple(papers)


def _lie_at_the_window(application: Application, item: ServiceItem) -> bool:
    """Whether a paper was handed in of which something is not handed back at once (核验)."""
    return any(is_kept(item.material(paper.name), paper) for paper in application.papers)


def window_words(window: str) -> str:
    """A window as paper names it.

    >>> window_words("1")
    '1 号窗口'
    """
    return f"{window} 号窗口" if window.isdigit() else window


def _note(limit: TimeLimit | None) -> str:
    return limit.note if limit else ""


def _situation(item: ServiceItem, application: Application) -> str:
    """The questions and the answers given, in the item's own words."""
    answers = dict(application.situations)
    words = []
    for situation in asked(item, answers):
        for answer in situation.answers:
            if answers.get(situation.key) == answer.value:
                asks = situation.question.endswith(("？", "?", "：", ":"))
                words.append(f"{situation.question}{'' if asks else '：'}{answer.label}")
    return "；".join(words)


def _line(line: ChecklistLine, by: date | None) -> PaperLine:
    material, paper = line.material, line.paper
    absent = paper.state is PaperState.MISSING and paper.fault == NOT_HANDED_IN
    return PaperLine(
        name=material.name,
        necessity=str(material.necessity),
        form=material.form,
        originals=material.originals,
        copies=material.copies,
        copies_in=paper.copies,
        keep=str(material.keep),
        state=str(paper.state),
        fault="" if absent else paper.fault,  # paper has a word of its own for it
        correction=paper.correction,
        standard=material.standard,
        how_to_get=material.how_to_get,
        deferrable=line.deferrable,
        make_good_by=_iso(by),
        due=counts_text(material),
        pages=paper.pages,
        source=material.source_channel,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
