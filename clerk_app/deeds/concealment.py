"""隐瞒有关情况或者提供虚假材料 (行政许可法 art. 78): what the papers of a refusal for it say."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.catalogue.model import ServiceItem
from clerk_app.intake.model import Application
from clerk_app.intake.rules.refusing import barred_until
from clerk_app.kernel.clock import legal_day
from clerk_app.notices.facts import DocumentFacts


def with_ban(facts: DocumentFacts, item: ServiceItem, application: Application) -> DocumentFacts:
    """With until when the item may not be applied for again, as a later intake will judge it: from
    the first receipt, and only where it touches public safety. Where the catalogue does not say,
    neither does the paper."""
    if item.public_safety is None:
        return facts
    if not item.public_safety:
        return replace(facts, reapply=True)
    last = barred_until(legal_day(application.received_at))
    return replace(facts, barred_until=last.isoformat())


def with_concealment(
    facts: DocumentFacts, item: ServiceItem, application: Application
) -> DocumentFacts:
    """With what was found, by whom, and who approved the refusal, where concealment is why."""
    found = application.concealment
    if found is None:
        return facts
    facts = replace(
        facts,
        evidence=found.evidence,
        found_by=found.found_by,
        approved_by=found.approved_by,
    )
    return with_ban(facts, item, application)
