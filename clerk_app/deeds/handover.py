"""At which hall an act with collected papers may be written down (异地代收).

The workstation that writes it speaks for its hall: that of the body that decides takes the papers
over, that which took them in writes down the signed slip, or what came back. No other does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from clerk_app.deeds.counter import Hall
from clerk_app.deeds.document_numbers import opened_here
from clerk_app.intake.model import Action, CaseState, OtherHall
from clerk_app.intake.rules.act_file import CaseAct
from clerk_app.intake.rules.collecting import is_this_hall
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Refused


def at_its_hall(
    db: Connection, here: Hall, state: CaseState, happened: Sequence[Event], act: CaseAct
) -> CaseAct:
    """The act as this hall may write it down, with `by_slip` where it is the one that collected.

    A window beside the one that took the case in holds the same papers, so it may too. Raises
    `Refused` (`wrong_hall`).
    """
    if act.action not in {Action.TAKE_OVER, Action.SEND_BACK} or not state.custody:
        return act  # of no case that was collected: the table of acts says so
    first = state.custody[0].holder
    collected = opened_here(db, happened) or here.name == first
    if act.action is Action.SEND_BACK:
        if not collected:
            raise Refused(
                "wrong_hall",
                f"这件是{first}代收的，材料退回以后由那里登记，本大厅不能登记退回。"
                "材料寄到了这里的，请按移交单寄回，并告诉那里",
            )
        return act
    if not collected and not is_this_hall(
        OtherHall(state.region, state.for_hall), OtherHall(here.code, here.name)
    ):
        raise Refused(
            "wrong_hall",
            f"这件由{state.for_hall}办理，本大厅不能接收，接收了期限也不会起算。"
            f"材料寄错到这里的，请转交{state.for_hall}，或退回{first}",
        )
    return replace(act, by_slip=collected)
