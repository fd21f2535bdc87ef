"""上报 of a case from a real store: written once it is on the record, and only where it may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.import_online import import_online
from clerk_app.deeds.report_case import ReportIncomplete, read_report, report_case
from clerk_app.intake.model import Action
from clerk_app.intake.rules.act_file import CaseAct, Delivery, Result
from clerk_app.journal.events import Event
from clerk_app.reporting.rules.report import panel
from clerk_app.storage.journal import events_of
from tests.reporting.halls import make_platform_hall, online
from tests.staff.halls import AUDITOR, BOSS, ONE, TWO, Place, code, place

NUMBER = "51160200012600000163"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_platform_hall(tmp_path_factory.mktemp("report"))


@pytest.fixture
def here(hall: Path, tmp_path: Path) -> Iterator[Place]:
    with place(hall, tmp_path / "data") as made:
        counter = made.at(ONE)
        import_online(counter, online(counter))
        yield made


def act(here: Place, action: Action, clerk: str = ONE, **fields: Any) -> None:
    at = datetime.fromisoformat("2026-03-02T10:05:00+08:00")
    act_on_case(here.at(clerk), NUMBER, CaseAct(action, at, **fields))


def finish(here: Place) -> None:
    act(here, Action.OPINION, TWO, reason="材料属实")
    act(here, Action.DECIDE, BOSS, approver=BOSS, result=Result("测试证", "测证1号"))
    act(here, Action.CLOSE)
    act(here, Action.DELIVER, delivery=Delivery("counter", recipient="张测试"))


def logged(here: Place) -> list[Event]:
    with here.counter.store.reading() as db:
        device = here.counter.journal.own_device(db).device
        return [e for e in events_of(db, device, 1, 999) if e.kind == "report.made"]


def test_a_whole_case_lacks_nothing_but_codes_nobody_published(
    here: Place, tmp_path: Path
) -> None:
    finish(here)
    path = tmp_path / "up.json"
    made = report_case(here.at(ONE), NUMBER, path)
    lacking = {(gap.column, str(gap.why)) for gap in made.report.missing}
    assert lacking == {("event_name", "no_code"), ("result_type", "no_code")}
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["complete"] is False
    (accept,) = document["tables"]["up_pro_accept"]
    assert (accept["apply_type"], accept["applyer_page_type"]) == ("2", "111")
    assert (accept["apply_date"], accept["accept_date"]) == ("2026-03-02 09:00:00",) * 2
    assert accept["promise_date"] == "2026-03-09 23:59:59"
    assert accept["accept_doc_no"] == f"{NUMBER}-01"
    told = [
        (row["process_name"], row["handle_user_name"], row["handle_explain"])
        for row in document["tables"]["up_pro_process"]
    ]
    assert told[0] == ("收件", "测试窗口甲", "收到申请材料 2 种")
    assert told[2:] == [
        ("审查", "测试窗口乙", "材料属实"),
        ("决定", "测试主管", "测试证"),
        ("办结", "测试窗口甲", "办结"),
        ("送达", "测试窗口甲", "窗口领取"),
    ]
    (result,) = document["tables"]["up_pro_result"]
    assert result["result_cetr_no"] == "测证1号"
    assert result["is_delivery_results"] == "0"
    assert "result_type" not in result
    assert document["codes_unset"] == ["action", "result"]
    assert {entry["codes"] for entry in document["codes_unchecked"]} >= {"action", "get_type"}
    assert all(entry["source"] for entry in document["codes_unchecked"])


def test_that_it_left_the_program_is_on_the_record_and_names_nobody(
    here: Place, tmp_path: Path
) -> None:
    report_case(here.at(TWO), NUMBER, tmp_path / "up.json")
    (event,) = logged(here)
    assert (event.header.operator, event.case) == (TWO, "")
    assert event.body is not None
    assert event.body["case"] == NUMBER
    assert set(event.body) == {"case", "on", "missing", "too_long"}


def test_only_a_whole_report_is_written_when_that_is_wanted(here: Place, tmp_path: Path) -> None:
    path = tmp_path / "up.json"
    before = here.events()
    with pytest.raises(ReportIncomplete) as caught:
        report_case(here.at(ONE), NUMBER, path, strict=True)
    assert caught.value.code == "report_incomplete"
    assert caught.value.report.missing
    assert not path.exists()
    assert here.events() == before


def test_where_it_may_not_be_written_nothing_is_recorded(here: Place, tmp_path: Path) -> None:
    path = tmp_path / "up.json"
    path.write_text("mine", encoding="utf-8")
    counter = here.at(ONE)
    before = here.events()
    assert code(report_case, counter, NUMBER, path) == "file_exists"
    assert code(report_case, counter, NUMBER, tmp_path / "no" / "x.json") == "no_folder"
    assert code(report_case, counter, NUMBER, counter.folder / "x.json") == "inside_data"
    assert code(report_case, counter, "51160200012600000260", tmp_path / "y") == "unknown_case"
    assert code(report_case, here.at(AUDITOR), NUMBER, tmp_path / "y") == "not_allowed"
    assert (here.events(), path.read_text(encoding="utf-8")) == (before, "mine")
    report_case(counter, NUMBER, path, force=True)
    assert json.loads(path.read_text(encoding="utf-8"))["number"] == NUMBER


def test_a_look_at_it_writes_nothing(here: Place) -> None:
    before = here.events()
    shown = {row.name: row.value for row in panel(read_report(here.at(ONE), NUMBER))}
    assert (shown["project_no"], shown["applyer_name"]) == (NUMBER, "张测试")
    assert here.events() == before
    assert code(read_report, here.at(AUDITOR), NUMBER) == "not_allowed"


def test_the_batch_is_the_day_unless_it_is_named(here: Place) -> None:
    counter = here.at(ONE)
    for named, batch, source in (({}, "20260302", "001"), ({"batch": "B1"}, "B1", "001"),
                                 ({"source": "510"}, "20260302", "510")):  # fmt: skip
        line = read_report(counter, NUMBER, **named).tables["up_pro_accept"][0]
        assert (line.values["cd_batch"], line.values["data_source"]) == (batch, source)
    found = read_report(counter, NUMBER, batch="长" * 33, source="0001")
    wrong = {gap.column for gap in found.too_long}
    assert wrong == {"cd_batch", "data_source"}
