"""enquiry, enquiry list, enquiry close, catalogue guide, notice of an enquiry."""

from __future__ import annotations

import os
from pathlib import Path

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from clerk_app.kernel.clock import legal_day
from tests.support.commands import Shell

ITEM = "SL-0001"


def test_an_enquiry_is_recorded_printed_listed_and_reprinted(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = shell("enquiry", "--item", ITEM, "--subject", "要几天", "--out", out)
    assert made["number"].startswith("ZX5116020001")
    assert made["item"]["key"] == ITEM
    assert made["outcome"] == "answered"
    (document,) = made["documents"]
    assert (document["kind"], document["copies"]) == ("enquiry_notice", 1)
    assert Path(document["path"]).read_bytes().startswith(b"%PDF")
    again = shell("notice", "enquiry_notice", made["number"], "--out", out / "again.pdf")
    assert (again["number"], again["reprint"]) == (document["number"], 1)
    open_one = shell("enquiry", "--subject", "宅基地", "--way", "phone", "--phone", "12345678")
    assert (open_one["item"], open_one["outcome"], open_one["documents"]) == (None, "no_item", [])
    today = legal_day(shell.clock.now()).isoformat()
    listed = shell("enquiry", "list", "--day", today)
    assert (listed["total"], listed["open"]) == (2, 1)
    assert listed["by_outcome"] == {"answered": 1, "no_item": 1}
    assert [row["number"] for row in listed["enquiries"]] == [open_one["number"], made["number"]]
    assert "12345678" not in str(listed)
    assert listed["enquiries"][0]["call_back"] is True
    assert shell("enquiry", "list", "--day", "2001-01-01")["total"] == 0
    waiting = shell("enquiry", "list", "--open")["enquiries"]
    assert [row["number"] for row in waiting] == [open_one["number"]]
    shell("enquiry", "close", open_one["number"], "--answer", "已回电")
    assert shell("enquiry", "list")["open"] == 0
    by_word = shell("enquiry", "--item", ITEM, "--way", "phone")
    assert (by_word["item"]["key"], by_word["documents"]) == (ITEM, [])
    again_code = shell.refused("enquiry", "close", open_one["number"], "--answer", "x", code=3)
    assert again_code == "enquiry_closed"
    assert shell("journal", "verify")["ok"] is True


def test_wrong_enquiries_are_refused_with_their_code(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words, exit_code, code in (
        (["--item", ITEM], 2, "wrong_usage"),
        ([], 3, "subject_missing"),
        (["--item", "nothing", "--out", out], 3, "unknown_item"),
        (["--item", ITEM, "--situation", "x", "--out", out], 2, "bad_situation"),
        (["--item", ITEM, "--situation", "x=y", "--out", out], 3, "unknown_answer"),
        (["--item", ITEM, "--way", "pigeon", "--out", out], 2, "wrong_usage"),
        (["--item", ITEM, "--outcome", "no_item", "--out", out], 3, "item_unknown_outcome"),
        (["--item", ITEM, "--out", shell.data / "x"], 2, "inside_data"),
    ):
        assert shell.refused("enquiry", *words, code=exit_code) == code
    assert shell("enquiry", "list")["total"] == 0
    bad = shell.refused("notice", "enquiry_notice", "ZX1", "--out", out / "x.pdf", code=2)
    assert bad == "bad_enquiry_number"
    assert shell.refused("enquiry", "list", "--day", "gestern", code=2) == "bad_date"
    for limit in ("-1", "1.5", "9" * 20):
        assert shell.refused("enquiry", "list", f"--limit={limit}", code=2) == "wrong_usage"
    assert shell("enquiry", "list", "--limit", "0")["enquiries"] == []


def test_the_register_speaks_to_people_in_words(shell: Shell, tmp_path: Path) -> None:
    def said(*args: str | Path) -> str:
        shell.capsys.readouterr()
        words = ["--data", str(shell.data), "enquiry", *map(str, args)]
        assert run(words, Workstation(shell.clock)) == 0
        return shell.capsys.readouterr().out

    first = said("--item", ITEM, "--out", tmp_path / "out").splitlines()[0]
    assert first.split() == [first.split()[0], "已当场答复"]
    noted = said("--subject", "宅基地").split()
    assert noted[1:] == ["已记下，待答复"]
    assert said("--subject", "电价", "--outcome", "led_to_window").split()[1] == "已引导到窗口"
    handed = ("--subject", "水价", "--outcome", "handed_over", "--follow", "转水务局")
    assert said(*handed).split()[1] == "已转交，待答复"
    said("close", noted[0], "--answer", "已回电")
    listed = said("list")
    assert [line.split()[2] for line in listed.splitlines()[1:]] == [
        "已转交，待答复", "已引导到窗口", "已答复", "已当场答复"
    ]  # fmt: skip
    assert not {"answered", "no_item", "handed_over", "led_to_window"} & set(listed.split())


def test_a_guide_never_takes_the_place_of_what_is_no_page(shell: Shell, tmp_path: Path) -> None:
    letter, folder, pipe = tmp_path / "letter.pdf", tmp_path / "folder", tmp_path / "pipe.pdf"
    letter.write_bytes(b"PK\x03\x04 mine")
    folder.mkdir()
    os.mkfifo(pipe)
    for target, exit_code, code in (
        (letter, 3, "file_exists"),
        (folder, 2, "not_a_file"),
        (pipe, 2, "not_a_file"),
    ):
        found = shell.refused("catalogue", "guide", ITEM, "--out", target, code=exit_code)
        assert found == code
    assert letter.read_bytes() == b"PK\x03\x04 mine"
    assert pipe.is_fifo()


def test_a_guide_is_printed_and_leaves_no_trace(shell: Shell, tmp_path: Path) -> None:
    before = shell("journal", "verify")["events"]
    path = tmp_path / "new" / "guide.pdf"
    assert shell.refused("catalogue", "guide", ITEM, "--out", path, code=4) == "no_file"
    path.parent.mkdir()
    made = shell("catalogue", "guide", ITEM, "--out", path)
    assert made["kind"] == "guide"
    assert made["item"] == ITEM
    assert made["open_questions"]
    assert path.read_bytes().startswith(b"%PDF")
    shown = shell("catalogue", "show", ITEM)
    assert made["version"] == shown["version"]
    answers = [f"{s['key']}={s['answers'][-1]['value']}" for s in shown["situations"]]
    words = [word for answer in answers for word in ("--situation", answer)]
    assert shell("catalogue", "guide", ITEM, *words, "--out", path)["open_questions"] == []
    assert shell("journal", "verify")["events"] == before
    assert shell.refused("catalogue", "guide", "nothing", "--out", path, code=3) == "unknown_item"
