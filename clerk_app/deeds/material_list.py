"""材料接收清单 on request: each paper that lies at this window, with pieces, pages and manner."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.deeds.case_paper import CaseFile, issue_paper
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.facts import MATERIAL_LIST
from clerk_app.deeds.take_in import Issued
from clerk_app.intake.model import NOTICE, Stage
from clerk_app.intake.rules.kept import is_kept
from clerk_app.intake.rules.life import LAID_DOWN, stage_of
from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import DocumentFacts

_ELSEWHERE = LAID_DOWN | {Stage.HANDED_OVER}
"""Withdrawn, given back, or gone to a body outside: the papers are not here."""


def issue_material_list(counter: Counter, number: str) -> Issued:
    """Issue the list of a case whose papers lie at the window, as they lie there today.

    Raises `Refused` (`no_papers_here`: none was kept, or they were handed back or sent on; as
    `case_paper.issue_paper`). Nothing is written then.
    """
    return issue_paper(counter, number, MATERIAL_LIST, _word)


def _word(file: CaseFile, facts: DocumentFacts) -> DocumentFacts:
    """The list says by when the applicant is told only while that is still owed; of papers taken
    in for another body it says whose decision it is."""
    state = file.state
    if not _lie_here(file):
        raise Refused("no_papers_here", "这件没有材料存在窗口，不能出材料接收清单")
    stage = stage_of(state)
    told = any(d.kind == NOTICE and not d.past for d in state.documents)
    return replace(
        facts,
        reasons=(),
        returnable=False,
        notice_given=stage is Stage.RETURNED_FOR_CORRECTION and told,
        notice_due=state.notice_due if stage is Stage.RECEIVED else "",
        collected_for=state.for_hall if stage is Stage.COLLECTED else "",
    )


def _lie_here(file: CaseFile) -> bool:
    """Is anything kept at this hall? The original of a paper looked at (核验) was handed back."""
    state, item = file.state, file.item
    if stage_of(state) in _ELSEWHERE:
        return False
    if state.custody:
        link = state.custody[-1]
        taken_over = bool(state.taken_over) and link.holder == state.for_hall
        here = link.holder == file.here.name or taken_over
        if link.until or not here:
            return False
        if link.papers:
            return True  # else what was brought there since, if anything
    papers = (paper for paper in file.application.papers if paper.copies)
    return any(is_kept(item.material(paper.name), paper) for paper in papers)
