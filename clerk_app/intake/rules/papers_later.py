"""Papers that come after the first decision: 补正 and 容缺 made good.

The list of papers is the one of the day the case was opened: a version of the item that came
since asks for nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import (
    Action,
    Application,
    CaseState,
    CheckedPaper,
    Decision,
    PaperState,
    Stage,
)
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.clock import local_of
from clerk_app.intake.rules.decide import check_papers, checklist, decide
from clerk_app.intake.rules.life import UNDER_REVIEW, stage_of
from clerk_app.intake.rules.notice import not_in_first
from clerk_app.intake.rules.silence import Lapse, lapse
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.kernel.working_days import Calendar

_TOO_LATE = frozenset({Lapse.RETURN, Lapse.GRACE_OVER, Lapse.TERMINATE})


@dataclass(frozen=True, slots=True)
class Later:
    """What papers that came make of a case.

    `decision` is None where the case was accepted before: then only `still_open` tells whether
    everything promised is there. `blocked` are papers a later notice may not name.
    """

    application: Application
    decision: Decision | None
    still_open: tuple[str, ...]
    blocked: tuple[str, ...] = ()


def merged(application: Application, state: CaseState, act: CaseAct) -> Application:
    """The application with every paper as it stands after the act."""
    found = {paper.name: paper for paper in application.papers}
    for held in state.papers:
        before = found.get(held.name)
        copies = before.copies if before else int(held.state.is_handed_in)
        correction = before.correction if before else ""
        pages = before.pages if before else 0
        found[held.name] = CheckedPaper(
            held.name, held.state, held.fault, correction, copies, pages
        )
    for paper in act.papers:
        before = found.get(paper.name)
        pieces = paper.copies or (before.copies if before else 0)
        pages = paper.pages if paper.copies else before.pages if before else 0
        found[paper.name] = replace(paper, copies=pieces, pages=pages)
    signed = act.undertaking_signed or application.undertaking_signed
    return replace(application, papers=tuple(found.values()), undertaking_signed=signed)


def with_pieces(application: Application, act: CaseAct, item: ServiceItem) -> CaseAct:
    """The act with the pieces of the papers nobody counted: a paper told to be in order is there
    with all its pieces, as the window has it; one that is put right is there as it lay. Pieces are
    always all that lie there now. `application` is the one before the act."""
    found = {paper.name: paper for paper in application.papers}

    def pieces(paper: CheckedPaper) -> int:
        material, here = item.material(paper.name), _lying(found.get(paper.name))
        if paper.counted or not paper.state.is_handed_in or material is None:
            return paper.copies
        if act.action is Action.CORRECT:
            return here or paper.copies
        if paper.state is PaperState.DEFECTIVE:
            return paper.copies
        return max(here, material.count_due)

    return replace(act, papers=tuple(replace(p, copies=pieces(p)) for p in act.papers))


def came_now(application: Application, act: CaseAct) -> dict[str, int]:
    """How many pieces of each paper handed in came with the act: what lies there now less what lay
    there before; of a wrong paper that was exchanged, what was entered. 0 stands for what lay
    there and was put right; a paper of which nothing came is left out."""
    found = {paper.name: paper for paper in application.papers}
    came = {}
    for paper in act.papers:
        before = found.get(paper.name)
        was_wrong = before is not None and before.state is PaperState.DEFECTIVE
        exchanged = was_wrong and act.action is not Action.CORRECT
        pieces = max(0, paper.copies - (0 if exchanged else _lying(before)))
        put_right = not paper.state.is_wanting and (was_wrong or act.action is Action.CORRECT)
        if paper.state.is_handed_in and (pieces or put_right):
            came[paper.name] = pieces
    return came


def _lying(paper: CheckedPaper | None) -> int:
    """The pieces of a paper that lie there; one that is missing has none, whatever came once."""
    return paper.copies if paper and paper.state.is_handed_in else 0


def judge_later(
    application: Application,
    state: CaseState,
    after: CaseState,
    act: CaseAct,
    item: ServiceItem,
    calendar: Calendar,
) -> Later:
    """Decide with what has come. `after` is the case with the papers of the act in it.

    Raises `Refused` as `decide`; `nothing_new` (the papers change nothing), `deferral_expired`
    (what was promised is too late and the item's policy ends the case), `correction_missing`
    (当场更正 says what was put right).
    """
    if act.action is Action.CORRECT:
        _require_corrections(act)
    whole = merged(application, state, act)
    if stage_of(state) in UNDER_REVIEW:  # accepted stays accepted, by silence too
        if lapse(state, act.on, calendar) in _TOO_LATE:
            raise Refused("deferral_expired", "补齐期限已过，按事项规定应退件，不能再补")
        check_papers(checklist(whole, item), whole, item)
        _require_no_new_defect(state, act)
        _require_news(application, state, act, signed=False)
        return Later(whole, None, tuple(paper.name for paper in after.open_papers))
    signed = whole.undertaking_signed > application.undertaking_signed
    _require_news(application, state, act, signed=signed)
    if lapse(state, act.on, calendar) in _TOO_LATE:
        raise Refused("deferral_expired", "存放材料的期限已过，按事项规定应退件，不能再补")
    counting = replace(calendar, local=local_of(state.terms, calendar.local))
    decision = decide(whole, item, counting, on=act.on, came_at=_came_at(state))
    blocked = not_in_first(after, decision.shortfalls)
    return Later(whole, decision, tuple(s.name for s in decision.shortfalls), blocked)


def _came_at(state: CaseState) -> datetime | None:
    """The hour the case was received, anew where it was; None where nobody can read it."""
    try:
        return parse_stamp(state.received_at)
    except ClerkError:
        return None


def notice_words(names: tuple[str, ...]) -> str:
    """Why a later notice may not name these."""
    listed = "、".join(names)
    return f"第一次告知没有列出、也不是之后新交的材料，不能再要求补正：{listed}"


def _require_corrections(act: CaseAct) -> None:
    for paper in act.papers:
        if paper.state is not PaperState.CORRECTED_ON_THE_SPOT or not paper.correction.strip():
            raise Refused("correction_missing", f"“{paper.name}”当场更正须写明更正了什么")


def _require_no_new_defect(state: CaseState, act: CaseAct) -> None:
    """What was in order when the case was accepted stays in order: acceptance settled it."""
    settled = {paper.name for paper in state.papers if not paper.state.is_wanting}
    found = [p.name for p in act.papers if p.state.is_wanting and p.name in settled]
    if found:
        raise Refused("not_in_first_notice", notice_words(tuple(found)))


def _require_news(
    application: Application, state: CaseState, act: CaseAct, *, signed: bool
) -> None:
    """`signed`: the undertaking was signed just now, which lets a paper wait that could not.
    More pieces of a paper that was short of them are news too: a notice may have asked for them.
    """
    if state.state == Stage.RECEIVED or signed:  # nothing stands yet, or it stands otherwise
        return
    held = {paper.name: paper for paper in state.papers}
    pieces = {paper.name: paper.copies for paper in application.papers}
    for paper in act.papers:
        before = held.get(paper.name)
        if before is None or before.state != paper.state:
            return
        if paper.state is PaperState.DEFECTIVE and before.fault != paper.fault:
            return
        if paper.copies and paper.state.is_handed_in and before.state.is_wanting:
            return
        if paper.state.is_handed_in and paper.copies > pieces.get(paper.name, paper.copies):
            return
    few = any(paper.state.is_handed_in and paper.name in pieces for paper in act.papers)
    hint = "；份数写现在一共有几份，不是这次交来几份" if few else ""
    raise Refused("nothing_new", f"这次没有交来新的材料，也没有更正，办件没有变化{hint}")
