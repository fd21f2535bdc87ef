"""重打 loses no page: what cannot be recorded leaves the old one to be offered; only 撤下 puts one
away. And what a 日清单 is counted anew for."""

from __future__ import annotations

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds import print_jobs
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip, unchanged_slip
from clerk_app.deeds.print_jobs import (
    confirm_printed,
    drop_job,
    latest_jobs,
    make_job,
    open_jobs,
    poll_job,
    print_again,
    recover_jobs,
    send_to_printer,
)
from clerk_app.deeds.print_slip import print_slip, print_slip_again
from clerk_app.deeds.printers import SLIP, choose_one
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.devices.printing.simulated import SimulatedSlipPrinter
from clerk_app.kernel.errors import Refused, Unavailable
from clerk_app.storage.spool import JobStage, PrintJob
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Tray
from tests.support.stores import PASSPHRASE, HandClock, create

ADDRESS = "cups:HallA4"


ITEMS = (ITEM,)


def send(counter: Counter, case: str, tray: Tray, kind: str = "receipt") -> PrintJob:
    return send_to_printer(counter, case, kind, ADDRESS, copies=1, find=tray.find)


def silent_job(counter: Counter, case: str, tray: Tray) -> PrintJob:
    """A page nobody can say of whether it came out."""
    job = send(counter, case, tray)
    tray.silent = True
    job = poll_job(counter, job.id, find=tray.find)
    assert job.state is JobStage.UNANSWERED
    return job


def nothing_more(counter: Counter) -> None:
    """From here on no new page can be recorded: the disk is full."""
    with counter.store.transaction() as db:
        db.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON print_jobs "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


def room_again(counter: Counter) -> None:
    with counter.store.transaction() as db:
        db.exec_driver_sql("DROP TRIGGER no_room")


def test_a_page_that_may_be_out_is_offered_as_long_as_no_other_took_its_place(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = silent_job(counter, case, tray)
    nothing_more(counter)
    with pytest.raises(Exception, match=r"full|磁盘|数据"):
        print_again(counter, job.id, find=tray.find)
    room_again(counter)
    assert [each.id for each in open_jobs(counter)] == [job.id]  # 1, 2 and 4 as before
    tray.silent = False
    again = print_again(counter, job.id, find=tray.find)
    assert again.reprint == 0  # the spooler had it still, and gave it back
    assert [each.state for each in latest_jobs(counter)] == [JobStage.HANDED, JobStage.FAILED]


def test_the_page_that_takes_its_place_says_that_there_may_be_two(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = silent_job(counter, case, tray)
    again = print_again(counter, job.id, find=tray.find)
    assert again.reprint == 1
    old = latest_jobs(counter)[1]
    assert (old.id, old.state, old.perhaps) == (job.id, JobStage.PUT_AWAY, 1)
    assert [each.id for each in open_jobs(counter)] == [again.id]
    with pytest.raises(Refused):
        confirm_printed(counter, job.id, find=tray.find)
    tray.silent = False
    assert drop_job(counter, again.id, find=tray.find).state is JobStage.PUT_AWAY


@pytest.mark.parametrize("ready", [True, False])
def test_a_program_that_ends_within_a_reprint_leaves_a_page_to_offer(
    counter: Counter, case: str, tray: Tray, ready: bool
) -> None:
    make = make_job if ready else send_to_printer
    job = make(counter, case, "receipt", ADDRESS, copies=1, find=tray.find)
    if ready:
        (counter.folder / print_jobs.SPOOL / f"{job.id}.pdf").unlink()
    nothing_more(counter)
    with pytest.raises(Exception, match=r"full|磁盘|数据"):
        print_again(counter, job.id, find=tray.find)
    room_again(counter)
    recover_jobs(counter)
    (left,) = latest_jobs(counter)
    assert (left.state, left.perhaps) == (JobStage.FAILED, 0)
    assert "撤下，没有送出" not in left.said
    tray.work()
    assert tray.out == []  # it was taken off its queue
    tray.trouble = ""
    assert print_again(counter, left.id, find=tray.find).reprint == 0


def test_a_slip_that_may_be_out_is_offered_as_long_as_no_other_took_its_place(
    counter: Counter,
) -> None:
    roll = SimulatedSlipPrinter(answers=False)
    choose_one(counter, SLIP, "tcp:10.1.0.9")
    number = issue_daily_slip(counter).number
    job = print_slip(counter, number, find=lambda _a: roll)
    assert job.state is JobStage.UNANSWERED

    def gone(_address: str) -> SimulatedSlipPrinter:
        raise Unavailable("printer_gone", "小票机没有了")

    with pytest.raises(Unavailable):
        print_slip_again(counter, job.id, find=gone)
    assert [each.id for each in open_jobs(counter)] == [job.id]
    roll.answers = True
    again = print_slip_again(counter, job.id, find=lambda _a: roll)
    assert (again.state, again.reprint) == (JobStage.PRINTED, 1)
    assert roll.slips[1] != roll.slips[0]  # and so it says itself
    assert open_jobs(counter) == ()


def test_a_page_heard_of_meanwhile_is_not_given_up(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = silent_job(counter, case, tray)
    with counter.store.transaction() as db:  # its name is lost: nobody can be asked of it
        db.exec_driver_sql("UPDATE print_jobs SET spool_job = ''")

    def found(_address: str) -> Tray:  # and is found again beside: the page came out
        with counter.store.transaction() as db:
            db.exec_driver_sql("UPDATE print_jobs SET spool_job = 'job-1'")
        tray.silent = False
        tray.work()
        poll_job(counter, job.id, find=tray.find)
        return tray

    with pytest.raises(Refused) as caught:
        print_again(counter, job.id, find=found)
    assert caught.value.code == "already_printed"
    assert len(latest_jobs(counter)) == 1


@pytest.mark.parametrize(
    ("said", "perhaps"), [("已撤下，没有送出", 0), ("可能已经打出，没有再等", 1)]
)
def test_what_a_program_of_before_took_off_stays_off(
    counter: Counter, case: str, tray: Tray, said: str, perhaps: int
) -> None:
    send(counter, case, tray)
    with counter.store.transaction() as db:
        db.exec_driver_sql(
            "UPDATE print_jobs SET state = 'failed', said = ?, perhaps = ?", (said, perhaps)
        )
    recover_jobs(counter)
    (old,) = latest_jobs(counter)
    assert (old.state, old.perhaps) == (JobStage.PUT_AWAY, perhaps)


def test_what_failed_by_itself_is_still_offered(counter: Counter, case: str, tray: Tray) -> None:
    send(counter, case, tray)
    with counter.store.transaction() as db:
        db.exec_driver_sql(
            "UPDATE print_jobs SET state = 'failed', said = '已从打印队列里撤下，没有打印出来'"
        )
    recover_jobs(counter)
    assert latest_jobs(counter)[0].state is JobStage.FAILED


def test_only_what_a_slip_counts_makes_another(counter: Counter, case: str, tray: Tray) -> None:
    slip = issue_daily_slip(counter).number
    take_ticket(counter)
    assert unchanged_slip(counter) == slip
    for reprint in (0, 1):
        job = send(counter, case, tray)
        tray.work()
        assert poll_job(counter, job.id, find=tray.find).reprint == reprint
        assert unchanged_slip(counter) == ("" if reprint else slip)
    second = issue_daily_slip(counter).number
    assert unchanged_slip(counter) == second
    take_in(counter, asked(counter))
    assert unchanged_slip(counter) == ""


def test_signing_in_again_makes_no_other(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("twice")
    create(folder / "w")
    clock = HandClock()
    with Workstation(clock).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        take_in(opened, asked(opened))
        slip = issue_daily_slip(opened).number
    clock.move(60)
    with Workstation(clock).open(folder / "w", PASSPHRASE) as opened:
        assert unchanged_slip(opened) == slip
