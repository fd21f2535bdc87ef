"""The key file, its slots, and the delay after wrong passwords."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.sign_in import unlock
from clerk_app.kernel.clock import stamp
from clerk_app.kernel.errors import ClerkError, Damaged, Refused, Unavailable
from clerk_app.storage import attempts, key_file
from tests.storage.conftest import Made
from tests.support.stores import OPERATOR, PASSPHRASE, HandClock


def change(folder: Path, slot: int, **values: Any) -> None:
    path = folder / "keys.json"
    content = json.loads(path.read_text("utf-8"))
    content["slots"][slot].update(values)
    path.write_text(json.dumps(content), "utf-8")


def refusal(folder: Path, secret: str = PASSPHRASE, *, clerk: str = "") -> ClerkError:
    with pytest.raises(ClerkError) as caught:
        unlock(folder, secret, HandClock(), clerk=clerk)
    return caught.value


def test_password_and_recovery_code_open_the_same_store(made: Made, folder: Path) -> None:
    assert unlock(folder, PASSPHRASE, HandClock()) == (made.key, "c1")
    assert unlock(folder, PASSPHRASE, HandClock(), clerk=OPERATOR) == (made.key, "c1")
    assert unlock(folder, f" {made.recovery_code.lower()} ", HandClock()) == (made.key, "")
    assert unlock(folder, made.recovery_code, HandClock(), clerk="c1") == (made.key, "")


def test_the_names_of_the_clerks_can_be_read_before_anything_is_opened(folder: Path) -> None:
    slots = key_file.load(folder)
    assert [(s.kind, s.clerk, s.name) for s in slots] == [
        ("password", "c1", OPERATOR),
        ("recovery", "", ""),
    ]
    assert slots[0].salt != slots[1].salt


def test_a_slot_that_ships_costs_what_rfc_9106_recommends() -> None:
    """In a program of its own, which nothing of the tests has touched."""
    code = (
        "from clerk_app.storage import key_file as k\n"
        "s = k.wrap(bytes(32), 'x', kind='password', clerk='c1')\n"
        "assert k.unwrap(s, 'x') == bytes(32) and k.unwrap(s, 'y') is None\n"
        "print(s.memory_kib, s.passes, s.lanes)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["65536", "3", "4"]


@pytest.mark.parametrize("field", ["salt", "nonce", "wrapped"])
def test_a_tampered_slot_opens_nothing(folder: Path, field: str) -> None:
    slot = key_file.load(folder)[0]
    value = bytearray(getattr(slot, field))
    value[0] ^= 1
    changes: dict[str, Any] = {field: bytes(value)}
    assert key_file.unwrap(replace(slot, **changes), PASSPHRASE) is None


def test_a_slot_opens_only_for_the_clerk_and_the_kind_it_was_made_for(folder: Path) -> None:
    slot = key_file.load(folder)[0]
    assert key_file.unwrap(slot, PASSPHRASE)
    assert key_file.unwrap(replace(slot, clerk="c2"), PASSPHRASE) is None
    assert key_file.unwrap(replace(slot, kind="recovery", clerk=""), PASSPHRASE) is None


def test_swapped_clerk_ids_open_nothing(folder: Path) -> None:
    key = bytes(32)
    mine = key_file.wrap(key, "password-a", kind="password", clerk="c1", name="甲")
    other = key_file.wrap(key, "password-b", kind="password", clerk="c2", name="乙")
    key_file.save(folder, (replace(mine, clerk="c2"), replace(other, clerk="c1")))
    assert refusal(folder, "password-a", clerk="c2").code == "wrong_password"
    assert refusal(folder, "password-a", clerk="甲").code == "wrong_password"


def test_a_password_opens_the_slot_of_its_own_clerk_only(folder: Path) -> None:
    key = bytes(32)
    slots = tuple(
        key_file.wrap(key, f"password-{c}", kind="password", clerk=c, name=f"名{c}")
        for c in ("c1", "c2")
    )
    key_file.save(folder, slots)
    assert unlock(folder, "password-c2", HandClock(), clerk="c2") == (key, "c2")
    assert unlock(folder, "password-c2", HandClock()) == (key, "c2")
    assert refusal(folder, "password-c1", clerk="名c2").code == "wrong_password"
    assert refusal(folder, "password-c1", clerk="无此人").code == "unknown_clerk"


@pytest.mark.parametrize(
    "values",
    [
        {"memory_kib": 2**21},
        {"memory_kib": 7},
        {"memory_kib": 8, "lanes": 2},
        {"memory_kib": "much"},
        {"passes": 0},
        {"passes": 21},
        {"lanes": 0},
        {"lanes": 17},
        {"salt": "00"},
        {"salt": "zz" * 16},
        {"nonce": "00" * 7},
        {"wrapped": "00" * 47},
        {"wrapped": None},
        {"memory_kib": float("inf")},
    ],
    ids=str,
)
def test_a_slot_out_of_bounds_is_damage_before_any_work_is_done(
    folder: Path, values: dict[str, Any]
) -> None:
    change(folder, 0, **values)
    error = refusal(folder)
    assert (type(error), error.code) == (Damaged, "bad_file")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"\xff\xfe", b'{"slots": 3}', b'{"slots": [3]}', b'{"slots": [{}]}'),
        *(b"{}", b"[" * 100_000, b'{"slots": null}'),
    ],
    ids=lambda c: str(c[:16]),
)
def test_a_damaged_key_file_is_named(folder: Path, content: bytes) -> None:
    (folder / "keys.json").write_bytes(content)
    error = refusal(folder)
    assert (type(error), error.code) == (Damaged, "bad_file")
    assert "keys.json" in error.message


def test_a_missing_key_file_is_a_folder_that_was_not_set_up(folder: Path) -> None:
    (folder / "keys.json").unlink()
    error = refusal(folder)
    assert (type(error), error.code) == (Unavailable, "no_store")


def test_bytes_no_keyboard_makes_are_a_wrong_password(folder: Path) -> None:
    assert refusal(folder, "abc\udcff").code == "wrong_password"


@pytest.fixture
def quick(folder: Path) -> Path:
    """A folder whose one password slot costs next to nothing, for many tries."""
    slot = replace(key_file.load(folder)[0], memory_kib=8, passes=1, lanes=1)
    key_file.save(folder, (slot,))
    return folder


def tries(folder: Path, clock: HandClock) -> str:
    with pytest.raises(Refused) as caught:
        unlock(folder, "wrong-password", clock)
    return caught.value.code


def seconds_until_a_try_counts(folder: Path, clock: HandClock) -> int:
    waited = 0
    while tries(folder, clock) == "wait":
        clock.move(5)
        waited += 5
    return waited


def test_the_wait_after_wrong_passwords_doubles(quick: Path) -> None:
    clock = HandClock()
    assert [tries(quick, clock) for _ in range(5)] == ["wrong_password"] * 5
    assert [seconds_until_a_try_counts(quick, clock) for _ in range(4)] == [10, 20, 40, 80]


def test_the_right_password_waits_too(made: Made, folder: Path) -> None:
    clock = HandClock()
    for _ in range(5):
        attempts.add_failure(folder, stamp(clock.now()), "c1")
    with pytest.raises(Refused) as caught:
        unlock(folder, PASSPHRASE, clock)
    assert caught.value.code == "wait"
    clock.move(10)
    assert unlock(folder, PASSPHRASE, clock)[0] == made.key


def test_a_clock_put_back_does_not_shorten_the_wait(quick: Path) -> None:
    clock = HandClock()
    for _ in range(6):
        tries(quick, clock)
        clock.move(10)
    for back in (3600, 86400, 10**8):
        clock.move(-back)
        assert tries(quick, clock) == "wait"
        clock.move(back)


def test_wrong_passwords_stand_in_the_journal_after_the_next_good_one(folder: Path) -> None:
    clock = HandClock()
    for _ in range(2):
        assert tries(folder, clock) == "wrong_password"
        clock.move(1)
    assert len(attempts.failures(folder)) == 2
    with Workstation(clock).open(folder, PASSPHRASE, signing_in=True) as counter:
        with counter.store.reading() as db:
            kinds = db.exec_driver_sql("SELECT kind FROM events ORDER BY s").scalars().all()
        assert kinds[-3:] == ["sign_in.failed", "sign_in.failed", "clerk.signed_in"]
    assert attempts.failures(folder) == []


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'{"failures": 3}', b'{"failures": [3, null, {}]}', b"\xff"),
        *(b'{"failures": [{"at": "then", "clerk": "c1"}]}', b'{"failures": [{"at": 3}]}'),
        b'{"failures": [{"at": "2026-03-02T10:05:00+08:00", "clerk": ["c1"]}]}',
    ],
    ids=lambda c: str(c[-24:]),
)
def test_a_damaged_list_of_attempts_locks_nobody_out(
    made: Made, folder: Path, content: bytes
) -> None:
    (folder / attempts.NAME).write_bytes(content)
    assert attempts.failures(folder) == []
    attempts.add_failure(folder, "2026-03-02T10:05:00.000+08:00", "c1")
    assert len(attempts.failures(folder)) == 1


def test_the_list_of_attempts_does_not_grow_for_ever(tmp_path: Path) -> None:
    at = HandClock().now()
    for n in range(230):
        attempts.add_failure(tmp_path, stamp(at + timedelta(seconds=n)), "c1")
    kept = attempts.failures(tmp_path)
    assert len(kept) == 200
    assert kept[-1]["at"] == "2026-03-02T10:08:49.000+08:00"


def test_a_failure_stamped_in_the_future_does_not_lock_the_counter_until_then(
    folder: Path,
) -> None:
    clock = HandClock()
    clock.move(30 * 86400)
    for _ in range(6):
        with pytest.raises(Refused):
            unlock(folder, "wrong", clock)
    clock.move(-30 * 86400)
    with pytest.raises(Refused) as caught:
        unlock(folder, PASSPHRASE, clock)
    assert caught.value.code == "wait"
    clock.move(1200)
    assert unlock(folder, PASSPHRASE, clock)
