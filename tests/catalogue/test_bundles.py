"""一件事: one form, one set of papers, and no item loses a paper it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_app.catalogue.model import (
    Answer,
    Bundle,
    ElementKind,
    FormField,
    Keep,
    Material,
    Necessity,
    Party,
    ServiceItem,
    Situation,
)
from clerk_app.catalogue.rules.bundles import (
    Need,
    members,
    merge,
    merged_fields,
    merged_papers,
    merged_questions,
    needs,
    spread,
)
from clerk_app.catalogue.rules.lint import lint_bundle
from clerk_app.catalogue.rules.reading_bundles import read_bundle
from tests.support import items

STRICT = {"必要": 3, "情形必要": 3, "容缺后补": 2, "非必要": 1}


def of(key: str, *papers: Material, **more: Any) -> ServiceItem:
    return replace(items.item(*papers), key=key, name=f"事项{key}", **more)


names = st.sampled_from(
    ["身份证", "《身份证》", "身 份 证", "户口簿", "营业执照", "租赁合同", "申请表"]
)
paper = st.builds(
    Material,
    name=names,
    necessity=st.sampled_from(list(Necessity)),
    originals=st.integers(0, 3),
    copies=st.integers(0, 3),
    keep=st.sampled_from(list(Keep)),
    deferrable=st.booleans(),
    defer_workdays=st.none() | st.integers(1, 20),
    party=st.sampled_from(list(Party)),
    electronic=st.booleans(),
    form=st.sampled_from(["", "原件", "电子"]),
    blank_form=st.sampled_from(["", "甲表"]),
    shared_as=st.sampled_from(["", "", "P1"]),
)
needed = st.builds(
    Need, item=st.sampled_from(["A", "B", "C"]), paper=paper, place=st.integers(0, 4)
)
many = st.frozensets(needed, max_size=9)


@settings(max_examples=150)
@given(many, st.randoms(use_true_random=False))
def test_merging_is_free_of_order_and_of_repetition(wanted: frozenset[Need], chance: Any) -> None:
    once = merge(wanted)
    shuffled = [*wanted, *wanted]
    chance.shuffle(shuffled)
    assert merge(shuffled) == once


@settings(max_examples=120)
@given(many, many, many)
def test_merging_is_free_of_grouping(
    a: frozenset[Need], b: frozenset[Need], c: frozenset[Need]
) -> None:
    # what was merged once is merged again with the rest: in whatever grouping, the same list
    ab = [need for group in merge(a | b) for need in group.needs]
    bc = [need for group in merge(b | c) for need in group.needs]
    assert merge([*ab, *c]) == merge([*a, *bc])


@settings(max_examples=150)
@given(many, st.lists(st.lists(names, max_size=3), max_size=2))
def test_no_item_loses_a_paper_it_needs(wanted: frozenset[Need], same: list[list[str]]) -> None:
    merged = merge(wanted, same=same)
    seen = [need for group in merged for need in group.needs]
    assert sorted(map(repr, seen)) == sorted(map(repr, wanted))  # each exactly once
    for group in merged:
        asked = group.paper
        for need in group.needs:
            own = need.paper
            assert asked.originals >= own.originals
            assert asked.copies >= own.copies
            assert STRICT[asked.necessity] >= STRICT[own.necessity]
            assert not (own.keep is Keep.COLLECTED and asked.keep is Keep.VERIFIED)
            assert asked.party is own.party
            assert asked.electronic >= own.electronic
            assert own.form in asked.form
            assert own.blank_form in asked.blank_form
            if own.necessity is Necessity.REQUIRED:
                assert asked.necessity is Necessity.REQUIRED
                assert not asked.deferrable
            if own.necessity is not Necessity.OPTIONAL and own.defer_workdays is not None:
                assert asked.defer_workdays is not None
                assert asked.defer_workdays <= own.defer_workdays


def alike(one: Need, other: Need) -> bool:
    """Oracle: what a clerk would call the same paper, said of two needs at a time."""
    a, b = one.paper, other.paper
    if a.party is not b.party:
        return False
    if a.shared_as and a.shared_as == b.shared_as:
        return True
    names = [
        name.replace("《", "").replace("》", "").replace(" ", "") for name in (a.name, b.name)
    ]
    return names[0] == names[1] and (names[0] != "申请表" or one.item == other.item)


@settings(max_examples=120)
@given(many)
def test_the_same_paper_is_asked_once(wanted: frozenset[Need]) -> None:
    groups = [group.needs for group in merge(wanted)]
    for place, group in enumerate(groups):
        for other in groups[place + 1 :]:
            assert not any(alike(one, two) for one in group for two in other)


def test_the_strictest_copies_and_form_win_and_each_item_keeps_its_own() -> None:
    one = Material("身份证", Necessity.REQUIRED, originals=1, keep=Keep.VERIFIED)
    two = Material("身份证", Necessity.DEFERRABLE, originals=0, copies=2, defer_workdays=5)
    (merged,) = merge(needs([of("A", one), of("B", two)], {}))
    paper = merged.paper
    assert (paper.originals, paper.copies, paper.keep) == (1, 2, Keep.COLLECTED)
    assert (paper.necessity, paper.deferrable) == (Necessity.REQUIRED, False)
    assert merged.items == ("A", "B")
    assert [(need.paper.originals, need.paper.copies) for need in merged.needs] == [(1, 0), (0, 2)]


def test_papers_keep_the_order_of_the_bundle_and_of_each_item() -> None:
    first = of("Z", Material("乙", Necessity.REQUIRED), Material("甲", Necessity.REQUIRED))
    second = of("A", Material("丙", Necessity.REQUIRED), Material("甲", Necessity.REQUIRED))
    merged = merge(needs([second, first], {}), order=["Z", "A"])
    assert [group.paper.name for group in merged] == ["乙", "甲", "丙"]


def test_names_that_mean_one_paper_are_joined_by_mark_or_by_the_bundle() -> None:
    card, full = Material("身份证", Necessity.REQUIRED), Material("居民身份证", Necessity.REQUIRED)
    wanted = needs([of("A", card), of("B", full)], {})
    assert len(merge(wanted)) == 2
    assert len(merge(wanted, same=[["居民身份证", "身份证"]])) == 1
    marked = [replace(card, shared_as="ID"), replace(full, shared_as="ID")]
    assert len(merge(needs([of("A", marked[0]), of("B", marked[1])], {}))) == 1


def test_an_agents_paper_is_never_the_applicants() -> None:
    own = Material("身份证", Necessity.REQUIRED)
    agents = replace(own, party=Party.AGENT)
    assert len(merge(needs([of("A", own), of("B", agents)], {}))) == 2


LICENCE = Material("营业执照", Necessity.REQUIRED)


def made_by(
    order: list[str], *items: ServiceItem, produced: list[tuple[str, str]]
) -> dict[str, str]:
    merged = merge(needs(items, {}), order=order, produced=produced)
    return {group.paper.name: group.produced_by for group in merged}


def test_a_paper_that_one_item_makes_is_named_but_not_brought() -> None:
    shop, food = of("A", items.LEASE), of("B", LICENCE)
    found = made_by(["A", "B"], shop, food, produced=[("A", "《营业执照》")])
    assert found == {"租赁合同": "", "营业执照": "A"}
    # the maker asks for an old one itself: then it has to be brought
    old = made_by(["A", "B"], of("A", LICENCE), food, produced=[("A", "营业执照")])
    assert old == {"营业执照": ""}


@pytest.mark.parametrize("maker", ["NOPE", "C", ""])
def test_what_no_member_makes_has_to_be_brought(maker: str) -> None:
    shop, food = of("A", items.LEASE), of("B", LICENCE)
    found = made_by(["A", "B"], shop, food, produced=[(maker, "营业执照")])
    assert found["营业执照"] == ""


def test_what_is_made_too_late_has_to_be_brought() -> None:
    shop, food = of("A", items.LEASE), of("B", LICENCE)
    late = made_by(["B", "A"], shop, food, produced=[("A", "营业执照")])
    assert late["营业执照"] == ""


def test_items_that_wait_for_each_other_make_nothing_in_time() -> None:
    first, second = of("A", LICENCE), of("B", Material("许可证", Necessity.REQUIRED))
    found = made_by(["A", "B"], first, second, produced=[("A", "许可证"), ("B", "营业执照")])
    assert found == {"营业执照": "", "许可证": "A"}


def test_a_bundle_names_the_maker_by_key_code_or_id() -> None:
    shop, food = of("A", items.LEASE, id="I-1"), of("B", LICENCE)
    bundle = Bundle("K", "一件事", ("A", "B"), produced=(("I-1", "营业执照"),))
    found = {g.paper.name: g.produced_by for g in merged_papers(bundle, [shop, food], {})}
    assert found["营业执照"] == "A"
    assert lint_bundle(bundle, {"A": shop, "B": food})  # but the bundle should name the member
    lost = replace(bundle, produced=(("X", "营业执照"),))
    assert [f.code for f in lint_bundle(lost, {"A": shop, "B": food})] == ["unknown_maker"]
    last = replace(bundle, produced=(("B", "营业执照"),))
    assert [f.code for f in lint_bundle(last, {"A": shop, "B": food})] == ["unknown_maker"]


def test_each_bodys_own_form_is_a_paper_of_its_own() -> None:
    one = Material("申请表", Necessity.REQUIRED, blank_form="甲局的表")
    other = Material("申请表", Necessity.REQUIRED, blank_form="乙局的表")
    wanted = needs([of("A", one), of("B", other)], {})
    assert [group.items for group in merge(wanted)] == [("A",), ("B",)]
    assert len(merge(wanted, same=[["申请表", "登记申请表"]])) == 1  # the bundle says so
    marked = needs(
        [of("A", replace(one, shared_as="F")), of("B", replace(other, shared_as="F"))], {}
    )
    (merged,) = merge(marked)
    assert merged.paper.blank_form == "乙局的表；甲局的表"


def test_nothing_that_was_told_of_a_paper_is_lost() -> None:
    one = Material(
        "合同", Necessity.REQUIRED, form="原件", source_channel="申请人自备", paper_size="A4"
    )
    other = Material("合同", Necessity.REQUIRED, form="电子", electronic=True, applies_when="租房")
    (merged,) = merge(needs([of("A", one), of("B", other)], {}))
    paper = merged.paper
    assert paper.electronic
    assert (paper.form, paper.source_channel) == ("原件；电子", "申请人自备")
    assert (paper.paper_size, paper.applies_when) == ("A4", "租房")


def test_only_papers_for_the_answers_given_are_merged() -> None:
    extra = Material("委托书", Necessity.SITUATIONAL)
    ask = Situation("代办", "代办？", (Answer("是", "是", adds=("委托书",)), Answer("否", "否")))
    item = of("A", items.FORM, extra, situations=(ask,))
    assert {n.paper.name for n in needs([item], {"A": {"代办": "否"}})} == {"申请表"}
    assert {n.paper.name for n in needs([item], {"A": {"代办": "是"}})} == {"申请表", "委托书"}


def test_the_same_question_is_asked_once_and_answers_every_item_that_asks_it() -> None:
    ask = Situation("店", "有店面？", (Answer("是", "是"), Answer("否", "否")))
    other = replace(ask, question="有没有店面？")
    three = [of("A", situations=(ask,)), of("B", situations=(ask,)), of("C", situations=(other,))]
    questions = merged_questions(three, {})
    assert [question.items for question in questions] == [("A", "B"), ("C",)]
    answers = spread({}, questions[0], "是")
    assert answers == {"A": {"店": "是"}, "B": {"店": "是"}}


def field(element: str = "name", **more: Any) -> FormField:
    return FormField(element=element, label="名称", **more)


def test_the_same_data_element_is_asked_once_and_required_if_any_item_requires_it() -> None:
    a = of("A", fields=(field(required=False), field("地址")))
    b = of("B", fields=(field(required=True),))
    merged = {each.field.element: each for each in merged_fields([a, b])}
    assert merged["name"].items == ("A", "B")
    assert merged["name"].field.required
    assert merged["地址"].items == ("A",)


@pytest.mark.parametrize(
    ("one", "two", "conflict"),
    [(("甲", "乙"), ("乙", "甲"), False), (("甲", "乙"), ("乙", "丙"), True)],
)
def test_choices_that_differ_are_asked_apart_and_none_is_lost(
    one: tuple[str, ...], two: tuple[str, ...], conflict: bool
) -> None:
    pick = ElementKind.CHOICE
    a = of("A", fields=(field(kind=pick, options=one),))
    b = of("B", fields=(field(kind=pick, options=two),))
    for order in ([a, b], [b, a]):
        (merged,) = merged_fields(order)
        assert set(merged.field.options) == {*one, *two}
        assert bool(merged.conflict) is conflict


def test_fields_of_different_kinds_are_a_conflict() -> None:
    a, b = of("A", fields=(field(),)), of("B", fields=(field(kind=ElementKind.DATE),))
    assert merged_fields([a, b])[0].conflict


def test_a_bundle_is_read_and_its_gaps_are_named() -> None:
    raw = {
        "code": "YJS-1",
        "name": "开办餐饮店",
        "items": ["A", "B", "A"],
        "same_papers": [["身份证", "居民身份证"]],
        "weather": 1,
    }
    bundle, _, warnings = read_bundle(raw)
    assert (bundle.items, bundle.same_papers) == (("A", "B"), (("身份证", "居民身份证"),))
    assert [warning.code for warning in warnings] == ["unknown_field"]
    there = {"A": of("A")}
    assert members(bundle, there) == (there["A"],)
    assert [found.code for found in lint_bundle(bundle, there)] == ["unknown_item"]
    assert lint_bundle(bundle, {**there, "B": of("B")}) == ()
    assert [f.code for f in lint_bundle(Bundle("K", "一", ("A",)), there)] == ["bundle_empty"]
