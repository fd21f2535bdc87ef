"""领号段, 取文号: an agency's numbers, from blocks leased to this workstation.

A station offline cannot ask which number comes next, so the hall leases it a block it uses alone.
A number is taken in the transaction that issues the document: an act that is refused burns none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Misused, Refused
from clerk_app.kernel.text import body_name
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.kinds import kind_of
from clerk_app.numbering import store
from clerk_app.numbering.model import Block
from clerk_app.numbering.projection import LEASED, TAKEN
from clerk_app.numbering.rules import (
    AGENCY_LIMIT,
    block_for,
    check_block,
    check_template,
    template_for,
    written,
)


def lease_numbers(
    counter: Counter,
    agency: str,
    template: str,
    *,
    first: int,
    last: int,
    year: int = 0,
    kinds: Sequence[str] = (),
) -> Block:
    """Record a block of an agency's numbers that the hall gave to this workstation.

    From the first block that names a kind on, documents of that kind of that agency carry a
    number; where none is left they are not issued. A later block of the template that leaves a
    kind out ends that.

    Raises `Refused` (`not_allowed`, `block_overlaps`, `kind_numbered_elsewhere`), `Misused`
    (`bad_template`, `bad_block`, `bad_text`, `unknown_kind`).
    """
    counter.viewer.require_administration()
    whose = body_name(agency, "机关", limit=AGENCY_LIMIT)
    if not whose:
        raise Misused("bad_block", "请写明是哪个机关的文号")
    said = check_template(template)
    named = tuple(dict.fromkeys(kind_of(kind).KIND for kind in kinds))
    with counter.store.transaction() as db:
        device = counter.journal.own_device(db).device
        new = Block(device, 0, whose, said, year, named, first, last, first)
        check_block(new, store.blocks(db), store.own_devices(db))
        body: Body = {
            "agency": whose,
            "template": said,
            "kinds": list(named),
            "first": first,
            "last": last,
        }
        if year:
            body["year"] = year
        header = counter.journal.append(db, LEASED, body, counter.act(db)).header
    return replace(new, s=header.s, at=header.at)


def with_agency_number(db: Connection, counter: Counter, facts: DocumentFacts) -> DocumentFacts:
    """The facts with the agency's next number, in the caller's transaction, where documents of
    this kind of this agency carry one; else as they are.

    Raises `Refused` (`agency_numbers_exhausted`): nothing is committed then.
    """
    blocks = store.blocks(db)
    if not blocks:
        return facts
    own = store.own_devices(db)
    ours = [block for block in blocks if block.device in own]
    template = template_for(ours, facts.department, facts.kind)
    if not template:
        return facts
    year, device = counter.today().year, counter.journal.own_device(db).device
    block = block_for(ours, device, facts.department, template, year)
    if block is None:
        raise Refused(
            "agency_numbers_exhausted",
            f"{facts.department}的文号“{template}”没有可用的了，什么都还没有记下。"
            "请向大厅领新的号段，用 numbers lease 登记后再办",
        )
    body: Body = {
        "lease": f"{block.device}/{block.s}",
        "n": block.next,
        "document": facts.number,
    }
    counter.journal.append(db, TAKEN, body, counter.act(db))
    return replace(facts, agency_number=written(template, year, block.next))
