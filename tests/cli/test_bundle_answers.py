"""catalogue show of a bundle: which question of which item an answer answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Shell

CARE, ALLOWANCE = "SL-0037", "SL-0008"
"""Two items of SY-0003; both ask `guardian`, with answers no/yes and self/guardian."""


def show(shell: Shell, *answers: str, bundle: str = "SY-0003") -> Any:
    words = [word for answer in answers for word in ("--situation", answer)]
    return shell("catalogue", "show", bundle, *words)


def answered(shown: Any, key: str) -> dict[str, str | None]:
    """Item → its answer to the question of that key."""
    return {
        item: value
        for question in shown["situations"]
        if question["key"] == key
        for item, value in question["answered_by_item"].items()
    }


@pytest.mark.parametrize(
    ("typed", "care", "allowance"),
    [
        (["guardian=yes"], "yes", None),
        (["guardian=guardian"], None, "guardian"),
        (["guardian=yes", "guardian=guardian"], "yes", "guardian"),
        (["guardian=yes", "guardian=no"], "no", None),  # the later counts
        ([f"{CARE}:guardian=no"], "no", None),
        ([f"{CARE}:guardian=no", "guardian=yes"], "no", None),  # an item's own goes before
        ([f"{ALLOWANCE}:guardian=self", "guardian=no"], "no", "self"),
    ],
)
def test_an_answer_counts_only_for_the_questions_that_have_it(
    shell: Shell, typed: list[str], care: str | None, allowance: str | None
) -> None:
    assert answered(show(shell, *typed), "guardian") == {CARE: care, ALLOWANCE: allowance}


@pytest.mark.parametrize(
    "typed",
    [
        "zzz=1",
        "guardian=perhaps",
        f"{CARE}:guardian=self",  # the other item's answer
        f"{CARE}:subsidy=living",  # the other item's question
        f"{CARE}:zzz=1",
        "SL-0002:guardian=yes",  # no item of this bundle
        ":guardian=yes",
    ],
)
def test_an_answer_that_fits_no_question_is_wrong_usage(shell: Shell, typed: str) -> None:
    words = ["catalogue", "show", "SY-0003", "--situation", "guardian=no", "--situation", typed]
    assert shell.refused(*words, code=2) == "unknown_answer"


def test_a_shared_question_may_be_answered_for_one_item_alone(shell: Shell) -> None:
    items = ["SL-0002", "SL-0001"]
    shown = show(shell, "SL-0001:handled_by=agent", bundle="SY-0001")
    (question,) = [each for each in shown["situations"] if each["key"] == "handled_by"]
    assert question["items"] == items
    assert question["answered"] is None  # not by all of them
    assert question["answered_by_item"] == {**dict.fromkeys(items), "SL-0001": "agent"}
    papers = {paper["name"]: paper for paper in shown["materials"]}
    assert [need["item"] for need in papers["授权委托书"]["needed_by"]] == ["SL-0001"]
    shared = show(shell, "handled_by=agent", bundle="SY-0001")
    assert answered(shared, "handled_by") == dict.fromkeys(items, "agent")


def test_an_answer_brings_the_further_questions_that_were_answered_too(
    shell: Shell, tmp_path: Path
) -> None:
    deep = {
        "code": "T-1",
        "name": "测试事项",
        "materials": [{"name": "甲", "necessity": "情形必要"}],
        "situations": [
            {
                "key": "first",
                "question": "先问？",
                "answers": [{"value": "y", "label": "是", "asks": ["a:b"]}],
            },
            {
                "key": "a:b",  # a colon that no item stands before
                "question": "再问？",
                "answers": [{"value": "1", "label": "一", "adds": ["甲"]}],
            },
        ],
    }
    content = {
        "items": [deep, {"code": "T-2", "name": "另一事项"}],
        "bundles": [{"code": "SY-T", "name": "一件事", "items": ["T-1", "T-2"]}],
    }
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    shell("catalogue", "import", path)
    for typed in (["a:b=1", "first=y"], ["T-1:a:b=1", "T-1:first=y"]):
        shown = show(shell, *typed, bundle="SY-T")
        assert answered(shown, "a:b") == {"T-1": "1"}
        assert [paper["name"] for paper in shown["materials"]] == ["甲"]
    alone = show(shell, "a:b=1", bundle="SY-T")  # nothing leads there: it has no effect
    assert (answered(alone, "a:b"), alone["materials"]) == ({}, [])
