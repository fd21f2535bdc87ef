"""Two halves of a print job, 补打上一份, batches, slips: what a clerk must not get by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Connection

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_jobs import (
    confirm_printed,
    drop_job,
    hand_over_job,
    latest_jobs,
    make_job,
    open_jobs,
    poll_job,
    print_again,
    send_to_printer,
)
from clerk_app.deeds.print_more import print_batch, reprint_last
from clerk_app.deeds.print_slip import print_slip, print_slip_again
from clerk_app.deeds.printers import Printers, choose
from clerk_app.deeds.take_in import take_in
from clerk_app.devices.printing.simulated import SimulatedSlipPrinter
from clerk_app.kernel.errors import Misused, Refused, Unavailable
from clerk_app.storage.engine import Store
from clerk_app.storage.spool import JobStage
from tests.deeds.test_print_jobs import ADDRESS, code, send
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Tray
from tests.support.stores import PASSPHRASE, HandClock, create


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One open workstation for all; every test leaves no page on its way."""
    folder = tmp_path_factory.mktemp("halves")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


def test_a_page_drawn_beforehand_is_handed_over_once(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = make_job(counter, case, "one_time_notice", ADDRESS, copies=1, find=tray.find)
    assert (job.state, job.sha256, tray.jobs) == (JobStage.MADE, "", {})
    handed = hand_over_job(counter, job.id, find=tray.find)
    (sheet,) = tray.jobs.values()
    assert (handed.state, handed.sha256) == (JobStage.HANDED, sheet.sha256)
    with pytest.raises(Refused) as refused:
        hand_over_job(counter, job.id, find=tray.find)
    assert code(refused) == "not_open"
    assert len(tray.jobs) == 1
    assert open_jobs(counter) == (handed,)  # and what is on its way stays so
    tray.work()
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED


def test_a_page_dropped_before_it_is_sent_leaves_nothing_behind(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = make_job(counter, case, "one_time_notice", ADDRESS, copies=1, find=tray.find)
    dropped = drop_job(counter, job.id, find=tray.find)
    assert (dropped.state, dropped.said) == (JobStage.PUT_AWAY, "已撤下，没有送出")
    assert list((counter.folder / "spool").iterdir()) == []
    with pytest.raises(Refused):
        hand_over_job(counter, job.id, find=tray.find)
    assert tray.jobs == {}
    first = send(counter, case, tray)  # nothing came out: the next is the first
    assert first.reprint == 0
    drop_job(counter, first.id, find=tray.find)


def test_the_paper_of_the_citizen_before_is_never_reprinted_instead_of_the_last(
    counter: Counter, case: str, tray: Tray
) -> None:
    first = send(counter, case, tray)
    tray.work()
    poll_job(counter, first.id, find=tray.find)
    other = take_in(counter, asked(counter)).number
    last = send(counter, other, tray, "receipt")
    with pytest.raises(Refused, match=f"{other}-02") as on_its_way:
        reprint_last(counter, ADDRESS, find=tray.find)
    tray.forget()
    poll_job(counter, last.id, find=tray.find)
    with pytest.raises(Refused, match=f"{other}-02"):
        reprint_last(counter, ADDRESS, find=tray.find)
    tray.trouble = "off"
    with pytest.raises(Unavailable):
        print_again(counter, last.id, find=tray.find)
    with pytest.raises(Refused) as failed:
        reprint_last(counter, ADDRESS, find=tray.find)
    assert code(on_its_way) == code(failed) == "last_not_printed"
    (given_up, _) = latest_jobs(counter, 2)
    assert drop_job(counter, given_up.id, find=tray.find).state is JobStage.PUT_AWAY
    with pytest.raises(Refused, match=f"{other}-01"):  # issued with it, and never sent
        reprint_last(counter, ADDRESS, find=tray.find)
    notice = send(counter, other, tray)
    tray.work()
    poll_job(counter, notice.id, find=tray.find)
    again = reprint_last(counter, ADDRESS, find=tray.find)
    assert (again.number, again.reprint) == (f"{other}-01", 1)
    drop_job(counter, again.id, find=tray.find)


def test_one_page_that_cannot_be_drawn_holds_up_no_other(
    counter: Counter, case: str, tray: Tray
) -> None:
    other = take_in(counter, asked(counter)).number
    papers = [(case, "nonsense"), (case, f"{case}-01"), (other, f"{other}-01")]
    done = print_batch(counter, papers, ADDRESS, find=tray.find)
    assert [job.number for job in done.jobs] == [f"{case}-01", f"{other}-01"]
    assert (done.remaining, done.code) == (("nonsense",), "unknown_document")
    for job in done.jobs:
        drop_job(counter, job.id, find=tray.find)
    tray.trouble = "off"
    stopped = print_batch(counter, papers[1:], ADDRESS, find=tray.find)
    assert (stopped.jobs, len(stopped.remaining)) == ((), 2)
    assert stopped.code == "printer_offline"


def test_a_name_that_could_not_be_written_down_is_written_at_the_next_asking(
    counter: Counter, case: str, tray: Tray
) -> None:
    store, writes = counter.store, [0]

    class Full:
        """A disk that fills up once the spooler has the page."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def transaction(self) -> AbstractContextManager[Connection]:
            if tray.jobs and not writes[0]:
                writes[0] = 1
                raise Unavailable("disk_full", "磁盘已满")
            return store.transaction()

    short = replace(counter, store=cast("Store", Full()))
    with pytest.raises(Unavailable) as caught:
        send(short, case, tray)
    assert code(caught) == "disk_full"
    (job,) = open_jobs(counter)
    assert (job.state, job.spool_job) == (JobStage.HANDED, "")
    tray.work()
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED
    assert len(tray.out) == 1


def test_a_slip_is_sent_to_no_printer_of_pages(counter: Counter, tray: Tray) -> None:
    number = issue_daily_slip(counter).number  # it may go on a slip
    with pytest.raises(Misused, match="小票机") as sheet:
        send_to_printer(counter, "", number, ADDRESS, sheet="slip80", find=tray.find)
    assert code(sheet) == "unknown_sheet"
    assert tray.jobs == {}


def test_a_slip_that_did_not_answer_comes_again_from_the_ticket_printer(counter: Counter) -> None:
    roll = SimulatedSlipPrinter()
    roll.answers = False
    choose(counter, Printers("", "tcp:10.1.0.9", "slip80"))
    number = issue_daily_slip(counter).number
    job = print_slip(counter, number, find=lambda _a: roll)
    assert job.state is JobStage.UNANSWERED
    with pytest.raises(Refused) as refused:
        print_again(counter, job.id, ADDRESS, find=Tray().find)
    assert code(refused) == "slip_job"
    roll.answers = True
    again = print_slip_again(counter, job.id, find=lambda _a: roll)
    assert (again.state, again.reprint, again.printer) == (
        JobStage.PRINTED,
        1,
        "slip:tcp:10.1.0.9",
    )


def test_a_page_whose_printer_never_says_printed_is_confirmed_by_who_looked(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    with pytest.raises(Refused) as early:
        confirm_printed(counter, job.id, find=tray.find)
    assert code(early) == "not_unanswered"
    later = replace(counter, clock=HandClock(counter.clock.now() + timedelta(minutes=1)))
    done = confirm_printed(later, job.id, find=tray.find)
    assert (done.state, done.said) == (JobStage.PRINTED, "工作人员看过，已打出")
