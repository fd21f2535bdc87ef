"""Pages through a spooler: what is claimed, what is offered again, what never comes out twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.print_jobs import (
    SPOOL,
    confirm_printed,
    drop_job,
    open_jobs,
    poll_job,
    print_again,
    recover_jobs,
    send_to_printer,
)
from clerk_app.deeds.print_more import (
    papers_of,
    print_batch,
    print_test_page,
    reprint_last,
    save_pdf,
)
from clerk_app.deeds.printers import (
    DOCUMENT,
    SEAL,
    SLIP,
    Printers,
    choose,
    choose_one,
    chosen,
    refuse_simulated,
)
from clerk_app.deeds.take_in import take_in
from clerk_app.devices.printing.port import JobState
from clerk_app.intake import store as intake
from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import ClerkError, Unavailable
from clerk_app.storage import spool
from clerk_app.storage.backup import backup
from clerk_app.storage.facts import set_fact
from clerk_app.storage.spool import JobStage, PrintJob
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Died, Tray
from tests.support.faults import NEEDS_ROOT, small_disk
from tests.support.stores import PASSPHRASE, HandClock, create

ADDRESS = "cups:HallA4"
DAY = 24 * 3600


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One open workstation for all; every test takes in a case of its own."""
    folder = tmp_path_factory.mktemp("jobs")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


def send(counter: Counter, case: str, tray: Tray, kind: str = "one_time_notice") -> PrintJob:
    return send_to_printer(counter, case, kind, ADDRESS, copies=1, find=tray.find)


def printed(counter: Counter, case: str) -> list[Body]:
    """What the journal says was printed of a case."""
    with counter.store.reading() as db:
        events = counter.journal.case_events(db, case)
    return [e.body or {} for e in events if e.kind == "document.printed"]


def code(error: pytest.ExceptionInfo[ClerkError]) -> str:
    return error.value.code


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_page_counts_as_printed_when_the_printer_says_so_and_once(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    assert (job.state, job.spool_job, job.reprint) == (JobStage.HANDED, "job-1", 0)
    assert job.title == tray.jobs["job-1"].title == f"一次性告知书 {case}-01"
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.HANDED
    assert printed(counter, case) == []
    with counter.store.reading() as db:
        assert intake.case(db, counter.viewer, case).documents[0].printed == 0
    tray.work()
    for _ in range(3):
        assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED
    (body,) = printed(counter, case)
    assert body == {
        "number": f"{case}-01",
        "kind": "one_time_notice",
        "reprint": 0,
        "sha256": tray.out[0].sha256,
    }
    assert len(tray.out) == 1
    assert list((counter.folder / SPOOL).iterdir()) == []


def test_a_stale_answer_moves_nothing_that_is_settled(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    with counter.store.transaction() as db:
        assert not spool.move(db, job.id, (JobStage.HANDED,), JobStage.FAILED, perhaps=1)
        assert spool.job(db, job.id).state is JobStage.PRINTED
        assert spool.pages_out(db, job.number, 0) == 1


def test_the_row_is_on_the_disk_before_the_spooler_hears_of_the_page(
    counter: Counter, case: str, tray: Tray
) -> None:
    seen: list[str] = []
    tray.before = lambda: seen.extend(job.state for job in open_jobs(counter))
    send(counter, case, tray)
    assert seen == ["handed"]
    drop_job(counter, open_jobs(counter)[0].id, find=tray.find)


@pytest.mark.parametrize(("trouble", "sheets"), [("dies", 1), ("dies_before", 0)])
def test_killed_between_spool_and_answer_the_page_is_offered_and_not_sent(
    counter: Counter, case: str, tray: Tray, trouble: str, sheets: int
) -> None:
    tray.trouble = trouble
    with pytest.raises(Died):
        send(counter, case, tray)
    tray.work()
    (job,) = recover_jobs(counter)
    assert job.needs_a_look
    assert "可能已经打出" in job.said
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.UNANSWERED
    with pytest.raises(ClerkError) as caught:
        send(counter, case, tray)
    assert code(caught) == "print_open"
    assert (len(tray.out), printed(counter, case)) == (sheets, [])
    if sheets:
        done = confirm_printed(counter, job.id)
        assert done.state is JobStage.PRINTED
        (body,) = printed(counter, case)
        assert body["confirmed"] == 1
        with pytest.raises(ClerkError) as caught:
            confirm_printed(counter, job.id)
        assert code(caught) == "not_unanswered"
        assert len(printed(counter, case)) == 1
    else:
        again = print_again(counter, job.id, find=tray.find)
        tray.work()
        poll_job(counter, again.id, find=tray.find)
        assert again.reprint == 1
        assert "补打 1 次" in text_of(tray.out[0].pdf)
        assert [body["reprint"] for body in printed(counter, case)] == [1]
    assert open_jobs(counter) == ()


def test_a_page_that_never_was_handed_over_is_known_not_to_have_come_out(
    counter: Counter, case: str, tray: Tray
) -> None:
    with counter.store.transaction() as db:
        spool.add(db, number=f"{case}-01", kind="one_time_notice", case_number=case)
    assert recover_jobs(counter) == ()
    assert send(counter, case, tray).reprint == 0
    drop_job(counter, open_jobs(counter)[0].id, find=tray.find)


def test_a_printer_that_is_off_got_nothing_and_the_page_may_be_sent_again(
    counter: Counter, case: str, tray: Tray
) -> None:
    tray.trouble = "off"
    with pytest.raises(Unavailable) as caught:
        send(counter, case, tray)
    assert code(caught) == "printer_offline"
    assert open_jobs(counter) == ()
    assert send(counter, case, tray).reprint == 0
    drop_job(counter, open_jobs(counter)[0].id, find=tray.find)


@pytest.mark.parametrize(("trouble", "sheets"), [("gone", 1), ("away", 0)])
def test_a_printer_that_vanishes_half_way_makes_the_clerk_look(
    counter: Counter, case: str, tray: Tray, trouble: str, sheets: int
) -> None:
    tray.trouble = trouble
    with pytest.raises(Unavailable) as caught:
        send(counter, case, tray)
    assert code(caught) == "printer_gone"
    tray.work()
    (job,) = open_jobs(counter)
    assert job.needs_a_look
    again = print_again(counter, job.id, find=tray.find)
    tray.work()
    poll_job(counter, again.id, find=tray.find)
    assert len(tray.out) == sheets + 1
    assert ["补打 1 次" in text_of(sheet.pdf) for sheet in tray.out] == [False] * sheets + [True]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason=NEEDS_ROOT)
def test_a_full_disk_while_the_page_is_saved_sends_nothing(
    counter: Counter, case: str, tray: Tray
) -> None:
    with small_disk(counter.folder / SPOOL, "16k"), pytest.raises(Unavailable) as caught:
        send(counter, case, tray)
    assert code(caught) == "disk_full"
    assert (open_jobs(counter), tray.jobs, printed(counter, case)) == ((), {}, [])
    assert send(counter, case, tray).reprint == 0
    drop_job(counter, open_jobs(counter)[0].id, find=tray.find)


def test_what_the_spooler_keeps_of_a_settled_page_is_cleared_after_it_is_written_down(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    poll_job(counter, job.id, find=tray.find)
    assert tray.cleared == []  # it waits
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    assert tray.cleared == ["job-1"]
    seen = send(counter, case, tray)
    tray.silent = True
    assert poll_job(counter, seen.id, find=tray.find).state is JobStage.UNANSWERED
    assert tray.cleared == ["job-1"]  # nobody knows yet
    confirm_printed(counter, seen.id, find=tray.find)
    tray.silent = False
    off = send(counter, case, tray)
    drop_job(counter, off.id, find=tray.find)
    assert tray.cleared == ["job-1", "job-2", "job-3"]


def test_a_page_cancelled_in_the_printers_hand_is_printed_again_as_a_copy(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    tray.jobs[job.spool_job].state = JobState.UNKNOWN  # what a driver says of it
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.UNANSWERED
    again = print_again(counter, job.id, find=tray.find)
    assert again.reprint == 1
    drop_job(counter, again.id, find=tray.find)


def test_pages_half_written_go_at_the_next_start(counter: Counter) -> None:
    folder = counter.folder / SPOOL
    folder.mkdir(exist_ok=True)
    for name in (".7.pdf.abcd1234", "7.pdf", ".test.pdf.zz00zz00"):
        (folder / name).write_bytes(b"%PDF")
    recover_jobs(counter)
    assert list(folder.iterdir()) == []


def test_a_simulated_printer_prints_for_practice_and_samples_alone(
    counter: Counter, case: str
) -> None:
    for act in (
        lambda: send_to_printer(counter, case, "receipt", "simulated:"),
        lambda: print_test_page(counter, "simulated:"),
        lambda: choose(counter, Printers(document="simulated:")),
        lambda: choose(counter, Printers(slip="simulated:")),
        lambda: choose_one(counter, DOCUMENT, "simulated:"),
        lambda: choose_one(counter, SLIP, " simulated:"),
    ):
        with pytest.raises(ClerkError) as caught:
            act()
        assert code(caught) == "simulated_printer"
    assert printed(counter, case) == []
    with counter.store.reading() as db:
        assert chosen(db) == Printers()
    choose_one(counter, SEAL, "simulated:")  # a simulated seal says so on the page
    choose_one(counter, SEAL, "")
    for known, free in (
        ({"practice": "1"}, True),
        ({"sample": "1", "station": ""}, True),
        ({"sample": "1"}, False),  # it was given a station: its papers are real
    ):
        with suppress(ZeroDivisionError), counter.store.transaction() as db:
            for name, value in known.items():
                set_fact(db, name, value)
            if free:
                refuse_simulated(db, "simulated:")
            else:
                with pytest.raises(ClerkError):
                    refuse_simulated(db, "simulated:")
            raise ZeroDivisionError  # nothing of it stays
    with counter.store.reading() as db, pytest.raises(ClerkError):
        refuse_simulated(db, "simulated:")


def test_a_page_that_waits_is_taken_off_before_it_is_printed_elsewhere(
    counter: Counter, case: str, tray: Tray
) -> None:
    other = Tray("HallB4")
    find = {"cups:HallA4": tray, "cups:HallB4": other}.__getitem__
    job = send(counter, case, tray)
    again = print_again(counter, job.id, "cups:HallB4", find=find)
    assert again.reprint == 0  # nothing came out of the first
    tray.work()
    other.work()
    assert (len(tray.out), len(other.out)) == (0, 1)
    assert poll_job(counter, again.id, find=find).state is JobStage.PRINTED


def test_a_page_that_came_out_meanwhile_is_not_printed_elsewhere(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    tray.work()
    with pytest.raises(ClerkError) as caught:
        print_again(counter, job.id, find=tray.find)
    assert code(caught) == "already_printed"
    assert len(printed(counter, case)) == len(tray.jobs) == 1


def test_a_queue_that_says_nothing_is_given_up_only_when_asked_twice(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    tray.silent = True
    with pytest.raises(Unavailable) as caught:
        print_again(counter, job.id, find=tray.find)
    assert code(caught) == "perhaps_printed"
    assert len(tray.jobs) == 1
    again = print_again(counter, job.id, find=tray.find)
    assert again.reprint == 1
    tray.silent = False
    tray.work()
    poll_job(counter, again.id, find=tray.find)
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PUT_AWAY


def test_the_other_way_to_paper_knows_of_pages_on_their_way(
    counter: Counter, case: str, tray: Tray, tmp_path: Path
) -> None:
    tray.trouble = "gone"
    with pytest.raises(Unavailable):
        send(counter, case, tray)
    with pytest.raises(ClerkError) as caught:
        print_document(counter, case, "one_time_notice", tmp_path / "n.pdf")
    assert code(caught) == "print_open"
    assert not (tmp_path / "n.pdf").exists()
    (job,) = open_jobs(counter)
    assert drop_job(counter, job.id, find=tray.find).perhaps == 1
    made = print_document(counter, case, "one_time_notice", tmp_path / "n.pdf")
    assert made.reprint == 1


def test_a_spooler_that_answers_again_is_believed(counter: Counter, case: str, tray: Tray) -> None:
    job = send(counter, case, tray)
    tray.silent = True
    assert poll_job(counter, job.id, find=tray.find).needs_a_look
    tray.silent = False
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.HANDED
    tray.silent = True
    poll_job(counter, job.id, find=tray.find)
    tray.silent = False
    tray.work()
    assert poll_job(counter, job.id, find=tray.find).state is JobStage.PRINTED
    assert len(printed(counter, case)) == 1


def test_what_is_learnt_a_day_later_counts_from_that_day(
    counter: Counter, case: str, tray: Tray
) -> None:
    tomorrow = counter.today() + timedelta(days=1)
    first, late = (
        send_to_printer(counter, case, kind, ADDRESS, on=date(2026, 2, 27), find=tray.find)
        for kind in ("one_time_notice", "receipt")
    )
    tray.work()
    poll_job(counter, first.id, find=tray.find)
    clock = counter.clock
    assert isinstance(clock, HandClock)
    clock.move(DAY)
    poll_job(counter, late.id, find=tray.find)
    with counter.store.reading() as db:
        days = [d.printed_on for d in intake.case(db, counter.viewer, case).documents]
    assert days == ["2026-02-27", tomorrow.isoformat()]


def test_the_last_page_is_printed_again_and_marked(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray, "receipt")
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    again = reprint_last(counter, ADDRESS, find=tray.find)
    tray.work()
    poll_job(counter, again.id, find=tray.find)
    assert (again.number, again.reprint) == (f"{case}-02", 1)
    assert "补打 1 次" in text_of(tray.out[1].pdf)


def test_a_batch_stops_at_the_first_trouble_and_names_what_remains(
    counter: Counter, case: str, tray: Tray
) -> None:
    papers = papers_of(counter, case)
    assert papers == ((case, f"{case}-01"), (case, f"{case}-02"))
    tray.before = lambda: setattr(tray, "trouble", "off" if tray.jobs else "")
    batch = print_batch(counter, papers, ADDRESS, find=tray.find)
    assert [job.number for job in batch.jobs] == [f"{case}-01"]
    assert batch.remaining == (f"{case}-02",)
    assert batch.code == "printer_offline"
    assert "什么都没有送出" in batch.trouble
    tray.before = lambda: None
    tray.work()
    poll_job(counter, batch.jobs[0].id, find=tray.find)
    assert papers_of(counter, case) == ((case, f"{case}-02"),)
    assert len(papers_of(counter, case, again=True)) == 2


def test_a_saved_copy_is_no_print(counter: Counter, case: str, tmp_path: Path) -> None:
    save_pdf(counter, case, "receipt", tmp_path / "copy.pdf")
    assert f"{case}-02" in text_of((tmp_path / "copy.pdf").read_bytes()).replace(" ", "")
    assert printed(counter, case) == []
    with counter.store.reading() as db:
        device = counter.journal.own_device(db)
        assert counter.journal.last_at(db)
        assert device.head_s
        assert intake.case(db, counter.viewer, case).unknown_kinds == ()


def test_a_test_page_names_fonts_and_has_its_bar_code(
    counter: Counter, tray: Tray, tmp_path: Path
) -> None:
    assert print_test_page(counter, ADDRESS, find=tray.find) == "job-1"
    said = text_of(tray.jobs["job-1"].pdf)
    for words in ("HanaMinB.ttf", "NotoSerifSC", "𠮷", "100 毫米", "HallA4"):
        assert words in said, words
    assert open_jobs(counter) == ()
    assert not (counter.folder / SPOOL / "test.pdf").exists()


def test_a_restored_workstation_believes_no_spooler_of_before(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send(counter, case, tray)
    with counter.store.transaction() as db:
        spool.doubt_all(db, "2026-03-02T10:05:00.000+08:00", "恢复后")
    tray.work()
    assert poll_job(counter, job.id, find=tray.find).needs_a_look
    assert printed(counter, case) == []
    confirm_printed(counter, job.id)


def test_the_last_page_comes_again_on_the_same_sheet(
    counter: Counter, case: str, tray: Tray
) -> None:
    job = send_to_printer(
        counter, case, "one_time_notice", ADDRESS, sheet="a4-large", find=tray.find
    )
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    assert printed(counter, case)[0]["sheet"] == "a4-large"
    with counter.store.reading() as db:  # what an event of before, without `sheet`, is told by
        by = spool.job_of_page(db, job.number, job.sha256)
        assert by is not None
        assert by.sheet == "a4-large"
        assert spool.job_of_page(db, job.number, "00" * 32) is None
    again = reprint_last(counter, ADDRESS, find=tray.find)
    assert (again.sheet, again.reprint) == ("a4-large", 1)
    drop_job(counter, again.id, find=tray.find)
    plain = send(counter, case, tray, "receipt")
    tray.work()
    poll_job(counter, plain.id, find=tray.find)
    assert "sheet" not in printed(counter, case)[-1]
    last = reprint_last(counter, ADDRESS, find=tray.find)
    assert (last.number, last.sheet) == (plain.number, "")
    drop_job(counter, last.id, find=tray.find)


def test_what_may_have_been_printed_after_the_backup_is_marked(
    counter: Counter, case: str, tray: Tray, tmp_path: Path
) -> None:
    job = send(counter, case, tray)
    tray.work()
    poll_job(counter, job.id, find=tray.find)
    slip = issue_daily_slip(counter).number
    at = "2026-03-02T10:05:00.000+08:00"
    backup(counter.store, counter.folder, counter.journal, tmp_path / "b", at)
    workstation = Workstation(HandClock())
    workstation.restore(tmp_path / "n", tmp_path / "b", passphrase=PASSPHRASE, station="0002")
    with workstation.open(tmp_path / "n", PASSPHRASE) as restored:
        assert find_document(restored, "", slip).out == 1
        assert find_document(restored, case, "one_time_notice").out == 1  # the known one
        for n in (1, 2):
            one = send(restored, case, tray, "receipt")
            assert one.reprint == n
            tray.work()
            poll_job(restored, one.id, find=tray.find)
        new = take_in(restored, asked(restored)).number
        assert find_document(restored, new, "receipt").out == 0
