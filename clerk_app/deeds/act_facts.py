"""From an act in the life of a case to what its documents say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clerk_app.catalogue.model import ItemType, Keep, ServiceItem
from clerk_app.deeds.counter import Counter, Hall
from clerk_app.deeds.facts import document_facts
from clerk_app.intake.model import (
    Action,
    Application,
    CaseState,
    Decision,
    Outcome,
    Shortfall,
    Stage,
)
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.clock import iso
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import number, text
from clerk_app.kernel.masking import mask_id
from clerk_app.notices.facts import WITHDRAWN, ActFacts, DocumentFacts
from clerk_app.notices.facts import Reason as PrintedReason

DOCUMENTS: dict[Action, tuple[str, ...]] = {
    Action.SUSPEND: ("suspension",),
    Action.EXTEND: ("extension",),
    Action.DENY: ("denial",),
    Action.CLOSE: ("closure",),
    Action.DELIVER: ("delivery_receipt",),
    Action.WITHDRAW: ("return",),
    Action.RETURN: ("return",),
}
"""What an act that decides nothing about papers puts on paper."""
CORRECTION_RECEIPT = "correction_receipt"
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
    decision: Decision | None = None,
) -> DocumentFacts:
    """Everything the page of an act says. `before` and `after` are the case around it, `body`
    what was recorded, `decision` a new one where there is one."""
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
        back_entered=False,
    )
    if act.action is Action.DENY:
        facts = replace(facts, reasons=(PrintedReason("denied", text=act.reason),))
    if act.action is Action.WITHDRAW:
        facts = replace(facts, reasons=(PrintedReason(WITHDRAWN, text=act.reason),))
    return replace(facts, act=_act(counter, item, application, before, after, act, body))


def _act(
    counter: Counter,
    item: ServiceItem,
    application: Application,
    before: CaseState,
    after: CaseState,
    act: CaseAct,
    body: Body,
) -> ActFacts:
    pause = after.suspensions[-1] if after.suspensions else None
    special = next((s for s in item.special_procedures if str(s.kind) == act.special), None)
    handed = act.delivery
    result = body.get("result")
    named = result if isinstance(result, dict) else {}
    return ActFacts(
        on=act.on.isoformat(),
        reason=act.reason,
        approver=text(body, "approver_name"),
        special_kind=act.special,
        basis=special.basis if special else "",
        length=special.length if special else "",
        days=act.days,
        from_on=pause.since if pause else "",
        until_on=pause.until if pause else "",
        suspended_workdays=sum(each.workdays for each in after.suspensions),
        old_promised_due=before.promised_due,
        new_promised_due=after.promised_due if act.action is Action.EXTEND else "",
        old_statutory_due=before.statutory_due,
        new_statutory_due=after.statutory_due if act.action is Action.EXTEND else "",
        extension_workdays=number(body, "workdays") if act.action is Action.EXTEND else 0,
        result_name=_result_name(item, before, after, text(named, "name")),
        result_number=text(named, "number") or after.result_number,
        result_on=after.decided_on,
        valid_until=text(named, "valid_until"),
        delivered_on=act.on.isoformat() if act.action is Action.DELIVER else "",
        place=handed.place if handed else "",
        method=_METHODS.get(handed.method, handed.method) if handed else "",
        waybill=handed.waybill if handed else "",
        recipient=handed.recipient if handed else "",
        recipient_id_masked=mask_id(handed.id_number) if handed and handed.id_number else "",
        proxy_reason=handed.proxy_reason if handed else "",
        deliverer=counter.clerk.name if handed else "",
        target=act.target,
        back=_back(item, application) if act.action in {Action.WITHDRAW, Action.RETURN} else (),
        supplied=tuple(p.name for p in act.papers if p.state.is_handed_in),
        open=tuple(paper.name for paper in after.open_papers),
        opinions=tuple(f"{o.by}：{o.text}" for o in after.opinions),
    )


def _result_name(item: ServiceItem, before: CaseState, after: CaseState, named: str) -> str:
    """What is handed over: after a denial the decision, never the licence."""
    denials = {Stage.DENIED, Stage.CLOSED_DENIED}
    if denials & {before.state, after.state}:
        licence = item.type is ItemType.LICENSING
        return "不予许可决定书" if licence else "不予批准（办理）决定书"
    return named or before.result_name or item.result


def _back(item: ServiceItem, application: Application) -> tuple[str, ...]:
    """The papers that lie at the window and go back: not those only looked at (核验)."""
    kept = []
    for paper in application.papers:
        material = item.material(paper.name)
        verified = material is not None and material.keep is Keep.VERIFIED
        if paper.state.is_handed_in and not verified:
            kept.append(paper.name)
    return tuple(kept)
