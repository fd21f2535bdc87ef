"""Names on the command line: none without a letter, and what a page will not show is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import HALL, Shell, python

NO_NAMES = ["·", "...", "\ufe0f", "\U000e0100", "\u0301"]
TOLD = "“申请人”里的 U+845B 带字形选择符：文书印常用字形，存档照原样"


@pytest.mark.parametrize("name", NO_NAMES)
@pytest.mark.parametrize("who", ["applicant", "agent"])
def test_nobody_applies_without_a_name(
    shell: Shell, application: Any, tmp_path: Path, who: str, name: str
) -> None:
    file = application(**{who: {"kind": "person", "name": name}})
    assert shell.refused("intake", file, "--out", tmp_path / "out", code=2) in {
        "bad_text",
        "bad_intake_file",
    }
    assert shell("case", "list") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"competent": False, "target_agency": "···"},
        {"for_hall": {"region": "511699", "name": "·"}},
        {"applicant": {"kind": "organisation", "name": "···"}},
    ],
)
def test_no_body_is_named_by_dots(
    shell: Shell, application: Any, tmp_path: Path, fields: Any
) -> None:
    assert (
        shell.refused("intake", application(**fields), "--out", tmp_path / "out", code=2)
        == "bad_text"
    )


@pytest.mark.parametrize("option", ["--name", "--operator"])
def test_no_hall_and_no_clerk_is_named_by_dots(bare: Shell, option: str) -> None:
    words = {"--name": "示例大厅", "--operator": "测试员", option: "···"}
    given = [part for pair in words.items() for part in pair]
    assert bare.refused("init", "--hall", HALL, *given, "--station", "0001", code=2) == "bad_text"
    assert not bare.data.exists()


def test_a_lost_character_is_called_damaged(
    shell: Shell, application: Any, tmp_path: Path
) -> None:
    file = application(applicant={"kind": "person", "name": "张\ufffd"})
    error = shell("intake", file, "--out", tmp_path / "out", code=2)["error"]
    assert error["code"] == "bad_text"
    assert "损坏的字 U+FFFD" in error["message"]


def test_a_form_of_a_character_that_no_page_shows_is_told_once_on_stderr(
    shell: Shell, application: Any, tmp_path: Path
) -> None:
    lacking = {"食品经营许可申请书": "missing"}  # a receipt and a notice: two papers
    file = application(lacking, applicant={"kind": "person", "name": "葛\U000e0100城"})
    words = ["--data", shell.data, "intake", file, "--out", tmp_path / "out", "--json"]
    done = python("-m", "clerk_app", *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [TOLD]
    made = json.loads(done.stdout)
    assert len(made["documents"]) == 2
    assert [row["number"] for row in shell("case", "list")] == [made["number"]]
