"""查共享材料: asked for a purpose, on the record, and never more than was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.deeds.import_online import import_online
from clerk_app.deeds.look_up import Wanted, look_up
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import Unavailable
from clerk_app.reporting.model import Found
from clerk_app.reporting.rules.sharing import Waiver
from clerk_app.reporting.shared_records import FolderRecords
from clerk_app.storage.journal import events_of
from tests.reporting.halls import PERSON, make_platform_hall, online
from tests.reporting.test_shared_records import HEALTH, ID
from tests.staff.halls import AUDITOR, ONE, Place, code, place

NUMBER = "51160200012600000163"
AGENT = {"kind": "person", "name": "李示例", "id_type": "passport", "id_number": "X1234567"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_platform_hall(tmp_path_factory.mktemp("lookup"))


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        counter = made.at(ONE)
        import_online(counter, online(counter, agent=AGENT))
        yield made


@pytest.fixture
def records(tmp_path: Path) -> FolderRecords:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "1.json").write_text(json.dumps(HEALTH), encoding="utf-8")
    return FolderRecords(folder)


def asked(here: Place) -> list[Event]:
    with here.counter.store.reading() as db:
        device = here.counter.journal.own_device(db).device
        found = events_of(db, device, 1, 999)
    return [e for e in found if e.kind in {"case.looked_up", "lookup.made"}]


def test_what_is_found_for_a_case_may_stand_in_for_its_paper(
    here: Place, records: FolderRecords
) -> None:
    made = look_up(here.at(ONE), records, Wanted("体检证明", case=NUMBER, paper="体检证明"))
    assert made.waivable
    assert made.found is not None
    assert made.found.number == "测健1号"
    (event,) = asked(here)
    assert (event.kind, event.case, event.header.operator) == ("case.looked_up", NUMBER, ONE)
    assert event.body == {
        "on": "2026-03-02",
        "kind": "体检证明",
        "source": "文件夹 shared",
        "id_type": "resident_id",
        "id_number": ID,
        "item": "T-1",
        "paper": "体检证明",
        "found": 1,
        "waiver": "yes",
        "record": "测健1号",
        "issued_by": "测试卫健局",
        "valid_until": "2027-01-04",
        "status": "valid",
    }
    assert ID.encode() not in event.header_bytes()
    assert here.rebuilt()


def test_that_nothing_was_found_is_on_the_record_too(here: Place, records: FolderRecords) -> None:
    made = look_up(here.at(ONE), records, Wanted("营业执照", case=NUMBER, paper="体检证明"))
    assert (made.found, made.waiver) == (None, Waiver.NO_RECORD)
    (event,) = asked(here)
    assert event.body is not None
    assert (event.body["found"], event.body["waiver"]) == (0, "no_record")
    assert "record" not in event.body


def test_before_a_case_exists_it_is_asked_for_an_item(here: Place, records: FolderRecords) -> None:
    wanted = Wanted("体检证明", "resident_id", f"　{ID} ", item="T-1", paper="体检证明")
    assert look_up(here.at(ONE), records, wanted).waivable
    (event,) = asked(here)
    assert (event.kind, event.case) == ("lookup.made", "")
    assert ID.encode() not in event.header_bytes()


def test_a_paper_the_applicant_must_bring_is_not_waived(
    here: Place, records: FolderRecords
) -> None:
    made = look_up(here.at(ONE), records, Wanted("体检证明", case=NUMBER, paper="申请书"))
    assert (made.waivable, made.waiver) == (False, Waiver.NOT_SHARED)


def test_only_the_people_of_a_case_are_looked_up_for_it(
    here: Place, records: FolderRecords
) -> None:
    counter = here.at(ONE)
    agent = Wanted("体检证明", "passport", "x1234567", case=NUMBER)
    assert look_up(counter, records, agent).found is None
    other = Wanted("体检证明", "resident_id", "110105194912310038", case=NUMBER)
    assert code(look_up, counter, records, other) == "other_person"
    assert len(asked(here)) == 1


def test_without_purpose_right_or_person_nothing_is_asked(
    here: Place, records: FolderRecords
) -> None:
    class Never:
        source = "无"

        def find(self, kind: str, id_type: str, id_number: str) -> Found | None:
            raise AssertionError(f"the register was asked: {kind} {id_type} {id_number}")

    counter, never = here.at(ONE), Never()
    person = {"id_type": "resident_id", "id_number": ID}
    refused = [
        (Wanted("体检证明", **person), "no_purpose"),
        (Wanted("体检证明", **person, case=NUMBER, item="T-1"), "no_purpose"),
        (Wanted(" ", case=NUMBER), "no_purpose"),
        (Wanted("体检证明", item="T-1"), "person_missing"),
        (Wanted("体检证明", **person, item="T-none"), "unknown_item"),
        (Wanted("体检证明", case="51160200012600000260"), "unknown_case"),
        (Wanted("体检证明", case=NUMBER, paper="没有的材料"), "unknown_material"),
    ]
    for wanted, why in refused:
        assert code(look_up, counter, never, wanted) == why
    case = Wanted("体检证明", case=NUMBER)
    assert code(look_up, here.at(AUDITOR), never, case) == "not_allowed"
    assert asked(here) == []


def test_an_applicant_without_a_number_is_not_looked_up_as_the_agent(
    here: Place, records: FolderRecords
) -> None:
    counter = here.at(ONE)
    nameless = {name: value for name, value in PERSON.items() if not name.startswith("id_")}
    case = import_online(
        counter, online(counter, online_number="B", applicant=nameless, agent=AGENT)
    ).number
    assert code(look_up, counter, records, Wanted("体检证明", case=case)) == "person_missing"


def test_a_register_that_is_away_is_not_nothing_found(here: Place, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        look_up(here.at(ONE), FolderRecords(tmp_path / "no"), Wanted("体检证明", case=NUMBER))
    assert asked(here) == []
