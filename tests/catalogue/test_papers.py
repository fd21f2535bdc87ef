"""Which papers are due for which answers, and which may come later."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.catalogue.model import (
    Answer,
    DeferralPolicy,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.rules.papers import (
    check_answers,
    checklist,
    defer_workdays,
    due,
    is_deferrable,
    require_usable,
    unanswered,
)
from clerk_app.kernel.errors import Refused
from tests.catalogue.conftest import DATA

NAMES = [f"材料{n}" for n in range(6)]
LATER = Material("合同", Necessity.DEFERRABLE)


def item_of(*materials: Material, situations: tuple[Situation, ...] = ()) -> ServiceItem:
    return ServiceItem(key="T", name="测试", materials=materials, situations=situations)


def workdays(value: int) -> TimeLimit:
    return TimeLimit(value, LimitUnit.WORKDAY)


names = st.lists(st.sampled_from([*NAMES, "清单外"]), max_size=3, unique=True).map(tuple)
situations = st.lists(st.tuples(names, names, names, names), max_size=3).map(
    lambda effects: tuple(
        Situation(f"q{n}", f"问{n}", (Answer("a", "甲", one, two), Answer("b", "乙", three, four)))
        for n, (one, two, three, four) in enumerate(effects)
    )
)
items = st.builds(
    lambda kinds, asked: item_of(
        *(Material(name, kind) for name, kind in zip(NAMES, kinds, strict=True)),
        situations=asked,
    ),
    st.lists(st.sampled_from(Necessity), min_size=len(NAMES), max_size=len(NAMES)),
    situations,
)


@settings(max_examples=60, deadline=None)
@given(items, st.lists(st.sampled_from(["a", "b", None]), min_size=3, max_size=3))
def test_the_checklist_is_base_and_added_less_removed(
    item: ServiceItem, said: list[str | None]
) -> None:
    answers = {f"q{n}": value for n, value in enumerate(said) if value}
    added: set[str] = set()
    removed: set[str] = set()
    for situation in item.situations:
        for answer in situation.answers:
            if answers.get(situation.key) == answer.value:
                added.update(answer.adds)
                removed.update(answer.removes)
    base = {paper.name for paper in item.materials if paper.necessity.value != "情形必要"}
    optional = {paper.name for paper in item.materials if paper.necessity.value == "非必要"}
    expected = ((base | added) - removed) & set(NAMES)
    assert [paper.name for paper in checklist(item, answers)] == sorted(expected)
    assert [paper.name for paper in due(item, answers)] == sorted(expected - optional)


def question(key: str) -> Situation:
    return Situation(key, f"{key}？", (Answer("是", "是", adds=("委托书",)), Answer("否", "否")))


def test_a_question_without_answer_or_an_unknown_answer_is_refused() -> None:
    item = item_of(LATER, situations=(question("委托"), question("外地")))
    assert [situation.key for situation in unanswered(item, {"委托": "是"})] == ["外地"]
    check_answers(item, {"委托": "是", "外地": "否"})
    for answers, code in (
        ({}, "situation_unanswered"),
        ({"委托": "是"}, "situation_unanswered"),
        ({"委托": "也许", "外地": "否"}, "unknown_answer"),
        ({"委托": "是", "外地": "否", "别的": "是"}, "unknown_answer"),
    ):
        with pytest.raises(Refused) as refusal:
            check_answers(item, answers)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("necessity", "marked", "deferrable"),
    [
        (Necessity.REQUIRED, True, False),
        (Necessity.REQUIRED, False, False),
        (Necessity.DEFERRABLE, False, True),
        (Necessity.SITUATIONAL, True, True),
        (Necessity.SITUATIONAL, False, False),
    ],
)
def test_a_required_paper_is_never_deferrable(
    necessity: Necessity, marked: bool, deferrable: bool
) -> None:
    paper = Material("表", necessity, deferrable=marked)
    assert is_deferrable(item_of(paper), paper) is deferrable


@pytest.mark.parametrize(
    ("own", "bound", "before", "promised", "days"),
    [
        (None, None, None, None, None),
        (5, None, None, None, 5),
        (5, 3, None, None, 3),
        (5, 10, None, workdays(4), 4),
        (5, 10, 2, workdays(4), 2),
        (5, 10, 4, workdays(4), None),
        (0, 10, None, None, None),
        (None, None, 2, None, None),
        (None, None, None, workdays(10), 10),
        # natural days bound nothing, the same day is 0 workdays
        (None, None, 2, TimeLimit(10, LimitUnit.DAY), None),
        (6, None, 2, TimeLimit(3, LimitUnit.DAY), 6),
        (6, None, None, TimeLimit(1, LimitUnit.SAME_DAY), None),
    ],
)
def test_the_days_for_a_paper_are_the_least_of_those_given(
    own: int | None, bound: int | None, before: int | None, promised: TimeLimit | None, days: int
) -> None:
    paper = replace(LATER, defer_workdays=own)
    policy = DeferralPolicy(True, bound_workdays=bound, before_promised_by=before)
    item = replace(item_of(paper), deferral=policy, promised_limit=promised)
    assert defer_workdays(item, paper) == days


def test_a_day_bounds_a_licence_as_a_workday() -> None:
    promised = TimeLimit(3, LimitUnit.DAY)
    item = replace(item_of(LATER), type=ItemType.LICENSING, promised_limit=promised)
    assert defer_workdays(item, LATER) == 3


def test_the_published_cases_of_one_city_come_out() -> None:
    rules = json.loads((DATA / "deferrable_real.json").read_text("utf-8"))["rules"]
    city = next(rule for rule in rules if rule["id"] == "D-SZ")
    stated = city["rules"]
    policy = DeferralPolicy(
        enabled=True,
        bound_workdays=stated["max_deferral_workdays"],
        before_promised_by=stated["must_be_before_promised_limit_by_workdays"],
    )
    assert len(city["cases"]) == 7
    for case in city["cases"]:
        item = replace(item_of(LATER), deferral=policy, promised_limit=workdays(case["promised"]))
        assert (defer_workdays(item, LATER) or 0) == case["max_deferral"]


def test_an_incomplete_item_is_refused_for_intake() -> None:
    require_usable(item_of(LATER))
    for item in (item_of(), replace(item_of(LATER), materials_complete=False)):
        with pytest.raises(Refused) as refusal:
            require_usable(item)
        assert refusal.value.code == "item_incomplete"
