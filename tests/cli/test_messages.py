"""要通知谁: the call list, and that somebody was told, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_watch_quarter import ITEM, application
from tests.support.commands import Shell, make_shell
from tests.support.stores import HandClock

PHONE = "13800000000"


@pytest.fixture
def hall(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    import shutil

    shell = make_shell(shutil.copytree(made, tmp_path / "data"), capsys, HandClock())
    items = tmp_path / "items.json"
    items.write_text(
        json.dumps({"format": "hall-catalogue", "version": 1, "items": [ITEM]}), "utf-8"
    )
    shell("catalogue", "import", items)
    return shell


def take(hall: Shell, folder: Path, **more: Any) -> str:
    path = folder / "intake.json"
    path.write_text(json.dumps(application("2026-03-02", "申请书", **more)), "utf-8")
    return str(hall("intake", path, "--out", folder / "out")["number"])


def test_who_is_called_about_what_and_once(hall: Shell, tmp_path: Path) -> None:
    person = {"kind": "person", "name": "测试申请人", "phone": PHONE}
    agent = {"kind": "person", "name": "测试代办人", "phone": "13900000000"}
    quiet = take(hall, tmp_path)
    number = take(hall, tmp_path, applicant=person)
    by_agent = take(hall, tmp_path, applicant=person, agent=agent)
    at = "2026-03-02T12:00:00+08:00"
    listed = {each["number"]: each for each in hall("messages", "--at", at)}
    assert set(listed) == {quiet, number, by_agent}
    assert listed[number] == {
        "number": number,
        "key": "correction:2026-03-02",
        "message": "correction",
        "text": listed[number]["text"],
        "item": ITEM["name"],
        "name": "测***人",
        "phone": PHONE,
        "role": "applicant",
    }
    assert (listed[by_agent]["phone"], listed[by_agent]["role"]) == ("13900000000", "agent")
    assert listed[quiet]["phone"] is None
    told = hall("case", "tell", number, "correction", "--by", "phone")
    assert (told["key"], told["by"]) == ("correction:2026-03-02", "phone")
    assert hall("case", "tell", quiet, "correction:2026-03-02")["by"] is None
    assert [each["number"] for each in hall("messages", "--at", at)] == [by_agent]
    shown = hall("case", "show", number)["told"]
    assert [(each["message"], each["by"]) for each in shown] == [
        ("correction:2026-03-02", "phone")
    ]
    assert hall.refused("case", "tell", number, "correction", code=3) == "not_owed"
    assert hall.refused("case", "tell", by_agent, "result_ready", code=3) == "not_owed"
    assert hall.refused("case", "tell", by_agent, "correction", "--by", "pigeon", code=2)
    assert hall.refused("case", "tell", "123", "correction", code=2) == "bad_case_number"
    assert hall.refused("messages", "--at", "gestern", code=2)
