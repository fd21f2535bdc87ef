"""Clerks: passwords, the growing delay after wrong ones, and rows that follow from events."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from clerk_app.journal.canonical import Body
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.roles import Role
from clerk_app.staff.model import Clerk
from clerk_app.staff.projection import added
from clerk_app.staff.rules import check_password, wait_seconds
from clerk_app.staff.store import all_clerks, clerk
from tests.support.items import event, memory_store


@pytest.fixture
def db() -> Iterator[Connection]:
    """An empty store inside one transaction."""
    with memory_store() as connection:
        yield connection


def add(db: Connection, name: str, who: str, *roles: str) -> None:
    body: Body = {"clerk": who, "name": name, "roles": list(roles)}
    added(db, event("clerk.added", body))


def refused(db: Connection, asked: str) -> str:
    with pytest.raises(Refused) as refusal:
        clerk(db, asked)
    return refusal.value.code


def test_the_first_four_wrong_passwords_cost_nothing_then_the_wait_doubles() -> None:
    waits = [wait_seconds(n) for n in range(13)]
    assert waits == [0, 0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900]


@pytest.mark.parametrize("failures", [13, 100, 5000])
def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(failures: int) -> None:
    assert wait_seconds(failures) == 900


def test_a_password_has_six_characters_at_least() -> None:
    check_password("密码六个字呀")
    for short in ("", "12345"):
        with pytest.raises(Refused) as refusal:
            check_password(short)
        assert refusal.value.code == "weak_password"


def test_clerks_are_listed_with_their_roles(db: Connection) -> None:
    add(db, "示例乙", "c2", "supervisor", "clerk")
    add(db, "示例甲䶮", "c1", "clerk")
    assert all_clerks(db) == (
        Clerk("c1", "示例甲䶮", frozenset({Role.CLERK})),
        Clerk("c2", "示例乙", frozenset({Role.CLERK, Role.SUPERVISOR})),
    )


def test_a_clerk_added_again_has_the_later_name_and_roles(db: Connection) -> None:
    add(db, "示例甲", "c1", "clerk", "administrator")
    add(db, "示例甲", "c1", "auditor")
    assert clerk(db, "c1").roles == {Role.AUDITOR}


def test_a_role_of_a_newer_version_gives_no_right(db: Connection) -> None:
    add(db, "示例甲", "c1", "wizard")
    assert clerk(db, "c1").roles == frozenset()


def test_a_clerk_is_found_by_id_or_name(db: Connection) -> None:
    add(db, "示例甲", "c1", "clerk")
    assert clerk(db, "c1") == clerk(db, "示例甲")
    assert refused(db, "示例丙") == "unknown_clerk"


def test_nobody_takes_anothers_place_by_a_name_like_an_id(db: Connection) -> None:
    add(db, "c2", "c1", "administrator")
    add(db, "示例乙", "c2", "clerk")
    assert clerk(db, "c2").name == "示例乙"


def test_of_two_clerks_of_one_name_neither_is_guessed(db: Connection) -> None:
    add(db, "示例甲", "c1", "clerk")
    add(db, "示例甲", "c2", "administrator")
    assert refused(db, "示例甲") == "unknown_clerk"
    assert clerk(db, "c2").roles == {Role.ADMINISTRATOR}
