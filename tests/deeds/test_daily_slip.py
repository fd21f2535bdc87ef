"""日清单: counted by hand, with the head of the journal as it stood."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.clock_guard import confirm_clock
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import find_document, print_document, print_facts
from clerk_app.deeds.print_jobs import poll_job, send_to_printer
from clerk_app.deeds.print_more import reprint_last, save_pdf
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.spool import JobStage
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Tray
from tests.support.stores import PASSPHRASE, HandClock, create

COMPLETE = tuple(CheckedPaper(m, PaperState.IN_ORDER, copies=1) for m in ("申请书", "租赁合同"))


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("daily")
    create(folder / "w")
    clock = HandClock()
    with Workstation(clock).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        take_in(opened, asked(opened))  # yesterday's
        clock.move(24 * 3600)
        yield opened


def test_a_day_is_counted_and_its_slip_printed(counter: Counter, tmp_path: Path) -> None:
    first = take_in(counter, asked(counter)).number
    take_in(counter, asked(counter, papers=COMPLETE))
    last = take_in(counter, asked(counter, papers=COMPLETE)).number
    for n in range(2):
        print_document(counter, first, "receipt", tmp_path / f"{n}.pdf")
    with counter.store.reading() as db:
        before = counter.journal.own_device(db)
    issued = issue_daily_slip(counter)
    assert issued.number[:-2] == "RQ511602000120260303"
    found = find_document(counter, "", issued.number)
    day = found.facts.day
    assert day is not None
    assert day.on == "2026-03-03"
    assert [(line.name, line.count) for line in day.counts] == [("受理", 2), ("一次性告知补正", 1)]
    assert (day.first_number, day.last_number, day.reprints) == (first, last, 1)
    assert (day.events, day.head) == (before.head_s, before.head_hash.hex()[:8])
    print_facts(counter, found.facts, found.code, found.printed, tmp_path / "slip.pdf")
    said = "".join(p.extract_text() for p in PdfReader(tmp_path / "slip.pdf").pages)
    said = "".join(said.split())
    for words in ("日清单", issued.number, first, last, day.head, "2026"):
        assert words in said, words
    assert find_document(counter, "", issued.number).printed == 1
    tray = Tray()
    again = reprint_last(counter, "cups:HallA4", find=tray.find)
    tray.work()
    assert (again.number, again.reprint) == (issued.number, 1)
    assert poll_job(counter, again.id, find=tray.find).state is JobStage.PRINTED
    assert find_document(counter, "", issued.number).printed == 2
    following = issue_daily_slip(counter).number
    assert int(following[-2:]) == int(issued.number[-2:]) + 1


def test_a_day_that_is_over_can_be_counted_and_one_ahead_cannot(counter: Counter) -> None:
    yesterday = counter.today() - timedelta(days=1)
    issued = issue_daily_slip(counter, yesterday)
    day = find_document(counter, "", issued.number).facts.day
    assert day is not None
    assert [(line.name, line.count) for line in day.counts] == [("一次性告知补正", 1)]
    assert day.first_number == day.last_number != ""
    with pytest.raises(ClerkError) as caught:
        issue_daily_slip(counter, counter.today() + timedelta(days=1))
    assert caught.value.code == "day_ahead"


def test_a_saved_slip_is_no_print(counter: Counter, tmp_path: Path) -> None:
    number = issue_daily_slip(counter).number
    save_pdf(counter, "", number, tmp_path / "copy.pdf")
    assert find_document(counter, "", number).printed == 0


def test_a_slip_nobody_issued_is_not_found(counter: Counter) -> None:
    with pytest.raises(ClerkError) as caught:
        send_to_printer(counter, "", "RQ51160200012026030399", "cups:HallA4", find=Tray().find)
    assert caught.value.code == "unknown_document"


def test_the_slip_says_the_halls_own_sentence(counter: Counter) -> None:
    own = counter.folder / "wording"
    own.mkdir()
    (own / "daily_slip.toml").write_text('note = "本大厅自己的话。"\n', encoding="utf-8")
    issued = issue_daily_slip(counter)
    shutil.rmtree(own)
    wording = dict(find_document(counter, "", issued.number).facts.wording)
    assert wording["note"] == "本大厅自己的话。"


def test_no_number_comes_twice_when_the_clock_goes_back(tmp_path: Path) -> None:
    create(tmp_path / "w")
    clock = HandClock()
    with Workstation(clock).open(tmp_path / "w", PASSPHRASE) as counter:
        one = issue_daily_slip(counter).number
        clock.move(24 * 3600)
        issue_daily_slip(counter)
        clock.move(-24 * 3600)
        with pytest.raises(ClerkError) as caught:
            issue_daily_slip(counter)
        assert caught.value.code == "clock_back"
        confirm_clock(counter)
        assert issue_daily_slip(counter).number == f"{one[:-2]}02"


def test_of_two_slips_that_have_one_number_the_later_is_printed(tmp_path: Path) -> None:
    create(tmp_path / "w")
    with Workstation(HandClock()).open(tmp_path / "w", PASSPHRASE) as counter:
        issued = issue_daily_slip(counter).number
        first = find_document(counter, "", issued)
        with counter.store.transaction() as db:  # as a station did whose clock was set back
            again = counter.journal.append(
                db, "document.issued", first.facts.to_body(), counter.act(db)
            )
        assert find_document(counter, "", issued).event == again


def test_a_day_on_which_nobody_came_is_empty(tmp_path: Path) -> None:
    create(tmp_path / "w")
    clock = HandClock()
    clock.move(2 * 24 * 3600)
    with Workstation(clock).open(tmp_path / "w", PASSPHRASE) as counter:
        issued = issue_daily_slip(counter, counter.today() - timedelta(days=1))
        empty = find_document(counter, "", issued.number).facts.day
    assert empty is not None
    assert (empty.on, empty.counts, empty.first_number) == ("2026-03-03", (), "")
