"""What is offered to the clerk on a real store: nothing lost, nothing told twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_jobs import make_job, open_jobs
from clerk_app.deeds.record_enquiry import record_enquiry
from clerk_app.desk.messages import Message, Weight
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.opened_papers import OpenedPapers
from clerk_app.desk.paper_port import Stage, WordingSeen
from clerk_app.desk.papers import PapersPresenter, wording_words
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.devices.printing.port import Condition, gone_silent
from clerk_app.devices.printing.simulated import SimulatedDocPrinter, SimulatedSlipPrinter
from clerk_app.enquiry.model import Asked
from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.wording import OWN_FOLDER
from clerk_app.storage.spool import JobStage
from tests.desk.test_opened_papers import HERE, finish, look, served
from tests.ui import journey_support as journey
from tests.ui.support import SetClock


class _Leaving(SimulatedDocPrinter):
    """Takes a page and falls silent, while somebody looks."""

    leaves = False
    looked = staticmethod(lambda: None)

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        named = super().submit(pdf, title=title, copies=copies)
        if self.leaves:
            self.looked()
            raise gone_silent()
        return named


@pytest.fixture
def printer(desk: OpenedDesk) -> _Leaving:
    made = _Leaving(at_once=False)
    desk._papers.talk.found[HERE] = made
    desk._papers.choose(HERE, "", "slip80")
    return made


def test_papers_without_a_case_that_were_never_printed_are_offered(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    """As a program leaves them that is killed between the number and the page."""
    papers, counter = desk._papers, desk.counter
    slip = issue_daily_slip(counter).number
    notice = record_enquiry(counter, Asked(journey.EIGHT_PAPERS)).documents[0].number
    assert look(papers, clock) == {slip: Stage.WAITING, notice: Stage.WAITING}
    assert papers.send("", slip).stage is Stage.SENT
    finish(printer)
    assert look(papers, clock) == {notice: Stage.WAITING}
    papers.put_away("", notice)
    assert look(papers, clock) == {}


def test_the_slip_of_the_day_waits_for_the_ticket_printer(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    roll = SimulatedSlipPrinter()
    papers.talk.slips["tcp:10.1.0.9"] = roll
    papers.choose(HERE, "tcp:10.1.0.9", "slip80")
    slip = issue_daily_slip(desk.counter).number
    assert look(papers, clock) == {slip: Stage.WAITING}
    assert papers.waiting().sent == 1
    assert (len(roll.slips), len(printer.jobs)) == (1, 0)
    assert look(papers, clock) == {}


@dataclass
class _Heard:
    messages: list[Message] = field(default_factory=list)

    def tell(self, message: Message) -> None:
        self.messages.append(message)


def test_a_printer_that_leaves_is_told_once(
    desk: OpenedDesk, printer: _Leaving, clock: SetClock
) -> None:
    papers = desk._papers
    _, (number,) = served(desk)
    finish(printer)
    look(papers, clock)
    heard = _Heard()
    act = PapersPresenter(
        papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, heard.tell
    )
    act.start()
    heard.messages.clear()
    printer.leaves, printer.looked = True, staticmethod(act.refresh)  # the page is seen on its way
    act.reprint_last()
    assert act.state.facts.stages[number].stage is Stage.UNANSWERED
    assert len(heard.messages) == 1
    assert "中途没有回话" in heard.messages[0].text


def test_wording_that_is_refused_is_told_at_the_start_and_only_then(desk: OpenedDesk) -> None:
    """Not at the confirmation, with the citizen at the window."""
    own = desk.counter.folder / OWN_FOLDER
    own.mkdir()
    (own / "acceptance.toml").write_text('sentence_of_old = "请妥善保管。"\n', encoding="utf-8")

    def start() -> list[Message]:
        heard = _Heard()
        PapersPresenter(
            desk._papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, heard.tell
        ).start()
        return heard.messages

    (told,) = start()
    assert told.weight is Weight.WARN
    assert told.happened == "大厅用语有错，改好以前出不了：受理通知书。"
    assert "acceptance.toml" in told.means
    assert "Alt 0" in told.press
    seen = WordingSeen("", 5, ("甲", "乙", "丙"), ("一", "二", "三", "四", "五"))
    assert wording_words(seen).happened == "大厅用语有错，改好以前出不了：一、二、三、四等 5 种。"
    assert wording_words(seen).means == "甲；乙；还有 1 处。"  # a screenful hides the work
    assert start() == []  # the same run, its window built again


def test_what_waits_is_told_with_the_wording_that_takes_its_place(desk: OpenedDesk) -> None:
    own = desk.counter.folder / OWN_FOLDER
    own.mkdir()
    issue_daily_slip(desk.counter)
    (own / "acceptance.toml").write_text('sentence_of_old = "请妥善保管。"\n', encoding="utf-8")
    heard = _Heard()
    PapersPresenter(
        desk._papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, heard.tell
    ).start()
    assert "acceptance.toml" in heard.messages[-1].means
    assert heard.messages[-1].means.endswith("另外，有 1 份文书还没有打出来，按 Ctrl P 看。")


def test_a_file_of_no_kind_stops_every_paper(desk: OpenedDesk) -> None:
    own = desk.counter.folder / OWN_FOLDER
    own.mkdir()
    heard = _Heard()
    act = PapersPresenter(
        desk._papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, heard.tell
    )
    act.start()
    assert heard.messages == []
    (own / "acceptence.toml").write_text("", encoding="utf-8")
    told = wording_words(desk._papers.wording())
    assert told.happened == "大厅用语有错，改好以前出不了：所有文书。"
    assert "acceptence.toml" in told.means


def test_a_slip_whose_printer_is_no_more_comes_out_on_a_page(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    papers = desk._papers
    for roll in (
        SimulatedSlipPrinter(vanishes_after=10),  # may have come out
        SimulatedSlipPrinter(condition=Condition.OFFLINE),  # did not
    ):
        papers.talk.slips["tcp:10.1.0.9"] = roll
        papers.choose(HERE, "tcp:10.1.0.9", "slip80")
        slip = issue_daily_slip(desk.counter).number
        with pytest.raises(Unavailable):
            papers.send("", slip)
        printer.condition = Condition.PAPER_OUT
        papers.choose(HERE, "", "slip80")
        (job,) = (each for each in papers.facts().todo if each.document == slip)
        with pytest.raises(Unavailable) as caught:
            papers.again(job.id)
        assert caught.value.code == "paper_out"
        assert papers.facts().stages[slip].id == job.id
        printer.condition = Condition.READY
        done = papers.again(job.id)
        assert (done.document, done.stage) == (slip, Stage.SENT)
        assert done.reprint == (1 if job.stage is Stage.UNANSWERED else 0)
        finish(printer)
        assert slip not in look(papers, clock)


def test_a_key_that_failed_hushes_no_other_page(
    desk: OpenedDesk, printer: _Leaving, clock: SetClock
) -> None:
    papers = desk._papers
    case, (number,) = served(desk)
    finish(printer)
    look(papers, clock)
    _, (other,) = served(desk)
    theirs = list(printer.jobs)[-1]
    heard = _Heard()
    act = PapersPresenter(
        papers, ImmediateRunner(), ImmediateRunner(), lambda _state: None, heard.tell
    )
    act.start()
    heard.messages.clear()
    printer.leaves, printer.looked = True, staticmethod(act.refresh)
    with pytest.raises(Unavailable):  # the key on the preview, which says so itself
        papers.send(case, number)
    act.refresh()
    assert act.state.facts.stages[number].stage is Stage.UNANSWERED
    assert heard.messages == []
    printer.cancel(theirs)
    clock.pass_seconds(11)
    act.refresh()
    act.refresh()
    assert act.state.facts.stages[other].stage is Stage.FAILED
    assert len(heard.messages) == 1


def test_what_was_left_open_is_recovered_once_and_only_what_was_left(
    desk: OpenedDesk, printer: SimulatedDocPrinter, clock: SetClock
) -> None:
    counter = desk.counter
    case, (number,) = served(desk)
    finish(printer)
    look(desk._papers, clock)
    old = make_job(counter, case, number, HERE, find=lambda _: printer)
    opened = OpenedPapers(counter, counter.folder / "printed", None)
    (slip, page) = (issue_daily_slip(counter).number, counter.folder / "spool")
    ours = make_job(counter, "", slip, HERE, find=lambda _: printer)
    opened.start()  # late: a full disk had stopped it
    assert [(job.id, job.state) for job in open_jobs(counter)] == [(ours.id, JobStage.MADE)]
    assert [path.name for path in page.iterdir()] == [f"{ours.id}.pdf"]
    assert opened.start() is None
    assert old.id < ours.id
