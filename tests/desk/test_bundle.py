"""The page of a bundle without its widgets; expected papers are written out by hand."""

from __future__ import annotations

from clerk_app.desk.bundle import BundlePresenter
from clerk_app.desk.guide_lines import Row, RowKind
from clerk_app.desk.runner import ImmediateRunner
from tests.desk.catalogue_fakes import DEED, PREMISES, FakeBundles


def page(key: str = "B") -> BundlePresenter:
    act = BundlePresenter(FakeBundles(), ImmediateRunner(), lambda _state: None)
    act.open(key)
    return act


def rows(act: BundlePresenter, kind: RowKind) -> list[Row]:
    return [row for row in act.state.rows if row.kind is kind]


def at_row(act: BundlePresenter, title: str) -> Row:
    """Move the hand to a row by keys."""
    for _ in act.state.rows:
        act.move(-1)
    while act.state.rows[act.state.at].title != title:
        before = act.state.at
        act.move(1)
        assert act.state.at != before, title
    return act.state.rows[act.state.at]


def test_a_question_both_items_ask_is_asked_once_and_counts_for_both() -> None:
    act = page()
    questions = rows(act, RowKind.QUESTION)
    assert [row.title for row in questions] == ["场所是谁的？"]
    assert "2 个事项共用" in questions[0].detail
    act.answer(1)
    assert act.state.answers == {"B-1": {"place": "rent"}, "B-2": {"place": "rent"}}
    assert [row.title for row in rows(act, RowKind.QUESTION)] == ["场所是谁的？", "租期满一年吗？"]
    act.answer(1)
    assert act.state.answers["B-2"] == {"place": "rent"}
    assert act.state.rows[act.state.at].kind is RowKind.PAPER


def test_each_paper_stands_once_with_the_strictest_counts_and_opens_to_who_needs_it() -> None:
    act = page()
    act.answer(1)
    act.answer(0)
    assert [row.title for row in rows(act, RowKind.PAPER)] == [
        "《申请书》",
        "身份证",
        PREMISES,
        DEED,
        "申请书",  # each body has its own form
        "布局图",
    ]
    card = at_row(act, "身份证")
    assert card.detail.startswith("必要·原件1份、复印件2份·收取")
    act.toggle()
    assert card.id in act.state.opened
    facts = dict(card.facts)
    assert facts["个体登记"] == "必要，复印件1份，收取"
    assert facts["食品许可"] == "必要，原件1份、复印件2份，收取"
    assert "食品许可" not in dict(at_row(act, "《申请书》").facts)
    assert act.state.sums == "照现在的回答共要 6 份材料，分开办要交 8 份"


def test_a_form_field_both_use_is_asked_once_and_a_conflict_is_amber_with_its_reason() -> None:
    act = page()
    name, kind = rows(act, RowKind.FIELD)
    assert name.right == "必填"
    assert "2 个事项共用" in name.detail
    assert (kind.right, kind.warns, kind.tone) == ("要分别问", True, "warn")
    assert dict(kind.facts)["为什么"] == "各事项对这一项的选项不同"


def test_the_items_stand_below_with_their_own_department_and_limit() -> None:
    act = page()
    shop, food = rows(act, RowKind.ITEM)
    assert shop.detail == "登记局·行政确认·即办件"
    assert food.detail == "监管局·行政许可·承诺件·承诺 5 个工作日"
    assert act.state.rows[-1].title == "本机没有这些事项，请管理员导入：B-3"


def test_only_the_item_in_hand_is_taken_with_its_own_answers() -> None:
    act = page()
    assert act.wanted() is None
    assert act.state.message is not None
    act.answer(1)
    act.answer(0)
    at_row(act, "食品许可")
    assert act.wanted() == ("B-2", (("place", "rent"),))
    assert act.item_in_hand() == "B-2"


def test_another_answer_takes_the_answers_behind_it_away() -> None:
    act = page()
    act.answer(1)
    act.answer(1)
    act.choose("q:B-1:place", "own")
    assert act.state.answers == {"B-1": {"place": "own"}, "B-2": {"place": "own"}}


def test_an_unknown_bundle_is_told() -> None:
    act = page("X")
    assert act.state.bundle is None
    assert act.state.message is not None
    assert act.dismiss()
    assert not act.dismiss()
    act.answer(0)
    act.toggle()
