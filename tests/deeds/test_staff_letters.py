"""授权书 at the counter: entered and revoked by who may, on a real encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from clerk_app.deeds.counter import Counter
from clerk_app.deeds.staff_letters import grant_letter, letter_number, revoke_letter
from clerk_app.staff import store
from clerk_app.staff.model import Letter
from clerk_app.staff.rules import require_authority
from tests.staff.halls import ADMIN, AUDITOR, BOSS, ONE, TODAY, TWO, Place, code, make_hall, place

SINCE, UNTIL = date(2026, 3, 2), date(2026, 3, 31)
SCOPE = frozenset({"decide", "deny"})
NUMBER = "测政授〔2026〕1号"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hall(tmp_path_factory.mktemp("letters") / "data")


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        yield made


def signs(here: Place, day: date) -> str:
    with here.counter.store.reading() as db:
        return require_authority(
            store.clerk(db, ONE), store.letters_of(db, ONE), "decide", day, "测试局"
        )


def grant(counter: Counter, holder: str = ONE, number: str = NUMBER) -> Letter:
    return grant_letter(counter, number, holder, SCOPE, SINCE, UNTIL, department="测试局")


def test_a_delegate_signs_from_the_first_to_the_last_day_and_not_after_revocation(
    here: Place,
) -> None:
    assert code(signs, here, SINCE) == "approver_not_authorised"
    made = grant(here.at(BOSS), "测试窗口甲", " 测政授[2026] １号 ")
    assert made == Letter(NUMBER, BOSS, ONE, SCOPE, "测试局", SINCE, UNTIL)
    assert code(signs, here, date(2026, 3, 1)) == "delegation_not_yet"
    assert signs(here, SINCE) == NUMBER
    assert signs(here, UNTIL) == NUMBER
    assert code(signs, here, date(2026, 4, 1)) == "delegation_expired"
    revoked = revoke_letter(here.at(ADMIN), NUMBER, date(2026, 3, 10))
    assert revoked.revoked_on == date(2026, 3, 10)
    assert signs(here, date(2026, 3, 9)) == NUMBER
    assert code(signs, here, date(2026, 3, 10)) == "delegation_revoked"
    assert here.rebuilt()


def test_only_who_may_enters_or_revokes_and_nothing_is_written_else(here: Place) -> None:
    before = here.events()
    for clerk in (ONE, AUDITOR):
        assert code(grant, here.at(clerk), TWO) == "not_allowed"
        assert code(revoke_letter, here.at(clerk), NUMBER, TODAY) == "not_allowed"
    assert code(grant, here.at(BOSS), BOSS) == "self_delegation"
    assert code(grant, here.at(BOSS), "没有这人") == "unknown_clerk"
    assert code(grant, here.at(BOSS), ONE, " ") == "letter_missing"
    assert code(grant, here.at(BOSS), ONE, "号\x00") == "bad_text"
    assert code(revoke_letter, here.at(BOSS), NUMBER, TODAY) == "unknown_letter"
    assert here.events() == before
    grant(here.at(ADMIN))
    assert code(grant, here.at(BOSS), TWO) == "letter_exists"
    assert code(grant, here.at(BOSS), TWO, "测政授【2026】1号") == "letter_exists"
    assert here.events() == before + 1


def test_a_letter_that_ended_before_today_is_not_entered(here: Place) -> None:
    here.clock.move(29 * 86400)  # 31 March, the last day
    grant(here.at(BOSS))
    here.clock.move(86400)
    assert code(grant, here.at(BOSS), ONE, "二号") == "delegation_expired"


def test_one_letter_number_has_one_form() -> None:
    forms = (
        "测政授〔2026〕1号",
        "测政授[2026]1号",
        "测政授【2026】１号",
        " 测政授 〔2026〕 1 号 ",
    )
    assert {letter_number(form) for form in forms} == {NUMBER}
