"""case report, case link, case import-online, lookup, init --practice, as commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.reporting.halls import FILE, ITEM
from tests.reporting.test_shared_records import HEALTH
from tests.support.commands import HALL, Shell


def write(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def said(shell: Shell, *args: str | Path, code: int = 0) -> str:
    """What a command says to people."""
    shell.capsys.readouterr()
    assert run(["--data", str(shell.data), *map(str, args)], Workstation(shell.clock)) == code
    return shell.capsys.readouterr().out


@pytest.fixture
def hall(shell: Shell, tmp_path: Path) -> Shell:
    shell("catalogue", "import", write(tmp_path / "items.json", {"items": [ITEM]}))
    return shell


def test_an_online_case_is_imported_printed_reported_linked_and_looked_up(
    hall: Shell, tmp_path: Path
) -> None:
    file = write(tmp_path / "online.json", FILE)
    made = hall("case", "import-online", file, "--out", tmp_path / "papers")
    assert (made["already"], made["outcome"], made["received_on"]) == (
        False, "accepted", "2026-03-02",
    )  # fmt: skip
    assert made["online_number"] == FILE["online_number"]
    assert all(Path(d["path"]).exists() for d in made["documents"])
    number = made["number"]

    again = hall("case", "import-online", file, "--out", tmp_path / "papers")
    assert (again["already"], again["number"], again["same"]) == (True, number, True)
    assert again["unprinted"] == []

    path = tmp_path / "up.json"
    up = hall("case", "report", number, "--out", path)
    assert (up["path"], up["rows"]["up_pro_accept"], up["complete"]) == (str(path), 1, False)
    assert {"up_pro_process"} == {gap["table"] for gap in up["missing"]}
    assert {gap["why"] for gap in up["missing"]} == {"no_code"}
    assert json.loads(path.read_text(encoding="utf-8"))["tables"]["up_pro_accept"]

    strict = tmp_path / "strict.json"
    refused = hall("case", "report", number, "--out", strict, "--strict", code=3)
    assert refused["error"]["code"] == "report_incomplete"
    assert refused["missing"] == up["missing"]
    assert not strict.exists()

    words = said(hall, "case", "report", number, "--out", path, "--force")
    assert "业务动作（没有代码）" in words
    assert "代码未按本省标准核对" in words
    assert "张测试" not in words
    assert "11010519491231002X" not in words

    linked = hall("case", "link", number, "P-1", "--system", "省平台")
    assert linked["new"] is True
    assert linked["linked"][-1] == {"number": "P-1", "system": "省平台"}

    shared = tmp_path / "shared"
    shared.mkdir()
    write(shared / "1.json", HEALTH)
    asked = ("lookup", "体检证明", "--case", number, "--records", shared, "--paper", "体检证明")
    found = hall(*asked)
    assert (found["waivable"], found["found"]["number"]) == (True, "测健1号")
    kinds = [event["kind"] for event in hall("case", "show", number)["events"]]
    assert kinds[-2:] == ["case.linked", "case.looked_up"]


def test_a_bad_online_file_is_wrong_usage_and_a_rule_is_a_refusal(
    hall: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "online.json"
    write(path, {**FILE, "online_number": ""})
    assert hall.refused("case", "import-online", path, code=2) == "bad_online_file"
    path.write_text("{", encoding="utf-8")
    assert hall.refused("case", "import-online", path, code=2) == "bad_online_file"
    write(path, {**FILE, "item": "T-none"})
    assert hall.refused("case", "import-online", path, code=3) == "unknown_item"
    assert hall.refused("case", "import-online", tmp_path / "no.json", code=4) == "no_file"
    write(path, FILE)
    assert hall.refused("case", "import-online", path, "--out", hall.data, code=2) == "inside_data"


def test_a_practice_hall_says_so_and_nothing_of_it_leaves(bare: Shell, tmp_path: Path) -> None:
    named = ("init", "--hall", HALL, "--name", "练习大厅", "--practice")
    assert bare.refused(*named, "--station", "0001", code=3) == "practice"
    assert not bare.data.exists()
    assert bare(*named)["practice"] is True
    assert bare.refused("sync", "--hall", "http://127.0.0.1:9", code=3) == "practice"
    assert bare.refused("catalogue", "national", tmp_path / "n.json", code=3) == "practice"
    assert "练习" in said(bare, "doctor")
