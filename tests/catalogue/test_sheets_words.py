"""What the words of a hall's tables mean. Every expected value is written by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk_app.catalogue.model import Fee, LimitKind, LimitUnit
from clerk_app.catalogue.rules.limits_in_words import limits_said, main_limit
from clerk_app.catalogue.rules.lists_in_words import key_of, lines_of, names_of, one_line
from clerk_app.catalogue.rules.reading import read_item
from clerk_app.catalogue.rules.table_headers import heading
from clerk_app.catalogue.rules.table_layout import Kind, Scope, layout
from clerk_app.catalogue.rules.table_values import (
    ITEM_RULES,
    PAPER_RULES,
    Reading,
    finish_item,
    read_cell,
    yes_or_no,
)
from clerk_app.kernel.text import half_width

LEGAL, PROMISED = LimitKind.LEGAL, LimitKind.PROMISED
WORKDAY, DAY = LimitUnit.WORKDAY, LimitUnit.DAY
AT_ONCE, SAME_DAY = LimitUnit.IMMEDIATE, LimitUnit.SAME_DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20个工作日", [(None, 20, WORKDAY, "", "")]),
        ("２０个工作日内", [(None, 20, WORKDAY, "", "")]),
        ("自受理之日起15日内办结", [(None, 15, DAY, "", "")]),
        ("30天", [(None, 30, DAY, "", "")]),
        ("十五个工作日", [(None, 15, WORKDAY, "", "")]),
        ("15日（工作日）", [(None, 15, WORKDAY, "", "")]),
        ("即办", [(None, 0, AT_ONCE, "", "")]),
        ("当场办结", [(None, 0, AT_ONCE, "", "")]),
        ("当天办结", [(None, 0, SAME_DAY, "", "")]),
        (
            "窗口：20个工作日；网上：15个工作日",
            [(None, 20, WORKDAY, "窗口", ""), (None, 15, WORKDAY, "网上", "")],
        ),
        (
            "法定20个工作日，承诺5个工作日",
            [(LEGAL, 20, WORKDAY, "", ""), (PROMISED, 5, WORKDAY, "", "")],
        ),
        (
            "法定20个工作日 承诺5个工作日",
            [(LEGAL, 20, WORKDAY, "", ""), (PROMISED, 5, WORKDAY, "", "")],
        ),
        (
            "即时办结；特殊情况3个工作日",
            [(None, 0, AT_ONCE, "", ""), (None, 3, WORKDAY, "", "特殊情况")],
        ),
        (
            "承诺：窗口5个工作日，网上3个工作日",
            [(PROMISED, 5, WORKDAY, "窗口", ""), (PROMISED, 3, WORKDAY, "网上", "")],
        ),
        (
            "20个工作日（不含公示、鉴定；听证另计）",
            [(None, 20, WORKDAY, "", "不含公示、鉴定；听证另计")],
        ),
        ("即时（网上申请10个工作日内办结）", [(None, 0, AT_ONCE, "", "网上申请10个工作日内办结")]),
        (
            "十个工作日（网上5个工作日）",
            [(None, 10, WORKDAY, "", ""), (None, 5, WORKDAY, "网上", "")],
        ),
        (
            "承诺10个工作日（网上：5个工作日；自助终端：即时）",
            [
                (PROMISED, 10, WORKDAY, "", ""),
                (PROMISED, 5, WORKDAY, "网上", ""),
                (PROMISED, 0, AT_ONCE, "自助终端", ""),
            ],
        ),
        ("0个工作日（符合法定形式的）", [(None, 0, WORKDAY, "", "符合法定形式的")]),
        ("3个月", []),
        ("1年", []),
        ("5-7个工作日", []),
        ("5 - 7个工作日", []),
        ("三至7个工作日", []),
        ("3或7个工作日", []),
        ("1.5个工作日", []),
        ("20个工作日或15个工作日", []),
        ("20", []),
        ("即办件", []),
        ("", []),
        ("20个工作日" * 200, []),
    ],
)
def test_limits_in_words(text: str, said: list[tuple[object, ...]]) -> None:
    found, rest = limits_said(text)
    assert [(f.kind, f.value, f.unit, f.channel, f.note) for f in found] == said
    assert bool(rest) == (not said and bool(text))


def test_the_main_limit_is_that_of_the_window() -> None:
    def main(text: str) -> int:
        return main_limit(limits_said(text)[0]).value

    assert main("网上：15个工作日；窗口：20个工作日") == 20
    assert main("特殊情况30个工作日；10个工作日") == 10
    assert main("网上：15个工作日；邮寄：18个工作日") == 15
    assert limits_said("20", WORKDAY)[0][0].value == 20


@given(st.text("法定承诺窗口网上：:；;，,（）()0123456789个工作日天即时办当\n 内为", max_size=60))
def test_no_text_of_limits_crashes_and_no_number_is_made_up(text: str) -> None:
    found, _ = limits_said(text)
    narrow = half_width(text)
    for limit in found:
        assert limit.value == 0 or str(limit.value) in narrow


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "1.申请表\n2．身份证明（原件，复印件）\n3、章程",
            ["申请表", "身份证明（原件，复印件）", "章程"],
        ),
        ("1.申请表；2.身份证；3.照片", ["申请表", "身份证", "照片"]),
        ("（一）甲\n（二）乙", ["甲", "乙"]),
        ("①甲②乙；③丙", ["甲", "乙", "丙"]),
        ("甲；乙;丙。", ["甲", "乙", "丙"]),
        ("甲，乙（丙，丁）", ["甲", "乙（丙，丁）"]),
        ("身份证、户口簿", ["身份证、户口簿"]),
        ("2.5寸照片", ["2.5寸照片"]),
        ("\n\n", []),
    ],
)
def test_lists_in_one_cell(text: str, names: list[str]) -> None:
    assert names_of(text) == names


def test_names_on_one_line_and_keys() -> None:
    assert one_line("　食品 经营\r\n许可　A  B ") == "食品经营许可 A B"
    assert key_of(" １２ ａ　Ｂ\n") == "12aB"
    assert lines_of("1. 第一条\n2. 第二条；") == ["第一条", "第二条"]


@given(st.text(max_size=40))
def test_a_key_is_the_narrow_text_without_blanks(text: str) -> None:
    assert key_of(text) == "".join(half_width(text).split())


@pytest.mark.parametrize(
    ("words", "item", "paper"),
    [
        ("*事项名称（必填）", "name", ""),
        ("服务\n事项", "name", ""),
        ("办理项编码", "code", ""),
        ("权 力 类 型", "type", ""),
        ("责任单位：", "department", ""),
        ("【必填】承诺办结时限", "promised_limit", ""),
        ("监督投诉电话", "supervision_phone", ""),
        ("申请材料", "materials", "name"),
        ("材料必要性", "", "necessity"),
        ("复印件份数(份)", "", "photocopies"),
        ("是否容缺", "deferral.enabled", "deferrable"),
        ("名称", "name", "name"),
        ("ＮＯ．", "", ""),
        ("主管备注", "", ""),
    ],
)
def test_headings(words: str, item: str, paper: str) -> None:
    said = heading(words)
    assert (said.item, said.paper) == (item, paper)


def kind_of(*words: str, alone: bool = False) -> Kind:
    return layout(dict(enumerate(map(heading, words), start=1)), alone=alone).kind


def test_the_kind_of_a_table() -> None:
    assert kind_of("事项名称", "编码", "部门") is Kind.ITEMS
    assert kind_of("事项名称", "编码", "部门", "申请材料") is Kind.ITEMS
    assert kind_of("事项编码", "材料名称", "必要性") is Kind.PAPERS
    assert kind_of("事项编码", "名称", "必要性", "份数") is Kind.PAPERS
    assert kind_of("事项编码", "材料名称", "必要性", alone=True) is Kind.BOTH
    assert kind_of("事项名称", "部门", "申请材料", "形式", "份数") is Kind.BOTH
    assert kind_of("事项编码", "问题", "选项", "需要材料") is Kind.SITUATIONS


def test_a_bare_name_is_told_by_its_neighbours() -> None:
    def scope(*words: str) -> Scope:
        return layout(dict(enumerate(map(heading, words))), alone=False).columns[1].scope

    assert scope("编码", "名称", "部门") is Scope.ITEM
    assert scope("事项编码", "名称", "必要性", "份数") is Scope.PAPER
    assert scope("编码", "名称", "材料名称", "必要性") is Scope.ITEM


def test_two_columns_of_one_meaning_lose_nothing() -> None:
    words = ("事项名称", "服务事项", "设定依据", "法律依据", "自有", "自有")
    columns = layout(dict(enumerate(map(heading, words))), alone=False).columns
    assert [columns[n].field for n in range(6)] == [
        "name",
        "",
        "legal_basis",
        "legal_basis",
        "",
        "",
    ]
    assert [columns[n].label for n in (1, 4, 5)] == ["服务事项", "自有", "自有（2）"]


@pytest.mark.parametrize(
    ("mark", "means"),
    [
        ("是", True), ("√", True), ("✓", True), ("Y", True), ("ｙ", True), ("有", True), ("TRUE",
        True),
        ("否", False), ("×", False), ("无", False), ("N", False), ("0", False), ("-", False),
        ("视情况", None), ("是，但", None),
    ],
)  # fmt: skip
def test_marks(mark: str, means: bool | None) -> None:
    assert yes_or_no(mark) is means


@pytest.mark.parametrize(
    ("rules", "name", "text", "fields"),
    [
        (PAPER_RULES, "necessity", "是", {"necessity": "必要"}),
        (PAPER_RULES, "necessity", "否", {"necessity": "非必要"}),
        (PAPER_RULES, "necessity", "视情况", {"necessity": "情形必要"}),
        (PAPER_RULES, "necessity", "可容缺", {"necessity": "容缺后补"}),
        (PAPER_RULES, "necessity", "看着办", {"necessity": "看着办"}),
        (PAPER_RULES, "copies", "1份原件,2份复印件", {"originals": 1, "copies": 2}),
        (PAPER_RULES, "copies", "一式三份", {"copies": 3}),
        (PAPER_RULES, "copies", "２份", {"copies": 2}),
        (PAPER_RULES, "copies", "若干", {"copies": "若干"}),
        (PAPER_RULES, "keep", "验", {"keep": "核验"}),
        (PAPER_RULES, "keep", "√", {"keep": "收取"}),
        (PAPER_RULES, "deferrable", "×", {"deferrable": False}),
        (PAPER_RULES, "defer_workdays", "５个工作日", {"defer_workdays": 5}),
        (PAPER_RULES, "party", "委托人", {"party": "agent"}),
        (ITEM_RULES, "type", "许可", {"type": "行政许可"}),
        (ITEM_RULES, "type", "其他权力", {"type": "其他行政权力"}),
        (ITEM_RULES, "handling", "即办", {"handling": "即办件"}),
        (ITEM_RULES, "effective_from", "2026/3/2", {"effective_from": "2026-03-02"}),
        (ITEM_RULES, "effective_from", "长期", {"effective_from": "长期"}),
        (ITEM_RULES, "effective_to", "2026年2月30日", {"effective_to": "2026年2月30日"}),
        (ITEM_RULES, "phone", "０８２６－１２３４", {"phone": "0826-1234"}),
        (ITEM_RULES, "deferral.clock_starts", "补正", {"deferral": {"clock_starts": "made_good"}}),
    ],
)  # fmt: skip
def test_cells(rules: Any, name: str, text: str, fields: dict[str, Any]) -> None:
    read = Reading()
    read_cell(rules, read, name, "列", text)
    assert read.fields == fields
    assert read.odd == []


@pytest.mark.parametrize(
    ("name", "text", "fee"),
    [
        ("charge", "是", Fee(charge=True)),
        ("charge", "部分收费", None),
        ("fee_standard", "0", Fee(charge=False)),
        ("fee_standard", "9.50元/本", Fee(charge=True, amount_fen=950, per="本")),
        ("fee_standard", "20", Fee(charge=True, amount_fen=2000)),
        ("fee_standard", "￥1,040", Fee(charge=True, amount_fen=104_000)),
        ("fee_standard", "首次10元；补领40元", Fee(charge=True, note="首次10元；补领40元")),
        ("fee_standard", "按成本收取", None),
    ],
)
def test_the_fee_an_item_has_of_one_cell(name: str, text: str, fee: Fee | None) -> None:
    cells = Reading()
    read_cell(ITEM_RULES, cells, name, "列", text)
    item, _ = read_item({"code": "A", **cells.fields})
    assert item.fee == fee
    assert (text in item.extra) is (fee is None)


def test_a_unit_in_a_column_of_its_own_joins_its_number() -> None:
    read = Reading()
    read_cell(ITEM_RULES, read, "legal_limit", "法定时限", "20")
    read_cell(ITEM_RULES, read, "legal_limit_unit", "法定时限单位", "个工作日")
    read_cell(ITEM_RULES, read, "promised_limit", "承诺时限", "5")
    finish_item(read)
    assert read.fields == {
        "legal_limit": {"value": 20, "unit": "工作日"},
        "promised_limit": "5",  # no unit anywhere: not ours to guess
    }


@given(st.sampled_from(sorted(ITEM_RULES)), st.text(max_size=30), st.sampled_from([None, WORKDAY]))
def test_any_text_in_any_cell_is_read(name: str, text: str, unit: LimitUnit | None) -> None:
    read = Reading()
    read_cell(ITEM_RULES, read, name, "列", text, unit)
    finish_item(read)
    for paper in PAPER_RULES:
        read_cell(PAPER_RULES, Reading(), paper, "列", text)
