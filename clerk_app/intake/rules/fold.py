"""A case is the fold over its events: pure, and the same at the window and in the hall.

No state depends on arrival order or a wall clock: events come in hall order, then this device's
own that the hall has not numbered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from clerk_app.intake.model import (
    Accounted,
    CaseState,
    Custody,
    HeldPaper,
    IssuedDocument,
    LegalTerms,
    Opinion,
    PaperState,
    Step,
    Suspension,
)
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import obstacle
from clerk_app.intake.rules.steps import ACTION_OF, BEST_RATING, STEPS, named_day, on_day
from clerk_app.journal.events import Event
from clerk_app.kernel.evolve import evolve

__all__ = [
    "BEST_RATING",
    "EXCLUSIVE",
    "KINDS",
    "dump_state",
    "fold",
    "fold_case",
    "fold_until",
    "read_state",
]

EXCLUSIVE = frozenset({"case.received", "case.decided", *ACTION_OF})
"""Acts that exclude one another: they carry the version of the case the clerk saw."""
KINDS = tuple(STEPS)
_UNDECIDED = frozenset({"received", "returned_for_correction"})
"""Where the window may decide, for the first time or anew."""
_STOOD = (True, True)
"""In conflict with what stands, and changing nothing but the conflicts."""


def fold_case(events: Iterable[Event]) -> CaseState | None:
    """The state of one case after all its events, or None when there are none."""
    state: CaseState | None = None
    for event in events:
        state = fold(state, event)
    return state


def fold_until(events: Iterable[Event], day: str) -> CaseState | None:
    """The state after the acts of a day (ISO) or before, or None when there are none.

    What changed nothing in the whole changes nothing here. What an act saw of the case is read
    against the events that count here: those between it and what it saw may be of a later day.
    """
    whole: CaseState | None = None
    past: CaseState | None = None
    versions = [0]
    for event in events:
        header = event.header
        dropped = (
            event.kind in EXCLUSIVE and _judge(event, whole or CaseState(event.case)) == _STOOD
        )
        whole = fold(whole, event)
        if not dropped and on_day(event) <= day:
            seen = header.base_ver
            if seen >= 0:
                header = replace(header, base_ver=versions[min(seen, len(versions) - 1)])
            past = fold(past, replace(event, header=header))
        versions.append(past.version if past else 0)
    return past


def fold(state: CaseState | None, event: Event) -> CaseState:
    """The state after one more event. Never raises for what a body holds: facts are facts.

    An act that did not see the one before it, or that is not lawful where the case stands, is a
    conflict: work for people. Receipt, decision and whatever is not lawful then change nothing
    else. A kind this version does not know changes nothing but `version` and `unknown_kinds`,
    so that every station counts the same versions.
    """
    before = state or CaseState(number=event.case)
    version = before.version + 1
    step = STEPS.get(event.kind)
    if step is None:
        kinds = tuple(dict.fromkeys((*before.unknown_kinds, event.kind)))
        return replace(before, version=version, unknown_kinds=kinds)
    after = before
    if event.kind in EXCLUSIVE:
        conflict, stands = _judge(event, before)
        if conflict:
            name = f"{event.header.device}/{event.header.s}"
            after = evolve(after, conflicts=(*after.conflicts, name))
            if stands:  # the first in hall order stands; the other becomes work for both clerks
                return evolve(after, version=version)
    operator = event.header.operator if event.kind == "case.received" else after.operator
    acts = version if event.kind in EXCLUSIVE else after.acts
    if event.body is None:  # erased by law: that something was is all that is left
        return evolve(after, version=version, operator=operator)
    made = step(after, event.body, event)
    acted_on = before.acted_on
    if event.kind in EXCLUSIVE and (day := iso(named_day(event))) is not None:
        acted_on = max(acted_on, day.isoformat())
    return evolve(made, version=version, operator=operator, acts=acts, acted_on=acted_on)


def _judge(event: Event, before: CaseState) -> tuple[bool, bool]:
    """Whether an act is in conflict with what stands, and then whether that stands against it."""
    seen = event.header.base_ver
    action = ACTION_OF.get(event.kind)
    if action is None:
        if event.kind == "case.decided" and before.state not in _UNDECIDED:
            return True, True
        stands = bool(before.item if event.kind == "case.received" else before.outcome)
        # an act that names no version saw no other
        return (stands if seen < 0 else seen != before.version), stands
    unlawful = bool(obstacle(before, action))
    return unlawful or 0 <= seen < before.acts, unlawful


def dump_state(state: CaseState) -> str:
    """A state as JSON text, for a projection row; what is as in a new case is left out."""
    raw: dict[str, Any] = {"number": state.number}
    for name, value, new in zip(_NAMES, _VALUES(state), _EMPTY_VALUES, strict=True):
        if value != new:
            record = _RECORDS.get(name)
            raw[name] = list(map(record.values, value)) if record else value
    if "terms" in raw:
        raw["terms"] = _TERMS.values(state.terms)
    return json.dumps(raw, ensure_ascii=False)


def read_state(text: str) -> CaseState:
    """Read back what `dump_state` wrote; fields of a newer version are passed over."""
    raw: dict[str, Any] = json.loads(text)
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in raw.items() if k in _NAMES
    }
    values["number"] = raw["number"]
    for name, record in _RECORDS.items():
        if name in raw:
            values[name] = tuple(record.kind(*entry[: record.size]) for entry in raw[name])
    if "papers" in raw:
        values["papers"] = tuple(
            replace(paper, state=PaperState(paper.state)) for paper in values["papers"]
        )
    if "custody" in raw:
        values["custody"] = tuple(map(_link, values["custody"]))
    if "terms" in raw:
        said: list[Any] = [
            tuple(v) if isinstance(v, list) else v for v in raw["terms"][: _TERMS.size]
        ]
        values["terms"] = LegalTerms(*said)
    return CaseState(**values)


def _link(read: Custody) -> Custody:
    """JSON knows no tuples."""
    papers = tuple((str(name), int(copies)) for name, copies in read.papers)
    return replace(read, papers=papers, missing=tuple(read.missing), damaged=tuple(read.damaged))


class _Record:
    """A record of a state, kept as its values in the order of its fields."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind
        names = [f.name for f in fields(kind)]
        self.size = len(names)
        self.values = attrgetter(*names)


_NAMES = tuple(f.name for f in fields(CaseState) if f.name != "number")
_VALUES = attrgetter(*_NAMES)
_EMPTY_VALUES = _VALUES(CaseState(number=""))
_TERMS = _Record(LegalTerms)
_RECORDS = {
    "custody": _Record(Custody),
    "papers": _Record(HeldPaper),
    "documents": _Record(IssuedDocument),
    "suspensions": _Record(Suspension),
    "steps": _Record(Step),
    "opinions": _Record(Opinion),
    "accounted": _Record(Accounted),
}
