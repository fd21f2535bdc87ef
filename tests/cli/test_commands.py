"""Every command, as a script sees it: its JSON and its exit code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import HALL, ROOT, SAMPLE, Shell, python

RECOVERY = re.compile(r"([A-Z2-9]{5}-){4}[A-Z2-9]{5}\Z")


def test_init_makes_a_folder_and_shows_the_recovery_code_once(bare: Shell) -> None:
    made = bare("init", "--hall", HALL, "--name", "示例大厅", "--station", "0007")
    assert RECOVERY.match(made["recovery_code"])
    assert len(made["device"]) == 16
    assert bare.refused("init", "--hall", HALL, "--name", "示例大厅", code=3) == "store_exists"
    text = b"".join(p.read_bytes() for p in bare.data.iterdir())
    assert made["recovery_code"].encode() not in text


def test_init_sample_loads_items_and_prints_each_clerks_own_password(bare: Shell) -> None:
    made = bare("init", "--hall", HALL, "--name", "示例大厅", "--sample")
    assert made["items"] >= 24
    passwords = [clerk["password"] for clerk in made["clerks"]]
    assert len(set(passwords)) == len(passwords) == 2


def test_init_refuses_a_hall_code_that_is_none_and_leaves_nothing(bare: Shell) -> None:
    assert bare.refused("init", "--hall", "5116", "--name", "示例", code=2) == "bad_hall"
    found = bare.refused("init", "--hall", HALL, "--name", "示例", "--station", "0000", code=2)
    assert found == "bad_station"
    assert not bare.data.exists()
    assert not list(bare.data.parent.glob(".*"))


def test_the_recovery_code_opens_the_store(bare: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    made = bare("init", "--hall", HALL, "--name", "示例大厅", "--station", "0001")
    monkeypatch.setenv("CLERK_PASSPHRASE", made["recovery_code"].lower())
    assert bare("journal", "verify")["ok"] is True


def test_numbers_wait_for_a_station(bare: Shell, application: Any) -> None:
    bare("init", "--hall", HALL, "--name", "示例大厅")
    raw = json.loads(SAMPLE.read_text("utf-8"))
    raw.pop("sample", None)
    raw["meta"] = {}
    for item in raw["items"]:
        item.pop("sample", None)
    own = bare.data.parent / "own.json"
    own.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    bare("catalogue", "import", own)
    out = bare.data.parent / "out"
    assert bare.refused("intake", application(), "--out", out, code=3) == "no_station"
    assert bare("case", "list") == []


def test_catalogue_import_reports_and_is_idempotent(shell: Shell) -> None:
    again = shell("catalogue", "import", SAMPLE)
    assert (again["imported"], again["updated"], again["refused"]) == (0, 0, [])
    assert again["unchanged"] >= 24


def test_catalogue_import_of_the_real_files_reports_warnings(shell: Shell) -> None:
    data = ROOT / "tests" / "data"
    files = [data / "items_real.json", data / "items_catalog_real.json"]
    rows = sum(
        len(raw.get("items", raw.get("rows")))
        for raw in (json.loads(f.read_text("utf-8")) for f in files)
    )
    report = shell("catalogue", "import", *files)
    assert report["imported"] == rows == 925
    codes = {w["code"] for w in report["warnings"]}
    assert {"situation_derived", "missing_basis", "incomplete_materials"} <= codes


@pytest.mark.parametrize("text", ["食品经营", "spjy", "shipinjingying", "SL-0001", "食品jy"])
def test_catalogue_search_finds_by_hanzi_pinyin_initials_and_code(shell: Shell, text: str) -> None:
    hits = shell("catalogue", "search", text)
    assert set(hits[0]) == {"id", "code", "name", "department", "type"}
    assert "SL-0001" in [hit["code"] for hit in hits]
    assert len(shell("catalogue", "search", text, "--limit", "1")) == 1


def test_catalogue_show_gives_the_checklist_for_the_answers(shell: Shell) -> None:
    item = shell("catalogue", "show", "SL-0001")
    keys = [s["key"] for s in item["situations"]]
    assert item["unanswered"] == keys
    assert item["legal_limit"]["value"] == 20
    assert item["promised_limit"]["value"] == 8
    assert item["materials"][0]["faults"]
    assert item["other"]["basis_source"].startswith("http")
    situation = item["situations"][0]
    answer = f"{situation['key']}={situation['answers'][0]['value']}"
    assert (
        keys[0] not in shell("catalogue", "show", "SL-0001", "--situation", answer)["unanswered"]
    )


def test_intake_accepts_a_complete_application(shell: Shell, application: Any) -> None:
    out = shell.data.parent / "out"
    result = shell("intake", application(), "--out", out)
    assert result["outcome"] == "accepted"
    assert result["number"] == "51160200012600000163"
    assert result["received_on"] == result["accepted_on"] == "2026-03-02"
    assert result["statutory_due"] == "2026-03-30"  # 20 workdays, counted on paper
    assert result["reasons"][0]["code"] == "complete"
    (document,) = result["documents"]
    assert document["kind"] == "acceptance"
    text = subprocess.run(
        ["pdftotext", document["path"], "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "测试𬱖䶮" in text
    assert "受理通知书" in text
    scanned = shell.data.parent / "page"
    subprocess.run(["pdftoppm", "-r", "200", "-png", document["path"], str(scanned)], check=True)
    image = next(scanned.parent.glob("page*.png"))
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(image)], capture_output=True, text=True, check=True
    ).stdout
    assert result["number"] in read.split("\n")


def test_intake_returns_an_incomplete_application_with_one_notice(
    shell: Shell, application: Any
) -> None:
    file = application({"食品经营许可申请书": "missing", "营业执照": "missing"})
    result = shell("intake", file, "--out", shell.data.parent / "out")
    assert result["outcome"] == "returned_for_correction"
    assert [s["name"] for s in result["shortfalls"]] == ["食品经营许可申请书", "营业执照"]
    assert result["notice_due"] == "2026-03-09"
    assert [d["kind"] for d in result["documents"]] == ["one_time_notice", "receipt"]
    assert result["back_entered"] is True
    assert result["reasons"][-1]["code"] == "back_entered"


def test_numbers_count_up_and_a_refused_intake_burns_none(shell: Shell, application: Any) -> None:
    out = shell.data.parent / "out"
    first = shell("intake", application(), "--out", out)["number"]
    assert shell.refused("intake", application(situations={}), "--out", out, code=3)
    second = shell("intake", application(), "--out", out)["number"]
    assert (first[12:18], second[12:18]) == ("000001", "000002")
    older = shell("intake", application(received_at="2025-12-31T09:00:00+08:00"), "--out", out)
    assert older["number"][10:18] == "25000001"


def test_case_list_and_case_show(shell: Shell, application: Any) -> None:
    number = shell("intake", application(), "--out", shell.data.parent / "out")["number"]
    (row,) = shell("case", "list")
    assert (row["number"], row["state"]) == (number, "accepted")
    case = shell("case", "show", number)
    assert [e["kind"] for e in case["events"]] == [
        "case.received",
        "case.decided",
        "document.issued",
        "document.printed",
    ]
    assert case["documents"][0]["printed"] == 1
    assert shell.refused("case", "show", "51160200012600009960", code=3) == "unknown_case"
    assert shell.refused("case", "show", "123", code=2) == "bad_case_number"


def test_notice_reprints_the_same_words_and_says_so(shell: Shell, application: Any) -> None:
    out = shell.data.parent / "out"
    done = shell("intake", application(), "--out", out)
    again = shell("notice", "acceptance", done["number"], "--out", out / "again.pdf")
    assert again["reprint"] == 1
    assert again["number"] == f"{done['number']}-01"

    def words(path: str) -> Counter[str]:
        text = subprocess.run(
            ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        return Counter(text.split())

    first, second = words(done["documents"][0]["path"]), words(again["path"])
    assert not first - second
    more = list(second - first)
    assert more
    assert all("补打" in word or word in {"1", "次"} for word in more), more
    assert shell.refused("notice", "nonsense", done["number"], "--out", out / "x.pdf", code=2)
    found = shell.refused("notice", "undertaking", done["number"], "--out", out / "x.pdf", code=3)
    assert found == "unknown_document"


def test_deadline(bare: Shell) -> None:
    firm = bare("deadline", "--start", "2026-09-30", "--workdays", "20")
    assert firm == {"due": "2026-11-03", "provisional": False}
    assert bare("deadline", "--start", "2026-12-25", "--workdays", "5")["provisional"] is True
    assert bare.refused("deadline", "--start", "30/9/2026", "--workdays", "5", code=2)


def test_check_id_and_check_uscc(bare: Shell) -> None:
    assert bare("check", "id", "11010519491231002X")["verdict"] == "valid"
    assert bare("check", "id", "110105194912310020")["verdict"] == "invalid"
    assert bare("check", "uscc", "91350100M000100Y43")["verdict"] == "valid"
    assert bare("check", "uscc", "91350100M000100Y4Z")["verdict"] == "invalid"


def test_journal_verify_names_the_first_bad_event(shell: Shell) -> None:
    good = shell("journal", "verify")
    assert good["ok"] is True
    assert good["events"] >= 4
    assert re.fullmatch("[0-9a-f]{64}", good["head"])


def test_backup_and_restore(shell: Shell, application: Any) -> None:
    shell("intake", application(), "--out", shell.data.parent / "out")
    file = shell.data.parent / "a.backup"
    kept = shell("backup", file)
    there = Shell(shell.data.parent / "restored", shell.capsys, shell.clock)
    restored = there("restore", file)
    assert restored["device"] != shell("journal", "verify")["head"]
    assert restored["events"] == kept["events"] + 1
    assert there("case", "list") == shell("case", "list")
    out = shell.data.parent / "out2"
    assert there.refused("intake", application(), "--out", out, code=3) == "no_station"
    again = Shell(shell.data.parent / "again", shell.capsys, shell.clock)
    # its own old number is spent: what was printed after the backup cannot be known
    assert again.refused("restore", file, "--station", "0001", code=3) == "station_spent"
    assert not again.data.exists()
    again("restore", file, "--station", "0002")
    assert again("intake", application(), "--out", out)["number"].startswith("51160200022600000")


def test_doctor(shell: Shell) -> None:
    report = shell("doctor")
    assert report["ok"] is True
    assert {"sqlite", "fonts", "calendar", "disk", "store"} <= {
        c["name"] for c in report["checks"]
    }


@pytest.mark.parametrize(
    "words",
    [
        ["usb", "export", "x.hallx"],
        ["diagnostics", "x.zip"],
    ],
)
def test_what_comes_later_says_not_available_yet(bare: Shell, words: list[str]) -> None:
    assert bare.refused(*words, code=4) == "not_available_yet"


@pytest.mark.parametrize(
    "words", [["catalogue", "dance"], ["bogus"], ["catalogue", "search"], ["deadline", "--start"]]
)
def test_wrong_usage_exits_2_and_tells_it_in_json(bare: Shell, words: list[str]) -> None:
    assert bare.refused(*words, code=2) == "wrong_usage"


def test_options_may_be_written_with_an_equals_sign(bare: Shell) -> None:
    bare.capsys.readouterr()
    for command in (["diagnostics"], ["usb"]):
        assert run([f"--data={bare.data}", *command, "--json"], Workstation()) == 4
        found = json.loads(bare.capsys.readouterr().out)["error"]["code"]
        assert found == "not_available_yet"
    done = python("-m", "clerk_app", f"--data={bare.data}", "check", "id", "1", "--json")
    assert json.loads(done.stdout)["verdict"] == "invalid"


def test_a_station_number_may_be_given_later_and_then_stays(bare: Shell) -> None:
    bare("init", "--hall", HALL, "--name", "示例大厅")
    assert bare.refused("station", "12", code=2) == "bad_station"
    assert bare("station", "0003") == {"station": "0003"}
    assert bare.refused("station", "0004", code=3) == "station_held"


def test_version_and_commands_without_a_display_never_import_qt(shell: Shell) -> None:
    done = python("-m", "clerk_app", "--version")
    assert done.stdout.startswith("clerk_app 0.1.0")
    code = (
        "import sys; from clerk_app.__main__ import main; "
        f"c = main(['--data', {str(shell.data)!r}, 'catalogue', 'search', '食品', '--json']); "
        "assert not [m for m in sys.modules if m.startswith('PySide6')]; sys.exit(c)"
    )
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_a_relative_data_folder_and_a_moved_one_work(shell: Shell) -> None:
    moved = shell.data.parent / "moved"
    shutil.move(shell.data, moved)
    assert Shell(Path(moved), shell.capsys, shell.clock)("journal", "verify")["ok"]
