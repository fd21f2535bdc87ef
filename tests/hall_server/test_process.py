"""The real server process, over loopback, and its command line."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from clerk_app.wire.enquiry import SUMMARY_PATH, read_summary
from hall_server.__main__ import main
from hall_server.store.hall_store import KEY_VARIABLE
from tests.hall_server.station import Station
from tests.support.hall import HALL, KEY, ROOT, HallProcess, make_store, start_hall


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallProcess]:
    """One server for the tests of this file: each pairs workstations of its own."""
    with start_hall(tmp_path_factory.mktemp("process")) as hall:
        yield hall


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """One command in this process: its exit code, and the one document it printed."""
    code = main(["--data", str(data), *words])
    out = capsys.readouterr().out
    return code, json.loads(out)


def test_a_server_killed_between_requests_loses_nothing_it_acknowledged(
    served: HallProcess,
) -> None:
    one, two = Station(), Station()
    one.enrol(served, served.enrol_code())
    two.enrol(served, served.enrol_code())
    acknowledged = {one.device: 0, two.device: 0}
    for round_ in range(2):
        for station in (one, two):
            station.work(2 + round_)
            reply = station.push(served)
            acknowledged[station.device] = reply.accepted[0].n
        head = reply.head
        served.kill()
        served.start()
        again = one.send(served, one.request(heads=(one.head(), two.head())))
        assert again.head == head
    assert acknowledged == {one.device: 2, two.device: 2}
    found = read_summary(one.ask(served, SUMMARY_PATH))
    for station in (one, two):
        assert [(d.n, d.s) for d in found.devices if d.device == station.device] == [(2, 5)]
    ours = {one.device, two.device}
    pulled = [c for page in two.pull(served, limit=100) for c in page.changes]
    hashes = [c.hash for c in pulled if c.device in ours]
    assert sorted(hashes) == sorted(e.hash.hex() for e in one.events + two.events)


def test_a_server_killed_while_it_writes_holds_all_it_acknowledged_and_a_prefix(
    served: HallProcess,
) -> None:
    one = Station()
    one.enrol(served, served.enrol_code())
    for _ in range(200):
        one.work()
    acknowledged: list[int] = []

    def push_until_cut_off() -> None:
        for n in range(1, 201):
            try:
                acknowledged.append(one.push(served, n).accepted[0].n)
            except (OSError, http.client.HTTPException):
                return

    with ThreadPoolExecutor(1) as pool:
        pushing = pool.submit(push_until_cut_off)
        while len(acknowledged) < 15 and not pushing.done():
            threading.Event().wait(0.002)
        served.kill()
        pushing.result()
    assert 15 <= len(acknowledged) < 200
    held = one.send(served.start(), one.request()).accepted[0]
    assert held.n >= acknowledged[-1]
    assert held.sha == one.sha(held.n)
    assert one.push(served, *range(held.n + 1, held.n + 3)).accepted[0].n == held.n + 2


def test_many_workstations_at_once_get_one_gapless_log(served: HallProcess) -> None:
    stations = [Station() for _ in range(6)]
    for station in stations:
        station.enrol(served, served.enrol_code())

    stations[0].pull(served)
    start = stations[0].cursor.seq

    def day(station: Station) -> None:
        for _ in range(4):
            station.work(2)
            assert station.push(served, len(station.segments)).problems == ()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(day, stations))
    changes = [c for page in stations[0].pull(served, limit=7) for c in page.changes]
    assert [c.seq for c in changes] == list(range(start + 1, start + 49))
    for station in stations:
        assert [c.s for c in changes if c.device == station.device] == list(range(1, 9))


def test_a_second_server_on_the_same_store_says_so_and_leaves(served: HallProcess) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hall_server", "--data", str(served.folder), "serve"],
        cwd=ROOT,
        env={**os.environ, KEY_VARIABLE: KEY.hex()},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 4
    assert json.loads(done.stdout)["error"]["code"] == "store_in_use"
    assert served.call("GET", "/v1/health").status == 200


def test_a_server_told_to_stop_leaves_cleanly_and_its_log_is_empty(served: HallProcess) -> None:
    station = Station()
    station.enrol(served, served.enrol_code())
    process = served._process
    assert process is not None
    served.stop()
    assert process.returncode == 0
    assert (served.folder / "server.log").read_text() == ""
    assert served.start().call("GET", "/v1/health").status == 200


def test_the_commands_make_a_hall_give_codes_revoke_and_examine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "new"
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    code, said = run(capsys, data, "init", "--hall", HALL, "--name", "大厅", "--print-key")
    assert (code, len(said["key"])) == (0, 64)
    monkeypatch.setenv(KEY_VARIABLE, said["key"])
    code, again = run(
        capsys, data, "init", "--hall", "511602002000", "--name", "二", "--print-key"
    )
    assert (code, "key" in again) == (0, False)
    code, issued = run(capsys, data, "enrol", "--hall", HALL, "--name", "1号窗")
    assert (code, issued["station"], len(issued["code"])) == (0, "0001", 23)
    _, issued = run(capsys, data, "enrol", "--hall", HALL, "--name", "2号窗", "--station", "0050")
    assert issued["station"] == "0050"
    code, said = run(capsys, data, "doctor", "--json")
    assert (code, said["ok"], [h["hall"] for h in said["halls"]]) == (
        0,
        True,
        [HALL, "511602002000"],
    )
    unknown = ("revoke", "--hall", HALL, "--device", "0" * 16)
    assert run(capsys, data, *unknown)[0] == 3


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("init", "--hall", "51160200100", "--name", "x"), 2, "bad_hall"),
        (("init", "--hall", HALL, "--name", "x"), 3, "hall_exists"),
        (("enrol", "--hall", "511602009000", "--name", "x"), 3, "unknown_hall"),
        (("enrol", "--hall", HALL, "--name", "x", "--station", "1"), 2, "bad_station"),
        (("import", "packs.hallx"), 4, "not_available_yet"),
        (("backup", "b"), 4, "not_available_yet"),
        (("restore", "b"), 4, "not_available_yet"),
        (("serve", "--db", "postgresql://h/d"), 4, "not_available_yet"),
        (("serve", "--db", "mysql://h/d"), 2, "bad_db"),
        (("serve", "--port", "70000"), 2, "bad_port"),
    ],
)
def test_what_a_command_cannot_do_it_says_with_its_exit_code(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    exit_code: int,
    code: str,
) -> None:
    make_store(tmp_path)
    monkeypatch.setenv(KEY_VARIABLE, KEY.hex())
    done, said = run(capsys, tmp_path, *words)
    assert (done, said["error"]["code"]) == (exit_code, code)


def test_without_the_key_every_command_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    for words in (
        ("init", "--hall", HALL, "--name", "x"),
        ("enrol", "--hall", HALL, "--name", "x"),
        ("serve",),
        ("doctor",),
    ):
        done, said = run(capsys, tmp_path, *words)
        assert (done, said["error"]["code"]) == (4, "no_key")
        assert KEY_VARIABLE in said["error"]["message"]
    assert not (tmp_path / "hall.db").exists()


def test_a_lost_key_is_not_replaced_by_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_store(tmp_path)
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    done, said = run(capsys, tmp_path, "init", "--hall", HALL, "--name", "x", "--print-key")
    assert (done, said["error"]["code"]) == (2, "store_exists")
    monkeypatch.setenv(KEY_VARIABLE, "00" * 32)
    assert run(capsys, tmp_path, "doctor")[1]["error"]["code"] == "wrong_key"
    done, said = run(capsys, tmp_path / "nowhere", "doctor")
    assert (done, said["error"]["code"]) == (4, "no_store")
