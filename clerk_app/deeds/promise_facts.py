"""What is said of promised papers (容缺) that are late: how long the case stood, until when they
may still come, and what came of a promise that was not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from clerk_app.intake.model import Action, CaseState, Suspension
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.running import stops
from clerk_app.intake.rules.silence import Lapse, grace_end, lapse
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import text
from clerk_app.kernel.working_days import Calendar, Due
from clerk_app.notices.facts import ActFacts, DocumentFacts

MADE_GOOD = "made_good"
"""The clock begins when the last promised paper came; nothing stops it before."""

_DAY = timedelta(days=1)
_STILL = date.max.isoformat()
"""The end of a span that runs."""


def with_lateness(
    facts: DocumentFacts, said: ActFacts, after: CaseState, act: CaseAct, calendar: Calendar
) -> tuple[DocumentFacts, ActFacts]:
    """What late papers make of the case on the paper of an act: since when it stands without a
    break for them, until when they may come, and for which days before they stopped the clock.
    `after` is the case after the act. 延期 tells only days that moved its dates."""
    end = grace_end(after, calendar) if lapse(after, act.on, calendar) is Lapse.GRACE else None
    spans = _spans(stops(after, calendar, act.on))
    moving = act.action is not Action.EXTEND or after.terms.clock_starts != MADE_GOOD
    said = replace(
        said,
        paused_since=next((since for since, until in spans if until == _STILL), ""),
        pauses=tuple(f"{a}/{b}" for a, b in spans if b != _STILL) if moving else (),
    )
    return _in_grace(facts, said, end)


def with_procedure(said: ActFacts, after: CaseState) -> ActFacts:
    """补正回执: which special procedure still runs as the papers come."""
    running = [stop.kind for stop in after.suspensions if not stop.until]
    return replace(said, special_kind="、".join(running))


def with_end(
    facts: DocumentFacts, said: ActFacts, before: CaseState, body: Body, calendar: Calendar
) -> tuple[DocumentFacts, ActFacts]:
    """退件单: what ended the case, and until when 容缺 is barred for it. `before` is the case
    before the act, `body` what was recorded of it."""
    cause = text(body, "cause")
    end = grace_end(before, calendar) if cause == Lapse.GRACE_OVER else None
    said = replace(
        said,
        cause=cause,
        no_deferral_until=text(body, "blocked_until"),
        open=tuple(paper.name for paper in before.open_papers),
    )
    return _in_grace(facts, said, end)


def _in_grace(
    facts: DocumentFacts, said: ActFacts, end: Due | None
) -> tuple[DocumentFacts, ActFacts]:
    """With the last day of the grace, 暂定 where it rests on a calendar that is not published."""
    if end is None:
        return facts, said
    if end.provisional:
        facts = replace(facts, provisional=(*facts.provisional, "grace_until"))
    return facts, replace(said, grace_until=end.day.isoformat())


def _spans(stopped: Iterable[Suspension]) -> tuple[tuple[str, str], ...]:
    """The days of several papers as spans that neither overlap nor follow each other; one that is
    over and one that runs on from it are one."""
    spans: list[tuple[str, str]] = []
    for stop in sorted(stopped, key=lambda each: each.since):
        until = stop.until or _STILL
        if spans and stop.since <= _next_day(spans[-1][1]):
            spans[-1] = (spans[-1][0], max(spans[-1][1], until))
        else:
            spans.append((stop.since, until))
    return tuple(spans)


def _next_day(text: str) -> str:
    day = iso(text) or date.max
    return (day if day == date.max else day + _DAY).isoformat()
