"""What `catalogue show` answers for a bundle (一件事): one form, one set of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from clerk_app.catalogue.model import Bundle, ServiceItem
from clerk_app.catalogue.rules.bundle_answers import Given, answers_of
from clerk_app.catalogue.rules.bundles import (
    Answers,
    MergedPaper,
    MergedQuestion,
    members,
    merged_fields,
    merged_papers,
    merged_questions,
)
from clerk_app.catalogue.rules.summary import counts_text


def bundle_document(
    bundle: Bundle, items: Mapping[str, ServiceItem], given: Given
) -> tuple[dict[str, Any], list[str]]:
    """The merged form, questions and papers for these answers, as JSON and as lines.

    Raises as `answers_of`.
    """
    inside = members(bundle, items)
    answers = answers_of(inside, given)
    questions = merged_questions(inside, answers)
    papers = merged_papers(bundle, inside, answers)
    document: dict[str, Any] = {
        "bundle": bundle.key,
        "name": bundle.name,
        "items": [{"key": item.key, "name": item.name} for item in inside],
        "missing_items": [key for key in bundle.items if key not in items],
        "situations": [_question(each, answers) for each in questions],
        "fields": [
            {**asdict(each.field), "items": list(each.items), "conflict": each.conflict or None}
            for each in merged_fields(inside)
        ],
        "materials": [_paper(each) for each in papers],
        "version": bundle.content_hash,
    }
    lines = [bundle.name, *(f"· {item.name}" for item in inside)]
    lines += [
        f"{'－' if each.produced_by else '□'} {each.paper.name}　{counts_text(each.paper)}"
        f"（{len(each.items)} 个事项用{'，办理中产生，不用交' if each.produced_by else ''}）"
        for each in papers
    ]
    return document, lines


def _question(each: MergedQuestion, answers: Answers) -> dict[str, Any]:
    situation = each.situation
    given = {item: answers.get(item, {}).get(situation.key) for item in each.items}
    values = set(given.values())
    return {
        "key": situation.key,
        "question": situation.question,
        "answers": [{"value": a.value, "label": a.label} for a in situation.answers],
        "items": list(each.items),
        "answered": values.pop() if len(values) == 1 else None,
        "answered_by_item": given,
    }


def _paper(each: MergedPaper) -> dict[str, Any]:
    return {
        "name": each.paper.name,
        "necessity": str(each.paper.necessity),
        "originals": each.paper.originals,
        "copies": each.paper.copies,
        "keep": str(each.paper.keep),
        "party": str(each.paper.party),
        "produced_by": each.produced_by or None,
        "needed_by": [
            {
                "item": need.item,
                "name": need.paper.name,
                "originals": need.paper.originals,
                "copies": need.paper.copies,
                "necessity": str(need.paper.necessity),
            }
            for need in each.needs
        ],
    }
