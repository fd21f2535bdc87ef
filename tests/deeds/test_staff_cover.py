"""请假 and AB角 at the counter, on a real encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from clerk_app.deeds.staff_cover import end_leave, set_cover, take_leave
from clerk_app.staff import store
from clerk_app.staff.model import Leave, Pair
from tests.staff.halls import ADMIN, AUDITOR, BOSS, ONE, TWO, Place, code, make_hall, place


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("cover") / "data")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def acting(here: Place, clerk: str, day: int) -> tuple[str, ...]:
    with here.counter.store.reading() as db:
        return store.acting_for(db, clerk, march(day))


def test_b_acts_while_a_is_away_until_a_is_back(here: Place) -> None:
    assert set_cover(here.at(BOSS), "测试窗口甲", TWO, march(2)) == Pair(ONE, TWO, march(2))
    taken = take_leave(here.at(ONE), march(3), march(6), reason=" 病假 ")
    assert taken == Leave(ONE, march(3), march(6), "病假")
    assert [acting(here, TWO, day) for day in (2, 3, 6, 7)] == [(), (ONE,), (ONE,), ()]
    end_leave(here.at(ONE), march(5))
    assert [acting(here, TWO, day) for day in (4, 5, 6)] == [(ONE,), (), ()]
    with here.counter.store.reading() as db:
        assert store.on_behalf(db, TWO, ONE, march(4)) == ONE
        assert store.on_behalf(db, TWO, ONE, march(5)) == ""
        assert store.on_behalf(db, BOSS, ONE, march(4)) == ""
    assert here.rebuilt()


def test_a_leave_ended_on_its_first_day_is_called_off(here: Place) -> None:
    take_leave(here.at(ONE), march(9), march(13))
    end_leave(here.at(ONE), march(9))
    with here.counter.store.reading() as db:
        assert store.all_leaves(db) == ()
    take_leave(here.at(ONE), march(9), march(10))


def test_without_a_cover_nobody_acts_any_more(here: Place) -> None:
    set_cover(here.at(ADMIN), ONE, TWO, march(2))
    set_cover(here.at(ADMIN), ONE, "", march(5))
    take_leave(here.at(ONE), march(3), march(6))
    assert [acting(here, TWO, day) for day in (4, 5)] == [(ONE,), ()]


def test_nobody_makes_another_absent_but_a_supervisor_or_an_administrator(here: Place) -> None:
    """B would see the cases of A: so B does not enter the leave of A."""
    before = here.events()
    for clerk in (TWO, AUDITOR):
        assert code(take_leave, here.at(clerk), march(3), march(4), clerk=ONE) == "not_allowed"
        assert code(end_leave, here.at(clerk), march(3), clerk=ONE) == "not_allowed"
        assert code(set_cover, here.at(clerk), ONE, TWO, march(3)) == "not_allowed"
    assert here.events() == before
    take_leave(here.at(ADMIN), march(3), march(4), clerk=ONE)
    end_leave(here.at(BOSS), march(4), clerk=ONE)
    take_leave(here.at(TWO), march(3), march(4), clerk=TWO)
    assert here.events() == before + 3


def test_what_cannot_be_is_refused_and_leaves_no_trace(here: Place) -> None:
    take_leave(here.at(ONE), march(3), march(4))
    before = here.events()
    boss = here.at(BOSS)
    assert code(take_leave, here.at(ONE), march(4), march(5)) == "leave_overlaps"
    assert code(take_leave, here.at(ONE), march(9), march(8)) == "bad_period"
    assert code(take_leave, boss, march(9), march(9), clerk="没有") == "unknown_clerk"
    assert code(take_leave, here.at(ONE), march(9), march(9), reason="\x00") == "bad_text"
    assert code(end_leave, here.at(ONE), march(5)) == "not_on_leave"
    assert code(set_cover, boss, ONE, ONE, march(3)) == "cover_of_oneself"
    assert code(set_cover, boss, ONE, AUDITOR, march(3)) == "cover_cannot_act"
    assert code(set_cover, boss, ONE, "没有", march(3)) == "unknown_clerk"
    assert here.events() == before
