"""不能办: where a case stands when 书面双告知书 is for it."""

from __future__ import annotations

from clerk_app.intake.model import CaseState, Stage
from clerk_app.intake.rules.life import stage_of, words_of
from clerk_app.kernel.errors import Refused

OWED = frozenset({Stage.RETURNED_FOR_CORRECTION, Stage.GIVEN_BACK})
"""What is wanting is why it cannot be done; the way is to bring it."""
_CANNOT = OWED | {Stage.NOT_ACCEPTED, Stage.DENIED, Stage.CLOSED_DENIED}

_DENIAL = "denial"


def cannot_be_done(state: CaseState) -> bool:
    """Whether a decision says that it cannot, or that papers are owed first. A case that nobody
    has answered yet is not among them: it is owed that answer, not this paper."""
    stage = stage_of(state)
    if stage is Stage.DELIVERED:  # what was delivered may be the denial
        return any(each.kind == _DENIAL and not each.past for each in state.documents)
    return stage in _CANNOT


def require_cannot(state: CaseState) -> CaseState:
    """The case, where it cannot be done. Raises `Refused` (`can_be_done`)."""
    if not cannot_be_done(state):
        raise Refused(
            "can_be_done",
            f"这件现在是“{words_of(state)}”，没有不能办的决定，不能出书面双告知书",
        )
    return state
