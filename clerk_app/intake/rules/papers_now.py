"""The papers of a case as they lie today: what came at receipt and since, pieces and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clerk_app.intake.model import Application, CaseState, CheckedPaper, PaperState
from clerk_app.intake.rules.bodies import application_of, papers_of
from clerk_app.intake.rules.custody import LOST, held, texts
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Damaged

_CAME = frozenset({"case.corrected", "case.supplied"})
_ANEW = "case.reopened"


def application_now(happened: Iterable[Event], state: CaseState) -> Application:
    """The application with every paper as it stands: state and fault are those of the case, the
    pieces and pages those that came last. What was taken in for another hall and lost on the way
    is not here, nor is what went back to the applicant, until it is brought again.

    Raises `Damaged` (`bad_body`): what was received is erased or cannot be read.
    """
    received: Body = {}
    decided: list[Body] = []
    later: list[Body] = []
    for event in happened:
        body = event.body or {}
        if event.kind == "case.received" and not received:
            received = body
        elif event.kind == _ANEW:
            decided.clear()
            later.append(body)
        elif event.kind == "case.decided":
            decided.append(body)
        elif event.kind in _CAME:
            later.append(body)
    application = application_of(received, decided)
    found = {paper.name: _on_the_chain(paper, state) for paper in application.papers}
    gone: set[str] = set()
    for body in later:
        for name in texts(body.get("went_back")):
            gone.add(name)
            found[name] = CheckedPaper(name, PaperState.MISSING)
        for paper in _came(body):
            before = found.get(paper.name)
            same = before is not None and not paper.copies  # that piece, put right at the window
            kept = replace(paper, copies=before.copies, pages=before.pages) if before else paper
            found[paper.name] = kept if same else paper
    for due in state.papers:
        paper = found.get(due.name, CheckedPaper(due.name, due.state))
        found[due.name] = replace(paper, state=due.state, fault=due.fault)
    for name in _lost(state) - gone:
        if name in found and not found[name].copies:
            found[name] = replace(found[name], state=PaperState.MISSING, fault=LOST)
    return replace(application, papers=tuple(found.values()))


def _on_the_chain(paper: CheckedPaper, state: CaseState) -> CheckedPaper:
    """Less the pieces of the first link that the last one has not. An original that was looked at
    was in none: it was seen, and counts."""
    first = dict(state.custody[0].papers).get(paper.name, 0) if state.custody else 0
    if not first:
        return paper
    left = dict(held(state.custody)).get(paper.name, 0)
    pieces = max(first, paper.copies) - first + left if left else 0
    return replace(paper, copies=pieces, pages=paper.pages if left else 0)


def _lost(state: CaseState) -> set[str]:
    if not state.custody:
        return set()
    return dict(state.custody[0].papers).keys() - dict(held(state.custody)).keys()


def _came(body: Body) -> tuple[CheckedPaper, ...]:
    try:
        return papers_of(body)
    except ValueError as error:
        raise Damaged("bad_body", "后来收到的材料的记录读不出来") from error
