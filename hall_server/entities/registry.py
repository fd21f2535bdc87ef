"""Which kinds this hall knows, and how the events of a case become what it says of the case.

The fold is the workstations' own (`clerk_app.intake.rules`), so that window and hall never say
two things of one case. It takes every body as it is; `fault_in` says beside it which bodies are
not in the agreed form, so that somebody looks at them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from clerk_app.intake.model import CaseState, Outcome
from clerk_app.intake.rules import fold as intake
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event

State = TypeVar("State")
BEST_LEVEL = 5


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What the hall shows of a case; absent text is empty, an absent rating 0."""

    state: str = ""
    outcome: str = ""
    item_name: str = ""
    received_on: str = ""
    rating: int = 0
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFolding(Generic[State]):
    """A pure fold, starting from None, whose state is never stored: only what `row` reads in it.

    `fault_in` names what is odd in an event's body, or "". An odd event is quarantined and
    folded all the same; one whose fold raises is quarantined and passed over.
    """

    fold: Callable[[State | None, Event], State | None]
    row: Callable[[State | None], CaseRow]
    fault_in: Callable[[Event], str]


def fault_in(event: Event) -> str:
    """The word under which an odd body is quarantined; "" for a body in the agreed form.

    A body erased by law is in order, and so is that of an unknown kind: nobody here agreed on it.
    """
    body = event.body
    check = _CHECKS.get(event.kind)
    return "" if body is None or check is None or check(body) else "odd_body"


def _texts(*names: str) -> Callable[[Body], bool]:
    return lambda body: all(isinstance(body.get(name), str) and body[name] for name in names)


def _is_decided(body: Body) -> bool:
    return body.get("outcome") in list(Outcome)


def _is_rated(body: Body) -> bool:
    level = body.get("level")
    return isinstance(level, int) and 1 <= level <= BEST_LEVEL


_CHECKS: dict[str, Callable[[Body], bool]] = {
    "case.received": _texts("item_name", "received_on"),
    "case.decided": _is_decided,
    "case.rated": _is_rated,
    "document.issued": _texts("number"),
    "document.printed": _texts("number"),
}


def _row(state: CaseState | None) -> CaseRow:
    if state is None:
        return CaseRow()
    return CaseRow(
        state=state.state,
        outcome=state.outcome,
        item_name=state.item_name,
        received_on=state.received_on,
        rating=state.rating if 0 <= state.rating <= BEST_LEVEL else 0,
        documents=tuple(d.number for d in state.documents if d.number),
    )


CASES: CaseFolding[Any] = CaseFolding(fold=intake.fold, row=_row, fault_in=fault_in)

_FAMILIES = (
    *("ticket.", "clerk.", "sign_in.", "catalogue.", "enquiry."),
    *("station.", "device.", "workstation."),
    *("delegation.", "cover.", "leave.", "assistance.", "clock."),
    *("number.", "numbers.", "attachment.", "document."),
)


def is_known(kind: str) -> bool:
    """Whether this server knows the kind; the others are kept and shown as unknown."""
    return kind in intake.KINDS or kind.startswith(_FAMILIES)
