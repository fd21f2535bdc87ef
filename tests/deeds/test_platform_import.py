"""预审 / 在线申请: taken in as it is, once, under every rule; and the numbers of other systems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from clerk_app.bootstrap import PROJECTORS
from clerk_app.deeds.import_online import import_online
from clerk_app.deeds.link_case import link_case
from clerk_app.deeds.print_document import print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake import store as intake
from clerk_app.journal.events import Event
from clerk_app.storage.journal import Journal, Projector
from tests.reporting.halls import FILE, PERSON, case_events, make_platform_hall, online
from tests.staff.halls import AUDITOR, ONE, Place, code, place

NUMBER = "51160200012600000163"
SECOND = "51160200012600000260"
PORTAL = "网上办事大厅"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_platform_hall(tmp_path_factory.mktemp("platform"))


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def cases(here: Place) -> int:
    with here.counter.store.reading() as db:
        return intake.count(db)


def test_an_online_case_is_taken_in_and_linked(here: Place) -> None:
    counter = here.at(ONE)
    made = import_online(counter, online(counter))
    assert (made.number, made.state.state, made.state.arrival) == (NUMBER, "accepted", "online")
    assert made.state.linked == ("WS2026030200017",)
    assert made.taken is not None
    assert [d.kind for d in made.taken.documents] == ["acceptance"]
    events = case_events(counter, NUMBER)
    assert [e.kind for e in events] == [
        "case.received", "case.decided", "document.issued", "case.linked",
    ]  # fmt: skip
    assert events[-1].body == {
        "number": "WS2026030200017",
        "system": PORTAL,
        "pre_reviewed_by": "李示例",
        "pre_reviewed_at": "2026-03-02T09:30:00.000+08:00",
    }
    assert here.rebuilt()


def test_the_same_number_again_is_the_same_case_and_writes_nothing(here: Place) -> None:
    counter = here.at(ONE)
    import_online(counter, online(counter))
    before = here.events()
    again = import_online(counter, online(counter))
    assert (again.number, again.taken, again.same) == (NUMBER, None, True)
    assert [d.number for d in again.unprinted] == [f"{NUMBER}-01"]
    assert (here.events(), cases(here)) == (before, 1)


def test_another_number_is_another_case(here: Place) -> None:
    counter = here.at(ONE)
    numbers = [
        import_online(counter, online(counter, online_number=name)).number for name in ("A", "B")
    ]
    assert numbers == [NUMBER, SECOND]


def test_a_file_that_says_something_else_is_told_and_changes_nothing(
    here: Place, tmp_path: Path
) -> None:
    counter = here.at(ONE)
    made = import_online(counter, online(counter))
    print_document(counter, made.number, f"{NUMBER}-01", tmp_path / "x.pdf")
    before = here.events()
    changes: list[dict[str, Any]] = [
        {"applicant": {**PERSON, "phone": "13900000000"}},
        {"item": "T-none"},
        {"materials": []},
    ]
    for change in changes:
        again = import_online(counter, online(counter, **change))
        assert (again.number, again.same, again.unprinted) == (NUMBER, False, ())
    assert here.events() == before


class Breaks(Exception):
    """The program dies."""


def test_a_program_that_dies_in_between_leaves_nothing_and_the_next_import_takes_it_in_once(
    here: Place,
) -> None:
    counter = here.at(ONE)

    def die(_db: Connection, _event: Event) -> None:
        raise Breaks

    dying = Journal([*PROJECTORS, Projector(kinds={"case.linked": die})])
    with pytest.raises(Breaks):
        import_online(replace(counter, journal=dying), online(counter))
    assert cases(here) == 0
    made = import_online(counter, online(counter))
    assert made.number == NUMBER  # the one that died burnt no number
    assert import_online(counter, online(counter)).number == NUMBER
    assert cases(here) == 1


def test_no_rule_is_passed_over(here: Place) -> None:
    counter = here.at(ONE)
    missing = [{"name": "申请书", "state": "in_order"}]
    made = import_online(counter, online(counter, materials=missing))
    assert made.state.state == "returned_for_correction"
    refused = [
        online(counter, online_number="B", item="T-none"),
        online(counter, online_number="B", materials=[{"name": "别的", "state": "in_order"}]),
        online(counter, online_number="B", competent=False),
        online(
            counter, online_number="B", materials=[{"name": "申请书", "state": "waived_shared"}]
        ),
    ]
    before = here.events()
    assert [code(import_online, counter, each) for each in refused] == [
        "unknown_item", "unknown_material", "target_agency_missing", "waiver_not_allowed",
    ]  # fmt: skip
    assert here.events() == before


def test_a_clock_that_was_set_back_dates_no_online_case_either(here: Place) -> None:
    counter = here.at(ONE)
    here.clock.move(-3600)
    now = here.clock.now().isoformat()
    case = online(counter, received_at=now, pre_reviewed_at=now)
    before = here.events()
    assert code(take_in, counter, case.application) == "clock_back"
    assert code(import_online, counter, case) == "clock_back"
    assert here.events() == before


def test_it_comes_to_what_the_same_application_at_the_window_comes_to(here: Place) -> None:
    counter = here.at(ONE)
    case = online(counter)
    at_window = take_in(counter, case.application)
    made = import_online(counter, case)
    assert made.taken is not None
    assert made.taken.decision == at_window.decision
    bodies = []
    for number in (at_window.number, made.number):
        body = dict(case_events(counter, number)[0].body or {})
        body.pop("number")
        bodies.append(body)
    assert bodies[0] == bodies[1]


def test_whoever_may_not_see_cases_imports_none(here: Place) -> None:
    counter = here.at(AUDITOR)
    assert code(import_online, counter, online(counter)) == "not_allowed"
    assert code(link_case, counter, NUMBER, "A", PORTAL) == "not_allowed"


def test_a_second_number_is_linked_once(here: Place) -> None:
    counter = here.at(ONE)
    import_online(counter, online(counter))
    made = link_case(counter, NUMBER, "  省１２３ ", "省平台")
    assert made.new
    assert [(link.number, link.system) for link in made.links] == [
        ("WS2026030200017", PORTAL), ("省123", "省平台"),
    ]  # fmt: skip
    before = here.events()
    again = link_case(counter, NUMBER, "省123", "省平台")
    assert (again.new, again.links, here.events()) == (False, made.links, before)
    with counter.store.reading() as db:
        assert intake.case(db, counter.viewer, NUMBER).linked == ("WS2026030200017", "省123")
    assert here.rebuilt()


def test_a_number_of_a_system_belongs_to_one_case(here: Place) -> None:
    counter = here.at(ONE)
    for name in ("A", "B"):
        import_online(counter, online(counter, online_number=name))
    assert code(link_case, counter, SECOND, "A", PORTAL) == "linked_elsewhere"
    assert link_case(counter, SECOND, "A", "省平台").new  # another system counts for itself
    assert code(link_case, counter, NUMBER, NUMBER, "省平台") == "linked_to_itself"
    assert code(link_case, counter, "51160200012600000357", "C", "省平台") == "unknown_case"
    for other, system in (("", "省平台"), ("C", " ")):
        assert code(link_case, counter, NUMBER, other, system) == "bad_link"
    assert code(link_case, counter, NUMBER, "长" * 51, "省平台") == "bad_text"


def test_a_number_that_was_linked_by_hand_is_not_taken_in_again(here: Place) -> None:
    counter = here.at(ONE)
    number = take_in(counter, online(counter).application).number
    link_case(counter, number, str(FILE["online_number"]), "省平台")
    before = here.events()
    assert code(import_online, counter, online(counter)) == "linked_elsewhere"
    assert here.events() == before
    same = import_online(counter, online(counter, online_system="省平台"))
    assert (same.number, same.taken) == (number, None)


def test_a_number_inside_another_is_not_found(here: Place) -> None:
    counter = here.at(ONE)
    import_online(counter, online(counter, online_number="WS20"))
    made = import_online(counter, online(counter, online_number="WS2"))
    assert made.number == SECOND
    quoted = import_online(counter, online(counter, online_number='W"S\\2'))
    assert import_online(counter, online(counter, online_number='W"S\\2')).number == quoted.number
