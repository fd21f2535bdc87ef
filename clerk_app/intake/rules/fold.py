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
    CaseState,
    HeldPaper,
    IssuedDocument,
    LegalTerms,
    Opinion,
    PaperState,
    Step,
    Suspension,
)
from clerk_app.intake.rules.life import obstacle
from clerk_app.intake.rules.steps import ACTION_OF, BEST_RATING, STEPS
from clerk_app.journal.events import Event

__all__ = ["BEST_RATING", "EXCLUSIVE", "KINDS", "dump_state", "fold", "fold_case", "read_state"]

EXCLUSIVE = frozenset({"case.received", "case.decided", *ACTION_OF})
"""Acts that exclude one another: they carry the version of the case the clerk saw."""
KINDS = tuple(STEPS)
_UNDECIDED = frozenset({"received", "returned_for_correction"})
"""Where the window may decide, for the first time or anew."""


def fold_case(events: Iterable[Event]) -> CaseState | None:
    """The state of one case after all its events, or None when there are none."""
    state: CaseState | None = None
    for event in events:
        state = fold(state, event)
    return state


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
            after = replace(after, conflicts=(*after.conflicts, name))
            if stands:  # the first in hall order stands; the other becomes work for both clerks
                return replace(after, version=version)
    operator = event.header.operator if event.kind == "case.received" else after.operator
    acts = version if event.kind in EXCLUSIVE else after.acts
    if event.body is None:  # erased by law: that something was is all that is left
        return replace(after, version=version, operator=operator)
    made = step(after, event.body, event)
    return replace(made, version=version, operator=operator, acts=acts)


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
    if "terms" in raw:
        said: list[Any] = [
            tuple(v) if isinstance(v, list) else v for v in raw["terms"][: _TERMS.size]
        ]
        values["terms"] = LegalTerms(*said)
    return CaseState(**values)


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
    "papers": _Record(HeldPaper),
    "documents": _Record(IssuedDocument),
    "suspensions": _Record(Suspension),
    "steps": _Record(Step),
    "opinions": _Record(Opinion),
}
