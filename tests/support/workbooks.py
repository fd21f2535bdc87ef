"""Workbooks written part by part, as no spreadsheet program would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

HEADER = ("事项编码", "事项名称", "材料名称", "必要性", "办理条件")
WORKBOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)


def text_cell(place: str, text: str) -> str:
    """A cell whose text stands in it."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_xml(rows: str, after: str = "") -> str:
    """A sheet of the usual header in row 1, then `rows`, then what stands after the data."""
    header = "".join(text_cell(f"{c}1", word) for c, word in zip("ABCDE", HEADER, strict=True))
    return f'<worksheet><sheetData><row r="1">{header}</row>{rows}</sheetData>{after}</worksheet>'


def raw_workbook(
    path: Path,
    sheet: str,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    workbook: str = WORKBOOK,
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """A workbook of one sheet and whatever other parts."""
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("xl/workbook.xml", workbook)
        file.writestr("xl/_rels/workbook.xml.rels", LINKS)
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in (parts or {}).items():
            file.writestr(name, data)
    return path
