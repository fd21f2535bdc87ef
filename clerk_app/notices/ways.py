"""书面双告知: why it cannot be done, and how it can. Neither may be empty."""

from __future__ import annotations

from collections.abc import Mapping

from clerk_app.kernel.errors import Refused
from clerk_app.notices.facts import CONCEALMENT, DENIED, NOT_COMPETENT, DocumentFacts, Reason
from clerk_app.notices.paper_tables import lacking
from clerk_app.notices.wording import Wording


def reason_texts(facts: DocumentFacts, wording: Wording) -> tuple[str, ...]:
    """为什么不能办: each ground with the article it rests on, where it has one.

    A sentence `why_<reason code>_other` of the wording stands for the ground's own words where
    the item is no 行政许可. What the clerk wrote when refusing stands before the first.
    """
    told = [(_why(facts, wording, reason), reason.article) for reason in facts.grounds]
    if facts.since(3) and facts.act and told:
        said, (first, article) = bare(facts, facts.act.reason.strip()), told[0]
        if said and all(said not in text for text, _ in told):
            told[0] = (f"{said}；{first}" if first else said, article)
    return tuple(
        f"{number}. {bare(facts, text)}" + (f"（{article}）。" if article else "。")
        for number, (text, article) in enumerate(told, 1)
        if text
    )


def bare(facts: DocumentFacts, text: str) -> str:
    """A sentence without the mark it ends with, where another follows; papers of the looks before
    took off the full stop alone."""
    return text.rstrip("。；，;, " if facts.since(3) else "。")


def reasons_of_decision(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """The reasons of a decision that refuses. They are given in writing (行政许可法 art. 38(2)):
    nobody may point to what a clerk said.

    Raises `Refused` (`reason_unsaid`) where there is none, since the third look.
    """
    why = reason_texts(facts, wording)
    if not why and facts.since(3):
        raise Refused(
            "reason_unsaid",
            "决定书没有写理由，不能印：不予许可、不予受理都要书面说明理由，请填写理由后再办",
        )
    return why or wording.lines("why_unsaid", filled)


def _why(facts: DocumentFacts, wording: Wording, reason: Reason) -> str:
    key = wording.fitting(f"why_{reason.code}", licence=facts.is_licence)
    return "".join(wording.some(key, {})) or reason.text


def ways_to_yes(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """怎样才能办: what the act knows, the agency to go to, the gaps and their cure, whom to ask.

    Sentences named `how_<reason code>` in the wording file are printed for those reasons, and
    `how_<reason code>_other` instead where the item is no 行政许可. The agency is named only
    where this body is not competent.
    """
    texts = list(facts.ways)
    licence = facts.is_licence
    for code in dict.fromkeys(reason.code for reason in facts.grounds):
        texts += wording.some(wording.fitting(_how(facts, code), licence=licence), filled)
    if facts.target_agency and facts.has_ground(NOT_COMPETENT):
        texts += wording.lines("how_agency", filled)
    for _, paper in facts.short_papers:
        cure = "；".join(part for part in (paper.standard, paper.how_to_get) if part)
        said = bare(facts, lacking(facts, paper, in_column=facts.since(3)))
        texts.append(bare(facts, f"{paper.name}：{said}。{cure}") + "。")
    always = wording.fitting("how_always", licence=licence)
    if facts.has_ground(NOT_COMPETENT) and "how_elsewhere" in wording.texts:
        always = "how_elsewhere"  # nobody is sent back to a hall that may not do it
    if facts.has_ground(CONCEALMENT) and "how_barred" in wording.texts:
        always = "how_barred"  # nobody is asked to apply who perhaps may not for a year (art. 78)
    texts += wording.lines(always, filled)
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _how(facts: DocumentFacts, code: str) -> str:
    """The passage for a reason; after concealment, whether the item is one of those that may not
    be applied for again within a year (行政许可法 art. 78), where that is known."""
    if code == CONCEALMENT and facts.is_licence:
        if facts.barred_until:
            return "how_concealment_barred"
        if facts.reapply:
            return "how_concealment_reapply"
    return f"how_{code}"


def basis_of_refusal(
    facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]
) -> tuple[str, ...]:
    """依据 of a refusal: what the clerk typed; where no article stands beside its reason, the
    item's own, if that is what the case was measured by: who is competent, and what is needed to
    be granted. Concealment, or that nothing need be applied for, it does not say. The licensing
    law is never cited for what is no 行政许可."""
    if not facts.since(3):
        return ()
    if facts.act and facts.act.basis:
        return wording.some("basis_typed", filled)
    measured = facts.has_ground(NOT_COMPETENT) or facts.has_ground(DENIED)
    lacks = facts.legal_basis and not any(reason.article for reason in facts.grounds)
    return wording.some("basis_item", filled) if lacks and measured else ()


def untold(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """Why the notice before did not say what the refusal rests on: no ground of it."""
    return wording.told("untold", filled) if facts.act and facts.act.untold else ()


def fetching(facts: DocumentFacts, wording: Wording, filled: Mapping[str, str]) -> tuple[str, ...]:
    """That papers may be fetched; never where they are evidence of concealment."""
    if not facts.returnable or facts.has_ground(CONCEALMENT):
        return ()
    return wording.some("fetch", filled)
