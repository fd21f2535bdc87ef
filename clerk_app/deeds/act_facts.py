"""From an act in the life of a case to what its documents say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from clerk_app.catalogue.model import ItemType, ServiceItem
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.deeds.earlier import Earlier
from clerk_app.deeds.facts import COMMITMENT, commitment_facts, document_facts, window_words
from clerk_app.deeds.promise_facts import with_end, with_lateness, with_procedure
from clerk_app.deeds.take_in import entered_late
from clerk_app.intake.model import (
    NOTICE,
    Action,
    Application,
    CaseState,
    Decision,
    Outcome,
    Shortfall,
    Stage,
)
from clerk_app.intake.rules.act_file import PARCEL_WAYS, CaseAct
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.custody import held, texts
from clerk_app.intake.rules.kept import is_kept, kept_pieces
from clerk_app.intake.rules.running import dates_body, expected
from clerk_app.intake.rules.silence import as_of
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import number, text
from clerk_app.kernel.clock import CHINA
from clerk_app.kernel.masking import mask_id
from clerk_app.kernel.working_days import Calendar
from clerk_app.notices.facts import (
    DENIED,
    UNCHANGED,
    WITHDRAWN,
    ActFacts,
    DocumentFacts,
    PaperLine,
)
from clerk_app.notices.facts import Reason as PrintedReason

DOCUMENTS: dict[Action, tuple[str, ...]] = {
    Action.SUSPEND: ("suspension",),
    Action.EXTEND: ("extension",),
    Action.DENY: ("denial",),
    Action.CLOSE: ("closure",),
    Action.DELIVER: ("delivery_receipt",),
    Action.WITHDRAW: ("return",),
    Action.RETURN: ("return",),
    Action.DISPATCH: ("transfer_slip",),
}
"""What an act that decides nothing about papers puts on paper."""
CORRECTION_RECEIPT = "correction_receipt"
_WITH_LATENESS = frozenset({CORRECTION_RECEIPT, NOTICE, "suspension", "extension"})
"""Papers that tell until when late papers may still come, or what they made of its dates."""
_CLOCK = ("promised_due", "statutory_due")
COUNTER = "counter"
_HANDED = frozenset({COUNTER, "home"})
"""Ways of delivery whose minute is that of the act; the post delivers when it does, and when
an electronic paper reached the recipient, nobody here knows."""
_METHODS = {"counter": "直接送达", "ems": "邮寄送达", "home": "上门送达", "online": "电子送达"}


def decision_of(state: CaseState) -> Decision:
    """What was last decided of a case, for the papers that come after."""
    outcome = state.outcome if state.outcome in set(Outcome) else Outcome.RETURNED_FOR_CORRECTION
    received = iso(state.received_on) or date.min
    return Decision(
        Outcome(outcome),
        received,
        notice_due=iso(state.notice_due) or received,
        accepted_on=iso(state.accepted_on),
        promised_due=iso(state.promised_due),
        statutory_due=iso(state.statutory_due),
        make_good_by=iso(state.make_good_by),
        provisional=state.provisional,
        shortfalls=tuple(
            Shortfall(p.name, p.fault, p.deferrable, iso(p.make_good_by))
            for p in state.open_papers
        ),
    )


def printed_loose(
    before: CaseState, act: CaseAct, body: Body, calendar: Calendar
) -> dict[str, date | None]:
    """The dates that are 暂定 on the paper of an act that decides nothing about papers: 延期 tells
    new ones, 特别程序 those that stand and those it is expected to move them to. No other such
    paper names a day that is still to come."""
    if act.action is Action.EXTEND:
        return {n: iso(text(body, n)) for n in texts(body.get("provisional"))}
    if act.action is Action.SUSPEND:
        seen = as_of(before, act.on, calendar)
        stand = {n: iso(getattr(seen, n)) for n in seen.provisional if n in _CLOCK}
        coming = _expected(seen, act, calendar)
        return {**stand, **{n: iso(text(coming, n)) for n in texts(coming["provisional"])}}
    return {}


def _expected(before: CaseState, act: CaseAct, calendar: Calendar) -> Body:
    """The expected end of a special procedure, and the dates it moves, in a body."""
    end, reading = expected(before, act.special, act.on, act.days, calendar)
    told = dates_body(reading)
    loose = [*texts(told["provisional"]), *(["until_on"] if end.provisional else [])]
    return {**told, "until_on": end.day.isoformat(), "provisional": [*loose]}


def act_facts(
    counter: Counter,
    here: Hall,
    *,
    kind: str,
    number_: str,
    item: ServiceItem,
    application: Application,
    before: CaseState,
    after: CaseState,
    act: CaseAct,
    body: Body,
    earlier: Earlier,
    decision: Decision | None = None,
    came: Mapping[str, int] | None = None,
    proxy_authority: str = "",
) -> DocumentFacts:
    """Everything the page of an act says. `before` and `after` are the case around it, `body`
    what was recorded, `earlier` what was before it, `decision` a new one where there is one,
    `came` the pieces of each paper that came with it, `proxy_authority` on what an agent
    collects."""
    before = as_of(before, act.on, counter.calendar)  # what late papers made of its dates
    late = entered_late(counter, act.on)
    facts = document_facts(
        counter,
        here,
        kind=kind,
        number=number_,
        case=after.number,
        item=item,
        application=application,
        decision=decision or decision_of(after),
        sample=after.sample,
        back_entered=late,
    )
    facts = replace(facts, acted_on=act.on.isoformat() if late else "")
    if act.action is Action.SUSPEND:
        facts = _also_loose(facts, before, act, counter.calendar)
    if before.state == Stage.COLLECTED:
        facts = replace(facts, collected_for=before.for_hall)
    if why := _typed_reason(act):
        facts = replace(facts, reasons=(why,))
    if kind == COMMITMENT and decision is not None:
        return commitment_facts(facts, item, application, decision.check_on)
    said = _act(item, application, before, after, act, body, earlier)
    if said.back or said.sent:
        facts = _as_they_go(facts, item, after, said)
    if kind == CORRECTION_RECEIPT:
        facts, said = _with_pieces(facts, said, came or {}, decision)
        said = with_procedure(said, after)
    if kind in _WITH_LATENESS:
        facts, said = with_lateness(facts, said, after, act, counter.calendar)
    if act.action is Action.RETURN:
        facts, said = with_end(facts, said, before, body, counter.calendar)
    if act.action is Action.SUSPEND:
        said = _foreseen(said, before, act, counter.calendar)
    if act.delivery is not None:
        said = replace(_delivered(said, counter, here, act), proxy_authority=proxy_authority)
    return replace(facts, act=said)


def _also_loose(
    facts: DocumentFacts, before: CaseState, act: CaseAct, calendar: Calendar
) -> DocumentFacts:
    """A special procedure tells the dates as late papers moved them."""
    told = (
        *facts.provisional,
        *before.provisional,
        *texts(_expected(before, act, calendar)["provisional"]),
    )
    return replace(facts, provisional=tuple(dict.fromkeys(told)))


def _typed_reason(act: CaseAct) -> PrintedReason | None:
    """Why, in the clerk's words, where nothing was decided about papers."""
    if act.action is Action.DENY:
        return PrintedReason(DENIED, act.basis, act.reason)
    if act.action is Action.WITHDRAW:
        return PrintedReason(WITHDRAWN, text=act.reason)
    return None


def _with_pieces(
    facts: DocumentFacts, said: ActFacts, came: Mapping[str, int], decision: Decision | None
) -> tuple[DocumentFacts, ActFacts]:
    """补正回执: what came now beside what lies there, and what the act made of the case. A fault
    found in what lay there already is nothing that came."""
    papers = tuple(
        replace(paper, came=str(came[paper.name])) if paper.name in came else paper
        for paper in facts.papers
    )
    decided = str(decision.outcome) if decision else UNCHANGED
    supplied = tuple(name for name in said.supplied if name in came)
    return replace(facts, papers=papers), replace(said, supplied=supplied, decided=decided)


def _foreseen(said: ActFacts, before: CaseState, act: CaseAct, calendar: Calendar) -> ActFacts:
    """With what the special procedure is expected to come to."""
    coming = _expected(before, act, calendar)
    return replace(
        said,
        until_on=text(coming, "until_on"),
        new_promised_due=text(coming, "promised_due"),
        new_statutory_due=text(coming, "statutory_due"),
    )


def _delivered(said: ActFacts, counter: Counter, here: Hall, act: CaseAct) -> ActFacts:
    """With the minute, where it was handed over, and the counter as the place, where no other
    was named."""
    handed = act.delivery
    assert handed is not None  # noqa: S101 - the caller asked
    at = act.at.astimezone(CHINA).strftime("%H:%M") if handed.method in _HANDED else ""
    desk = f"{here.name} {window_words(counter.window)}".strip()
    place = handed.place or (desk if handed.method == COUNTER else "")
    return replace(
        said,
        delivered_on=act.on.isoformat(),
        delivered_at=at,
        place=place,
        method=_METHODS.get(handed.method, handed.method),
        waybill=handed.waybill,
        recipient=handed.recipient,
        recipient_id_masked=mask_id(handed.id_number) if handed.id_number else "",
        proxy_reason=handed.proxy_reason,
        deliverer=counter.clerk.name,
    )


def _act(
    item: ServiceItem,
    application: Application,
    before: CaseState,
    after: CaseState,
    act: CaseAct,
    body: Body,
    earlier: Earlier,
) -> ActFacts:
    pause = after.suspensions[-1] if after.suspensions else None
    special = next((s for s in item.special_procedures if str(s.kind) == act.special), None)
    parcel, closing = act.parcel, act.action is Action.CLOSE
    # then the reason is why the notice did not say it (`refusing.signing_of`), and no ground
    late = act.action is Action.REFUSE and before.state == Stage.RETURNED_FOR_CORRECTION
    result = body.get("result")
    named = result if isinstance(result, dict) else {}
    return ActFacts(
        on=act.on.isoformat(),
        reason="" if late else act.reason,
        untold=act.reason if late else "",
        told_on=act.told_on,
        asked_on=act.asked_on,
        approver=text(body, "approver_name") or (earlier.approver if closing else ""),
        special_kind=act.special,
        basis=special.basis if special else act.basis if act.action is Action.REFUSE else "",
        length=special.length if special else "",
        days=act.days,
        from_on=pause.since if pause else "",
        until_on=pause.until if pause else "",
        suspended_workdays=sum(each.workdays for each in after.suspensions),
        old_promised_due=before.promised_due,
        new_promised_due=after.promised_due if act.action is Action.EXTEND else "",
        old_statutory_due=before.statutory_due,
        new_statutory_due=after.statutory_due if act.action is Action.EXTEND else "",
        extension_workdays=_extended(after, act, body),
        result_name=_result_name(item, before, after, text(named, "name"), earlier),
        result_number=text(named, "number") or after.result_number or earlier.number,
        result_on=after.decided_on,
        valid_until=text(named, "valid_until") or earlier.valid_until,
        method=PARCEL_WAYS[parcel.method] if parcel else "",
        waybill=parcel.waybill if parcel else "",
        target=after.for_hall if parcel else act.target,
        sent=tuple(name for name, _ in held(after.custody)) if parcel else (),
        back=_back(item, application) if act.action in {Action.WITHDRAW, Action.RETURN} else (),
        supplied=tuple(p.name for p in act.papers if p.state.is_handed_in),
        open=tuple(paper.name for paper in after.open_papers),
        opinions=tuple(earlier.signed(opinion) for opinion in after.opinions),
    )


def _extended(after: CaseState, act: CaseAct, body: Body) -> int:
    """The workdays an extension adds; on 办结单 those it has added."""
    if act.action is Action.EXTEND:
        return number(body, "workdays")
    return after.extended_workdays if act.action is Action.CLOSE else 0


def _result_name(
    item: ServiceItem, before: CaseState, after: CaseState, named: str, earlier: Earlier
) -> str:
    """What is handed over: after a denial the decision under the title it bears, never the
    licence."""
    denials = {Stage.DENIED, Stage.CLOSED_DENIED}
    if denials & {before.state, after.state}:
        licence = item.type is ItemType.LICENSING
        return earlier.title or ("不予许可决定书" if licence else "不予办理决定书")
    return named or before.result_name or item.result


def _back(item: ServiceItem, application: Application) -> tuple[str, ...]:
    """The papers that lie at the window and go back: of one looked at (核验) the copy, if any."""
    papers = application.papers
    return tuple(paper.name for paper in papers if is_kept(item.material(paper.name), paper))


def _as_they_go(
    facts: DocumentFacts, item: ServiceItem, after: CaseState, said: ActFacts
) -> DocumentFacts:
    """With the pieces of each paper that go back or on to another hall: those that lie here."""
    sent = dict(held(after.custody)) if said.sent else {}

    def going(paper: PaperLine) -> PaperLine:
        kept = kept_pieces(item.material(paper.name), paper.copies_in)
        return replace(paper, copies_in=sent.get(paper.name, kept))

    return replace(facts, papers=tuple(going(paper) for paper in facts.papers))
