"""JSON catalogue files row by row: the same answers as reading the whole, in little memory.

The oracle is `json.loads` of the standard library over the whole text.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clerk_app.catalogue.exchange import files, json_rows
from clerk_app.catalogue.exchange.files import CatalogueFile, open_catalogue
from clerk_app.catalogue.exchange.rows import BrokenFile
from clerk_app.kernel.errors import ClerkError, Misused
from tests.support.memory import peak_of

ROOT = Path(__file__).parents[2]
MB = 1024 * 1024


@pytest.fixture
def put(tmp_path: Path) -> Any:
    """Writes bytes and opens them as a catalogue file."""

    def write(data: bytes, name: str = "list.json") -> CatalogueFile:
        path = tmp_path / name
        path.write_bytes(data)
        return open_catalogue(path)

    return write


def raws(opened: CatalogueFile) -> list[object]:
    return [row.raw for row in opened.rows()]


@pytest.mark.parametrize(
    ("text", "rows", "meta"),
    [
        ('[{"id":"A"},{"id":"B"}]', [{"id": "A"}, {"id": "B"}], {}),
        ("[]", [], {}),
        ('{"items":[],"meta":{"t":1}}', [], {"t": 1}),
        ('{"meta":{"t":1},"items":[1]}', [1], {"t": 1}),
        ('{"rows":["x"],"meta":{"t":1}}', ["x"], {"t": 1}),
        ('{"items":[1],"note":"n","version":"2025-04"}', [1], {"note": "n", "version": "2025-04"}),
        ('{"rows":[2],"items":[1],"meta":{}}', [1], {}),
        ('{"items":[1],"items":5,"rows":[2]}', [2], {"items": 5}),
        ('{"items":5,"rows":[1]}', [1], {"items": 5}),
        ('{"items":[1],"items":[2,3],"meta":{"a":1},"meta":{"b":2}}', [2, 3], {"b": 2}),
        ('[{"a":1,"a":2}]', [{"a": 2}], {}),
        ('\ufeff{"items":[{"n":1.50}]}', [{"n": 1.5}], {}),
        (' \r\n[ -0.5 , 1e3,\t12345678901234567890 ] ', [-0.5, 1000.0, 12345678901234567890], {}),
    ],
)  # fmt: skip
def test_every_shape_is_read_row_by_row(
    put: Any, text: str, rows: list[object], meta: dict[str, object]
) -> None:
    data = text.encode("utf-8")
    opened = put(data)
    assert raws(opened) == rows
    assert raws(opened) == rows  # and once more: a file may be gone over twice
    assert (opened.total, dict(opened.meta)) == (len(rows), meta)
    assert opened.sha256 == hashlib.sha256(data).hexdigest()
    assert opened.broken is None


def test_each_row_says_where_it_stands_and_bundles_are_kept(put: Any) -> None:
    opened = put(b'{"bundles":[{"key":"B"},7],"items":[{"id":"A"},{"id":"C"}]}')
    assert [row.place for row in opened.rows()] == ["第 1 条", "第 2 条"]
    assert opened.bundles == ({"key": "B"}, 7)
    assert "bundles" not in opened.meta


@pytest.mark.parametrize(
    ("data", "rows", "line", "column"),
    [
        (b'[{"id":1},\n{"id":2},\n{"id" 3}]', 2, 3, 7),
        (b'[{"id":1}', 1, 1, 10),
        (b'{"items":[1,2],"meta":{"a"}}', 2, 1, 27),
        (b'{"items":[1,2]} trailing', 2, 1, 17),
        (b"[1,2,]", 2, 1, 6),
        (b"[1 2]", 1, 1, 4),
        ('["甲",\n"乙'.encode(), 1, 2, 1),
        (b'[1,"\xff"]', 1, 1, 5),
        (b"[1,2]\xff", 2, 1, 6),
        (b"[1,NaN]", 1, 1, 4),
        (b"[1,2," + b"9" * 5000 + b"]", 2, 1, 6),
        (b"[1," + b"[" * 100_000, 1, 1, 4),
    ],
)
def test_a_file_broken_in_the_middle_gives_its_good_rows_first(
    put: Any, data: bytes, rows: int, line: int, column: int
) -> None:
    opened = put(data)
    assert opened.total == rows
    reading = opened.rows()
    assert len([next(reading) for _ in range(rows)]) == rows
    with pytest.raises(BrokenFile) as broken:
        next(reading)
    error = broken.value
    assert (error.after_rows, error.line, error.column) == (rows, line, column)
    assert (error.code, error.exit_code) == ("bad_catalogue_file", 2)
    assert "list.json" in error.message
    assert str(opened.broken) == str(error)


@pytest.mark.parametrize(
    "data",
    [b"", b" ", b'"text"', b"7", b'{"a":1}', b'{"items":{}}', b'{"items":[1],"items":5}', b"{",
     b'{"items"', b"\x00\x01",
     b'{"format":"other","items":[]}', b"\xff\xfe[\x00]\x00", '[{"名":1}]'.encode("gb18030")],
)  # fmt: skip
def test_what_has_no_row_list_is_refused_by_name(put: Any, data: bytes) -> None:
    with pytest.raises(BrokenFile, match=r"list\.json"):
        raws(put(data))


@pytest.mark.parametrize("version", ["2", "true", '"1"', "1.5"])
def test_another_version_is_refused(put: Any, version: str) -> None:
    text = f'{{"items":[1],"format":"hall-catalogue","version":{version}}}'
    with pytest.raises(Misused, match="unsupported_catalogue_version"):
        put(text.encode())
    assert raws(put(text.replace(version, "1").encode())) == [1]


def no_constant(name: str) -> NoReturn:
    raise ValueError(name)


GOOD = json.dumps(
    {
        "format": "hall-catalogue",
        "items": [{"名": "甲\n\\乙", "n": [-1.5e3, True, None]}, {"名": "\U00020000é"}, "x"],
        "meta": {"k": [1, {"z": ""}]},
    },
    ensure_ascii=False,
    indent=1,
).encode()


@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, len(GOOD) - 1), st.sampled_from(list(b'"{}[],:0-9eN\\ \n\xff\xe7tu'))
        ),
        max_size=3,
    ),
    cut=st.integers(0, len(GOOD)),
    step=st.sampled_from([4, 7, 64, 65536]),
)
@example(changes=[], cut=len(GOOD), step=4)
def test_a_mutated_file_is_read_as_the_whole_would_be(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, int]],
    cut: int,
    step: int,
) -> None:
    data = bytearray(GOOD)
    for at, byte in changes:
        data[at] = byte
    path = tmp_path_factory.getbasetemp() / "mutated.json"
    path.write_bytes(data[:cut])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_rows, "_STEP", step)  # windows that end inside every kind of value
        try:
            got: object = raws(open_catalogue(path))
        except ClerkError as error:
            got = error.message
    try:
        whole = json.loads(bytes(data[:cut]).decode("utf-8-sig"), parse_constant=no_constant)
    except UnicodeDecodeError:
        assert isinstance(got, str)
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        assert isinstance(got, str)
        # another form, or no list at all, may be told first
        assert where in got or "format" in got or "应是" in got
    except ValueError:
        assert isinstance(got, str)
    else:
        listed = whole.get("items", whole.get("rows")) if isinstance(whole, dict) else whole
        told = isinstance(whole, dict) and whole.get("format", "hall-catalogue")
        if isinstance(listed, list) and (told is False or told == "hall-catalogue"):
            assert got == listed or "version" in whole
        else:
            assert isinstance(got, str)


def test_a_row_of_unbearable_length_ends_the_reading(
    put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "VALUE_LIMIT", 100_000)
    monkeypatch.setattr(json_rows, "_STEP", 1000)
    opened = put(b'[1,"' + b"x" * 90_000 + b'","' + b"y" * 300_000 + b'"]')
    assert opened.total == 2
    with pytest.raises(BrokenFile, match="超过"):
        raws(opened)
    with pytest.raises(BrokenFile, match="事项以外"):
        put(b'{"a":"' + b"x" * 60_000 + b'","b":"' + b"x" * 60_000 + b'","items":[1]}')


def test_what_is_no_plain_file_or_too_large_is_named(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    big = tmp_path / "big.json"
    big.write_bytes(b"[" + b" " * 100 + b"]")
    assert open_catalogue(big, size_limit=102).total == 0
    for path, limit in ((pipe, 10), (tmp_path, 10), (tmp_path / "none.json", 10), (big, 101)):
        with pytest.raises(BrokenFile) as raised:
            open_catalogue(path, size_limit=limit)
        assert path.name in raised.value.message
    assert files.SIZE_LIMIT == 512 * MB


def test_a_file_written_over_after_it_was_counted_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(b"[1,2]")
    opened = open_catalogue(path)
    path.write_bytes(b"[1,2,3]")
    with pytest.raises(BrokenFile, match="改动"):
        raws(opened)
    path.unlink()
    with pytest.raises(BrokenFile, match="打不开"):
        raws(opened)


MEASURE = """
import sys
from pathlib import Path
from clerk_app.catalogue.exchange.files import open_catalogue
opened = open_catalogue(Path(sys.argv[1]))
print(opened.total, sum(isinstance(row.raw, dict) for row in opened.rows()))
"""


def write_many(path: Path, size: int) -> int:
    """A catalogue of real-shaped items of about `size` bytes; how many items."""
    (item, *_) = json.loads((ROOT / "tests/data/items_real.json").read_text("utf-8"))["items"]
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"items":[')
        while file.tell() < size:
            row = json.dumps({**item, "id": f"K{number}"}, ensure_ascii=False)
            file.write(("," if number else "") + row)
            number += 1
        file.write('],"meta":{}}')
    return number


def measured(path: Path) -> tuple[int, int, int]:
    total, read, peak = peak_of(MEASURE, path)
    return int(total), int(read), peak


def test_25_mb_are_read_in_less_memory_than_the_file_is_long(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    number = write_many(path, 25 * MB)
    total, read, peak = measured(path)
    assert (total, read) == (number, number)
    assert peak <= 75, f"{peak} MB"  # the interpreter with our modules takes about 20 of them


@pytest.mark.long
def test_100_mb_are_read_in_300_mb(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    number = write_many(path, 100 * MB)
    total, read, peak = measured(path)
    assert (total, read) == (number, number)
    assert peak <= 300, f"{peak} MB"
    with path.open("ab") as file:
        file.write(b"x")
    opened = open_catalogue(path)
    assert opened.broken is not None
    assert opened.broken.after_rows == number
