"""Files made to hurt: each is refused in words or read, never a crash, never much memory."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clerk_app.catalogue.exchange import sheet_rows, sheet_xml, workbook
from clerk_app.catalogue.exchange.files import CatalogueFile, open_catalogue
from clerk_app.catalogue.exchange.rows import BrokenFile
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.source import ItemRefused
from clerk_app.kernel.errors import ClerkError
from tests.support.memory import peak_of
from tests.support.workbooks import LINKS, WORKBOOK, raw_workbook, text_cell
from tests.support.workbooks import sheet_xml as sheet

MB = 1024 * 1024
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refused(path: Path) -> str:
    """The words with which a file is refused."""
    with pytest.raises(BrokenFile) as raised:
        open_catalogue(path)
    assert path.name in raised.value.message
    assert raised.value.exit_code == 2
    return raised.value.message


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
     "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"],
)  # fmt: skip
def test_entities_in_any_part_are_refused(tmp_path: Path, part: str, doctype: str) -> None:
    plain = {
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet('<row r="2">' + text_cell("A2", "甲") + "</row>"),
        "xl/sharedStrings.xml": "<sst/>",
        "xl/styles.xml": "<styleSheet/>",
        "_rels/.rels": "<Relationships/>",
    }
    path = tmp_path / "laughs.xlsx"
    for hurt in (True, False):
        with zipfile.ZipFile(path, "w") as file:
            for name, text in plain.items():
                file.writestr(name, (doctype if hurt and name == part else "") + text)
        if hurt:
            assert "实体" in refused(path)
    assert open_catalogue(path).total == 1  # the same file without them


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("<row/>" * (2 * MB), "压缩"),
        (" " * (50 * MB), "MB"),
        ("<a>" * 100_000, "太深"),
        (f'<row r="2">{text_cell("A2", "长" * MB)}</row>', "太长"),
        ('<row r="2" x="' + "a>" * MB + '"/>', "太长"),
        ('<row r="9999999"><c r="A9999999"><v>1</v></c></row>', "越界"),
        ('<row r="2"><c r="ZZZ2"><v>1</v></c></row>', "越界"),
    ],
)
def test_bombs_are_not_opened(tmp_path: Path, rows: str, words: str) -> None:
    assert words in refused(raw_workbook(tmp_path / "bomb.xlsx", sheet(rows)))


def test_a_cell_at_the_far_corner_and_a_million_empty_rows_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    opened = open_catalogue(raw_workbook(tmp_path / "far.xlsx", sheet(far)))
    assert (opened.total, [note.code for note in opened.notes]) == (0, ["stray_cells"])
    assert "1048576" in opened.notes[0].message
    lines = "".join(f'<row r="{n}" ht="15"/>' for n in range(2, 1_000_001))
    path = raw_workbook(tmp_path / "empty.xlsx", sheet(lines))
    total, _, peak = peak_of(COUNT, path)
    assert (total, peak <= 60) == ("0", True), peak


COUNT = """
import sys
from pathlib import Path
from clerk_app.catalogue.exchange.files import open_catalogue
from clerk_app.kernel.errors import ClerkError
try:
    opened = open_catalogue(Path(sys.argv[1]))
    print(opened.total, sum(len(row.notes) for row in opened.rows()))
except ClerkError as error:
    print("refused", error.code)
"""


def many_cells(path: Path, rows: int, inside: str) -> Path:
    lines = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{c}{n}">{inside}{n}</v></c>' for c in "ABCDE")
        + "</row>"
        for n in range(2, rows + 2)
    )
    return raw_workbook(path, sheet(lines))


def test_memory_stays_low_for_many_odd_cells(tmp_path: Path) -> None:
    path = many_cells(tmp_path / "cells.xlsx", 12_000, "<f>1+1</f><v>")
    total, notes, peak = peak_of(COUNT, path)
    assert total == "12000"
    assert int(notes) <= sheet_xml.ODD_LIMIT + sheet_rows.NOTES
    assert peak <= 90, peak
    told = [note.message for note in open_catalogue(path).notes if note.code == "notes_cut"]
    assert any("还有 50000 处公式" in words for words in told)  # five of each row, 10 000 told


@pytest.mark.long
@pytest.mark.parametrize("kind", ["full", "rows", "merged", "texts", "strings"])
def test_the_worst_workbooks_stay_within_300_mb(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "worst.xlsx"
    draw = random.Random(1)  # noqa: S311  # not a secret
    words = ["".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(4000)) for _ in range(900)]
    if kind == "full":
        many_cells(path, sheet_rows.LINES - 1, "<v>1")
    elif kind == "rows":
        lines = "".join(
            f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 700_000)
        )
        raw_workbook(path, sheet(lines))
    elif kind == "merged":
        lines = "".join(
            f'<row r="{n}">{text_cell(f"A{n}", str(n))}</row>' for n in range(3, 50_000)
        )
        first = f'<row r="2">{text_cell("E2", words[0] * 8)}</row>'
        merge = '<mergeCells><mergeCell ref="E2:E1048576"/></mergeCells>'
        raw_workbook(path, sheet(first + lines, merge))
    elif kind == "texts":
        lines = "".join(
            f'<row r="{n + 2}">{text_cell(f"A{n + 2}", str(n))}'
            f"{text_cell(f'E{n + 2}', word * 3 + chr(0x20000))}</row>"
            for n, word in enumerate(words)
        )
        raw_workbook(path, sheet(lines))
    else:
        strings = "".join(f"<si><t>key{n}</t></si>" for n in range(1_000_000))
        raw_workbook(path, sheet(""), parts={"xl/sharedStrings.xml": f"<sst>{strings}</sst>"})
    _, _, peak = peak_of(COUNT, path)
    assert peak <= 300, peak


def test_one_text_merged_over_everything_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_rows._Room.__init__, "__defaults__", (60_000, 50_000, 10, 0))
    lines = "".join(f'<row r="{n}">{text_cell(f"A{n}", str(n))}</row>' for n in range(3, 20))
    first = f'<row r="2">{text_cell("E2", "长" * 30_000)}</row>'
    merge = '<mergeCells><mergeCell ref="E2:E1048576"/></mergeCells>'
    path = raw_workbook(tmp_path / "merged.xlsx", sheet(first + lines, merge))
    assert "合并" in refused(path)


def test_a_zip_of_too_many_parts_is_refused_before_its_directory_is_loaded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(2100):
            file.writestr(f"x{number}", b"")
    assert "太多" in refused(path)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 16] = struct.pack("<HHI", 3, 3, 0x7FFFFFFF)  # a directory that lies
    path.write_bytes(data)
    assert "太多" in refused(path)


def test_a_declared_size_that_lies_is_never_exceeded(tmp_path: Path) -> None:
    long = sheet("".join(f'<row r="{n}"/>' for n in range(2, 50_000)))
    path = raw_workbook(tmp_path / "lie.xlsx", long)
    size = len(long.encode())
    data = path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 100))
    path.write_bytes(data)
    refused(path)


def test_parts_of_the_same_name_and_parts_with_a_password_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    raw_workbook(path, sheet(""))
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/workbook.xml", WORKBOOK)
    assert "同名" in refused(path)
    raw_workbook(path, sheet(""), method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "密码" in refused(path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "另存为 xlsx"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "密码"),
        ("text.xlsx", b"just words", "另存为 xlsx"),
        ("empty.xlsx", b"", "另存为 xlsx"),
        ("half.xlsx", b"PK\x03\x04" + b"\x00" * 100, "没有拷贝完"),
        ("renamed.json", b"PK\x05\x06" + b"\x00" * 18, "xlsx"),
        ("table.csv.et", b"a,b", "另存为 xlsx"),
    ],
)
def test_what_is_no_xlsx_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert words in refused(path)


def test_a_zip_that_is_no_workbook_and_a_binary_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("content.xml", "<office/>")
    assert "不是 xlsx 工作簿" in refused(path)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "_rels/.rels",
            '<Relationships><Relationship Id="a" Type="x/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
        )
        file.writestr("xl/workbook.bin", b"\x00")
    assert "不是 xlsx 工作簿" in refused(path)


def test_links_outside_the_file_are_never_followed(tmp_path: Path) -> None:
    for target, mode in (
        ("../../../../etc/passwd", ""),
        ("http://localhost:1/x.xml", ' TargetMode="External"'),
        ("/etc/passwd", ""),
    ):
        links = LINKS.replace('Target="worksheets/sheet1.xml"', f'Target="{target}"{mode}')
        path = tmp_path / "links.xlsx"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("xl/workbook.xml", WORKBOOK)
            file.writestr("xl/_rels/workbook.xml.rels", links)
        assert "表头" in refused(path)


def test_macros_are_not_looked_at(tmp_path: Path) -> None:
    row = f'<row r="2">{text_cell("A2", "K1")}{text_cell("B2", "甲")}</row>'
    path = tmp_path / "macro.xlsm"
    raw_workbook(path, sheet(row), parts={"xl/vbaProject.bin": b"\x00" * 1000})
    (found,) = open_catalogue(path).rows()
    assert isinstance(found.raw, dict)
    assert found.raw["code"] == "K1"


def test_unfit_characters_in_a_name_refuse_that_row_only(tmp_path: Path) -> None:
    names = ("甲_x0000_乙", "甲\u202e乙", "丙")
    rows = [
        f'<row r="{n}">{text_cell(f"A{n}", f"K{n}")}{text_cell(f"B{n}", name)}</row>'
        for n, name in enumerate(names, start=2)
    ]
    opened = open_catalogue(raw_workbook(tmp_path / "names.xlsx", sheet("".join(rows))))
    verdicts = []
    for row in opened.rows():
        try:
            verdicts.append((row.place, read_item(row.raw)[0].name))
        except ItemRefused as error:
            verdicts.append((row.place, error.code))
    assert verdicts == [
        ("“表”表第 2 行", "bad_text"),
        ("“表”表第 3 行", "bad_text"),
        ("“表”表第 4 行", "丙"),
    ]


def good_workbook() -> bytes:
    book = openpyxl.Workbook()
    items = book.active
    items.title = "事项"
    for row in (
        ["某区事项清单"],
        ["事项编码", "事项名称", "事项类型", "法定时限", "生效日期", "份数"],
        ["K1", "甲", "行政许可", "20个工作日", "2026-01-01", "=1+1"],
        ["K2", "乙", "公共服务", 3.5, True, None],
    ):
        items.append(row)
    items.merge_cells("A1:F1")
    papers = book.create_sheet("材料")
    papers.append(["事项编码", "材料名称", "必要性", "份数"])
    papers.append(["K1", "申请表", "必要", "1份原件,2份复印件"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


GOOD = good_workbook()
with zipfile.ZipFile(io.BytesIO(GOOD)) as _parts:
    PARTS = {name: _parts.read(name) for name in _parts.namelist()}


def read_through(path: Path) -> CatalogueFile | None:
    """Open and read everything; only errors a clerk is told may come out."""
    try:
        opened = open_catalogue(path)
        for row in opened.rows():
            read_item(row.raw)
    except ClerkError:
        return None
    return opened


changes = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=6)


@given(changes=changes, cut=st.integers(0, len(GOOD)))
@example(changes=[], cut=len(GOOD))
def test_mutated_bytes_of_a_workbook_never_crash(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at % len(data)] = byte
    path = tmp_path_factory.getbasetemp() / "mutated.xlsx"
    path.write_bytes(data[:cut] if cut % 3 == 0 else data)
    opened = read_through(path)
    assert changes or cut < len(GOOD) or (opened is not None and opened.total == 2)


@given(name=st.sampled_from(sorted(PARTS)), changes=changes, word=st.sampled_from(
    ["", "-1", "99999999999999999999", "1e999", "nan", "&#0;", "</c>", "<row>", "\ud800", "A0"]
))  # fmt: skip
def test_mutated_parts_of_a_workbook_never_crash(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    changes: list[tuple[int, int]],
    word: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for part, data in PARTS.items():
            hurt = bytearray(data)
            for at, byte in changes if part == name else []:
                where = at % len(hurt)
                if byte % 2:
                    hurt[where] = byte
                else:  # in the place of a value, where it is read as one
                    start = (
                        hurt.find(b'="', where) + 2 if byte % 4 else hurt.find(b"<v>", where) + 3
                    )
                    hurt[start:start] = word.encode("utf-8", "surrogatepass")
            file.writestr(part, bytes(hurt))
    read_through(path)


@given(
    kind=st.sampled_from(["n", "s", "b", "e", "d", "str", "inlineStr", "", "zz"]),
    style=st.sampled_from(["", "0", "1", "-1", "999999999", "x"]),
    value=st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="<&]"), max_size=12),
        st.floats().map(str),
        st.integers().map(str),
    ),
    formula=st.booleans(),
)
def test_any_cell_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, kind: str, style: str, value: str, formula: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "cell.xlsx"
    inner = f"{'<f>A1</f>' if formula else ''}<v>{value}</v>"
    row = f'<row r="2">{text_cell("A2", "K1")}<c r="B2" t="{kind}" s="{style}">{inner}</c></row>'
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    raw_workbook(path, sheet(row), parts={"xl/styles.xml": styles})
    opened: Any = read_through(path)
    if opened is not None:
        (found,) = opened.rows()
        assert found.raw.get("name") or found.notes or not value.strip()


def test_too_many_rows_cells_or_columns_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f'<row r="{n}">{text_cell(f"A{n}", str(n))}</row>' for n in range(2, 12))
    path = raw_workbook(tmp_path / "many.xlsx", sheet(lines))
    assert open_catalogue(path).total == 10
    with monkeypatch.context() as patch:
        patch.setattr(sheet_xml, "ROW_LIMIT", 5)
        assert "5 行" in refused(path)
    with monkeypatch.context() as patch:
        patch.setattr(sheet_xml, "_ELEMENTS", 30)
        assert "内容太多" in refused(path)
    with monkeypatch.context() as patch:
        patch.setattr(workbook, "Budget", lambda: sheet_xml.Budget(cells=14))
        assert "内容太多" in refused(path)
        patch.setattr(workbook, "Budget", lambda: sheet_xml.Budget(text=20))
        assert "内容太多" in refused(path)
    book = openpyxl.Workbook()
    book.active.append(["事项编码", "事项名称", "部门", *(f"列{n}" for n in range(300))])
    book.save(path)
    assert "303 列" in refused(path)


@pytest.mark.parametrize(("row", "found"), [(15, True), (16, False)])
def test_the_header_is_looked_for_in_the_first_15_rows(
    tmp_path: Path, row: int, found: bool
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "标题"
    for at, words in enumerate(("事项编码", "事项名称", "部门"), start=1):
        book.active.cell(row, at).value = words
        book.active.cell(row + 1, at).value = f"值{at}"
    path = tmp_path / "low.xlsx"
    book.save(path)
    if found:
        assert open_catalogue(path).total == 1
    else:
        assert "表头" in refused(path)


def test_the_bounds_stand_where_the_decision_says() -> None:
    assert workbook.TOTAL_LIMIT == 96 * MB
    assert (sheet_xml.CELL_LIMIT, sheet_rows.LINES) == (600_000, 60_000)
