"""Printing at the window: the page of a numbered document, and its title as it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clerk_app.deeds.print_document import print_facts, recorded
from clerk_app.desk.case_port import PrintedPage
from clerk_app.kernel.errors import ClerkError
from clerk_app.notices.facts import from_body
from clerk_app.notices.kinds import kind_of
from clerk_app.notices.render import title_of
from clerk_app.storage.faults import disk_faults

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from clerk_app.deeds.counter import Counter
    from clerk_app.deeds.take_in import Issued
    from clerk_app.journal.events import Event


def page_path(out: Path, number: str, kind: str) -> Path:
    """Where the page of a document is printed to."""
    return out / f"{number}-{kind}.pdf"


def print_issued(
    counter: Counter, out: Path, case: str, issued: Issued, on: date
) -> tuple[PrintedPage, str]:
    """Print a document that was just numbered, given on the day of the act; the page, and why it
    is not printed: the case stands then, only its paper is wanting."""
    page = PrintedPage(title_of_kind(issued.kind), issued.number, "", issued.copies)
    path = page_path(out, issued.number, issued.kind)
    try:
        facts, code, reprint = recorded(counter, case, issued.number)
        page = replace(page, title=title_of(facts))
        with disk_faults():
            out.mkdir(parents=True, exist_ok=True)
        print_facts(counter, facts, code, reprint, path, on=on)
    except ClerkError as error:
        return page, error.message
    return replace(page, path=str(path)), ""


def title_of_event(event: Event, kind: str) -> str:
    """The title of a document as its facts give it; by its kind where they are not readable."""
    try:
        return title_of(from_body(event.body or {}))
    except ClerkError:  # erased by law, or of a newer program
        return title_of_kind(kind)


def title_of_kind(kind: str) -> str:
    """The title of a kind; the kind itself where a newer program made it."""
    try:
        return kind_of(kind).TITLE
    except ClerkError:
        return kind
