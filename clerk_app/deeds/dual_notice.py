"""书面双告知书 of a case that cannot be done: why not, and how. It decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clerk_app.deeds.authority import authority
from clerk_app.deeds.case_paper import CaseFile, issue_paper
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import Issued
from clerk_app.intake import store as intake
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.cannot import OWED, require_cannot
from clerk_app.intake.rules.life import stage_of
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.text import plain
from clerk_app.notices.facts import (
    BACK_ENTERED,
    DEFECTIVE,
    DENIED,
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
_ANEW = frozenset({"case.reopened", "case.granted", "case.deemed"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a clerk adds: one more reason with the article it rests on, ways to get it done, and
    who approves where no decision of the case was approved by anybody. All of it may be empty."""

    why: str = ""
    article: str = ""
    ways: tuple[str, ...] = ()
    approver: str = ""


def issue_dual_notice(counter: Counter, number: str, told: Told | None = None) -> Issued:
    """Issue the 书面双告知书 of a case that was refused, denied, given back, or sent back for
    papers: the reasons are those of its decision, the ways those of its papers, and what is told.

    Each reason stands with the article it rests on, else with the item's own 办理依据. Raises
    `Refused` (`can_be_done`: no decision says that it cannot; `reason_missing`, `way_missing`: a
    half would be empty; `basis_missing`; `approver_missing`; as `authority.authority`; as
    `case_paper.issue_paper`), `Misused` (`bad_text`). Nothing is written then.
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
    owed = stage_of(state) in OWED
    if not owed:
        facts = replace(facts, papers=())
    no = _decided(file.happened)
    grounds = tuple(_wanting(facts, no.reasons)) if owed else no.reasons
    if told.why:
        grounds += (Reason(TYPED, told.article, told.why),)
    if not grounds:
        raise Refused("reason_missing", "请写明为什么不能办")
    signed = approver or no.approver
    if not signed and stage_of(state) is not Stage.RETURNED_FOR_CORRECTION:
        raise Refused("approver_missing", "不能办的事项须有负责人批准，请写明批准人")
    elsewhere = any(reason.code == NOT_COMPETENT for reason in grounds)
    target = no.target if elsewhere else ""
    if not told.ways and not target and not facts.short_papers:
        raise Refused("way_missing", "请写明怎样才能办")
    return replace(
        facts,
        reasons=tuple(_on_its_basis(reason, facts.legal_basis) for reason in grounds),
        ways=told.ways,
        target_agency=target,
        returnable=False,
        act=ActFacts(on=today, approver=signed),
    )


@dataclass(frozen=True, slots=True)
class _No:
    """The last decision: its reasons, who approved it, the body to go to instead."""

    reasons: tuple[Reason, ...] = ()
    approver: str = ""
    target: str = ""


def _decided(happened: Sequence[Event]) -> _No:
    found = _No()
    for event in happened:
        body: Body = event.body or {}
        by = text(body, "approver_name")
        if event.kind in _ANEW:
            found = _No()
        elif event.kind == "case.decided":
            found = _No(tuple(_reasons(body)), by, text(body, "target_agency"))
        elif event.kind == "case.denied":
            reason = Reason(DENIED, text(body, "basis"), text(body, "reason"))
            found = _No((reason,), by)
        elif event.kind == "case.given_back":
            found = replace(found, approver=by or found.approver)
    return found


def _reasons(body: Body) -> Iterable[Reason]:
    """The reasons of a decision of the window; what the clerk wrote stands before the first."""
    listed, said = body.get("reasons"), text(body, "reason").rstrip("。")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and text(each, "code") != BACK_ENTERED:
            words = "；".join(part for part in (said, text(each, "text")) if part)
            yield Reason(text(each, "code"), text(each, "article"), words)
            said = ""


def _wanting(facts: DocumentFacts, decided: Iterable[Reason]) -> Iterable[Reason]:
    """Paper by paper what is wanting today, on the article of the notice: the notice itself may be
    older than papers that came since."""
    article = next((reason.article for reason in decided if reason.article), "")
    for _, paper in facts.short_papers:
        yield Reason(paper.state, article, _lacks(paper))


def _lacks(paper: PaperLine) -> str:
    if paper.state == MISSING:
        return f"缺{paper.name}" + (f"（{paper.fault}）" if paper.fault else "")
    if paper.state == DEFECTIVE:
        return f"{paper.name}有误" + (f"：{paper.fault}" if paper.fault else "，不符合要求")
    return f"{paper.name}少{paper.pieces_short}份"


def _on_its_basis(reason: Reason, legal_basis: tuple[str, ...]) -> Reason:
    """A reason with an article: the item's own where it has none. Raises `Refused`
    (`basis_missing`) where the catalogue knows none either."""
    if reason.article:
        return reason
    if not legal_basis:
        raise Refused("basis_missing", "请写明不能办的依据：哪一部法、哪一条")
    return replace(reason, article=f"本事项办理依据：{'；'.join(legal_basis)}")


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
