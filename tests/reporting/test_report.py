"""上报: what a case says to the national exchange library, against lists written down here."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.catalogue.model import Directory, Keep, Listing, ServiceItem
from clerk_app.catalogue.rules.national import Batch
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.journal.canonical import Body
from clerk_app.journal.events import Event
from clerk_app.reporting.codes import load_codes
from clerk_app.reporting.model import CaseFile, CaseReport, CodeTable, Why
from clerk_app.reporting.rules.columns import COLUMNS
from clerk_app.reporting.rules.report import as_document, panel, report
from tests.support import items

NUMBER = "51160200012600000163"
DEVICE = "0123456789abcdef"
MORNING = "2026-03-02T10:05:00.000+08:00"
# the columns that may not be empty in the published definitions, typed in by hand
UPLOAD = "row_guid cd_operation cd_time cd_batch data_source project_no"
NOT_NULL = {
    "up_pro_accept": """task_code catalog_code task_name task_version project_type apply_type
        apply_date accept_date org_code org_name applyer_type applyer_name applyer_page_type
        applyer_page_code""",
    "up_pro_material": "material_name",
    "up_pro_process": """process_name event_name event_start_time event_end_time
        handle_user_name handle_explain""",
    "up_pro_special_procedure": """special_type special_name special_reason special_time
        end_time""",
    "up_pro_result": "result_type result_date is_delivery_results",
}
LENGTHS = {
    "project_no": 50, "accept_doc_no": 50, "task_code": 36, "task_handle_item": 50,
    "catalog_code": 12, "task_name": 1000, "project_type": 2, "apply_type": 2, "org_code": 18,
    "org_name": 100, "applyer_name": 100, "applyer_page_code": 500, "contact_mobile": 11,
    "zip_code": 6, "material_name": 200, "get_type": 2, "get_name": 5, "event_name": 2,
    "handle_explain": 2000, "special_type": 2, "special_reason": 2000, "result_type": 2,
    "result_cetr_no": 2000, "is_delivery_results": 2, "satisfaction": 2, "cd_batch": 32,
    "data_source": 3, "handle_user_name": 100,
}  # fmt: skip
LATER: dict[str, Body] = {
    "case.granted": {"on": "2026-03-06", "result": {"name": "测试证", "number": "测证1号"}},
    "case.closed": {"on": "2026-03-06"},
    "case.delivered": {"on": "2026-03-09", "method": "ems", "waybill": "E1"},
    "case.rated": {"level": 5},
}
CODES = {
    "project_type": CodeTable({"承诺件": "2"}, "测试", checked=True),
    "apply_type": CodeTable({"窗口": "1", "网上": "2"}, "测试", checked=True),
    "applicant_type": CodeTable({"自然人": "1", "企业法人": "2"}, "测试", checked=True),
    "id_type": CodeTable({"居民身份证": "111"}, "测试", checked=True),
    "get_type": CodeTable(
        {"纸质": "1", "附件": "2", "容缺后补": "4", "证照库": "5"}, "测试", checked=True
    ),
    "action": CodeTable({"通过": "1", "退回": "2", "其他": "9"}, "测试", checked=True),
    "special": CodeTable({"延长审批": "1", "除延长审批之外的情况": "2"}, "测试", checked=True),
    "result": CodeTable({"通过": "1", "不通过": "2", "退件": "5"}, "测试", checked=True),
    "satisfaction": CodeTable({"非常满意": "1"}, "测试", checked=True),
}
BATCH = Batch("20260310", "2026-03-10T09:00:00.000+08:00", "001")
RECORD = replace(items.RECORD, keep=Keep.VERIFIED)
ITEM: ServiceItem = replace(
    items.item(items.FORM, items.LEASE, RECORD, promised=items.workdays(10)),
    code="511A01-2",
    version="3",
    directory=Directory("000119002000", "本地1"),
    listing=Listing(handling_code="511A01-2-01", local_code="地1", body_code="11000000000000000X"),
)
RECEIVED: Body = {
    "item": "T-1",
    "item_name": "测试事项",
    "department": "示例局",
    "received_at": MORNING,
    "received_on": "2026-03-02",
    "notice_due": "2026-03-09",
    "applicant": {
        "kind": "person",
        "name": "张测试",
        "id_type": "resident_id",
        "id_number": "11010519491231002X",
        "phone": "13800000000",
    },
    "papers": [
        {"name": "申请表", "state": "in_order", "copies": 2},
        {"name": "租赁合同", "state": "missing", "copies": 0},
        {"name": "体检证明", "state": "in_order", "copies": 1},
    ],
}
DECIDED: Body = {
    "outcome": "conditionally_accepted",
    "received_on": "2026-03-02",
    "accepted_on": "2026-03-02",
    "promised_due": "2026-03-16",
    "shortfalls": [
        {"name": "租赁合同", "fault": "", "deferrable": 1, "make_good_by": "2026-03-09"}
    ],
    "reasons": [{"code": "deferrable_missing", "text": "次要材料容缺后补"}],
}
ISSUED: Body = {"number": f"{NUMBER}-01", "kind": "conditional_acceptance"}


def story(*acts: tuple[str, Body], received: Body = RECEIVED, decided: Body = DECIDED) -> Any:
    """The events of a case: receipt, decision, its paper, then these acts."""
    every = [
        ("case.received", received),
        ("case.decided", decided),
        ("document.issued", ISSUED),
        *acts,
    ]
    return tuple(
        items.event(kind, body, case=NUMBER, s=s, at=MORNING)
        for s, (kind, body) in enumerate(every, start=1)
    )


def made(
    *acts: tuple[str, Body], item: ServiceItem | None = ITEM, codes: Any = CODES, **more: Any
) -> CaseReport:
    events: tuple[Event, ...] = story(*acts, **more)
    return report(CaseFile(NUMBER, events, item, {(DEVICE, "c1"): "测试窗口甲"}), codes, BATCH)


def rows(found: CaseReport, table: str) -> list[dict[str, str]]:
    return [line.values for line in found.tables[table]]


def gap_names(found: CaseReport) -> set[tuple[str, str]]:
    return {(gap.column, str(gap.why)) for gap in found.missing}


def closed() -> CaseReport:
    return made(
        ("case.supplied", {"on": "2026-03-04", "papers": [
            {"name": "租赁合同", "state": "in_order", "copies": 1}]}),
        *LATER.items(),
    )  # fmt: skip


def test_the_list_of_columns_that_may_not_be_empty_is_that_of_the_library() -> None:
    for table, names in NOT_NULL.items():
        required = {column.name for column in COLUMNS[table] if column.required}
        assert required == set(names.split()) | set(UPLOAD.split()), table
    assert set(COLUMNS) == set(NOT_NULL)


def test_the_lengths_are_those_of_the_library() -> None:
    every = [column for columns in COLUMNS.values() for column in columns]
    for column in every:
        assert column.most == LENGTHS.get(column.name, column.most), column.name
    assert set(LENGTHS) <= {column.name for column in every}


def test_a_case_from_receipt_to_delivery_is_complete() -> None:
    found = closed()
    assert (found.missing, found.too_long, found.not_yet, found.complete) == ((), (), (), True)
    (accept,) = rows(found, "up_pro_accept")
    assert accept == {
        "project_no": NUMBER,
        "task_name": "测试事项",
        "task_code": "511A01-2",
        "local_task_code": "地1",
        "task_handle_item": "511A01-2-01",
        "catalog_code": "000119002000",
        "local_catalog_code": "本地1",
        "task_version": "3",
        "project_type": "2",
        "apply_type": "1",
        "applyer_type": "1",
        "applyer_name": "张测试",
        "applyer_page_type": "111",
        "applyer_page_code": "11010519491231002X",
        "contact_name": "张测试",
        "contact_type": "111",
        "contact_code": "11010519491231002X",
        "contact_mobile": "13800000000",
        "project_name": "张测试申请测试事项",
        "apply_date": "2026-03-02 10:05:00",
        "accept_date": "2026-03-02 10:05:00",
        "promise_date": "2026-03-16 23:59:59",
        "accept_doc_no": f"{NUMBER}-01",
        "org_name": "示例局",
        "org_code": "11000000000000000X",
        "handle_user_name": "测试窗口甲",
        "row_guid": accept["row_guid"],
        "cd_operation": "I",
        "cd_time": "2026-03-10 09:00:00",
        "cd_batch": "20260310",
        "data_source": "001",
    }
    (result,) = rows(found, "up_pro_result")
    told = {name: result[name] for name in result if name not in UPLOAD.split()}
    assert told == {
        "result_type": "1",
        "result_date": "2026-03-06",
        "result_explain": "测试证",
        "result_cetr_name": "测试证",
        "result_cetr_no": "测证1号",
        "is_delivery_results": "1",
        "satisfaction": "1",
        "handle_user_name": "测试窗口甲",
    }


def test_the_papers_say_how_they_came() -> None:
    before = [
        (row["material_name"], row["get_type"], row["get_name"], row.get("remark"))
        for row in rows(made(), "up_pro_material")
    ]
    assert before == [
        ("申请表", "1", "2", None),
        ("租赁合同", "4", "0", "2026-03-09 前补齐"),
        ("体检证明", "1", "1", "核验后退还"),
    ]
    after = {r["material_name"]: r["get_type"] for r in rows(closed(), "up_pro_material")}
    assert after["租赁合同"] == "1"


def test_an_online_case_came_with_attachments_and_what_follows_is_paper() -> None:
    later: Body = {
        "on": "2026-03-04",
        "papers": [{"name": "租赁合同", "state": "in_order", "copies": 1}],
    }
    found = made(("case.supplied", later), received={**RECEIVED, "arrival": "online"})
    kinds = {row["material_name"]: row["get_type"] for row in rows(found, "up_pro_material")}
    assert kinds == {"申请表": "2", "租赁合同": "1", "体检证明": "2"}
    assert rows(found, "up_pro_accept")[0]["apply_type"] == "2"


def test_a_shared_record_is_no_paper() -> None:
    shared: Body = {"name": "体检证明", "state": "waived_shared", "copies": 0}
    found = made(received={**RECEIVED, "papers": [shared]})
    (row,) = [r for r in rows(found, "up_pro_material") if r["material_name"] == "体检证明"]
    assert (row["material_name"], row["get_type"], row["get_name"]) == ("体检证明", "5", "0")


def test_a_paper_nobody_brought_or_promised_is_not_reported() -> None:
    returned: Body = {
        "outcome": "returned_for_correction",
        "received_on": "2026-03-02",
        "shortfalls": [{"name": "租赁合同", "fault": "", "deferrable": 1}],
        "reasons": [],
    }
    found = made(decided=returned)
    names = [row["material_name"] for row in rows(found, "up_pro_material")]
    assert names == ["申请表", "体检证明"]


def test_each_act_is_a_stretch_that_begins_where_the_one_before_ended() -> None:
    found = rows(closed(), "up_pro_process")
    told = [
        (r["process_name"], r["event_name"], r["event_start_time"], r["event_end_time"])
        for r in found
    ]
    morning = "2026-03-02 10:05:00"
    assert told == [
        ("收件", "9", morning, morning),
        ("容缺受理", "1", morning, morning),
        ("补交材料", "9", morning, "2026-03-04"),
        ("决定", "1", "2026-03-04", "2026-03-06"),
        ("办结", "9", "2026-03-06", "2026-03-06"),
        ("送达", "9", "2026-03-06", "2026-03-09"),
    ]
    assert [r["handle_explain"] for r in found] == [
        "收到申请材料 2 种",
        "次要材料容缺后补",
        "补交材料",
        "测试证",
        "办结",
        "邮寄",
    ]


def test_an_act_that_changed_nothing_is_not_told() -> None:
    found = made(("case.delivered", {"on": "2026-03-03", "method": "counter"}))
    assert [r["process_name"] for r in rows(found, "up_pro_process")] == ["收件", "容缺受理"]
    assert "有 1 处冲突还没有处理" in found.notes


def test_a_day_without_a_time_of_day_says_so() -> None:
    days = {(table, column) for table, _, column in closed().day_only}
    assert days == {
        ("up_pro_process", "event_start_time"),
        ("up_pro_process", "event_end_time"),
        ("up_pro_result", "result_date"),
    }


def test_special_procedures_are_the_pauses_and_the_extension() -> None:
    found = made(
        ("case.suspended", {"on": "2026-03-03", "special": "检验", "reason": "送检"}),
        ("case.resumed", {"on": "2026-03-05", "workdays": 3, "reason": "检验合格"}),
        ("case.extended", {"on": "2026-03-06", "workdays": 5, "reason": "案情复杂",
                           "promised_due": "2026-03-27"}),
    )  # fmt: skip
    kept = ("special_type", "special_name", "special_reason", "special_time", "end_time", "result")
    assert [[row.get(n) for n in kept] for row in rows(found, "up_pro_special_procedure")] == [
        ["2", "检验", "送检", "2026-03-03", "2026-03-05", "检验合格"],
        ["1", "延长审批", "案情复杂", "2026-03-06", "2026-03-27 23:59:59", None],
    ]
    assert rows(found, "up_pro_accept")[0]["promise_date"] == "2026-03-27 23:59:59"


def test_a_special_procedure_that_runs_has_no_end_yet() -> None:
    found = made(("case.suspended", {"on": "2026-03-03", "special": "听证", "reason": "听证"}))
    (gap,) = found.missing
    assert (gap.table, gap.column, gap.why) == (
        "up_pro_special_procedure", "end_time", Why.NOT_YET,
    )  # fmt: skip
    assert gap.words == "特别程序还没有结束"


def test_a_case_that_is_not_accepted_yet_says_what_is_to_come() -> None:
    returned: Body = {"outcome": "returned_for_correction", "received_on": "2026-03-02"}
    found = made(decided=returned)
    assert gap_names(found) == {("accept_date", "not_yet")}
    assert found.not_yet == (("up_pro_result", "办件待补正，还没有办结"),)
    assert not found.complete


def test_the_time_of_acceptance_is_that_of_the_act() -> None:
    returned: Body = {"outcome": "returned_for_correction", "received_on": "2026-03-02"}
    later: Body = {"outcome": "accepted", "on": "2026-03-04", "accepted_on": "2026-03-04"}
    afternoon = "2026-03-04T15:30:00.000+08:00"
    events = story(decided=returned)
    act = items.event("case.decided", later, case=NUMBER, s=9, base_ver=3, at=afternoon)
    found = report(CaseFile(NUMBER, (*events, act), ITEM, {}), CODES, BATCH)
    assert rows(found, "up_pro_accept")[0]["accept_date"] == "2026-03-04 15:30:00"


def test_silence_accepts_at_the_time_of_receipt() -> None:
    returned: Body = {"outcome": "", "received_on": "2026-03-02"}
    silence: Body = {"on": "2026-03-10", "accepted_on": "2026-03-02", "notice_due": "2026-03-09"}
    found = made(("case.deemed", silence), decided=returned)
    assert rows(found, "up_pro_accept")[0]["accept_date"] == "2026-03-02 10:05:00"
    assert rows(found, "up_pro_process")[-1]["process_name"] == "视为受理"


@pytest.mark.parametrize(
    ("column", "item"),
    [
        ("task_code", replace(ITEM, code="")),
        ("catalog_code", replace(ITEM, directory=None)),
        ("org_code", replace(ITEM, listing=None)),
        ("task_version", replace(ITEM, version="")),
        ("project_type", replace(ITEM, handling=None)),
    ],
)
def test_each_column_that_must_be_filled_is_missed_by_name(column: str, item: ServiceItem) -> None:
    found = made(item=item)
    assert gap_names(found) == {(column, "missing")}
    assert column not in rows(found, "up_pro_accept")[0]


def test_a_version_this_station_never_had_leaves_the_item_to_be_filled() -> None:
    found = made(item=None)
    missed = {column for column, why in gap_names(found) if why == "missing"}
    assert missed == {"task_code", "catalog_code", "org_code", "task_version", "project_type"}
    assert any("事项版本" in note for note in found.notes)
    assert rows(found, "up_pro_accept")[0]["task_name"] == "测试事项"


def test_an_applicant_without_a_number_is_missed_twice() -> None:
    nameless = {**RECEIVED, "applicant": {"kind": "person", "name": "张测试"}}
    assert gap_names(made(received=nameless)) == {
        ("applyer_page_type", "missing"), ("applyer_page_code", "missing"),
    }  # fmt: skip


def test_a_clerk_of_another_station_is_missed_by_name() -> None:
    found = report(CaseFile(NUMBER, story(), ITEM, {}), CODES, BATCH)
    assert gap_names(found) == {("handle_user_name", "missing")}
    assert {gap.table for gap in found.missing} == {"up_pro_process"}


def test_what_is_too_long_stays_whole_and_is_told() -> None:
    long = "长" * 2001
    found = made(("case.withdrawn", {"on": "2026-03-03", "reason": long}))
    told = {(g.table, g.column, g.length, g.most) for g in found.too_long}
    assert told == {
        ("up_pro_process", "handle_explain", 2001, 2000),
        ("up_pro_result", "result_explain", 2001, 2000),
    }
    assert rows(found, "up_pro_process")[-1]["handle_explain"] == long
    assert not found.complete


def test_a_length_counts_characters_beyond_the_first_plane_as_one() -> None:
    for length, wrong in ((100, set()), (101, {"applyer_name", "contact_name"})):
        person = {"kind": "person", "name": "𬱖" * length}
        found = made(received={**RECEIVED, "applicant": person})
        assert {gap.column for gap in found.too_long} == wrong


def test_a_version_that_is_no_number_is_told() -> None:
    for version in ("示例-1", "３", "²"):
        assert ("task_version", "not_a_number") in gap_names(
            made(item=replace(ITEM, version=version))
        )


def test_a_word_without_a_code_is_never_given_one() -> None:
    company = {**RECEIVED, "applicant": {
        "kind": "organisation", "name": "测试公司", "id_type": "uscc",
        "id_number": "91350100M000100Y43",
    }}  # fmt: skip
    found = made(received=company)
    (gap,) = found.missing
    assert (gap.column, gap.why, gap.words) == (
        "applyer_page_type", Why.NO_CODE, "统一社会信用代码",
    )  # fmt: skip
    accept = rows(found, "up_pro_accept")[0]
    assert "applyer_page_type" not in accept
    assert accept["applyer_type"] == "2"  # the code says a company registered it
    assert "contact_name" not in accept


def test_the_agent_is_the_contact() -> None:
    agent = {"kind": "person", "name": "李示例", "id_type": "passport", "id_number": "X1"}
    found = made(received={**RECEIVED, "agent": agent})
    accept = rows(found, "up_pro_accept")[0]
    assert (accept["contact_name"], accept["contact_code"]) == ("李示例", "X1")
    assert accept["contact_mobile"] == "13800000000"
    assert [(gap.column, gap.words) for gap in found.left_out] == [("contact_type", "passport")]
    assert found.complete  # the column may be empty


def test_codes_nobody_checked_and_tables_without_codes_are_named() -> None:
    codes = {
        **CODES,
        "apply_type": replace(CODES["apply_type"], checked=False, source="某标准"),
        "action": CodeTable({}, "没有查到", checked=False),
    }
    found = made(codes=codes)
    assert found.unchecked == (("action", "没有查到"), ("apply_type", "某标准"))
    assert found.unset == ("action",)
    assert {(gap.column, gap.why) for gap in found.missing} == {("event_name", Why.NO_CODE)}


def test_a_sample_is_never_complete() -> None:
    found = made(received={**RECEIVED, "sample": 1})
    assert not found.missing
    assert not found.complete


def test_what_was_erased_by_law_is_not_told() -> None:
    events = story(*LATER.items())
    gone = tuple(replace(e, body=None, salt=None) if e.header.s == 4 else e for e in events)
    found = report(CaseFile(NUMBER, gone, ITEM, {(DEVICE, "c1"): "测试窗口甲"}), CODES, BATCH)
    assert any("依法删除" in note for note in found.notes)
    assert "测试证" not in str(as_document(found))


def test_the_same_case_has_the_same_row_ids_in_every_upload() -> None:
    first = closed()
    file = CaseFile(NUMBER, story(), ITEM, {})
    again = report(file, CODES, Batch("20260401", "2026-04-01T09:00:00.000+08:00", "001"))
    names = [rows(found, "up_pro_accept")[0]["row_guid"] for found in (first, again)]
    assert names[0] == names[1]
    every = [row["row_guid"] for table in COLUMNS for row in rows(first, table)]
    assert len(every) == len(set(every))


def test_a_case_that_was_reopened_has_not_ended() -> None:
    found = made(
        ("case.withdrawn", {"on": "2026-03-03", "reason": "不办了"}),
        ("case.reopened", {"on": "2026-03-05", "reason": "又来办", "notice_due": "2026-03-12"}),
    )
    assert not rows(found, "up_pro_result")
    assert found.not_yet == (("up_pro_result", "办件已收件，还没有办结"),)
    assert ("accept_date", "not_yet") in gap_names(found)


def test_the_panel_has_the_fields_as_a_clerk_types_them() -> None:
    shown = panel(closed())
    first = [(row.label, row.name, row.value, row.words) for row in shown[:4]]
    assert first == [
        ("办件编号", "project_no", NUMBER, ""),
        ("事项名称", "task_name", "测试事项", ""),
        ("实施编码", "task_code", "511A01-2", ""),
        ("地方实施编码", "local_task_code", "地1", ""),
    ]
    kind = next(row for row in shown if row.name == "applyer_page_type")
    assert (kind.value, kind.words) == ("111", "居民身份证")
    assert [row.group for row in shown if row.name == "process_name"] == [
        f"办理过程 {place}" for place in range(1, 7)
    ]
    assert not {row.name for row in shown} & {"row_guid", "cd_batch", "cd_time"}


def test_the_panel_shows_what_must_be_filled_by_hand_and_hides_the_rest() -> None:
    shown = {row.name: row.value for row in panel(made(item=replace(ITEM, code="")))}
    assert shown["task_code"] == ""
    assert "legal" not in shown
    assert "zip_code" not in shown


def test_the_document_carries_the_panel_s_values() -> None:
    document = as_document(closed())
    assert (document["format"], document["version"]) == ("case-report", 1)
    accept = document["tables"]["up_pro_accept"][0]
    for row in panel(closed()):
        if row.group == "受理信息":
            assert accept.get(row.name, "") == row.value


def test_the_shipped_codes_name_their_source_and_invent_nothing() -> None:
    codes = load_codes()
    raw = tomllib.loads(
        (Path(__file__).parents[2] / "resources/codes/case.toml").read_text(encoding="utf-8")
    )
    assert set(raw) <= set(codes)
    assert all(table.source for table in codes.values())
    wanted = {c.codes for columns in COLUMNS.values() for c in columns if c.codes}
    assert wanted <= set(codes)
    assert not codes["action"].codes
    assert not codes["result"].codes
    assert codes["satisfaction"].codes["非常满意"] == "1"  # GB/T 39046—2020, table A.8
    assert codes["special"].codes == {"延长审批": "1", "除延长审批之外的情况": "2"}
    assert codes["project_type"].codes == {"即办件": "1", "承诺件": "2"}


def test_no_word_of_ours_is_without_a_place_in_the_shipped_codes() -> None:
    """Every word `fill` writes for a coded column stands in the table, or the table is unset."""
    found = made(codes=load_codes())
    lacking = {gap.column for gap in found.missing if gap.why is Why.NO_CODE}
    assert lacking == {"event_name"}


def test_papers_read_from_a_checklist_line_up_with_their_states() -> None:
    paper = CheckedPaper("申请表", PaperState.CORRECTED_ON_THE_SPOT, copies=3)
    body: Body = {"name": paper.name, "state": str(paper.state), "copies": paper.copies}
    found = made(received={**RECEIVED, "papers": [body]}, decided={**DECIDED, "shortfalls": []})
    assert [row["get_name"] for row in rows(found, "up_pro_material")] == ["3"]
