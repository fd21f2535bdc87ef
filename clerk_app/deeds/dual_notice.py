"""书面双告知书 of a case that cannot be done: why not, and how. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clerk_app.deeds.authority import authority
from clerk_app.deeds.case_paper import CaseFile, issue_paper
from clerk_app.deeds.concealment import with_ban
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import Issued
from clerk_app.intake import store as intake
from clerk_app.intake.model import CaseState, Outcome, Stage
from clerk_app.intake.rules.cannot import OWED, require_cannot
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import stage_of
from clerk_app.intake.rules.steps import on_day
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.text import plain
from clerk_app.notices.dates import day_text
from clerk_app.notices.facts import (
    BACK_ENTERED,
    CONCEALMENT,
    DEFECTIVE,
    DENIED,
    GIVEN_BACK,
    MISSING,
    NOT_COMPETENT,
    TYPED,
    ActFacts,
    DocumentFacts,
    PaperLine,
    Reason,
)
from clerk_app.staff.model import Signing

KIND = "dual_notice"
WORDS_LIMIT = 500
ARTICLE_LIMIT = 200
MOST_WAYS = 20
SHOWN = 40
"""So much of a reason is said where its article is asked for."""
TERMINATE = "terminate"
_CAUSES = {
    "abandoned": "申请人放弃申请",
    "not_corrected": "一次告知后没有补正",
    "return": "逾期没有补齐材料",
    "grace_over": "宽限期满仍没有补齐材料",
    TERMINATE: "逾期没有补齐材料",
}
"""Why a case was given back, as the applicant is told; the keys are those of `acts`."""
_REFUSALS = frozenset({"non_acceptance", "not_needed"})
_KNOWN_WAYS = frozenset({CONCEALMENT, GIVEN_BACK})
"""Reasons for which the wording itself says how."""
_ANEW = frozenset({"case.reopened", "case.granted", "case.deemed"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a clerk adds: one more reason, the article that it and any other reason without one
    rests on, ways to get it done, and who approves where no decision of the case was approved by
    anybody. All of it may be empty."""

    why: str = ""
    article: str = ""
    ways: tuple[str, ...] = ()
    approver: str = ""


def issue_dual_notice(counter: Counter, number: str, told: Told | None = None) -> Issued:
    """Issue the 书面双告知书 of a case that was refused, denied, given back, or sent back for
    papers: the reasons are those of its decision, the ways those of its papers, and what is told.

    Each reason stands with the article it rests on. A paper that is wanting rests on the rule
    that asks for it, else on the item's own 办理依据; no other fact does, so its article must be
    known or told. Raises `Refused` (`can_be_done`: no decision says that it cannot;
    `reason_missing`, `way_missing`: a half would be empty; `basis_missing`; `approver_missing`;
    as `authority.authority`; as `case_paper.issue_paper`), `Misused` (`bad_text`). Nothing is
    written then.
    """
    told = _evened(told or Told())
    counter.viewer.require_cases()
    approver = _approver(counter, number, told.approver) if told.approver else ""

    def word(file: CaseFile, facts: DocumentFacts) -> DocumentFacts:
        return _word(file, facts, told, approver, counter.today().isoformat())

    return issue_paper(counter, number, KIND, word)


def _word(
    file: CaseFile, facts: DocumentFacts, told: Told, approver: str, today: str
) -> DocumentFacts:
    state = require_cannot(file.state)
    stage = stage_of(state)
    if stage not in OWED:
        facts = replace(facts, papers=())
    no = _decided(file.happened)
    wanting = tuple(_wanting(facts, no)) if stage in OWED else ()
    grounds = no.ended + (wanting if stage in OWED else no.reasons)
    if told.why:
        grounds += (Reason(TYPED, told.article, told.why),)
    if not grounds:
        raise Refused("reason_missing", "请写明为什么不能办")
    signed = approver or no.approver
    if not signed and stage is not Stage.RETURNED_FOR_CORRECTION:
        raise Refused("approver_missing", "不能办的事项须有负责人批准，请写明批准人")
    codes = {reason.code for reason in grounds}
    target = no.target if NOT_COMPETENT in codes else ""
    if not (told.ways or target or facts.short_papers or codes & _KNOWN_WAYS):
        raise Refused("way_missing", "请写明怎样才能办")
    whole = tuple(paper.name for paper in facts.due_papers) if no.ended else ()
    if CONCEALMENT in codes:
        facts = with_ban(facts, file.item, file.application)
    return replace(
        facts,
        reasons=tuple(_on_its_basis(reason, told.article or no.basis) for reason in grounds),
        ways=told.ways + _until(state),
        target_agency=target,
        returnable=False,
        act=ActFacts(on=today, approver=signed, open=whole),
    )


def _until(state: CaseState) -> tuple[str, ...]:
    """Until when whoever did not keep a promise of papers has to bring all of them at once."""
    until = iso(state.blocked_until) if stage_of(state) is Stage.GIVEN_BACK else None
    if until is None:
        return ()
    return (f"{day_text(until)}前（含当日）申请的，不适用容缺受理，材料要一次交齐。",)


@dataclass(frozen=True, slots=True)
class _No:
    """The last decision: its reasons, what ended the case where that was 退件, who approved it,
    the body to go to instead, and the article that was typed for all of it."""

    reasons: tuple[Reason, ...] = ()
    ended: tuple[Reason, ...] = ()
    approver: str = ""
    target: str = ""
    basis: str = ""


def _decided(happened: Sequence[Event]) -> _No:
    found, asked = _No(), False
    for event in happened:
        body: Body = event.body or {}
        by = text(body, "approver_name")
        if event.kind in _ANEW:
            found, asked = _No(), False
        elif event.kind == "case.decided":
            # after a notice, what was written is why that did not say it: no ground
            said = "" if asked else text(body, "reason")
            reasons = tuple(_reasons(body, said))
            found = _No(reasons, approver=by, target=text(body, "target_agency"))
            asked = text(body, "outcome") == Outcome.RETURNED_FOR_CORRECTION
        elif event.kind == "case.denied":
            reason = Reason(DENIED, text(body, "basis"), text(body, "reason"))
            found = _No((reason,), approver=by)
        elif event.kind == "case.given_back":
            found = replace(found, ended=(_ended(event, body),), approver=by or found.approver)
        elif event.kind == "document.issued" and text(body, "kind") in _REFUSALS:
            act = body.get("act")
            found = replace(found, basis=text(act, "basis") if isinstance(act, dict) else "")
    return found


def _ended(event: Event, body: Body) -> Reason:
    """Why the case was given back, and when."""
    day, said = iso(on_day(event)), text(body, "reason").strip().rstrip("。；，")
    cause = _CAUSES.get(text(body, "cause"), "")
    ended = "终止办理" if text(body, "cause") == TERMINATE else "退件"
    words = "；".join(dict.fromkeys(part for part in (cause, said) if part))
    when = f"已于{day_text(day)}{ended}" if day else f"已{ended}"
    return Reason(GIVEN_BACK, "", f"本件{when}：{words}" if words else f"本件{when}")


def _reasons(body: Body, said: str) -> Iterable[Reason]:
    """The reasons of a decision of the window; what the clerk wrote stands before the first."""
    listed, said = body.get("reasons"), said.strip().rstrip("。；，")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and text(each, "code") != BACK_ENTERED:
            words = "；".join(part for part in (said, text(each, "text")) if part)
            yield Reason(text(each, "code"), text(each, "article"), words)
            said = ""


def _wanting(facts: DocumentFacts, no: _No) -> Iterable[Reason]:
    """Paper by paper what is wanting today: the notice may be older than papers that came since.

    Each on the rule that asks for it and, where it may still be brought, the article by which the
    notice asked: that is none to give a case back by."""
    asked = () if no.ended else (reason.article for reason in no.reasons)
    article = next((each for each in asked if each), "")
    of_item = "；".join(facts.legal_basis)
    for _, paper in facts.short_papers:
        known = "；".join(part for part in (paper.basis, article) if part)
        basis = known or (f"本事项办理依据：{of_item}" if of_item else "")
        yield Reason(paper.state, basis, _lacks(paper))


def _lacks(paper: PaperLine) -> str:
    if paper.state == MISSING:
        return f"缺{paper.name}" + (f"（{paper.fault}）" if paper.fault else "")
    if paper.state == DEFECTIVE:
        return f"{paper.name}有误" + (f"：{paper.fault}" if paper.fault else "，不符合要求")
    return f"{paper.name}少{paper.pieces_short}份"


def _on_its_basis(reason: Reason, typed: str) -> Reason:
    """A reason with an article: the typed one where it has none of its own. Raises `Refused`
    (`basis_missing`) where none was typed: nobody guesses which law a fact rests on."""
    if reason.article:
        return reason
    if not typed:
        what = reason.text if len(reason.text) <= SHOWN else f"{reason.text[:SHOWN]}…"
        raise Refused(
            "basis_missing", f"“{what}”还没有依据，请写明依据的条款：哪一部法（规定）、哪一条"
        )
    return replace(reason, article=typed)


def _approver(counter: Counter, number: str, approver: str) -> str:
    """The name of who approves it, judged as whoever signs a denial is."""
    today = counter.today()
    with counter.store.reading() as db:
        state = intake.case(db, counter.viewer, number)
        found = authority(db, counter, approver, Signing.DENY, today, state.department)
    return text(found, "approver_name")


def _evened(told: Told) -> Told:
    ways = [plain(way, "怎样才能办", limit=WORDS_LIMIT) for way in told.ways]
    if len(ways) > MOST_WAYS:
        raise Refused("too_many_ways", f"怎样才能办最多写 {MOST_WAYS} 条")
    return Told(
        why=plain(told.why, "为什么不能办", limit=WORDS_LIMIT),
        article=plain(told.article, "依据的条款", limit=ARTICLE_LIMIT),
        ways=tuple(way for way in ways if way),
        approver=told.approver.strip(),
    )
