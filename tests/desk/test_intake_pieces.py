"""Pages of a paper and 上报件 in the intake window, on a hand-written port."""

from __future__ import annotations

import pytest

from clerk_app.desk.intake_draft import load
from clerk_app.desk.intake_state import Matter, Work
from clerk_app.intake.model import PaperState
from tests.desk.act_desk import returned
from tests.desk.fakes import FORM, FakeIntake
from tests.desk.test_intake import at_papers


def pages(work: Work) -> dict[str, int]:
    return {paper.name: paper.pages for paper in work.papers}


def test_the_pages_of_a_paper_are_typed_kept_undone_and_decided_with() -> None:
    act, port = at_papers()
    act.ask_pages()
    asked = [act.state.typing_pages]
    act.mark(PaperState.IN_ORDER)
    act.ask_pages()
    asked.append(act.state.typing_pages)
    assert asked == [False, True]  # before, nothing was handed in
    act.typed_pages("１７")
    assert (act.state.typing_pages, act.state.rows[0].pages) == (False, 17)
    kept = load(port.draft)
    assert kept is not None
    assert pages(kept) == {FORM: 17}
    act.undo()
    assert act.state.rows[0].pages == 0
    act.ask_pages()
    act.typed_pages("3")
    act.all_in_order()
    act.confirm()
    assert {p.name: p.pages for p in port.decided[0].papers}[FORM] == 3


def test_an_empty_field_is_not_counted_and_what_is_no_number_stays_to_be_mended() -> None:
    act, _ = at_papers()
    act.mark(PaperState.IN_ORDER)
    act.ask_pages()
    act.typed_pages("5")
    act.ask_pages()
    for bad in ("十页", "0", "-1", "100000", "1.5"):
        act.typed_pages(bad)
        assert act.state.typing_pages, bad
        assert act.state.message is not None
        assert act.state.message.happened == "页数填 1–99999 的数字。"
    assert act.state.rows[0].pages == 5
    act.dismiss()
    assert (act.state.typing_pages, act.state.rows[0].pages) == (False, 5)
    act.ask_pages()
    act.typed_pages(" ")
    assert act.state.rows[0].pages == 0


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        (PaperState.DEFECTIVE, 5),
        (PaperState.CORRECTED_ON_THE_SPOT, 5),
        (PaperState.MISSING, 0),
    ],
)
def test_pages_stay_with_the_pieces_and_go_with_them(state: PaperState, kept: int) -> None:
    act, _ = at_papers()
    act.mark(PaperState.IN_ORDER)
    act.ask_pages()
    act.typed_pages("5")
    act.mark(state)
    assert pages(act.state.work) == {FORM: kept}


def test_without_pieces_there_are_no_pages() -> None:
    act, _ = at_papers()
    act.mark(PaperState.IN_ORDER)
    act.ask_pages()
    act.typed_pages("5")
    act.count(-1)
    act.ask_pages()
    assert (pages(act.state.work), act.state.typing_pages) == ({FORM: 0}, False)


def test_another_row_closes_the_field() -> None:
    act, _ = at_papers()
    act.mark(PaperState.IN_ORDER)
    act.ask_pages()
    act.move_row(1)
    assert not act.state.typing_pages


def test_pages_of_what_came_later_go_with_the_act() -> None:
    desk = returned()
    desk.begin("supply")
    desk.form_of.ask_pages()
    assert desk.form.typing == ""
    desk.form_of.mark(PaperState.IN_ORDER)
    desk.form_of.ask_pages()
    assert desk.form.typing == "pages"
    desk.form_of.typed_text("不多")
    assert desk.form.typing == "pages"
    desk.form_of.typed_text("12")
    assert (desk.form.typing, desk.form.rows[0].pages) == ("", 12)
    desk.form_of.move_row(1)
    desk.form_of.mark(PaperState.IN_ORDER)
    desk.form_of.ask()
    desk.form_of.record()
    assert [paper.pages for paper in desk.done.papers] == [12, 0]


# ---------------------------------------------------------------- 上报件


def test_it_is_asked_of_a_licence_whose_papers_were_seen_and_goes_with_the_case() -> None:
    act, port = at_papers()
    act.toggle_reports_up()
    assert (act.state.may_report, act.state.work.reports_up) == (False, False)
    act.all_in_order()
    assert act.state.may_report
    act.toggle_reports_up()
    kept = load(port.draft)
    assert kept is not None
    assert kept.reports_up
    act.undo()
    assert not act.state.work.reports_up
    act.toggle_reports_up()
    act.confirm()
    assert port.decided[0].reports_up


def test_it_means_nothing_for_another_kind_of_item_another_body_or_no_decision() -> None:
    act, port = at_papers()
    act.all_in_order()
    act.toggle_reports_up()
    set_so = act.state.work
    act.ask_matter()
    act.matter(Matter.NOT_NEEDED)
    assert not act.state.may_report
    act.confirm()
    assert [each.reports_up for each in port.decided] == [False]
    act, port = at_papers()
    act.all_in_order()
    act.toggle_reports_up()
    act.ask_collect()
    act.collect_for("511602", "示例市某局")
    assert (act.state.may_report, act.state.work.reports_up) == (False, False)
    act, port = at_papers()
    act.all_in_order()
    act.toggle_reports_up()
    act.take("T-2", {})
    act.all_in_order()
    assert (act.state.item and act.state.item.key, act.state.may_report) == ("T-2", False)
    assert not act.state.work.reports_up
    assert set_so.reports_up


def test_an_old_draft_says_nothing_of_it() -> None:
    act, port = at_papers()
    act.all_in_order()
    old = port.draft.replace(', "reports_up": false', "")
    assert old != port.draft
    again = FakeIntake(draft=old)
    assert load(again.draft) == act.state.work
