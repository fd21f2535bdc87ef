"""撤下: what a clerk took off is not offered again, and says whether it may be out."""

from __future__ import annotations

import pytest

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip, unchanged_slip
from clerk_app.deeds.print_jobs import (
    drop_job,
    make_job,
    poll_job,
    print_again,
    send_to_printer,
)
from clerk_app.deeds.print_more import reprint_last
from clerk_app.deeds.take_in import take_in
from clerk_app.kernel.errors import Refused, Unavailable
from clerk_app.storage.spool import JobStage, PrintJob
from tests.deeds.test_versions import ITEM, asked
from tests.deeds.tray import Tray
from tests.support.stores import HandClock

ADDRESS = "cups:HallA4"


ITEMS = (ITEM,)


def send(counter: Counter, case: str, tray: Tray, kind: str = "receipt") -> PrintJob:
    return send_to_printer(counter, case, kind, ADDRESS, copies=1, find=tray.find)


def test_what_is_taken_off_its_queue_is_put_away_at_once(
    counter: Counter, case: str, tray: Tray
) -> None:
    dropped = drop_job(counter, send(counter, case, tray).id, find=tray.find)
    assert (dropped.state, dropped.perhaps) == (JobStage.PUT_AWAY, 0)
    assert dropped.said == "已从打印队列里撤下，没有打印出来"
    with pytest.raises(Refused):
        drop_job(counter, dropped.id, find=tray.find)
    tray.work()
    assert tray.out == []
    assert send(counter, case, tray).reprint == 0


def test_what_lies_ready_is_put_away_at_once(counter: Counter, case: str, tray: Tray) -> None:
    made = make_job(counter, case, "receipt", ADDRESS, copies=1, find=tray.find)
    dropped = drop_job(counter, made.id, find=tray.find)
    assert (dropped.state, dropped.said) == (JobStage.PUT_AWAY, "已撤下，没有送出")


def test_what_is_given_up_is_put_away_and_may_be_out(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    tray.silent = True
    with pytest.raises(Unavailable) as caught:
        drop_job(counter, job.id, find=tray.find)
    assert caught.value.code == "perhaps_printed"
    given_up = drop_job(counter, job.id, find=tray.find)
    assert (given_up.state, given_up.perhaps) == (JobStage.PUT_AWAY, 1)
    assert given_up.said == "可能已经打出一份，没有再等"
    tray.silent = False
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PUT_AWAY
    assert print_again(counter, job.id, find=tray.find).reprint == 1


def test_the_last_paper_is_pointed_to_though_nothing_was_ever_printed_here(
    counter: Counter, case: str, tray: Tray
) -> None:
    with pytest.raises(Refused, match=f"{case}-02") as waits:
        reprint_last(counter, ADDRESS, find=tray.find)
    assert waits.value.code == "last_not_printed"
    tray.trouble = "gone"
    with pytest.raises(Unavailable):
        send(counter, case, tray)
    with pytest.raises(Refused, match=f"{case}-02.*可能已经打出") as perhaps:
        reprint_last(counter, ADDRESS, find=tray.find)
    assert perhaps.value.code == "last_perhaps_printed"


def test_where_no_paper_was_ever_issued_there_is_none_to_print_again(
    counter: Counter, tray: Tray
) -> None:
    with pytest.raises(Refused) as caught:
        reprint_last(counter, ADDRESS, find=tray.find)
    assert caught.value.code == "nothing_printed"


def test_a_slip_is_unchanged_until_something_else_is_recorded(
    counter: Counter, case: str, tray: Tray
) -> None:
    assert unchanged_slip(counter) == ""
    slip = issue_daily_slip(counter).number
    assert unchanged_slip(counter) == slip
    job = send_to_printer(counter, "", slip, ADDRESS, find=tray.find)
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    assert unchanged_slip(counter) == slip  # its own print is no act
    other = send(counter, case, tray)
    tray.work()
    poll_job(counter, other.id, find=tray.find)
    assert unchanged_slip(counter) == slip  # no more is the first print of another paper
    other = send(counter, case, tray)
    tray.work()
    poll_job(counter, other.id, find=tray.find)
    assert unchanged_slip(counter) == ""  # a reprint is counted
    second = issue_daily_slip(counter).number
    assert unchanged_slip(counter) == second
    take_in(counter, asked(counter))
    assert unchanged_slip(counter) == ""
    issue_daily_slip(counter)
    clock = counter.clock
    assert isinstance(clock, HandClock)
    clock.move(24 * 3600)
    assert unchanged_slip(counter) == ""  # of another day
