"""书面双告知: why it cannot be done, and how it can. Neither may be empty."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.notices.facts import DocumentFacts
from clerk_app.notices.parts import lacking
from clerk_app.notices.wording import Wording


def reason_texts(facts: DocumentFacts) -> tuple[str, ...]:
    """为什么不能办: each reason with the article it rests on, where it has one."""
    return tuple(
        f"{number}. {reason.text.rstrip('。')}"
        + (f"（{reason.article}）。" if reason.article else "。")
        for number, reason in enumerate(facts.reasons, 1)
        if reason.text
    )


def ways_to_yes(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """怎样才能办: what the act knows, the agency to go to, the gaps and their cure, whom to ask.

    Sentences named `how_<reason code>` in the wording file are printed for those reasons.
    """
    texts = list(facts.ways)
    for code in dict.fromkeys(reason.code for reason in facts.reasons):
        if f"how_{code}" in wording.texts:
            texts += wording.lines(f"how_{code}", filled)
    if facts.target_agency:
        texts += wording.lines("how_agency", filled)
    for _, paper in facts.short_papers:
        cure = "；".join(part for part in (paper.standard, paper.how_to_get) if part)
        texts.append(f"{paper.name}：{lacking(paper)}。{cure}".rstrip("。") + "。")
    texts += wording.lines("how_always", filled)
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))
