"""What `catalogue show` answers for a bundle (一件事): one form, one set of papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from clerk_app.catalogue.model import Bundle, ServiceItem
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
from clerk_app.kernel.errors import Misused

Given = Sequence[tuple[str, str]]
"""What was typed: (KEY or ITEM:KEY, answer)."""


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


def answers_of(inside: Iterable[ServiceItem], given: Given) -> dict[str, dict[str, str]]:
    """Which item's question each answer answers; what is not asked has no effect.

    `KEY` answers the questions of that key that have the answer: two questions of a bundle may
    share a key and not their answers. `ITEM:KEY`, the item by key or code, answers that item's
    question alone and goes before `KEY`; else the later answer counts.
    Raises `Misused` (`unknown_answer`): no question with that key has that answer.
    """
    listed = list(inside)
    answers: dict[str, dict[str, str]] = {item.key: {} for item in listed}
    addressed = [(*_addressed(listed, key), key, value) for key, value in given]
    for one_item, meant, key, name, value in sorted(addressed, key=lambda each: each[0]):
        fitting = [
            item
            for item in meant
            for situation in item.situations
            if situation.key == key and value in {answer.value for answer in situation.answers}
        ]
        if not fitting:
            where = "这个事项" if one_item else "这件事的各个事项里"
            raise Misused("unknown_answer", f"{where}没有这个情形或答案：{name}={value}")
        for item in fitting:
            answers[item.key][key] = value
    return answers


def _addressed(listed: list[ServiceItem], name: str) -> tuple[bool, list[ServiceItem], str]:
    """Whether one item is named before a colon, the items meant, and the key of the question."""
    before, colon, key = name.partition(":")
    named = [item for item in listed if colon and before in (item.key, item.code)]
    return (True, named, key) if named else (False, listed, name)


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
