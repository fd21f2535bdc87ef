"""Importing files: versions for ever, one switch, and refusals that stop nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from clerk_app.catalogue import service, store
from clerk_app.catalogue.exchange.files import open_catalogue
from clerk_app.catalogue.tables import catalogue_items
from clerk_app.journal.canonical import canonical
from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused
from tests.catalogue.conftest import WriteCatalogue


def row(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "name": f"事项{key}", "materials": [{"name": "表"}], **more}


def test_the_same_content_twice_changes_nothing(db: Connection, write: WriteCatalogue) -> None:
    path = write(row("A"), row("B"))
    first, body = service.import_items(db, [path])
    assert (first.imported, first.updated, first.unchanged) == (2, 0, 0)
    assert body == {
        "catalogue_version": store.catalogue_version(db),
        "items": 2,
        "file_sha256": [hashlib.sha256(path.read_bytes()).hexdigest()],
    }
    assert canonical(body)
    again, nothing = service.import_items(db, [path])
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 2)
    assert nothing is None


def test_other_content_is_a_new_version_and_the_old_one_is_kept(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A"), row("B"))])
    old, version = store.item(db, "A"), store.catalogue_version(db)
    report, body = service.import_items(db, [write(row("A", phone="12345"))])
    assert (report.imported, report.updated, report.unchanged) == (0, 1, 0)
    assert body
    assert (body["items"], store.count(db)) == (2, 2)
    new = store.item(db, "A")
    assert (new.phone, old.phone) == ("12345", "")
    assert store.item_version(db, "A", old.content_hash) == old
    assert store.catalogue_version(db) != version
    # back to the first content: the old version serves again
    service.import_items(db, [write(row("A"))])
    assert store.item(db, "A") == old
    assert store.catalogue_version(db) == version
    assert len(db.execute(select(catalogue_items)).all()) == 3


def test_the_catalogue_version_is_the_hash_of_its_pairs(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("B"), row("A"))])
    lines = sorted(f"{store.item(db, key).content_hash} 1 {key}\n" for key in "AB")
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert store.catalogue_version(db) == expected


def test_a_key_named_twice_takes_the_later_row_with_a_warning(
    db: Connection, write: WriteCatalogue
) -> None:
    files = [write(row("A", phone="1"), name="1.json"), write(row("A", phone="2"), name="2.json")]
    report, body = service.import_items(db, files)
    assert report.imported == 1
    assert [w.item for w in report.warnings if w.code == "duplicate_key"] == ["A"]
    assert store.item(db, "A").phone == "2"
    assert body
    assert len(list(body["file_sha256"])) == 2  # type: ignore[arg-type]  # a list here


def test_refused_rows_are_named_and_the_rest_still_loads(
    db: Connection, write: WriteCatalogue
) -> None:
    path = write(
        row("A"),
        {"name": "没有编码的事项"},
        row("C", materials=[{"name": "表"}, {"form": "原件"}]),
        row("D", name="坏\x00名字"),
        "不是事项",
        row("E"),
    )
    report, _ = service.import_items(db, [path])
    assert report.imported == 2
    assert [(line.code, line.item, line.field) for line in report.refused] == [
        ("missing_identity", "catalogue.json 第 2 条 没有编码的事项", "id"),
        ("material_without_name", "catalogue.json 第 3 条 事项C", "materials[1].name"),
        ("bad_text", "catalogue.json 第 4 条 坏名字", "name"),
        ("not_an_item", "catalogue.json 第 5 条", ""),
    ]
    assert [store.item(db, key).key for key in "AE"] == ["A", "E"]


def test_an_import_with_nothing_usable_writes_nothing(
    db: Connection, write: WriteCatalogue
) -> None:
    report, body = service.import_items(db, [write({"name": "无编码"})])
    assert body is None
    assert report.imported + report.updated + report.unchanged == 0
    assert len(report.refused) == 1
    assert store.count(db) == 0


def test_progress_names_the_stage_and_ends_with_all_rows(
    db: Connection, write: WriteCatalogue
) -> None:
    seen: list[tuple[str, int, int]] = []
    path = write(*(row(f"K{n}") for n in range(250)))
    service.import_items(db, [path], progress=lambda *told: seen.append(told))
    assert seen[:3] == [("读取", 100, 250), ("读取", 200, 250), ("读取", 250, 250)]
    assert seen[3:] == [("编索引", 0, 250), ("编索引", 250, 250)]


def test_items_are_found_by_key_code_or_id(db: Connection, write: WriteCatalogue) -> None:
    rows = (row("I1", code="C1"), row("I2", code="C2"), row("I2", code="C3"))
    service.import_items(db, [write(*rows)])
    assert store.item(db, " C1 ").key == store.item(db, "I1").key == "C1"
    for text, code in (("I2", "ambiguous_item"), ("X", "unknown_item"), ("", "unknown_item")):
        with pytest.raises(Refused) as refusal:
            store.item(db, text)
        assert refusal.value.code == code


def test_departments_are_listed_once(db: Connection, write: WriteCatalogue) -> None:
    departments = ("乙局", "甲局", "乙局", "")
    rows = [row(str(n), department=name) for n, name in enumerate(departments)]
    service.import_items(db, [write(*rows)])
    assert sorted(store.departments(db)) == sorted({"甲局", "乙局"})


def test_an_item_whose_stored_bytes_changed_is_damaged(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A"))])
    db.execute(update(catalogue_items).values(content='{"key":"A","name":"假"}'))
    with pytest.raises(Damaged, match="catalogue_damaged"):
        store.item(db, "A")


def test_an_empty_catalogue_has_a_version_and_no_items(db: Connection) -> None:
    assert (store.count(db), store.departments(db)) == (0, ())
    assert store.catalogue_version(db) == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b'{"items": [\n  {"id": }\n]}', "a.json", Misused, ("第 2 行第 10 列", "a.json")),
        (b'[{"id": "\xc3\x28"}]', "a.json", Misused, ("第 1 行不是 UTF-8",)),
        (b"[" * 100_000, "a.json", Misused, ("层次太深",)),
        (b'[{"id": ' + b"9" * 5000 + b"}]", "a.json", Misused, ("数字太长",)),
        (b'[{"id": NaN}]', "a.json", Misused, ("数字",)),
        (b'"text"', "a.json", Misused, ("列表",)),
        (b'{"format": "hall-catalogue", "version": 1}', "a.json", Misused, ("items",)),
        (b'{"format": "other", "items": []}', "a.json", Misused, ("format",)),
        (b"", "a.json", Misused, ("第 1 行",)),
        (b"PK\x03\x04", "a.json", Misused, ("不是完整的 xlsx",)),
        (b"anything", "a.XLSX", Misused, ("不是 xlsx",)),
        (b'{"format": "hall-catalogue", "version": 2, "items": []}', "a.json", Misused, ("2",)),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_loaded(
    db: Connection,
    tmp_path: Path,
    write: WriteCatalogue,
    data: bytes,
    name: str,
    error: type[ClerkError],
    words: tuple[str, ...],
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as raised:
        service.import_items(db, [write(row("A"), name="good.json"), path])
    assert all(word in raised.value.message for word in words)
    assert name in raised.value.message
    assert store.count(db) == 0


def test_a_missing_file_and_one_beyond_the_limit_are_named(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_text("[" + " " * 100 + "]")
    assert open_catalogue(path, size_limit=102).total == 0
    for broken, limit in ((path, 101), (tmp_path / "none.json", 10), (tmp_path, 10)):
        with pytest.raises(Misused, match="bad_catalogue_file") as raised:
            open_catalogue(broken, size_limit=limit)
        assert broken.name in raised.value.message


@pytest.mark.parametrize(
    ("document", "meta"),
    [
        ([{"id": "A"}], {}),
        ({"meta": {"title": "t"}, "items": [{"id": "A"}]}, {"title": "t"}),
        ({"meta": {"title": "t"}, "rows": [{"id": "A"}]}, {"title": "t"}),
        ({"version": "2025-04", "items": [{"id": "A"}]}, {"version": "2025-04"}),
    ],
)
def test_the_shapes_of_published_lists_are_read_as_they_are(
    tmp_path: Path, document: object, meta: dict[str, str]
) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(document).encode())
    pack = open_catalogue(path)
    assert ([row.raw for row in pack.rows()], pack.meta) == ([{"id": "A"}], meta)


def test_half_a_surrogate_in_an_unknown_field_is_kept_in_a_form_that_can_be_stored(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A", odd={"x\ud800": "\x00\udfff"}))])
    assert json.loads(store.item(db, "A").extra) == {"odd": {"x?": "\x00?"}}
