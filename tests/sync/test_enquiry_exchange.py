"""An enquiry belongs to no case: it reaches the hall once and comes to the others unharmed."""

from __future__ import annotations

from pathlib import Path

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.record_enquiry import (
    close_enquiry,
    print_enquiry_document,
    record_enquiry,
)
from clerk_app.enquiry import store
from clerk_app.enquiry.model import Asked, Outcome
from clerk_app.intake import store as intake
from clerk_app.kernel.clock import stamp
from clerk_app.sync import engine
from tests.support.commands import PASSPHRASE
from tests.sync.conftest import Join, all_events


def exchange(counter: Counter) -> engine.Exchanged:
    at = stamp(counter.clock.now())
    return engine.synchronise(counter.store, counter.journal, url="", made_at=at)


def test_an_enquiry_reaches_the_hall_once_and_every_other_window(
    stations: list[Path], join: Join, tmp_path: Path
) -> None:
    join(stations[0], "0001")
    join(stations[1], "0002")
    with Workstation().open(stations[0], PASSPHRASE) as one:
        told = record_enquiry(one, Asked(item="SL-0001", subject="要几天")).number
        print_enquiry_document(one, told, "enquiry_notice", tmp_path / "1.pdf")
        unknown = record_enquiry(one, Asked(subject="别的事", outcome=Outcome.NO_ITEM)).number
        exchange(one)
        again = exchange(one)
        assert (again.pushed, again.pulled) == (0, 0)
        at = stamp(one.clock.now())
        hall = engine.summary_of_hall(one.store, one.journal, at)
        assert (hall.events, hall.cases, hall.quarantined) == (len(all_events(one)), 0, 0)
        assert told.startswith("ZX5116020001")
    with Workstation().open(stations[1], PASSPHRASE) as two:
        before = len(all_events(two))
        exchange(two)
        with two.store.reading() as db:
            row = store.enquiry(db, two.viewer, told)
            assert (row.item, row.subject, row.documents[0].printed) == ("SL-0001", "要几天", 1)
            assert store.counts(db).open == 1
            assert intake.count(db) == 0
            assert two.journal.verify(db).ok
        assert len(all_events(two)) > before
        # another window reprints the same paper, answers the open question, and numbers its own
        assert print_enquiry_document(two, told, "enquiry_notice", tmp_path / "2.pdf").reprint == 1
        close_enquiry(two, unknown, "已答复")
        assert record_enquiry(two, Asked(item="SL-0001")).number.startswith("ZX5116020002")
        exchange(two)
    with Workstation().open(stations[0], PASSPHRASE) as one:
        exchange(one)
        with one.store.reading() as db:
            assert store.counts(db).total == 3
            assert store.counts(db).open == 0
            assert store.enquiry(db, one.viewer, unknown).answer == "已答复"
            before_rebuild = store.enquiry_rows(db, one.viewer)
        with one.store.transaction() as db:
            one.journal.rebuild(db)
            assert store.enquiry_rows(db, one.viewer) == before_rebuild
