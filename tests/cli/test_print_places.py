"""Where the commands save, what they are told of a wrong word, and the slip of the day."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from clerk_app.cli.usage_words import in_words
from clerk_app.deeds.record_enquiry import record_enquiry
from clerk_app.enquiry.model import Asked
from clerk_app.storage.journal import caseless_events
from tests.support.commands import PASSPHRASE, Shell

KIND = "one_time_notice"
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as POSIX has them")


@pytest.fixture
def taken(shell: Shell, application: Any, tmp_path: Path) -> str:
    """A case returned for correction, its pages made."""
    return str(
        shell("intake", application({"营业执照": "missing"}), "--out", tmp_path / "in")["number"]
    )


def told(shell: Shell, *words: str | Path, code: int) -> tuple[str, str]:
    error = shell(*words, code=code)["error"]
    assert not any(char in error["message"] for char in "\0\udcff")
    return error["code"], error["message"]


def slips(shell: Shell) -> int:
    with (
        Workstation().open(shell.data, PASSPHRASE) as counter,
        counter.store.reading() as db,
    ):
        return len(list(caseless_events(db, ("document.issued",), "RQ")))


# ---------------------------------------------------------------- where a file is kept


@posix
def test_no_command_puts_a_page_in_the_place_of_a_pipe_a_link_or_a_folder(
    shell: Shell, taken: str, tmp_path: Path
) -> None:
    shell("printers", "set", "seal", "simulated:")
    letter, place = tmp_path / "letter.txt", tmp_path / "a.pdf"
    letter.write_text("a letter", encoding="utf-8")
    commands = (
        ("print", "pdf", taken, KIND, "--out", place),
        ("printers", "test", "--out", place),
        ("seal", taken, KIND, "--out", place),
    )
    stands: tuple[tuple[Callable[[], None], Callable[[int], bool]], ...] = (
        (lambda: os.mkfifo(place), stat.S_ISFIFO),
        (lambda: place.symlink_to(letter), stat.S_ISLNK),
        (place.mkdir, stat.S_ISDIR),
    )
    for make, kind in stands:
        make()
        for words in commands:
            code, said = told(shell, *words, code=2)
            assert code == "not_a_file"
            assert "a.pdf" in said
        assert kind(place.lstat().st_mode)
        place.rmdir() if place.is_dir() and not place.is_symlink() else place.unlink()
    assert letter.read_text(encoding="utf-8") == "a letter"
    # and nothing was sealed for a place that is none
    assert shell("seal", taken, KIND, "--out", place)["simulated"] is True
    assert place.read_bytes()[:5] == b"%PDF-"


def test_the_command_saves_as_the_window_does(shell: Shell, taken: str, tmp_path: Path) -> None:
    words = ("print", "pdf", taken, KIND, "--out")
    code, said = told(shell, *words, tmp_path / "nowhere" / "a.pdf", code=4)
    assert (code, "nowhere" in said) == ("no_file", True)
    assert not (tmp_path / "nowhere").exists()
    made = shell(*words, tmp_path / "copy")
    assert made["path"] == str(tmp_path / "copy.pdf")
    assert told(shell, *words, tmp_path / "copy", code=3)[0] == "file_there"
    shell(*words, tmp_path / "copy.pdf")  # named: it is written over
    assert told(shell, *words, shell.data / "a.pdf", code=2)[0] == "inside_data"


@posix
@pytest.mark.parametrize(
    "typed",
    ["/", ".", "", "/usr", "长" * 90, "a\udcff.pdf"],
    ids=["root", "here", "empty", "folder", "long", "half a character"],
)
def test_a_path_that_is_none_is_told_in_words(shell: Shell, taken: str, typed: str) -> None:
    for words in (("print", "pdf", taken, KIND), ("printers", "test")):
        code, said = told(shell, *words, "--out", typed, code=2)
        assert code in {"not_a_file", "bad_path"}
        assert "请" in said


def test_the_day_goes_into_a_folder(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    code, said = told(shell, "daily", "--out", tmp_path / "file", code=4)
    assert code == "not_a_folder"
    assert said.endswith(str(tmp_path / "file"))
    assert slips(shell) == 0


# ---------------------------------------------------------------- wrong words


@pytest.mark.parametrize("job", ["9" * 25, "-1", "x", "１２"])
def test_no_number_of_a_job_is_too_large_to_be_told(shell: Shell, job: str) -> None:
    for act in ("again", "ask", "confirm", "drop"):
        code, said = told(shell, "print", act, job, code=2)
        assert code == "wrong_usage"
        assert "job" in said


@pytest.mark.parametrize("job", ["0", "999999999"])
def test_a_job_nobody_made_is_not_known(shell: Shell, job: str) -> None:
    for act in ("again", "confirm", "drop"):
        assert told(shell, "print", act, job, code=3)[0] == "unknown_job"


ENGLISH = ("invalid", "required", "choose", "expected", "allowed", "unrecognized", "usage:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["deadline", "--start", "2026-03-02", "--workdays", "x"], "--workdays：应为整数：x"),
        (["printers", "set", "foo", "x"], "use：没有“foo”，只能写：document、slip、seal"),
        (["print", "pdf", "1", "2"], "还要写：--out"),
        (["daily", "--out", "a", "--slip"], "--slip：不能和 --out 一起写"),
        (["daily", "--out"], "--out：后面要写一个值"),
        (["seal", "1", "2", "3"], "没有这样的参数：3"),
        (["print", "document"], "还要写：CASE"),
        (["print", "document", "1", "2", "--copies", "100"], "--copies：份数应为 1 到 99：100"),
        (["daily", "--slip=x"], "--slip：后面不能写值：x"),
        (["intake", "a", "--o", "b"], "--o 不明确，可以是：--operator、--out"),
        (["numbers", "lease", "a", "b", "--first", "9" * 30, "--last", "1"], "--first：应为"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(words, Workstation()) == 2
    error = capsys.readouterr().err
    assert f"用法不对：{said}" in error
    assert not any(word in error for word in ENGLISH)


@pytest.mark.parametrize(
    "words",
    [[], ["print"], ["print", "pdf"], ["enquiry"], ["case", "act"], ["daily"], ["catalogue"]],
    ids=" ".join,
)
def test_the_help_of_a_command_is_in_chinese(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run([*words, "--help"], Workstation())
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：")
    assert "\n选项：\n" in said
    english = ("usage:", "arguments:", "options:", "show this", "exit", "available", "print one")
    assert not any(word in said for word in english)


def test_what_is_not_known_stays_as_it_is() -> None:
    assert in_words("something new") == "something new"
    assert in_words("argument x: something new") == "x：something new"


# ---------------------------------------------------------------- the slip of the day


def test_no_number_is_used_up_for_a_printer_that_cannot_print(
    shell: Shell, tmp_path: Path
) -> None:
    for where, code, exit_code in (
        (f"folder:{tmp_path / 'none'}", "printer_offline", 4),
        ("cups:HallA4@127.0.0.1:1", "printer_offline", 4),
        ("simulated:", "simulated_printer", 3),
        ("folder:pages", "bad_printer", 2),
        ("lpt:1", "bad_printer", 2),
    ):
        assert told(shell, "daily", "--printer", where, code=exit_code)[0] == code
    shell("printers", "set", "slip", "tcp:127.0.0.1:1")
    assert told(shell, "daily", "--slip", code=4)[0] == "printer_offline"
    assert told(shell, "daily", "--day", "0001-01-01", "--out", tmp_path, code=3)[0] == (
        "day_before"
    )
    assert told(shell, "daily", "--out", "", code=2)[0] == "bad_path"
    assert slips(shell) == 0


@pytest.mark.parametrize("use", ["document", "slip"])
def test_a_printer_is_where_it_is_wherever_the_program_was_started(shell: Shell, use: str) -> None:
    where = {"document": "folder:pages", "slip": "file:usb/lp0"}[use]
    code, said = told(shell, "printers", "set", use, where, code=2)
    assert code == "bad_printer"
    assert where.partition(":")[2] in said


def test_a_paper_without_a_case_is_printed_by_its_number(
    shell: Shell, taken: str, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    printer = ("--printer", f"folder:{pages}")
    number = shell("daily", "--out", tmp_path / "day")["number"]
    (job,) = shell("print", "document", number, *printer)
    assert (job["number"], job["state"], job["reprint"]) == (number, "printed", 1)
    shell("print", "pdf", number, "--out", tmp_path / "slip.pdf")
    assert (tmp_path / "slip.pdf").read_bytes()[:5] == b"%PDF-"
    with Workstation().open(shell.data, PASSPHRASE) as counter:
        made = record_enquiry(counter, Asked("SL-0001"))
    (job,) = shell("print", "document", made.documents[0].number, *printer)
    assert (job["state"], job["reprint"]) == ("printed", 0)
    (job,) = shell("print", "document", f"{taken}-01", *printer)  # it says its case itself
    assert (job["number"], job["state"], job["reprint"]) == (f"{taken}-01", "printed", 1)
    assert told(shell, "print", "document", taken, *printer, code=2)[0] == "wrong_usage"
    assert told(shell, "print", "document", "RQ1", *printer, code=3)[0] == "unknown_document"
