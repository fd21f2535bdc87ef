"""One made data folder with the sample catalogue, copied for each test."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import HALL, PASSPHRASE, SAMPLE, Shell, make_shell


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after `init` and `catalogue import`."""
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    data = tmp_path_factory.mktemp("made") / "data"
    name = "示例便民服务中心"
    words = ["--data", str(data), "init", "--hall", HALL, "--name", name, "--station", "0001"]
    assert run(words, Workstation()) == 0
    assert run(["--data", str(data), "catalogue", "import", str(SAMPLE)], Workstation()) == 0
    return data


@pytest.fixture
def shell(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on a fresh copy of the made folder."""
    data = tmp_path / "data"
    shutil.copytree(made, data)
    return make_shell(data, capsys)


@pytest.fixture
def bare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on a folder that does not exist yet."""
    return make_shell(tmp_path / "data", capsys)


@pytest.fixture
def application(tmp_path: Path) -> Any:
    """Writes a scripted intake of the sample food licence; papers by name and state."""
    item = next(
        i for i in json.loads(SAMPLE.read_text("utf-8"))["items"] if i["code"] == "SL-0001"
    )
    answers = {s["key"]: s["answers"][-1]["value"] for s in item["situations"]}

    def write(states: dict[str, str] | None = None, **changes: Any) -> Path:
        adds = {
            name
            for s in item["situations"]
            for a in s["answers"]
            if a["value"] == answers[s["key"]]
            for name in a.get("adds", [])
        }
        due = [
            m["name"]
            for m in item["materials"]
            if m["necessity"] in {"必要", "容缺后补"} or m["name"] in adds
        ]
        papers = [
            {"name": name, "state": (states or {}).get(name, "in_order"), "copies": 1}
            for name in due
        ]
        content = {
            "item": "SL-0001",
            "received_at": "2026-03-02T10:05:00+08:00",
            "situations": answers,
            "applicant": {"kind": "person", "name": "测试𬱖䶮"},
            "agent": {"kind": "person", "name": "测试代办人"},
            "materials": papers,
            **changes,
        }
        path = tmp_path / "intake.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write
