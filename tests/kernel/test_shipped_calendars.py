"""The files of `resources/calendar` say what the published tables say, and a bad file is named."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Damaged, Misused
from clerk_app.kernel.working_days import Calendar
from tests.kernel.vectors import DATA, law, rows

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "calendar"
ROWS = rows("workdays_2024_2026.csv")
GOOD = """year = 2027
source = "constructed for this test"
[[holiday]]
name = "元旦"
off = [2027-01-01]
work = [2027-01-03]
"""


def listed(kind: str, year: str) -> list[tuple[str, date]]:
    return [
        (row["holiday_name"], date.fromisoformat(row["date"]))
        for row in ROWS
        if row["kind"] == kind and row["date"].startswith(year)
    ]


@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_each_file_lists_exactly_the_days_of_the_table_under_the_same_holiday(year: str) -> None:
    content = tomllib.loads((FOLDER / f"{year}.toml").read_text("utf-8"))
    off = sorted((h["name"], day) for h in content["holiday"] for day in h["off"])
    work = sorted((h["name"], day) for h in content["holiday"] for day in h["work"])
    assert content["year"] == int(year)
    assert off == sorted(listed("holiday", year))
    assert work == sorted(listed("makeup_workday", year))


def test_each_file_names_the_notice_the_table_names() -> None:
    comments = (DATA / "workdays_2024_2026.csv").read_text("utf-8")
    named = {int(y): address for y, address in re.findall(r"^# (\d{4}): (\S+)$", comments, re.M)}
    assert len(named) == 3
    assert dict(Calendar.shipped().sources) == named


def test_no_other_file_lies_beside_them() -> None:
    # a new year is a new file and a new row here
    assert sorted(path.name for path in FOLDER.iterdir()) == [
        "2024.toml",
        "2025.toml",
        "2026.toml",
    ]
    assert Calendar.shipped().years == (2024, 2025, 2026)
    assert Calendar.shipped().knows(2026)
    assert not Calendar.shipped().knows(2027)


def test_the_days_of_2026_are_also_those_of_the_notice_as_read() -> None:
    calendar = Calendar.shipped()
    off = sorted(day.isoformat() for day in calendar.off if day.year == 2026)
    work = sorted(day.isoformat() for day in calendar.work if day.year == 2026)
    assert off == law()["holidays_off"]
    assert work == law()["workdays_on"]
    assert calendar.workdays_inside(date(2026, 1, 1), date(2026, 12, 31)) == 248


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("year = ", "TOML"),
        ("", "year"),
        (GOOD.replace("2027\n", '"2027"\n', 1), "year"),
        (GOOD.replace("2027\n", "true\n", 1), "year"),
        (GOOD.replace("2027\n", "27\n", 1), "year"),
        (GOOD.replace("constructed for this test", " "), "source"),
        (GOOD.replace("source", "sauce"), "sauce"),
        ("extra = 1\n" + GOOD, "extra"),
        ('year = 2027\nsource = "x"\nholiday = []\n', "holiday"),
        ('year = 2027\nsource = "x"\nholiday = "元旦"\n', "holiday"),
        ('year = 2027\nsource = "x"\nholiday = [1]\n', "holiday"),
        (GOOD.replace("off = [2027-01-01]\n", ""), "off"),
        (GOOD.replace("[2027-01-01]", "[]"), "放假"),
        (GOOD.replace("[2027-01-01]", "2027-01-01"), "列表"),
        (GOOD.replace("[2027-01-01]", '["2027-01-01"]'), "日期"),
        (GOOD.replace("[2027-01-01]", "[2027-01-01T08:00:00]"), "日期"),
        (GOOD.replace("[2027-01-01]", "[2026-11-30]"), "2026-11-30"),
        (GOOD.replace("[2027-01-01]", "[2028-01-01]"), "2028-01-01"),
        (GOOD.replace("[2027-01-01]", "[2027-01-01, 2027-01-01]"), "两次"),
        (GOOD.replace("[2027-01-03]", "[2027-01-01]"), "两次"),
        (GOOD.replace("[2027-01-03]", "[2027-01-04]"), "调休"),
    ],
)
def test_a_file_out_of_form_is_refused_by_name(tmp_path: Path, content: str, what: str) -> None:
    path = tmp_path / "新年.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(Misused) as caught:
        Calendar.load([path])
    assert caught.value.code == "bad_calendar"
    assert "新年.toml" in caught.value.message
    assert what in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_the_file_those_faults_were_made_in_is_good(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(GOOD, "utf-8")
    assert Calendar.load([tmp_path]).years == (2027,)


def test_a_file_that_is_not_there_or_not_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes("# 元旦".encode("gbk"))
    for name in ("gbk.toml", "absent.toml"):
        with pytest.raises(Misused, match=name):
            Calendar.load([tmp_path / name])


def test_two_notices_of_one_year_in_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, "utf-8")
    (tmp_path / "b.toml").write_text(GOOD, "utf-8")
    with pytest.raises(Misused, match=r"b\.toml"):
        Calendar.load([tmp_path])


def test_a_later_path_replaces_the_notice_of_the_same_year(tmp_path: Path) -> None:
    (tmp_path / "2026.toml").write_text(GOOD.replace("2027", "2026").replace("-03]", "-04]"))
    calendar = Calendar.load([FOLDER, tmp_path])
    assert calendar.years == (2024, 2025, 2026)
    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 10))


def test_notices_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    clash = GOOD.replace("[2027-01-03]", "[2026-12-26]")
    (tmp_path / "2027.toml").write_text(clash, "utf-8")
    off = 'year = 2026\nsource = "x"\n[[holiday]]\nname = "甲"\noff = [2026-12-26]\nwork = []\n'
    (tmp_path / "2026.toml").write_text(off, "utf-8")
    with pytest.raises(Misused, match="2026-12-26"):
        Calendar.load([tmp_path])


def test_a_torn_calendar_of_the_program_itself_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "resources" / "calendar"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert Calendar.shipped().years == (2024, 2025, 2026)

    text = (folder / "2025.toml").read_text("utf-8")
    (folder / "2025.toml").write_text(text[: len(text) // 2], "utf-8")
    with pytest.raises(Damaged, match=r"2025\.toml"):
        Calendar.shipped()

    shutil.rmtree(folder)
    with pytest.raises(Damaged) as caught:
        Calendar.shipped()
    assert caught.value.exit_code == 5
