"""Single cells of a workbook, written as XML by hand, and what is read from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clerk_app.catalogue.exchange.files import open_catalogue
from tests.support.workbooks import WORKBOOK, raw_workbook, sheet_xml, text_cell

STYLES = (
    '<x:styleSheet xmlns:x="x"><x:numFmts>'
    '<x:numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/></x:numFmts>'
    '<x:cellStyleXfs><x:xf numFmtId="14"/></x:cellStyleXfs><x:cellXfs>'
    '<x:xf numFmtId="0"/><x:xf numFmtId="14"/><x:xf numFmtId="170"/><x:xf numFmtId="31"/>'
    '<x:xf numFmtId="22"/></x:cellXfs></x:styleSheet>'
)
STRINGS = (
    "<sst><si><t>共用</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r>"
    "<rPh><t>ふ</t></rPh></si><si><t>甲_x000D_\n乙</t></si></sst>"
)


def read(tmp_path: Path, cell: str, **more: Any) -> tuple[object, list[str]]:
    """The 办理条件 of one row whose cell E2 is given, and the codes of its notes."""
    row = f'<row r="2">{text_cell("A2", "K1")}{cell}</row>'
    parts = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": STRINGS}
    path = raw_workbook(tmp_path / "cell.xlsx", sheet_xml(row), parts=parts, **more)
    (found,) = open_catalogue(path).rows()
    raw: Any = found.raw
    return raw.get("conditions"), [note.code for note in found.notes]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="E2" t="s"><v>0</v></c>', "共用"),
        ('<c r="E2" t="s"><v>1</v></c>', "富文本"),
        ('<c r="E2" t="s"><v>2</v></c>', "甲\r\n乙"),
        ('<c r="E2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙"),
        ('<c r="E2"><v>20.0</v></c>', "20"),
        ('<c r="E2" t="n"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="E2"><v>2.5</v></c>', "2.5"),
        ('<c r="E2"><v>1E3</v></c>', "1000"),
        ('<c r="E2"><v>-7</v></c>', "-7"),
        ('<c r="E2" t="b"><v>1</v></c>', "是"),
        ('<c r="E2" t="b"><v>0</v></c>', "否"),
        ('<c r="E2" t="d"><v>2026-03-02T00:00:00</v></c>', "2026-03-02"),
        ('<c r="E2" s="1"><v>46083</v></c>', "2026-03-02"),
        ('<c r="E2" s="2"><v>46083</v></c>', "2026-03-02"),
        ('<c r="E2" s="3"><v>46083</v></c>', "2026-03-02"),
        ('<c r="E2" s="4"><v>46083.5</v></c>', "2026-03-02 12:00"),
        ('<c r="E2" s="0"><v>46083</v></c>', "46083"),
        ('<c r="E2"/>', None),
        ('<c r="E2"><v></v></c>', None),
    ],
)
def test_a_cell_is_read_as_its_reader_sees_it(tmp_path: Path, cell: str, value: object) -> None:
    assert read(tmp_path, cell) == (value, [])


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ('<c r="E2" t="e"><v>#REF!</v></c>', None, "cell_error"),
        ('<c r="E2" t="s"><v>99</v></c>', None, "cell_error"),
        ('<c r="E2"><v>NaN</v></c>', None, "cell_error"),
        ('<c r="E2"><v>1e999</v></c>', None, "cell_error"),
        ('<c r="E2" s="1"><v>99999999999</v></c>', None, "cell_error"),
        ('<c r="E2" t="str"><f>A1&amp;B1</f><v>结果</v></c>', "结果", "formula"),
        ('<c r="E2"><f>1+1</f><v>2</v></c>', "2", "formula"),
        ('<c r="E2"><f>1+1</f></c>', None, "formula_without_value"),
        ('<c r="E2"><f>HYPERLINK("http://localhost:1")</f><v></v></c>', None,
         "formula_without_value"),
        ('<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', None, "cell_error"),
        (text_cell("E2", "长" * 40_000), "长" * 32_767, "cell_too_long"),
    ],
)  # fmt: skip
def test_an_odd_cell_is_told_with_sheet_and_row(
    tmp_path: Path, cell: str, value: object, code: str
) -> None:
    if code == "cell_too_long":  # pieces of text may end anywhere, so only its bound is sure
        got, codes = read(tmp_path, cell)
        assert isinstance(got, str)
        assert len(got) <= 32_767
        assert codes == [code]
    else:
        assert read(tmp_path, cell) == (value, [code])
    (row,) = open_catalogue(tmp_path / "cell.xlsx").rows()
    assert row.notes[0].item == "cell.xlsx “表”表第 2 行"
    assert "“表”表第 2 行“办理条件”" in row.notes[0].message


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    workbook = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    cell = '<c r="E2" s="1"><v>44621</v></c>'
    assert read(tmp_path, cell, workbook=workbook) == ("2026-03-02", [])


def test_rows_and_cells_without_places_follow_one_another(tmp_path: Path) -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>K1</t></is></c><c t="inlineStr"><is><t>甲</t></is></c></row>'
    )
    (row,) = open_catalogue(raw_workbook(tmp_path / "bare.xlsx", sheet_xml(rows))).rows()
    assert row.raw == {"code": "K1", "name": "甲"}
    assert row.place == "“表”表第 2 行"
