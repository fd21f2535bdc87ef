"""Three workbooks as halls keep them, built cell by cell; what is expected is written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Connection

from clerk_app.catalogue import service, store
from clerk_app.catalogue.exchange.files import CatalogueFile, open_catalogue
from clerk_app.catalogue.model import Keep, LimitUnit, Necessity, TimeLimit
from clerk_app.catalogue.rules.reading import read_item

Said = list[tuple[str, str, str]]


def said(notes: Iterable[Any]) -> Said:
    """Code, place within the file and heading of each note."""
    return [(note.code, note.item.partition(".xlsx ")[2], note.field) for note in notes]


def raws(opened: CatalogueFile) -> list[Any]:
    return [row.raw for row in opened.rows()]


def fill(sheet: Any, *rows: Iterable[Any]) -> None:
    for at, row in enumerate(rows, start=1):
        for number, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(at, number).value = value


@pytest.fixture
def one_sheet(tmp_path: Path) -> CatalogueFile:
    """(a) Title lines, items merged down over the rows of their papers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "政务服务事项清单"
    fill(
        sheet,
        ["某某区政务服务事项及申请材料清单（试行）"],
        ["填报单位（盖章）：", None, None, "填报时间：　　年　月　日"],
        ["序号", "★事项名称\n（必填）", "实施编码", "权力 类型", "责任单位", "法定办结\n时限",
         "承诺办结时限（工作日）", "申请材料", "材料形式", "份数", "是否必要", "可否容缺",
         "本地编号"],
        [1, "  食品经营\n许可（新办）", "511602０0１A", "行政许可", "市场监督管理局",
         "20个工作日", 10,
         "食品经营许可申请书", "原件", 1, "是", "否", "S-1"],
        [None] * 7 + ["营业执照", "复印件", "2份", "是", "×", "S-2"],
        [None] * 7 + ["授权委托书", "原件及复印件", "1份原件，2份复印件", "委托办理时", "√",
         "S-3"],
        ["二、民政类"],
        [2, "特困人员供养", "0012", "给付", "民政局", "法定30日，承诺15日", None,
         "申请书", "原件", 1, "必要", None, None],
        [None, None, None, None, None, None, None, "身份证", "原件", None, "必要", None, None],
        ["序号", "★事项名称\n（必填）", "实施编码", "权力 类型", "责任单位", "法定办结\n时限",
         "承诺办结时限（工作日）", "申请材料", "材料形式", "份数", "是否必要", "可否容缺",
         "本地编号"],
        [3, "老年人优待证", "0013", "公共服务", "民政局", "即时", None,
         "照片", "2寸", 3, "必要", None, None],
        ["填表人：甲"],
    )  # fmt: skip
    sheet.merge_cells("A1:M1")
    sheet.merge_cells("A7:M7")
    for column in "ABCDEFG":
        sheet.merge_cells(f"{column}4:{column}6")
    path = tmp_path / "清单.xlsx"
    book.save(path)
    return open_catalogue(path)


def test_one_big_sheet_with_merged_items(one_sheet: CatalogueFile) -> None:
    place = "“政务服务事项清单”表第 {} 行"
    rows: list[Any] = list(one_sheet.rows())
    first, second, third = rows
    assert first.raw == {
        "name": "食品经营许可（新办）",
        "code": "51160200" + "1A",
        "type": "行政许可",
        "department": "市场监督管理局",
        "legal_limit": {"value": 20, "unit": "工作日"},
        "promised_limit": {"value": 10, "unit": "工作日"},
        "materials": [
            {"name": "食品经营许可申请书", "form": "原件", "copies": 1, "necessity": "必要",
             "deferrable": False, "本地编号": "S-1"},
            {"name": "营业执照", "form": "复印件", "copies": 2, "necessity": "必要",
             "deferrable": False, "本地编号": "S-2"},
            {"name": "授权委托书", "form": "原件及复印件", "originals": 1, "copies": 2,
             "necessity": "委托办理时", "deferrable": True, "本地编号": "S-3"},
        ],
    }  # fmt: skip
    assert second.raw == {
        "name": "特困人员供养",
        "code": "0012",
        "type": "行政给付",
        "department": "民政局",
        "legal_limit": {"value": 30, "unit": "日"},
        "promised_limit": {"value": 15, "unit": "日"},
        "materials": [
            {"name": "申请书", "form": "原件", "copies": 1, "necessity": "必要"},
            {"name": "身份证", "form": "原件", "necessity": "必要"},
        ],
    }
    assert third.raw["legal_limit"] == {"value": 0, "unit": "即时"}
    assert third.raw["materials"] == [
        {"name": "照片", "form": "2寸", "copies": 3, "necessity": "必要"}
    ]
    assert [row.place for row in (first, second, third)] == [place.format(n) for n in (4, 8, 11)]
    assert said(first.notes) == [("code_cleaned", place.format(4), "实施编码")]
    assert said(second.notes) == [
        ("several_limits", place.format(8), "法定办结 时限"),
        ("row_joined_above", place.format(9), ""),
    ]
    assert said(one_sheet.notes) == [("row_without_fields", "“政务服务事项清单”表", "")]
    assert "第 12 行" in one_sheet.notes[0].message


def test_the_big_sheet_becomes_items(one_sheet: CatalogueFile) -> None:
    item, warnings = read_item(raws(one_sheet)[0])
    assert item.key == "511602001A"
    assert item.promised_limit == TimeLimit(10, LimitUnit.WORKDAY)
    assert [paper.name for paper in item.materials] == [
        "食品经营许可申请书",
        "营业执照",
        "授权委托书",
    ]
    assert [(paper.originals, paper.copies) for paper in item.materials] == [
        (1, 0),
        (0, 2),
        (1, 2),
    ]
    # a word that is none of the agreed ones counts as 必要, and is told
    assert item.materials[2].necessity is Necessity.REQUIRED
    assert "unknown_necessity" in {warning.code for warning in warnings}


@pytest.fixture
def three_sheets(tmp_path: Path) -> CatalogueFile:
    """(b) Separate sheets, full-width digits, stray blanks, several limits in one cell."""
    book = openpyxl.Workbook()
    items = book.active
    items.title = "事项"
    fill(
        items,
        ["事项编码*", "名称", "所属部门", "办件类型", "法定时限", "承诺时限", "收费标准",
         "收费依据",
         "设定依据", "咨询电话", "受理条件", "办理结果", "主管备注"],
        ["ＡＢ－００１", "居民 　身份证　补领 ", "公安分局", "承诺", "自受理之日起２０个工作日内",
         "窗口：20个工作日；网上：15个工作日", "40元/证", "示例收费文件",
         "1.第一条依据\n2、第二条依据",
         "０８２６－１２３４５６７", "本人申请", "居民身份证", "急"],
        ["AB-002", "户口簿换领", "公安分局", "即办", "3个月", "即时办结；特殊情况3个工作日",
         "免费", "无",
         None, None, None, None, None],
        ["AB-003", "户口簿换领", "某派出所", "即办件", None, "法定20个工作日，承诺5个工作日",
         None, None,
         None, None, None, None, None],
    )  # fmt: skip
    papers = book.create_sheet("材料")
    fill(
        papers,
        ["所属事项", "事项编码", "材料名称", "必要性", "材料形式", "原件份数", "复印件份数",
         "收取或核验",
         "来源渠道", "适用情形", "容缺", "补齐时限", "受理标准", "填报须知", "常见问题"],
        [None, "AB-001", "申领登记表", "必要", "原件", "１", None, "收", "申请人自备", None, "否",
         None,
         "签名", "窗口领取", "没有签名【可当场改】\n字迹不清"],
        [None, "ＡＢ－００１ ", "户口簿", "必要", "原件", 1, 1, "验", None, None, None, None,
         None, None, None],
        [None, None, "委托书", "情形必要", "原件", 1, None, None, None, "代办", "是", "5个工作日",
         None, None, None],
        ["居民身份证补领", None, "照片", "非必要", "原件", 2, None, None, None, None, None, None,
         None,
         None, None],
        ["户口簿换领", None, "旧户口簿", "必要", "原件", 1, None, None, None, None, None, None,
         None,
         None, None],
        [None, "AB-999", "不知何处", "必要", "原件", 1, None, None, None, None, None, None, None,
         None,
         None],
    )  # fmt: skip
    cases = book.create_sheet("情形")
    fill(
        cases,
        ["事项编码", "情形编号", "问题", "选项", "需要材料", "不需要材料", "追问"],
        ["AB-001", "代办", "是否由他人代办？", "是", "委托书", None, "亲属"],
        [None, None, None, "否", None, None, None],
        ["AB-001", "亲属", "是否亲属？", "是", None, "照片；户口簿", None],
    )
    path = tmp_path / "三张表.xlsx"
    book.save(path)
    return open_catalogue(path)


def test_three_sheets_joined_by_code_or_name(three_sheets: CatalogueFile) -> None:
    rows: list[Any] = list(three_sheets.rows())
    first, second, third, *astray = rows
    assert first.raw == {
        "code": "AB-001",
        "name": "居民身份证补领",
        "department": "公安分局",
        "handling": "承诺件",
        "legal_limit": {"value": 20, "unit": "工作日"},
        "promised_limit": {"value": 20, "unit": "工作日"},
        "limits": [
            {"kind": "promised", "channel": "窗口", "value": 20, "unit": "工作日", "note": ""},
            {"kind": "promised", "channel": "网上", "value": 15, "unit": "工作日", "note": ""},
        ],
        "fee": {"charge": True, "amount": "40", "per": "证", "basis": "示例收费文件"},
        "legal_basis": ["第一条依据", "第二条依据"],
        "phone": "0826-1234567",
        "conditions": "本人申请",
        "result": "居民身份证",
        "主管备注": "急",
        "materials": [
            {"name": "申领登记表", "necessity": "必要", "form": "原件", "originals": 1,
             "keep": "收取",
             "source_channel": "申请人自备", "deferrable": False, "standard": "签名",
             "note": "窗口领取",
             "faults": [{"text": "没有签名", "on_the_spot": "yes"}, {"text": "字迹不清"}]},
            {"name": "户口簿", "necessity": "必要", "form": "原件", "originals": 1, "copies": 1,
             "keep": "核验"},
            {"name": "委托书", "necessity": "情形必要", "form": "原件", "originals": 1,
             "applies_when": "代办", "deferrable": True, "defer_workdays": 5},
            {"name": "照片", "necessity": "非必要", "form": "原件", "originals": 2},
        ],
        "situations": [
            {"key": "代办", "question": "是否由他人代办？", "answers": [
                {"value": "是", "adds": ["委托书"], "asks": ["亲属"]}, {"value": "否"}]},
            {"key": "亲属", "question": "是否亲属？", "answers": [
                {"value": "是", "removes": ["照片", "户口簿"]}]},
        ],
    }  # fmt: skip
    assert second.raw == {
        "code": "AB-002",
        "name": "户口簿换领",
        "department": "公安分局",
        "handling": "即办件",
        "legal_limit": "3个月",
        "promised_limit": {"value": 0, "unit": "即时"},
        "limits": [
            {"kind": "promised", "channel": "", "value": 3, "unit": "工作日", "note": "特殊情况"}
        ],
        "fee": {"charge": False},
    }
    assert third.raw["legal_limit"] == {"value": 20, "unit": "工作日"}
    assert third.raw["promised_limit"] == {"value": 5, "unit": "工作日"}
    assert [(row.place, row.problem.code) for row in astray if row.problem] == [
        ("“材料”表第 6 行", "item_not_in_sheet"),  # two items of that name
        ("“材料”表第 7 行", "item_not_in_sheet"),
    ]
    assert len(astray) == 2


def test_every_oddity_of_the_three_sheets_names_sheet_and_row(
    three_sheets: CatalogueFile,
) -> None:
    rows: list[Any] = list(three_sheets.rows())
    first, second, third, *_ = rows
    assert said(first.notes) == [
        ("code_cleaned", "“事项”表第 2 行", "事项编码*"),
        ("several_limits", "“事项”表第 2 行", "承诺时限"),
    ]
    assert said(second.notes) == [
        ("limit_unreadable", "“事项”表第 3 行", "法定时限"),
        ("several_limits", "“事项”表第 3 行", "承诺时限"),
    ]
    assert said(third.notes) == [("several_limits", "“事项”表第 4 行", "承诺时限")]
    assert three_sheets.notes == ()
    item, _ = read_item(first.raw)
    assert [limit.channel for limit in item.limits] == ["窗口", "网上"]
    assert item.fee is not None
    assert item.fee.amount_fen == 4000
    assert item.material("户口簿") is not None
    assert item.situations[0].answers[0].asks == ("亲属",)


@pytest.fixture
def marks_and_formulas(tmp_path: Path) -> CatalogueFile:
    """(c) Papers in one cell, yes/no marks, formulas, dates, hidden sheet and row, error cells."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "封面"
    fill(cover, ["某区", "清单"], ["说明文字"])
    sheet = book.create_sheet("目录")
    fill(
        sheet,
        ["事项代码", "服务事项", "类型说明", "事项类型", "办理部门", "是否收费", "所需材料",
         "是否容缺受理",
         "实施日期", "废止日期", "办理时限", "办公时间", "别名", "办事流程"],
        [1001, "社保卡补换", None, "公共服务", "人社局", "×",
         "1.身份证（原件）\n2.照片\n3.申请表", "√",
         date(2026, 3, 2), "2027年1月31日", "承诺3个工作日", "周一至周五 9:00-17:00",
         "社保卡，医保卡", "受理→制卡"],
        ["00102", "=B2&\"二\"", "#N/A", "公共服务", "=1/0", "是", "身份证；户口簿；申请表", "否",
         None, None, 20.0, None, None, None],
        ["00103", "失业登记", None, "公共服务", "人社局", "无", "身份证，登记表（签名，按印）",
         None,
         None, None, None, None, None, None],
        [123456789012345678, "号码太长", None, "公共服务", "人社局", None, None, None,
         None, None, None, None, None, None],
        ["00105", True, None, "公共服务", 0.1 + 0.2, None, "表", None, None, None, None, None,
         None, None],
    )  # fmt: skip
    sheet["C3"].data_type = "e"
    sheet.row_dimensions[4].hidden = True
    hidden = book.create_sheet("旧目录")
    fill(hidden, ["事项代码", "事项名称", "办理部门"], ["X-1", "藏起来的事项", "人社局"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "目录.xlsx"
    book.save(path)
    return open_catalogue(path)


def test_papers_in_a_cell_marks_dates_and_formulas(marks_and_formulas: CatalogueFile) -> None:
    rows = list(marks_and_formulas.rows())
    assert [row.raw for row in rows] == [
        {"code": "1001", "name": "社保卡补换", "type": "公共服务", "department": "人社局",
         "fee": {"charge": False}, "materials": ["身份证（原件）", "照片", "申请表"],
         "deferral": {"enabled": True}, "effective_from": "2026-03-02",
         "effective_to": "2027-01-31",
         "promised_limit": {"value": 3, "unit": "工作日"}, "hours": "周一至周五 9:00-17:00",
         "aliases": ["社保卡", "医保卡"], "flow": "受理→制卡"},
        {"code": "00102", "type": "公共服务", "fee": {"charge": True},
         "materials": ["身份证", "户口簿", "申请表"], "deferral": {"enabled": False},
         "promised_limit": "20"},
        {"code": "00103", "name": "失业登记", "type": "公共服务", "department": "人社局",
         "fee": {"charge": False}, "materials": ["身份证", "登记表（签名，按印）"]},
        {"code": "123456789012346000", "name": "号码太长", "type": "公共服务",
         "department": "人社局"},
        {"code": "00105", "name": "是", "type": "公共服务", "department": "0.3",
         "materials": ["表"]},
        {"code": "X-1", "name": "藏起来的事项", "department": "人社局"},
    ]  # fmt: skip
    place = "“目录”表第 {} 行"
    assert said(rows[0].notes) == [("number_as_text", place.format(2), "事项代码")]
    assert sorted(said(rows[1].notes)) == [
        ("cell_error", place.format(3), "类型说明"),
        ("formula_without_value", place.format(3), "办理部门"),
        ("formula_without_value", place.format(3), "服务事项"),
    ]
    assert [row.problem and row.problem.code for row in rows] == [
        None, None, None, "code_digits_lost", None, None,
    ]  # fmt: skip
    assert said(marks_and_formulas.notes) == [
        ("sheet_skipped", "“封面”表", ""),
        ("hidden_sheet", "“旧目录”表", ""),
        ("hidden_rows", "“目录”表", ""),
    ]
    assert "第 4 行" in marks_and_formulas.notes[2].message
    item, _ = read_item(rows[0].raw)
    assert [paper.keep for paper in item.materials] == [Keep.COLLECTED] * 3


def test_a_header_of_two_rows_is_one_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    fill(
        sheet,
        ["清单"],
        ["序号", "事项名称", "编码", "时限", None, "申请材料", None, None, "备注"],
        [None, None, None, "法定", "承诺", "材料名称", "必要性", "份数", None],
        [1, "甲", "K1", "20个工作日", "5个工作日", "表", "是", 1, "注一"],
        [None, None, None, None, None, "照片", "否", 2, None],
        [2, "乙", "K2", "即时", None, "表", "是", 1, None],
    )
    for span in ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:H2", "I2:I3"):
        sheet.merge_cells(span)
    path = tmp_path / "两行.xlsx"
    book.save(path)
    assert raws(open_catalogue(path)) == [
        {
            "name": "甲",
            "code": "K1",
            "legal_limit": {"value": 20, "unit": "工作日"},
            "promised_limit": {"value": 5, "unit": "工作日"},
            "materials": [
                {"name": "表", "necessity": "必要", "copies": 1, "note": "注一"},
                {"name": "照片", "necessity": "非必要", "copies": 2},
            ],
        },
        {
            "name": "乙",
            "code": "K2",
            "legal_limit": {"value": 0, "unit": "即时"},
            "materials": [{"name": "表", "necessity": "必要", "copies": 1}],
        },
    ]


def test_items_of_one_name_and_other_codes_stay_apart(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(
        book.active,
        ["事项名称", "事项编码", "实施主体", "材料名称", "必要性"],
        ["户口迁移", "K1", "甲所", "申请", "必要"],
        ["户口迁移", "K2", "乙所", "户口簿", "必要"],
        ["户口迁移", "K1", "甲所", "照片", "必要"],
        ["户口迁移", "K1", "丙所", "证明", "必要"],
    )
    path = tmp_path / "同名.xlsx"
    book.save(path)
    opened = open_catalogue(path)
    found = [(raw["code"], [p["name"] for p in raw["materials"]]) for raw in raws(opened)]
    assert found == [("K1", ["申请", "照片", "证明"]), ("K2", ["户口簿"])]
    first = next(opened.rows())
    assert said(first.notes) == [("row_differs", "“Sheet”表第 5 行", "实施主体")]
    assert raws(opened)[0]["实施主体（第 5 行）"] == "丙所"  # nothing is dropped


def test_a_workbook_is_imported_as_any_file(
    db: Connection, marks_and_formulas: CatalogueFile, tmp_path: Path
) -> None:
    del marks_and_formulas  # its file is what counts
    report, body = service.import_items(db, [tmp_path / "目录.xlsx"])
    assert report.imported == 5
    assert body is not None
    (lost,) = report.refused
    assert (lost.code, lost.field) == ("code_digits_lost", "事项代码")
    assert lost.item == "目录.xlsx “目录”表第 5 行"
    told = {(warning.code, warning.field) for warning in report.warnings}
    assert {("number_as_text", "事项代码"), ("hidden_sheet", ""), ("sheet_skipped", "")} <= told
    assert store.item(db, "1001").material("照片") is not None
    again, nothing = service.import_items(db, [tmp_path / "目录.xlsx"])
    assert (again.imported, again.updated, again.unchanged, nothing) == (0, 0, 5, None)


def test_rows_without_an_item_go_with_the_one_above_and_differences_are_kept(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    fill(
        book.active,
        ["事项名称", "事项编码", "办理地点", "材料名称", "必要性"],
        ["甲", "K1", "一楼", "申请", "必要"],
        [None, None, "二楼", "照片", "必要"],
        [None, None, "三楼", None, None],
    )
    path = tmp_path / "空白.xlsx"
    book.save(path)
    first, second = open_catalogue(path).rows()
    raw: Any = first.raw
    assert [paper["name"] for paper in raw["materials"]] == ["申请", "照片"]
    assert (raw["place"], raw["办理地点（第 3 行）"]) == ("一楼", "二楼")
    assert said(first.notes) == [
        ("row_joined_above", "“Sheet”表第 3 行", ""),
        ("row_differs", "“Sheet”表第 3 行", "办理地点"),
    ]
    # a row that adds no paper and says nothing of an item is not guessed to be one's
    assert (second.place, second.raw) == ("“Sheet”表第 4 行", {"place": "三楼"})
