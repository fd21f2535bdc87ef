"""A case is the fold over its events: pure, and the same at the window and in the hall.

No state depends on arrival order or a wall clock: events come in hall order, then this device's
own that the hall has not numbered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from clerk_app.intake.model import CaseState, IssuedDocument, Outcome
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, number, text

EXCLUSIVE = frozenset({"case.received", "case.decided"})
"""Acts that exclude one another: they carry the version of the case the clerk saw."""
BEST_RATING = 5


def fold_case(events: Iterable[Event]) -> CaseState | None:
    """The state of one case after all its events, or None when there are none."""
    state: CaseState | None = None
    for event in events:
        state = fold(state, event)
    return state


def fold(state: CaseState | None, event: Event) -> CaseState:
    """The state after one more event. Never raises for what a body holds: facts are facts.

    A kind this version does not know changes nothing but `version` and `unknown_kinds`, so that
    every station counts the same versions.
    """
    before = state or CaseState(number=event.case)
    body = event.body or {}
    step = _STEPS.get(event.kind)
    if step is None:
        kinds = tuple(dict.fromkeys((*before.unknown_kinds, event.kind)))
        return replace(before, version=before.version + 1, unknown_kinds=kinds)
    after = before
    if event.kind in EXCLUSIVE:
        stands = before.item if event.kind == "case.received" else before.outcome
        if _is_blind(event, before, bool(stands)):
            name = f"{event.header.device}/{event.header.s}"
            after = replace(after, conflicts=(*after.conflicts, name))
            if stands:  # the first in hall order stands; the other becomes work for both clerks
                return replace(after, version=before.version + 1)
    operator = event.header.operator if event.kind == "case.received" else after.operator
    return replace(step(after, body), version=before.version + 1, operator=operator)


def _is_blind(event: Event, before: CaseState, stands: bool) -> bool:
    """Was the act done without seeing this state? An act that names no version saw no other."""
    seen = event.header.base_ver
    return stands if seen < 0 else seen != before.version


def _received(state: CaseState, body: Body) -> CaseState:
    party = body.get("applicant")
    name = text(party, "name") if isinstance(party, dict) else ""
    return replace(
        state,
        item=text(body, "item"),
        item_name=text(body, "item_name"),
        item_hash=text(body, "item_hash"),
        department=text(body, "department"),
        applicant=name,
        ticket=text(body, "ticket"),
        received_on=text(body, "received_on"),
        received_at=text(body, "received_at"),
        sample=number(body, "sample") == 1,
    )


def _decided(state: CaseState, body: Body) -> CaseState:
    outcome = text(body, "outcome")
    shortfalls = body.get("shortfalls")
    provisional = body.get("provisional")
    return replace(
        state,
        state=outcome if outcome in set(Outcome) else state.state,
        outcome=outcome,
        accepted_on=text(body, "accepted_on"),
        notice_due=text(body, "notice_due"),
        promised_due=text(body, "promised_due"),
        statutory_due=text(body, "statutory_due"),
        make_good_by=text(body, "make_good_by"),
        provisional=tuple(p for p in provisional if isinstance(p, str))
        if isinstance(provisional, list)
        else (),
        shortfalls=tuple(text(s, "name") for s in shortfalls if isinstance(s, dict))
        if isinstance(shortfalls, list)
        else (),
    )


def _issued(state: CaseState, body: Body) -> CaseState:
    document = IssuedDocument(text(body, "number"), text(body, "kind"))
    if any(d.number == document.number for d in state.documents):
        return state
    return replace(state, documents=(*state.documents, document))


def _printed(state: CaseState, body: Body) -> CaseState:
    name = text(body, "number")
    return replace(
        state,
        documents=tuple(
            replace(d, printed=d.printed + 1) if d.number == name else d for d in state.documents
        ),
    )


def _rated(state: CaseState, body: Body) -> CaseState:
    """One rating per service (一次一评): the first stands; a level that is none is none."""
    level = number(body, "level")
    if state.rating or not 1 <= level <= BEST_RATING:
        return state
    return replace(state, rating=level)


_STEPS: Mapping[str, Callable[[CaseState, Body], CaseState]] = {
    "case.received": _received,
    "case.decided": _decided,
    "document.issued": _issued,
    "document.printed": _printed,
    "case.rated": _rated,
}
KINDS = tuple(_STEPS)


def dump_state(state: CaseState) -> str:
    """A state as JSON text, for a projection row."""
    return json.dumps(asdict(state), ensure_ascii=False)


def read_state(text: str) -> CaseState:
    """Read back what `dump_state` wrote; fields of a newer version are passed over."""
    raw: dict[str, Any] = json.loads(text)
    known = {f.name for f in fields(CaseState)}
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in raw.items() if k in known
    }
    values["documents"] = tuple(IssuedDocument(**d) for d in raw.get("documents", []))
    return CaseState(**values)
