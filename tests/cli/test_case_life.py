"""The life of a case on the command line: every act, its paper, and what stands against it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from clerk_app.intake.model import Action
from tests.support.commands import HALL, PASSPHRASE, ROOT, SAMPLE, Shell, make_shell

BOSS = "示例主管"
LICENCE, FORM = "营业执照", "食品经营许可申请书"
LIST = "主要设备设施清单"


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample hall: a window clerk, a supervisor, an administrator."""
    os.environ["CLERK_PASSPHRASE"] = PASSPHRASE
    data = tmp_path_factory.mktemp("sampled") / "data"
    words = ["--data", str(data), "init", "--hall", HALL, "--name", "示例大厅", "--sample"]
    assert run([*words, "--station", "0001", "--json"], Workstation()) == 0
    return data


@pytest.fixture
def shell(sampled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell on a fresh copy of the sample hall."""
    data = tmp_path / "data"
    shutil.copytree(sampled, data)
    return make_shell(data, capsys)


@pytest.fixture
def acted(shell: Shell, tmp_path: Path) -> Any:
    """Does one act: fields in, JSON out."""

    def act(number: str, action: str, at: str, code: int = 0, **fields: Any) -> Any:
        path = tmp_path / "act.json"
        content = {"at": f"{at}T10:00:00+08:00", **fields}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        words: list[str | Path] = ["case", "act", number, action, path, "--out", tmp_path / "out"]
        return shell(*words, code=code)

    return act


@pytest.fixture
def taken(shell: Shell, tmp_path: Path) -> Any:
    """Takes in the sample food licence of a shop that needs no health certificates."""
    item = next(
        i for i in json.loads(SAMPLE.read_text("utf-8"))["items"] if i["code"] == "SL-0001"
    )
    due = [
        m["name"]
        for m in item["materials"]
        if m["necessity"] in {"必要", "容缺后补"} and m["name"] != "经营场所布局和操作流程图"
    ]

    def take(states: dict[str, str] | None = None, **changes: Any) -> Any:
        content = {
            "item": "SL-0001",
            "received_at": "2026-03-02T10:05:00+08:00",
            "situations": {"business": "sealed_food", "vending": "no", "handled_by": "self"},
            "applicant": {"kind": "person", "name": "测试申请人"},
            "materials": [
                {"name": name, "state": (states or {}).get(name, "in_order")} for name in due
            ],
            **changes,
        }
        path = tmp_path / "intake.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return shell("intake", path, "--out", tmp_path / "out")

    return take


def supply(*names: str, **more: Any) -> dict[str, Any]:
    return {"materials": [{"name": name, "state": "in_order"} for name in names], **more}


def kinds(done: Any) -> list[str]:
    return [document["kind"] for document in done["issued"]]


def test_a_returned_case_goes_all_the_way(shell: Shell, taken: Any, acted: Any) -> None:
    number = taken({LICENCE: "missing", FORM: "missing"})["number"]
    half = acted(number, "supply", "2026-03-05", **supply(LICENCE))
    assert (half["state"], kinds(half)) == (
        "returned_for_correction",
        ["correction_receipt", "one_time_notice"],
    )
    assert half["shortfalls"] == [FORM]
    whole = acted(number, "supply", "2026-03-06", **supply(FORM))
    assert (whole["state"], whole["accepted_on"]) == ("accepted", "2026-03-06")
    # 8 workdays promised and 20 by law after Friday 6 March, no holiday but 4 to 6 April
    assert (whole["promised_due"], whole["statutory_due"]) == ("2026-03-18", "2026-04-03")
    assert kinds(whole) == ["correction_receipt", "acceptance"]
    paused = acted(number, "suspend", "2026-03-09", special="检验", reason="现场检验", days=3)
    assert kinds(paused) == ["suspension"]
    result = {"name": "食品经营许可证", "number": "示例1号"}
    assert (
        acted(number, "decide", "2026-03-10", 3, approver=BOSS, result=result)["error"]["code"]
        == "suspended"
    )
    resumed = acted(number, "resume", "2026-03-11")  # 9, 10 and 11 March do not count
    assert (resumed["promised_due"], resumed["statutory_due"]) == ("2026-03-23", "2026-04-09")
    later = acted(number, "extend", "2026-03-12", approver=BOSS, reason="情况复杂")
    assert (later["statutory_due"], kinds(later)) == ("2026-04-23", ["extension"])
    again = acted(number, "extend", "2026-03-13", 3, approver=BOSS, reason="还要")
    assert again["error"]["code"] == "already_extended"
    acted(number, "opinion", "2026-03-13", reason="同意")
    granted = acted(number, "decide", "2026-03-13", approver=BOSS, result=result)
    assert granted["state"] == "granted"
    assert kinds(acted(number, "close", "2026-03-13")) == ["closure"]
    unsigned = acted(number, "deliver", "2026-03-16", 3, delivery={"method": "counter"})
    assert unsigned["error"]["code"] == "recipient_missing"
    signed = {"method": "counter", "recipient": "测试申请人"}
    done = acted(number, "deliver", "2026-03-16", delivery=signed)
    assert (done["state"], kinds(done)) == ("delivered", ["delivery_receipt"])
    numbers = [d["number"] for d in done["documents"]]
    assert len(set(numbers)) == len(numbers)
    assert shell("journal", "verify")["ok"]
    assert [e["kind"] for e in done["events"] if e["kind"] == "document.printed"]


def test_what_the_first_notice_did_not_list_cannot_be_asked_for_later(
    shell: Shell, taken: Any, acted: Any
) -> None:
    number = taken({LICENCE: "missing"})["number"]
    asked = {
        "materials": [
            {"name": LICENCE, "state": "in_order"},
            {"name": FORM, "state": "defective", "fault": "字迹不清", "copies": 0},
        ]
    }
    refused = acted(number, "supply", "2026-03-05", 3, **asked)
    assert refused["error"]["code"] == "not_in_first_notice"
    assert FORM in refused["error"]["message"]
    nobody = {"approver": "示例窗口员", "reason": "漏看了"}
    refused = acted(number, "supply", "2026-03-05", 3, **asked, override=nobody)
    assert refused["error"]["code"] == "approver_not_authorised"
    boss = {"approver": BOSS, "reason": "首次告知漏列，已向申请人致歉"}
    done = acted(number, "supply", "2026-03-05", **asked, override=boss)
    assert (done["state"], done["shortfalls"]) == ("returned_for_correction", [FORM])
    seen = shell("watch", "--at", "2026-03-05T18:00:00+08:00")
    assert "overridden" in seen["cases"][0]["findings"]


def test_a_fault_in_a_paper_that_came_since_may_be_named(taken: Any, acted: Any) -> None:
    number = taken({LICENCE: "missing"})["number"]
    came = {"materials": [{"name": LICENCE, "state": "defective", "fault": "登记状态异常"}]}
    done = acted(number, "supply", "2026-03-05", **came)
    assert (done["state"], done["shortfalls"]) == ("returned_for_correction", [LICENCE])


def test_silence_is_acceptance_from_receipt_and_is_recorded_by_the_next_act(
    shell: Shell, taken: Any, acted: Any, tmp_path: Path
) -> None:
    # the notice is printed on the day of receipt: no silence
    given = taken({LICENCE: "missing"})["number"]
    path = tmp_path / "silent.json"
    content = json.loads((tmp_path / "intake.json").read_text("utf-8"))
    path.write_text(json.dumps(content), encoding="utf-8")
    seen = shell("watch", "--at", "2026-03-10T09:00:00+08:00")
    assert (seen["deemed"], seen["by"]) == ([], "station")
    assert acted(given, "supply", "2026-03-10", **supply(LICENCE))["accepted_on"] == "2026-03-10"


def test_a_promise_kept_and_one_broken(shell: Shell, taken: Any, acted: Any) -> None:
    kept = taken({LIST: "missing"}, undertaking_signed=True)
    assert kept["make_good_by"] == "2026-03-09"  # five workdays after Monday 2 March
    result = {"name": "食品经营许可证"}
    early = acted(kept["number"], "decide", "2026-03-04", 3, approver=BOSS, result=result)
    assert early["error"]["code"] == "paper_open"
    good = acted(kept["number"], "supply", "2026-03-09", **supply(LIST))
    assert (good["state"], good["make_good_by"]) == ("conditionally_accepted", None)
    acted(kept["number"], "decide", "2026-03-10", approver=BOSS, result=result)
    assert acted(kept["number"], "close", "2026-03-10")["state"] == "closed_conditional"

    broken = taken({LIST: "missing"}, undertaking_signed=True)["number"]
    asked = acted(broken, "return", "2026-03-09", 3, reason="逾期未补")
    assert asked["error"]["code"] == "not_lapsed"
    late = acted(broken, "supply", "2026-03-10", 3, **supply(LIST))
    assert late["error"]["code"] == "deferral_expired"
    back = acted(broken, "return", "2026-03-10", reason="逾期未补")
    assert (back["state"], kinds(back)) == ("given_back", ["return"])
    seen = shell("watch", "--at", "2026-03-06T09:00:00+08:00")  # T-1
    assert {m["number"] for m in seen["messages"]} == {broken, kept["number"]}
    assert {m["message"] for m in seen["messages"]} == {"papers_soon"}


def test_a_case_given_back_may_be_taken_up_again(shell: Shell, taken: Any, acted: Any) -> None:
    number = taken({LICENCE: "missing"})["number"]
    acted(number, "withdraw", "2026-03-04", reason="暂时不办")
    again = acted(number, "reopen", "2026-03-09", approver=BOSS, reason="材料已备齐")
    assert (again["state"], again["received_on"], again["notice_due"]) == (
        "received",
        "2026-03-09",
        "2026-03-16",
    )
    one = acted(number, "supply", "2026-03-09", **supply(LICENCE))
    assert one["state"] == "returned_for_correction"  # the others went back with the case
    wanting = shell("case", "show", number)["shortfalls"]
    assert LIST in wanting
    done = acted(number, "supply", "2026-03-10", **supply(*wanting))
    assert (done["state"], done["accepted_on"]) == ("accepted", "2026-03-10")


@pytest.mark.parametrize("action", [a for a in Action if a not in {"correct", "supply"}])
def test_a_case_that_was_refused_can_only_stand(taken: Any, acted: Any, action: str) -> None:
    number = taken({}, competent=False, target_agency="示例市局")["number"]
    fields = {
        "reason": "某事",
        "approver": BOSS,
        "special": "检验",
        "days": 3,
        "target": "示例局",
        "result": {"name": "某证"},
        "delivery": {"method": "counter", "recipient": "测试申请人"},
        "parcel": {"method": "counter"},
        "handover": {"by": "测试"},
        "grounds": "not_needed",
    }
    assert acted(number, action, "2026-03-03", 3, **fields)["error"]["code"] == "unlawful_act"


def test_the_file_of_an_act_names_what_it_lacks(shell: Shell, taken: Any, acted: Any) -> None:
    number = taken()["number"]
    assert acted(number, "deny", "2026-03-03", 2)["error"]["code"] == "bad_act_file"
    assert acted(number, "dance", "2026-03-03", 2)["error"]["code"] == "unknown_action"
    wrong = acted(number, "close", "2026-03-03", 2, mood="good")
    assert wrong["error"]["code"] == "bad_act_file"
    table = shell("case", "actions")
    assert table["extend"] == ["at", "approver", "reason"]
    assert set(table) == set(Action)


def test_the_published_table_is_that_of_the_program(shell: Shell) -> None:
    text = (ROOT / "docs" / "case-acts.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")][1:]
    published = {
        row[0].strip(): ["at", *(f for f in row[2].strip().split(", ") if f != "–")]
        for row in rows
    }
    assert published == shell("case", "actions")


def test_an_act_cannot_be_older_than_what_it_follows(taken: Any, acted: Any) -> None:
    number = taken()["number"]
    refused = acted(number, "withdraw", "2026-03-01", 3, reason="不办了")
    assert refused["error"]["code"] == "before_last_act"


def test_a_matter_of_several_items_is_one_face_and_a_case_for_each(
    shell: Shell, tmp_path: Path
) -> None:
    shown = shell("catalogue", "show", "SY-0001")
    answers = {q["key"]: q["answers"][-1]["value"] for q in shown["situations"]}
    words = [w for k, v in answers.items() for w in ("--situation", f"{k}={v}")]
    shown = shell("catalogue", "show", "SY-0001", *words)
    papers = [m for m in shown["materials"] if m["produced_by"] is None]
    content: dict[str, Any] = {
        "item": "SY-0001",
        "received_at": "2026-03-02T10:05:00+08:00",
        "situations": answers,
        "applicant": {"kind": "person", "name": "测试申请人"},
        "agent": {"kind": "person", "name": "测试代办人"},
        "materials": [{"name": m["name"], "state": "in_order", "copies": 9} for m in papers],
    }
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    done = shell("intake", path, "--out", tmp_path / "out")
    assert (done["bundle"], done["state"]) == ("SY-0001", "accepted")
    assert [c["item"] for c in done["cases"]] == ["SL-0002", "SL-0001"]
    numbers = [c["number"] for c in done["cases"]]
    assert numbers == ["51160200012600000163", "51160200012600000260"]
    assert done["cases"][0]["promised_due"] != done["cases"][1]["promised_due"]
    content["materials"] = content["materials"][1:]
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    one_missing = shell("intake", path, "--out", tmp_path / "out")
    assert one_missing["state"] == "returned_for_correction"
    content["materials"].append({"name": "没有这份", "state": "in_order"})
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert shell.refused("intake", path, "--out", tmp_path / "out", code=3) == "unknown_material"
    assert len(shell("case", "list")) == 4
