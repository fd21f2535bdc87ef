"""The table itself: whole, named, and its dates counted right."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.law_cases.counter import WORKED, count
from tests.law_cases.table import ACT, HERE, KEYS, LIMITS, Case, cases, items, rules

CASES = cases()
DECIDED = [case for case in CASES if not case.is_refused]
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
decided_by_name = pytest.mark.parametrize("case", DECIDED, ids=lambda case: case.name)
INTAKE = {
    "item", "received_at", "competent", "needed", "target_agency", "situations", "agent",
    "materials", "undertaking_signed", "discredited", "concealment", "provisional_approved_by",
}  # fmt: skip
RESULT = {
    "outcome", "received_on", "accepted_on", *LIMITS, "make_good_by", "provisional", "shortfalls",
    "reason", "also", "says", "article", "documents", "back_entered",
}  # fmt: skip
SHORTFALL = {"name", "deferrable", "fault", "by", "days"}


def test_there_are_at_least_sixty_cases_each_with_its_own_name() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


def test_every_rule_has_a_case_and_every_case_names_rules_of_the_list() -> None:
    named = {rule for case in CASES for rule in case.rules}
    assert named == set(rules())


def test_every_item_is_used() -> None:
    assert {case.intake()["item"] for case in CASES} == {item["code"] for item in items()}


@by_name
def test_a_case_has_only_fields_that_are_read(case: Case) -> None:
    """A misspelt field would be a case that checks nothing."""
    assert case.raw.keys() <= KEYS
    assert all(case.raw[name] for name in ("name", "rules", "law", "why"))
    assert case.raw["intake"].keys() <= INTAKE
    if case.is_refused:
        assert case.expect.keys() == {"error", "exit"}
    else:
        assert case.expect.keys() <= RESULT
    for each in case.expect.get("shortfalls", []):
        assert each.keys() <= SHORTFALL
        assert ("by" in each) == ("days" in each)


@decided_by_name
def test_the_hand_counted_right(case: Case) -> None:
    """Every date of the table is recounted, and so is what is provisional."""
    expect, counted = case.expect, case.raw["counted"]
    start = case.received_on
    assert counted.keys() == {name for name in LIMITS if name in expect}
    assert expect.get("accepted_on") in (None, start)
    found = {name: count(start, steps) for name, steps in counted.items()}
    assert {name: expect[name] for name in counted} == {n: day for n, (day, _) in found.items()}
    deferred = [each for each in expect.get("shortfalls", []) if "by" in each]
    dated = {each["name"]: count(start, each["days"]) for each in deferred}
    assert {each["name"]: each["by"] for each in deferred} == {n: d for n, (d, _) in dated.items()}
    assert expect.get("make_good_by") == min((day for day, _ in dated.values()), default=None)
    loose = {name for name, (_, provisional) in found.items() if provisional}
    if any(provisional for _, provisional in dated.values()):
        loose.add("make_good_by")
    assert set(expect.get("provisional", [])) == loose


@decided_by_name
def test_what_the_table_says_fits_the_outcome(case: Case) -> None:
    """What holds of every outcome by the article itself, whatever the program does."""
    expect, outcome = case.expect, case.expect["outcome"]
    assert ("accepted_on" in expect) == (outcome in {"accepted", "conditionally_accepted"})
    at_once = outcome in {"not_accepted", "not_needed"}
    assert (case.raw["counted"]["notice_due"] == "0 工作日") == at_once
    assert bool(expect.get("shortfalls")) == (
        outcome in {"conditionally_accepted", "returned_for_correction"}
    )
    by = ["by" in each for each in expect.get("shortfalls", [])]
    assert all(by) if outcome == "conditionally_accepted" else not any(by)
    licence = next(i["type"] for i in items() if i["code"] == case.intake()["item"]) == "行政许可"
    # 容缺受理 has no national law: its reason cites none, in a licence either
    assert ("article" in expect) == (licence and outcome != "conditionally_accepted")
    assert not expect.get("article", "").startswith(ACT)


def test_the_worked_cases_of_shenzhen_are_those_of_the_rule_set() -> None:
    content = json.loads((HERE.parent / "data" / "deferrable_real.json").read_text("utf-8"))
    (rule,) = [each for each in content["rules"] if each["id"] == "D-SZ"]
    assert len(rule["cases"]) == 7
    for worked in rule["cases"]:
        name = f"深圳 {worked['promised']}→{worked['max_deferral']}"
        (case,) = [each for each in CASES if name in each.rules]
        (item,) = [each for each in items() if each["code"] == case.intake()["item"]]
        assert item["promised_limit"] == {"value": worked["promised"], "unit": "工作日"}
        (short,) = case.expect["shortfalls"]
        days = f"{worked['max_deferral']} 工作日" if worked["max_deferral"] else None
        assert short.get("days") == days


@pytest.mark.parametrize(
    ("start", "steps", "day", "provisional"),
    [
        ("2026-02-13", "1 工作日", "2026-02-14", False),
        ("2026-02-13", "5 工作日", "2026-02-27", False),
        ("2026-09-30", "20 工作日", "2026-11-03", False),
        ("2026-03-02", "0 工作日", "2026-03-02", False),
        ("2026-03-07", "0 工作日", "2026-03-07", False),
        ("2026-03-07", "当日", "2026-03-09", False),
        ("2026-03-02", "11 日", "2026-03-13", False),
        ("2026-03-02", "12 日", "2026-03-16", False),
        ("2026-03-02", "11 日 前 2 工作日", "2026-03-11", False),
        ("2026-12-24", "5 工作日", "2026-12-31", False),
        ("2026-12-25", "5 工作日", "2027-01-01", True),
        ("2026-12-31", "1 日", "2027-01-01", True),
    ],
)
def test_the_counter_counts(start: str, steps: str, day: str, provisional: bool) -> None:
    assert count(date.fromisoformat(start), steps) == (date.fromisoformat(day), provisional)


def test_the_calendar_holds_three_whole_years() -> None:
    assert (min(WORKED), max(WORKED), len(WORKED)) == (date(2024, 1, 1), date(2026, 12, 31), 1096)


def imported(path: Path) -> set[str]:
    """The modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


def test_only_the_runner_knows_the_program() -> None:
    ours = ("clerk_app", "ui", "hall_server", "tests.support", "tests.kernel")
    using: dict[str, Any] = {
        path.name: sorted(name for name in imported(path) if name.startswith(ours))
        for path in HERE.glob("*.py")
    }
    assert [name for name, modules in using.items() if modules] == ["runner.py"]
