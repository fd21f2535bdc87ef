"""Which SQLite and which settings may hold what was printed."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from clerk_app.kernel.sqlite_safety import PRAGMAS, fault_in_pragmas, fault_in_version


@pytest.mark.parametrize(
    "version", ["3.51.3", "3.51.4", "3.53.0", "3.53.4", "3.50.7", "3.44.6", "3.44.9", "4.0.0"]
)
def test_a_mended_version_is_safe(version: str) -> None:
    assert fault_in_version(version) is None
    assert fault_in_version(tuple(map(int, version.split(".")))) is None


@pytest.mark.parametrize(
    "version",
    [
        *("3.7.0", "3.40.1", "3.44.5", "3.45.6", "3.49.9", "3.50.6", "3.51.0", "3.51.2"),
        *("3.52.0", "3.6.23", "2.8.17", "", "3", "3.51", "3.51.x", "-1.0.0", "三.五.一"),
    ],
)
def test_any_other_version_is_named_unsafe(version: str) -> None:
    assert fault_in_version(version)


def test_the_sqlite_of_this_program_is_safe() -> None:
    assert fault_in_version(dbapi2.sqlite_version) is None


def test_a_setting_that_did_not_take_is_named() -> None:
    right = {"journal_mode": "WAL", "synchronous": 2, "foreign_keys": "1"}
    assert fault_in_pragmas(right) is None
    for name, value in (("journal_mode", "delete"), ("synchronous", 1), ("foreign_keys", 0)):
        fault = fault_in_pragmas({**right, name: value})
        assert fault is not None
        assert name in fault
        assert fault_in_pragmas({k: v for k, v in right.items() if k != name})
    assert PRAGMAS["synchronous"] == "2"
