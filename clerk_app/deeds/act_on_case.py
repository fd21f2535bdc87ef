"""One act in the life of a case: judged, recorded, put on paper, in one transaction.

The window, `case act` and every other way come here.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.deeds.act_facts import CORRECTION_RECEIPT, DOCUMENTS, act_facts, printed_loose
from clerk_app.deeds.agency_numbers import with_agency_number
from clerk_app.deeds.authority import answer_for_provisional
from clerk_app.deeds.clock_guard import require_sound_clock
from clerk_app.deeds.collector import authority_to_collect, require_two
from clerk_app.deeds.counter import SYSTEM, Counter, hall
from clerk_app.deeds.document_numbers import next_document
from clerk_app.deeds.earlier import earlier_of
from clerk_app.deeds.facts import COMMITMENT, RECEIPT, copies_of, documents_for, of_the_case
from clerk_app.deeds.handover import at_its_hall
from clerk_app.deeds.take_in import (
    Issued,
    known_credit,
    printed_provisional,
    refuse_barred,
)
from clerk_app.delivery.rules import deliver_due, require_proof
from clerk_app.intake import store
from clerk_app.intake.model import Action, Application, CaseState, Decision, Outcome, Stage
from clerk_app.intake.rules.act_file import CaseAct, Override
from clerk_app.intake.rules.acts import judge, needs_approver, require_order
from clerk_app.intake.rules.bodies import application_of, decided_body, paper_bodies
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.custody import texts
from clerk_app.intake.rules.decide import is_told
from clerk_app.intake.rules.fold import EXCLUSIVE, fold
from clerk_app.intake.rules.life import UNDER_REVIEW, require_lawful, stage_of
from clerk_app.intake.rules.papers_later import (
    Later,
    came_now,
    judge_later,
    notice_words,
    with_pieces,
)
from clerk_app.intake.rules.papers_now import application_now
from clerk_app.intake.rules.refusing import judge_refusal, signing_of
from clerk_app.intake.rules.running import dates_after_papers, dates_body
from clerk_app.intake.rules.silence import deemed
from clerk_app.intake.rules.steps import KIND_OF
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, Header, make_event, text
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.notices.render import as_printable
from clerk_app.staff import store as staff
from clerk_app.staff.rules import require_authority
from clerk_app.storage.status import write_witness

_PAPERS = frozenset({Action.CORRECT, Action.SUPPLY})
_DECISIONS = frozenset({Action.DECIDE, Action.DENY})
_RECEIVED_ANEW = frozenset({Action.TAKE_OVER, Action.REOPEN})
"""The application is received by whoever does this: the item must be known, and art. 78 asks."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act came to. `decision` where papers that came were decided on anew."""

    number: str
    state: CaseState
    documents: tuple[Issued, ...]
    decision: Decision | None = None


def act_on_case(counter: Counter, number: str, act: CaseAct) -> Acted:
    """Do one act with a case.

    What silence made of the case by that day is recorded first, once (art. 32(4)). Raises
    `Refused`: `unknown_case`, `not_allowed`, as `acts.judge`, `papers_later.judge_later`,
    `refusing.signing_of`, `refusing.judge_refusal`,
    `staff.rules.require_authority`, `delivery.rules.require_proof`, `collector.require_two`,
    `collector.authority_to_collect`; `not_in_first_notice`
    (a later notice names what the first did not, and no supervisor answers for it),
    `approver_missing`, `other_station`, `agency_numbers_exhausted`, `case_changed` (somebody
    else acted since the clerk looked). Nothing is written then.
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        require_sound_clock(db, counter, act.at)
        work = _Work(db, counter, number, act)
        if act.action is Action.REFUSE:
            done = work.refuse()
        else:
            done = work.papers() if act.action in _PAPERS else work.plain()
    if work.last is not None:
        with suppress(ClerkError):
            write_witness(counter.folder, work.last)
    return done


def record_deemed(counter: Counter, number: str) -> bool:
    """Record that silence accepted a case, if today it has and nobody recorded it.

    Raises `Refused` (`unknown_case`, `not_allowed`).
    """
    counter.viewer.require_cases()
    with counter.store.transaction() as db:
        state = store.case(db, counter.viewer, number)
        found = deemed(state, counter.today(), counter.calendar)
        if found is None:
            return False
        body: Body = {
            "on": counter.today().isoformat(),
            "accepted_on": found.accepted_on.isoformat(),
            "notice_due": found.since.isoformat(),
            **dates_body(found.clock),
        }
        act = replace(counter.act(), operator=SYSTEM)
        counter.journal.append(db, "case.deemed", body, act, case=number)
    return True


class _Work:
    """One act on its way. Everything happens on the connection of its transaction."""

    def __init__(self, db: Connection, counter: Counter, number: str, act: CaseAct) -> None:
        self._db, self._counter, self._number, self._act = db, counter, number, act
        self._when = counter.act(db)
        self.last: Event | None = None
        self._here = hall(db)
        self._state = store.case(db, counter.viewer, number)
        self._events = counter.journal.case_events(db, number)
        self._body = next((e.body or {} for e in self._events if e.kind == "case.received"), {})
        self._came: dict[str, int] = {}
        self._authority_shown = ""
        self._act = at_its_hall(db, self._here, self._state, self._events, act)
        if 0 <= act.seen < self._state.acts:
            raise Refused("case_changed", "这件刚才在别处办过，请看过现在的情况再办")
        self._deem()

    def _deem(self) -> None:
        found = deemed(self._state, self._act.on, self._counter.calendar)
        if found is not None:
            body: Body = {
                "on": self._act.on.isoformat(),
                "accepted_on": found.accepted_on.isoformat(),
                "notice_due": found.since.isoformat(),
                **dates_body(found.clock),
            }
            self._append("case.deemed", body)

    def _append(self, kind: str, body: Body) -> None:
        """Record, and know the case as it is afterwards."""
        owner = self._state.steps[0].owner if self._state.steps else ""
        behalf = staff.on_behalf(self._db, self._when.operator, owner, self._act.on)
        if behalf and kind in EXCLUSIVE:
            body = {**body, "for": behalf}  # 代A
        seen = self._state.version if kind in EXCLUSIVE else -1
        event = self._counter.journal.append(
            self._db, kind, body, self._when, case=self._number, base_ver=seen
        )
        self._state = fold(self._state, event)
        self.last = event

    def plain(self) -> Acted:
        """An act that decides nothing about papers."""
        act, before = self._act, self._state
        body = judge(before, act, self._counter.calendar)
        if act.action is Action.DELIVER:
            self._collecting()
        if act.action in _DECISIONS:
            body["deliver_due"] = deliver_due(act.on, self._counter.calendar).day.isoformat()
        if act.action is Action.OPINION and not text(body, "by"):
            body["by"] = self._counter.clerk.name  # on paper a name, never an account
        if needs_approver(before, act, self._counter.calendar):
            body.update(self._authority(act.action, act.approver))
        if act.action in _RECEIVED_ANEW and not act.by_slip:
            refuse_barred(self._db, application_of(self._body), self._item(), act.on)
        body.update(self._answered(printed_loose(before, act, body, self._counter.calendar)))
        self._append(KIND_OF[act.action], body)
        issued = [
            self._issue(
                kind, self._item(), application_now(self._events, before), before, body, None
            )
            for kind in DOCUMENTS.get(act.action, ())
        ]
        return Acted(self._number, self._state, tuple(issued))

    def _collecting(self) -> None:
        """送达 needs proof, and whoever signs for the applicant an authority or a reason."""
        act, before = self._act, self._state
        handed = act.delivery
        if handed is None:
            return
        require_two(self._db, self._counter, before, act)
        application = application_now(self._events, before)
        self._authority_shown = authority_to_collect(
            self._db, self._counter, before, application, self._item(), act
        )
        entitled = {before.applicant} | ({before.agent} if self._authority_shown else set())
        require_proof(
            handed.method,
            recipient=handed.recipient,
            waybill=handed.waybill,
            proxy_reason=handed.proxy_reason,
            entitled=frozenset(entitled - {""}),
        )

    def papers(self) -> Acted:
        """Papers that came: decided on anew, or held against what was promised."""
        act, before = self._act, self._state
        require_lawful(before, act.action)
        require_order(before, act.on)
        item = self._item()
        application = self._with_credit(application_now(self._events, before))
        act = self._act = with_pieces(application, act, item)
        self._came = came_now(application, act)
        body: Body = {"on": act.on.isoformat(), "papers": paper_bodies(act.papers)}
        after = self._preview(KIND_OF[act.action], body)
        later = judge_later(application, before, after, act, item, self._counter.calendar)
        if later.blocked:
            self._override(later, act.override)
        if later.decision is None:
            body.update(dates_after_papers(before, after, act.on, self._counter.calendar))
            loose = {n: iso(text(body, n)) for n in texts(body.get("provisional"))}
            body.update(self._answered(loose))
        self._append(KIND_OF[act.action], body)
        kinds: tuple[str, ...] = (CORRECTION_RECEIPT,)
        if later.decision is not None:
            received = iso(before.received_on) or later.decision.received_on
            decision = replace(later.decision, received_on=received)
            due = iso(before.notice_due)
            if before.state == Stage.RECEIVED and due is not None:  # it runs from receipt
                decision = replace(decision, notice_due=min(decision.notice_due, due))
            if decision.outcome is Outcome.RETURNED_FOR_CORRECTION:  # 容缺收件 keeps its day
                decision = replace(decision, make_good_by=iso(before.make_good_by))
            later = replace(later, decision=decision)
            decided = decided_body(later.application, decision)
            decided.update(self._answered(printed_provisional(decision)))
            self._append("case.decided", {**decided, "on": act.on.isoformat()})
            left_out = {RECEIPT} if is_told(item) else {RECEIPT, COMMITMENT}
            kinds += tuple(
                kind for kind in documents_for(later.application, decision) if kind not in left_out
            )
        issued = [
            self._issue(kind, item, later.application, before, body, later.decision)
            for kind in kinds
        ]
        return Acted(self._number, self._state, tuple(issued), later.decision)

    def refuse(self) -> Acted:
        """不受理 or 不予受理 of a case that was received here and not answered yet."""
        act, before = self._act, self._state
        signing = signing_of(before, act)
        who = self._authority(signing, act.approver) if signing else {}
        item = self._item()
        told, decision = judge_refusal(
            application_of(self._body, self._decided()), before, act, item,
            self._counter.calendar, approved_by=text(who, "approver_name"),
        )  # fmt: skip
        body = {**decided_body(told, decision), "on": act.on.isoformat(), **who}
        if act.reason:
            body["reason"] = act.reason
        self._append("case.decided", body)
        issued = [
            self._issue(kind, item, told, before, body, decision)
            for kind in documents_for(told, decision)
        ]
        return Acted(self._number, self._state, tuple(issued), decision)

    def _decided(self) -> list[Body]:
        """What the window decided since the case was received, or received anew."""
        found: list[Body] = []
        for event in self._events:
            if event.kind == "case.reopened":
                found.clear()
            if event.kind == "case.decided" and event.body is not None:
                found.append(event.body)
        return found

    def _with_credit(self, application: Application) -> Application:
        """With what is known of the applicant on the day of the act, where a decision follows, and
        the supervisor who answers now for a list of 失信 that is too old."""
        if stage_of(self._state) in UNDER_REVIEW:
            return application
        application = known_credit(self._db, self._counter, application, self._act.on)
        approver = self._act.approver
        if not application.credit_stale or application.credit_approved_by or not approver:
            return application
        who = self._authority("override", approver)
        return replace(application, credit_approved_by=text(who, "approver_name"))

    def _override(self, later: Later, override: Override | None) -> None:
        if override is None:
            raise Refused("not_in_first_notice", notice_words(later.blocked))
        body: Body = {
            "on": self._act.on.isoformat(),
            "papers": list(later.blocked),
            "reason": override.reason,
        }
        body.update(self._authority("override", override.approver))
        self._append("case.overridden", body)

    def _answered(self, loose: dict[str, date | None]) -> Body:
        """Who answers for dates that are 暂定, where the papers of the act tell any."""
        by, on = self._act.provisional_approved_by, self._act.on
        where = self._state.department
        return answer_for_provisional(self._db, self._counter, loose, by, on, where)

    def _authority(self, action: str, approver: str) -> Body:
        """Who stands for the act, and by what."""
        if not approver:
            raise Refused("approver_missing", "这件事须有负责人批准，请写明批准人")
        clerk = staff.clerk(self._db, approver)
        letters = staff.letters_of(self._db, clerk.id)
        where = self._state.department
        letter = require_authority(clerk, letters, action, self._act.on, department=where)
        # an act dated back is signed today: who may not sign today may not sign it
        require_authority(clerk, letters, action, self._counter.today(), department=where)
        body: Body = {"approver": clerk.id, "approver_name": clerk.name}
        if letter:
            body["letter"] = letter
        return body

    def _preview(self, kind: str, body: Body) -> CaseState:
        """The case with an event that is not recorded yet."""
        header = Header("0" * 16, 1, kind, self._when.at, self._when.operator, self._number)
        event: Event = make_event(header, body, salt=bytes(16), prev_hash=bytes(32))
        return fold(self._state, event)

    def _item(self) -> ServiceItem:
        return catalogue.item_version(self._db, self._state.item, self._state.item_hash)

    def _issue(
        self,
        kind: str,
        item: ServiceItem,
        application: Application,
        before: CaseState,
        body: Body,
        decision: Decision | None,
    ) -> Issued:
        facts = act_facts(
            self._counter,
            self._here,
            kind=kind,
            number_=next_document(self._db, self._counter, self._state, self._events),
            item=item,
            application=application,
            before=before,
            after=self._state,
            act=self._act,
            body=body,
            earlier=earlier_of(self._db, self._events),
            decision=decision,
            came=self._came,
            proxy_authority=self._authority_shown,
        )
        facts = of_the_case(facts, before, self._events)
        facts = with_agency_number(self._db, self._counter, facts)
        facts = as_printable(facts, self._counter.fonts, boxed=self._counter.boxed)
        self._append("document.issued", facts.to_body())
        return Issued(kind, facts.number, copies_of(kind))
