"""A printer that does not answer for half a minute keeps nobody waiting: neither an act, nor the
store, nor another screen. With the threads of the shipped program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from clerk_app.deeds import print_jobs
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.paper_port import Stage
from clerk_app.devices.printing.port import gone_silent, offline
from clerk_app.devices.printing.simulated import SimulatedDocPrinter
from clerk_app.kernel.errors import Unavailable
from clerk_app.storage.spool import JobStage
from tests.ui import journey_support as journey
from tests.ui.journey_support import SECRET, Window
from tests.ui.paper_support import ADDRESS, paper
from tests.ui.support import SetClock
from ui.runner import QtRunner
from ui.shell import Shell


class Silent(SimulatedDocPrinter):
    """Takes a page and says nothing until it is let go; then it says what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.at_once = False
        self.asked, self.go = Event(), Event()
        self.trouble: Unavailable | None = None

    def submit(self, pdf: Path, *, title: str, copies: int) -> str:
        self.asked.set()
        assert self.go.wait(120)
        if self.trouble is not None:
            raise self.trouble
        return super().submit(pdf, title=title, copies=copies)


@contextmanager
def shown(qtbot: QtBot, folder: Path, printer: Silent) -> Iterator[Window]:
    """The window as it ships: a worker for the store, one for the printer, one beside them."""
    clock, runner, devices = SetClock(), QtRunner(), QtRunner("printer")
    shell = Shell(journey.entrance(folder, clock, threads=True), runner, clock, devices=devices)
    qtbot.addWidget(shell)
    shell.show()
    shell.presenter.submit(SECRET)
    qtbot.waitUntil(lambda: shell.main is not None, timeout=120_000)
    assert isinstance(shell.desk, OpenedDesk)
    window = Window(shell, shell.desk)
    window.desk._papers.talk.found[ADDRESS] = printer
    window.desk._papers.choose(ADDRESS, "", "slip80")
    take_ticket(window.desk.counter)
    qtbot.waitUntil(lambda: not window.intake.state.loading, timeout=120_000)
    try:
        yield window
    finally:
        printer.go.set()
        shell.close()
        devices.close()
        runner.close()


def served(qtbot: QtBot, window: Window) -> str:
    """One citizen served, through the worker."""
    screen = window.intake
    act = screen.presenter
    act.fill("name", "张三示例")
    act.applicant_done()
    act.search(journey.EIGHT_PAPERS)
    act.pick()
    qtbot.waitUntil(lambda: screen.state.item is not None, timeout=120_000)
    for _ in range(screen.state.situation_count):
        act.answer(0)
    act.all_in_order()
    act.confirm()
    qtbot.waitUntil(lambda: screen.state.done is not None, timeout=120_000)
    assert screen.state.done is not None
    return screen.state.done.number


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return journey.made_once(tmp_path_factory).copy(tmp_path / "w")


def test_an_act_is_done_while_the_printer_is_silent(qtbot: QtBot, folder: Path) -> None:
    printer = Silent()
    with shown(qtbot, folder, printer) as window:
        number = served(qtbot, window)
        done = window.intake.state.done
        assert done is not None
        assert printer.asked.wait(120)  # the page is in the printer's hand, which says nothing
        assert {each.stage for each in done.documents} == {Stage.SENT}
        counter = window.desk.counter
        (job,) = print_jobs.open_jobs(counter)
        assert (job.case_number, job.state) == (number, JobStage.HANDED)
        window.intake.presenter.next_citizen()
        other = served(qtbot, window)  # and the next citizen is served meanwhile
        assert other != number
        printer.go.set()
        qtbot.waitUntil(lambda: len(printer.jobs) == 2, timeout=120_000)


@pytest.mark.parametrize(
    ("trouble", "stage"),
    [(offline("打印服务没有运行"), Stage.FAILED), (gone_silent(), Stage.UNANSWERED)],
)
def test_what_went_wrong_while_nobody_waited_is_told_once(
    qtbot: QtBot, folder: Path, trouble: Unavailable, stage: Stage
) -> None:
    printer = Silent()
    printer.trouble = trouble
    with shown(qtbot, folder, printer) as window:
        served(qtbot, window)
        assert printer.asked.wait(120)
        frame = window.shell.frame
        assert frame is not None

        def said() -> str:
            return frame.state.notice.happened if frame.state.notice else ""

        frame.dismiss()
        printer.go.set()
        qtbot.waitUntil(lambda: not _handed(window), timeout=120_000)
        window.main.papers.refresh()
        qtbot.waitUntil(lambda: "受理通知书" in said(), timeout=120_000)
        assert {job.stage for job in window.main.papers.state.facts.todo} == {stage}
        frame.dismiss()
        seen = len(window.main.papers.state.facts.todo)
        window.main.papers.refresh()
        qtbot.wait(300)
        assert said() == ""
        assert len(window.main.papers.state.facts.todo) == seen == 1


def _handed(window: Window) -> bool:
    jobs = print_jobs.open_jobs(window.desk.counter)
    return any(job.state in (JobStage.MADE, JobStage.HANDED) for job in jobs)


def test_the_store_answers_while_a_key_waits_for_the_printer(qtbot: QtBot, folder: Path) -> None:
    printer = Silent()
    printer.go.set()
    with shown(qtbot, folder, printer) as window:
        number = served(qtbot, window)
        qtbot.waitUntil(lambda: len(printer.jobs) == 1, timeout=120_000)
        printer.finish(next(iter(printer.jobs)))
        counter = window.desk.counter
        (job,) = print_jobs.open_jobs(counter)

        def came_out() -> bool:  # what it was called at the printer may not be on disk yet
            polled = print_jobs.poll_job(counter, job.id, find=lambda _a: printer)
            return polled.state is JobStage.PRINTED

        qtbot.waitUntil(came_out, timeout=120_000)
        printer.go.clear()
        printer.asked.clear()
        window.main.show_paper(f"{number}/{job.number}")
        preview = paper(window).presenter
        qtbot.waitUntil(lambda: preview.state.copy is not None, timeout=120_000)
        preview.print()
        assert printer.asked.wait(120)
        window.cases.presenter.open_number(number)  # another screen reads the store meanwhile
        qtbot.waitUntil(lambda: window.cases.presenter.state.file is not None, timeout=120_000)
        assert preview.state.busy
        printer.go.set()
        qtbot.waitUntil(lambda: not preview.state.busy, timeout=120_000)


def test_a_window_that_closes_waits_for_the_page_that_is_being_sent(
    qtbot: QtBot, folder: Path
) -> None:
    printer = Silent()
    printer.go.set()
    with shown(qtbot, folder, printer) as window:
        served(qtbot, window)
        papers, store = window.desk._papers, window.desk.counter.store
        papers.close()
        with pytest.raises(Unavailable, match="正在关闭"):
            papers.reprint_last()
        with store.reading():  # only the sending has ended
            pass
