"""一件事 taken in: one form and one set of papers become an application for each of its items.

Each has its own papers, its own decision and its own clock; the citizen sees one matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clerk_app.catalogue.model import Bundle, ServiceItem
from clerk_app.catalogue.rules.bundle_answers import answers_of
from clerk_app.catalogue.rules.bundles import merged_papers
from clerk_app.intake.model import Application, CaseState, CheckedPaper, Stage
from clerk_app.intake.rules.life import CLOSED, DECIDED, stage_of
from clerk_app.kernel.errors import Refused


def fan_out(
    application: Application, bundle: Bundle, items: Sequence[ServiceItem]
) -> tuple[Application, ...]:
    """The applications a bundle's one form makes, in the order of its items.

    A paper is named as the merged list names it, once; each item that needs it gets it, with its
    own count of pieces at most. A paper that one item makes for another is nobody's to bring.
    Raises `Misused` (`unknown_answer`), `Refused` (`unknown_material`, `duplicate_material`).
    """
    answers = answers_of(items, application.situations)
    named = _named(application.papers)
    found: dict[str, list[CheckedPaper]] = {item.key: [] for item in items}
    produced: dict[str, list[str]] = {item.key: [] for item in items}
    for merged in merged_papers(bundle, items, answers):
        paper = named.pop(merged.paper.name, None)
        for need in merged.needs:
            if merged.produced_by and merged.produced_by != need.item:
                produced[need.item].append(need.paper.name)
            elif paper is not None:
                pieces = min(paper.copies, need.paper.count_due)
                found[need.item].append(replace(paper, name=need.paper.name, copies=pieces))
    if named:
        raise Refused("unknown_material", f"一件事的材料里没有：{'、'.join(named)}")
    return tuple(
        replace(
            application,
            item=item.key,
            item_hash=item.content_hash,
            situations=tuple(answers[item.key].items()),
            papers=tuple(found[item.key]),
            produced=tuple(produced[item.key]),
        )
        for item in items
    )


def one_face(states: Iterable[CaseState]) -> str:
    """What the citizen is told of a bundle: the stage of whichever item keeps it back most.

    Anything to be corrected comes first, then what was refused, then what is under way; only
    when every item is closed is the matter closed.
    """
    stages = [stage for state in states if (stage := stage_of(state)) is not None]
    for stage in _WORST:
        if stage in stages:
            return str(stage)
    return str(stages[0]) if stages else ""


_WORST = (
    Stage.RETURNED_FOR_CORRECTION,
    Stage.RECEIVED,
    Stage.COLLECTED,
    Stage.NOT_ACCEPTED,
    Stage.GIVEN_BACK,
    Stage.WITHDRAWN,
    Stage.CONDITIONALLY_ACCEPTED,
    Stage.ACCEPTED,
    *sorted(DECIDED),
    *sorted(CLOSED),
    Stage.DELIVERED,
    Stage.NOT_NEEDED,
    Stage.HANDED_OVER,
)


def _named(papers: Iterable[CheckedPaper]) -> dict[str, CheckedPaper]:
    named: dict[str, CheckedPaper] = {}
    for paper in papers:
        if paper.name in named:
            raise Refused("duplicate_material", f"材料写了两遍：{paper.name}")
        named[paper.name] = paper
    return named
