"""Printing at its edges: how many, which day, whose bytes, what one run may say of another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.daily_slip import issue_daily_slip
from clerk_app.deeds.print_document import find_document
from clerk_app.deeds.print_jobs import (
    SPOOL,
    hand_over_job,
    last_run,
    make_job,
    recover_jobs,
    send_to_printer,
)
from clerk_app.deeds.print_more import print_batch, save_pdf
from clerk_app.deeds.take_in import take_in
from clerk_app.journal.events import text
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage import spool
from clerk_app.storage.journal import caseless_events
from clerk_app.storage.spool import JobStage
from tests.deeds.test_versions import ITEM, asked, load
from tests.deeds.tray import Died, Tray
from tests.support.stores import PASSPHRASE, HandClock, create

ADDRESS = "cups:HallA4"


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("limits")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


@pytest.fixture
def case(counter: Counter) -> str:
    """A case with a one-time notice (01) and a receipt (02), none printed."""
    return take_in(counter, asked(counter)).number


@pytest.mark.parametrize("copies", [-1, 100, 10**20])
def test_nobody_has_less_than_none_or_a_hundred_of_one_page(
    counter: Counter, case: str, copies: int
) -> None:
    tray = Tray()
    for act in (send_to_printer, make_job):
        with pytest.raises(ClerkError) as caught:
            act(counter, case, "receipt", ADDRESS, copies=copies, find=tray.find)
        assert caught.value.code == "bad_copies"
    assert tray.jobs == {}
    with counter.store.reading() as db:
        assert spool.open_of(db, f"{case}-02") is None
    most = send_to_printer(counter, case, "receipt", ADDRESS, copies=99, find=tray.find)
    assert most.copies == 99


class _Contested(type(Path())):  # type: ignore[misc]  # the class of this system's paths
    """A place at which another page is saved as soon as ours lies there."""

    def read_bytes(self) -> bytes:
        return b"%PDF of another document"


def test_what_was_written_is_what_is_recorded_whoever_saves_there_next(
    counter: Counter, case: str, tmp_path: Path
) -> None:
    save_pdf(counter, case, "receipt", _Contested(tmp_path / "copy.pdf"))
    with counter.store.reading() as db:
        saved = [
            text(event.body or {}, "sha256")
            for event in caseless_events(db, ("document.saved",), f"{case}-02")
        ]
    assert saved == [hashlib.sha256((tmp_path / "copy.pdf").read_bytes()).hexdigest()]


def test_a_page_of_a_newer_program_stops_no_batch(counter: Counter, case: str) -> None:
    facts = find_document(counter, case, "receipt").facts
    newer = replace(facts, number=f"{case}-03", template=999)
    with counter.store.transaction() as db:
        counter.journal.append(db, "document.issued", newer.to_body(), counter.act(db), case=case)
    tray = Tray()
    done = print_batch(
        counter, [(case, newer.number), (case, f"{case}-02")], ADDRESS, find=tray.find
    )
    assert [job.number for job in done.jobs] == [f"{case}-02"]
    assert (done.remaining, done.code) == ((newer.number,), "newer_template")


def test_what_the_last_run_left_is_seen_for_itself_and_this_run_let_alone(
    counter: Counter,
) -> None:
    """Recovery that a full disk stopped at the start runs later, beside pages of this run."""
    cases = [take_in(counter, asked(counter)).number for _ in range(4)]
    tray = Tray()
    before = make_job(counter, cases[0], "receipt", ADDRESS, find=tray.find)
    tray.trouble = "dies"
    with pytest.raises(Died):
        send_to_printer(counter, cases[1], "receipt", ADDRESS, find=tray.find)
    left = last_run(counter)
    ready = make_job(counter, cases[2], "receipt", ADDRESS, find=tray.find)
    tray.trouble = "dies"
    with pytest.raises(Died):
        send_to_printer(counter, cases[3], "receipt", ADDRESS, find=tray.find)
    recover_jobs(counter, left)
    with counter.store.reading() as db:
        stages = [spool.newest_of(db, f"{number}-02") for number in cases]
    assert [job.state for job in stages if job] == [
        JobStage.FAILED,
        JobStage.UNANSWERED,
        JobStage.MADE,
        JobStage.HANDED,
    ]
    assert not (counter.folder / SPOOL / f"{before.id}.pdf").exists()
    assert hand_over_job(counter, ready.id, find=tray.find).state is JobStage.HANDED
    recover_jobs(counter)


def test_no_slip_is_made_of_a_day_before_there_was_a_journal(counter: Counter) -> None:
    with counter.store.reading() as db:
        before = len(list(caseless_events(db, ("document.issued",), "RQ")))
    for day in (date(1, 1, 1), date(2026, 3, 1)):
        with pytest.raises(ClerkError) as caught:
            issue_daily_slip(counter, day)
        assert caught.value.code == "day_before"
        assert "2026-03-02" in caught.value.message
    with counter.store.reading() as db:
        assert len(list(caseless_events(db, ("document.issued",), "RQ"))) == before
    assert issue_daily_slip(counter, date(2026, 3, 2)).number
