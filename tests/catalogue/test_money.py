"""Fees, limits, days and flags as files write them: nothing is free, short or open by misreading.

The expected values are written by hand from the words.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import Fee, LimitUnit, ServiceItem
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.table_values import ITEM_RULES, Reading, read_cell
from tests.catalogue.test_reading import TIDY


def read(**changes: Any) -> tuple[ServiceItem, list[str]]:
    item, warnings = read_item({**TIDY, **changes})
    return item, [warning.code for warning in warnings]


def from_cells(**cells: str) -> ServiceItem:
    found = Reading()
    for name, text in cells.items():
        read_cell(ITEM_RULES, found, name, "列", text)
    return read_item({**{k: v for k, v in TIDY.items() if k != "fee"}, **found.fields})[0]


@pytest.mark.parametrize(
    ("fee", "fen", "per"),
    [
        ("¥1,000", 100_000, ""),
        ("￥50", 5_000, ""),
        ("￥１，２３４．５元", 123_450, ""),
        ("1,000,000元", 100_000_000, ""),
        ("9.50元/本", 950, "本"),
        ("人民币20元整", 2_000, ""),
        ({"amount": "¥1,000"}, 100_000, ""),
        ({"amount": "40元/证"}, 4_000, "证"),
        ({"amount": "40", "per": "份", "charge": "看情况"}, 4_000, "份"),
        (3.5, 350, ""),
    ],
)
def test_a_price_is_read(fee: object, fen: int, per: str) -> None:
    found = read(fee=fee)[0].fee
    assert found is not None
    assert (found.charge, found.amount_fen, found.per) == (True, fen, per)


FREE: tuple[object, ...] = (
    False, 0, "0", "0元", "不收费", "免费。", "无", "否", {"charge": False}, {"charge": "免费"},
    {"amount": 0}, {"amount": "免费"}, {"note": "免费"}, {"note": "不收费"}, {"charge": 0},
)  # fmt: skip
UNKNOWN: tuple[object, ...] = (
    "按物价局文件", "部分收费", "依规收取", "低保户免费", "0元起", "1,00", "1.5万元", "-5", [1],
    {"note": "按物价局文件"}, {"amount": "按规定"}, {"amount": "1.005"}, {"basis": "甲价1号"},
    {"charge": "部分收费"}, {"charge": "部分收费", "amount": 0}, {"charge": "看", "note": "免费"},
    {"amount": "按规定", "note": "免费"}, {"amount_fen": "x", "note": "免费"}, {"charge": False,
    "amount": 20}, {"amount": 9, "currency": "USD"}, {"odd": 1},
)  # fmt: skip


@pytest.mark.parametrize("fee", FREE)
def test_free_is_what_the_file_says_is_free(fee: object) -> None:
    item, codes = read(fee=fee)
    assert item.fee is not None
    assert item.fee.charge is False
    assert (item.extra, codes) == ("{}", [])


@pytest.mark.parametrize("fee", UNKNOWN)
def test_a_fee_nobody_can_read_is_unknown_and_kept(fee: object) -> None:
    item, codes = read(fee=fee)
    assert item.fee is None
    assert '"fee":' in item.extra
    assert "fee_unreadable" in codes


def test_nothing_said_is_nothing_said() -> None:
    nothing: tuple[object, ...] = (None, {})
    for fee in nothing:
        item, codes = read(fee=fee)
        assert (item.fee, item.extra, codes) == (None, "{}", [])


WORDS = st.text("收费免不无部分元按每件0123456789,.￥¥一", max_size=12)


@given(WORDS, st.sampled_from(["text", "amount", "note", "charge"]))
def test_no_words_are_free_but_those_that_say_so(words: str, where: str) -> None:
    fee = words if where == "text" else {where: words}
    found = read(fee=fee)[0].fee
    if found is not None and not found.charge:
        zero = words.strip("￥¥元0.,") == "" and "0" in words
        said = words.strip("。.；; ") in {"不收费", "免费", "无", "不收", "免收", "无收费"}
        assert zero or said


@pytest.mark.parametrize(
    ("cells", "fee"),
    [
        ({"charge": "部分收费"}, None),
        ({"charge": "部分收费", "fee_standard": "免费"}, None),
        ({"fee_standard": "免费", "charge": "部分收费"}, None),
        ({"charge": "部分收费", "fee_standard": "20元"}, (True, 2_000)),
        ({"fee_standard": "按物价局文件"}, None),
        ({"fee_standard": "/"}, None),
        ({"fee_standard": "×"}, None),
        ({"fee_basis": "无"}, None),
        ({"fee_standard": "0元起"}, None),
        ({"fee_standard": "约1,00,50元"}, None),
        ({"charge": "否", "fee_standard": "20元"}, None),
        ({"fee_standard": "20元", "charge": "否"}, None),
        ({"charge": "否", "fee_standard": "/"}, (False, None)),
        ({"charge": "×"}, (False, None)),
        ({"charge": "免费"}, (False, None)),
        ({"fee_standard": "无"}, (False, None)),
        ({"fee_standard": "0"}, (False, None)),
        ({"fee_note": "免费", "charge": "收费"}, (True, None)),
        ({"fee_standard": "每平方米1,000元"}, (True, 100_000)),
        ({"fee_standard": "工本费：￥1,040"}, (True, 104_000)),
        ({"fee_standard": "首次10元；补领40元"}, (True, None)),
        ({"fee_standard": "0元", "charge": "是"}, (True, 0)),
    ],
)
def test_the_fee_of_a_row_of_cells(
    cells: dict[str, str], fee: tuple[bool, int | None] | None
) -> None:
    found = from_cells(**cells).fee
    assert (found and (found.charge, found.amount_fen)) == fee


def test_one_fee_of_several_is_read_as_a_price_too() -> None:
    item, codes = read(fees=[{"name": "甲", "amount": "¥1,000/本", "basis": "乙"}])
    assert (item.fees[0].amount_fen, item.fees[0].per, codes) == (100_000, "本", [])


def test_a_fee_that_is_charged_keeps_the_words_of_its_amount() -> None:
    item, codes = read(fee={"charge": True, "amount": "按面积", "basis": "甲"})
    assert item.fee == Fee(charge=True, basis="甲")
    assert (item.extra, codes) == ('{"fee.amount":"按面积"}', ["bad_value"])


@pytest.mark.parametrize(
    ("said", "complete"),
    [
        (None, True), (True, True), ("完整", True), ("是", True), ("齐全", True),
        (False, False), ("不完整", False), ("不全", False), ("否", False),
        ("大概", False), (2, False), (["是"], False),
    ],
)  # fmt: skip
def test_a_list_is_complete_only_where_that_can_be_read(said: object, complete: bool) -> None:
    assert read(materials_complete=said)[0].materials_complete is complete


@pytest.mark.parametrize(
    ("said", "enabled"),
    [(None, True), (True, True), ("是", True), (False, False), ("看情况", False), ([], False)],
)
def test_a_deferral_is_enabled_only_where_that_can_be_read(said: object, enabled: bool) -> None:
    deferral = {"enabled": said, "bound_workdays": 5}
    assert read(deferral=deferral)[0].deferral.enabled is enabled


@pytest.mark.parametrize(
    "text",
    ["2020-01-02", "2020/01/02", "2020/1/2", "2020.1.2", "2020年1月2日", "２０２０年１月２日",
     "20200102", "2020-01-02 00:00:00"],
)  # fmt: skip
def test_a_day_is_stored_in_one_form(text: str) -> None:
    item, codes = read(effective_from=text, effective_to="2030/12/31")
    assert (item.effective_from, item.effective_to) == ("2020-01-02", "2030-12-31")
    assert codes == []
    cells = from_cells(effective_from=text)
    assert cells.effective_from == "2020-01-02"


@pytest.mark.parametrize(
    "text", ["2020/2/30", "2020-13-01", "明年", "202001", "2020/1/2起", "长期"]
)
def test_what_is_no_day_stays_and_is_told(text: str) -> None:
    item, codes = read(effective_to=text)
    assert (item.effective_to, codes) == (text, ["bad_date"])
    assert from_cells(effective_to=text).effective_to == text


@pytest.mark.parametrize("text", ["十个工作日（网上5个工作日）", "10个工作日(网上：5个工作日)"])
def test_the_limit_of_a_channel_in_brackets_is_a_limit(text: str) -> None:
    for item in (read(legal_limit=text)[0], from_cells(legal_limit=text)):
        assert item.legal_limit is not None
        assert (item.legal_limit.value, item.legal_limit.note) == (10, "")
        (other,) = item.limits
        said = (other.kind, other.channel, other.value, other.unit, other.note)
        assert said == ("legal", "网上", 5, LimitUnit.WORKDAY, "")


def test_a_note_that_says_more_than_a_limit_stays_a_note() -> None:
    item = read(legal_limit="十个工作日（不含网上公示5个工作日）")[0]
    assert item.legal_limit is not None
    assert item.legal_limit.note == "不含网上公示5个工作日"
    assert item.limits == ()


@pytest.mark.parametrize(
    "text",
    [
        "1-3个工作日",
        "1 - 3个工作日",
        "三至5个工作日",
        "1～3个工作日",
        "1–3个工作日",
        "3或5个工作日",
    ],
)
def test_a_range_is_no_limit_and_its_words_are_kept(text: str) -> None:
    for item in (read(promised_limit=text)[0], from_cells(promised_limit=text)):
        assert item.promised_limit is None
        assert f'"promised_limit":"{text}"' in item.extra


@pytest.mark.parametrize(
    "text", ["每月10日", "法定20个工作日，承诺10个工作日", "10个工作日；1个月"]
)
def test_words_left_over_make_no_limit_of_a_plain_file(text: str) -> None:
    item = read(legal_limit=text)[0]
    assert item.legal_limit is None
    assert f'"legal_limit":"{text}"' in item.extra


def test_phone_numbers_of_sheets_are_typed_narrow() -> None:
    item = from_cells(phone="（０８２６）１２３－４５、转８ ", supervision_phone="１２３４５")
    assert item.phone == "（0826）123-45、转8"
    assert item.supervision_phone == "12345"
