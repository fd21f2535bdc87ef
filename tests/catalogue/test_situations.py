"""Questions that lead to questions: what is asked, what counts, and that every way ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.catalogue.model import Answer, Material, Necessity, ServiceItem, Situation
from clerk_app.catalogue.rules.lint import lint_item
from clerk_app.catalogue.rules.papers import (
    check_answers,
    checklist,
    is_usable,
    require_usable,
    unanswered,
)
from clerk_app.catalogue.rules.situations import asked, every_path_ends, situation_faults
from clerk_app.kernel.errors import Refused
from tests.support import items

NAMES = ("甲", "乙", "丙", "丁")
PAPERS = tuple(Material(name, Necessity.SITUATIONAL) for name in NAMES)


def question(key: str, *answers: Answer) -> Situation:
    return Situation(key, f"{key}？", answers)


def nested(*situations: Situation) -> ServiceItem:
    return items.item(items.FORM, *PAPERS, situations=situations)


SHOP = question(
    "有店面",
    Answer("是", "是", adds=("甲",), asks=("租的",)),
    Answer("否", "否", adds=("丁",)),
)
LEASED = question("租的", Answer("是", "是", adds=("乙",)), Answer("否", "否", adds=("丙",)))
TREE = nested(SHOP, LEASED)


def keys(item: ServiceItem, **answers: str) -> list[str]:
    return [situation.key for situation in asked(item, answers)]


def names(item: ServiceItem, **answers: str) -> list[str]:
    return [paper.name for paper in checklist(item, answers)]


def test_a_further_question_is_asked_only_after_the_answer_that_leads_to_it() -> None:
    assert keys(TREE) == ["有店面"]
    assert keys(TREE, 有店面="是") == ["有店面", "租的"]
    assert keys(TREE, 有店面="否") == ["有店面"]


def test_an_answer_to_a_question_that_is_not_asked_has_no_effect() -> None:
    assert names(TREE, 有店面="是", 租的="是") == ["申请表", "甲", "乙"]
    # the clerk changed the first answer; the second is a leftover
    assert names(TREE, 有店面="否", 租的="是") == ["申请表", "丁"]


def test_a_scripted_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_answers(TREE, {"有店面": "否", "租的": "是"})
    assert refused.value.code == "unknown_answer"
    check_answers(TREE, {"有店面": "否"})


def test_the_way_is_at_its_end_only_when_the_last_question_it_led_to_is_answered() -> None:
    assert [s.key for s in unanswered(TREE, {"有店面": "是"})] == ["租的"]
    with pytest.raises(Refused) as refused:
        check_answers(TREE, {"有店面": "是"})
    assert refused.value.code == "situation_unanswered"
    check_answers(TREE, {"有店面": "是", "租的": "否"})


def test_questions_in_a_circle_are_named_and_keep_the_item_from_intake() -> None:
    first = question("一", Answer("是", "是", asks=("二",)))
    second = question("二", Answer("是", "是", asks=("三",)))
    third = question("三", Answer("是", "是", asks=("二",)), Answer("否", "否"))
    item = nested(first, second, third)
    codes = [(fault.code, fault.message) for fault in situation_faults(item)]
    in_circle = [text for code, text in codes if code == "situation_cycle"]
    assert ["“二”" in in_circle[0], "“三”" in in_circle[1], len(in_circle)] == [True, True, 2]
    assert not every_path_ends(item.situations)
    assert not is_usable(item)
    with pytest.raises(Refused) as refused:
        require_usable(item)
    assert (refused.value.code, "问不完" in refused.value.message) == ("item_incomplete", True)
    assert any(found.code == "situation_cycle" and found.blocks for found in lint_item(item))


def test_a_question_behind_a_circle_is_unreachable_and_so_are_its_papers() -> None:
    ring = question("环", Answer("是", "是", asks=("环", "后")))
    after = question("后", Answer("是", "是", adds=("甲",)))
    item = replace(nested(ring, after), materials=(items.FORM, PAPERS[0]))
    found = {fault.code for fault in situation_faults(item)}
    assert found == {"situation_cycle", "situation_unreachable", "situational_unreachable"}


def test_a_question_that_is_not_there_and_a_paper_that_is_not_listed_are_named() -> None:
    lost = question("问", Answer("是", "是", adds=("没有的",), asks=("也没有",)))
    item = replace(nested(lost), materials=(items.FORM,))
    found = {fault.code for fault in situation_faults(item)}
    assert found == {"unknown_situation", "unknown_material"}


def test_one_question_that_two_answers_lead_to_is_asked_once() -> None:
    first = question("一", Answer("是", "是", asks=("三",)), Answer("否", "否"))
    second = question("二", Answer("是", "是", asks=("三",)), Answer("否", "否"))
    item = nested(first, second, question("三", Answer("是", "是"), Answer("否", "否")))
    assert keys(item, 一="是", 二="是") == ["一", "三", "二"]
    assert keys(item, 一="否", 二="是") == ["一", "二", "三"]


@st.composite
def webs(draw: st.DrawFn) -> ServiceItem:
    """Any questions that lead to any, themselves included."""
    count = draw(st.integers(1, 5))
    all_keys = [f"问{n}" for n in range(count)]
    some = st.lists(st.sampled_from(all_keys), max_size=2, unique=True).map(tuple)
    papers = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
    return nested(
        *(
            Situation(
                key,
                key,
                tuple(
                    Answer(value, value, draw(papers), draw(papers), draw(some))
                    for value in "是否"
                ),
            )
            for key in all_keys
        )
    )


def walk(item: ServiceItem, way: tuple[str, ...] = ()) -> bool:
    """Oracle: follow every answer from every first question; False where one comes back."""
    table = {situation.key: situation for situation in item.situations}
    led = {key for s in table.values() for answer in s.answers for key in answer.asks}

    def ends(key: str, behind: tuple[str, ...]) -> bool:
        if key in behind:
            return False
        return all(
            ends(further, (*behind, key))
            for answer in table[key].answers
            for further in answer.asks
            if further in table
        )

    return all(ends(key, way) for key in table) and (not table or bool(table.keys() - led))


@settings(max_examples=120)
@given(webs())
def test_every_path_ends_just_when_no_walk_comes_back(item: ServiceItem) -> None:
    assert every_path_ends(item.situations) == walk(item)


@settings(max_examples=200)
@given(webs(), st.data())
def test_answering_what_is_asked_ends_with_everything_answered(
    item: ServiceItem, data: st.DataObject
) -> None:
    answers: dict[str, str] = {}
    for _ in range(len(item.situations)):
        left = unanswered(item, answers)
        if not left:
            break
        answers[left[0].key] = data.draw(st.sampled_from("是否"))
    assert unanswered(item, answers) == ()
    check_answers(item, answers)


@settings(max_examples=200)
@given(webs())
def test_leftovers_of_other_ways_never_change_the_papers(item: ServiceItem) -> None:
    everything = [s.key for s in item.situations]
    for values in product("是否", repeat=len(everything)):
        answers = dict(zip(everything, values, strict=True))
        counted = {s.key for s in asked(item, answers)}
        kept = {key: value for key, value in answers.items() if key in counted}
        assert checklist(item, answers) == checklist(item, kept)
