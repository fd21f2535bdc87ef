"""The workbook a hall fills in, and our sample items through it and back."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import openpyxl
import pytest

from clerk_app.catalogue.exchange.files import open_catalogue
from clerk_app.catalogue.exchange.rows import BrokenFile
from clerk_app.catalogue.exchange.template import write_items, write_template
from clerk_app.catalogue.model import (
    ChannelLimit,
    LimitKind,
    LimitUnit,
    Listing,
    Material,
    Necessity,
    ServiceItem,
    TimeLimit,
)
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.table_headers import heading
from clerk_app.kernel.errors import Refused
from tests.support.commands import make_shell

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "seed" / "catalogue_sample.json"
REAL = ROOT / "tests" / "data" / "items_real.json"

NOT_HELD = {"fees", "fields", "special_procedures", "follow_ups", "directory", "listing", "extra"}
NOT_HELD |= {"commitment", "public_safety"}
"""Fields of an item that the sheets do not hold, or not whole."""

HELD = {field.name for field in dataclasses.fields(ServiceItem)} - NOT_HELD - {"content_hash"}


def items_of(path: Path) -> list[ServiceItem]:
    opened = open_catalogue(path)
    return [read_item(row.raw, pack_meta=opened.meta)[0] for row in opened.rows()]


def held(item: ServiceItem) -> dict[str, object]:
    """What the sheets hold of an item."""
    listing = item.listing or Listing()
    told = {name: getattr(item, name) for name in HELD}
    return told | {"subjects": listing.subjects, "visits": listing.visits}


def test_the_sample_goes_through_the_sheets_and_back(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    items = items_of(SAMPLE)
    assert len(items) == 37
    left_out = write_items(path, items)
    back = items_of(path)
    assert [held(item) for item in back] == [held(item) for item in items]
    assert not [row.notes for row in open_catalogue(path).rows() if row.notes]
    # and where an item has nothing else, it is the same version of the item
    plain = [
        item for item in items if not any(getattr(item, name) for name in NOT_HELD - {"extra"})
    ]
    hashes = {item.key: item.content_hash for item in back}
    assert plain
    assert [hashes[item.key] for item in plain] == [item.content_hash for item in plain]
    assert ("表单项" in left_out) == any(item.fields for item in items)


def test_real_items_keep_every_field_the_sheets_hold(tmp_path: Path) -> None:
    path = tmp_path / "items.xlsx"
    items = items_of(REAL)
    assert "不是文字的其他字段" in write_items(path, items)
    back = items_of(path)
    assert [item.key for item in back] == [item.key for item in items]
    for item, again in zip(items, back, strict=True):
        was = held(item)
        limit = item.promised_limit
        if limit and limit.unit is LimitUnit.SAME_DAY:
            # the sheets say 当日, without a number
            was["promised_limit"] = dataclasses.replace(limit, value=0)
        assert held(again) == was


def test_limits_by_channel_and_awkward_texts_come_back(tmp_path: Path) -> None:
    item = ServiceItem(
        key="=1+1",
        code="=1+1",
        name="+甲@",
        legal_limit=TimeLimit(20, LimitUnit.WORKDAY, "听证；另计"),
        promised_limit=TimeLimit(5, LimitUnit.WORKDAY),
        limits=(
            ChannelLimit(LimitKind.PROMISED, 5, LimitUnit.WORKDAY, "窗口"),
            ChannelLimit(LimitKind.PROMISED, 3, LimitUnit.WORKDAY, "网上", "限工作时间"),
        ),
        legal_basis=("1.第一条；（二）", "-2"),
        conditions="=cmd|' /C calc'!A0\n第二行",
        materials=(Material(name="表，一", necessity=Necessity.REQUIRED, note="\x07响"),),
    )
    path = tmp_path / "items.xlsx"
    write_items(path, [item])
    sheet = openpyxl.load_workbook(path)["事项"]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert sheet["A2"].value == "=1+1"
    (again,) = items_of(path)
    assert (again.code, again.name, again.conditions) == (item.code, item.name, item.conditions)
    assert (again.legal_limit, again.promised_limit) == (item.legal_limit, item.promised_limit)
    assert again.limits == item.limits
    assert again.materials[0].name == "表，一"
    assert again.materials[0].note == "响"


def test_the_template_is_empty_and_its_example_is_not_imported(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path)
    opened = open_catalogue(path)
    assert (opened.total, opened.notes) == (0, ())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["事项", "材料", "情形", "说明"]
    for name in book.sheetnames[:3]:
        sheet = book[name]
        heads = [cell.value for cell in sheet[1]]
        assert all(heading(head).known for head in heads), name
        assert len(set(heads)) == len(heads)
        assert sheet.freeze_panes == "C2"
        assert sheet["A2"].number_format == "@"
    lists = book["材料"].data_validations.dataValidation
    assert '"必要,非必要,情形必要,容缺后补"' in {entry.formula1 for entry in lists}
    assert all(len(entry.formula1) <= 257 for entry in lists)
    words = [str(cell.value) for row in book["说明"] for cell in row if cell.value]
    assert any("示例" in word for word in words)


def test_a_filled_in_template_is_read(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for sheet, values in (
        (
            "事项",
            {"事项编码": "0012", "事项名称": "甲", "法定时限": "20个工作日", "是否收费": "否"},
        ),
        ("材料", {"事项编码": "0012", "材料名称": "表", "必要性": "必要", "原件份数": 2}),
        (
            "情形",
            {
                "事项编码": "0012",
                "情形编号": "问",
                "问题": "问吗？",
                "选项": "是",
                "需要材料": "表",
            },
        ),
    ):
        heads = [cell.value for cell in book[sheet][1]]
        for head, value in values.items():
            book[sheet].cell(2, heads.index(head) + 1).value = value
    book.save(path)
    (row,) = open_catalogue(path).rows()
    assert row.raw == {
        "code": "0012",
        "name": "甲",
        "legal_limit": {"value": 20, "unit": "工作日"},
        "fee": {"charge": False},
        "materials": [{"name": "表", "necessity": "必要", "originals": 2}],
        "situations": [
            {"key": "问", "question": "问吗？", "answers": [{"value": "是", "adds": ["表"]}]}
        ],
    }


def test_an_existing_file_stays_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(Refused, match="file_exists"):
        write_template(path)
    assert path.read_bytes() == b"mine"
    with pytest.raises(BrokenFile):
        open_catalogue(path)
    write_template(path, force=True)
    assert open_catalogue(path).total == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["模板.xlsx"]


def test_a_text_no_cell_can_hold_is_refused_by_its_heading(tmp_path: Path) -> None:
    item = ServiceItem(key="A", code="A", name="甲", conditions="长" * 40_000)
    with pytest.raises(Refused, match="办理条件"):
        write_items(tmp_path / "items.xlsx", [item])
    assert not list(tmp_path.iterdir())


def test_unknown_text_fields_have_columns_of_their_own(tmp_path: Path) -> None:
    raw = {"code": "A", "name": "甲", "本地字段": "值", "数": 3, "内": {"x": "y"}}
    item, _ = read_item(raw)
    path = tmp_path / "items.xlsx"
    write_items(path, [item])
    (again,) = items_of(path)
    assert json.loads(again.extra) == {"本地字段": "值"}  # what is no text stays in the JSON form


def test_the_command_needs_no_store_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = make_shell(tmp_path / "data", capsys)
    path = tmp_path / "模板.xlsx"
    assert shell("catalogue", "template", path) == {"file": str(path)}
    first = path.read_bytes()
    assert shell.refused("catalogue", "template", path, code=3) == "file_exists"
    assert path.read_bytes() == first
    assert shell("catalogue", "template", path, "--force")
    assert shell.refused("catalogue", "template", tmp_path / "a.csv", code=2) == "not_xlsx"
    inside = tmp_path / "data" / "a.xlsx"
    assert shell.refused("catalogue", "template", inside, code=2) == "inside_data"
    assert not (tmp_path / "data").exists()
