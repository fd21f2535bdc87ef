"""练习: a store to learn on is never real, and a real one never practice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.assign_station import assign
from clerk_app.deeds.catalogue_files import export_catalogue, publish_catalogue
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.examine import examine
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.import_online import import_online
from clerk_app.deeds.look_up import Wanted, look_up
from clerk_app.deeds.practice import in_practice, require_real
from clerk_app.deeds.print_document import print_document, recorded
from clerk_app.deeds.report_case import read_report, report_case
from clerk_app.deeds.take_in import take_in
from clerk_app.journal.events import Event
from clerk_app.kernel.errors import ClerkError
from clerk_app.kernel.ids import read_case_number
from clerk_app.reporting.shared_records import FolderRecords
from clerk_app.storage.backup import backup
from clerk_app.storage.facts import set_fact
from clerk_app.storage.journal import events_of
from clerk_app.sync import engine
from tests.reporting.halls import ITEM, case_events, online
from tests.staff.halls import code
from tests.support.stores import AT, HALL, PASSPHRASE, HandClock

ROOT = Path(__file__).parents[2]


@dataclass
class Learner:
    folder: Path
    counter: Counter


def make(
    folder: Path, *, is_practice: bool = True, station: str = "", sample: bool = False
) -> None:
    Workstation(HandClock()).create(
        folder,
        hall=HALL,
        name="测试大厅",
        station=station,
        operator="测试学员",
        passphrase=PASSPHRASE,
        sample=sample,
        practice=is_practice,
    )


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    """One practice store for all: whatever is refused leaves it as it was."""
    place = tmp_path_factory.mktemp("practice")
    file = place / "items.json"
    file.write_text(json.dumps([ITEM], ensure_ascii=False), encoding="utf-8")
    make(place / "data")
    with Workstation(HandClock()).open(place / "data", PASSPHRASE) as counter:
        import_catalogue(counter, [file])
        yield Learner(place / "data", counter)


def events(counter: Counter) -> list[Event]:
    with counter.store.reading() as db:
        device = counter.journal.own_device(db).device
        return events_of(db, device, 1, 9999)


def test_its_numbers_are_of_station_0000_and_every_paper_is_marked(
    here: Learner, tmp_path: Path
) -> None:
    counter = here.counter
    assert not ITEM.get("sample")  # the item is a real one
    made = take_in(counter, online(counter).application)
    assert read_case_number(made.number).station == "0000"
    assert made.documents
    for document in made.documents:
        facts, _, _ = recorded(counter, made.number, document.number)
        assert facts.sample
    assert (case_events(counter, made.number)[0].body or {})["sample"] == 1
    print_document(counter, made.number, made.documents[0].number, tmp_path / "x.pdf")


def test_nothing_of_it_leaves(here: Learner, tmp_path: Path) -> None:
    counter = here.counter
    number = import_online(counter, online(counter, online_number="P1")).number
    before = len(events(counter))
    records = FolderRecords(tmp_path)
    act = counter.act()
    refused: dict[str, Callable[[], object]] = {
        "enrol": lambda: engine.enrol(
            counter.store, counter.journal, "http://127.0.0.1:9", "AAAA-BBBB-CCCC-DDDD", act
        ),
        "sync": lambda: engine.synchronise(
            counter.store, counter.journal, url="http://127.0.0.1:9", made_at=AT
        ),
        "station": lambda: assign(counter, "0001"),
        "report": lambda: report_case(counter, number, tmp_path / "r.json"),
        "panel": lambda: read_report(counter, number),
        "export": lambda: export_catalogue(counter, tmp_path / "e.json", force=True),
        "publish": lambda: publish_catalogue(
            counter, tmp_path / "p.json", force=True, leave_out=True
        ),
        "lookup": lambda: look_up(counter, records, Wanted("证", case=number)),
        "anything": lambda: require_real(counter, "不做"),
    }
    for name, deed in refused.items():
        with pytest.raises(ClerkError) as caught:
            deed()
        assert (name, caught.value.code) == (name, "practice")
        assert "练习" in caught.value.message
    assert len(events(counter)) == before
    assert not list(tmp_path.iterdir())


def test_the_mark_is_told_in_the_journal_and_before_it_is_opened(here: Learner) -> None:
    first = events(here.counter)[0]
    assert first.kind == "workstation.initialised"
    assert (first.body or {})["practice"] == 1
    assert in_practice(here.counter)
    store = next(check for check in examine(here.folder) if check.name == "store")
    assert store.ok
    assert "练习" in store.detail


def test_a_folder_of_data_is_never_made_practice(here: Learner, tmp_path: Path) -> None:
    make(tmp_path / "real", is_practice=False, station="0001")
    assert code(make, tmp_path / "real") == "store_exists"
    assert code(make, here.folder, is_practice=False) == "store_exists"
    store = next(check for check in examine(tmp_path / "real") if check.name == "store")
    assert "练习" not in store.detail
    with Workstation(HandClock()).open(tmp_path / "real", PASSPHRASE) as counter:
        assert not in_practice(counter)
        require_real(counter, "不做")
        assert "practice" not in (events(counter)[0].body or {})


def test_it_is_not_made_with_a_station_number(tmp_path: Path) -> None:
    assert code(make, tmp_path / "p", station="0001") == "practice"
    assert not (tmp_path / "p").exists()


def test_a_backup_of_it_comes_back_as_practice(here: Learner, tmp_path: Path) -> None:
    counter = here.counter
    file = tmp_path / "b.bak"
    backup(counter.store, counter.folder, counter.journal, file, AT)
    shop = Workstation(HandClock())
    with pytest.raises(ClerkError) as caught:
        shop.restore(tmp_path / "as-real", file, passphrase=PASSPHRASE, station="0007")
    assert caught.value.code == "practice"
    assert not (tmp_path / "as-real").exists()
    shop.restore(tmp_path / "again", file, passphrase=PASSPHRASE, station="")
    with shop.open(tmp_path / "again", PASSPHRASE) as restored:
        assert in_practice(restored)
        assert code(assign, restored, "0007") == "practice"
        made = take_in(restored, online(restored).application)
        assert read_case_number(made.number).station == "0000"


def test_even_one_that_was_paired_behind_its_back_does_not_exchange(here: Learner) -> None:
    counter = here.counter
    facts = {"hall_key": "00" * 32, "hall_url": "http://127.0.0.1:9"}
    with counter.store.transaction() as db:
        for name, value in facts.items():
            set_fact(db, name, value)
    assert code(engine.synchronise, counter.store, counter.journal, made_at=AT) == "practice"
    with counter.store.transaction() as db:
        for name in facts:
            set_fact(db, name, "")


def test_only_the_making_of_a_store_sets_the_mark() -> None:
    """No line of the program but one can mark a store, and none can take the mark away."""
    callers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "clerk_app").rglob("*.py"))
        if "mark_practice(" in path.read_text(encoding="utf-8")
    ]
    assert callers == ["clerk_app/deeds/initialise.py", "clerk_app/storage/practice.py"]
