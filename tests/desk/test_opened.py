"""The desk on a real encrypted store: what the window does is what the journal says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from clerk_app.catalogue.search.usage import recent
from clerk_app.deeds.call_ticket import close_ticket
from clerk_app.deeds.take_ticket import take_ticket
from clerk_app.desk.actions import CallAct
from clerk_app.desk.case_port import Filter
from clerk_app.desk.case_words import sheet_of
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_state import Handled, PartyText, Work
from clerk_app.desk.opened import OpenedDesk
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.intake.model import PaperState
from clerk_app.kernel.errors import ClerkError, Refused, Unavailable
from clerk_app.storage.facts import set_fact
from clerk_app.storage.schema import drafts, events
from tests.ui import journey_support as journey
from tests.ui.journey_support import CLERK, HALL_NAME, ITEM, SECRET, Made
from tests.ui.support import RARE, SetClock

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return journey.made_once(tmp_path_factory)


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    return made.copy(tmp_path / "w")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(folder: Path, clock: SetClock) -> Iterator[OpenedDesk]:
    opened = journey.opened(folder, clock)
    yield opened
    opened.close()


def intake(desk: OpenedDesk, item: str = ITEM, name: str = "测试甲") -> IntakePresenter:
    return journey.driven(desk, item, name=name)


def decided(desk: OpenedDesk, act: IntakePresenter) -> Handled:
    act.confirm()
    assert act.state.done is not None, act.state.message
    return act.state.done


def kinds(desk: OpenedDesk, case: str) -> list[str]:
    with desk.counter.store.reading() as db:
        query = select(events.c.kind).where(events.c.case_number == case).order_by(events.c.s)
        return list(db.execute(query).scalars())


def test_an_acceptance_is_numbered_printed_and_rated(desk: OpenedDesk, folder: Path) -> None:
    act = intake(desk, name=f"欧阳{RARE}")
    act.all_in_order()
    assert act.state.verdict.sign == "accepted"
    assert len(act.state.pages) >= 1
    done = decided(desk, act)
    assert done.number[:10] == "5116020005"
    document = done.documents[0]
    assert Path(document.path).parent == folder / "printed"
    assert Path(document.path).read_bytes().startswith(b"%PDF")
    act.rate(5)
    assert kinds(desk, done.number) == [
        "case.received",
        "case.decided",
        "document.issued",
        "document.printed",
        "case.rated",
    ]


def test_what_was_taken_in_is_counted_and_stands_among_the_last_used(desk: OpenedDesk) -> None:
    before = desk.intake.search("sp", 20)
    act = intake(desk)
    act.all_in_order()
    decided(desk, act)
    item = act.state.item
    assert item is not None
    used = next(hit for hit in desk.intake.search("sp", 20) if hit.key == item.key)
    assert (used.uses, next(hit.uses for hit in before if hit.key == item.key)) == (1, 0)
    with desk.counter.store.reading() as db:
        assert [hit.key for hit in recent(db)] == [item.key]


def test_a_notice_comes_with_the_receipt_and_both_are_printed(desk: OpenedDesk) -> None:
    act = intake(desk)
    act.all_in_order()
    act.to_row(0)
    act.mark(PaperState.MISSING)
    done = decided(desk, act)
    assert done.outcome == "returned_for_correction"
    assert [d.kind for d in done.documents] == ["one_time_notice", "receipt"]
    assert all(Path(d.path).exists() for d in done.documents)


def test_the_preview_writes_nothing(desk: OpenedDesk) -> None:
    with desk.counter.store.reading() as db:
        before = desk.counter.journal.count(db)
    act = intake(desk)
    act.all_in_order()
    assert act.state.pages
    with desk.counter.store.reading() as db:
        assert desk.counter.journal.count(db) == before


def test_the_draft_survives_a_close_and_goes_with_the_decision(
    folder: Path, clock: SetClock
) -> None:
    first = journey.opened(folder, clock)
    act = intake(first, name=f"欧阳{RARE}")
    act.mark(PaperState.MISSING)
    kept = act.state
    first.close()
    second = journey.opened(folder, clock)
    again = IntakePresenter(second.intake, ImmediateRunner(), lambda _state: None)
    assert again.state.work == kept.work
    assert again.state.rows == kept.rows
    again.all_in_order()
    decided(second, again)
    with second.counter.store.reading() as db:
        assert db.execute(select(drafts)).all() == []
    second.close()


def test_a_case_that_cannot_be_printed_stands_and_is_printed_again(
    folder: Path, clock: SetClock
) -> None:
    desk = journey.opened(folder, clock)
    (folder / "printed").write_text("in the way")
    act = intake(desk)
    act.all_in_order()
    done = decided(desk, act)
    assert done.trouble
    assert done.documents[0].path == ""
    (folder / "printed").unlink()
    printed = desk.cases.reprint(done.number, done.documents[0].number)
    assert (Path(printed.path).exists(), printed.times) == (True, 0)
    assert desk.cases.reprint(done.number, done.documents[0].number).times == 1
    desk.close()


def test_the_call_bar_follows_the_tickets(desk: OpenedDesk, clock: SetClock) -> None:
    with pytest.raises(Refused, match="nobody_waits"):
        desk.frame.call(CallAct.CALL)
    for _ in range(2):
        take_ticket(desk.counter)
    clock.pass_seconds(180)
    facts = desk.frame.facts()
    assert facts.queue.longest_minutes == 3
    assert facts.queue.allowed == {CallAct.CALL}
    desk.frame.call(CallAct.CALL)
    queue = desk.frame.facts().queue
    assert (queue.ticket, queue.waiting[0].count) == ("A001", 1)
    assert queue.allowed == {CallAct.CALL, CallAct.RECALL}
    desk.frame.call(CallAct.RECALL)
    assert desk.frame.facts().queue.times_called == 2
    desk.frame.call(CallAct.CALL)
    assert desk.frame.facts().queue.ticket == "A002"
    with pytest.raises(Refused, match="nobody_waits"):
        desk.frame.call(CallAct.CALL)
    assert desk.frame.facts().queue.ticket == "A002"
    with pytest.raises(Refused, match="not_built"):
        desk.frame.call(CallAct.PAUSE)


def test_the_ticket_stands_on_the_case_and_is_closed_with_it(desk: OpenedDesk) -> None:
    take_ticket(desk.counter)
    desk.frame.call(CallAct.CALL)
    act = intake(desk)
    act.all_in_order()
    done = decided(desk, act)
    assert sheet_of(desk.cases.case(done.number)).events[0].detail == "1 号窗口，A001 号"
    assert desk.frame.facts().queue.ticket == "A001"
    act.next_citizen()
    assert desk.frame.facts().queue.ticket == ""
    with pytest.raises(Refused):
        close_ticket(desk.counter)


def test_lists_are_masked_for_persons_and_whole_for_organisations(desk: OpenedDesk) -> None:
    act = intake(desk, name="测试甲乙")
    act.all_in_order()
    person = decided(desk, act).number
    act.next_citizen()
    act.toggle_organisation()
    act.fill("name", "青禾县测试有限公司")
    act.applicant_done()
    act.search("SL-0024")
    act.pick()
    for _ in range(3):
        act.answer(0)
    act.all_in_order()
    body = decided(desk, act).number
    found = desk.cases.cases(Filter.MINE)
    assert {each.number: each.applicant for each in found.lines} == {
        person: "测**乙",
        body: "青禾县测试有限公司",
    }
    assert sheet_of(desk.cases.case(person)).applicant == "测**乙"
    by_name = desk.cases.cases(Filter.ALL, "测试甲")
    assert [each.number for each in by_name.lines] == [person]
    assert (by_name.found, by_name.total) == (1, 2)
    assert desk.cases.cases(Filter.ALL, "%").lines == ()


def test_a_case_is_here_until_the_hall_has_numbered_all_of_it(desk: OpenedDesk) -> None:
    act = intake(desk)
    act.all_in_order()
    number = decided(desk, act).number
    assert sheet_of(desk.cases.case(number)).place == "here"
    with desk.counter.store.transaction() as db:
        for seq, row in enumerate(db.execute(select(events)).all(), start=1):
            key = (events.c.device == row.device, events.c.s == row.s)
            db.execute(events.update().where(*key).values(hall_seq=seq))
    assert sheet_of(desk.cases.case(number)).place == "at_hall"
    assert desk.cases.cases(Filter.MINE).lines[0].place == "at_hall"
    assert desk.frame.facts().link.unsent == 0


def test_a_dead_hall_is_offline_and_never_an_error(desk: OpenedDesk, clock: SetClock) -> None:
    assert not desk.frame.facts().link.online
    with desk.counter.store.transaction() as db:
        set_fact(db, "hall_url", "http://127.0.0.1:9")
        set_fact(db, "hall_key", "00" * 32)
    facts = desk.frame.facts()
    assert not facts.link.online
    assert facts.link.unsent > 0
    clock.pass_seconds(20)
    assert not desk.frame.facts().link.online


def test_the_entrance_knows_hall_and_clerks_before_any_password(
    folder: Path, clock: SetClock, tmp_path: Path
) -> None:
    door = journey.entrance(folder, clock)
    assert (door.place().hall, door.place().station) == (HALL_NAME, "0005")
    assert [each.name for each in door.clerks()] == [CLERK]
    status = door.status()
    assert status is not None
    assert status.unsent > 0
    nowhere = journey.entrance(tmp_path / "absent", clock)
    assert (nowhere.clerks(), nowhere.status()) == ((), None)


def test_wrong_passwords_make_one_wait_and_stand_in_the_journal(
    folder: Path, clock: SetClock
) -> None:
    door = journey.entrance(folder, clock)
    for _ in range(5):
        with pytest.raises(Refused, match="wrong_password"):
            door.open("c1", "wrong")
    assert door.wait_seconds("c1") == 10
    clock.pass_seconds(11)
    assert door.wait_seconds("c1") == 0
    desk = door.open("c1", SECRET)
    assert isinstance(desk, OpenedDesk)
    with pytest.raises(ClerkError, match="wrong_password"):
        door.unlock("c1", "wrong")
    door.unlock("c1", SECRET)
    with desk.counter.store.reading() as db:
        query = select(events.c.kind).where(events.c.kind == "sign_in.failed")
        assert len(db.execute(query).all()) == 6
    with pytest.raises(Unavailable, match="another_instance"):
        journey.opened(folder, clock)
    desk.close()


def test_the_entrance_is_light() -> None:
    program = (
        "import sys; import clerk_app.desk.entrance; "
        "heavy = {'sqlalchemy', 'sqlcipher3', 'requests', 'reportlab', 'argon2', "
        "'cryptography', 'PySide6'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_empty_draft_leaves_no_row(desk: OpenedDesk) -> None:
    act = IntakePresenter(desk.intake, ImmediateRunner(), lambda _state: None)
    act.fill("name", "x")
    act.fill("name", "")
    assert act.state.work == Work(applicant=PartyText())
    with desk.counter.store.reading() as db:
        assert db.execute(select(drafts)).all() == []
