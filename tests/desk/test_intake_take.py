"""From the page of an item to intake: the item, with the answers that were given there."""

from __future__ import annotations

from clerk_app.desk.intake_state import Step
from tests.desk.fakes import ITEM, OTHER
from tests.desk.test_intake import at_papers, presenter


def test_answers_given_on_the_page_are_not_asked_again() -> None:
    act, _ = presenter()
    act.fill("name", "测试甲")
    act.take("T-1", {"who": "agent"})
    assert act.state.item == ITEM
    assert act.state.work.answers == (("who", "agent"),)
    assert act.state.step is Step.PAPERS


def test_an_answer_the_item_does_not_know_is_asked() -> None:
    act, _ = presenter()
    act.fill("name", "测试甲")
    act.take("T-1", {"who": "nobody", "what": "x"})
    assert act.state.work.answers == ()
    assert act.state.step is Step.SITUATION


def test_without_an_applicant_the_hand_goes_there_first() -> None:
    act, _ = presenter()
    act.take("T-1", {"who": "self"})
    assert act.state.step is Step.APPLICANT
    assert act.state.item == ITEM


def test_the_same_item_keeps_what_was_answered_in_intake() -> None:
    act, _ = at_papers(answer=1)
    act.take("T-1", {"who": "self"})
    assert act.state.work.answers == (("who", "agent"),)


def test_nothing_is_taken_over_a_case_that_is_done() -> None:
    act, _ = at_papers()
    act.all_in_order()
    act.confirm()
    act.take("T-2", {})
    assert act.state.done is not None
    assert act.state.item != OTHER
