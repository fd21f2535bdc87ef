"""Among equals the item that the hall takes in most comes first, counted once a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.search.usage import record_use
from clerk_app.deeds.count_uses import count_hall_uses
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.import_catalogue import import_catalogue
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import Application, CheckedPaper, PaperState, Party
from tests.support.stores import PASSPHRASE, HandClock, create

DAY = 24 * 3600
NAMES = {"A": "取水许可", "B": "取水许可证延续", "C": "取水许可证注销"}


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def counter(tmp_path: Path, clock: HandClock) -> Iterator[Counter]:
    create(tmp_path / "w", clock=clock)
    with Workstation(clock).open(tmp_path / "w", PASSPHRASE) as opened:
        rows = [{"id": k, "name": n, "materials": [{"name": "表"}]} for k, n in NAMES.items()]
        path = tmp_path / "list.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        import_catalogue(opened, [path])
        yield opened


def take(counter: Counter, item: str) -> None:
    papers = (CheckedPaper("表", PaperState.IN_ORDER, copies=1),)
    person = Party("person", "测试甲")
    take_in(counter, Application(item, counter.clock.now(), person, papers=papers))


def order(counter: Counter) -> list[str]:
    with counter.store.reading() as db:
        return [hit.key for hit in search(db, "许可证")]


def test_what_the_hall_takes_in_most_comes_first(counter: Counter) -> None:
    before = order(counter)
    assert set(before) == {"B", "C"}
    last = before[-1]
    take(counter, last)
    assert count_hall_uses(counter) == 1
    assert order(counter) == [last, before[0]]


def test_the_count_is_made_once_a_day(counter: Counter, clock: HandClock) -> None:
    take(counter, "C")
    assert count_hall_uses(counter) == 1
    take(counter, "C")
    assert count_hall_uses(counter) == 0
    clock.move(DAY)
    assert count_hall_uses(counter) == 1
    clock.move(DAY)
    assert count_hall_uses(counter) == 0  # nothing changed


def test_this_windows_own_use_goes_before_the_halls(counter: Counter) -> None:
    for _ in range(3):
        take(counter, "C")
    count_hall_uses(counter)
    with counter.store.transaction() as db:
        record_use(db, "B", "2026-03-02T10:05:00.000+08:00")
    assert order(counter) == ["B", "C"]
