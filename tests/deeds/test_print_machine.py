"""Whatever a printer, a clerk and a power cut do in whatever order: no page comes out twice unless
the clerk asked for it, and none is called printed that nobody saw.

The spooler keeps count of the paper. The clerk tells the truth about what lies there.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_jobs import (
    confirm_printed,
    drop_job,
    hand_over_job,
    latest_jobs,
    make_job,
    open_jobs,
    poll_job,
    print_again,
    recover_jobs,
    send_to_printer,
)
from clerk_app.deeds.take_in import take_in
from clerk_app.devices.printing.port import JobState
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.spool import JobStage, PrintJob
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Died, Sheet, Tray
from tests.support.stores import PASSPHRASE, HandClock, create

TROUBLES = ("", "", "dies", "gone", "gone", "off", "away", "dies_before")


class Desk:
    """One open workstation for every run of the machine."""

    counter: Counter


@pytest.fixture(scope="module", autouse=True)
def _desk() -> Iterator[None]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        create(folder / "w")
        opened = Workstation(HandClock()).open(folder / "w", PASSPHRASE)
        Desk.counter = stack.enter_context(opened)
        load(Desk.counter, folder, ITEM)
        yield


class Printing(RuleBasedStateMachine):
    """A clerk, a spooler and a program that may end at any moment."""

    @initialize()
    def begin(self) -> None:
        self.tray = Tray()
        self.counter = Desk.counter
        while left := open_jobs(self.counter):  # of the run before
            with suppress(ClerkError):
                drop_job(self.counter, left[0].id, find=Tray().find)
        self.case = take_in(self.counter, asked(self.counter)).number
        self.asked = 0
        self.seen = 0

    @property
    def job(self) -> PrintJob | None:
        return next(iter(open_jobs(self.counter)), None)

    def last(self) -> PrintJob | None:
        mine = (job for job in latest_jobs(self.counter, 40) if job.case_number == self.case)
        return next(mine, None)

    @rule(trouble=st.sampled_from(TROUBLES), rashly=st.booleans())
    def press(self, trouble: str, rashly: bool) -> None:
        """打印 is pressed, or 重打 where a page is open; rashly, the other of the two."""
        job = self.last()
        again = job is not None and job.is_open is not rashly
        self.tray.trouble = trouble
        with self._ends():
            before = len(self.tray.jobs)
            try:
                if again and job is not None:
                    print_again(self.counter, job.id, find=self.tray.find)
                else:
                    self._send()
            finally:
                self.asked += len(self.tray.jobs) > before

    def _send(self) -> None:
        send_to_printer(
            self.counter, self.case, "receipt", "cups:HallA4", copies=1, find=self.tray.find
        )

    @rule()
    def draws(self) -> None:
        """A page is drawn for who must not wait for a printer; nothing has left the machine."""
        before = len(self.tray.jobs)
        with self._ends():
            make_job(
                self.counter, self.case, "receipt", "cups:HallA4", copies=1, find=self.tray.find
            )
        assert len(self.tray.jobs) == before

    @rule(trouble=st.sampled_from(TROUBLES), late=st.booleans())
    def hands_over(self, trouble: str, late: bool) -> None:
        """The page that lies ready goes, or, too late, one of before is tried once more."""
        job = self.last()
        if job is None or (job.state is not JobStage.MADE and not late):
            return
        self.tray.trouble = trouble
        before, was = len(self.tray.jobs), job.state
        with self._ends():
            try:
                hand_over_job(self.counter, job.id, find=self.tray.find)
            finally:
                sent = len(self.tray.jobs) > before
                assert not sent or was is JobStage.MADE
                self.asked += sent

    @precondition(lambda self: self.job is not None)
    @rule()
    def drops(self) -> None:
        """撤下: it shall not come out, or nobody can say."""
        job = self.job
        assert job is not None
        self._puts_away(job)

    @rule()
    def puts_away(self) -> None:
        """撤下 of a page that did not come out."""
        job = self.last()
        if job is not None and job.state is JobStage.FAILED:
            self._puts_away(job)

    def _puts_away(self, job: PrintJob) -> None:
        """It is gone for good: nothing of it waits, or she was told that it may be out."""
        with self._ends():
            dropped = drop_job(self.counter, job.id, find=self.tray.find)
            assert dropped.state is JobStage.PUT_AWAY
            waits = self.tray.jobs.get(job.spool_job)
            assert dropped.perhaps or waits is None or waits.state is not JobState.QUEUED

    @contextlib.contextmanager
    def _ends(self) -> Iterator[None]:
        """What the clerk is told is no matter here; a program that died is started again."""
        try:
            yield
        except ClerkError:
            pass
        except Died:
            before = len(self.tray.jobs)
            recover_jobs(self.counter)
            assert len(self.tray.jobs) == before  # nothing is sent by itself

    @rule()
    def prints(self) -> None:
        self.tray.work()

    @rule(how=st.sampled_from(("silent", "answers", "answers", "forgets")))
    def acts_up(self, how: str) -> None:
        """The spooler falls silent, answers again, or forgets what it held."""
        self.tray.silent = how == "silent"
        if how == "forgets":
            self.tray.forget()

    @precondition(lambda self: self.job is not None)
    @rule()
    def polls(self) -> None:
        job = self.job
        assert job is not None
        before = len(self.tray.jobs)
        poll_job(self.counter, job.id, find=self.tray.find)
        assert len(self.tray.jobs) == before

    @precondition(lambda self: self.job is not None)
    @rule()
    def looks(self) -> None:
        """The clerk says 已打出 of what lies there, and only of that."""
        job = self.job
        assert job is not None
        if job.needs_a_look and self._lies_there(job):
            confirm_printed(self.counter, job.id)

    def _lies_there(self, job: PrintJob) -> Sheet | None:
        return next((s for s in self.tray.out if s.sha256 == job.sha256), None)

    def _printed(self) -> list[str]:
        with self.counter.store.reading() as db:
            events = self.counter.journal.case_events(db, self.case)
        return [str((e.body or {})["sha256"]) for e in events if e.kind == "document.printed"]

    @invariant()
    def no_sheet_twice(self) -> None:
        if not hasattr(self, "case"):
            return
        sheets = [sheet.sha256 for sheet in self.tray.out]
        assert len(sheets) <= self.asked
        assert len(set(sheets)) == len(sheets)  # a second one is marked, so it is another page

    @invariant()
    def nothing_is_called_printed_that_is_not(self) -> None:
        if not hasattr(self, "case"):
            return
        printed = self._printed()
        assert len(set(printed)) == len(printed)
        assert set(printed) <= {sheet.sha256 for sheet in self.tray.out}

    @invariant()
    def one_open_job_at_most(self) -> None:
        if hasattr(self, "case"):
            waiting = [s for s in self.tray.jobs.values() if s.state is JobState.QUEUED]
            open_here = open_jobs(self.counter)
            assert len(open_here) <= 1
            # what still waits belongs to the open job, or was given up with the clerk's word
            assert len(waiting) <= len(open_here) + sum(
                job.perhaps for job in latest_jobs(self.counter, 40)
            )


Printing.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestPrinting = Printing.TestCase
