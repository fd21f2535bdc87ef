"""打印 and 补打: a page made from what was committed, and the fact that it was made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clerk_app.deeds.counter import Counter
from clerk_app.intake import store
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event, text
from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import DocumentFacts, from_body
from clerk_app.notices.render import render_document
from clerk_app.storage.status import write_status

CODE_LENGTH = 8


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

    Raises `Refused` (`unknown_case`, `unknown_document`), `Unavailable` (`disk_full`,
    `read_only`, `fonts_absent`): the case itself stays as it is.
    """
    facts, code, reprint = recorded(counter, case, number)
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
    with counter.store.reading() as db:  # the witness stands before the page exists
        write_status(counter.folder, db, counter.journal)
    render_document(facts, path, counter.fonts, journal_code=code, reprint=reprint)
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    with counter.store.transaction() as db:
        body: Body = {
            "number": facts.number,
            "kind": facts.kind,
            "reprint": reprint,
            "sha256": sha,
        }
        if on is not None:
            body["on"] = on.isoformat()
        counter.journal.append(db, "document.printed", body, counter.act(), case=facts.case_number)
    return Printed(facts.kind, facts.number, path, reprint)


def recorded(counter: Counter, case: str, number: str) -> tuple[DocumentFacts, str, int]:
    """What a document says, its journal code and how often it was printed before.

    `number` may also be a kind: the latest document of that kind.
    """
    with counter.store.reading() as db:
        state = store.case(db, counter.viewer, case)
        events = counter.journal.case_events(db, case)
    found = [d for d in state.documents if number in {d.number, d.kind}]
    if not found:
        raise Refused("unknown_document", f"办件 {case} 没有这份文书：{number}")
    document = found[-1]
    event = _issued(events, document.number)
    facts = from_body(event.body or {})
    return facts, event.hash.hex()[:CODE_LENGTH], document.printed


def _issued(events: list[Event], number: str) -> Event:
    for event in events:
        if event.kind == "document.issued" and text(event.body or {}, "number") == number:
            return event
    raise Refused("unknown_document", f"文书 {number} 的内容已依法删除，不能补打")
