"""打印 and 补打: a page made from what was committed, and the fact that it was made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import DocumentFacts, from_body
from clerk_app.notices.render import document_pdf, lacks_glyph
from clerk_app.notices.sheets import sheet_of
from clerk_app.numbering.store import own_devices
from clerk_app.storage.faults import room_at
from clerk_app.storage.journal import caseless_events
from clerk_app.storage.spool import open_of, pages_out
from clerk_app.storage.status import write_status

CODE_LENGTH = 8
PRINTED = "document.printed"
"""A page exists. Its body: number, kind, reprint, sha256; `sheet` where one was chosen, `on` the
legal day of a scripted act, `confirmed` where a clerk looked."""
BOXED = "document.boxed"
"""A clerk chose, for a document committed before, that what no font has is printed as its code."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One page that was made. `reprint` is 0 for the first print, then counts 补打."""

    kind: str
    number: str
    path: Path
    reprint: int


def print_document(
    counter: Counter, case: str, number: str, path: Path, *, on: date | None = None
) -> Printed:
    """Make the PDF of a committed document and record that it was printed.

    The page says what the event says, however the catalogue has changed since; after the first
    time it is marked 补打. `on` is the legal day of a scripted act whose clock is not the
    machine's: what counts of a notice is the day it was given.

    Raises `Refused` (`unknown_case`, `unknown_document`, `print_open`: it is on its way to a
    printer), `Unavailable` (`disk_full`, `read_only`, `fonts_absent`): the case itself stays as
    it is.
    """
    facts, code, reprint = recorded(counter, case, number)
    with counter.store.reading() as db:
        waiting = open_of(db, facts.number)
    if waiting is not None:
        raise Refused("print_open", "这份已经送去打印，还没有了结，没有另做一份。请先看打印的情况")
    return print_facts(counter, facts, code, reprint, path, on=on)


def print_facts(
    counter: Counter,
    facts: DocumentFacts,
    code: str,
    reprint: int,
    path: Path,
    *,
    on: date | None = None,
) -> Printed:
    """Make the PDF of facts that were committed, of a case or of an enquiry, and record it.

    `code` is the journal code of their event, `reprint` how often they were printed before.
    Raises `Unavailable` as `print_document`.
    """
    sha = make_page(counter, facts, code, reprint, path)
    with counter.store.transaction() as db:
        body: Body = {
            "number": facts.number,
            "kind": facts.kind,
            "reprint": reprint,
            "sha256": sha,
        }
        if on is not None:
            body["on"] = on.isoformat()
        counter.journal.append(db, PRINTED, body, counter.act(), case=facts.case_number)
    return Printed(facts.kind, facts.number, path, reprint)


def make_page(
    counter: Counter,
    facts: DocumentFacts,
    code: str,
    reprint: int,
    path: Path,
    *,
    sheet: str = "",
) -> str:
    """Draw the page of committed facts; the SHA-256 of its file, in hex. Nothing is recorded.

    `sheet` is one of the kind's, the first where empty. Raises `Misused` (`unknown_sheet`),
    `Unavailable` as `print_document`.
    """
    from clerk_app.notices.pdf import store_pdf

    with counter.store.reading() as db:  # the witness stands before the page exists
        write_status(counter.folder, db, counter.journal)
    content = document_pdf(
        facts,
        counter.fonts,
        journal_code=code,
        reprint=reprint,
        sheet=sheet_of(sheet) if sheet else None,
    )
    with room_at(path, counter.folder):
        store_pdf(path, content)
    return hashlib.sha256(content).hexdigest()  # of ours: another may have been saved over it


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was committed: what it says, its event, how often it was recorded as
    printed, how many pages nobody here can know of (`lost`), and how many exist or may exist
    (`out`): the next is 补打 so many."""

    facts: DocumentFacts
    event: Event
    printed: int
    lost: int
    out: int

    @property
    def code(self) -> str:
        """The journal code in the foot of its page."""
        return self.event.hash.hex()[:CODE_LENGTH]


def recorded(counter: Counter, case: str, number: str) -> tuple[DocumentFacts, str, int]:
    """What a document says, its journal code and how many pages of it exist or may exist.

    `number` may also be a kind: the latest document of that kind.
    """
    found = find_document(counter, case, number)
    return found.facts, found.code, found.out


def find_document(counter: Counter, case: str, number: str) -> Found:
    """A document of a case, by its number or, the latest, by its kind; with no `case` one of the
    hall's own (日清单, a paper of an enquiry), by its number.

    Raises `Refused` (`unknown_case`, `unknown_document`, `not_allowed`), `Damaged` (`bad_facts`).
    """
    counter.viewer.require_cases()
    with counter.store.reading() as db:
        if not case:
            return _caseless(db, counter, number)
        state = store.case(db, counter.viewer, case)
        found = [d for d in state.documents if number in {d.number, d.kind}]
        if not found:
            raise Refused("unknown_document", f"办件 {case} 没有这份文书：{number}")
        document = found[-1]
        happened = counter.journal.case_events(db, case)
        event = _issued(happened, document.number)
        out = pages_out(db, document.number, document.printed)
        prints = [e for e in happened if _is_of(e, PRINTED, document.number)]
        lost = _lost(db, counter, event, prints)
    chosen = any(_is_of(e, BOXED, document.number) for e in happened)
    return Found(_facts(event, boxed=chosen), event, document.printed, lost, out + lost)


def box_document(counter: Counter, case: str, number: str) -> bool:
    """Print what no font has as its code in a box, on every page of this document from now on;
    answers whether anything had to be chosen: nothing where every character has a glyph.

    A document is committed with all its characters; where it is printed fonts may be fewer.
    Raises as `find_document`, `Unavailable` (`fonts_absent`).
    """
    found = find_document(counter, case, number)
    if found.facts.boxed or not lacks_glyph(found.facts, counter.fonts):
        return False
    body: Body = {"number": found.facts.number, "kind": found.facts.kind}
    with counter.store.transaction() as db:
        counter.journal.append(db, BOXED, body, counter.act(db), case=found.facts.case_number)
    return True


def _caseless(db: Connection, counter: Counter, number: str) -> Found:
    event, chosen, prints = None, False, list[Event]()
    for each in caseless_events(db, ("document.issued", PRINTED, BOXED), number):
        if text(each.body or {}, "number") != number:
            continue
        if each.kind == "document.issued":
            event = each  # a number given twice before this was refused: the later one
        elif each.kind == BOXED:
            chosen = True
        else:
            prints.append(each)
    if event is None:
        raise Refused("unknown_document", f"没有这份文书：{number}")
    out = pages_out(db, number, len(prints))
    lost = _lost(db, counter, event, prints)
    return Found(_facts(event, boxed=chosen), event, len(prints), lost, out + lost)


def _lost(db: Connection, counter: Counter, issued: Event, prints: list[Event]) -> int:
    """1 for a document that this workstation issued before it was restored and of which no print
    of that time is known: it may have been printed after the backup, so the next page is 补打."""
    live, device = counter.journal.own_device(db).device, issued.header.device
    if device == live or device not in own_devices(db):
        return 0
    return int(all(each.header.device == live for each in prints))


def _facts(event: Event, *, boxed: bool) -> DocumentFacts:
    facts = from_body(event.body or {})
    return replace(facts, boxed=True) if boxed else facts


def _is_of(event: Event, kind: str, number: str) -> bool:
    return event.kind == kind and text(event.body or {}, "number") == number


def _issued(events: list[Event], number: str) -> Event:
    for event in events:
        if _is_of(event, "document.issued", number):
            return event
    raise Refused("unknown_document", f"文书 {number} 的内容已依法删除，不能补打")
