"""Which item of a bundle (一件事) an answer is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clerk_app.catalogue.model import ServiceItem
from clerk_app.kernel.errors import Misused

Given = Sequence[tuple[str, str]]
"""What was typed: (KEY or ITEM:KEY, answer)."""


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
