"""Registers of shared papers: what every driver must do, and whether a paper may be waived."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clerk_app.intake.rules.given import applicant_key
from clerk_app.kernel.errors import Unavailable
from clerk_app.reporting import shared_records
from clerk_app.reporting.model import Found, RecordStatus
from clerk_app.reporting.rules.sharing import WORDS, Waiver, waiver
from clerk_app.reporting.shared_records import FolderRecords, SharedRecords
from tests.support import items

ID = "11010519491231002X"
HEALTH: dict[str, Any] = {
    "kind": "体检证明",
    "id_type": "resident_id",
    "id_number": ID,
    "number": "测健1号",
    "issued_by": "测试卫健局",
    "holder": "张测试",
    "issued_on": "2026-01-05",
    "valid_until": "2027-01-04",
}
Make = Callable[[Path, list[dict[str, Any]]], SharedRecords]


class InMemory:
    """A register as a test knows it: the contract without a disk."""

    source = "内存"

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self._records = records

    def find(self, kind: str, id_type: str, id_number: str) -> Found | None:
        key = applicant_key(id_type, id_number)
        found = [
            Found(
                r["kind"], r["number"], r["issued_by"], self.source, r.get("holder") or "",
                r.get("issued_on") or "", r.get("valid_until") or "",
                RecordStatus(r.get("status") or "valid"),
            )
            for r in self._records
            if "".join(r["kind"].split()).casefold() == "".join(kind.split()).casefold()
            and applicant_key(r["id_type"], r["id_number"]) == key
            and key
        ]  # fmt: skip
        found.sort(key=lambda f: (f.status == "valid", f.valid_until or "9999", f.issued_on))
        return found[-1] if found else None


def folder(place: Path, records: list[dict[str, Any]]) -> SharedRecords:
    for index, record in enumerate(records):
        text = json.dumps(record, ensure_ascii=False)
        (place / f"{index}.json").write_text(text, encoding="utf-8")
    return FolderRecords(place)


def in_memory(_place: Path, records: list[dict[str, Any]]) -> SharedRecords:
    return InMemory(records)


@pytest.fixture(params=[folder, in_memory])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


# ---------------------------------------------------------------- every driver


def test_it_finds_what_the_register_holds(make: Make, tmp_path: Path) -> None:
    records = make(tmp_path, [HEALTH])
    assert records.find("体检证明", "resident_id", ID) == Found(
        "体检证明", "测健1号", "测试卫健局", records.source, "张测试", "2026-01-05", "2027-01-04",
    )  # fmt: skip
    assert records.source


@pytest.mark.parametrize(
    ("kind", "id_type", "id_number"),
    [
        ("体检", "resident_id", ID),
        ("体检证明", "uscc", ID),
        ("体检证明", "resident_id", "110105194912310038"),
        ("体检证明", "resident_id", ""),
        ("", "resident_id", ID),
    ],
)
def test_it_finds_nothing_of_another_kind_or_person(
    make: Make, tmp_path: Path, kind: str, id_type: str, id_number: str
) -> None:
    assert make(tmp_path, [HEALTH]).find(kind, id_type, id_number) is None


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "110105491231002"]
)
def test_a_number_is_the_same_however_it_is_typed(make: Make, tmp_path: Path, typed: str) -> None:
    found = make(tmp_path, [HEALTH]).find(" 体检证明 ", "resident_id", typed)
    assert found is not None


def test_what_counts_comes_before_what_does_not_and_then_the_newest(
    make: Make, tmp_path: Path
) -> None:
    older = {**HEALTH, "number": "旧", "valid_until": "2026-06-30"}
    revoked = {**HEALTH, "number": "撤", "valid_until": "2030-01-01", "status": "revoked"}
    for records in ([older, HEALTH, revoked], [revoked, HEALTH, older]):
        found = make(tmp_path, records).find("体检证明", "resident_id", ID)
        assert found is not None
        assert found.number == "测健1号"


def test_an_empty_register_holds_nothing(make: Make, tmp_path: Path) -> None:
    assert make(tmp_path, []).find("体检证明", "resident_id", ID) is None


# ---------------------------------------------------------------- the folder


def test_a_file_may_hold_a_list_and_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(json.dumps([HEALTH, {**HEALTH, "kind": "别的"}]), "utf-8")
    (tmp_path / "readme.txt").write_text("x", "utf-8")
    assert FolderRecords(tmp_path).find("别的", "resident_id", ID) is not None


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "7",
        json.dumps({**HEALTH, "number": ""}),
        json.dumps({k: v for k, v in HEALTH.items() if k != "issued_by"}),
        json.dumps({**HEALTH, "valid_until": "2027年"}),
        json.dumps({**HEALTH, "status": "lost"}),
        json.dumps({**HEALTH, "number": 7}),
        json.dumps({**HEALTH, "number": "a\u0000"}),
        "[" * 5000,
    ],
)
def test_a_file_nobody_can_read_is_not_nothing_found(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    records = FolderRecords(tmp_path)
    with pytest.raises(Unavailable) as caught:
        records.find("体检证明", "resident_id", ID)
    assert caught.value.code == "records_unreadable"
    assert ID not in caught.value.message
    (tmp_path / "good.json").write_text(json.dumps(HEALTH), "utf-8")
    assert records.find("体检证明", "resident_id", ID) is not None


def test_a_folder_that_is_away_or_too_full_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = FolderRecords(tmp_path / "away")
    (tmp_path / "a.json").write_text(json.dumps(HEALTH), "utf-8")
    monkeypatch.setattr(shared_records, "MOST_FILES", 0)
    for records in (away, FolderRecords(tmp_path)):
        with pytest.raises(Unavailable) as caught:
            records.find("体检证明", "resident_id", ID)
        assert caught.value.code == "records_unavailable"


# ---------------------------------------------------------------- may it be waived

TODAY = date(2026, 3, 2)
FOUND = Found("体检证明", "1", "测试局", "测试", valid_until="2026-03-02")


@pytest.mark.parametrize(
    ("found", "paper", "answer"),
    [
        (FOUND, items.RECORD, Waiver.YES),
        (replace(FOUND, valid_until=""), items.RECORD, Waiver.YES),
        (replace(FOUND, valid_until="2026-03-01"), items.RECORD, Waiver.EXPIRED),
        (replace(FOUND, valid_until="2026-02-30"), items.RECORD, Waiver.EXPIRED),
        (replace(FOUND, status=RecordStatus.REVOKED), items.RECORD, Waiver.REVOKED),
        (FOUND, items.FORM, Waiver.NOT_SHARED),
        (FOUND, None, Waiver.NO_PAPER),
        (None, items.RECORD, Waiver.NO_RECORD),
    ],
)
def test_whether_a_paper_may_be_waived(found: Found | None, paper: Any, answer: Waiver) -> None:
    assert waiver(found, paper, TODAY) is answer
    assert set(WORDS) == set(Waiver)
