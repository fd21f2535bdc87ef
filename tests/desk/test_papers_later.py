"""What the window says of pages taken off, of files and of two pages after each other: on a real
store, as a clerk meets it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.desk.cases import stage_words
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.paper_port import BatchDone, PaperFacts, PaperJob, Stage
from clerk_app.desk.papers import PapersPresenter, PapersState, batch_words
from clerk_app.devices.printing.simulated import SimulatedDocPrinter
from tests.desk.test_opened_papers import HERE, finish, look, served
from tests.desk.test_papers_honest import Bar, act, bar, heard, printer
from tests.ui import journey_support as journey
from tests.ui.support import SetClock

__all__ = ["act", "bar", "printer"]


def test_a_case_prints_nothing_that_was_taken_off(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    look(papers, clock)
    papers.drop(papers.facts().stages[number].id)
    assert papers.batch(case) == BatchDone(0)
    assert len(printer.jobs) == 1
    for _ in range(2):  # asked for by itself it comes
        assert papers.send(case, number).stage is Stage.SENT
        finish(printer)
        look(papers, clock)


def test_what_was_taken_off_is_so_called_though_many_pages_came_since(
    desk: OpenedDesk,
    printer: SimulatedDocPrinter,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    look(papers, clock)
    papers.drop(papers.facts().stages[number].id)
    monkeypatch.setattr("clerk_app.desk.opened_papers.LATEST", 1)
    served(desk)
    assert papers.facts().stages[number].words == "已撤下，不再打"
    assert papers.batch(case) == BatchDone(0)


def test_nothing_left_to_print_is_not_called_printed() -> None:
    told = batch_words(BatchDone(0))
    assert told.happened == "这件的文书打过了，或在打印机那里，或撤下了。"


def test_the_page_of_a_case_says_what_was_taken_off(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (number,) = served(desk)
    look(papers, clock)
    job = papers.drop(papers.facts().stages[number].id)
    assert stage_words(papers.facts()) == {number: "已撤下，不再打"}
    perhaps = replace(job, perhaps=True)
    assert stage_words(PaperFacts(stages={number: perhaps})) == {
        number: "已撤下；可能已经打出一份"
    }
    saved = replace(job, stage=Stage.SAVED)
    assert stage_words(PaperFacts(stages={number: saved})) == {}


# ---------------------------------------------------------------- 撤下, twice


def test_a_second_key_does_not_take_off_the_next_page(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    _, (first,) = served(desk)
    _, (second,) = served(desk)
    heard(act, clock)
    act.to_row(0)
    act.drop()
    assert act.state.message is not None
    assert act.state.message.means == f"测*甲，{first}。"
    act.drop()
    assert act.state.facts.stages[second].stage is Stage.SENT
    assert act.state.message.happened == "“受理通知书”没有撤下：刚撤下的是上一份。"
    assert act.state.message.means == f"测*甲，{second}。"
    act.drop()
    assert act.state.facts.stages[second].stage is Stage.SENT
    act.dismiss()  # another key between: she means this one
    act.drop()
    assert act.state.facts.stages[second].stage is Stage.PUT_AWAY


def test_an_arrow_between_is_enough(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    for _ in range(3):
        served(desk)
    heard(act, clock)
    act.to_row(0)
    act.drop()
    act.to_row(1)
    act.drop()
    assert len(act.state.facts.todo) == 1


def test_a_page_that_needs_two_keys_to_be_given_up_still_does(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    served(desk)
    heard(act, clock)
    printer.lose("1")
    act.drop()
    heard(act, clock)
    act.drop()
    assert act.state.facts.todo == ()


# ---------------------------------------------------------------- no printer


def test_a_paper_saved_without_a_printer_waits_no_longer(
    desk: OpenedDesk, act: PapersPresenter, bar: Bar, clock: SetClock
) -> None:
    papers = desk._papers
    out = papers._out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("no folder")
    intake = journey.driven(desk, journey.EIGHT_PAPERS)
    intake.all_in_order()
    intake.confirm()
    done = intake.state.done
    assert done is not None
    heard(act, clock)
    assert act.state.badge == "待打印 1"
    out.unlink()
    act.print_waiting()
    assert act.state.message is not None
    assert act.state.message.happened == "已存成 PDF 1 份。"
    assert act.state.message.means.startswith(f"文件在 {out}")
    heard(act, clock)
    intake.papers_told(papers.facts())
    assert act.state.badge == ""
    (document,) = done.papers
    assert intake.state.stages == ((document.number, "没有打印机，已存成 PDF"),)
    number = done.number
    intake.next_citizen()
    assert intake.state.last == f"上一件 {number} 已办，文书 1 份"


def test_a_paper_that_failed_and_was_saved_then_is_no_longer_wanting(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    look(papers, clock)
    printer.cancel("1")
    assert look(papers, clock) == {number: Stage.FAILED}
    papers.choose("", "", "slip80")
    clock.pass_seconds(1)
    papers.send(case, number)
    assert look(papers, clock) == {}
    assert papers.facts().stages[number].words == "没有打印机，已存成 PDF"
    papers.choose(HERE, "", "slip80")
    assert papers.facts().stages[number].stage is Stage.SAVED


# ---------------------------------------------------------------- words


def test_the_line_left_says_that_a_page_given_up_may_be_out(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    intake = journey.driven(desk, journey.EIGHT_PAPERS)
    intake.all_in_order()
    intake.confirm()
    done = intake.state.done
    assert done is not None
    look(papers, clock)
    printer.lose("1")
    (number,) = look(papers, clock)
    papers.drop(papers.facts().stages[number].id)
    intake.papers_told(papers.facts())
    case = done.number
    intake.next_citizen()
    assert intake.state.last == f"上一件 {case} 已办，文书 1 份，可能已经打出 1 份"


def test_a_page_somebody_must_look_for_comes_first_in_the_badge() -> None:
    job = PaperJob(1, "N", "N-01", "受理通知书", Stage.UNANSWERED)
    waits = replace(job, id=0, document="N-02", stage=Stage.WAITING)
    assert PapersState(PaperFacts(todo=(waits, job))).badge == "没有回答 1"
    assert PapersState(PaperFacts(todo=(waits,))).badge == "待打印 1"


# ---------------------------------------------------------------- 日清单


def test_a_hand_that_moved_on_looks_at_its_own_page(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    served(desk)
    case, (second,) = served(desk)
    heard(act, clock)
    act.to_row(0)
    act.daily()
    slip = act.state.slip
    assert act.state.look == f"/{slip}"
    act.to_row(0)  # drawn again, the list says where the hand is
    assert act.state.look == f"/{slip}"
    act.to_row(1)
    assert act.state.look == f"{case}/{second}"


def test_a_ticket_makes_no_other_slip(
    desk: OpenedDesk, printer: SimulatedDocPrinter, act: PapersPresenter, clock: SetClock
) -> None:
    act.daily()
    slip = act.state.slip
    finish(printer)
    heard(act, clock)
    take_ticket(desk.counter)
    act.daily()
    assert act.state.slip == slip
    assert act.state.message is not None
    assert "没有再编号" in act.state.message.happened
