"""How rows are read that no published list has yet: one rule, one row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clerk_app.catalogue.model import (
    Keep,
    LimitUnit,
    Necessity,
    OnExpiry,
    OnTheSpot,
    Pace,
    Party,
    ServiceItem,
)
from clerk_app.catalogue.rules.content import content, sealed, unpack
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.source import ItemRefused
from clerk_app.catalogue.rules.summary import describe
from clerk_app.catalogue.rules.wording import counts_due, number, read_form, without_brackets
from clerk_app.kernel.errors import Damaged

PAPER = {"name": "申请表", "necessity": "必要"}
TIDY: dict[str, Any] = {
    "id": "S1",
    "code": "511A01-2",
    "name": "测试经营许可（新办）",
    "type": "行政许可",
    "department": "区测试局",
    "level": "县级",
    "handling": "承诺件",
    "legal_basis": ["《测试条例》第一条"],
    "legal_limit": {"value": 20, "unit": "工作日"},
    "promised_limit": {"value": 10, "unit": "工作日", "note": "不含公示"},
    "fee": {"charge": True, "amount": "4.50", "currency": "CNY", "per": "本", "basis": "甲价1号"},
    "materials": [
        PAPER,
        {
            "name": "租赁合同",
            "necessity": "容缺后补",
            "form": "复印件，核验原件",
            "copies": 2,
            "defer_workdays": 5,
            "faults": [{"text": "缺页", "on_the_spot": "yes"}, "未签字"],
            "standard": "在有效期内",
            "how_to_get": "与房东签订",
            "basis": "《测试条例》第二条",
        },
    ],
    "situations": [
        {
            "key": "auto",
            "question": "是否利用自动设备？",
            "answers": [
                {"value": "yes", "label": "是", "adds": ["申请表"]},
                {"value": "no", "label": "否", "removes": ["租赁合同"]},
            ],
        }
    ],
    "deferral": {"enabled": True, "bound_workdays": 20, "on_expiry": "终止"},
    "stages": ["受理", "审核"],
    "delivery": ["窗口领取"],
    "version": "3",
    "effective_from": "2026-01-01",
}


def read(**changes: Any) -> ServiceItem:
    return read_item({**TIDY, **changes})[0]


def codes(**changes: Any) -> list[str]:
    return [warning.code for warning in read_item({**TIDY, **changes})[1]]


def test_a_tidy_item_is_read_without_a_warning() -> None:
    item, warnings = read_item(TIDY)
    assert warnings == ()
    assert (item.key, item.code, item.id) == ("511A01-2", "511A01-2", "S1")
    assert item.handling is Pace.PROMISED
    assert item.fee
    assert (item.fee.amount_fen, item.fee.per) == (450, "本")
    assert item.promised_limit
    assert item.promised_limit.note == "不含公示"
    lease = item.materials[1]
    assert (lease.originals, lease.copies, lease.keep) == (1, 2, Keep.VERIFIED)
    assert [fault.on_the_spot for fault in lease.faults] == [OnTheSpot.YES, OnTheSpot.UNKNOWN]
    assert item.deferral.on_expiry is OnExpiry.TERMINATE
    assert item.situations[0].answers[1].removes == ("租赁合同",)
    assert item.extra == "{}"


def test_what_is_stored_is_what_was_read_and_a_changed_byte_shows() -> None:
    item = read(extra_note={"深": [1, None, 2.5]})
    data = content(item)
    assert unpack(data, item.content_hash) == item
    with pytest.raises(Damaged):
        unpack(data.replace("区测试局".encode(), "区测验局".encode()), item.content_hash)


def test_the_hash_sees_content_and_not_the_order_of_keys_or_nulls() -> None:
    item = read()
    shuffled = dict(reversed(TIDY.items()))
    assert read_item({**shuffled, "conditions": None})[0].content_hash == item.content_hash
    assert read(version="4").content_hash != item.content_hash
    assert read(unknown=1).content_hash != read(unknown=2).content_hash
    assert sealed(item).content_hash == item.content_hash


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("一行文字", "not_an_item", ""),
        ({"name": "没有编码"}, "missing_identity", "id"),
        ({"id": "", "code": None, "name": "空编码"}, "missing_identity", "id"),
        ({"id": "X", "name": "坏\x00名"}, "bad_text", "name"),
        ({"id": "X", "name": "反\u202e名"}, "bad_text", "name"),
        ({"id": "X\ud800", "name": "半个字"}, "bad_text", "id"),
        ({"id": "X", "name": "长" * 501}, "bad_text", "name"),
        (
            {"id": "X", "materials": [PAPER, {"necessity": "必要"}]},
            "material_without_name",
            "materials[1].name",
        ),
        ({"id": "X", "materials": [{"name": " "}]}, "material_without_name", "materials[0].name"),
        ({"id": "X", "materials": [{"name": "表\x00"}]}, "bad_text", "materials[0].name"),
        ({"id": "X", "materials": [7]}, "material_without_name", "materials[0]"),
    ],
)
def test_a_row_that_cannot_be_an_item_is_refused_with_its_place(
    row: object, code: str, field: str
) -> None:
    with pytest.raises(ItemRefused) as refusal:
        read_item(row)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert "\x00" not in refusal.value.message


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"legal_basis": []}, ["missing_basis"]),
        ({"handling": None}, ["missing_handling"]),
        ({"handling": "上报件"}, ["unknown_handling", "missing_handling"]),
        ({"type": "行政检查"}, ["unknown_type"]),
        ({"materials_complete": False}, ["incomplete_materials"]),
        ({"promised_limit": {"value": 21, "unit": "工作日"}}, ["promised_over_legal"]),
        # 日 is a workday for a licence, so these two compare
        ({"promised_limit": {"value": 21, "unit": "日"}}, ["promised_over_legal"]),
        ({"promised_limit": {"value": 0, "unit": "当日"}}, []),
        ({"promised_limit": "10个工作日"}, []),
        ({"promised_limit": "尽快"}, ["bad_value", "promise_missing"]),
        (
            {"promised_limit": {"value": 3, "unit": "周"}},
            ["unknown_unit", "limit_unreadable", "promise_missing"],
        ),
        ({"fee": "免费"}, []),
        ({"fee": {"amount": "1.005"}}, ["fee_unreadable"]),
        ({"fee": {"amount": 9, "currency": "USD"}}, ["fee_unreadable"]),
        ({"effective_to": "明年"}, ["bad_date"]),
        ({"weather": None}, ["unknown_field"]),
        ({"fields": [{"key": "a"}]}, []),
        ({"id": 7}, ["number_as_text"]),
        ({"conditions": "有\x00的"}, ["text_cleaned"]),
        ({"name": "测试\u200b许可"}, ["text_cleaned"]),
        ({"stages": "受理"}, []),
        ({"stages": [1]}, ["bad_value"]),
        ({"implementer_uscc": "TE5116020105116050"}, ["odd_uscc", "unknown_field"]),
    ],
)
def test_an_oddity_is_a_warning_and_the_item_still_loads(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes(**changes) == expected


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ({"deferrable": True}, ["required_and_deferrable"]),
        ({"necessity": None}, ["unknown_necessity"]),
        ({"necessity": "随便"}, ["unknown_necessity"]),
        ({"form": "原件及两份复印件", "copies": 3}, ["copies_mismatch"]),
        ({"form": "原件及两份复印件", "copies": 2}, []),
        ({"copies": -1}, ["bad_value"]),
        ({"keep": "烧掉"}, ["unknown_keep"]),
        ({"colour": 1, "weight": 2}, ["unknown_field", "unknown_field"]),
        ({"necessity": "情形必要", "applies_when": "甲/乙"}, ["situation_derived"] * 2),
        ({"necessity": "情形必要"}, ["situational_unreachable"]),
    ],
)
def test_an_odd_paper_is_a_warning(paper: dict[str, Any], expected: list[str]) -> None:
    assert codes(materials=[{**PAPER, **paper}], situations=[]) == expected


def test_the_same_unknown_field_of_many_papers_is_reported_once_and_kept_for_each() -> None:
    papers = [{**PAPER, "name": name, "weight": name} for name in "甲乙丙"]
    assert codes(materials=papers, situations=[]) == ["unknown_field", "material_without_basis"]
    extra = json.loads(read(materials=papers, situations=[]).extra)
    assert extra == {f"materials[{n}].weight": name for n, name in enumerate("甲乙丙")}


def test_written_situations_are_not_mixed_with_derived_ones() -> None:
    paper = {"name": "委托书", "necessity": "情形必要", "applies_when": "委托"}
    materials = [*TIDY["materials"], paper]
    assert codes(materials=materials) == ["material_without_basis", "situational_unreachable"]
    assert [situation.key for situation in read(materials=materials).situations] == ["auto"]


def test_papers_of_one_name_are_told_apart() -> None:
    item = read(materials=[PAPER, PAPER, PAPER], situations=[])
    names = [paper.name for paper in item.materials]
    assert names == ["申请表", "申请表（2）", "申请表（3）"]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"itemCode": "C1"}, "C1"),
        ({"itemcode": "C2"}, "C2"),
        ({"事项编码": "C3"}, "C3"),
        ({"item_code": "C4"}, "C4"),
        ({"codes": {"itemCode": "C5", "实施主体USCC": "11511301008778183N"}}, "C5"),
        ({"id": "I", "codes": {"基本编码": "000164120000"}}, "I"),
        ({"id": "I", "implementer_uscc": "11511301008778183N"}, "I"),
        ({"id": "I", "code": "  c 6 "}, "c 6"),
    ],
)
def test_the_identity_is_the_code_under_any_of_its_names_else_the_id(
    row: dict[str, Any], key: str
) -> None:
    assert read_item({"name": "某事项", **row})[0].key == key


def test_a_name_beyond_the_basic_plane_is_kept_as_it_is() -> None:
    item = read(name="𬱖𫖯㛃䶮许可", materials=[{**PAPER, "name": "𬱖表"}], situations=[])
    assert (item.name, item.materials[0].name) == ("𬱖𫖯㛃䶮许可", "𬱖表")


def test_the_meta_of_a_pack_marks_its_items_as_samples() -> None:
    assert read_item(TIDY, pack_meta={"sample": True})[0].sample is True
    assert read_item(TIDY, pack_meta={})[0].sample is False


@pytest.mark.parametrize(
    ("form", "originals", "copies", "looked_at", "electronic"),
    [
        ("", 1, 0, False, False),
        ("原件", 1, 0, False, False),
        ("复印件", 0, 1, False, False),
        ("原件1份,复印件7份", 1, 7, False, False),
        ("1份原件、２份复印件", 1, 2, False, False),
        ("1份原件3份复印件", 1, 3, False, False),
        ("原件2份复印件十二份", 2, 12, False, False),
        ("原件复印件", 1, 1, False, False),
        ("复印件一式三份", 0, 3, False, False),
        ("一式三份", 0, 3, False, False),
        ("原件或复印件", 0, 1, False, False),
        ("交验原件，收复印件", 1, 1, True, False),
        ("复印件（与原件核对）", 1, 1, True, False),
        ("纸质、电子", 1, 0, False, True),
    ],
)
def test_a_form_text_yields_counts_and_what_happens_to_the_original(
    form: str, originals: int, copies: int, looked_at: bool, electronic: bool
) -> None:
    words = read_form(form)
    assert counts_due(words, originals=None, copies=None) == (originals, copies, False)
    assert (words.looked_at, words.electronic) == (looked_at, electronic)


def test_stated_originals_beat_the_words() -> None:
    assert counts_due(read_form("原件"), originals=2, copies=1) == (2, 1, False)
    assert counts_due(read_form(""), originals=2, copies=None) == (2, 0, False)


def test_numbers_in_words() -> None:
    assert [number(word) for word in ("两", "十", "十五", "三十二", "几")] == [2, 10, 15, 32, None]


def test_the_agents_paper_is_known_unless_the_file_says_otherwise() -> None:
    paper = {"name": "身份证", "necessity": "情形必要", "applies_when": "受托办理"}
    assert read(materials=[paper], situations=[]).materials[0].party is Party.AGENT
    stated = {**paper, "party": "applicant"}
    assert read(materials=[stated], situations=[]).materials[0].party is Party.APPLICANT


def test_names_without_brackets_nested_ones_included() -> None:
    assert without_brackets("甲（乙（丙）丁）戊[己]") == "甲戊"


def test_an_unknown_necessity_counts_as_required() -> None:
    item = read(materials=[{"name": "表", "necessity": "随便"}], situations=[])
    assert item.materials[0].necessity is Necessity.REQUIRED
    assert json.loads(item.extra) == {"materials[0].necessity": "随便"}


def test_a_limit_of_the_same_day_needs_no_number() -> None:
    limit = read(promised_limit={"unit": "即时"}).promised_limit
    assert limit
    assert (limit.value, limit.unit) == (0, LimitUnit.IMMEDIATE)


def test_the_description_says_what_the_item_is_in_plain_lines() -> None:
    assert describe(read()) == (
        "测试经营许可（新办）",
        "编码：511A01-2",
        "类型：行政许可 承诺件",
        "部门：区测试局 县级",
        "法定时限：20 个工作日",
        "承诺时限：10 个工作日",
        "收费：4.50 元/本",
        "材料：2 份材料，1 个情形",
    )
