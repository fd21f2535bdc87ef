"""What each event makes of a case. Facts are facts: nothing here raises for what a body holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from clerk_app.intake.model import (
    Accounted,
    Action,
    CaseState,
    HeldPaper,
    IssuedDocument,
    LegalTerms,
    Opinion,
    Outcome,
    PaperState,
    Stage,
    Step,
    Suspension,
)
from clerk_app.intake.rules import custody
from clerk_app.intake.rules.life import closed_as
from clerk_app.intake.rules.silence import is_silent
from clerk_app.journal.canonical import Body, Value
from clerk_app.journal.events import Event, items, number, text
from clerk_app.kernel.clock import legal_day, parse_stamp
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.evolve import evolve
from clerk_app.kernel.working_days import MOST_WORKDAYS

BEST_RATING = 5
ACCEPTED_STEP, DEEMED_STEP = "审查", "视为受理"
"""Why the department has a case: it was accepted by a clerk, or by silence."""
_PAPER_STATES = {str(state): state for state in PaperState}

StepOf = Callable[[CaseState, Body, Event], CaseState]


def on_day(event: Event) -> str:
    """The legal day of an act: the one its body names, else that of the journal."""
    day = named_day(event)
    if day:
        return day
    try:
        return legal_day(parse_stamp(event.header.at)).isoformat()
    except ClerkError:
        return ""


def named_day(event: Event) -> str:
    """The legal day the body of an act names, or empty."""
    body = event.body or {}
    act = body.get("act")
    day = text(body, "on") or (text(act, "on") if isinstance(act, dict) else "")
    if event.kind in {"case.received", "case.decided", "document.issued"}:
        day = day or text(body, "received_on")
    return day


def received(state: CaseState, body: Body, event: Event) -> CaseState:
    party, agent = body.get("applicant"), body.get("agent")
    if isinstance(body.get("for_hall"), dict):
        state = _collected(state, body)
    return evolve(
        state,
        item=text(body, "item"),
        item_name=text(body, "item_name"),
        item_hash=text(body, "item_hash"),
        department=text(body, "department"),
        applicant=text(party, "name") if isinstance(party, dict) else "",
        agent=text(agent, "name") if isinstance(agent, dict) else "",
        agent_order=text(body, "agent_order"),
        ticket=text(body, "ticket"),
        received_on=text(body, "received_on"),
        opened_on=text(body, "received_on"),
        received_at=text(body, "received_at"),
        notice_due=text(body, "notice_due"),
        sample=number(body, "sample") == 1,
        back_entered=number(body, "back_entered") == 1,
        arrival=text(body, "arrival"),
        bundle=text(body, "bundle"),
        siblings=_texts(body.get("siblings")),
        committed=_texts(body.get("committed")),
        terms=_terms(body.get("terms")),
        papers=_held((), body, text(body, "received_on")),
        steps=(Step(event.header.operator, text(body, "received_on"), why="收件"),),
        visits=(text(body, "received_on"),) if text(body, "received_on") else (),
    )


def _collected(state: CaseState, body: Body) -> CaseState:
    """异地代收: taken in for a body elsewhere, which has not received it yet."""
    where = body.get("for_hall")
    named = where if isinstance(where, dict) else {}
    return replace(
        state,
        state=str(Stage.COLLECTED),
        for_hall=text(named, "name"),
        region=text(named, "region"),
        custody=custody.opened(body, text(body, "received_on")),
    )


def dispatched(state: CaseState, body: Body, event: Event) -> CaseState:
    return replace(state, custody=custody.sent(state.custody, body, on_day(event)))


def taken_over(state: CaseState, body: Body, event: Event) -> CaseState:
    """Received by the body that decides: its limits run from that day. Known from its slip alone,
    the case goes on outside this system."""
    day = on_day(event)
    state = replace(
        state,
        custody=custody.arrived(state.custody, body, day),
        papers=custody.after_journey(state.papers, body),
    )
    if text(body, "via") == custody.BY_SLIP:
        done = _hand_on(state.steps, "", day, "")
        return replace(state, state=str(Stage.HANDED_OVER), ended_on=day, steps=done)
    return replace(
        state,
        state=str(Stage.RECEIVED),
        received_on=day,
        received_at=text(body, "received_at"),
        taken_over=f"{event.header.device}/{event.header.s}",
        notice_due=text(body, "notice_due"),
        provisional=_texts(body.get("provisional")),
        steps=_hand_on(state.steps, event.header.operator, day, "接收代收材料"),
    )


def sent_back(state: CaseState, body: Body, event: Event) -> CaseState:
    return replace(state, custody=custody.arrived(state.custody, body, on_day(event)))


def decided(state: CaseState, body: Body, event: Event) -> CaseState:
    outcome = text(body, "outcome")
    wanting = items(body, "shortfalls")
    stage = outcome if outcome in set(Outcome) else state.state
    department = state.department or event.header.operator
    return evolve(
        state,
        state=stage,
        outcome=outcome,
        accepted_on=text(body, "accepted_on"),
        notice_due=_notice_due(state, body),
        promised_due=text(body, "promised_due"),
        statutory_due=text(body, "statutory_due"),
        make_good_by=text(body, "make_good_by"),
        provisional=_texts(body.get("provisional")),
        check_on=text(body, "check_on"),
        shortfalls=tuple(text(s, "name") for s in wanting),
        reason_codes=tuple(text(reason, "code") for reason in items(body, "reasons")),
        conditional=state.conditional or outcome == Outcome.CONDITIONALLY_ACCEPTED,
        papers=_judged(state.papers, wanting, listed=outcome == Outcome.RETURNED_FOR_CORRECTION),
        steps=_hand_on(state.steps, department, text(body, "accepted_on"), ACCEPTED_STEP)
        if text(body, "accepted_on")
        else state.steps,
    )


def _notice_due(state: CaseState, body: Body) -> str:
    """Papers that come later give no new five days while no notice was ever given."""
    told, before = text(body, "notice_due"), state.notice_due
    if state.outcome and before and told and not state.notice_given_on:
        return min(before, told)
    return told


def supplied(state: CaseState, body: Body, event: Event) -> CaseState:
    """Papers that came later. `promised_due`, `statutory_due` where a clock starts with them."""
    day = on_day(event)
    papers = _held(state.papers, body, day, later=True)
    still = [p.make_good_by for p in papers if p.state.is_wanting and p.make_good_by]
    return replace(
        _told(state, body),
        papers=papers,
        make_good_by=min(still, default=""),
        visits=_once(state.visits, day),
    )


def suspended(state: CaseState, body: Body, event: Event) -> CaseState:
    pause = Suspension(
        text(body, "special"),
        text(body, "reason"),
        on_day(event),
        told_on=text(body, "told_on"),
        asked_on=text(body, "asked_on"),
    )
    return replace(state, suspensions=(*state.suspensions, pause))


def resumed(state: CaseState, body: Body, event: Event) -> CaseState:
    *before, last = state.suspensions
    ended = replace(last, until=on_day(event), workdays=number(body, "workdays"))
    return replace(_told(state, body), suspensions=(*before, ended))


def extended(state: CaseState, body: Body, _event: Event) -> CaseState:
    return replace(_told(state, body), extended_workdays=number(body, "workdays"))


def opined(state: CaseState, body: Body, event: Event) -> CaseState:
    said = Opinion(
        text(body, "by") or event.header.operator,
        on_day(event),
        text(body, "text"),
        number(body, "agrees", 1) == 1,
    )
    return replace(state, opinions=(*state.opinions, said))


def checked(state: CaseState, body: Body, event: Event) -> CaseState:
    """事后核查 of a 告知承诺: kept, or not."""
    failed = number(body, "agrees", 1) == 0
    return replace(state, checked_on=on_day(event), check_failed=failed)


def granted(state: CaseState, body: Body, event: Event) -> CaseState:
    return _concluded(state, body, event, Stage.GRANTED)


def denied(state: CaseState, body: Body, event: Event) -> CaseState:
    return _concluded(state, body, event, Stage.DENIED)


def transferred(state: CaseState, body: Body, event: Event) -> CaseState:
    target, day = text(body, "target"), on_day(event)
    up = number(body, "report_up") == 1 and not state.reported_on
    return replace(
        state,
        steps=_hand_on(state.steps, target, day, text(body, "reason")),
        reported_on=day if up else state.reported_on,
    )


def closed(state: CaseState, _body: Body, event: Event) -> CaseState:
    return replace(state, state=str(closed_as(state)), closed_on=on_day(event))


def delivered(state: CaseState, body: Body, event: Event) -> CaseState:
    day = on_day(event)
    came = text(body, "method") == "counter"
    return replace(
        state,
        state=str(Stage.DELIVERED),
        delivered_on=day,
        visits=_once(state.visits, day) if came else state.visits,
    )


def withdrawn(state: CaseState, _body: Body, event: Event) -> CaseState:
    return _laid_down(state, event, Stage.WITHDRAWN)


def given_back(state: CaseState, body: Body, event: Event) -> CaseState:
    state = replace(state, blocked_until=text(body, "blocked_until"))
    return _laid_down(state, event, Stage.GIVEN_BACK)


def reopened(state: CaseState, body: Body, event: Event) -> CaseState:
    """补件重启: received anew on that day, so its one notice is a new one and may list whatever is
    wanting (art. 32(4)). What went back to the applicant is missing until it is brought again (a
    body of before this was said names none); what the last round listed of the papers and promised
    for them is past."""
    day, gone = on_day(event), _texts(body.get("went_back"))
    papers = (
        replace(paper, listed="", again=False, make_good_by="", good_on="")
        for paper in (_gone(p) if p.name in gone else p for p in state.papers)
    )
    return replace(
        state,
        state=str(Stage.RECEIVED),
        outcome="",
        accepted_on="",
        received_on=day,
        received_at=text(body, "received_at") or state.received_at,
        notice_due=text(body, "notice_due"),
        promised_due="",
        statutory_due="",
        make_good_by="",
        provisional=(),
        reported_on="",
        suspensions=(),
        extended_workdays=0,
        ended_on="",
        deemed=False,
        documents=tuple(replace(d, past=True) for d in state.documents),
        papers=tuple(papers),
        custody=custody.again(state.custody, body, day),
        steps=_hand_on(state.steps, event.header.operator, day, "重新受理"),
        visits=_once(state.visits, day),
    )


def _gone(paper: HeldPaper) -> HeldPaper:
    return replace(paper, state=PaperState.MISSING, fault="", handed_on="")


def deemed(state: CaseState, body: Body, _event: Event) -> CaseState:
    """逾期不告知的，自收到申请材料之日起即为受理 (art. 32(4)). Said twice it is still once."""
    if not is_silent(state):  # a notice was given in time, or silence means nothing here
        return state
    return replace(
        _told(state, body),
        state=str(Stage.ACCEPTED),
        outcome=str(Outcome.ACCEPTED),
        accepted_on=text(body, "accepted_on"),
        deemed=True,
        reason_codes=(*state.reason_codes, "deemed"),
        provisional=_texts(body.get("provisional")),
        steps=_hand_on(state.steps, state.department, text(body, "accepted_on"), DEEMED_STEP),
    )


def overridden(state: CaseState, _body: Body, _event: Event) -> CaseState:
    return replace(state, overrides=state.overrides + 1)


def visited(state: CaseState, _body: Body, event: Event) -> CaseState:
    return replace(state, visits=_once(state.visits, on_day(event)))


def told(state: CaseState, body: Body, _event: Event) -> CaseState:
    return replace(state, told=_once(state.told, text(body, "message")))


def accounted(state: CaseState, body: Body, event: Event) -> CaseState:
    """Beside the case: what is accounted for happened all the same, and stays on the red list."""
    names = ("finding", "since", "owner", "reason", "measure", "by", "by_name")
    found = Accounted(**{name: text(body, name) for name in names}, on=on_day(event))
    return replace(state, accounted=(*state.accounted, found))


def looked_up(state: CaseState, _body: Body, _event: Event) -> CaseState:
    """Who looked for a shared record is evidence; it moves nothing."""
    return state


def boxed(state: CaseState, _body: Body, _event: Event) -> CaseState:
    """How a paper is drawn moves nothing."""
    return state


def linked(state: CaseState, body: Body, _event: Event) -> CaseState:
    return replace(state, linked=_once(state.linked, text(body, "number")))


def issued(state: CaseState, body: Body, _event: Event) -> CaseState:
    document = IssuedDocument(text(body, "number"), text(body, "kind"))
    if any(d.number == document.number for d in state.documents):
        return state
    return evolve(state, documents=(*state.documents, document))


def printed(state: CaseState, body: Body, event: Event) -> CaseState:
    name = text(body, "number")
    return replace(
        state,
        documents=tuple(
            replace(d, printed=d.printed + 1, printed_on=d.printed_on or on_day(event))
            if d.number == name
            else d
            for d in state.documents
        ),
    )


def rated(state: CaseState, body: Body, _event: Event) -> CaseState:
    """One rating per service (一次一评): the first stands; a level that is none is none."""
    level = number(body, "level")
    if state.rating or not 1 <= level <= BEST_RATING:
        return state
    return replace(state, rating=level)


STEPS: Mapping[str, StepOf] = {
    "case.received": received,
    "case.decided": decided,
    "case.corrected": supplied,
    "case.supplied": supplied,
    "case.suspended": suspended,
    "case.resumed": resumed,
    "case.extended": extended,
    "case.opined": opined,
    "case.checked": checked,
    "case.granted": granted,
    "case.denied": denied,
    "case.transferred": transferred,
    "case.closed": closed,
    "case.delivered": delivered,
    "case.withdrawn": withdrawn,
    "case.given_back": given_back,
    "case.reopened": reopened,
    "case.dispatched": dispatched,
    "case.taken_over": taken_over,
    "case.sent_back": sent_back,
    "case.deemed": deemed,
    "case.overridden": overridden,
    "case.visited": visited,
    "case.told": told,
    "case.linked": linked,
    "case.accounted": accounted,
    "case.looked_up": looked_up,
    "document.issued": issued,
    "document.printed": printed,
    "document.boxed": boxed,
    "case.rated": rated,
}
KIND_OF: Mapping[Action, str] = {
    Action.CORRECT: "case.corrected",
    Action.SUPPLY: "case.supplied",
    Action.SUSPEND: "case.suspended",
    Action.RESUME: "case.resumed",
    Action.EXTEND: "case.extended",
    Action.OPINION: "case.opined",
    Action.CHECK: "case.checked",
    Action.DECIDE: "case.granted",
    Action.DENY: "case.denied",
    Action.TRANSFER: "case.transferred",
    Action.CLOSE: "case.closed",
    Action.DELIVER: "case.delivered",
    Action.WITHDRAW: "case.withdrawn",
    Action.RETURN: "case.given_back",
    Action.REOPEN: "case.reopened",
    Action.DISPATCH: "case.dispatched",
    Action.TAKE_OVER: "case.taken_over",
    Action.SEND_BACK: "case.sent_back",
}
"""The event each act is recorded as."""
ACTION_OF: Mapping[str, Action] = {kind: action for action, kind in KIND_OF.items()}


def _concluded(state: CaseState, body: Body, event: Event, stage: Stage) -> CaseState:
    result = body.get("result")
    return replace(
        state,
        state=str(stage),
        decided_on=on_day(event),
        deliver_due=text(body, "deliver_due"),
        result_name=text(result, "name") if isinstance(result, dict) else "",
        result_number=text(result, "number") if isinstance(result, dict) else "",
        steps=_hand_on(state.steps, "", on_day(event), ""),
    )


def _laid_down(state: CaseState, event: Event, stage: Stage) -> CaseState:
    return replace(
        state,
        state=str(stage),
        stage_before=state.state,
        ended_on=on_day(event),
        custody=custody.ended(state.custody, on_day(event)),
        steps=_hand_on(state.steps, "", on_day(event), ""),
    )


def _held(
    before: tuple[HeldPaper, ...], body: Body, day: str, *, later: bool = False
) -> tuple[HeldPaper, ...]:
    """The papers after those of a body came, each in its place."""
    found = {paper.name: paper for paper in before}
    for line in items(body, "papers"):
        name, state = text(line, "name"), _PAPER_STATES.get(text(line, "state"))
        if not name or state is None:
            continue
        came = number(line, "copies") > 0 and state.is_handed_in
        fault, old = text(line, "fault"), found.get(name)
        if old is None:
            handed = day if came else ""
            found[name] = HeldPaper(name, state, fault, handed_on=handed, again=came and later)
        else:
            found[name] = replace(
                old,
                state=state,
                fault=fault,
                handed_on=day if came else old.handed_on,
                again=old.again or (came and later),
                good_on=_good_on(old, state, day),
            )
    return tuple(found.values())


def _good_on(old: HeldPaper, state: PaperState, day: str) -> str:
    """Since when a deferred paper is wanting no more: a piece that comes again changes nothing."""
    if not old.make_good_by or state.is_wanting:
        return ""
    return day if old.state.is_wanting else old.good_on


def _judged(
    papers: tuple[HeldPaper, ...], wanting: Iterable[Body], *, listed: bool
) -> tuple[HeldPaper, ...]:
    """What a decision says is wanting is wanting, and nothing else is."""
    short = {text(s, "name"): s for s in wanting}
    kept = [p for p in papers if p.name in short or not p.state.is_wanting]
    known = {p.name for p in kept}
    kept += [HeldPaper(name, PaperState.MISSING) for name in short if name not in known]
    judged = []
    for paper in kept:
        found = short.get(paper.name)
        if found is not None:
            fault = text(found, "fault")
            paper = replace(  # noqa: PLW2901  the same paper, judged
                paper,
                fault=fault,
                deferrable=number(found, "deferrable") == 1,
                make_good_by=text(found, "make_good_by"),
                listed=fault if listed else paper.listed,
            )
        judged.append(replace(paper, again=False) if listed else paper)
    return tuple(judged)


def _hand_on(steps: tuple[Step, ...], owner: str, day: str, why: str) -> tuple[Step, ...]:
    """The last step ends; the next begins, if anybody has it."""
    ended = steps
    if steps and not steps[-1].until:
        ended = (*steps[:-1], replace(steps[-1], until=day))
    return (*ended, Step(owner, day, why=why)) if owner else ended


def _told(state: CaseState, body: Body) -> CaseState:
    """With the dates an act tells anew; what it does not name stays."""
    return replace(
        state,
        promised_due=text(body, "promised_due") or state.promised_due,
        statutory_due=text(body, "statutory_due") or state.statutory_due,
        provisional=_texts(body["provisional"]) if "provisional" in body else state.provisional,
    )


def _terms(raw: Value | None) -> LegalTerms:
    body = raw if isinstance(raw, dict) else {}
    return LegalTerms(
        promised=_limit(body.get("promised")),
        statutory=_limit(body.get("statutory")),
        licensing=number(body, "licensing") == 1,
        joint=number(body, "joint") == 1,
        clock_starts=text(body, "clock_starts") or "acceptance",
        on_expiry=text(body, "on_expiry"),
        grace_workdays=max(0, min(number(body, "grace_workdays"), MOST_WORKDAYS)),
        block_months=number(body, "block_months"),
        deems=number(body, "deems", 1) == 1,
        off_duty=text(body, "off_duty"),
        start_counts=number(body, "start_counts") == 1,
        reports_up=number(body, "reports_up") == 1,
    )


def _limit(raw: Value | None) -> tuple[int, str] | None:
    match raw:
        case {"value": int(value), "unit": str(unit)} if 0 <= value <= MOST_WORKDAYS:
            return value, unit
    return None


def _texts(raw: Value | None) -> tuple[str, ...]:
    return tuple(t for t in raw if isinstance(t, str)) if isinstance(raw, list) else ()


def _once(known: tuple[str, ...], new: str) -> tuple[str, ...]:
    return known if not new or new in known else (*known, new)
