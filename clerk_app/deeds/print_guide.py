"""办事指南: one item's published facts on paper or on the screen. Of no case, so not recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.model import ServiceItem
from clerk_app.catalogue.rules.papers import require_effective
from clerk_app.deeds.counter import Counter, hall
from clerk_app.deeds.explanation import explanation
from clerk_app.notices.explaining import VERSION_LENGTH
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.page import Page
from clerk_app.notices.render import lay_out, render_document

KIND = "guide"


def guide_facts(
    counter: Counter, item: str | ServiceItem, answers: Mapping[str, str]
) -> DocumentFacts:
    """What the guide of the item in force today says for these answers; open ones stay questions.

    `item` is a key, code or id, or a version of an item at hand. Raises `Refused`
    (`unknown_item`, `ambiguous_item`, `unknown_answer`, `item_not_yet`, `item_expired`).
    """
    with counter.store.reading() as db:
        here = hall(db)
        today = counter.today()
        found = catalogue.item_on(db, item, today) if isinstance(item, str) else item
    require_effective(found, today)
    return explanation(
        counter,
        here,
        found,
        answers,
        kind=KIND,
        number=found.content_hash[:VERSION_LENGTH] or "——",
        sample=found.sample or (here.sample and not here.station),
        follow_ups=found.follow_ups,
    )


def guide_pages(
    counter: Counter, item: str | ServiceItem, answers: Mapping[str, str]
) -> tuple[Page, ...]:
    """The pages for a preview, the same that `print_guide` writes.

    Raises as `guide_facts`; `Unavailable` (`fonts_absent`, `missing_glyph`).
    """
    return lay_out(guide_facts(counter, item, answers), counter.fonts, journal_code="")


def print_guide(
    counter: Counter, item: str | ServiceItem, answers: Mapping[str, str], path: Path
) -> DocumentFacts:
    """Write the guide as PDF; returns what it says. Nothing is recorded: it is public.

    Raises as `guide_pages`; `Unavailable` (`disk_full`, `read_only`).
    """
    facts = guide_facts(counter, item, answers)
    render_document(facts, path, counter.fonts, journal_code="", boxed=counter.boxed)
    return facts
