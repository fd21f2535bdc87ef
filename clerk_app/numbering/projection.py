"""Blocks of agency numbers and how far they are used. The only code that writes them."""

from __future__ import annotations

from sqlalchemy import Connection, update
from sqlalchemy.dialects.sqlite import insert

from clerk_app.journal.events import Event, number, text
from clerk_app.numbering.tables import number_blocks
from clerk_app.storage.journal import Projector

LEASED = "numbers.leased"
"""Its body: agency, template, year (left out where the template has none), kinds, first, last."""
TAKEN = "number.taken"
"""Its body: `lease` (device/s of the block), `n`, `document`. Of no case, so that an erasure of a
case by law never lets a number be given again."""


def leased(db: Connection, event: Event) -> None:
    """A block was leased to the device that says so."""
    body, header = event.body or {}, event.header
    kinds = body.get("kinds")
    named = kinds if isinstance(kinds, list) else []
    row = insert(number_blocks).values(
        device=header.device,
        s=header.s,
        agency=text(body, "agency"),
        template=text(body, "template"),
        year=number(body, "year"),
        kinds=" ".join(kind for kind in named if isinstance(kind, str)),
        first=number(body, "first"),
        last=number(body, "last"),
        next=number(body, "first"),
        at=header.at,
    )
    db.execute(row.on_conflict_do_nothing())


def taken(db: Connection, event: Event) -> None:
    """A number was used; those before it in the block count as used too."""
    body = event.body or {}
    device, _, s = text(body, "lease").partition("/")
    n, here = number(body, "n"), number_blocks.c
    if device != event.header.device or not s.isdecimal():
        return
    db.execute(
        update(number_blocks)
        .where(here.device == device, here.s == int(s), here.next <= n)
        .values(next=n + 1)
    )


BLOCKS = Projector(kinds={LEASED: leased, TAKEN: taken}, tables=(number_blocks,))
