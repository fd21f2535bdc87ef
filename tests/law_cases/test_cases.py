"""Every case of the table, put to the command line and to the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.law_cases.runner import Window, by_rules, window
from tests.law_cases.table import DAYS, Case, cases

by_name = pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One store for all cases: an intake does not look at the others."""
    with window(tmp_path_factory.mktemp("law_cases") / "data") as found:
        yield found


def told(result: dict[str, Any]) -> dict[str, Any]:
    """A result, put as the table puts it."""
    if "error" in result:
        return result
    first = result["reasons"][0]
    return {
        "outcome": result["outcome"],
        **{name: result[name] for name in DAYS},
        "provisional": sorted(result["provisional"]),
        "shortfalls": {
            each["name"]: (each["deferrable"], each["make_good_by"])
            for each in result["shortfalls"]
        },
        "reason": first["code"],
        "article": first["article"],
        "documents": sorted(each["kind"] for each in result["documents"]),
    }


def check_words(case: Case, result: dict[str, Any], *, also: list[str]) -> None:
    """The fault of each paper as the clerk wrote it, and what the first reason must say."""
    expect = case.expect
    faults = {each["name"]: each["fault"] for each in result["shortfalls"]}
    assert all(faults.values())
    for each in expect.get("shortfalls", []):
        assert faults[each["name"]] == each.get("fault", faults[each["name"]])
    assert expect.get("says", "") in result["reasons"][0]["text"]
    assert set(also) <= {each["code"] for each in result["reasons"][1:]}


@by_name
def test_the_command_line_answers_as_the_law_does(
    case: Case, counter: Window, tmp_path: Path
) -> None:
    before = counter.count() if case.is_refused else 0
    result = counter.take(case, tmp_path)
    assert told(result) == case.answer()
    if case.is_refused:
        assert counter.count() == before  # nothing is written
        assert not list(tmp_path.glob("out/*"))
        return
    late = case.expect.get("back_entered", False)
    assert result["back_entered"] is late
    assert ("back_entered" in {each["code"] for each in result["reasons"]}) is late
    check_words(case, result, also=case.expect.get("also", []))
    for document in result["documents"]:  # art. 32, last paragraph: in writing, each in two copies
        assert document["number"].startswith(result["number"])
        assert document["copies"] == 2
        assert Path(document["path"]).read_bytes().startswith(b"%PDF")


@by_name
def test_the_rules_answer_as_the_law_does(case: Case) -> None:
    result = by_rules(case)
    assert told(result) == case.answer()
    if not case.is_refused:
        also = [code for code in case.expect.get("also", []) if code != "back_entered"]
        check_words(case, result, also=also)
