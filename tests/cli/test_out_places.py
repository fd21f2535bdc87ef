"""One rule for every `--out`: looked at before a number is used, told in the same words."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from clerk_app.cli.ports import Call
from tests.support.commands import Shell

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and links as POSIX has them")
ITEM = "SL-0001"
LONG = "长" * 90


@pytest.fixture
def case(shell: Shell, application: Any, tmp_path: Path) -> str:
    """A case returned for correction, its pages made."""
    made = shell("intake", application({"营业执照": "missing"}), "--out", tmp_path / "in")
    return str(made["number"])


def events(shell: Shell) -> int:
    found: int = shell("journal", "verify")["events"]
    return found


def told(shell: Shell, words: tuple[str | Path, ...], place: str | Path) -> tuple[str, str]:
    """Refused, whatever the exit code: its code and words."""
    shell.capsys.readouterr()
    line = ["--data", str(shell.data), *map(str, words), str(place), "--json"]
    exit_code = run(line, Workstation(shell.clock))
    out, _ = shell.capsys.readouterr()
    assert exit_code in {2, 3, 4}, (line, exit_code, out)
    error = json.loads(out)["error"]
    return error["code"], error["message"]


def of_folders(application: Path, act: Path, case: str) -> tuple[tuple[str | Path, ...], ...]:
    """Commands that put pages into a folder."""
    return (
        ("intake", application, "--out"),
        ("enquiry", "--item", ITEM, "--out"),
        ("enquiry", "--subject", "在哪里办", "--out"),
        ("case", "act", case, "withdraw", act, "--out"),
        ("case", "materials", case, "--out"),
        ("case", "dual-notice", case, "--out"),
        ("case", "urge", case, "--to", "示例局", "--by-day", "2026-12-01", "--out"),
        ("daily", "--out"),
    )


def of_files(case: str) -> tuple[tuple[str | Path, ...], ...]:
    """Commands that write one file."""
    return (
        ("print", "pdf", case, "receipt", "--out"),
        ("printers", "test", "--out"),
        ("notice", "receipt", case, "--out"),
        ("catalogue", "guide", ITEM, "--out"),
        ("case", "report", case, "--out"),
        ("assistance", "print", "DB51160200012600000102", "--out"),
        ("attachment", "show", case, "0" * 64, "--out"),
        ("seal", case, "receipt", "--service", "http://127.0.0.1:1", "--out"),
        ("backup",),
        ("catalogue", "export"),
        ("catalogue", "publish"),
        ("catalogue", "national"),
        ("catalogue", "template"),
    )


@posix
def test_a_place_for_pages_is_looked_at_before_a_number_is_used(
    shell: Shell, case: str, application: Any, tmp_path: Path
) -> None:
    act, dangling = tmp_path / "act.json", tmp_path / "dangling"
    act.write_text('{"at": "2026-11-28T10:00:00+08:00", "reason": "不办了"}', encoding="utf-8")
    (tmp_path / "file").write_bytes(b"")
    dangling.symlink_to(tmp_path / "nowhere")
    places: list[tuple[str | Path, str, str]] = [
        ("", "bad_path", "路径是空的"),
        (tmp_path / LONG, "bad_path", "短"),
        (tmp_path / "bad\udcff", "bad_path", "bad□"),
        (tmp_path / "file", "not_a_folder", "file"),
        (dangling, "not_a_folder", "dangling"),
        (shell.data / "pages", "inside_data", "数据文件夹"),
    ]
    if sys.platform == "linux":
        places.append(("/proc/self", "read_only", "/proc/self"))
    before = events(shell)
    for words in of_folders(application({}), act, case):
        for place, code, said in places:
            found = told(shell, words, place)
            assert found[0] == code, (words, place, found)
            assert said in found[1], (words, place, found)
    assert events(shell) == before
    assert not (tmp_path / "nowhere").exists()


@posix
def test_a_place_for_a_file_is_looked_at_before_anything_is_recorded(
    shell: Shell, case: str, tmp_path: Path
) -> None:
    folder, pipe = tmp_path / "folder", tmp_path / "pipe.pdf"
    folder.mkdir()
    os.mkfifo(pipe)
    places = (
        ("", "bad_path", "路径是空的"),
        (tmp_path / f"{LONG}.pdf", "bad_path", "短"),
        (tmp_path / "bad\udcff.pdf", "bad_path", "bad□"),
        (folder, "not_a_file", "请在后面写上文件的名字"),
        (pipe, "not_a_file", "pipe.pdf"),
        (tmp_path / "nowhere" / "a.pdf", "no_file", "请先建好再存"),
        (shell.data / "a.pdf", "inside_data", "数据文件夹"),
    )
    before = events(shell)
    for words in of_files(case):
        for place, code, said in places:
            found = told(shell, words, place)
            assert found[0] == code, (words, place, found)
            assert said in found[1], (words, place, found)
    assert events(shell) == before
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["pipe.pdf"]


@posix
def test_what_says_something_of_a_person_is_read_by_this_account_alone(
    shell: Shell, case: str, application: Any, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    shell("printers", "set", "seal", "simulated:")
    (tmp_path / "again.pdf").write_bytes(b"old")
    (tmp_path / "again.pdf").chmod(0o644)
    before = os.umask(0o022)
    try:
        shell("intake", application({}), "--out", tmp_path / "in2")
        shell("print", "pdf", case, "receipt", "--out", tmp_path / "copy.pdf")
        shell("notice", "receipt", case, "--out", tmp_path / "again.pdf")
        shell("printers", "test", "--out", tmp_path / "test.pdf")
        shell("seal", case, "receipt", "--out", tmp_path / "sealed.pdf")
        shell("daily", "--out", tmp_path / "day")
        shell("case", "report", case, "--out", tmp_path / "report.json")
        shell("print", "document", case, "receipt", "--printer", f"folder:{pages}")
    finally:
        os.umask(before)
    made = [*tmp_path.rglob("*.pdf"), tmp_path / "report.json"]
    made = [path for path in made if path.parent.name != "w" and shell.data not in path.parents]
    assert {path.parent.name for path in made} >= {"in2", "pages", "day", tmp_path.name}
    private = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in made}
    assert set(private.values()) == {"0o600"}, private


def test_a_number_whose_page_could_not_be_made_is_told(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder can be written when it is looked at, and not when the page is: a disk that is
    taken out."""
    out = tmp_path / "day"
    looked = Call.folder_of

    def taken_out(call: Call, typed: str) -> Path:
        found = looked(call, typed)
        found.rmdir()
        found.write_bytes(b"")
        return found

    monkeypatch.setattr(Call, "folder_of", taken_out)
    code, said = told(shell, ("daily", "--out"), out)
    monkeypatch.undo()
    assert code == "not_writable"
    (number,) = re.findall(r"RQ\d+", said.split("已编号")[0])
    assert "等着" in said
    assert f"print document {number}" in said
    pages = tmp_path / "pages"
    pages.mkdir()
    (job,) = shell("print", "document", number, "--printer", f"folder:{pages}")
    assert (job["state"], job["reprint"]) == ("printed", 0)
