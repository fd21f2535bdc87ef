"""Loading as it goes wrong: a file that breaks off, an import given up, keys named twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from clerk_app.catalogue import service, store
from clerk_app.catalogue.model import BUNDLE, Stage
from clerk_app.catalogue.search.query import search
from clerk_app.catalogue.tables import catalogue_current, catalogue_items
from clerk_app.kernel.errors import Misused, Refused
from tests.catalogue.conftest import WriteCatalogue


def row(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "name": f"事项{key}", "materials": [{"name": "表"}], **more}


def keys(db: Connection) -> list[str]:
    here = catalogue_current.c
    return list(db.execute(select(here.key).order_by(here.key)).scalars())


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A file that was copied only in part: two good items, then half of a third."""
    path = tmp_path / "half.json"
    whole = json.dumps({"items": [row("A"), row("B"), row("C")]}, ensure_ascii=False)
    path.write_text(whole[: whole.index('"C"') + 2], encoding="utf-8")
    return path


def test_a_half_written_file_loads_nothing_and_says_where_it_breaks_off(
    db: Connection, half: Path
) -> None:
    with pytest.raises(Misused, match="bad_catalogue_file") as raised:
        service.import_items(db, [half])
    assert "half.json" in raised.value.message
    assert keys(db) == []


def test_the_good_rows_before_the_break_are_taken_by_choice(db: Connection, half: Path) -> None:
    report, body = service.import_items(db, [half], partial=True)
    assert (report.imported, keys(db)) == (2, ["A", "B"])
    assert [refused.code for refused in report.refused] == ["bad_catalogue_file"]
    assert body


class GivenUp(Exception):
    pass


@pytest.mark.parametrize("at", [Stage.READING, Stage.INDEXING])
def test_an_import_that_is_given_up_leaves_the_old_catalogue_whole(
    db: Connection, write: WriteCatalogue, at: Stage
) -> None:
    service.import_items(db, [write(row("A", name="取水许可"), name="old.json")])
    version, item = store.catalogue_version(db), store.item(db, "A")
    path = write(row("A", name="用水许可"), *(row(f"K{n}") for n in range(500)))

    def stop(stage: Stage, done: int, _total: int) -> None:
        if stage is at and done:
            raise GivenUp

    outer = db.begin_nested()  # the transaction of the deed
    with pytest.raises(GivenUp):
        service.import_items(db, [path], progress=stop)
    outer.rollback()
    assert (keys(db), store.catalogue_version(db)) == (["A"], version)
    assert store.item(db, "A") == item
    assert [hit.key for hit in search(db, "qsxk")] == ["A"]
    assert search(db, "用水") == []
    assert len(db.execute(select(catalogue_items)).all()) == 1


def test_a_key_named_twice_says_whether_the_contents_differ(
    db: Connection, write: WriteCatalogue
) -> None:
    path = write(row("A"), row("A"), row("A", phone="1"))
    report, _ = service.import_items(db, [path])
    said = [w.message for w in report.warnings if w.code == "duplicate_key"]
    assert ["内容相同" in said[0], "内容不同" in said[1], len(said)] == [True, True, 2]
    assert store.item(db, "A").phone == "1"
    assert report.imported == 1


def test_a_later_row_that_says_what_was_in_use_changes_nothing(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A"))])
    version = store.catalogue_version(db)
    report, body = service.import_items(db, [write(row("A", phone="1"), row("A"))])
    assert (report.updated, report.unchanged, body) == (0, 1, None)
    assert store.catalogue_version(db) == version


def test_very_many_warnings_are_counted_and_the_first_are_told(
    db: Connection, write: WriteCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_TOLD", 5)
    report, _ = service.import_items(db, [write(*(row(f"K{n}") for n in range(9)))])
    assert len(report.warnings) == 5
    assert dict(report.counts)["missing_basis"] == 9


def test_a_bundle_is_loaded_found_and_never_mistaken_for_an_item(
    db: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "list.json"
    bundle = {"code": "YJS-1", "name": "开办餐饮店", "items": ["A", "B"], "aliases": ["开饭馆"]}
    document = {"items": [row("A"), row("B")], "bundles": [bundle, {"name": "无编码"}]}
    path.write_text(json.dumps(document), encoding="utf-8")
    report, _ = service.import_items(db, [path])
    assert (report.imported, [r.code for r in report.refused]) == (3, ["missing_identity"])
    (hit,) = search(db, "kbcyd")
    assert (hit.key, hit.type) == ("YJS-1", BUNDLE)
    assert [found.key for found in search(db, "开饭馆")] == ["YJS-1"]
    loaded = store.bundle(db, "YJS-1")
    assert loaded is not None
    assert loaded.items == ("A", "B")
    assert store.bundle(db, "A") is None
    assert list(store.items_of(db, [*loaded.items, "没有"])) == ["A", "B"]
    with pytest.raises(Refused) as refused:
        store.item(db, "YJS-1")
    assert refused.value.code == "is_bundle"
    assert [item.key for item in store.every_item(db)] == ["A", "B"]
    assert [each.key for each in store.every_bundle(db)] == ["YJS-1"]
    again, body = service.import_items(db, [path])
    assert (again.unchanged, body) == (3, None)


def test_a_bundle_that_changed_is_a_new_version(db: Connection, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    for name in ("开办餐饮店", "开办小餐馆"):
        bundle = {"code": "YJS-1", "name": name, "items": ["A", "B"]}
        path.write_text(json.dumps({"items": [row("A")], "bundles": [bundle]}), encoding="utf-8")
        report, _ = service.import_items(db, [path])
    assert report.updated == 1
    found = store.bundle(db, "YJS-1")
    assert found is not None
    assert found.name == "开办小餐馆"


def test_items_and_bundles_share_one_list_of_keys(db: Connection, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    bundle = {"code": "Y", "name": "一件事", "items": ["A", "B"]}
    path.write_text(json.dumps({"items": [row("A")], "bundles": [bundle]}), encoding="utf-8")
    service.import_items(db, [path])
    # a bundle must not take the place of an item, nor an item that of a bundle
    for document in (
        {"items": [row("Z1")], "bundles": [{**bundle, "code": "A"}]},
        {"items": [row("Z2"), row("Y")]},
        {"items": [row("N")], "bundles": [{**bundle, "code": "N"}]},
    ):
        path.write_text(json.dumps(document), encoding="utf-8")
        report, _ = service.import_items(db, [path])
        assert [refused.code for refused in report.refused] == ["key_taken"]
    assert store.item(db, "A").name == "事项A"
    assert store.bundle(db, "Y") is not None
    assert store.bundle(db, "N") is None


def test_an_item_that_gets_a_code_later_stays_one_item(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("I-1", name="取水许可"), row("I-2"))])
    old = store.item(db, "I-1")
    path = write(row("I-1", code="C-1", name="取水许可"))
    report, _ = service.import_items(db, [path])
    assert [w.code for w in report.warnings if w.code == "renamed_key"] == ["renamed_key"]
    assert keys(db) == ["C-1", "I-2"]
    assert [hit.key for hit in search(db, "取水")] == ["C-1"]
    assert store.item(db, "I-1").key == "C-1"
    assert store.item_version(db, "I-1", old.content_hash) == old  # cases name it for ever


def test_an_old_entry_goes_when_nothing_else_changes_and_stays_when_the_file_names_it(
    db: Connection, write: WriteCatalogue
) -> None:
    coded = row("I-1", code="C-1")
    service.import_items(db, [write(coded, row("I-1"))])  # a file that lists both
    assert keys(db) == ["C-1", "I-1"]
    both, nothing = service.import_items(db, [write(coded, row("I-1"))])
    assert (both.unchanged, nothing, keys(db)) == (2, None, ["C-1", "I-1"])
    _, switched = service.import_items(db, [write(coded)])
    assert keys(db) == ["C-1"]
    assert switched is not None
    assert switched["items"] == 1


TODAY, LATER = date(2026, 3, 2), date(2027, 1, 1)


def test_a_version_that_starts_later_leaves_the_present_one_in_force(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A", phone="1"))])
    service.import_items(db, [write(row("A", phone="2", effective_from="2027-01-01"))])
    assert store.item_on(db, "A", TODAY).phone == "1"
    assert store.item_on(db, "A", date(2026, 12, 31)).phone == "1"
    assert store.item_on(db, "A", LATER).phone == "2"
    # a third, in force from a day between
    service.import_items(db, [write(row("A", phone="3", effective_from="2026-06-01"))])
    assert store.item_on(db, "A", TODAY).phone == "1"
    assert store.item_on(db, "A", LATER).phone == "3"  # the one loaded last


def test_a_version_that_has_ended_does_not_bring_an_older_one_back(
    db: Connection, write: WriteCatalogue
) -> None:
    service.import_items(db, [write(row("A", phone="1"))])
    service.import_items(db, [write(row("A", phone="2", effective_to="2026-01-01"))])
    assert store.item_on(db, "A", TODAY).phone == "2"  # and the rules refuse it
