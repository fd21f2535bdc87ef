"""文书编号 after the first day of a case: no number twice, though nobody asks the hall.

The device that took a case in counts its documents from 01. A successor (this workstation after
a restore, whose old image cannot know what was printed after it) counts on from 51. Any other
station issues no document of the case.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from clerk_app.deeds.counter import Counter
from clerk_app.intake.model import CaseState
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import document_number
from clerk_app.storage.schema import devices

SUCCESSOR = 51
"""First number a successor gives; the first device never gets that far."""


def next_document(
    db: Connection, counter: Counter, state: CaseState, events: Sequence[Event]
) -> str:
    """The number of the next document of a case.

    Raises `Refused` (`other_station`, `numbers_exhausted`).
    """
    opened = next((e.header.device for e in events if e.kind == "case.received"), "")
    own = counter.journal.own_device(db).device
    used = [int(d.number[-2:]) for d in state.documents if d.number[-2:].isdecimal()]
    if opened == own:
        mine = [n for n in used if n < SUCCESSOR]
        if mine and max(mine) + 1 >= SUCCESSOR:
            raise Refused("numbers_exhausted", "本办件的文书编号已经用完，请与大厅联系")
        return document_number(state.number, max(mine, default=0) + 1)
    ours = db.scalar(
        select(devices.c.device).where(
            devices.c.device == opened, devices.c.private_key.is_not(None)
        )
    )
    if ours is None:
        raise Refused(
            "other_station", "这件是另一个站点收的，文书由那里编号出具；请在那里办，或先移交"
        )
    later = [n for n in used if n >= SUCCESSOR]
    return document_number(state.number, max(later, default=SUCCESSOR - 1) + 1)
