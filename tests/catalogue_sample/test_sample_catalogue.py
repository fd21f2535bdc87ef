"""The sample catalogue we ship keeps the promises a real catalogue is asked to keep.

The file is read raw (standard library only), so a mistake in the importer cannot hide one here.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clerk_app.kernel.text import NAME_LIMIT, fault_in

SEED = Path(__file__).resolve().parents[2] / "resources" / "seed"
FILE = SEED / "catalogue_sample.json"

TYPES = {
    "行政许可",
    "行政确认",
    "行政征收",
    "行政给付",
    "行政奖励",
    "行政裁决",
    "其他行政权力",
    "公共服务",
}
PACES = {"即办件", "承诺件"}
NECESSITIES = {"必要", "非必要", "情形必要", "容缺后补"}
UNITS = {"工作日", "日", "即时", "当日"}
SAME_DAY = {"即时", "当日"}
KEEPS = {"收取", "核验"}
PARTIES = {"applicant", "agent"}
ON_THE_SPOT = {"yes", "no", "unknown"}
ON_EXPIRY = {"退件", "暂停", "终止"}
CLOCK_STARTS = {"acceptance", "made_good"}
LEVELS = {"县级", "乡级", "村级"}

Json = dict[str, Any]


def _document() -> Json:
    document: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def _items() -> list[Json]:
    items: list[Json] = _document()["items"]
    return items


def _papers() -> Iterator[tuple[str, Json]]:
    for item in _items():
        for paper in item["materials"]:
            yield item["code"], paper


def _answers(item: Json) -> Iterator[Json]:
    for situation in item["situations"]:
        yield from situation["answers"]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _deferrable(paper: Json) -> bool:
    return paper["necessity"] == "容缺后补" or paper.get("deferrable") is True


def _policy(item: Json) -> Json | None:
    policy: Json | None = item.get("deferral")
    return policy if policy and policy["enabled"] else None


# ---------------------------------------------------------------- the file as a whole


def test_the_file_is_an_exchange_file_of_version_1_and_says_it_is_a_sample() -> None:
    document = _document()

    assert (document["format"], document["version"]) == ("hall-catalogue", 1)
    assert document["sample"] is True
    assert "示例" in document["meta"]["title"]
    assert "示例" in document["meta"]["notice"]


def test_every_item_is_marked_sample_and_has_a_code_of_its_own() -> None:
    codes = [item["code"] for item in _items()]

    assert len(codes) >= 26
    assert codes == [f"SL-{number:04d}" for number in range(1, len(codes) + 1)]
    assert all(item["sample"] is True for item in _items())
    assert all("示例" in item["phone"] for item in _items())
    assert all("示例" in item["department"] for item in _items())


def test_every_text_is_plain_text_a_clerk_could_have_typed() -> None:
    texts = list(_texts(_document()))

    assert len(texts) > 5000
    assert [text for text in texts if fault_in(text) is not None] == []
    assert [text for text in texts if text != text.strip()] == []
    assert [text for text in texts if re.search(r"<[a-zA-Z/]", text)] == []


def test_every_choice_is_one_of_the_words_the_exchange_file_knows() -> None:
    for item in _items():
        assert item["type"] in TYPES, item["code"]
        assert item["handling"] in PACES, item["code"]
        assert item["level"] in LEVELS, item["code"]
        for limit in (item["legal_limit"], item["promised_limit"]):
            assert limit is None or limit["unit"] in UNITS, item["code"]
    for code, paper in _papers():
        assert paper["necessity"] in NECESSITIES, code
        assert paper["keep"] in KEEPS, code
        assert paper["party"] in PARTIES, code
        assert {fault["on_the_spot"] for fault in paper["faults"]} <= ON_THE_SPOT, code


def test_the_sample_covers_what_a_demonstration_needs() -> None:
    items = _items()

    assert {"行政许可", "行政确认", "行政给付", "公共服务"} <= {item["type"] for item in items}
    assert sum(item["type"] == "行政许可" for item in items) >= 5
    assert {item["handling"] for item in items} == PACES
    assert sum(bool(item["situations"]) for item in items) >= 14
    assert sum(_policy(item) is not None for item in items) >= 10
    expiries = {policy["on_expiry"] for item in items if (policy := _policy(item))}
    assert expiries == ON_EXPIRY
    assert any(item["fee"]["charge"] for item in items)
    faults = {fault["on_the_spot"] for _, paper in _papers() for fault in paper["faults"]}
    assert faults == ON_THE_SPOT


# ---------------------------------------------------------------- names


def test_names_fit_the_places_that_show_them_and_one_is_very_long() -> None:
    lengths = [len(item["name"]) for item in _items()]

    assert min(lengths) >= 4
    assert max(lengths) <= NAME_LIMIT
    assert sum(length >= 100 for length in lengths) == 1
    assert len({item["name"] for item in _items()}) == len(lengths)
    assert all(2 <= len(paper["name"]) <= 40 for _, paper in _papers())


def test_names_are_hanzi_and_chinese_punctuation_only() -> None:
    odd = re.compile(r"[^\u4e00-\u9fff、，（）]")
    names = [item["name"] for item in _items()] + [paper["name"] for _, paper in _papers()]

    assert [name for name in names if odd.search(name)] == []


# ---------------------------------------------------------------- papers and situations


def test_an_item_asks_for_three_to_nine_papers_each_named_once_and_fully_described() -> None:
    for item in _items():
        names = [paper["name"] for paper in item["materials"]]
        assert 3 <= len(names) <= 9, item["code"]
        assert len(set(names)) == len(names), item["code"]
        assert "必要" in {paper["necessity"] for paper in item["materials"]}, item["code"]
    for code, paper in _papers():
        told = ("form", "source_channel", "standard", "how_to_get")
        assert all(paper[key] for key in told), (code, paper["name"])
        assert paper["faults"], (code, paper["name"])
        assert paper["originals"] + paper["copies"] >= 1, (code, paper["name"])


def test_the_food_licence_is_the_complex_one_with_nine_papers_and_three_questions() -> None:
    (food,) = (item for item in _items() if item["name"] == "食品经营许可（新办）")

    assert (len(food["materials"]), len(food["situations"])) == (9, 3)
    assert food["type"] == "行政许可"


def test_an_answer_adds_and_removes_only_papers_the_item_has() -> None:
    for item in _items():
        names = {paper["name"] for paper in item["materials"]}
        for answer in _answers(item):
            strange = {*answer["adds"], *answer["removes"]} - names
            assert strange == set(), (item["code"], answer["value"])


def test_an_answer_adds_only_papers_that_depend_on_a_situation() -> None:
    for item in _items():
        base = {p["name"] for p in item["materials"] if p["necessity"] != "情形必要"}
        for answer in _answers(item):
            assert base.isdisjoint(answer["adds"]), (item["code"], answer["value"])


def test_every_situational_paper_is_reached_by_some_answer_and_says_when() -> None:
    for item in _items():
        added = {name for answer in _answers(item) for name in answer["adds"]}
        for paper in item["materials"]:
            if paper["necessity"] == "情形必要":
                assert paper["name"] in added, (item["code"], paper["name"])
                assert paper["applies_when"], (item["code"], paper["name"])


def test_every_question_can_be_answered_in_different_ways() -> None:
    for item in _items():
        keys = [situation["key"] for situation in item["situations"]]
        assert len(set(keys)) == len(keys) <= 3, item["code"]
        for situation in item["situations"]:
            values = [answer["value"] for answer in situation["answers"]]
            effects = [(answer["adds"], answer["removes"]) for answer in situation["answers"]]
            assert len(set(values)) == len(values) >= 2, item["code"]
            assert any(adds or removes for adds, removes in effects), item["code"]
            assert situation["question"].endswith("？"), item["code"]


def test_the_papers_of_an_agent_are_brought_in_by_naming_an_agent() -> None:
    for item in _items():
        agents = {p["name"] for p in item["materials"] if p["party"] == "agent"}
        added = {
            name
            for answer in _answers(item)
            for name in answer["adds"]
            if answer["value"] == "agent"
        }
        assert agents == added, item["code"]
    assert sum(paper["name"] == "授权委托书" for _, paper in _papers()) >= 10


def test_whatever_is_answered_at_least_two_papers_stay_due() -> None:
    for item in _items():
        base = {p["name"] for p in item["materials"] if p["necessity"] in {"必要", "容缺后补"}}
        choices = [situation["answers"] for situation in item["situations"]]
        for chosen in itertools.product(*choices):
            added = {name for answer in chosen for name in answer["adds"]}
            removed = {name for answer in chosen for name in answer["removes"]}
            assert len((base | added) - removed) >= 2, item["code"]


# ---------------------------------------------------------------- deferral


def test_a_required_paper_is_never_deferrable() -> None:
    wrong = [
        (code, paper["name"])
        for code, paper in _papers()
        if paper["necessity"] == "必要" and (paper.get("deferrable") or "defer_workdays" in paper)
    ]

    assert wrong == []


def test_deferrable_papers_and_deferral_policies_come_together() -> None:
    for item in _items():
        deferrable = any(_deferrable(paper) for paper in item["materials"])
        assert deferrable == (_policy(item) is not None), item["code"]


def test_a_deferral_policy_is_whole_and_only_for_promised_cases() -> None:
    for item in _items():
        policy = _policy(item)
        if policy is None:
            continue
        assert item["handling"] == "承诺件", item["code"]
        assert policy["on_expiry"] in ON_EXPIRY, item["code"]
        assert policy["clock_starts"] in CLOCK_STARTS, item["code"]
        assert policy["bound_workdays"] >= 1, item["code"]
        assert (policy["grace_workdays"] > 0) <= (policy["on_expiry"] == "暂停"), item["code"]
        assert policy["block_months"] >= 0, item["code"]


def test_the_days_a_paper_may_be_deferred_lie_inside_the_policy_and_the_promise() -> None:
    for item in _items():
        policy = _policy(item)
        if policy is None:
            continue
        promised = item["promised_limit"]
        if promised["unit"] == "工作日":
            room = promised["value"] - (policy["before_promised_by"] or 0)
            assert policy["bound_workdays"] <= room, item["code"]
        for paper in filter(_deferrable, item["materials"]):
            assert 1 <= paper["defer_workdays"] <= policy["bound_workdays"], paper["name"]


# ---------------------------------------------------------------- limits, fees, basis


def test_a_promise_is_never_longer_than_the_law_allows_in_like_units() -> None:
    compared = 0
    for item in _items():
        legal, promised = item["legal_limit"], item["promised_limit"]
        assert promised is not None, item["code"]
        if legal and legal["unit"] == promised["unit"]:
            compared += 1
            assert promised["value"] <= legal["value"], item["code"]
    assert compared >= 8


def test_an_on_the_spot_item_promises_the_same_day_and_a_promised_item_does_not() -> None:
    for item in _items():
        promised = item["promised_limit"]
        same_day = promised["unit"] in SAME_DAY or promised["value"] == 0
        assert same_day == (item["handling"] == "即办件"), item["code"]


def test_a_licence_carries_the_general_limit_of_the_licensing_act_and_costs_nothing() -> None:
    # 行政许可法 art. 42 (twenty workdays, art. 82) and art. 58 (no fee); see SOURCES.md
    for item in _items():
        if item["type"] == "行政许可":
            assert item["legal_limit"]["value"] == 20, item["code"]
            assert item["legal_limit"]["unit"] == "工作日", item["code"]
            assert item["fee"] == {"charge": False}, item["code"]


def test_a_fee_names_its_yuan_its_unit_and_that_the_amount_is_a_sample() -> None:
    for item in _items():
        fee = item["fee"]
        if fee["charge"]:
            assert fee["amount"] > 0, item["code"]
            assert fee["currency"] == "CNY", item["code"]
            assert fee["per"], item["code"]
            assert "示例" in fee["note"], item["code"]


def test_a_legal_basis_names_an_act_and_the_address_where_it_was_read() -> None:
    for item in _items():
        if item["legal_basis"]:
            assert item["basis_source"].startswith("http"), item["code"]
            assert all(re.match(r"《[^《》]+》", basis) for basis in item["legal_basis"])
        else:
            assert "basis_source" not in item, item["code"]


@pytest.mark.parametrize("told", [True, False], ids=["with basis", "basis open"])
def test_the_page_of_sources_lists_every_item_on_the_right_side(told: bool) -> None:
    page = (SEED / "SOURCES.md").read_text(encoding="utf-8")
    listed, still_open = page.split("## Items whose basis is open")
    part = listed if told else still_open.split("\n## ")[0]
    rows = {row[2:9]: row for row in part.splitlines() if row.startswith("| SL-")}
    chosen = [item for item in _items() if bool(item["legal_basis"]) is told]

    assert set(rows) == {item["code"] for item in chosen}
    for item in chosen:
        row = rows[item["code"]]
        assert all(basis in row for basis in item["legal_basis"]), item["code"]
        assert item.get("basis_source", "") in row, item["code"]
