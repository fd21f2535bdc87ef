"""One notice only (行政许可法 art. 32(4)): what a later one may name.

A later notice may repeat what the first listed and is still open, and may name what is new in
papers handed in since. What was there at the first and was not listed in it is gone: nobody may
be sent home for it again, unless a supervisor says why, and that is counted.
"""

from __future__ import annotations

from collections.abc import Iterable

from clerk_app.intake.model import CaseState, Shortfall


def not_in_first(state: CaseState, wanting: Iterable[Shortfall]) -> tuple[str, ...]:
    """The papers of a new list that the first notice stands against, in their order.

    `state` is the case with everything that was handed in. Before a notice was given (printed)
    nothing stands against any.
    """
    given = state.notice_given_on
    if not given:
        return ()
    held = {paper.name: paper for paper in state.papers}
    found = []
    for short in wanting:
        paper = held.get(short.name)
        if paper is not None and paper.listed and paper.listed == short.fault:
            continue  # still open, as it was listed
        if paper is not None and paper.again:
            continue  # it came since: what is wrong with it is new
        found.append(short.name)
    return tuple(found)
