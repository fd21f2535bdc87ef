"""Silence, numbers of later papers, and clocks, on a real workstation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case, record_deemed
from clerk_app.deeds.assign_station import assign
from clerk_app.deeds.clock_guard import confirm_clock
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.deeds.watch import watch
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Clerk
from clerk_app.storage.backup import backup
from tests.deeds.test_collect import Place
from tests.deeds.test_versions import ITEM
from tests.support.stores import AT, PASSPHRASE, HandClock, create

DAY = 24 * 3600


@pytest.fixture
def clock() -> HandClock:
    return HandClock()  # Monday 2 March 2026, 10:05


@pytest.fixture
def counter(tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    create(tmp_path / "data", clock=clock)
    with Workstation(clock).open(tmp_path / "data", PASSPHRASE) as opened:
        file = tmp_path / "items.json"
        content = {"format": "hall-catalogue", "version": 1, "items": [ITEM]}
        file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        import_catalogue(opened, [file])
        yield opened


def application(counter: Counter, *papers: str) -> Application:
    found = tuple(CheckedPaper(name, PaperState.IN_ORDER, copies=1) for name in papers)
    return Application("T-1", counter.clock.now(), Party("person", "测试申请人"), papers=found)


def supply(counter: Counter, *names: str) -> Any:
    at = counter.clock.now().isoformat()
    papers = [{"name": name, "state": "in_order"} for name in names]
    return read_act("supply", {"at": at, "materials": papers})


def kinds(counter: Counter, number: str) -> list[str]:
    with counter.store.reading() as db:
        return [event.kind for event in counter.journal.case_events(db, number)]


def test_a_notice_that_was_never_printed_does_not_keep_a_case_from_being_accepted(
    counter: Counter, clock: HandClock
) -> None:
    silent = take_in(counter, application(counter, "申请书")).number
    clock.move(7 * DAY)  # Monday 9 March: the fifth workday, and still in time
    assert not record_deemed(counter, silent)
    clock.move(DAY)
    (seen,) = watch(counter, clock.now()).cases
    assert (seen.state.state, seen.state.accepted_on) == ("accepted", "2026-03-02")
    assert seen.state.promised_due == "2026-03-09"  # five workdays from receipt
    assert "case.deemed" not in kinds(counter, silent)
    assert record_deemed(counter, silent)
    assert not record_deemed(counter, silent)
    assert kinds(counter, silent).count("case.deemed") == 1
    # accepted it stays: a paper that comes now is kept, and nothing is decided anew
    done = act_on_case(counter, silent, supply(counter, "租赁合同"))
    assert (done.decision, done.state.accepted_on) == (None, "2026-03-02")
    assert [document.kind for document in done.documents] == ["correction_receipt"]
    with pytest.raises(Refused) as caught:
        act_on_case(counter, silent, supply(counter, "租赁合同"))
    assert caught.value.code == "unlawful_act"


@pytest.mark.parametrize(("days", "accepted"), [(7, "2026-03-09"), (8, "2026-03-02")])
def test_the_day_the_notice_is_printed_decides(
    counter: Counter, clock: HandClock, tmp_path: Path, days: int, accepted: str
) -> None:
    taken = take_in(counter, application(counter, "申请书"))
    clock.move(days * DAY)
    print_document(counter, taken.number, taken.documents[0].number, tmp_path / "n.pdf")
    late = days == 8
    if late:
        assert record_deemed(counter, taken.number)
    else:
        act_on_case(counter, taken.number, supply(counter, "租赁合同"))
    with counter.store.reading() as db:
        state = intake.case(db, counter.viewer, taken.number)
    assert (state.state, state.accepted_on, state.deemed) == ("accepted", accepted, late)


def test_the_next_act_records_what_silence_did(counter: Counter, clock: HandClock) -> None:
    number = take_in(counter, application(counter, "申请书")).number
    clock.move(8 * DAY)
    at = clock.now().isoformat()
    done = act_on_case(counter, number, read_act("opinion", {"at": at, "reason": "同意"}))
    assert (done.state.deemed, done.state.opinions[0].text) == (True, "同意")
    assert kinds(counter, number)[-2:] == ["case.deemed", "case.opined"]


def test_a_clock_that_went_back_or_a_year_ahead_dates_no_receipt(
    counter: Counter, clock: HandClock
) -> None:
    take_in(counter, application(counter, "申请书", "租赁合同"))
    for move, code in ((-3600, "clock_back"), (3600 + 367 * DAY, "clock_forward")):
        clock.move(move)
        with pytest.raises(Refused) as caught:
            take_in(counter, application(counter, "申请书", "租赁合同"))
        assert caught.value.code == code
    early = replace(application(counter, "申请书"), received_at=clock.now() - timedelta(days=400))
    assert take_in(counter, early).back_entered  # a scripted act has a clock of its own
    clock.move(-367 * DAY)
    with pytest.raises(Refused) as caught:  # that act was recorded under the wrong clock
        take_in(counter, application(counter, "申请书"))
    assert caught.value.code == "clock_back"
    with pytest.raises(Refused):
        confirm_clock(replace(counter, clerk=Clerk("c2", "测试员", frozenset({Role.CLERK}))))
    confirm_clock(counter)
    assert take_in(counter, application(counter, "申请书")).number


def test_papers_after_a_restore_cannot_meet_those_an_old_image_forgot(
    counter: Counter, clock: HandClock, tmp_path: Path
) -> None:
    taken = take_in(counter, application(counter, "申请书"))
    print_document(counter, taken.number, taken.documents[0].number, tmp_path / "n.pdf")
    backup(counter.store, counter.folder, counter.journal, tmp_path / "b.zip", AT)
    after = act_on_case(counter, taken.number, supply(counter, "租赁合同"))
    given = {document.number for document in after.documents}
    assert given == {f"{taken.number}-03", f"{taken.number}-04"}
    station = Workstation(clock)
    folder = tmp_path / "restored"
    station.restore(folder, tmp_path / "b.zip", passphrase=PASSPHRASE, station="")
    with station.open(folder, PASSPHRASE) as successor:
        assign(successor, "0002")
        with pytest.raises(Refused) as caught:  # another may have been made from that backup
            act_on_case(successor, taken.number, supply(successor, "租赁合同"))
        assert caught.value.code == "not_confirmed"
        Place(successor, folder, clock).exchange([])
        again = act_on_case(successor, taken.number, supply(successor, "租赁合同"))
        assert {d.number[-2:] for d in again.documents} == {"51", "52"}


def test_a_case_of_another_station_gets_no_paper_here(counter: Counter) -> None:
    taken = take_in(counter, application(counter, "申请书", "租赁合同"))
    with counter.store.transaction() as db:
        counter.journal.new_device(db)  # as a store that was handed on without a restore
        db.exec_driver_sql("UPDATE devices SET private_key = NULL WHERE retired = 1")
    at = counter.clock.now().isoformat()
    act = read_act("withdraw", {"at": at, "reason": "不办了"})
    with pytest.raises(Refused) as caught:
        act_on_case(counter, taken.number, act)
    assert caught.value.code == "other_station"
