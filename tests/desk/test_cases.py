"""The cases screen without its widgets, on a hand-written port."""

from __future__ import annotations

from clerk_app.desk.case_port import Filter
from clerk_app.desk.cases import CasesPresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.errors import Refused
from tests.desk.fakes import FakeCases


def presenter() -> tuple[CasesPresenter, FakeCases]:
    port = FakeCases()
    return CasesPresenter(port, ImmediateRunner(), ImmediateRunner(), lambda _state: None), port


def test_the_list_shows_mine_first_and_follows_filter_and_text() -> None:
    act, port = presenter()
    act.show(Filter.ALL)
    act.find("2")
    assert port.asked == [(Filter.MINE, ""), (Filter.ALL, ""), (Filter.ALL, "2")]
    assert [each.number for each in act.state.found.lines] == ["2"]
    assert act.state.sums == "全部 1 件·按收件先后"
    act.show(Filter.OVERDUE)
    assert act.state.sums == "超期 1 件·按到期先后"


def test_the_hand_stays_inside_the_list() -> None:
    act, _ = presenter()
    act.move(-1)
    assert act.state.row == 0
    act.move(5)
    assert act.state.row == 2
    act.find("1")
    assert act.state.row == 0
    act.find("nothing")
    assert act.state.line is None
    act.open()
    assert act.state.file is None


def test_a_document_of_the_open_case_is_printed_again_and_the_count_follows() -> None:
    act, port = presenter()
    act.reprint()
    assert port.printed == []
    assert act.state.file is not None
    act.move_document(9)
    act.reprint()
    assert port.printed == [("1", "1-02")]
    assert act.state.message is not None
    assert act.state.message.happened == "已存成 PDF（补打 1 次）。"
    assert act.state.sheet is not None
    assert act.state.sheet.documents[1].printed == 1
    act.close()
    told = act.state
    act.close()
    closed = act.state
    assert told.message is None
    assert told.file is not None
    assert closed.file is None


def test_an_unknown_number_is_told_and_the_list_stays() -> None:
    act, port = presenter()
    port.fails = Refused("unknown_case", "没有这个办件")
    act.open_number("9")
    assert act.state.file is None
    assert act.state.message is not None
    assert act.state.message.happened == "没有这个办件。"
