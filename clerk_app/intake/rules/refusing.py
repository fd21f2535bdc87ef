"""The answer without review: 不受理 (32(1)), 不予受理 (32(2)) and that for concealment (78).

A case that was received here later than at the window (taken over from another hall, 补件重启)
stands at 已收件 with nothing decided. Papers alone lead to acceptance or the one notice; that the
matter needs no licence, or that another body is competent, the law has said at once.

Once the one notice was given, the applicant was told what alone is wanting. What it did not say
is found late: to accept all the same would be to decide without competence, so the refusal stays
lawful, but somebody with authority answers for it and says why it was not said before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import Action, Application, CaseState, Concealment, Decision, Stage
from clerk_app.intake.rules.act_file import CONCEALED, NOT_COMPETENT, NOT_NEEDED, CaseAct
from clerk_app.intake.rules.acts import require_order
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.decide import decide
from clerk_app.intake.rules.life import require_lawful
from clerk_app.intake.rules.papers_later import merged
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.working_days import Calendar


def barred_until(received: date) -> date:
    """The last day on which whoever concealed or forged may not apply again where public safety
    is at stake (art. 78): a year from the receipt, that day still counting. A year that ends with
    February ends on its last day."""
    if (received.month, received.day) in {(2, 28), (2, 29)}:
        return date(received.year + 1, 3, 1) - timedelta(days=1)
    return received.replace(year=received.year + 1)


def signing_of(state: CaseState, act: CaseAct) -> str:
    """The word of a letter that lets its holder sign the refusal; empty where nobody need.

    Concealment is the head's to find (art. 78). What a notice did not say is signed like a second
    notice.

    Raises `Refused`: as `life.require_lawful`; `before_last_act`; `reason_missing` (after the one
    notice, why it was not said there).
    """
    require_lawful(state, Action.REFUSE)
    require_order(state, act.on)
    if state.state == Stage.RETURNED_FOR_CORRECTION and not act.reason:
        raise Refused(
            "reason_missing",
            "这件已经一次告知过申请人，告知书没有说不受理；请写明为什么当时没有说",
        )
    if act.grounds == CONCEALED:
        return "concealment"
    return "override" if state.state == Stage.RETURNED_FOR_CORRECTION else ""


def judge_refusal(
    application: Application,
    state: CaseState,
    act: CaseAct,
    item: ServiceItem,
    calendar: Calendar,
    *,
    approved_by: str = "",
) -> tuple[Application, Decision]:
    """The application with the ground of the act, and the decision `decide` makes of it.

    `approved_by` is the name of who signs, where `signing_of` asks for one. The day of receipt
    stays that of the case. Raises `Refused` as `decide` (`target_agency_missing`,
    `approval_missing`).
    """
    found = act.concealment or Concealment("", "", "", "")
    told = replace(
        merged(application, state, act),
        needed=act.grounds != NOT_NEEDED,
        competent=act.grounds != NOT_COMPETENT,
        target_agency=act.target_agency if act.grounds == NOT_COMPETENT else "",
        concealment=replace(found, approved_by=approved_by) if act.grounds == CONCEALED else None,
    )
    decision = decide(told, item, calendar, on=act.on)
    return told, replace(decision, received_on=iso(state.received_on) or decision.received_on)
