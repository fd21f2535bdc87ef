"""Who signs a promise (承诺): a person, an agent where there is one, a unit with its seal."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.document import Closing, Signature
from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.wording import Wording

ORGANISATION = "organisation"
PERSON = "person"


def seal_of_unit(facts: DocumentFacts) -> tuple[Closing, ...]:
    """The place of a unit's seal over its name. A person signs on the line alone; where nobody
    knows which of the two asks, and on papers of the looks before, there is none."""
    if facts.applicant_kind != ORGANISATION or not facts.since(3):
        return ()
    return (Closing((), facts.applicant, "", seal_label="（承诺单位盖章）"),)


def hands(facts: DocumentFacts) -> Signature:
    """The lines to sign on; the agent's only where there is one. Papers of the looks before had it
    always."""
    agent = ("代办人签字",) if facts.agent or not facts.since(3) else ()
    return Signature(("承诺人签字", *agent, "日期"))


def last_words(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """The closing without the lines of what there is not: an agent. Papers of the looks before
    printed all of their own lines."""
    before = facts.wording and not facts.since(3)
    return wording.lines("closing", filled) if before else wording.told("closing", filled)
