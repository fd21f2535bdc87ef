"""失信名单: who is on it, how old it may be, and who answers when it is too old."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_watch_quarter import ITEM, application
from tests.support.commands import Shell

ID = "11010519491231002X"
PERSON = {"kind": "person", "name": "测试申请人", "id_type": "resident_id", "id_number": ID}
LIST = f"id_type,id_number,why\nresident_id,{ID},示例原因\nuscc,91350100M000100Y43,示例\n"


@pytest.fixture
def take(shell: Shell, tmp_path: Path) -> Any:
    items = tmp_path / "items.json"
    items.write_text(
        json.dumps({"format": "hall-catalogue", "version": 1, "items": [ITEM]}), "utf-8"
    )
    shell("catalogue", "import", items)

    def run(day: str, code: int = 0, **more: Any) -> Any:
        path = tmp_path / "intake.json"
        content = application(day, "申请书", **{"undertaking_signed": True, **more})
        path.write_text(json.dumps(content), "utf-8")
        return shell("intake", path, "--out", tmp_path / "out", code=code)

    return run


def load(shell: Shell, folder: Path, text: str, as_of: str, code: int = 0) -> Any:
    path = folder / "list.csv"
    path.write_bytes(text.encode("utf-8"))
    return shell("credit", "import", path, "--as-of", as_of, code=code)


def test_whoever_is_on_the_list_may_not_defer(shell: Shell, take: Any, tmp_path: Path) -> None:
    assert take("2026-03-02", applicant=PERSON)["outcome"] == "conditionally_accepted"
    assert load(shell, tmp_path, LIST, "2026-03-01") == {"as_of": "2026-03-01", "entries": 2}
    found = take("2026-03-02", applicant=PERSON)
    assert (found["outcome"], found["reasons"][0]["code"]) == (
        "returned_for_correction",
        "discredited",
    )
    other = {"kind": "person", "name": "别的申请人", "id_type": "other", "id_number": "X1"}
    assert take("2026-03-02", applicant=other)["outcome"] == "conditionally_accepted"
    load(shell, tmp_path, "id_type,id_number,why\n", "2026-03-01")  # a newer list names nobody
    assert take("2026-03-02", applicant=PERSON)["outcome"] == "conditionally_accepted"


@pytest.mark.parametrize(("day", "stale"), [("2026-03-31", False), ("2026-04-01", True)])
def test_a_list_of_more_than_thirty_days_needs_a_supervisor(
    shell: Shell, take: Any, tmp_path: Path, day: str, stale: bool
) -> None:
    load(shell, tmp_path, LIST, "2026-03-01")
    found = take(day)
    assert (found["reasons"][0]["code"] == "credit_stale") is stale
    assert (found["outcome"] == "conditionally_accepted") is not stale
    approved = take(day, credit_approved_by="管理员")
    assert approved["outcome"] == "conditionally_accepted"
    if stale:
        nobody = take(day, 3, credit_approved_by="没有这个人")
        assert nobody["error"]["code"] == "unknown_clerk"


@pytest.mark.parametrize(
    "text",
    ["", "id_type,id_number\n", "id_type,id_number,why\nresident_id\n", "\xff", 'a,"b\n'],
)
def test_a_list_that_is_none_changes_nothing(
    shell: Shell, take: Any, tmp_path: Path, text: str
) -> None:
    load(shell, tmp_path, LIST, "2026-03-01")
    assert load(shell, tmp_path, text, "2026-03-02", 2)["error"]["code"] == "bad_credit_list"
    assert take("2026-03-02", applicant=PERSON)["reasons"][0]["code"] == "discredited"


def test_a_stale_list_is_answered_for_once_at_receipt_or_later(
    shell: Shell, take: Any, tmp_path: Path
) -> None:
    """Only the undertaking is brought later: the list was too old on the day of receipt, and the
    answer given then, or now, is not asked for again."""
    load(shell, tmp_path, LIST, "2026-03-01")

    def sign(number: str, **more: Any) -> Any:
        path = tmp_path / "act.json"
        asked = {"at": "2026-04-02T10:00:00+08:00", "undertaking_signed": True, **more}
        path.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
        return shell("case", "act", number, "supply", path)

    answered = take("2026-04-01", credit_approved_by="管理员", undertaking_signed=False)
    assert answered["reasons"][0]["code"] == "undertaking_unsigned"
    assert sign(answered["number"])["state"] == "conditionally_accepted"
    open_ = take("2026-04-01", undertaking_signed=False)
    assert sign(open_["number"])["state"] == "returned_for_correction"
    later = take("2026-04-01", undertaking_signed=False)
    assert sign(later["number"], approver="管理员")["state"] == "conditionally_accepted"
