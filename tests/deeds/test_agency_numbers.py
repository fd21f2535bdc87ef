"""文号 on real workstations: taken with the document, never twice, exhausted before anything is
committed, and not used again after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.agency_numbers import lease_numbers
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_document import find_document, print_document
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, Outcome
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.numbering import store
from clerk_app.storage.backup import backup
from clerk_app.storage.journal import Received, events_of
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import AT, OPERATOR, PASSPHRASE, HandClock, create

TEMPLATE = "示例许告〔{year}〕{n}号"
KINDS = ("one_time_notice",)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("numbers")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as found:
        load(found, folder, ITEM)
        yield found


def intake(counter: Counter) -> Application:
    """An application; from 2027 on its dates are provisional and a supervisor answers for them."""
    by = OPERATOR if counter.today().year > 2026 else ""
    return asked(counter, provisional_approved_by=by)


def agency_number(counter: Counter) -> str:
    """The 文号 of the notice of a new case."""
    case = take_in(counter, intake(counter)).number
    return find_document(counter, case, "one_time_notice").facts.agency_number


def held(counter: Counter) -> int:
    with counter.store.reading() as db:
        return counter.journal.count(db)


def refuses(counter: Counter) -> str:
    before = held(counter)
    with pytest.raises(Refused) as caught:
        take_in(counter, intake(counter))
    assert held(counter) == before
    return caught.value.code


def lease(counter: Counter, first: int, last: int, *, year: int = 2026) -> None:
    lease_numbers(counter, "示例局", TEMPLATE, first=first, last=last, year=year, kinds=KINDS)


def test_the_life_of_two_blocks(opened: Counter, tmp_path: Path) -> None:
    counter = opened
    assert agency_number(counter) == ""  # nobody asked for one
    lease(counter, 7, 8)
    assert agency_number(counter) == "示例许告〔2026〕7号"
    # an intake that is refused after its papers were numbered burns none
    with pytest.raises(Refused) as changed:
        take_in(counter, asked(counter), expected=Outcome.ACCEPTED)
    assert changed.value.code == "verdict_changed"
    case = take_in(counter, intake(counter)).number
    print_document(counter, case, "one_time_notice", tmp_path / "n.pdf")
    page = PdfReader(tmp_path / "n.pdf").pages[0].extract_text().replace(" ", "")
    assert "示例许告〔2026〕8号" in page
    receipt = find_document(counter, case, "receipt").facts
    assert receipt.agency_number == ""  # another kind
    with pytest.raises(Refused) as caught:
        take_in(counter, intake(counter))
    assert caught.value.code == "agency_numbers_exhausted"
    assert "numbers lease" in caught.value.message
    assert refuses(counter) == "agency_numbers_exhausted"
    with pytest.raises(ClerkError) as twice:
        lease(counter, 8, 20)
    assert twice.value.code == "block_overlaps"
    lease(counter, 100, 109)
    assert agency_number(counter) == "示例许告〔2026〕100号"
    with counter.store.transaction() as db:
        before = store.blocks(db)
        counter.journal.rebuild(db)
        assert store.blocks(db) == before
    assert [b.next for b in before if b.agency == "示例局"] == [9, 101]
    # the next year has no block yet; a number of the old year is never given in it
    clock = counter.clock
    assert isinstance(clock, HandClock)
    clock.move(320 * 24 * 3600)
    with counter.store.transaction() as db:
        counter.journal.append(db, "note.made", {"text": "新年"}, counter.act(db))
    assert counter.today().year == 2027
    assert refuses(counter) == "agency_numbers_exhausted"
    lease(counter, 1, 9, year=2027)
    assert agency_number(counter) == "示例许告〔2027〕1号"
    _after_a_restore(counter, tmp_path)


def _after_a_restore(counter: Counter, tmp_path: Path) -> None:
    backup(counter.store, counter.folder, counter.journal, tmp_path / "b.zip", AT)
    after = agency_number(counter)
    assert after == "示例许告〔2027〕2号"  # which the backup cannot know
    (tmp_path / "new").mkdir()
    clock = HandClock(counter.clock.now())
    Workstation(clock).restore(
        tmp_path / "new" / "w", tmp_path / "b.zip", passphrase=PASSPHRASE, station="0002"
    )
    with Workstation(clock).open(tmp_path / "new" / "w", PASSPHRASE) as restored:
        assert refuses(restored) == "agency_numbers_exhausted"
        with pytest.raises(ClerkError) as caught:
            lease(restored, 2, 5, year=2027)
        assert caught.value.code == "block_overlaps"
        lease(restored, 50, 59, year=2027)
        assert agency_number(restored) == "示例许告〔2027〕50号"


def test_two_stations_know_of_each_others_blocks(opened: Counter, tmp_path: Path) -> None:
    create(tmp_path / "other")
    with Workstation(HandClock()).open(tmp_path / "other", PASSPHRASE) as other:
        lease_numbers(other, "测试局", "测试证{n4}", first=1, last=50)
        with other.store.reading() as db:
            device = other.journal.own_device(db)
            page = [
                Received(event, 1_000 + n)
                for n, event in enumerate(events_of(db, device.device, 1, device.head_s))
            ]
    with opened.store.transaction() as db:
        opened.journal.receive(db, page)
    for template in ("测试证{n4}", "测试证{n}"):
        with pytest.raises(ClerkError) as caught:
            lease_numbers(opened, "测试局", template, first=50, last=60)
        assert caught.value.code == "block_overlaps"
    lease_numbers(opened, "测试局", "测试证{n4}", first=51, last=60)
    with opened.store.reading() as db:
        mine = [b for b in store.blocks(db) if b.agency == "测试局"]
    assert sorted((b.first, b.last) for b in mine) == [(1, 50), (51, 60)]
