"""The printers behind the window on a real store: what was asked for stays what was asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_jobs import open_jobs
from clerk_app.deeds.printers import SEAL, choose_one
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.desk.paper_port import Stage
from clerk_app.devices.printing.port import Condition
from clerk_app.devices.printing.simulated import SimulatedDocPrinter, SimulatedSlipPrinter
from clerk_app.intake import store
from clerk_app.kernel.errors import ClerkError, Misused, Refused, Unavailable
from clerk_app.kernel.roles import Role
from tests.ui import journey_support as journey
from tests.ui.support import SetClock

HERE, THERE = "cups:HallA4", "cups:HallB4"


@pytest.fixture
def printer(desk: OpenedDesk) -> SimulatedDocPrinter:
    made = SimulatedDocPrinter(at_once=False)
    desk._papers.talk.found[HERE] = made
    desk._papers.choose(HERE, "", "slip80")
    return made


def served(desk: OpenedDesk) -> tuple[str, tuple[str, ...]]:
    """One citizen served: the case and its papers, all handed to the printer."""
    act = journey.driven(desk, journey.EIGHT_PAPERS)
    act.all_in_order()
    act.confirm()
    done = act.state.done
    assert done is not None, act.state.message
    act.next_citizen()
    return done.number, tuple(each.number for each in done.documents)


def look(papers: OpenedPapers, clock: SetClock) -> dict[str, Stage]:
    """Some seconds go by, the printer is asked; what is still to be done."""
    clock.pass_seconds(11)
    papers.facts()
    return {job.document: job.stage for job in papers.facts().todo}


def served_without_paper(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> tuple[str, tuple[str, ...]]:
    """One citizen served while the tray is empty; then it is filled."""
    printer.condition = Condition.PAPER_OUT
    look(desk._papers, clock)
    made = served(desk)
    printer.condition = Condition.READY
    return made


def finish(printer: SimulatedDocPrinter) -> None:
    for name in printer.jobs:
        printer.finish(name)


def test_a_spooler_that_answers_again_is_believed(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (number,) = served(desk)
    printer.silent = True
    assert look(papers, clock) == {number: Stage.UNANSWERED}
    finish(printer)
    printer.silent = False
    assert look(papers, clock) == {}
    assert papers.facts().stages[number].stage is Stage.PRINTED


def test_what_failed_is_printed_as_it_was_asked_for(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    finish(printer)
    assert look(papers, clock) == {}
    papers.send(case, number, sheet="a4-large", copies=3)
    printer.cancel(list(printer.jobs)[-1])
    assert look(papers, clock) == {number: Stage.FAILED}  # a reprint that failed is listed too
    assert papers.waiting().sent == 1
    job = open_jobs(desk.counter)[0]
    assert (job.sheet, job.copies) == ("a4-large", 3)
    assert list(printer.jobs.values())[-1].copies == 3


def test_a_page_that_failed_can_be_put_away_and_comes_again_when_asked_for(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    printer.cancel("1")
    assert look(papers, clock) == {number: Stage.FAILED}
    job = papers.facts().stages[number].id
    assert papers.drop(job).stage is Stage.PUT_AWAY
    assert look(papers, clock) == {}
    assert papers.waiting().sent == 0
    assert papers.send(case, number).stage is Stage.SENT


def test_the_list_says_whose_paper_it_is_and_no_more_than_a_list_may(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    case, _ = served(desk)
    papers.daily()
    clock.pass_seconds(11)
    papers.facts()
    assert {job.case: job.who for job in papers.facts().todo} == {case: "测*甲", "": ""}
    # who only keeps the machine sees no citizen, not even masked
    keeper = replace(desk.counter.clerk, roles=frozenset({Role.ADMINISTRATOR}))
    other = OpenedPapers(replace(desk.counter, clerk=keeper), papers._out, None)
    assert {job.case: job.who for job in other.facts().todo} == {case: "", "": ""}


def test_a_page_asked_for_again_goes_where_pages_go_now(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (number,) = served(desk)
    printer.cancel("1")
    look(papers, clock)
    papers.choose("", "", "slip80")
    again = papers.again(papers.facts().stages[number].id)
    assert (again.stage, len(printer.jobs)) == (Stage.SAVED, 1)
    assert [path.suffix for path in (desk.counter.folder / "printed").iterdir()] == [".pdf"]


def test_a_batch_leaves_out_the_page_that_cannot_be_drawn(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    printer.condition = Condition.PAPER_OUT
    look(papers, clock)
    (_, (one,)), (_, (two,)) = served(desk), served(desk)
    own = desk.counter.folder / "wording"
    own.mkdir()
    assert look(papers, clock) == {one: Stage.WAITING, two: Stage.WAITING}
    first = papers.talk.find(HERE)
    assert first is printer
    printer.condition = Condition.READY
    calls = []

    def drawn(case: str, document: str, sheet: str = "", copies: int = 0) -> object:
        calls.append(document)
        if document == one:
            raise Refused("unknown_document", "没有这份文书")
        return OpenedPapers._send(papers, case, document, sheet, copies)

    papers._send = drawn  # type: ignore[method-assign,assignment]  # one page that cannot be drawn
    done = papers.waiting()
    assert (done.sent, calls) == (1, [one, two])
    assert len(done.remaining) == 1
    assert done.trouble == "没有这份文书"


def test_another_printer_is_not_known_by_what_was_heard_of_the_one_before(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    printer.condition = Condition.PAPER_OUT
    look(papers, clock)
    assert not papers.facts().printer.ready
    papers.talk.found[THERE] = SimulatedDocPrinter()
    papers.choose(THERE, "", "slip80")
    papers.talk._ask(HERE, [])  # an asking of before, that took its time
    assert papers.facts().printer.ready


def test_the_day_is_counted_and_its_slip_comes_from_the_ticket_printer(
    desk: OpenedDesk, printer: SimulatedDocPrinter
) -> None:
    papers = desk._papers
    served(desk)
    roll = SimulatedSlipPrinter()
    papers.talk.slips["tcp:10.1.0.9"] = roll
    papers.choose(HERE, "tcp:10.1.0.9", "slip80")
    done = papers.daily()
    assert (done.stage, len(roll.slips), len(printer.jobs)) == (Stage.PRINTED, 1, 1)
    assert done.document.startswith("RQ511602")
    papers.choose(HERE, "", "slip80")
    served(desk)
    page = papers.daily()
    assert (page.stage, len(printer.jobs)) == (Stage.SENT, 3)
    assert page.document != done.document
    assert papers.copy("", page.document).title == "日清单"
    served(desk)
    printer.condition = Condition.PAPER_OUT
    papers.talk._states.clear()
    with pytest.raises(Unavailable):  # and no number is used up
        papers.daily()
    printer.condition = Condition.READY
    papers.drop(page.id)
    papers.talk._states.clear()
    assert papers.daily().document == f"{page.document[:-2]}03"


def test_a_document_is_sealed_and_the_sealed_file_saved(
    desk: OpenedDesk, printer: SimulatedDocPrinter, tmp_path: Path
) -> None:
    papers, counter = desk._papers, desk.counter
    case, (number,) = served(desk)
    assert not papers.copy(case, number).sealable
    with pytest.raises(Unavailable):
        papers.seal(case, number)
    choose_one(counter, SEAL, "simulated:")
    assert papers.copy(case, number).sealable
    assert papers.seal(case, number)
    seen = papers.copy(case, number)
    assert (seen.sealable, seen.sealed) == (False, True)
    where = papers.save_sealed(case, number, str(tmp_path / "盖章"))
    assert where.endswith("盖章.pdf")
    assert Path(where).read_bytes().startswith(b"%PDF")
    for bad, why in (
        (tmp_path / "盖章", "file_there"),
        (counter.folder / "store.db", "inside_data"),
        (tmp_path / "nowhere" / "x.pdf", "no_file"),
    ):
        with pytest.raises(ClerkError) as refused:
            papers.save(case, number, "", str(bad))
        assert refused.value.code == why
    assert papers.save(case, number, "", where) == where  # the dialog asked about this one


def test_no_number_of_the_day_is_used_up_for_a_ticket_printer_without_paper(
    desk: OpenedDesk, printer: SimulatedDocPrinter
) -> None:
    papers = desk._papers
    roll = SimulatedSlipPrinter(condition=Condition.PAPER_OUT)
    papers.talk.slips["tcp:10.1.0.9"] = roll
    papers.choose(HERE, "tcp:10.1.0.9", "slip80")
    for _ in range(3):
        with pytest.raises(Unavailable):
            papers.daily()
    roll.condition = Condition.READY
    assert papers.daily().document.endswith("01")


def test_a_slip_that_failed_stops_no_page(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    roll = SimulatedSlipPrinter(condition=Condition.OFFLINE)
    papers.talk.slips["tcp:10.1.0.9"] = roll
    papers.choose(HERE, "tcp:10.1.0.9", "slip80")
    slip = issue_daily_slip(desk.counter).number
    with pytest.raises(Unavailable):
        papers.send("", slip)
    assert papers.facts().stages[slip].stage is Stage.FAILED
    served_without_paper(desk, printer, clock)
    look(papers, clock)
    done = papers.waiting()
    assert (done.sent, len(printer.jobs)) == (1, 1)
    assert len(done.remaining) == 1  # the slip


def test_what_nobody_was_told_stays_to_be_told(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (number,) = served(desk)
    printer.cancel("1")
    look(papers, clock)
    job = papers.facts().stages[number]
    papers._unheard.add(job.id)  # as of a page that was handed over while nobody waited
    printer.condition = Condition.PAPER_OUT
    papers.waiting()
    assert [each.id for each in papers.facts().news] == [job.id]
    assert papers.facts().news == ()


def test_a_paper_that_was_never_sent_can_be_put_away_and_holds_up_no_reprint(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (first,) = served(desk)
    finish(printer)
    look(papers, clock)
    case, (waits,) = served_without_paper(desk, printer, clock)
    with pytest.raises(Refused, match=waits):
        papers.reprint_last()
    assert papers.put_away(case, waits).stage is Stage.PUT_AWAY
    assert look(papers, clock) == {}
    assert papers.reprint_last().document == first


def test_a_paper_given_some_other_way_a_week_ago_holds_up_no_reprint(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    _, (first,) = served(desk)
    finish(printer)
    look(papers, clock)
    served_without_paper(desk, printer, clock)
    clock.pass_seconds(8 * 24 * 3600)
    assert look(papers, clock) == {}
    assert papers.reprint_last().document == first


def test_a_slip_is_offered_for_no_sheet_of_paper(
    desk: OpenedDesk, printer: SimulatedDocPrinter
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    assert {name for name, _ in papers.copy(case, number).sheets} <= {"a4", "a4-large", "a5"}
    with pytest.raises(Misused) as refused:
        papers.send(case, number, sheet="slip80")
    assert refused.value.code == "unknown_sheet"
    assert len(printer.jobs) == 1
    with desk.counter.store.reading() as db:
        assert store.case(db, desk.counter.viewer, case).documents[0].printed == 0
