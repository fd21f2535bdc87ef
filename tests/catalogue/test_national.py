"""Upward reporting: NOT NULL columns, lengths and codes, against lists written down here."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clerk_app.catalogue.model import (
    Directory,
    Fee,
    FeeItem,
    ItemType,
    LimitUnit,
    Listing,
    Material,
    Necessity,
    ServiceItem,
    TimeLimit,
)
from clerk_app.catalogue.rules.national import REQUIRED, Batch, report
from tests.support import items

# the columns marked * in the published table definitions, typed in by hand
NOT_NULL = {
    "up_task_directory": """catalog_code task_name task_type by_law use_level task_state
        task_version row_guid cd_operation cd_time cd_batch data_source""",
    "up_task_general_basic": """catalog_code task_name task_type by_law use_level task_state
        task_version row_guid cd_operation cd_time cd_batch data_source task_code dept_name
        dept_code dept_type power_source project_type server_type accept_condition handle_flow
        anticipate_day anticipate_type promise_day promise_type promise_explain
        special_procedure is_fee limit_scene_num transact_addr transact_time link_way
        supervise_way is_single_login""",
    "up_task_general_extend": "is_entry_center is_online is_express is_pay_online result_type",
    "up_task_general_material": "material_name order_num",
    "fee_project": "fee_name fee_stand order_num",
    "questions": "question answer order_num",
}
CODES = {
    name: {word: str(code) for word, code in table.items() if word not in {"source", "checked"}}
    for name, table in tomllib.loads(
        (Path(__file__).parents[2] / "resources/codes/national.toml").read_text(encoding="utf-8")
    ).items()
}
BATCH = Batch("20260302", "2026-03-02T10:05:00.000+08:00", "001")
LISTING = Listing(
    body_code="11000000000000000X", body_kind="1", power_source="1", subjects=("自然人",),
    visits=1, in_hall=True, online=False, express=True, pay_online=False, single_sign_on=False,
    result_kind="10",
)  # fmt: skip
FULL = replace(
    items.item(items.FORM, items.LEASE, promised=items.workdays(10), situations=(items.BY_AGENT,)),
    code="511A01-2",
    level="县级",
    version="3",
    legal_basis=("《测试条例》第一条", "《测试办法》"),
    conditions="有场所",
    flow="受理—审核—办结",
    fee=Fee(charge=False),
    place="一楼 3 号窗口",
    hours="工作日 9:00—17:00",
    phone="0000-1234567",
    supervision_phone="12388",
    directory=Directory("000119002000", state="1"),
    listing=LISTING,
)


def made(item: ServiceItem = FULL) -> Any:
    return report([item], CODES, BATCH)


def test_the_list_of_columns_that_may_not_be_empty_is_the_published_one() -> None:
    assert {table: set(names.split()) for table, names in NOT_NULL.items()} == {
        table: set(names) for table, names in REQUIRED.items()
    }


def test_a_full_item_has_a_row_in_every_table_with_nothing_empty() -> None:
    national = made()
    assert national.gaps == ()
    for table, names in NOT_NULL.items():
        for row in national.tables[table]:
            assert not [name for name in names.split() if not row.get(name)], table
    counts = {table: len(rows) for table, rows in national.tables.items()}
    assert counts == {
        "up_task_directory": 1,
        "up_task_general_basic": 1,
        "up_task_general_extend": 1,
        "up_task_general_material": 2,
        "fee_project": 0,
        "questions": 1,
    }


def test_the_values_are_those_of_the_item() -> None:
    basic = made().tables["up_task_general_basic"][0]
    said = {
        "task_type": "01", "use_level": "4", "project_type": "2", "server_type": "1",
        "by_law": "《测试条例》第一条；《测试办法》", "anticipate_day": "20", "promise_day": "10",
        "is_fee": "0", "special_procedure": "无", "limit_scene_num": "1", "is_single_login": "0",
        "link_way": "0000-1234567", "supervise_way": "12388", "task_version": "3",
    }  # fmt: skip
    assert {name: basic[name] for name in said} == said
    papers = made().tables["up_task_general_material"]
    assert [(row["material_name"], row["is_need"]) for row in papers] == [
        ("申请表", "1"),
        ("租赁合同", "3"),
    ]


@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({"directory": None}, "catalog_code", "missing"),
        ({"directory": Directory("0001190020001", state="1")}, "catalog_code", "too_long"),
        ({"legal_basis": ()}, "by_law", "missing"),
        ({"type": None}, "task_type", "missing"),
        ({"level": "片区级"}, "use_level", "no_code"),
        ({"version": "三"}, "task_version", "not_a_number"),
        ({"code": "5" * 37}, "task_code", "too_long"),
        ({"handling": None}, "project_type", "missing"),
        ({"promised_limit": None}, "promise_day", "missing"),
        ({"type": ItemType.PUBLIC_SERVICE, "legal_limit": None}, "anticipate_day", "missing"),
        ({"fee": None}, "is_fee", "missing"),
        ({"place": "楼" * 501}, "transact_addr", "too_long"),
        ({"listing": replace(FULL.listing or Listing(), online=None)}, "is_online", "missing"),
        (
            {"listing": replace(FULL.listing or Listing(), visits=None)},
            "limit_scene_num",
            "missing",
        ),
        ({"materials": (Material("名" * 201, Necessity.REQUIRED),)}, "material_name", "too_long"),
        ({"fees": (FeeItem("工本费"),)}, "fee_stand", "missing"),
    ],
)
def test_a_gap_is_named_and_keeps_the_whole_item_out(
    changes: dict[str, Any], column: str, why: str
) -> None:
    national = made(replace(FULL, **changes))
    assert (column, why) in {(gap.column, gap.why) for gap in national.gaps}
    assert not any(national.tables.values())


def test_every_fee_has_its_place_and_nothing_empty() -> None:
    fees = (FeeItem("工本费", 1000, "本"), FeeItem("检测费", 20000))
    for item, places in (
        (replace(FULL, fees=fees), ["1", "2"]),
        (replace(FULL, fee=Fee(charge=True, amount_fen=500)), ["1"]),
    ):
        rows = made(item).tables["fee_project"]
        assert [row["order_num"] for row in rows] == places
        assert all(row[name] for row in rows for name in NOT_NULL["fee_project"].split())


def test_the_longest_that_fits_is_no_gap() -> None:
    assert made(replace(FULL, place="楼" * 500, code="5" * 36)).gaps == ()


def test_no_visit_and_no_day_are_said_as_nought() -> None:
    listing = replace(LISTING, visits=0)
    same_day = TimeLimit(0, LimitUnit.IMMEDIATE)
    basic = made(replace(FULL, listing=listing, promised_limit=same_day)).tables[
        "up_task_general_basic"
    ][0]
    assert (basic["limit_scene_num"], basic["promise_day"]) == ("0", "0")


def test_one_version_has_one_row_id_in_every_upload() -> None:
    first, later = made(), report([FULL], CODES, replace(BATCH, number="20260303"))
    ids = [n.tables["up_task_directory"][0]["row_guid"] for n in (first, later)]
    assert ids[0] == ids[1]
    other = made(replace(FULL, content_hash="d" * 64)).tables["up_task_directory"][0]
    assert other["row_guid"] != ids[0]
