"""A catalogue update never breaks a draft; questions that lead to questions, by hand."""

from __future__ import annotations

from dataclasses import replace

from clerk_app.catalogue.model import Answer, Material, Necessity, ServiceItem, Situation
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_state import Step
from clerk_app.intake.model import PaperState
from tests.desk.fakes import FORM, ITEM, LICENCE, LIST, PHOTO, FakeIntake
from tests.desk.test_intake import at_papers, names, presenter

NEWER = replace(ITEM, content_hash="h9", materials=ITEM.materials[1:])


def after_update(**versions: ServiceItem) -> FakeIntake:
    """The draft of a clerk who had ticked everything, after the catalogue brought `NEWER`."""
    act, port = at_papers()
    act.all_in_order()
    assert act.state.step is Step.DECIDE
    return FakeIntake(draft=port.draft, items={"T-1": NEWER}, versions={("T-1", "h1"): ITEM})


def test_a_draft_goes_on_under_the_version_it_was_opened_under() -> None:
    act, _ = presenter(after_update())
    assert act.state.item is ITEM
    assert act.state.step is Step.DECIDE
    assert names(act.state) == [FORM, LICENCE, LIST, PHOTO]
    assert act.state.update is not None
    assert act.state.update.changes == (f"材料“{FORM}”：取消 原有",)
    assert not act.state.update.shown


def test_the_case_is_decided_under_the_version_that_was_on_the_screen() -> None:
    act, port = presenter(after_update())
    act.confirm()
    assert [application.item_hash for application in port.decided] == ["h1"]


def is_shown(act: IntakePresenter) -> bool:
    assert act.state.update is not None
    return act.state.update.shown


def test_the_clerk_sees_what_changed_and_takes_the_new_version() -> None:
    act, port = presenter(after_update())
    act.show_update()
    assert is_shown(act)
    act.dismiss()
    assert not is_shown(act)
    act.take_update()
    assert act.state.item is NEWER
    assert act.state.update is None
    assert names(act.state) == [LICENCE, LIST, PHOTO]
    assert [row.state for row in act.state.rows][:2] == ["in_order", "in_order"]
    act.confirm()
    assert [application.item_hash for application in port.decided] == ["h9"]


def test_taking_the_new_version_can_be_taken_back() -> None:
    act, _ = presenter(after_update())
    before = act.state.work
    act.take_update()
    act.undo()
    assert act.state.work == before
    assert act.state.item is ITEM
    assert act.state.update is not None


def test_a_paper_that_is_new_in_the_new_version_has_to_be_looked_at() -> None:
    stamp = Material("承诺书", Necessity.REQUIRED)
    newer = replace(NEWER, materials=(*ITEM.materials, stamp))
    port = after_update()
    port.items["T-1"] = newer
    act, _ = presenter(port)
    act.take_update()
    assert act.state.step is Step.PAPERS
    assert [row.name for row in act.state.rows if row.state == ""] == [PHOTO, "承诺书"]


def test_a_version_that_is_not_here_gives_way_and_says_so() -> None:
    port = after_update()
    port.versions = {}
    act, _ = presenter(port)
    assert act.state.item is NEWER
    assert act.state.update is None
    assert act.state.message is not None
    assert "更新过" in act.state.message.happened


def test_an_item_that_is_no_longer_in_use_is_finished_under_its_version() -> None:
    port = after_update()
    port.items = {}
    act, _ = presenter(port)
    assert (act.state.item, act.state.update) == (ITEM, None)
    act.confirm()
    assert [application.item_hash for application in port.decided] == ["h1"]


def test_choosing_another_item_ends_the_offer() -> None:
    act, port = presenter(after_update())
    other = replace(ITEM, key="T-3", name="第三个", content_hash="h3")
    port.items["T-3"] = port.versions["T-3", "h3"] = other
    act.search("第三")
    act.pick()
    assert (act.state.item, act.state.update) == (other, None)


TREE = replace(
    ITEM,
    key="T-9",
    name="问到底的事项",
    content_hash="h4",
    materials=tuple(Material(name, Necessity.SITUATIONAL) for name in "甲乙丙"),
    situations=(
        Situation(
            "店",
            "有店面？",
            (Answer("是", "是", ("甲",), asks=("租",)), Answer("否", "否", ("丙",))),
        ),
        Situation("租", "租的？", (Answer("是", "是", ("乙",)), Answer("否", "否"))),
    ),
)


def test_a_further_question_comes_after_the_answer_that_leads_to_it_and_goes_with_it() -> None:
    act, _ = presenter(FakeIntake(items={"T-9": TREE}, versions={("T-9", "h4"): TREE}))
    act.fill("name", "测试甲")
    act.applicant_done()
    act.search("问到底")
    act.pick()
    assert (act.state.situation_count, act.state.work.question) == (1, 0)
    act.answer(0)
    assert act.state.situation is not None
    assert (act.state.situation.key, act.state.situation_count) == ("租", 2)
    act.answer(0)
    assert act.state.step is Step.PAPERS
    assert names(act.state) == ["甲", "乙"]
    act.mark(PaperState.IN_ORDER)
    # back to the first question, the other answer: nothing is left of the way not taken
    act.back()
    act.back()
    assert act.state.situation is not None
    assert act.state.situation.key == "店"
    act.answer(1)
    assert act.state.work.answers == (("店", "否"),)
    assert act.state.step is Step.PAPERS
    assert names(act.state) == ["丙"]
