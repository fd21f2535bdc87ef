"""catalogue lint, diff, export, publish, national and bundles, as commands."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from clerk_app.bootstrap import Workstation
from clerk_app.cli.main import run
from tests.support.commands import SAMPLE, Shell

DATA = Path(__file__).parents[1] / "data"
REAL, ROWS = DATA / "items_real.json", DATA / "items_catalog_real.json"
SOUND: dict[str, Any] = {
    "code": "T-1",
    "name": "测试许可",
    "type": "行政许可",
    "handling": "承诺件",
    "legal_basis": ["《测试条例》第一条"],
    "promised_limit": {"value": 5, "unit": "工作日"},
    "materials": [{"name": "申请书", "necessity": "必要"}],
}

FULL: dict[str, Any] = {
    **SOUND,
    "department": "测试局",
    "level": "县级",
    "version": "3",
    "conditions": "有场所",
    "flow": "受理—审核—办结",
    "fees": [{"name": "工本费", "amount": 10, "per": "本", "basis": "《测试条例》第二条"}],
    "place": "一楼 3 号窗口",
    "hours": "工作日 9:00—17:00",
    "phone": "0000-1234567",
    "supervision_phone": "12388",
    "directory": {"basic_code": "000119002000", "state": "1"},
    "listing": {
        "body_code": "11000000000000000X",
        "body_kind": "1",
        "power_source": "1",
        "subjects": ["自然人"],
        "visits": 1,
        "in_hall": True,
        "online": False,
        "express": True,
        "pay_online": False,
        "single_sign_on": False,
        "result_kind": "10",
    },
}


def words(shell: Shell, *args: str | Path, code: int = 0) -> list[str]:
    """What a command says to people, line by line."""
    shell.capsys.readouterr()
    typed = ["--data", str(shell.data), *map(str, args)]
    assert run(typed, Workstation(shell.clock)) == code
    return shell.capsys.readouterr().out.splitlines()


def write(path: Path, *items: dict[str, Any], **more: Any) -> Path:
    path.write_text(json.dumps({"items": items, **more}, ensure_ascii=False), encoding="utf-8")
    return path


def test_lint_names_what_stands_against_the_real_items(shell: Shell) -> None:
    answer = shell("catalogue", "lint", str(REAL))
    assert (answer["items"], answer["publishable"], answer["refused"]) == (41, 0, [])
    raw = json.loads(REAL.read_text(encoding="utf-8"))["items"]
    bare = [{item["id"], *item["codes"].values()} for item in raw if not item["legal_basis"]]
    findings = [each for each in answer["findings"] if each["code"] == "missing_basis"]
    found = {each["item"] for each in findings}
    assert len(found) == len(bare)
    assert all(names & found for names in bare)
    assert all(each["blocks"] for each in findings)


def test_lint_of_the_catalogue_in_use_and_of_a_sound_file(shell: Shell, tmp_path: Path) -> None:
    assert shell("catalogue", "lint")["items"] == 37 + 4  # items and bundles
    sound = write(tmp_path / "sound.json", SOUND)
    answer = shell("catalogue", "lint", str(sound))
    assert (answer["publishable"], answer["findings"]) == (1, [])


def test_diff_of_two_halls_in_the_five_parts(shell: Shell, tmp_path: Path) -> None:
    a = write(tmp_path / "a.json", SOUND, {**SOUND, "code": "T-2", "name": "只在甲"})
    other = {**SOUND, "promised_limit": {"value": 3, "unit": "工作日"}, "phone": "1"}
    b = write(tmp_path / "b.json", other)
    answer = shell("catalogue", "diff", str(a), str(b))
    assert (answer["differ"], answer["only_a"], answer["only_b"]) == (1, 1, 0)
    (changed,) = [item for item in answer["items"] if item["changes"]]
    assert changed["changes"] == [
        {"part": "时限", "what": "承诺时限", "a": "5 个工作日", "b": "3 个工作日"}
    ]


def test_diff_of_the_same_list_finds_nothing(shell: Shell) -> None:
    answer = shell("catalogue", "diff", str(ROWS), str(ROWS))
    assert (answer["a"], answer["differ"], answer["items"]) == (884, 0, [])
    answer = shell("catalogue", "diff", "local", str(SAMPLE))
    assert (answer["a"], answer["items"]) == (37, [])


def test_what_is_exported_is_the_catalogue_in_use(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    answer = shell("catalogue", "export", str(path))
    assert (answer["items"], answer["bundles"]) == (37, 4)
    again = shell("catalogue", "import", str(path))
    assert (again["imported"], again["updated"], again["unchanged"]) == (0, 0, 41)


def test_an_export_to_a_workbook_says_what_the_sheets_cannot_hold(
    shell: Shell, tmp_path: Path
) -> None:
    answer = shell("catalogue", "export", str(tmp_path / "out.xlsx"))
    assert (answer["items"], answer["bundles"]) == (37, 0)
    assert "后置审批" in answer["not_in_the_file"]
    again = shell("catalogue", "import", str(tmp_path / "out.xlsx"))
    # what the sheets cannot hold is kept from the version in use, and said
    assert (again["imported"], again["updated"], again["unchanged"]) == (0, 0, 37)
    assert again["counts"]["kept_from_before"] >= 10


def test_a_file_is_never_overwritten_unasked(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("mine", encoding="utf-8")
    for command in ("export", "publish", "national"):
        options = ["--leave-out"] if command == "publish" else []
        assert shell.refused("catalogue", command, path, *options, code=3)
        assert path.read_text(encoding="utf-8") == "mine"


def test_publishing_refuses_by_name_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    answer = shell("catalogue", "publish", str(path), code=3)
    assert answer["error"]["code"] == "not_publishable"
    assert "SL-0020" in {f["item"] for f in answer["findings"] if f["code"] == "missing_basis"}
    assert not path.exists()


def test_what_may_be_published_is_published(shell: Shell, tmp_path: Path) -> None:
    shell("catalogue", "import", str(write(tmp_path / "sound.json", SOUND)))
    path = tmp_path / "pack.json"
    answer = shell("catalogue", "publish", str(path), "--leave-out")
    assert answer["items"] >= 1
    assert "SL-0020" in answer["left_out"]
    pack = json.loads(path.read_text(encoding="utf-8"))
    assert (pack["format"], pack["version"]) == ("hall-catalogue", 1)
    assert "T-1" in {item["code"] for item in pack["items"]}
    again = shell("catalogue", "lint", str(path))
    assert again["publishable"] == answer["items"] + answer["bundles"] == again["items"]


def test_what_is_past_its_last_day_and_what_would_lack_an_item_stays_behind(
    shell: Shell, tmp_path: Path
) -> None:
    old = {**SOUND, "code": "T-9", "effective_to": "2020-01-01"}
    bundle = {"code": "T-B", "name": "一件事", "items": ["T-1", "T-9"]}
    shell("catalogue", "import", str(write(tmp_path / "s.json", SOUND, old, bundles=[bundle])))
    answer = shell("catalogue", "publish", str(tmp_path / "pack.json"), "--leave-out")
    assert {"T-9", "T-B"} <= set(answer["left_out"])
    assert "T-1" not in answer["left_out"]
    pack = json.loads((tmp_path / "pack.json").read_text(encoding="utf-8"))
    inside = {item["code"] for item in pack["items"]}
    assert all(set(each["items"]) <= inside for each in pack["bundles"])


def test_rows_of_a_file_that_cannot_be_read_are_counted_and_shown(
    shell: Shell, tmp_path: Path
) -> None:
    pair = {"code": "SY-T", "name": "测试一件事", "items": ["T-1", "T-9"]}
    rows: list[Any] = [SOUND, "甲", {"name": ""}]
    path = write(tmp_path / "odd.json", *rows, bundles=[pair, {"name": "没有编码"}])
    answer = shell("catalogue", "lint", path)
    assert (answer["items"], answer["bundles"], answer["publishable"]) == (2, 1, 1)
    assert {each["item"] for each in answer["findings"]} == {"SY-T"}  # T-9 is not there
    assert [(each["code"], each["message"] != "") for each in answer["refused"]] == [
        ("not_an_item", True),
        ("missing_identity", True),
        ("missing_identity", True),
    ]
    head, *lines = words(shell, "catalogue", "lint", path)
    assert head == "1 个事项，1 件一件事，可以发布 1 个，有 3 条读不出来"
    assert sum(line.startswith("读不出来：odd.json ") for line in lines) == 3
    other = shell("catalogue", "diff", path, write(tmp_path / "sound.json", SOUND))
    assert (other["a"], other["bundles_a"], other["bundles_b"], other["differ"]) == (1, 1, 0, 0)
    assert (len(other["refused_a"]), other["refused_b"]) == (3, [])
    head, *_ = words(shell, "catalogue", "diff", "local", path)
    assert head.endswith("，后者有 3 条读不出来")


def test_rows_of_a_sheet_that_cannot_be_read_are_told_too(shell: Shell, tmp_path: Path) -> None:
    book = Workbook()
    listed, papers = book.worksheets[0], book.create_sheet("材料")
    listed.title = "事项"
    for row in (["事项编码", "事项名称", "实施主体"], ["T-1", "测试许可", "测试局"]):
        listed.append(row)
    for row in (["事项编码", "材料名称", "必要性"], ["T-1", "申请书"], ["T-7", "无主的材料"]):
        papers.append(row)
    path = tmp_path / "odd.xlsx"
    book.save(path)
    answer = shell("catalogue", "lint", path)
    assert (answer["items"], len(answer["refused"])) == (1, 1)
    assert answer["refused"][0]["item"] == "odd.xlsx “材料”表第 3 行"


def test_a_file_of_which_nothing_can_be_read_says_why(shell: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "odd.json", {"name": ""})
    answer = shell("catalogue", "lint", path, code=3)
    assert answer["error"]["code"] == "nothing_usable"
    assert [each["code"] for each in answer["refused"]] == ["missing_identity"]
    assert shell.refused("catalogue", "diff", "local", path, code=3) == "nothing_usable"


def test_the_national_report_names_every_gap(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "up.json"
    shell("catalogue", "import", write(tmp_path / "full.json", FULL))
    answer = shell("catalogue", "national", str(path))
    assert answer["items_left_out"] == 37  # the sample has no 基本编码
    assert answer["rows"]["up_task_general_basic"] == 1
    assert {"table": "up_task_directory", "column": "catalog_code", "why": "missing"}.items() <= (
        answer["gaps"][0].items()
    )
    assert "unit" in answer["codes_unchecked"]
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
    assert set(tables) == {
        "up_task_directory", "up_task_general_basic", "up_task_general_extend",
        "up_task_general_material", "fee_project", "questions",
    }  # fmt: skip
    (basic,) = tables["up_task_general_basic"]
    assert (basic["catalog_code"], basic["task_name"]) == ("000119002000", "测试许可")
    (fee,) = tables["fee_project"]
    assert (fee["fee_name"], fee["order_num"]) == ("工本费", "1")


def test_without_one_full_item_nothing_is_reported(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "up.json"
    answer = shell("catalogue", "national", path, code=3)
    assert answer["error"]["code"] == "nothing_usable"
    assert (answer["path"], answer["items_left_out"]) == (None, 37)
    assert answer["gaps"]
    head, *lines = words(shell, "catalogue", "national", path, code=3)
    assert head.startswith("没有一个事项合上报要求，没有写出文件")
    said = "不合要求 up_task_directory.catalog_code（没有填）：37 处"
    assert said in lines
    assert not path.exists()


def test_a_batch_or_source_longer_than_its_column_is_wrong_usage(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "up.json"
    shell("catalogue", "import", write(tmp_path / "full.json", FULL))
    for option, longest in (("--batch", 32), ("--source", 3)):
        long = shell.refused("catalogue", "national", path, option, "1" * (longest + 1), code=2)
        assert (long, path.exists()) == ("wrong_usage", False)
        shell("catalogue", "national", path, option, "1" * longest)
        path.unlink()


def test_only_a_file_is_ever_written_over(shell: Shell, tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder.xlsx", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)
    for target in (folder, pipe):
        for command in ("export", "publish", "national"):
            more = ["--leave-out"] if command == "publish" else []
            for force in ([], ["--force"]):
                found = shell.refused("catalogue", command, target, *more, *force, code=2)
                assert found == "not_a_file"
    found = shell.refused("catalogue", "template", folder, "--force", code=2)
    assert found == "not_a_file"
    assert (folder.is_dir(), pipe.is_fifo()) == (True, True)
    assert {each.name for each in tmp_path.iterdir()} == {"data", "folder.xlsx", "pipe"}


def test_a_bundle_shows_one_form_and_one_set_of_papers(shell: Shell) -> None:
    answer = shell("catalogue", "show", "SY-0001", "--situation", "handled_by=agent")
    assert [item["key"] for item in answer["items"]] == ["SL-0002", "SL-0001"]
    papers = {paper["name"]: paper for paper in answer["materials"]}
    assert len(papers["授权委托书"]["needed_by"]) == 2
    assert papers["营业执照"]["produced_by"] == "SL-0002"
    asked = [question for question in answer["situations"] if question["key"] == "handled_by"]
    assert [(q["items"], q["answered"]) for q in asked] == [(["SL-0002", "SL-0001"], "agent")]
    fields = {field["element"]: field["items"] for field in answer["fields"]}
    assert fields["business_place"] == ["SL-0001", "SL-0002"]


def test_a_bundle_takes_no_paper_that_none_of_its_items_asks_for(
    shell: Shell, application: Any, tmp_path: Path
) -> None:
    path = application(item="SY-0001", materials=[{"name": "没有这份", "state": "in_order"}])
    answer = shell("intake", str(path), "--out", str(tmp_path / "o"), code=3)
    assert answer["error"]["code"] == "unknown_material"
    assert shell("case", "list") == []


def test_a_half_written_file_is_refused_or_taken_in_part(shell: Shell, tmp_path: Path) -> None:
    path = write(tmp_path / "half.json", SOUND, {**SOUND, "code": "T-2"})
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.rindex('"T-2"')], encoding="utf-8")
    assert shell("catalogue", "import", str(path), code=2)["error"]
    answer = shell("catalogue", "import", str(path), "--partial")
    assert (answer["imported"], answer["refused"][0]["code"]) == (1, "bad_catalogue_file")
    assert answer["counts"]["bad_catalogue_file"] == 1
