"""What stands over the intake screen, and which of its acts mean something now."""

from __future__ import annotations

from functools import lru_cache

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.actions import BOXED, Action, cap
from clerk_app.desk.intake_state import IntakeState, Step, Work
from clerk_app.desk.messages import Message, Weight

RESTORED = Message(
    "已恢复上次没办完的草稿。", "", "接着办就行；不要了按 Ctrl+Shift+N。", weight=Weight.TELL
)
MOST_CHANGES = 6
"""Changes of an item that are told one by one over the screen."""


@lru_cache(maxsize=4)
def _standing(happened: str, means: str, press: str) -> Message:
    """One object as long as it says the same: drawn again it is not told again, and does not go
    before what was told since."""
    return Message(happened, means, press)


def told(state: IntakeState) -> Message | None:
    """What stands over the screen: the news first, then a newer version of the item."""
    update = state.update
    if update is not None and update.shown:
        shown = "；".join(update.changes[:MOST_CHANGES])
        more = len(update.changes) - MOST_CHANGES
        tail = f"；等 {len(update.changes)} 处" if more > 0 else ""
        return _standing(
            f"事项更新的内容（{len(update.changes)} 处）：",
            f"{shown}{tail}。",
            f"{cap(keys.TAKE_UPDATE.key)} {keys.TAKE_UPDATE.title}；Esc 仍用收件时的一版。",
        )
    if state.message is not None:
        return state.message
    if update is not None:
        return _standing(
            "事项已更新，这件仍用开始办时的一版。",
            "",
            f"{cap(keys.CHANGES.key)} {keys.CHANGES.title}（{len(update.changes)} 处）；"
            f"{cap(keys.TAKE_UPDATE.key)} {keys.TAKE_UPDATE.title}。",
        )
    return RESTORED if state.restored else None


def acts_now(state: IntakeState) -> tuple[Action, ...]:
    """The acts of `keys.ANYWHERE` that would do something."""
    if state.done is not None or state.busy:
        return ()
    means = {
        keys.CONFIRM.id: state.verdict.ready and state.item is not None,
        keys.BACK.id: state.step > Step.APPLICANT,
        keys.UNDO.id: state.can_undo,
        keys.AGENT.id: True,
        keys.ORGANISATION.id: True,
        keys.MATTER.id: state.item is not None,
        keys.CHANGES.id: state.update is not None,
        keys.TAKE_UPDATE.id: state.update is not None,
        keys.ANEW.id: state.work != Work(),
        keys.PAGE.id: bool(state.pages),
        keys.ARRIVAL.id: True,
        keys.ONLINE.id: True,
        keys.COLLECT.id: True,
        BOXED.id: state.may_box,
        keys.PAGES.id: _counts_pages(state),
        keys.REPORTS_UP.id: state.may_report,
    }
    acts = (*keys.ANYWHERE, keys.PAGES, keys.REPORTS_UP)
    return tuple(action for action in acts if means[action.id])


def _counts_pages(state: IntakeState) -> bool:
    """Is the hand at a paper of which pieces were handed in?"""
    row = state.row
    return state.step is Step.PAPERS and row is not None and row.copies_in not in {"0", "—"}
