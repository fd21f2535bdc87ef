"""What can be wrong from outside has its own message and exit code, and loses nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import HALL, PASSPHRASE, ROOT, Shell, python
from tests.support.faults import fill, read_only, small_disk


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def test_a_wrong_password(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLERK_PASSPHRASE", "not-the-passphrase")
    assert shell.refused("case", "list", code=3) == "wrong_password"
    for _ in range(4):
        shell.refused("case", "list", code=3)
    assert shell.refused("case", "list", code=3) == "wait"
    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    assert shell.refused("case", "list", code=3) == "wait"  # guessing right does not skip it


def test_no_passphrase_at_all(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLERK_PASSPHRASE")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert shell.refused("case", "list", code=2) == "no_passphrase"


def test_a_missing_database(bare: Shell, shell: Shell) -> None:
    there = Shell(bare.data.parent / "nowhere", bare.capsys, bare.clock)
    assert there.refused("case", "list", code=4) == "no_store"
    assert not there.data.exists()
    (shell.data / "store.db").unlink()
    assert shell.refused("case", "list", code=4) == "no_store"


def test_a_foreign_database(shell: Shell) -> None:
    for name in ("store.db-wal", "store.db-shm", "store.db"):
        (shell.data / name).unlink(missing_ok=True)
    foreign = sqlite3.connect(shell.data / "store.db")
    foreign.execute("CREATE TABLE t (x)")
    foreign.commit()
    foreign.close()
    before = (shell.data / "store.db").read_bytes()
    assert shell.refused("case", "list", code=4) == "foreign_store"
    assert (shell.data / "store.db").read_bytes() == before


def test_an_unsafe_sqlite(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(shell.data), "case", "list", "--json"]
    assert run(words, Workstation(sqlite_version="3.40.1")) == 4
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unsafe_sqlite"


def test_a_full_disk(made: Path, tmp_path: Path, shell: Shell, application: Any) -> None:
    with small_disk(tmp_path / "small", "4096k") as place:
        shutil.copytree(made, place / "data")
        there = Shell(place / "data", shell.capsys, shell.clock)
        file, out = application(), tmp_path / "out"
        number = there("intake", file, "--out", out)["number"]
        fill(place)
        assert there.refused("intake", file, "--out", out, code=4) == "disk_full"
        (place / "ballast").unlink()
        assert [row["number"] for row in there("case", "list")] == [number]
        assert there("journal", "verify")["ok"]
        after = there("intake", file, "--out", out)["number"]
        assert (number[12:18], after[12:18]) == ("000001", "000002")


def test_a_full_disk_for_the_paper_keeps_the_case(
    shell: Shell, tmp_path: Path, application: Any
) -> None:
    with small_disk(tmp_path / "papers", "64k") as place:
        fill(place)
        error = shell("intake", application(), "--out", place, code=4)["error"]
        assert error["code"] == "target_full"
        (row,) = shell("case", "list")
        assert row["number"] in error["message"]
        assert [p.name for p in place.iterdir()] == ["ballast"]
    again = shell("notice", "acceptance", row["number"], "--out", tmp_path / "a.pdf")
    assert again["reprint"] == 0  # nothing had left the printer


def test_a_case_whose_witness_cannot_be_written_is_told_by_its_number(
    shell: Shell, tmp_path: Path, application: Any
) -> None:
    (shell.data / "status.json").unlink()
    (shell.data / "status.json").mkdir()
    error = shell("intake", application(), "--out", tmp_path / "out", code=4)["error"]
    (row,) = shell("case", "list")
    assert row["number"] in error["message"]  # or she would enter it a second time
    assert not list((tmp_path / "out").iterdir())  # and no page without a witness


def test_a_full_disk_at_init_leaves_nothing(tmp_path: Path, bare: Shell) -> None:
    with small_disk(tmp_path / "small", "64k") as place:
        fill(place, leave=16384)
        there = Shell(place / "data", bare.capsys, bare.clock)
        found = there.refused("init", "--hall", HALL, "--name", "示例", code=4)
        assert found == "disk_full"
        assert [p.name for p in place.iterdir()] == ["ballast"]


def test_a_read_only_folder(shell: Shell, tmp_path: Path, application: Any) -> None:
    file = application()
    with read_only(shell.data, shell.data):
        found = shell.refused("intake", file, "--out", tmp_path / "out", code=4)
        assert found == "read_only"
    assert shell("case", "list") == []
    with read_only(shell.data, shell.data):
        assert shell.refused("catalogue", "import", file, code=4) == "read_only"


def test_a_read_only_folder_at_init(tmp_path: Path, bare: Shell) -> None:
    place = tmp_path / "locked"
    place.mkdir()
    there = Shell(place / "data", bare.capsys, bare.clock)
    with read_only(place, place):
        assert there.refused("init", "--hall", HALL, "--name", "示例", code=4) == "read_only"
    assert list(place.iterdir()) == []


def test_a_second_instance(shell: Shell, application: Any, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path\n"
            "from clerk_app.bootstrap import Workstation\n"
            f"with Workstation().open(Path({str(shell.data)!r}), {PASSPHRASE!r}):\n"
            "    print('open', flush=True); sys.stdin.read()\n",
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    try:
        assert holder.stdout.readline() == "open\n"
        out = tmp_path / "out"
        found = shell.refused("intake", application(), "--out", out, code=4)
        assert found == "another_instance"
        assert shell("case", "list") == []  # reading runs beside the window
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()
    assert shell("intake", application(), "--out", tmp_path / "out")["number"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[1, 2", '{"format": "something-else", "version": 1, "items": []}', "\x00\x01"],
)
def test_a_broken_catalogue_file(shell: Shell, tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    found = shell("catalogue", "import", path, code=2)["error"]
    assert "broken.json" in found["message"]
    assert shell("catalogue", "search", "食品经营")


def test_a_catalogue_row_without_id(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    rows = [{"name": "没有编号的事项", "materials": []}, {"code": "T-1", "name": "有编号的事项"}]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    report = shell("catalogue", "import", path)
    assert report["imported"] == 1
    (refused,) = report["refused"]
    assert refused["code"] == "missing_identity"
    path.write_text(json.dumps(rows[:1], ensure_ascii=False), encoding="utf-8")
    report = shell("catalogue", "import", path, code=3)
    assert report["error"]["code"] == "nothing_usable"
    assert len(report["refused"]) == 1


def test_an_unknown_item(shell: Shell, tmp_path: Path, application: Any) -> None:
    out = tmp_path / "out"
    found = shell.refused("intake", application(item="NO-SUCH"), "--out", out, code=3)
    assert found == "unknown_item"
    assert shell.refused("catalogue", "show", "NO-SUCH", code=3) == "unknown_item"
    assert shell("case", "list") == []


def test_no_display(made: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "DISPLAY", "WAYLAND"))}
    done = python("-m", "clerk_app", "--data", made, env=kept)
    assert done.returncode == 4, done.stderr
    assert "no_display" in done.stderr
    assert "显示器" in done.stderr


def test_no_fonts(shell: Shell, tmp_path: Path, application: Any) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(
        ROOT / "clerk_app", tree / "clerk_app", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "resources", tree / "resources", ignore=shutil.ignore_patterns("*.ttf"))
    words = ["-m", "clerk_app", "--data", shell.data, "intake", application()]
    done = python(*words, "--out", tmp_path / "out", "--json", cwd=tree)
    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "fonts_absent"
    assert shell("case", "list") == []
    done = python("-m", "clerk_app", "--data", shell.data, "doctor", "--json", cwd=tree)
    assert done.returncode == 4
    fonts = next(c for c in json.loads(done.stdout)["checks"] if c["name"] == "fonts")
    assert "NotoSansSC-Regular.ttf" in fonts["detail"]


def test_no_hall(shell: Shell) -> None:
    assert shell.refused("sync", code=4) == "not_enrolled"
    code = "AAAAA-AAAAA-AAAAA-AAAAA"
    found = shell.refused("enrol", "--hall", "http://127.0.0.1:1", "--code", code, code=4)
    assert found == "no_hall"


def test_a_name_with_control_characters(shell: Shell, application: Any, tmp_path: Path) -> None:
    for name in ("张\x00三", "张\u202e三", "\ud83d", ""):
        file = application(applicant={"kind": "person", "name": name})
        assert shell.refused("intake", file, "--out", tmp_path / "out", code=2)
    assert shell("case", "list") == []


def test_a_name_that_no_font_can_draw(shell: Shell, application: Any, tmp_path: Path) -> None:
    file = application(applicant={"kind": "person", "name": "测试\U000323af甲"})
    found = shell("intake", file, "--out", tmp_path / "out", code=4)["error"]
    assert found["code"] == "missing_glyph"
    assert "U+323AF" in found["message"]
    assert shell("case", "list") == []


@pytest.mark.parametrize("name", ["store.db", "keys.json", "status.json", "new.bak"])
def test_writing_over_the_workstations_own_files(
    shell: Shell, name: str, application: Any
) -> None:
    before = files_of(shell.data)
    assert shell.refused("backup", shell.data / name, code=2) == "inside_data"
    target = shell.data / name
    number = "51160200012600000163"
    found = shell.refused("notice", "acceptance", number, "--out", target, code=2)
    assert found == "inside_data"
    assert shell.refused("intake", application(), "--out", shell.data, code=2) == "inside_data"
    assert files_of(shell.data) == before


def test_a_slot_renamed_in_the_key_file_opens_nobody_elses_desk(bare: Shell) -> None:
    made = bare("init", "--hall", HALL, "--name", "示例大厅", "--operator", "甲", "--sample")
    other = made["clerks"][0]["password"]
    path = bare.data / "keys.json"
    content = json.loads(path.read_text("utf-8"))
    content["slots"] = [s for s in content["slots"] if s["clerk"] != "c1"]
    for slot in content["slots"]:
        if slot["clerk"] == "c2":
            slot["name"] = "甲"
    path.write_text(json.dumps(content), "utf-8")
    with Workstation().open(bare.data, other, operator="甲", writing=False) as counter:
        assert counter.clerk.id == "c2"


def test_wrong_passwords_end_with_the_next_good_command(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, application: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLERK_PASSPHRASE", "not-the-passphrase")
    for _ in range(3):
        shell.refused("case", "list", code=3)
    monkeypatch.setenv("CLERK_PASSPHRASE", PASSPHRASE)
    shell("intake", application(), "--out", tmp_path / "out")
    assert not (shell.data / "attempts.json").exists()


def test_damaged_data(shell: Shell) -> None:
    path = shell.data / "store.db"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    done = shell("journal", "verify", code=5)
    assert done.get("error", {}).get("code") == "store_damaged" or done["ok"] is False
