"""What guards the day a case is taken in guards its later acts too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.collect import collect
from clerk_app.deeds.credit import import_list
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import (
    Application,
    CaseState,
    CheckedPaper,
    Concealment,
    OtherHall,
    PaperState,
    Party,
)
from tests.deeds.test_collect import DAY, NAMES, THERE, Place, World, application
from tests.deeds.test_versions import ITEM
from tests.staff.halls import code
from tests.support.stores import HALL, HALL_NAME, OPERATOR, PASSPHRASE, HandClock

DEFERRING = {
    **ITEM,
    "code": "T-2",
    "name": "测试容缺许可",
    "deferral": {"enabled": True, "bound_workdays": 3, "on_expiry": "退件", "block_months": 6},
    "materials": [
        {"name": "申请书", "necessity": "必要"},
        {"name": "租赁合同", "necessity": "容缺后补", "deferrable": True, "defer_workdays": 3},
    ],
}
GRAVE = {**ITEM, "code": "T-3", "name": "测试安全许可", "public_safety": True}
PROMISING = {
    **ITEM,
    "code": "T-4",
    "name": "测试承诺许可",
    "commitment": {"papers": ["租赁合同"], "promises": ["有租赁合同"], "check_workdays": 60},
}
STANDING = {
    **DEFERRING,
    "code": "T-6",
    "name": "测试暂停许可",
    "promised_limit": {"value": 20, "unit": "工作日"},
    "deferral": {"enabled": True, "bound_workdays": 3, "on_expiry": "暂停", "grace_workdays": 10},
}
HERE_ALONE = {**ITEM, "code": "T-5", "name": "只有这里有的许可"}
FIRST = CheckedPaper("申请书", PaperState.IN_ORDER, copies=1)
LATER = (FIRST, CheckedPaper("租赁合同", PaperState.MISSING))
IN_ORDER = [{"name": name, "state": "in_order"} for name in NAMES]
BY = {"by": "王测试"}


def person(number: str) -> Party:
    return Party("person", "测试申请人", "resident_id", number)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Where it is taken in, where it is decided, and a window beside the first. The clock stands:
    a test that moves it takes a place of its own."""
    folder = tmp_path_factory.mktemp("guards")
    everywhere, here = folder / "list.json", folder / "here.json"
    everywhere.write_text(
        json.dumps([ITEM, DEFERRING, GRAVE, PROMISING, STANDING]), encoding="utf-8"
    )
    here.write_text(json.dumps([HERE_ALONE]), encoding="utf-8")
    with ExitStack() as stack:
        places: list[Place] = []
        for station, name in (("0001", HALL_NAME), ("0002", THERE.name), ("0003", HALL_NAME)):
            clock, at = HandClock(), folder / station
            Workstation(clock).create(
                at, hall=HALL, name=name, station=station, operator=OPERATOR,
                passphrase=PASSPHRASE, sample=False,
            )  # fmt: skip
            with Workstation(clock).open(at, PASSPHRASE) as counter:
                import_catalogue(counter, [everywhere, here] if not places else [everywhere])
            if not places:
                shutil.copytree(at, folder / "clean")
            counter = stack.enter_context(Workstation(clock).open(at, PASSPHRASE))
            places.append(Place(counter, at, clock))
        yield World(places)


@pytest.fixture
def alone(world: World, tmp_path: Path) -> Iterator[Place]:
    """A workstation whose clock may be moved."""
    at = Path(shutil.copytree(world.places[0].folder.parent / "clean", tmp_path / "w"))
    clock = HandClock()
    with Workstation(clock).open(at, PASSPHRASE) as counter:
        yield Place(counter, at, clock)


def sent(world: World, asked: Application) -> str:
    """A collected case on its way that all of them know of."""
    here = world.places[0]
    number = collect(here.counter, asked).number
    here.act(number, "dispatch", parcel={"method": "mail", "waybill": "X1"})
    world.exchange(0, 1, 2)
    return number


def lists(place: Place, folder: Path, *numbers: str, on: date = date(2026, 3, 2)) -> None:
    """The hall's list of who broke promises."""
    lines = [f"resident_id,{number},测试" for number in numbers]
    file = folder / "credit.csv"
    file.write_text("\n".join(["id_type,id_number,why", *lines, ""]), encoding="utf-8")
    import_list(place.counter, file, on)


# ------------------------------------------------------------------ whose hall


def test_only_the_hall_that_decides_takes_over(world: World) -> None:
    here, there, beside = world.places
    number = sent(world, application(here, for_hall=OtherHall("511702", "另一个市的局")))
    assert there.refuses(number, "take_over", handover=BY) == "wrong_hall"
    assert there.case(number).state == "collected"
    # a window of the hall that collected writes the signed slip, as the one that took it in does
    assert beside.act(number, "take_over", handover=BY).state.state == "handed_over"


def test_a_body_of_that_name_elsewhere_is_not_this_hall(world: World) -> None:
    here, there, _ = world.places
    number = sent(world, application(here, for_hall=OtherHall("511702", THERE.name)))
    assert there.refuses(number, "take_over", handover=BY) == "wrong_hall"


def test_what_came_back_is_written_down_where_it_was_taken_in(world: World) -> None:
    here, there, beside = world.places
    number = sent(world, application(here))
    assert there.refuses(number, "send_back", reason="没有人接收") == "wrong_hall"
    beside.act(number, "send_back", reason="没有人接收")
    world.exchange(2, 0)
    assert here.case(number).custody[-1].holder == HALL_NAME


def test_what_cannot_be_decided_there_is_not_taken_over(world: World) -> None:
    here, there, beside = world.places
    number = sent(world, application(here, item="T-5"))
    assert there.refuses(number, "take_over", handover=BY) == "unknown_item_version"
    assert there.case(number).state == "collected"
    assert beside.act(number, "take_over", handover=BY).state.state == "handed_over"


def test_the_chain_has_no_gap_after_a_reopening(world: World) -> None:
    here, there, _ = world.places
    number = sent(world, application(here))
    there.act(number, "take_over", handover=BY)
    world.exchange(1)
    there.act(number, "withdraw", reason="先不办了")
    assert there.case(number).custody[-1].until == "2026-03-02"
    there.act(number, "reopen", approver="c1", reason="又来办")
    world.exchange(1, 0)
    last = here.case(number).custody[-1]
    assert (last.holder, last.since, last.until) == (THERE.name, "2026-03-02", "")
    assert last.papers == ()  # they went back to the applicant with the case
    assert len(here.case(number).custody) == 4


# ------------------------------------------------------------------ whose credit


def undertakes(place: Place, number: str, **more: str) -> CaseState:
    return place.act(number, "supply", undertaking_signed=True, **more).state


def test_who_is_on_the_list_of_the_hall_that_decides_is_given_no_deferral(
    world: World, tmp_path: Path
) -> None:
    here, there, _ = world.places
    asked = application(here, item="T-2", applicant=person("110101199003070054"), papers=LATER)
    number = sent(world, asked)
    lists(there, tmp_path, "110101199003070054")
    there.act(number, "take_over", handover=BY)
    world.exchange(1)
    assert undertakes(there, number).state == "returned_for_correction"
    assert "discredited" in there.case(number).reason_codes
    lists(there, tmp_path)


def returned(place: Place, number: str) -> str:
    """A case that waits for the undertaking of somebody."""
    asked = application(place, item="T-2", applicant=person(number), papers=LATER, for_hall=None)
    made = take_in(place.counter, asked).number
    assert place.case(made).state == "returned_for_correction"
    return made


def test_who_came_onto_the_list_since_is_given_no_deferral(alone: Place, tmp_path: Path) -> None:
    listed, other = (returned(alone, n) for n in ("110101199003070054", "11010119900307889X"))
    lists(alone, tmp_path, "110101199003070054")
    assert undertakes(alone, listed).state == "returned_for_correction"
    assert undertakes(alone, other).state == "conditionally_accepted"


def test_a_list_too_old_by_now_needs_a_supervisor(alone: Place, tmp_path: Path) -> None:
    lists(alone, tmp_path)
    first, second = (returned(alone, "110101199003070054") for _ in range(2))
    lists(alone, tmp_path, on=date(2025, 1, 2))
    assert undertakes(alone, first).state == "returned_for_correction"
    assert "credit_stale" in alone.case(first).reason_codes
    assert undertakes(alone, second, approver="c1").state == "conditionally_accepted"


def test_a_promise_broken_since_bars_a_deferral(alone: Place) -> None:
    """The applicant's own other case was given back for papers that never came."""
    kept = returned(alone, "110101199003070054")
    broken = returned(alone, "110101199003070054")
    undertakes(alone, broken)
    alone.clock.move(7 * DAY)  # three workdays for the paper, to 5 March
    done = alone.act(broken, "return", reason="没有补来").state
    assert done.blocked_until == "2026-09-09"
    assert undertakes(alone, kept).state == "returned_for_correction"


def test_who_concealed_may_not_come_by_another_hall_or_by_a_reopening(world: World) -> None:
    here, there, _ = world.places
    who = person("110101199003070054")
    asked = application(there, item="T-3", applicant=who, for_hall=None)
    laid_down = take_in(there.counter, asked).number
    there.act(laid_down, "withdraw", reason="不办了")
    number = sent(world, application(here, item="T-3", applicant=who))
    hidden = Concealment("假章", "原件", "测试", "测试主管")
    take_in(
        there.counter,
        application(there, item="T-3", applicant=who, for_hall=None, concealment=hidden),
    )
    assert there.refuses(number, "take_over", handover=BY) == "barred_for_a_year"
    assert there.case(number).state == "collected"
    again = {"approver": "c1", "reason": "又来办"}
    assert there.refuses(laid_down, "reopen", **again) == "barred_for_a_year"


# ------------------------------------------------------------------ 暂定


def decembers(alone: Place) -> str:
    """A case whose dates are all known, though an extension is not: 2 December 2026."""
    alone.clock.move((date(2026, 12, 2) - date(2026, 3, 2)).days * DAY)
    number = take_in(alone.counter, application(alone, for_hall=None)).number
    assert alone.case(number).provisional == ()
    return number


def test_an_extension_into_a_year_nobody_published_needs_an_answer(alone: Place) -> None:
    number = decembers(alone)
    fields = {"approver": "c1", "reason": "案情复杂"}
    assert alone.refuses(number, "extend", **fields) == "provisional_unapproved"
    assert alone.case(number).extended_workdays == 0
    done = alone.act(number, "extend", provisional_approved_by="c1", **fields)
    assert "statutory_due" in done.state.provisional
    # 特别程序 tells the dates that stand: 暂定 by now
    special = {"special": "听证", "days": 5, "reason": "申请人要求"}
    assert alone.refuses(number, "suspend", **special) == "provisional_unapproved"
    alone.act(number, "suspend", provisional_approved_by="c1", **special)
    with alone.counter.store.reading() as db:
        happened = alone.counter.journal.case_events(db, number)
    named = [(e.body or {}).get("provisional_by") for e in happened]
    assert [by["approver"] for by in named if isinstance(by, dict)] == ["c1", "c1"]


def test_known_dates_need_nobody(alone: Place) -> None:
    number = take_in(alone.counter, application(alone, for_hall=None)).number
    alone.act(number, "suspend", special="听证", days=5, reason="申请人要求")
    assert alone.case(number).is_suspended


def test_dates_that_late_papers_moved_are_not_certain_either(alone: Place, tmp_path: Path) -> None:
    """Promised by 29 December; the lease, owed by the 4th, is late to the end of the grace."""
    alone.clock.move((date(2026, 12, 1) - date(2026, 3, 2)).days * DAY)
    asked = application(alone, item="T-6", papers=LATER, undertaking_signed=True, for_hall=None)
    number = take_in(alone.counter, asked).number
    assert (alone.case(number).promised_due, alone.case(number).provisional) == ("2026-12-29", ())
    alone.clock.move(24 * DAY)
    special = {"special": "听证", "days": 5, "reason": "申请人要求"}
    assert alone.refuses(number, "suspend", **special) == "provisional_unapproved"
    alone.act(number, "suspend", provisional_approved_by="c1", **special)
    assert "2027年1月12日（暂定）" in paper(alone, number, tmp_path, "suspension")


def test_the_day_a_promise_is_checked_by_says_that_it_is_not_certain(
    alone: Place, tmp_path: Path
) -> None:
    alone.clock.move((date(2026, 11, 2) - date(2026, 3, 2)).days * DAY)
    promised = {"committed": ("租赁合同",), "commitment_signed": True, "for_hall": None}
    asked = application(alone, item="T-4", papers=(FIRST,), **promised)
    assert code(take_in, alone.counter, asked) == "provisional_unapproved"
    asked = application(
        alone, item="T-4", papers=(FIRST,), provisional_approved_by="c1", **promised
    )
    made = take_in(alone.counter, asked)
    assert made.decision.provisional == ("check_on",)
    state = alone.case(made.number)
    assert (state.check_on[:4], state.provisional) == ("2027", ("check_on",))
    assert "（暂定）" in paper(alone, made.number, tmp_path)


def test_a_promise_accepted_later_is_checked_too(alone: Place, tmp_path: Path) -> None:
    asked = application(
        alone, item="T-4", papers=(), committed=("租赁合同",), commitment_signed=True,
        for_hall=None,
    )  # fmt: skip
    number = take_in(alone.counter, asked).number
    assert alone.case(number).check_on == ""  # nothing is accepted yet
    state = alone.act(number, "supply", materials=IN_ORDER[:1]).state
    # 60 workdays from 2 March 2026; off: Tomb Sweeping 6 April, May Day 1-5 (9 made up)
    assert (state.state, state.check_on) == ("accepted", "2026-05-28")
    told = paper(alone, number, tmp_path)
    assert "2026年5月28日" in told
    assert "（暂定）" not in told


def paper(place: Place, number: str, folder: Path, kind: str = "commitment") -> str:
    print_document(place.counter, number, kind, folder / "p.pdf")
    pages = PdfReader(folder / "p.pdf").pages
    return "".join("".join(page.extract_text() for page in pages).split())
