"""Everything done at a window reaches the hall exactly once, whatever the line does."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue import store as catalogue
from clerk_app.catalogue.rules.papers import due
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.rate import rate
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from clerk_app.intake.rules.act_file import read_act
from clerk_app.intake.tables import cases
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import Damaged, Refused, Unavailable
from clerk_app.storage.backup import backup
from clerk_app.storage.facts import fact, mark
from clerk_app.sync import engine
from clerk_app.wire.messages import GENESIS_LOG_HASH, Accepted, ExchangeReply, Place
from tests.support.commands import PASSPHRASE
from tests.support.hall import HALL, HallProcess, start_hall
from tests.support.proxy import FAULTS, line_to
from tests.sync.conftest import Join, all_events


def serve(counter: Counter) -> str:
    """One accepted case; its number."""
    with counter.store.reading() as db:
        item = catalogue.item(db, "SL-0001")
    answers = tuple((s.key, s.answers[-1].value) for s in item.situations)
    papers = tuple(
        CheckedPaper(m.name, PaperState.IN_ORDER, copies=1) for m in due(item, dict(answers))
    )
    person = Party("person", "测试𬱖䶮")
    application = Application(
        "SL-0001", counter.clock.now(), person, situations=answers, papers=papers, agent=person
    )
    return take_in(counter, application).number


def exchange(counter: Counter, url: str = "") -> engine.Exchanged:
    at = stamp(counter.clock.now())
    return engine.synchronise(counter.store, counter.journal, url=url, made_at=at)


def summary_events(counter: Counter) -> int:
    at = stamp(counter.clock.now())
    return engine.summary_of_hall(counter.store, counter.journal, at).events


def test_a_case_is_visible_in_the_hall_after_the_push(stations: list[Path], join: Join) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        number = serve(counter)
        rate(counter, number, 5)
        done = exchange(counter)
        assert done.pushed == len(all_events(counter)) == summary_events(counter)
        at = stamp(counter.clock.now())
        view = engine.case_at_hall(counter.store, counter.journal, number, at)
        assert (view.outcome, view.rating) == ("accepted", 5)
        assert number.startswith("5116020001")
        again = exchange(counter)
        assert (again.pushed, again.pulled, again.requests) == (0, 0, 1)
        with counter.store.reading() as db:
            assert counter.journal.unsent(db) == (0, "")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_line_loses_nothing_and_doubles_nothing(
    stations: list[Path], join: Join, hall: HallProcess, fault: str
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter, line_to(hall.url) as line:
        exchange(counter, line.url)
        serve(counter)
        for place in range(2):  # the asking request, then the one that carries segments
            line.plan[:] = ["good"] * place + [fault, fault]
            with contextlib.suppress(Unavailable, Damaged):
                exchange(counter, line.url)
        assert fault in line.happened
        line.plan.clear()
        exchange(counter, line.url)
        assert summary_events(counter) == len(all_events(counter))
        with counter.store.reading() as db:
            assert counter.journal.unsent(db) == (0, "")
            assert counter.journal.verify(db).ok


def test_a_well_formed_answer_that_the_hall_did_not_sign_is_thrown_away(
    stations: list[Path], join: Join, hall: HallProcess
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter, line_to(hall.url) as line:
        line.plan[:] = ["good", "forged_reply"]
        with pytest.raises(Damaged) as caught:
            exchange(counter, line.url)
        assert caught.value.code == "foreign_answer"
        assert exchange(counter, line.url).durable == 0


@pytest.mark.parametrize(("n", "sha"), [(9, "ab" * 32), (1, "cd" * 32)])
def test_an_acknowledgement_of_what_we_never_sent_is_a_fork(
    stations: list[Path], join: Join, n: int, sha: str
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        exchange(counter)
        with counter.store.reading() as db:
            device = counter.journal.own_device(db).device
            place = Place(int(mark(db, "cursor_seq", "0")), mark(db, "cursor_h", GENESIS_LOG_HASH))
        reply = ExchangeReply(
            request_id="0" * 32,
            now=stamp(counter.clock.now()),
            hall=HALL,
            accepted=(Accepted(device, n, sha, 0),),
            problems=(),
            changes=(),
            cursor=place,
            head=place,
        )
        with pytest.raises(Damaged) as caught:
            engine._apply(counter.store, counter.journal, reply, engine.Exchanged())
        assert caught.value.code == "forked"


def test_two_stations_see_each_others_cases_and_hold_equal_tables(
    stations: list[Path], join: Join
) -> None:
    join(stations[0], "0001")
    join(stations[1], "0002")
    with (
        Workstation().open(stations[0], PASSPHRASE) as one,
        Workstation().open(stations[1], PASSPHRASE) as two,
    ):
        first, second = serve(one), serve(two)
        exchange(one)
        assert exchange(two).pulled > 0
        assert exchange(one).pulled > 0
        rate(two, first, 4)
        exchange(two)
        exchange(one)
        with one.store.reading() as a, two.store.reading() as b:
            rows = [db.execute(select(cases).order_by(cases.c.number)).all() for db in (a, b)]
            assert rows[0] == rows[1]
            assert {row.number for row in rows[0]} == {first, second}
            assert intake.case(a, one.viewer, first).rating == 4
        with one.store.transaction() as db:
            one.journal.rebuild(db)
            assert db.execute(select(cases).order_by(cases.c.number)).all() == rows[0]
            assert one.journal.verify(db).ok


def test_a_restored_workstation_sends_what_its_old_identity_had_not_sent(
    stations: list[Path], join: Join, hall: HallProcess, tmp_path: Path
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        exchange(counter)
        number = serve(counter)
        file = tmp_path / "a.backup"
        backup(counter.store, counter.folder, counter.journal, file, stamp(counter.clock.now()))
        before = all_events(counter)
    restored = tmp_path / "restored"
    Workstation().restore(restored, file, passphrase=PASSPHRASE, station="")
    code = hall.enrol_code(successor="0001")
    with Workstation().open(restored, PASSPHRASE) as counter:
        engine.enrol(counter.store, counter.journal, hall.url, code, counter.act())
        away = read_act("withdraw", {"at": stamp(counter.clock.now()), "reason": "不办了"})
        with pytest.raises(Refused) as caught:  # the hall has not named this device yet
            act_on_case(counter, number, away)
        assert caught.value.code == "not_confirmed"
        exchange(counter)
        done = act_on_case(counter, number, away)
        assert [document.number[-2:] for document in done.documents] == ["51"]
        exchange(counter)
        assert before < all_events(counter)
        assert summary_events(counter) == len(all_events(counter))
        at = stamp(counter.clock.now())
        assert engine.case_at_hall(counter.store, counter.journal, number, at).outcome


def test_a_restored_old_image_gets_back_what_it_had_sent_after_the_backup(
    stations: list[Path], join: Join, hall: HallProcess, tmp_path: Path
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        serve(counter)
        file = tmp_path / "a.backup"
        backup(counter.store, counter.folder, counter.journal, file, stamp(counter.clock.now()))
        later = serve(counter)
        exchange(counter)
        everything = all_events(counter)
    restored = tmp_path / "restored"
    Workstation().restore(restored, file, passphrase=PASSPHRASE, station="")
    code = hall.enrol_code(successor="0001")
    with Workstation().open(restored, PASSPHRASE) as counter:
        engine.enrol(counter.store, counter.journal, hall.url, code, counter.act())
        exchange(counter)
        assert everything < all_events(counter)
        with counter.store.reading() as db:
            assert intake.case(db, counter.viewer, later).state == "accepted"
            assert counter.journal.verify(db).ok
        assert serve(counter)[6:10] == "0002"  # a station number of its own


def test_a_hall_cannot_give_a_restored_workstation_its_old_number(
    stations: list[Path], join: Join, tmp_path: Path, made_stations: list[Path]
) -> None:
    join(stations[0], "0001")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        file = tmp_path / "a.backup"
        backup(counter.store, counter.folder, counter.journal, file, stamp(counter.clock.now()))
    restored = tmp_path / "restored"
    Workstation().restore(restored, file, passphrase=PASSPHRASE, station="")
    with start_hall(tmp_path / "other") as other:  # a hall that forgot whom it gave 0001
        code = other.enrol_code("0001")
        with Workstation().open(restored, PASSPHRASE) as counter:
            with pytest.raises(Refused) as caught:
                engine.enrol(counter.store, counter.journal, other.url, code, counter.act())
            assert caught.value.code == "station_spent"
            with counter.store.reading() as db:
                assert not fact(db, "station")


def test_a_cloned_folder_is_noticed_and_stopped(
    stations: list[Path], join: Join, tmp_path: Path
) -> None:
    join(stations[0], "0001")
    twin = shutil.copytree(stations[0], tmp_path / "twin")
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        serve(counter)
        exchange(counter)
    with Workstation().open(twin, PASSPHRASE) as counter:
        serve(counter)
        with pytest.raises((Damaged, Refused)) as caught:
            exchange(counter)
        assert caught.value.code in {"forked", "fork"}
        with pytest.raises(Refused) as stopped:
            serve(counter)
        assert stopped.value.code == "forked"


def test_a_wrong_code_and_another_hall_change_nothing(
    stations: list[Path], hall: HallProcess
) -> None:
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        code = hall.enrol_code("0001")
        wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
        with pytest.raises(Refused):
            engine.enrol(counter.store, counter.journal, hall.url, wrong, counter.act())
        with pytest.raises(Unavailable) as caught:
            exchange(counter)
        assert caught.value.code == "not_enrolled"


def test_no_hall_is_said_and_nothing_is_lost(
    stations: list[Path], join: Join, hall: HallProcess
) -> None:
    join(stations[0], "0001")
    hall.stop()
    with Workstation().open(stations[0], PASSPHRASE) as counter:
        serve(counter)
        with pytest.raises(Unavailable) as caught:
            exchange(counter)
        assert caught.value.code == "no_hall"
        with counter.store.reading() as db:
            assert counter.journal.verify(db).ok
            assert counter.journal.unsent(db)[0] > 0
